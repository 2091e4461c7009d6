"""Where a link leads: to which page of the site, in whichever language, and whether there is such a file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

from isogloss.project import Locale

_FILE = re.compile(r"\.(?:md|markdown|html?|png|jpe?g|gif|svg|webp|avif|ico|pdf)\Z", re.IGNORECASE)


def page_of(file: Any) -> str:
    """The path of a page below docs/ that is the same in all languages: ``guide.md`` for ``guide.es-ES.md``."""
    return str(getattr(file, "norm_src_uri", file.src_uri))


class SourceFiles(Protocol):
    """The files of a site in one language, as the host lists them."""

    def get_file_from_path(self, path: str) -> Any:
        """The file whose source is at *path* below docs/; None if there is none."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one link or image of a page leads."""

    written: str
    """As the page has it."""
    page: str = ""
    """The page that it leads to, by the path below docs/; empty for everything else."""
    fragment: str = ""
    missing: bool = False
    """Whether there is no such file."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The files of the site in one language."""

    files: SourceFiles
    locale: Locale
    source: Locale
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By page: the English anchor for each of the language's own."""

    def target(self, src_uri: str, written: str) -> Target:
        """Where *written* leads from the page at *src_uri*."""
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or parts.path.startswith("/") or "\x02" in written:
            return Target(written)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), unquote(parts.path)))
        file = self.files.get_file_from_path(path if parts.path else src_uri)
        if file is None:
            return Target(written, missing=bool(_FILE.search(parts.path)))
        if not file.is_documentation_page():
            return Target(written)
        return Target(written, page_of(file), unquote(parts.fragment))

    def compared(self, src_uri: str, written: str) -> str:
        """*written* in the form in which languages are compared.

        A page of the site is the same page in every language. Another site may have a page for each language: a part
        of its address that names the locale or the source language does not count.
        """
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or "\x02" in written:
            return self._elsewhere(written)
        if parts.path.startswith("/"):
            return urlunsplit(("", "", self._without_tags(parts.path), parts.query, parts.fragment))
        path = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), unquote(parts.path)))
        file: Any = self.files.get_file_from_path(path if parts.path else src_uri)
        page = page_of(file) if file is not None else self._without_folder(path)
        if file is not None and getattr(file, "localization", None) not in (None, self.locale.tag, self.source.tag):
            page = file.src_uri
        fragment = self.anchors.get(page, {}).get(unquote(parts.fragment), unquote(parts.fragment))
        return page + (f"#{fragment}" if fragment else "")

    def _elsewhere(self, written: str) -> str:
        parts = urlsplit(written)
        if parts.scheme not in ("http", "https"):
            return written
        labels = [label for label in parts.netloc.split(".") if label.lower() not in self._tags]
        return urlunsplit((parts.scheme, ".".join(labels), self._without_tags(parts.path), parts.query, parts.fragment))

    def _without_tags(self, path: str) -> str:
        return "/".join(part for part in path.split("/") if part.lower().replace("_", "-") not in self._tags)

    def _without_folder(self, path: str) -> str:
        first, _, rest = path.partition("/")
        return rest if rest and first in (self.locale.tag, self.source.tag) else path

    @property
    def _tags(self) -> set[str]:
        tags = {self.locale.tag.lower(), self.source.tag.lower(), "en-us", "en-gb"}
        return tags | {tag.partition("-")[0] for tag in tags}
