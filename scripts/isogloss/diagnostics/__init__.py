"""What a problem is: a code, a severity, a sentence, a place, and the English place it comes from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from isogloss.diagnostics.text import counted, laid_out, shortened, write

__all__ = [
    "Change",
    "Diagnostic",
    "Location",
    "ProblemsFound",
    "Rule",
    "Severity",
    "counted",
    "fingerprints",
    "in_order",
    "shortened",
    "write",
]


class Severity(Enum):
    """How much a problem weighs: an error fails the build under ``--strict``, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Change(NamedTuple):
    """What a finding leaves no choice about: what has to stand there, and what stands there now."""

    new: str
    old: str = ""


class Rule(NamedTuple):
    """What is known of a code without any finding."""

    manual: str
    """Its manual page: a sentence, then more, then ``Bad:`` and ``Good:``."""
    severity: Severity = Severity.ERROR
    enabled: bool = True
    """Whether it is told at all."""


class Location(NamedTuple):
    """A place in a file of the project."""

    path: str
    """Path relative to the folder of mkdocs.yml, with forward slashes."""
    line: int = 0
    """Line number, counted from 1; 0 where only the file is known."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, at one place, with what to do about it."""

    code: str
    """The name of the check without ``check_``, in kebab-case: the handle for its manual page."""
    message: str
    """One sentence in English that says what is wrong."""
    location: Location
    """Where it has to be mended: mostly a PO file."""
    origin: Location | None = None
    """The English place, where there is one."""
    hint: str = ""
    """What to do, where there is a thing to do."""
    severity: Severity = Severity.ERROR
    texts: tuple[tuple[str, str], ...] = field(default=())
    """The texts to compare, as pairs of a label and a text (the original and its translation), or a difference: lines
    that begin with ``-``, ``+`` or two blanks."""
    followed: int = 0
    """How many links of the site lead to what is wrong: people meet that first."""
    change: Change | None = None
    """What has to stand there instead, where that is one thing."""

    @property
    def fingerprint(self) -> str:
        """What stays the same when lines move: 16 hexadecimal digits of code, file, sentence and English text."""
        return self._fingerprint(0)

    def _fingerprint(self, ordinal: int) -> str:
        english = next((text for label, text in self.texts if label in ("original", "msgid")), "")
        parts = [self.code, self.location.path, self.message, english]
        parts += [str(ordinal)] if ordinal else []
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def __str__(self) -> str:
        return laid_out(self)


def in_order(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """*problems* in the order of their places; what was found at one place for two occurrences of a text, once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.location, problem.code))


def fingerprints(problems: Iterable[Diagnostic]) -> list[str]:
    """The fingerprint of each problem, none twice: the second of equal ones is made from its number as well."""
    seen: Counter[str] = Counter()
    found = []
    for problem in problems:
        found.append(problem._fingerprint(seen[problem.fingerprint]))
        seen[problem.fingerprint] += 1
    return found


class ProblemsFound(Exception):  # noqa: N818 - it carries findings, it is no fault of the program
    """Work cannot go on: the problems say why.

    Raised by the rooms that read files (``project``, ``catalog``); the build hook and the command line print it.
    """

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
