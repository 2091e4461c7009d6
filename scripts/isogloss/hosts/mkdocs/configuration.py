"""The project that a loaded mkdocs.yml describes."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import babel

from isogloss import checks
from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.theme import theme_locale
from isogloss.project import LANGUAGES, Locale, Project, place_of, text_of
from isogloss.segments.diagrams import MERMAID

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def load(config: MkDocsConfig, needs_plugin: bool = True) -> Project:
    """The project that a loaded mkdocs.yml describes.

    Without the plugin isogloss, and unless *needs_plugin*, it is a site whose localized pages are written by hand: the
    source language is the default one of the plugin i18n.

    Raises :class:`ProblemsFound` if the plugin i18n is missing, if it is not clear which language is the source, or if
    CLDR does not know a language.
    """
    config_file = Path(config.config_file_path).resolve()
    options: Any = config.plugins["isogloss"].config if "isogloss" in config.plugins else None
    if options is None and needs_plugin:
        message = "the plugin 'isogloss' is not listed"
        hint = "isogloss init lists it, with the languages that it is given; or list it under 'plugins' after 'i18n'"
        raise _problem(config_file, "plugin-missing", message, hint, "plugins")
    if "i18n" not in config.plugins:
        message = "the plugin 'i18n' (mkdocs-static-i18n), which lists the locales, is not listed"
        raise _problem(config_file, "plugin-missing", message, "list it under 'plugins' before 'isogloss'", "plugins")
    languages: Any = config.plugins["i18n"].config.languages
    stands_for: dict[str, str] = dict(options.lang) if options is not None else {}
    locales = list(_locales(config_file, languages, stands_for))
    if unlisted := [tag for tag in stands_for if tag not in {locale.tag for locale in locales}]:
        message = f"'lang' says what '{unlisted[0]}' stands for, and the plugin 'i18n' does not list it"
        where = ("plugins", "isogloss", "isogloss", "lang")
        raise _problem(config_file, "locale-unknown", message, "list it under 'languages' of 'i18n'", *where)
    _find_independent(config, config_file, options.independent if options is not None else ())
    custom_dir = getattr(config.theme, "custom_dir", None)
    locales_dir = config_file.parent / (options.locales_dir if options is not None else "locales")
    if os.path.lexists(locales_dir) and not locales_dir.is_dir():
        message = f"'locales_dir' is no folder: {os.path.relpath(locales_dir, config_file.parent)}"
        hint = "name a folder for the catalogs; isogloss update creates it"
        where = ("plugins", "isogloss", "isogloss", "locales_dir")
        raise _problem(config_file, "configuration", message, hint, *where)
    source = _source(config, config_file, locales, options.source_locale if options is not None else None, locales_dir)
    address = text_of(config_file, "site_url")
    return Project(
        config_file=config_file,
        docs_dir=Path(config.docs_dir),
        locales_dir=locales_dir,
        custom_dir=Path(custom_dir) if custom_dir else None,
        source=source,
        locales=tuple(locale for locale in locales if locale is not source),
        template_marks=tuple(_template_marks(config)),
        severities={
            **(dict.fromkeys(_OF_ENGLISH) if source.language != "en" else {}),
            **(_severities(config_file, options.checks) if options is not None else {}),
        },
        **_left_out(options),
        diagrams=tuple(options.diagrams) if options is not None else (MERMAID,),
        name=config.site_name or "",
        address=f"{address.rstrip('/')}/" if address else "",
    )


def _find_independent(config: MkDocsConfig, config_file: Path, names: Iterable[str]) -> None:
    """Raises :class:`ProblemsFound` if one of *names* is none of what takes part in the build."""
    there = [name for name in (*config.plugins, *config.hooks, *config.markdown_extensions) if isinstance(name, str)]
    known = {*there, *(name.rpartition("/")[2] for name in there)}
    for number, name in enumerate(names):
        if name not in known:
            message = f"the site has no plugin, hook or extension '{name}'"
            hint = "write it under 'independent' as it is written elsewhere in this file, or remove it"
            raise _problem(
                config_file, "configuration", message, hint, "plugins", "isogloss", "isogloss", "independent", number
            )


def _source(
    config: MkDocsConfig, config_file: Path, locales: list[Locale], chosen: str | None, locales_dir: Path
) -> Locale:
    """The language in which the pages are written: the *chosen* one, or the default one of the plugin i18n."""
    i18n = StaticI18n.of(config)
    default = i18n.authored_language or "en"
    source = next((locale for locale in locales if locale.tag == (chosen or default)), None)
    if source is None:
        message = f"the source locale '{chosen or default}' is not among the languages of the plugin 'i18n'"
        hint = "list it there, or set 'source_locale' of the plugin 'isogloss'"
    elif chosen is None and _has_catalogs(locales_dir / default):
        folder = os.path.relpath(locales_dir / default, config_file.parent)
        message = f"'{default}' is the default language of the plugin 'i18n', and there are catalogs for it in {folder}"
        hint = f"say with 'source_locale' of the plugin 'isogloss' what the pages are written in, or remove {folder}"
    elif chosen not in (None, default) and {chosen, default} <= set(i18n.built_languages):
        message = f"the source locale '{chosen}' is not the default language of the plugin 'i18n': '{default}' is"
        hint = f"write 'default: true' for '{chosen}': pages without a language in their name are in that language"
    else:
        return source
    raise _problem(config_file, "source-locale", message, hint, "plugins", "isogloss")


def _has_catalogs(folder: Path) -> bool:
    """Whether there is more in *folder* than a glossary, which the source language may have for its search."""
    return any(path != folder / "glossary.po" for path in folder.rglob("*.po"))


def _left_out(options: Any) -> dict[str, Any]:
    """What the options say of pages and texts that are not to be translated."""
    found: dict[str, Any] = {}
    if options is not None and options.leave_out_pages is not None:
        found["pages_left_out"] = options.leave_out_pages.match_file
    if options is not None and options.leave_out_texts:
        found["texts_left_out"] = re.compile("|".join(map(fnmatch.translate, options.leave_out_texts)))
    return found


_OF_ENGLISH = ("copied", "english", "untranslated")
"""Checks that find English words left in place: where pages are in another language, these are no words of it."""
_SEVERITIES = {"off": None, False: None, "warning": Severity.WARNING, "error": Severity.ERROR}
"""YAML reads ``off`` as false."""


def _severities(config_file: Path, given: Mapping[Any, Any]) -> dict[str, Severity | None]:
    """The option ``checks``. Raises :class:`ProblemsFound` if any of it cannot be."""
    every = checks.every() if given else {}
    problems = []
    for code, value in given.items():
        hint = ""
        if code not in every:
            near = get_close_matches(str(code), every, 3)
            message = f"there is no check '{code}'"
            hint = f"did you mean {' or '.join(near)}?" if near else "isogloss check --explain all lists them"
        elif not isinstance(value, (str, bool)) or value not in _SEVERITIES:
            message, hint = f"'{value}' is no severity of the check '{code}'", "write off, warning or error"
        elif every[code].fixed and _SEVERITIES[value] is not every[code].severity:
            message, hint = f"the severity of '{code}' cannot be set: {every[code].fixed}", "remove this line"
        else:
            continue
        here = place_of(config_file, "plugins", "isogloss", "isogloss", "checks", str(code))
        problems.append(Diagnostic("check-severity", message, here, hint=hint))
    if problems:
        raise ProblemsFound(problems)
    return {code: _SEVERITIES[value] for code, value in given.items()}


def _template_marks(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """The options of plugins that say what opens and closes code in their templates: ``j2_block_start_string``."""
    for plugin in config.plugins.values():
        options = {
            name: value
            for name, value in dict(getattr(plugin, "config", {})).items()
            if isinstance(value, str) and value
        }
        for name, opening in options.items():
            if name.endswith("_start_string"):
                yield opening, options.get(f"{name.removesuffix('_start_string')}_end_string", opening)
            elif name.endswith("_end_string") and f"{name.removesuffix('_end_string')}_start_string" not in options:
                yield opening, opening


def _locales(config_file: Path, languages: Any, stands_for: dict[str, str]) -> Iterator[Locale]:
    for number, language in enumerate(languages):
        if language.locale == "null":
            continue
        tag = language.locale.replace("_", "-")
        locale = Locale(tag, language.name, stands_for.get(tag, ""))
        if "_" in language.locale:
            message = f"locale '{language.locale}' is not a language tag of the web"
            raise _problem(config_file, "locale-spelling", message, f"write '{locale.tag}'", *LANGUAGES, number)
        try:
            locale.cldr  # noqa: B018
        except (babel.UnknownLocaleError, ValueError):
            hint = "use a language tag such as es-ES, it-IT, pt-BR or ar"
            message = f"locale '{locale.web}' is unknown"
            raise _problem(config_file, "locale-unknown", message, hint, *LANGUAGES, number) from None
        chosen = (language.theme or {}).get("locale")
        try:
            theme_locale(locale, {"locale": chosen}).cldr  # noqa: B018
        except (babel.UnknownLocaleError, ValueError):
            hint = "write a locale that MkDocs knows, such as es or pt_BR, or leave it out"
            message = f"the locale '{chosen}' of the theme is unknown"
            raise _problem(config_file, "locale-unknown", message, hint, *LANGUAGES, number, "theme") from None
        yield locale


def _problem(config_file: Path, code: str, message: str, hint: str, *path: str | int) -> ProblemsFound:
    return ProblemsFound([Diagnostic(code, message, place_of(config_file, *path), hint=hint)])
