"""Material for MkDocs from inside: the names and habits that it does not promise to anybody.

Read in versions 9.7 and 9.8: where its words are, and how its search reads pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.exceptions import PluginError

from isogloss.hosts.mkdocs.known_source import Instead, exchange
from isogloss.hosts.mkdocs.search_sections import sections
from isogloss.hosts.mkdocs.theme_files import ThemeFiles, share_listing
from isogloss.segments.known_source import fingerprint

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.project import Locale

_LANGUAGE_FILES = "partials/languages/"
_ENTRY = re.compile(r'"([\w.]+)": "((?:[^"\\]|\\.)*)"')
"""One word in a language file, with its key."""
_TABLE = r'{% macro t\(key\) %}{{ {\s*(?:"[\w.]+": "(?:[^"\\]|\\.)*",?\s*)+}\[key\] }}{% endmacro %}'
_PLAIN = re.compile(rf"(?:{{#-[^#]*-#}})?\s*{_TABLE}\s*")
"""A language file that gives a key its word, and does nothing else."""
_BASE = "isogloss/language.html"
_OVERLAY = """\
{{% import "isogloss/language.html" as base %}}
{{%- macro t(key) %}}{{{{ {{"language": "{tag}", "direction": "{direction}"}}[key] or base.t(key) }}}}{{% endmacro %}}
"""
_IS_OVERLAY = re.compile(re.escape(_OVERLAY.format(tag="_", direction="_")).replace('"_"', r'"([\w-]+)"'))


def is_material(config: MkDocsConfig) -> bool:
    """Whether the site has this theme."""
    return config.theme.name == "material"


def install_language(env: jinja2.Environment, locale: Locale, needed: bool) -> None:
    """Let the theme, or one like it, speak *locale*: its language file, or the nearest one under the locale's tag.

    There is a file for ``es`` and none for ``es-ES``; ``<html lang>`` has to say ``es-ES`` all the same.

    Raises :class:`PluginError` if there is none at all, and it is *needed*.
    """
    if _template(env, _BASE) is not None:
        return
    names = (f"{_LANGUAGE_FILES}{name}.html" for name in (*locale.language_files, "en"))
    source = next((found for name in names if (found := _template(env, name))), None)
    if (source is None or env.loader is None) and not needed:
        return
    if source is None or env.loader is None:
        raise PluginError(
            f"isogloss does not know this version of Material for MkDocs: it has no {_LANGUAGE_FILES}en.html. "
            "Install version 9, or a newer isogloss."
        )
    overlay = _OVERLAY.format(tag=locale.web, direction=locale.direction)
    names = (f"{_LANGUAGE_FILES}{tag}.html" for tag in (locale.tag, locale.known_tag))
    own = Instead({_BASE: source} | dict.fromkeys(names, overlay))
    env.loader = jinja2.ChoiceLoader([own, env.loader])


def plain_words(env: jinja2.Environment, language: str) -> dict[str, str] | None:
    """The words of the theme in *language* by key, which its files, and those behind it, have in tables; else None."""
    if env.undefined is not jinja2.Undefined or env.finalize is not None:
        return None
    found: dict[str, str] = {}
    for name in ("en", language):
        source = _template(env, f"{_LANGUAGE_FILES}{name}.html") or ""
        if overlay := _IS_OVERLAY.fullmatch(source):
            base = _table(_template(env, _BASE) or "")
            tag, direction = overlay.groups()
            table = {**base, "language": tag, "direction": direction} if base is not None else None
        else:
            table = _table(source)
        if table is None:
            return None
        found |= {key: word for key, word in table.items() if word}
    return found


def _table(source: str) -> dict[str, str] | None:
    """The words of a language file that is a table, as Jinja reads them; None if it is none."""
    if not _PLAIN.fullmatch(source):
        return None
    found = {key: word.encode("ascii", "backslashreplace") for key, word in _ENTRY.findall(source)}
    if any(b"\n" in word or b"\r" in word for word in found.values()):
        return None
    try:
        return {key: word.decode("unicode-escape") for key, word in found.items()}
    except UnicodeDecodeError:
        return None


def own_words(config: MkDocsConfig, locale: Locale) -> dict[str, str]:
    """What the theme calls things in *locale*, by what it calls them in English; nothing where it has no word."""
    env = _unchanged(config)
    names = (f"{_LANGUAGE_FILES}{name}.html" for name in locale.language_files)
    own = next((found for name in names if (found := _template(env, name)) is not None), "")
    words, english = dict(_ENTRY.findall(own)), _ENTRY.findall(_template(env, f"{_LANGUAGE_FILES}en.html") or "")
    return {text: words[key] for key, text in english if words.get(key)}


def words_without_translation(config: MkDocsConfig, locales: Iterable[Locale]) -> set[str]:
    """The names that the theme has for parts of a blog, and has not in each of *locales*."""
    if not is_material(config):
        return set()
    english = _ENTRY.findall(_template(_unchanged(config), f"{_LANGUAGE_FILES}en.html") or "")
    names = {text for key, text in english if key.startswith("blog.")}
    spoken = [own_words(config, locale) for locale in locales if not locale.is_pseudo]
    return {name for name in names if any(name not in words for words in spoken)}


def _unchanged(config: MkDocsConfig) -> jinja2.Environment:
    """The templates as the theme has them, whatever it has been let to speak."""
    return type(config.theme).get_env(config.theme)


def let_speak(config: MkDocsConfig, locale: Locale, theme_files: ThemeFiles | None = None) -> None:
    """Let the theme speak *locale* wherever a plugin asks it for templates: a blog has names for its parts, and dates.

    It asks CLDR how the theme's language writes dates, which does not know the tag of a pseudo-locale.

    The files of the theme are those that *theme_files* knows, from the locale before.
    """
    if not is_material(config):
        return
    if config.theme.get("language") == locale.tag:
        config.theme["language"] = locale.known_tag

    def get_env() -> jinja2.Environment:
        env = _unchanged(config)
        install_language(env, locale, needed=False)
        if theme_files is not None:
            share_listing(env, theme_files)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


def _template(env: jinja2.Environment, name: str) -> str | None:
    if env.loader is None:
        return None
    try:
        return env.loader.get_source(env, name)[0]
    except jinja2.TemplateNotFound:
        return None


SEARCH_PLUGINS = ("search", "material/search")
"""The names under which sites list a search, of Material or of MkDocs."""
_SEARCH = frozenset({"material.plugins.search.plugin", "mkdocs.contrib.search"})
"""The modules of these plugins."""
_READ = frozenset({"422348af12facbea"})
"""How the search of Material reads a page, in the versions for which ``search_sections`` does the same."""
_TAKE = frozenset({"33eb62fd1688be4d"})
"""What it does with a page besides, in the versions for which :func:`_take_page` does the same."""
_OF_SEARCH = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")
"""An attribute for the search of Material, which is not published."""


def read_pages_fast(config: MkDocsConfig) -> None:
    """Let the search of Material, once it has begun its index, have the sections of pages from ``search_sections``.

    In a version that is not known here, it reads pages itself, with a parser of HTML.
    """
    for name in SEARCH_PLUGINS:
        plugin: Any = config.plugins.get(name)
        index = getattr(plugin, "search_index", None)
        if index is not None and reads_pages_by(type(index).__module__) in _READ:
            index.add_entry_from_context = partial(_add_entries, index)
            exchange(config.plugins.events["page_context"], plugin, "on_page_context", _TAKE, _take_page)


def read_no_page(config: MkDocsConfig) -> None:
    """Let the search, once it has begun its index, take no page: a preview has it made elsewhere, of all pages."""
    for plugin in config.plugins.values():
        if type(plugin).__module__ in _SEARCH and (index := getattr(plugin, "search_index", None)) is not None:
            index.add_entry_from_context = lambda _: None


def search_entries(config: MkDocsConfig) -> list[list[dict[str, Any]]]:
    """What each search of the site has taken from pages until now: the lists themselves, to which it adds."""
    plugins = [plugin for plugin in config.plugins.values() if type(plugin).__module__ in _SEARCH]
    indexes = [vars(index) for plugin in plugins if (index := getattr(plugin, "search_index", None)) is not None]
    return [found[name] for found in indexes for name in ("entries", "_entries") if name in found]


@cache
def reads_pages_by(name: str) -> str:
    """What stands for the code by which the search plugin in the module *name* reads a page; empty if there is none."""
    module: Any = sys.modules[name]
    try:
        parts = [module.Element, module.Section, module.Parser, module.SearchIndex.add_entry_from_context]
        void = str(sorted(module.void))
    except AttributeError:
        return ""
    own = all(part.__module__ == name for part in parts)
    return fingerprint(*parts, more=void) if own else ""


def _take_page(plugin: Any, _: Any, *, page: Any, **_others: Any) -> None:
    """Do what the event of the search of Material does, without looking all over a page for what few pages have."""
    if not plugin.config.enabled:
        return
    plugin.search_index.add_entry_from_context(page)
    if type(page.content) is not str or "data-search-" in page.content:
        page.content = _OF_SEARCH.sub("", page.content)


def _add_entries(index: Any, page: Any) -> None:
    if (page.meta.get("search") or {}).get("exclude"):
        return
    found = sections(page.content)
    if found is None:
        type(index).add_entry_from_context(index, page)
        return
    module: Any = sys.modules[type(index).__module__]
    for one in found:
        if not one.excluded:
            section = module.Section(module.Element(one.tag), one.depth)
            section.id, section.title, section.text = one.id, one.title.parts, one.text.parts
            index.create_entry_for_section(section, page.toc, page.url, page)
