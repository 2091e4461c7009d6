"""What is done to the site beyond its pages: the theme's locale, template strings, the page for lost readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

import jinja2
from babel.dates import format_date
from markupsafe import escape
from mkdocs.config.base import ValidationError
from mkdocs.localization import parse_locale

from isogloss.hosts.mkdocs.english import English, EnglishMarkup
from isogloss.project import Locale

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_MKDOCS_THEMES = ("mkdocs", "readthedocs")


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
        config.theme["locale"] = locale.tag if for_html else _parsed(locale)


def _parsed(locale: Locale) -> Any:
    """*locale* for MkDocs, which wants one that CLDR knows: of a pseudo-locale, its language."""
    try:
        return parse_locale(locale.gettext)
    except ValidationError:
        return parse_locale(locale.cldr.language)


def install_strings(env: jinja2.Environment, translate: Callable[[str], str | None], locale: Locale) -> None:
    """Give templates ``_()``, ``{% trans %}`` and the filter ``localdate``.

    A translation is text, never markup: what ``_()`` returns is escaped, in every language. What *translate* does not
    know is left to the theme's own translations; where the theme has none for the locale, its texts are English.
    """
    of_theme: Callable[[str], str] = env.globals.get("gettext", str)  # type: ignore[assignment]
    untranslated = type(getattr(of_theme, "__self__", None)) is NullTranslations

    def gettext(text: str) -> str:
        msgstr = translate(text)
        if msgstr is None:
            return English(of_theme(text)) if untranslated else of_theme(text)
        return EnglishMarkup(escape(msgstr)) if isinstance(msgstr, English) else escape(msgstr)

    def ngettext(singular: str, plural: str, number: int) -> str:
        return gettext(singular if number == 1 else plural)

    def localdate(day: date) -> str:
        return format_date(day, format="long", locale=locale.cldr)

    env.add_extension("jinja2.ext.i18n")
    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, newstyle=True)
    env.filters["localdate"] = localdate
