"""Catalogs that are read when somebody asks for them: a preview shows one page of hundreds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.diagnostics import Diagnostic
from isogloss.project import Locale, Project
from isogloss.review.catalog_files import catalogs_there


class CatalogsOnDemand(Mapping[Path, Catalog]):
    """The catalogs of one locale, by path."""

    def __init__(self, project: Project, locale: Locale) -> None:
        """List them. Raises :class:`ProblemsFound` if there are none at all, as :func:`read_catalogs` does."""
        self._project = project
        self._found: dict[Path, Catalog | None] = dict.fromkeys(catalogs_there(project, locale))

    def __getitem__(self, path: Path) -> Catalog:
        """The catalog at *path*, read now if it was not before."""
        found = self._found[path]
        if found is None:
            found = self._found[path] = catalog.read(path, self._project.relative(path))
        return found

    def __iter__(self) -> Iterator[Path]:
        """The paths, in a stable order."""
        return iter(self._found)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)

    def __contains__(self, path: object) -> bool:
        """Whether there is one at *path*; it is not read for that."""
        return path in self._found

    def forget(self, path: Path) -> bool:
        """Let the catalog at *path* be read again. Whether that is enough.

        Otherwise, there is another number of catalogs now, or of translated pages.
        """
        if path not in self._found or not path.is_file():
            return False
        before, self._found[path] = self._found[path], None
        return before is None or before.begun == self[path].begun

    def faults(self, path: Path) -> list[Diagnostic]:
        """What is wrong with the catalog at *path*, if there is one."""
        return self[path].faults if path in self._found else []


def begun(project: Project, locale: Locale, known: dict[str, bool], hashed: Callable[[Path], str]) -> list[str]:
    """The paths of the catalogs of *locale* that have anything to publish. Raises what :func:`catalogs_there` raises.

    Which have is *known*, by the hash of their content, which *hashed* gives, or will be; of contents that are gone, it
    is known no more.
    """
    found = {}
    for path in catalogs_there(project, locale):
        content = hashed(path) if path.is_file() else ""
        if not content or content not in known:
            known[content] = catalog.read(path, project.relative(path)).begun
        found[project.relative(path)] = content
    for content in known.keys() - found.values():
        del known[content]
    return [path for path, content in found.items() if known[content]]
