"""``isogloss purge``: throw away what has been off the site for long. No other command throws translations away."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone

from isogloss import catalog
from isogloss.catalog import Catalog, Message
from isogloss.catalogs import history
from isogloss.commands.command import Command, opened, tell
from isogloss.diagnostics import counted
from isogloss.project import Locale, Project

_DAYS = 365


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--days",
        type=_days,
        default=_DAYS,
        metavar="N",
        help="what has been obsolete for N days, as Git knows (default: %(default)s); 0: all that is obsolete",
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help="say what would go, and write nothing")


def _days(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"'{text}' is no number of days")
    return int(text)


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    return _purge(site.project, locales, options.days, options.dry_run)


def _purge(project: Project, locales: Iterable[Locale], days: int, dry_run: bool) -> int:
    """Say which messages go and, unless it is a *dry_run*, write the catalogs without them."""
    until = datetime.now(timezone.utc).date() - timedelta(days=days)
    problems = []
    gone = kept = 0
    with catalog.opened(project.locales_dir) as store:
        for locale in locales:
            for path in project.catalog_files(locale):
                current = catalog.read(path, project.relative(path))
                if current.faults:
                    problems.append(catalog.left(current))
                    continue
                old = {id(entry): day for entry, day in _since(project, current) if not days or day <= until}
                going = [entry for entry in current.messages if id(entry) in old]
                kept += sum(entry.obsolete for entry in current.messages) - len(going)
                gone += len(going)
                for entry in going:
                    print(_told(current, entry, old[id(entry)]))
                current.messages = [entry for entry in current.messages if id(entry) not in old]
                if going and not dry_run:
                    if current.messages:
                        catalog.save(store, current, locale, project.name)
                    else:
                        store.remove(current.seen)
    would = "would go" if dry_run else "gone"
    print(f"{counted(gone, 'obsolete message')} {would}, {kept:,} kept")
    return tell(problems)


def _since(project: Project, current: Catalog) -> Iterator[tuple[Message, date]]:
    """The obsolete messages of a catalog, each with the day since when it has been."""
    if not any(current.obsolete()):
        return
    days = history.days_of_lines(project.root, current.name)
    today = datetime.now(timezone.utc).date()
    for entry in current.obsolete():
        yield entry, days[entry.msgid_line - 1] if entry.msgid_line <= len(days) else today


def _told(current: Catalog, entry: Message, since: date) -> str:
    """What goes: where it stood, both texts, since when it was there for nothing."""
    translation = entry.msgstr or " / ".join(entry.msgstr_plural.values())
    return f"{current.name}:{entry.msgid_line}: obsolete since {since}\n    {entry.msgid}\n    {translation}\n"


COMMAND = Command(
    "purge",
    "throw away translations that no text of the site has needed for long",
    (
        "No other command does. It prints all that goes. The age of an obsolete message is that of its line in Git; "
        "without Git, --days 0 is the only way. What is gone is still in the history of the repository."
    ),
    "isogloss purge --days 365 --dry-run",
    run,
    arguments,
)
