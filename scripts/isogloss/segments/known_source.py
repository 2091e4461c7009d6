"""What stands for the source of functions and classes of others, whose work is done here if it is known."""

from __future__ import annotations

import hashlib
import inspect
import linecache
from functools import cache
from typing import Any


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
