"""Reads a page as the site would render it: its blocks in order, each with its texts and what it leads to and holds."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as etree
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from isogloss.segments import Inline, Kind, Message, Rendering, SourceStructure, html
from isogloss.segments.inline import Surroundings, structure_of
from isogloss.segments.locate import line_of
from isogloss.segments.parser import stash
from isogloss.segments.walk import LeftOut, Place, RawAttribute, RawText, Slot, StashedHtml, walk
from isogloss.sources import Pages

_BEFORE_THE_WALK = 24.6
"""Just before the extension of ``segments`` takes the texts out, at 24.5."""
_ANCHOR = re.compile(r"""<a\s+(?:name|id)=["']([^"']*)["']\s*>\s*</a>\s*""")
_CODE_TITLE = re.compile(r'<span class="filename">.*?</span>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page that holds text, or code."""

    shape: tuple[str, str, int]
    """Its kind, its tag and how deep it lies: blocks that correspond have the same."""
    texts: tuple[str, ...] = ()
    """Its messages in the language of the page; mostly one."""
    level: int = 0
    """Of a heading; 0 for other blocks."""
    anchor: str = ""
    """The id of a heading or of a footnote."""
    links: tuple[str, ...] = ()
    """Targets of its links."""
    assets: tuple[str, ...] = ()
    """Its images."""
    code: tuple[str, ...] = ()
    """Its code spans; of a code block, the hash of its code."""
    line: int = 0

    @property
    def text(self) -> str:
        """All its texts, for people and for comparing."""
        return " ".join(self.texts)


@dataclass(slots=True)
class PageRead:
    """A page as it is read."""

    name: str
    """How diagnostics call its file."""
    src_uri: str
    """Where it lies below docs/, for the addresses in it."""
    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    """Its front matter."""
    blocks: list[Block] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    """Its messages, as ``isogloss update`` sees them: those of the front matter first."""

    lines: tuple[int, ...] = ()
    """For each line of the text its line in the file, where that is another one."""

    def line(self, text: str) -> int:
        """The line of the file where *text* stands, 0 if it is not found."""
        return self.in_file(line_of(self.text, text))

    def in_file(self, line: int) -> int:
        """The line of the file for a *line* of the text."""
        return self.lines[line - 1] if line and self.lines else line


class Reader:
    """Renders pages on a site without building it, and without writing them there."""

    def __init__(self, site: Pages) -> None:
        self.site = site
        self.md: Markdown | None = None
        self.places: list[tuple[Place, int]] = []
        self.sources: dict[int, str] = {}
        site.extend(_Listen(self))

    def read(self, name: str, src_uri: str, text: str, lines: tuple[int, ...] = ()) -> PageRead:
        """Read *text*, which diagnostics call *name*, as if it were the page *src_uri*."""
        original = SourceStructure()
        rendering = Rendering(original, leaves_out=self.site.project.leaves_out_text)
        read = PageRead(name, src_uri, text, lines=lines)

        def finish(md: Markdown, _: etree.Element) -> None:
            blocks = [self._block(md, original, place, depth, text) for place, depth in self.places]
            read.blocks = [replace(block, line=read.in_file(block.line)) for block in blocks]

        rendering.finish = finish
        read.meta, read.messages = self.site.render_text(src_uri, text, rendering)
        return read

    def render(self, src_uri: str, text: str, rendering: Rendering) -> None:
        """Render *text* as *rendering* says."""
        self.site.render_text(src_uri, text, rendering)

    def listen(self, md: Markdown, root: etree.Element) -> None:
        """Remember the places of the page under way, while its texts are still raw."""
        depths: dict[int, int] = {}

        def measure(element: etree.Element, depth: int) -> None:
            depths[id(element)] = depth
            for child in element:
                measure(child, depth + 1)

        measure(root, 0)
        self.places = [
            (place, depths.get(id(place.element), 0) if isinstance(place, Slot) else 0)
            for place in walk(md, root)
            if not isinstance(place, LeftOut)
        ]
        blocks = stash(md)
        numbers = [place.number for place, _ in self.places if isinstance(place, StashedHtml)]
        self.sources = {number: source for number in numbers if isinstance(source := blocks[number], str)}

    def _block(self, md: Markdown, original: SourceStructure, place: Place, depth: int, source: str) -> Block:
        if isinstance(place, StashedHtml):
            return _html_block(self.sources.get(place.number, ""), source)
        if isinstance(place, RawText):
            return _html_block(place.source, source)
        if isinstance(place, RawAttribute):
            value = place.element.get(place.name) or ""
            return Block(("attribute", place.name, 0), (value,), line=line_of(source, value))
        tag, texts = place.element.tag, tuple(piece.text for piece in place.pieces if piece.translatable)
        level = int(tag[1]) if place.kind is Kind.HEADING else 0
        anchor = place.element.get("id") or (place.parent.get("id") if place.parent is not None else None) or ""
        if named := _ANCHOR.match(place.text):
            anchor = named.group(1)
        found = original.passages.get(place.place)
        inline = found if found is not None else structure_of(md, Surroundings("span"), place.source)
        shape = ("heading", "", 0) if level else (place.kind.value, "" if place.tail else tag, depth)
        line = line_of(source, texts[0]) if texts else 0
        return Block(shape, texts, level, anchor, *_holdings(inline), line)


def _holdings(inline: Inline) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    kinds = ("link", "image", "code")
    links, assets, code = (tuple(sorted(inline.count(kind).elements())) for kind in kinds)
    return links, assets, code


def _html_block(html_source: str, source: str) -> Block:
    texts: list[str] = []

    def collect(msgid: str, _kind: Kind, _source: str) -> str:
        texts.append(msgid)
        return msgid

    html.translate_html(html_source, collect)
    line = line_of(source, texts[0]) if texts else 0
    if html.is_code_block(html_source):
        digest = hashlib.sha256(_CODE_TITLE.sub("", html_source).encode()).hexdigest()[:12]
        return Block(("code", "", 0), tuple(texts), code=(digest,), line=line)
    tags = Counter(html.tags(html_source))
    return Block(("HTML", "", 0), tuple(texts), code=tuple(sorted(tags.elements())), line=line)


def without_anchor(text: str) -> str:
    """*text* without the empty named anchor at its beginning."""
    return _ANCHOR.sub("", text, count=1) if _ANCHOR.match(text) else text


class _Listen(Extension):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.treeprocessors.register(_Step(md, self.reader), "isogloss-import", _BEFORE_THE_WALK)


class _Step(Treeprocessor):
    def __init__(self, md: Markdown, reader: Reader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: etree.Element) -> None:
        assert self.md is not None
        self.reader.listen(self.md, root)
