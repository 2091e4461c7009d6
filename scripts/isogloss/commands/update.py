"""``isogloss update``: bring the catalogs up to date with the English texts, and tell what happened to each."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence

from isogloss import catalog, checks, diagnostics
from isogloss.catalogs import templates, update
from isogloss.catalogs.behind import Behind, behind
from isogloss.catalogs.update import Change
from isogloss.commands.command import Command, opened, passed_over, sources_of, tell
from isogloss.diagnostics import Diagnostic, counted
from isogloss.diagnostics.overview import MANY
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.catalog_files import stray_folders, without_catalogs
from isogloss.review.source_pages import SourcePages
from isogloss.sources import Source, asked_for, number_of_messages

_FIRST = 3
"""Catalogs of many that are named, where nothing happened to a translation."""


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit 1 if catalogs are behind the English texts, and name the pages",
    )


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    if not options.locale:
        tell_of_folders(site)
    sources = sources_of(site, SourcePages(site.project))
    return _check(site, locales, sources) if options.check else bring_up(site, locales, sources)


def tell_of_folders(site: Site) -> None:
    """Warn of pseudo-locales without catalogs and of catalogs without a locale."""
    without = [locale for locale in site.project.locales if passed_over(site, locale, built=True)]
    found = [without_catalogs(site.project, locale) for locale in without] + list(stray_folders(site.project))
    diagnostics.write(found, sys.stderr, checks.manual())


def bring_up(site: Site, locales: Iterable[Locale], sources: Sequence[Source], *, each: bool = True) -> int:
    """Bring the catalogs up to date, and tell what happened, to *each* of them or to all; the exit status."""
    print(f"{counted(number_of_messages(sources), 'message')} in {counted(len(sources), 'source')}")
    problems: list[Diagnostic] = []
    for locale in locales:
        changes = update.update(site.project, locale, _translated(site, locale, sources))
        problems += [change.left for change in changes if change.left is not None]
        changes = [change for change in changes if change.left is None]
        print(f"{locale.tag}: {_summary(changes)}")
        written = [change for change in changes if change.written] if each else []
        shown = [change for change in written if _concerns_translations(change)] if len(written) > MANY else written
        for change in shown or written[:_FIRST]:
            print(f"  {change.path}: {_told(change)}")
        if rest := len(written) - len(shown or written[:_FIRST]):
            print(f"  and {counted(rest, 'more catalog')}{', in which no translation changed' if shown else ''}")
    if site.project.templates_dir.is_dir():
        for name in templates.write(site.project, sources):
            there = (site.project.root / name).exists()
            print(f"{name}: {'the template is up to date' if there else 'removed, as its texts are gone'}")
    return tell(problems)


def _check(site: Site, locales: Iterable[Locale], sources: Sequence[Source]) -> int:
    """Tell which catalogs an update would bring up to date; write nothing."""
    print(f"{counted(number_of_messages(sources), 'message')} in {counted(len(sources), 'source')}")
    problems: list[Diagnostic] = []
    status = 0
    for locale in locales:
        found, faulty = behind(site.project, locale, _translated(site, locale, sources))
        problems += [catalog.left(current) for current in faulty]
        print(f"{locale.tag}: {counted(len(found), 'catalog')} behind the English texts" + (":" if found else ""))
        for one in found:
            status = 1
            print(f"  {one.path}: {_lag(one)}")
    if status:
        print("run isogloss update, and commit what it writes", file=sys.stderr)
    return tell(problems) or status


def _lag(one: Behind) -> str:
    if not one.source:
        return "no page has its messages any more"
    numbers = ", ".join(f"{number:,} {what}" for number, what in ((one.new, "new"), (one.gone, "gone")) if number)
    return f"behind {one.source}: {numbers or 'its messages are in other places'}"


def _translated(site: Site, locale: Locale, sources: Sequence[Source]) -> list[Source]:
    """The *sources* that *locale* has catalogs of: all but pages that are written by hand."""
    by_hand = site.by_hand(locale)
    return asked_for((source for source in sources if source.page not in by_hand), site.given(locale))


def _concerns_translations(change: Change) -> bool:
    return bool(change.changed or change.relinked or change.moved or change.obsolete or change.renamed_from)


def _summary(changes: list[Change]) -> str:
    removed = sum(change.removed for change in changes)
    written = sum(change.written for change in changes) - removed
    if not written and not removed:
        return f"nothing changed in {counted(len(changes), 'catalog')}"
    both = Change("")
    for change in changes:
        both.new += change.new
        both.changed += change.changed
        both.relinked += change.relinked
        both.moved += change.moved
        both.obsolete += change.obsolete
    said = f"{counted(written, 'catalog')} written" + (f" ({_counts(both)})" if _counts(both) else "")
    gone = f"{counted(removed, 'catalog')} removed"
    return gone if not written else f"{said}, {gone}" if removed else said


def _told(change: Change) -> str:
    if change.removed:
        return "removed, because nothing is left in it"
    renamed = f"the catalog of a renamed page: it was {change.renamed_from}" if change.renamed_from else ""
    return "; ".join(filter(None, (renamed, _counts(change)))) or "rewritten in canonical form"


def _counts(change: Change) -> str:
    numbers = (
        (change.new, "new"),
        (change.changed, "changed, now fuzzy"),
        (change.relinked, "with new link targets, in the translation too"),
        (change.moved, "taken over from the same text elsewhere"),
        (change.obsolete, "obsolete"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in numbers if number)


COMMAND = Command(
    "update",
    "bring the catalogs up to date with the English texts",
    (
        "Creates the catalogs that are missing. Translations follow their texts, also to other pages; the "
        "translation of a changed text is kept and marked fuzzy; what is no longer on the site is kept as "
        "obsolete."
    ),
    "isogloss update --locale es-ES",
    run,
    arguments,
)
