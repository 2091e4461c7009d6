"""``isogloss outline``: print the structure of a page."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from difflib import get_close_matches

from isogloss.commands.command import Command, opened
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.review.catalog_files import read_catalogs
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.structure import outline


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("page", metavar="PAGE", help="path of the English page below docs/")


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    file = next(
        (file for file in site.english if options.page in (file.src_uri, site.project.page_path(file.src_uri))), None
    )
    if file is None:
        pages = [file.src_uri for file in site.english]
        near = get_close_matches(options.page, pages, 3, 0.4)
        hint = f"name it as below docs/: {', '.join(near or pages[:3])}"
        raise ProblemsFound([Diagnostic("page-unknown", "there is no such page", Location(options.page), hint=hint)])
    source_pages = SourcePages(site.project)
    site.render(file, source_pages.rendering(file.src_uri))
    if not options.locale:
        print(outline.as_text(source_pages.outlines[file.src_uri]))
    for locale in locales if options.locale else ():
        localizer = Localizer(site.project, locale, source_pages, read_catalogs(site.project, locale)[0])
        site.render(file, localizer.rendering(file.src_uri))
        print(outline.as_text(localizer.outlines[file.src_uri]))
    return 0


COMMAND = Command(
    "outline",
    "print the structure of a page: headings and anchors, blocks and where each leads, decision guides",
    "Two pages of one site have the same outline in every language.",
    "isogloss outline index.md --locale es-ES",
    run,
    arguments,
)
