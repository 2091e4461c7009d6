"""All that can be found out without building the site: what ``isogloss check`` tells."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from isogloss import __version__, checks, diagnostics
from isogloss.catalogs import merge
from isogloss.commands import coverage
from isogloss.commands.command import Command, load, passed_over
from isogloss.commands.files import named
from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity, counted, forms
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.static_i18n import page_of
from isogloss.project import Locale
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.locale_corpus import LocaleCorpus, read_glossary
from isogloss.review.localize import Localizer, orphans, read_catalogs, stray_folders
from isogloss.review.source_pages import SourcePages
from isogloss.sources import number_of_messages
from isogloss.structure.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, and in how many messages."""

    problems: list[Diagnostic]
    messages: int


def inspect(site: Site, locales: Iterable[Locale]) -> Inspection:
    """Check the English pages, and every translation of them into *locales*: catalogs and pages written by hand.

    Each English page is rendered once; translations are checked beside it, passage by passage.
    """
    source_pages = SourcePages(site.project)
    problems = list(stray_folders(site.project))
    renderings = []
    for locale in locales:
        try:
            renderings.append(_LocaleReview(site, locale, source_pages))
        except ProblemsFound as error:
            problems += error.problems
    sources = site.sources(source_pages, localizers=[rendering.localizer for rendering in renderings])
    problems += site.problems(source_pages)
    for rendering in renderings:
        problems += rendering.problems(source_pages)
    return Inspection(problems, number_of_messages(sources))


class _LocaleReview:
    """One locale of the site: its catalogs, and its pages written by hand."""

    def __init__(self, site: Site, locale: Locale, source_pages: SourcePages) -> None:
        catalogs, faults = read_catalogs(site.project, locale)
        self.site = site
        self.corpus = LocaleCorpus(site.project, locale, read_glossary(site.project, locale))
        self.localizer = Localizer(site.project, locale, source_pages, catalogs, self.corpus, site.given(locale))
        self.localizer.add(faults)
        self.hand_translated = HandTranslated(site.project, locale)
        for file in site.hand_translated(locale):
            site.render(file, self.hand_translated.rendering(file.src_uri, page_of(file)), locale)

    def problems(self, source_pages: SourcePages) -> Iterator[Diagnostic]:
        """All findings of the locale, once the English pages are rendered."""
        site, localizer, project = self.site, self.localizer, self.site.project
        english = {page_of(file): (file.src_uri, source_pages.outlines[file.src_uri]) for file in site.english}
        written = {english[page][0]: path for page, path in self.hand_translated.paths.items() if page in english}
        pages = [file.src_uri for file in site.english]
        yield from orphans(project, localizer.locale, localizer.catalogs.values(), pages, written)
        yield from merge.unpaired(project, localizer.locale)
        yield from localizer.diagnostics
        yield from self.corpus.problems()
        if not self.hand_translated.pages:
            return
        source = Addresses(site.source_files(project.source), project.source, project.source)
        own = Addresses(site.source_files(localizer.locale), localizer.locale, project.source)
        yield from self.hand_translated.problems(english, source, own, self.corpus.glossary)
        if not localizer.catalogs:
            yield from self.hand_translated.missing(english)


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    formats = ("text", *forms.FORMS)
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="tell only of these: English pages with all their translations, pages of a language, catalogs",
    )
    parser.add_argument("--format", choices=formats, default="text", help="default: %(default)s")
    parser.add_argument("--explain", metavar="CODE", help="print the manual page of a check, or of 'all', and stop")
    parser.add_argument(
        "--coverage", action="store_true", help="list the texts that no catalog reaches instead, and stop"
    )


def run(options: Namespace) -> int:
    """Run the command."""
    if options.explain:
        if options.config_file.is_file() and options.explain not in checks.manual():
            load(options, needs_plugin=False)  # A site can have checks of its own.
        return _explain(options.explain)
    site, locales = load(options, needs_plugin=False)
    if options.coverage and options.files:
        print("isogloss check: --coverage looks at the whole site; name no files", file=sys.stderr)
        return 2
    if options.coverage:
        return _print(options, coverage.not_reached(site), "catalogs reach every text")
    locales = [locale for locale in locales if options.locale or not passed_over(site, locale, built=False)]
    if options.files:
        files = named(site, locales, options.files)
        problems = [problem for problem in inspect(site, files.locales).problems if files.concerns(problem)]
        return _print(options, problems, f"{counted(len(options.files), 'file')}: nothing found")
    found = inspect(site, locales)
    each = "each of " if len(locales) > 1 else ""
    nothing = f"{counted(found.messages, 'message')} in {each}{counted(len(locales), 'locale')}: nothing found"
    return _print(options, found.problems, nothing)


def _print(options: Namespace, problems: list[Diagnostic], nothing: str) -> int:
    problems = diagnostics.in_order(problems)
    if options.format != "text":
        forms.write(options.format, problems, checks.rules(), __version__)
    elif problems:
        diagnostics.write(problems, explained=checks.manual())
    else:
        print(nothing)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _explain(code: str) -> int:
    manual = checks.manual()
    if code != "all" and code not in manual:
        print(f"isogloss: there is no check '{code}'; the checks are {', '.join(manual)}", file=sys.stderr)
        return 2
    print("\n\n".join(f"{name}\n\n{manual[name]}" for name in (manual if code == "all" else [code])))
    return 0


COMMAND = Command(
    "check",
    "hold every translation to the English structure, without building the site",
    ("Renders every page in every locale and compares anchors, links, images, code, headings and decisions."),
    "isogloss check --format github",
    run,
    arguments,
)
