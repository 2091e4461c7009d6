"""Checks of one message, on its two texts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from isogloss.checks.passages import compare
from isogloss.checks.registry import GUARD, Finding, Subject, check
from isogloss.segments import Kind, Message
from isogloss.segments.contexts import revealed
from isogloss.segments.html import acts, same_bodies, split_tags, tags, well_nested
from isogloss.segments.text import BIDI_CONTROLS, is_invisible

_TAG_START = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])")
_FOOTNOTE = re.compile(r"\[\^([^\[\]]*)\]")
_CONTROL = frozenset({"Cc", "Zl", "Zp"})
_BLOCK = re.compile(
    r"\s*(?:\[TOC\]|\*?\[[^\[\]]+\]:(?:\s|\Z)|-*8<-+|(?:#{1,6}|[-*+>]|\d{1,3}[.)]|!!!|\?\?\?\+?|===|:::|///)\s|```|~~~|\|)"
)
_MARKDOWN = re.compile(r"\*\*|`|\]\(")
_IN_HTML = re.compile(r"[<>`]|\*\*|\]\(")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
"""Programs mark with them, and the last two of each plane, what is in no text: here, English in a localized page."""
_REPLACEMENT = "\ufffd"
"""What is read in place of a character that cannot be: U+0000, half a pair, a number that is too large."""
_WRITTEN = re.compile(r"\\ufdd[01]|%EF%B7%9[01]", re.IGNORECASE)
"""The same where a filter has written them for a script or an address."""
_NAMED = r"%\(\w+\)[sd]|%[sd]"
_FIELD = r"\{[^{}]*\}"
_OF_TEXT = re.compile(rf"{_NAMED}|{_FIELD}")
_OF_TEMPLATE = re.compile(
    rf"%(?:\([^()]*\))?[-#0 +]*(?:\*|[1-9][0-9]*)?(?:\.(?:\*|[0-9]+)?)?[hlL]?[A-Za-z%]|%|{_FIELD}"
)
"""All that the operator ``%`` of Python reads as a placeholder, also ``%%``, and a sign that begins none; fields."""
_OF_FORMAT = re.compile(rf"\{{\{{|\}}\}}|{_FIELD}|[{{}}]|{_NAMED}")
"""The same for ``str.format``; of a field within a field, the outer brace begins nothing."""
_SIGNS = frozenset({"%%", "{{", "}}"})
_HALF = frozenset({"%", "{", "}"})


def _may_be_control(_message: Message, msgstr: str) -> bool:
    return "\\" in msgstr or "%" in msgstr or not msgstr.isprintable()


def _may_be_format(_message: Message, msgstr: str) -> bool:
    # No character of Unicode's category Cf (format) can be printed.
    return not msgstr.isprintable()


@check(Subject.TEXT, trigger=_may_be_control, fixed=GUARD)
def check_control_character(message: Message, msgstr: str) -> Iterator[Finding]:
    """A control character in the translation: it is invisible and can stand for text that the translator never saw.

    Bad: ``Abrir`` with U+0002 in it
    Good: ``Abrir``
    """
    # What English has, as the colours of a terminal, a translation may keep; marks of the parser it may not.
    kept = Counter(char for char in message.msgid if char not in "\x02\x03")
    found = Counter(filter(_is_control, msgstr)) - kept
    if written := [text for text in _WRITTEN.findall(msgstr) if text not in message.msgid]:
        yield Finding(f"'{written[0]}' is read as a character that is in no text", "remove it")
    if found:
        names = ", ".join(f"U+{ord(char):04X}" for char in found)
        yield Finding(f"the translation holds control characters: {names}", "remove them")


def _is_control(char: str) -> bool:
    if unicodedata.category(char) in _CONTROL:
        return char not in "\n\t"
    return ord(char) in _NONCHARACTERS or ord(char) & 0xFFFE == 0xFFFE


@check(Subject.TEXT, trigger=_may_be_format)
def check_bidi_control(message: Message, msgstr: str) -> Iterator[Finding]:
    """A character that changes the direction of text and that the original does not have: readers see another order.

    Bad: ``Instale U+202E exe.txt``
    Good: ``Instale txt.exe``
    """
    found = [char for char in msgstr if char in BIDI_CONTROLS and char not in message.msgid]
    if found:
        names = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(found))
        yield Finding(f"the translation changes the direction of text: {names}", "remove these invisible characters")


@check(Subject.TEXT, trigger=_may_be_format)
def check_invisible_character(message: Message, msgstr: str) -> Iterator[Finding]:
    """A character without width that the original does not have: it hides in words, links and searches.

    Bad: ``Win`` U+200B ``dows``
    Good: ``Windows``

    Joiners, which some scripts need, are free.
    """
    found = [char for char in msgstr if char not in message.msgid and is_invisible(char)]
    if found:
        names = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(found))
        yield Finding(f"the translation holds invisible characters: {names}", "remove them")


@check(Subject.TEXT, trigger=r"[&\\]", fixed=GUARD)
def check_hidden_markup(message: Message, msgstr: str) -> Iterator[Finding]:
    """Markup or control characters behind entities or backslashes: some part of a site will read what is behind them.

    Bad: ``Guía &lt;script&gt;``
    Good: ``Guía``
    """
    original, translated = revealed(message.msgid), revealed(msgstr)
    if _hidden_tags(msgstr, translated) > _hidden_tags(message.msgid, original) or (
        (translated, original) != (msgstr, message.msgid) and _acting(translated) - _acting(original)
    ):
        yield Finding("the translation holds markup that the original does not have", "remove it")
    hidden = {char for char in translated if char not in msgstr and char not in original}
    bad = [char for char in hidden if _is_control(char) or unicodedata.category(char) == "Cf" or char == _REPLACEMENT]
    bad += [char for char in hidden if message.kind.plain and char in '<>"']
    if bad:
        names = ", ".join(f"U+{ord(char):04X}" for char in sorted(bad))
        yield Finding(f"an entity stands for {names}", "write the character itself, or leave it out")


def _hidden_tags(text: str, unescaped: str) -> int:
    return len(_TAG_START.findall(unescaped)) - len(_TAG_START.findall(text))


def _acting(text: str) -> Counter[str]:
    """The tags in *text* that browsers know or that have attributes; not placeholders such as ``<your name>``."""
    return Counter(tag for tag in tags(text) if tag != "<" and acts(tag))


def _may_begin_a_block(message: Message, msgstr: str) -> bool:
    return ("\n" in msgstr or _BLOCK.match(f"{msgstr} ") is not None) and not message.kind.plain


@check(Subject.TEXT, trigger=_may_begin_a_block, fixed=GUARD)
def check_line_start(message: Message, msgstr: str) -> Iterator[Finding]:
    """A line that begins with the mark of a heading, a list or another block, or a blank line.

    Bad: msgid ``Install it.``, msgstr ``# Instálelo.``; a translation that holds the next list item, too
    Good: msgstr ``Instálelo.``

    One message is one block: readers would see the mark itself.
    """
    if message.kind.plain:
        return
    original, translated = message.msgid.strip(), msgstr.strip()
    if _BLANK_LINE.search(translated) and not _BLANK_LINE.search(original):
        yield Finding("a blank line begins another block", "remove it: a message is one block of the page")
        return
    for mark in Counter(_block_marks(translated)) - Counter(_block_marks(original)):
        yield Finding(f"'{mark}' at the beginning of a line is no part of the text", "remove it")


def _block_marks(text: str) -> list[str]:
    """The marks of blocks with which lines begin, one after the other: ``1. - Text`` has two; numbers are alike."""
    marks = []
    for line in text.split("\n"):
        position, line = 0, f"{line} "  # A mark at the end of a line is one, too.
        while found := _BLOCK.match(line, position):
            marks.append(re.sub(r"\d{1,3}[.)]", "1.", found.group().strip()))
            position = found.end()
    return marks


def _may_be_footnote(message: Message, msgstr: str) -> bool:
    return "[^" in msgstr or "[^" in message.msgid


@check(Subject.TEXT, trigger=_may_be_footnote, fixed=GUARD)
def check_footnote(message: Message, msgstr: str) -> Iterator[Finding]:
    """A footnote reference dropped, added or renamed: the note has lost its place in the text.

    Bad: msgid ``Since 2.10[^1]``, msgstr ``Desde la 2.10``
    Good: msgstr ``Desde la 2.10[^1]``
    """
    original, translated = Counter(_FOOTNOTE.findall(message.msgid)), Counter(_FOOTNOTE.findall(msgstr))
    for label in original - translated:
        yield Finding(f"footnote [^{label}] is missing", f"put [^{label}] where the translation needs it")
    for label in translated - original:
        yield Finding(f"footnote [^{label}] is not in the original", "remove it")


def _may_be_formatted(message: Message, _msgstr: str) -> bool:
    return message.kind is Kind.TEMPLATE or message.kind is Kind.SITE


@check(Subject.TEXT, trigger=_may_be_formatted, fixed=GUARD)
def check_placeholder(message: Message, msgstr: str) -> Iterator[Finding]:
    """A placeholder of a template or site string lost or changed: the program puts a value in its place.

    Bad: msgid ``Checked on %(date)s``, msgstr ``Comprobado el %(fecha)s``
    Good: msgstr ``Comprobado el %(date)s``
    """
    pattern = _OF_TEXT
    if message.kind is Kind.TEMPLATE:
        pattern = _OF_TEMPLATE
    elif message.kind is not Kind.SITE:
        return
    elif "{}" in message.msgid:
        pattern = _OF_FORMAT
    # Nothing is formatted to find out: one width in a translation could fill the memory.
    original, translated = (
        Counter(found for found in pattern.findall(text) if found not in _SIGNS) for text in (message.msgid, msgstr)
    )
    if broken := [found for found in translated if found in _HALF and found not in original]:
        yield Finding(f"'{broken[0]}' begins no placeholder", f"write {broken[0] * 2} for the sign itself")
        return
    for placeholder in original - translated:
        yield Finding(f"placeholder {placeholder} is missing", f"write {placeholder} where its value belongs")
    for placeholder in translated - original:
        yield Finding(f"placeholder {placeholder} is not in the original", "remove it")


def _may_be_html(message: Message, msgstr: str) -> bool:
    return message.kind is Kind.HTML and bool(_IN_HTML.search(msgstr) or _IN_HTML.search(message.msgid))


@check(Subject.TEXT, trigger=_may_be_html, fixed=GUARD)
def check_html(message: Message, msgstr: str) -> Iterator[Finding]:
    """Tags or attributes of raw HTML that differ from the original's; the words of ``alt`` or ``title`` may differ.

    Bad: msgid ``See <a href="a.md">this</a>``, msgstr ``Vea <a href="b.md" onclick="…">esto</a>``
    Good: msgstr ``Vea <a href="a.md">esto</a>``
    """
    if message.kind is not Kind.HTML:
        return
    for mark in Counter(_MARKDOWN.findall(msgstr)) - Counter(_MARKDOWN.findall(message.msgid)):
        yield Finding(f"'{mark}' would be shown to readers as it is: the text is HTML", "leave it out")
    original, translated = tags(message.msgid), tags(msgstr)
    yield from compare("tag", Counter(original), Counter(translated))
    if Counter(original) != Counter(translated):
        return
    if well_nested(original) and not well_nested(translated):
        yield Finding("tags are not closed in the order in which they were opened", "close the tag opened last first")
    bodies = Counter(same_bodies(split_tags(message.msgid)))
    yield from compare("code", bodies, Counter(same_bodies(split_tags(msgstr))))
    if "translate" in message.msgid:
        kept, here = (same_bodies(split_tags(text), kept=True) for text in (message.msgid, msgstr))
        yield from compare("text", Counter(kept), Counter(here))
