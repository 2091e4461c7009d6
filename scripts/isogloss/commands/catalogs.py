"""What the commands that change catalogs do and say, once the site is loaded."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime, timezone
from typing import TypeVar

from isogloss import catalog, diagnostics
from isogloss.catalogs import badges, status, update
from isogloss.catalogs.update import Change
from isogloss.commands import accept
from isogloss.commands.accept import Pending
from isogloss.diagnostics import Diagnostic, counted
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.static_i18n import page_of
from isogloss.project import Locale, Project
from isogloss.review.localize import read_catalogs
from isogloss.review.source_pages import Originals, record, record_anchors
from isogloss.sources import Source

Item = TypeVar("Item")


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


def translated(site: Site, locale: Locale, sources: Sequence[Source]) -> list[Source]:
    """The *sources* that *locale* has catalogs of: all but pages that are written by hand."""
    written = {page_of(file) for file in site.handwritten(locale)}
    paths = {file.src_uri for file in site.english if page_of(file) in written}
    return [source for source in sources if source.page not in paths or not source.page]


def tell(problems: list[Diagnostic]) -> int:
    """Print what could not be done, beside what was; the command's exit status."""
    if problems:
        diagnostics.write(diagnostics.in_order(problems), sys.stderr)
    return int(bool(problems))


def update_catalogs(site: Site, locales: Iterable[Locale], sources: Sequence[Source], originals: Originals) -> int:
    """Bring the catalogs up to date and tell what happened to each of them."""
    count = len({message.msgid for source in sources for message, _ in source.messages})
    print(f"{counted(count, 'message')} in {counted(len(sources), 'source')}")
    problems: list[Diagnostic] = []
    for locale in locales:
        changes = update.update(site.project, locale, translated(site, locale, sources))
        problems += [change.left for change in changes if change.left is not None]
        changes = [change for change in changes if change.left is None]
        print(f"{locale.tag}: {_summary(changes)}")
        for change in changes:
            if change.written:
                print(f"  {change.path}: {_told(change)}")
    path = record(site.project)
    with catalog.opened(site.project.locales_dir) as store:
        seen = catalog.look(path, site.project.relative(path))
        if store.write(seen, record_anchors(originals, site.source_files(site.project.source))):
            print(f"{seen.name}: new anchors are on record")
    return tell(problems)


def tell_status(site: Site, locales: Sequence[Locale], sources: Sequence[Source], options: Namespace) -> int:
    """Print how far the *locales* are, or draw it as badges."""
    changed = status.last_changes(site.project) if not options.badges else {}
    rows = []
    problems: list[Diagnostic] = []
    for locale in locales:
        catalogs, faults = read_catalogs(site.project, locale) if site.project.catalog_files(locale) else ({}, [])
        problems += faults
        hand = {page_of(file): site.project.page_path(file.src_uri) for file in site.handwritten(locale)}
        written = {file.src_uri: hand[page_of(file)] for file in site.english if page_of(file) in hand}
        rows += status.progress(site.project, locale, sources, catalogs, written, changed)
    tags = [locale.tag for locale in locales]
    today = datetime.now(timezone.utc).date()
    if options.badges:
        with catalog.opened(options.badges, deep=False) as store:
            for name, drawing in badges.badges(rows, tags).items():
                path = options.badges / name
                seen = catalog.look(path, path.as_posix())
                print(f"{seen.name}: {'written' if store.write(seen, drawing) else 'nothing changed'}")
    elif options.format == "json":
        print(status.as_json(rows, today))
    else:
        print(status.as_details(rows, tags, today) if options.verbose else status.as_text(rows, tags))
    return tell(problems)


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


def accept_changes(
    site: Site, locales: Sequence[Locale], originals: Originals, sources: Sequence[Source], options: Namespace
) -> int:
    """Show each change of an English text and, unless it is a dry run, finish its translations."""
    if not (options.place or options.msgid or options.commit):
        print("isogloss accept: name a page, a line of a catalog, --msgid TEXT or --commit REV", file=sys.stderr)
        return 2
    project = site.project
    wanted = [accept.at_place(project, project.locales, sources, place) for place in options.place]
    if options.msgid:
        wanted.append(accept.with_text(options.msgid))
    if options.commit:
        wanted.append(accept.in_commit(project, options.commit))
    chosen = [one for one in accept.pending(project, locales, sources) if any(is_wanted(one) for is_wanted in wanted)]
    faulty = {one.catalog.name: catalog.left(one.catalog) for one in chosen if one.catalog.faults}
    chosen = [one for one in chosen if one.catalog.name not in faulty]
    if not chosen and faulty:
        return tell(list(faulty.values()))
    if not chosen:
        print("nothing to accept: no translation there waits because its English text changed", file=sys.stderr)
        return 1
    problems = accept.refused(site, originals, sources, chosen)
    places = {problem.location for problem in problems}
    fit = [one for one in chosen if one.catalog.location(one.entry.msgid) not in places]
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in _changes(fit, colour):
        print(line)
    if not options.dry_run:
        accept.accept(project, fit)
    if fit:
        texts = counted(len({one.entry.msgid for one in fit}), "message")
        done = "would be accepted" if options.dry_run else "accepted"
        print(f"{counted(len(fit), 'translation')} of {texts} {done}. Run isogloss check before you commit.")
    if problems:
        print("These stay fuzzy, because the checks refuse them with the new text:\n", file=sys.stderr)
        diagnostics.write(problems, sys.stderr)
    return tell(list(faulty.values())) or int(bool(problems))


def _changes(chosen: Iterable[Pending], colour: bool) -> Iterable[str]:
    """A paragraph for each changed text: where it is, in which locales, and a word diff."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in chosen:
        groups.setdefault((one.source, one.before, one.entry.msgid), []).append(one.locale.tag)
    for (source, before, msgid), tags in groups.items():
        yield f"{source} ({', '.join(tags)})\n    {accept.word_diff(before, msgid, colour)}\n"


def format_catalogs(project: Project, locales: Iterable[Locale], check: bool) -> int:
    """Bring all catalogs into canonical form; with *check*, only tell which ones are not."""
    with catalog.opened(project.locales_dir) if not check else nullcontext() as store:
        found = []
        for locale in locales:
            paths = [*project.catalog_files(locale), project.strings_catalog(locale, "glossary")]
            found += [(catalog.read(path, project.relative(path)), locale) for path in paths if os.path.lexists(path)]
        problems = [catalog.left(current) for current, _ in found if current.faults]
        changed = 0
        for current, locale in found:
            if current.faults:
                continue
            if store is None:
                differs = catalog.canonical(current, locale).encode() != current.seen.data
            else:
                differs = catalog.save(store, current, locale)
            if differs:
                changed += 1
                print(f"{current.name}: {'not in canonical form' if check else 'rewritten'}")
    outcome = "to rewrite: run isogloss fmt" if check and changed else "rewritten"
    print(f"{counted(len(found), 'catalog')}, {changed:,} {outcome}")
    return tell(problems) or int(check and changed > 0)
