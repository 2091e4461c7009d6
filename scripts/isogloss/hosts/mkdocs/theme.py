"""What is done to the site beyond its pages: the theme's language, template strings, the page for lost readers."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from babel.dates import format_date
from markupsafe import escape
from mkdocs.config.base import ValidationError
from mkdocs.localization import parse_locale

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.project import Locale

_MKDOCS_THEMES = ("mkdocs", "readthedocs")
_LANGUAGE_FILES = "partials/languages/"
_SEARCH_BASE = re.compile(r'(<script id="__config" type="application/json">[^<]*?"base": ")([./]*\.\.)(")')
_BASE = "isogloss/language.html"
_OVERLAY = """\
{{% import "isogloss/language.html" as base %}}
{{%- macro t(key) %}}{{{{ {{"language": "{tag}", "direction": "{direction}"}}[key] or base.t(key) }}}}{{% endmacro %}}
"""


def install_language(env: jinja2.Environment, locale: Locale) -> None:
    """Let the theme Material speak *locale*: its own language file, or the nearest one under the locale's tag.

    Material has a file for ``es`` and none for ``es-ES``; ``<html lang>`` has to say ``es-ES`` all the same.
    """
    if _template(env, _BASE) is not None:
        return
    names = (f"{_LANGUAGE_FILES}{name}.html" for name in (*locale.language_files, "en"))
    source = next((found for name in names if (found := _template(env, name))), None)
    if source is None or env.loader is None:
        return
    overlay = _OVERLAY.format(tag=locale.web, direction=locale.direction)
    own = jinja2.DictLoader({_BASE: source, f"{_LANGUAGE_FILES}{locale.tag}.html": overlay})
    env.loader = jinja2.ChoiceLoader([own, env.loader])


def let_speak(config: MkDocsConfig, locale: Locale) -> None:
    """Let Material speak *locale* wherever a plugin asks the theme for templates: a blog has names for its parts."""
    if config.theme.name != "material":
        return
    make = type(config.theme).get_env

    def get_env() -> jinja2.Environment:
        env = make(config.theme)
        install_language(env, locale)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


def _template(env: jinja2.Environment, name: str) -> str | None:
    if env.loader is None:
        return None
    try:
        return env.loader.get_source(env, name)[0]
    except jinja2.TemplateNotFound:
        return None


def withhold_theme_locale(config: MkDocsConfig) -> None:
    """Keep the locale of MkDocs' own themes from static-i18n, which gives them ``es-ES`` where they want ``es_ES``."""
    if config.theme.name in _MKDOCS_THEMES and "locale" in config.theme:
        del config.theme["locale"]


def give_theme_locale(config: MkDocsConfig, locale: Locale, *, for_html: bool = False) -> None:
    """Give MkDocs' own themes the locale: while they choose their language files, or as ``<html lang>`` shows it."""
    if config.theme.name in _MKDOCS_THEMES:
        config.theme["locale"] = locale.web if for_html else _parsed(locale)


def _parsed(locale: Locale) -> Any:
    """*locale* for MkDocs, which wants one that CLDR knows: of a pseudo-locale, its language."""
    try:
        return parse_locale(locale.gettext)
    except ValidationError:
        return parse_locale(locale.cldr.language)


def install_strings(env: jinja2.Environment, translate: Callable[[str], str | None], locale: Locale) -> None:
    """Give templates ``_()``, ``{% trans %}`` and the filter ``localdate``.

    A translation is text, never markup: what ``_()`` returns is escaped, in every language. What *translate* does not
    know is left to the theme's own translations.
    """
    of_theme: Callable[[str], str] = env.globals.get("gettext", str)  # type: ignore[assignment]

    def gettext(text: str) -> str:
        msgstr = translate(text)
        return escape(msgstr) if msgstr is not None else of_theme(text)

    def ngettext(singular: str, plural: str, number: int) -> str:
        return gettext(singular if number == 1 else plural)

    def localdate(day: date) -> str:
        return format_date(day, format="long", locale=locale.cldr)

    env.add_extension("jinja2.ext.i18n")
    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, newstyle=True)
    env.filters["localdate"] = localdate


def name_languages(config: MkDocsConfig, locales: Iterable[Locale]) -> None:
    """Let the switcher between languages call them what they are, and not by the tags that stand for them."""
    names = {locale.tag: locale.web for locale in locales}
    # static-i18n sets an attribute page by page, which templates find before the option of that name.
    extra: Any = config.extra
    for alternate in (*vars(extra).get("alternate", ()), *(extra.get("alternate") or ())):
        alternate["lang"] = names.get(alternate.get("lang"), alternate.get("lang"))


def with_languages(sitemap: str, locales: Iterable[Locale]) -> str:
    """*sitemap*, which calls languages what they are."""
    for locale in locales:
        if locale.language:
            sitemap = sitemap.replace(f'hreflang="{locale.tag}"', f'hreflang="{locale.web}"')
    return sitemap


def without_error_page(config: MkDocsConfig) -> bool:
    """Leave out 404.html, of which a site has one: otherwise it is in the language that is built last."""
    if "404.html" in config.theme.static_templates:
        config.theme.static_templates.discard("404.html")
        return True
    return False


def split_search_index(site_dir: Path, locales: Iterable[Locale], tags: Mapping[str, Mapping[str, str]]) -> None:
    """Give each locale a search index of its own: nobody wants results in other languages.

    static-i18n puts the pages of all locales into one index. Material for MkDocs looks for the index below its base
    address, which :func:`with_search_base` sets to the folder of the locale.
    *tags* says what each locale calls those of pages.
    """
    path = site_dir / "search/search_index.json"
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    stemmers = {file.name.split(".")[1] for file in site_dir.glob("assets/javascripts/lunr/min/lunr.*.min.js")}
    for locale in locales:
        prefix = f"{locale.tag}/"
        own = [entry for entry in index["docs"] if entry["location"].startswith(prefix)]
        index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith(prefix)]
        for entry in own:
            entry["location"] = entry["location"].removeprefix(prefix)
            if "tags" in entry:
                entry["tags"] = [tags.get(locale.tag, {}).get(tag, tag) for tag in entry["tags"]]
        language = next((name for name in locale.language_files if name in stemmers), "en")
        _write_json(
            site_dir / locale.tag / path.relative_to(site_dir),
            index | {"config": index["config"] | {"lang": [language]}, "docs": own},
        )
    _write_json(path, index)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def with_search_base(page: str) -> str:
    """A page of a locale's folder, with that folder as the base address of Material's search."""
    return _SEARCH_BASE.sub(lambda found: f"{found[1]}{posixpath.dirname(found[2]) or '.'}{found[3]}", page, count=1)
