"""The Python-Markdown extension: one walk that takes the messages out of a page or puts their translations in.

It knows no MkDocs: the host gives it an :class:`Rendering` for each page, found by the page's path.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from isogloss.segments import diagrams
from isogloss.segments.blocks import Blocks, share_blocks
from isogloss.segments.fences import Fences, looks_for_nothing_else, share_fences
from isogloss.segments.pages_once import Pages, keep_page, take_page
from isogloss.segments.parser import require_known
from isogloss.segments.pymdown import Highlighted, share_highlighting
from isogloss.segments.rendering import Rendering, SourceStructure
from isogloss.segments.steps import PageUnderWay

# Python-Markdown runs footnotes at 50, task lists at 25, inline parsing at 20, attribute lists at 8, abbreviations
# at 7, symbols and quotation marks at 6, the table of contents at 5; MkDocs resolves links at 0.
_TAKE_OUT_AND_PUT_IN = 24.5
_BEFORE_ATTRIBUTES = 8.5
_COMPARE = 5.5
_FINISH = 0.5

OpenRendering = Callable[[Markdown], Rendering | None]


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

    def cut(self, text: str, extensions: Sequence[Any], options: Mapping[str, Any]) -> tuple[Blocks, Fences]:
        """What is kept of an English page with *text* before inline parsing, without keeping it here.

        The page is converted with *extensions*, this one among them, and their *options*. Nothing is, if anything that
        takes part may do more than that.
        """
        own = IsoglossExtension(lambda _: Rendering(SourceStructure()), self.fences, keep_blocks=True)
        parts = [own if one is self else one for one in extensions]
        md = Markdown(extensions=parts, extension_configs=dict(options))
        if not text.strip() or not looks_for_nothing_else(md):
            return {}, {}
        lines = text.split("\n")
        for step in md.preprocessors:
            lines = step.run(lines)
        md.parser.parseDocument(lines)
        return own.blocks, own.fenced

    def take(self, found: tuple[Blocks, Fences]) -> None:
        """Keep what :meth:`cut` has found in another process."""
        self.blocks |= found[0]
        self.fenced |= found[1]

    def forget(self) -> None:
        """Let go of all that was kept of English pages: the last language is built."""
        for kept in (self.highlighted, self.blocks, self.fenced):
            kept.clear()
        self.pages.clear()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the steps of the walk around inline parsing."""
        require_known(md)
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
