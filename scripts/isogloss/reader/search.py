"""What search has to know of a language: which words stand for the same, and which passages are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any, NamedTuple

from isogloss.project import Locale
from isogloss.reader.strings import Words
from isogloss.structure.elements import Element, elements, replaced

_ABBREVIATION = re.compile(r'<abbr title="([^"]+)">([^<]+)</abbr>')
_BLOCK = re.compile("<(p|li)>")
_CODE = re.compile("<(code|pre)>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BRACKET = re.compile(r"[()（）]")
"""What is in brackets is another word for what is before them."""
_PROSE = 3
"""With fewer words, what is the same in two languages may be a name."""


class Meaning(NamedTuple):
    """What a text of a glossary is called, too."""

    text: str
    others: tuple[str, ...]
    """As good as it, or written by readers who mean it."""
    banned: tuple[str, ...] = ()
    """What the site does not call it; readers may."""


def abbreviations(page: str) -> dict[str, str]:
    """What abbreviations in the HTML *page* stand for."""
    return {unescape(short): unescape(long) for long, short in _ABBREVIATION.findall(page)}


def sentence(words: Words, locale: Locale) -> str:
    """What stands in the place of a search that needs scripts, where there are none."""
    return f"<noscript{words.marks(locale)}>{escape(words.texts['no_search'])}</noscript>"


def told(locale: Locale, source: Locale, meanings: Iterable[Meaning], explained: Mapping[str, str]) -> dict[str, Any]:
    """What the worker that searches is told of *locale*, in a form that JSON can hold.

    *meanings* are those of its glossary, *explained* has the abbreviations of its pages. ``alike`` are texts that stand
    for each other, ``instead`` are those that the site does not use, each with what it says.
    """
    alike: dict[str, list[str]] = {}
    instead: dict[str, str] = {}
    for text, others, banned in meanings:
        alike.setdefault(text, [text]).extend(others)
        instead |= dict.fromkeys(banned, text)
    for short, long in explained.items():
        alike.setdefault(short, [short])
        for text in filter(None, map(str.strip, _BRACKET.split(long))):
            same = (group for group in alike.values() if text.casefold() in map(str.casefold, group))
            alike[short] += [text, *next(same, [])]
    groups = [list(dict.fromkeys(group)) for group in alike.values()]
    return {
        "language": locale.language,
        "english": source.marks(locale).strip(),
        "alike": [group for group in groups if len(group) > 1],
        "instead": instead,
    }


def marked(
    entries: Sequence[dict[str, Any]], originals: Mapping[str, Mapping[str, Any]], locale: Locale, source: Locale
) -> list[dict[str, Any]]:
    """The *entries* of a search index for *locale*, with marks of what is as in the language *source*.

    *originals* are the entries in that language, by the location of each in *locale*. ``english`` is 2 if all of an
    entry is in it, and 1 if its title is.
    """
    pages: dict[str, bool] = {}
    for entry in entries:
        page = entry["location"].partition("#")[0]
        pages[page] = pages.get(page, True) and _same(entry, originals.get(entry["location"], {}), "title", "text")
    attributes = source.marks(locale)
    return [
        entry | {"english": 2}
        if pages[entry["location"].partition("#")[0]]
        else _marked(entry, originals.get(entry["location"], {}), attributes)
        for entry in entries
    ]


def _marked(entry: dict[str, Any], original: Mapping[str, Any], attributes: str) -> dict[str, Any]:
    title, text = (_same(entry, original, name) and _is_prose(entry[name]) for name in ("title", "text"))
    if text or (title and not entry["text"]):
        return entry | {"english": 2}
    found = elements(original.get("text", ""), _BLOCK)
    blocks = {(block.opening[1], block.inside) for block in found if _is_prose(block.inside)}

    def mark(block: Element) -> str:
        name, inside = block.opening[1], block.inside
        return f"<{name}{attributes if (name, inside) in blocks else ''}>{inside}</{name}>"

    entry = entry | {"text": replaced(entry["text"], _BLOCK, mark)} if blocks else entry
    return entry | {"english": 1} if title else entry


def _same(entry: Mapping[str, Any], original: Mapping[str, Any], *names: str) -> bool:
    return all(entry[name] == original.get(name) for name in names)


def _is_prose(html: str) -> bool:
    return len(_WORD.findall(replaced(html, _CODE, lambda _: " "))) >= _PROSE
