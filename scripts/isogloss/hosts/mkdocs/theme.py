"""What is done to the site beyond its pages: the theme's language, template strings, the page for lost readers."""

from __future__ import annotations

import json
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

FINISHED: Mapping[str, object] = {"unfinished": False, "percent": 100, "machine": False}
"""What templates are told of a page that is no translation, as the variable ``isogloss``."""
_MKDOCS_THEMES = ("mkdocs", "readthedocs")
_LANGUAGE_FILES = "partials/languages/"
_CONFIG = re.compile(r'<script\s[^>]*\bid="?__config\b[^<]*</script>')
_SEARCH = """<script id="isogloss-search">(function(){\
var base=new URL(JSON.parse(document.getElementById("__config").textContent).base+"/",location),\
path="search/search_index.json",all=new URL(path,base).href,own=new URL("$locale/"+path,base).href,\
open=XMLHttpRequest.prototype.open;XMLHttpRequest.prototype.open=function(){\
if(arguments[1]==all)arguments[1]=own;return open.apply(this,arguments)}})()</script>"""
_BASE = "isogloss/language.html"
_OVERLAY = """\
{{% import "isogloss/language.html" as base %}}
{{%- macro t(key) %}}{{{{ {{"language": "{tag}", "direction": "{direction}"}}[key] or base.t(key) }}}}{{% endmacro %}}
"""


def install_language(env: jinja2.Environment, locale: Locale) -> None:
    """Let the theme Material speak *locale*: its own language file, or the nearest one under the locale's tag.

    Material has a file for ``es`` and none for ``es-ES``; ``<html lang>`` has to say ``es-ES`` all the same.
    """
    source = next((found for name in (*locale.language_files, "en") if (found := _source(env, name))), None)
    if source is None or env.loader is None:
        return
    overlay = _OVERLAY.format(tag=locale.tag, direction=locale.direction)
    own = jinja2.DictLoader({_BASE: source, f"{_LANGUAGE_FILES}{locale.tag}.html": overlay})
    env.loader = jinja2.ChoiceLoader([own, env.loader])


def _source(env: jinja2.Environment, language: str) -> str | None:
    if env.loader is None:
        return None
    try:
        return env.loader.get_source(env, f"{_LANGUAGE_FILES}{language}.html")[0]
    except jinja2.TemplateNotFound:
        return None


def withhold_theme_locale(config: MkDocsConfig) -> None:
    """Keep the locale of MkDocs' own themes from static-i18n, which gives them ``es-ES`` where they want ``es_ES``."""
    if config.theme.name in _MKDOCS_THEMES and "locale" in config.theme:
        del config.theme["locale"]


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
    """Give templates ``_()``, ``{% trans %}``, the filter ``localdate`` and the variable ``isogloss``.

    A translation is text, never markup: what ``_()`` returns is escaped, in every language. What *translate* does not
    know is left to the theme's own translations.
    """
    env.add_extension("jinja2.ext.i18n")
    if "gettext" not in env.globals:
        env.install_null_translations()  # type: ignore[attr-defined]
    names = ("gettext", "ngettext", "pgettext", "npgettext")
    of_theme, plural_of_theme, *with_context = (env.globals[name] for name in names)

    # Themes count on the habits of plain gettext: {% trans %} puts values in by itself, and 100% is no placeholder.
    def gettext(text: str, **variables: object) -> str:
        msgstr = translate(text)
        found: str = of_theme(text) if msgstr is None else escape(msgstr)  # type: ignore[operator]
        if not variables:
            return found if "%(" in found else found.replace("%%", "%")
        return found % variables

    def ngettext(singular: str, plural: str, number: int, **variables: object) -> str:
        text = singular if number == 1 else plural
        if translate(text) is not None:
            return gettext(text, **variables).replace("%(num)s", str(number))
        found: str = plural_of_theme(singular, plural, number)  # type: ignore[operator]
        return found % variables if variables else found

    def localdate(day: date) -> str:
        return format_date(day, format="long", locale=locale.cldr)

    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, None, *with_context)
    env.filters["localdate"] = localdate
    env.globals.setdefault("isogloss", FINISHED)


def without_error_page(config: MkDocsConfig) -> bool:
    """Leave out 404.html, of which a site has one: otherwise it is in the language that is built last."""
    if "404.html" in config.theme.static_templates:
        config.theme.static_templates.discard("404.html")
        return True
    return False


def split_search_index(site_dir: Path, locales: Iterable[Locale]) -> None:
    """Give each locale a search index of its own: nobody wants results in other languages.

    static-i18n puts the pages of all locales into one index. Material for MkDocs asks for one index below its base
    address; :func:`with_own_search` lets the pages of a locale ask for theirs.
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
        language = next((name for name in locale.language_files if name in stemmers), "en")
        _write_json(
            site_dir / locale.tag / path.relative_to(site_dir),
            index | {"config": index["config"] | {"lang": [language]}, "docs": own},
        )
    _write_json(path, index)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def has_search(config: MkDocsConfig) -> bool:
    """Whether pages ask for a search index of their language: with Material, which has one."""
    return config.theme.name == "material" and not {"search", "material/search"}.isdisjoint(config.plugins)


def with_own_search(page: str, locale: Locale) -> str:
    """A page of *locale* that asks for the search index of the locale.

    Material has one base address for the index, the list of versions and the sitemap: to change it for one of them
    would lose the others.
    """
    return _CONFIG.sub(lambda found: found[0] + search_script(locale.tag), page, count=1)


def search_script(tag: str) -> str:
    """What lets a page ask for the search index of the language *tag* where the theme asks for the one of the site."""
    return _SEARCH.replace("$locale", tag)
