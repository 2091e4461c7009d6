"""The commands, one file each: how each is called, what its help says, and what it does.

One is imported when it is asked for: all of them take longer to import than a small change takes to be built.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isogloss.commands.command import Command

_MODULES = {
    "init": "init",
    "build": "build",
    "serve": "serve",
    "merge": "joining",
    "update": "update",
    "accept": "accept",
    "check": "check",
    "merge-driver": "merge_driver",
    "outline": "outline",
    "status": "status",
    "todo": "todo",
    "fmt": "fmt",
    "reviewed": "reviewed",
    "purge": "purge",
    "template": "template",
    "import": "importing",
    "pseudo": "pseudo",
}
"""The file of each."""

NAMES = tuple(_MODULES)
"""The names of all commands, in the order of ``isogloss --help``."""


def find(name: str) -> Command:
    """The command of a name, one of :data:`NAMES`."""
    found: Command = import_module(f"isogloss.commands.{_MODULES[name]}").COMMAND
    return found
