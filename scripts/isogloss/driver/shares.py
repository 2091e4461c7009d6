"""Many things with each of which the same is done, shared out among this process and copies of it.

The end of a build is done in one process otherwise, while all others have nothing to do: the more languages there are,
the more of the time it is.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from isogloss.driver.workers import POSSIBLE
from isogloss.hosts.mkdocs.sharing import in_turn

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    from isogloss.hosts.mkdocs.sharing import ShareOut

T = TypeVar("T")
R = TypeVar("R")

_FEW = 2
"""For fewer things, no process begins."""


def among(processes: int) -> ShareOut:
    """Do the same with many things in so many *processes* at most, with this one.

    What a process has not done when it ends, for whatever reason, is done in this one.
    """

    def share_out(do: Callable[[T], R], things: Sequence[T], /) -> list[R]:
        count = min(processes, len(things) // _FEW)
        return _in_shares(do, things, count) if POSSIBLE and count > 1 else in_turn(do, things)

    return share_out


def _in_shares(do: Callable[[T], R], things: Sequence[T], count: int) -> list[R]:
    found: dict[int, R] = {}
    others = [_begin(do, things, range(first, len(things), count)) for first in range(1, count)]
    running = [connection for connection, _ in others]

    def listen(connections: Sequence[Connection]) -> None:
        for connection in connections:
            try:
                number, result = connection.recv()
            except (EOFError, OSError):
                running.remove(connection)
                continue
            found[number] = result

    try:
        for number in range(0, len(things), count):
            found[number] = do(things[number])
            listen(_ready(running, 0))  # A process whose words nobody hears waits.
        while running:
            listen(_ready(running, None))
    finally:
        for connection, process in others:
            process.kill()
            process.join()
            connection.close()
    return [found[number] if number in found else do(thing) for number, thing in enumerate(things)]


def _ready(running: Sequence[Connection], seconds: float | None) -> list[Connection]:
    if not running:
        return []
    from multiprocessing.connection import Connection, wait

    return [one for one in wait(running, seconds) if isinstance(one, Connection)]


def _begin(do: Callable[[T], R], things: Sequence[T], share: Sequence[int]) -> tuple[Connection, ForkProcess]:
    """Begin a process that does it with a *share* of the things, by their numbers."""
    import multiprocessing  # A build in which little has changed begins no process.

    def run() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The one that began it ends it.
        gc.disable()  # It does not live long, and to look for garbage copies all memory.
        ours.close()
        with suppress(Exception):  # The one that began it does it again, and tells.
            for number in share:
                theirs.send((number, do(things[number])))

    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    theirs.close()
    return ours, process
