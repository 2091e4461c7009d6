"""The lines of a Markdown page, before anything parses it: which are code, and which are headings."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r"(?:=+|-+) *\Z")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


class Line(NamedTuple):
    """A line of a Markdown page."""

    text: str
    in_code: bool
    """Whether it is part of a fenced code block."""
    heading: bool
    """Whether it is a heading: after number signs, or above an underline."""


def page_lines(text: str) -> list[Line]:
    """The lines of *text*, a page without front matter."""
    found: list[Line] = []
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            found.append(Line(line, in_code=True, heading=False))
            if mark and mark.group(1).startswith(fence) and not line.strip("> \t`~"):
                fence = ""
            continue
        fence = mark.group(1) if mark else ""
        first = number == 0 or not lines[number - 1].strip()
        underlined = first and number + 1 < len(lines) and _UNDERLINE.match(lines[number + 1]) is not None
        heading = _HEADING.match(line) is not None or (underlined and bool(line.strip()))
        found.append(Line(line, bool(fence), heading and not fence))
    return found
