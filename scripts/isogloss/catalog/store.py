"""The only writer: no crash, full disk, second run or editor can lose what was in a file.

What is written needs an open store, which holds the lock of its folder, and the file as it was when it was looked at.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound

PATIENCE = 60.0
"""Seconds to wait for another run before giving up."""
_SUFFIX = ".isogloss.new"
_SHOWN = 40
"""How many characters of the name of a file the name of its successor has."""
_LOCK = ".isogloss.lock"
_FOLDERS_CAN_BE_OPENED = sys.platform != "win32"

_held: set[Path] = set()


class Seen(NamedTuple):
    """A file as it was when somebody looked at it: what is written over it is written in this knowledge."""

    path: Path
    name: str
    """The path relative to the project, as diagnostics write it."""
    data: bytes | None
    """What it held; None if there was no such file."""

    @property
    def text(self) -> str:
        """What it held, as text."""
        return (self.data or b"").decode("utf-8", "replace")


def look(path: Path, name: str) -> Seen:
    """See what the file at *path* holds; *name* is how diagnostics call it.

    Raises :class:`ProblemsFound` if it cannot be read.
    """
    try:
        return Seen(path, name, path.read_bytes() if os.path.lexists(path) else None)
    except OSError as error:
        raise _problem("file", f"the file cannot be read: {error.strerror or error}", name, "") from None


class Store:
    """A folder in which nobody else writes: only :func:`opened` gives one, and only as long as its block lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open = True

    def write(self, seen: Seen, text: str | bytes) -> bool:
        """Replace a file by *text* in one step; False, and nothing is touched, if it has that text already.

        A reader sees the old file or the new one, whole, whatever happens in between. If somebody has changed the file
        since it was *seen*, their work stays.

        Raises :class:`ProblemsFound` if the file cannot be written or was changed; it is then as it was.
        """
        if not self.open:
            raise RuntimeError("this store is closed: nothing can be written any more")
        data = text.encode("utf-8") if isinstance(text, str) else text
        try:
            path = self._real(seen)
            mode = _mode_to_write(path, data, seen)
            if mode is None:
                return False
            _replace(path, data, mode)
        except OSError as error:
            message = f"the file cannot be written: {error.strerror or error}"
            hint = "nothing in it has changed; make room or give leave to write there, then run the command again"
            raise _problem("write", message, seen.name, hint) from None
        return True

    def remove(self, seen: Seen, now: Path | None = None) -> None:
        """Remove a file that is as it was *seen*, and the folders that are empty then.

        If it has gone to *now*, and where names that differ in case alone are one file, it gets its new name.
        """
        path = seen.path
        with suppress(OSError):
            if now is not None and now.samefile(path):
                path.rename(now)
            elif path.read_bytes() == seen.data:
                path.unlink()
                for folder in path.parents:
                    folder.rmdir()

    def _real(self, seen: Seen) -> Path:
        """The file that is written: where links lead, if they stay in the folder."""
        path = Path(os.path.realpath(seen.path))
        if not path.is_relative_to(self.folder):
            message = f"this is a link that leads out of {self.folder.name}, to {path.as_posix()}: it is not followed"
            raise _problem("write", message, seen.name, "put the file itself there")
        return path


def _mode_to_write(path: Path, data: bytes, seen: Seen) -> int | None:
    """The access rights for the file to write; None if it has *data* already."""
    try:
        found = path.read_bytes()
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        if seen.data is not None:
            raise _changed(seen, "removed") from None
        path.parent.mkdir(parents=True, exist_ok=True)
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
    if found == data:
        return None
    if found != seen.data:
        raise _changed(seen, "changed")
    if not mode & 0o222:
        raise _problem("write", "the file is read-only", seen.name, f"allow writing it: chmod u+w {seen.name}")
    return mode


def _changed(seen: Seen, what: str) -> ProblemsFound:
    message = f"the file was {what} by somebody else while isogloss was at work"
    return _problem("changed-meanwhile", message, seen.name, "their version stays; run the command again")


def _replace(path: Path, data: bytes, mode: int) -> None:
    # A name may be as long as names can be; this one is longer.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_SHOWN]}.", suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def opened(folder: Path, deep: bool = True, patience: float = PATIENCE) -> Iterator[Store]:
    """Keep other runs from writing below *folder* as long as the block lasts; may be nested.

    The folder itself is locked, so that nothing is left behind, not even by ``kill -9``; on Windows, a file in it. A
    second run says that it waits, and gives up after *patience* seconds. What a killed run has left half-written is
    cleared away, also in the folders below if *deep*. Where there is no such lock (some network drives), what was seen
    of a file alone guards it.
    """
    with suppress(OSError):  # writing the first file says what is wrong
        folder.mkdir(parents=True, exist_ok=True)
    folder = Path(os.path.realpath(folder))
    store = Store(folder)
    handle = _lockable(folder) if folder not in _held and folder.is_dir() else None
    try:
        if handle is not None:
            if _lock(handle, folder, patience):
                for leftover in folder.glob(f"{'**/' if deep else ''}.*{_SUFFIX}"):
                    with suppress(OSError):
                        leftover.unlink()
            _held.add(folder)
        yield store
    finally:
        store.open = False
        if handle is not None:
            os.close(handle)
            if folder in _held and not _FOLDERS_CAN_BE_OPENED:
                with suppress(OSError):  # whoever waits for it has it open, and removes it in the end
                    (folder / _LOCK).unlink()
            _held.discard(folder)


def _lockable(folder: Path) -> int | None:
    """What is locked for *folder*, opened; None where no file can be made for that."""
    if _FOLDERS_CAN_BE_OPENED:
        return os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # writing the first file says what is wrong
        return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT)
    return None


def _lock(handle: int, folder: Path, patience: float) -> bool:
    """Lock what was opened for *folder*; False if its file system cannot."""
    import portalocker  # Most builds write no catalog, and it imports more than it needs.

    end = time.monotonic() + patience
    told = False
    while True:
        try:
            portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked:
            if not told:
                sys.stderr.write(f"another isogloss is writing in {folder.name}: waiting for it\n")
                told = True
        except portalocker.LockException:
            return False
        else:
            return True
        if time.monotonic() > end:
            message = "another isogloss is still writing here"
            hint = "let it finish, or end it; then run the command again"
            raise _problem("locked", message, folder.name, hint)
        time.sleep(0.05)


def _problem(code: str, message: str, name: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Diagnostic(code, message, Location(name), hint=hint)])
