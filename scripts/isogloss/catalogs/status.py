"""How much is translated, per page and locale, by whom, and how long ago."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from isogloss.catalog import Catalog
from isogloss.catalogs.history import last_changed
from isogloss.diagnostics import counted
from isogloss.project import Locale, Project
from isogloss.sources import Source, catalog_path

_WIDTH = 80
_TYPES = {"MT": "machine", "HT": "human"}


class State(Enum):
    """What has become of a message in one locale."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    """The translation is of an older English text: it is not published."""
    MISSING = "missing"
    REFUSED = "refused"
    """The translation fails a check: it is not published."""


def state(current: Catalog | None, msgid: str, refused: Collection[tuple[str, str]] = ()) -> State:
    """What has become of the message *msgid* in its catalog; *refused* as :func:`progress` takes it."""
    entry = current.by_msgid.get(msgid) if current is not None else None
    if current is None or entry is None or not entry.msgstr:
        return State.MISSING
    if entry.fuzzy:
        return State.FUZZY
    return State.REFUSED if (current.name, msgid) in refused else State.TRANSLATED


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one catalog is. All numbers count messages: the different texts of a page, or of the site's strings."""

    locale: str
    source: str
    """The page, ``mkdocs`` or ``overrides``."""
    total: int
    """Messages that the English text has now."""
    translated: int
    fuzzy: int
    """Translations of an older English text, not published."""
    refused: int = 0
    """Translations that fail a check, not published."""
    catalog: str = ""
    """The catalog's path relative to the project; empty if there is none yet."""
    type: str = ""
    """Who translated, as the catalog's header says: ``machine`` or ``human``; empty if it does not say."""
    changed: date | None = None
    """The day of the last commit that changed the catalog, where Git knows one."""
    hand_translated: str = ""
    """The page's path relative to the project, if it is written by hand in this locale; then nothing is counted."""

    @property
    def missing(self) -> int:
        """Messages without any translation."""
        return self.total - self.translated - self.fuzzy - self.refused

    @property
    def percent(self) -> int:
        """Translated messages in percent, rounded down: 100 only if nothing is left to do."""
        return 100 * self.translated // self.total if self.total else 100

    @property
    def summary(self) -> str:
        """All numbers, in words."""
        numbers = [f"{self.translated:,} of {counted(self.total, 'message')} translated"]
        numbers += [f"{self.fuzzy:,} fuzzy", f"{self.missing:,} missing"]
        return ", ".join([*numbers, f"{self.refused:,} refused"] if self.refused else numbers)

    def age(self, today: date) -> int | None:
        """Days since the catalog changed, where that is known."""
        return max(0, (today - self.changed).days) if self.changed is not None else None


def progress(
    project: Project,
    locale: Locale,
    sources: Iterable[Source],
    catalogs: Mapping[Path, Catalog],
    hand_translated: Mapping[str, str] | None = None,
    changed: Mapping[str, date] | None = None,
    refused: Collection[tuple[str, str]] = (),
) -> list[Progress]:
    """How far *locale* is, measured against what the English text has now, not against what the catalogs list.

    *hand_translated* has the paths of pages that are written by hand, by the path of the English page below docs/;
    *changed* the day on which each catalog changed last, by path; *refused* the catalog's name and the msgid of each
    translation that fails a check.
    """
    found = []
    for source in sources:
        if path := (hand_translated or {}).get(source.page):
            found.append(
                Progress(locale.tag, source.name, 0, 0, 0, hand_translated=path, changed=(changed or {}).get(path))
            )
            continue
        msgids = source.by_msgid
        current = catalogs.get(catalog_path(project, locale, source))
        if current is None:
            found.append(Progress(locale.tag, source.name, len(msgids), 0, 0))
            continue
        states = [state(current, msgid, refused) for msgid in msgids]
        found.append(
            Progress(
                locale.tag,
                source.name,
                len(msgids),
                states.count(State.TRANSLATED),
                states.count(State.FUZZY),
                states.count(State.REFUSED),
                current.name,
                _TYPES.get(current.fields.get("X-Translation-Type", "").upper(), ""),
                (changed or {}).get(current.name),
            )
        )
    return found


def last_changes(project: Project) -> dict[str, date]:
    """When each catalog changed last, and each page written by hand, by path; where Git knows."""
    folders = [project.relative(folder) for folder in (project.locales_dir, project.docs_dir)]
    return last_changed(project.root, *folders)


def may_be_outdated(project: Project, known: dict[str, bool], hashed: Callable[[Path], str]) -> bool:
    """Whether a catalog may hold a fuzzy translation: none does without the word, which is found without reading PO.

    Which do is *known*, by the hash of their content, which *hashed* gives, or will be; of contents that are gone, it
    is known no more.
    """
    found = {hashed(path): path for locale in project.locales for path in project.catalog_files(locale)}
    for content, path in found.items():
        if content not in known:
            known[content] = b"fuzzy" in path.read_bytes()
    for content in known.keys() - found.keys():
        del known[content]
    return any(known.values())


def total(rows: Iterable[Progress], locale: str) -> Progress:
    """The sum of *rows*, which are of one *locale*."""
    rows = list(rows)
    return Progress(
        locale,
        "total",
        sum(row.total for row in rows),
        sum(row.translated for row in rows),
        sum(row.fuzzy for row in rows),
        sum(row.refused for row in rows),
    )


def as_text(rows: list[Progress], locales: Sequence[str]) -> str:
    """A table: a row for each page, a column for each locale, in percent; below it the sums."""
    names = list(dict.fromkeys(row.source for row in rows))
    cells = {(row.source, row.locale): _done(row) for row in rows}
    sums = [total((row for row in rows if row.locale == tag), tag) for tag in locales]
    cells |= {("total", found.locale): _done(found) for found in sums}
    width = max([len(name) for name in names] + [5])
    columns = {tag: max([len(tag), 5, *(len(cells[name, tag]) for name in names)]) for tag in locales}
    lines = []
    for tags in _fitting(columns, _WIDTH - width):
        lines.append(" ".join([" " * width, *(f"{tag:>{columns[tag]}}" for tag in tags)]))
        for name in [*names, "total"]:
            lines.append(" ".join([f"{name:<{width}}", *(f"{cells[name, tag]:>{columns[tag]}}" for tag in tags)]))
        lines.append("")
    return "\n".join([*lines, *(f"{found.locale}: {found.summary}" for found in sums)])


def _done(row: Progress) -> str:
    if row.hand_translated:
        return "by hand"
    return f"{row.percent} %" if row.total else "-"


def _fitting(columns: Mapping[str, int], room: int) -> Iterator[list[str]]:
    """The locales in groups that fit beside each other."""
    group: list[str] = []
    for tag, width in columns.items():
        if group and sum(columns[one] + 1 for one in group) + width + 1 > room:
            yield group
            group = []
        group.append(tag)
    yield group


def as_details(rows: list[Progress], locales: Sequence[str], today: date) -> str:
    """A table for each locale: what is fuzzy and missing, who translated, and when."""
    width = max([len(row.source) for row in rows] + [5])
    lines = []
    any_refused = any(row.refused for row in rows)
    for tag in locales:
        head = f"{tag:<{width}} {'done':>7} {'fuzzy':>5} {'missing':>7} " + "refused " * any_refused
        lines.append(f"{head}{'type':<7} changed")
        for row in (row for row in rows if row.locale == tag):
            fuzzy, missing = ("", "") if row.hand_translated else (f"{row.fuzzy:,}", f"{row.missing:,}")
            line = f"{row.source:<{width}} {_done(row):>7} {fuzzy:>5} {missing:>7} "
            line += f"{row.refused or '':>7} " * any_refused + f"{row.type or '-':<7} "
            lines.append(f"{line}{_ago(row.age(today))}")
        lines.append("")
    lines += [
        "fuzzy:   of an older English text, not published",
        *(["refused: by a check, not published"] if any_refused else []),
        "type:    who translated, as the header X-Translation-Type says",
        "changed: the last commit that touched the catalog",
    ]
    return "\n".join(lines)


def _ago(days: int | None) -> str:
    if days is None:
        return "-"
    return counted(days, "day") if days else "today"


def as_json(rows: list[Progress], today: date) -> str:
    """All rows as a JSON list; null where something does not apply or is not known."""
    return json.dumps([_fields(row, today) for row in rows], indent=2)


def _fields(row: Progress, today: date) -> dict[str, object]:
    return {
        "locale": row.locale,
        "source": row.source,
        "catalog": row.catalog or None,
        "written_by_hand": row.hand_translated or None,
        "total": row.total,
        "translated": row.translated,
        "fuzzy": row.fuzzy,
        "missing": row.missing,
        "refused": row.refused,
        "percent": None if row.hand_translated else row.percent,
        "type": row.type or None,
        "changed": row.changed.isoformat() if row.changed is not None else None,
        "age": row.age(today),
    }
