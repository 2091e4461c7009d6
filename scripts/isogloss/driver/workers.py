"""Processes that build languages, some at a time, each made of this one when its turn comes.

They are copies of this process as it is then (``fork``): all that was read of the English pages is there, and none of
it is copied before it is changed. Windows has no such processes, and on macOS libraries of the system fail in them.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from isogloss.driver.layer import Layer, from_json, heard

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

POSSIBLE = sys.platform not in ("win32", "darwin") and "fork" in multiprocessing.get_all_start_methods()
"""Whether this system has such processes."""

Work = Callable[[str, Callable[[], None]], Mapping[str, Any]]
"""Builds the language of a tag, calling back after each page; returns what it hands on."""

_PAGE = b"."
"""What a process says after each page; the last that it says is the layer."""


class Workers:
    """The processes that build the languages *tags*; *count* is called for each page that is built."""

    def __init__(self, work: Work, tags: Sequence[str], count: Callable[[], None]) -> None:
        """Begin nothing yet."""
        self._work, self._count = work, count
        self._waiting = list(tags)
        self._running: dict[Connection, tuple[str, ForkProcess]] = {}
        self._done: dict[str, Layer] = {}

    def go_on(self, at_once: int, seconds: float | None = 0) -> None:
        """Take what the processes have to say, for so many *seconds* at most, and have *at_once* of them run."""
        while self._waiting and len(self._running) < at_once:
            self._start(self._waiting.pop(0))
        for connection in wait(list(self._running), seconds) if self._running else ():
            assert isinstance(connection, Connection)
            self._listen(connection)

    def layer(self, tag: str, at_once: int) -> Layer:
        """The language *tag*, once it is built, or has failed."""
        while tag not in self._done:
            self.go_on(at_once, None)
        return self._done.pop(tag)

    def stop(self) -> None:
        """End all processes."""
        for _, process in self._running.values():
            process.kill()
        for connection, (_, process) in self._running.items():
            process.join()
            connection.close()
        self._running.clear()

    def _start(self, tag: str) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        process = multiprocessing.get_context("fork").Process(target=self._run, args=(tag, ours, theirs))
        gc.freeze()  # What is there already is looked at by neither process again: its memory stays one.
        process.start()
        gc.unfreeze()
        theirs.close()
        self._running[ours] = tag, process

    def _listen(self, connection: Connection) -> None:
        tag, process = self._running[connection]
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            message = b""
        if message == _PAGE:
            self._count()
            return
        process.join()
        connection.close()
        del self._running[connection]
        self._done[tag] = from_json(message.decode()) if message else Layer(tag, (), {}, failure=_ended(tag, process))

    def _run(self, tag: str, ours: Connection, theirs: Connection) -> None:
        """What the process does that builds the language *tag*."""
        ours.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The one that began it ends it.
        parent = os.getppid()

        def count() -> None:
            if os.getppid() != parent:
                signal.raise_signal(signal.SIGKILL)  # Nobody waits for it.
            theirs.send_bytes(_PAGE)

        with tempfile.TemporaryFile() as output, _speaking_into(output.fileno()), heard() as said:
            handed_on: Mapping[str, Any] = {}
            failure = ""
            try:
                handed_on = self._work(tag, count)
            except SystemExit as end:  # MkDocs, of what it has told already, and plugins
                failure = str(end)
            except Exception:
                failure = traceback.format_exc()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            output.seek(0)
            printed = output.read().decode("utf-8", "replace")
        theirs.send_bytes(Layer(tag, tuple(said), handed_on, printed, failure).as_json().encode("utf-8", "replace"))
        theirs.close()


def _ended(tag: str, process: ForkProcess) -> str:
    status = process.exitcode or 0
    how = f"by the signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
    return f"the process that builds '{tag}' was ended {how}: try fewer at a time with --jobs"


@contextmanager
def _speaking_into(file: int) -> Iterator[None]:
    """Let all that this process says go into the open *file*, and nothing of the log anywhere else."""
    for number in (1, 2):
        os.dup2(file, number)
    streams = [open(number, "w", encoding="utf-8", errors="replace", closefd=False) for number in (1, 2)]  # noqa: SIM115
    sys.stdout, sys.stderr = streams
    for logger in (logging.getLogger(), logging.getLogger("mkdocs")):
        logger.handlers[:] = [one for one in logger.handlers if not isinstance(one, logging.StreamHandler)]
    yield
