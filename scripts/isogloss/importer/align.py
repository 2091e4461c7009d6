"""Aligns the blocks of a localized page with those of its English page: what corresponds for certain, and what may.

Sections first, by anchors, levels and what they lead to; then the passages within each pair of sections. A pair is
certain if something that is the same in every language says so and nothing speaks against it: a guess is never certain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby
from statistics import median

from isogloss.importer.blocks import Block
from isogloss.importer.features import (
    Clues,
    Neutral,
    alike,
    clues_of,
    doubt_about,
    evident,
    fit_of,
    fits,
    same_names,
    score_of,
    signature_of,
)

_NEAR = 6
"""Passages that are farther apart are not compared crosswise."""
_STRETCH = 2
"""Passages before and after one that say whether it stands in its place."""
_CLEARLY = 0.2
"""How much better two pairs of passages must fit crosswise to cast doubt on them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An English block and the localized block that corresponds to it."""

    english: Block
    localized: Block
    doubt: str = ""
    """Why they may not correspond; empty if they do for certain."""


@dataclass(slots=True)
class Alignment:
    """What became of all blocks of two pages."""

    pairs: list[Pair] = field(default_factory=list)
    english_alone: list[Block] = field(default_factory=list)
    localized_alone: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Section:
    heading: Clues | None
    passages: list[Clues]

    @property
    def structure(self) -> Counter[tuple[str, str]]:
        return sum((clues.structure for clues in self.passages), Counter())


def align(
    english: Sequence[Block], localized: Sequence[Block], neutral: tuple[Neutral, Neutral], same_form: bool = False
) -> Alignment:
    """Align *localized* with *english*; *neutral* is for the targets of each.

    With *same_form* both come from one text: block corresponds to block, if they are of the same kinds.
    """
    found = Alignment()
    if same_form and [block.shape for block in english] == [block.shape for block in localized]:
        found.pairs = [Pair(one, other) for one, other in zip(english, localized, strict=True)]
        return found
    ours, theirs = clues_of(english, neutral[0]), clues_of(localized, neutral[1])
    usual = [median([clues.length for clues in side if clues.length] or [1]) for side in (ours, theirs)]
    longer = min(max(usual[1] / usual[0], 0.25), 2.0)
    theirs = [replace(clues, length=clues.length / longer) for clues in theirs]
    weak: list[int] = []
    is_note = [[clues for clues in side if clues.block.shape[0] == "footnote"] for side in (ours, theirs)]
    _passages(is_note[0], is_note[1], "", found)
    _sections(_in_sections(ours), _in_sections(theirs), found, weak)
    paired = {id(pair.english) for pair in found.pairs}, {id(pair.localized) for pair in found.pairs}
    found.english_alone = [block for block in english if id(block) not in paired[0]]
    found.localized_alone = [block for block in localized if id(block) not in paired[1]]
    if found.english_alone or found.localized_alone or any(pair.doubt for pair in found.pairs):
        # Their places are all that speaks for these pairs, and the pages do not have all places in common.
        for number in weak:
            pair = found.pairs[number]
            doubt = pair.doubt or "nothing but its place says that it belongs to the English passage"
            found.pairs[number] = Pair(pair.english, pair.localized, doubt)
    return found


def _in_sections(clues: list[Clues]) -> list[_Section]:
    sections = [_Section(None, [])]
    for found in clues:
        if found.block.level:
            sections.append(_Section(found, []))
        elif found.block.shape[0] != "footnote":
            sections[-1].passages.append(found)
    return sections


def _sections(ours: list[_Section], theirs: list[_Section], found: Alignment, weak: list[int]) -> None:
    _passages(ours[0].passages, theirs[0].passages, "", found)
    ours, theirs = ours[1:], theirs[1:]
    scores = [[_section_score(one, other) for other in theirs] for one in ours]
    sure = [(i, j) for i, j in _best(scores) if _same_anchor(ours[i], theirs[j])]
    for first, last in _between(sure, len(ours), len(theirs)):
        some, others = ours[first[0] : last[0]], theirs[first[1] : last[1]]
        in_step = [_level(section) for section in some] == [_level(section) for section in others]
        if in_step:
            pairs = [(i, i) for i in range(len(some))]
        else:
            part = [row[first[1] : last[1]] for row in scores[first[0] : last[0]]]
            pairs = [(i, j) for i, j in _best(part) if alike(some[i].structure, others[j].structure) >= 0.5]
        for i, j in pairs:
            doubt = "" if in_step else "the pages do not have the same sections"
            _pair_sections(some[i], others[j], doubt or _section_doubt(some[i], others[j]), found, weak)
    for i, j in sure:
        _pair_sections(ours[i], theirs[j], "", found, weak)


def _pair_sections(one: _Section, other: _Section, doubt: str, found: Alignment, weak: list[int]) -> None:
    assert one.heading is not None
    assert other.heading is not None
    before = len(found.pairs)
    evident = _passages(one.passages, other.passages, doubt, found)
    if not doubt and not _same_anchor(one, other):
        same = _shapes(one.passages) == _shapes(other.passages)
        if not same or any(pair.doubt for pair in found.pairs[before:]):
            doubt = "what stands below it is not the same on both pages"
    found.pairs.append(Pair(one.heading.block, other.heading.block, doubt or doubt_about(one.heading, other.heading)))
    if not _same_anchor(one, other) and not fits(one.heading, other.heading):
        weak += [] if evident else range(before, len(found.pairs))


def _level(section: _Section) -> int:
    return section.heading.block.level if section.heading else 0


def _same_anchor(one: _Section, other: _Section) -> bool:
    assert one.heading is not None
    assert other.heading is not None
    anchors = [re.sub(r"[-_]+", "-", clues.block.anchor.lower()).strip("-") for clues in (one.heading, other.heading)]
    return bool(anchors[0]) and anchors[0] == anchors[1]


def _section_score(one: _Section, other: _Section) -> float:
    assert one.heading is not None
    assert other.heading is not None
    score = 0.5 + 4 * alike(one.structure, other.structure)
    score += SequenceMatcher(None, _shapes(one.passages), _shapes(other.passages), autojunk=False).ratio()
    if _same_anchor(one, other):
        return score + 8
    if _level(one) != _level(other):
        return 0
    return score + 2 * same_names(one.heading, other.heading)


def _section_doubt(one: _Section, other: _Section) -> str:
    ours, theirs = one.structure, other.structure
    if ours and theirs and not ours & theirs:
        return "its section leads to other places than the English one"
    return ""


def _passages(ours: list[Clues], theirs: list[Clues], section_doubt: str, found: Alignment) -> bool:
    """Pair the passages of two sections; returns whether more than their places says that they belong together."""
    first_pair = len(found.pairs)
    seen = Counter(signature_of(one) for one in ours), Counter(signature_of(other) for other in theirs)
    best = _best_passages(ours, theirs)
    sure = []
    for i, j in best:
        signature = signature_of(ours[i])
        once = seen[0][signature] == seen[1][signature] == 1
        if ours[i].structure and ours[i].structure == theirs[j].structure and once:
            sure.append((i, j))
            found.pairs.append(Pair(ours[i].block, theirs[j].block, doubt_about(ours[i], theirs[j])))
    for first, last in _between(sure, len(ours), len(theirs)):
        some, others = ours[first[0] : last[0]], theirs[first[1] : last[1]]
        if _shapes(some) == _shapes(others):
            found.pairs += _in_step(some, others, section_doubt)
            continue
        inside = [(i, j) for i, j in best if first[0] <= i < last[0] and first[1] <= j < last[1]]
        why = section_doubt or "the passages around it are not the same on both pages"
        found.pairs += [Pair(ours[i].block, theirs[j].block, why) for i, j in inside if evident(ours[i], theirs[j])]
    clues = {id(one.block): one for one in (*ours, *theirs)}
    return any(
        not pair.doubt and fits(clues[id(pair.english)], clues[id(pair.localized)]) for pair in found.pairs[first_pair:]
    )


def _best_passages(ours: list[Clues], theirs: list[Clues]) -> list[tuple[int, int]]:
    """The pairs that fit best. What is alike at the beginning and at the end need not be tried out."""
    first = _alike_until(ours, theirs)
    last = min(_alike_until(ours[::-1], theirs[::-1]), len(ours) - first, len(theirs) - first)
    rows, columns = len(ours) - last, len(theirs) - last
    scores = [[score_of(one, other) for other in theirs[first:columns]] for one in ours[first:rows]]
    middle = [(first + i, first + j) for i, j in _best(scores)]
    return [(i, i) for i in range(first)] + middle + [(rows + i, columns + i) for i in range(last)]


def _alike_until(ours: list[Clues], theirs: list[Clues]) -> int:
    """How many passages at the beginning are alike, up to one that nothing else could be."""
    until = 0
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1):
        if signature_of(one) != signature_of(other):
            break
        until = number if one.structure or number == len(ours) == len(theirs) else until
    return until


def _in_step(some: list[Clues], others: list[Clues], section_doubt: str) -> Iterator[Pair]:
    """Pair passages of the same kinds one by one.

    If one pair does not fit, a passage may be missing there and another be added farther on: the pairs around it are in
    doubt as well, up to those that fit.
    """
    both = list(zip(some, others, strict=True))
    doubts = [doubt_about(one, other) for one, other in both]
    for i, j in _near(len(some)):
        straight = fit_of(some[i], others[i]) + fit_of(some[j], others[j])
        if fit_of(some[i], others[j]) + fit_of(some[j], others[i]) > straight + _CLEARLY:
            for number in (i, j):
                doubts[number] = doubts[number] or "another passage of the English page fits it better"
    sure = [not doubt and fits(*pair) for doubt, pair in zip(doubts, both, strict=True)]
    for fitting, places in groupby(range(len(both)), key=sure.__getitem__):
        run = list(places)
        doubtful = any(doubts[place] for place in run)
        for place in run:
            one, other = both[place]
            beside = "a passage beside it does not fit" if doubtful and not _in_place(both, place, run) else ""
            yield Pair(one.block, other.block, doubts[place] or ("" if fitting else section_doubt or beside))


def _in_place(both: list[tuple[Clues, Clues]], place: int, run: list[int]) -> bool:
    """Whether the passage at *place* and those around it in *run* would fit clearly worse with their neighbours."""
    for shift in (-1, 1):
        near = [number for number in run if abs(number - place) <= _STRETCH and 0 <= number + shift < len(both)]
        straight = sum(fit_of(*both[number]) for number in near)
        moved = sum(fit_of(both[number][0], both[number + shift][1]) for number in near)
        if straight - moved < 2 * _CLEARLY * len(near):
            return False
    return True


def _near(count: int) -> Iterator[tuple[int, int]]:
    """Every two of *count* places that are so near that what stands there may have been exchanged."""
    return ((i, j) for i in range(count) for j in range(i + 1, min(count, i + _NEAR)))


def _shapes(side: list[Clues]) -> list[tuple[str, str, int]]:
    return [clues.block.shape for clues in side]


def _best(scores: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs, in order on both sides, whose scores have the greatest sum; pairs of score 0 are none."""
    rows, columns = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            pair = scores[i][j] + best[i + 1][j + 1] if scores[i][j] > 0 else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] > 0 and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _between(sure: list[tuple[int, int]], rows: int, columns: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches between *sure* pairs, each as its first and the end of its last place on both sides."""
    first = (0, 0)
    for i, j in [*sure, (rows, columns)]:
        if (first[0], first[1]) != (i, j):
            yield first, (i, j)
        first = (i + 1, j + 1)
