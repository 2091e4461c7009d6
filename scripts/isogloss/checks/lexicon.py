"""Which words of two languages go together, learned from texts and their translations."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    for run in SPACELESS.findall(words):
        found.update(run[start : start + 2] for start in range(max(1, len(run) - 1)))
    for word in WORD.findall(SPACELESS.sub(" ", words)):
        found.add(_beginning(word))
    return tuple(sorted(found))


def leaves_out(text: str) -> bool:
    """Whether *text* is in a language that does not say what is understood: Japanese, Chinese, Korean and others."""
    return SPACELESS.search(text) is not None or _HANGUL.search(text) is not None


def apart(text: str) -> str:
    """*text* of a translation, with blanks between words that are written together with others."""
    text = _ELIDED.sub(" ", text) if "'" in text or "’" in text else text
    return _PARTICLE.sub(" ", text) if _PARTICLES.search(text) else text


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


class Lexicon:
    """Which words of the other language come with a word, learned from pairs of texts in one direction."""

    def __init__(self, pairs: Sequence[tuple[Sequence[str], Sequence[str], int]], before: Learned = _NOTHING) -> None:
        """Learn from *pairs* of words, with how often each counts, besides what was learned *before*."""
        number, counts, others = 0, Counter[str](), Counter[str]()
        for words, partners, times in pairs:
            number += times
            for word in words:
                counts[word] += times
            for partner in partners:
                others[partner] += times
        together: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        seldom = _SELDOM_BESIDE if before.words else _SELDOM
        most = number / _LIFT  # What is in more texts meets nothing more often than by chance, as often as it has to.
        for words, partners, times in pairs:
            if len(words) * len(partners) > _LONG:
                continue
            known = [partner for partner in partners if 1 < others[partner] <= most]
            for word in words:
                if seldom < counts[word] <= most:
                    together[word][times] += known
        self.number = number
        self.counts = counts
        self.partners: dict[str, frozenset[str]] = {word: one.partners for word, one in before.words.items()}
        for word, met in together.items():
            usual = _usual_partners(_counted(met), counts[word], others, number)
            if usual:
                self.partners[word] = self.partners.get(word, frozenset()).union(usual)
        self.met: Counter[str] = Counter()
        self.by_chance: dict[str, float] = {}
        self._meet(pairs, before)
        self._known: dict[int, dict[str, tuple[frozenset[str], float, float]]] = {}

    def _meet(self, pairs: Sequence[tuple[Sequence[str], Sequence[str], int]], before: Learned) -> None:
        """Count how often words meet their partners, and how often these are in other texts."""
        inverse: defaultdict[str, list[str]] = defaultdict(list)
        for word, theirs in self.partners.items():
            for partner in theirs:
                inverse[partner].append(word)
        everywhere: defaultdict[int, list[str]] = defaultdict(list)
        there: defaultdict[int, list[str]] = defaultdict(list)
        for words, partners, times in pairs:
            near: set[str] = set().union(*[inverse[partner] for partner in partners if partner in inverse])
            everywhere[times] += near
            there[times] += near.intersection(words)
        anywhere, self.met = _counted(everywhere), _counted(there)
        for word in self.partners:
            alone, without = float(anywhere[word] - self.met[word]), self.number - self.counts[word]
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
        weights = self._weights(own)
        for word in words:
            if (weight := weights.get(word)) is not None:
                usual, present, absent = weight
                if usual.isdisjoint(partners):
                    against += absent
                else:
                    favourable += present
        return favourable, against

    def _weights(self, own: int) -> dict[str, tuple[frozenset[str], float, float]]:
        """For each word that says anything its usual partners, and what it says if one is there, or none."""
        if own not in self._known:
            self._known[own] = weights = {}
            for word, usual in self.partners.items():
                times, met, chance = self.counts[word] - own, self.met[word], self.by_chance[word]
                if times > 1:
                    there, away = (min(0.97, max(0.05, (one + 0.5) / (times + 1))) for one in (met - own, met))
                    present = max(0.0, math.log(there / chance))
                    weights[word] = usual, present, min(0.0, math.log((1 - away) / (1 - chance)))
        return self._known[own]


def _counted(words: Mapping[int, Sequence[str]]) -> Counter[str]:
    """How often each word is there, of lists of *words* by how often each of them counts."""
    found = Counter[str]()
    for times, listed in words.items():
        once = Counter(listed)
        if not found:
            found = once if times == 1 else Counter({word: times * number for word, number in once.items()})
        else:
            for word, number in once.items():
                found[word] += times * number
    return found


def _usual_partners(met: Counter[str], times: int, others: Counter[str], number: int) -> list[str]:
    candidates = []
    least = max(2, 0.2 * times)
    for partner, together in [one for one in met.items() if one[1] >= least]:
        lift = together * number / (times * others[partner])
        if lift >= _LIFT:
            candidates.append((together * math.log(lift), partner))
    return [partner for _, partner in sorted(candidates, reverse=True)[:5]]
