"""Which block of a localized page stands for which block of the English one.

Blocks are matched in their order, by what they are, where they lead, what they hold and how long they are; the words
say nothing, as they are of two languages. A text in another language is about as long as its original: Gale and Church,
"A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics 19 (1993).
"""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from typing import NamedTuple

from isogloss.structure.outline import Node, Outline

_GAP = 1.0
_MOST_CELLS = 250_000
"""Pairs to compare beyond which pages are compared coarsely: 500 blocks against 500."""
_ALIKE = 0.25
"""A difference that two blocks may have and stand for each other without more evidence."""


_Step = tuple[int | None, int | None]


class Pair(NamedTuple):
    """A block and its counterpart; None where one of the two pages has none."""

    original: Node | None
    localized: Node | None
    section: str
    """The anchor of the heading above, in the original."""
    place: int
    """The index of the block in the localized page; of the block before it, where it is missing there."""
    origin: int
    """The same in the original."""


def align(original: Outline, localized: Outline) -> list[Pair]:
    """Every block of both pages, each with its counterpart, in the order of the pages."""
    before, after = original.nodes, localized.nodes
    steps: list[_Step] = [(at, at) for at in range(len(before))] if before == after else _with_moved(before, after)
    pairs = []
    section, place, origin = "", 0, 0
    for first, second in steps:
        node = before[first] if first is not None else None
        other = after[second] if second is not None else None
        if node is not None and node.kind == "heading":
            section = node.anchor
        origin = first if first is not None else origin
        place = second if second is not None else place
        pairs.append(Pair(node, other, section, place, origin))
    return pairs


def _with_moved(before: Sequence[Node], after: Sequence[Node]) -> list[_Step]:
    """The steps in the order of the localized page, with sections that stand whole at another place."""
    moved = _moved(_sections(before), _sections(after))
    places = [at for at in range(len(before)) if not any(at in mine for mine, _ in moved)]
    others = [at for at in range(len(after)) if not any(at in its for _, its in moved)]
    rest = _steps([before[at] for at in places], [after[at] for at in others])
    steps: list[_Step] = [
        (places[first] if first is not None else None, others[second] if second is not None else None)
        for first, second in rest
    ]
    for mine, its in moved:
        at = next((n for n, (_, second) in enumerate(steps) if second is not None and second >= its.start), len(steps))
        steps[at:at] = zip(mine, its, strict=True)
    return steps


def _sections(nodes: Sequence[Node]) -> dict[tuple[Node, ...], range]:
    """The sections that are on a page once, from heading to heading, and their places."""
    starts = [at for at, node in enumerate(nodes) if node.kind == "heading"]
    ranges = [range(start, end) for start, end in zip(starts, [*starts[1:], len(nodes)], strict=False)]
    contents = [tuple(nodes[at] for at in places) for places in ranges]
    return {content: places for content, places in zip(contents, ranges, strict=True) if contents.count(content) == 1}


def _moved(before: dict[tuple[Node, ...], range], after: dict[tuple[Node, ...], range]) -> list[tuple[range, range]]:
    """Equal sections that are not in the longest run of equal sections in the same order."""
    both = [(before[content], after[content]) for content in before if content in after]
    order = [its.start for _, its in both]
    kept = {
        at
        for block in SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    }
    return [pair for at, pair in enumerate(both) if at not in kept]


def _steps(before: Sequence[Node], after: Sequence[Node]) -> list[_Step]:
    """The places of the counterparts; at both ends, what is alike is taken as it comes."""
    anchors = {node.anchor for node in before}
    start = _alike(before, after, anchors)
    end = _alike(before[start:][::-1], after[start:][::-1], anchors)
    rest, other_rest = before[start : len(before) - end], after[start : len(after) - end]
    steps: list[_Step] = [(at, at) for at in range(start)]
    if len(rest) * len(other_rest) <= _MOST_CELLS:
        steps += _cheapest(rest, other_rest, start, anchors)
    else:
        steps += _coarse(rest, other_rest, start)
    return steps + [(len(before) - at, len(after) - at) for at in range(end, 0, -1)]


def _alike(before: Sequence[Node], after: Sequence[Node], anchors: Set[str]) -> int:
    """How many blocks are alike from here on, up to the last that can hardly be mistaken for another."""
    sure = 0
    for number, (node, other) in enumerate(zip(before, after, strict=False), start=1):
        if _difference(node, other, anchors) >= _ALIKE:
            break
        if node == other and (node.anchor or node.links or node.assets or node.kind == "code"):
            sure = number
    return sure


def _cheapest(before: Sequence[Node], after: Sequence[Node], start: int, anchors: Set[str]) -> list[_Step]:
    """The cheapest way from one end to the other (Needleman and Wunsch, 1970)."""
    differences = [[_difference(node, other, anchors) for other in after] for node in before]
    costs = [[column * _GAP for column in range(len(after) + 1)]]
    for row, line in enumerate(differences):
        above, found = costs[-1], [(row + 1) * _GAP]
        for column, difference in enumerate(line):
            found.append(min(above[column] + difference, above[column + 1] + _GAP, found[-1] + _GAP))
        costs.append(found)
    back: list[_Step] = []
    row, column = len(before), len(after)
    while row or column:
        cost = costs[row][column]
        if row and column and cost == costs[row - 1][column - 1] + differences[row - 1][column - 1]:
            row, column = row - 1, column - 1
            back.append((start + row, start + column))
        elif row and cost == costs[row - 1][column] + _GAP:
            row -= 1
            back.append((start + row, None))
        else:
            column -= 1
            back.append((None, start + column))
    return back[::-1]


def _coarse(before: Sequence[Node], after: Sequence[Node], start: int) -> list[_Step]:
    """A way for very long pages: the longest runs of equal blocks."""
    steps: list[_Step] = []
    for _, first, last, other_first, other_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        common = min(last - first, other_last - other_first)
        steps += [(start + first + at, start + other_first + at) for at in range(common)]
        steps += [(start + at, None) for at in range(first + common, last)]
        steps += [(None, start + at) for at in range(other_first + common, other_last)]
    return steps


def _difference(node: Node, other: Node, anchors: Set[str]) -> float:
    """How little two blocks have in common, from 0; above 2 they are better left without a counterpart.

    An anchor that is another one of the original's *anchors* says more than one that the original does not know.
    """
    if node.kind != other.kind:
        return 3.0
    cost = 0.0
    if node.anchor not in (other.anchor, *other.names):
        cost += 0.5 if other.anchor in anchors else 0.2
    if node.detail != other.detail:
        cost += 1.2 if node.kind == "passage" else 0.5
    for mine, its in ((node.links, other.links), (node.assets, other.assets)):
        if mine != its:
            cost += 0.7 * (1 - len(set(mine) & set(its)) / len(set(mine) | set(its)))
    if node.text and other.text:
        cost += 0.4 * min(1.0, abs(math.log((len(other.text) + 12) / (len(node.text) + 12))))
    return cost
