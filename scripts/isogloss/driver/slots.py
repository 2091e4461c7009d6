"""How many more processes may work, which all processes of a build know.

Each slot is a byte in a pipe, as in the job server of GNU make: who reads it has it, until it writes it back.
"""

from __future__ import annotations

import os

_MOST = 1000
"""A pipe has room for so many bytes anywhere, and nobody has as many cores."""


class Slots:
    """The slots that nobody has."""

    def __init__(self, count: int) -> None:
        """Begin with so many, and 1,000 at most."""
        self._free, self._back = os.pipe()
        os.set_blocking(self._free, False)
        self.give_back(min(count, _MOST))

    def take(self, most: int) -> int:
        """Take so many at most, and do not wait for one: how many are taken."""
        if most < 1:
            return 0
        try:
            return len(os.read(self._free, most))
        except BlockingIOError:
            return 0

    def give_back(self, count: int = 1) -> None:
        """Let others have so many."""
        os.write(self._back, b"." * count)

    def close(self) -> None:
        """End it in this process."""
        os.close(self._free)
        os.close(self._back)
