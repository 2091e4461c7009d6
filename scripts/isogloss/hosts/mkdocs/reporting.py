"""How the plugin tells MkDocs what was found."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity, in_order

log = get_plugin_logger("isogloss")


@contextmanager
def refusal() -> Iterator[None]:
    """What is found in it ends the build, before anything is built."""
    try:
        yield
    except ProblemsFound as error:
        raise PluginError(f"nothing was built.\n{error}") from None


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Let MkDocs print *diagnostics*, and count the errors among them."""
    for diagnostic in in_order(diagnostics):
        # MkDocs counts its warnings under --strict; ours tell, and fail nothing.
        level = logging.ERROR if diagnostic.severity is Severity.ERROR else logging.INFO
        log.log(level, str(diagnostic))
