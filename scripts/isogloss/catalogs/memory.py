"""Every translation of a locale, wherever it is: texts that return or come to another page find theirs there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalogs import history

_FULL_STOPS = "。！？"
"""After these no blank follows when translations are joined."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Every translation of a locale, by msgid, wherever it is."""

    exact: dict[str, catalog.Message]
    earlier: dict[str, catalog.Message]
    """Messages that wait, by the earlier text that their translation belongs to."""
    homes: dict[int, Catalog]
    """The catalog of each of them, by the identity of the message."""

    def returned(self, msgid: str, root: Path) -> catalog.Message | None:
        """What waits with *msgid* as its earlier text, as a message of that text again, or None if nothing does.

        It is finished only if the last commit has it so: who has begun to translate a later text may not have said it.
        """
        entry = self.earlier.get(msgid)
        if entry is None:
            return None
        home = self.homes[id(entry)]
        before = catalog.parse(history.content(root, "HEAD", home.name) or b"", home.path, home.name)
        return joined(msgid, [entry], fuzzy=before.translation(msgid) != entry.msgstr)


def remember(catalogs: Iterable[Catalog]) -> Memory:
    """The best translation of each text: a finished one before a fuzzy one, an active one before an obsolete one."""
    homes: dict[int, Catalog] = {}
    entries = []
    for home in catalogs:
        for entry in home.messages:
            if entry.msgstr:
                homes[id(entry)] = home
                entries.append(entry)
    entries.sort(key=lambda entry: (entry.fuzzy, entry.obsolete))
    exact: dict[str, catalog.Message] = {}
    earlier: dict[str, catalog.Message] = {}
    for entry in entries:
        exact.setdefault(entry.msgid, entry)
        if entry.fuzzy and entry.previous_msgid:
            earlier.setdefault(entry.previous_msgid, entry)
    return Memory(exact, earlier, homes)


def joined(msgid: str, known: list[catalog.Message], fuzzy: bool) -> catalog.Message:
    """A message with the translations of *known*, joined, and with what translators wrote about them."""
    flags = {flag for one in known for flag in one.flags if flag != "fuzzy"}
    msgstr = ""
    for one in known:
        blank = "" if not msgstr or msgstr[-1] in _FULL_STOPS else " "
        msgstr += blank + one.msgstr
    notes = notes_of(*(one.comments for one in known))
    return catalog.Message(
        msgid=msgid, msgstr=msgstr, comments=notes, flags=[*(["fuzzy"] if fuzzy else []), *sorted(flags)]
    )


def notes_of(*notes: str) -> str:
    """What translators wrote, together; what is there already is not said twice."""
    return "\n".join(dict.fromkeys(note for note in notes if note))
