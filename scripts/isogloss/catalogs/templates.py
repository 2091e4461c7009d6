"""Templates (``.pot``): catalogs without a language, from which a server makes those of a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from isogloss import catalog
from isogloss.catalogs.update import describe
from isogloss.project import Project
from isogloss.sources import Source


def write(project: Project, sources: Iterable[Source]) -> list[str]:
    """Write a template for each of *sources*, and remove those of pages that are gone; the names of what changed."""
    folder = project.templates_dir
    changed = []
    with catalog.opened(project.locales_dir) as store:
        stale = set(folder.rglob("*.pot"))
        for source in sources:
            messages = list(_messages(source))
            path = _path(project, source)
            if not messages:
                continue
            stale.discard(path)
            seen = catalog.look(path, project.relative(path))
            if store.write(seen, catalog.template(messages, project.name)):
                changed.append(seen.name)
        for path in sorted(stale):
            seen = catalog.look(path, project.relative(path))
            store.remove(seen)
            changed.append(seen.name)
    return changed


def _path(project: Project, source: Source) -> Path:
    """Where the template of *source* is: as its catalogs are, ``templates`` in place of the language."""
    name = Path("docs", source.page) if source.page else Path(source.name)
    return (project.templates_dir / name).with_suffix(".pot")


def _messages(source: Source) -> Iterator[catalog.Message]:
    seen = set()
    for message, reference in source.messages:
        if message.msgid not in seen:
            seen.add(message.msgid)
            entry = catalog.Message(message.msgid)
            describe(entry, message, reference, source.address)
            yield entry
