"""All that can be found out without building the site: what ``isogloss check`` tells."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from isogloss import __version__, catalog, checks, diagnostics
from isogloss.catalogs import merge
from isogloss.commands import coverage
from isogloss.commands.command import Command, load, passed_over
from isogloss.commands.files import named
from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity, counted, forms
from isogloss.diagnostics.baseline import as_baseline, without_known
from isogloss.diagnostics.overview import MANY, grouped, overview
from isogloss.diagnostics.text import say
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.static_i18n import page_of
from isogloss.project import Locale, Project, place_of, read_text
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.locale_corpus import LocaleCorpus, read_glossary
from isogloss.review.localize import Localizer, orphans, read_catalogs, stray_folders
from isogloss.review.severities import weighed
from isogloss.review.source_pages import SourcePages
from isogloss.sources import number_of_messages
from isogloss.structure.addresses import Addresses

_MOST = 100


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
    failed: list[Diagnostic] = []
    localizers = [rendering.localizer for rendering in renderings]
    sources = site.sources(source_pages, localizers=localizers, failed=failed)
    # Where pages are missing, nobody knows what leads to them and from them.
    found = list(site.problems(source_pages)) if not failed else []
    for rendering in renderings:
        found += rendering.problems(source_pages)
    paths = {problem.location.path for problem in failed}
    found = [
        one for one in found if one.location.path not in paths and (not one.origin or one.origin.path not in paths)
    ]
    return Inspection([*problems, *failed, *found], number_of_messages(sources))


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
            try:
                site.render(file, self.hand_translated.rendering(file.src_uri, page_of(file)), locale)
            except ProblemsFound as error:
                self.localizer.add(error.problems)

    def problems(self, source_pages: SourcePages) -> Iterator[Diagnostic]:
        """All findings of the locale, once the English pages are rendered."""
        site, localizer, project = self.site, self.localizer, self.site.project
        english = {page_of(file): (file.src_uri, source_pages.outlines[file.src_uri]) for file in site.english}
        written = {english[page][0]: path for page, path in self.hand_translated.paths.items() if page in english}
        left_out = [file for file in site.english if site.leaves_out(file)]
        pages = [file.src_uri for file in site.english if file not in left_out]
        without = [file.src_uri for file in left_out]
        yield from orphans(project, localizer.locale, localizer.catalogs.values(), pages, written, without)
        yield from merge.unpaired(project, localizer.locale)
        yield from localizer.diagnostics
        yield from self.corpus.problems()
        if not self.hand_translated.pages:
            return
        source = Addresses(site.source_files(project.source), project.source, project.source)
        own = Addresses(site.source_files(localizer.locale), localizer.locale, project.source)
        yield from self.hand_translated.problems(english, source, own, self.corpus.glossary)
        if not localizer.catalogs:
            yield from self.hand_translated.missing(page_of(file) for file in site.english if file not in left_out)


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
        "--only",
        action="append",
        default=[],
        metavar="CODE",
        help="tell only of findings of this code; may be repeated",
    )
    parser.add_argument(
        "--max",
        type=int,
        default=_MOST,
        metavar="N",
        help="findings that are shown as text; 0 shows all (default: %(default)s)",
    )
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="tell only of what this file does not hold")
    parser.add_argument(
        "--write-baseline", type=Path, metavar="FILE", help="write all that is found into this file, and stop"
    )
    parser.add_argument(
        "--coverage",
        action="store_true",
        help="build the site in a temporary place, list the texts that no catalog reaches, and stop",
    )


def run(options: Namespace) -> int:
    """Run the command."""
    if options.explain:
        return _explain(options)
    site, locales = load(options, needs_plugin=options.coverage)
    if wrong := _wrong(options):
        print(f"isogloss check: {wrong}", file=sys.stderr)
        return 2
    if options.coverage:
        return _cover(options, site, locales)
    locales = [locale for locale in locales if options.locale or not passed_over(site, locale, built=False)]
    if options.files:
        files = named(site, locales, options.files)
        problems = [problem for problem in inspect(site, files.locales).problems if files.concerns(problem)]
        return _print(options, site.project, problems, f"{counted(len(options.files), 'file')}: nothing found")
    found = inspect(site, locales)
    each = "each of " if len(locales) > 1 else ""
    nothing = f"{counted(found.messages, 'message')} in {each}{counted(len(locales), 'locale')}: nothing found"
    return _print(options, site.project, found.problems, nothing)


def _cover(options: Namespace, site: Site, locales: list[Locale]) -> int:
    found = coverage.coverage(site, coverage.language_of(site, locales))
    status = _print(options, site.project, found.found, "catalogs reach every text")
    if not options.write_baseline:
        print(found.summary, file=sys.stdout if options.format == "text" else sys.stderr)
    return status


def _wrong(options: Namespace) -> str:
    """What is wrong about options that depend on each other or on the checks of the site."""
    if options.coverage and options.files:
        return "--coverage looks at the whole site; name no files"
    if options.write_baseline and (options.files or options.locale or options.only):
        return "a baseline holds all that is found: name no files, locales or codes with --write-baseline"
    unknown = [code for code in options.only if code not in checks.manual()]
    return f"there is no check '{unknown[0]}'; the checks are {', '.join(checks.manual())}" if unknown else ""


def _print(options: Namespace, project: Project, problems: list[Diagnostic], nothing: str) -> int:
    problems = diagnostics.in_order(weighed(problems, project))
    if options.write_baseline:
        path = options.write_baseline
        with catalog.opened(path.parent, deep=False) as store:
            store.write(catalog.look(path, path.as_posix()), as_baseline(problems))
        print(f"{options.write_baseline}: {counted(len(problems), 'finding')} on record")
        return 0
    if options.only:
        problems = [problem for problem in problems if problem.code in options.only]
    if options.baseline:
        name = options.baseline.as_posix()
        problems, gone = without_known(problems, read_text(options.baseline, name), name)
        if gone and not (options.files or options.locale or options.only):
            print(f"{name}: {counted(gone, 'finding')} on record no longer found: write it again", file=sys.stderr)
    if options.format != "text":
        forms.write(options.format, problems, checks.rules(project.severities), __version__)
    elif problems:
        _print_text(options, project, problems)
    else:
        print(nothing)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _print_text(options: Namespace, project: Project, problems: list[Diagnostic]) -> None:
    """Many findings are a table first, then those that there is room for."""
    if len(problems) > MANY:
        say("\n".join([*overview(problems, partial(_language, project)), ""]), sys.stdout)
    shown = grouped(problems)
    most = options.max if options.max > 0 else len(shown)
    diagnostics.write(shown[:most], explained=checks.manual(), every=problems)
    if len(shown) > most:
        print(f"{len(shown) - most:,} more are not shown: --max 0 shows all, --only CODE those of one check")


def _language(project: Project, path: str) -> str:
    """The tag of the language that the file at *path* is in, as far as its name says."""
    for locale in project.locales:
        folders = (project.relative(project.locales_dir / locale.tag), project.page_path(locale.tag))
        if path.startswith(tuple(f"{folder}/" for folder in folders)) or f".{locale.tag}." in path:
            return locale.tag
    return project.source.tag


def _explain(options: Namespace) -> int:
    """Print manual pages, with what the site says of the severities, if there is one."""
    code: str = options.explain
    severities: checks.Severities = {}
    if options.config_file.is_file() and (code not in checks.manual() or _sets_severities(options.config_file)):
        # A site can have checks of its own. One that is broken is no reason not to say what its findings mean.
        with suppress(ProblemsFound):
            severities = load(options, needs_plugin=False)[0].project.severities
    manual = checks.manual()
    if code != "all" and code not in manual:
        print(f"isogloss: there is no check '{code}'; the checks are {', '.join(manual)}", file=sys.stderr)
        return 2
    chosen = manual if code == "all" else [code]
    print("\n\n".join(f"{name}\n\n{manual[name]}\n\n{_severity(name, severities)}" for name in chosen))
    return 0


def _sets_severities(config_file: Path) -> bool:
    return bool(place_of(config_file, "plugins", "isogloss", "isogloss", "checks").line)


def _severity(code: str, severities: checks.Severities) -> str:
    one = checks.every()[code]
    if code in severities:
        severity = severities[code]
        return f"Severity: {severity.value if severity else 'off'}, as mkdocs.yml says."
    return f"Severity: {one.severity.value}" + (f"; it cannot be set: {one.fixed}." if one.fixed else ".")


COMMAND = Command(
    "check",
    "hold every translation to the English structure, without building the site",
    ("Renders every page in every locale and compares anchors, links, images, code, headings and decisions."),
    "isogloss check --format github",
    run,
    arguments,
)
