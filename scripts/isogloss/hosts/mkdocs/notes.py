"""What is kept of each page of a language that was built from catalogs, so that one of them can be built alone later.

That is right if nothing else of the site shows what has changed on the page: what other pages, files and lines of the
log take from it is noted, as a hash, and has to be the same again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.hosts.mkdocs.english import English
from isogloss.hosts.mkdocs.navigation import entries
from isogloss.hosts.mkdocs.page_files import is_localized
from isogloss.hosts.mkdocs.said import heard_by
from isogloss.hosts.mkdocs.status_page import is_status_page
from isogloss.review.on_demand import CatalogsOnDemand

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from isogloss.hosts.mkdocs.plugin import IsoglossPlugin

Lines = Mapping[str, Sequence[object]]
"""What was said while a page was read, rendered and finished, by its path."""
Title = tuple[str | None, bool]
"""A title of the navigation, and whether it is English."""


@contextmanager
def heard_of_pages(config: MkDocsConfig) -> Iterator[Lines]:
    """The lines of the log that are said meanwhile of one page or the other."""
    lines: dict[str, list[object]] = {}

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if (page := config._current_page) is not None:
                text = record.getMessage().replace(config.site_dir, "")
                lines.setdefault(page.file.src_uri, []).append([record.name, record.levelno, text])

    with heard_by(Keep()):
        yield lines


def notes(plugin: IsoglossPlugin, said: Lines) -> dict[str, dict[str, Any]]:
    """What is noted of the pages of the language under way, which is built, by their paths below docs/."""
    source = plugin.project.source
    pages = [file for file in plugin.files.documentation_pages() if not is_localized(file, source)]
    return {file.src_uri: note(plugin, file, said) for file in pages if not is_status_page(file)}


def titles(plugin: IsoglossPlugin) -> list[Title] | None:
    """The titles of the navigation of the language under way, which is built; None if one of them is no text."""
    found = [item.title for item in entries(plugin.navigation.items)]
    if any(type(title) not in (str, English, type(None)) for title in found):
        return None
    return [(title, isinstance(title, English)) for title in found]


def note(plugin: IsoglossPlugin, file: File, said: Lines) -> dict[str, Any]:
    """What is noted of the page of *file*, of which everything was *said*: JSON can hold it.

    ``catalog`` is the path of its catalog in the folder of the language, ``begun`` whether that has anything to
    publish, ``quiet`` whether nothing was found in it, and ``same`` the hash of what others see of the page.
    """
    localizer = plugin.localizer
    assert localizer is not None
    project, path = plugin.project, file.src_uri
    catalog = project.page_catalog(localizer.locale, path)
    found = catalog_findings(plugin, catalog)
    return {
        "catalog": catalog.relative_to(project.locales_dir / localizer.locale.tag).as_posix(),
        "file": file.dest_uri,
        "url": file.url,
        "begun": localizer.translates(path),
        "quiet": not found,
        "same": _hash([_seen(plugin, file), said.get(path, ())]),
    }


def catalog_findings(plugin: IsoglossPlugin, catalog: Path) -> bool:
    """Whether anything was found in a *catalog* of the language under way."""
    localizer = plugin.localizer
    assert localizer is not None
    if isinstance(localizer.catalogs, CatalogsOnDemand) and localizer.catalogs.faults(catalog):
        return True
    name = plugin.project.relative(catalog)
    return any(one.location.path == name for one in localizer.diagnostics)


def _seen(plugin: IsoglossPlugin, file: File) -> list[object]:
    """What may be seen of a page elsewhere: in the navigation and links of others, in lists, and in the log."""
    page: Any = file.page
    anchors = page.present_anchor_ids
    links = [[to.src_uri, list(found.items())] for to, found in (page.links_to_anchors or {}).items()]
    english = [name for name, value in page.meta.items() if isinstance(value, English)]
    return [
        page.title,
        isinstance(page.title, English),
        page.meta,
        english,
        plugin.titles.of_page(file.src_uri),
        sorted(anchors) if anchors is not None else None,
        links,
        list(plugin.abbreviated.get(file.src_uri, {}).items()),
        plugin.reading.undrawn_on(file.src_uri),
    ]


def _hash(found: object) -> str:
    return hashlib.sha256(json.dumps(found, sort_keys=True, default=str).encode()).hexdigest()
