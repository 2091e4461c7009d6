"""Marks of what is English in a localized page, kept back until all other plugins have seen the page.

Plugins look for ``<dt>`` or ``<p>`` by patterns; what they get is the page as it would be without Isogloss. The page is
rendered with marks that nobody else writes; they are taken out of what was rendered and put into what was finished,
wherever that still has the same text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mkdocs.plugins import event_priority

from isogloss.hosts.mkdocs import english
from isogloss.segments import Rendering
from isogloss.segments.rendering import LATE_MARK

if TYPE_CHECKING:
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page

_MARK = re.compile(rf'{LATE_MARK}(?: {LATE_MARK}="([^"]*)">|>|="([^"]*)")')
"""A mark from its name on, which is fast to look for: a tag that begins with ``<`` or ``</``, or an attribute."""
_TOKEN = re.compile(r"<[^<>]*>|\s+|[^<\s]+|<")
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
_BLOCK = re.compile(r"(?<=\n)|(?=<(?:blockquote|dd|dl|dt|details|div|h[1-6]|li|ol|p|pre|summary|t[dhr]|table|ul)\b)")
"""Where a part of a page begins."""
_MOST = 2 * 10**7
"""How long two different parts may be, one times the other, for their words to be compared."""
_WHOLE_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class Mark(NamedTuple):
    """One mark of a text without marks."""

    start: int
    """Where the tag begins that gets attributes, or the part of a text around which an element is put."""
    end: int
    """Where that part ends; the same as *start* for attributes of a tag."""
    language: str
    """The language, and the direction where it differs: ``en`` or ``en ltr``."""


Kept = dict[str, tuple[str, list[Mark]]]
"""The text of each page and template that is not finished, and its marks, by its path."""


class KeepsMarks(Protocol):
    """The plugin that keeps the marks of the language under way, and knows which page is converted."""

    marks: Kept
    converted: File | None


# Events of the plugin: before all others, and after all others.


@event_priority(math.inf)
def take_out_of_content(plugin: KeepsMarks, html: str, *, page: Page, **_: object) -> str:
    """Give other plugins a page without marks."""
    plugin.converted = page.file
    page.content, marks = take_out(html)
    plugin.marks[page.file.src_uri] = page.content, marks
    return page.content


@event_priority(-math.inf)
def follow_content(plugin: KeepsMarks, html: str, *, page: Page, **_: object) -> str:
    """Remember where marks belong in what other plugins have made of the page."""
    before, marks = plugin.marks[page.file.src_uri]
    plugin.marks[page.file.src_uri] = html, moved(marks, before, html)
    return html


def take_out_of_rendered(output: str, name: str, kept: Kept, unfinished: Mapping[str, str]) -> str:
    """The rendered *output* of a page or a template *name* without marks: all of them are kept."""
    if unfinished:
        output = english.marked(output, {LATE_MARK: " ".join(unfinished.values())}, LATE_MARK)
    before, marks = kept.pop(name, ("", []))
    output, around = take_out(output)
    kept[name] = output, [*around, *moved(marks, before, output)]
    return output


def put_into_finished(output: str, name: str, kept: Kept) -> str:
    """The finished *output* of a page or a template *name*, with its marks."""
    before, marks = kept.pop(name, ("", []))
    return put_in(output, moved(marks, before, output)) if marks else settled(output)


def keep_back(rendering: Rendering) -> Rendering:
    """Let *rendering* write marks that :func:`take_out` finds again."""
    if rendering.unfinished:
        rendering.unfinished = {LATE_MARK: " ".join(rendering.unfinished.values())}
        rendering.mark = LATE_MARK
    return rendering


def take_out(html: str) -> tuple[str, list[Mark]]:
    """*html* without its marks, and these."""
    if LATE_MARK not in html:
        return html, []
    parts: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, str]] = []
    position = length = 0
    for found in _MARK.finditer(html):
        lead = "<" if found[1] is not None else " " if found[2] is not None else "</"
        begin = found.start() - len(lead)
        if not html.startswith(lead, begin):
            continue
        part = html[position:begin]
        parts.append(part)
        length += len(part)
        position = found.end()
        if found[1] is not None:
            opened.append((length, found[1]))
        elif found[2] is not None:
            start = length - (len(part) - part.rfind("<"))
            marks.append(Mark(start, start, found[2]))
        elif opened:
            start, language = opened.pop()
            marks.append(Mark(start, length, language))
    parts.append(html[position:])
    return "".join(parts), marks


def put_in(html: str, marks: Iterable[Mark]) -> str:
    """*html* with *marks* as browsers read them."""
    added: list[tuple[int, int, str]] = []
    for mark in marks:
        language, _, direction = mark.language.partition(" ")
        attributes = f' lang="{language}"' + (f' dir="{direction}"' if direction else "")
        if mark.start == mark.end:
            if tag := _WHOLE_TAG.match(html, mark.start):
                end = tag.end() - 1
                added.append((end - (html[end - 1] == "/"), 0, attributes))
        else:
            added += [(mark.start, 2, f"<span{attributes}>"), (mark.end, 1, "</span>")]
    parts, position = [], 0
    for place, _, text in sorted(added, key=lambda one: one[:2]):
        parts += [html[position:place], text]
        position = place
    return "".join(parts) + html[position:]


def settled(html: str) -> str:
    """*html* with those marks as browsers read them that it still has: in parts of a page that a plugin renders."""
    plain, marks = take_out(html)
    return put_in(plain, marks)


def moved(marks: Sequence[Mark], before: str, after: str) -> list[Mark]:
    """The *marks* of the text *before* in the text *after*, as far as it is the same there."""
    if not marks or before == after:
        return list(marks)
    start = after.find(before)
    if start >= 0:
        return [Mark(mark.start + start, mark.end + start, mark.language) for mark in marks]
    same = list(_same(before, after))
    starts = [one for one, _, _ in same]

    def place(position: int) -> int | None:
        number = bisect_right(starts, position) - 1
        if number < 0 or position >= starts[number] + same[number][2]:
            return None
        return same[number][1] + position - starts[number]

    found = []
    for mark in marks:
        here = place(mark.start)
        if mark.start == mark.end:
            if here is not None and after.startswith("<", here):
                found.append(Mark(here, here, mark.language))
            continue
        last = place(mark.end - 1)
        if here is not None and last is not None and here <= last and _is_whole(after[here : last + 1]):
            found.append(Mark(here, last + 1, mark.language))
    return found


def _same(before: str, after: str) -> Iterator[tuple[int, int, int]]:
    """Where each part of the text *before* is in *after*, with its length: by blocks, then by words and tags."""
    blocks = [_BLOCK.split(text) for text in (before, after)]
    starts = _starts(blocks[0]), _starts(blocks[1])
    # A plugin that makes pages smaller leaves out blanks.
    words = [["".join(block.split()) for block in found] for found in blocks]
    for kind, a, b, c, d in SequenceMatcher(None, words[0], words[1]).get_opcodes():
        pairs = [(a, b, c, d)]
        if kind == "equal":
            pairs = [(a + number, a + number + 1, c + number, c + number + 1) for number in range(b - a)]
        elif kind != "replace":
            continue
        for i, j, k, m in pairs:
            one, other = (starts[0][i], starts[0][j]), (starts[1][k], starts[1][m])
            if before[slice(*one)] == after[slice(*other)]:
                yield one[0], other[0], one[1] - one[0]
            elif (one[1] - one[0]) * (other[1] - other[0]) < _MOST:
                yield from _same_words(before, after, one, other)


def _same_words(
    before: str, after: str, one: tuple[int, int], other: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """The same for two parts of them. Of a tag that has got other attributes, the beginning is the same."""
    tokens: list[list[str]] = [_TOKEN.findall(text[slice(*part)]) for text, part in ((before, one), (after, other))]
    names = [[str(tag[0]) if (tag := _TAG.match(token)) else token for token in found] for found in tokens]
    starts = [[part[0] + place for place in _starts(found)] for part, found in zip((one, other), tokens, strict=True)]
    for a, b, size in SequenceMatcher(None, names[0], names[1]).get_matching_blocks():
        for number in range(size):
            here, there = tokens[0][a + number], tokens[1][b + number]
            length = len(here) if here == there else 1
            yield starts[0][a + number], starts[1][b + number], length


def _starts(parts: Iterable[str]) -> list[int]:
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found


def _is_whole(html: str) -> bool:
    """Whether each element that begins in *html* ends in it."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[1].lower() not in _VOID:
            depth += -1 if tag[0].startswith("</") else 1
        if depth < 0:
            return False
    return depth == 0
