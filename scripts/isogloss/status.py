"""How much is translated, per page and locale."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from isogloss.catalog import Catalog
from isogloss.project import Locale, Project
from isogloss.update import Source, catalog_path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one catalog is. All numbers count messages."""

    locale: str
    source: str
    """The page, ``mkdocs`` or ``overrides``."""
    total: int
    """Messages that the English text has now."""
    translated: int
    fuzzy: int
    """Translations of an older English text, not published."""

    @property
    def missing(self) -> int:
        """Messages without any translation."""
        return self.total - self.translated - self.fuzzy

    @property
    def percent(self) -> int:
        """Translated messages in percent, rounded down: 100 only if nothing is left to do."""
        return 100 * self.translated // self.total if self.total else 100


def progress(
    project: Project, locale: Locale, sources: Iterable[Source], catalogs: Mapping[Path, Catalog]
) -> list[Progress]:
    """How far *locale* is, measured against what the English text has now, not against what the catalogs list."""
    found = []
    for source in sources:
        msgids = {message.msgid for message, _ in source.messages}
        current = catalogs.get(catalog_path(project, locale, source))
        translated = fuzzy = 0
        for msgid in msgids if current is not None else ():
            assert current is not None
            entry = current.entries.get(msgid)
            translated += current.translation(msgid) is not None
            fuzzy += entry is not None and entry.fuzzy and bool(entry.msgstr)
        found.append(Progress(locale.tag, source.name, len(msgids), translated, fuzzy))
    return found


def total(rows: Iterable[Progress]) -> Progress:
    """The sum of *rows*, which are of one locale."""
    rows = list(rows)
    return Progress(
        rows[0].locale if rows else "",
        "total",
        sum(row.total for row in rows),
        sum(row.translated for row in rows),
        sum(row.fuzzy for row in rows),
    )


def as_text(rows: list[Progress], locales: list[str]) -> str:
    """A table: a row for each page, a column for each locale, in percent; below it the sums."""
    names = list(dict.fromkeys(row.source for row in rows))
    cells = {(row.source, row.locale): row for row in rows}
    width = max([len(name) for name in names] + [5])
    columns = [max(len(tag), 5) for tag in locales]
    lines = [" ".join([" " * width, *(f"{tag:>{size}}" for tag, size in zip(locales, columns, strict=True))])]
    for name in names:
        row = [f"{cells[name, tag].percent} %" for tag in locales]
        lines.append(
            " ".join([f"{name:<{width}}", *(f"{cell:>{size}}" for cell, size in zip(row, columns, strict=True))])
        )
    sums = [total(row for row in rows if row.locale == tag) for tag in locales]
    row = [f"{found.percent} %" for found in sums]
    lines.append(
        " ".join([f"{'total':<{width}}", *(f"{cell:>{size}}" for cell, size in zip(row, columns, strict=True))])
    )
    lines.append("")
    for found in sums:
        lines.append(
            f"{found.locale}: {found.translated:,} of {found.total:,} messages translated, "
            f"{found.fuzzy:,} fuzzy, {found.missing:,} missing"
        )
    return "\n".join(lines)


def as_json(rows: list[Progress]) -> str:
    """All rows as a JSON list, with ``missing`` and ``percent`` worked out."""
    return json.dumps([asdict(row) | {"missing": row.missing, "percent": row.percent} for row in rows], indent=2)
