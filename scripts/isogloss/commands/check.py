"""All that can be found out without building the site: what ``isogloss check`` tells."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from isogloss import __version__, catalog, checks, diagnostics
from isogloss.commands import coverage, fix
from isogloss.commands.command import Command, load, passed_over
from isogloss.commands.files import languages_of_files, named
from isogloss.commands.inspection import inspect
from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity, counted, forms
from isogloss.diagnostics.baseline import as_baseline, without_known
from isogloss.diagnostics.overview import MANY, grouped, overview
from isogloss.diagnostics.text import say
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, place_of, read_text
from isogloss.review.severities import is_of_english_alone, weighed

_MOST = 100


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
        "--fix", action="store_true", help="show, as a difference, what has one right answer, ask, and write it"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="with --fix: do not ask")
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
    if options.fix:
        return _fix(options, site, locales)
    if options.files:
        files = named(site, locales, options.files)
        problems = [problem for problem in inspect(site, files.locales).problems if files.concerns(problem)]
        return _print(options, site, problems, f"{counted(len(options.files), 'file')}: nothing found")
    found = inspect(site, locales)
    each = "each of " if len(locales) > 1 else ""
    nothing = f"{counted(found.messages, 'message')} in {each}{counted(len(locales), 'locale')}: nothing found"
    return _print(options, site, found.problems, nothing)


def _fix(options: Namespace, site: Site, locales: Sequence[Locale]) -> int:
    files = named(site, locales, options.files) if options.files else None

    def asked(problem: Diagnostic) -> bool:
        return (files is None or files.concerns(problem)) and (not options.only or problem.code in options.only)

    return fix.run(options, [locale.tag for locale in (files.locales if files else locales)], asked)


def _cover(options: Namespace, site: Site, locales: list[Locale]) -> int:
    found = coverage.coverage(site, coverage.language_of(site, locales))
    status = _print(options, site, found.found, "catalogs reach every text")
    if not options.write_baseline:
        print(found.summary, file=sys.stdout if options.format == "text" else sys.stderr)
    return status


def _wrong(options: Namespace) -> str:
    """What is wrong about options that depend on each other or on the checks of the site."""
    if options.fix and (options.coverage or options.write_baseline or options.baseline or options.format != "text"):
        return "--fix shows a difference: it goes with --only, --locale and files alone"
    if options.yes and not options.fix:
        return "--yes goes with --fix"
    if options.coverage and options.files:
        return "--coverage looks at the whole site; name no files"
    if options.write_baseline and (options.files or options.locale or options.only):
        return "a baseline holds all that is found: name no files, locales or codes with --write-baseline"
    unknown = [code for code in options.only if code not in checks.manual()]
    return _no_check(unknown[0]) if unknown else ""


def _no_check(code: str) -> str:
    near = get_close_matches(code, checks.manual(), 3)
    ask = f"did you mean {' or '.join(near)}?" if near else "isogloss check --explain all lists them"
    return f"there is no check '{code}'; {ask}"


def _print(options: Namespace, site: Site, problems: list[Diagnostic], nothing: str) -> int:
    project = site.project
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
    else:
        _print_text(options, site, problems, nothing)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _print_text(options: Namespace, site: Site, problems: list[Diagnostic], nothing: str) -> None:
    """Many findings are a table first, then those that there is room for; faults of English alone come last."""
    if len(problems) > MANY:
        languages = languages_of_files(site)
        say("\n".join([*overview(problems, lambda path: languages.get(path, "site")), ""]), sys.stdout)
    english = [problem for problem in problems if is_of_english_alone(problem)]
    own = [problem for problem in problems if not is_of_english_alone(problem)]
    if not own:
        print(nothing + ("\n" if english else ""))
    # What links lead to is what readers meet first.
    shown = sorted(grouped(own), key=lambda problem: -problem.followed)
    apart = grouped(english)
    most = options.max if options.max > 0 else len(shown) + len(apart)
    heading = "In the English pages alone, whatever the language (checks: in mkdocs.yml can make them errors):"
    every = [*shown, *apart]
    diagnostics.write(
        shown[:most], explained=checks.manual(), every=problems, apart=(heading, apart[: max(0, most - len(shown))])
    )
    if len(every) > most:
        print(f"{len(every) - most:,} more are not shown: --max 0 shows all, --only CODE those of one check")


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
        print(f"isogloss: {_no_check(code)}", file=sys.stderr)
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
