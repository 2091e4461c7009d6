"""What the build of one language comes to: its files, and what the rest of the build has to know of it.

The site is the layers of all languages, one laid over the other in order, and finished as a whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isogloss.hosts.mkdocs.said import Said
from isogloss.hosts.mkdocs.tree import is_file, is_folder, walked
from isogloss.hosts.mkdocs.whole_site import LATER

SITE = "site"
"""The name under which a whole site hands on where it was built, as findings name the folder."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One language, built. Its files are in a folder."""

    locale: str
    said: tuple[Said, ...]
    handed_on: Mapping[str, Any]
    """As the host knows it, in a form that JSON can hold."""
    printed: str = ""
    """What plugins have printed, past the log."""
    failure: str = ""
    """Why it could not be built: a sentence, or a traceback."""
    later: str = ""
    """What of it is as large as all pages, and asked for one by one at the end: each part as JSON, on a line."""

    def names_another(self, site: str) -> bool:
        """Whether anything that is said names another folder of the site than *site*, a path from the project."""
        before = self.handed_on.get(SITE, "")
        return before != site and any(f"{before}/" in line.text for line in self.said)

    def told(self, site_dir: Path) -> None:
        """Say all of it, as if it had been built into *site_dir*."""
        sys.stdout.write(self.printed)
        for line in self.said:
            line.at(site_dir).again()

    def as_json(self) -> str:
        """The layer without what is asked for later, as a text of one line; :func:`from_text` reads it."""
        said = [(line.logger, line.level, line.text) for line in self.said]
        parts = self.locale, said, self.handed_on, self.printed, self.failure
        return _line(parts)

    def as_text(self) -> str:
        """The layer as a text; :func:`from_text` reads it."""
        return f"{self.as_json()}\n{self.later}"


def layer_of(
    tag: str, said: Iterable[Said], handed_on: Mapping[str, Any], printed: str = "", failure: str = ""
) -> Layer:
    """The layer of a language, some of which is asked for later."""
    rest = {name: found for name, found in handed_on.items() if name not in LATER}
    later = [_line(handed_on[name]) if name in handed_on else "" for name in LATER]
    return Layer(tag, tuple(said), rest, printed, failure, "\n".join(later))


def part_of(later: str, name: str) -> str:
    """The part *name* of what is asked for later, as JSON; empty if it is not there."""
    return dict(zip(LATER, later.split("\n"), strict=False)).get(name, "")


def _line(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)


def from_text(text: str) -> Layer:
    """The layer that :meth:`Layer.as_text` has written. Raises :class:`ValueError` if it is none."""
    first, _, later = text.partition("\n")
    try:
        locale, said, handed_on, printed, failure = json.loads(first)
        return Layer(locale, tuple(Said(*line) for line in said), handed_on, printed, failure, later)
    except TypeError as error:
        raise ValueError(str(error)) from None


def files(folder: Path) -> list[str]:
    """The paths of all files below *folder*, in order."""
    return sorted(name for name, entry in walked(folder) if is_file(entry))


def left_alone(folder: Path, names: Collection[str]) -> bool:
    """Remove all files below *folder* but those with these *names*; what is hidden stays, as with MkDocs.

    False, and nothing is done, if there is anything that no build leaves in such a place.
    """
    files: set[str] = set()
    folders: list[str] = []
    for name, entry in walked(folder):
        if name.startswith("."):
            continue
        if entry.is_symlink():
            return False
        if is_folder(entry):
            folders.append(name)
        else:
            files.add(name)
    needed = {name[:end] for name in names for end, sign in enumerate(name) if sign == "/"}
    if not (files.isdisjoint(needed) and set(folders).isdisjoint(names)):
        return False
    for name in files.difference(names):
        (folder / name).unlink()
    for name in reversed(folders):
        if name not in needed:
            shutil.rmtree(folder / name)
    return True


def lay_over(folder: Path, site_dir: Path) -> None:
    """Move all files below *folder* into the site, over those of the same names."""
    for here, below, names in os.walk(folder):
        target = site_dir / Path(here).relative_to(folder)
        for name in list(below):
            if (target / name).exists():
                continue
            try:
                Path(here, name).rename(target / name)  # All of it at once: most languages have a folder.
            except OSError:  # The site is on another disk.
                (target / name).mkdir()
            else:
                below.remove(name)
        for name in names:
            shutil.move(Path(here, name), target / name)
