"""Catalogs of a locale that is built later: all are read before the first page, and most are needed long after that."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path

from isogloss.catalog import Catalog, Message
from isogloss.diagnostics import Diagnostic

_FEW = 200
"""So many catalogs are small beside all else; more of them are packed, which takes a while."""
_values = attrgetter(*(one.name for one in fields(Message)))


class KeptCatalogs(Mapping[Path, Catalog]):
    """The catalogs of one locale by path, each small until somebody asks for it; nobody can write them."""

    def __init__(self, found: Mapping[Path, Catalog], faults: Iterable[Diagnostic] = ()) -> None:
        """Keep what was *found*, and nothing of the files themselves; *faults* are all that is wrong with them."""
        self.faults = list(faults)
        self.begun = frozenset(path for path, one in found.items() if one.begun)
        """Where there is anything to publish."""
        self._found = {path: _without_messages(one) for path, one in found.items()}
        self._packed = len(found) > _FEW
        self._messages = {path: self._pack(one) for path, one in found.items()}

    def _pack(self, found: Catalog) -> bytes:
        messages = marshal.dumps([*map(_values, found.messages)])
        return zlib.compress(messages, 1) if self._packed else messages

    def __getitem__(self, path: Path) -> Catalog:
        """The catalog at *path*."""
        found = self._found[path]
        if (messages := self._messages.pop(path, None)) is not None:
            values = marshal.loads(zlib.decompress(messages) if self._packed else messages)
            found.messages = [Message(*one) for one in values]
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


class CatalogsLater(KeptCatalogs):
    """The same, which are asked for when anybody needs any of them: until then, others read them."""

    def __init__(self, ask: Callable[[], KeptCatalogs]) -> None:
        """*ask* waits until they are there."""
        self._ask = ask

    def __getattr__(self, name: str) -> object:
        if "_found" in vars(self) or name.startswith("__"):
            raise AttributeError(name)
        vars(self).update(vars(self._ask()))
        return getattr(self, name)


def _without_messages(found: Catalog) -> Catalog:
    return replace(found, seen=found.seen._replace(data=None), messages=[])
