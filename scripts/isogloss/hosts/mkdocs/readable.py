"""Refuses files of docs/ that no build can read, with a sentence each, before MkDocs stumbles over them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Project, read_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

_NO_NAME = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that a path cannot have: catalogs and findings write it in one line of UTF-8."""


def refuse_unreadable(project: Project, files: Iterable[File], config: MkDocsConfig) -> None:
    """Raise :class:`ProblemsFound` if any of the *files* cannot be read: all of docs/, before plugins arrange them."""
    problems: dict[Diagnostic, None] = {}
    circles: dict[Path, Path | None] = {}
    for file in files:
        left_out = config.exclude_docs is not None and config.exclude_docs.match_file(file.src_uri)
        path = Path(file.abs_src_path) if file.abs_src_path is not None and not left_out else None
        if path is not None and path.is_relative_to(project.docs_dir):
            if path.parent not in circles:
                circles[path.parent] = _circle(project, path)
            problems |= dict.fromkeys(_problems(project, file, path, circles[path.parent]))
    if problems:
        raise ProblemsFound(problems)


def _problems(project: Project, file: File, path: Path, circle: Path | None) -> Iterator[Diagnostic]:
    name = project.relative(path)
    if any(unicodedata.category(char) in _NO_NAME for char in name):
        shown = "".join(ascii(char)[1:-1] if unicodedata.category(char) in _NO_NAME else char for char in name)
        message = "the name of this file has a character that no path in a catalog can have"
        yield Diagnostic("file", message, Location(shown), hint="rename it: no line breaks, and all of it in UTF-8")
    elif circle is not None:
        message = "this link leads to a folder that it is in: its pages would be there again and again"
        yield Diagnostic("file", message, Location(project.relative(circle)), hint="remove the link")
    elif path.exists() and not path.is_file() and not path.is_dir():
        message = "the file cannot be read: it is a pipe, a socket or a device"  # Reading it might never end.
        yield Diagnostic("file", message, Location(name), hint="remove it from docs/, or list it under 'exclude_docs'")
    elif file.is_documentation_page():
        try:
            text = read_text(path, name)
        except ProblemsFound as error:
            yield from error.problems
        else:
            if "\0" in text:
                line = text.count("\n", 0, text.index("\0")) + 1
                hint = "remove it: no catalog and no page can hold it"
                yield Diagnostic("file", "this line holds a null byte", Location(name, line), hint=hint)
    elif not path.is_file():
        why = "it is a link that leads nowhere" if path.is_symlink() else "there is no such file any more"
        yield Diagnostic("file", f"the file cannot be read: {why}", Location(name), hint="mend it, or remove it")


def _circle(project: Project, path: Path) -> Path | None:
    """The first link to a folder above itself through which *path* goes, if there is one."""
    for folder in reversed(path.parents):
        if folder.is_relative_to(project.docs_dir) and folder.is_symlink():
            above = Path(os.path.realpath(folder.parent))
            if above.is_relative_to(os.path.realpath(folder)):
                return folder
    return None
