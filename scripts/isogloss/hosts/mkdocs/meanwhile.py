"""What others do while this process reads the English pages: cut the texts of pages into blocks, and read the catalogs.

They begin with the last page, this one begins with the first. What is cut is looked for by all that it depends on (see
:mod:`isogloss.segments.blocks`): where a plugin changes the text on the way, it is not found, and cut here.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page

from isogloss.hosts.mkdocs.known_plugins import may_be_converted_twice
from isogloss.hosts.mkdocs.said import heard_alone
from isogloss.hosts.mkdocs.sharing import Ahead, Awaited
from isogloss.review.kept_catalogs import CatalogsLater, KeptCatalogs

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from isogloss.segments import IsoglossExtension

_TOGETHER = 4
"""So many pages are handed over at a time."""

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
        self._cut: dict[int, Awaited[Any]] = {}
        """What is cut, by the number of its first page in steps of :data:`_TOGETHER`."""
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
        extension: IsoglossExtension,
        config: MkDocsConfig,
        files: Files,
        pages: Sequence[File],
    ) -> None:
        """Begin *ahead*. The *pages* of *files* come in the order in which they are read.

        The *extension* is one of those that *config* lists.
        """
        starts: Sequence[int] = ()
        if extension.keep_blocks and may_be_converted_twice(config, extension):
            self._numbers = {file.src_uri: number for number, file in enumerate(pages)}
            starts = range(0, len(pages), _TOGETHER)[::-1]
        tasks: list[_Task] = [partial(self._cut_some, extension, config, files, pages, start) for start in starts]
        found = ahead(_done, [*tasks, *self._readers])
        self._cut = dict(zip(starts, found, strict=False))
        self._catalogs = found[len(tasks) :]

    def _cut_some(
        self, extension: IsoglossExtension, config: MkDocsConfig, files: Files, pages: Sequence[File], start: int
    ) -> Any:
        """In another process, in which nothing else is made of these pages."""
        found = []
        for number in range(start, min(start + _TOGETHER, len(pages))):
            if number >= int.from_bytes(self._reached[:4], "little"):
                with suppress(Exception), heard_alone():  # What is wrong with a page is told where it is read.
                    page: Any = pages[number].page or Page(None, pages[number], config)
                    page.read_source(config)
                    text = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
                    found.append(extension.cut(text, config.markdown_extensions, config.mdx_configs))
        return found

    def reach(self, src_uri: str, extension: IsoglossExtension) -> None:
        """Let *extension* have what is cut of the page *src_uri*, which is converted next, and of those beside it."""
        number = self._numbers.get(src_uri)
        if number is None:
            return
        self._reached[:4] = (number + 1).to_bytes(4, "little")
        start = number - number % _TOGETHER
        if (ask := self._cut.get(start)) is not None and ask.is_there():
            del self._cut[start]
            for found in ask():
                extension.take(found)
