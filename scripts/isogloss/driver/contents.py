"""What files hold, as hashes: one that nobody has touched since it was read by an earlier build is not read again.

The system itself notes when a file was changed last (``ctime``), and nobody can say otherwise. If a file was read when
that moment was over, by the clock of its file system, then whoever changes it later makes it another moment.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

HashOf = Callable[[str | Path], str]
"""Gives the hash of the content of a file; that of nothing if it cannot be read."""
_Touched = tuple[int, int, int, int]
"""What is another one if a file is another one, or was changed: file system, number, size, and the last change."""


def of_file(path: str | Path) -> str:
    """The hash of the content of a file; that of nothing if it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return "00"


class Contents:
    """The hashes of files that were read, by their paths."""

    def __init__(self, clock: Path, text: str = "") -> None:
        """Take what :meth:`as_text` has given after an earlier build; whatever else it may be is nothing known.

        What the time is, is told by the file system of *clock*, a file that this may write.
        """
        self._clock = clock
        self._system = self._now = 0
        self._before: dict[str, Any] = {}
        self._found: dict[str, tuple[_Touched, str]] = {}
        self.is_new = False
        """Whether files were read in this build that later ones do not have to read."""
        try:
            self._before = dict(json.loads(text)) if text else {}
        except (TypeError, ValueError):
            self.is_new = True

    def of(self, path: str | Path) -> str:
        """The hash of the content of a file; that of nothing if it cannot be read."""
        name = os.fspath(path)
        try:
            touched = _touched(name)
            if (found := self._known(name, touched)) is not None:
                return found
        except OSError:
            return "00"
        if touched[3] >= self._now:
            try:
                self._now, self._system = self._time()
                touched = _touched(name)
            except OSError:  # Who cannot tell the time reads the file each time.
                return of_file(name)
        found = of_file(name)
        if touched[3] < self._now and touched[0] == self._system:
            self._found[name] = touched, found
            self.is_new = True
        return found

    def as_text(self) -> str:
        """What is known of the files that were asked for."""
        return json.dumps(self._found, separators=(",", ":"))

    def _known(self, name: str, touched: _Touched) -> str | None:
        found = self._found.get(name)
        if found is not None:
            return found[1] if found[0] == touched else None
        match self._before.get(name):
            case [[*before], str(known)] if tuple(before) == touched:
                self._found[name] = touched, known
                return known
        return None

    def _time(self) -> tuple[int, int]:
        self._clock.touch()
        status = self._clock.stat()
        return status.st_ctime_ns, status.st_dev


def _touched(name: str) -> _Touched:
    status = os.stat(name)  # noqa: PTH116
    return status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns
