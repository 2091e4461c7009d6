"""Processes that build languages, one after the other, beside this one, which builds some as well when it is free.

They are copies of this process as it is when they begin (``fork``): all that was read of the English pages is there,
and none of it is copied before it is changed. Windows has no such processes, and on macOS libraries of the system fail
in them.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.diagnostics.unwritten import file_of, is_of_disk
from isogloss.driver.layer import Layer, from_text, layer_of
from isogloss.hosts.mkdocs.said import heard, unheard

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    from isogloss.driver.slots import Slots

POSSIBLE = sys.platform not in ("win32", "darwin") and hasattr(os, "fork")
"""Whether this system has such processes."""

Build = Callable[[str], Mapping[str, Any]]
"""Builds the language of a tag; returns what it hands on."""
Begin = Callable[[Callable[[], None]], AbstractContextManager[Build]]
"""Lets a process build languages, calling back after each page."""

_PAGE, _TAKEN, _BUILT, _UNWRITTEN = b".", b"t", b"b", b"w"
"""What a process says: that a page is built; with the number of a language, that it has taken or built that; and that a
file cannot be written, and why."""
_DIGITS = 2


class Workers:
    """The processes that build the languages *tags*; *count* is called for each page that is built.

    Each takes the next language when it has built one, and gives its slot of the *slots* back when there is none left.
    What they hand on is in the *folder* until somebody asks for it.
    """

    def __init__(
        self, begin: Begin, tags: Sequence[str], count: Callable[[], None], folder: Path, slots: Slots
    ) -> None:
        """Begin nothing yet."""
        self._slots = slots
        self.lends = True
        """Whether others may have the slot of this process while it waits: it stays as large as it is."""
        self._lent = False
        """Whether they have it."""
        self._begin, self._count, self._tags, self._folder = begin, count, list(tags), folder
        self._running: dict[Connection, ForkProcess] = {}
        self._taken: dict[Connection, int] = {}
        self._built: set[int] = set()
        self._failed: dict[int, str] = {}
        self._ended = ""
        """How the process ended that ended last."""
        self._unwritten: OSError | None = None
        self._here = ExitStack()
        self._build: Build | None = None
        # Whoever reads a number of it takes that language: no other process reads the same one.
        self._queue, end = os.pipe()
        os.write(end, b"".join(number.to_bytes(_DIGITS, "big") for number in range(len(self._tags))))
        os.close(end)

    def start(self) -> None:
        """Begin as many processes as there are slots and languages, unless they have begun."""
        if self._running or self._ended:
            return
        gc.freeze()  # What is there already is looked at by no process again: its memory stays one.
        processes = self._slots.take(len(self._tags))
        if not processes:
            return
        import multiprocessing  # A build of few pages begins no process.

        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for _ in range(processes):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.get_context("fork").Process(target=self._run, args=(theirs,))
            process.start()
            theirs.close()
            self._running[ours] = process

    def listen(self, seconds: float | None = 0) -> None:
        """Take what the processes have to say, for so many *seconds* at most."""
        if not self._running:
            return
        from multiprocessing.connection import Connection, wait

        for connection in wait(list(self._running), seconds):
            assert isinstance(connection, Connection)
            self._listen(connection)

    def layer(self, tag: str) -> Layer:
        """The language *tag*, once it is built, or has failed. Until then, others are built here as well.

        Raises :class:`OSError` if some process cannot write a file.
        """
        number = self._tags.index(tag)
        while number not in self._built | self._failed.keys():
            if self._unwritten is not None:
                raise self._unwritten
            if (own := self._take()) is not None:
                self._build_here(own)
            elif self._running:
                self._wait()
            else:
                self._failed[number] = self._ended
        if number in self._failed:
            return Layer(tag, (), {}, failure=f"the process that builds '{tag}' was ended {self._failed[number]}")
        path = self._path(number)
        text = path.read_text(encoding="utf-8")
        path.unlink()
        return from_text(text)

    def _wait(self) -> None:
        """Wait for what the processes have to say. Meanwhile, others may have the slot of this one."""
        if self.lends and not self._lent:
            self._slots.give_back()
            self._lent = True
        self.listen(None)
        if self._lent:
            self._lent = not self._slots.take(1)

    def close(self) -> None:
        """End all processes."""
        self._here.close()
        for process in self._running.values():
            process.kill()
        for connection, process in self._running.items():
            process.join()
            connection.close()
        self._running.clear()
        os.close(self._queue)
        gc.unfreeze()

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.json"

    def _take(self) -> int | None:
        """The number of the next language, which nobody else takes then; None if none is left."""
        found = os.read(self._queue, _DIGITS)
        return int.from_bytes(found, "big") if found else None

    def _build_here(self, number: int) -> None:
        def count() -> None:
            self._count()
            self.listen()

        if self._build is None:
            self._build = self._here.enter_context(self._begin(count))
        self._write(number, self._build)
        self._built.add(number)

    def _write(self, number: int, build: Build) -> None:
        layer = _layer(self._tags[number], build)
        self._path(number).write_text(layer.as_text(), encoding="utf-8", errors="replace")

    def _listen(self, connection: Connection) -> None:
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            message = b""
        kind, number = message[:1], int.from_bytes(message[1:], "big")
        if kind == _UNWRITTEN:
            self._unwritten = OSError(*json.loads(message[1:]))
        elif kind == _PAGE:
            self._count()
        elif kind == _TAKEN:
            self._taken[connection] = number
        elif kind == _BUILT:
            self._built.add(number)
            del self._taken[connection]
        else:
            process = self._running.pop(connection)
            process.join()
            connection.close()
            self._ended = _how(process)
            if (lost := self._taken.pop(connection, None)) is not None:
                self._failed[lost] = self._ended

    def _run(self, connection: Connection) -> None:
        """What a process does."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The one that began it ends it.
        parent = os.getppid()

        def count() -> None:
            if os.getppid() != parent:
                signal.raise_signal(signal.SIGKILL)  # Nobody waits for it.
            connection.send_bytes(_PAGE)

        try:
            with self._begin(count) as build:
                while (number := self._take()) is not None:
                    name = number.to_bytes(_DIGITS, "big")
                    connection.send_bytes(_TAKEN + name)
                    self._write(number, build)
                    connection.send_bytes(_BUILT + name)
        except OSError as error:
            if not is_of_disk(error):
                raise
            connection.send_bytes(_UNWRITTEN + json.dumps([error.errno, error.strerror, file_of(error)]).encode())
        self._slots.give_back()


def _how(process: ForkProcess) -> str:
    status = process.exitcode or 0
    how = f"by the signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
    return f"{how}: try fewer at a time with --jobs"


def _layer(tag: str, build: Build) -> Layer:
    """The language *tag*, built in this process, with all that was said."""
    handed_on: Mapping[str, Any] = {}
    failure = ""
    with tempfile.TemporaryFile() as output:
        with _speaking_into(output.fileno()), heard() as said:
            try:
                handed_on = build(tag)
            except SystemExit as end:  # MkDocs, of what it has told already, and plugins
                failure = str(end)
            except Exception as error:
                if isinstance(error, OSError) and is_of_disk(error):
                    raise
                failure = traceback.format_exc()
        output.seek(0)
        printed = output.read().decode("utf-8", "replace")
    return layer_of(tag, said, handed_on, printed, failure)


@contextmanager
def _speaking_into(file: int) -> Iterator[None]:
    """Let all that this process says go into the open *file*, and let nobody hear the log who hears it now."""
    streams, numbers = (sys.stdout, sys.stderr), (1, 2)
    for stream in streams:
        stream.flush()
    with ExitStack() as after:
        for number in numbers:
            kept = os.dup(number)
            after.callback(os.close, kept)
            after.callback(os.dup2, kept, number)
            os.dup2(file, number)
        sys.stdout, sys.stderr = (
            after.enter_context(open(number, "w", encoding="utf-8", errors="replace", closefd=False))
            for number in numbers
        )
        try:
            with unheard():
                yield
        finally:
            sys.stdout, sys.stderr = streams
