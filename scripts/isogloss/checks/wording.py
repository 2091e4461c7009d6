"""Checks of the words: glossary, English left in place, doubled text, numbers. They warn; a translator decides."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from isogloss.checks.problem import Problem
from isogloss.segments import Kind, Message
from isogloss.segments.text import words_of

# Words that nearly every English sentence has; none that other languages have too, such as "a", "in" or "use".
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "with", "for", "is", "are", "your", "this", "that", "from", "it", "not", "you", "when"]
) | {"which", "be", "by", "if", "or", "at", "an", "has", "have", "can", "does", "then", "must", "on", "these"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_EXTERNAL_LINK = re.compile(r"!?\[[^\]]*\]\((?:https?:)?//[^)]*\)")


@dataclass(frozen=True, slots=True)
class Term:
    """One message of a glossary."""

    term: str
    rendering: str
    banned: tuple[str, ...] = ()
    """Renderings that must not be used, from the comment ``avoid: …``."""

    @property
    def stays(self) -> bool:
        """Whether the term is the same in every language, like the name of a product."""
        return self.term == self.rendering


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one locale."""

    terms: tuple[Term, ...] = ()
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)

    def find_term(self, term: str, english: str) -> bool:
        """Whether *english* has *term*, also in the plural; a term with a capital letter only as it is."""
        plural = r"(?:e?s)?" if term.islower() else ""
        flags = re.IGNORECASE if term.islower() else 0
        return self._find(rf"(?<!\w){re.escape(term)}{plural}(?!\w)", flags, english)

    def find_rendering(self, rendering: str, words: str) -> bool:
        """Whether *words* have *rendering*, in any form: the end of each of its words may differ."""
        stems = [_stem(word) for word in _without_accents(rendering).split()]
        return self._find(r"(?<!\w)" + r"\s+".join(stems) + r"(?!\w)", re.IGNORECASE, _without_accents(words))

    def without_names(self, english: str) -> str:
        """*english* without the names that stay: in "Windows" there is no window, in "ONNX Runtime" no runtime."""
        for term in self.terms:
            if term.stays and not term.term.islower() and term.term in english:
                english = re.sub(rf"(?<!\w){re.escape(term.term)}(?!\w)", " ", english)
        return english

    def _find(self, pattern: str, flags: int, text: str) -> bool:
        if pattern not in self._patterns:
            self._patterns[pattern] = re.compile(pattern, flags)
        return self._patterns[pattern].search(text) is not None


def _stem(word: str) -> str:
    """A pattern for *word* with another ending: up to four letters after what is before its last vowels."""
    stem = word.rstrip("aeiou") if len(word) > 3 else word
    return re.escape(stem if len(stem) >= 3 else word) + r"\w{0,4}"


@lru_cache(maxsize=65536)
def _without_accents(text: str) -> str:
    """*text* without accents, which come and go with the ending: ``versión``, ``versiones``."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def _own_words(text: str) -> str:
    """The words of *text*, without titles of English documents: the texts of links to other sites."""
    return words_of(_EXTERNAL_LINK.sub(" ", text))


def check_product_name(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Problem]:
    """A name that stays as it is in every language, such as Windows, is missing from the translation.

    Bad: msgid ``Restart Windows.``, msgstr ``Reinicie las ventanas.``
    Good: msgstr ``Reinicie Windows.``
    """
    english, words = words_of(message.msgid), words_of(msgstr)
    missing = [
        term.term
        for term in glossary.terms
        if term.stays and glossary.find_term(term.term, english) and not glossary.find_term(term.term, words)
    ]
    # "Windows 11" missing says that "Windows" is missing, too: the longest name says it all.
    for name in missing:
        if not any(name != other and name in other for other in missing):
            yield Problem(f"the name '{name}' is missing", f"write '{name}': the glossary says that it stays as it is")


def check_banned_rendering(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Problem]:
    """A rendering of a term that the glossary says to avoid.

    Bad: msgid ``native Windows``, msgstr ``ventanas nativas``, where the glossary has ``avoid: ventanas``
    Good: msgstr ``Windows nativo``
    """
    english, words = _own_words(message.msgid), _own_words(msgstr)
    present = [term for term in glossary.terms if glossary.find_term(term.term, english)]
    for term in present:
        for banned in term.banned:
            right = any(glossary.find_rendering(banned, other.rendering) for other in present)
            if not right and glossary.find_term(banned, words):
                yield Problem(
                    f"'{banned}' is a rendering of '{term.term}' to avoid", f"the glossary says '{term.rendering}'"
                )


def check_term(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Problem]:
    """A term of the original whose rendering in the glossary the translation does not use, in any form.

    Bad: msgid ``Restart the computer.``, msgstr ``Reinicie la máquina.``, where the glossary says ``equipo``
    Good: msgstr ``Reinicie los equipos.``
    """
    english, words = glossary.without_names(_own_words(message.msgid)), words_of(msgstr)
    for term in glossary.terms:
        if term.stays or not glossary.find_term(term.term, english):
            continue
        if not glossary.find_rendering(term.rendering, words):
            yield Problem(f"'{term.rendering}', the rendering of '{term.term}', is missing", "see the glossary")


def check_english(message: Message, msgstr: str, _: Glossary) -> Iterator[Problem]:
    """English left in place: four or more words in a row, as they stand in the original.

    Bad: msgid ``Restart the computer after that.``, msgstr ``Reinicie the computer after that.``
    Good: msgstr ``Reinicie el equipo después.``

    Titles of English documents, which are texts of links to other sites, may stay.
    """
    if message.kind in (Kind.CODE_TITLE, Kind.ABBREVIATION):
        return
    original = [word.lower() for word in _WORD.findall(_own_words(message.msgid))]
    words = _WORD.findall(_own_words(msgstr))
    runs = {tuple(original[start : start + 4]) for start in range(len(original) - 3)}
    for start in range(len(words) - 3):
        run = words[start : start + 4]
        # Capitals are names, which may stay: "Intel Extension for PyTorch".
        english = sum(word.islower() for word in run) >= 3 and _ENGLISH.intersection(run)
        if english and tuple(word.lower() for word in run) in runs:
            yield Problem(f"English was left in place: '{' '.join(run)} …'", "translate it")
            return


def check_doubled_text(message: Message, msgstr: str, _: Glossary) -> Iterator[Problem]:
    """The translation is there twice, one after the other, or a word is repeated.

    Bad: ``Reinicie el equipo. Reinicie el equipo.``
    Good: ``Reinicie el equipo.``
    """
    words = words_of(msgstr).split()
    half = len(words) // 2
    if half >= 2 and len(words) % 2 == 0 and words[:half] == words[half:]:
        original = words_of(message.msgid).split()
        if original[: len(original) // 2] != original[len(original) // 2 :]:
            yield Problem("the text is there twice", "remove one of the two")


def check_number(message: Message, msgstr: str, _: Glossary) -> Iterator[Problem]:
    """A number of the original that the translation does not have.

    Bad: msgid ``Version 580 or later``, msgstr ``Versión 508 o posterior``
    Good: msgstr ``Versión 580 o posterior``

    A decimal comma and other separators of thousands are the same number; a number may be written as a word.
    """
    original, translated = _numbers(message.msgid), _numbers(msgstr)
    missing = original - translated
    for number in missing:
        if len(number) > 1 or translated - original:
            yield Problem(f"the number {number} is missing", f"write {number}, in the form of the language")


def _numbers(text: str) -> Counter[str]:
    return Counter(re.sub(r"[.,]", "", number) for number in _NUMBER.findall(words_of(text)))


def check_outer_space(message: Message, msgstr: str, _: Glossary) -> Iterator[Problem]:
    """White space before or after the translation, which the original does not have.

    Bad: ``" Instálelo."``
    Good: ``"Instálelo."``
    """
    if msgstr != msgstr.strip() and message.msgid == message.msgid.strip():
        yield Problem("there is white space around the translation", "remove it")


WORDING_CHECKS = (
    check_outer_space,
    check_product_name,
    check_banned_rendering,
    check_term,
    check_english,
    check_doubled_text,
    check_number,
)


def glossary_of(messages: Iterable[tuple[str, str, str]]) -> Glossary:
    """A glossary from its messages, each with msgid, msgstr and translator comment."""
    terms = []
    for term, rendering, comment in messages:
        avoid = [line.removeprefix("avoid:") for line in comment.splitlines() if line.startswith("avoid:")]
        banned = tuple(text.strip() for line in avoid for text in line.split(",") if text.strip())
        if rendering:
            terms.append(Term(term, rendering, banned))
    return Glossary(tuple(sorted(terms, key=lambda found: -len(found.term))))
