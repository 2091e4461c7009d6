"""The Python-Markdown extension: one walk that takes the messages out of a page or puts their translations in.

It knows no MkDocs: the host gives it an :class:`Rendering` for each page, found by the page's path.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from isogloss.segments import diagrams
from isogloss.segments.blocks import Blocks, share_blocks
from isogloss.segments.fences import Fences, share_fences
from isogloss.segments.pages_once import Pages, keep_page, take_page
from isogloss.segments.parser import look_for_marker_alone, require_known
from isogloss.segments.pymdown import Highlighted, find_code_at_once, share_highlighting
from isogloss.segments.rendering import Rendering
from isogloss.segments.steps import PageUnderWay

# Python-Markdown runs footnotes at 50, task lists at 25, inline parsing at 20, attribute lists at 8, abbreviations
# at 7, symbols and quotation marks at 6, the table of contents at 5; MkDocs resolves links at 0.
_TAKE_OUT_AND_PUT_IN = 24.5
_BEFORE_ATTRIBUTES = 8.5
_COMPARE = 5.5
_FINISH = 0.5

OpenRendering = Callable[[Markdown], Rendering | None]
Kept = tuple[Highlighted, Blocks, Fences, Pages]
"""What is kept of English pages for their localized pages."""


class IsoglossExtension(Extension):
    """Takes messages out of the page under way, or puts translations in, as the host's *open_rendering* says."""

    def __init__(
        self, open_rendering: OpenRendering, fences: Collection[str] = (diagrams.MERMAID,), keep_blocks: bool = False
    ) -> None:
        """The labels of diagrams in *fences* with one of these classes are messages.

        With *keep_blocks*, English pages are cut into blocks, and code, for their localized pages as well.
        """
        super().__init__()
        self.open_rendering = open_rendering
        self.fences = frozenset(fences)
        self.keep_blocks = keep_blocks
        self.highlighted: Highlighted = {}
        self.blocks: Blocks = {}
        self.fenced: Fences = {}
        self.pages: WeakKeyDictionary[Markdown, Pages] = WeakKeyDictionary()

    def serve_pages(self, md: Markdown) -> None:
        """Take *md*, which is new, for a parser that serves many pages, and is as new for each."""
        self.pages[md] = {}
        share_highlighting(md, self.highlighted)

    @property
    def _kept(self) -> tuple[dict[Any, Any], ...]:
        # Usually one parser serves all pages; if there are more, what each keeps stays where it is.
        pages = next(iter(self.pages.values())) if len(self.pages) == 1 else {}
        return self.highlighted, self.blocks, self.fenced, pages

    def kept_so_far(self) -> tuple[int, ...]:
        """How much is kept, for :meth:`kept_since`."""
        return tuple(map(len, self._kept))

    def kept_since(self, before: tuple[int, ...]) -> Kept:
        """What is kept that was not *before*."""
        highlighted, blocks, fenced, pages = (
            dict(islice(kept.items(), number, None)) for kept, number in zip(self._kept, before, strict=True)
        )
        return highlighted, blocks, fenced, pages

    def take(self, found: Kept) -> None:
        """Keep what was found in another process."""
        more: tuple[dict[Any, Any], ...] = found
        for kept, one in zip(self._kept, more, strict=True):
            kept.update(one)

    def forget(self) -> None:
        """Let go of all that was kept of English pages: the last language is built."""
        for kept in self._kept:
            kept.clear()
        self.pages.clear()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the steps of the walk around inline parsing."""
        require_known(md)
        look_for_marker_alone(md)
        find_code_at_once(md)
        page = PageUnderWay(md, self.fences)
        md.preprocessors.register(_Open(md, self, page), "isogloss-open", 1000)
        for name, priority, step in (
            ("isogloss", _TAKE_OUT_AND_PUT_IN, page.take_out_and_put_in),
            ("isogloss-attributes", _BEFORE_ATTRIBUTES, page.remember_attributes),
            ("isogloss-compare", _COMPARE, page.compare),
            ("isogloss-finish", _FINISH, page.finish),
        ):
            md.treeprocessors.register(_Step(md, page, step), name, priority)


class _Open(Preprocessor):
    def __init__(self, md: Markdown, extension: IsoglossExtension, page: PageUnderWay) -> None:
        super().__init__(md)
        self.extension, self.page = extension, page

    def run(self, lines: list[str]) -> list[str]:
        rendering = self.extension.open_rendering(self.md)
        self.page.open(rendering)
        share_highlighting(self.md, self.extension.highlighted)
        if self.extension.keep_blocks and rendering is not None:
            pages, is_english = self.extension.pages.get(self.md), rendering.lookup is None
            if pages and not is_english and take_page(self.md, lines, pages):
                return lines
            share_fences(self.md, self.extension.fenced, keep=is_english)
            note = keep_page(self.md, lines, pages) if is_english and pages is not None else None
            share_blocks(self.md, self.extension.blocks, is_english, note)
        return lines


class _Step(Treeprocessor):
    def __init__(self, md: Markdown, page: PageUnderWay, step: Callable[[etree.Element], None]) -> None:
        super().__init__(md)
        self.page, self.step = page, step

    def run(self, root: etree.Element) -> None:
        if self.page.rendering is not None:
            self.step(root)
