"""Addresses of the navigation, written from one page after the other, as MkDocs writes them.

Each page has an address for each page. MkDocs cuts both of them up for each one; here each is cut up once.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.utils import normalize_url

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page


@dataclass(frozen=True, slots=True)
class Address:
    """An address, below the site or elsewhere."""

    text: str
    parts: tuple[str, ...] | None = None
    """The folders and the file that a path of the site is made of; None if it is anything else."""
    end: str = ""
    """The slash at its end, if it has one."""


def address_of(text: str) -> Address:
    """The address *text*, cut up if it is a plain path: nothing in it is for MkDocs to mend."""
    plain = text.removesuffix("/")
    parts = urlsplit(text)
    if not plain or "\\" in text or parts.scheme or parts.netloc or posixpath.normpath(plain) != plain:
        return Address(text)
    if plain[0] in "/#." or ";" in plain or parts.path != text:
        return Address(text)
    return Address(text, tuple(plain.split("/")), text[len(plain) :])


def relative_to(page: Page) -> Callable[[Address], str]:
    """What writes addresses on *page*, as :func:`mkdocs.utils.normalize_url` does."""
    folder, _, file = page.url.rpartition("/")
    own = posixpath.normpath(f"/{folder if '.' in file else page.url}")[1:]
    if page.url.startswith("/"):
        return lambda address: normalize_url(address.text, page)
    here = own.split("/") if own else []
    depth, first = len(here), here[0] if here else None
    up = ["../" * number for number in range(depth + 1)]

    def written(address: Address) -> str:
        parts = address.parts
        if parts is None:
            return normalize_url(address.text, page)
        if parts[0] != first:
            return up[depth] + address.text
        common = 0
        for one, other in zip(here, parts, strict=False):
            if one != other:
                break
            common += 1
        rest = "/".join(parts[common:])
        return up[depth - common] + rest + address.end if rest else (up[depth - common] or "./")[:-1] + address.end

    return written
