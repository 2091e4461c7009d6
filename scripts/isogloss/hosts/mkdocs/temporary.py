"""Folders that plugins have made for themselves, as for pages that they write: each process needs its own.

Material's blog makes one as it is loaded, and writes its pages there in each language, under the same names. Where one
language is built beside another, it would read what the other one is just writing.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@contextmanager
def own_folders(config: MkDocsConfig) -> Iterator[None]:
    """Give plugins and hooks, which MkDocs has among them, copies of their temporary folders meanwhile."""
    root = Path(config.config_file_path).absolute().parent
    before: list[tuple[Any, str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="isogloss-", ignore_cleanup_errors=True) as own:
        copies: dict[Path, Path] = {}
        for one in config.plugins.values():
            for name, value in list(vars(one).items()):
                held = value.name if isinstance(value, tempfile.TemporaryDirectory) else value
                if not isinstance(held, (str, Path)) or (folder := _temporary(Path(held), root)) is None:
                    continue
                if folder not in copies:
                    copies[folder] = Path(own, str(len(copies)))
                    shutil.copytree(folder, copies[folder], symlinks=True)
                copy = copies[folder] / Path(held).relative_to(folder)
                if isinstance(value, tempfile.TemporaryDirectory):
                    before.append((value, "name", value.name))
                    value.name = str(copy)  # Without another object: the end of this one would remove the folder.
                else:
                    before.append((one, name, value))
                    setattr(one, name, type(held)(copy))
        try:
            yield
        finally:
            for holder, name, value in before:
                setattr(holder, name, value)


def _temporary(path: Path, root: Path) -> Path | None:
    """The folder that *path* is, or is in, and that was made for something temporary, not for the site in *root*."""
    above = Path(tempfile.gettempdir())
    if above not in path.parents or root in (path, *path.parents):
        return None
    for folder in (path, *path.parents[: path.parents.index(above)]):
        # Whoever makes a temporary folder keeps it to himself; one that others may read is meant to be found again.
        if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU:
            return folder if folder not in root.parents else None
    return None
