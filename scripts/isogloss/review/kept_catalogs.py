"""Catalogs of a locale that is built later: all are read before the first page, and most are needed long after that."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path

from isogloss.catalog import Catalog, Message

_values = attrgetter(*(one.name for one in fields(Message)))


class KeptCatalogs(Mapping[Path, Catalog]):
    """The catalogs of one locale by path, each small until somebody asks for it; nobody can write them."""

    def __init__(self, found: Mapping[Path, Catalog]) -> None:
        """Keep what was *found*, and nothing of the files themselves."""
        self.begun = frozenset(path for path, one in found.items() if one.begun)
        """Where there is anything to publish."""
        self._found = {path: _without_messages(one) for path, one in found.items()}
        self._messages = {path: marshal.dumps([*map(_values, one.messages)]) for path, one in found.items()}

    def __getitem__(self, path: Path) -> Catalog:
        """The catalog at *path*."""
        found = self._found[path]
        if (messages := self._messages.pop(path, None)) is not None:
            found.messages = [Message(*values) for values in marshal.loads(messages)]
        return found

    def __contains__(self, path: object) -> bool:
        """Whether there is one at *path*."""
        return path in self._found

    def __iter__(self) -> Iterator[Path]:
        """The paths, in a stable order."""
        return iter(self._found)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)

    def release(self, needed: Collection[Path]) -> None:
        """Let go of all catalogs that are not *needed* any more; what is begun stays known."""
        for path in [path for path in self._found if path not in needed]:
            del self._found[path]
            self._messages.pop(path, None)


def _without_messages(found: Catalog) -> Catalog:
    return replace(found, seen=replace(found.seen, data=None), messages=[])
