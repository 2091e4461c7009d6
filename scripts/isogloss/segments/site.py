"""The few words that Markdown extensions put on every page by themselves: they are strings of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from markdown import Markdown

from isogloss.segments.text import has_words


class SiteText(NamedTuple):
    """One text of an extension of a parser."""

    note: str
    """Where readers meet it."""
    text: str
    put: Callable[[str], object]
    """Puts another text in its place, in this parser."""


def site_texts(md: Markdown) -> Iterator[SiteText]:
    """The texts of the extensions of *md*, as the site has set them or as they come with the extension."""
    for found in _texts(md):
        if has_words(found.text):
            yield found


def _texts(md: Markdown) -> Iterator[SiteText]:
    if "toc" in md.treeprocessors:
        toc: Any = md.treeprocessors["toc"]
        if toc.use_permalinks:
            yield SiteText("link beside a heading", toc.permalink_title or "", partial(setattr, toc, "permalink_title"))
        if isinstance(toc.use_permalinks, str):
            yield SiteText("text beside a heading", toc.use_permalinks, partial(setattr, toc, "use_permalinks"))
        yield SiteText("title of a table of contents", toc.title or "", partial(setattr, toc, "title"))
    footnotes: Any = (
        getattr(md.treeprocessors["footnote"], "footnotes", None) if "footnote" in md.treeprocessors else None
    )
    if footnotes is not None:
        for note, name in (("link back from a footnote", "BACKLINK_TITLE"), ("end of a footnote", "BACKLINK_TEXT")):
            yield SiteText(note, footnotes.getConfig(name), partial(footnotes.setConfig, name))
