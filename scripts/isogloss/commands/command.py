"""What a command is, and what all commands have in common: the site that they open, and how they tell of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple, TypeVar

from isogloss import checks, diagnostics
from isogloss.catalog import Catalog
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.hosts.mkdocs import collecting
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.catalog_files import find_renamed, read_catalogs
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.sources import Source

Item = TypeVar("Item")


class Command(NamedTuple):
    """One command of the program: how it is called, what ``--help`` says, and what it does."""

    name: str
    summary: str
    """A sentence without capital letter and full stop, for the list of commands."""
    description: str
    """More sentences, for its own help."""
    example: str
    run: Callable[[Namespace], int]
    """Does it; returns the exit status. 0: fine; 1: findings; 2: wrong usage."""
    arguments: Callable[[ArgumentParser], None] = lambda _: None
    """Adds the arguments that it has beside the site's."""
    of_site: bool = True
    """Whether it is about a site: it has ``--config-file`` and ``--locale`` then."""
    goes_on: bool = False
    """Whether it runs until somebody ends it."""


def carry_out(command: Command, options: Namespace) -> int:
    """Run *command* with its *options*; its exit status."""
    with nullcontext() if command.goes_on else collecting.later():
        return command.run(options)


def add_config_file(parser: ArgumentParser) -> None:
    """Let a command be told which site it is about."""
    parser.add_argument(
        "-f",
        "--config-file",
        type=Path,
        default=Path("mkdocs.yml"),
        metavar="FILE",
        help="mkdocs.yml of the site (default: %(default)s)",
    )


def named(options: Namespace) -> Path:
    """The mkdocs.yml that *options* name, absolute. Raises :class:`ProblemsFound` if it is no file."""
    path: Path = options.config_file
    if not path.is_file():
        message = "this is a folder, not a mkdocs.yml" if path.is_dir() else "there is no such file"
        hint = "run the command in the folder of mkdocs.yml, or name the file with -f"
        raise ProblemsFound([Diagnostic("configuration", message, Location(path.as_posix()), hint=hint)])
    return path.resolve()


def load(options: Namespace, needs_plugin: bool = True) -> tuple[Site, list[Locale]]:
    """The site that *options* name, and the locales that were asked for, or all of them.

    Raises :class:`ProblemsFound` if there is no such site or locale.
    """
    site = Site(named(options), needs_plugin)
    known = {locale.tag: locale for locale in site.project.locales}
    for tag in options.locale or ():
        if tag not in known:
            here = site.project.place("plugins", "i18n")
            hint = f"the locales are {', '.join(known) or 'none yet'}; list a new one under 'languages' of 'i18n'"
            raise ProblemsFound([Diagnostic("locale-unknown", f"the site has no locale '{tag}'", here, hint=hint)])
    return site, [known[tag] for tag in options.locale or known]


def opened(options: Namespace) -> tuple[Site, list[Locale]]:
    """The site, and those of its locales that have catalogs, or all that were named.

    Raises :class:`ProblemsFound` if there is no such site or locale, or if catalogs are in a folder of a former name.
    """
    site, chosen = load(options)
    find_renamed(site.project, chosen)
    if options.locale:
        return site, chosen
    return site, [locale for locale in chosen if not (locale.is_pseudo and not site.project.catalog_files(locale))]


def passed_over(site: Site, locale: Locale, *, built: bool) -> bool:
    """Whether *locale* is a pseudo-locale without catalogs that the build builds, or does not, as *built* says.

    Who wants to test with it writes them; until then, all commands tell the same of it as the build.
    """
    without = locale.is_pseudo and not site.project.catalog_files(locale)
    return without and (locale.tag in site.built_languages) is built


def sources_of(site: Site, source_pages: SourcePages, localizers: Sequence[Localizer] = ()) -> list[Source]:
    """All messages of the site, with the English pages rendered once, and *localizers* checked beside them."""
    return site.sources(source_pages, with_progress(site.english, "reading pages"), localizers)


def catalogs_of(site: Site, locale: Locale) -> tuple[dict[Path, Catalog], list[Diagnostic]]:
    """The catalogs of *locale*, by path, none if it is not begun; and their faults."""
    return read_catalogs(site.project, locale) if site.project.catalog_files(locale) else ({}, [])


def localizers_of(
    site: Site, locales: Iterable[Locale], source_pages: SourcePages
) -> tuple[list[Localizer], list[Diagnostic]]:
    """What looks translations up in each of *locales*, also in one that has no catalogs yet; and faults of catalogs."""
    found, problems = [], []
    for locale in locales:
        catalogs, faults = catalogs_of(site, locale)
        found.append(Localizer(site.project, locale, source_pages, catalogs, given=site.given(locale)))
        problems += faults
    return found, problems


def with_progress(items: Sequence[Item], doing: str) -> Iterator[Item]:
    """Go over *items*; on a terminal, and only there, say how far it has come."""
    shown = sys.stderr.isatty()
    for number, item in enumerate(items, start=1):
        if shown:
            sys.stderr.write(f"\r{doing} {number}/{len(items)}\x1b[K")
            sys.stderr.flush()
        yield item
    if shown:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def can_ask() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def tell(problems: list[Diagnostic]) -> int:
    """Print what could not be done, beside what was; the command's exit status."""
    if problems:
        diagnostics.write(diagnostics.in_order(problems), sys.stderr, checks.manual())
    return int(bool(problems))
