"""What a page is called, read from its beginning alone: a preview shows the navigation before it renders all pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.structure.pages import _ExtractTitleTreeprocessor, _RelativePathTreeprocessor

from isogloss.hosts.mkdocs.known_plugins import is_known_extension
from isogloss.segments import IsoglossExtension, Rendering

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_HEADING = re.compile(r"\s*\n?(# [^\n\[\]<>\\&]*[^\s\[\]<>\\&])[ \t]*(?:\n|\Z)")
"""A first line that is a heading by itself: nothing further below can change how it reads, as a reference could."""


class Beginnings:
    """Renders the headings with which pages of one language begin."""

    def __init__(self, config: MkDocsConfig, files: Files, open_rendering: Callable[[File], Rendering | None]) -> None:
        """*open_rendering* gives what messages of a page are asked for; nothing is kept of what is rendered."""
        self._known = all(is_known_extension(name) for name in config.markdown_extensions if isinstance(name, str))
        self._config, self._files, self._open = config, files, open_rendering
        self._md: Markdown | None = None

    def title(self, file: File, text: str) -> str | None:
        """The title that MkDocs takes from the heading of the *text* of *file*; None if its beginning does not tell."""
        heading = _HEADING.match(text)
        if heading is None or heading[0][: heading.start(1)].strip(" \n") or not self._known:
            return None
        md = self._parser(file)
        md.reset()
        title: Any = md.treeprocessors["mkdocs_extract_title"]
        links: Any = md.treeprocessors["relpath"]
        title.title, links.file = None, file
        md.convert(heading[1])
        found: str | None = title.title
        return found or None

    def _parser(self, file: File) -> Markdown:
        if self._md is None:
            own: list[Any] = [
                IsoglossExtension(self._opened, one.fences) if isinstance(one, IsoglossExtension) else one
                for one in self._config.markdown_extensions
            ]
            self._md = Markdown(extensions=own, extension_configs=self._config.mdx_configs or {})
            _RelativePathTreeprocessor(file, self._files, self._config)._register(self._md)
            _ExtractTitleTreeprocessor()._register(self._md)
        return self._md

    def _opened(self, md: Markdown) -> Rendering | None:
        links: Any = md.treeprocessors["relpath"]
        return self._open(links.file)
