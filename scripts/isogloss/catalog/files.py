"""Writes files so that no crash, full disk or second run can lose what was in them."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound

if sys.platform != "win32":
    import fcntl

PATIENCE = 60.0
"""Seconds to wait for another run before giving up."""

_held: set[Path] = set()


def write(path: Path, text: str, was: bytes | None = None, name: str = "") -> bool:
    """Replace the file at *path* by *text* in one step; False, and nothing is touched, if it has that text already.

    A reader sees the old file or the new one, whole, whatever happens in between. *was* is what the file held when it
    was read: if somebody has changed it since, their work stays. Diagnostics call the file *name*.

    Raises :class:`ProblemsFound` if the file cannot be written or was changed; it is then as it was.
    """
    data = text.encode("utf-8")
    path = Path(os.path.realpath(path))
    try:
        mode = _mode_to_write(path, data, was, name or path.name)
        if mode is None:
            return False
        _replace(path, data, mode)
    except OSError as error:
        message = f"the catalog cannot be written: {error.strerror or error}"
        hint = "nothing in it has changed; make room or give leave to write there, then run the command again"
        raise _problem("write", message, name or path.name, hint) from None
    return True


def remove(path: Path, was: bytes, now: Path) -> None:
    """Remove the file at *path*, which has gone to *now*, if it still holds *was*; and the folders that are empty then.

    Where names that differ in case alone are one file, it gets its new name.
    """
    with suppress(OSError):
        if now.samefile(path):
            path.rename(now)
        elif path.read_bytes() == was:
            path.unlink()
            for folder in path.parents:
                folder.rmdir()


def _mode_to_write(path: Path, data: bytes, was: bytes | None, name: str) -> int | None:
    """The access rights for the file to write; None if it has *data* already."""
    try:
        found = path.read_bytes()
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
    if found == data:
        return None
    if was is not None and found != was:
        message = "the catalog was changed by somebody else while isogloss was at work"
        raise _problem("changed-meanwhile", message, name, "their version stays; run the command again")
    if not mode & 0o222:
        raise _problem("write", "the catalog is read-only", name, f"allow writing it: chmod u+w {name}")
    return mode


def _replace(path: Path, data: bytes, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
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
def writing(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other runs from writing below *folder* as long as the block lasts; may be nested.

    The folder itself is locked, so that nothing is left behind, not even by ``kill -9``. A second run says that it
    waits, and gives up after *patience* seconds. What a killed run has left half-written is cleared away. Where the
    system knows no such lock (Windows, some network drives), :func:`write` alone guards the files.
    """
    folder = Path(os.path.realpath(folder))
    if folder in _held or not folder.is_dir() or sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if _lock(handle, folder, patience):
            for leftover in folder.rglob(".*.po.*.new"):
                with suppress(OSError):
                    leftover.unlink()
        _held.add(folder)
        try:
            yield
        finally:
            _held.discard(folder)
    finally:
        os.close(handle)


if sys.platform != "win32":

    def _lock(handle: int, folder: Path, patience: float) -> bool:
        """Lock the open folder; False if its file system cannot."""
        end = time.monotonic() + patience
        told = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not told:
                    sys.stderr.write(f"another isogloss is writing in {folder.name}: waiting for it\n")
                    told = True
            except OSError:
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
