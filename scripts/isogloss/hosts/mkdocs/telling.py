"""What a build says of what it found: in MkDocs' log, where errors fail a strict build, and to templates."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import PrefixedLogger, get_plugin_logger
from mkdocs.utils import DuplicateFilter

from isogloss.catalogs.status import Progress, progress, total
from isogloss.checks.site import Chosen
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity, in_order
from isogloss.diagnostics.overview import grouped
from isogloss.hosts.mkdocs import built
from isogloss.hosts.mkdocs.navigation import addresses_in
from isogloss.hosts.mkdocs.overlooked import overwritten, tell_overwritten, without_navigation
from isogloss.hosts.mkdocs.page_files import source_files
from isogloss.hosts.mkdocs.redirects import redirected
from isogloss.hosts.mkdocs.site_address import site_address
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.theme import KNOWN_THEMES
from isogloss.project import Locale, Project
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.localize import Localizer
from isogloss.review.severities import weighed
from isogloss.review.source_pages import SourcePages
from isogloss.segments.locate import line_of, source_text
from isogloss.sources import Source, of_page
from isogloss.structure.addresses import Addresses

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from isogloss.hosts.mkdocs.read_before import ReadBefore
    from isogloss.hosts.mkdocs.sharing import ShareOut

log = get_plugin_logger("isogloss")
_log_once = get_plugin_logger("isogloss.once")
"""For what several languages may say of an English page: the first one is heard."""


@contextmanager
def refusal() -> Iterator[None]:
    """What is found in here ends the build at once, in one error that names all of it."""
    try:
        yield
    except ProblemsFound as error:
        raise PluginError(f"nothing was built.\n{error}") from None


def tell(project: Project, diagnostics: Iterable[Diagnostic]) -> None:
    """Say what was found, in order, as mkdocs.yml weighs it; a warning that many places have, once."""
    found = list(weighed(diagnostics, project))
    errors, warnings = ([one for one in found if one.severity is severity] for severity in Severity)
    for diagnostic in in_order([*errors, *grouped(in_order(warnings))]):
        _say(log, diagnostic)


def tell_once(project: Project, diagnostics: Iterable[Diagnostic]) -> None:
    """Say the same, but for what another language of the site has said already."""
    for diagnostic in in_order(weighed(diagnostics, project)):
        _say(_log_once, diagnostic)


def _say(to: PrefixedLogger, diagnostic: Diagnostic) -> None:
    # MkDocs counts its warnings under --strict; ours tell, and fail nothing.
    to.log(logging.ERROR if diagnostic.severity is Severity.ERROR else logging.INFO, str(diagnostic))


def begin_to_tell() -> None:
    """Let everything be said again: a site begins."""
    _log_once.logger.filters[:] = [DuplicateFilter()]


def said_once() -> list[DuplicateFilter]:
    """What remembers what was said once."""
    return [one for one in _log_once.logger.filters if isinstance(one, DuplicateFilter)]


def built_by_mkdocs(project: Project, config: MkDocsConfig) -> frozenset[str]:
    """Codes of what MkDocs publishes on an English page without failing: adding Isogloss fails no strict build on it.

    It is told as a warning, unless mkdocs.yml sets its severity, or asks MkDocs to warn of anchors.
    """
    codes = {"html-language", "redirect"}
    if config.validation.links.anchors < logging.WARNING:
        codes.add("dead-fragment")
    return frozenset(codes - project.severities.keys())


def problems_of_source(
    project: Project, config: MkDocsConfig, source_pages: SourcePages, files: Files, navigation: Navigation
) -> Iterator[Diagnostic]:
    """What is wrong in the English pages, apart from missing files and anchors: MkDocs itself tells of these."""
    pages = [page.file.src_uri for page in navigation.pages]
    addresses = addresses_in(navigation, project, config.nav)
    yield from source_pages.problems(source_files(files), pages, addresses, redirected(config), by_host=True)


def undrawn(project: Project, source_pages: SourcePages, guides: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Says of decision *guides*, by path of the page and anchor, that something keeps them from being drawn."""
    for src_uri, anchor in guides:
        page = source_pages.outlines.get(src_uri)
        text = next((node.text for node in page.nodes if node.anchor == anchor), "") if page is not None else ""
        source = source_text(project, project.docs_dir / src_uri)
        yield Diagnostic(
            "decision-steps",
            f"the decision guide #{anchor} stays a list: the finished page has another one in its place",
            Location(project.page_path(src_uri), line_of(source, text) if text else 1),
            hint="see which plugin or template changes it",
            severity=Severity.WARNING,
        )


def _progress(localizer: Localizer, sources: Iterable[Source]) -> list[Progress]:
    asked = localizer.asked(sources)
    return progress(localizer.project, localizer.locale, asked, localizer.catalogs, refused=localizer.refused)


def all_progress(
    localizer: Localizer, sources: Mapping[str, Source], strings: Sequence[Source], counted: Mapping[str, Progress]
) -> list[Progress]:
    """How far each page of a locale is, as far as that is not *counted* by its path, and the *strings* in no page."""
    pages = [counted.get(path) or page_progress(localizer, path, sources) for path in localizer.messages]
    return [*pages, *_progress(localizer, strings)]


def tell_progress(tag: str, rows: Iterable[Progress]) -> None:
    """Say how much of the locale *tag* is translated, as all its *rows* have it."""
    log.info(in_all(tag, rows))


def in_all(tag: str, rows: Iterable[Progress]) -> str:
    """How much of the locale *tag* is translated, as all its *rows* have it, in one line."""
    return f"{tag}: {total(rows, tag).summary}"


def _source(localizer: Localizer, src_uri: str, sources: Mapping[str, Source]) -> Source:
    """The messages of a page as its English edition has them; where that is not built, as it was rendered."""
    found = sources.get(src_uri)
    return found or of_page(localizer.project, src_uri, {}, localizer.messages[src_uri])


def page_progress(localizer: Localizer, src_uri: str, sources: Mapping[str, Source]) -> Progress:
    """How far the translation of a page is: the numbers of the status page, of its line, and of the log."""
    return _progress(localizer, [_source(localizer, src_uri, sources)])[0]


def page_variables(localizer: Localizer, found: Progress) -> dict[str, object]:
    """What templates are told of a localized page, of which *found* is translated."""
    return {
        # static-i18n knows pages written by hand alone.
        "i18n_file_locale": (localizer.locale if found.translated else localizer.project.source).tag,
        "isogloss": {
            "unfinished": found.translated < found.total,
            "percent": found.percent,
            "machine": found.type == "machine" and found.translated > 0,
        },
    }


def problems_of_pages(
    written: HandTranslated,
    source_pages: SourcePages,
    english: Mapping[str, str],
    english_files: Iterable[File] | None,
    files: Iterable[File],
) -> Iterator[Diagnostic]:
    """The errors of pages that are *written* by hand, once they and the *english* ones, path by page, are rendered."""
    if english_files is None or not written.pages:
        return
    outlines, source = source_pages.outlines, written.project.source
    known = {page: (path, outlines[path]) for page, path in english.items() if path in outlines}
    addresses = (
        Addresses(source_files(english_files), source, source),
        Addresses(source_files(files), written.locale, source),
    )
    found = written.problems(known, *addresses)
    yield from (problem for problem in found if problem.severity is Severity.ERROR)


def chosen_languages(project: Project, i18n: StaticI18n, config: MkDocsConfig) -> Chosen:
    """What mkdocs.yml says of languages, before the first of them is built."""
    by_folders = i18n.in_folders and config.nav is None
    # What the default language alone has is none for the others: theirs is made of their files.
    own = i18n.navigations
    if project.source.tag in own:
        own = frozenset(locale.tag for locale in project.all_locales)
    return Chosen(addresses=i18n.links(config), navigation=own, by_folders=by_folders)


def problems_of_site(
    project: Project,
    config: MkDocsConfig,
    locales: Sequence[Locale],
    pages: Sequence[File],
    single: Iterable[str],
    chosen: Chosen,
    moved: Sequence[str],
    before: ReadBefore | None,
    share_out: ShareOut,
) -> Iterator[Diagnostic]:
    """What the checks of the finished site find: its English *pages*, and those in the *locales* beside them.

    *before* is what an earlier build has read of it; *share_out* reads pages beside each other.
    """
    tags = [locale.tag for locale in locales]
    lost = overwritten(pages, tags)
    if lost:
        yield from tell_overwritten(project, lost)
        single = {*single, *(posixpath.join(tag, file.dest_uri) for file in lost for tag in ("", *tags))}
        chosen = replace(chosen, navigation=frozenset(tags))
    url, folder, complete = site_address(config), Path(config.site_dir), StaticI18n.of(config).complete
    kept = {file.dest_uri: file.src_uri for file in pages if file not in lost}
    mild = built_by_mkdocs(project, config)
    # One shows its navigation on the first page of the site alone, another draws it in the browser.
    of_theme = {"navigation"} - project.severities.keys() if config.theme.name not in KNOWN_THEMES else ()
    yield from built.problems(
        project, folder, url, locales, kept, complete, single, chosen, moved, mild, of_theme, before, share_out
    )
    yield from without_navigation(project, StaticI18n.of(config), locales)
