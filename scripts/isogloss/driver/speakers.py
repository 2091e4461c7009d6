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
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from isogloss.driver.speaking import Failure, speak
from isogloss.driver.workers import POSSIBLE

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
                self._control.send((theirs, config_file, tag))
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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The one that began it ends it, by closing the connection.
    context = multiprocessing.get_context("fork")
    with suppress(EOFError, OSError):
        while True:
            theirs, config_file, tag = control.recv()
            context.Process(target=_alone, args=(control, theirs, config_file, tag)).start()
            theirs.close()
            control.send(None)
            multiprocessing.active_children()  # Those that have ended are let go.


def _alone(control: Connection, theirs: Connection, config_file: Path, tag: str) -> None:
    control.close()
    speak(theirs, config_file, tag)


@dataclass(slots=True)
class Speaker:
    """The process that shows one language, as this process knows it."""

    connection: Connection
    ask: Ask
    """Answers what it has to know of English pages."""
    lock: threading.Lock

    def call(self, name: str, *arguments: Any) -> Any:
        """What the process answers. Raises :class:`SpeakerEndedError`, or RuntimeError with what went wrong there."""
        with self.lock:
            try:
                self.connection.send((name, arguments))
                while True:
                    kind, value = self.connection.recv()
                    if kind != "ask":
                        break
                    try:
                        answer: object = self.ask(*value)
                    except Exception:
                        answer = Failure(traceback.format_exc())
                    self.connection.send(answer)
            except (EOFError, OSError):
                raise SpeakerEndedError from None
        if kind == "failed":
            raise RuntimeError(value)
        return value

    def close(self) -> None:
        """Let the process end once it has answered."""
        with self.lock, suppress(OSError):
            self.connection.close()
