"""What is published goes on record, so that a later change cannot take it away unnoticed: pages and their anchors."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.utils import CountHandler

from isogloss import catalog
from isogloss.review.source_pages import SourcePages, record, record_anchors

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.structure.addresses import SourceFiles


def fails(config: MkDocsConfig) -> bool:
    """Whether MkDocs will abort the build that ends now: under ``--strict``, after a warning of anybody."""
    counters = (found for found in logging.getLogger("mkdocs").handlers if isinstance(found, CountHandler))
    return bool(config.strict) and any(counter.get_counts() for counter in counters)


def put_on_record(source_pages: SourcePages, files: SourceFiles) -> str:
    """Add the English pages and their anchors to the record; its name, if there were new ones.

    Raises :class:`ProblemsFound` if it cannot be read or written.
    """
    project = source_pages.project
    path = record(project)
    with catalog.opened(project.locales_dir) as store:
        seen = catalog.look(path, project.relative(path))
        return seen.name if store.write(seen, record_anchors(source_pages, files)) else ""
