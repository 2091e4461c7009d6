"""Addresses in HTML, which nobody rewrites: right on the English page, and in the folder of a locale no more."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from html import unescape
from urllib.parse import quote, unquote, urlsplit

_TAG = re.compile(r"""<[a-zA-Z][a-zA-Z0-9]*(?=[\s>])(?:[^<>"']|"[^"]*"|'[^']*')*>""")
"""A tag of HTML: what has a hyphen in its name is an element of a plugin, which knows where its pages are."""
_ADDRESS = re.compile(r"""(\s(?:src|href|poster|data)\s*=\s*["']?)([^"'\s>]+)""")
_PATHS = [
    re.compile(rf"""{name}(?<=\s{name})\s*=\s*["']?(?![a-zA-Z][\w+.-]*:|[/#?])((?:&#|[^"'\s>#?])+)""")
    for name in ("src", "href", "poster", "data")
]
"""The path of such an address, which is not elsewhere: all of them are looked at before any tag is.

What begins with a word, and not with a choice, is found in half the time.
"""
_SET = re.compile(r"""(\ssrcset\s*=\s*)("[^"]*"|'[^']*'|[^"'\s>]+)""")
_OF_SET = re.compile(r"""((?:^["']?|,)\s*)([^"'\s,]+)""")
"""The addresses in the value of ``srcset``: one for each width of a screen."""
_ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|[/#?]")


def lowered(html: str, page: str, folder: str, files: Container[str]) -> str:
    """The article *html* of the built *page* below *folder*, with files of the site found again that are not below it.

    *files* are all built files. What is there in both places, such as a page, is left to the language of the reader.
    """
    here = posixpath.dirname(page)
    english = posixpath.dirname(page.removeprefix(folder))

    def is_lost(path: str) -> bool:
        path = unquote(path)
        return not _there(here, path, files) and _there(english, path, files)

    def address(found: re.Match[str]) -> str:
        if _ELSEWHERE.match(found[2]) or not is_lost(urlsplit(unescape(found[2])).path):
            return found[0]
        return f"{found[1]}{_from(here, english, found[2])}"

    def tag(found: re.Match[str]) -> str:
        text = _SET.sub(lambda one: f"{one[1]}{_OF_SET.sub(address, one[2])}", found[0])
        return _ADDRESS.sub(address, text)

    paths = {unescape(path) for pattern in _PATHS for path in pattern.findall(html)}
    if "srcset" not in html and not any(map(is_lost, paths)):
        return html
    return _TAG.sub(tag, html)


def _from(here: str, folder: str, address: str) -> str:
    """The *address* of a file, as a page in *folder* names it, for a page *here*."""
    while begin := re.match(r"\.\.?/", address):
        folder = posixpath.dirname(folder) if begin[0] == "../" else folder
        address = address[begin.end() :]
    return f"{quote(posixpath.relpath(folder or '.', here))}/{address}"


def _there(folder: str, path: str, files: Container[str]) -> bool:
    place = posixpath.normpath(posixpath.join(folder, path))
    return place in files or posixpath.normpath(f"{place}/index.html") in files
