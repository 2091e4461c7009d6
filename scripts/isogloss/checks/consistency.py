"""Texts that a locale has more than once, and says in other words: short ones, and names in bold.

One word may have another ending each time, as grammar asks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import inf

from isogloss.checks.english_left import Finished
from isogloss.checks.lexicon import SPACELESS, WORD
from isogloss.checks.traits import ending
from isogloss.segments import Kind
from isogloss.segments.text import words_of

CODE = "two-renderings"
_SHORT = 60
"""Characters of a text at most that is a label: a sentence may be said in two ways."""
_OF_PLACES = frozenset([Kind.CODE_TITLE, Kind.ABBREVIATION, Kind.ATTRIBUTE, Kind.DIAGRAM, Kind.HTML])
"""Kinds of texts whose place asks for other words, or has no room for the usual ones."""
_NAME = 40
"""Characters of a name in bold at most."""
_BOLD = re.compile(r"(?<![*\\\w])\*\*(?=[^\s*`])([^*`]{1,80})(?<=[^\s*`])\*\*(?![*\w])")
_BOLD_HERE = re.compile(r"(?<![*\\])\*\*(?=[^\s*`])([^*`]{1,200})(?<=[^\s*`])\*\*(?!\*)")
"""The same in a translation, where letters may stand beside it: no spaces, or an ending."""
_OFTEN = 2
"""Texts that render a name alike, below which nothing is known of it."""
_MOST = 0.6
"""The share of all texts with the name that they have to exceed."""
_STEM = 0.6
"""The share of a word that two forms of it have in common, at its beginning."""
_PLAIN = re.compile(r"(?<![\w.])\w*[a-z]{2}\w*(?!\w|\.\w)")
"""A word that is no part of a file name or a pattern, such as dd.MM.yyyy."""
_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")
_NO_WORD = re.compile("(?:[^\\w\u0900-\u0eff]|_)+")
"""What is in no word; vowels that are marks on letters are no letters to a regular expression."""


def is_label(text: str) -> bool:
    """Whether an English *text* is short, and no sentence; one word in small letters is mostly code."""
    if len(text) > _SHORT or ending(text):
        return False
    words = words_of(text).strip()
    return _PLAIN.search(words) is not None and (" " in words or not words.islower())


@lru_cache(maxsize=65536)
def _compared(text: str) -> str:
    """The words of a rendering, without markup, capitals, signs, and what it explains in parentheses."""
    words = words_of(text.replace("`", ""))
    return _NO_WORD.sub(" ", _ASIDE.sub("", words) or words).strip().casefold()


@lru_cache(maxsize=65536)
def _letters(text: str) -> str:
    return _compared(text).replace(" ", "")


def _is_form(one: str, other: str) -> bool:
    """Whether two words are one in two forms, as far as their beginnings tell."""
    if one == other:
        return True
    if SPACELESS.search(one + other):
        return one in other or other in one
    least = min(len(one), len(other))
    common = next((place for place in range(least) if one[place] != other[place]), least)
    return common > 1 if least < 5 else common >= max(3, _STEM * least)


def _may_be_form(one: str, other: str) -> bool:
    """The same of words in longer texts: articles, and the like, have forms that have nothing in common."""
    return (len(one) + len(other) < 6 and not SPACELESS.search(one + other)) or _is_form(one, other)


@dataclass(slots=True)
class _Renderings:
    """The translations of one text that is a label."""

    places: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By catalog, the number of the message, and what is compared of its translation."""
    by_letters: dict[str, list[Finished]] = field(default_factory=dict)

    def usual(self, one: Finished) -> Finished | None:
        """The first message with the usual translation, if that of *one* is another.

        Of as many, one that is not the English text is usual, and of those the first. What *one* itself was before
        somebody changed it does not count.
        """
        mine = _letters(one.msgstr)
        here, before = self.places.get(one.catalog, (inf, ""))
        alike = self._others(mine, one)
        first = min([here, *(self.places[other.catalog][0] for other in alike[:1])])
        msgid = one.message.msgid
        best, found = (len(alike) + 1, one.msgstr != msgid, -first), None
        for letters in self.by_letters:
            others = self._others(letters, one) if letters == before else self.by_letters[letters]
            if letters != mine and others:
                weight = len(others), others[0].msgstr != msgid, -self.places[others[0].catalog][0]
                if weight > best:
                    best, found = weight, others[0]
        return found

    def _others(self, letters: str, one: Finished) -> list[Finished]:
        return [other for other in self.by_letters.get(letters, ()) if other.catalog != one.catalog]

    def alike(self, one: Finished) -> tuple[bool, int]:
        """Whether *one* speaks for all with its translation, and how many others there are.

        That is the first, or one to which a translator allows it; and whatever was changed.
        """
        mine = _letters(one.msgstr)
        texts = self.by_letters.get(mine, [])
        if self.places.get(one.catalog, (0, ""))[1] != mine:
            return True, len(texts)
        speaker = next((text for text in texts if CODE in text.allowed), texts[0])
        return speaker.catalog == one.catalog, len(texts) - 1


class Consistency:
    """How the finished translations of one locale render what is there more than once."""

    def __init__(self, finished: Sequence[Finished]) -> None:
        self._finished = finished

    @cached_property
    def _first(self) -> tuple[dict[str, str], set[str]]:
        """The first translation of each text, and the texts with another one elsewhere."""
        first: dict[str, str] = {}
        several = {
            one.message.msgid for one in self._finished if first.setdefault(one.message.msgid, one.msgstr) != one.msgstr
        }
        return first, several

    @cached_property
    def _places(self) -> Mapping[str, Sequence[tuple[int, Finished]]]:
        """The messages with each text, with their numbers."""
        found: dict[str, list[tuple[int, Finished]]] = {}
        for number, one in enumerate(self._finished):
            found.setdefault(one.message.msgid, []).append((number, one))
        return found

    @cached_property
    def _labels(self) -> dict[str, _Renderings]:
        return {}

    def _renderings(self, msgid: str) -> _Renderings:
        if msgid not in self._labels:
            found = self._labels[msgid] = _Renderings()
            for number, one in self._places.get(msgid, ()):
                if one.message.kind not in _OF_PLACES:
                    letters = _letters(one.msgstr)
                    found.places[one.catalog] = number, letters
                    found.by_letters.setdefault(letters, []).append(one)
        return self._labels[msgid]

    def usual(self, one: Finished) -> tuple[Finished, int] | None:
        """Another message with the text of *one*, a label, and its usual translation, if that of *one* differs.

        With how many others have the translation of *one*: of them, the first alone is told of.
        """
        msgid, msgstr = one.message.msgid, one.msgstr
        first, several = self._first
        if first.get(msgid, msgstr) == msgstr and msgid not in several:
            return None
        if one.message.kind in _OF_PLACES or not is_label(msgid):
            return None
        renderings = self._renderings(msgid)
        speaks, others = renderings.alike(one)
        usual = renderings.usual(one) if speaks else None
        if usual is None or (" " not in msgid.strip() and _is_form(_compared(msgstr), _compared(usual.msgstr))):
            return None
        return usual, others

    @cached_property
    def _names(self) -> tuple[dict[str, Counter[str]], frozenset[tuple[str, str]]]:
        """Renderings of names in bold: in texts with one of them, and as labels; and the texts with any."""
        pairs = frozenset((one.message.msgid, one.msgstr) for one in self._finished if "**" in one.message.msgid)
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for msgid, msgstr in sorted(pairs):
            here, there = set(_BOLD.findall(msgid)), set(_BOLD_HERE.findall(msgstr))
            if len(here) == len(there) == 1 and msgid != msgstr:
                found[here.pop()][there.pop()] += 1
        for one in self._finished if found else ():
            if one.message.msgid in found and is_label(one.message.msgid):
                found[one.message.msgid][one.msgstr.strip()] += 1
        return found, pairs

    def other_names(self, one: Finished) -> Iterator[tuple[str, str]]:
        """The names in bold that *one* renders in another way than most texts, each with its usual rendering."""
        msgid, msgstr = one.message.msgid, one.msgstr
        if msgid == msgstr:
            return
        here, there = _BOLD.findall(msgid), _BOLD_HERE.findall(msgstr)
        if len(here) != len(there):
            return
        known, pairs = self._names
        own = len(set(here)) == len(set(there)) == 1 and (msgid, msgstr) in pairs
        for name in dict.fromkeys(here):
            if name not in known or not _is_name(name) or name.casefold() in msgstr.casefold():
                continue
            others = known[name].copy()
            if own:
                others[there[0]] -= 1
            usual, times = max(others.items(), key=lambda item: item[1])
            if times < _OFTEN or times <= _MOST * others.total():
                continue
            if not any(_is_there(text, name, msgstr, there) for text in others if 2 * others[text] >= times):
                yield name, usual


def _is_name(text: str) -> bool:
    """Whether *text*, in bold, names a part of a program: it begins with a capital letter, and is no sentence."""
    return text[0].isupper() and len(text) <= _NAME and _PLAIN.search(text) is not None and not ending(text)


def _is_there(rendering: str, name: str, msgstr: str, bold: Sequence[str]) -> bool:
    """Whether *msgstr* has a *rendering* of *name*, or another form of it in *bold*."""
    if _letters(rendering) in _NO_WORD.sub("", words_of(msgstr).casefold()):
        return True
    # Some write the English name beside its rendering, and some leave it out.
    words = WORD.findall(_compared(rendering.replace(name, " ")) or _compared(rendering))
    for text in bold:
        others = WORD.findall(_compared(text))
        if len(words) == 1 and any(_is_form(words[0], other) for other in others):
            return True
        if len(words) == len(others) and all(map(_may_be_form, words, others)):
            return True
    return False
