"""English words that stay in translations, though other messages of the locale translate them.

Names stay, and so do terms and words that the language has, too: how other messages treat a word tells them apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from isogloss.checks.background import Background
from isogloss.checks.lexicon import ENGLISH, SHARED, TRANSLATED, WORD, english_words, foreign_words
from isogloss.checks.traits import (
    NAME_IN_CODE,
    all_words,
    beginning,
    first_of_names,
    inside_names,
    kept_words,
    links_of,
    listed_names,
    phrases,
    plain_words,
    quoted_words,
    titles,
)
from isogloss.segments import Kind, Message
from isogloss.segments.text import CODE

_FEW_TITLES = 4
"""Titles of pages in one folder from which nothing is concluded."""
_MANY = 8
"""Words of a text in which one that stays is no sign that the rest was forgotten."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished translation: one that is published."""

    message: Message
    msgstr: str
    catalog: str
    """The name of its catalog."""
    allowed: frozenset[str] = field(default=frozenset(), compare=False)
    """The codes of the checks that a comment of the translator allows it."""


@lru_cache(maxsize=65536)
def words_in_code(text: str) -> frozenset[str]:
    """The words in the code of an English text."""
    return frozenset(word.lower() for code in CODE.finditer(text) for word in NAME_IN_CODE.findall(code.group()))


class EnglishLeft:
    """What the finished translations of one locale keep of English."""

    def __init__(
        self,
        times: Counter[tuple[str, str]],
        by_catalog: Mapping[str, list[Finished]],
        partners: Mapping[str, frozenset[str]],
        names: tuple[str, ...],
        language: str,
        background: Background | None = None,
    ) -> None:
        """Take how often each pair of texts is there, and the usual *partners* of English words in the translations.

        *names* stay as they are; *language* is that of the translations; a few of them have a *background*.
        """
        self._background = background
        self._times = times
        self._by_catalog = by_catalog
        self._partners = partners
        self._names = names
        self._shared = SHARED.get(language, frozenset())
        self._known: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
        self._code: dict[str, frozenset[str]] = {}

    @cached_property
    def _words(self) -> tuple[Counter[str], Counter[str], frozenset[str]]:
        """In how many messages an English word is, in how many translations it stays, and words of the language."""
        times, kept = Counter[str](), Counter[str]()
        native: set[str] = set()
        if self._background is not None:
            times.update(self._background.translated)
            native.update(self._background.alike)
        for msgid, msgstr in self._times:
            words, found = plain_words(msgid), frozenset(all_words(msgstr))
            if msgid != msgstr:
                times.update(words)
                kept.update(words & found)
            native.update(found.difference(all_words(msgid)))
        return times, kept, frozenset(native)

    @cached_property
    def _kept_phrases(self) -> Counter[tuple[str, str, str]]:
        found: Counter[tuple[str, str, str]] = Counter()
        for msgid, msgstr in self._times:
            found.update(phrases(msgid) & phrases(msgstr))
        return found

    def _is_idiom(self, msgid: str, msgstr: str) -> bool:
        """Whether all phrases that a translation has in common with its original stay in most texts: loans."""
        common = phrases(msgid) & phrases(msgstr)
        return bool(common) and all(
            self._kept_phrases[phrase] > 1 and 2 * self._kept_phrases[phrase] > self._all_phrases[phrase]
            for phrase in common
        )

    @cached_property
    def _all_phrases(self) -> Counter[tuple[str, str, str]]:
        return Counter(phrase for msgid, _ in self._times for phrase in phrases(msgid))

    @cached_property
    def _series(self) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
        """In how many messages two words are the first before a colon, and in how many translations they stay."""
        pairs = [(start, start == beginning(msgstr)) for msgid, msgstr in self._times if (start := beginning(msgid))]
        return Counter(start for start, _ in pairs), Counter(start for start, stays in pairs if stays)

    @cached_property
    def _titles(self) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
        """In how many messages two words with a capital letter are, and in how many translations they stay."""
        times, kept = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for msgid, msgstr in self._times:
            if msgid != msgstr and (found := titles(msgid)):
                times.update(found)
                kept.update(found & titles(msgstr))
        return times, kept

    def is_habit(self, one: Finished) -> bool:
        """Whether what *one* has of English is what the locale keeps elsewhere, too."""
        msgid, msgstr = one.message.msgid, one.msgstr
        return self._is_kept_title(one) or (msgid != msgstr and self._is_idiom(msgid, msgstr))

    def _is_kept_title(self, one: Finished) -> bool:
        """Whether *one* is the title of a page in a folder where most of them stay English."""
        return one.message.kind is Kind.TITLE and self._keeps_titles[one.catalog.rpartition("/")[0]]

    @cached_property
    def _keeps_titles(self) -> defaultdict[str, bool]:
        """Folders in which most titles of pages stay English: what they are about, such as messages, has that name."""
        found: defaultdict[str, list[bool]] = defaultdict(list)
        for name, messages in self._by_catalog.items():
            for one in messages:
                words = plain_words(one.message.msgid) if one.message.kind is Kind.TITLE else frozenset()
                if len(words) > 1:
                    found[name.rpartition("/")[0]].append(2 * len(words & set(all_words(one.msgstr))) > len(words))
        kept = {name: len(all_) > _FEW_TITLES and 2 * sum(all_) > len(all_) for name, all_ in found.items()}
        return defaultdict(bool, kept)

    def _in_code(self, catalog: str) -> frozenset[str]:
        """The words in code of a *catalog*: where a text speaks of them, they are names."""
        if catalog not in self._code:
            texts = (one.message.msgid for one in self._by_catalog.get(catalog, ()))
            self._code[catalog] = frozenset().union(*(words_in_code(text) for text in texts if "`" in text))
        return self._code[catalog]

    def left(self, one: Finished) -> list[tuple[str, int, int]]:
        """Words of the original that stand in a translation too, though other messages translate them.

        With each, how many other messages have it, and in how many translations of them it stays.
        """
        msgid, msgstr = one.message.msgid, one.msgstr
        if self._is_kept_title(one):
            return []
        if (msgid, msgstr) not in self._known:
            self._known[msgid, msgstr] = self._left(msgid, msgstr)
        found = self._known[msgid, msgstr]
        if not found or len(found) > 3 or msgid == msgstr or not ENGLISH.isdisjoint(word for word, _, _ in found):
            return found
        # A few words may be names of what is in code elsewhere on the page, or explain what was translated.
        linked, in_code = self.same_link_words(msgid, msgstr), self._in_code(one.catalog)
        if any(word in linked or word not in in_code for word, _, _ in found):
            single = len(found) == 1 and not linked and self._rendered(found[0][0], msgstr)
            return [] if single else found
        return []

    def _left(self, msgid: str, msgstr: str) -> list[tuple[str, int, int]]:
        """The same, wherever the texts stand."""
        times, kept, native = self._words
        there = (msgid, msgstr) in self._times
        own_names = [name for name in self._names if name in msgid and name in msgstr]
        own = int(there and msgid != msgstr)
        # What stays in most messages is a name: "Intel Extension for PyTorch".
        names = {
            phrase[1]
            for phrase in phrases(msgid) & phrases(msgstr)
            if self._kept_phrases[phrase] > int(there) and 2 * self._kept_phrases[phrase] > self._all_phrases[phrase]
        }
        title_times, titles_kept = self._titles
        for pair in titles(msgid) & titles(msgstr):
            if titles_kept[pair] > own and 2 * titles_kept[pair] > title_times[pair]:
                names.update(word.lower() for word in pair)
        found = []
        names.update(word.lower() for name in own_names for word in WORD.findall(name))
        if msgid != msgstr:
            names.update(first_of_names(msgid, msgstr), listed_names(msgid, msgstr))
        if (start := beginning(msgid)) and start == beginning(msgstr):
            series, staying = self._series
            if staying[start] - int(there) > 1 and 2 * staying[start] > series[start]:
                names.update(start)
        for word in sorted((plain_words(msgid) & kept_words(msgid, msgstr)) - native - self._shared - names):
            others, stayed = times[word] - own, kept[word] - own
            # Who writes "spans" may have learned it from "span".
            form = word[:-1] if word.endswith("s") else f"{word}s"
            loan = kept[form] > 1 and stayed + kept[form] > 0.15 * (others + times[form])
            if others >= 2 and stayed <= 0.15 * others and not loan:
                found.append((word, others, stayed))
        return [] if len(found) == 1 and self._is_named(found[0][0], msgid, msgstr) else found

    def _is_named(self, word: str, msgid: str, msgstr: str) -> bool:
        """Whether a single *word*, in a text that is translated otherwise, is quoted or part of a name."""
        if msgid == msgstr or (self._background is None and word in self.same_link_words(msgid, msgstr)):
            return False
        if any(word == kept for _, kept, _ in inside_names(msgid) & inside_names(msgstr)):
            return True
        return len(plain_words(msgid)) >= _MANY and word in quoted_words(msgid)

    def _rendered(self, word: str, msgstr: str) -> bool:
        """Whether *msgstr* has a usual rendering of an English *word*, too, or the word is nearly one itself."""
        usual = self._partners.get(english_words(word)[0])
        return usual is not None and not usual.isdisjoint(foreign_words(msgstr))

    def unknown(self, msgid: str) -> bool:
        """Whether *msgid* has words of its own, two or more, none of which the language has or keeps elsewhere."""
        times, kept, native = self._words
        words = plain_words(msgid)
        return len(words) > 1 and not words & native and not any(2 * kept[word] > times[word] for word in words)

    def says_something(self, msgid: str) -> bool:
        """Whether half of the words of *msgid* or more are such that the language translates."""
        words = plain_words(msgid)
        return 0 < len(words) <= 2 * len((words & TRANSLATED) - self._shared)

    @staticmethod
    def same_link_words(msgid: str, msgstr: str) -> frozenset[str]:
        """The words of the texts of links that are the same in both."""
        same = set(links_of(msgid).values()) & set(links_of(msgstr).values())
        return frozenset(word for text in same for word in all_words(text))
