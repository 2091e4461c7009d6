"""The numbers of the status page where languages are built apart: each tells its own, the end of the build knows all.

No language has to know then how far the others are. That makes the same page where nobody looks at its text between
the time when the numbers are known and the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.utils import write_file

from isogloss.catalogs.status import Progress
from isogloss.hosts.mkdocs import status_page
from isogloss.project import Locale

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.reader.strings import Words

HOLE = "<ul data-search-exclude></ul>\n<div data-search-exclude>isogloss-numbers</div>\n"
"""Stands where the numbers belong, and is as little searched as they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one language knows of its status page."""

    url: str
    path: str
    """Its file, below the folder of the site."""
    names: Mapping[str, str]
    """What the page calls each source of messages, as HTML, in the order of the rows."""
    rows: Sequence[Progress] = ()
    """How far the language is; without days. Nothing of the source language."""

    def as_json(self) -> dict[str, Any]:
        """The part as JSON can hold it; :func:`from_json` reads it."""
        return asdict(self)


def from_json(found: Mapping[str, Any]) -> Part:
    """The part that :meth:`Part.as_json` has made."""
    return replace(Part(**found), rows=tuple(Progress(**row) for row in found["rows"]))


def put_in(
    parts: Mapping[Locale, Part],
    locales: Iterable[Locale],
    config: MkDocsConfig,
    words_of: Callable[[Locale], Words],
    changed: Mapping[str, date],
) -> None:
    """Write the numbers into the finished pages, and the drawings beside them.

    *parts* are those of all languages, that of the source first; *locales* are those that have numbers, in order;
    *changed* is the day on which each file changed last.
    """
    site_dir = Path(config.site_dir)
    rows = [
        replace(row, changed=changed.get(row.hand_translated or row.catalog))
        for locale in locales
        for row in parts[locale].rows
    ]
    names = list(next(iter(parts.values())).names)
    numbers = status_page.Numbers(rows, names, list(locales))
    for path, text in numbers.badges().items():
        write_file(text.encode("utf-8"), str(site_dir / path))
    for locale, part in parts.items():
        page = site_dir / part.path
        shown = status_page.shown(numbers, part.names, part.url, config, words_of(locale), locale)
        write_file(page.read_text(encoding="utf-8").replace(HOLE, shown, 1).encode("utf-8"), str(page))
