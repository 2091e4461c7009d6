"""Where two texts differ, so that a finding can show it in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

Span = tuple[int, int]
"""Where a part of a text begins and ends."""

_QUOTED = re.compile(r"(?<!\w)'(.+?)'(?!\w)", re.DOTALL)
_WORD = re.compile(r"\w+|[^\w\s]")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.6
_WORDS = 400
"""Longer texts are not compared word by word: it would take longer than reading them."""


def differing(message: str, texts: Sequence[tuple[str, str]]) -> list[list[Span]]:
    """The parts of each of *texts* to look at: what *message* quotes; or the words that differ in texts much alike."""
    quotations = {quoted.removesuffix("…").rstrip() for quoted in _QUOTED.findall(message)}
    if not quotations and len(texts) == 2:
        return list(_different_words(texts[0][1], texts[1][1]))
    return [_merged(_occurrences(quotations, text)) for _, text in texts]


def _occurrences(quotations: Iterable[str], text: str) -> Iterator[Span]:
    for quoted in quotations:
        before = r"(?<!\w)" if re.match(r"\w", quoted) else ""
        after = r"(?!\w)" if re.search(r"\w\Z", quoted) else ""
        for match in re.finditer(before + re.escape(quoted) + after, text):
            yield match.span()


def _different_words(first: str, second: str) -> tuple[list[Span], list[Span]]:
    words = [list(_WORD.finditer(text)) for text in (first, second)]
    if first == second or max(map(len, words)) > _WORDS:
        return [], []
    before, after = ([word.group() for word in side] for side in words)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [], []
    found: tuple[list[Span], list[Span]] = [], []
    for kind, *ends in matcher.get_opcodes():
        for side, (start, end) in enumerate((ends[:2], ends[2:])):
            if kind != "equal" and start < end:
                found[side].append((words[side][start].start(), words[side][end - 1].end()))
    return found


def changed_words(before: str, after: str, token: re.Pattern[str] = _TOKEN) -> Iterator[tuple[str, str]]:
    """Both texts piece by piece, in order: what was there, and what is there now; most pieces are equal.

    Both are cut at the matches of *token*. Changed words with only a blank between them are one piece.
    """
    old, new = token.findall(before), token.findall(after)
    changed: tuple[str, str] | None = None
    for kind, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[start:end]), "".join(new[other_start:other_end])
        if kind != "equal" or (changed is not None and not removed.strip() and end < len(old)):
            changed = (changed[0] + removed, changed[1] + added) if changed is not None else (removed, added)
            continue
        if changed is not None:
            yield changed
        changed = None
        yield removed, added
    if changed is not None:
        yield changed


def _merged(spans: Iterable[Span]) -> list[Span]:
    """*spans* in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
