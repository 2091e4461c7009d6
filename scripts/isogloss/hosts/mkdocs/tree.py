"""The files of a folder that may have thousands, asked of the system as few times as it takes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def walked(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All that is below *folder*, each with its path there, a folder before what is in it; links are not followed.

    What cannot be read is passed over.
    """
    folders = [(os.fspath(folder), "")]
    while folders:
        here, above = folders.pop()
        try:
            with os.scandir(here) as found:
                entries = list(found)
        except OSError:
            continue
        for entry in entries:
            name = above + entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{name}/"))
            yield name, entry


def is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link to one; not a link to itself, which the system refuses to follow."""
    return entry.is_file(follow_symlinks=False) or (entry.is_symlink() and Path(entry.path).is_file())


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or a link to one, as :func:`is_file` is for files."""
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and Path(entry.path).is_dir())
