"""Lines of the log: taken down where they are said, and said again in another process, or in a later build."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

_ANYWHERE = "\x00"
"""Stands in a line of the log for the folder of the site."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the log."""

    logger: str
    level: int
    text: str

    def anywhere(self, folder: Path) -> Said:
        """The same, of what was done in *folder*, as if it had been done nowhere in particular."""
        return replace(self, text=self.text.replace(str(folder), _ANYWHERE))

    def at(self, site_dir: Path) -> Said:
        """The same, of what was done in *site_dir*."""
        return replace(self, text=self.text.replace(_ANYWHERE, str(site_dir)))

    def again(self, filtered: bool = True) -> None:
        """Say it in this process; *filtered* if it counts as new, and MkDocs drops what it has said before."""
        logger = logging.getLogger(self.logger)
        if logger.isEnabledFor(self.level):
            record = logger.makeRecord(self.logger, self.level, "", 0, self.text, (), None)
            (logger.handle if filtered else logger.callHandlers)(record)


@contextmanager
def heard_by(handler: logging.Handler) -> Iterator[None]:
    """Let *handler* hear all that is said meanwhile: MkDocs hands nothing of its own on to the root of the log."""
    loggers = logging.getLogger("mkdocs"), logging.getLogger()
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


@contextmanager
def heard() -> Iterator[list[Said]]:
    """The lines of the log that are said meanwhile."""
    lines: list[Said] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = record.getMessage()
            if record.exc_info:
                text += "\n" + logging.Formatter().formatException(record.exc_info)
            lines.append(Said(record.name, record.levelno, text))

    with heard_by(Keep()):
        yield lines


@contextmanager
def unheard() -> Iterator[None]:
    """Let nobody hear the log who hears it now."""
    loggers = [(logger, list(logger.handlers)) for logger in (logging.getLogger(), logging.getLogger("mkdocs"))]
    for logger, _ in loggers:
        logger.handlers.clear()
    try:
        yield
    finally:
        for logger, handlers in loggers:
            logger.handlers[:] = handlers


@contextmanager
def heard_alone() -> Iterator[list[Said]]:
    """The lines of the log that are said meanwhile, which nobody else hears."""
    with unheard(), heard() as lines:
        yield lines
