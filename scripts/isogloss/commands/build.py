"""``isogloss build``: the site, with its languages built in parallel."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable

from isogloss.commands.command import Command, named
from isogloss.driver.building import BuildAbortedError, Wish, build


def _jobs(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f"'{text}' is no number of processes: write 1 or more")
    return int(text)


def of_site(parser: ArgumentParser) -> None:
    """Add the arguments that tell how a site is finished."""
    parser.add_argument("-s", "--strict", action="store_true", help="fail on any warning")
    parser.add_argument("-d", "--site-dir", metavar="FOLDER", help="where the site goes (default: as mkdocs.yml says)")
    parser.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        metavar="N",
        help="how many processes may work at a time (default: one for each core)",
    )


def _arguments(parser: ArgumentParser) -> None:
    of_site(parser)
    parser.add_argument("--no-cache", action="store_true", help="build everything, and keep nothing for the next build")


def _run(options: Namespace) -> int:
    named(options)
    locales, jobs, cache = options.locale or (), options.jobs, not options.no_cache
    return status(lambda: build(Wish(options.config_file, options.strict, options.site_dir, locales, jobs, cache)))


def status(work: Callable[[], None]) -> int:
    """The exit status of *work*, which builds."""
    try:
        work()
    except BuildAbortedError as error:
        sys.stdout.write(f"\n{error}\n")  # where MkDocs says it
        return 1
    return 0


COMMAND = Command(
    name="build",
    summary="build the site as mkdocs build does, with its languages in parallel",
    description="""The site is the same, byte for byte. Where that is not certain, the languages are built one after the
    other, and a line says why: with hooks, and with plugins that may keep something from one language to the next. On
    Windows and macOS they are always built one after the other. With --locale, the folder of the site becomes a shard:
    the files of these languages alone, for isogloss merge. The language of the English pages is one of them.""",
    example="isogloss build --strict --jobs 4",
    run=_run,
    arguments=_arguments,
)
