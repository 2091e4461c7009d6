"""The sections of a rendered page, as the search of Material for MkDocs cuts it, without its parser of HTML.

That parser is written in Python and takes a seventh of the CPU of a build. What comes from Python-Markdown is simpler
than HTML can be: most of it is code and plain paragraphs, each of which is read as one piece, and what a tag between
them says is read once for all places where it stands. Where a page has anything else, this room says so, and Material's
own parser reads the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple


def _lines(depth: int) -> str:
    """What the highlighter makes of code: elements in elements, not deeper than *depth*."""
    inside = rf"[^<]*(?:{_lines(depth - 1)}[^<]*)*" if depth else "[^<]*"
    return rf"(?:<span [a-z-]+=\"[^\"<>]*\">{inside}</span>|<a(?: [a-z-]+=\"[^\"<>]*\")*></a>)"


_CODE = r"<code>(?!\s*<)[^<>]+</code>"
_NEXT = r"(?:[ \n]?(?=<)|(?!\s*<)[^<>]*)"
"""The text behind an element: it has a word, or is one space at most."""
_PART = "|".join(
    rf"<{name}(?: [a-z-]+=\"[^\"<>]*\")*>(?!\s|</)[^<>]*(?:{_CODE}{_NEXT})*(?<!\s)</{name}>"
    for name in ("a", "em", "strong")
)
"""An element that search does not show. It does not begin or end with a space: no two texts without words meet."""
_PIECE = re.compile(
    rf"<pre><span></span><code>([^<]*(?:{_lines(3)}[^<]*)*)</code></pre>"
    rf"|<(p|li)>((?!\s|</)[^<>]*(?:(?:{_CODE}|{_PART}){_NEXT})*)</\2>"
)
"""Highlighted code, or the name of a paragraph and what is in it."""
_PART_TAG = re.compile("</?(?:a|em|strong)[^<>]*>")
_BETWEEN_TAGS = re.compile(">([^<]+)")
_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:-]*)((?:[ \n]+[A-Za-z_:@][\w:.@-]*(?:=\"[^\"<>]*\")?)*)[ \n]*(/?)")
"""What stands in the brackets of a tag."""
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.@-]*)(?:=\"([^\"]*)\")?")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#39|#34);)")
_END_OF_COMMENT = re.compile(r"--!?\s*>")
_COMMENT = "!"
"""Stands for a comment, in brackets."""
_EXCLUDED, _LINE_NUMBERS = "data-search-exclude", "linenodiv"
"""An attribute and a class of elements that are not searched."""
_BEYOND = frozenset(
    {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}
)
"""Elements whose content is no HTML, or not with each version of Python."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ABOVE = "hx"
"""Stands for the heading of what is above the first one."""
_NEVER = float("inf")


@dataclass(slots=True)
class Words:
    """Pieces of HTML, in order, as search keeps it."""

    parts: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    """Where each element begins for the first time."""
    filled: set[str] = field(default_factory=set)
    """The elements that have something behind that place: they are not taken back."""

    def begin(self, name: str) -> None:
        """Open an element."""
        self.first.setdefault(name, len(self.parts))
        self.parts.append(f"<{name}>")

    def end(self, name: str) -> None:
        """Close an element, or take it back if there is nothing in it. Raises :class:`KeyError` if it is not open."""
        if name not in self.filled:
            first, last = self.first[name], len(self.parts) - 1
            while self.parts[last].isspace():
                last -= 1
            if last <= first:
                del self.parts[first:], self.first[name]
                return
            self.filled.add(name)
        self.parts.append(f"</{name}>")

    def add(self, text: str) -> None:
        """Add a text that is not preformatted."""
        if not text.isspace():
            self.parts.append(text.replace("\n", " "))
        elif not self.parts or not self.parts[-1].isspace():
            self.parts.append(" ")

    def put(self, html: str, *names: str) -> None:
        """Add elements with something in them, all of whose *names* are given."""
        self.filled.update(names)
        self.parts.append(html)


@dataclass(slots=True)
class Section:
    """A heading and what stands under it."""

    tag: str
    depth: float = 0
    id: str | None = None
    excluded: bool = False
    title: Words = field(default_factory=Words)
    text: Words = field(default_factory=Words)


class _Tag(NamedTuple):
    """What a tag says, wherever it stands."""

    name: str
    begins: bool
    ends: bool
    rare: bool = False
    """Whether it may do more than begin or end an element."""
    anchor: str | None = None
    """That of a heading."""
    permalink: bool = False
    """Whether it is a link to a heading, beside it."""
    excluded: bool = False
    skipped: bool = False
    """Whether what is in it is not searched."""


def sections(page: str) -> list[Section] | None:
    """The sections of the HTML *page*, in order; None if it holds what only a parser of HTML can read."""
    reading = _Reading()
    try:
        between, *pieces = _PIECE.split(_without_comments(page))
        reading.read(between)
        for code, name, text, between in zip(*(pieces[number::4] for number in range(4)), strict=True):
            if name:
                reading.paragraph(name, text)
            else:
                reading.code(code)
            reading.read(between)
    except (KeyError, ValueError):
        return None
    return reading.found


def _without_comments(page: str) -> str:
    """The *page* with a mark in the place of each comment. Raises :class:`ValueError` if one is not plain to read."""
    if "<!" not in page:
        return page
    first, *others = page.split("<!--")
    found = [first]
    for other in others:
        end = _END_OF_COMMENT.search(other)
        if end is None or end[0] != "-->" or other.startswith((">", "->")):
            raise ValueError(other)
        found.append(other[end.end() :])
    if any("<!" in one for one in found):
        raise ValueError(page)
    return f"<{_COMMENT}>".join(found)


@lru_cache(4096)
def _tag(written: str) -> _Tag:
    """What a tag says that has *written* in its brackets. Raises :class:`ValueError` if that is not plain to read."""
    if written == _COMMENT:
        return _Tag("", begins=False, ends=False)
    found = _TAG.fullmatch(written)
    name = found[2].lower() if found is not None else ""
    if found is None or name in _BEYOND or (found[1] and (found[3] or found[4])):
        raise ValueError(written)
    ends = bool(found[1] or found[4])
    rare = name in _HEADINGS or name in (_ABOVE, "pre")
    if found[1] or name in _VOID:
        return _Tag(name, False, ends, rare)
    attributes = {key.lower(): unescape(value) for key, value in _ATTRIBUTE.findall(found[3])}
    kind, excluded = attributes.get("class"), _EXCLUDED in attributes
    permalink = name == "a" and kind == "headerlink"
    skipped = excluded or kind == _LINE_NUMBERS or name == "object"
    anchor = attributes.get("id") if name in _HEADINGS else None
    return _Tag(name, True, ends, rare or ends or permalink or skipped, anchor, permalink, excluded, skipped)


def _is_plain(html: str) -> bool:
    """Whether all of a piece is searched, and it has no entities but those that everybody writes."""
    return _EXCLUDED not in html and _LINE_NUMBERS not in html and not ("&" in html and _ENTITY.search(html))


def _quoting(html: str) -> str:
    """The *html*, which has no entities but those that everybody writes, without those that search does not need."""
    return html.replace("&quot;", '"').replace("&#34;", '"').replace("&#39;", "'") if "&" in html else html


def _escaped(text: str) -> str:
    """The *text* of a page as search has it: with no entities but those that it needs."""
    if "&" in text and _ENTITY.search(text):
        return escape(unescape(text), quote=False)
    return _quoting(text.replace(">", "&gt;"))


class _Reading:
    """A page on the way: where in it, and what is found."""

    def __init__(self) -> None:
        self.skipped: set[str] = set()
        """By name: what is in such an element is not searched."""
        self.context: list[str] = []
        self.permalinks: list[int] = []
        """How deep the links are that lead to a heading, beside it."""
        self.found: list[Section] = []
        self.section = Section("")

    def plain(self) -> Words | None:
        """What all belongs to that follows, up to a tag that is rare; None where it is not as simple as that."""
        simple = self.found and not self.skipped and not self.permalinks
        context = self.context
        return self.section.text if simple and self.section.tag not in context and "pre" not in context else None

    def code(self, html: str) -> None:
        """Read highlighted code."""
        plain, text = self.plain(), "".join(_BETWEEN_TAGS.findall(f">{html}"))
        if plain is None or not text or text.isspace() or not _is_plain(html):
            self.read(f"<pre><span></span><code>{html}</code></pre>")
        else:
            plain.put(f"<pre><code>{_quoting(text.replace('>', '&gt;'))}</code></pre>", "pre", "code")

    def paragraph(self, name: str, html: str) -> None:
        """Read a paragraph."""
        plain = self.plain()
        if plain is None or not _is_plain(html):
            self.read(f"<{name}>{html}</{name}>")
            return
        if "<" in html:
            html = _PART_TAG.sub("", html)
            plain.filled.update(("code",) if "<code>" in html else ())
        plain.put(f"<{name}>{_quoting(html)}</{name}>".replace("\n", " "), name)

    def read(self, html: str) -> None:
        """Read a part of the page that begins and ends outside of a tag."""
        text, *others = html.split("<")
        if text:
            self.words(text)
        context, plain = self.context, self.plain() if others else None
        for other in others:
            written, bracket, text = other.partition(">")
            if not bracket:
                raise ValueError(html)
            tag = _tag(written)
            name = tag.name
            if plain is None or tag.rare or (tag.ends and self.section.depth > len(context)):
                self.step(tag, text)
                plain = self.plain()
                continue
            if tag.begins:
                context.append(name)
                if name in _KEPT:
                    plain.begin(name)
            elif tag.ends and context and context[-1] == name:
                context.pop()
                if name in _KEPT:
                    plain.end(name)
            if text:
                plain.add(_escaped(text) if "&" in text or ">" in text else text)

    def step(self, tag: _Tag, text: str) -> None:
        """Read a tag and the text behind it, wherever they are."""
        if tag.begins:
            self.begin(tag)
        if tag.ends:
            self.end(tag.name)
        if text:
            self.words(text)

    def skips(self) -> bool:
        return not self.skipped.isdisjoint(self.context)

    def here(self) -> Words:
        return self.section.title if self.section.tag in self.context else self.section.text

    def enter(self, section: Section) -> None:
        self.section = section
        self.found.append(section)

    def begin(self, tag: _Tag) -> None:
        name = tag.name
        self.context.append(name)
        if tag.anchor is not None:
            depth = len(self.context)
            if name != "h1" and not self.found:
                self.enter(Section(_ABOVE, depth))
            own = tag.anchor if self.found else None
            self.enter(Section(name, depth, own, tag.excluded))
        elif not self.found:
            self.enter(Section(_ABOVE))
        if tag.permalink:
            self.permalinks.append(len(self.context))
        if tag.skipped:
            self.skipped.add(name)
        elif name in _KEPT and not self.skips():
            self.here().begin(name)

    def end(self, name: str) -> None:
        context = self.context
        if not context or context[-1] != name:
            return
        if self.section.depth > len(context):
            outer = next((one for one in reversed(self.found) if one.depth <= len(context)), None)
            if outer is not None:
                self.section.depth = _NEVER
                self.section = outer
        if self.permalinks and self.permalinks[-1] == len(context):
            self.permalinks.pop()
        context.pop()
        if name in self.skipped:
            self.skipped -= {name} - {"object"}
        elif name in _KEPT and not self.skips():
            self.here().end(name)

    def words(self, text: str) -> None:
        if self.skips():
            return
        if not self.found:
            self.enter(Section(_ABOVE))
        text = _escaped(text) if "&" in text or ">" in text else text
        preformatted = "pre" in self.context
        if self.section.tag not in self.context:
            if preformatted:
                self.section.text.parts.append(text)
            else:
                self.section.text.add(text)
        elif not self.permalinks:
            text = text if preformatted else " " if text.isspace() else text.replace("\n", " ")
            self.section.title.parts.append(text)
