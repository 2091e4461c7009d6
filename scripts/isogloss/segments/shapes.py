"""Nodes in their shapes, and the links between them, in flowcharts and mind maps of Mermaid: where their labels are."""

from __future__ import annotations

import re
from collections.abc import Callable

Span = tuple[int, int]
"""Where a label begins and ends."""

WORD = r"\w+(?:[.-]\w+)*"
# In a shape, or on an edge, without quotation marks.
_ONE = r"(?:[^\[\](){}|\"<>#;\\`%]|%(?!%)|\\(?=n)|#\w+;|</?[A-Za-z]+[ ]?/?>)"
_PLAIN = rf"{_ONE}+"
_SHAPES = (
    *(("(((", r"\)\)\)"), ("((", r"\)\)"), ("([", r"\]\)"), ("[[", r"\]\]"), ("[(", r"\)\]"), ("{{", r"\}\}")),
    *(("[/", r"[/\\]\]"), ("[\\", r"[/\\]\]"), ("[", r"\]"), ("(", r"\)"), ("{", r"\}"), (">", r"\]")),
)
"""What opens a shape, the longest first, and what closes it."""
IN_MARKS = r'(?:"`(?P<marked>[^"`]+)`"|"(?P<quoted>[^"`]+)")'
_QUOTED_LABEL = re.compile(rf"[ \t]*{IN_MARKS}[ \t]*")
_LABEL = re.compile(rf"[ \t]*(?:{IN_MARKS}|(?P<plain>{_PLAIN}))[ \t]*")
_BETWEEN_SLASHES = re.compile(rf"[ \t]*(?:{IN_MARKS}|(?P<plain>(?:(?!/){_ONE})+))[ \t]*")
_ENDS = tuple((opening, re.compile(closing)) for opening, closing in _SHAPES)

_EDGES = ("/", "-")
_NODE = re.compile(rf"[ \t]*(?!(?:end|subgraph|click)\b){WORD}")
_CLASSES = re.compile(rf":::{WORD}")
_DATA = re.compile(r'@\{(?:[ \t]*\w+:[ \t]*(?:"[^"`]*"|[\w.-]+)[ \t]*(?:,(?=[^}])|(?=\})))+\}')
_WRITTEN = re.compile(r'(?<=[ \t{,]label:)[ \t]*"([^"`]*)"')
_LINK = re.compile(r"(?:\w+@)?(?:[xo<]?--+[-xo>]|[xo<]?==+[=xo>]|[xo<]?-?\.+-[xo>]?|~~~+)")
_LINK_BEGINS = re.compile(r"(?:\w+@)?[xo<]?(?P<line>--|==|-\.)")
_LINK_ENDS = {
    "--": re.compile(r"--+[-xo>]"),
    "==": re.compile(r"==+[=xo>]"),
    "-.": re.compile(r"(?<!\.)\.+-[xo>]?"),
}
_BLANKS = re.compile(r"[ \t]*")
_BLANKS_AND_ENDS = re.compile(r"[ \t;]*")
_AND = re.compile("&")
_BAR = re.compile(r"\|")


class UncertainError(Exception):
    """The diagram has something of which nobody knows whether it is a label."""


_Match = Callable[[str, int], "re.Match[str] | None"]
"""Looks for something at a place of a text, and nowhere else."""


class Chain:
    """A statement of a flowchart, or several: nodes, with links between them."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.position = text, start, 0
        self.found: list[Span] = []

    def labels(self) -> list[Span]:
        """Where the labels are."""
        while self._take(_BLANKS_AND_ENDS.match) and self.position < len(self.text):
            self._node()
            while self._take(_BLANKS.match) and self.text[self.position : self.position + 1] not in ("", ";"):
                if not self._take(_AND.match):
                    self._link()
                self._node()
        return self.found

    def shape(self) -> list[Span]:
        """Where the label is, if the text is one shape and nothing else."""
        if not self._shape() or self.position != len(self.text):
            raise UncertainError
        return self.found

    def _take(self, match: _Match) -> re.Match[str] | None:
        found = match(self.text, self.position)
        if found is not None:
            self.position = found.end()
        return found

    def _node(self) -> None:
        if not self._take(_NODE.match):
            raise UncertainError
        if data := self._take(_DATA.match):
            for label in _WRITTEN.finditer(self.text, *data.span()):
                self._add(*label.span(1))
        else:
            self._shape()
        self._take(_CLASSES.match)

    def _shape(self) -> bool:
        """Whether a shape begins here, which is read."""
        for opening, closing in _ENDS:
            if self.text.startswith(opening, self.position):
                self.position += len(opening)
                self._label(_BETWEEN_SLASHES.match if opening in ("[/", "[\\") else _LABEL.match)
                if not self._take(closing.match):
                    raise UncertainError
                return True
        return False

    def _label(self, match: _Match = _LABEL.match) -> None:
        label = self._take(match)
        if label is None or label.lastgroup is None:
            raise UncertainError
        text = label[label.lastgroup].strip(" \t")
        # In brackets, a slash or a hyphen at the edge makes another shape.
        if label.lastgroup == "plain" and (text[:1] in _EDGES or text[-1:] in _EDGES):
            raise UncertainError
        self._add(*label.span(label.lastgroup))

    def _link(self) -> None:
        if self._take(_LINK.match):
            self._take(_BLANKS.match)
            if self._take(_BAR.match):
                self._label()
                if not self._take(_BAR.match):
                    raise UncertainError
            return
        begin = self._take(_LINK_BEGINS.match)
        if begin is None:
            raise UncertainError
        ends = _LINK_ENDS[begin["line"]]
        if self._take(_BLANKS.match) and self.text[self.position : self.position + 1] == '"':
            self._label(_QUOTED_LABEL.match)
            end = ends.match(self.text, self.position)
        else:
            end = ends.search(self.text, self.position)
            label = _LABEL.fullmatch(self.text, self.position, end.start()) if end else None
            if (
                label is None
                or label["plain"] is None
                or begin["line"] in label["plain"]
                or label["plain"].strip(" \t")[-1:] == "-"
            ):
                raise UncertainError
            if "." in label["plain"] and begin["line"] == "-.":
                raise UncertainError
            self._add(*label.span("plain"))
        if end is None:
            raise UncertainError
        self.position = end.end()

    def _add(self, start: int, end: int) -> None:
        self.found.append((self.start + start, self.start + end))
