"""Which parts of the reader a site has: all of them, unless mkdocs.yml turns one off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Parts(NamedTuple):
    """The parts. Each can be turned off under ``reader`` in the options of the plugin; ``reader: false`` is all."""

    switcher: bool = True
    """The switcher keeps page, place and tabs, says the language in words, and is used with the keyboard."""
    suggestion: bool = True
    """Who prefers another language that the page has is told so, once."""
    search_engines: bool = True
    """``hreflang``, canonical addresses and a sitemap of what is really there in each language."""
    open_graph: bool = True
    """Title, description and languages of a page, for those who show a link to it (Open Graph)."""
    llms: bool = True
    """``llms.txt`` in each language: what the site has, for programs that read it."""
    robots: bool = True
    """``robots.txt``, which leads to the sitemap, on a site that has the host for itself."""
    line: bool = True
    """A line under the title of a translation: who made it, what is missing and what is outdated."""
    original: bool = True
    """A button, and Alt+O, that show the original beside each passage of a translation."""
    improve: bool = True
    """A link to where the translation of a page is mended."""
    not_found: bool = True
    """``404.html`` in every language: the reader's one first, with the nearest page there is."""
    decisions: bool = True
    """Lists below a heading of the class ``decision`` are shown step by step, as a table and as a map."""
    abbreviations: bool = True
    """An abbreviation is underlined once in a section, and not in headings, links and labels."""
    tasks: bool = True
    """Readers tick the tasks of a list; their browser keeps that, for all languages."""
    print: bool = True
    """On paper: the text alone, with all tabs, what is folded, and the addresses of links."""
    search: bool = True
    """Search forgives: accents, endings, order and other words, which the glossary knows."""
    styles: bool = True
    """Code that reads right between right-to-left words; contrast, underlined links, focus that one sees, and a menu of
    narrow windows that keys open."""

    @classmethod
    def of(cls, option: object) -> Parts:
        """The parts that *option* leaves on: true, false, or a mapping of names to one of them.

        Raises :class:`ValueError` if it is something else: what, in its message.
        """
        names = cls._fields
        if isinstance(option, bool):
            return cls(**dict.fromkeys(names, option))
        if not isinstance(option, Mapping):
            raise ValueError(f"'{option}' is neither true nor false, nor a list of parts: {', '.join(names)}")
        for name, value in option.items():
            if name not in names:
                raise ValueError(f"'{name}' is no part of the reader; the parts are {', '.join(names)}")
            if not isinstance(value, bool):
                raise ValueError(f"'{name}' is on or off: write true or false, not '{value}'")
        return cls(**option)
