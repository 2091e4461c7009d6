"""References to code and headings by name, of mkdocstrings and autorefs: they lead to pages of the reader's language.

Both plugins keep what they have met in the languages before: then a name has an address in each language, of which they
take the first and warn of the others, pages ask for one style sheet once for each language, and the inventory, by which
other sites lead to this one, has the addresses of the last language. So they begin anew in each, with what the first
language has for names that it lacks. Their own words, such as "Parameters", are those of the first language: messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

AUTOREFS, MKDOCSTRINGS = "mkdocs_autorefs._internal.plugin", "mkdocstrings._internal.plugin"
"""The modules of the plugins."""
_ADDRESSES = ("_primary_url_map", "_secondary_url_map")
"""What autorefs keeps: the addresses of each name."""
_OTHERS = ("_title_map", "_breadcrumbs_map", "_abs_url_map", "_backlinks", "_url_to_page")
"""What it keeps of these addresses, and those of other sites, which it is told in each language."""


class References:
    """What names lead to in the first language of a site."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._first: dict[str, dict[str, Any]] | None = None

    def begin_anew(self, config: MkDocsConfig) -> None:
        """Let the plugins begin another language as they have begun the first, before they are asked."""
        if (kept := _kept(config)) is None:
            return
        if self._first is None:
            self._first = {name: dict(kept[name]) for name in (*_ADDRESSES, "_title_map")}
        for found in kept.values():
            found.clear()
        for plugin in _of(config, MKDOCSTRINGS):
            config.extra_css[:] = [path for path in config.extra_css if path != plugin.css_filename]
            plugin.config.enable_inventory = False
            # It asks the theme before static-i18n does, and would take the words of the language before this one.
            if plugin._handlers is not None:
                plugin.config.locale = plugin.config.locale or plugin.handlers._locale

    def complete(self, config: MkDocsConfig) -> None:
        """Once all pages of the language are read: a name that none of them has leads to the first language."""
        if self._first is None or (kept := _kept(config)) is None:
            return
        own = {name for addresses in _ADDRESSES for name in kept[addresses]}
        for addresses in _ADDRESSES:
            kept[addresses].update({name: urls for name, urls in self._first[addresses].items() if name not in own})
        for url, title in self._first["_title_map"].items():
            kept["_title_map"].setdefault(url, title)


def _kept(config: MkDocsConfig) -> dict[str, dict[str, Any]] | None:
    """What autorefs keeps, by name; None if it is not there."""
    for plugin in _of(config, AUTOREFS):
        return {name: getattr(plugin, name) for name in (*_ADDRESSES, *_OTHERS)}
    return None


def _of(config: MkDocsConfig, module: str) -> list[Any]:
    return [plugin for plugin in config.plugins.values() if type(plugin).__module__ == module]
