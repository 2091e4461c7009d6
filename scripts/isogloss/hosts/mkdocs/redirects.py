"""mkdocs-redirects: the address of a page that was renamed leads on in every language, not in one alone.

Read in version 1.2. The plugin runs in the build of each language and writes the addresses of the first one each time.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

from isogloss.hosts.mkdocs.page_files import page_of
from isogloss.hosts.mkdocs.static_i18n import StaticI18n

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def redirected(config: MkDocsConfig) -> dict[str, str]:
    """Where the addresses of pages that are gone lead, by the paths that the pages had, the same in all languages."""
    plugin: Any = config.plugins.get("redirects")
    found = plugin.config.get("redirect_maps") if plugin is not None else None
    i18n = StaticI18n.of(config)
    folder = f"{i18n.default_language}/" if i18n.in_folders else ""
    return {str(old).removeprefix(folder): str(new).removeprefix(folder) for old, new in (found or {}).items()}


def redirected_files(config: MkDocsConfig) -> list[str]:
    """The same as files below the site folder, in the language at its root."""
    return [File(old, None, config.site_dir, config.use_directory_urls).dest_uri for old in redirected(config)]


def lead_on(config: MkDocsConfig, files: Files) -> None:
    """Let the plugin write the addresses of the language under way, whose *files* are arranged."""
    plugin: Any = config.plugins.get("redirects")
    if plugin is None or not hasattr(plugin, "doc_pages") or not hasattr(plugin, "redirects"):
        return
    i18n = StaticI18n.of(config)
    folder = "" if i18n.language == i18n.default_language else i18n.language or ""
    pages = {page_of(file): file for file in files.documentation_pages()}
    plugin.doc_pages = pages | {file.src_uri: file for file in pages.values()}
    plugin.redirects = redirected(config)
    if folder:
        taken = {file.dest_uri for file in pages.values()}
        plugin.redirects = {
            path: new
            for old, new in plugin.redirects.items()
            for path in (posixpath.join(folder, old),)
            if new.partition("#")[0] in plugin.doc_pages or "://" in new
            if File(path, None, config.site_dir, config.use_directory_urls).dest_uri not in taken
        }
