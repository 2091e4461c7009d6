"""Where a link leads: to which page of the site, in whichever language, and whether there is such a file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from isogloss.project import Locale

_FILE = re.compile(r"\.(?:md|markdown|html?|png|jpe?g|gif|svg|webp|avif|ico|pdf)\Z", re.IGNORECASE)


def anchor_of(fragment: str) -> str:
    """The anchor that the *fragment* of an address names, without what it says to browsers (``:~:text=word``).

    Source: https://wicg.github.io/scroll-to-text-fragment/
    """
    return unquote(fragment.partition(":~:")[0])


def place(path: str, anchor: str = "") -> str:
    """The *anchor* on the page at *path*, or the whole page, as one text: the names of files may have a ``#``, too."""
    if "#" in path or "%" in path:
        path = path.replace("%", "%25").replace("#", "%23")
    return f"{path}#{anchor}" if anchor else path


def path_and_anchor(place: str) -> tuple[str, str]:
    """The path and the anchor of a :func:`place`; the anchor is empty for a whole page."""
    path, _, anchor = place.partition("#")
    return path.replace("%23", "#").replace("%25", "%") if "%" in path else path, anchor


class SourceFile(NamedTuple):
    """A file below docs/, as the host of the site lists it for one language."""

    path: str
    """The path below docs/."""
    page: str
    """The path of a page that is the same in all languages: ``guide.md`` for ``guide.es-ES.md``."""
    language: str = ""
    """The tag of the language of a page that is written by hand in it."""
    is_page: bool = True
    """Whether the file is rendered; others are copied."""
    found: bool = False
    """Whether readers find the page although the navigation does not list it, as its author says."""
    built: str = ""
    """The path below the finished site: ``guide/index.html``."""


SourceFiles = Mapping[str, SourceFile]
"""The files of the site in one language, by path."""


def served_below(site_url: str) -> str:
    """The path below which the site at *site_url* is, with slashes around it; nothing in it is escaped."""
    return "/".join(["", *filter(None, unquote(urlsplit(site_url).path).split("/")), ""])


class Target(NamedTuple):
    """Where one link or image of a page leads."""

    written: str
    """As the page has it."""
    page: str = ""
    """The page that it leads to, by the path below docs/; empty for everything else."""
    fragment: str = ""
    missing: bool = False
    """Whether there is no such file."""
    from_root: bool = False
    """Whether it is the English page for readers of every language: its address begins at the root of the host."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The files of the site in one language."""

    files: SourceFiles
    locale: Locale
    source: Locale
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By page: the English anchor for each of the language's own."""
    below: str = "/"
    """The path below which the site is served, with slashes around it."""
    _built: dict[str, SourceFile] = field(init=False, repr=False)
    """By path below the finished site."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_built", {file.built: file for file in self.files.values() if file.built})

    def _file(self, src_uri: str, path: str) -> SourceFile | None:
        """The file that *path* leads to from the page at *src_uri*.

        In Markdown it is a path between sources; what the folder of a language does not have may be beside it. In HTML,
        which nobody rewrites, it is one between built files.
        """
        source = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), path)) if path else src_uri
        found, here = self.files.get(source), self.files.get(src_uri)
        if found is None and here is not None and here.path == f"{here.language}/{here.page}":
            found = self.files.get(source.removeprefix(f"{here.language}/"))
        if found is None and here is not None:
            there = posixpath.normpath(posixpath.join(posixpath.dirname(here.built), path))
            found = self._built.get(there) or self._built.get(posixpath.normpath(f"{there}/index.html"))
        return found

    def _at_root(self, path: str) -> str:
        """The page to which *path* leads from the root of the host; empty if it is none of the site."""
        there = posixpath.normpath(f"{path.removeprefix(self.below)}/index.html") if path.startswith(self.below) else ""
        file = self._built.get(there.lstrip("/")) or self._built.get(there.removesuffix("/index.html"))
        return file.page if file is not None and file.is_page else ""

    def target(self, src_uri: str, written: str) -> Target:
        """Where *written* leads from the page at *src_uri*."""
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or "\x02" in written:
            return Target(written)
        if parts.path.startswith("/"):
            there = self._at_root(unquote(parts.path))
            return Target(written, there, anchor_of(parts.fragment), from_root=True) if there else Target(written)
        file = self._file(src_uri, unquote(parts.path))
        if file is None:
            return Target(written, missing=bool(_FILE.search(parts.path)))
        if not file.is_page:
            return Target(written)
        return Target(written, file.page, anchor_of(parts.fragment))

    def compared(self, src_uri: str, written: str) -> str:
        """*written* in the form in which languages are compared.

        A page of the site is the same :func:`place` in every language. Another site may have a page for each language:
        a part of its address that names the locale or the source language does not count.
        """
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or "\x02" in written:
            return self._elsewhere(written)
        if parts.path.startswith("/"):
            return urlunsplit(("", "", self._without_tags(parts.path), parts.query, parts.fragment))
        path = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), unquote(parts.path)))
        file = self._file(src_uri, unquote(parts.path))
        page = file.page if file is not None else self._without_folder(path)
        if file is not None and file.language not in ("", self.locale.tag, self.source.tag):
            page = file.path
        anchor = anchor_of(parts.fragment)
        return place(page, self.anchors.get(page, {}).get(anchor, anchor))

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
