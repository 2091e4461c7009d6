"""The icons of a site that point along the line: Material's own, those of the site, and those of its extensions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isogloss.reader.icons import lines, points

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def pointing_icons(config: MkDocsConfig) -> frozenset[str]:
    """The lines of each icon whose name says that it points to the left or to the right."""
    files = (path for folder in _folders(config) for path in _pointing(folder))
    return frozenset(lines(path.read_text(encoding="utf-8")) for path in files) - {""}


def _folders(config: MkDocsConfig) -> Iterator[Path]:
    yield from (Path(folder, ".icons") for folder in config.theme.dirs)
    options = (config.mdx_configs.get("pymdownx.emoji") or {}).get("options") or {}
    yield from map(Path, options.get("custom_icons") or ())


def _pointing(folder: Path) -> Iterator[Path]:
    for within, _, names in os.walk(folder):
        yield from (Path(within, name) for name in names if name.endswith(".svg") and points(name))
