"""The command ``isogloss``: reads arguments and runs a command. Exit status 0: fine; 1: findings; 2: wrong usage."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from isogloss import __version__, checks, diagnostics
from isogloss.commands import COMMANDS
from isogloss.diagnostics import ProblemsFound

_TRACEBACK = "ISOGLOSS_TRACEBACK"
"""The variable of the environment that lets an unforeseen error be shown as Python shows it."""


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
    except KeyboardInterrupt:
        sys.stderr.write("\nisogloss: interrupted\n")
        return 130
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        sys.stderr.write(_failed(error, options.command))
        return 2


def _failed(error: Exception, command: str) -> str:
    """What to do about an *error* that nobody has foreseen."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"isogloss {command}: {os.fsdecode(error.filename)}: {error.strerror or error}\n"
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"isogloss {command}: a fault of the program, not yours: {what} ({place})\n"
        f"    please report it, with what the command says when it is run with {_TRACEBACK}=1\n"
    )


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
