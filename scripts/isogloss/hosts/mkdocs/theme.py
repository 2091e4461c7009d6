"""What is done to the site beyond its pages: the theme's locale, template strings, the page for lost readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
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
        if locale.stands_for:
            sitemap = sitemap.replace(f'hreflang="{locale.tag}"', f'hreflang="{locale.web}"')
    return sitemap


def without_error_page(config: MkDocsConfig) -> bool:
    """Leave out 404.html, of which a site has one: otherwise it is in the language that is built last."""
    if "404.html" in config.theme.static_templates:
        config.theme.static_templates.discard("404.html")
        return True
    return False
