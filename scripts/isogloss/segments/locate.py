"""Finds the line of a message in the English source. A line is a hint for people, never a key."""

from __future__ import annotations

import re

_MARKS = re.compile(r"\s*(?:(?:[>*+\-]|\d+[.)]|\#{1,6}|:)\s+|\[[ xX]\]\s+|\|)*")


def line_of(source: str, msgid: str) -> int:
    """The line of *source*, from 1, where *msgid* begins; 0 if it is not found.

    Python-Markdown keeps no positions: lines are joined as the walk joins them, and the text is searched for.
    """
    starts: list[tuple[int, int]] = []
    parts: list[str] = []
    length = 0
    for number, line in enumerate(source.splitlines(), start=1):
        mark = _MARKS.match(line)
        text = " ".join(line[mark.end() if mark else 0 :].split())
        starts.append((length, number))
        parts.append(text)
        length += len(text) + 1
    joined = " ".join(parts)
    wanted = " ".join(msgid.split())
    position = joined.find(wanted)
    if position < 0:
        position = joined.find(wanted[:40])
    if position < 0:
        return 0
    return max(number for start, number in starts if start <= position)
