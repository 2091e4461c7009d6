"""What one block leads to and holds once its inline Markdown is rendered: links, images, code, tags, attributes.

Two texts are compared by what the site's own parser makes of them, never by patterns over their source: a link is
whatever became a link.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown
from markdown.util import AtomicString

from isogloss.segments import html

_STASHED_HTML = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_ENTITY = re.compile(r"&#?\w+;\s*\Z")
_EMPHASIS = frozenset({"em", "strong", "del", "ins", "mark", "sub", "sup", "u", "b", "i"})
_CODE = frozenset({"code", "kbd", "pre", "samp", "script", "style"})
_LEFTOVER = re.compile(r"\*\*|(?<!\w)__(?=\S)|`|\]\(|\]\[|\[\^|!\[|\{[:#.]|\+\+")


@dataclass(slots=True)
class Inline:
    """The structure of one rendered block, as multisets: the order inside a block is the language's own."""

    links: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """Targets of links, each with whether the link has any visible text."""
    images: Counter[str] = field(default_factory=Counter)
    """Sources of images."""
    code: Counter[str] = field(default_factory=Counter)
    """Texts of code spans and keys."""
    tags: Counter[str] = field(default_factory=Counter)
    """Raw HTML tags and every element that is not one of the others, with attributes that must stay."""
    emphasis: Counter[str] = field(default_factory=Counter)
    """Emphasis: a translation may leave some out, as languages differ, and adds none."""
    attributes: dict[str, str | None] = field(default_factory=dict)
    """Attributes that an attribute list gave to the block itself."""
    leftover: Counter[str] = field(default_factory=Counter)
    """Markup that became nothing and would be read as plain characters."""
    nested: bool = True
    """Whether raw HTML tags are well nested."""


def _structural(element: etree.Element) -> dict[str, str | None]:
    return {
        name: value
        for name, value in element.attrib.items()
        if name not in html.TRANSLATABLE_ATTRIBUTES
    }


def _given(attributes: dict[str, str], before: dict[str, str]) -> dict[str, str | None]:
    """Those of *attributes* that were not there *before*; of classes, the added ones."""
    given: dict[str, str | None] = {}
    for name, value in attributes.items():
        if name == "class" and value:
            added = [word for word in value.split() if word not in before.get("class", "").split()]
            if added:
                given[name] = " ".join(added)
        elif before.get(name, "\x00") != value:
            given[name] = value
    return given


def structure(
    md: Markdown, block: etree.Element, children: list[etree.Element], before: dict[str, str] | None = None
) -> Inline:
    """The structure of *block*, whose inline *children* were rendered by *md* from its text.

    *before* holds the attributes that the block had before attribute lists were read.
    """
    found = Inline(attributes=_given(block.attrib, before or {}) if block.attrib else {})
    raw: list[str] = []

    def text(value: str | None) -> None:
        if not value or isinstance(value, AtomicString):
            return
        if "\x02" in value:
            for match in _STASHED_HTML.finditer(value):
                source = md.htmlStash.rawHtmlBlocks[int(match.group(1))]
                if isinstance(source, str) and not _ENTITY.match(source):
                    raw.append(source)
        found.leftover.update(_LEFTOVER.findall(value))

    def visit(element: etree.Element) -> None:
        tag = element.tag
        if tag == "a":
            href = element.get("href") or ""
            if element.get("class") == "footnote-ref":
                found.tags[f"footnote {href}"] += 1
                return
            visible = bool("".join(element.itertext()).strip()) or len(element) > 0
            found.links[href, visible] += 1
            rest = {name: value for name, value in _structural(element).items() if name != "href"}
            if rest:
                found.tags[f"a {sorted(rest.items())}"] += 1
        elif tag == "img":
            found.images[element.get("src") or ""] += 1
            rest = {name: value for name, value in _structural(element).items() if name != "src"}
            if rest:
                found.tags[f"img {sorted(rest.items())}"] += 1
        elif tag in _CODE:
            code = "".join(element.itertext())
            found.code[_STASHED_HTML.sub(lambda match: _stashed(md, match), code)] += 1
            return
        elif tag in _EMPHASIS and (not element.attrib or _footnote(element)):
            if not _footnote(element):
                found.emphasis[tag] += 1
        else:
            found.tags[f"{tag} {sorted(_structural(element).items())}"] += 1
        text(element.text)
        for child in element:
            visit(child)
            text(child.tail)

    text(block.text)
    for child in children:
        visit(child)
        text(child.tail)
    if raw:
        tokens = html.tags("".join(raw))
        found.tags.update(tokens)
        found.nested = html.well_nested(tokens)
    return found


def _stashed(md: Markdown, match: re.Match[str]) -> str:
    return str(md.htmlStash.rawHtmlBlocks[int(match.group(1))])


def _footnote(element: etree.Element) -> bool:
    return element.tag == "sup" and len(element) == 1 and element[0].get("class") == "footnote-ref"


@contextmanager
def undisturbed(md: Markdown) -> Iterator[None]:
    """Let *md* render something on the side: the page under way does not notice.

    Python-Markdown numbers stashed HTML and counts footnote references over the whole page; both are put back.
    """
    stash = md.htmlStash
    blocks, counter = len(stash.rawHtmlBlocks), stash.html_counter
    tag_counter, tag_data = stash.tag_counter, len(stash.tag_data)
    footnotes: Any = getattr(md.inlinePatterns["footnote"], "footnotes", None) if "footnote" in md.inlinePatterns else None
    if footnotes is not None:
        references = dict(footnotes.found_refs), set(footnotes.used_refs), list(getattr(footnotes, "footnote_order", []))
    toc = getattr(md, "toc", None), getattr(md, "toc_tokens", None)
    try:
        yield
    finally:
        del stash.rawHtmlBlocks[blocks:]
        stash.html_counter = counter
        stash.tag_counter = tag_counter
        del stash.tag_data[tag_data:]
        if footnotes is not None:
            footnotes.found_refs, footnotes.used_refs, footnotes.footnote_order = references
        for name, value in zip(("toc", "toc_tokens"), toc, strict=True):
            if value is not None:
                setattr(md, name, value)


def render(md: Markdown, block: etree.Element) -> None:
    """Run the site's own inline and attribute-list rules of *md* on *block*, in place, children included."""
    parent = etree.Element("div")
    parent.append(block)
    md.treeprocessors["inline"].run(parent)
    if "attr_list" in md.treeprocessors:
        md.treeprocessors["attr_list"].run(parent)


def structure_of(md: Markdown, tag: str, text: str) -> Inline:
    """The structure that *text* would have as the content of a block *tag*, without touching the page of *md*."""
    block = etree.Element(tag)
    block.text = text
    with undisturbed(md):
        render(md, block)
        return structure(md, block, list(block))
