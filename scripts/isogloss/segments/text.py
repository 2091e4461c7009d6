"""Cuts the raw inline Markdown of one block into messages and what stays outside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

STASHED = re.compile("(\x02[^\x02\x03]*\x03)")
"""A placeholder of Python-Markdown: the text that was put aside comes back in its place."""

CODE = re.compile(r"(?:(?<![\\`])|(?<=\\`))(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(r"""</?[A-Za-z](?:[^"'<>]|"[^"]*"|'[^']*')*>|<!--.*?-->|<[^\s<>]+[:@][^\s<>]*>""", re.DOTALL)
_TARGET = re.compile(
    r"\]\([^)]*\)|\]\[[^\]]*\]|\[\^[^\]]*\]|\{[:#.][^}]*\}|&#?\w+;|https?://(?:[^\s<>()\[\]]*[^\s<>()\[\].,;:!?])?"
)
_SCRIPT = re.compile(
    r"<(code|kbd|math|pre|samp|script|style|svg|template|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE_LIST = re.compile(
    r"""\{:?\s*(?:[#.][^\s}="']+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'}]+))"""
    r"""(?:\s+(?:[#.][^\s}="']+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'}]+)))*\s*\}"""
)
_KEYS = re.compile(r"\+\+[\w+\-]+\+\+|:[\w\-]+:")
_ICON = re.compile(r":[\w\-]+:")
_TITLE = re.compile(
    r"""(?<![\w-])(?:alt|title|aria-label|placeholder)\s*=\s*(?:"([^"]*)"|'([^']*)')"""
    r"""|\]\([^)\s]*\s+(?:"([^"]*)"|'([^']*)')\s*\)"""
)
_NO_WORDS = (CODE, _SCRIPT, _TAG, _TARGET, _ATTRIBUTE_LIST, _KEYS)
_SIGNS = ("`", "<", "<", "", "{", "")
"""What a text has to hold for each of them to match."""
_NO_WORD = re.compile(r"[`<\[\]{&+:]")
"""The same, for any of them."""
_LETTER = re.compile(r"[^\W\d_]")


PUNCTUATION = ".,;?!¿¡'’‘“”«»()–—…-"
"""Of which no inline rule makes anything, but for :data:`READ`."""
READ = re.compile(r"[wW][wW][wW]\.|[?!]\d|\d(?:st|nd|rd|th)|--|_[^_]*_|_(?<!\w_)|_(?!\w)|  \n|\b\w{32}")
"""Words and punctuation of which some rule makes something."""
_MARKUP = re.compile(rf"[^\w\s{PUNCTUATION}]")

_ADDRESS = r"""(?:[^\s"'()]|\([^()]*\))+"""
_BREAKS = re.compile(
    r"(?<!\\)(?P<ticks>`+)(?!`)(?P<code>\#!|:::)?.+?(?<!`)(?P=ticks)(?!`)"  # What has a language is highlighted.
    r"|<(?P<name>pre|script|style|textarea)\b.*?(?:</(?P=name)\s*>|\Z)"
    r"|<(?=[^<> !]+@|[A-Z][A-Z\d.+-]*:)[^<>]*>"
    rf"|\]\(\s*(?P<address><[^<>]*>|{_ADDRESS}(?:\s+{_ADDRESS})+)"
    r"""|(?<=["'])\n[ \t]*(?=\))"""
    r"|\](?:[ \t]+\n[ \t]*|\n[ \t]+)(?=\[)"  # Two references, and no text with its label.
    r"|\n[ \t]*(?=\{[^\n]*\})"
    # An attribute list ends on its line, with the last brace before an element: marks between blanks begin none.
    r"|\{[^}]{0,999}\}(?:(?:[^`*_\[:]|(?<=\s)[*_](?=\s)|(?<=\\)[`*_\[]|\[(?![^\[\]]*\][(\[])|:(?!\w[\w+-]*:))*\})?",
    re.DOTALL | re.IGNORECASE,
)
"""Where a line break is no blank: in what is shown or led to as it is written, and beside what ends with the line."""
_FRAGILE = re.compile(r"[`<{)\[]")
_BESIDE_BLANKS = ("*", "_", "}")
"""What reads in another way with a blank beside it."""


BIDI_CONTROLS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of text."""
_JOINERS = "\u200c\u200d"
NOT_TRANSLATED = re.compile(r"""[\s{:]translate\s*=\s*["']?no(?=["'\s/>}])""", re.IGNORECASE)
"""In a tag or an attribute list: what is in the element is not for translators."""
_TAG_NAME = re.compile(r"<([A-Za-z][\w-]*)")
_ADDRESS_OF_OBJECT = re.compile(r"(?<=\bat )0x[0-9A-Fa-f]{6,16}(?=>|&gt;)")
_SOME_ADDRESS = "0x…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block's text: a message, or text that passes through untouched."""

    text: str
    """For translators: in one line, as far as readers see no difference."""
    translatable: bool
    source: str
    """As the author wrote it: what is published in English."""


def is_invisible(char: str) -> bool:
    """Whether *char* has no width and hides in words; joiners, which some scripts need, do not."""
    return unicodedata.category(char) == "Cf" and char not in BIDI_CONTROLS and char not in _JOINERS


def has_words(text: str) -> bool:
    """Whether *text* holds anything to translate: words that are read, or the title of an image or a link."""
    text = without_kept(text)
    return has_prose(text) or any(_LETTER.search("".join(found)) for found in _TITLE.findall(CODE.sub(" ", text)))


def without_kept(text: str) -> str:
    """*text* without the elements in it that are not for translators (``translate="no"``), and then without code."""
    if "translate" in text:
        text = CODE.sub(" ", text)
        for found in reversed(list(NOT_TRANSLATED.finditer(text))):
            start, end = _kept(text, found.start())
            text = f"{text[:start]} {text[end:]}"
    return text


def kept_places(text: str) -> frozenset[int]:
    """The places in *text* of the characters of such elements."""
    if "translate" not in text:
        return frozenset()
    text = CODE.sub(lambda code: "x" * len(code.group()), text)
    found = [_kept(text, match.start()) for match in NOT_TRANSLATED.finditer(text)]
    return frozenset(place for start, end in found for place in range(start, end))


def _kept(text: str, at: int) -> tuple[int, int]:
    """Where the element begins and ends that has the attribute behind *at* in its tag or in its attribute list."""
    start = max(text.rfind("<", 0, at), text.rfind("{", 0, at + 1))
    if tag := _TAG_NAME.match(text, max(start, 0)):
        end = text.find(">", at)
        closing = text.lower().find(f"</{tag[1].lower()}", end)
        return start, max(text.find(">", closing) if closing > 0 else end, at) + 1
    end = max(text.find("}", at), at) + 1
    before = text[: max(start, 0)]
    if before.endswith((")", "]")):
        start = before.rfind("[", 0, before.rfind("](") if before.endswith(")") else len(before))
        start = before.rfind("[", 0, start) if before[start - 1 : start] == "]" else start
        start -= before[start - 1 : start] == "!"
    elif before and before[-1] in "*_~=^`":
        mark = len(before) - len(before.rstrip(before[-1]))
        start = before.rfind(before[-1] * mark, 0, len(before) - mark)
    return (start, end) if start >= 0 else (at, end)


def steady(text: str) -> str:
    """*text* without what a generator writes anew at each build, the address of an object: ``<object at 0x7f…>``."""
    return _ADDRESS_OF_OBJECT.sub(_SOME_ADDRESS, text) if " at 0x" in text else text


def restored(text: str, source: str) -> str:
    """*text*, which was made of a steady one, with what *source* has instead."""
    for address in _ADDRESS_OF_OBJECT.findall(source) if _SOME_ADDRESS in text else ():
        text = text.replace(_SOME_ADDRESS, address, 1)
    return text


def has_prose(text: str) -> bool:
    """Whether *text* holds anything to translate besides code, tags, link targets, keys and icons."""
    return _LETTER.search(words_of(text)) is not None


@lru_cache(maxsize=65536)
def only_words(text: str) -> bool:
    """Whether *text* holds nothing but words and punctuation, of which no inline rule makes anything."""
    return _MARKUP.search(text) is None and READ.search(text) is None


@lru_cache(maxsize=65536)
def words_of(text: str) -> str:
    """*text* without code, tags, link targets, keys and icons: what is left are words and punctuation."""
    text = without_kept(text)
    if _NO_WORD.search(text) is None:
        return text
    for sign, pattern in zip(_SIGNS, _NO_WORDS, strict=True):
        if not sign or sign in text:
            text = pattern.sub(" ", text)
    return text


def shown(text: str) -> str:
    """*text* without what readers do not see of it: tags, link targets, attribute lists and icons. Code is seen."""
    pieces, end = [], 0
    for code in CODE.finditer(text):
        pieces += [_unmarked(text[end : code.start()]), code.group().strip("`")]
        end = code.end()
    return "".join([*pieces, _unmarked(text[end:])])


def _unmarked(text: str) -> str:
    for pattern in (_TAG, _TARGET, _ATTRIBUTE_LIST, _ICON):
        text = pattern.sub(" ", text)
    return text


def masked(text: str) -> str:
    """*text* with a null character for each one of what :func:`words_of` leaves out."""
    for pattern in _NO_WORDS:
        text = pattern.sub(lambda found: "\x00" * len(found.group()), text)
    return text


def joined(text: str, keep_breaks: bool = False) -> str:
    """*text* in one line: a soft line break becomes one blank, so that wrapping English again changes no message.

    A hard break (two blanks or a backslash before the end of the line) stays, and so does one that is no blank to
    readers; with *keep_breaks* (nl2br) all do.
    """
    if "\n" not in text:
        return text
    kept = _kept_breaks(text) if _FRAGILE.search(text) else frozenset[int]()
    lines = text.split("\n")
    out = [lines[0]]
    position = len(lines[0])
    for line in lines[1:]:
        if position in kept:
            out += ("\n", line)
        elif keep_breaks or line.strip(" \t"):
            text, following = out[-1].rstrip(" \t"), line.lstrip(" \t")
            if keep_breaks or out[-1].endswith(("\\", "  ")):
                if out[-1].endswith("  ") and not text.endswith(_BESIDE_BLANKS):
                    out[-1] = out[-1].rstrip(" ") + "  "
                out += ("\n", line if following.startswith(_BESIDE_BLANKS) else following)
            else:
                out[-1] = text
                out += (" ", following)
        position += 1 + len(line)
    return "".join(out)


def _kept_breaks(text: str) -> frozenset[int]:
    """Where in *text* line breaks stand that are no blanks to readers."""
    kept: set[int] = set()
    for found in _BREAKS.finditer(text):
        if found["ticks"] and not found["code"]:
            continue
        start, end = found.span("address" if found["address"] else 0)
        kept.update(position for position in range(start, end) if text[position] == "\n")
    return frozenset(kept)


@lru_cache(maxsize=65536)
def cut(text: str, attributes: re.Pattern[str] | None = None, keep_breaks: bool = False) -> tuple[Piece, ...]:
    """Cut the raw text of one block into pieces whose sources are the block's text again.

    Stash placeholders, outer white space and the block's attribute list (found by *attributes*, the pattern of
    Python-Markdown's attr_list for this kind of block) are pieces of their own and not translatable. Results are kept:
    each locale cuts the same texts again.
    """
    suffix = ""
    if attributes is not None and (found := attributes.search(text)):
        text, suffix = text[: found.start()], text[found.start() :]
    pieces: list[Piece] = []
    for part in STASHED.split(text):
        body = part.strip(" \t\n")
        if not body or part[0] == "\x02":
            pieces.append(_outside(part))
            continue
        start = part.index(body[0])
        before, after = part[:start], part[start + len(body) :]
        pieces.append(_outside(before))
        line = steady(joined(body, keep_breaks))
        pieces.append(Piece(line, True, body) if has_words(line) else _outside(body))
        pieces.append(_outside(after))
    pieces.append(_outside(suffix))
    return tuple(piece for piece in pieces if piece.text)


def _outside(text: str) -> Piece:
    return Piece(text, False, text)


def assembled(pieces: Iterable[Piece], translations: Iterable[str]) -> str:
    """The text to publish: where a translation is the English text, as the author wrote it."""
    remaining = iter(translations)
    found = []
    for piece in pieces:
        text = next(remaining) if piece.translatable else piece.text
        found.append(piece.source if text == piece.text else restored(text, piece.source))
    return "".join(found)
