"""What two passages have in common whatever their languages: where they lead, code, names, numbers, length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log

from isogloss.importer.blocks import Block
from isogloss.segments.text import words_of

_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\d_+]*|[^\W\d_A-Za-zÀ-ɏ][^\WA-Za-zÀ-ɏ]*")
"""A word of one script: a Latin name ends where Korean or Japanese goes on."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PLURAL = re.compile(r"(?<=[A-Z])s\Z")
"""English writes "GPUs"; other languages leave the name as it is."""
_FAR_LONGER = 3.0
"""A translation that is this many times longer or shorter than others of its page belongs to another text."""
_LEAST_NAMES = 0.34
"""The share of their names that two passages have in common at least."""
_SHORT = 40
"""Characters below which the length of a text says nothing."""

Neutral = Callable[[str], str]
"""Gives a link target the form that it has in every language."""


@dataclass(frozen=True, slots=True)
class Clues:
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


def clues_of(blocks: Iterable[Block], neutral: Neutral) -> list[Clues]:
    """What each of *blocks* has, with its targets in the form that *neutral* gives them."""
    found = []
    for block in blocks:
        structure = Counter([("lead", neutral(target)) for target in block.links])
        structure += Counter([("image", neutral(target)) for target in block.assets])
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
        found.append(Clues(block, structure, small, names, numbers, len(block.text)))
    return found


def signature_of(clues: Clues) -> tuple[object, ...]:
    """What is equal for passages of one kind that lead to the same places and hold the same images and code."""
    return (clues.block.shape, frozenset(clues.structure.items()))


def score_of(one: Clues, other: Clues) -> float:
    """How well two passages fit; 0 if they are no pair."""
    if one.block.shape != other.block.shape:
        return 0
    same = alike(one.structure, other.structure)
    if one.block.shape[0] == "code":
        return 5 if same == 1 else 0.5
    score = 1 + 4 * same
    if (one.structure or other.structure) and not same:
        score -= 2
    marks = _marks(one, other)
    score += 2 * marks - (0.5 if (one.names or other.names) and not marks else 0)
    return max(0.0, score - (1 if _far(one, other) else 0))


def doubt_about(one: Clues, other: Clues) -> str:
    """What speaks against a pair."""
    if one.block.shape[0] == "code":
        return ""
    if one.structure != other.structure:
        return "its links, images or code are not those of the English passage"
    missing, added = one.numbers - other.numbers, other.numbers - one.numbers
    if (missing and added) or (one.block.level and (missing or added)):
        return "its numbers are not those of the English passage"
    if len(one.names | other.names) > 1 and same_names(one, other) < _LEAST_NAMES:
        return "its names are not those of the English passage"
    if _far(one, other):
        return "its length is far from that of the English passage"
    return ""


def fits(one: Clues, other: Clues) -> bool:
    """Whether something that is the same in every language says that two passages are a pair."""
    return bool(one.structure) or (len(one.names | one.numbers) > 1 and _marks(one, other) == 1)


def evident(one: Clues, other: Clues) -> bool:
    """Whether two passages have so much in common that one may be proposed for the other."""
    return alike(one.structure, other.structure) >= 0.5 or _marks(one, other) >= 0.5


def same_names(one: Clues, other: Clues) -> float:
    """The share of the names of both that stand in both, however they are written; 0 if there are none."""
    names = one.names | other.names
    return len(names & one.words & other.words) / len(names) if names else 0.0


def _marks(one: Clues, other: Clues) -> float:
    """The share of names and numbers that two passages have in common."""
    every = len(one.names | other.names) + len(one.numbers | other.numbers)
    return (same_names(one, other) * len(one.names | other.names) + len(one.numbers & other.numbers)) / max(1, every)


def _far(one: Clues, other: Clues) -> bool:
    if max(one.length, other.length) < _SHORT:
        return False
    ratio = (one.length + 10) / (other.length + 10)
    return not 1 / _FAR_LONGER < ratio < _FAR_LONGER


def alike(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """The share of what two passages have in common, from 0 to 1; 0 if they have nothing at all."""
    every = sum((one | other).values())
    return sum((one & other).values()) / every if every else 0.0


def fit_of(one: Clues, other: Clues) -> float:
    """How well two passages fit, also in their lengths; passages of other kinds not at all."""
    if one.block.shape != other.block.shape:
        return -9
    return score_of(one, other) - abs(log((one.length + 10) / (other.length + 10)))
