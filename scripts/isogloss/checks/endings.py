"""How the translations of one locale end: with the sign of the original, with fewer sentences, in the middle of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from isogloss.checks.background import Background
from isogloss.checks.english_left import Finished
from isogloss.checks.lexicon import WORD
from isogloss.checks.traits import ending, last_word, places, sentences
from isogloss.segments import Kind, Message

_MISTAKES = 2
"""Endings that do not count against a habit."""
_OFTEN = 25
"""Translations with a word, none of which ends with it, if that says something."""
_SHARE = 0.015
"""The same, of all translations."""
_FEW_ENDINGS = 20
"""Originals with one ending, below which nothing is known of it."""
_LED = 0.5
"""The share of lead-ins that end in a sign, below which a locale has another habit than the others."""
_PAGE = 0.75
"""The share of those of one page that do not, above which that is how it is written."""


class Endings:
    """What is usual at the end of finished translations."""

    def __init__(
        self, finished: Sequence[Finished], times: Counter[tuple[str, str]], background: Background | None = None
    ) -> None:
        """Take all translations, how often each pair of texts is there, and the *background* of a few of them."""
        self._finished = finished
        self._times = times
        self._background = background

    @cached_property
    def equal(self) -> float:
        """The share of translations that end with the sign with which the original ends."""
        if self._background is not None:
            return self._background.equal_endings
        return sum(ending(msgid) == ending(msgstr) for msgid, msgstr in self._times) / len(self._times)

    @cached_property
    def lost(self) -> Counter[tuple[str, str]]:
        """By catalog and ending of the original, how many translations have lost it or, if it is none, have one."""
        found = ((one.catalog, ending(one.message.msgid), ending(one.msgstr)) for one in self._finished)
        return Counter((catalog, before) for catalog, before, after in found if bool(before) != bool(after))

    def keeps(self, message: Message) -> float:
        """The share of the originals that end as *message* does whose translations do, too; or have none, as it does.

        In some languages a paragraph keeps its stop, and an item of a list does not. A few that do not are mistakes.
        """
        paragraph, sign = message.kind is Kind.PARAGRAPH, ending(message.msgid)
        kept, total = self._kept_endings[paragraph, sign]
        if self._background is not None:
            # A few show no habit, but they may show another one than that of the language.
            own = (kept + _MISTAKES) / total if total else 1.0
            return min(own, self._background.kept_endings.get((paragraph, sign), self.equal))
        if total < _FEW_ENDINGS:
            more, others = self._kept_endings[not paragraph, sign]
            kept, total = kept + more, total + others
        return (kept + _MISTAKES) / total if total >= _FEW_ENDINGS else self.equal

    @cached_property
    def _kept_endings(self) -> defaultdict[tuple[bool, str], tuple[int, int]]:
        found: defaultdict[tuple[bool, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for message, msgstr in {(one.message, one.msgstr) for one in self._finished if one.message.msgid != one.msgstr}:
            sign = ending(message.msgid)
            place = message.kind is Kind.PARAGRAPH, sign
            kept, total = found[place]
            found[place] = kept + (bool(sign) == bool(ending(msgstr))), total + 1
        return found

    def leads_in(self, one: Finished) -> bool:
        """Whether translations of texts that end in a colon end in some sign, as in nearly every language they do.

        Neither the locale nor the page of *one* may have another habit, which may be that of its lists.
        """
        (kept, total), (more, others) = (self._kept_endings[paragraph, ":"] for paragraph in (True, False))
        here, lost = self._lead_ins[one.catalog, one.message.kind]
        page = lost <= _MISTAKES or lost <= _PAGE * here
        return page and kept + more >= _LED * (total + others) - _MISTAKES

    @cached_property
    def _lead_ins(self) -> defaultdict[tuple[str, Kind], tuple[int, int]]:
        """By catalog and kind, how many originals end in a colon, and how many of their translations in nothing."""
        found: defaultdict[tuple[str, Kind], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for one in self._finished:
            if ending(one.message.msgid) == ":":
                here, lost = found[one.catalog, one.message.kind]
                found[one.catalog, one.message.kind] = here + 1, lost + (not ending(one.msgstr))
        return found

    @cached_property
    def keeps_sentences(self) -> float:
        """The share of texts of two or more sentences whose translations do not have fewer."""
        pairs = [(sentences(msgid), sentences(msgstr)) for msgid, msgstr in self._times if msgid != msgstr]
        kept = [before <= after for before, after in pairs if before > 1 and after]
        if self._background is not None:
            own = (sum(kept) + _MISTAKES) / len(kept) if kept else 1.0
            return min(own, self._background.kept_sentences)
        return (sum(kept) + _MISTAKES) / len(kept) if len(kept) >= _FEW_ENDINGS else 0.0

    def breaks_off(self, msgid: str, msgstr: str) -> bool:
        """Whether *msgstr* is over after a word that others have often, and none at its end: "Open the"."""
        anywhere, last = self._places
        word = last_word(msgstr)
        own = int((msgid, msgstr) in self._times)
        if not word or (word == msgstr.lower() and len(WORD.findall(msgid)) < 3):
            return False
        if self._background is not None and word in self._background.never_last:
            return last[word] == own
        return anywhere[word] - own >= max(_OFTEN, _SHARE * len(self._times)) and last[word] == own

    @cached_property
    def _places(self) -> tuple[Counter[str], Counter[str]]:
        """In how many translations a word is, and how many are over after it."""
        anywhere: Counter[str] = Counter()
        for _, msgstr in self._times:
            anywhere.update(places(msgstr))
        return anywhere, Counter(last_word(msgstr) for _, msgstr in self._times)
