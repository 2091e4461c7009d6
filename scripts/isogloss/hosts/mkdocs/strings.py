"""Messages of mkdocs.yml that are not in a page: site strings, and the words of extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from markdown import Markdown

from isogloss.segments import Kind, Message, site_texts

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_SITE = ("site_name", "site_description", "copyright")

Translate = Callable[[Message], str]
"""Gives the text to publish for a message."""


def site_messages(config: MkDocsConfig, navigation: Iterable[Message]) -> list[Message]:
    """The texts that are in no page, with those of the *navigation*, in the order in which translators meet them."""
    found = [Message(config[name].strip(), Kind.SITE, name) for name in _SITE if (config[name] or "").strip()]
    found += navigation
    found += [Message(name, Kind.SITE, "palette toggle") for _, name in _toggles(config.theme)]
    md = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    return found + [Message(text.text, Kind.SITE, text.note) for text in site_texts(md)]


def _toggles(theme: Any) -> Iterator[tuple[Any, str]]:
    palettes = theme.get("palette") if "palette" in theme else None
    for palette in palettes if isinstance(palettes, list) else [palettes]:
        toggle = palette.get("toggle") if isinstance(palette, dict) else None
        if isinstance(toggle, dict) and toggle.get("name"):
            yield toggle, str(toggle["name"])


class SiteStrings:
    """The site strings of mkdocs.yml: kept in English, and put in again for each locale."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._values = {name: config[name] for name in _SITE}
        self._palette = deepcopy(config.theme["palette"]) if "palette" in config.theme else None

    def restore(self, config: MkDocsConfig) -> None:
        """Put the English strings back, before another locale is built."""
        for name, value in self._values.items():
            config[name] = value
        if self._palette is not None:
            config.theme["palette"] = deepcopy(self._palette)

    def translate(self, config: MkDocsConfig, translate: Translate) -> None:
        """Put translations in, except where mkdocs.yml gives a text for the locale itself."""
        for name, value in self._values.items():
            # A block of YAML ends with a line break, which is no part of the text.
            if value and value.strip() and config[name] == value:
                config[name] = translate(Message(value.strip(), Kind.SITE, name))
        for toggle, name in list(_toggles(config.theme)):
            toggle["name"] = translate(Message(name, Kind.SITE, "palette toggle"))
