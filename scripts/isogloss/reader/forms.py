"""Reads decision guides back from a finished page: what readers see in the list, in the table and on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import pairwise

from isogloss.checks.site import DrawnGuide, End
from isogloss.reader.guide import VOID, Answer, Run, found_in

_GUIDE = re.compile(r"""<div class=["']?decision-guide\b[^<>]*>""")
_STEPS = re.compile(r"""<div class=["']?isogloss-forms\b[^<>]*>.*?href=["']?#([^"'\s>]*)""", re.DOTALL)
_CLOSED_BY = {"tr": ("table", "tbody", "thead"), "td": ("tr",), "th": ("tr",), "tbody": ("table",), "thead": ("table",)}
"""Elements whose ends may be left out, and those that they are in."""


def guides(html: str) -> Iterator[DrawnGuide]:
    """The decision guides that are drawn on the page *html*."""
    starts = [found.start() for found in _GUIDE.finditer(html)]
    for start, end in pairwise([*starts, len(html)]):
        part = html[start:end]
        steps, begin = _STEPS.search(part), _GUIDE.search(part)
        assert begin is not None
        found = found_in(part, begin.end())
        forms = _Forms()
        forms.feed(part[: part.find("</svg>") + len("</svg>")])
        answers = found.answers if found is not None else []
        yield DrawnGuide(
            steps[1] if steps is not None else "",
            tuple(_ends(answers, ())),
            tuple(_steps(answers)),
            table=tuple(forms.table),
            map=tuple(forms.map),
        )


def _said(runs: Iterable[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _ends(answers: Iterable[Answer], before: tuple[str, ...]) -> Iterator[End]:
    for answer in answers:
        if answer.answers:
            yield from _ends(answer.answers, (*before, _said(answer.words())))
        else:
            own = _said(answer.words(linked=False))
            yield End((*before, own) if own else before, _said(answer.words(linked=True)), answer.target)


def _steps(answers: Iterable[Answer]) -> Iterator[tuple[str, str]]:
    for answer in answers:
        if answer.answers:
            yield answer.target.removeprefix("#"), answer.name
            yield from _steps(answer.answers)


class _Forms(HTMLParser):
    """Reads the ends of the table and of the map."""

    def __init__(self) -> None:
        super().__init__()
        self.table: list[End] = []
        self.map: list[End] = []
        self.stack: list[str] = []
        self.above: list[str] = []
        """The answers of the map that are open, and in the table the one that rows share."""
        self.row: list[str] = []
        self.shared = False
        self.words: list[str] = []
        self.target = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag in VOID or (not self.stack and tag not in ("table", "svg")):
            return
        while tag in _CLOSED_BY and self.stack[-1] not in _CLOSED_BY[tag]:
            self._close(self.stack.pop())
        given = dict(attrs)
        if tag in ("tbody", "table"):
            self.above = []
        elif tag == "th":
            self.shared = given.get("scope") == "rowgroup"
        elif tag == "tr":
            self.row = []
        elif tag == "g":
            self.words = []
            self.above.append("")
        elif tag == "a":
            self.words, self.target = [], given.get("href") or given.get("xlink:href") or ""
        elif tag == "span" and self.stack[-1] == "th":
            self.words = []
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what is in it."""
        while tag in self.stack:
            closed = self.stack.pop()
            self._close(closed)
            if closed == tag:
                return

    def _close(self, tag: str) -> None:
        said = " ".join("".join(self.words).split())
        if tag == "span" and self.stack[-1] == "th" and said:
            (self.above if self.shared else self.row).append(said)
        elif tag == "text" and "a" not in self.stack:
            self.above[-1] = said
            self.words = []
        elif tag == "a":
            answers = self.above if "svg" in self.stack else [*self.above, *self.row]
            end = End(tuple(filter(None, answers)), said, self.target)
            (self.map if "svg" in self.stack else self.table).append(end)
            self.words = []
        elif tag == "g":
            self.above.pop()

    def handle_data(self, data: str) -> None:
        """Take words down."""
        if self.stack:
            self.words.append(data)
