"""What readers of a finished page see: texts of blocks, attributes that are read out, titles, metadata.

It knows HTML and no theme: what is code, an address or not for translators is in no text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

from isogloss.segments.html import TRANSLATABLE_ATTRIBUTES

_CODE = frozenset({"code", "kbd", "samp", "var"})
_VERBATIM = frozenset({"code", "iframe", "kbd", "math", "pre", "samp", "script", "style", "textarea", "var"})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr",
})  # fmt: skip
"""Elements inside a text; all others end it."""
_KEPT = frozenset({"arithmatex", "MathJax_Preview", "magiclink"})
"""Classes of math, and of links that are called by the name of a user, a repository or a commit."""
_READABLE = (*TRANSLATABLE_ATTRIBUTES, "aria-description", "aria-roledescription", "aria-valuetext", "label", "summary")
_BUTTONS = ("button", "reset", "submit")
_METADATA = frozenset({
    "description", "keywords", "subject", "og:description", "og:image:alt", "og:site_name", "og:title",
    "twitter:description", "twitter:image:alt", "twitter:title",
})  # fmt: skip
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_NO_WORD = re.compile(
    r"://|^www\.|@\w|_|\(\)|[^\W\d_]\.[^\W\d_]{2}|^:[\w+-]+:\W*$|\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{12,}\b"
)
"""What stands between two blanks and is an address, or the name of a user, a program, a file, an icon or a state."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLAIN = re.compile(r"[A-Za-z]+")
CODE = "…"
"""Stands in a text for code in it."""


class Seen(NamedTuple):
    """One text that readers of a page meet."""

    text: str
    """In one line."""
    place: str
    """``text``, ``drawing``, ``page title``, the name of an attribute, ``meta NAME``, or ``script``."""
    line: int
    """The line of the page, from 1."""
    parts: tuple[str, ...] = ()
    """The same text, cut at each tag in it."""


def words(text: str) -> list[str]:
    """The words of *text*; addresses and names of programs are none."""
    return [word for token in text.split() if not _NO_WORD.search(token) for word in _WORD.findall(token)]


def bare(text: str) -> str:
    """*text* without the punctuation around it."""
    return text.strip(" -–—·|:,.…")


def is_plain(word: str) -> bool:
    """Whether *word* is in the letters of English."""
    return _PLAIN.fullmatch(word) is not None


def read(page: str, *, whole: bool = True) -> list[Seen]:
    """The texts of *page*, HTML, in which there are words, in order.

    A text is *whole*, with what its inline elements say, or it ends at each tag.
    """
    return [seen for seen in _read(page, whole).found if words(seen.text)]


def codes(page: str) -> set[str]:
    """The code in *page*, HTML, that makes a text by itself, without blanks: contents have it without its tags."""
    return _read(page, True).codes


def _read(page: str, whole: bool) -> _Reader:
    reader = _Reader(whole)
    reader.feed(page)
    reader.close()
    reader.end_text()
    return reader


class _Reader(HTMLParser):
    def __init__(self, whole: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.whole = whole
        self.found: list[Seen] = []
        self.codes: set[str] = set()
        self.code = ""
        """The code in the text under way."""
        self.text: list[str] = []
        self.line = 0
        self.open: list[tuple[str, bool]] = []
        """The elements around, and whether each is for translators."""
        self.settings = False
        """Whether what comes is the configuration of a theme, with the words of its scripts."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if not self.whole or tag not in _INLINE:
            self.end_text()
        readable = self._readable and not _is_kept(tag, attributes)
        if self._readable and "magiclink" in (attributes.get("class") or "").split():
            self._add((attributes.get("title") or "").partition(":")[0], "title", self.getpos()[0])
        if readable:
            for name, value in _values(tag, attributes):
                self._add(value, name, self.getpos()[0])
        elif tag in _VERBATIM and tag in _INLINE and self._readable:
            self._say(CODE)
        self.settings = tag == "script" and attributes.get("id") == "__config"
        if tag not in _VOID:
            self.open.append((tag, readable))

    def handle_endtag(self, tag: str) -> None:
        if not self.whole or tag not in _INLINE:
            self.end_text()
        self.settings = False
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self.settings:
            for value in _translations(data):
                self._add(value, "script", self.getpos()[0])
        elif any(tag in _CODE for tag, _ in self.open):
            self.code += data
        elif self._readable:
            self._say(data, self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n"))

    def handle_comment(self, data: str) -> None:
        if not self.whole:
            self.end_text()

    def end_text(self) -> None:
        """Take down the text before a tag that ends it."""
        if self.code and not words("".join(self.text)):
            self.codes.add("".join(self.code.split()))
        self.code = ""
        names = [tag for tag, _ in self.open]
        place = "drawing" if "svg" in names else "page title" if names[-1:] == ["title"] else "text"
        parts = tuple(part for part in (" ".join(text.split()) for text in self.text) if part)
        self._add("".join(self.text), place, self.line, parts)
        self.text = []

    def _say(self, data: str, line: int = 0) -> None:
        if not "".join(self.text).strip():
            self.line = line or self.getpos()[0]
        self.text.append(data)

    def _add(self, text: str, place: str, line: int, parts: tuple[str, ...] = ()) -> None:
        if text := " ".join(text.split()):
            self.found.append(Seen(text, place, line, parts or (text,)))

    @property
    def _readable(self) -> bool:
        return not self.open or self.open[-1][1]


def _is_kept(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element holds code, math, the name of a repository, or what is not for translators."""
    classes = (attributes.get("class") or "").split()
    return attributes.get("translate") == "no" or tag in _VERBATIM or not _KEPT.isdisjoint(classes)


def _values(tag: str, attributes: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    for name, value in attributes.items():
        if value and (name in _READABLE or (name == "value" and attributes.get("type") in _BUTTONS)):
            yield name, value
    said = attributes.get("name") or attributes.get("property") or ""
    if tag == "meta" and said in _METADATA and attributes.get("content"):
        yield f"meta {said}", attributes["content"] or ""


def _translations(data: str) -> Iterator[str]:
    """What the scripts of Material for MkDocs show."""
    try:
        settings: Any = json.loads(data)
    except ValueError:
        return
    found = settings.get("translations") if isinstance(settings, dict) else None
    yield from (value for value in found.values() if isinstance(value, str)) if isinstance(found, dict) else ()
