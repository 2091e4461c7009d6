"""Whether the code of others, whose work is done here in another way, is of a version for which that is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from types import MethodType
from typing import Any

import jinja2

from isogloss.segments.known_source import fingerprint


def exchange(methods: list[Any], plugin: object, name: str, known: Collection[str], do: Callable[..., Any]) -> None:
    """Have *do* in place of the method *name* of *plugin* among the *methods* of an event, if its source is *known*."""
    method: Any = getattr(plugin, name, None)
    if fingerprint(getattr(method, "__func__", None)) in known:
        methods[:] = [MethodType(do, plugin) if one == method else one for one in methods]


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

    def __init__(self, sources: Mapping[str, str], file: str | Mapping[str, str | None] | None = None) -> None:
        """Take the *sources* by name, and the *file* that they, or each by its name, were read from.

        What has none has its name.
        """
        super().__init__(sources)
        self._files = file if isinstance(file, Mapping) else dict.fromkeys(sources, file)

    def get_source(  # type: ignore[override]
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of *template*, with the name of the file."""
        source, _, current = super().get_source(environment, template)
        return source, self._files.get(template) or template, current
