"""What a problem is: a code, a severity, a sentence, a place, and the English place it comes from."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import TextIO


class Severity(Enum):
    """How much a problem weighs: an error fails the build under ``--strict``, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
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
    """The texts to compare, as pairs of a label and a text (the original and its translation)."""

    @property
    def fingerprint(self) -> str:
        """What stays the same when lines move: 16 hexadecimal digits of code, file, sentence and English text."""
        english = next((text for label, text in self.texts if label in ("original", "msgid")), "")
        parts = (self.code, self.location.path, self.message, english)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def __str__(self) -> str:
        lines = [f"{self.location}: {self.severity.value}: {self.message} [{self.code}]"]
        if self.origin is not None:
            lines.append(f"    original at {self.origin}")
        width = max((len(label) for label, _ in self.texts), default=0)
        lines += [f"    {label:<{width}}  {text}" for label, text in self.texts]
        if self.hint:
            lines.append(f"    → {self.hint}")
        return "\n".join(lines)


class ProblemsFound(Exception):  # noqa: N818 - it carries findings, it is no fault of the program
    """Work cannot go on: the problems say why.

    Raised by the rooms that read files (``project``, ``catalog``); the build hook and the command line print it.
    """

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.location, problem.code))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def write(problems: Iterable[Diagnostic], stream: TextIO = sys.stdout) -> None:
    """Print *problems* in the order of their places, then a line that counts them."""
    found = sorted(problems, key=lambda problem: (problem.location, problem.code))
    for problem in found:
        print(problem, file=stream)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    warnings = len(found) - errors
    if found:
        print(f"\n{counted(errors, 'error')}, {counted(warnings, 'warning')}", file=stream)


def counted(number: int, noun: str) -> str:
    """*number* with its *noun* in the right form: ``1 error``, ``2 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
