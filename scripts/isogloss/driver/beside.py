"""The last of many things, done by copies of this process while it does the first: as long as there are free slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from isogloss.driver.ahead import ahead
from isogloss.driver.workers import POSSIBLE

if TYPE_CHECKING:
    from isogloss.driver.slots import Slots
    from isogloss.hosts.mkdocs.sharing import Beside

T = TypeVar("T")
R = TypeVar("R")

_FEW = 8
"""So many are done here sooner than another process has begun."""


@contextmanager
def beside(slots: Slots, folder: Path) -> Iterator[Beside]:
    """Begin a process for each of the *slots* that is free, as long as the block lasts.

    Each has about as many things as this one keeps. It writes what comes of them into the *folder*.
    """
    with ahead(1, folder, slots.give_back) as begin:

        def begin_last(do: Callable[[T], R], things: Sequence[T], /) -> list[Callable[[], R]]:
            count = slots.take(len(things) // _FEW - 1) if POSSIBLE else 0
            if not count:
                return []
            share = len(things) // (count + 1)
            starts = range(len(things) - share * count, len(things), share)
            return [ask for start in starts for ask in begin(do, things[start : start + share])]

        yield begin_last
