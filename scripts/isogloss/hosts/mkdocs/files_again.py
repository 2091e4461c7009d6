"""Files of a language, made again as they were made before: each language asks for all files in all languages.

What a file is called in a language is worked out with paths that are cut up and put together many times. It depends on
nothing but the names of the file, the languages and the folders, and so it is worked out once for all languages. Where
it will be is another place for each language that is built apart.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Make = Callable[[File, str, str, list[str], "MkDocsConfig"], File]
"""Makes a file as a language has it: of the file, the tag of the language, that of the default one, and all tags."""


def making_again(module: Any, name: str, log: Any, arrange: Callable[..., Any]) -> Callable[..., Any]:
    """What does the same as *arrange*, which makes files by what *module* has under *name*, but each of them once.

    Whoever wants to read in the *log* what is done, line by line, gets it done each time.
    """
    make: Make = getattr(module, name)
    files_again = FilesAgain(make)

    def arrange_again(*given: Any) -> Any:
        before = getattr(module, name)
        if before is make and not log.isEnabledFor(logging.DEBUG):
            setattr(module, name, files_again.make)
        try:
            return arrange(*given)
        finally:
            setattr(module, name, before)

    return arrange_again


class FilesAgain:
    """What was made of files, on one site."""

    def __init__(self, make: Make) -> None:
        """*make* gives a new file below the folder of the site, which names itself in its ``alternates``.

        Otherwise it holds nothing but values, which depend on names alone.
        """
        self._make = make
        self._names: tuple[str, ...] = ()
        """The attributes of each file that is made."""
        self._values: dict[tuple[object, ...], dict[tuple[object, ...], tuple[object, ...]]] = {}
        """The values of each, by what all files of a language have in common, and then by its own names."""

    def make(self, file: File, tag: str, default: str, tags: list[str], config: MkDocsConfig) -> File:
        """A new file, as *file* is in the language *tag*."""
        common = tag, default, *tags, config.docs_dir, config.use_directory_urls
        known = self._values.setdefault(common, {})
        key = file.src_uri, file.dest_uri, file.inclusion
        values = known.get(key)
        if values is None:
            made = self._make(file, tag, default, tags, config)
            found = {name: value for name, value in vars(made).items() if name not in ("alternates", "abs_dest_path")}
            self._names = self._names or tuple(found)
            if type(made) is File and tuple(found) == self._names and _is_in_its_place(made, tag, config.site_dir):
                known[key] = tuple(found.values())
            return made
        again = File.__new__(File)
        attributes = vars(again)
        attributes.update(zip(self._names, values, strict=True), alternates={tag: again})
        attributes["abs_dest_path"] = _place(config.site_dir, again)
        return again


def _place(folder: str, file: File) -> str:
    return os.path.normpath(os.path.join(folder, file.dest_path))  # noqa: PTH118 - as static-i18n does it


def _is_in_its_place(made: File, tag: str, folder: str) -> bool:
    alternates: dict[str, File] = vars(made).get("alternates", {})
    return len(alternates) == 1 and alternates.get(tag) is made and made.abs_dest_path == _place(folder, made)
