"""Addresses of the navigation, written from one page after the other, as MkDocs writes them.

Each page has an address for each page. MkDocs cuts both of them up for each one; here each is cut up once.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from mkdocs.utils import normalize_url

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page


class Address(NamedTuple):
    """An address, below the site or elsewhere."""

    text: str
    parts: tuple[str, ...] | None = None
    """The folders and the file that a path of the site is made of; None if it is anything else."""
    end: str = ""
    """The slash at its end, if it has one."""
    stays: bool = False
    """Whether it is the same on all pages: it leads to another host, or says where it begins."""


def address_of(text: str) -> Address:
    """The address *text*, cut up if it is a plain path: nothing in it is for MkDocs to mend."""
    plain = text.removesuffix("/")
    parts = urlsplit(text)
    if "\\" not in text and (parts.scheme or parts.netloc or text.startswith(("/", "#"))):
        return Address(text, stays=True)
    if not plain or "\\" in text or parts.scheme or parts.netloc or posixpath.normpath(plain) != plain:
        return Address(text)
    if plain[0] in "/#." or ";" in plain or parts.path != text:
        return Address(text)
    return Address(text, tuple(plain.split("/")), text[len(plain) :])


def _own(page: Page) -> str:
    """The folder that addresses on *page* are relative to."""
    folder, _, file = page.url.rpartition("/")
    return posixpath.normpath(f"/{folder if '.' in file else page.url}")[1:]


def relative_to(page: Page) -> Callable[[Address], str]:
    """What writes addresses on *page*, as :func:`mkdocs.utils.normalize_url` does."""
    own = _own(page)
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


class Place:
    """Where addresses are written: on a page, or on one that is no page of the docs."""

    def __init__(self, page: Page | None, base: str) -> None:
        """Addresses are relative to *page*; without one, they are below *base*."""
        self.page, self.base, self.url = page, base, page.url if page is not None else None
        self.own = _own(page) if page is not None and not page.url.startswith("/") else None
        """The folder of the page; None if nothing is known of it."""
        self.beside = self.own.rpartition("/")[0] if self.own else None
        """The folder that this one is in."""
        self.written = (
            relative_to(page) if page is not None else lambda address: normalize_url(address.text, None, base)
        )
        """Writes an address here."""


class Written:
    """A text with addresses in it, written on one page after the other.

    From pages beside each other, all addresses that lead to none of them, nor below, are the same.
    """

    def __init__(self, parts: Sequence[str], addresses: Sequence[Address]) -> None:
        """*parts* are the text before, between and after the *addresses*."""
        self._parts, self._addresses = parts, addresses
        self._leads_through = frozenset(chain.from_iterable(map(_folders, addresses)))
        self._moves = all(address.stays or address.parts is not None for address in addresses)
        self._text = ""
        self._own: str | None = None
        self._beside: str | None = None

    def on(self, place: Place) -> str:
        """The text as it is at *place*."""
        own = place.own
        if own is None or own != self._own:
            movable = self._moves and own not in self._leads_through
            if place.beside is None or place.beside != self._beside or not movable:
                self._text = self._at(place)
                self._own, self._beside = own, place.beside if movable else None
        return self._text

    def _at(self, place: Place) -> str:
        first, *others = self._parts
        addresses = map(place.written, self._addresses)
        return first + "".join(chain.from_iterable(zip(addresses, others, strict=True)))


def _folders(address: Address) -> Iterator[str]:
    """The folders that *address* leads through, and itself."""
    parts = address.parts or ()
    return ("/".join(parts[: number + 1]) for number in range(len(parts)))
