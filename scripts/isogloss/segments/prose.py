"""Tells the words of a text from what the site's own inline patterns make no words of: code, math, addresses, keys."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from isogloss.segments.html import TRANSLATABLE_ATTRIBUTES
from isogloss.segments.parser import TAKEN, is_link, undisturbed

_NO_LETTER = re.compile(r"[\W_]+")


def prose(md: Markdown, text: str) -> frozenset[int]:
    """The places of the characters of *text*, raw inline Markdown, that readers read as words.

    The patterns of *md* take their turns as in inline parsing. What one of them gives as an atom, or puts aside, it
    keeps as it is; the texts of what it gives otherwise are looked at by the patterns after it.
    """
    found: set[int] = set()
    with undisturbed(md):
        _read(list(md.inlinePatterns), text, range(len(text)), found)
    return frozenset(found)


def _read(patterns: Sequence[Any], text: str, places: Sequence[int], found: set[int]) -> None:
    taken = -1
    for number, pattern in enumerate(patterns):
        position = 0
        while (match := _first(pattern, text, position)) is not None:
            node, start, end = match
            if node is None:
                position = max(end, position + 1)
                continue
            makes_address = not is_link(pattern)
            for begin, stop in _words(node, text, start, end, makes_address):
                _read(patterns[number + 1 :], text[begin:stop], places[begin:stop], found)
            text = text[:start] + TAKEN + text[end:]
            places = [*places[:start], *([taken] * len(TAKEN)), *places[end:]]
            position = start + len(TAKEN)
    found.update(place for place in places if place != taken)


def _first(pattern: Any, text: str, position: int) -> tuple[Any, int, int] | None:
    """What *pattern* makes of the first part of *text* that it takes, as Python-Markdown asks it."""
    if not isinstance(pattern, InlineProcessor):
        match = pattern.getCompiledRegExp().match(text[position:])
        if match is None:
            return None
        return pattern.handleMatch(match), position + match.end(1), position + match.start(match.lastindex or 0)
    for match in pattern.getCompiledRegExp().finditer(text, position):
        node, start, end = pattern.handleMatch(match, text)
        if start is not None and end is not None:
            return node, start, end
    return None


def _words(
    node: etree.Element | str, text: str, start: int, end: int, makes_address: bool
) -> Iterator[tuple[int, int]]:
    """Where in *text*, between *start* and *end*, the words of *node* stand: its texts, and attributes to read.

    What *makes_address* is no word: of a user's name or a title, a pattern that is no link's makes where it leads.
    """
    if isinstance(node, str):
        return
    position = start
    for value in _texts(node):
        begin = text.find(value, position, end)
        if begin >= 0 and not isinstance(value, AtomicString) and not (makes_address and _is_in_address(value, node)):
            yield begin, begin + len(value)
        position = begin + len(value) if begin >= 0 else position
    for element in node.iter():
        for value in filter(None, map(element.get, TRANSLATABLE_ATTRIBUTES)):
            # Elsewhere than in quotation marks or after "!", such words may be the label of an address.
            for before, after in ('""', "''", (" (", ")"), ("![", "]")):
                begin = text.find(f"{before}{value}{after}", position, end)
                if begin >= 0:
                    yield begin + len(before), begin + len(before) + len(value)


def _is_in_address(text: str, node: etree.Element) -> bool:
    addresses = (element.get("href", "") for element in node.iter("a"))
    name = _NO_LETTER.sub("", text)
    return bool(name) and any(name in _NO_LETTER.sub("", address) for address in addresses)


def _texts(element: etree.Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail
