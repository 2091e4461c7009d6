"""Brings the catalogs up to date with the English texts. Translations follow their texts; none is thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from rapidfuzz import fuzz, process

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.diagnostics import Diagnostic, ProblemsFound
from isogloss.project import Locale, Project
from isogloss.segments import Message

_SHORTEST_GUESS = 20
"""Characters below which a similar text is no evidence: "Storing books" is near "Starting hooks"."""
_LEAST_SIMILAR = 75.0
"""Similarity, in percent, from which a translation is proposed as fuzzy."""


@dataclass(frozen=True, slots=True)
class Source:
    """The messages of one page or of the site's strings, and where their catalog is."""

    name: str
    """What the catalog's references say: ``docs/index.md``."""
    messages: tuple[tuple[Message, str], ...]
    """Each message with its reference, in order; repeated texts may be there again."""
    page: str = ""
    """The page's path below docs/; empty for the site's strings."""


@dataclass(slots=True)
class Change:
    """What happened to one catalog."""

    path: str
    new: int = 0
    """Messages that wait for a translation."""
    changed: int = 0
    """Messages whose English text changed: the old translation is proposed, marked fuzzy."""
    moved: int = 0
    """Translations of the same text that came from another catalog or back from the obsolete messages."""
    obsolete: int = 0
    """Messages that are no longer on the site: kept at the end of the file."""
    written: bool = False


@dataclass(slots=True)
class _Memory:
    """Every translation of a locale, by msgid, wherever it is."""

    exact: dict[str, polib.POEntry] = field(default_factory=dict)
    gone: dict[str, polib.POEntry] = field(default_factory=dict)
    """Those whose text is not on the site any more: candidates for a similar text."""


def update(project: Project, locale: Locale, sources: Iterable[Source]) -> list[Change]:
    """Bring all catalogs of *locale* up to date with *sources* and write those that changed.

    All catalogs are read before the first is written. Raises :class:`ProblemsFound` if one of them does not parse;
    nothing has been written then.
    """
    sources = list(sources)
    catalogs: dict[Path, Catalog] = {}
    problems: list[Diagnostic] = []
    for path in project.catalog_files(locale):
        try:
            catalogs[path] = catalog.read(path, project.relative(path))
        except ProblemsFound as error:
            problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    on_site = {message.msgid for source in sources for message, _ in source.messages}
    memory = _remember(catalogs.values(), on_site)
    changes = []
    for source in sources:
        path = catalog_path(project, locale, source)
        existing = catalogs.pop(path, None)
        if existing is None and not source.messages:
            continue
        current = existing or catalog.new(path, project.relative(path), locale)
        change = _merge(current, source, memory)
        change.written = catalog.write(path, catalog.canonical(current, locale))
        changes.append(change)
    for orphan in catalogs.values():
        change = _merge(orphan, Source("", ()), memory)
        change.written = catalog.write(orphan.path, catalog.canonical(orphan, locale))
        changes.append(change)
    return changes


def catalog_path(project: Project, locale: Locale, source: Source) -> Path:
    """Where the catalog of *source* is."""
    if source.page:
        return project.page_catalog(locale, source.page)
    return project.strings_catalog(locale, source.name)


def _remember(catalogs: Iterable[Catalog], on_site: set[str]) -> _Memory:
    memory = _Memory()
    for entry in _by_worth(catalogs):
        if entry.msgid not in memory.exact:
            memory.exact[entry.msgid] = entry
            if entry.msgid not in on_site:
                memory.gone[entry.msgid] = entry
    return memory


def _by_worth(catalogs: Iterable[Catalog]) -> Iterator[polib.POEntry]:
    """Translated messages: finished ones first, then fuzzy ones; of each, active before obsolete."""
    entries = [entry for found in catalogs for entry in found.file if entry.msgstr]
    return iter(sorted(entries, key=lambda entry: ("fuzzy" in entry.flags, bool(entry.obsolete))))


def _merge(current: Catalog, source: Source, memory: _Memory) -> Change:
    change = Change(current.name)
    active = {entry.msgid: entry for entry in current.active()}
    kept = {entry.msgid: entry for entry in current.obsolete()}
    entries: dict[str, polib.POEntry] = {}
    for message, reference in source.messages:
        if message.msgid in entries:
            continue
        entry = active.get(message.msgid)
        if entry is None or (not entry.msgstr and message.msgid in memory.exact):
            entry = _carry(message.msgid, kept, memory, change)
        entry.comment = message.comment
        entry.occurrences = [(reference, "")]
        entries[message.msgid] = entry
    obsolete = [entry for msgid, entry in kept.items() if msgid not in entries]
    for msgid, entry in active.items():
        if msgid not in entries and (entry.msgstr or entry.tcomment):
            entry.obsolete = True
            obsolete.append(entry)
            change.obsolete += 1
    file = current.file
    file.clear()
    file.extend([*entries.values(), *obsolete])
    return change


def _carry(msgid: str, kept: dict[str, polib.POEntry], memory: _Memory, change: Change) -> polib.POEntry:
    """A message for *msgid*, with the best translation that there is for it."""
    known = kept.get(msgid) or memory.exact.get(msgid)
    if known is not None:
        change.moved += 1
        return _entry(msgid, known, flags=list(known.flags))
    if len(msgid) >= _SHORTEST_GUESS:
        near = process.extractOne(msgid, memory.gone.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR)
        if near is not None:
            change.changed += 1
            known = memory.gone[near[0]]
            entry = _entry(msgid, known, flags=["fuzzy", *(flag for flag in known.flags if flag != "fuzzy")])
            entry.previous_msgid = (
                known.previous_msgid if "fuzzy" in known.flags and known.previous_msgid else known.msgid
            )
            return entry
    change.new += 1
    return polib.POEntry(msgid=msgid, msgstr="")


def _entry(msgid: str, known: polib.POEntry, flags: list[str]) -> polib.POEntry:
    return polib.POEntry(
        msgid=msgid,
        msgstr=known.msgstr,
        tcomment=known.tcomment,
        flags=flags,
        previous_msgid=known.previous_msgid if "fuzzy" in flags else None,
    )
