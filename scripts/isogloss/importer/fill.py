"""Puts translations that were found into a catalog. What is there already stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.segments import Message

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Translation:
    """A text that was found on a localized page."""

    text: str
    line: int
    """Its line on the localized page."""
    doubt: str = ""
    """Why it may not be the translation: it is then taken as fuzzy."""


@dataclass(slots=True)
class Taken:
    """What became of the translations for one catalog."""

    new: int = 0
    fuzzy: int = 0
    known: int = 0
    """Translations that the catalog had already."""
    conflicts: dict[str, str] = field(default_factory=dict)
    """Translations that the catalog has and that are others, by msgid."""


def take(
    current: Catalog, reference: str, address: str, messages: Iterable[Message], found: Mapping[str, Translation]
) -> Taken:
    """Put *found*, translations by msgid, into *current*.

    It is the catalog of the page *reference* with its *messages*, which is published at *address*.
    """
    taken = Taken()
    active: dict[str, catalog.Message] = {}
    for entry in current.active():
        active.setdefault(entry.msgid, entry)
    kept: dict[str, catalog.Message] = {}
    for entry in current.obsolete():
        kept.setdefault(entry.msgid, entry)
    entries: dict[str, catalog.Message] = {}
    for message in messages:
        if message.msgid in entries:
            continue
        entry = active.get(message.msgid) or kept.get(message.msgid) or catalog.Message(message.msgid)
        entry.obsolete = False
        entry.extracted = message.comment(address)
        entry.references = [reference]
        entries[message.msgid] = entry
        if message.msgid in found:
            _put(entry, found[message.msgid], taken)
    used = {id(entry) for entry in entries.values()}
    rest = [entry for entry in current.messages if id(entry) not in used]
    current.messages = [*entries.values(), *rest]
    return taken


def _put(entry: catalog.Message, translation: Translation, taken: Taken) -> None:
    if not entry.msgstr:
        entry.msgstr = translation.text
        taken.new += not translation.doubt
        taken.fuzzy += bool(translation.doubt)
        if translation.doubt and not entry.fuzzy:
            entry.flags.append("fuzzy")
    elif entry.msgstr == translation.text:
        taken.known += 1
    else:
        taken.conflicts[entry.msgid] = entry.msgstr


def provenance(meta: Mapping[str, Any]) -> dict[str, str]:
    """What the front matter of a localized page says about its translation, as headers of a catalog."""
    found = {
        "X-Translation-Type": str(meta.get("ms.translationtype") or "").upper(),
        "X-Source-Revision": str(meta.get("ms.sourcegitcommit") or ""),
        "X-Handoff-Date": str(meta.get("ms.lasthandoff") or ""),
    }
    if date := _DATE.fullmatch(found["X-Handoff-Date"]):
        month, day, year = date.groups()
        found["X-Handoff-Date"] = f"{year}-{int(month):02}-{int(day):02}"
    return {name: value for name, value in found.items() if value}


def state(current: Catalog, headers: Mapping[str, str]) -> dict[str, str]:
    """Say in *current* where its new translations come from; returns the headers that say something else, and stay.

    Texts of a machine among those of people make the page one that a machine translated: readers are told so.
    """
    metadata = current.fields
    others = {}
    for name, value in headers.items():
        there = metadata.get(name, "")
        if not there or (name == "X-Translation-Type" and "MT" in value and "MT" not in there):
            metadata[name] = value
        elif there != value:
            others[name] = there
    return others
