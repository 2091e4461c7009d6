"""PO files: read with every fault named by its line, written in one canonical form. The only room that knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from isogloss.catalog.amend import amended
from isogloss.catalog.header import fields_for, mended
from isogloss.catalog.message import Header, Junk, Message
from isogloss.catalog.reader import contents, decode
from isogloss.catalog.store import Seen, Store, look, opened
from isogloss.catalog.writer import header_lines, header_texts, joined, message_lines, trailing_lines, without_repeats
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Locale

__all__ = [
    "Catalog",
    "Header",
    "Junk",
    "Message",
    "Seen",
    "Store",
    "amend",
    "canonical",
    "left",
    "look",
    "new",
    "opened",
    "parse",
    "read",
    "save",
    "template",
]


@dataclass(eq=False)
class Catalog:
    """The messages of one page (or of the site's strings) in one locale, and what could not be read of them."""

    seen: Seen
    """The file as it was when it was read."""
    messages: list[Message] = field(default_factory=list)
    """All messages, the obsolete ones too, in the order of the file."""
    fields: dict[str, str] = field(default_factory=dict)
    """The fields of the header."""
    header: Header = field(default_factory=Header)
    """The header as it stands in the file."""
    header_comments: str = ""
    """Translators' comments above the header."""
    trailing: str = ""
    """Translators' comments after the last message."""
    junk: tuple[Junk, ...] = ()
    """What could not be read. It is lost if the catalog is written: nobody may."""
    unopened: Diagnostic | None = None
    """Why the file could not be read at all."""

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.seen.path

    @property
    def name(self) -> str:
        """The path relative to the project, as diagnostics write it."""
        return self.seen.name

    @property
    def machine(self) -> bool:
        """Whether the header says that a machine translated the texts."""
        return self.fields.get("X-Translation-Type", "").startswith("MT")

    @property
    def empty(self) -> bool:
        """Whether it is a header alone: no message, obsolete or not, and no comment of a translator."""
        return not (self.messages or self.header_comments or self.trailing or self.faults)

    @property
    def faults(self) -> list[Diagnostic]:
        """All that is wrong with the file; while there is anything, it cannot be written."""
        found = [self.unopened] if self.unopened is not None else []
        return found + [fault for junk in self.junk for fault in junk.faults]

    @cached_property
    def by_msgid(self) -> dict[str, Message]:
        """Messages that are on the site, by msgid, in the order of the file, as it was read."""
        found: dict[str, Message] = {}
        for message in self.messages:
            if not message.obsolete:
                found.setdefault(message.msgid, message)
        return found

    def at(self, path: Path, name: str) -> Catalog:
        """The same messages for another place, not written there yet."""
        # Names that differ in case alone may be one file.
        data = self.seen.data if path.exists() and path.samefile(self.path) else None
        return replace(self, seen=Seen(path, name, data))

    def translation(self, msgid: str) -> str | None:
        """The text to publish: None where the message is missing, untranslated or fuzzy."""
        message = self.by_msgid.get(msgid)
        return message.msgstr if message is not None and message.msgstr and not message.fuzzy else None

    @property
    def begun(self) -> bool:
        """Whether it has any text to publish."""
        return any(self.translation(message.msgid) is not None for message in self.active())

    def location(self, msgid: str) -> Location:
        """The line of the message's msgstr."""
        message = self.by_msgid.get(msgid)
        return Location(self.name, message.msgstr_line if message is not None else 1)

    def active(self) -> Iterator[Message]:
        """Messages that are on the site, in the order of the file."""
        return (message for message in self.messages if not message.obsolete)

    def obsolete(self) -> Iterator[Message]:
        """Messages that were on the site once."""
        return (message for message in self.messages if message.obsolete)


def read(path: Path, name: str) -> Catalog:
    """Read a catalog; *name* is how diagnostics call it.

    It never fails: what cannot be read is among the catalog's :attr:`~Catalog.faults`, and the rest can be used.
    """
    try:
        return parse(path.read_bytes(), path, name)
    except OSError as error:
        hint = "a catalog is a file that you may read, or a link to one"
        why = Diagnostic("file", f"the catalog cannot be read: {error.strerror or error}", Location(name), hint=hint)
        return Catalog(Seen(path, name, None), unopened=why)


def parse(data: bytes, path: Path, name: str) -> Catalog:
    """A catalog from its bytes, wherever they come from; it never fails either."""
    seen = Seen(path, name, data)
    text = decode(data, name)
    if isinstance(text, Diagnostic):
        return Catalog(seen, unopened=text)
    found = contents(text, name)
    header, comments, trailing = found.header, found.header_comments, found.trailing
    return Catalog(seen, found.messages, dict(header.fields), header, comments, trailing, tuple(found.junk))


def new(path: Path, name: str, locale: Locale, project: str = "") -> Catalog:
    """An empty catalog for *locale* on the site *project*, not written yet."""
    return Catalog(Seen(path, name, None), fields=fields_for(locale, project))


def left(catalog: Catalog) -> Diagnostic:
    """Says that *catalog* is left as it is, because of its faults: writing it again would lose what they hide."""
    faults = catalog.faults
    named = "; ".join(
        f"line {one.location.line}: {one.message}" if one.location.line else one.message for one in faults
    )
    message = f"the catalog stays as it is, because it cannot be read to its end ({named})"
    hint = "mend that, then run the command again"
    return Diagnostic("not-rewritten", message, faults[0].location, hint=hint)


def canonical(catalog: Catalog, locale: Locale, project: str = "") -> str:
    """The text of *catalog*, of the site *project*, in canonical form."""
    fields = mended(catalog.fields, locale, project, catalog.messages)
    header = header_lines(catalog.header_comments, catalog.header.texts_for(fields) or header_texts(fields))
    return joined([header, *map(message_lines, without_repeats(catalog.messages)), trailing_lines(catalog.trailing)])


def template(messages: Iterable[Message], project: str) -> str:
    """The text of a template (``.pot``) for catalogs of *messages* in any language."""
    return joined([header_lines("", header_texts(fields_for(None, project))), *map(message_lines, messages)])


def save(store: Store, catalog: Catalog, locale: Locale, project: str = "") -> bool:
    """Write *catalog*, of the site *project*, where it was read, in canonical form; False if that changes nothing.

    Raises :class:`ProblemsFound` if it has faults, if it cannot be written, or if somebody else has changed it since
    it was read.
    """
    if catalog.faults:
        raise ProblemsFound([left(catalog)])
    return store.write(catalog.seen, canonical(catalog, locale, project))


def amend(store: Store, catalog: Catalog, message: Message, locale: Locale, project: str = "") -> bool:
    """Write the finished *message* in the place of the one of *catalog* that it was made of; False if nothing changes.

    All other bytes of the file stay, whatever form it is in. Raises :class:`ProblemsFound` as :func:`save` does.
    """
    if catalog.faults:
        raise ProblemsFound([left(catalog)])
    at = message.msgid_line
    messages = [message if one.msgid_line == at else one for one in catalog.messages]
    data = amended(catalog.seen.data or b"", message)
    there = parse(data, catalog.path, catalog.name)
    if there.faults or (there.header, there.messages) != (catalog.header, messages):
        # A form of PO that nobody has thought of: the whole file in a form that is known loses nothing either.
        return store.write(catalog.seen, canonical(replace(catalog, messages=messages), locale, project))
    return store.write(catalog.seen, data)
