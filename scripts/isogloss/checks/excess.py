"""Checks that come before all others: what they refuse would cost any reader of it, parser or pattern, too much."""

from __future__ import annotations

from collections.abc import Iterator

from isogloss.checks.registry import GUARD, Finding, Subject, check
from isogloss.segments import Message

_LONGEST = 500
_TIMES = 3
"""A translation has at most 500 characters, and three for each of its original.

Labels of one word grow most: three to five times are usual, and some languages explain what English abbreviates. From
a sentence on, no pair of languages doubles the characters; wordy renderings stay below three times. The 500 leave room
for all short texts. Above, nobody translates: a parser that is not linear is kept busy."""
_DEEPER = 8
"""How much deeper brackets may nest than in the original: a remark in parentheses, with another one in it, twice over.

A bracket that is not closed counts as open to the end. Parsers look for the end of each open bracket."""
_MORE_MARKS = 200
"""How many more marks of each kind than the original has: far above any translation, few enough for any parser."""
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"))
_MARKS = (*"([{<*_`\\$~^=+&\n", "``")


def _may_be_long(_message: Message, msgstr: str) -> bool:
    return len(msgstr) > _LONGEST


@check(Subject.EXCESS, trigger=_may_be_long, fixed=GUARD)
def check_too_long(message: Message, msgstr: str) -> Iterator[Finding]:
    """A translation far longer than its original, in any language: another text was pasted in, or it is an attack.

    Bad: msgid ``Start``, msgstr with 2,000 characters
    Good: msgstr ``Inicio``

    Up to three times the characters of the original, and 500 more, are free.
    """
    most = _LONGEST + _TIMES * len(message.msgid)
    if len(msgstr) > most:
        yield Finding(
            f"the translation has {len(msgstr):,} characters, the original {len(message.msgid):,}",
            f"shorten it: more than {most:,} are never needed here",
        )


def _may_be_heaped_up(_message: Message, msgstr: str) -> bool:
    if len(msgstr) <= _DEEPER:  # Most cells of a table, say: nothing is counted in them.
        return False
    count = msgstr.count
    if count("(") > _DEEPER or count("[") > _DEEPER or count("{") > _DEEPER or count("<") > _DEEPER:
        return True
    return len(msgstr) > _MORE_MARKS and max(map(count, _MARKS)) > _MORE_MARKS


@check(Subject.EXCESS, trigger=_may_be_heaped_up, fixed=GUARD)
def check_too_much_markup(message: Message, msgstr: str) -> Iterator[Finding]:
    """Brackets or marks heaped up as no text has them: reading such a text could keep a build busy for hours.

    Bad: msgid ``Start``, msgstr ``[[[[[[[[[[[[[[[[``
    Good: msgstr ``Inicio``

    Brackets may nest eight levels deeper than in the original, and 200 more marks of each kind may be there.
    """
    for opening, closing in _BRACKETS:
        if msgstr.count(opening) <= _DEEPER:
            continue
        if _depth(msgstr, opening, closing) > _depth(message.msgid, opening, closing) + _DEEPER:
            yield Finding(f"'{opening}' is nested far deeper than in the original", f"close each '{opening}'")
            return
    for mark in _MARKS if len(msgstr) > _MORE_MARKS else "":
        there = msgstr.count(mark)
        if there > _MORE_MARKS and there > message.msgid.count(mark) + _MORE_MARKS:
            name = "line break" if mark == "\n" else mark
            yield Finding(f"'{name}' is there far more often than in the original", "use it as the original does")
            return


def _depth(text: str, opening: str, closing: str) -> int:
    """How many brackets of one kind are open at once."""
    now = deepest = 0
    for char in text:
        if char == opening:
            now += 1
            deepest = max(deepest, now)
        elif char == closing and now:
            now -= 1
    return deepest
