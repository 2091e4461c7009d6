"""Looks at the files that a site is made of, and says which of them have changed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_QUIET, _LONGEST = 0.02, 0.5
"""Seconds without a further change after which changes are told, and the longest time that they are held back."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted"})
_PASSING = ("~", ".swp", ".swx", ".part", ".lock")
"""Ends of the names of files that editors, and this program, have for moments."""


class Watching(FileSystemEventHandler):
    """Watches folders, and tells of changes in batches."""

    def __init__(self, tell: Callable[[set[Path]], None]) -> None:
        """*tell* gets the paths of the files, absolute."""
        self._tell = tell
        self._lock = threading.Condition()
        self._changed: set[Path] = set()
        self._first = self._last = 0.0
        self._watched: dict[Path, bool] = {}
        self._observer: Any = Observer()
        self._observer.start()
        threading.Thread(target=self._run, daemon=True).start()

    def watch(self, folders: Iterable[Path], files: Iterable[Path]) -> None:
        """Watch *folders* with all below them, and *files*, from now on."""
        for folder in folders:
            self._add(folder, recursive=True)
        for file in files:
            self._add(file.parent, recursive=False)

    def close(self) -> None:
        """Watch no more."""
        self._observer.stop()
        self._observer.join()

    def _add(self, folder: Path, recursive: bool) -> None:
        with self._lock:
            above = [one for one, deep in self._watched.items() if one == folder or (deep and one in folder.parents)]
            if not folder.is_dir() or any(self._watched[one] or not recursive for one in above):
                return
            if folder in self._watched:
                self._observer.unschedule_all()
                self._watched[folder] = True
                for one, deep in self._watched.items():
                    self._observer.schedule(self, str(one), recursive=deep)
                return
            self._observer.schedule(self, str(folder), recursive=recursive)
            self._watched[folder] = recursive

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take a change down."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        names = [os.fsdecode(path) for path in (event.src_path, getattr(event, "dest_path", "")) if path]
        paths = {Path(name) for name in names if not name.endswith(_PASSING)}
        paths = {path for path in paths if not path.name.startswith((".#", "#")) and path.name != "4913"}
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
            self._tell(changed)
