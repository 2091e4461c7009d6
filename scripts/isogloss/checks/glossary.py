"""The glossary of a locale: its terms, found in English texts, and their renderings, found in any form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

_ARABIC = re.compile("[\u0620-\u064a]")
_TA_MARBUTA = "\u0629"
"""The last letter of many Arabic nouns; another stands in its place before a suffix, and in the plural."""
_COMPOUNDS = frozenset(["da", "de", "et", "fi", "fo", "hu", "is", "nb", "nl", "nn", "no", "sv"])
"""Languages in which a word may be the first part of another: German ``Datei`` in ``Dateiformat``."""
_PLURALS = {"es": re.compile("z$"), "fr": re.compile("l$"), "pt": re.compile("[lm]$")}
"""Ends of words that another plural takes the place of, by language: ``mensagem``, ``mensagens``."""
_LATIN = "A-Za-zÀ-ɏ0-9_"


class Term(NamedTuple):
    """One message of a glossary."""

    term: str
    rendering: str
    banned: tuple[str, ...] = ()
    """Renderings that must not be used, from the comment ``avoid: …``."""
    forms: tuple[str, ...] = ()
    """Further forms of the rendering that are as good, from the comment ``forms: …``."""
    searched: tuple[str, ...] = ()
    """What readers who mean the term also write into a search, from the comment ``search: …``."""

    @property
    def stays(self) -> bool:
        """Whether the term is the same in every language, like the name of a product."""
        return self.term == self.rendering


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one locale."""

    terms: tuple[Term, ...] = ()
    unmatched: frozenset[str] = frozenset()
    """Terms whose rendering cannot be matched in this language: :class:`Renderings` told of them once."""
    language: str = ""
    """The language of its renderings, without a region: ``es``; empty if it is not known."""
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _of_terms: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)
    _present: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    """The numbers of the terms that an English text has."""
    _nameless: dict[str, str] = field(init=False, repr=False, compare=False)
    _lowered: list[tuple[str, Term]] = field(default_factory=list, init=False, repr=False, compare=False)
    judged: dict[object, list[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What is known of texts beside this glossary, by all that it depends on."""

    def __post_init__(self) -> None:
        self._lowered.extend((term.term.lower(), term) for term in self.terms)
        present, nameless = _known_english(tuple((term.term, term.stays) for term in self.terms))
        object.__setattr__(self, "_present", present)
        object.__setattr__(self, "_nameless", nameless)

    def present(self, english: str) -> tuple[Term, ...]:
        """The terms that *english* has, in their order; none that is only a part of a longer one, unless it stays."""
        if english not in self._present:
            text, found = english.lower(), []
            # Most terms are not in most texts: that is known without a pattern.
            near = [(number, term) for number, (lowered, term) in enumerate(self._lowered) if lowered in text]
            rest = english
            for number, term in near:
                rest, times = self._term_pattern(term.term).subn(" ", rest)
                if times or (term.stays and self.find_term(term.term, english)):
                    found.append(number)
            self._present[english] = tuple(found)
        return tuple(self.terms[number] for number in self._present[english])

    def find_term(self, term: str, english: str) -> bool:
        """Whether *english* has *term*, also in the plural; a term with a capital letter only as it is."""
        if term not in english and (not term.islower() or term not in english.lower()):
            return False
        return self._term_pattern(term).search(english) is not None

    def _term_pattern(self, term: str) -> re.Pattern[str]:
        if term not in self._of_terms:
            plural = r"(?:e?s)?" if term.islower() else ""
            flags = re.IGNORECASE if term.islower() else 0
            pattern = re.escape(term) if _spaceless().search(term) else rf"(?<!\w){re.escape(term)}{plural}(?!\w)"
            self._of_terms[term] = re.compile(pattern, flags)
        return self._of_terms[term]

    def find_name(self, name: str, words: str) -> bool:
        """Whether *words* have *name*, which may carry the endings and prefixes of the language: ``Windowsissa``."""
        if name not in words and (not name.islower() or name not in words.lower()):
            return False
        ending = "[a-zà-ɏ]{0,5}" if len(name) > 3 else "(?:['’]?s)?"
        pattern = rf"(?<![{_LATIN}]){re.escape(name)}{ending}(?![{_LATIN}])"
        return self._find(pattern, re.IGNORECASE if name.islower() else 0, words)

    def find_rendering(self, rendering: str, words: str) -> bool:
        """Whether *words* have *rendering*, in any form: the end of each of its words may differ.

        A longer word may be part of a compound, or carry an article. Scripts without spaces are searched as they are.
        """
        if _spaceless().search(rendering):
            return rendering.replace(" ", "") in words.replace(" ", "")
        return self._find(_inflected(rendering, self.language), re.IGNORECASE, _without_accents(words))

    def has(self, term: Term, words: str) -> bool:
        """Whether *words* have the rendering of *term*, or one of its further forms."""
        return any(self.find_rendering(text, words) for text in (term.rendering, *term.forms))

    def without_names(self, english: str) -> str:
        """*english* without the names that stay: in "Windows" there is no window, in "ONNX Runtime" no runtime."""
        if english not in self._nameless:
            found = english
            for term in self.present(english):
                if term.stays and not term.term.islower():
                    found = self._pattern(rf"(?<!\w){re.escape(term.term)}(?!\w)", 0).sub(" ", found)
            self._nameless[english] = found
        return self._nameless[english]

    def _find(self, pattern: str, flags: int, text: str) -> bool:
        return self._pattern(pattern, flags).search(text) is not None

    def _pattern(self, pattern: str, flags: int) -> re.Pattern[str]:
        if pattern not in self._patterns:
            self._patterns[pattern] = re.compile(pattern, flags)
        return self._patterns[pattern]


@lru_cache(maxsize=8)
def _known_english(_: tuple[tuple[str, bool], ...]) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    """What is known of English texts beside terms, each with whether it stays: most locales have the same ones."""
    return {}, {}


@lru_cache(maxsize=4096)
def _inflected(rendering: str, language: str) -> str:
    """A pattern for *rendering* in any form that *language* may give it."""
    words = _without_accents(rendering).split()
    inflected = r"\s+".join(_stem(word, language) for word in words) + r"(?!\w)"
    if language in _COMPOUNDS and len(words) == 1 and len(words[0]) > 3:
        return rf"{inflected}|(?<!\w){re.escape(words[0])}\w{{0,30}}"
    return inflected


def _stem(word: str, language: str) -> str:
    """A pattern for *word* with another ending, after what is before its last vowels; compounds of longer words."""
    stem = word.rstrip("aeiou") if len(word) > 3 else word
    if len(word) > 4 and stem == word and language in _PLURALS:
        stem = _PLURALS[language].sub("", word)
    stem = stem if len(stem) >= 3 else word
    before = "" if len(stem) > 4 else r"(?<!\w)"
    if _ARABIC.match(stem):
        before = r"(?<!\w)\w{0,4}"
        if len(stem) > 3 and stem.endswith(_TA_MARBUTA):
            return before + re.escape(stem[:-1]) + r"\w{1,6}"
    return before + re.escape(stem) + (r"\w{0,10}" if len(stem) > 4 else r"\w{0,4}")


@lru_cache(maxsize=65536)
def _without_accents(text: str) -> str:
    """*text* without accents, which come and go with the ending: ``versión``, ``versiones``."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def glossary_of(messages: Iterable[tuple[str, str, str]], language: str = "") -> Glossary:
    """A glossary of *language* from its messages, each with msgid, msgstr and translator comment."""
    terms = [
        Term(term, rendering, *(_listed(comment, mark) for mark in ("avoid:", "forms:", "search:")))
        for term, rendering, comment in messages
        if rendering
    ]
    return Glossary(tuple(sorted(terms, key=lambda found: -len(found.term))), language=language)


def _listed(comment: str, mark: str) -> tuple[str, ...]:
    """The texts that the lines of *comment* with *mark* list, between commas."""
    lines = [line.strip().removeprefix(mark) for line in comment.splitlines() if line.strip().startswith(mark)]
    return tuple(text.strip() for line in lines for text in line.split(",") if text.strip())


@cache
def _spaceless() -> re.Pattern[str]:
    """Words that no space parts."""
    from isogloss.checks.lexicon import SPACELESS  # Who builds a site reads glossaries, and looks for nothing.

    return SPACELESS
