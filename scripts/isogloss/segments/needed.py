"""Characters without which a regular expression matches nowhere: a text that lacks them need not be searched.

A site has thirty inline patterns, and most passages hold words and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

# Read in Python 3.10 to 3.14: how the library itself reads an expression. What is not known here needs nothing.
if sys.version_info >= (3, 11):
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_parse as parser

_PUT_IN = frozenset("\x02\x03:0123456789hklwxz")
"""What stands in the place of what an inline pattern has taken: any text may have it once a pattern has matched."""

Needed = frozenset[frozenset[str]]
"""A text has to hold one character of each set."""
_NOTHING: Needed = frozenset()
_MOST = 12
"""Larger sets tell little of a text."""


@cache
def needed(expression: re.Pattern[str]) -> Needed:
    """What a text has to hold for *expression* to match anywhere in it."""
    try:
        parsed = parser.parse(expression.pattern, expression.flags & ~re.DEBUG)
        return _of_all(parsed, bool(expression.flags & re.IGNORECASE))
    except (AttributeError, TypeError, ValueError, RecursionError):
        return _NOTHING


def _of_all(parts: Iterable[Any], ignore_case: bool) -> Needed:
    found: set[frozenset[str]] = set()
    for part in parts:
        found |= _of(part, ignore_case)
    return frozenset(found)


def _of(part: Any, ignore_case: bool) -> Needed:
    operator, value = part
    name = str(operator)
    if name == "LITERAL":
        return _one_of([value], ignore_case)
    if name == "IN":
        literals = [argument for kind, argument in value if str(kind) == "LITERAL"]
        return _one_of(literals, ignore_case) if len(literals) == len(value) else _NOTHING
    if name == "BRANCH":
        return _of_any([_of_all(branch, ignore_case) for branch in value[1]])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, repeated = value
        return _of_all(repeated, ignore_case) if least else _NOTHING
    if name == "SUBPATTERN":
        _, added, _, inner = value
        return _of_all(inner, ignore_case or bool(added & re.IGNORECASE))
    if name == "ATOMIC_GROUP":
        return _of_all(value, ignore_case)
    if name == "ASSERT":
        return _of_all(value[1], ignore_case)
    return _NOTHING


def _one_of(codes: Sequence[int], ignore_case: bool) -> Needed:
    characters = frozenset(map(chr, codes))
    # A letter may match another one that is the same in another case.
    cased = ignore_case and any(one.lower() != one or one.upper() != one for one in characters)
    return _NOTHING if cased or len(characters) > _MOST else frozenset({characters})


def _of_any(branches: list[Needed]) -> Needed:
    """Of each branch one set, the smallest, together: one of these characters is in whatever matches."""
    if not all(branches):
        return _NOTHING
    together = frozenset[str]().union(*(min(branch, key=lambda one: (len(one), sorted(one))) for branch in branches))
    return frozenset({together}) if len(together) <= _MOST else _NOTHING


class Trials:
    """Which of several expressions can match in a text, as far as its characters tell."""

    def __init__(self, expressions: Sequence[re.Pattern[str] | None]) -> None:
        sets = [needed(one) if one is not None else _NOTHING for one in expressions]
        self._needed = [[one for one in each if not one & _PUT_IN] for each in sets]
        self._telling = frozenset().union(*(one for each in self._needed for one in each))
        self._known: dict[frozenset[str], tuple[int, ...]] = {}

    def of(self, text: str) -> tuple[int, ...]:
        """The numbers of the expressions that can match in *text*, or in what patterns make of it."""
        held = self._telling.intersection(text)
        if held not in self._known:
            able = (all(held & one for one in each) for each in self._needed)
            self._known[held] = tuple(number for number, each in enumerate(able) if each)
        return self._known[held]


@cache
def trials(expressions: tuple[re.Pattern[str] | None, ...]) -> Trials:
    """The trials of *expressions*; None stands for one of which nothing is known. Pages have the same ones."""
    return Trials(expressions)
