"""Which parts of a Mermaid diagram are labels, the words that readers read; all else is code, and the same everywhere.

This is no parser that makes the most of what it gets: a diagram of which one line is not known for certain is code as a
whole, so that nothing is half translated. The languages are described at https://mermaid.js.org/syntax/, and were read
in the grammars of version 11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from isogloss.segments.shapes import IN_MARKS, WORD, Chain, Span, UncertainError


class _Line(NamedTuple):
    """A form that a line of a diagram can have, without the blanks around it."""

    pattern: re.Pattern[str]
    """Matches the whole line; its groups are labels."""
    inner: re.Pattern[str] | None = None
    """Finds the labels in a group that holds several."""
    opens: str = ""
    """What begins with the line: ``members`` of a class, or a ``note`` of one line."""


def _lines(*patterns: str) -> tuple[_Line, ...]:
    return tuple(_Line(re.compile(pattern)) for pattern in patterns)


# A semicolon ends a statement and a hash begins a comment in some languages, unless they write a character: #9829;
_SAID = r"((?:[^#;]|#\w+;)+)"
_NAMED = r"((?:[^#;:]|#\w+;)+)"
_QUOTED = r'"([^"`]+)"'
_FIRST = (
    r"(?!(?i:acc(?:Title|Descr)|axisFormat|click|dateFormat|excludes|gantt|includes|inclusiveEndDates|journey|section"
    r"|tickInterval|timeline|title|todayMarker|topAxis|vert|weekday|weekend)(?![^\s:])|\d{4}-\d\d)" + _NAMED
)
"""A label with which a line begins: no word of the language may stand there, in small letters or in large ones."""
_WORDS = r"\w+(?:[ .-]\w+)*?"
_OF_ALL = _lines(rf"accTitle[ \t]*:{_SAID}", rf"accDescr[ \t]*:{_SAID}")
_TITLED = (*_lines(rf"title[ \t]+{_SAID}"), *_OF_ALL)
_STYLES = r"(?:classDef|class|style|linkStyle|cssClass)[ \t][^;]+;?"
_DIRECTION = r"direction[ \t]+(?:TB|TD|BT|RL|LR)"
_DIRECTED = re.compile(r"direction\s+(?:TB|TD|BT|RL|LR)")

_STATE = rf"(?:\[\*\]|{WORD})(?::::{WORD})?"
_CLASS = rf"(?:{WORD}(?:~[^~]*~)?|`[^`]+`)"
_ARROW = r"(?:<<-->>|<<->>|-->>|->>|-->|->|--x|-x|--\)|-\))"
_RELATION = r"(?:<\||[*o<]|\(\))?(?:--|\.\.)(?:\|>|[*o>]|\(\))?"
_NUMBER = r'(?:[ \t]*"([^"`]*)")?'

_LINES: Mapping[str, tuple[_Line, ...]] = {
    "sequenceDiagram": (
        *_lines(
            rf"(?:create[ \t]+)?(?:participant|actor)[ \t]+{_WORDS}[ \t]+as[ \t]+{_SAID}",
            rf"(?:create[ \t]+)?(?:participant|actor|destroy|activate|deactivate)[ \t]+{_WORDS}",
            r"end|autonumber(?:[ \t]+[\w. ]+)?|rect[ \t]+[\w(),.#% ]+",
            rf"{_WORDS}[ \t]*{_ARROW}[ \t]*[+-]?[ \t]*{_WORDS}[ \t]*:(?:[ \t]*(?:no)?wrap:)?{_SAID}?",
            rf"[Nn]ote[ \t]+(?:left[ \t]+of|right[ \t]+of|over)[ \t]+{_WORDS}(?:[ \t]*,[ \t]*{_WORDS})?[ \t]*:{_SAID}",
            rf"(?:loop|alt|else|opt|par|and|critical|option|break)(?:[ \t]{_SAID})?",
            rf"box[ \t]+(?:transparent|rgba?\([\d,. ]+\))(?:[ \t]{_SAID})?",
            rf"title[ \t]*:{_SAID}",
        ),
        *_TITLED,
    ),
    "stateDiagram": (
        *_lines(
            rf"state[ \t]+{_QUOTED}[ \t]+as[ \t]+{_STATE}(?:[ \t]*\{{)?",
            rf"state[ \t]+{_STATE}(?:[ \t]*(?:\{{|<<\w+>>|\[\[\w+\]\]))?",
            rf"\}}|--|{_DIRECTION}|{_STYLES}|hide empty description|scale[ \t]+\d+[ \t]+width",
            rf"{_STATE}[ \t]*-->[ \t]*{_STATE}(?:[ \t]*:{_NAMED})?",
            rf"note[ \t]+(?:left|right)[ \t]+of[ \t]+{_STATE}[ \t]*:{_NAMED}",
        ),
        _Line(re.compile(rf"note[ \t]+(?:left|right)[ \t]+of[ \t]+{_STATE}"), opens="note"),
        *_OF_ALL,
        *_lines(rf"{_STATE}(?:[ \t]*:{_NAMED})?"),
    ),
    "classDiagram": (
        _Line(re.compile(rf"class[ \t]+{_CLASS}(?:\[{_QUOTED}\])?(?::::{WORD})?[ \t]*\{{"), opens="members"),
        *_lines(
            rf"class[ \t]+{_CLASS}(?:\[{_QUOTED}\])?(?::::{WORD})?(?:[ \t]*\{{[ \t]*\}})?",
            rf"namespace[ \t]+{WORD}[ \t]*\{{|\}}|{_DIRECTION}|<<\w+>>[ \t]*{_CLASS}|{_STYLES}",
            rf"{_CLASS}{_NUMBER}[ \t]*{_RELATION}{_NUMBER}[ \t]*{_CLASS}(?:[ \t]*:{_NAMED})?",
            rf"note[ \t]+(?:for[ \t]+{_CLASS}[ \t]+)?{_QUOTED}",
        ),
        *_OF_ALL,
        # A member, such as a field with its type.
        *_lines(rf"{_CLASS}[ \t]*:.+"),
    ),
    "gantt": (
        *_TITLED,
        *_lines(
            rf"section[ \t]+{_NAMED}",
            r"(?:dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend)[ \t].+",
            r"inclusiveEndDates|topAxis",
            rf"{_FIRST}:.*",
        ),
    ),
    "pie": (*_TITLED, *_lines(r"showData", rf"{_QUOTED}[ \t]*:[ \t]*[\d.]+")),
    "journey": (
        *_TITLED,
        *_lines(rf"section[ \t]+{_NAMED}", rf"{_FIRST}:[ \t]*\d+[ \t]*(?::[^:#;]+)?"),
    ),
    "timeline": (
        *_TITLED,
        *_lines(rf"section[ \t]+{_NAMED}"),
        _Line(re.compile(_FIRST.replace("[^#;:]", "[^#;:]|:(?=[ \t])")), re.compile("[^:]+")),
    ),
}

_TITLE_OF_PART = re.compile(rf"{IN_MARKS}|(?P<plain>(?:[^\W_]|[ \t!?.'/+]|-(?![->.]))+)")
"""Without quotation marks, such a title takes letters and few marks."""
_SUBGRAPH = re.compile(rf"subgraph(?:[ \t]+(?:{WORD}[ \t]*(?P<shape>\[.*)|(?P<title>\S.*)))?")
_OF_FLOWCHART = (
    *_OF_ALL,
    *_lines(
        rf"end;?|{_DIRECTION};?|{_STYLES}",
        rf"click[ \t]+{WORD}[ \t]+(?:href[ \t]+)?\"[^\"]*\"(?:[ \t]+{_QUOTED})?(?:[ \t]+_\w+)?;?",
        rf"click[ \t]+{WORD}[ \t]+(?:call[ \t]+)?\w+(?:\([^()]*\))?(?:[ \t]+{_QUOTED})?;?",
    ),
)
_OF_MINDMAP = _lines(r"::icon\([\w -]+\)", r":::[\w -]+")
_IN_MINDMAP = re.compile(r"[\w-]*(?=[\[({])")
_ALONE = re.compile(r"[^\[\](){}\"`#;:%<>|\\]+")

_HEAD = re.compile(
    r"(?:(?P<flowchart>graph|flowchart|flowchart-elk)(?:[ \t]+(?:TB|TD|BT|RL|LR))?(?P<rest>;.*)?"
    r"|(?P<kind>sequenceDiagram|gantt|journey|timeline(?=(?:[ \t]+(?:LR|TD))?$)|mindmap)(?:[ \t]+(?:LR|TD))?"
    r"|(?P<versioned>stateDiagram|classDiagram)(?:-v2)?"
    rf"|(?P<pie>pie)(?:[ \t]+showData)?(?:[ \t]+title[ \t]+{_SAID})?)"
)
_FRONT = re.compile(r"\s*---[ \t]*\n(?:(?!---)[^\n]*\n)*---[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title:[ \t]+([^\W\d_][^:#'\"\n]*)$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^[ \t]*%%\{(?:[^}]|\}(?!%%))*\}%%[ \t]*$", re.MULTILINE)


def labels(code: str) -> list[Span] | None:
    """Where the labels of the diagram *code* are, in order; None if it is not certain."""
    try:
        return [found for span in _labels(code) if (found := _trimmed(code, *span))]
    except UncertainError:
        return None


def _trimmed(code: str, start: int, end: int) -> Span | None:
    text = code[start:end]
    body = text.strip(" \t")
    begin = start + len(text) - len(text.lstrip(" \t"))
    return (begin, begin + len(body)) if body else None


def _labels(code: str) -> Iterator[Span]:
    position = 0
    if front := _FRONT.match(code):
        yield from (found.span(1) for found in _TITLE.finditer(code, 0, front.end()))
        position = front.end()
    # What stands between the marks of a directive is blanked, so that each place stays where it is.
    body = code[:position] + _DIRECTIVE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), code[position:])
    rows = list(_rows(body, position))
    if not rows:
        raise UncertainError
    start, head = rows.pop(0)
    found = _HEAD.fullmatch(head)
    if found is None:
        raise UncertainError
    yield from _groups(found, start, _named_groups(found))
    if found["flowchart"]:
        if found["rest"]:
            yield from Chain(found["rest"], start + found.start("rest")).labels()
        for start, line in rows:
            yield from _flowchart(line, start)
    elif found["kind"] == "mindmap":
        for start, line in rows:
            yield from _mindmap(line, start)
    else:
        yield from _statements(rows, _LINES[found["kind"] or found["versioned"] or found["pie"]])


def _named_groups(found: re.Match[str]) -> set[int]:
    return set(found.re.groupindex.values())


def _rows(code: str, position: int) -> Iterator[tuple[int, str]]:
    """The lines of *code* that say something, without blanks around them, each with its place."""
    for line in code[position:].split("\n"):
        text = line.strip(" \t")
        if text and not text.startswith("%%"):
            # Wherever it stands, Mermaid takes the whole line for a direction.
            if "%%" in text or (_DIRECTED.search(text) and not _DIRECTED.fullmatch(text.rstrip(";"))):
                raise UncertainError
            yield position + line.index(text), text
        position += len(line) + 1


def _statements(rows: Sequence[tuple[int, str]], forms: Sequence[_Line]) -> Iterator[Span]:
    opened, noted = "", 0
    for start, line in rows:
        if opened == "members":
            opened = "" if line == "}" else opened
        elif opened == "note":
            noted += line != "end note"
            if noted != 1:
                raise UncertainError  # Of a note of several lines, nobody knows which are one sentence.
            if line == "end note":
                opened, noted = "", 0
            else:
                yield start, start + len(line)
        else:
            form, found = _form(line, forms)
            yield from _groups(found, start, set(), form.inner)
            opened = form.opens
    if opened:
        raise UncertainError


def _form(line: str, forms: Sequence[_Line]) -> tuple[_Line, re.Match[str]]:
    for form in forms:
        if found := form.pattern.fullmatch(line):
            return form, found
    raise UncertainError


def _groups(
    found: re.Match[str], start: int, without: set[int], inner: re.Pattern[str] | None = None
) -> Iterator[Span]:
    for number in range(1, found.re.groups + 1):
        if found[number] is None or number in without:
            continue
        begin, end = found.span(number)
        parts = [one.span() for one in inner.finditer(found.string, begin, end)] if inner else [(begin, end)]
        yield from ((start + one, start + other) for one, other in parts)


def _flowchart(line: str, start: int) -> Iterator[Span]:
    if subgraph := _SUBGRAPH.fullmatch(line):
        yield from _subgraph(subgraph, start)
        return
    for form in _OF_FLOWCHART:
        if found := form.pattern.fullmatch(line):
            yield from _groups(found, start, set())
            return
    yield from Chain(line, start).labels()


def _subgraph(found: re.Match[str], start: int) -> Iterator[Span]:
    """The title of a part. One word alone is its id as well."""
    if found["shape"]:
        yield from Chain(found["shape"], start + found.start("shape")).shape()
        return
    title = found["title"] or ""
    if not title or re.fullmatch(WORD, title):
        return
    label = _TITLE_OF_PART.fullmatch(title)
    if label is None or label.lastgroup is None or len(label[label.lastgroup].split()) < 2:
        raise UncertainError
    yield (
        start + found.start("title") + label.start(label.lastgroup),
        start + found.start("title") + label.end(label.lastgroup),
    )


def _mindmap(line: str, start: int) -> Iterator[Span]:
    if any(form.pattern.fullmatch(line) for form in _OF_MINDMAP):
        return
    if _ALONE.fullmatch(line):
        yield start, start + len(line)
    elif node := _IN_MINDMAP.match(line):
        yield from Chain(line[node.end() :], start + node.end()).shape()
    else:
        raise UncertainError
