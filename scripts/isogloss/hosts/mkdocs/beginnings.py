"""What a page is called, read from its beginning alone: a preview shows the navigation before it renders all pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown import Markdown
from mkdocs.structure.pages import _ExtractTitleTreeprocessor, _RelativePathTreeprocessor

from isogloss.hosts.mkdocs import english
from isogloss.hosts.mkdocs.known_plugins import is_known_extension
from isogloss.hosts.mkdocs.late_marks import keep_back
from isogloss.hosts.mkdocs.page_files import is_localized, leaves_out
from isogloss.hosts.mkdocs.status_page import is_status_page
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from isogloss.hosts.mkdocs.plugin import IsoglossPlugin


_HEADING = re.compile(r"\s*\n?(# [^\n\[\]<>\\&]*[^\s\[\]<>\\&])[ \t]*(?:\n|\Z)")
"""A first line that is a heading by itself: nothing further below can change how it reads, as a reference could."""


class Beginning(NamedTuple):
    """What other languages have to know of an English page that the navigation names."""

    meta: Mapping[str, Any]
    heading: str | None
    """The title that MkDocs takes from its first heading."""
    structure: SourceStructure
    """That of the heading alone, if the page was not rendered."""


class _Headings:
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


class Names:
    """Gives pages of one language their titles, without rendering them."""

    def __init__(self, plugin: IsoglossPlugin, config: MkDocsConfig, files: Files) -> None:
        """Begin with nothing."""
        self._plugin = plugin
        self._headings = _Headings(config, files, self._open_aside)
        self._structures: dict[str, SourceStructure] = {}
        self._aside: Localizer | None = None
        self.known: dict[str, Beginning] = {}
        """What is known of English pages, by their paths below docs/."""

    def forget_findings(self) -> None:
        """Look at headings again, as if nothing had been found in them."""
        self._aside = None

    def name(self, page: Page) -> bool:
        """Give *page* its title without rendering it. Whether that is possible."""
        file, localizer = page.file, self._plugin.localizer
        source = self._plugin.project.source
        if localizer is not None and (is_localized(file, source) or file.src_uri not in self.known):
            return False
        self._structures.clear()
        heading = self._headings.title(file, page.markdown or "")
        if heading is None:
            return False
        vars(page)["_title_from_render"] = heading
        if localizer is None:
            structure = self._structures.get(file.src_uri, SourceStructure())
            self.known[file.src_uri] = Beginning(dict(page.meta), heading, structure)
        else:
            aside = self._aside_localizer()
            localizer.headings[file.src_uri] = aside.headings.get(file.src_uri, (frozenset(), None))
            self._plugin.source_pages.pages.setdefault(file.src_uri, self.known[file.src_uri].structure)
            self._plugin._retitle(page, localizer)
            english.mark_title(page, localizer.headings[file.src_uri][1])
        return True

    def _open_aside(self, file: File) -> Rendering | None:
        """The rendering of a heading alone, of which nothing is kept."""
        project = self._plugin.project
        if self._plugin.localizer is None:
            structure = self._structures[file.src_uri] = SourceStructure()
            return Rendering(structure, leaves_out=project.leaves_out_text) if not is_status_page(file) else None
        if is_status_page(file):
            return None
        aside = self._aside_localizer()
        aside.source_pages.pages[file.src_uri] = self.known[file.src_uri].structure
        render = aside.left_out if leaves_out(project, file) else aside.rendering
        return keep_back(render(file.src_uri))

    def _aside_localizer(self) -> Localizer:
        if self._aside is None:
            own = self._plugin.localizer
            assert own is not None
            pages = SourcePages(self._plugin.project)
            self._aside = Localizer(own.project, own.locale, pages, own.catalogs, given=own.given)
        return self._aside
