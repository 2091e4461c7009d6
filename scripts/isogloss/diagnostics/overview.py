"""Many problems at a glance: how many of each code in each language, and the files with most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from isogloss.diagnostics.text import counted

if TYPE_CHECKING:
    from isogloss.diagnostics import Diagnostic

MANY = 20
"""Problems up to which each of them is read anyway."""
_WORST = 5
_PLACES = 3


def overview(problems: Sequence[Diagnostic], column: Callable[[str], str]) -> list[str]:
    """The lines of a table, code by what *column* says of the path of a problem, and the files with most problems."""
    cells = Counter((problem.code, column(problem.location.path)) for problem in problems)
    columns = sorted({name for _, name in cells})
    codes = Counter(problem.code for problem in problems)
    rows = [("", *columns, "all")]
    rows += [
        (code, *(f"{cells[code, name]:,}" if cells[code, name] else "" for name in columns), f"{number:,}")
        for code, number in sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    ]
    widths = [max(map(len, cell)) for cell in zip(*rows, strict=True)]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]
    files = Counter(problem.location.path for problem in problems)
    return [*lines, "", *(f"{path}: {counted(number, 'finding')}" for path, number in files.most_common(_WORST))]


def grouped(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """*problems*, of those that say the same of the same texts the first, which names the places of the others."""
    groups: dict[object, list[Diagnostic]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.severity, problem.message, problem.hint, problem.texts), []).append(
            problem
        )
    return [same[0] if len(same) == 1 else _with_places(same) for same in groups.values()]


def _with_places(same: Sequence[Diagnostic]) -> Diagnostic:
    others = [str(problem.location) for problem in same[1:]]
    more = f" and {len(others) - _PLACES:,} more" if len(others) > _PLACES else ""
    also = f"the same at {', '.join(others[:_PLACES])}{more}"
    return replace(same[0], hint=f"{same[0].hint}\n{also}" if same[0].hint else also)
