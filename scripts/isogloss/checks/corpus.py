"""All finished translations of a locale, as evidence about each of them: which words go together, how long they are.

Nothing here knows a language. What is counted: in how many messages an English word and a word of the translation meet,
how long translations are, whether they end as the original does, which English words they keep. A message is measured
against the others, never against itself. Where the others are few, what is known of their language stands beside them
(:mod:`isogloss.checks.background`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice

from isogloss.checks import background
from isogloss.checks.background import Background
from isogloss.checks.consistency import Consistency
from isogloss.checks.courtesy import forms_of
from isogloss.checks.endings import Endings
from isogloss.checks.english_left import EnglishLeft, Finished
from isogloss.checks.lexicon import WORD, Lexicon, english_words, foreign_words, lexicons
from isogloss.checks.traits import ending, names_in, plain_words, width

ENOUGH = 150
"""Different messages below which nothing is concluded from them alone: what is seen once may be chance."""
BEGUN = 10
"""The same, below which nothing is concluded at all: a new language has to be begun in peace."""
_MOST = 2500
"""Different messages from which words are learned; more of them would cost time and teach little."""
_DOUBTFUL = 3.0
"""Fit above which a translation is not suspected."""
_CLEARLY = 3.5
"""How much better a translation has to fit elsewhere."""
_BELONGS = 2.5
"""Least evidence of words that a translation belongs to another message."""
_WORDS_APART = 4.0
"""How much better its words have to fit there; a text that has words of its own message, by :data:`_FAR_APART`."""
_FAR_APART = 8.0
_EXCHANGED = 6.0
"""How much better the words of two texts have to fit that have changed places, together."""
_STRANGE = -10.0
"""Fit below which a text does not stand where it belongs."""
_CUSTOM = 25
"""Texts in one form of address below which it is no habit."""
_KEPT = 0.93
"""The least share of them among all that have a form."""
_FILE_NAME = re.compile(r"[A-Za-z\d:-]*[./\\_][\w./:\\-]*")
"""What nobody translates, so that no other text can have its translation."""


class Corpus:
    """The finished translations of one locale."""

    def __init__(self, finished: Iterable[Finished], names: Iterable[str] = (), language: str = "") -> None:
        """Take in all *finished* translations, and the *names* that stay as they are, from the glossary.

        *language* is that of the translations, without a region; empty if it is not known.
        """
        self.finished = tuple(finished)
        self.names = tuple(names)
        self.language = language
        self._times = Counter((one.message.msgid, one.msgstr) for one in self.finished)
        self._own_evidence: dict[tuple[str, str], tuple[float, float, float]] = {}
        self._surprises: dict[tuple[str, str], tuple[float, float]] = {}

    @cached_property
    def _different(self) -> int:
        """How many texts have a translation that differs from them."""
        return sum(msgid != msgstr for msgid, msgstr in self._times)

    @cached_property
    def background(self) -> Background | None:
        """What is known of the language, where there are too few translations to show it; None if nothing is."""
        return background.of(self.language) if BEGUN <= self._different < ENOUGH else None

    @cached_property
    def enough(self) -> bool:
        """Whether anything can be concluded."""
        return self._different >= ENOUGH or self.background is not None

    @cached_property
    def by_catalog(self) -> dict[str, list[Finished]]:
        """The translations of each catalog, in order."""
        found: dict[str, list[Finished]] = {}
        for one in self.finished:
            found.setdefault(one.catalog, []).append(one)
        return found

    # Words that go together.

    @cached_property
    def _lexicons(self) -> tuple[Lexicon, Lexicon]:
        # The same text on many pages is one piece of evidence, or a few: the rest is the copy of a copy.
        pairs = [
            (english_words(msgid), foreign_words(msgstr), min(times, 4))
            for (msgid, msgstr), times in islice(self._times.items(), _MOST)
        ]
        if (known := self.background) is not None:
            return lexicons(pairs, known.there, known.back)
        return lexicons(pairs)

    def evidence(self, msgid: str, msgstr: str) -> tuple[float, float, float]:
        """For the pair; against it, for words of *msgid* that lack a partner; the same for words of *msgstr*."""
        pair = msgid, msgstr
        if pair not in self._times:
            return self._evidence(msgid, msgstr, 0)
        if pair not in self._own_evidence:
            self._own_evidence[pair] = self._evidence(msgid, msgstr, 1)
        return self._own_evidence[pair]

    def _evidence(self, msgid: str, msgstr: str, own: int) -> tuple[float, float, float]:
        there, back = self._lexicons
        english, foreign = english_words(msgid), foreign_words(msgstr)
        favourable, missing = there.evidence(english, frozenset(foreign), own)
        again, surplus = back.evidence(foreign, frozenset(english), own)
        return favourable + again, missing, surplus

    def words_fit(self, msgid: str, msgstr: str) -> float:
        """How well the words of two texts fit that are parts of messages."""
        return sum(self.evidence(msgid, msgstr))

    def fit(self, msgid: str, msgstr: str) -> float:
        """How well *msgstr* fits as the translation of *msgid*: words, length and ending; below 0, badly."""
        return sum(self.evidence(msgid, msgstr)) + self._shape(msgid, msgstr)

    # Lengths and endings.

    @cached_property
    def _ratios(self) -> tuple[float, Mapping[int, float]]:
        """The usual logarithm of the ratio of lengths, and its spread for originals up to some lengths."""
        if (known := self.background) is not None:
            return known.usual_ratio, known.spread
        found = [
            (math.log((width(msgstr) + 2) / (width(msgid) + 2)), width(msgid))
            for msgid, msgstr in self._times
            if msgid != msgstr
        ]
        usual = sorted(ratio for ratio, _ in found)[len(found) // 2]
        spread: dict[int, float] = {}
        least = 0
        for most in (12, 30, 80, 1 << 30):
            distances = sorted(abs(ratio - usual) for ratio, length in found if least <= length < most)
            spread[most] = (
                max(0.25 if most <= 30 else 0.12, distances[int(len(distances) * 0.68)]) if len(distances) > 9 else 0.5
            )
            least = most
        return usual, spread

    def surprise(self, msgid: str, msgstr: str) -> float:
        """How unusual the length of *msgstr* is, in standard deviations: below 0, too short."""
        return self._surprise(msgid, msgstr)[0]

    def _surprise(self, msgid: str, msgstr: str) -> tuple[float, float]:
        """The same, and how much a standard deviation is."""
        pair = msgid, msgstr
        if pair not in self._surprises:
            usual, spread = self._ratios
            length = width(msgid)
            deviation = next(value for most, value in spread.items() if length < most)
            self._surprises[pair] = (math.log((width(msgstr) + 2) / (length + 2)) - usual) / deviation, deviation
        return self._surprises[pair]

    @cached_property
    def endings(self) -> Endings:
        """How its translations end."""
        return Endings(self.finished, self._times, self.background)

    def _shape(self, msgid: str, msgstr: str) -> float:
        surprise, deviation = self._surprise(msgid, msgstr)
        distance = surprise**2
        length = -0.5 * min(distance, 12) - math.log(deviation) + 0.5 * min(distance * deviation**2, 4)
        same = self.endings.equal
        end = math.log(same / 0.55) if ending(msgid) == ending(msgstr) else math.log((1.001 - same) / 0.45)
        return 0.7 * (min(max(length, -4.0), 2.0) + end)

    @cached_property
    def english(self) -> EnglishLeft:
        """Which English words its translations keep."""
        partners = self._lexicons[0].partners
        return EnglishLeft(self._times, self.by_catalog, partners, self.names, self.language, self.background)

    # Translations that belong to another message.

    def owner(self, wrong: Finished) -> Finished | None:
        """The message of the same catalog to which the translation of *wrong* belongs, if there is one.

        It has to fit better there than here, and better than the translation that stands there now: only then have
        two messages changed places, or has a whole list slipped.
        """
        msgid, msgstr = wrong.message.msgid, wrong.msgstr
        favourable, missing, surplus = self.evidence(msgid, msgstr)
        # A text of which every known word belongs here may be cut off, but it is no other message's.
        if favourable > 0 and surplus > -1:
            return None
        here = self._own_fit(wrong)
        if here > _DOUBTFUL:
            return None
        words = favourable + missing + surplus
        best: tuple[float, Finished] | None = None
        own_names, present = names_in(msgid), names_in(msgstr, first=True)
        for other in self.by_catalog.get(wrong.catalog, ()):
            if other.message.msgid.casefold() == msgid.casefold() or _FILE_NAME.fullmatch(other.message.msgid):
                continue
            its = names_in(other.message.msgid)
            if own_names and own_names != its and (own_names | its) & present == own_names:
                continue  # Its names are those of its own message.
            words_there = self.words_fit(other.message.msgid, msgstr)
            exchanged = self._exchanged(wrong, words, other, words_there)
            if not exchanged and not self._belongs(words, words_there):
                continue
            if other.msgstr != msgstr and not exchanged and not self._misplaced(other, msgid):
                continue
            there = words_there + self._shape(other.message.msgid, msgstr)
            gain = there - here
            if other.msgstr != msgstr:
                gain = min(gain, there - self._own_fit(other))
            if (exchanged or (there > 0 and gain >= _CLEARLY)) and (best is None or gain > best[0]):
                best = gain, other
        return best[1] if best else None

    def _exchanged(self, wrong: Finished, here: float, other: Finished, there: float) -> bool:
        """Whether two texts of one kind have changed places: each fits at the other's, and none at its own.

        What tells of both tells twice, so that less is enough for each. *here* and *there* is how the words of *wrong*
        fit at their own message and at the *other* one.
        """
        if wrong.message.kind is not other.message.kind or here > -1 or there < 1 or there - here < _CLEARLY:
            return False
        own, crossed = self._own_words(other), self.words_fit(wrong.message.msgid, other.msgstr)
        return own < -1 and crossed >= 1 and there + crossed >= _BELONGS and there + crossed - here - own >= _EXCHANGED

    def _own_words(self, one: Finished) -> float:
        place = one.message.msgid, one.msgstr
        if place not in self._words_here:
            self._words_here[place] = self.words_fit(*place)
        return self._words_here[place]

    @cached_property
    def _words_here(self) -> dict[tuple[str, str], float]:
        return {}

    def _misplaced(self, other: Finished, msgid: str) -> bool:
        """Whether what stands at *other* is no translation of it: that of *msgid*, or of something quite different.

        What keeps half of the words of its original, such as a title, stands where it belongs.
        """
        words = set(english_words(other.message.msgid))
        if 2 * len(words.intersection(english_words(other.msgstr))) > len(words) > 1:
            return False
        fit = self._own_fit(other)
        return fit < _STRANGE or (fit < 0 and self.words_fit(msgid, other.msgstr) >= _BELONGS)

    @staticmethod
    def _belongs(here: float, there: float) -> bool:
        """Whether words, by the evidence that they belong here and there, are words of another message."""
        gain = there - here
        return there >= _BELONGS and gain >= (_WORDS_APART if here < -1.5 else _FAR_APART)

    def usual_owner(self, wrong: Finished) -> Finished | None:
        """Another message that has this translation on other pages, where *wrong* itself has one of its own there."""
        msgid, msgstr = wrong.message.msgid, wrong.msgstr
        usual = self._usual.get(msgid)
        if usual is None or usual[msgstr] > 1 or usual.total() - usual[msgstr] < 3 or msgid == msgstr:
            return None
        if len(WORD.findall(msgid)) < 3:
            return None
        here = self.words_fit(msgid, msgstr)
        for one in self._owners[msgstr]:
            other = one.message.msgid
            if other.casefold() == msgid.casefold() or one.catalog == wrong.catalog:
                continue
            if self._belongs(here, self.words_fit(other, msgstr)):
                return one
        return None

    def whole(self, cut: Finished) -> str | None:
        """The translation that the same text has in three other places or more, if this one is its beginning."""
        usual = self._usual[cut.message.msgid]
        return next(
            (text for text, times in usual.items() if times > 2 and text.startswith(f"{cut.msgstr.rstrip()} ")), None
        )

    @cached_property
    def _usual(self) -> dict[str, Counter[str]]:
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for one in self.finished:
            found[one.message.msgid][one.msgstr] += 1
        return found

    @cached_property
    def _owners(self) -> dict[str, list[Finished]]:
        found: defaultdict[str, list[Finished]] = defaultdict(list)
        for one in self.finished:
            found[one.msgstr].append(one)
        return found

    def _own_fit(self, one: Finished) -> float:
        place = one.message.msgid, one.msgstr
        if place not in self._fits:
            self._fits[place] = self.fit(*place)
        return self._fits[place]

    @cached_property
    def _fits(self) -> dict[tuple[str, str], float]:
        return {}

    @cached_property
    def consistency(self) -> Consistency:
        """How it renders texts and names that are there more than once."""
        return Consistency(self.finished)

    # How readers are spoken to.

    def forms(self, one: Finished) -> frozenset[str]:
        """The forms of address that a translation shows; see :mod:`isogloss.checks.courtesy`."""
        return forms_of(self.language, one.message.kind, one.msgstr)

    @cached_property
    def habit(self) -> tuple[str, int, int] | None:
        """The form of address to which the locale keeps: in how many texts it is, of how many; None if to none."""
        found = Counter[str]()
        for one in {(one.message.msgid, one.msgstr): one for one in self.finished}.values():
            forms = self.forms(one)
            if len(forms) == 1:
                found.update(forms)
        form, times = found.most_common(1)[0] if found else ("", 0)
        return (form, times, found.total()) if times >= _CUSTOM and times >= _KEPT * found.total() else None

    @cached_property
    def other_forms(self) -> dict[str, list[Finished]]:
        """By catalog, the texts in another form than that of the habit, where nobody has allowed it."""
        found: defaultdict[str, list[Finished]] = defaultdict(list)
        for one in self.finished if self.habit else ():
            forms = self.forms(one)
            allowed = "form-of-address" in one.allowed
            if forms and self.habit and self.habit[0] not in forms and not allowed:
                found[one.catalog].append(one)
        return found

    # Catalogs that nobody has translated yet.

    @cached_property
    def copied(self) -> dict[str, int]:
        """Catalogs in which (nearly) every text that has words of its own is the English one; how many there are."""
        found = {}
        for name, messages in self.by_catalog.items():
            worded = [one for one in messages if len(plain_words(one.message.msgid)) > 1]
            same = sum(one.msgstr == one.message.msgid for one in worded)
            if len(worded) >= 3 and same >= 0.8 * len(worded):
                found[name] = same
        return found
