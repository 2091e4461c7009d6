"""How the same is done with many things: one after the other, unless whoever builds the site shares them out.

Or ahead of time: when somebody asks for it, unless whoever builds the site has others do it meanwhile. Or beside this
process, by those that have nothing else to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_R = TypeVar("_R", covariant=True)


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


class Awaited(Protocol[_R]):
    """What somebody else does, and what comes of it."""

    def __call__(self) -> _R:
        """Wait until it is there; each is asked for once."""
        ...

    def is_there(self) -> bool:
        """Whether nobody has to wait."""
        ...


class Ahead(Protocol):
    """Begins to do something with each of many things, in their order; what comes of it waits until it is asked for.

    What is done may be done in another process, as with :class:`ShareOut`.
    """

    def __call__(self, do: Callable[[T], R], things: Sequence[T], /) -> Sequence[Awaited[R]]:
        """Begin it with each of the *things*. What *do* raises, whoever asks hears."""
        ...


@dataclass(frozen=True, slots=True)
class _WhenAsked(Generic[T, R]):
    do: Callable[[T], R]
    thing: T

    def __call__(self) -> R:
        return self.do(self.thing)

    def is_there(self) -> bool:
        return False


def when_asked(do: Callable[[T], R], things: Sequence[T], /) -> list[Awaited[R]]:
    """Do it here, with each thing that is asked for."""
    return [_WhenAsked(do, thing) for thing in things]


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
