"""``isogloss merge``: the site, of shards that were built on several machines."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from isogloss.commands.build import of_site, status
from isogloss.commands.command import Command, named
from isogloss.driver.building import Wish, merge


def _arguments(parser: ArgumentParser) -> None:
    of_site(parser)
    parser.add_argument("shards", nargs="+", type=Path, metavar="SHARD", help="a folder of isogloss build --locale")


def _run(options: Namespace) -> int:
    named(options)
    wish = Wish(options.config_file, options.strict, options.site_dir, jobs=options.jobs)
    return status(lambda: merge(wish, options.shards))


COMMAND = Command(
    name="merge",
    summary="join the shards of a site, which isogloss build --locale has made",
    description="""The site is the one that mkdocs build makes, byte for byte: search, sitemap and status page are those
    of all languages, and the finished site is checked. Each language has to be in one shard, the one in which the pages
    are written as well. All are made, and merged, from one state of the site, with the same versions of packages.""",
    example="isogloss merge shards/* --site-dir site",
    run=_run,
    arguments=_arguments,
)
