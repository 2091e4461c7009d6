"""How the same is done with many things: one after the other, unless whoever builds the site shares them out.

Or ahead of time: when somebody asks for it, unless whoever builds the site has others do it meanwhile. Or beside this
process, by those that have nothing else to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
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


class Ahead(Protocol):
    """Begins to do something with each of many things; what it gives waits until it is there, in their order.

    What is done may be done in another process, as with :class:`ShareOut`. Each is asked for once.
    """

    def __call__(self, do: Callable[[T], R], things: Sequence[T], /) -> Sequence[Callable[[], R]]:
        """Begin it with each of the *things*. What *do* raises, whoever asks hears."""
        ...


def when_asked(do: Callable[[T], R], things: Sequence[T], /) -> list[Callable[[], R]]:
    """Do it here, with each thing that is asked for."""
    return [partial(do, thing) for thing in things]


class Beside(Protocol):
    """Begins to do something with the last of many things, in processes that have nothing else to do."""

    def __call__(self, do: Callable[[T], R], things: Sequence[T], /) -> Sequence[Callable[[], R]]:
        """Begin it with as many of the last *things* as these can do while this one does the first ones.

        What each of them comes to waits until it is there, in their order; as with :class:`Ahead`, it is done here if
        it has not been done when a process ends. Nothing is begun, and given, where no process is free.
        """
        ...


def nobody(do: Callable[[T], R], things: Sequence[T], /) -> Sequence[Callable[[], R]]:  # noqa: ARG001
    """There is this process alone."""
    return ()
