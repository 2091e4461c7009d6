"""Processes that show one language each: they begin when a page of it is asked for first, and answer one at a time.

Where the system can copy a process (``fork``), they are copies of one that has loaded the program and nothing else: it
is made before this process has threads. Elsewhere, each loads the program itself.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path
from typing import Any

from isogloss.driver.speaking import Facts, Failure, speak
from isogloss.driver.workers import POSSIBLE

_PATIENCE = 1.0
"""Seconds in which a process that is ended may clean up."""

Ask = Callable[[list[str], bool], dict[str, Any]]


class SpeakerEndedError(Exception):
    """The process is not there any more."""


class Nursery:
    """Where processes come from. Make it before the first thread."""

    def __init__(self) -> None:
        """Begin the process that others are copies of, where there can be one."""
        self._control: Connection | None = None
        self._lock = threading.Lock()
        if POSSIBLE:
            context = multiprocessing.get_context("fork")
            self._control, theirs = context.Pipe()
            process = context.Process(target=_bring_up, args=(theirs, self._control), name="isogloss nursery")
            process.start()
            theirs.close()

    def begin(self, config_file: Path, tag: str) -> Connection:
        """The connection to a new process that shows the language *tag*; the first one, if that is empty."""
        ours, theirs = multiprocessing.Pipe()
        with self._lock:
            if self._control is not None:
                self._control.send((config_file, tag))
                # Among its arguments, it would need a file, which a server that is killed would leave behind.
                send_handle(self._control, theirs.fileno(), None)
                self._control.recv()  # It has its end now.
            else:
                spawn = multiprocessing.get_context("spawn")
                spawn.Process(target=speak, args=(theirs, config_file, tag), daemon=True).start()
        theirs.close()
        return ours

    def close(self) -> None:
        """Begin no more."""
        if self._control is not None:
            self._control.close()


def _bring_up(control: Connection, not_ours: Connection) -> None:
    not_ours.close()
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # The one that began it ends it, by closing the connection.
    context = multiprocessing.get_context("fork")
    with suppress(EOFError, OSError):
        while True:
            config_file, tag = control.recv()
            theirs = Connection(recv_handle(control))
            context.Process(target=_alone, args=(control, theirs, config_file, tag)).start()
            theirs.close()
            control.send(None)
            multiprocessing.active_children()  # Those that have ended are let go.
    for process in multiprocessing.active_children():
        process.terminate()
        process.join(_PATIENCE)
        process.kill()


def _alone(control: Connection, theirs: Connection, config_file: Path, tag: str) -> None:
    control.close()
    speak(theirs, config_file, tag)


class SpeakerFailedError(Exception):
    """The process says what went wrong, as a text."""


class Speaker:
    """The process that shows one language, as this process knows it."""

    def __init__(self, connection: Connection, ask: Ask) -> None:
        """*ask* answers what the process has to know of English pages."""
        self._connection, self._ask = connection, ask
        self._lock = threading.Lock()
        self.pages: dict[str, str] = {}
        """The paths of its pages below docs/, by the paths of the site at which they are."""

    def begin(self, hear: Callable[[Facts], None]) -> None:
        """Wait until it is prepared; *hear* gets what it says of the site. Raises what :meth:`call` raises."""
        with self._lock:
            _, facts = self._receive()
            hear(facts)
            self.pages = self._answer()

    def call(self, name: str, *arguments: Any) -> Any:
        """What the process answers. Raises :class:`SpeakerEndedError`, and :class:`SpeakerFailedError`."""
        with self._lock:
            self._send((name, arguments))
            return self._answer()

    def _answer(self) -> Any:
        kind, value = self._receive()
        while kind == "ask":
            try:
                answer: object = self._ask(*value)
            except Exception as error:
                failed = isinstance(error, SpeakerFailedError)
                answer = Failure(str(error) if failed else traceback.format_exc())
            self._send(answer)
            kind, value = self._receive()
        return value

    def _send(self, told: object) -> None:
        try:
            self._connection.send(told)
        except OSError:
            raise SpeakerEndedError from None

    def _receive(self) -> tuple[str, Any]:
        try:
            kind, value = self._connection.recv()
        except (EOFError, OSError):
            raise SpeakerEndedError from None
        if kind == "failed":
            raise SpeakerFailedError(value)
        return kind, value

    def close(self) -> None:
        """Let the process end once it has answered."""
        with self._lock:
            self.end()

    def end(self) -> None:
        """Let the process end at once."""
        with suppress(OSError):
            self._connection.close()
