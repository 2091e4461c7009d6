"""Looks at the files that a site is made of, and says which of them have changed."""

from __future__ import annotations

import os
import re
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_QUIET, _LONGEST = 0.02, 0.5
"""Seconds without a further change after which changes are told, and the longest time that they are held back."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted"})
_DEEPEST = 3
"""How many links may lead to a file, one in what the other leads to."""
_PASSING = re.compile(r".*~|\..*\.sw[a-z]|\.?#.*|4913|\.isogloss\.lock|\..*\.part")
"""The names of files that editors, and this program, have for moments; a page may be about ``uv.lock``."""


class Watching(FileSystemEventHandler):
    """Watches folders, and tells of changes in batches."""

    def __init__(self, tell: Callable[[set[Path]], None]) -> None:
        """*tell* gets the paths of the files, absolute."""
        self._tell = tell
        self._lock = threading.Condition()  # Nobody waits for anything who has it.
        self._adding = threading.RLock()  # The observer has a lock of its own while it tells of a change.
        self._changed: set[Path] = set()
        self._first = self._last = 0.0
        self._watched: dict[Path, bool] = {}
        """The folders that are watched, and whether all below them is."""
        self._wanted: dict[Path, bool] = {}
        """The same, of all that was asked for, also of those that are below others."""
        self._absent: set[Path] = set()
        """Those of them that are no folders now."""
        self._numbers: dict[Path, tuple[int, int] | None] = {}
        """What the system calls the folders that are watched."""
        self._links: dict[Path, set[Path]] = {}
        """Links, by where they lead: the system tells of a change there, and not here."""
        # It says so of each folder that is made again.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer: Any = Observer()
        self._observer.start()
        threading.Thread(target=self._run, daemon=True).start()

    def watch(self, folders: Iterable[Path], files: Iterable[Path]) -> None:
        """Watch *folders* with all below them, and *files*, from now on."""
        for folder in folders:
            self._add(folder, recursive=True)
            self._add(folder.parent, recursive=False)  # It can be removed, and made again.
            self._follow(folder)
        for file in files:
            self._add(file.parent, recursive=False)
            self._follow(file)

    def close(self) -> None:
        """Watch no more."""
        self._observer.stop()
        self._observer.join()

    def _add(self, folder: Path, recursive: bool) -> None:
        with self._adding:
            self._wanted[folder] = recursive or self._wanted.get(folder, False)
            above = [one for one, deep in self._watched.items() if one == folder or (deep and one in folder.parents)]
            if not folder.is_dir():
                self._absent.add(folder)
                return
            self._absent.discard(folder)
            if any(self._watched[one] or not recursive for one in above):
                return
            self._schedule(folder, recursive)
            if recursive:
                for link in _links_below(folder):
                    self._follow(link)

    def _schedule(self, folder: Path, recursive: bool) -> None:
        """Watch *folder*, whatever was watched of it before."""
        if folder in self._watched:
            self._observer.unschedule_all()
            for one, deep in self._watched.items():
                self._observe(one, deep or one == folder)
        else:
            self._observe(folder, recursive)
        self._watched[folder] = recursive

    def _observe(self, folder: Path, recursive: bool) -> None:
        self._numbers[folder] = _number(folder)
        with suppress(FileNotFoundError, NotADirectoryError):  # It is gone since, of which another one tells.
            self._observer.schedule(self, str(folder), recursive=recursive)

    def _renew(self) -> None:
        """Watch folders that are other ones than before, as after another branch was checked out."""
        with self._adding:
            gone = [folder for folder in self._watched if _number(folder) != self._numbers[folder]]
            if gone:
                self._observer.unschedule_all()
                for folder in gone:
                    del self._watched[folder]
                for folder, deep in self._watched.items():
                    self._observe(folder, deep)
                self._absent.update(self._wanted)
            for folder in list(self._absent):
                self._add(folder, self._wanted[folder])

    def _follow(self, path: Path) -> None:
        """Watch what is at the end of *path*, if that is a link, or below one."""
        target = Path(os.path.realpath(path))  # A link to itself is no fault.
        if target == path:
            return
        with self._adding:
            if path in self._links.setdefault(target, set()):
                return
            self._links[target].add(path)
            self._add(*(target, True) if target.is_dir() else (target.parent, False))

    def _take_in(self, changed: set[Path]) -> set[Path]:
        """All names by which the site may know the files at the paths *changed*; what is new there is watched."""
        self._renew()
        for path in changed:
            for link in [path] if path.is_symlink() else _links_below(path) if path.is_dir() else ():
                self._follow(link)
        found = set(changed)
        with self._adding:
            for _ in range(_DEEPEST):
                found |= {
                    link / path.relative_to(target)
                    for target, links in self._links.items()
                    for path in found
                    if path.is_relative_to(target)
                    for link in links
                }
        return found

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take a change down."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        names = [os.fsdecode(path) for path in (event.src_path, getattr(event, "dest_path", "")) if path]
        paths = {path for path in map(Path, names) if not _PASSING.fullmatch(path.name)}
        if paths:
            with self._lock:
                self._last = time.monotonic()
                self._first = self._first if self._changed else self._last
                self._changed |= paths
                self._lock.notify_all()

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._changed)
                now = time.monotonic()
                left = min(self._last + _QUIET, self._first + _LONGEST) - now
                if left <= 0:
                    changed, self._changed = self._changed, set()
            if left > 0:
                time.sleep(left)
                continue
            try:
                self._tell(self._take_in(changed))
            except Exception:
                traceback.print_exc()  # Later changes are told all the same.


def _number(folder: Path) -> tuple[int, int] | None:
    """What the system calls *folder*: another one of the same name is called otherwise. None if there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _links_below(folder: Path) -> list[Path]:
    """The links in *folder* and below, not in what they lead to."""
    found, folders = [], [str(folder)]
    for here in folders:
        with suppress(OSError), os.scandir(here) as entries:
            for entry in entries:
                if entry.is_symlink():
                    found.append(Path(entry.path))
                elif entry.is_dir():
                    folders.append(entry.path)
    return found
