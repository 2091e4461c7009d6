"""What is done to the site beyond its pages: the theme's locale, template strings, the page for lost readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import babel
import jinja2
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import escape
from mkdocs.config.base import ValidationError
from mkdocs.localization import parse_locale

from isogloss.hosts.mkdocs.english import English, EnglishMarkup
from isogloss.project import Locale

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FINISHED: Mapping[str, object] = {"unfinished": False, "percent": 100, "machine": False}
"""What templates are told of a page that is no translation, as the variable ``isogloss``."""
_HTML = re.compile(r"<html(?:\s[^<>]*)?>", re.IGNORECASE)
_LANG = re.compile(r"""\slang\s*=\s*["']?([\w-]*)["']?""", re.IGNORECASE)
_DIR = re.compile(r"\sdir\s*=", re.IGNORECASE)
_MKDOCS_THEMES = ("mkdocs", "readthedocs")
WITHOUT_SWITCHER = frozenset(_MKDOCS_THEMES)
"""Themes that draw no links to other languages."""
LEFT_TO_RIGHT = frozenset(_MKDOCS_THEMES)
"""Themes whose styles know no page from right to left."""

KNOWN_THEMES = frozenset({"material", *_MKDOCS_THEMES})
"""Themes whose pages have the same navigation in each language; of others it is not known."""


def withhold_theme_locale(config: MkDocsConfig) -> None:
    """Keep the locale of MkDocs' own themes from static-i18n, which gives them ``es-ES`` where they want ``es_ES``."""
    if config.theme.name in _MKDOCS_THEMES and "locale" in config.theme:
        del config.theme["locale"]


def theme_locale(locale: Locale, options: Mapping[str, Any]) -> Locale:
    """The language that the theme speaks in *locale*: that of its *options* in mkdocs.yml, if they name one."""
    chosen = options.get("locale")
    return Locale(chosen.replace("_", "-"), locale.name) if isinstance(chosen, str) else locale


def give_theme_locale(config: MkDocsConfig, locale: Locale, *, for_html: bool = False) -> None:
    """Give MkDocs' own themes the locale: while they choose their language files, or as ``<html lang>`` shows it."""
    if config.theme.name in _MKDOCS_THEMES:
        parsed = _parsed(locale)
        config.theme["locale"] = _Shown.of(parsed, locale.web) if for_html else parsed


class _Shown(babel.Locale):
    """What other plugins read as MkDocs has it, while templates write the tag of the web: ``es-ES``."""

    web = ""

    @classmethod
    def of(cls, locale: babel.Locale, web: str) -> _Shown:
        shown = cls(locale.language, locale.territory, locale.script, locale.variant)
        shown.web = web
        return shown

    def __str__(self) -> str:
        return self.web or super().__str__()


def _parsed(locale: Locale) -> Any:
    """*locale* for MkDocs, which wants one that CLDR knows. In a pseudo-locale, the theme speaks English."""
    if locale.is_pseudo:
        return parse_locale("en")
    try:
        return parse_locale(locale.gettext)
    except ValidationError:
        return parse_locale(locale.cldr.language)


def install_strings(env: jinja2.Environment, translate: Callable[[str], str | None], locale: Locale) -> None:
    """Give templates ``_()``, ``{% trans %}``, the filter ``localdate`` and the variable ``isogloss``.

    A translation is text, never markup: what ``_()`` returns is escaped, in every language. What *translate* does not
    know is left to the theme's own translations; where the theme has none for the locale, its texts are English.
    """
    env.add_extension("jinja2.ext.i18n")
    if "gettext" not in env.globals:
        env.install_null_translations()  # type: ignore[attr-defined]
    names = ("gettext", "ngettext", "pgettext", "npgettext")
    of_theme, plural_of_theme, *with_context = (env.globals[name] for name in names)
    untranslated = type(getattr(of_theme, "__self__", None)) is NullTranslations

    # Themes count on the habits of plain gettext: {% trans %} puts values in by itself, and 100% is no placeholder.
    def gettext(text: str, **variables: object) -> str:
        msgstr = translate(text)
        if msgstr is None:
            found: str = of_theme(text)  # type: ignore[operator]
        else:
            found = escape(msgstr)
        if variables:
            found = found % variables
        elif "%(" not in found:
            found = found.replace("%%", "%")
        if msgstr is None:
            return English(found) if untranslated else found
        return EnglishMarkup(found) if isinstance(msgstr, English) else found

    def ngettext(singular: str, plural: str, number: int, **variables: object) -> str:
        text = singular if locale.cldr.plural_form(number) == "one" else plural
        if translate(text) is not None:
            return gettext(text, **variables).replace("%(num)s", str(number))
        found: str = plural_of_theme(singular, plural, number)  # type: ignore[operator]
        return found % variables if variables else found

    def localdate(day: date) -> str:
        return spelled(day, locale)

    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, None, *with_context)
    env.filters["localdate"] = localdate
    env.globals.setdefault("isogloss", FINISHED)


def spelled(day: date, locale: Locale) -> str:
    """*day* in words, as readers of *locale* write it."""
    return format_date(day, format="long", locale=locale.cldr)


def counted(number: int, locale: Locale) -> str:
    """*number* as readers of *locale* write it."""
    return format_decimal(number, locale=locale.cldr)


def name_languages(config: MkDocsConfig, locales: Iterable[Locale]) -> None:
    """Let the switcher between languages call them what they are, and not by the tags that stand for them."""
    names = {locale.tag: locale.web for locale in locales}
    # static-i18n sets an attribute page by page, which templates find before the option of that name.
    extra: Any = config.extra
    for alternate in (*vars(extra).get("alternate", ()), *(extra.get("alternate") or ())):
        alternate["lang"] = names.get(alternate.get("lang"), alternate.get("lang"))


def in_language(page: str, locale: Locale, source: Locale) -> str:
    """A whole *page* that says the language it is in, where the theme writes always the same one, or none.

    Such a theme has its own words in English; the article, which is most of the page, has to be read aloud in
    *locale*. What is English in the article says so.
    """

    def said(tag: re.Match[str]) -> str:
        lang = _LANG.search(tag[0])
        if lang is not None and lang[1].lower() not in ("en", source.web.lower()):
            return tag[0]
        rest = _LANG.sub("", tag[0][5:-1])
        if locale.direction == "rtl" and not _DIR.search(rest):
            rest += ' dir="rtl"'
        return f'<html lang="{locale.web}"{rest}>'

    head, body, rest = page.partition("<body")
    return _HTML.sub(said, head) + body + rest


def with_languages(sitemap: str, locales: Iterable[Locale]) -> str:
    """*sitemap*, which calls languages what they are."""
    for locale in locales:
        if locale.stands_for:
            sitemap = sitemap.replace(f'hreflang="{locale.tag}"', f'hreflang="{locale.web}"')
    return sitemap


def own_templates(config: MkDocsConfig) -> Iterator[str]:
    """The texts of all files of the folder in which the site has templates of its own."""
    folder = config.theme.custom_dir
    paths = (path for path in Path(folder).rglob("*") if path.is_file()) if folder else ()
    return (path.read_text(encoding="utf-8", errors="replace") for path in paths)
