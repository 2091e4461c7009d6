"""Diagrams among the code blocks of a page: their labels are messages; ids, arrows and shapes are code."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from isogloss.segments.inline import Inline, Item
from isogloss.segments.message import Message
from isogloss.segments.rendering import Verify
from isogloss.segments.text import NOT_TRANSLATED, Piece, has_words

MERMAID = "mermaid"
"""The class that most sites give to such fences."""
ICON = re.compile(r"\bfa[a-z]*:fa-[\w-]+")
"""An icon in a label: ``fa:fa-car``."""
_FENCE = re.compile(r"\s*<(pre|div)\b([^<>]*)>(\s*<code\b[^<>]*>)?")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_CHARACTER = re.compile(r"&#?\w+;|.", re.DOTALL)
_KIND = re.compile(
    r"\b(?:graph|flowchart|sequenceDiagram|gantt|journey|timeline|mindmap|stateDiagram|classDiagram|pie)\b"
)
"""A word that every diagram of a known kind has."""
_ANY = "…"


class Diagram(NamedTuple):
    """A diagram of which it is certain what its labels are."""

    before: str
    """The HTML before its code."""
    pieces: tuple[Piece, ...]
    """Code and label in turns, from code to code; labels with words are translatable."""
    after: str
    """The HTML after its code."""

    @property
    def code(self) -> str:
        """All of it, without HTML."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def graph(self) -> str:
        """The code without its labels, in short lines."""
        return _graph([piece.text for piece in self.pieces])

    def published(self, texts: Sequence[str]) -> str:
        """The HTML with *texts* for the translatable labels; what is English stays as its author wrote it."""
        found = zip(self.pieces, self._with(texts), strict=True)
        written = (piece.source if text == piece.text else html.escape(text, quote=False) for piece, text in found)
        return "".join([self.before, *written, self.after])

    def graph_with(self, texts: Sequence[str]) -> str:
        """The graph that the diagram has with *texts* as its labels; empty if one of them would not be a label."""
        parts = self._with(texts)
        found = _cut("".join(parts))
        if found is None or found[1::2] != parts[1::2]:
            return _graph(found) if found is not None and _graph(found) != self.graph else ""
        return _graph(found)

    def without(self, texts: Collection[str]) -> Diagram:
        """The same, with labels that are one of *texts* as code."""
        if not texts:
            return self
        pieces = (replace(one, translatable=one.translatable and one.text not in texts) for one in self.pieces)
        return self._replace(pieces=tuple(pieces))

    def _with(self, texts: Sequence[str]) -> list[str]:
        remaining = iter(texts)
        return [next(remaining) if piece.translatable else piece.text for piece in self.pieces]


def read(source: str, classes: Collection[str] | None = None) -> Diagram | None:
    """The diagram in *source*, the HTML of a fence; None if there is none, or if it is not certain what its labels are.

    Only fences of one of the *classes* are read, if these are given.
    """
    begin = _FENCE.match(source)
    if begin is None:
        return None
    if classes is not None:
        given = _CLASS.search(begin[2])
        if given is None or not any(name in classes for name in given[1].split()):
            return None
    if NOT_TRANSLATED.search(begin[2]):
        return None
    end = source.rfind(f"{'</code>' if begin[3] else ''}</{begin[1]}>")
    if end < begin.end() or "\x02" in source:
        return None
    if _KIND.search(source, begin.end(), end) is None:
        return None
    written = _CHARACTER.findall(source, begin.end(), end)
    characters = [html.unescape(one) if one[0] == "&" else one for one in written]
    code = "".join(characters)
    if len(code) != len(written) or (parts := _cut(code)) is None:
        return None
    return Diagram(source[: begin.end()], tuple(_pieces(parts, written)), source[end:])


def _pieces(parts: Sequence[str], written: Sequence[str]) -> Iterator[Piece]:
    position = 0
    for number, text in enumerate(parts):
        source = "".join(written[position : position + len(text)])
        position += len(text)
        yield Piece(text, bool(number % 2) and has_words(ICON.sub(" ", text)), source)


def is_same(diagram: Diagram, messages: Sequence[Message], texts: Sequence[str], verify: Verify | None) -> bool:
    """Whether *diagram* keeps its graph with *texts* for its *messages*; *verify* is told of those that change it."""
    english = [message.msgid for message in messages]
    if list(texts) == english or diagram.graph_with(texts) == diagram.graph:
        return True
    expected = Inline((Item("diagram", diagram.graph),))
    for number, message in enumerate(messages if verify is not None else ()):
        graph = diagram.graph_with([*english[:number], texts[number], *english[number + 1 :]])
        if verify is not None and graph != diagram.graph:
            verify(message, texts[number], expected, Inline((Item("diagram", graph),)))
    return False


def without_labels(code: str) -> str | None:
    """The graph of *code*; None if it is not certain what its labels are."""
    parts = _cut(code)
    return _graph(parts) if parts is not None else None


def _cut(code: str) -> list[str] | None:
    """Code and label in turns, from code to code."""
    from isogloss.segments import mermaid  # Its many patterns are compiled where there are diagrams alone.

    spans = mermaid.labels(code)
    if spans is None:
        return None
    places = [0, *(place for span in spans for place in span), len(code)]
    return [code[start:end] for start, end in pairwise(places)]


def _graph(parts: Sequence[str]) -> str:
    code = "".join(_ANY if number % 2 else part for number, part in enumerate(parts))
    return "\n".join(" ".join(line.split()) for line in code.split("\n") if line.strip())
