"""Checks of the words: glossary, English left in place, doubled text, numbers. They warn; a translator decides."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from isogloss.checks.corpus import links_of, own_words
from isogloss.checks.glossary import Glossary, Term
from isogloss.checks.registry import Finding, Subject, check
from isogloss.diagnostics import Severity
from isogloss.segments import Kind, Message
from isogloss.segments.text import words_of

# Words that nearly every English sentence has; none that other languages have too, such as "a", "in" or "use".
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "with", "for", "is", "are", "your", "this", "that", "from", "it", "not", "you", "when"]
) | {"which", "be", "by", "if", "or", "at", "an", "has", "have", "can", "does", "then", "must", "on", "these"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A letter of a script without spaces, or a counter of one, may follow a number at once: "580以降".
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![A-Za-zÀ-ɏ\d_])")
_DIGIT = re.compile(r"\d")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_DECIMAL = re.compile(r"(?<=\d)[.,'’٫٬](?=\d)|(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_DOUBLED = re.compile(r"(?<![^\W_])([^\W\d_]{2,}) \1(?![^\W_])", re.IGNORECASE)
# "step by step", "more and more": other languages say it with one word twice.
_REPEATED = re.compile(r"(?<![^\W_])([^\W\d_]{2,})[ -](?:\w+[ -])?\1(?![^\W_])", re.IGNORECASE)
# Words that languages do write twice: "vous vous assurez", "die, die die …", "piano piano", "tek tek", "luôn luôn".
_REDUPLICATED = frozenset([
    "nous", "vous", "der", "die", "das", "sie", "piano", "man", "via", "tek", "sık", "yavaş", "adım", "ayrı",
    "hemen", "tekrar", "luôn", "vân", "từ", "dần", "thường", "hơi", "ngày", "rằng", "dat", "van", "had", "that",
    "धीरे", "अलग", "बार", "साथ", "पल", "एक",
])  # fmt: skip


@check(Subject.WORDS, severity=Severity.WARNING)
def check_outer_space(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """White space before or after the translation, which the original does not have.

    Bad: ``" Instálelo."``
    Good: ``"Instálelo."``
    """
    if msgstr != msgstr.strip() and message.msgid == message.msgid.strip():
        yield Finding("there is white space around the translation", "remove it")


@check(Subject.WORDS, severity=Severity.WARNING, explains=("banned-rendering",))
def check_product_name(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Finding]:
    """A name that stays as it is in every language, such as Windows, is missing from the translation.

    Bad: msgid ``Restart Windows.``, msgstr ``Reinicie las ventanas.``
    Good: msgstr ``Reinicie Windows.``
    """
    english, words = words_of(message.msgid), words_of(msgstr)
    missing = [
        term.term for term in glossary.present(english) if term.stays and not glossary.find_name(term.term, words)
    ]
    # "Windows 11" missing says that "Windows" is missing, too: the longest name says it all.
    for name in missing:
        if not any(name != other and name in other for other in missing):
            yield Finding(f"the name '{name}' is missing", f"write '{name}': the glossary says that it stays as it is")


@check(Subject.WORDS, severity=Severity.WARNING, explains=("term",))
def check_banned_rendering(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Finding]:
    """A rendering of a term that the glossary says to avoid.

    Bad: msgid ``native Windows``, msgstr ``ventanas nativas``, where the glossary has ``avoid: ventanas``
    Good: msgstr ``Windows nativo``
    """
    english, words = own_words(message.msgid), own_words(msgstr)
    present = glossary.present(english)
    for term in present:
        for banned in term.banned:
            right = any(glossary.find_rendering(banned, other.rendering) for other in present)
            if not right and glossary.find_term(banned, words):
                yield Finding(
                    f"'{banned}' is a rendering of '{term.term}' to avoid", f"the glossary says '{term.rendering}'"
                )


@check(Subject.WORDS, severity=Severity.WARNING)
def check_term(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Finding]:
    """A term of the original whose rendering in the glossary the translation does not use, in any form.

    Bad: msgid ``Restart the computer.``, msgstr ``Reinicie la máquina.``, where the glossary says ``equipo``
    Good: msgstr ``Reinicie los equipos.``
    """
    english, words = glossary.without_names(own_words(message.msgid)), words_of(msgstr)
    for term in glossary.present(english):
        if term.stays or term.term in glossary.unmatched:
            continue
        if not glossary.has(term, words):
            yield Finding(f"'{term.rendering}', the rendering of '{term.term}', is missing", "see the glossary")


@check(Subject.WORDS, severity=Severity.WARNING, explains=("term",))
def check_english(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """English left in place: four or more words in a row, as they stand in the original.

    Bad: msgid ``Restart the computer after that.``, msgstr ``Reinicie the computer after that.``
    Good: msgstr ``Reinicie el equipo después.``

    Titles of English documents, which are texts of links to other sites, may stay.
    """
    if message.kind in (Kind.CODE_TITLE, Kind.ABBREVIATION):
        return
    words = _WORD.findall(own_words(msgstr))
    if _ENGLISH.isdisjoint(words):
        return
    original = [word.lower() for word in _WORD.findall(own_words(message.msgid))]
    runs = {tuple(original[start : start + 4]) for start in range(len(original) - 3)}
    for start in range(len(words) - 3):
        run = words[start : start + 4]
        # Capitals are names, which may stay: "Intel Extension for PyTorch".
        english = sum(word.islower() for word in run) >= 3 and _ENGLISH.intersection(run)
        if english and tuple(word.lower() for word in run) in runs:
            yield Finding(f"English was left in place: '{' '.join(run)} …'", "translate it")
            return


@check(Subject.WORDS, severity=Severity.WARNING, explains=("length", "ending"))
def check_doubled_text(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """The translation is there twice, one after the other, or a word is repeated.

    Bad: ``Reinicie el equipo. Reinicie el equipo.``; ``Reinicie el el equipo.``
    Good: ``Reinicie el equipo.``
    """
    words, original = msgstr.split(), message.msgid.split()
    if _is_double(words) and not _is_double(original):
        yield Finding("the text is there twice", "remove one of the two")
        return
    found = next((word for word in _DOUBLED.findall(msgstr) if word.lower() not in _REDUPLICATED), None)
    if found and not _REPEATED.search(message.msgid):
        yield Finding(f"the word '{found}' is there twice", "remove one of the two")


def _is_double(words: list[str]) -> bool:
    half = len(words) // 2
    return half > 0 and len(words) % 2 == 0 and words[:half] == words[half:]


@check(Subject.WORDS, severity=Severity.WARNING)
def check_number(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """A number of the original that the translation does not have.

    Bad: msgid ``Version 580 or later``, msgstr ``Versión 508 o posterior``
    Good: msgstr ``Versión 580 o posterior``

    Decimal signs and separators of thousands may be those of the language; a number may be written as a word.
    """
    original, translated = _numbers(message.msgid), _numbers(msgstr)
    if original == translated:
        return
    joined = _joined_digits(msgstr)
    for number in original - translated:
        if len(number) > 1 and re.search(rf"(?<!\d){number}(?!\d)", joined):
            continue
        if len(number) > 1 or translated - original:
            yield Finding(f"the number {number} is missing", f"write {number}, in the form of the language")


@lru_cache(maxsize=65536)
def _numbers(text: str) -> Counter[str]:
    if not _DIGIT.search(text):
        return Counter()
    return Counter(_joined_digits(number) for number in _NUMBER.findall(_with_ascii_digits(words_of(text))))


def _joined_digits(text: str) -> str:
    """*text* without decimal signs and separators of thousands, its digits those of ASCII."""
    return _DECIMAL.sub("", _with_ascii_digits(text))


def _with_ascii_digits(text: str) -> str:
    if not _FOREIGN_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and char > "\x7f" else char for char in text)


@check(Subject.WORDS, severity=Severity.WARNING)
def check_swapped_terms(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Finding]:
    """Two links of one passage that have exchanged their targets: terms of the glossary in their texts tell.

    Bad: msgid ``[driver](a.md) or [folder](b.md)``, msgstr ``[controlador](b.md) o [carpeta](a.md)``
    Good: msgstr ``[carpeta](b.md) o [controlador](a.md)``

    Names and numbers are looked at by ``link-swap``.
    """
    before = links_of(message.msgid)
    after = links_of(msgstr) if len(before) > 1 else {}
    for first, second in combinations(before.keys() & after.keys(), 2):
        exchanged = [
            term
            for mine, its in ((first, second), (second, first))
            for term in glossary.present(before[mine])
            if not term.stays
            and term not in glossary.present(before[its])
            and glossary.has(term, after[its])
            and not glossary.has(term, after[mine])
        ]
        if exchanged:
            yield Finding(
                f"'{exchanged[0].rendering}' leads to another page than '{exchanged[0].term}' in the original",
                f"exchange the targets '{first}' and '{second}'",
            )


class Renderings:
    """How often the renderings of a glossary were found in the translations of messages with their terms.

    A rendering that is missing in most of them is one finding, about the glossary: the language inflects it in a way
    that cannot be matched, or nobody follows it. Told of in each message, it would be noise.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._present: Counter[str] = Counter()
        self._found: Counter[str] = Counter()

    def add(self, message: Message, msgstr: str) -> None:
        """Count one finished translation."""
        if message.msgid == msgstr:
            return
        english, words = self.glossary.without_names(own_words(message.msgid)), words_of(msgstr)
        for term in self.glossary.present(english):
            if not term.stays:
                self._present[term.term] += 1
                self._found[term.term] += self.glossary.has(term, words)

    @property
    def unmatched(self) -> dict[str, tuple[int, int]]:
        """Terms whose rendering is missing in most of four or more messages: how often it was found, of how many."""
        return {
            term: (self._found[term], present)
            for term, present in self._present.items()
            if present >= 4 and 2 * self._found[term] < present
        }

    def known(self) -> Glossary:
        """The glossary, with what could not be matched marked, so that messages are not blamed for it."""
        return replace(self.glossary, unmatched=frozenset(self.unmatched))


@check(Subject.GLOSSARY, severity=Severity.WARNING)
def check_glossary(renderings: Renderings, term: Term) -> Iterator[Finding]:
    """A rendering that hardly any translation uses: it is inflected beyond recognition, or it is not followed.

    Bad: ``driver`` is rendered as ``ohjain``, and of 8 translations 1 has it; the others have ``ohjaimen``
    Good: the glossary says ``# forms: ohjaim``
    """
    counts = renderings.unmatched.get(term.term)
    if counts:
        found, present = counts
        yield Finding(
            f"'{term.rendering}' was found in {found} of {present} translations of messages with '{term.term}'",
            "if the language inflects it, list beginnings of its other forms: # forms: …, …; "
            "if the translations say it in another way, follow the glossary or change it",
        )
