"""mkdocs.yml: where the catalogs are, which locales the site has, and how each locale is spelled where.

The only room that knows that ``es-ES`` (the web), ``es_ES`` (gettext, CLDR) and ``es`` (Material's language files) are
three spellings of one thing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import babel
import yaml
from babel.core import get_global
from babel.messages.plurals import get_plural

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class Locale:
    """A language of the site, with or without a region."""

    tag: str
    """As mkdocs.yml and the web write it (BCP 47): ``es-ES``."""
    name: str
    """As readers of the language call it, from mkdocs.yml: ``Español``."""

    @property
    def gettext(self) -> str:
        """As gettext and CLDR write it: ``es_ES``."""
        return self.tag.replace("-", "_")

    @property
    def cldr(self) -> babel.Locale:
        """Babel's data of the locale; of the language alone where CLDR does not know the region."""
        try:
            return babel.Locale.parse(self.gettext)
        except babel.UnknownLocaleError:
            return babel.Locale.parse(self.gettext.partition("_")[0])

    @property
    def is_pseudo(self) -> bool:
        """Whether nobody speaks it: ``en-XA``, ``ar-XB``. Its catalogs are written by the program, for tests."""
        return self.tag.rpartition("-")[2] in ("XA", "XB")

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.cldr.text_direction)

    @property
    def plural_forms(self) -> str:
        """The value of the header ``Plural-Forms``."""
        return str(get_plural(str(self.cldr)).plural_forms)

    @property
    def language_files(self) -> tuple[str, ...]:
        """Names under which a theme may have this language, the nearest first: ``es-ES``, ``es``."""
        parts = self.tag.split("-")
        names = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
        if self.cldr.script:
            names.insert(1, f"{self.cldr.language}-{self.cldr.script}")
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Project:
    """A site: its folder, its source language and the languages it is translated to."""

    config_file: Path
    """mkdocs.yml, absolute."""
    docs_dir: Path
    locales_dir: Path
    custom_dir: Path | None
    """The theme's overrides, whose templates hold messages too."""
    source: Locale
    locales: tuple[Locale, ...]
    """The languages to translate to, in the order of mkdocs.yml."""

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.config_file.parent

    def relative(self, path: Path) -> str:
        """*path* as diagnostics and catalogs write it: relative to the root, with forward slashes."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def page_path(self, src_uri: str) -> str:
        """The path of the page *src_uri* relative to the root: ``docs/index.md``."""
        return self.relative(self.docs_dir / src_uri)

    def page_catalog(self, locale: Locale, src_uri: str) -> Path:
        """The catalog of one page: ``locales/es-ES/docs/index.po``."""
        return self.locales_dir / locale.tag / "docs" / PurePosixPath(src_uri).with_suffix(".po")

    def strings_catalog(self, locale: Locale, name: str) -> Path:
        """The catalog of what is not in a page: *name* is ``mkdocs`` (navigation, site strings) or ``overrides``."""
        return self.locales_dir / locale.tag / f"{name}.po"

    def catalog_files(self, locale: Locale) -> list[Path]:
        """The catalogs of *locale* that are there, in a stable order, without its glossary."""
        found = sorted((self.locales_dir / locale.tag).rglob("*.po"))
        return [path for path in found if path != self.strings_catalog(locale, "glossary")]

    def stray_folders(self) -> list[Path]:
        """The folders with catalogs that belong to no locale of mkdocs.yml."""
        known = {locale.tag for locale in self.locales}
        folders = sorted(self.locales_dir.iterdir()) if self.locales_dir.is_dir() else []
        return [path for path in folders if path.name not in known and path.is_dir() and any(path.rglob("*.po"))]

    def former_folder(self, locale: Locale) -> Path | None:
        """The folder that *locale*, which has no catalogs, had under another tag: ``es`` or ``es_ES`` for ``es-ES``."""
        if self.catalog_files(locale):
            return None
        return next((path for path in self.stray_folders() if _same_language(path.name, locale.tag)), None)

    def writes_by_hand(self, locale: Locale) -> bool:
        """Whether *locale* has pages of its own: ``index.es-ES.md`` or ``es-ES/index.md``."""
        if any((self.docs_dir / locale.tag).rglob("*.md")):
            return True
        return any(self.docs_dir.rglob(f"*.{locale.tag}.md"))

    def line(self, *path: str | int) -> int:
        """The line of mkdocs.yml where the value at *path* stands (0 if it is not there)."""
        return line_of(self.config_file, *path)

    def line_of_locale(self, locale: Locale) -> int:
        """The line of mkdocs.yml where *locale* is listed."""
        languages = ("plugins", "i18n", "i18n", "languages")
        lines = self.config_file.read_text(encoding="utf-8").splitlines()
        number = 0
        while line := self.line(*languages, number):
            number += 1
            end = self.line(*languages, number) or line + 2
            if any(
                re.search(rf"""\blocale:\s*["']?{locale.tag}["']?\s*$""", text) for text in lines[line - 1 : end - 1]
            ):
                return line
        return self.line(*languages)


def _same_language(one: str, other: str) -> bool:
    """Whether two tags may mean one locale: spellings of the same tag, or one of them says more than the other."""
    shorter, longer = sorted((tag.lower().replace("_", "-").split("-") for tag in (one, other)), key=len)
    return longer[: len(shorter)] == shorter and _script(longer) == _script(shorter)


def _script(subtags: list[str]) -> str:
    """The script of a language that is written in several ones: ``zh-TW`` in another than ``zh``."""
    language, *more = subtags
    if named := [subtag for subtag in more if len(subtag) == 4 and subtag.isalpha()]:
        return named[0].title()
    likely: Mapping[str, str] = get_global("likely_subtags")
    names = [*(f"{language}_{subtag.upper()}" for subtag in more), language]
    found = next((likely[name] for name in names if name in likely), "")
    return next((subtag for subtag in found.split("_")[1:] if len(subtag) == 4), "")


def line_of(config_file: Path, *path: str | int) -> int:
    """The line, from 1, where the value at *path* (keys and indices) begins in a YAML file; 0 if it is not there."""
    try:
        node: Any = yaml.compose(config_file.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (OSError, yaml.YAMLError):
        return 0
    line = 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == step]
            if not pairs:
                return 0
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode):
            index = _index(node, step)
            if index is None:
                return 0
            node = node.value[index]
            line = node.start_mark.line + 1
        else:
            return 0
    return line


def _index(node: yaml.SequenceNode, step: str | int) -> int | None:
    if isinstance(step, int):
        return step if step < len(node.value) else None
    # A plugin or extension is a name, or a mapping from its name to its options.
    for index, item in enumerate(node.value):
        if isinstance(item, yaml.ScalarNode) and item.value == step:
            return index
        if isinstance(item, yaml.MappingNode) and item.value and item.value[0][0].value == step:
            return index
    return None


def load(config: MkDocsConfig, needs_plugin: bool = True) -> Project:
    """The project that a loaded mkdocs.yml describes.

    Without the plugin isogloss, and unless *needs_plugin*, it is a site whose localized pages are written by hand: the
    source language is the default one of the plugin i18n.

    Raises :class:`ProblemsFound` if the plugin i18n is missing, if the source language is not among its languages, or
    if CLDR does not know a language.
    """
    config_file = Path(config.config_file_path).resolve()
    here = config_file.name

    def problem(code: str, message: str, hint: str, *path: str | int) -> ProblemsFound:
        location = Location(here, line_of(config_file, *path))
        return ProblemsFound([Diagnostic(code, message, location, hint=hint)])

    options: Any = config.plugins["isogloss"].config if "isogloss" in config.plugins else None
    if options is None and needs_plugin:
        raise problem(
            "plugin-missing", "the plugin 'isogloss' is not listed", "list it under 'plugins' after 'i18n'", "plugins"
        )
    if "i18n" not in config.plugins:
        raise problem(
            "plugin-missing",
            "the plugin 'i18n' (mkdocs-static-i18n), which lists the locales, is not listed",
            "list it under 'plugins' before 'isogloss'",
            "plugins",
        )
    languages: Any = config.plugins["i18n"].config.languages
    locales = []
    for number, language in enumerate(languages):
        if language.locale == "null":
            continue
        locale = Locale(language.locale.replace("_", "-"), language.name)
        if "_" in language.locale:
            raise problem(
                "locale-spelling",
                f"locale '{language.locale}' is not a language tag of the web",
                f"write '{locale.tag}'",
                "plugins", "i18n", "i18n", "languages", number,
            )  # fmt: skip
        try:
            locale.cldr  # noqa: B018
        except (babel.UnknownLocaleError, ValueError):
            raise problem(
                "locale-unknown",
                f"locale '{locale.tag}' is unknown",
                "use a language tag such as es-ES, it-IT, pt-BR or ar",
                "plugins", "i18n", "i18n", "languages", number,
            ) from None  # fmt: skip
        locales.append(locale)
    default = next((language.locale for language in languages if language.default), "en")
    source_tag = options.source_locale if options is not None else default
    source = next((locale for locale in locales if locale.tag == source_tag), None)
    if source is None:
        raise problem(
            "source-locale",
            f"the source locale '{source_tag}' is not among the languages of the plugin 'i18n'",
            "list it there, or set 'source_locale' of the plugin 'isogloss'",
            "plugins",
            "isogloss",
        )
    custom_dir = getattr(config.theme, "custom_dir", None)
    return Project(
        config_file=config_file,
        docs_dir=Path(config.docs_dir),
        locales_dir=config_file.parent / (options.locales_dir if options is not None else "locales"),
        custom_dir=Path(custom_dir) if custom_dir else None,
        source=source,
        locales=tuple(locale for locale in locales if locale is not source),
    )
