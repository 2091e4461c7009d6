"""What the system says where a file cannot be written: in the middle of writing, it does not say which file."""

from __future__ import annotations

import errno
import io
import os
from types import TracebackType

_OF_DISK = frozenset(
    getattr(errno, name)
    for name in ("EACCES", "EDQUOT", "EFBIG", "EIO", "ENOSPC", "EPERM", "EROFS")
    if hasattr(errno, name)
)


def is_of_disk(error: OSError) -> bool:
    """Whether *error* says that there is no room, or no leave to write: nothing that a program has done wrong."""
    return error.errno in _OF_DISK


def file_of(error: OSError) -> str:
    """The path of the file that *error* is about; empty if nothing says it."""
    named = error.filename2 if error.filename2 is not None and is_of_disk(error) else error.filename
    return os.fsdecode(named) if isinstance(named, (str, bytes, os.PathLike)) else _under_way(error.__traceback__)


def _under_way(traceback: TracebackType | None) -> str:
    """The file that was open for writing where something failed last."""
    found = ""
    while traceback is not None:
        for value in list(traceback.tb_frame.f_locals.values()):
            if isinstance(value, io.IOBase) and str(getattr(value, "mode", "r")) not in ("r", "rb", "1"):
                name = getattr(value, "name", "")
                found = name if isinstance(name, str) and name and not name.startswith("<") else found
        traceback = traceback.tb_next
    return found
