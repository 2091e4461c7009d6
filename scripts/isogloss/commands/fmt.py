"""``isogloss fmt``: bring catalogs into their one canonical form."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from contextlib import nullcontext

from isogloss import catalog
from isogloss.commands.command import Command, opened, tell
from isogloss.diagnostics import counted
from isogloss.project import Locale, Project


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a catalog is not in canonical form"
    )


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    return _format(site.project, locales, check=options.check)


def _format(project: Project, locales: Iterable[Locale], check: bool) -> int:
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
                differs = catalog.canonical(current, locale, project.name).encode() != current.seen.data
            else:
                differs = catalog.save(store, current, locale, project.name)
            if differs:
                changed += 1
                print(f"{current.name}: {'not in canonical form' if check else 'rewritten'}")
    outcome = "to rewrite: run isogloss fmt" if check and changed else "rewritten"
    print(f"{counted(len(found), 'catalog')}, {changed:,} {outcome}")
    return tell(problems) or int(check and changed > 0)


COMMAND = Command(
    "fmt",
    "bring catalogs into their one canonical form",
    "Run it after an editor has wrapped lines or reordered comments. It changes no text.",
    "isogloss fmt --check",
    run,
    arguments,
)
