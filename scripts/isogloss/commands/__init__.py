"""The commands, one file each: how each is called, what its help says, and what it does."""

from isogloss.commands import (
    accept,
    build,
    check,
    fmt,
    importing,
    joining,
    merge_driver,
    outline,
    pseudo,
    purge,
    reviewed,
    serve,
    status,
    template,
    todo,
    update,
)
from isogloss.commands.command import Command

COMMANDS: tuple[Command, ...] = tuple(
    module.COMMAND
    for module in (
        build,
        serve,
        joining,
        update,
        accept,
        check,
        merge_driver,
        outline,
        status,
        todo,
        fmt,
        reviewed,
        purge,
        template,
        importing,
        pseudo,
    )
)
"""All commands, in the order of ``isogloss --help``."""
