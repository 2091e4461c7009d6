"""How the plugin tells MkDocs what was found, and what it does when a language, and then the site, is built."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger

from isogloss.catalogs.status import total
from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity, in_order
from isogloss.hosts.mkdocs import built, material, publishing, redirects, status_page
from isogloss.hosts.mkdocs.static_i18n import StaticI18n, source_files
from isogloss.project import Project
from isogloss.review.localize import stray_folders
from isogloss.review.severities import weighed
from isogloss.structure.addresses import Addresses

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from isogloss.hosts.mkdocs.options import IsoglossConfig
    from isogloss.review.hand_translated import HandTranslated
    from isogloss.review.localize import Localizer
    from isogloss.review.source_pages import SourcePages
    from isogloss.sources import Source

log = get_plugin_logger("isogloss")


@contextmanager
def refusal() -> Iterator[None]:
    """What is found in it ends the build, before anything is built."""
    try:
        yield
    except ProblemsFound as error:
        raise PluginError(f"nothing was built.\n{error}") from None


def tell(project: Project, diagnostics: Iterable[Diagnostic]) -> None:
    """Let MkDocs print *diagnostics*, as they weigh on this site, and count the errors among them."""
    for diagnostic in in_order(weighed(diagnostics, project)):
        # MkDocs counts its warnings under --strict; ours tell, and fail nothing.
        level = logging.ERROR if diagnostic.severity is Severity.ERROR else logging.INFO
        log.log(level, str(diagnostic))


class Reports:
    """The events of the plugin at the end of a build."""

    config: IsoglossConfig
    project: Project
    source_pages: SourcePages
    localizers: dict[str, Localizer]
    localizer: Localizer | None
    hand_translated: HandTranslated
    command = "build"
    """The command of MkDocs; who builds from Python does not say which."""
    navigation: Navigation
    files: Files
    """Navigation and files of the language that is being built."""
    english: dict[str, str]
    english_files: Files | None
    english_pages: list[File]
    """The English pages, by the path that is the same in all languages, with all other files, and in order."""
    strings: list[Source]
    """The messages that are in no page."""
    tags: dict[str, dict[str, str]]
    """What each language calls the tags of pages."""

    @event_priority(100)
    def _report(self, *, config: MkDocsConfig) -> None:
        """Print what was refused; under ``--strict`` MkDocs counts it, and the build fails."""
        if not self.config.enabled:
            return
        if self.localizer is None:
            # MkDocs itself tells of missing files and anchors in a build.
            pages = [page.file.src_uri for page in self.navigation.pages]
            old = redirects.redirected(config)
            found = self.source_pages.problems(source_files(self.files), pages, old, by_host=True)
            tell(self.project, [*found, *stray_folders(self.project)])
            return
        self.localizer.strings(self.strings)
        tell(self.project, [*self.localizer.diagnostics, *self._written_problems()])
        if not self.localizer.catalogs:
            return
        sources = self.localizer.page_sources(*self.localizer.messages) + self.strings
        log.info(f"{self.localizer.locale.tag}: {total(self.localizer.progress(sources)).summary}")

    def _written_problems(self) -> Iterator[Diagnostic]:
        if self.english_files is None:
            return iter(())
        outlines = self.source_pages.outlines
        english = {page: (path, outlines[path]) for page, path in self.english.items() if path in outlines}
        source, locale = self.project.source, self.localizer.locale if self.localizer else self.project.source
        addresses = (
            Addresses(source_files(self.english_files), source, source),
            Addresses(source_files(self.files), locale, source),
        )
        found = self.hand_translated.problems(english, *addresses)
        return (problem for problem in found if problem.severity is Severity.ERROR)

    @event_priority(-110)
    def _finish_site(self, *, config: MkDocsConfig) -> None:
        """Split the search index when all locales are built, and look at the site as a whole."""
        if not self.config.enabled or StaticI18n.of(config).building:
            return
        i18n = StaticI18n.of(config)
        locales = [found.locale for found in self.localizers.values() if found.locale.tag != i18n.default_language]
        if material.is_material(config):
            material.split_search_index(Path(config.site_dir), locales, self.tags)
        # Who writes needs the preview soon; the source language alone tells what pages there have to be.
        if self.english_files is not None and self.command != "serve":
            pages = {file.dest_uri: file.src_uri for file in self.english_pages}
            single = [file.dest_uri for file in self.english_files if status_page.is_status_page(file)]
            complete, url = i18n.complete, config.site_url or ""
            moved, site_dir = redirects.redirected_files(config), Path(config.site_dir)
            found = built.problems(self.project, site_dir, url, locales, pages, complete, single, moved)
            tell(self.project, found)
        self._put_on_record(config)

    def _put_on_record(self, config: MkDocsConfig) -> None:
        published = self.command == "gh-deploy" or (self.config.record and self.command == "build")
        if published and self.english_files is not None and not publishing.fails(config):
            publishing.publish(self.source_pages, source_files(self.english_files))

    on_post_build = CombinedEvent(_report, _finish_site)
