"""Draws the decision guides of a finished page: step by step, as a table and as a map, all of one list.

The list itself becomes the chooser. Each answer that leads to others is a link to the list of these, and a style sheet
shows the list that the address names, no script is needed; without the style sheet it is the list that it was. The
addresses of the steps are made of the English texts: they are the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import NamedTuple

from isogloss.project import Locale
from isogloss.reader.drawing import drawing
from isogloss.reader.guide import Answer, heading_of, read
from isogloss.reader.strings import Words
from isogloss.structure.decisions import Branch, DecisionGuide

GUIDE = "isogloss/decision.html"
_ID = re.compile(r"""(<[^<>]*?)\sid=(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the table, copied from the list."""

    html: str
    marks: str = ""
    """The attributes that say what language it is in, if that is not the language of the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """The answers that lead to one end, without the first one where rows share it."""

    answers: Sequence[Cell]
    end: Cell


class Group(NamedTuple):
    """Rows that share their first answer, or that share none."""

    answer: Cell | None
    rows: Sequence[Row]


def drawable(guide: DecisionGuide) -> bool:
    """Whether *guide* can be drawn; if not, the checks of English pages tell why."""
    return guide.leads and not any(one.obstacle for one in guide.every())


def drawn(
    html: str,
    guides: Iterable[DecisionGuide],
    words: Words,
    locale: Locale,
    render: Callable[[Mapping[str, object]], str],
) -> tuple[str, list[str]]:
    """The page *html* in *locale* with its *guides* drawn, and the anchors of those that could be, and are not.

    *render* fills in the template of a guide. What is not drawn stays the list that it is.
    """
    failed = []
    for guide in filter(drawable, guides):
        heading = heading_of(html, guide.anchor) if guide.anchor else None
        found = read(html, heading[1], guide.branches) if heading is not None else None
        if found is None:
            failed.append(guide.anchor)
            continue
        whole = list(_steps(html, guide.anchor, found.answers, guide.branches))
        told = {
            "anchor": guide.anchor,
            "words": words.texts,
            "marks": words.marks(locale),
            "list": _with(html, found.start, found.end, whole),
            "groups": list(_groups(html, found.answers)),
            "map": drawing(found.answers, mirrored=locale.direction == "rtl"),
        }
        html = html[: found.start] + render(told) + html[found.end :]
    return html, failed


def _steps(html: str, above: str, answers: Sequence[Answer], branches: Sequence[Branch]) -> Iterator[tuple[int, str]]:
    """What is to be put into the list below the step *above*, with its place."""
    for answer, branch in zip(answers, branches, strict=True):
        if not answer.answers:
            continue
        step = escape(f"{above}/{branch.name}")
        end = answer.start + len(answer.own(html).rstrip())
        yield answer.start, f'<a class="isogloss-answer" id="{step}:" href="#{step}">'
        yield end, "</a>"
        yield answer.below, f' id="{step}" tabindex="-1" aria-labelledby="{step}:"'
        yield from _steps(html, step, answer.answers, branch.branches)


def _with(html: str, start: int, end: int, added: Iterable[tuple[int, str]]) -> str:
    """*html* from *start* to *end*, with what is *added* to it."""
    parts = []
    for place, text in added:
        parts += [html[start:place], text]
        start = place
    return "".join(parts) + html[start:end]


def _groups(html: str, answers: Iterable[Answer]) -> Iterator[Group]:
    for leads, found in groupby(answers, lambda answer: bool(answer.answers)):
        if leads:
            yield from (Group(_condition(html, one), list(_rows(html, one, ()))) for one in found)
        else:
            yield Group(None, [row for one in found for row in _rows(html, one, ())])


def _rows(html: str, answer: Answer, before: tuple[Cell, ...]) -> Iterator[Row]:
    for one in answer.answers:
        if one.answers:
            yield from _rows(html, one, (*before, _condition(html, one)))
        else:
            yield _row(html, one, before)
    if not answer.answers:
        yield _row(html, answer, before)


def _row(html: str, answer: Answer, before: tuple[Cell, ...]) -> Row:
    own = _condition(html, answer)
    answers = (*before, own) if answer.words(linked=False) else before
    return Row(answers, _cell(html[slice(*answer.link)], answer))


def _condition(html: str, answer: Answer) -> Cell:
    return _cell(answer.condition(html), answer)


def _cell(text: str, answer: Answer) -> Cell:
    given = {"lang": answer.language, "dir": answer.direction}
    marks = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
    return Cell(_ID.sub(r"\1", text), marks)
