"""What the lines of comments above a message say."""

from __future__ import annotations

import re
from functools import lru_cache

_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069|(\\S+)")
"""gettext puts a file name with blanks between isolates."""
_LINE_NUMBER = re.compile(r":[0-9]+\Z")
_BLANKS = " \t\f\v"


@lru_cache(maxsize=65536)  # Nearly all of them are the same in each language.
def said(lines: tuple[str, ...]) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """The notes of translators, what was extracted, references and flags, from the *lines* of comments."""
    notes: list[str] = []
    extracted: list[str] = []
    references: list[str] = []
    flags: list[str] = []
    for line in lines:
        mark = line[1:2]
        if mark == ".":
            extracted.append(line[2:].strip(_BLANKS))
        elif mark == ":":
            references += _references(line[2:])
        elif mark in (",", "="):
            flags += flags_of(line[2:])
        else:
            notes.append(line[1:].removeprefix(" ").rstrip(_BLANKS))
    return "\n".join(notes), "\n".join(filter(None, extracted)), tuple(references), tuple(flags)


def _references(text: str) -> list[str]:
    if "\u2068" not in text and ":" not in text:
        return text.split()
    return [isolated or _LINE_NUMBER.sub("", name) for isolated, name in _REFERENCE.findall(text)]


def flags_of(text: str) -> list[str]:
    """The flags of a line; gettext takes a blank between two of them for a comma."""
    found: list[str] = []
    for part in text.split(","):
        found += [part.strip()] if part.strip().startswith("range:") else part.split()
    return found
