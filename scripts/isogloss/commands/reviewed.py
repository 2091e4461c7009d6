"""``isogloss reviewed``: say that a person has read whole catalogs, so that no page calls them a machine's work."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.commands.command import Command, opened, tell
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Locale, Project


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("catalogs", nargs="+", type=Path, metavar="CATALOG", help="locales/es-ES/docs/index.po")


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = opened(options)
    return _mark(site.project, locales, options.catalogs)


def _mark(project: Project, locales: Sequence[Locale], paths: Sequence[Path]) -> int:
    """Say in the headers of all catalogs at *paths* that people have translated them."""
    homes = {path.resolve(): (path, locale) for locale in locales for path in project.catalog_files(locale)}
    unknown = [path for path in paths if path.resolve() not in homes]
    if unknown:
        hint = "name catalogs of the site: locales/es-ES/docs/index.po"
        raise ProblemsFound(
            Diagnostic("page-unknown", "there is no such catalog", Location(path.as_posix()), hint=hint)
            for path in unknown
        )
    problems = []
    with catalog.opened(project.locales_dir) as store:
        for given in dict.fromkeys(path.resolve() for path in paths):
            path, locale = homes[given]
            current = catalog.read(path, project.relative(path))
            if current.faults:
                problems.append(catalog.left(current))
                continue
            done = _state(current)
            if done == "marked as reviewed":
                current.fields["X-Translation-Type"] = "HT"
                catalog.save(store, current, locale, project.name)
            print(f"{current.name}: {done}")
    return tell(problems)


def _state(current: Catalog) -> str:
    if not any(entry.translated for entry in current.active()):
        return "nothing is translated yet"
    return "marked as reviewed" if current.fields.get("X-Translation-Type") != "HT" else "nothing changed"


COMMAND = Command(
    "reviewed",
    "say that a person has read a catalog that a machine translated, whole",
    (
        "Writes 'X-Translation-Type: HT' (human translation) into its header in place of 'MT'. The page does not say "
        "any more that a machine translated it, and isogloss status counts it as human."
    ),
    "isogloss reviewed locales/es-ES/docs/index.po",
    run,
    arguments,
)
