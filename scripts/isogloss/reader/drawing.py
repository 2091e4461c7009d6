"""Draws a decision guide as a map, in SVG: from each answer a line leads to the next ones, and at last to a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import NamedTuple

from isogloss.reader.guide import Answer, Run

_LINE, _LETTER = 17, 13
"""The height of a line, and of letters, as the style sheet has them; all measures are in pixels."""
_PAD, _ROW, _GAP, _ROOT = 7, 8, 28, 22
_ANSWER, _END = 126, 200
"""How wide boxes are."""
_STEP = 6
"""By how much lines are made shorter as long as there are no more of them."""
_NARROW, _BROAD = frozenset("fijltrI.,:;'|!()[]- "), frozenset("mwMW%@")
_WIDE = "\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff"
_STAYS = "\u3001\u3002\uff0c\uff01\uff1f\uff1a\u300d\u300f\uff09\u30fc\u3063\u3083\u3085\u3087\u30c3\u30e3\u30e5\u30e7"
"""Letters that lines may break between, and those that begin none."""
_WORD = rf"(?<!\s)(\s*)([{_WIDE}][{_STAYS}]*|[^\s{_WIDE}]+)"
_BREAKS = rf"[{_WIDE}]"


class Drawing(NamedTuple):
    """A map."""

    width: int
    height: int
    content: str
    """What the element ``svg`` holds."""


class _Word(NamedTuple):
    """What no space and no change of language is in."""

    text: str
    spaced: bool
    """Whether a space is before it."""
    language: str
    direction: str


@dataclass(slots=True)
class _Box:
    """An answer, or an end, with its place."""

    lines: Sequence[Sequence[_Word]]
    left: int
    wide: int
    middle: float = 0
    target: str = ""

    @property
    def high(self) -> int:
        return len(self.lines) * _LINE + 2 * _PAD


@dataclass(slots=True)
class _Node:
    """A box, and those that it leads to."""

    box: _Box
    below: list[_Node]

    @property
    def high(self) -> float:
        """The height of all of it."""
        return max(self.box.high, sum(one.high for one in self.below) + _ROW * (len(self.below) - 1))

    def put(self, top: float) -> None:
        """Take the place that begins at *top*."""
        whole = self.high
        start = top + (whole - sum(one.high for one in self.below) - _ROW * (len(self.below) - 1)) / 2
        for one in self.below:
            one.put(start)
            start += one.high + _ROW
        self.box.middle = (self.below[0].box.middle + self.below[-1].box.middle) / 2 if self.below else top + whole / 2


def drawing(answers: Sequence[Answer], mirrored: bool = False) -> Drawing:
    """The map of *answers*, which begins from the right if *mirrored*."""
    depth = max(_depth(one) for one in answers)
    end = _ROOT + depth * (_ANSWER + _GAP)
    width = end + _END + 1
    nodes = [_node(one, _ROOT, end) for one in answers]
    top = 1.0
    for node in nodes:
        node.put(top)
        top += node.high + _ROW
    pen = _Pen(-1 if mirrored else 1)
    middle = round((nodes[0].box.middle + nodes[-1].box.middle) / 2)
    start = width - 5 if mirrored else 5
    parts = [f'<g transform="translate({start} {middle})"><circle r="4"/>']
    for node in nodes:
        parts += pen.node(node, 5, middle, 4)
    return Drawing(width, round(top - _ROW + 1), "".join([*parts, "</g>"]))


def _depth(answer: Answer) -> int:
    return max(map(_depth, answer.answers), default=0) + bool(answer.answers or answer.words(linked=False))


def _node(answer: Answer, left: int, end: int) -> _Node:
    """What is drawn of *answer*, whose box begins at *left*; the boxes of ends begin at *end*."""
    if answer.answers:
        below = [_node(one, left + _ANSWER + _GAP, end) for one in answer.answers]
        return _Node(_Box(_lines(answer.words(), _ANSWER), left, _ANSWER), below)
    last = _Box(_lines(answer.words(linked=True), _END), end, _END, target=answer.target)
    condition = _lines(answer.words(linked=False), _ANSWER)
    return _Node(_Box(condition, left, _ANSWER), [_Node(last, [])]) if condition else _Node(last, [])


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes SVG. Each box has its middle as zero, so that what is alike is written alike: pages weigh less."""

    sign: int
    """1 from the left, and -1 from the right."""

    def x(self, place: float) -> str:
        return f"{self.sign * place:g}"

    def node(self, node: _Node, before: float, above: int, half: float) -> Iterator[str]:
        """A group of the box of *node*, and of all that it leads to.

        The middle of the one that leads to it is at *before* and *above*; it is twice as wide as *half*.
        """
        box = node.box
        own, middle = box.left + box.wide / 2, round(box.middle)
        yield f'<g transform="translate({self.x(own - before)} {middle - above})">'
        turn = self.x(_GAP / 2)
        yield f'<path d="M{self.x(before + half - own)} {above - middle}h{turn}V0H{self.x(-box.wide / 2)}"/>'
        if box.target:
            # Material wants to write "href", wherever there is one, and cannot in SVG.
            yield f'<a xlink:href="{escape(box.target)}">'
        place = f'x="{-box.wide / 2:g}" y="{-box.high / 2:g}"'
        yield f'<rect {place} width="{box.wide}" height="{box.high}" rx="4"/>'
        yield self.text(box)
        if box.target:
            yield "</a>"
        for one in node.below:
            yield from self.node(one, own, middle, box.wide / 2)
        yield "</g>"

    def text(self, box: _Box) -> str:
        spoken = {_marks(word) for line in box.lines for word in line}
        marks = spoken.pop() if len(spoken) == 1 else ""
        parts = []
        for number, line in enumerate(box.lines):
            groups = [(found, escape(_joined(words))) for found, words in groupby(line, _marks)]
            inside = "".join(f"<tspan{found}>{text}</tspan>" if found and not marks else text for found, text in groups)
            # For those who hear it, the space between two lines belongs to the end of the first.
            space = " " if line is not box.lines[-1] and box.lines[number + 1][0].spaced else ""
            text = f"{inside.lstrip()}{space}"
            parts.append(f'<tspan x="0" dy="{_LINE}">{text}</tspan>' if number else text)
        return f'<text y="{_PAD + _LETTER - box.high / 2:g}"{marks}>{"".join(parts)}</text>'


def _marks(word: _Word) -> str:
    marks = f' lang="{escape(word.language)}"' if word.language else ""
    return marks + (f' direction="{escape(word.direction)}" unicode-bidi="embed"' if word.direction else "")


def _joined(words: Iterable[_Word]) -> str:
    return "".join(f" {word.text}" if word.spaced else word.text for word in words)


def _lines(runs: Iterable[Run], wide: int) -> list[list[_Word]]:
    """*runs* in as few lines as a box of that width holds, which are as long as each other."""
    pieces = list(_unbroken(_words(runs)))
    room = wide - 2 * _PAD
    lines = _filled(pieces, room)
    while room > _STEP and len(narrower := _filled(pieces, room := room - _STEP)) == len(lines):
        lines = narrower
    return lines


def _filled(pieces: Iterable[Sequence[_Word]], room: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = []
    length = 0.0
    for words in pieces:
        more = _length(_joined(words))
        if lines and length + more <= room:
            lines[-1] += words
            length += more
        else:
            lines.append(list(words))
            length = _length(_joined(words).lstrip())
    return lines


def _words(runs: Iterable[Run]) -> Iterator[_Word]:
    spaced = False
    for run in runs:
        end = 0
        for found in re.finditer(_WORD, run.text):
            yield _Word(found[2], spaced or bool(found[1]), run.language, run.direction)
            spaced, end = False, found.end()
        spaced = spaced or bool(run.text[end:])


def _unbroken(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """*words*, those together that no line may break between."""
    found: list[_Word] = []
    for word in words:
        if found and (word.spaced or re.match(_BREAKS, word.text) or re.match(_BREAKS, found[-1].text)):
            yield found
            found = []
        found.append(word)
    if found:
        yield found


def _length(text: str) -> float:
    """About how long *text* is in the letters of the map."""
    return sum(map(_breadth, text))


def _breadth(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _LETTER
    return 4.3 if letter in _NARROW else 11.5 if letter in _BROAD else 8.7 if letter.isupper() else 7.2
