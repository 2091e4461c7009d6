"""``isogloss serve``: a preview that answers at once."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from isogloss.commands.command import Command
from isogloss.driver.listening import NotLoopbackError, Server
from isogloss.driver.preview import Preview


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    parser.add_argument("-p", "--port", type=int, default=8000, help="(default: %(default)s)")
    parser.add_argument("--open", action="store_true", help="open the site in the browser")


def _run(options: Namespace) -> int:
    try:
        server = Server(options.host, options.port, Preview(options.config_file.resolve()))
    except NotLoopbackError as error:
        sys.stderr.write(f"isogloss serve: {error}\n")
        return 2
    server.serve_forever()
    return 0


COMMAND = Command(
    name="serve",
    summary="preview the site, and each page at once when it changes",
    description="""Each page is built when a browser asks for it, in the language that it asks for.""",
    example="isogloss serve --open",
    run=_run,
    arguments=_arguments,
)
