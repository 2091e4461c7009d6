"""The one walk over a parsed page: every text that the inline parser would see, in document order."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from typing import NamedTuple

from markdown import Markdown
from markdown.util import AtomicString

from isogloss.segments import html
from isogloss.segments.html import TRANSLATABLE_ATTRIBUTES
from isogloss.segments.inline import Surroundings
from isogloss.segments.message import Kind
from isogloss.segments.parser import STASHED_HTML, attribute_list, stash, toc_marker
from isogloss.segments.pymdown import critic_marks
from isogloss.segments.text import CODE, Piece, cut, has_words

KINDS = {
    "li": Kind.LIST_ITEM,
    "th": Kind.TABLE_HEADER,
    "td": Kind.TABLE_CELL,
    "dt": Kind.TERM,
    "dd": Kind.DEFINITION,
    "summary": Kind.SUMMARY,
    "label": Kind.TAB,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}
"""What a passage is that is no paragraph, by its tag."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_VERBATIM = frozenset({"pre", "code", "script", "style", "textarea", "math"})
_CRITIC = re.compile("\x02(czjqqkd:[0-9]+)\x03")
_LISTING = re.compile(r"\S+:\d+-\d+/name \{ #\S+:\d+-\d+/slug \}")
"""A heading in whose place the plugin for tags of Material for MkDocs puts its index, once all pages are rendered."""
_TRANSLATE = re.compile(r"""[\s{:]translate\s*=\s*["']?(yes|no)(?=["'\s}])""", re.IGNORECASE)
_MATH = frozenset({"arithmatex", "MathJax_Preview"})


@dataclass(slots=True)
class Slot:
    """A place on a parsed page where raw inline Markdown stands: the text or the tail of an element."""

    element: etree.Element
    tail: bool
    kind: Kind
    pieces: tuple[Piece, ...]
    raw: str
    """What the parser has put there."""
    heading: etree.Element | None
    """The heading under which the slot stands."""
    next: etree.Element | None
    """The element that follows: what comes before it once inline parsing is done, came from the text."""
    parent: etree.Element | None
    attributes: dict[str, str] | None = None
    """Attributes of the element before its text is put in."""
    before: dict[str, str] | None = None
    """Attributes of the element before attribute lists were read."""

    @property
    def surroundings(self) -> Surroundings:
        """Where the text stands, as far as its meaning depends on it."""
        following = self.next.tag if self.next is not None else ""
        if self.tail:
            return Surroundings("div", {}, self.element.tag, following)
        return Surroundings(self.element.tag, self.attributes or {}, "", following)

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What slots have in common whose texts become the same."""
        tag, _, preceding, following = self.surroundings
        return tag, preceding, following, self.source

    @property
    def text(self) -> str:
        """The English text of the whole slot, in one line."""
        pieces = self.pieces
        return pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])

    @property
    def source(self) -> str:
        """The English text of the whole slot as the author wrote it: other than raw where critic marks are in it."""
        pieces = self.pieces
        return pieces[0].source if len(pieces) == 1 else "".join([piece.source for piece in pieces])

    @property
    def holder(self) -> etree.Element:
        """The element that has what inline parsing makes of the text as its children."""
        return self.parent if self.tail and self.parent is not None else self.element

    @property
    def inline(self) -> list[etree.Element]:
        """The elements that inline parsing made of the slot's text."""
        siblings = list(self.holder)
        start = siblings.index(self.element) + 1 if self.tail else 0
        return siblings[start:] if self.next is None else siblings[start : siblings.index(self.next)]

    def put(self, text: str) -> None:
        """Let *text* stand there."""
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text


class StashedHtml(NamedTuple):
    """A raw HTML block or code block that Python-Markdown put aside before the walk."""

    number: int
    heading: etree.Element | None


class RawText(NamedTuple):
    """Text of an element that the inline parser leaves alone, as md_in_html makes it of HTML without ``markdown``."""

    element: etree.Element
    tail: bool
    source: str
    """The text with the tags and entities that Python-Markdown put aside, one by one."""
    attributes: str
    """The attribute list at its end, which is not shown."""
    heading: etree.Element | None


class RawAttribute(NamedTuple):
    """An attribute with words, such as ``title``, of an element that is one before inline parsing."""

    element: etree.Element
    name: str
    heading: etree.Element | None


class LeftOut(NamedTuple):
    """An element that is not for translators, with all that is in it."""

    element: etree.Element


Place = Slot | StashedHtml | RawText | RawAttribute


def is_heading(element: etree.Element) -> bool:
    """Whether *element* is a heading, of any level."""
    return element.tag in HEADINGS


def walk(md: Markdown, root: etree.Element) -> list[Place | LeftOut]:
    """Every translatable place of the page under way in *md*, in document order.

    Meant to run after block parsing and before inline parsing, when each element still holds raw inline Markdown.
    """
    # The root is no block of the page: the inline parser skips its own text.
    walk = _Walk(md, root)
    walk.children(root, None)
    return walk.found


class _Walk:
    """What is known of the page on the way."""

    def __init__(self, md: Markdown, root: etree.Element) -> None:
        self.md = md
        self.keep_breaks = "nl" in md.inlinePatterns
        self.has_attribute_lists = "attr_list" in md.treeprocessors
        self.marker = toc_marker(md)
        self.heading: etree.Element | None = None
        self.in_footnotes = False
        self.left_out = False
        self.found: list[Place | LeftOut] = []
        self.patterns: dict[str, re.Pattern[str] | None] = {}
        texts = [text for element in root.iter() for text in (element.text, element.tail) if text]
        self.lists_say = self.has_attribute_lists and "translate" in "".join(texts)
        """Whether any attribute list may say something of translation."""

    def children(self, element: etree.Element, parent: etree.Element | None) -> None:
        """Find the places in the children of *element*, which are in *parent*, and between them."""
        children = list(element)
        for number, child in enumerate(children, start=1):
            self.within(child, parent)
            if (tail := child.tail) and not self.left_out and (shown := tail.strip()):
                following = children[number] if number < len(children) else None
                self.text(tail, shown, child, element, True, following)

    def within(self, element: etree.Element, parent: etree.Element | None) -> None:
        """Find the places of *element* and of all that is in it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _VERBATIM:
            return
        if tag in HEADINGS:
            self.heading = element
        around = self.left_out
        if (element.attrib or self.lists_say) and (said := self._translate(element)) is not None:
            self.left_out = said == "no"
            if self.left_out and not around:
                self.found.append(LeftOut(element))
        self._inside(element, tag, parent)
        self.left_out = around

    def _inside(self, element: etree.Element, tag: str, parent: etree.Element | None) -> None:
        holds_footnotes = tag == "div" and element.get("class") == "footnote"
        self.in_footnotes = self.in_footnotes or holds_footnotes
        # Python-Markdown writes the title of the link back from a footnote: it is one of the site's strings.
        if element.attrib and element.get("class") != "footnote-backref" and not self.left_out:
            for name in TRANSLATABLE_ATTRIBUTES:
                if (value := element.get(name)) and has_words(value):
                    self.found.append(RawAttribute(element, name, self.heading))
        if (text := element.text) and not self.left_out and (shown := text.strip()):
            self.text(text, shown, element, parent, False, element[0] if len(element) else None)
        if len(element):
            self.children(element, element)
        if holds_footnotes:
            self.in_footnotes = False

    def text(
        self,
        text: str,
        shown: str,
        element: etree.Element,
        parent: etree.Element | None,
        tail: bool,
        following: etree.Element | None,
    ) -> None:
        """Find the places of one *text*: that of *element* before its first child, or its tail.

        *shown* is the same without white space around it.
        """
        raw = isinstance(text, AtomicString)
        pattern = None
        if not tail:
            pattern = self._attribute_list(element)
        elif raw and following is None and parent is not None and parent.tag != "li":
            # What ends a block holds its attribute list, also behind the last of its children.
            pattern = self._attribute_list(parent)
        if raw:
            if not tail and _MATH.intersection((element.get("class") or "").split()):
                return
            text = _with_tags(self.md, text)
            found = pattern.search(text) if pattern is not None else None
            end = found.start() if found is not None else len(text)
            self.found.append(RawText(element, tail, text[:end], text[end:], self.heading))
        if "\x02" in text:
            for match in STASHED_HTML.finditer(text):
                self.found.append(StashedHtml(int(match.group(1)), self.heading))
        if raw or shown == self.marker or (shown.endswith("/slug }") and _LISTING.fullmatch(shown)):
            return
        marked = _with_critic_marks(self.md, text)
        pieces = cut(marked, pattern, self.keep_breaks)
        if marked is not text and not any(piece.translatable for piece in pieces):
            pieces = cut(text, pattern, self.keep_breaks)
        kind = Kind.TEXT if tail else _kind(element, parent, self.in_footnotes)
        given = dict(element.attrib) if element.attrib and not tail else None
        self.found.append(Slot(element, tail, kind, pieces, text, self.heading, following, parent, given))

    def _translate(self, element: etree.Element) -> str | None:
        """What *element*, or the attribute list that it ends with, says of translation; None if that is nothing."""
        said = element.get("translate")
        if self.lists_say:
            if element.text and "translate" in element.text:
                said = self._listed(element, element.text) or said
            for child in element:
                if child.tail and "translate" in child.tail:
                    said = self._listed(element, child.tail) or said
        return said.lower() if said else None

    def _listed(self, element: etree.Element, text: str) -> str | None:
        pattern = self._attribute_list(element)
        found = pattern.search(text) if pattern is not None else None
        said = _TRANSLATE.search(found.group()) if found is not None else None
        return said[1] if said is not None else None

    def _attribute_list(self, element: etree.Element) -> re.Pattern[str] | None:
        """What finds the attribute list of a block like *element*: its tag says it."""
        if element.tag not in self.patterns:
            found = attribute_list(self.md, element) if self.has_attribute_lists else None
            self.patterns[element.tag] = found
        return self.patterns[element.tag]


def _with_tags(md: Markdown, text: str) -> str:
    """*text* with the tags and entities themselves that md_in_html put aside."""

    def source(match: re.Match[str]) -> str:
        found = stash(md)[int(match.group(1))]
        return found if isinstance(found, str) and html.is_inline_tag(found) else match.group()

    return STASHED_HTML.sub(source, text) if "\x02" in text else str(text)


def _with_critic_marks(md: Markdown, text: str) -> str:
    """*text* with the tags that pymdownx.critic put aside for its marks, which would cut a sentence into pieces.

    In code they stay aside: there a tag would be shown as it is.
    """
    if "\x02czjqqkd:" not in text or any(_CRITIC.search(code.group()) for code in CODE.finditer(text)):
        return text
    marks = critic_marks(md)

    def tag(match: re.Match[str]) -> str:
        source = marks.get(match.group(1)) or ""
        return source if html.is_inline_tag(source) else match.group()

    return _CRITIC.sub(tag, text)


def _kind(element: etree.Element, parent: etree.Element | None, footnotes: bool) -> Kind:
    tag = element.tag
    if footnotes:
        return Kind.FOOTNOTE
    if tag in HEADINGS:
        return Kind.HEADING
    if element.attrib and "admonition-title" in (element.get("class") or ""):
        return Kind.ALERT_TITLE
    if tag != "p":
        return KINDS.get(tag, Kind.TEXT)
    if parent is not None and parent.get("data-alert") and parent[0] is element:
        return Kind.ALERT_TITLE
    return Kind.LIST_ITEM if parent is not None and parent.tag == "li" else Kind.PARAGRAPH
