"""Addresses in HTML, which nobody rewrites: right on the English page, and one folder too high in a locale."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from html import unescape
from urllib.parse import unquote, urlsplit

_TAG = re.compile(r"""<[a-zA-Z][a-zA-Z0-9]*(?=[\s>])(?:[^<>"']|"[^"]*"|'[^']*')*>""")
"""A tag of HTML: what has a hyphen in its name is an element of a plugin, which knows where its pages are."""
_ADDRESS = re.compile(r"""(\s(?:src|href|poster|data)\s*=\s*["']?)(?![a-zA-Z][\w+.-]*:|[/#?])([^"'\s>]+)""")


def lowered(html: str, page: str, folder: str, files: Container[str]) -> str:
    """The article *html* of the built *page* below *folder*, with files of the site found again that are not below it.

    *files* are all built files. What is there in both places, such as a page, is left to the language of the reader.
    """
    here = posixpath.dirname(page)
    english = posixpath.dirname(page.removeprefix(folder))

    def address(found: re.Match[str]) -> str:
        path = unquote(urlsplit(unescape(found[2])).path)
        if _there(here, path, files) or not _there(english, path, files):
            return found[0]
        return f"{found[1]}../{found[2]}"

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), html)


def _there(folder: str, path: str, files: Container[str]) -> bool:
    place = posixpath.normpath(posixpath.join(folder, path))
    return place in files or posixpath.normpath(f"{place}/index.html") in files
