"""Looks at a site without building it: its English pages, its catalogs and its pages that are written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from isogloss.catalogs import merge
from isogloss.diagnostics import Diagnostic, ProblemsFound
from isogloss.hosts.mkdocs.page_files import page_of
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.catalog_files import gone, orphans, read_catalogs, stray_folders
from isogloss.review.fixes import Trial
from isogloss.review.glossaries import read_glossary
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.locale_corpus import LocaleCorpus
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.sources import Source
from isogloss.structure.addresses import Addresses

Texts = Sequence[tuple[Source, frozenset[str]]]
"""The sources of messages, each with its msgids."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, and in how many messages."""

    problems: list[Diagnostic]
    messages: int
    written: dict[Locale, tuple[HandTranslated, Addresses]]
    """The pages of each locale that has any that are written by hand, and where their links lead."""


def inspect(site: Site, locales: Iterable[Locale], trial: Trial | None = None) -> Inspection:
    """Check the English pages, and every translation of them into *locales*: catalogs and pages written by hand.

    Each English page is rendered once; translations are checked beside it, passage by passage. What is in *trial* is
    looked at in place of the files, once for each opened *site*.
    """
    trial = trial or Trial()
    source_pages = SourcePages(site.project)
    problems = list(stray_folders(site.project))
    renderings = []
    for locale in locales:
        try:
            renderings.append(_LocaleReview(site, locale, source_pages, trial))
        except ProblemsFound as error:
            problems += error.problems
    failed: list[Diagnostic] = []
    localizers = [rendering.localizer for rendering in renderings]
    sources = site.sources(source_pages, localizers=localizers, failed=failed)
    # Where pages are missing, nobody knows what leads to them and from them.
    found = list(site.problems(source_pages)) if not failed else []
    texts = [(source, frozenset(source.by_msgid)) for source in sources]
    for rendering in renderings:
        found += rendering.problems(source_pages, texts)
    paths = {problem.location.path for problem in failed}
    found = [
        one for one in found if one.location.path not in paths and (not one.origin or one.origin.path not in paths)
    ]
    by_hand = [one for one in renderings if one.hand_translated.pages]
    written = {one.localizer.locale: (one.hand_translated, one.addresses) for one in by_hand}
    return Inspection([*problems, *failed, *found], sum(len(msgids) for _, msgids in texts), written)


class _LocaleReview:
    """One locale of the site: its catalogs, and its pages written by hand."""

    def __init__(self, site: Site, locale: Locale, source_pages: SourcePages, trial: Trial) -> None:
        catalogs, faults = read_catalogs(site.project, locale)
        catalogs = {path: trial.catalogs.get(path, found) for path, found in catalogs.items()}
        self.site = site
        self.corpus = LocaleCorpus(site.project, locale, read_glossary(site.project, locale))
        self.localizer = Localizer(site.project, locale, source_pages, catalogs, self.corpus, site.given(locale))
        self.localizer.add(faults)
        self.hand_translated = HandTranslated(site.project, locale, texts=trial.pages)
        for file in site.hand_translated(locale):
            if (text := trial.pages.get(site.project.page_path(file.src_uri))) is not None:
                file.content_string = text
            try:
                site.render(file, self.hand_translated.rendering(file.src_uri, page_of(file)), locale)
            except ProblemsFound as error:
                self.localizer.add(error.problems)

    @property
    def addresses(self) -> Addresses:
        """Where links of the locale's own pages lead."""
        return Addresses(self.site.source_files(self.localizer.locale), self.localizer.locale, self.site.project.source)

    def problems(self, source_pages: SourcePages, texts: Texts) -> Iterator[Diagnostic]:
        """All findings of the locale, once the English pages are rendered."""
        site, localizer, project = self.site, self.localizer, self.site.project
        english = {page_of(file): (file.src_uri, source_pages.outlines[file.src_uri]) for file in site.english}
        written = {english[page][0] for page in self.hand_translated.paths if page in english}
        left_out = [file for file in site.english if site.leaves_out(file)]
        pages = [file.src_uri for file in site.english if file not in left_out]
        without = [file.src_uri for file in left_out]
        yield from orphans(project, localizer.locale, localizer.catalogs.values(), pages, written, without)
        own = ((source, msgids) for source, msgids in texts if source.page not in written)
        yield from gone(project, localizer.locale, localizer.catalogs, own)
        yield from merge.unpaired(project, localizer.locale)
        yield from localizer.diagnostics
        yield from self.corpus.problems()
        if not self.hand_translated.pages:
            return
        source = Addresses(site.source_files(project.source), project.source, project.source)
        finished = self.corpus.finished
        yield from self.hand_translated.problems(english, source, self.addresses, self.corpus.glossary, finished)
        if not localizer.catalogs:
            yield from self.hand_translated.missing(page_of(file) for file in site.english if file not in left_out)
