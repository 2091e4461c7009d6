"""How the same is done with many things: one after the other, unless whoever builds the site shares them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class ShareOut(Protocol):
    """Does something with each of many things; gives what comes of it, in their order.

    What is done may be done in another process: nothing remains of it here but what it gives, which can be pickled.
    """

    def __call__(self, do: Callable[[T], R], things: Sequence[T], /) -> list[R]:
        """Do it with each of the *things*. Raises what *do* raises."""
        ...


def in_turn(do: Callable[[T], R], things: Sequence[T], /) -> list[R]:
    """Do it here, with one after the other."""
    return list(map(do, things))
