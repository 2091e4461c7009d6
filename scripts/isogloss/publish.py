"""What is done to the site beyond its pages: the theme's language, template strings, the page for lost readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import jinja2
from babel.dates import format_date
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.project import Locale

_LANGUAGE_FILES = "partials/languages/"
_OVERLAY = """\
{{% import "partials/languages/{base}.html" as base %}}
{{%- macro t(key) %}}{{{{ {{"language": "{tag}", "direction": "{direction}"}}[key] or base.t(key) }}}}{{% endmacro %}}
"""


def install_language(env: jinja2.Environment, locale: Locale) -> None:
    """Let the theme Material speak *locale*: its own language file, or the nearest one under the locale's tag.

    Material has a file for ``es`` and none for ``es-ES``; ``<html lang>`` has to say ``es-ES`` all the same.
    """
    base = next((name for name in (*locale.language_files, "en") if _has(env, name)), None)
    if base is None or base == locale.tag or env.loader is None:
        return
    overlay = _OVERLAY.format(base=base, tag=locale.tag, direction=locale.direction)
    own = jinja2.DictLoader({f"{_LANGUAGE_FILES}{locale.tag}.html": overlay})
    env.loader = jinja2.ChoiceLoader([own, env.loader])


def _has(env: jinja2.Environment, language: str) -> bool:
    if env.loader is None:
        return False
    try:
        env.loader.get_source(env, f"{_LANGUAGE_FILES}{language}.html")
    except jinja2.TemplateNotFound:
        return False
    return True


def install_strings(env: jinja2.Environment, translate: Callable[[str], str], locale: Locale) -> None:
    """Give templates ``_()``, ``{% trans %}`` and the filter ``localdate``.

    A translation is text, never markup: what ``_()`` returns is escaped, in every language.
    """

    def gettext(text: str) -> Markup:
        return escape(translate(text))

    def ngettext(singular: str, plural: str, number: int) -> Markup:
        return gettext(singular if number == 1 else plural)

    def localdate(day: date) -> str:
        return format_date(day, format="long", locale=locale.cldr)

    env.add_extension("jinja2.ext.i18n")
    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, newstyle=True)
    env.filters["localdate"] = localdate


def without_error_page(config: MkDocsConfig) -> bool:
    """Leave out 404.html, of which a site has one: otherwise it is in the language that is built last."""
    if "404.html" in config.theme.static_templates:
        config.theme.static_templates.discard("404.html")
        return True
    return False
