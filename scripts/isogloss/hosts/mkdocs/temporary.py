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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@contextmanager
def own_folders(config: MkDocsConfig) -> Iterator[None]:
    """Give plugins copies of their temporary folders, and hooks, which MkDocs has among them, for this process alone.

    The process is not going on with them: nothing is put back, but the copies are removed.
    """
    root = Path(config.config_file_path).absolute().parent
    with tempfile.TemporaryDirectory(prefix="isogloss-", ignore_cleanup_errors=True) as own:
        for number, one in enumerate(config.plugins.values()):
            for name, value in list(vars(one).items()):
                held = value.name if isinstance(value, tempfile.TemporaryDirectory) else value
                if not isinstance(held, (str, Path)) or not _is_temporary(Path(held), root):
                    continue
                copy = Path(own, str(number), Path(held).name)
                shutil.copytree(held, copy, symlinks=True, dirs_exist_ok=True)
                if isinstance(value, tempfile.TemporaryDirectory):
                    value.name = str(copy)  # Without another object: the end of this one would remove the folder.
                else:
                    setattr(one, name, type(held)(copy))
        yield


def _is_temporary(folder: Path, root: Path) -> bool:
    """Whether *folder* was made for something temporary, and not for the site in the folder *root*."""
    if Path(tempfile.gettempdir()) not in folder.parents or not folder.is_dir():
        return False
    if root in (folder, *folder.parents) or folder in root.parents:
        return False
    # Whoever makes a temporary folder keeps it to himself; one that others may read is meant to be found again.
    return stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
