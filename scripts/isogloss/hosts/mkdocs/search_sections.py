"""The sections of a rendered page, as the search of Material for MkDocs cuts it, without its parser of HTML.

That parser is written in Python and takes a seventh of the CPU of a build. What comes from Python-Markdown is simpler
than HTML can be: three expressions read it. Where a page has anything else, this room says so, and Material's own
parser reads the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape

_ATTRIBUTES = r"(?: [a-z-]+=\"[^\"<>]*\")*"


def _lines(depth: int) -> str:
    """What the highlighter makes of code: elements in elements, not deeper than *depth*."""
    inside = rf"[^<]*(?:{_lines(depth - 1)}[^<]*)*" if depth else "[^<]*"
    return rf"(?:<span{_ATTRIBUTES}>{inside}</span>|<a{_ATTRIBUTES}></a>)"


_TOKEN = re.compile(
    rf"<pre><span></span><code>([^<]*(?:{_lines(3)}[^<]*)*)</code></pre>"
    r"|<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:[ \n]+[A-Za-z_:@][\w:.@-]*(?:=\"[^\"<>]*\")?)*)[ \n]*(/?)>"
    r"|(<!--(?!-?>)(?:[^-]|-(?!-!?\s*>))*-->)"
    r"|([^<]+)"
    r"|(<)"
)
"""Code, the parts of a tag, a comment, a text; and what is none of them."""
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.@-]*)(?:=\"([^\"]*)\")?")
_TAG = re.compile("<[^<>]*>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#39|#34);)")
_ODD = ("data-search-exclude", "linenodiv", "<object")
"""Without these, everything on a page is searched."""
_BEYOND = frozenset(
    {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}
)
"""Elements whose content is no HTML, or not with each version of Python."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEVER = float("inf")
_NONE: dict[str, str] = {}


@dataclass(slots=True)
class Words:
    """Pieces of HTML, in order, as search keeps it."""

    parts: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    """Where each element begins for the first time."""

    def begin(self, name: str) -> None:
        """Open an element."""
        self.first.setdefault(name, len(self.parts))
        self.parts.append(f"<{name}>")

    def end(self, name: str) -> None:
        """Close an element, or take it back if there is nothing in it. Raises :class:`KeyError` if it is not open."""
        first, last = self.first[name], len(self.parts) - 1
        while self.parts[last].isspace():
            last -= 1
        if last <= first:
            del self.parts[first:], self.first[name]
        else:
            self.parts.append(f"</{name}>")


@dataclass(slots=True)
class Section:
    """A heading and what stands under it."""

    tag: str
    """The heading; ``hx`` for what stands above the first one."""
    depth: float = 0
    id: str | None = None
    excluded: bool = False
    title: Words = field(default_factory=Words)
    text: Words = field(default_factory=Words)


def sections(page: str) -> list[Section] | None:
    """The sections of the HTML *page*, in order; None if it holds what only a parser of HTML can read."""
    lowered = page.lower()
    reading = _Reading(odd=any(one in lowered for one in _ODD))
    try:
        for code, end, name, attributes, alone, comment, text, other in _TOKEN.findall(page):
            if text:
                reading.words(text)
            elif name:
                if (name := name.lower()) in _BEYOND or (end and (attributes or alone)):
                    return None
                if not end:
                    reading.begin(name, attributes)
                if end or alone:
                    reading.end(name)
            elif other or not (comment or reading.code(code)):
                return None
    except KeyError:
        return None
    return reading.found


class _Reading:
    """A page on the way: where in it, and what is found."""

    def __init__(self, odd: bool) -> None:
        self.odd = odd
        self.skipped = {"object"}
        """By name: what is in such an element is not searched."""
        self.context: list[str] = []
        self.permalinks: list[int] = []
        """How deep the links are that lead to a heading, beside it."""
        self.found: list[Section] = []
        self.section = Section("")

    def skips(self) -> bool:
        return not self.skipped.isdisjoint(self.context)

    def here(self) -> Words:
        return self.section.title if self.section.tag in self.context else self.section.text

    def enter(self, section: Section) -> None:
        self.section = section
        self.found.append(section)

    def begin(self, name: str, written: str) -> None:
        if name in _VOID:
            return
        self.context.append(name)
        attributes = _NONE
        if written and (self.odd or name in _HEADINGS or "headerlink" in written or "&" in written):
            found = (match.groups() for match in _ATTRIBUTE.finditer(written))
            attributes = {key.lower(): unescape(value) if value else value for key, value in found}
        if name in _HEADINGS and "id" in attributes:
            depth = len(self.context)
            if name != "h1" and not self.found:
                self.enter(Section("hx", depth))
            own = attributes["id"] if self.found else None
            self.enter(Section(name, depth, own, "data-search-exclude" in attributes))
        elif not self.found:
            self.enter(Section("hx"))
        if attributes and name == "a" and attributes.get("class") == "headerlink":
            self.permalinks.append(len(self.context))
        if attributes and ("data-search-exclude" in attributes or attributes.get("class") == "linenodiv"):
            self.skipped.add(name)
            self.odd = True
        elif name in _KEPT and not (self.odd and self.skips()):
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
        if self.odd and name in self.skipped:
            self.skipped -= {name} - {"object"}
        elif name in _KEPT and not (self.odd and self.skips()):
            self.here().end(name)

    def words(self, text: str) -> None:
        if self.odd and self.skips():
            return
        entities = "&" in text
        text = unescape(text) if entities else text
        blank = text.isspace()
        preformatted = "pre" in self.context
        if not preformatted:
            text = " " if blank else text.replace("\n", " ")
        if not self.found:
            self.enter(Section("hx"))
        parts = self.section.text.parts
        escaped = escape(text, quote=False) if entities or ">" in text else text
        if self.section.tag in self.context:
            if not self.permalinks:
                self.section.title.parts.append(escaped)
        elif not blank:
            parts.append(escaped)
        elif preformatted or not parts or not parts[-1].isspace():
            parts.append(text)

    def code(self, body: str) -> bool:
        """Read highlighted code, in ``<pre><span></span><code>``; whether it is nothing but code."""
        if self.odd and any(one in body for one in _ODD):
            return False
        if "&" in body and _ENTITY.search(body):
            return False
        body = _TAG.sub("", body)
        self.begin("pre", "")
        self.begin("code", "")
        if body and not (self.odd and self.skips()):
            parts = (self.section.title if self.section.tag in self.context else self.section.text).parts
            text = unescape(body)
            if parts is self.section.text.parts or not self.permalinks:
                parts.append(text if text.isspace() else escape(text, quote=False))
        self.end("code")
        self.end("pre")
        return True
