"""``isogloss serve``: a preview that answers at once."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from isogloss.commands.command import Command, add_config_file, named
from isogloss.driver.listening import NotLoopbackError, PortError
from isogloss.driver.serving import serve


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"'{text}' is no port: write a number up to 65535; with 0, one that is free is taken")
    return int(text)


def _arguments(parser: ArgumentParser) -> None:
    add_config_file(parser)
    parser.add_argument("-p", "--port", type=_port, default=8000, help="the port to listen at (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="an address of this machine alone (default: %(default)s)")
    parser.add_argument("--open", action="store_true", help="open the site in the browser")


def _run(options: Namespace) -> int:
    path = named(options)
    try:
        serve(path, options.host, options.port, open_browser=options.open)
    except (NotLoopbackError, PortError) as error:
        sys.stderr.write(f"isogloss serve: {error}\n")
        return 2
    except OSError as error:
        if error.filename is not None:
            raise
        sys.stderr.write(f"isogloss serve: the preview cannot begin: {error.strerror or error}\n")
        return 2
    return 0


COMMAND = Command(
    name="serve",
    goes_on=True,
    summary="preview the site: a page is built when a browser asks for it, and again when it changes",
    description="""It begins at once, in all languages. What is saved, be it a page, a catalog, a template or
    mkdocs.yml, is seen in the browser without loading the page again; what the checks find is shown at the passage.
    Pages are those of mkdocs build, byte for byte, but for a script. The search index and the sitemap, which are made
    of all pages, are built aside. Only this machine can see it. With plugins that need all pages of all languages, the
    whole site is built after each change, and a line says why.""",
    example="isogloss serve --open",
    run=_run,
    arguments=_arguments,
    of_site=False,
)
