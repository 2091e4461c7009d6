"""Whether a text changed in its spelling or punctuation alone, so that its translation is still right.

There is no dictionary here: the difference of the two texts tells, and rather not than wrongly. Numbers, code,
addresses, markup, names, negations, and words that were added, removed or exchanged for others are facts. So is a word
that became another word of the language: one that the site uses elsewhere was no slip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

from rapidfuzz.distance import OSA

from isogloss.segments.text import masked

_TOKEN = re.compile(
    r"\x00+"
    # A number with its sign and its unit, without the punctuation behind it.
    r"|(?<![^\s\x00])[^\s\x00]*\d(?:[^\s\x00]*[^\s\x00.,;:!?…)\"'’”])?"
    r"|\w+(?:[.:@/\\]\w+)+"  # An address, or the name of a file.
    r"|\w+(?:['’]\w+)*|\s+|."
)
_WORD = re.compile("[a-z]+")
_PUNCTUATION = frozenset(",;:.…-–—'’‘\"“”()¡")
"""Signs that only divide. A question mark asks something else; the others are marks of Markdown, or mean something."""
_NEGATIONS = frozenset(
    {"no", "not", "non", "nor", "none", "never", "neither", "nothing", "without", "cannot", "except", "only", "unless"}
)
_LEAST = 7
"""Letters from which two exchanged or a doubled one, or an s for a z, make no other word."""
_LEAST_OF_OTHERS = 9
"""The same for a letter that was missing, or a vowel that was another."""
_VOWELS = frozenset("aeiouy")


def words_in(texts: Iterable[str]) -> set[str]:
    """The words of *texts* that are written without capitals."""
    return {token for text in texts for token in _tokens(text) if _WORD.fullmatch(token)}


def is_spelling(before: str, after: str, known: Collection[str]) -> bool:
    """Whether only spelling or punctuation changed; *known* are words that are right, from :func:`words_in`."""
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return all(
        kind == "equal"
        or (_is_slip(old[start:end], new[first:last], known) and not _divides_facts(new[:first], new[last:]))
        for kind, start, end, first, last in matcher.get_opcodes()
    )


def _tokens(text: str) -> list[str]:
    """The pieces of *text*; what is no word for translators, such as code, a tag or a target, is one."""
    found = (match.span() for match in _TOKEN.finditer(masked(text)))
    return [text[start:end] for start, end in found]


def _is_slip(old: Sequence[str], new: Sequence[str], known: Collection[str]) -> bool:
    words = [[one for one in side if not one.isspace() and one not in _PUNCTUATION] for side in (old, new)]
    return len(words[0]) == len(words[1]) and all(
        one == other or _same_word(one, other, known) for one, other in zip(*words, strict=True)
    )


def _divides_facts(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether punctuation between *left* and *right* means something: between numbers, or beside a negation."""
    beside = [next((token for token in side if not token.isspace()), "") for side in (left[::-1], right)]
    return all(re.search(r"\d", token) for token in beside) or any(token.lower() in _NEGATIONS for token in beside)


def _same_word(old: str, new: str, known: Collection[str]) -> bool:
    """Whether *old* is *new* with a slip that makes no other word of the language."""
    if {old, new} == {"a", "an"}:
        return True
    if not (_WORD.fullmatch(old) and _WORD.fullmatch(new)) or old in known:
        return False
    if (old[0], old[-1]) != (new[0], new[-1]) or OSA.distance(old, new) != 1:
        return False
    shorter, longer = sorted((old, new), key=len)
    if sorted(old) == sorted(new):
        least = _LEAST
    elif len(old) != len(new):
        place = next(place for place, letter in enumerate(longer) if shorter[place : place + 1] != letter)
        least = _LEAST if longer[place] == longer[place - 1] else _LEAST_OF_OTHERS
    else:
        (pair,) = ({one, other} for one, other in zip(old, new, strict=True) if one != other)
        if pair != {"s", "z"} and not pair <= _VOWELS:
            return False
        least = _LEAST if pair == {"s", "z"} else _LEAST_OF_OTHERS
    return len(shorter) >= least
