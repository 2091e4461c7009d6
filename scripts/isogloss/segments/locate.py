"""Finds the line of a message in the English source. A line is a hint for people, never a key."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from isogloss.diagnostics import Location
from isogloss.project import Project, config_files, read_text

_TEMPLATES = frozenset({".xml", ".md", ".txt", ".jinja", ".jinja2", ".j2"})
_MARKS = re.compile(r"\s*(?:(?:[>*+\-]|\d+[.)]|:)\s+|\[[ xX]\]\s+|\|)*(?:\#{1,6}\s+)?")

_BEFORE = re.compile(r"""(?:[\w.-]+:\s+)?["']?|(?:!{3}|\?{3}\+?|={3}[!+]?)\s.*\"""")
_BEHIND = re.compile(r"""["']?(?:\s+(?:\{.*\}|\#.*|\|.*))?""")
_TRIED = 20
"""Places of a text at which a source is looked at."""


def line_of(source: str, msgid: str) -> int:
    """The line of *source*, from 1, where *msgid* begins; 0 if it is not found.

    Python-Markdown keeps no positions: lines are joined as the walk joins them, and the text is searched for. Where it
    is a whole line or value comes before where it is a part of another text.
    """
    joined, starts = _joined(source)
    wanted = " ".join(msgid.split())
    position = first = joined.find(wanted)
    if position < 0:
        position = joined.find(wanted[:40])
    for _ in range(_TRIED if first >= 0 and wanted else 0):
        if _is_whole(joined, starts, first, first + len(wanted)):
            position = first
            break
        if (first := joined.find(wanted, first + 1)) < 0:
            break
    return bisect_right(starts, position) if position >= 0 else 0


def _is_whole(joined: str, starts: list[int], begin: int, end: int) -> bool:
    """Whether the text from *begin* to *end* is a line, or the value of a key, with or without quotation marks."""
    number = bisect_right(starts, begin)
    line_end = starts[number] - 1 if number < len(starts) else len(joined)
    return (
        _BEFORE.fullmatch(joined, starts[number - 1], begin) is not None
        and _BEHIND.fullmatch(joined, min(end, line_end), line_end) is not None
    )


def origin_of(project: Project, source: Path, msgid: str) -> Location:
    """The place of *msgid* in *source*, a file, the folder of templates, or another folder, whose name it is."""
    paths = [source] if source.is_file() else []
    if source == project.custom_dir:
        paths = templates_in(source)
    for path in config_files(source) if source == project.config_file else paths:
        if line := line_of(source_text(project, path), msgid):
            return Location(project.relative(path), line)
    return Location(project.relative(source))


def templates_in(folder: Path) -> list[Path]:
    """The templates of a theme in *folder*; a file of another kind than HTML is one if it has a tag of Jinja."""
    return sorted(path for path in folder.rglob("*") if path.suffix == ".html" or _has_tag(path))


def _has_tag(path: Path) -> bool:
    if path.suffix not in _TEMPLATES or not path.is_file():
        return False
    try:
        return b"{%" in path.read_bytes()
    except OSError:
        return True  # Who reads it says why it cannot be read.


def source_text(project: Project, path: Path) -> str:
    """The text of the source *path*; nothing of a page that a plugin makes while the site is built."""
    try:
        found = path.stat()
    except OSError:
        return read_text(path, project.relative(path)) if os.path.lexists(path) else ""
    return _text(path, project.relative(path), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=16)
def _text(path: Path, name: str, _changed: int, _size: int) -> str:
    """The same text for the same file: each message of a page asks for it."""
    return read_text(path, name)


def lines_of(source: str, msgids: Iterable[str]) -> list[int]:
    """The lines of texts that follow each other in *source*; one that is empty or not found has the line before it."""
    joined, starts = _joined(source)
    position, line = 0, 1
    found = []
    for msgid in msgids:
        wanted = " ".join(msgid.split())
        there = joined.find(wanted, position) if wanted else -1
        if there < 0 and len(wanted) > 40:
            wanted = wanted[:40]
            there = joined.find(wanted, position)
        if there >= 0:
            position, line = there + len(wanted), bisect_right(starts, there)
        found.append(line)
    return found


@lru_cache(maxsize=8)
def _joined(source: str) -> tuple[str, list[int]]:
    """*source* in one line, without the marks of its blocks, and where each of its lines begins there."""
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for line in source.splitlines():
        mark = _MARKS.match(line)
        text = " ".join(line[mark.end() if mark else 0 :].split())
        starts.append(length)
        parts.append(text)
        length += len(text) + 1
    return " ".join(parts), starts
