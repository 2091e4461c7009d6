"""The pages of one language, once all of them are read, finished by all processes that have nothing else to do.

A page is put into its template by itself: it takes nothing from what has become of the others. What it leaves behind is
handed back to the process that builds the language, in the order of the pages, so that all is there as if it had
finished them all. That is so where all that takes part is known; :func:`may_be_shared` says where.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.commands import build as commands

from isogloss.hosts.mkdocs.known_plugins import finishes_page_by_page
from isogloss.hosts.mkdocs.material import search_entries
from isogloss.hosts.mkdocs.said import Said, heard_alone
from isogloss.hosts.mkdocs.theme import KNOWN_THEMES, own_templates

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from isogloss.catalogs.status import Progress
    from isogloss.hosts.mkdocs.frames import Frame
    from isogloss.hosts.mkdocs.plugin import IsoglossPlugin
    from isogloss.hosts.mkdocs.sharing import Beside

_REMEMBERS = re.compile(
    r"\.\s*(?:update|append|extend|insert|pop|remove|clear|setdefault|__\w+__)\s*\(|\{%[-+]?\s*do\b"
)
"""In a template: what may change a thing that the next page looks at."""

Build = Callable[..., None]
"""How MkDocs finishes a page."""


class _Left(NamedTuple):
    """What finishing a page has left behind, besides its file."""

    said: Sequence[Said]
    entries: Sequence[Sequence[dict[str, Any]]]
    """What each search plugin has taken from it."""
    undrawn: Sequence[str]
    """The anchors of its decision guides that could not be drawn."""
    counted: tuple[int, Progress] | None
    """How far its translation is, as :attr:`Finishes.counted` has it."""
    frame: Frame | None
    """Where its text is in it."""


def may_be_shared(config: MkDocsConfig) -> bool:
    """Whether a page of a site is the same, and leaves the same behind, whichever others were finished before it."""
    if "isogloss" not in config.plugins or not _isogloss(config).config.enabled:
        return False
    if config.theme.name not in KNOWN_THEMES or not finishes_page_by_page(config):
        return False
    return not any(map(_REMEMBERS.search, own_templates(config)))


@contextmanager
def shared_pages(
    config: MkDocsConfig,
    beside: Beside,
    before_page: Callable[[int], None] = lambda _: None,
    after_page: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Let MkDocs finish pages here and, while other processes have nothing to do, *beside* this one.

    *before_page* is called before each page that is finished here, with the number of all pages; *after_page* after
    each, wherever it is finished.
    """
    before = commands._build_page
    build: Build = getattr(before, "without_sharing", before)
    language: list[_Language] = []

    def build_page(
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: jinja2.Environment,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        if not language or language[0].files is not doc_files:

            def finish(file: File) -> None:
                left_out: bool = file.inclusion.is_excluded()  # type: ignore[no-untyped-call]
                build(file.page, config, doc_files, nav, env, dirty, excluded=left_out)

            language[:] = [_Language(config, doc_files, finish, beside if shared else None)]
        if not language[0].take_over(page):
            before_page(len(doc_files))
            language[0].share()
            build(page, config, doc_files, nav, env, dirty, excluded)
        if language[0].is_finished:
            language.clear()  # It is large.
        after_page()

    shared = may_be_shared(config)
    build_page.without_sharing = build  # type: ignore[attr-defined]
    commands._build_page = build_page
    try:
        yield
    finally:
        commands._build_page = before


class _Language:
    """The pages of one language, which are finished one after the other."""

    def __init__(
        self, config: MkDocsConfig, files: Sequence[File], finish: Callable[[File], None], beside: Beside | None
    ) -> None:
        self.files = files
        self._config, self._finish, self._beside = config, finish, beside
        self._here = os.getpid()
        self._number = 0
        """The page that is next."""
        self._end = len(files)
        """The first one of those that others finish."""
        self._others: list[Callable[[], _Left | None]] = []
        """What waits for each of these that is not taken over."""

    def take_over(self, page: Page) -> bool:
        """Wait until *page* is finished, if another process has it, and take over what it has left behind."""
        number, self._number = self._number, self._number + 1
        if number < self._end:
            return False
        if (left := self._others.pop(0)()) is not None:
            self._take(page, left)
        return True

    @property
    def is_finished(self) -> bool:
        """Whether no page is left."""
        return self._number == len(self.files)

    def share(self) -> None:
        """Let others who are free have a share of the pages after the one that is next."""
        if self._beside is not None and (asks := self._beside(self._apart, self.files[self._number : self._end])):
            self._others[:0] = asks
            self._end -= len(asks)

    def _apart(self, file: File) -> _Left | None:
        """Finish the page of *file*; what it has left behind, in another process than the one of the language."""
        if os.getpid() == self._here:
            self._finish(file)
            return None
        plugin, config, path = _isogloss(self._config), self._config, file.src_uri
        lists = search_entries(config)
        found = [len(entries) for entries in lists]
        with heard_alone() as said:
            self._finish(file)
        return _Left(
            said,
            [entries[number:] for entries, number in zip(lists, found, strict=True)],
            plugin.reading.undrawn_on(path),
            plugin.counted.get(path),
            plugin.frames.get(path),
        )

    def _take(self, page: Page, left: _Left) -> None:
        plugin, config, path = _isogloss(self._config), self._config, page.file.src_uri
        config._current_page = page
        try:
            for line in left.said:
                line.again()
        finally:
            config._current_page = None
        for entries, own in zip(search_entries(config), left.entries, strict=True):
            entries += own
        plugin.reading.leave_undrawn(path, left.undrawn)
        if left.counted is not None:
            plugin.counted[path] = left.counted
        if left.frame is not None:
            plugin.frames[path] = left.frame


def _isogloss(config: MkDocsConfig) -> IsoglossPlugin:
    plugin: Any = config.plugins["isogloss"]
    found: IsoglossPlugin = plugin
    return found
