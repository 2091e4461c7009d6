"""Builds languages of one site: the first one in this process, the others in this one and beside it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.driver.ahead import ahead
from isogloss.driver.beside import beside
from isogloss.driver.cache import LOOKED_FOR
from isogloss.driver.layer import Layer, layer_of
from isogloss.driver.slots import Slots
from isogloss.driver.workers import Build, Workers
from isogloss.hosts.mkdocs import apart
from isogloss.hosts.mkdocs.said import Said, heard
from isogloss.segments.pymdown import snippets_noted

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_MANY = 500
"""Of so many pages on, a process more than ``--jobs`` says takes too much memory, even if one of them only waits."""


def layers(
    config: MkDocsConfig, tags: Sequence[str], jobs: int, folders: Mapping[str, Path], elsewhere: Path
) -> Generator[Layer, None, None]:
    """Build the languages *tags*, in the order in which the site has them, *jobs* at a time.

    Each goes to its folder of *folders*, or to one of its name *elsewhere*. What is said of the first language of the
    site is heard at once, if it is one of them; of the others, it is in their layers.
    """
    if not tags:
        return
    first, *others = apart.languages(config)
    site_dir = config.site_dir
    looked_for: set[str] = set()
    slots = Slots(jobs - 1)

    def folder_of(tag: str) -> Path:
        return folders.get(tag, elsewhere / tag)

    @contextmanager
    def begin(after_page: Callable[[], None]) -> Iterator[Build]:
        with beside(slots, elsewhere) as share, apart.others(config, after_page, share) as build:
            yield lambda tag: {**build(tag, folder_of(tag)), LOOKED_FOR: sorted(looked_for)}

    def go_on(pages: int) -> None:
        shown.total = pages * len(tags)
        team.lends = pages < _MANY
        team.start()
        if first not in tags:
            raise apart.Enough
        team.listen()

    with (
        closing(slots),
        _progress() as shown,
        snippets_noted(looked_for.add),
        ahead(jobs - 1, elsewhere) as begin_ahead,
        beside(slots, elsewhere) as share,
    ):
        team = Workers(begin, [tag for tag in others if tag in tags], shown.update, elsewhere, slots)
        build_first = partial(apart.build_first, config, go_on, shown.update, begin_ahead, share)
        try:
            config.site_dir = str(folder_of(first))
            said = _heard(build_first, aloud=first in tags)
            if first in tags:
                lines = tuple(line.anywhere(folder_of(first)) for line in said)
                yield layer_of(first, lines, {**apart.hand_on(config, first), LOOKED_FOR: sorted(looked_for)})
            for tag in others:
                if tag in tags:
                    layer = team.layer(tag)
                    yield replace(layer, said=tuple(line.anywhere(folder_of(tag)) for line in layer.said))
        finally:
            config.site_dir = site_dir
            team.close()


def _heard(build_first: Callable[[], None], aloud: bool) -> list[Said]:
    """Build the first language; what is said. Unless *aloud*, it is heard only if it fails."""
    said: list[Said] = []
    try:
        with nullcontext() if aloud else apart.quietly(), heard() as said:
            build_first()
    except BaseException:
        for line in () if aloud else said:
            line.again(filtered=False)
        raise
    return said


@contextmanager
def _progress() -> Iterator[Any]:
    """Counts pages; on a terminal, and only there, it shows how many there are."""
    if not sys.stderr.isatty():
        yield _Unseen()
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # It would begin a thread, and this process is going to be copied.
    # Where it is shown, while what languages say meanwhile goes elsewhere.
    with (
        open(os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding) as terminal,  # noqa: PTH123
        _lines_above(),
        tqdm(unit=" pages", file=terminal, leave=False) as bar,
    ):
        yield bar


class _Unseen:
    """What counts pages where nobody sees it."""

    total = 0

    def update(self) -> None:
        """One page more."""


def _lines_above() -> AbstractContextManager[None]:
    """Lets what is said be written above the bar."""
    from tqdm.contrib.logging import logging_redirect_tqdm  # It imports asyncio, which takes a while.

    found: AbstractContextManager[None] = logging_redirect_tqdm([logging.getLogger("mkdocs")])
    return found
