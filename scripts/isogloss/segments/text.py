"""Cuts the raw inline Markdown of one block into messages and what stays outside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

STASHED = re.compile("(\x02[^\x02\x03]*\x03)")
"""A placeholder of Python-Markdown: the text that was put aside comes back in its place."""

CODE = re.compile(r"(?:(?<![\\`])|(?<=\\`))(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(r"""</?[A-Za-z](?:[^"'<>]|"[^"]*"|'[^']*')*>|<!--.*?-->|<[^\s<>]+[:@][^\s<>]*>""", re.DOTALL)
_TARGET = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]|\[\^[^\]]*\]|\{[:#.][^}]*\}|&#?\w+;|https?://\S+")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(
    r"""\{:?\s*(?:[#.][^\s}="']+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'}]+))"""
    r"""(?:\s+(?:[#.][^\s}="']+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'}]+)))*\s*\}"""
)
_KEYS = re.compile(r"\+\+[\w+\-]+\+\+|:[\w\-]+:")
_TITLE = re.compile(
    r"""(?<![\w-])(?:alt|title|aria-label|placeholder)\s*=\s*(?:"([^"]*)"|'([^']*)')"""
    r"""|\]\([^)\s]*\s+(?:"([^"]*)"|'([^']*)')\s*\)"""
)
_LETTER = re.compile(r"[^\W\d_]")


_MARKUP = re.compile(r"[^\w\s.,;?!¿¡'’‘“”«»()–—…-]|www\.|\w{32}|--|__|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block's text: a message, or text that passes through untouched."""

    text: str
    translatable: bool


def has_words(text: str) -> bool:
    """Whether *text* holds anything to translate: words that are read, or the title of an image or a link."""
    return has_prose(text) or any(_LETTER.search("".join(found)) for found in _TITLE.findall(CODE.sub(" ", text)))


def has_prose(text: str) -> bool:
    """Whether *text* holds anything to translate besides code, tags, link targets, keys and icons."""
    return _LETTER.search(words_of(text)) is not None


@lru_cache(maxsize=65536)
def only_words(text: str) -> bool:
    """Whether *text* holds nothing but words and punctuation, of which no inline rule makes anything."""
    return _MARKUP.search(text) is None


@lru_cache(maxsize=65536)
def words_of(text: str) -> str:
    """*text* without code, tags, link targets, keys and icons: what is left are words and punctuation."""
    for pattern in (CODE, _SCRIPT, _TAG, _TARGET, _ATTRIBUTE_LIST, _KEYS):
        text = pattern.sub(" ", text)
    return text


def joined(text: str, keep_breaks: bool = False) -> str:
    """*text* in one line: a soft line break becomes one blank, so that wrapping English again changes no message.

    A hard break (two blanks or a backslash before the end of the line) stays; with *keep_breaks* (nl2br) all do.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    out = [lines[0]]
    for line in lines[1:]:
        if not line.strip():
            continue
        if out[-1].endswith("\\"):
            out.append("\n")
        elif out[-1].endswith("  "):
            out[-1] = out[-1].rstrip(" ")
            out.append("  \n")
        elif keep_breaks:
            out.append("\n")
        else:
            out[-1] = out[-1].rstrip(" \t")
            out.append(" ")
        out.append(line.lstrip(" \t"))
    return "".join(out)


@lru_cache(maxsize=65536)
def cut(text: str, attributes: re.Pattern[str] | None = None, keep_breaks: bool = False) -> tuple[Piece, ...]:
    """Cut the raw text of one block into pieces whose concatenation is the block's text again.

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
            pieces.append(Piece(part, translatable=False))
            continue
        start = part.index(body[0])
        before, after = part[:start], part[start + len(body) :]
        pieces.append(Piece(before, translatable=False))
        body = joined(body, keep_breaks)
        pieces.append(Piece(body, translatable=has_words(body)))
        pieces.append(Piece(after, translatable=False))
    pieces.append(Piece(suffix, translatable=False))
    return tuple(piece for piece in pieces if piece.text)


def in_spans(pieces: Sequence[Piece], is_block: Callable[[Piece], bool]) -> tuple[list[str], list[str]]:
    """What stands before, between and after the texts of *pieces*, and the texts, each from one block to the next."""
    outside, inside = [""], []
    between: list[Piece] = []

    def close() -> None:
        words = [position for position, piece in enumerate(between) if piece.translatable]
        start, end = (words[0], words[-1] + 1) if words else (len(between), len(between))
        outside[-1] += "".join(piece.text for piece in between[:start])
        if words:
            inside.append("".join(piece.text for piece in between[start:end]))
            outside.append("".join(piece.text for piece in between[end:]))
        between.clear()

    for piece in pieces:
        if is_block(piece):
            close()
            outside[-1] += piece.text
        else:
            between.append(piece)
    close()
    return outside, inside
