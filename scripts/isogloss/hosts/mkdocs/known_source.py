"""Whether the code of others, whose work is done here in another way, is of a version for which that is the same."""

from __future__ import annotations

import hashlib
import inspect
import linecache
from collections.abc import Callable, Collection, Mapping
from functools import cache
from types import MethodType
from typing import Any

import jinja2


@cache
def fingerprint(*parts: Any, more: str = "") -> str:
    """What stands for the source of *parts*, functions or classes, and for *more*; empty if there is no source."""
    try:
        source = "".join(map(_source, parts)) + more
    except (OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _source(part: Any) -> str:
    """What :func:`inspect.getsource` gives, which parses the whole module to find where a class begins."""
    if inspect.isclass(part) and part.__qualname__ == part.__name__:
        lines = linecache.getlines(inspect.getsourcefile(part) or "")
        begin = f"class {part.__name__}"
        begins = [number for number, line in enumerate(lines) if line.startswith((f"{begin}(", f"{begin}:"))]
        # What stands above it may be a decorator.
        above = (line for line in reversed(lines[: begins[0]]) if line[:1].strip(" \t#\n")) if begins else iter(())
        if len(begins) == 1 and next(above, "")[:1] not in ("@", ")"):
            return "".join(inspect.getblock(lines[begins[0] :]))
    return inspect.getsource(part)


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
