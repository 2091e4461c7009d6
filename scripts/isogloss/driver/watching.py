"""Looks at the files that a site is made of, and says which of them have changed."""

from __future__ import annotations

import os
import re
import threading
import time
import traceback
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
        self._links: dict[Path, set[Path]] = {}
        """Links, by where they lead: the system tells of a change there, and not here."""
        self._observer: Any = Observer()
        self._observer.start()
        threading.Thread(target=self._run, daemon=True).start()

    def watch(self, folders: Iterable[Path], files: Iterable[Path]) -> None:
        """Watch *folders* with all below them, and *files*, from now on."""
        for folder in folders:
            self._add(folder, recursive=True)
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
            above = [one for one, deep in self._watched.items() if one == folder or (deep and one in folder.parents)]
            if not folder.is_dir() or any(self._watched[one] or not recursive for one in above):
                return
            if folder in self._watched:
                self._observer.unschedule_all()
                self._watched[folder] = True
                for one, deep in self._watched.items():
                    self._observer.schedule(self, str(one), recursive=deep)
            else:
                self._observer.schedule(self, str(folder), recursive=recursive)
                self._watched[folder] = recursive
            if recursive:
                for link in _links_below(folder):
                    self._follow(link)

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
        """All names by which the site may know the files at the paths *changed*; links that are new are followed."""
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
