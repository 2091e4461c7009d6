"""What is wrong in a passage, told with the marks that its two texts have, and not with the HTML that becomes of them.

Translators have never seen the elements that an icon, an attribute list or a title becomes: they cannot write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from isogloss.checks.passages import compare
from isogloss.checks.registry import Finding
from isogloss.segments.made_of_marks import addresses, has_broken_link, marks, titles

_MADE = frozenset({"tag", "image"})
_MORE_TITLES = (
    "there is a title behind an address, and the original has none",
    "remove it: it stands between the address and the closing parenthesis, in quotation marks",
)
_FEWER_TITLES = (
    "the title behind an address is missing",
    "write it between the address and the closing parenthesis, in quotation marks",
)


def as_written(found: list[Finding], msgid: str, msgstr: str) -> Iterator[Finding]:
    """What was *found* in the passage that *msgstr* becomes, with the marks that it and *msgid* have."""
    made = [one for one in found if one.code in _MADE and one.at and one.at not in msgid and one.at not in msgstr]
    differ = list(_marks(msgid, msgstr)) if made else []
    for one in found:
        if differ and one in made:
            yield from (replace(mark, code=one.code, severity=one.severity) for mark in differ if one is made[0])
        elif one.code == "link" and one.at and has_broken_link(msgstr, one.at):
            yield replace(one, hint=_brackets(one.at))
        elif one.code == "code" and one.at and one.at not in msgid and one.at not in msgstr:
            # Code is compared as HTML has it, with entities.
            yield replace(one, message=unescape(one.message), hint=unescape(one.hint), at=unescape(one.at))
        else:
            yield one


def broken_links(msgid: str, msgstr: str) -> Iterator[Finding]:
    """Links whose brackets make none in *msgstr*, whatever a rule for bare addresses makes of the address alone."""
    if msgstr.count("](") >= msgid.count("]("):
        return
    for target in dict.fromkeys(addresses(msgid)):
        if has_broken_link(msgstr, target) and not has_broken_link(msgid, target):
            yield Finding(f"link '{target}' has lost its text", _brackets(target), target, code="link")


def _brackets(target: str) -> str:
    return f"write ']({target})' with these very brackets, and nothing between them"


def _marks(msgid: str, msgstr: str) -> Iterator[Finding]:
    """What differs in the marks of two texts."""
    before, after = marks(msgid), marks(msgstr)
    for noun in before:
        yield from compare(noun, before[noun], after[noun])
    more = titles(msgstr) - titles(msgid)
    if more:
        yield Finding(*(_MORE_TITLES if more > 0 else _FEWER_TITLES))
