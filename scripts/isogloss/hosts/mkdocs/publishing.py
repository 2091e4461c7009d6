"""What is published goes on record, so that a later change cannot take it away unnoticed: pages and their anchors."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import CountHandler

from isogloss.diagnostics import ProblemsFound
from isogloss.review.source_pages import put_on_record

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.project import Project

log = get_plugin_logger("isogloss")


def fails(config: MkDocsConfig) -> bool:
    """Whether MkDocs will abort the build that ends now: under ``--strict``, after a warning of anybody."""
    counters = (found for found in logging.getLogger("mkdocs").handlers if isinstance(found, CountHandler))
    return bool(config.strict) and any(counter.get_counts() for counter in counters)


def publish(project: Project, anchors: Iterable[str]) -> None:
    """Put the English pages and their *anchors* on record.

    Raises :class:`PluginError` if it cannot be read or written.
    """
    try:
        if name := put_on_record(project, anchors):
            log.info(f"{name}: new anchors are on record; commit it")
    except ProblemsFound as error:
        raise PluginError(f"what is published was not put on record.\n{error}") from None
