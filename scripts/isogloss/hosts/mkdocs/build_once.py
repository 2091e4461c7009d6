"""Each language is built once.

mkdocs-static-i18n builds the default language first, and then all others, which it tells by the one before: a default
language that is not the first of the list would be built a second time, and search would find each of its pages twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs_static_i18n import plugin as of_plugin

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def build_each_once() -> None:
    """Let mkdocs-static-i18n build no language again that is built."""
    if of_plugin.build is build:
        of_plugin.build = _once


def _once(config: MkDocsConfig, **options: Any) -> None:
    plugin: Any = config.plugins["i18n"]
    if plugin.current_language != plugin.default_language:
        build(config, **options)
