"""A temporary folder for one run. What a run has left that was killed, the next one removes.

A run locks a file in its folder. The system lets go of the lock when the process ends, whatever ended it; so a folder
whose file can be locked is nobody's.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import portalocker

_OWNER = "owner"
_DAY = 24 * 60 * 60
_NOW = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING


@contextmanager
def own_folder(prefix: str) -> Iterator[Path]:
    """A new temporary folder whose name begins with *prefix*, as long as the block lasts; what is left goes first.

    Raises :class:`OSError` if there is no room.
    """
    _remove_what_is_left(Path(tempfile.gettempdir()), prefix)
    folder, owner = _locked(prefix)
    try:
        yield folder
    finally:
        owner.close()  # Windows removes nothing that is open.
        shutil.rmtree(folder, ignore_errors=True)


def _locked(prefix: str) -> tuple[Path, IO[bytes]]:
    """The folder, and its file, which is locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        owner = (folder / _OWNER).open("wb")
        with suppress(portalocker.LockException):  # Some file systems have no locks: what is left stays there.
            portalocker.lock(owner, portalocker.LockFlags.EXCLUSIVE)
        if (folder / _OWNER).exists():
            return folder, owner
        owner.close()  # Another run took it for one that is left.


def _remove_what_is_left(above: Path, prefix: str) -> None:
    for folder in above.glob(f"{prefix}*"):
        with suppress(OSError, portalocker.LockException):
            if not _is_ours(folder):
                continue
            file = folder / _OWNER
            if not file.exists():
                if time.time() - folder.stat().st_mtime > _DAY:
                    shutil.rmtree(folder)
                continue
            with file.open("rb+") as owner:
                portalocker.lock(owner, _NOW)
                shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(folder)


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put it there, or write in it."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)
