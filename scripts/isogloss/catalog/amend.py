"""Puts one translation into a file, and leaves every other byte: the difference is what the translator has done.

The file need not be in canonical form: it may be wrapped, have CRLF at the ends of its lines, or begin with a mark.
"""

from __future__ import annotations

import re

from isogloss.catalog.comments import flags_of
from isogloss.catalog.message import Message
from isogloss.catalog.writer import escaped

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"(?<![\r\n])[\r\n]+\Z")


def amended(data: bytes, message: Message) -> bytes:
    """The PO file *data* with another translation of one of its messages, which waits no longer.

    *message* has the lines at which it was read there.
    """
    lines: list[str] = _LINES.findall(data.decode("utf-8"))
    first, translation = _first_line(lines, message.msgid_line - 1), message.msgstr_line - 1
    found = _END.search(lines[message.msgid_line - 1])
    end = found.group() if found is not None else "\n"
    last = _last_line(lines, translation)
    closing = _END.search(lines[last])
    new = [*_finished(lines[first : message.msgid_line - 1], end), *lines[message.msgid_line - 1 : translation]]
    new.append(f'msgstr "{escaped(message.msgstr)}"{end if closing is not None else ""}')
    return "".join([*lines[:first], *new, *lines[last + 1 :]]).encode("utf-8")


def _first_line(lines: list[str], msgid: int) -> int:
    """The index of the first line of the message whose msgid has the index *msgid*, or of a blank one above it."""
    first = place = msgid
    while place > 0:
        place -= 1
        line = lines[place].strip()
        if line.startswith("#~"):
            break
        if not line or line[0] == "#" or line.startswith("msgctxt"):
            first = place
        elif line[0] != '"':
            break
        # A text that goes on is of the keyword above it: of this message if that is its context.
    return first


def _last_line(lines: list[str], msgstr: int) -> int:
    """The index of the last line of the text that begins at the index *msgstr*."""
    last = msgstr
    for place in range(msgstr + 1, len(lines)):
        line = lines[place].strip()
        if line and line[0] != '"':
            break
        last = place if line else last
    return last


def _finished(lines: list[str], end: str) -> list[str]:
    """The *lines* above a msgid without what says that the translation waits."""
    kept = []
    for line in lines:
        mark, rest = line.strip()[:2], line.strip()[2:]
        if mark == "#|":
            continue
        if mark in ("#,", "#=") and "fuzzy" in (flags := flags_of(rest)):
            flags = [flag for flag in flags if flag != "fuzzy"]
            kept += [f"{mark} {', '.join(flags)}{end}"] if flags else []
            continue
        kept.append(line)
    return kept
