"""The messages of a site as its files are now, catalog by catalog: what the desk shows, and what checks say of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalogs.status import State, state
from isogloss.diagnostics import Diagnostic
from isogloss.hosts.mkdocs.page_files import page_of
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, Project, config_files
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.segments import Kind, Message
from isogloss.sources import Source
from isogloss.structure.addresses import served_below

STRINGS = ("mkdocs", "overrides")
"""The sources that are in no page."""
_KINDS = sorted(Kind, key=lambda kind: -len(kind.value))


@dataclass(frozen=True, slots=True)
class Row:
    """One message in one locale."""

    message: Message
    entry: catalog.Message | None
    """What its catalog has; None while the catalog does not have the message."""
    state: State
    problems: tuple[Diagnostic, ...]
    """What the checks of structure say of its translation."""

    @property
    def is_left(self) -> bool:
        """Whether it is published in English although its catalog has a place for its translation."""
        return self.state is not State.TRANSLATED and self.entry is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The messages of one source in one locale, in the order of the source."""

    name: str
    """The source: ``docs/index.md``, ``mkdocs`` or ``overrides``."""
    page: str
    """The page's path below docs/; empty for the site's strings."""
    path: Path
    """Where the catalog is, or would be."""
    catalog: Catalog | None
    rows: tuple[Row, ...]
    problems: tuple[Diagnostic, ...]
    """What the checks of structure say of all its translations."""

    def row(self, msgid: str) -> Row | None:
        """The message with that English text."""
        return next((row for row in self.rows if row.message.msgid == msgid), None)


class Sheets:
    """Reads sheets; the site is loaded again when its configuration has changed, or the names of its pages."""

    def __init__(self, config_file: Path) -> None:
        self.config_file = config_file
        self._site: Site | None = None
        self._seen: object = None
        self._places: dict[str, dict[str, str]] = {}
        self._clean: dict[tuple[str, str], object] = {}
        """What the files of a sheet were like when nothing was left of it, by locale and source."""

    @property
    def site(self) -> Site:
        """The site as it was at the last :meth:`renew`. Raises :class:`ProblemsFound` if MkDocs refuses it."""
        if self._site is None:
            self._site = Site(self.config_file)
            self._seen, self._places = self._look(self._site), {}
        return self._site

    def renew(self) -> None:
        """Look whether the site has to be loaded again; what is in pages and catalogs is read anew in any case."""
        if self._site is not None and self._look(self._site) != self._seen:
            self._site = None

    def _look(self, site: Site) -> object:
        names = sorted(str(path) for path in site.project.docs_dir.rglob("*"))
        return [_stamp(path) for path in config_files(self.config_file)], names

    @property
    def project(self) -> Project:
        """The project of the site."""
        return self.site.project

    def locale(self, tag: str) -> Locale | None:
        """The locale with that *tag* to which the site is translated."""
        return next((one for one in self.project.locales if one.tag == tag), None)

    # Pages and their addresses.

    @property
    def base(self) -> str:
        """The path at which the site is served, with slashes around it; nothing in it is escaped."""
        return served_below(self.project.address)

    def place(self, path: str) -> tuple[str, Locale] | None:
        """Which English page is at the *path* of an address, and in which locale; None if it is none."""
        below = _of_folder(unquote(path).removeprefix(self.base).lstrip("/"))
        # Listing the pages of a language takes time: the one that the address names comes first.
        for locale in sorted(self.project.all_locales, key=lambda one: one.tag not in below):
            if page := self._pages(locale).get(below):
                return page, locale
        return None

    def _pages(self, locale: Locale) -> dict[str, str]:
        """The pages as they are in *locale*, by their addresses below the one of the site."""
        if locale.tag not in self._places:
            english = {page_of(file): file.src_uri for file in self.site.english}
            self._places[locale.tag] = {
                _of_folder(unquote(file.url).removeprefix("./").lstrip("/")): english[page_of(file)]
                for file in self.site.files(locale).documentation_pages()
                if page_of(file) in english
            }
        return self._places[locale.tag]

    def address(self, page: str, locale: Locale) -> str:
        """The path of the address at which *page* is served in *locale*; that of the site if it is not."""
        return quote(self.base + next((below for below, one in self._pages(locale).items() if one == page), ""))

    # Sheets.

    def names(self, locale: Locale) -> list[str]:
        """The names of the sources that are translated into *locale* by catalogs, in reading order."""
        by_hand = self.site.by_hand(locale)
        pages = [self.project.page_path(path) for path in self.site.paths if path not in by_hand]
        return [*pages, *STRINGS]

    def sheet(self, name: str, locale: Locale, trial: Catalog | None = None) -> Sheet | None:
        """The messages of the source *name*, with *trial* in place of its catalog; None if it is not translated.

        Raises :class:`ProblemsFound` if its page cannot be rendered.
        """
        if name in STRINGS:
            return self._strings(name, locale, trial)
        files = {self.project.page_path(file.src_uri): file for file in self.site.english}
        file = files.get(name)
        if file is None or file.src_uri in self.site.by_hand(locale):
            return None
        path = self.project.page_catalog(locale, file.src_uri)
        current, localizer, pages = self._reviewer(path, locale, trial)
        source = self.site.source(file, pages, [localizer])
        return _sheet(source, path, current, localizer) if source is not None else None

    def _strings(self, name: str, locale: Locale, trial: Catalog | None) -> Sheet:
        path = self.project.strings_catalog(locale, name)
        current, localizer, pages = self._reviewer(path, locale, trial)
        known: dict[str, Message] = {}
        for source in self.site.strings(pages):
            if source.name == name:
                known = source.by_msgid
        # Some come from pages, which are not rendered for that: the catalog tells what there is.
        listed = list(current.active()) if current is not None else []
        found = [known.get(entry.msgid) or Message(entry.msgid, kind_of(entry)) for entry in listed]
        source = Source(name, tuple((message, message.origin) for message in found))
        localizer.strings([source])
        return _sheet(source, path, current, localizer)

    def _reviewer(
        self, path: Path, locale: Locale, trial: Catalog | None
    ) -> tuple[Catalog | None, Localizer, SourcePages]:
        project, pages = self.project, SourcePages(self.project)
        current = trial
        if current is None and os.path.lexists(path):
            current = catalog.read(path, project.relative(path))
        catalogs = {path: current} if current is not None else {}
        return current, Localizer(project, locale, pages, catalogs, given=self.site.given(locale)), pages

    # What is left.

    def next_left(self, locale: Locale, name: str) -> tuple[Sheet, Row] | None:
        """The first message that is left after the source *name*, round the site to that source itself.

        What waits or is missing comes before what a check refuses: it is found without rendering a page.
        """
        names = self.names(locale)
        at = names.index(name) + 1 if name in names else 0
        order = [*names[at:], *names[:at]]
        begun = [one for one in order if self._waits(one, locale)]
        for one in (*begun, *(one for one in order if one not in begun)):
            if found := self._first_left(one, locale):
                return found
        return None

    def _path(self, name: str, locale: Locale) -> Path:
        project = self.project
        if name in STRINGS:
            return project.strings_catalog(locale, name)
        return project.page_catalog(locale, Path(os.path.relpath(project.root / name, project.docs_dir)).as_posix())

    def _waits(self, name: str, locale: Locale) -> bool:
        path = self._path(name, locale)
        if not path.is_file():
            return False
        current = catalog.read(path, self.project.relative(path))
        return any(current.translation(entry.msgid) is None for entry in current.active())

    def _first_left(self, name: str, locale: Locale) -> tuple[Sheet, Row] | None:
        seen = _stamp(self._path(name, locale)), _stamp(self.project.root / name), self._seen
        if self._clean.get((locale.tag, name)) == seen:
            return None
        sheet = self.sheet(name, locale)
        for row in sheet.rows if sheet is not None else ():
            if sheet is not None and row.is_left:
                return sheet, row
        self._clean[locale.tag, name] = seen
        return None


def _of_folder(address: str) -> str:
    """The *address* of a page without the name that a server adds to that of a folder."""
    folder, slash, name = address.rpartition("/")
    return folder + slash if name == "index.html" else address


def kind_of(entry: catalog.Message) -> Kind:
    """What a message is, as its catalog says."""
    return next((kind for kind in _KINDS if entry.extracted.startswith(kind.value)), Kind.SITE)


def _sheet(source: Source, path: Path, current: Catalog | None, localizer: Localizer) -> Sheet:
    (source,) = localizer.asked([source])
    problems = tuple(localizer.diagnostics)
    rows = tuple(_rows(source, current, localizer, problems))
    return Sheet(source.name, source.page, path, current, rows, problems)


def _rows(
    source: Source, current: Catalog | None, localizer: Localizer, problems: Sequence[Diagnostic]
) -> Iterator[Row]:
    for msgid, message in source.by_msgid.items():
        entry = current.by_msgid.get(msgid) if current is not None else None
        own: tuple[Diagnostic, ...] = ()
        if current is not None and entry is not None:
            own = tuple(problem for problem in problems if problem.location == current.location(msgid))
        yield Row(message, entry, state(current, msgid, localizer.refused), own)


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when the file does; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
