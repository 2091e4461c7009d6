"""What Git knows of the project's files: earlier versions, parents of a commit, a merge under way."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone
from pathlib import Path
from typing import NamedTuple

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git prints in the folder *root*; None if it fails or is not installed."""
    import subprocess  # Most builds ask nothing of git.

    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def commit_of(root: Path, revision: str) -> str:
    """The full name of a commit. Raises :class:`ProblemsFound` if there is no such commit, or no repository."""
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        hint = "name it as git does: HEAD, main, 1a2b3c4"
        raise ProblemsFound(
            [Diagnostic("revision-unknown", f"git knows no commit '{revision}' here", Location(root.name), hint=hint)]
        )
    return found.decode().strip()


def parents(root: Path, commit: str) -> list[str]:
    """The parents of *commit*: none for the first one, two for a merge."""
    found = _git(root, "rev-list", "--parents", "--max-count=1", commit)
    return found.decode().split()[1:] if found else []


def tracks(root: Path, path: Path) -> bool:
    """Whether Git has files at *path*, below *root*."""
    return bool(_git(root, "ls-files", "-z", "--", str(path)))


def changed(root: Path, before: str, after: str) -> list[str]:
    """Paths, relative to *root*, of the files below it that differ between two commits."""
    found = _git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", before, after) or b""
    return [path for path in found.decode().split("\0") if path]


def content(root: Path, commit: str, path: str) -> bytes | None:
    """The file *path*, relative to *root*, as it was in *commit*; None if it was not there."""
    return _git(root, "show", f"{commit}:./{path}")


def last_changed(root: Path, *folders: str) -> dict[str, date]:
    """The day (UTC) of the last commit that changed each file below *folders*, by path relative to *root*.

    Empty where there is no repository. In a clone that has only the newest commits, the oldest of them seems to have
    made every file: it says nothing, and does not count.
    """
    form = "--format=%x01%ct %D"
    found = _git(
        root, "log", form, "--decorate=short", "--name-only", "--no-renames", "--relative", "-z", "--", *folders
    )
    days: dict[str, date] = {}
    day = None
    for part in os.fsdecode(found or b"").split("\0"):
        text = part.lstrip("\n")
        if text.startswith("\x01"):
            seconds, _, names = text[1:].partition(" ")
            grafted = "grafted" in names.split(", ")
            day = None if grafted else datetime.fromtimestamp(int(seconds), timezone.utc).date()
        elif text and day is not None:
            days.setdefault(text, day)
    return days


def days_of_lines(root: Path, path: str) -> list[date]:
    """The day (UTC) of the commit that wrote each line of the file *path*, relative to *root*; nothing if none did.

    A line that is not committed yet is of today.
    """
    found = _git(root, "blame", "--root", "--line-porcelain", "--", path) or b""
    seconds = [int(line.split()[1]) for line in found.split(b"\n") if line.startswith(b"committer-time ")]
    return [datetime.fromtimestamp(second, timezone.utc).date() for second in seconds]


class Merge(NamedTuple):
    """Two versions that were brought together, and the one they come from."""

    base: str
    ours: str
    theirs: str


def merge(root: Path) -> Merge | None:
    """The merge that is under way, or the one that HEAD is; None if there is neither (or no repository)."""
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if head is None:
        return None
    ours = head.decode().strip()
    other = _git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD")
    if other is not None:
        theirs = other.decode().split()[0]
    else:
        both = parents(root, ours)
        if len(both) != 2:
            return None
        ours, theirs = both
    base = _git(root, "merge-base", ours, theirs)
    return Merge(base.decode().split()[0], ours, theirs) if base else None
