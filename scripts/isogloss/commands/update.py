"""``isogloss update``: bring the catalogs up to date with the English texts, and tell what happened to each."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence

from isogloss import catalog, checks, diagnostics
from isogloss.catalogs import update
from isogloss.catalogs.update import Change
from isogloss.commands.command import Command, opened, passed_over, sources_of, tell
from isogloss.diagnostics import Diagnostic, counted
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.static_i18n import page_of
from isogloss.project import Locale
from isogloss.review.localize import stray_folders, without_catalogs
from isogloss.review.source_pages import SourcePages, record, record_anchors
from isogloss.sources import Source


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    if not options.locale:
        tell_of_folders(site)
    source_pages = SourcePages(site.project)
    return _update(site, locales, sources_of(site, source_pages), source_pages)


def tell_of_folders(site: Site) -> None:
    """Warn of pseudo-locales without catalogs and of catalogs without a locale."""
    without = [locale for locale in site.project.locales if passed_over(site, locale, built=True)]
    found = [without_catalogs(site.project, locale) for locale in without] + list(stray_folders(site.project))
    diagnostics.write(found, sys.stderr, checks.manual())


def _update(site: Site, locales: Iterable[Locale], sources: Sequence[Source], source_pages: SourcePages) -> int:
    """Bring the catalogs up to date and tell what happened to each of them."""
    count = len({message.msgid for source in sources for message, _ in source.messages})
    print(f"{counted(count, 'message')} in {counted(len(sources), 'source')}")
    problems: list[Diagnostic] = []
    for locale in locales:
        changes = update.update(site.project, locale, _translated(site, locale, sources))
        problems += [change.left for change in changes if change.left is not None]
        changes = [change for change in changes if change.left is None]
        print(f"{locale.tag}: {_summary(changes)}")
        for change in changes:
            if change.written:
                print(f"  {change.path}: {_told(change)}")
    path = record(site.project)
    with catalog.opened(site.project.locales_dir) as store:
        seen = catalog.look(path, site.project.relative(path))
        if store.write(seen, record_anchors(source_pages, site.source_files(site.project.source))):
            print(f"{seen.name}: new anchors are on record")
    return tell(problems)


def _translated(site: Site, locale: Locale, sources: Sequence[Source]) -> list[Source]:
    """The *sources* that *locale* has catalogs of: all but pages that are written by hand."""
    written = {page_of(file) for file in site.hand_translated(locale)}
    paths = {file.src_uri for file in site.english if page_of(file) in written}
    return site.wanted(locale, (source for source in sources if source.page not in paths or not source.page))


def _summary(changes: list[Change]) -> str:
    written = sum(change.written for change in changes)
    if not written:
        return f"nothing changed in {counted(len(changes), 'catalog')}"
    both = Change("")
    for change in changes:
        both.new += change.new
        both.changed += change.changed
        both.relinked += change.relinked
        both.moved += change.moved
        both.obsolete += change.obsolete
    return f"{counted(written, 'catalog')} written" + (f" ({_counts(both)})" if _counts(both) else "")


def _told(change: Change) -> str:
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
)
