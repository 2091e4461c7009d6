"""Who failed: MkDocs runs plugins, hooks and extensions of others, and what they do wrong is no fault of Isogloss."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from traceback import walk_tb

from isogloss.diagnostics.unwritten import is_of_disk

_OWN, _HOSTS = "isogloss", ("mkdocs", "markdown")
_INSTALLED = ("site-packages", "dist-packages")


def raised_by(error: BaseException) -> str | None:
    """The package of the plugin or extension that failed with *error*; None if this one did, or none was at work."""
    return _at_fault([module for module, _, _ in _frames(error) if module not in sys.stdlib_module_names])


def failure_of_others(error: Exception) -> str:
    """What to say of an *error* in a build, if something failed that MkDocs or Python-Markdown runs; empty if not.

    Where a disk has no room, whoever writes is not at fault.
    """
    if isinstance(error, OSError) and is_of_disk(error):
        return ""
    frames = list(_frames(error))
    own = max((number for number, (module, _, _) in enumerate(frames) if module == _OWN), default=-1)
    behind = frames[own + 1 :]
    modules = [module for module, _, _ in behind if module not in sys.stdlib_module_names]
    if not set(_HOSTS).intersection(modules) or (who := _at_fault(modules)) is None:
        return ""
    file, line = next(reversed([*_places(behind, who), *_places(behind)]))
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"{who} fails: {what} ({file.name}:{line})\n"
        "    that is no fault of Isogloss: mend the page, or its options; mkdocs build shows the way to this place"
    )


def _at_fault(modules: Sequence[str]) -> str | None:
    if modules[-1:] == [_OWN]:
        return None
    others = [module for module in modules if module not in (_OWN, "mkdocs", "mkdocs_static_i18n")]
    # Python-Markdown runs the extensions, and static-i18n is called by MkDocs: at fault if nobody else was at work.
    runs = modules[-1:] if modules[-1:] == ["mkdocs_static_i18n"] else [None]
    return next((module for module in others if module != "markdown"), others[0] if others else runs[0])


_Frame = tuple[str, Path, int]
"""A package, a file and its line."""


def _frames(error: BaseException) -> Iterable[_Frame]:
    """The way that *error* came, outermost first."""
    for frame, line in walk_tb(error.__traceback__):
        yield str(frame.f_globals.get("__name__")).partition(".")[0], Path(frame.f_code.co_filename), line


def _places(frames: Iterable[_Frame], who: str = "") -> Iterable[tuple[Path, int]]:
    """Places of *who*, or of what is not installed: hooks and templates are files of the site."""
    for module, file, line in frames:
        if module == who or (not who and module not in sys.stdlib_module_names and not {*file.parts} & {*_INSTALLED}):
            yield file, line
