"""Which words of two languages go together, learned from texts and their translations."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from isogloss.segments.text import words_of

_LONG = 2500
"""Pairs of words in one message from which it says too little about each of them to be worth the time."""
_SELDOM = 2
"""Texts with a word, from which nothing is concluded about it."""
_SELDOM_BESIDE = 5
"""The same, where what was learned before tells of the others: among few texts, more words meet by chance."""
_LIFT = 3
"""How much more often than by chance two words have to meet."""
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
"""Runs of scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
# Words that nearly every English sentence has; none that other languages have too, such as "a", "in" or "use".
ENGLISH = frozenset(
    ["the", "of", "and", "to", "with", "for", "is", "are", "your", "this", "that", "from", "it", "not", "you", "when"]
) | {"which", "be", "by", "if", "or", "at", "an", "has", "have", "can", "does", "then", "must", "on", "these"}
# Met again and again on three sites, and kept in hardly any of their translations into twelve languages. No words that
# a language has too ("also", "will"), and none that may be a name ("Next").
TRANSLATED = ENGLISH | frozenset([
    "about", "above", "according", "adding", "additional", "advanced", "after", "again", "against", "along",
    "already", "although", "always", "among", "another", "any", "anything", "around", "available", "avoid", "because",
    "been", "before", "behind", "below", "better", "between", "both", "bottom", "built", "called", "changes", "check",
    "choosing", "common", "complete", "configuring", "could", "created", "creating", "declaring", "declared",
    "deploying", "deployed", "different", "disable", "down", "during", "each", "easier", "easy", "enable", "enough",
    "ensure", "entire", "escaping", "even", "every", "everything", "example", "examples", "exclude", "existing",
    "expected", "explained", "extending", "following", "further", "generated", "getting", "given", "gives", "going",
    "had", "handling", "help", "here", "how", "however", "important", "include", "included", "including", "inside",
    "install", "installed", "installing", "instead", "into", "its", "itself", "keep", "knows", "latest", "learn",
    "like", "linking", "loading", "longer", "made", "make", "making", "many", "matching", "maybe", "meaning", "means",
    "more", "most", "moving", "multiple", "must", "my", "need", "needed", "needs", "never", "nothing", "now", "often",
    "once", "only", "other", "others", "our", "outside", "overriding", "own", "parts", "per", "previous", "provide",
    "provided", "putting", "reading", "recommended", "related", "remove", "removing", "required", "requirements",
    "returning", "reusing", "running", "same", "see", "sending", "serving", "several", "should", "show", "shown",
    "simple", "since", "small", "some", "something", "specific", "specifying", "starting", "started", "still",
    "styling", "such", "sure", "taking", "than", "them", "there", "they", "thing", "things", "those",
    "through", "together", "too", "top", "under", "understanding", "until", "updated", "updating", "upgrading", "use",
    "used", "useful", "uses", "using", "usually", "various", "very", "want", "ways", "well", "were", "what", "where",
    "whether", "while", "who", "why", "with", "within", "without", "work", "working", "works", "would", "writing",
    "written", "you",
])  # fmt: skip
# Words that English and another language have, mostly with another meaning: there, they are no English.
SHARED = {
    "de": frozenset([
        "all", "also", "am", "an", "arm", "art", "bald", "bin", "die", "fast", "hat", "her", "hier", "in", "info",
        "kind", "links", "mag", "man", "per", "plus", "rat", "see", "so", "tag", "test", "top", "war", "warm",
        "was", "wild", "will",
    ]),
    "es": frozenset([
        "actual", "base", "come", "complete", "dame", "error", "fin", "final", "general", "has", "he", "info",
        "local", "me", "no", "once", "pie", "real", "red", "sale", "sea", "simple", "sin", "son", "total", "use",
    ]),
    "fr": frozenset([
        "an", "as", "but", "car", "chose", "comment", "if", "important", "info", "main", "me", "multiple", "note",
        "on", "or", "page", "pages", "plus", "point", "possible", "pour", "sale", "simple", "six", "son", "sort",
        "top", "type", "types", "use",
    ]),
    "id": frozenset(["air", "main"]),
    "it": frozenset([
        "base", "case", "come", "complete", "data", "due", "fine", "in", "include", "info", "me", "note", "or",
        "per", "sale",
    ]),
    "nl": frozenset([
        "been", "best", "bit", "die", "door", "even", "had", "hard", "help", "in", "info", "is", "me", "met", "of",
        "open", "over", "under", "want", "was", "we", "week", "wet",
    ]),
    "pl": frozenset(["do", "info", "my", "no", "on", "pan", "ten", "to"]),
    "pt": frozenset([
        "as", "base", "come", "complete", "data", "do", "era", "for", "me", "no", "nos", "remove", "simples",
        "some", "total", "use",
    ]),
    "ro": frozenset(["are", "care", "general", "important", "in", "la", "local", "on", "plus", "real", "sub", "sale"]),
    "sv": frozenset(["at", "den", "for", "in", "info", "is", "man", "men", "over", "so", "under"]),
    "tr": frozenset(["an", "at", "be", "bin", "but", "can", "on", "then"]),
}  # fmt: skip
"""By language; what is in hardly any message is not learned from them."""
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ELIDED = re.compile(r"(?<!\w)(?:[a-zA-Z]|[a-zA-Z]*[Qq]u|[Uu]n|(?:[Dd]|[Nn]|[Ss]u|[Qq]u|)[AaEe]ll)['’](?=[^\W\d_]{2})")
"""An article or a pronoun that is written together with the word after it: "l'image", "dell'immagine"."""
_PARTICLE = re.compile(
    r"(?<=[A-Za-z\d])(?=[\u05d0-\u08ff\uac00-\ud7af])|(?<=[\u05d0-\u08ff\uac00-\ud7af])(?=[A-Za-z\d])"
)
"""Between a word in Latin letters and what is written together with it: a Korean particle, an Arabic "and"."""
_PARTICLES = re.compile("[\u05d0-\u08ff\uac00-\ud7af]")
_HANGUL = re.compile("[\uac00-\ud7af]")


@lru_cache(maxsize=65536)
def english_words(text: str) -> tuple[str, ...]:
    """The words of an English text, without plural and long endings."""
    found = (word.casefold() for word in WORD.findall(words_of(text)))
    short = {(word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word)[:7] for word in found}
    return tuple(sorted(short))


@lru_cache(maxsize=65536)
def foreign_words(text: str) -> tuple[str, ...]:
    """The beginnings of the words of a translation; of scripts without spaces, each two characters that meet."""
    words = apart(words_of(text))
    found: set[str] = set()
    if runs := SPACELESS.findall(words) if not words.isascii() else ():
        words = SPACELESS.sub(" ", words)
    for run in runs:
        found.update(run[start : start + 2] for start in range(max(1, len(run) - 1)))
    for word in WORD.findall(words):
        found.add(_beginning(word))
    return tuple(sorted(found))


def leaves_out(text: str) -> bool:
    """Whether *text* is in a language that does not say what is understood: Japanese, Chinese, Korean and others."""
    return SPACELESS.search(text) is not None or _HANGUL.search(text) is not None


def apart(text: str) -> str:
    """*text* of a translation, with blanks between words that are written together with others."""
    text = _ELIDED.sub(" ", text) if "'" in text or "’" in text else text
    return _PARTICLE.sub(" ", text) if not text.isascii() and _PARTICLES.search(text) else text


@lru_cache(maxsize=65536)
def _beginning(word: str) -> str:
    if _HANGUL.match(word):
        return word[:2]  # A particle is often the third syllable.
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))[:5]


@dataclass(frozen=True, slots=True)
class Usual:
    """What is known of one word."""

    times: int
    """In how many texts it was."""
    met: int
    """In how many of their translations one of its partners was."""
    chance: float
    """The share of the other texts in whose translations one was, too."""
    partners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a lexicon has learned from other texts, in one direction."""

    number: int = 0
    """Of the texts."""
    words: Mapping[str, Usual] = field(default_factory=dict)


_NOTHING = Learned()
_Weight = tuple[frozenset[str], float, float]


class _Texts:
    """All texts, by their numbers. A set of them is a number, too: it has one bit for each of them."""

    def __init__(self, times: Sequence[int]) -> None:
        """Take how often each text counts."""
        self.times = times
        self.number = sum(times)
        self._alike: defaultdict[int, int] = defaultdict(int)
        for text, counted in enumerate(times):
            self._alike[counted] |= 1 << text

    def count(self, texts: int) -> int:
        """How many *texts* there are, each as often as it counts."""
        return sum(counted * (texts & alike).bit_count() for counted, alike in self._alike.items())


class _Side:
    """The words that all texts have in one language."""

    def __init__(self, words: Sequence[Sequence[str]], texts: _Texts) -> None:
        self.words = words
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        """The texts with each word."""
        for text, there in enumerate(words):
            for word in there:
                self.places[word].append(text)
        times = texts.times
        self.counts = Counter({word: sum([times[text] for text in there]) for word, there in self.places.items()})
        self._sets: dict[str, int] = {}

    def texts_with(self, word: str) -> int:
        """The set of the texts with *word*."""
        if word not in self._sets:
            found = 0
            for text in self.places.get(word, ()):
                found |= 1 << text
            self._sets[word] = found
        return self._sets[word]


def lexicons(
    pairs: Sequence[tuple[Sequence[str], Sequence[str], int]], there: Learned = _NOTHING, back: Learned = _NOTHING
) -> tuple[Lexicon, Lexicon]:
    """What *pairs* of words show in both directions, with how often each counts, besides what was learned before."""
    texts = _Texts([times for _, _, times in pairs])
    one, other = _Side([words for words, _, _ in pairs], texts), _Side([words for _, words, _ in pairs], texts)
    return Lexicon(texts, one, other, there), Lexicon(texts, other, one, back)


class Lexicon:
    """Which words of the other language come with a word, learned from pairs of texts in one direction."""

    def __init__(self, texts: _Texts, one: _Side, other: _Side, before: Learned) -> None:
        """Learn which words of the *other* side come with those of *one*, besides what was learned *before*."""
        self.number = texts.number
        self.counts = one.counts.copy()
        self.partners: dict[str, frozenset[str]] = {word: usual.partners for word, usual in before.words.items()}
        seldom = _SELDOM_BESIDE if before.words else _SELDOM
        meetings = _Meetings(texts, one, other)
        for word, times in one.counts.items():
            if seldom < times <= meetings.most and (usual := meetings.usual_partners(word)):
                self.partners[word] = self.partners.get(word, frozenset()).union(usual)
        self.met: Counter[str] = Counter()
        self.by_chance: dict[str, float] = {}
        self._meet(texts, one, other, before)
        self._known: defaultdict[int, dict[str, _Weight | None]] = defaultdict(dict)

    def _meet(self, texts: _Texts, one: _Side, other: _Side, before: Learned) -> None:
        """Count how often words meet their partners, and how often these are in other texts."""
        for word, theirs in self.partners.items():
            near = 0
            for partner in theirs:
                near |= other.texts_with(partner)
            self.met[word] = texts.count(near & one.texts_with(word))
            alone, without = float(texts.count(near) - self.met[word]), self.number - self.counts[word]
            if (learned := before.words.get(word)) is not None:
                alone += learned.chance * (before.number - learned.times)
                without += before.number - learned.times
                self.counts[word] += learned.times
                self.met[word] += learned.met
            self.by_chance[word] = max(0.02, (alone + 1) / (without + 2))

    def evidence(self, words: Iterable[str], partners: frozenset[str], own: int) -> tuple[float, float]:
        """For and against two texts being translations of each other, as logarithms of likelihood ratios.

        *own* is how often this pair itself was learned from: it is no evidence for itself.
        """
        favourable = against = 0.0
        known = self._known[own]
        for word in words:
            if word not in known:
                known[word] = self._weight(word, own)
            if (weight := known[word]) is not None:
                usual, present, absent = weight
                if usual.isdisjoint(partners):
                    against += absent
                else:
                    favourable += present
        return favourable, against

    def _weight(self, word: str, own: int) -> _Weight | None:
        """The usual partners of *word*, and what it says if one is there, or none; None if it says nothing."""
        usual, times = self.partners.get(word), self.counts[word] - own
        if usual is None or times < 2:
            return None
        met, chance = self.met[word], self.by_chance[word]
        there, away = (min(0.97, max(0.05, (one + 0.5) / (times + 1))) for one in (met - own, met))
        return usual, max(0.0, math.log(there / chance)), min(0.0, math.log((1 - away) / (1 - chance)))


class _Meetings:
    """How often words of *one* side meet words of the *other*: for each, all of these are counted at once."""

    def __init__(self, texts: _Texts, one: _Side, other: _Side) -> None:
        self.texts, self.one = texts, one
        self.most = texts.number / _LIFT
        """What is in more texts meets nothing more often than by chance, as often as it has to."""
        self.possible = [(word, times) for word, times in other.counts.items() if 1 < times <= self.most]
        # A count of each possible partner is some bytes of one large number: so all of them are added as one.
        self.size = 2 if texts.number < 1 << 15 else 8
        self.rows = list(self._rows(one, other))
        """The counts that each text adds."""
        self.all = self._row(range(0, self.width, self.size))
        self.full = self.all << 8 * self.size - 1

    @property
    def width(self) -> int:
        """The bytes of all counts."""
        return self.size * len(self.possible)

    def _rows(self, one: _Side, other: _Side) -> Iterator[int]:
        places = {word: self.size * number for number, (word, _) in enumerate(self.possible)}
        for words, theirs, times in zip(one.words, other.words, self.texts.times, strict=True):
            there = [places[word] for word in theirs if word in places] if len(words) * len(theirs) <= _LONG else []
            yield times * self._row(there)

    def _row(self, places: Iterable[int]) -> int:
        row = bytearray(self.width)
        for place in places:
            row[place] = 1
        return int.from_bytes(row, "little")

    def usual_partners(self, word: str) -> list[str]:
        """Those that meet *word* most, of those that do so more often than by chance."""
        times, number, size, possible = self.one.counts[word], self.texts.number, self.size, self.possible
        counts = sum([self.rows[text] for text in self.one.places[word]])
        least = math.ceil(max(2, 0.2 * times))
        # The last bit is set of what is as often there as it has to be.
        often = (counts + self.full - least * self.all) & self.full
        listed, marks = (one.to_bytes(self.width, "little") for one in (counts, often))
        candidates = []
        end = marks.find(0x80) + 1
        while end:
            together = int.from_bytes(listed[end - size : end], "little")
            partner, others = possible[(end - 1) // size]
            lift = together * number / (times * others)
            if lift >= _LIFT:
                candidates.append((together * math.log(lift), partner))
            end = marks.find(0x80, end) + 1
        return [partner for _, partner in sorted(candidates, reverse=True)[:5]]
