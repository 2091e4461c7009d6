"""Titles that extensions nobody knows write on links and images: the words are a message, numbers and names are not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from markdown import Markdown

from isogloss.segments.html import TRANSLATABLE_ATTRIBUTES
from isogloss.segments.parser import unstashed
from isogloss.segments.text import has_words
from isogloss.segments.walk import Slot

_VALUE = re.compile(r"(?<!\S)(?=\S*[\d#@/:_.{}])\S*[^\s.,;:!?]")


def made_titles(
    md: Markdown, slots: Iterable[Slot], translated: Mapping[int, str]
) -> Iterator[tuple[Slot, etree.Element, str]]:
    """The links and images that inline parsing has made of *slots*, each with an attribute that no author wrote.

    *translated* are the texts of slots that are not English, by the ids of these objects.
    """
    known = {title for _, title in md.references.values()}
    for slot in slots:
        written = _letters(unstashed(md, f"{slot.raw} {translated.get(id(slot), '')}"))
        for element in (one for child in slot.inline for one in child.iter() if one.tag in ("a", "img")):
            # Those of magiclink are strings of the site.
            for name in TRANSLATABLE_ATTRIBUTES if "magiclink" not in element.get("class", "") else ():
                value = element.get(name)
                if value and has_words(value) and value not in known and _letters(value) not in written:
                    yield slot, element, name


def _letters(text: str) -> str:
    """The letters and digits of *text*: what is left of it under any markup."""
    return "".join(filter(str.isalnum, unescape(text)))


def without_values(text: str) -> tuple[str, list[str]]:
    """*text* with ``{}`` in place of numbers, names and addresses; and these."""
    return _VALUE.sub("{}", text), _VALUE.findall(text)


def filled(text: str, values: Sequence[str]) -> str:
    """*text* with *values* in it again; empty if it has another number of places for them."""
    parts = text.split("{}")
    return "".join(map("".join, zip(parts, [*values, ""], strict=True))) if len(parts) == len(values) + 1 else ""
