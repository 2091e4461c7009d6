"""A baseline: what was found on a day from which on nothing new may be found.

One line for each finding: its fingerprint, which stays the same when lines move, and what people need to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, fingerprints

_LINE = re.compile(r"([0-9a-f]{16})  \S")


def as_baseline(problems: Sequence[Diagnostic]) -> str:
    """The text of a baseline of all *problems*."""
    rows = zip(fingerprints(problems), problems, strict=True)
    lines = sorted(f"{one.location.path}  {one.code}  {' '.join(one.message.split())}\0{mark}" for mark, one in rows)
    return "".join(f"{mark}  {rest}\n" for rest, _, mark in (line.partition("\0") for line in lines))


def without_known(problems: Sequence[Diagnostic], text: str, name: str) -> tuple[list[Diagnostic], int]:
    """The *problems* that the baseline *text* does not know, and how many it knows that are gone.

    Raises :class:`ProblemsFound` if a line of the file *name* is none of a baseline.
    """
    known = set()
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.match(line)
        if found is None:
            hint = "write it with isogloss check --write-baseline"
            raise ProblemsFound(
                [Diagnostic("baseline", "this is no line of a baseline", Location(name, number), hint=hint)]
            )
        known.add(found[1])
    marks = fingerprints(problems)
    new = [problem for mark, problem in zip(marks, problems, strict=True) if mark not in known]
    return new, len(known.difference(marks))
