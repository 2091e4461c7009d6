"""PO files: read with every fault named by its line, written in one canonical form. The only room that knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import polib

from isogloss.catalog.files import remove, write, writing
from isogloss.catalog.reader import Contents, Entry, contents, decode, metadata
from isogloss.catalog.writer import header_lines, in_order, joined, message_lines, trailing_lines
from isogloss.diagnostics import Location
from isogloss.project import Locale

__all__ = ["Catalog", "Entry", "canonical", "new", "parse", "read", "remove", "save", "write", "writing"]

_HEADER_ORDER = (
    "Project-Id-Version",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
VOLATILE = frozenset({"POT-Creation-Date", "PO-Revision-Date", "X-Generator", "Generated-By", "X-Poedit-Basepath"})
"""Fields that change with each run of a tool, or with the machine it runs on."""


_PLACEHOLDERS = frozenset(
    {"PACKAGE VERSION", "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>", "YEAR-MO-DA HO:MI+ZONE"}
)
"""What tools write where nobody has written anything."""


class Catalog:
    """The messages of one page (or of the site's strings) in one locale."""

    def __init__(self, path: Path, name: str, data: bytes, found: Contents, text: str = "") -> None:
        self.path = path
        self.name = name
        """The path relative to the project, as diagnostics write it."""
        self.data = data
        """What the file held when it was read."""
        self.entries = found.entries
        """Messages that are on the site, by msgid, in the order of the file."""
        self.machine = "X-Translation-Type: MT" in found.header
        """Whether the header says that a machine translated the texts."""
        self.fields = metadata(found.header)
        """The fields of the header."""
        self._text = text
        self._whole = found if found.messages or not text else None

    @property
    def _contents(self) -> Contents:
        if self._whole is None:
            self._whole = contents(self._text, self.name, whole=True)
        return self._whole

    @cached_property
    def file(self) -> polib.POFile:
        """The whole file, with its comments and obsolete messages, to be changed and written again."""
        found = self._contents
        file = polib.POFile(wrapwidth=0)
        file.header = found.header_comment
        file.metadata = metadata(found.header)
        file.extend(found.messages)
        return file

    @property
    def trailing(self) -> str:
        """Translators' comments after the last message."""
        return self._contents.trailing

    def at(self, path: Path, name: str) -> Catalog:
        """The same messages for another place, not written there yet."""
        # Names that differ in case alone may be one file.
        data = self.data if path.exists() and path.samefile(self.path) else b""
        return Catalog(path, name, data, self._contents, self._text)

    def translation(self, msgid: str) -> str | None:
        """The text to publish: None where the message is missing, untranslated or fuzzy."""
        entry = self.entries.get(msgid)
        return entry.msgstr if entry is not None and entry.msgstr and not entry.fuzzy else None

    def location(self, msgid: str) -> Location:
        """The line of the message's msgstr."""
        entry = self.entries.get(msgid)
        return Location(self.name, entry.msgstr_line if entry is not None else 1)

    def active(self) -> Iterator[polib.POEntry]:
        """Messages that are on the site, in the order of the file."""
        return (entry for entry in self.file if not entry.obsolete)

    def obsolete(self) -> Iterator[polib.POEntry]:
        """Messages that were on the site once."""
        return (entry for entry in self.file if entry.obsolete)


def read(path: Path, name: str, whole: bool = False) -> Catalog:
    """Read a catalog; *name* is how diagnostics call it. *whole* tells that it is going to be changed.

    Raises :class:`ProblemsFound` for every fault: a byte that is not UTF-8, another charset in the header, marks of an
    unfinished merge, a line that is not PO, a message without msgstr, a message that is there twice.
    """
    return parse(path.read_bytes(), path, name, whole)


def parse(data: bytes, path: Path, name: str, whole: bool = False) -> Catalog:
    """A catalog from its bytes, wherever they come from. Raises :class:`ProblemsFound` as :func:`read` does."""
    text = decode(data, name)
    return Catalog(path, name, data, contents(text, name, whole), text)


def new(path: Path, name: str, locale: Locale) -> Catalog:
    """An empty catalog for *locale*, not written yet."""
    found = Catalog(path, name, b"", Contents())
    found.file.metadata = {"Language": locale.gettext, "Plural-Forms": locale.plural_forms}
    return found


def canonical(catalog: Catalog, locale: Locale) -> str:
    """The text of *catalog* in canonical form."""
    file = catalog.file
    fields = {
        "Project-Id-Version": "isogloss",
        "Language": locale.gettext,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": locale.plural_forms,
    }
    given = {name: value for name, value in file.metadata.items() if not says_nothing(name, value)}
    fields |= {name: given[name] for name in ("Project-Id-Version",) if name in given}
    fields |= {name: given[name] for name in in_header_order(given) if name not in _HEADER_ORDER}
    blocks = [header_lines(file.header, fields), *map(message_lines, in_order(file))]
    return joined([*blocks, trailing_lines(catalog.trailing)])


def in_header_order(names: Iterable[str]) -> list[str]:
    """Names of header fields as canonical form orders them."""
    place = {name: number for number, name in enumerate(_HEADER_ORDER)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


def says_nothing(name: str, value: str) -> bool:
    """Whether a header field is left out: it is empty, a placeholder of a tool, or changes with each of its runs."""
    return not value or name in VOLATILE or value in _PLACEHOLDERS


def save(catalog: Catalog, locale: Locale) -> bool:
    """Write *catalog* where it was read, in canonical form; False if that changes nothing.

    Raises :class:`ProblemsFound` if it cannot be written, or if somebody else has changed it since it was read.
    """
    return write(catalog.path, canonical(catalog, locale), catalog.data, catalog.name)
