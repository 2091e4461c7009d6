"""Pages are converted by one parser, as new for each of them, where MkDocs would make one for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.structure import pages as mkdocs_pages

from isogloss.hosts.mkdocs.known_plugins import is_known_throughout
from isogloss.segments.anew import AsNew

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

pages: Any = mkdocs_pages


class PageParsers:
    """The parsers of the pages of one build."""

    def __init__(self) -> None:
        """No page has been converted."""
        self._parsers = AsNew()
        self._config: MkDocsConfig | None = None
        self._known = False

    def serve(self, page: Page, config: MkDocsConfig) -> None:
        """Have *page* converted by a parser that others have, where nothing that takes part can tell."""
        if self._config is not config:
            self._config, self._known = config, is_known_throughout(config)
        if self._known and type(page).render is pages.Page.render:
            vars(page)["render"] = lambda config, files: self._render(page, config, files)

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        vars(page).pop("render", None)
        with self._lent():
            page.render(config, files)

    @contextmanager
    def _lent(self) -> Iterator[None]:
        """Let MkDocs get the parser of the next page here."""
        before, take_back = pages.markdown, list[Callable[[], None]]()

        def lend(**made_of: Any) -> Markdown:
            pages.markdown = before
            if made_of.keys() != {"extensions", "extension_configs"}:
                return Markdown(**made_of)
            md, end = self._parsers.lend(made_of["extensions"], made_of["extension_configs"])
            take_back.append(end)
            return md

        if before.Markdown is Markdown:
            pages.markdown = SimpleNamespace(Markdown=lend)
        try:
            yield
        finally:
            pages.markdown = before
            for end in take_back:
                end()
