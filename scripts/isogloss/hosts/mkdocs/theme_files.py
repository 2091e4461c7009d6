"""The files of a theme are the same in every language: they are listed once, as long as no folder of them changes.

Material for MkDocs has 14,000 icons among its templates, and each locale is a build that looks through all of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from mkdocs import utils

_FILTER = ("mkdocs.structure.files", "Files.add_files_from_theme.<locals>.filter", ("config",))
"""What MkDocs 1.6 asks for each name: it looks at the name, and at which templates the theme renders by themselves."""
_SETTLED = 2 * 10**9
"""Nanoseconds after a change of a folder in which another one may have the same time."""

Filter = Callable[[str], bool]


class _Listing(NamedTuple):
    names: list[str]
    """What MkDocs takes over from the folders of the theme."""
    folders: Mapping[str, int]
    """When each folder changed, in nanoseconds."""


class ThemeFiles:
    """What is in the folders of the theme, for the environments of all locales of one build."""

    def __init__(self) -> None:
        self._known: dict[object, _Listing] = {}

    def names(self, own: jinja2.BaseLoader, folders: list[str], wanted: Any) -> list[str]:
        """The names that are *wanted*, of those in *folders* and of those that *own* has besides."""
        theme = wanted.__closure__[0].cell_contents.theme
        key = tuple(folders), frozenset(theme.static_templates), tuple(utils.markdown_extensions)
        found = self._known.get(key)
        if found is None or any(_changed(folder) != then for folder, then in found.folders.items()):
            now = time.time_ns()
            times = {folder: _changed(folder) for folder in _below(folders)}
            found = _Listing(list(filter(wanted, sorted(_listed(folders)))), times)
            if all(then < now - _SETTLED for then in times.values()):
                self._known[key] = found
        return sorted({*found.names, *filter(wanted, own.list_templates())})


def share_listing(env: jinja2.Environment, theme_files: ThemeFiles) -> None:
    """Let *env*, which has the templates of a locale and those of the theme, list its files by *theme_files*."""

    def list_templates(extensions: Any = None, filter_func: Filter | None = None) -> list[str]:
        match env.loader:
            case jinja2.ChoiceLoader(loaders=[jinja2.DictLoader() as own, jinja2.FileSystemLoader() as theme]):
                if extensions is None and filter_func is not None and _is_of_mkdocs(filter_func):
                    # static-i18n puts a folder of its own before the others again in each locale.
                    folders = list(dict.fromkeys(map(str, theme.searchpath)))
                    return theme_files.names(own, folders, filter_func)
        return type(env).list_templates(env, extensions, filter_func)

    env.list_templates = list_templates  # type: ignore[method-assign]


def _is_of_mkdocs(wanted: Filter) -> bool:
    code = getattr(wanted, "__code__", None)
    found = wanted.__module__, getattr(wanted, "__qualname__", ""), getattr(code, "co_freevars", ())
    return found == _FILTER


def _walk(folder: str) -> Iterator[tuple[str, list[str]]]:
    """Each folder from *folder* on, with its files. MkDocs takes nothing over whose path begins with a dot."""
    for path, below, names in os.walk(folder):
        if path == folder:
            below[:] = [name for name in below if not name.startswith(".")]
        yield path, names


def of_pages(folders: Iterable[str]) -> Iterator[Path]:
    """The templates of pages in *folders*, among which there are no icons."""
    found = (Path(path, name) for folder in folders for path, names in _walk(folder) for name in names)
    return (path for path in found if path.suffix == ".html")


def _listed(folders: list[str]) -> set[str]:
    """The names of the templates in *folders*, as Jinja has them."""
    return {
        Path(path, name).relative_to(folder).as_posix()
        for folder in folders
        for path, names in _walk(folder)
        for name in names
    }


def _below(folders: list[str]) -> Iterator[str]:
    for folder in folders:
        for path, _ in _walk(folder):
            yield path


def _changed(folder: str) -> int:
    """When a file came into *folder* or went out of it; 0 if there is no such folder."""
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0
