"""What is needed later, done meanwhile by copies of this process: until all pages are read, only one has work.

What comes of it waits in a file: a pipe would keep a copy from going on until somebody listens.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from isogloss.driver.workers import POSSIBLE
from isogloss.hosts.mkdocs.sharing import when_asked

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

    from isogloss.hosts.mkdocs.sharing import Ahead, Awaited

T = TypeVar("T")
R = TypeVar("R")

_NUMBERS = count(1)
"""Tell apart what is begun in one process, whoever begins it: all of it may wait in one folder."""


@dataclass(frozen=True, slots=True)
class _Begun(Generic[T, R]):
    do: Callable[[T], R]
    thing: T
    path: Path
    """Where it is when it is done."""
    process: ForkProcess

    def __call__(self) -> R:
        if not self.is_there():
            self.process.join()
        try:
            with self.path.open("rb") as file:
                found: R = pickle.load(file)
        except (OSError, EOFError, pickle.UnpicklingError):
            return self.do(self.thing)
        self.path.unlink()  # Of a large site, all of it takes much place.
        return found

    def is_there(self) -> bool:
        return self.path.exists()


@contextmanager
def ahead(processes: int, folder: Path, at_end: Callable[[], None] = lambda: None) -> Iterator[Ahead]:
    """Do things ahead in so many *processes* at most, besides this one, as long as the block lasts.

    What a process has not done when it ends, for whatever reason, is done in this one. It writes what comes of it into
    the *folder*, and calls *at_end* when it has done its things.
    """
    begun: list[ForkProcess] = []

    def begin(do: Callable[[T], R], things: Sequence[T], /) -> Sequence[Awaited[R]]:
        if not POSSIBLE or processes < 1 or not things:
            return when_asked(do, things)
        size = min(processes, len(things))
        name = f"{os.getpid()}-{next(_NUMBERS)}"
        paths = [folder / f"{name}-{number}.ahead" for number in range(len(things))]
        team = [_begin(do, things[first::size], paths[first::size], at_end) for first in range(size)]
        begun.extend(team)
        pairs = zip(things, paths, strict=True)
        return [_Begun(do, thing, path, team[number % size]) for number, (thing, path) in enumerate(pairs)]

    try:
        yield begin
    finally:
        for process in begun:
            process.kill()
            process.join()


def _begin(do: Callable[[T], R], things: Sequence[T], paths: Sequence[Path], at_end: Callable[[], None]) -> ForkProcess:
    """Begin a process that does it with each of the *things*, and writes what comes of it to its path of *paths*."""
    import multiprocessing  # A build of one language begins no process.

    def run() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The one that began it ends it.
        gc.disable()  # It does not live long, and to look for garbage copies all memory.
        with suppress(Exception):  # The one that began it does it again, and tells.
            for thing, path in zip(things, paths, strict=True):
                if os.getppid() != parent:
                    return  # Nobody waits for it.
                found = pickle.dumps(do(thing), pickle.HIGHEST_PROTOCOL)
                written = path.with_suffix(".part")
                written.write_bytes(found)
                written.rename(path)
        at_end()

    parent = os.getpid()
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process
