"""The command ``isogloss``: reads arguments and runs a command. Exit status 0: fine; 1: findings; 2: wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from isogloss import __version__, checks, diagnostics
from isogloss.commands import COMMANDS
from isogloss.diagnostics import ProblemsFound


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    options = _parser().parse_args(arguments)
    command = next(found for found in COMMANDS if found.name == options.command)
    try:
        return command.run(options)
    except ProblemsFound as error:
        diagnostics.write(error.problems, sys.stderr, checks.manual())
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="isogloss",
        description="One documentation site in many languages: English Markdown, PO catalogs, one structure.",
    )
    parser.add_argument("--version", action="version", version=f"isogloss {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        subparser = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}. {command.description}",
            epilog=f"example: {command.example}",
        )
        if command.of_site:
            subparser.add_argument(
                "-f",
                "--config-file",
                type=Path,
                default=Path("mkdocs.yml"),
                metavar="FILE",
                help="mkdocs.yml of the site (default: %(default)s)",
            )
            subparser.add_argument(
                "-l",
                "--locale",
                action="append",
                metavar="TAG",
                help="only this locale; may be given again (default: all)",
            )
        command.arguments(subparser)
    return parser
