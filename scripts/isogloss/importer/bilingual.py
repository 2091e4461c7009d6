"""Bilingual pages: each sentence in translation, with its English beside it in spans that browsers did not show.

``<span data-ttu-id="ID">translation</span><span class="sxs-lookup"><span data-stu-id="ID">English</span></span>``:
what stands outside such pairs is the same in both languages. A page is cut into two ordinary Markdown pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.segments.lines import page_lines
from isogloss.segments.text import has_words

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([\w.-]+)\s*:")
_OF_THE_TRANSLATION = frozenset(
    {
        "title",
        "description",
        "ms.openlocfilehash",
        "ms.sourcegitcommit",
        "ms.translationtype",
        "ms.contentlocale",
        "ms.lasthandoff",
        "ms.locfileid",
    }
)
"""What the front matter says in the page's language or about its translation: no part of the English page."""

_BEGIN = re.compile(r"""<span\b[^<>]*\b(?:data-ttu-id|data-stu-id|class="sxs-lookup")[^<>]*>""")
_PAIR = re.compile(r'<span\b[^<>]*\bdata-ttu-id="([^"]*)"[^<>]*>')
_LOOKUP = re.compile(r'\s*<span\b[^<>]*\bclass="sxs-lookup"[^<>]*>\s*<span\b[^<>]*\bdata-stu-id="([^"]*)"[^<>]*>')
# A code span may hold half a pair of tags; one that would reach into the next pair is a lone backquote.
_INSIDE = re.compile(
    r"(?:(?<![\\`])|(?<=\\`))(`+)(?!`)(?:(?!sxs-lookup|data-[st]tu-id|\n[ \t]*\n).)+?(?<!`)\1(?!`)|<span\b[^<>]*>"
    r"|</span\s*>",
    re.DOTALL,
)
_CLOSE = re.compile(r"\s*</span\s*>")
_IMAGE = re.compile(r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?=\(\s*<?((?:[^)\s>!]|!(?!\[))+))")
_ANCHOR = re.compile(r'(\s{0,3}#{1,6}[ \t]+)?(?:<a\s+(?:name|id)="([^"]*)"\s*>\s*</a>[ \t]*)?')
_FOREIGN = re.compile(r"\[!(?!\w+\])\w[\w-]*[^\]\n]*\]?|^[ \t>]*:::\S*|xref:[^\s()<>\"]+")
"""What the generator of bilingual pages replaces by other files, columns, buttons and addresses."""
_MARKS = re.compile(r"\[!\w+\]|</?[a-zA-Z!][^<>]*>|!?\[\]\([^()]*\)|!\[[^\[\]]*\]\([^()]*\)|\A[ \t>]*\[[^\[\]]+\]: .*")
"""What is no text: alerts, tags, links without words, images (which are told of elsewhere), definitions of links."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Two Markdown pages of one form, block by block, that one bilingual page holds."""

    english: str
    localized: str
    anchors: tuple[str, ...]
    """The name of each heading, in order; empty for a heading that has none."""
    stand_ins: tuple[tuple[int, str, str], ...]
    """Alternative texts of which the page has no English: line, text, and the words of the image's file name."""
    outside: tuple[tuple[int, str], ...]
    """Texts outside the pairs, with their lines: they are taken for both languages."""
    foreign: tuple[tuple[int, str], ...]
    """What MkDocs does not know, in whichever language, with its lines."""
    without: tuple[str, ...]
    """What of the front matter may be in the page's language, and is therefore not on the English page."""
    lines: tuple[int, ...]
    """The line of the bilingual page for each line of the localized one."""


def is_bilingual(text: str) -> bool:
    """Whether *text* is a page in this form."""
    return _BEGIN.search(text) is not None


def split(text: str, name: str) -> Bilingual:
    """Cut a bilingual page, called *name* in diagnostics, into its two languages.

    Raises :class:`ProblemsFound` if a translation has not its English beside it, or the other way round.
    """
    found = _FRONT_MATTER.match(text)
    head, body = (text[: found.end()], text[found.end() :]) if found else ("", text)
    first_line = head.count("\n") + 1
    english: list[str] = []
    localized: list[str] = []
    stand_ins: list[tuple[int, str, str]] = []
    origins = [first_line]
    position = 0
    for start, end, translation, original in [*_pairs(body, name, first_line), (len(body), len(body), "", "")]:
        line, literal = first_line + body.count("\n", 0, position), body[position:start]
        english += [_with_stand_ins(literal, line, stand_ins), original]
        localized += [literal, translation]
        for part in (literal, translation):
            origins += range(line + 1, line + 1 + part.count("\n"))
            line += literal.count("\n")
        position = end
    front_matter, doubtful = _english_front_matter(head)
    english_body, anchors, _ = _ordinary("".join(english))
    localized_body, _, kept = _ordinary("".join(localized))
    return Bilingual(
        front_matter + english_body,
        head + localized_body,
        anchors,
        tuple(stand_ins),
        tuple(_outside(body, first_line)),
        tuple(_foreign(body, first_line)),
        tuple(doubtful),
        (*range(1, first_line), *(origins[number] for number in kept)),
    )


def _pairs(body: str, name: str, first_line: int) -> Iterator[tuple[int, int, str, str]]:
    """Where each pair begins and ends in *body*, its translation and its English."""

    def fault(position: int, message: str, hint: str) -> ProblemsFound:
        line = first_line + body.count("\n", 0, position)
        return ProblemsFound([Diagnostic("bilingual-page", message, Location(name, line), hint=hint)])

    position = 0
    while begin := _BEGIN.search(body, position):
        opening = _PAIR.match(body, begin.start())
        if opening is None:
            raise fault(begin.start(), "this English text has no translation before it", "restore the span before it")
        identifier = opening.group(1)
        translation, after = _content(body, opening.end())
        lookup = _LOOKUP.match(body, after) if after else None
        if lookup is None:
            message = f"the translation {identifier} has no English beside it"
            raise fault(begin.start(), message, 'restore its <span class="sxs-lookup">')
        if lookup.group(1) != identifier:
            message = f"the translation {identifier} stands beside the English of {lookup.group(1)}"
            raise fault(begin.start(), message, "bring the pairs back in order")
        original, after = _content(body, lookup.end())
        close = _CLOSE.match(body, after) if after else None
        if close is None:
            raise fault(begin.start(), f"the English text {identifier} is not closed", "restore its two </span>")
        yield begin.start(), close.end(), translation, original
        position = close.end()


def _content(body: str, start: int) -> tuple[str, int]:
    """What stands from *start* to the end of the span opened there, and the position after it (0: never closed)."""
    depth = 1
    for match in _INSIDE.finditer(body, start):
        if match.group(1):
            continue
        depth += 1 if match.group()[1] != "/" else -1
        if not depth:
            return body[start : match.start()], match.end()
    return "", 0


def _with_stand_ins(literal: str, line: int, stand_ins: list[tuple[int, str, str]]) -> str:
    """*literal* with the words of its file name as the alternative text of each image that has one."""

    def stand_in(match: re.Match[str]) -> str:
        if not has_words(match.group(1)):
            return match.group()
        words = re.findall(r"[^\W_]+", PurePosixPath(match.group(2)).stem)
        text = " ".join(words) if any(char.isalpha() for char in "".join(words)) else "image"
        stand_ins.append((line + literal.count("\n", 0, match.start()), match.group(1), text))
        return f"![{text}]"

    return _IMAGE.sub(stand_in, literal)


def _english_front_matter(head: str) -> tuple[str, list[str]]:
    """The front matter without what is about the translation or may be in its language; and the keys of the latter."""
    kept: list[str] = []
    doubtful: list[str] = []
    lines = head.splitlines()[1:-1]
    starts = [number for number, line in enumerate(lines) if _KEY.match(line)]
    for start, end in zip(starts, [*starts[1:], *([len(lines)] if starts else ())], strict=True):
        key, _, value = "\n".join(lines[start:end]).partition(":")
        if key.lower() in _OF_THE_TRANSLATION:
            continue
        # A name, a date or another single word is the same in every language.
        if key.lower().startswith("ms.") or len(value.split()) < 2:
            kept += lines[start:end]
        else:
            doubtful.append(key)
    return ("\n".join(["---", *kept, "---", "", ""]) if kept else ""), doubtful


def _ordinary(body: str) -> tuple[str, tuple[str, ...], list[int]]:
    """*body* without names of headings, blanks at ends of lines and doubled empty lines; the names; the lines kept."""
    out: list[str] = []
    kept: list[int] = []
    anchors: list[str] = []
    skipped = len(body) - len(body.lstrip("\n"))
    lines = page_lines(body.strip("\n"))
    for number, line in enumerate(lines):
        if line.in_code:
            out.append(line.text)
            kept.append(skipped + number)
            continue
        following = lines[number + 1].text.strip("> \t") if number + 1 < len(lines) else ""
        # Two blanks before a line that goes on are a line break; before an empty line they are nothing.
        text = line.text.rstrip() + ("  " if line.text.endswith("  ") and line.text.strip() and following else "")
        if line.heading and (anchor := _ANCHOR.match(text)):
            anchors.append(anchor.group(2) or "")
            text = (anchor.group(1) or "") + text[anchor.end() :].rstrip()
        if text or (out and out[-1]):
            out.append(text)
            kept.append(skipped + number)
    return "\n".join(out).rstrip("\n") + "\n", tuple(anchors), kept


def _outside(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Lines of *body* that hold words outside the pairs, code and the marks of blocks."""
    without: list[str] = []
    position = 0
    for start, end, _, _ in _pairs(body, "", 0):
        without += [body[position:start], "\n" * body.count("\n", start, end)]
        position = end
    without.append(body[position:])
    for number, line in enumerate(page_lines("".join(without))):
        text = _MARKS.sub(" ", line.text).strip(" \t#>*-+|.:1234567890")
        if not line.in_code and has_words(text) and not _FOREIGN.search(line.text):
            yield first_line + number, line.text.strip()


def _foreign(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Each form of *body*, outside of code, that MkDocs does not know; once for a translation and its English."""
    for number, line in enumerate(page_lines(body)):
        if not line.in_code:
            for form in dict.fromkeys(_FOREIGN.findall(line.text)):
                yield first_line + number, form.strip()
