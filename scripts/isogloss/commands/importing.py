"""``isogloss import``: turn translated pages that exist already into catalogs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from isogloss import importer
from isogloss.commands.command import Command, opened, tell


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--page", metavar="PAGE", help="path below docs/ of the English page of all the files")
    parser.add_argument("-v", "--verbose", action="store_true", help="each remark, also of many pages")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="page or folder of pages")


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    if options.files:
        given = locales if options.locale else []
        pages = importer.named(site, given, options.page, options.files)
    else:
        pages = importer.on_site(site, locales)
    outcome = importer.import_pages(site, pages)
    print("\n".join(importer.as_text(outcome, options.verbose)))
    return tell(outcome.problems) or int(any(report.conflicts for report in outcome.reports))


COMMAND = Command(
    "import",
    "turn translated pages that exist already into catalogs",
    (
        "Reads bilingual pages, folders of them, a localized page after its English page, or, without files, "
        "the pages of the site that were translated by hand. What corresponds for certain becomes a "
        "translation, what is doubtful becomes fuzzy, what is left out is listed. No translation that a "
        "catalog has is overwritten."
    ),
    "isogloss import --locale es-ES docs/guide.md translated/guide.md",
    run,
    arguments,
)
