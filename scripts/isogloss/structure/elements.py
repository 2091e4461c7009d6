"""Elements of a page from where they begin to their next end, found in one pass however many have no end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Element(NamedTuple):
    """A part of a page."""

    opening: re.Match[str]
    inside: str
    """What is between its beginning and its end."""
    start: int
    end: int


def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(f"</{re.escape(name)}>")


def elements(
    html: str, opening: re.Pattern[str], ending: Callable[[str], re.Pattern[str]] = _end_tag
) -> Iterator[Element]:
    """The parts of *html* that begin with *opening*, one after the other.

    The first group of *opening* is a name, from which *ending* makes the end; what has no name is only its beginning.
    What has no end is passed over, and no end of that name is looked for again: a pattern would do so each time.
    """
    place, unclosed = 0, set[str]()
    while (found := opening.search(html, place)) is not None:
        place = found.end()
        if found[1] is None:
            yield Element(found, "", found.start(), place)
        elif (name := found[1].casefold()) not in unclosed:
            if (end := ending(name).search(html, place)) is None:
                unclosed.add(name)
                continue
            yield Element(found, html[place : end.start()], found.start(), end.end())
            place = end.end()


def replaced(
    html: str,
    opening: re.Pattern[str],
    new: Callable[[Element], str],
    ending: Callable[[str], re.Pattern[str]] = _end_tag,
) -> str:
    """*html* with *new* in the place of each of its ``elements``."""
    parts, place = [], 0
    for element in elements(html, opening, ending):
        parts += [html[place : element.start], new(element)]
        place = element.end
    return "".join(parts) + html[place:]
