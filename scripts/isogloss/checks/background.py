"""What translations into a language have shown elsewhere, for locales that have too few of their own to show anything.

Only what the language does is taken from elsewhere: which words go together, how long texts become, how they end, which
English words it translates. What is a habit, such as the form of address, a locale shows itself or not at all.

The files of ``languages/`` are learned from the catalogs of Isogloss' own site (``make background``). They hold words
and numbers, no texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from isogloss.checks.lexicon import Learned, Usual

FOLDER = Path(__file__).with_name("languages")


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of one language."""

    there: Learned
    """Which words of the language come with English words."""
    back: Learned
    """Which English words come with its words."""
    usual_ratio: float
    """The logarithm of the ratio of lengths in the middle."""
    spread: Mapping[int, float]
    """How far from it texts are, by the length that originals have at most."""
    equal_endings: float
    """The share of translations that end with the sign with which the original ends."""
    kept_endings: Mapping[tuple[bool, str], float]
    """The same, by whether they are paragraphs, and the sign; those that end with another sign count, too."""
    kept_sentences: float
    """The share of texts of several sentences whose translations do not have fewer."""
    never_last: frozenset[str]
    """Words that are often in a text and never at its end."""
    translated: Mapping[str, int]
    """English words that translations hardly ever keep, and in how many originals they were."""
    alike: frozenset[str]
    """Words of the language that are written as English ones."""


@cache
def of(language: str) -> Background | None:
    """What is known of *language*, without a region; None if nothing is."""
    path = FOLDER / f"{language}.json"
    return loaded(json.loads(path.read_text(encoding="utf-8"))) if language.isalpha() and path.is_file() else None


def loaded(found: dict[str, Any]) -> Background:
    """What the file of a language says."""
    return Background(
        there=_learned(found["number"], found["there"]),
        back=_learned(found["number"], found["back"]),
        usual_ratio=found["usual_ratio"],
        spread={int(most): value for most, value in found["spread"].items()},
        equal_endings=found["equal_endings"],
        kept_endings={(name[:1] == "p", name[1:]): share for name, share in found["kept_endings"].items()},
        kept_sentences=found["kept_sentences"],
        never_last=frozenset(found["never_last"].split()),
        translated={word: int(times) for word, times in _pairs(found["translated"].split())},
        alike=frozenset(found["alike"].split()),
    )


def _pairs(found: list[str]) -> Iterable[tuple[str, str]]:
    return zip(found[::2], found[1::2], strict=True)


def _learned(number: int, rows: Iterable[str]) -> Learned:
    words = {}
    for row in rows:
        word, times, met, chance, *partners = row.split()
        words[word] = Usual(int(times), int(met), int(chance) / 100, frozenset(partners))
    return Learned(number, words)
