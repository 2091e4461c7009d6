"""Checks of numbers: those of the original, in the form of the language; versions as they are. They warn."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from isogloss.checks.glossary import Glossary
from isogloss.checks.registry import Finding, Subject, check
from isogloss.diagnostics import Change, Severity
from isogloss.segments import Message
from isogloss.segments.text import words_of

# A letter of a script without spaces, or a counter of one, may stand right beside a number: "最大580以降". What a Latin
# letter follows ("2.5x", "1.5M") has another form in many languages, and so has each part of it.
_NUMBER = re.compile(r"(?<![A-Za-zÀ-ɏ\d_.,])(?:[vV](?=\d+\.\d))?(\d+(?:[.,]\d+)*)(?![A-Za-zÀ-ɏ\d_]|[.,]\d)")
_LIST = re.compile(r"(?<=\d),(?=\d)(?!\d{3}(?!\d))")
"""What is no sign of thousands in English, and no decimal sign: "2,3 and 4"."""
_ANY_COMMA = re.compile(r"(?<=\d),(?=\d)")
_NOTE = re.compile(r"\\?\[\d{1,3}\\?\]")
"""The mark of a note, which each page numbers by itself."""
_PART = re.compile(r"(?<![\w.,/])1/(?=\d+(?:st|nd|rd|th)\b)")
"""What is one in so many, in another language."""
_DIGIT = re.compile(r"\d")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_DECIMAL = re.compile(r"(?<=\d)[.,'’٫٬](?=\d)|(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"[ \u00a0\u2009\u202f'’٬]")
_WRITTEN = re.compile(r"\d+(?:[.,'’٫٬]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*")
"""A number as some language writes it."""
_CLOCK = re.compile(r"(?<![\w.,:])(\d{1,2})((?::\d\d)?)\s?([AaPp])\.?[Mm]\b\.?")
_TIME = re.compile(r"(?<![\w.,:])\d{1,2}:\d\d(?![\w:])")
_DATE = re.compile(
    r"(?<![\w.,/-])\d{1,2}/\d{1,2}/(?:\d\d){1,2}(?![\w/-]|[.,]\d)|(?<![\w.,/-])\d{4}([/-])\d{1,2}\1\d{1,2}\b"
)
_DOTTED = re.compile(r"(?<![\w.,])[vV]?(\d+(?:\.\d+)+)(?![\w]|[.,]\d)")
_VERSIONS = frozenset({"v", "ver", "version", "versions", "release", "releases"})
_NAME = re.compile(r"(?<!\w)(?=\w*[^\W\d_])\w+")
_BETWEEN = frozenset({"and", "or", "to"})
_UNIT = re.compile(r"\s?(?:[kKMGTP]?i?[Bb]|[kKMGT]?Hz|[kKMGT]?W|V|%|ms|[mµn]?s|[mckµn]?m|[kKMGT]?FLOPS|inch(?:es)?)\b")


@check(Subject.WORDS, severity=Severity.WARNING)
def check_number(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """A number of the original that the translation does not have.

    Bad: msgid ``Version 580 or later``, msgstr ``Versión 508 o posterior``
    Good: msgstr ``Versión 580 o posterior``

    Decimal signs, separators of thousands, times and dates may be those of the language; a number may be written as a
    word.
    """
    if not _DIGIT.search(message.msgid):
        return
    original, translated = _numbers(message.msgid), _numbers(msgstr)
    if (
        original != translated
        and "[" in message.msgid
        and len(_NOTE.findall(message.msgid)) == len(_NOTE.findall(msgstr))
    ):
        original, translated = _numbers(_NOTE.sub(" ", message.msgid)), _numbers(_NOTE.sub(" ", msgstr))
    if original != translated and _LIST.search(message.msgid):
        for signs in (_LIST, _ANY_COMMA):
            apart = _numbers(signs.sub(", ", message.msgid))
            original = min(original, apart, key=lambda found: (found - translated).total())
    if original != translated and _LIST.search(msgstr):
        apart = _numbers(_LIST.sub(", ", msgstr))
        translated = min(translated, apart, key=lambda found: (original - found).total())
    if original != translated and _CLOCK.search(message.msgid):
        translated = _numbers(_TIME.sub(" ", msgstr))
    if original != translated:
        before, whole = _joined_digits(message.msgid), _joined_digits(msgstr)
        missing = [
            number
            for number in original - translated
            # "2x" that the original has, too, does not stand for its "2 GPUs".
            if not any(_has(form, whole) and (len(number) > 1 or not _has(form, before)) for form in _forms(number))
            # One that is said once for two, as in "3 hours each", is no other number.
            and ((len(number) > 1 and not translated[number]) or translated - original)
            and not _is_least(number, message.msgid, whole)
        ]
        if missing:
            listed = ", ".join(missing)
            what = f"the numbers {listed} are missing" if missing[1:] else f"the number {listed} is missing"
            yield Finding(what, f"write {listed}, in the form of the language")
    for number, other in _moved(message.msgid, msgstr):
        yield Finding(
            f"the number {number} is {other} in the translation", f"write {number}, in the form of the language"
        )
    for moment, parts in _moments(words_of(message.msgid)):
        if not all(_has(part, _with_ascii_digits(msgstr)) for part in parts):
            yield Finding(f"'{moment}' is another time in the translation", "write it in the form of the language")


def _has(pattern: str, text: str) -> bool:
    return re.search(rf"(?<!\d)(?:{pattern})(?!\d)", text) is not None


def _is_least(number: str, english: str, translation: str) -> bool:
    """Whether *number* has to be exceeded, and *translation* says from which one on: "more than 1", "2 or more"."""
    exceeded = re.search(rf"(?:more|\w{{2,20}}er) than {number}(?![\w.,])", english) is not None
    return exceeded and number.isdecimal() and _has(str(int(number) + 1), translation)


def _moved(msgid: str, msgstr: str) -> Iterator[tuple[str, str]]:
    """The numbers whose digits are in the translation, with the decimal sign in another place: 15 for 1.5."""
    if not _DECIMAL.search(msgid) and not _DECIMAL.search(msgstr):
        return
    words, there = _with_ascii_digits(words_of(msgid)), _with_ascii_digits(words_of(msgstr))
    written: list[str] | None = None
    for number in dict.fromkeys(_NUMBER.findall(words)):
        if number in there or number.count(".") > 1:
            continue
        if written is None:
            written = _WRITTEN.findall(there)
        digits = _joined_digits(number)
        alike = [other for other in written if _joined_digits(other) == digits]
        if alike and not any(_values(number) & _values(other) for other in alike):
            yield number, alike[0]


def _values(number: str) -> set[tuple[str, str]]:
    """What *number* may be, in one language or another: the digits before and after its decimal sign."""
    first, *rest = re.split(r"[.,٫]", _GROUPED.sub("", number))
    signs = set(re.findall(r"[.,٫]", number))
    found = {("".join([first, *rest[:-1]]), rest[-1].rstrip("0"))} if len(rest) == 1 or len(signs) > 1 else set()
    if len(signs) < 2 and all(len(group) in (2, 3) for group in rest[:-1]) and (not rest or len(rest[-1]) == 3):
        found.add(("".join([first, *rest]), ""))
    return found


def _forms(number: str) -> Iterator[str]:
    """Patterns for *number*, also as so many ten thousands: 万. One digit is no part of a word, but an ordinal: 1er."""
    yield number if len(number) > 1 else f"(?<![\\w.,]){number}[^\\W\\d_]{{1,3}}(?!\\w)"
    if number.endswith("0000"):
        yield f"{number[:-4]}(?=\\s?[万萬만])"


@check(Subject.WORDS, severity=Severity.WARNING)
def check_version(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """A version whose dot became a decimal sign: version 3.10 is no number, and comes after 3.9.

    Bad: msgid ``Python 3.10 or later``, msgstr ``Python 3,10 o posterior``
    Good: msgstr ``Python 3.10 o posterior``
    """
    if "." not in message.msgid or not _DIGIT.search(message.msgid):
        return
    english, words = words_of(message.msgid), _with_ascii_digits(words_of(msgstr))
    for found in _DOTTED.finditer(english):
        comma = re.compile(rf"(?<![\d.,]){found[1].replace('.', '[,٫]')}(?![\d]|[.,]\d)")
        wrong = comma.search(words)
        if wrong and _is_version(found, english, words[: wrong.start()], words):
            sentence, hint = f"version {found[1]} is written '{wrong.group()}'", f"write {found[1]}: its dot stays"
            yield Finding(sentence, hint, change=Change(found[1], wrong.group()))


def _is_version(number: re.Match[str], english: str, before: str, words: str) -> bool:
    if number[1].count(".") > 1 or number.group()[0] in "vV" or _has(re.escape(number[1]), words):
        return True
    if _UNIT.match(english, number.end()):
        return False
    names = [
        name for name in _NAME.findall(english[max(0, number.start() - 80) : number.start()]) if name not in _BETWEEN
    ]
    last = names[-1] if names else ""
    # A name is written alike in both languages; a word at the beginning of a sentence hardly ever is.
    named = len(last) > 2 and not last.islower() and before.rstrip().endswith(last)
    return last.lower() in _VERSIONS or (named and english[: number.start()].rstrip().endswith(last))


def _moments(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each time and date of an English *text*, and patterns of what it is in every language."""
    for found in _CLOCK.finditer(text):
        hour = int(found[1]) % 12
        hours = {hour + 12, hour or 12} if found[3] in "pP" else {hour, hour or 12, hour or 24}
        minutes = [found[2][1:]] if found[2] not in ("", ":00") else []
        yield found.group(), ["|".join(f"0?{one}" for one in hours), *minutes]
    for found in _DATE.finditer(text):
        # A month may be a word, a year short.
        parts = [int(part) for part in re.findall(r"\d+", found.group())]
        yield found.group(), [f"0?{part}|{part % 100:02}" for part in parts if part > 12]


@lru_cache(maxsize=65536)
def _numbers(text: str) -> Counter[str]:
    if not _DIGIT.search(text):
        return Counter()
    words = _with_ascii_digits(words_of(text))
    for pattern in (_CLOCK, _DATE, _PART):
        words = pattern.sub(" ", words)
    return Counter(_joined_digits(number) for number in _NUMBER.findall(words))


def _joined_digits(text: str) -> str:
    """*text* without decimal signs and separators of thousands, its digits those of ASCII."""
    return _DECIMAL.sub("", _with_ascii_digits(text))


def _with_ascii_digits(text: str) -> str:
    if not _FOREIGN_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and char > "\x7f" else char for char in text)
