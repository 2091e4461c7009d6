"""Which catalogs are older than the English texts: what an update would bring into them. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalogs.update import notes
from isogloss.project import Locale, Project
from isogloss.sources import Source, catalog_path


@dataclass(frozen=True, slots=True)
class Behind:
    """A catalog that is older than its English texts."""

    path: str
    """Its path relative to the project."""
    source: str
    """The page, ``mkdocs`` or ``overrides``; empty if the catalog belongs to nothing any more."""
    new: int
    """Messages that it does not have."""
    gone: int
    """Messages that it has, and the English text has not."""


def behind(project: Project, locale: Locale, sources: Iterable[Source]) -> tuple[list[Behind], list[Catalog]]:
    """The catalogs of *locale* that are behind *sources*, and those of which nobody can tell: they have faults."""
    catalogs = {path: catalog.read(path, project.relative(path)) for path in project.catalog_files(locale)}
    faulty = [current for current in catalogs.values() if current.faults]
    found: list[Behind] = []
    for source in sources:
        path = catalog_path(project, locale, source)
        current = catalogs.pop(path, None)
        if current is None or not current.faults:
            found += _compared(project.relative(path), source, current)
    for current in catalogs.values():
        if not current.faults:
            found += _compared(current.name, Source("", ()), current)
    return found, faulty


def _compared(path: str, source: Source, current: Catalog | None) -> Iterable[Behind]:
    """Whether the messages of a catalog, their order and what is said of them are those of the English text."""
    references: dict[str, str] = {}
    for message, reference in source.messages:
        references.setdefault(message.msgid, reference)
    wanted = {
        msgid: _unwrapped(*notes(message, references[msgid], source.address))
        for msgid, message in source.by_msgid.items()
    }
    here = list(current.active()) if current is not None else []
    has = {entry.msgid: _unwrapped(entry.extracted, entry.references) for entry in here if entry.msgctxt is None}
    if (current is not None and current.empty) or len(here) > len(has) or list(has.items()) != list(wanted.items()):
        yield Behind(path, source.name, len(wanted.keys() - has.keys()), len(here) - len(has.keys() & wanted.keys()))


def _unwrapped(comment: str, references: list[str]) -> tuple[str, list[str]]:
    """The notes of a message, whichever way an editor has wrapped them."""
    return " ".join(comment.split()), references
