"""What one block leads to and holds once its inline Markdown is rendered: links, images, code, tags, attributes.

Two texts are compared by what the site's own parser makes of them, never by patterns over their source: a link is
whatever became a link.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from markdown import Markdown
from markdown.util import AtomicString

from isogloss.segments import html
from isogloss.segments.contexts import math_marks, template_code
from isogloss.segments.parser import (
    PLACEHOLDER,
    STASHED_HTML,
    as_now,
    readable,
    render,
    stash,
    toc_marker,
    unstashed,
    without_stand_ins,
)
from isogloss.segments.text import NOT_TRANSLATED

_SOFT_BREAK = re.compile(r"(?<![ \t])[ \t]*\n\s*")
_STASHED_NAME = re.compile("wzxhzdk:[0-9]+")
_ENTITY = re.compile(r"&#?\w+;\s*\Z")
_EMPHASIS = frozenset({"em", "strong", "del", "ins", "mark", "sub", "sup", "u", "b", "i"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_TYPOGRAPHY = re.compile(r"[^<]*(?:<(sub|sup)>[^<]*</\1>[^<]*)+")
"""What an extension makes of ``1st``: a language without such marks leaves it out."""
_NOTABLE = re.compile("[\x02*_`\\]\\[{+<\\\\$]")
"""Characters without which a text holds neither stashed HTML nor markup left over."""
_CODE = frozenset({"code", "kbd", "pre", "samp", "script", "style"})
_WORDS = frozenset({"a", "abbr"})
"""Elements whose text is words, even where no inline rule may look at it again. In all others such a text is code."""
_LEFTOVER = re.compile(
    r"\*\*|(?<!\w)__(?=\S)|`|\]\(|\]\[|\[\^|!\[|\{(?:[:#.]| +[:#.](?=[ :#.]*[A-Za-z]))|\+\+|<(?=[A-Za-z/!?])"
)
"""Markdown that became nothing, and half a tag."""
_HALF = re.compile(r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\W_])|(?<=[^\W_])_(?![\w_])")
"""What may be half of an emphasis, at one end of a word; or a footnote, or a name."""
_SHORTCUT = re.compile(r"(?<![\]\\])\[([^\[\]]+)\](?:\[\])?(?!\(|\[(?!\^))")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
"""Characters that show nothing, although they are letters, marks or symbols."""


class Item(NamedTuple):
    """One thing that a rendered block holds besides its words."""

    kind: str
    """``link``, ``image``, ``code``, ``kept``, ``tag``, ``diagram``, ``emphasis``, ``leftover`` or ``half``.

    What an extension leaves as it is, as math is, or puts aside whole, is code: nothing that it invents goes
    uncompared.
    """
    value: str
    """Target, source, text of the code, tag with its attributes, or the mark that was left over."""
    visible: bool = True
    """Of a link: whether it has any text."""


@dataclass(frozen=True, slots=True)
class Inline:
    """The structure of one rendered block. The order inside a block is the language's own, so it does not count."""

    items: tuple[Item, ...] = ()
    """What the block holds, sorted.

    ``tag`` is raw HTML and every element that is not one of the others, with the attributes that must stay;
    ``emphasis`` may be left out by a translation, as languages differ, but not added; ``leftover`` is markup that
    became nothing and would be read as plain characters; ``half`` is that where an emphasis is lost.
    """
    attributes: tuple[tuple[str, str | None], ...] = ()
    """Attributes that an attribute list gave to the block itself, sorted."""
    nested: bool = True
    """Whether raw HTML tags are well nested."""
    link_texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Target and text of each link, in order: words, so no part of the structure."""
    labels: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Target and label of what is written ``[label]`` or ``![label]``: another text needs ``[text][label]``."""

    def count(self, kind: str) -> Counter[str]:
        """The values of one kind of item, as a multiset."""
        return Counter(item.value for item in self.items if item.kind == kind)


_PLAIN = Inline()


def _structural(element: etree.Element, without: tuple[str, ...] = ()) -> str:
    """The attributes of *element* as text; of those that translators may change, that they are there, and their tags.

    Scripts show such values as HTML, in tooltips and captions.
    """
    kept = sorted((name, value) for name, value in element.attrib.items() if name not in without)
    return "".join(
        f" {name}{''.join(html.markup(value or ''))}" if name in html.TRANSLATABLE_ATTRIBUTES else f' {name}="{value}"'
        for name, value in kept
    )


def _given(attributes: dict[str, str], before: dict[str, str]) -> tuple[tuple[str, str | None], ...]:
    """Those of *attributes* that were not there *before*; of classes, the added ones."""
    given: dict[str, str | None] = {}
    for written, value in attributes.items():
        # A tag in an attribute list: its number says nothing.
        name = _STASHED_NAME.sub("", written) if "wzxhzdk" in written else written
        if name == "class" and value:
            added = [word for word in value.split() if word not in before.get("class", "").split()]
            if added:
                given[name] = " ".join(added)
        elif before.get(written, "\x00") != value:
            given[name] = value
    return tuple(sorted(given.items()))


def structure(
    md: Markdown,
    block: etree.Element,
    children: list[etree.Element],
    before: dict[str, str] | None = None,
    stashed: int | None = None,
    source: str = "",
    marker: str | None = None,
) -> Inline:
    """The structure of *block*, whose inline *children* were rendered by *md* from its text, *source*.

    *before* holds the attributes that the block had before attribute lists were read; *stashed* is how many pieces of
    HTML were stashed before inline parsing: they are blocks of the page, and no part of the text. An element that holds
    nothing but the *marker* of the table of contents becomes one.
    """
    attributes = block.attrib
    given = _given(attributes, before or {}) if attributes and attributes != before else ()
    alone = not children and marker is not None and (block.text or "").strip() == marker
    if not children and not given and not alone and not _NOTABLE.search(block.text or ""):
        return _PLAIN
    reading = _Reading(md, stashed or 0, marker)
    if alone:
        reading.add("tag", str(marker))
    reading.text(block.text)
    for child in children:
        reading.element(child)
        reading.text(child.tail)
    reading.expressions(block, children)
    nested = reading.raw_tags(block, children) if reading.raw else True
    links = tuple((unstashed(md, target), unstashed(md, words)) for target, words in reading.links)
    labels = _labels(md, source) if links or any(item.kind == "image" for item in reading.items) else ()
    return Inline(tuple(sorted(_shown(md, reading.items, source))), given, nested, links, labels)


def _shown(md: Markdown, items: list[Item], source: str) -> list[Item]:
    """The *items* without placeholders, and in one line where the author has broken the line."""
    if any("\x02" in item.value for item in items):
        items = [item._replace(value=unstashed(md, item.value)) for item in items]
    if "\n" in source:
        # A line break of the author's, which translators never saw.
        items = [item if "\n" not in item.value else item._replace(value=_in_one_line(item.value)) for item in items]
    return items


class _Reading:
    """One block while it is read, element by element."""

    def __init__(self, md: Markdown, stashed: int, marker: str | None) -> None:
        self.md, self.stashed, self.marker = md, stashed, marker
        self.items: list[Item] = []
        self.raw: list[str] = []
        """Raw tags, in order."""
        self.links: list[tuple[str, str]] = []

    def add(self, kind: str, value: str, visible: bool = True) -> None:
        self.items.append(Item(kind, value, visible))

    def text(self, value: str | None) -> None:
        """Read a text between elements: what was put aside in it, and markup that became nothing."""
        if not value:
            return
        if isinstance(value, AtomicString):
            self.add("code", unstashed(self.md, value))
            return
        if not _NOTABLE.search(value):
            return
        for match in STASHED_HTML.finditer(value):
            if (number := int(match.group(1))) >= self.stashed:
                self._put_aside(stash(self.md)[number])
        self.items.extend(Item("leftover", mark) for mark in _LEFTOVER.findall(value))
        if "*" in value or "_" in value:
            self.items.extend(Item("half", mark) for mark in _HALF.findall(value))
        if "\\" in (read := _as_read(self.md, value)) or "$" in read:
            self.items.extend(Item("leftover", mark) for mark in math_marks(read).elements())

    def _put_aside(self, source: str | etree.Element) -> None:
        if not isinstance(source, str):
            self.add("code", etree.tostring(source, encoding="unicode"))
        elif html.TAG.fullmatch(source):
            self.raw.append(unstashed(self.md, source))
        elif _TYPOGRAPHY.fullmatch(source):
            self.add("emphasis", source)
        elif not _ENTITY.match(source):
            self.add("code", unstashed(self.md, source))

    def element(self, element: etree.Element) -> None:
        """Read an element and all that is in it."""
        if element.attrib:
            self._attributes(element)
            if (element.get("translate") or "").lower() == "no":
                words = [*element.itertext(), *filter(None, map(element.get, html.TRANSLATABLE_ATTRIBUTES))]
                self.add("kept", unstashed(self.md, " ".join(words)))
        if element.tag in _CODE:
            self.add("code", unstashed(self.md, "".join(element.itertext())))
            if element.attrib or len(element):
                self.items.extend(Item("tag", f"<{inner.tag}{_structural(inner)}>") for inner in element.iter())
            return
        if element.tag == "a" and element.get("class") == "footnote-ref":
            self.add("tag", f"[^]{_structural(element)}")
            return
        self._itself(element)
        if self.marker is not None and not len(element) and (element.text or "").strip() == self.marker:
            self.add("tag", self.marker)
        if element.tag not in _WORDS or not isinstance(element.text, AtomicString):
            self.text(element.text)
        for child in element:
            self.element(child)
            self.text(child.tail)

    def _itself(self, element: etree.Element) -> None:
        tag = element.tag
        if tag == "a":
            self._link(element)
        elif tag == "img":
            self.add("image", element.get("src") or "")
            if rest := _structural(element, ("src", "alt")) + "".join(html.markup(element.get("alt") or "")):
                self.add("tag", f"<img{rest}>")
        elif _footnote(element):
            # Its id counts the references of the whole page.
            if rest := _structural(element, ("id",) if (element.get("id") or "").startswith("fnref") else ()):
                self.add("tag", f"<sup{rest}>")
        elif tag in _EMPHASIS and not element.attrib:
            self.add("emphasis", "ordinal" if tag == "sup" and element.text in _ORDINALS else tag)
        elif tag != "abbr" or set(element.attrib) != {"title"}:
            self.add("tag", f"<{tag}{_structural(element)}>")

    def _link(self, element: etree.Element) -> None:
        href, words = readable(element.get("href") or ""), readable("".join(element.itertext()))
        self.links.append((href, PLACEHOLDER.sub(" ", words) if "\x02" in words else words))
        self.add("link", href, _visible(self.md, element, words))
        if len(element.attrib) > 1 and (rest := _structural(element, ("href",))):
            self.add("tag", f"<a{rest}>")

    def _attributes(self, element: etree.Element) -> None:
        # A value is escaped when it is written, but not what was stashed in it.
        for name, value in element.attrib.items():
            if value and "\x02" in value:
                for match in PLACEHOLDER.finditer(without_stand_ins(value)):
                    number = STASHED_HTML.match(match.group())
                    found = stash(self.md)[int(number.group(1))] if number else match.group()[1:8]
                    if not isinstance(found, str) or not _ENTITY.match(found):
                        self.add("tag", f"{name}={found}")

    def expressions(self, block: etree.Element, children: list[etree.Element]) -> None:
        """Read the words without tags, as titles are made of headings: what tags divide comes together there."""
        words = [block.text or "", *("".join(child.itertext()) + (child.tail or "") for child in children)]
        if "{" in (text := _as_read(self.md, "".join(words))):
            self.items.extend(Item("leftover", code) for code in template_code(text).elements())

    def raw_tags(self, block: etree.Element, children: list[etree.Element]) -> bool:
        """Take in the raw tags, and what stands between those of code; whether they are well nested."""
        tokens = html.tags("".join(self.raw))
        self.items += [Item("tag", token) for token in tokens]
        parts = list(_parts(self.md, block, children))
        self.items += [Item("code", body) for body in html.same_bodies(parts)]
        if any(map(NOT_TRANSLATED.search, tokens)):
            texts = [part for part in parts if part[:1] != "\x01"]
            self.items += [Item("kept", body) for body in html.same_bodies(texts, kept=True)]
        return html.well_nested(tokens)


def _as_read(md: Markdown, text: str) -> str:
    """*text* as scripts find it on the page: without tags, entities and escapes."""
    if "\x02" not in text:
        return text
    text = unstashed(md, text)
    text = html.TAG.sub("", text) if "<" in text else text
    return unescape(text) if "&" in text else text


def _parts(md: Markdown, block: etree.Element, children: list[etree.Element]) -> Iterator[str]:
    """What stands in *block*, in order: texts, raw tags, and the elements that the parser made."""

    def texts(value: str | None) -> Iterator[str]:
        yield from html.split_tags(unstashed(md, value)) if value and "\x02" in value else [value or ""]

    def visit(element: etree.Element) -> Iterator[str]:
        yield f"\x01{element.tag}{_structural(element)}"
        yield from texts(element.text)
        for child in element:
            yield from visit(child)
            yield from texts(child.tail)
        yield "\x01"

    yield from texts(block.text)
    for child in children:
        yield from visit(child)
        yield from texts(child.tail)


def _visible(md: Markdown, link: etree.Element, words: str) -> bool:
    """Whether readers see anything of *link*, whose text is *words*."""
    if "\x02" not in words and any(character.isalnum() and character not in _BLANK for character in words):
        return True
    if any(child.tag not in _EMPHASIS for child in link.iter() if child is not link):
        return True
    shown = html.unescaped(unstashed(md, words))
    return any(len(tag) > 4 and "=" in tag for tag in html.tags(shown)) or any(
        unicodedata.category(character)[0] not in "CZ" and character not in _BLANK
        for character in html.TAG.sub("", shown)
    )


def _in_one_line(value: str) -> str:
    return _SOFT_BREAK.sub(" ", value)


def _labels(md: Markdown, source: str) -> tuple[tuple[str, str], ...]:
    labels = _SHORTCUT.findall(unstashed(md, source))
    found = [(label, md.references.get(" ".join(label.split()).lower())) for label in labels]
    return tuple(dict.fromkeys((reference[0], label) for label, reference in found if reference is not None))


def _footnote(element: etree.Element) -> bool:
    return element.tag == "sup" and len(element) == 1 and element[0].get("class") == "footnote-ref"


class Surroundings(NamedTuple):
    """Where a text stands: Python-Markdown reads some texts twice where there are elements around."""

    tag: str
    """The block whose content the text is."""
    attributes: Mapping[str, str] = {}
    """Those that the block has before its text is read."""
    preceding: str = ""
    """The tag of the element before the text, if there is one."""
    following: str = ""


def render_text(
    md: Markdown, place: Surroundings, text: str, without: str = ""
) -> tuple[etree.Element, dict[str, str]]:
    """A block with what *text* becomes in a *place*, and the attributes that it had before attribute lists."""
    block = etree.Element(place.tag, dict(place.attributes))
    first = etree.SubElement(block, place.preceding) if place.preceding else None
    last = etree.SubElement(block, place.following) if place.following else None
    if first is None:
        block.text = text
    else:
        first.tail = text
    before = dict(place.attributes)
    if "isogloss-attributes" in md.treeprocessors:
        render(md, block, "isogloss-attributes")
        before = dict(block.attrib)
        render(md, block, start="isogloss-attributes", without=without)
    else:
        render(md, block, without=without)
    if last is not None:
        block.remove(last)
    if first is not None:
        block.text = first.tail
        block.remove(first)
    return block, before


def structure_of(md: Markdown, place: Surroundings, text: str) -> Inline:
    """The structure that *text* would have in a *place*, without touching the page of *md*."""
    put_back = as_now(md)  # A passage is read for each locale: a context costs as much as a step.
    try:
        stashed = len(stash(md))
        # Explained abbreviations are words: they are no part of the structure.
        block, before = render_text(md, place, text, without="abbr")
        return structure(md, block, list(block), before, stashed, text, toc_marker(md))
    finally:
        put_back()
