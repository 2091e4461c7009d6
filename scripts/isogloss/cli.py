"""The command ``isogloss``: reads arguments and runs a command.

Exit status 0: fine; 1: findings; 2: wrong usage, or what the command says could not be written.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from isogloss import __version__, checks, diagnostics
from isogloss.commands import NAMES, find
from isogloss.commands.command import add_config_file, carry_out
from isogloss.diagnostics import ProblemsFound
from isogloss.diagnostics.unwritten import file_of, is_of_disk

_TRACEBACK = "ISOGLOSS_TRACEBACK"
"""The variable of the environment that lets an unforeseen error be shown as Python shows it."""


_NOBODY_READS = (errno.EPIPE, errno.EINVAL)
"""What the system says when the reader of a pipe, such as ``head``, has gone; Windows says the second."""


class _Output(FileIO):
    """Where a command speaks. Its work does not stop because nobody can hear it: what cannot be written is dropped."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "w", closefd=False)
        self.error: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write *data*, unless that has failed before."""
        if self.error is None:
            try:
                return super().write(data)
            except OSError as error:
                self.error = error
        return len(data)

    @property
    def is_cut_off(self) -> bool:
        """Whether somebody misses something."""
        return self.error is not None and self.error.errno not in _NOBODY_READS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    out, stdout = _opened(sys.stdout)
    err, stderr = _opened(sys.stderr)
    with redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            status = _run(arguments)
        except SystemExit as end:  # argparse, after help and of wrong usage; plugins, with a sentence
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
            stderr.write(f"{end.code}\n" if isinstance(end.code, str) else "")
        stdout.flush()
        if out is not None and out.is_cut_off:
            assert out.error is not None
            reason = out.error.strerror
            stderr.write(f"isogloss: standard output cannot be written: {reason}; the work itself is done\n")
        stderr.flush()
    return 2 if any(output is not None and output.is_cut_off for output in (out, err)) else status


def _opened(stream: TextIO | None) -> tuple[_Output | None, TextIO]:
    """The same stream as an output that goes on, where it leads to a file or a pipe; a closed one leads nowhere."""
    if stream is None:
        return None, Path(os.devnull).open("w", encoding="utf-8")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if not isinstance(stream, TextIOWrapper) or type(raw) is not FileIO:
        return None, stream  # a console of Windows, or what a caller in this process has put there
    output = _Output(raw.fileno())
    binary: Any = output if raw is buffer else BufferedWriter(output)
    # A pipe on Windows has no arrow: better an escape than no word at all.
    errors = "backslashreplace" if stream.errors == "strict" else stream.errors
    by_lines, at_once = stream.line_buffering, stream.write_through
    return output, TextIOWrapper(binary, stream.encoding, errors, line_buffering=by_lines, write_through=at_once)


def _run(arguments: Sequence[str] | None) -> int:
    name = ""
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        known = given[:1] if given and given[0] in NAMES else NAMES  # The list of all commands needs all of them.
        options = _parser(known).parse_args(given)
        name = options.command
        return carry_out(find(name), options)
    except ProblemsFound as error:
        diagnostics.write(error.problems, sys.stderr, checks.manual())
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nisogloss: interrupted\n")
        return 130
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        sys.stderr.write(_failed(error, name))
        return 2


def _failed(error: Exception, command: str) -> str:
    """What to do about an *error* that nobody has foreseen."""
    if isinstance(error, OSError) and ((file := file_of(error)) or is_of_disk(error)):
        return f"isogloss {command}: {f'{file}: ' if file else ''}{error.strerror or error}\n"
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"isogloss {command}: a fault of the program, not yours: {what} ({place})\n"
        f"    please report it, with what the command says when it is run with {_TRACEBACK}=1\n"
    )


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    """Reads arguments; of the commands, it knows those with these *names*."""
    parser = argparse.ArgumentParser(
        prog="isogloss",
        description="One documentation site in many languages: English Markdown, PO catalogs, one structure.",
    )
    parser.add_argument("--version", action="version", version=f"isogloss {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in map(find, names):
        subparser = subparsers.add_parser(
            one.name,
            help=one.summary,
            description=f"{one.summary[0].upper()}{one.summary[1:]}. {one.description}",
            epilog=f"example: {one.example}",
        )
        if one.of_site:
            add_config_file(subparser)
            subparser.add_argument(
                "-l",
                "--locale",
                action="append",
                metavar="TAG",
                help="only this locale; may be given again (default: all)",
            )
        one.arguments(subparser)
    return parser
