"""Finds which old text a new one comes from: edited, split, joined, with a sentence more or less.

Only texts are compared; what happens to their translations is not decided here. A short text is no evidence ("Storing
books" is near "Starting hooks"): it is matched only if its words are the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from isogloss.segments.text import words_of

SHORTEST = 20
"""Characters below which a similar text is no evidence."""
LEAST = 75.0
"""Similarity, in percent, from which two texts are one that was edited."""
_EVIDENT = 85.0
"""Similarity from which no other text is looked for than those that share many runs of words."""
_SAME = 80.0
"""Similarity from which two texts are one whatever else is known of them: such a translation is never left behind."""
_SHARED_LATER = 10.0
"""How much worse it is to take an old text a second time."""
_LEAST_CONTAINED = 90.0
"""How much of a text, in percent, has to be in the other one to be a part of it."""
_LONG_PART = 40
"""Characters from which a part counts however small it is in the whole; below, it must be a third of it."""
_RUN = 3
"""Words in a row by which texts that may contain each other are found."""
_COMMON = 100
"""Texts that have a run of words, from which it tells nothing."""
_SHORTEST_WORDING = 4
"""Characters from which the same words in another dress (bold, another case or target) are the same text."""
_LEAST_WORDING = 85.0
"""Similarity of the words alone from which the rest (links, code) may be another one."""
_LEAST_OF_FEW_WORDS = 60.0
"""Similarity of the words alone that is needed where they are short and the rest is a long address."""
_CANDIDATES = 5

_TARGET = re.compile(r"(?<=\]\()[^()\s]+(?=[\s)])")
"""The address in a link or image, without its title."""
_WORD = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """The old texts from which a new one comes."""

    old: tuple[str, ...]
    """One text; several, in order, if paragraphs were joined."""
    score: float
    """From 0 to 100, to choose among matches of one new text."""
    split: bool = False
    """Whether the new text is a part of the old one, which may then be found in other new ones too."""


def match(new: Sequence[str], old: Sequence[str]) -> dict[str, Match]:
    """For each text of *new*, the texts of *old* it comes from, if there are such. Both are in document order.

    An old text is given to one new text alone, the most similar one, unless a second one is very similar too; the parts
    of a split text all get it.
    """
    if not new or not old:
        return {}
    place = {text: number / len(old) for number, text in enumerate(old)}
    target = {text: number / len(new) for number, text in enumerate(new)}
    ranked = []
    overlaps = _overlaps(new, old)
    for text, option in (*_edited(new, old, overlaps), *_parts(overlaps)):
        distance = abs(place[option.old[0]] - target[text])
        ranked.append((-option.score, distance, text, option, option.split))
        if not option.split and option.score >= _SAME:
            ranked.append((_SHARED_LATER - option.score, distance, text, option, True))
    ranked.sort(key=lambda row: row[:3])
    found: dict[str, Match] = {}
    used: set[str] = set()
    for _, _, text, option, shared in ranked:
        if text not in found and (shared or used.isdisjoint(option.old)):
            found[text] = option
            used.update(option.old)
    return found


def _edited(new: Sequence[str], old: Sequence[str], overlaps: Mapping[str, list[str]]) -> Iterator[tuple[str, Match]]:
    """Texts that look like each other as a whole, or whose words do: links and code may have changed."""
    long = [text for text in old if len(text) >= SHORTEST]
    wordings: dict[str, list[str]] = defaultdict(list)
    for text in old:
        wordings[_words(text)].append(text)
    long_wordings = [words for words in wordings if len(words) >= SHORTEST]
    for text in new:
        words = _words(text)
        for other in wordings.get(words, ()):
            if len(words) >= SHORTEST or (len(words) >= _SHORTEST_WORDING and _shown(text) == _shown(other)):
                yield text, Match((other,), 99.0)
        if len(text) < SHORTEST:
            continue
        near = False
        likely = _nearest(text, overlaps[text], fuzz.ratio, _EVIDENT)
        for other, score, _ in likely or _nearest(text, long, fuzz.ratio, LEAST):
            # A long address must not speak for a word or two that differ.
            if score >= _SAME or len(words) >= SHORTEST or fuzz.ratio(words, _words(other)) >= _LEAST_OF_FEW_WORDS:
                near = True
                yield text, Match((other,), score)
        if not near and len(words) >= SHORTEST:
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
                for wording, score, _ in _nearest(words, long_wordings, scorer, _LEAST_WORDING):
                    yield from ((text, Match((other,), score - 5)) for other in wordings[wording])


def _nearest(
    text: str, old: Sequence[str], scorer: Callable[..., float], least: float
) -> Sequence[tuple[str, float, int]]:
    return process.extract(text, old, scorer=scorer, score_cutoff=least, limit=_CANDIDATES)


def _shown(text: str) -> str:
    """The words of *text* with those in code."""
    return _words(text.replace("`", " "))


@lru_cache(maxsize=65536)
def _words(text: str) -> str:
    return " ".join(_WORD.findall(words_of(text).casefold()))


def _parts(overlaps: Mapping[str, list[str]]) -> Iterator[tuple[str, Match]]:
    """Texts that are in each other: a sentence was added or removed, paragraphs were split or joined."""
    for text, others in overlaps.items():
        inside = []
        for other in others:
            if len(text) <= len(other):
                share = _contained(text, other)
                if share is not None and share[2]:
                    yield text, Match((other,), share[2], split=True)
            else:
                share = _contained(other, text)
                if share is not None:
                    inside.append((share[0], share[1], other))
                    if share[2]:
                        yield text, Match((other,), share[2])
        joined = _side_by_side(inside)
        if len(joined) > 1:
            yield text, Match(joined, fuzz.ratio(text, " ".join(joined)) + 0.5)


def _overlaps(new: Sequence[str], old: Sequence[str]) -> dict[str, list[str]]:
    """For each new text the old ones that share runs of words with it: half of the shorter one or more."""
    runs = {text: _runs(text) for text in dict.fromkeys((*new, *old)) if len(text) >= SHORTEST}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for text in old:
        for run in runs.get(text, ()):
            holders[run].append(text)
    overlaps = {}
    for text in new:
        telling = (holders.get(run, ()) for run in runs.get(text, ()))
        shared = Counter(other for texts in telling if len(texts) <= _COMMON for other in texts)
        overlaps[text] = [
            other for other, count in shared.items() if 2 * count >= min(len(runs[text]), len(runs[other]))
        ]
    return overlaps


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))}


def _contained(part: str, whole: str) -> tuple[int, int, float] | None:
    """Where *part* is in *whole*, and the score of the two alone: 0 if the part is too small to stand for the whole."""
    words = _words(part)
    if len(words) < SHORTEST:
        return None
    found = fuzz.partial_ratio_alignment(part, whole, score_cutoff=_LEAST_CONTAINED)
    if found is None:
        return None
    share = len(part) / len(whole)
    enough = len(words) >= _LONG_PART or share >= 1 / 3
    return found.dest_start, found.dest_end, LEAST + 15 * share * found.score / 100 if enough else 0.0


def _side_by_side(inside: list[tuple[int, int, str]]) -> tuple[str, ...]:
    """The texts that lie beside each other in a whole, the longest ones first where they overlap."""
    chosen: list[tuple[int, int, str]] = []
    for start, end, text in sorted(inside, key=lambda part: (part[0] - part[1], part[0])):
        slack = min(3, (end - start) // 10)
        if all(end - slack <= other[0] or start + slack >= other[1] for other in chosen):
            chosen.append((start, end, text))
    return tuple(text for _, _, text in sorted(chosen))


def with_new_targets(before: str, after: str, translation: str) -> str | None:
    """The *translation* of *before* with the link targets of *after*; None if more than targets has changed.

    A page or a heading got another name: the words of the texts that lead there stay, in every language. Each target
    must be in the translation as often as in the English text, and must have become one other target everywhere.
    """
    old, new = _TARGET.findall(before), _TARGET.findall(after)
    if before == after or _TARGET.sub("", before) != _TARGET.sub("", after):
        return None
    changed = dict(zip(old, new, strict=True))
    if any(changed[one] != other for one, other in zip(old, new, strict=True)):
        return None
    if Counter(old) != Counter(_TARGET.findall(translation)):
        return None
    return _TARGET.sub(lambda found: changed[found.group()], translation)
