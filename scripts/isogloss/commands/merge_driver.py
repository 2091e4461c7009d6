"""``isogloss merge-driver``: merge two versions of a catalog message by message; Git calls it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from isogloss.catalogs import merge
from isogloss.commands.command import Command


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    for metavar, what in (("BASE", "%%O"), ("OURS", "%%A: the outcome goes here"), ("THEIRS", "%%B")):
        parser.add_argument(metavar.lower(), type=Path, metavar=metavar, help=f"Git's {what}")
    parser.add_argument("path", metavar="PATH", help="Git's %%P: where the catalog is in the repository")


def run(options: Namespace) -> int:
    """Run the command."""
    return merge.drive(options.base, options.ours, options.theirs, options.path)


COMMAND = Command(
    "merge-driver",
    "merge two versions of a catalog message by message; for Git, which calls it",
    (
        "Conflict marks stand only where both sides changed one translation. To let Git use it, put "
        "'locales/**/*.po merge=isogloss' into .gitattributes, and run once in each clone: git config "
        "merge.isogloss.driver 'isogloss merge-driver %O %A %B %P'."
    ),
    "isogloss merge-driver base.po ours.po theirs.po locales/es-ES/docs/index.po",
    run,
    arguments,
    of_site=False,
)
