"""The command ``isogloss``: reads arguments and loads the site. Exit status 0: fine; 1: findings; 2: wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from isogloss import __version__, checks, diagnostics, importer
from isogloss.catalogs import merge
from isogloss.commands import catalogs as commands
from isogloss.commands import coverage, pseudo
from isogloss.commands.check import inspect
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity, counted, forms
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.localize import Localizer, find_renamed, read_catalogs, stray_folders, without_catalogs
from isogloss.review.source_pages import Originals
from isogloss.sources import Source
from isogloss.structure import outline

_HELP = {
    "update": (
        "bring the catalogs up to date with the English texts",
        "Creates the catalogs that are missing. Translations follow their texts, also to other pages; the translation "
        "of a changed text is kept and marked fuzzy; what is no longer on the site is kept as obsolete.",
        "isogloss update --locale es-ES",
    ),
    "accept": (
        "say that the meaning of an English text did not change: its translations are finished again, in all locales",
        "Shows the old and the new text as a word diff. What the checks would refuse with the new text stays fuzzy.",
        "isogloss accept docs/index.md --dry-run",
    ),
    "check": (
        "hold every translation to the English structure, without building the site",
        "Renders every page in every locale and compares anchors, links, images, code, headings and decisions.",
        "isogloss check --format github",
    ),
    "merge-driver": (
        "merge two versions of a catalog message by message; for Git, which calls it",
        "Conflict marks stand only where both sides changed one translation. To let Git use it, put "
        "'locales/**/*.po merge=isogloss' into .gitattributes, and run once in each clone: "
        "git config merge.isogloss.driver 'isogloss merge-driver %O %A %B %P'.",
        "isogloss merge-driver base.po ours.po theirs.po locales/es-ES/docs/index.po",
    ),
    "outline": (
        "print the structure of a page: headings and anchors, blocks and where each leads, decision guides",
        "Two pages of one site have the same outline in every language.",
        "isogloss outline index.md --locale es-ES",
    ),
    "status": (
        "tell how much is translated, per page and locale",
        "Counts against the English texts as they are now. The plugin's option 'status: true' puts the same on the "
        "site, as a page with a link to each catalog, and badges for a README.",
        "isogloss status --format json",
    ),
    "fmt": (
        "bring catalogs into their one canonical form",
        "Run it after an editor has wrapped lines or reordered comments. It changes no text.",
        "isogloss fmt --check",
    ),
    "import": (
        "turn translated pages that exist already into catalogs",
        "Reads bilingual pages, folders of them, a localized page after its English page, or, without files, the pages "
        "of the site that were translated by hand. What corresponds for certain becomes a translation, what is "
        "doubtful becomes fuzzy, what is left out is listed. No translation that a catalog has is overwritten.",
        "isogloss import --locale es-ES docs/guide.md translated/guide.md",
    ),
    "pseudo": (
        "write the catalogs of a pseudo-locale, to see what breaks before translators begin",
        "en-XA has accents and longer words, ar-XB runs from right to left. List the locale in mkdocs.yml first; with "
        "'build: !ENV [PSEUDO, false]' it is only built when you ask for it. The catalogs need not be committed.",
        "isogloss pseudo --locale en-XA",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    run: dict[str, Callable[[argparse.Namespace], int]] = {
        "update": _update,
        "accept": _accept,
        "merge-driver": _merge_driver,
        "check": _check,
        "outline": _outline,
        "status": _status,
        "fmt": _fmt,
        "import": _import,
        "pseudo": _pseudo,
    }
    try:
        return run[options.command](options)
    except ProblemsFound as error:
        diagnostics.write(error.problems, sys.stderr, checks.manual())
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="isogloss",
        description="One documentation site in many languages: English Markdown, PO catalogs, one structure.",
    )
    parser.add_argument("--version", action="version", version=f"isogloss {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (summary, description, example) in _HELP.items():
        command = subparsers.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}. {description}",
            epilog=f"example: {example}",
        )
        if name == "merge-driver":
            for metavar, what in (("BASE", "%%O"), ("OURS", "%%A: the outcome goes here"), ("THEIRS", "%%B")):
                command.add_argument(metavar.lower(), type=Path, metavar=metavar, help=f"Git's {what}")
            command.add_argument("path", metavar="PATH", help="Git's %%P: where the catalog is in the repository")
            continue
        command.add_argument(
            "-f",
            "--config-file",
            type=Path,
            default=Path("mkdocs.yml"),
            metavar="FILE",
            help="mkdocs.yml of the site (default: %(default)s)",
        )
        command.add_argument(
            "-l", "--locale", action="append", metavar="TAG", help="only this locale; may be given again (default: all)"
        )
        if name == "status":
            command.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
            command.add_argument(
                "-v", "--verbose", action="store_true", help="tell also what is fuzzy, who translated, and when"
            )
            command.add_argument(
                "--badges", type=Path, metavar="FOLDER", help="draw a badge for each locale there (es-ES.svg) instead"
            )
        if name == "check":
            formats = ("text", *forms.FORMS)
            command.add_argument("--format", choices=formats, default="text", help="default: %(default)s")
            command.add_argument(
                "--explain", metavar="CODE", help="print the manual page of a check, or of 'all', and stop"
            )
            command.add_argument(
                "--coverage", action="store_true", help="list the texts that no catalog reaches instead, and stop"
            )
        if name == "accept":
            command.add_argument(
                "place",
                nargs="*",
                metavar="PLACE",
                help="a page (docs/index.md), a catalog, or one of its lines (locales/es-ES/docs/index.po:29)",
            )
            command.add_argument("--msgid", metavar="TEXT", help="the message with this English text, old or new")
            command.add_argument("--commit", metavar="REV", help="the messages whose English text this commit changed")
            command.add_argument("-n", "--dry-run", action="store_true", help="show, and write nothing")
        if name == "outline":
            command.add_argument("page", metavar="PAGE", help="path of the English page below docs/")
        if name == "fmt":
            command.add_argument(
                "--check", action="store_true", help="write nothing; exit 1 if a catalog is not in canonical form"
            )
        if name == "import":
            command.add_argument("--page", metavar="PAGE", help="path below docs/ of the English page of all the files")
            command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="page or folder of pages")
    return parser


def _open(options: argparse.Namespace, needs_plugin: bool = True) -> tuple[Site, list[Locale]]:
    path: Path = options.config_file
    if not path.is_file():
        hint = "run the command in the folder of mkdocs.yml, or name the file with -f"
        raise ProblemsFound(
            [Diagnostic("configuration", "there is no such file", Location(path.as_posix()), hint=hint)]
        )
    site = Site(path.resolve(), needs_plugin)
    known = {locale.tag: locale for locale in site.project.locales}
    for tag in options.locale or ():
        if tag not in known:
            line = site.project.line("plugins", "i18n")
            hint = f"the locales are {', '.join(known) or 'none yet'}; list a new one under 'languages' of 'i18n'"
            raise ProblemsFound(
                [Diagnostic("locale-unknown", f"the site has no locale '{tag}'", Location(path.name, line), hint=hint)]
            )
    chosen = [known[tag] for tag in options.locale or known]
    if options.command == "check":
        return site, [locale for locale in chosen if options.locale or not _passed_over(site, locale, built=False)]
    find_renamed(site.project, chosen)
    if options.locale or options.command == "pseudo":
        return site, chosen
    if options.command in ("update", "status"):
        pseudo_locales = (locale for locale in chosen if _passed_over(site, locale, built=True))
        warnings = [without_catalogs(site.project, locale) for locale in pseudo_locales]
        diagnostics.write([*warnings, *stray_folders(site.project)], sys.stderr, checks.manual())
    return site, [locale for locale in chosen if not (locale.is_pseudo and not site.project.catalog_files(locale))]


def _passed_over(site: Site, locale: Locale, *, built: bool) -> bool:
    """Whether *locale* is a pseudo-locale without catalogs that the build builds, or does not, as *built* says.

    Who wants to test with it writes them; until then, all commands tell the same of it as the build.
    """
    i18n: Any = site.config.plugins["i18n"]
    without = locale.is_pseudo and not site.project.catalog_files(locale)
    return without and (locale.tag in i18n.build_languages) is built


def _sources(site: Site, originals: Originals) -> list[Source]:
    """All messages of the site, with the English pages rendered once."""
    return site.sources(originals, commands.with_progress(site.english, "reading pages"))


def _update(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    originals = Originals(site.project)
    sources = _sources(site, originals)
    return commands.update_catalogs(site, locales, sources, originals)


def _accept(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    originals = Originals(site.project)
    return commands.accept_changes(site, locales, originals, _sources(site, originals), options)


def _merge_driver(options: argparse.Namespace) -> int:
    return merge.drive(options.base, options.ours, options.theirs, options.path)


def _check(options: argparse.Namespace) -> int:
    if options.explain:
        if options.config_file.is_file() and options.explain not in checks.manual():
            _open(options, needs_plugin=False)  # A site can have checks of its own.
        return _explain(options.explain)
    site, locales = _open(options, needs_plugin=False)
    if options.coverage:
        return _print_problems(options, coverage.not_reached(site), "catalogs reach every text")
    found = inspect(site, locales)
    nothing = f"{counted(found.passages, 'passage')} in {counted(len(locales), 'locale')}: nothing found"
    return _print_problems(options, found.problems, nothing)


def _print_problems(options: argparse.Namespace, problems: list[Diagnostic], nothing: str) -> int:
    problems = diagnostics.in_order(problems)
    if options.format != "text":
        forms.write(options.format, problems, checks.rules(), __version__)
    elif problems:
        diagnostics.write(problems, explained=checks.manual())
    else:
        print(nothing)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _outline(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    file = next(
        (file for file in site.english if options.page in (file.src_uri, site.project.page_path(file.src_uri))), None
    )
    if file is None:
        hint = f"the pages are {', '.join(file.src_uri for file in site.english)}"
        raise ProblemsFound([Diagnostic("page-unknown", "there is no such page", Location(options.page), hint=hint)])
    originals = Originals(site.project)
    site.render(file, originals.edition(file.src_uri))
    if not options.locale:
        print(outline.as_text(originals.outlines[file.src_uri]))
    for locale in locales if options.locale else ():
        localizer = Localizer(site.project, locale, originals, read_catalogs(site.project, locale)[0])
        site.render(file, localizer.edition(file.src_uri))
        print(outline.as_text(localizer.outlines[file.src_uri]))
    return 0


def _explain(code: str) -> int:
    manual = checks.manual()
    if code != "all" and code not in manual:
        print(f"isogloss: there is no check '{code}'; the checks are {', '.join(manual)}", file=sys.stderr)
        return 2
    print("\n\n".join(f"{name}\n\n{manual[name]}" for name in (manual if code == "all" else [code])))
    return 0


def _status(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    return commands.tell_status(site, locales, _sources(site, Originals(site.project)), options)


def _fmt(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    return commands.format_catalogs(site.project, locales, check=options.check)


def _import(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    if options.files:
        given = locales if options.locale else []
        pages = importer.named(site, given, options.page, options.files)
    else:
        pages = importer.on_site(site, locales)
    outcome = importer.import_pages(site, pages)
    print("\n".join(importer.as_text(outcome)))
    return commands.tell(outcome.problems) or int(any(report.conflicts for report in outcome.reports))


def _pseudo(options: argparse.Namespace) -> int:
    site, locales = _open(options)
    chosen = pseudo.pseudo_locales(site, locales)
    sources = _sources(site, Originals(site.project))
    problems = []
    for locale in chosen:
        written, left = pseudo.write(site, locale, sources)
        problems += left
        print(f"{locale.tag}: {counted(len(written), 'catalog')} written")
    return commands.tell(problems)
