"""Checks of the words: glossary, English left in place, doubled text. They warn; a translator decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from isogloss.checks.glossary import Glossary, Term
from isogloss.checks.lexicon import ENGLISH, SPACELESS
from isogloss.checks.registry import Finding, Subject, check
from isogloss.checks.traits import emphasised, is_printed, links_of, own_words, without_shown
from isogloss.diagnostics import Severity
from isogloss.segments import Kind, Message
from isogloss.segments.text import words_of

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DOUBLED = re.compile(
    r"(?<![\w'’·\u0900-\u0dff-])([^\W\d_]{2,}) (\1)(?![\w'’·\u0900-\u0dff-]| (?:facto|jure|iure|novo|luxe)\b)",
    re.IGNORECASE,
)
_WITH_MARKS = re.compile(r"(?<!\S)([\u0900-\u0dff]{2,}) \1(?!\S)")
"""The same where vowels are marks on letters: those are no letters to a regular expression."""
# "step by step", "more and more": other languages say it with one word twice.
_REPEATED = re.compile(r"(?<![^\W_])([^\W\d_]{2,})[ -](?:\w+[ -])?\1s?(?![^\W_])", re.IGNORECASE)
# Three characters or more: two that are there twice are grammar ("讨论讨论").
_DOUBLED_RUN = re.compile(r"((?!的)[\u4e00-\u9fff]{3,9}|[\u30a1-\u30fa\u30fc]{3,15}[\u3041-\u3096]?)\1")
_REDUPLICATED = frozenset([
    "nous", "vous", "faire", "der", "die", "das", "sie", "piano", "man", "via", "dat", "van", "had", "that", "sia",
])  # fmt: skip
"""Words that languages do write twice: "vous vous assurez", "die, die die …", "piano piano"."""
_OWN_REDUPLICATED = {
    "bs": frozenset(["se"]), "cs": frozenset(["se"]), "el": frozenset(["λίγο", "πολύ", "σιγά"]),
    "fr": frozenset(["en"]), "gl": frozenset(["se"]), "hr": frozenset(["se"]), "it": frozenset(["se"]),
    "nl": frozenset(["aan", "af", "er", "in", "om", "op", "toe", "uit"]), "pl": frozenset(["to"]),
    "pt": frozenset(["se"]), "sk": frozenset(["sa", "to"]), "sq": frozenset(["të"]), "sr": frozenset(["se", "се"]),
}  # fmt: skip
"""The same of single languages: Polish "to to, że", Dutch "sla ze op op de schijf", Galician "indica se se mostra"."""
_REDUPLICATING = frozenset([
    "az", "ba", "bn", "fil", "gu", "hi", "id", "jv", "km", "kn", "ko", "lo", "ml", "mr", "ms", "my", "ne", "pa", "si",
    "su", "ta", "te", "th", "tl", "tr", "ur", "vi",
])  # fmt: skip
"""Languages in whose grammar a word that is there twice means more of it, or for each: nothing can be said of one."""
_NEVER_TWICE = {
    "hi": re.compile(r"के|का|की|को|में|से|पर|ने|है|हैं|था|थी|थे|या|लिए|करें|करते|सकते|सकता|होता|होती|होना"),
    "id": re.compile(r"dan|yang|di|ke|dari|untuk|dengan|adalah|pada|ini|itu|atau|akan|dapat", re.IGNORECASE),
    "ko": re.compile(r"\A(?:\w{3,}|\w[을를은는의와과])\Z"),
    "tr": re.compile(r"\A(?:ve|ile|veya|olarak|olan|bu|gibi|kadar|daha|ise|\w{4,}n[ıiuü]n)\Z", re.IGNORECASE),
    "vi": re.compile(r"và|của|các|được|trong|với|cho|này|không|có|để|những|một", re.IGNORECASE),
}
_NAME = re.compile(r"[A-Z][A-Za-z]+")
"""What grammar does not double there either: names, words that join others; in Korean, words of three syllables."""
_BRACKET = re.compile("[()（）]")
_LABEL = re.compile(r"(?<!\w)\w{1,2}\Z|[:;=]-?\Z")
_LIKE_CODE = re.compile(r"[/\\_]|\w[.(]\w")
"""In a word: a path, a file, a call, which no language translates, though it is not written as code."""
_SPELLED = re.compile(r"(?<!`)`\w`\w+")
"""A word that explains an abbreviation: "`l`ess than or `e`qual"."""
_QUOTATION = re.compile(r"[\"“”„«»「『][^\"“”„«»「」『』]*[\"“”«»」』]")


@lru_cache(maxsize=65536)
def _prose(text: str, quoted: frozenset[str] = frozenset()) -> str:
    """The words of *text*, without what is like code and without quotations of *quoted*."""
    text = _QUOTATION.sub(lambda found: " " if found.group()[1:-1].strip() in quoted else found.group(), text)
    words = own_words(_SPELLED.sub(" ", text))
    return " ".join(word for word in words.split() if not _LIKE_CODE.search(word))


def _quoted(text: str) -> frozenset[str]:
    return frozenset(found[1:-1].strip() for found in _QUOTATION.findall(text))


@check(Subject.WORDS, severity=Severity.WARNING)
def check_outer_space(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """White space before or after the translation, which the original does not have.

    Bad: ``" Instálelo."``
    Good: ``"Instálelo."``
    """
    if msgstr != msgstr.strip() and message.msgid == message.msgid.strip():
        yield Finding("there is white space around the translation", "remove it")


@check(Subject.WORDS, severity=Severity.WARNING, explains=("banned-rendering", "two-renderings", "label"))
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


@check(Subject.WORDS, severity=Severity.WARNING, explains=("term", "two-renderings", "label"))
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


@check(Subject.WORDS, severity=Severity.WARNING, explains=("two-renderings", "label"))
def check_term(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Finding]:
    """A term of the original whose rendering in the glossary the translation does not use, in any form.

    Bad: msgid ``Restart the computer.``, msgstr ``Reinicie la máquina.``, where the glossary says ``equipo``
    Good: msgstr ``Reinicie los equipos.``
    """
    english, words = glossary.without_names(_prose(message.msgid)), words_of(msgstr)
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
    if message.kind in (Kind.CODE_TITLE, Kind.ABBREVIATION) or is_printed(message.msgid):
        return
    if ENGLISH.isdisjoint(_WORD.findall(own_words(msgstr))):
        return
    shown, quoted = without_shown(message.msgid, msgstr), _quoted(message.msgid)
    if not quoted:
        shown = _QUOTATION.sub(" ", shown)  # What a program asks, which English only tells of.
    words = _WORD.findall(_prose(shown, quoted | emphasised(message.msgid)))
    original = [word.lower() for word in _WORD.findall(_prose(message.msgid))]
    runs = {tuple(original[start : start + 4]) for start in range(len(original) - 3)}
    for start in range(len(words) - 3):
        run = words[start : start + 4]
        # Capitals are names, which may stay: "Intel Extension for PyTorch".
        english = sum(word.islower() for word in run) >= 3 and ENGLISH.intersection(run)
        if english and tuple(word.lower() for word in run) in runs:
            yield Finding(f"English was left in place: '{' '.join(run)} …'", "translate it")
            return


@check(Subject.WORDS, severity=Severity.WARNING, explains=("length", "ending"))
def check_doubled_text(message: Message, msgstr: str, glossary: Glossary) -> Iterator[Finding]:
    """The translation is there twice, one after the other, or a word is repeated.

    Bad: ``Reinicie el equipo. Reinicie el equipo.``; ``Reinicie el el equipo.``
    Good: ``Reinicie el equipo.``
    """
    words, original = msgstr.split(), message.msgid.split()
    if (_is_double(words) or _is_double_without_spaces(msgstr)) and not _is_double(original):
        yield Finding("the text is there twice", "remove one of the two")
        return
    if (run := _DOUBLED_RUN.search(msgstr)) and not _REPEATED.search(message.msgid):
        yield Finding(f"'{run[1]}' is there twice", "remove one of the two")
        return
    doubled = [
        again if again[0].islower() else word
        for word, again in _DOUBLED.findall(msgstr)
        # A second one with a capital letter is a name: Indonesian "dan Dan".
        if again.lower() not in _REDUPLICATED and not (word[0].islower() and again[0].isupper())
    ]
    if own := _OWN_REDUPLICATED.get(glossary.language):
        doubled = [word for word in doubled if word.lower() not in own]
    if glossary.language in _REDUPLICATING:
        never = _NEVER_TWICE.get(glossary.language)
        doubled += _WITH_MARKS.findall(msgstr)
        doubled = [word for word in doubled if _NAME.fullmatch(word) or (never and never.fullmatch(word))]
    found = next(iter(doubled), None)
    if found and not _REPEATED.search(message.msgid):
        yield Finding(f"the word '{found}' is there twice", "remove one of the two")


def _is_double_without_spaces(text: str) -> bool:
    half = len(text) // 2
    return half > 3 and text[:half] == text[half:] and SPACELESS.search(text) is not None


def _is_double(words: list[str]) -> bool:
    half = len(words) // 2
    return half > 0 and len(words) % 2 == 0 and words[:half] == words[half:]


@check(Subject.WORDS, severity=Severity.WARNING)
def check_bracket(message: Message, msgstr: str, _: Glossary) -> Iterator[Finding]:
    """A bracket without its partner, where the original has none without: a part of the text was lost, or is not over.

    Bad: msgid ``Restart (once) and wait.``, msgstr ``Reinicie (una vez y espere.``
    Good: msgstr ``Reinicie (una vez) y espere.``
    """
    if "(" not in message.msgid + msgstr and "（" not in msgstr:
        return
    translated = _unpaired(msgstr)
    if translated and not _unpaired(message.msgid):
        which = "opened and not closed" if translated > 0 else "closed and not opened"
        yield Finding(f"a bracket is {which}", "see whether a part of the text is missing, and write its partner")


@lru_cache(maxsize=65536)
def _unpaired(text: str) -> int:
    """How many round brackets are not closed, or -1 if one is closed that was not opened.

    What closes a smiley, or the number of an item, closes nothing else.
    """
    words, opened = words_of(text), 0
    for found in _BRACKET.finditer(words):
        if found.group() in "(（":
            opened += 1
        elif opened:
            opened -= 1
        elif not _LABEL.search(words[max(0, found.start() - 4) : found.start()]):
            return -1
    return opened


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
