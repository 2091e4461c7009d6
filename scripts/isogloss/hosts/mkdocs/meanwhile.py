"""What others do while this process reads the English pages: read the catalogs, and render some of the pages.

They begin with the last page, this one begins with the first, and goes on until it meets them.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page

from isogloss.hosts.mkdocs.rendered_apart import may_be_rendered_apart, put_back, render_apart
from isogloss.hosts.mkdocs.said import heard_alone
from isogloss.hosts.mkdocs.sharing import Ahead, Awaited
from isogloss.review.kept_catalogs import CatalogsLater, KeptCatalogs

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from isogloss.review.source_pages import SourcePages
    from isogloss.segments import IsoglossExtension

_FEW = 8
"""So many pages are rendered here sooner than another process has begun."""

_Task = Callable[[], Any]


def _done(task: _Task) -> Any:
    return task()


class Meanwhile:
    """What is done until all English pages are read."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._readers: list[_Task] = []
        self._catalogs: Sequence[Awaited[Any]] = ()
        self._numbers: dict[str, int] = {}
        self._rendered: Sequence[Awaited[bytes | None]] = ()
        """The pages, from the last one on."""
        self._there: list[File] = []
        """All files when it began: links lead to them."""
        self._reached = mmap.mmap(-1, 4)
        """How many pages are reached here: all processes see it."""

    def catalogs(self, read: Callable[[], KeptCatalogs]) -> CatalogsLater:
        """The catalogs that *read* reads, which others will do; or this process, if anybody asks before they begin."""
        number = len(self._readers)
        self._readers.append(read)
        return CatalogsLater(lambda: self._catalogs[number]() if self._catalogs else read())

    def begin(
        self,
        ahead: Ahead,
        config: MkDocsConfig,
        files: Files,
        pages: Sequence[File],
        extension: IsoglossExtension,
        sources: SourcePages | None,
    ) -> None:
        """Begin *ahead*. The *pages* of *files* come in the order in which they are read.

        The *extension* is one of those that *config* lists. Without *sources*, in which it is taken down what English
        pages turn out to be, no page is rendered by others.
        """
        tasks: list[_Task] = []
        if sources is not None and len(pages) > _FEW and may_be_rendered_apart(config, extension):
            self._there = list(files)
            self._numbers = {file.src_uri: number for number, file in enumerate(pages)}
            render = partial(self._render_apart, config, files, pages, extension, sources)
            tasks = [partial(render, number) for number in range(len(pages))[::-1]]
        # Pages are shared out until this process meets the others: what has to be done anyway comes first.
        found = ahead(_done, [*self._readers, *tasks])
        self._catalogs, self._rendered = found[: len(self._readers)], found[len(self._readers) :]

    def _render_apart(
        self,
        config: MkDocsConfig,
        files: Files,
        pages: Sequence[File],
        extension: IsoglossExtension,
        sources: SourcePages,
        number: int,
    ) -> bytes | None:
        """In another process: the page of this *number*, unless it is reached."""
        if number < int.from_bytes(self._reached[:4], "little"):
            return None
        self._numbers.clear()  # Nobody renders anything for that process.
        with suppress(Exception), heard_alone():  # What is wrong with a page is told where it is read.
            page: Any = pages[number].page or Page(None, pages[number], config)
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
            return render_apart(page, config, files, extension, sources)
        return None

    def render(
        self, page: Page, config: MkDocsConfig, files: Files, extension: IsoglossExtension, sources: SourcePages
    ) -> bool:
        """Let *page*, whose text is read, be as it is rendered, if another process has done that: whether it has."""
        number = self._numbers.pop(page.file.src_uri, None)
        if number is None:
            return False
        self._reached[:4] = (number + 1).to_bytes(4, "little")
        rendered = self._rendered[-1 - number]
        # What pages of other kinds keep is not known.
        if type(page) is not Page or not rendered.is_there() or list(files) != self._there:
            return False
        found = rendered()
        return found is not None and put_back(found, page, files, extension, sources)
