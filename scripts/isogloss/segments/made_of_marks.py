"""Marks of a text that become elements which translators have never seen: icons, keys, attribute lists, titles."""

from __future__ import annotations

import re
from collections import Counter

from isogloss.segments.text import CODE

_MARKS = {
    "attribute list": re.compile(r"(?<![{%])\{(?![{%])[^{}\n]*\}(?!\})"),
    "icon": re.compile(r":[a-z0-9][\w+-]*:"),
    "key": re.compile(r"\+\+[^\s+](?:[^+]|\+(?!\+))*\+\+"),
}
_ADDRESS = re.compile(r"\]\(([^\s()]+)")
_TITLE = re.compile(r"""\]\([^\s()]+\s+["'(]""")


def marks(text: str) -> dict[str, Counter[str]]:
    """The marks of *text* outside of code, as they are written, by what they are."""
    rest = CODE.sub("", text)
    return {name: Counter(mark.findall(rest)) for name, mark in _MARKS.items()}


def titles(text: str) -> int:
    """How many links and images of *text* have a title behind their address."""
    return len(_TITLE.findall(CODE.sub("", text)))


def addresses(text: str) -> list[str]:
    """The addresses that *text* writes behind the text of a link or an image, outside of code."""
    return _ADDRESS.findall(CODE.sub("", text))


def has_broken_link(text: str, target: str) -> bool:
    """Whether *text* has brackets around *target* that make no link: with blanks between, or of another script."""
    between = r"(?:\](?:\s+[(（]|（)|］\s*[(（])"
    return re.search(rf"{between}\s*{re.escape(target)}(?=[\s)）]|$)|\]\({re.escape(target)}）", text) is not None
