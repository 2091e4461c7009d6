"""Whether the code of others, whose work is done here in another way, is of a version for which that is the same."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

import jinja2


@cache
def fingerprint(*parts: Any, more: str = "") -> str:
    """What stands for the source of *parts*, functions or classes, and for *more*; empty if there is no source."""
    try:
        source = "".join(map(inspect.getsource, parts)) + more
    except (OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def known_template(env: jinja2.Environment, name: str, known: Collection[str]) -> tuple[str, str | None] | None:
    """The source of the template *name* and the path of its file; None if its hash (SHA-256) is none of *known*."""
    if env.loader is None:
        return None
    try:
        source, file, _ = env.loader.get_source(env, name)
    except jinja2.TemplateError:
        return None
    return (source, file) if hashlib.sha256(source.encode()).hexdigest() in known else None


class Instead(jinja2.DictLoader):
    """Templates in place of others: plugins that rewrite templates on their way ask for the name of a file."""

    def __init__(self, sources: Mapping[str, str], file: str | None = None) -> None:
        """Take the *sources* by name, and the *file* that they were read from; without one, they have their names."""
        super().__init__(sources)
        self._file = file

    def get_source(  # type: ignore[override]
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of *template*, with the name of the file."""
        source, _, current = super().get_source(environment, template)
        return source, self._file or template, current
