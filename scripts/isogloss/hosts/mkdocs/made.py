"""Pages that plugins make: static-i18n takes files below ``docs_dir`` alone, and drops all other pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files


class Made(NamedTuple):
    """The pages that plugins have made before static-i18n arranges the files, and where each of them really is."""

    places: Mapping[str, tuple[File, str | None]]
    """By path below docs/: the file, and where it is; None for a text that is in no file."""

    @classmethod
    def of(cls, files: Files, config: MkDocsConfig) -> Made:
        """Let static-i18n believe that they are below ``docs_dir``."""
        docs = Path(config.docs_dir)
        pages = [file for file in files.documentation_pages() if not _is_below(docs, file.abs_src_path)]
        found = cls({file.src_uri: (file, file.abs_src_path) for file in pages})
        for file in pages:
            file.abs_src_path = str(docs / file.src_uri)
        return found

    def put_back(self, files: Files) -> None:
        """Give them their folder again, and the *files* that stand for them their text."""
        for original, place in self.places.values():
            original.abs_src_path = place
        for file in files.documentation_pages():
            original, place = self.places.get(file.src_uri, (file, None))
            if file is not original:
                # The file may be gone by the time that the page is read: a plugin has one for each language.
                file._content = original.content_bytes
                file.src_dir, file.generated_by, file.abs_src_path = None, original.generated_by, place


def _is_below(folder: Path, path: str | None) -> bool:
    return path is not None and folder in Path(path).parents
