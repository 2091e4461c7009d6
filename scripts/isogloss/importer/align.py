"""Aligns the blocks of a localized page with those of its English page: what corresponds for certain, and what may.

Sections first, by anchors, levels and what they lead to; then the passages within each pair of sections. A pair is
certain if something that is the same in every language says so and nothing speaks against it: a guess is never certain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby
from math import log
from statistics import median

from isogloss.importer.reading import Block
from isogloss.segments.text import words_of

_WORD = re.compile(r"[^\W\d_][\w+]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PLURAL = re.compile(r"(?<=[A-Z])s\Z")
"""English writes "GPUs"; other languages leave the name as it is."""
_FAR_LONGER = 3.0
"""A translation that is this many times longer or shorter than others of its page belongs to another text."""
_LEAST_NAMES = 0.34
"""The share of their names that two passages have in common at least."""
_CLEARLY = 0.2
"""How much better two pairs of passages must fit crosswise to cast doubt on them."""
_NEAR = 6
"""Passages that are farther apart are not compared crosswise."""
_SHORT = 40
"""Characters below which the length of a text says nothing."""

Neutral = Callable[[str], str]
"""Gives a link target the form that it has in every language."""


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
class _Clues:
    """What a block has that should be the same in every language."""

    block: Block
    structure: Counter[tuple[str, str]]
    """Where it leads, its images, its code, its label."""
    words: frozenset[str]
    """All its words, in small letters."""
    names: frozenset[str]
    """Those of them that are written alike in every language: WSL, DirectML."""
    numbers: frozenset[str]
    length: float
    """The length of its text, as a share of the usual length on its page."""


@dataclass(frozen=True, slots=True)
class _Section:
    heading: _Clues | None
    passages: list[_Clues]

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
    ours, theirs = _clues(english, neutral[0]), _clues(localized, neutral[1])
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


def _clues(blocks: Iterable[Block], neutral: Neutral) -> list[_Clues]:
    found = []
    for block in blocks:
        structure = Counter([("lead", neutral(target)) for target in block.leads])
        structure += Counter([("image", neutral(target)) for target in block.holds])
        structure += Counter([("code", code) for code in block.code])
        if block.anchor.startswith("fn"):
            structure["note", block.anchor] += 1
        text = " ".join(words_of(text) for text in block.texts)
        words = [_PLURAL.sub("", word) for word in _WORD.findall(text)]
        names = frozenset(word.lower() for word in words if sum(char.isupper() for char in word) > 1)
        figures = [re.sub("[.,]", "", number) for number in _NUMBER.findall(text)]
        # A number of one digit may be a word in another language; in a heading it counts steps.
        numbers = frozenset(number for number in figures if len(number) > 1 or block.level)
        small = frozenset(word.lower() for word in words)
        found.append(_Clues(block, structure, small, names, numbers, len(block.text)))
    return found


def _in_sections(clues: list[_Clues]) -> list[_Section]:
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
            pairs = [(i, j) for i, j in _best(part) if _alike(some[i].structure, others[j].structure) >= 0.5]
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
    found.pairs.append(Pair(one.heading.block, other.heading.block, doubt or _doubt(one.heading, other.heading)))
    if not _same_anchor(one, other) and not _fits(one.heading, other.heading):
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
    score = 0.5 + 4 * _alike(one.structure, other.structure)
    score += SequenceMatcher(None, _shapes(one.passages), _shapes(other.passages), autojunk=False).ratio()
    if _same_anchor(one, other):
        return score + 8
    if _level(one) != _level(other):
        return 0
    return score + 2 * _same_names(one.heading, other.heading)


def _section_doubt(one: _Section, other: _Section) -> str:
    ours, theirs = one.structure, other.structure
    if ours and theirs and not ours & theirs:
        return "its section leads to other places than the English one"
    return ""


def _passages(ours: list[_Clues], theirs: list[_Clues], section_doubt: str, found: Alignment) -> bool:
    """Pair the passages of two sections; returns whether more than their places says that they belong together."""
    first_pair = len(found.pairs)
    seen = Counter(_signature(one) for one in ours), Counter(_signature(other) for other in theirs)
    best = _best_passages(ours, theirs)
    sure = []
    for i, j in best:
        signature = _signature(ours[i])
        once = seen[0][signature] == seen[1][signature] == 1
        if ours[i].structure and ours[i].structure == theirs[j].structure and once:
            sure.append((i, j))
            found.pairs.append(Pair(ours[i].block, theirs[j].block, _doubt(ours[i], theirs[j])))
    for first, last in _between(sure, len(ours), len(theirs)):
        some, others = ours[first[0] : last[0]], theirs[first[1] : last[1]]
        if _shapes(some) == _shapes(others):
            found.pairs += _in_step(some, others, section_doubt)
            continue
        inside = [(i, j) for i, j in best if first[0] <= i < last[0] and first[1] <= j < last[1]]
        why = section_doubt or "the passages around it are not the same on both pages"
        found.pairs += [Pair(ours[i].block, theirs[j].block, why) for i, j in inside if _evident(ours[i], theirs[j])]
    clues = {id(one.block): one for one in (*ours, *theirs)}
    return any(
        not pair.doubt and _fits(clues[id(pair.english)], clues[id(pair.localized)])
        for pair in found.pairs[first_pair:]
    )


def _best_passages(ours: list[_Clues], theirs: list[_Clues]) -> list[tuple[int, int]]:
    """The pairs that fit best. What is alike at the beginning and at the end need not be tried out."""
    first = _alike_until(ours, theirs)
    last = min(_alike_until(ours[::-1], theirs[::-1]), len(ours) - first, len(theirs) - first)
    rows, columns = len(ours) - last, len(theirs) - last
    scores = [[_score(one, other) for other in theirs[first:columns]] for one in ours[first:rows]]
    middle = [(first + i, first + j) for i, j in _best(scores)]
    return [(i, i) for i in range(first)] + middle + [(rows + i, columns + i) for i in range(last)]


def _alike_until(ours: list[_Clues], theirs: list[_Clues]) -> int:
    """How many passages at the beginning are alike, up to one that nothing else could be."""
    until = 0
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1):
        if _signature(one) != _signature(other):
            break
        until = number if one.structure or number == len(ours) == len(theirs) else until
    return until


def _in_step(some: list[_Clues], others: list[_Clues], section_doubt: str) -> Iterator[Pair]:
    """Pair passages of the same kinds one by one.

    If one pair does not fit, a passage may be missing there and another be added farther on: the pairs around it are in
    doubt as well, up to those that fit.
    """
    both = list(zip(some, others, strict=True))
    doubts = [_doubt(one, other) for one, other in both]
    for i, j in _near(len(some)):
        straight = _fit(some[i], others[i]) + _fit(some[j], others[j])
        if _fit(some[i], others[j]) + _fit(some[j], others[i]) > straight + _CLEARLY:
            for number in (i, j):
                doubts[number] = doubts[number] or "another passage of the English page fits it better"
    sure = [not doubt and _fits(*pair) for doubt, pair in zip(doubts, both, strict=True)]
    for fits, places in groupby(range(len(both)), key=sure.__getitem__):
        run = list(places)
        beside = "a passage beside it does not fit" if any(doubts[place] for place in run) else ""
        for place in run:
            one, other = both[place]
            yield Pair(one.block, other.block, doubts[place] or ("" if fits else section_doubt or beside))


def _near(count: int) -> Iterator[tuple[int, int]]:
    """Every two of *count* places that are so near that what stands there may have been exchanged."""
    return ((i, j) for i in range(count) for j in range(i + 1, min(count, i + _NEAR)))


def _fit(one: _Clues, other: _Clues) -> float:
    """How well two passages fit, also in their lengths; passages of other kinds not at all."""
    if one.block.shape != other.block.shape:
        return -9
    return _score(one, other) - abs(log((one.length + 10) / (other.length + 10)))


def _shapes(side: list[_Clues]) -> list[tuple[str, str, int]]:
    return [clues.block.shape for clues in side]


def _signature(clues: _Clues) -> tuple[object, ...]:
    return (clues.block.shape, frozenset(clues.structure.items()))


def _score(one: _Clues, other: _Clues) -> float:
    """How well two passages fit; 0 if they are no pair."""
    if one.block.shape != other.block.shape:
        return 0
    same = _alike(one.structure, other.structure)
    if one.block.shape[0] == "code":
        return 5 if same == 1 else 0.5
    score = 1 + 4 * same
    if (one.structure or other.structure) and not same:
        score -= 2
    marks = _marks(one, other)
    score += 2 * marks - (0.5 if (one.names or other.names) and not marks else 0)
    return max(0.0, score - (1 if _far(one, other) else 0))


def _doubt(one: _Clues, other: _Clues) -> str:
    """What speaks against a pair."""
    if one.block.shape[0] == "code":
        return ""
    if one.structure != other.structure:
        return "its links, images or code are not those of the English passage"
    missing, added = one.numbers - other.numbers, other.numbers - one.numbers
    if (missing and added) or (one.block.level and (missing or added)):
        return "its numbers are not those of the English passage"
    if len(one.names | other.names) > 1 and _same_names(one, other) < _LEAST_NAMES:
        return "its names are not those of the English passage"
    if _far(one, other):
        return "its length is far from that of the English passage"
    return ""


def _fits(one: _Clues, other: _Clues) -> bool:
    """Whether something that is the same in every language says that two passages are a pair."""
    return bool(one.structure) or (len(one.names | one.numbers) > 1 and _marks(one, other) == 1)


def _evident(one: _Clues, other: _Clues) -> bool:
    return _alike(one.structure, other.structure) >= 0.5 or _marks(one, other) >= 0.5


def _same_names(one: _Clues, other: _Clues) -> float:
    """The share of the names of both that stand in both, however they are written; 0 if there are none."""
    names = one.names | other.names
    return len(names & one.words & other.words) / len(names) if names else 0.0


def _marks(one: _Clues, other: _Clues) -> float:
    """The share of names and numbers that two passages have in common."""
    every = len(one.names | other.names) + len(one.numbers | other.numbers)
    return (_same_names(one, other) * len(one.names | other.names) + len(one.numbers & other.numbers)) / max(1, every)


def _far(one: _Clues, other: _Clues) -> bool:
    if max(one.length, other.length) < _SHORT:
        return False
    ratio = (one.length + 10) / (other.length + 10)
    return not 1 / _FAR_LONGER < ratio < _FAR_LONGER


def _alike(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """The share of what two passages have in common, from 0 to 1; 0 if they have nothing at all."""
    every = sum((one | other).values())
    return sum((one & other).values()) / every if every else 0.0


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
