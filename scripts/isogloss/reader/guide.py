"""A decision guide on a finished page: its list, as browsers read it, whatever theme and plugins have written it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from isogloss.structure.decisions import WORDS, Branch

_HEADING = re.compile(r"<h[1-6]\b")
LISTS = frozenset({"ul", "ol"})
VOID = frozenset({"br", "img", "wbr"})
"""Elements that have no end, of those in lists and tables of words."""
_END_OF_CONDITION = re.compile(r"(?<!\s)(?:\s+(?:[:：]\s*)?|[:：]\s*)((?:</\w+>)*)\Z")


class Run(NamedTuple):
    """Words in one language."""

    text: str
    language: str
    """Its tag; empty if it is that of the page."""
    direction: str
    linked: bool
    """Whether they are of the link."""


@dataclass(slots=True)
class Answer:
    """One item of the list: an answer that a reader can give."""

    start: int
    """Where its own words begin."""
    end: int = -1
    language: str = ""
    direction: str = ""
    runs: list[Run] = field(default_factory=list)
    link: tuple[int, int] = (0, 0)
    """Where its link is; of an answer that leads to others, nowhere."""
    target: str = ""
    links: int = 0
    below: int = -1
    """Where the name of the tag of the list below it ends."""
    name: str = ""
    """The id of that list."""
    answers: list[Answer] = field(default_factory=list)

    def words(self, linked: bool | None = None) -> list[Run]:
        """Its words: all, those of its link, or those of its condition, without the colon before the link."""
        if linked is None:
            return self.runs
        found = [run for run in self.runs if run.linked is linked]
        while not linked and found and not _without_colon(found[-1].text):
            found.pop()
        if not linked and found:
            found[-1] = found[-1]._replace(text=_without_colon(found[-1].text))
        return found

    def condition(self, html: str) -> str:
        """What is written in *html* for its condition: its words without the link."""
        own = html[self.start : self.link[0]] + html[self.link[1] : self.end] if self.links else self.own(html)
        return _END_OF_CONDITION.sub(r"\1", own.strip())

    def own(self, html: str) -> str:
        """What is written in *html* for it."""
        return html[self.start : self.end]


def _without_colon(text: str) -> str:
    return text.rstrip(":： \n\t\u00a0\u202f")


class Found(NamedTuple):
    """The list of a guide."""

    start: int
    end: int
    answers: list[Answer]


def heading_of(html: str, anchor: str) -> tuple[int, int] | None:
    """Where the heading with the id *anchor* is; None if there is none."""
    name = re.escape(anchor)
    found = re.search(rf"""<(h[1-6])\b[^<>]*\sid=(?:"{name}"|'{name}'|{name}(?=[\s>]))[^<>]*>""", html)
    end = html.find(f"</{found[1]}>", found.end()) if found is not None else -1
    return (found.start(), end + len("</h1>")) if found is not None and end >= 0 else None


def read(html: str, start: int, branches: Sequence[Branch]) -> Found | None:
    """The first list of *html* in the section that begins at *start*, if it has the conditions of *branches*.

    None if there is none, or if steps cannot be made of it.
    """
    found = found_in(html, start)
    return found if found is not None and _same(found.answers, branches) else None


def found_in(html: str, start: int) -> Found | None:
    """The first list of *html* in the section that begins at *start*, if it holds nothing but words and links."""
    limit = _HEADING.search(html, start)
    part = html[start : limit.start() if limit is not None else len(html)]
    reader = _Reader(part, start)
    reader.feed(part)
    return reader.found if not reader.broken else None


def _same(answers: Sequence[Answer], branches: Sequence[Branch]) -> bool:
    return len(answers) == len(branches) and all(
        one.links == len(branch.targets) == (not one.answers)
        and any(run.text.strip() for run in one.runs)
        and not one.name
        and _same(one.answers, branch.branches)
        for one, branch in zip(answers, branches, strict=True)
    )


class _Open(NamedTuple):
    """An element of the list that is open."""

    tag: str
    language: str
    direction: str
    answer: Answer | None
    """The item that it is, or that it is in."""


class _Reader(HTMLParser):
    """Reads up to the end of the first list. The ends of items and paragraphs may be left out."""

    def __init__(self, part: str, origin: int) -> None:
        super().__init__()
        self.part, self.origin = part, origin
        self.lines = [0, *(place + 1 for place, character in enumerate(part) if character == "\n")]
        self.outside: list[str] = []
        """The elements that are open before the list."""
        self.stack: list[_Open] = []
        self.begin = -1
        self.top: list[Answer] = []
        self.found: Found | None = None
        self.broken = self.done = False

    @property
    def place(self) -> int:
        """Where the tag or the text begins that is read."""
        line, column = self.getpos()
        return self.origin + self.lines[line - 1] + column

    @property
    def _in_picture(self) -> bool:
        return any(one.tag == "svg" for one in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and close what ends where it begins."""
        if self.done:
            return
        if not self.stack:
            self._before(tag)
            return
        if self._in_picture:
            self.stack.append(self.stack[-1]._replace(tag=tag))
            return
        while tag not in WORDS and self.stack[-1].tag == "p":
            self._pop(self.place)
        while tag == "li" and self.stack[-1].tag not in LISTS:
            self._pop(self.place)
        given = {name: value or "" for name, value in attrs}
        top = self.stack[-1]
        opened = _Open(tag, given.get("lang", top.language), given.get("dir", top.direction), top.answer)
        end = self.place + len(self.get_starttag_text() or "")
        if tag == "li":
            opened = opened._replace(answer=Answer(end, language=opened.language, direction=opened.direction))
            assert opened.answer is not None
            (top.answer.answers if top.answer is not None else self.top).append(opened.answer)
        elif top.answer is None or top.tag in LISTS:
            self.broken = True
        else:
            self._inside(opened, top, top.answer, given, end)
        if tag not in VOID:
            self.stack.append(opened)

    def _before(self, tag: str) -> None:
        if self.outside[-1:] == ["p"] and tag not in WORDS:
            self.outside.pop()
        if tag in LISTS and not self.outside:
            self.begin = self.place
            self.stack.append(_Open(tag, "", "", None))
        elif tag not in VOID and tag not in ("hr", "input"):
            self.outside.append(tag)

    def _inside(self, opened: _Open, top: _Open, answer: Answer, given: Mapping[str, str], end: int) -> None:
        """Take down an element that begins in the item *answer*; its tag ends at *end*."""
        tag = opened.tag
        if tag in LISTS:
            if answer.end < 0:
                answer.end = self.place
            self.broken |= answer.below >= 0 or top.tag != "li"
            answer.below, answer.name = self.place + len(tag) + 1, given.get("id", "")
        elif tag == "p" and top.tag == "li" and not answer.runs and answer.end < 0:
            answer.start, answer.language, answer.direction = end, opened.language, opened.direction
        elif tag not in WORDS or answer.end >= 0:
            self.broken = True
        elif tag == "a":
            answer.links += 1
            answer.link, answer.target = (self.place, -1), given.get("href", "")
            self.broken |= not answer.target

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down an element without content."""
        if tag in VOID or not self._in_picture:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what is in it."""
        if self.done:
            return
        if not self.stack:
            self.done = tag not in self.outside
            while not self.done and self.outside.pop() != tag:
                pass
            return
        if all(one.tag != tag for one in self.stack):
            self.broken = True
            return
        end = self.origin + self.part.find(">", self.place - self.origin) + 1
        while (closed := self._pop(self.place)).tag != tag:
            self.broken |= closed.tag == "a"
        if tag == "a" and closed.answer is not None:
            closed.answer.link = closed.answer.link[0], end
        if not self.stack:
            self.found, self.done = Found(self.begin, end, self.top), True

    def _pop(self, place: int) -> _Open:
        closed = self.stack.pop()
        if closed.answer is not None and closed.tag in ("li", "p") and closed.answer.end < 0:
            closed.answer.end = place
        return closed

    def handle_data(self, data: str) -> None:
        """Take words down."""
        if self.done or not self.stack:
            return
        top = self.stack[-1]
        answer = top.answer if top.tag not in LISTS else None
        if answer is None or answer.end >= 0:
            self.broken |= bool(data.strip())
        elif data.strip() or answer.runs:
            linked = any(one.tag == "a" for one in self.stack)
            answer.runs.append(Run(data, top.language, top.direction, linked))
