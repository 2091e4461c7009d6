"""All that can be found out without building the site: what ``isogloss check`` tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from isogloss.catalogs import merge
from isogloss.diagnostics import Diagnostic, ProblemsFound
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.static_i18n import page_of
from isogloss.project import Locale
from isogloss.review.hand_translated import Handwritten
from isogloss.review.locale_corpus import Words, read_glossary
from isogloss.review.localize import Localizer, orphans, read_catalogs, stray_folders
from isogloss.review.source_pages import Originals
from isogloss.structure.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, and in how many passages."""

    problems: list[Diagnostic]
    passages: int


def inspect(site: Site, locales: Iterable[Locale]) -> Inspection:
    """Check the English pages, and every translation of them into *locales*: catalogs and pages written by hand.

    Each English page is rendered once; translations are checked beside it, passage by passage.
    """
    originals = Originals(site.project)
    problems = list(stray_folders(site.project))
    editions = []
    for locale in locales:
        try:
            editions.append(_Edition(site, locale, originals))
        except ProblemsFound as error:
            problems += error.problems
    passages = 0
    for file in site.english:
        translated = [edition for edition in editions if page_of(file) not in edition.written.paths]
        reviews = [edition.localizer.review(file.src_uri) for edition in translated]
        passages += len(site.render(file, originals.edition(file.src_uri, reviews))) * len(reviews)
        if file.page is not None:
            originals.rendered(file.src_uri, file.page.content or "")
            for edition in translated:
                edition.localizer.front_matter(file.src_uri, dict(file.page.meta))
    problems += site.problems(originals)
    for edition in editions:
        problems += edition.problems(originals)
        passages += sum(len(written.outline.nodes) for written in edition.written.written)
    return Inspection(problems, passages)


class _Edition:
    """One locale of the site: its catalogs, and its pages written by hand."""

    def __init__(self, site: Site, locale: Locale, originals: Originals) -> None:
        catalogs, faults = read_catalogs(site.project, locale)
        self.site = site
        self.words = Words(site.project, locale, read_glossary(site.project, locale))
        self.localizer = Localizer(site.project, locale, originals, catalogs, self.words)
        self.localizer.add(faults)
        self.written = Handwritten(site.project, locale)
        for file in site.handwritten(locale):
            site.render(file, self.written.edition(file.src_uri, page_of(file)), locale)

    def problems(self, originals: Originals) -> Iterator[Diagnostic]:
        """All findings of the locale, once the English pages are rendered."""
        site, localizer, project = self.site, self.localizer, self.site.project
        english = {page_of(file): (file.src_uri, originals.outlines[file.src_uri]) for file in site.english}
        for strings in site.strings() if localizer.catalogs else ():
            for message, _ in strings.messages:
                localizer.string(message, strings.name)
        written = {english[page][0]: path for page, path in self.written.paths.items() if page in english}
        pages = [file.src_uri for file in site.english]
        yield from orphans(project, localizer.locale, localizer.catalogs.values(), pages, written)
        yield from merge.unpaired(project, localizer.locale)
        yield from localizer.diagnostics
        yield from self.words.problems()
        if not self.written.written:
            return
        source = Addresses(site.source_files(project.source), project.source, project.source)
        own = Addresses(site.source_files(localizer.locale), localizer.locale, project.source)
        yield from self.written.problems(english, source, own, self.words.glossary)
        if not localizer.catalogs:
            yield from self.written.missing(english)
