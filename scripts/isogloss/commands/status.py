"""``isogloss status``: tell how much is translated, as a table, as JSON, or as badges."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime, timezone
from pathlib import Path

from isogloss import catalog
from isogloss.catalogs import badges, status
from isogloss.commands.command import Command, localizers_of, opened, sources_of, tell
from isogloss.commands.update import tell_of_folders
from isogloss.review.source_pages import SourcePages


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="tell also what is fuzzy, who translated, and when"
    )
    parser.add_argument(
        "--badges", type=Path, metavar="FOLDER", help="draw a badge for each locale there (es-ES.svg) instead"
    )


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    if not options.locale:
        tell_of_folders(site)
    localizers, problems = localizers_of(site, locales, source_pages := SourcePages(site.project))
    sources = sources_of(site, source_pages, localizers)
    changed = status.last_changes(site.project) if not options.badges else {}
    rows = []
    for one in localizers:
        by_hand = {page: site.project.page_path(path) for page, path in site.by_hand(one.locale).items()}
        asked = one.asked(sources)
        rows += status.progress(site.project, one.locale, asked, one.catalogs, by_hand, changed, one.refused)
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


COMMAND = Command(
    "status",
    "tell how much is translated, per page and locale",
    (
        "Counts against the English texts as they are now. The plugin's option 'status: true' puts the same "
        "on the site, as a page with a link to each catalog, and badges for a README."
    ),
    "isogloss status --format json",
    run,
    arguments,
)
