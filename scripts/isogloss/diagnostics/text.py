"""Problems for people: a line that editors can parse, the texts one below the other, what to do.

Colour only where it helps: on a terminal, or where FORCE_COLOR asks for it. It changes no character of the text.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from isogloss.diagnostics.difference import Span, changed_words, differing

if TYPE_CHECKING:
    from isogloss.diagnostics import Diagnostic, Location

_INDENT = "    "
# Control characters, bidi controls and what has no width. The joiners U+200C and U+200D are spelling in many languages.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


Paint = Callable[[str, str], str]
"""Marks a text as a thing of some kind: in colour, or not at all."""

_COLOURS = {
    "path": "1",
    "error": "1;31",
    "warning": "1;33",
    "state": "1;33",
    "code": "36",
    "label": "2",
    "hint": "1;32",
    "removed": "31",
    "added": "32",
    # Underlined too: whoever cannot tell red from green sees what differs.
    "expected": "1;4;32",
    "unexpected": "1;4;31",
}


def _plain(text: str, _kind: str) -> str:
    return text


def _coloured(text: str, kind: str) -> str:
    return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if text else ""


def has_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to write to *stream* in colour. NO_COLOR wins over FORCE_COLOR, and both over what the stream is."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if environment.get("TERM") == "dumb" or not stream.isatty():
        return False
    # The old console of Windows prints the escapes themselves; other terminals there say who they are.
    return os.name != "nt" or any(name in environment for name in ("WT_SESSION", "TERM", "TERM_PROGRAM", "ANSICON"))


def painter(stream: TextIO) -> Paint:
    """How texts are marked in what is written to *stream*."""
    return _coloured if has_colour(stream) else _plain


def write(
    problems: Iterable[Diagnostic],
    stream: TextIO | None = None,
    explained: Collection[str] = frozenset(),
    every: Sequence[Diagnostic] | None = None,
    apart: tuple[str, Sequence[Diagnostic]] = ("", ()),
) -> None:
    """Print *problems* in their order, then a line that counts them, and one that says how to learn more.

    *explained* are the codes that have a manual page; *every* has those that are counted, if more than are shown.
    Those that stand *apart* have a line above them, and come last.
    """
    stream = sys.stdout if stream is None else stream
    found = [*problems, *apart[1]]
    if not found:
        return
    paint = painter(stream)
    texts = [laid_out(problem, paint) for problem in found]
    if apart[1]:
        texts.insert(len(found) - len(apart[1]), apart[0])
    counts = found if every is None else every
    codes = sorted({problem.code for problem in counts} & set(explained))
    closing = [_summary(counts, paint), *([_more(codes)] if codes else [])]
    say("\n\n".join([*texts, "\n".join(closing)]), stream)


def say(text: str, stream: TextIO) -> None:
    """Write *text* and a line end; what *stream* cannot encode (a pipe on Windows, a C locale) becomes an escape."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _summary(found: Sequence[Diagnostic], paint: Paint) -> str:
    numbers = {kind: sum(problem.severity.value == kind for problem in found) for kind in ("error", "warning")}
    return ", ".join(paint(counted(number, kind), kind) for kind, number in numbers.items() if number)


def _more(codes: list[str]) -> str:
    if len(codes) == 1:
        return f"isogloss check --explain {codes[0]} tells more"
    return f"isogloss check --explain CODE tells more; CODE is one of {', '.join(codes)}"


def counted(number: int, noun: str) -> str:
    """*number* with its *noun* in the right form: ``1 error``, ``2 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, most: int = 40) -> str:
    """*text*, with as many characters as a sentence has room for."""
    return text if len(text) <= most else text[: most - 1] + "…"


def laid_out(problem: Diagnostic, paint: Paint = _plain) -> str:
    """*problem* over several lines; the first is ``path:line: severity: message [code]``, as editors parse it."""
    severity = problem.severity.value
    sentence = visible(problem.message).replace("\n", " ")
    head = f"{paint(str(problem.location), 'path')}: {paint(severity, severity)}: {sentence}"
    # Finding out takes longer than printing: only where it is seen.
    marked = [[] for _ in problem.texts] if paint is _plain else differing(problem.message, problem.texts)
    texts = [
        (label, _painted(text, spans, "unexpected" if label == "translation" else "expected", paint))
        for (label, text), spans in zip(problem.texts, marked, strict=True)
    ]
    return block(f"{head} {paint(f'[{problem.code}]', 'code')}", problem.origin, texts, problem.hint, paint)


def block(
    head: str, origin: Location | None, texts: Sequence[tuple[str, list[str]]], hint: str = "", paint: Paint = _plain
) -> str:
    """A *head* that says where it is and what; below it the English place, labelled *texts* and a *hint*."""
    lines = [head]
    if origin is not None:
        lines.append(f"{_INDENT}{paint('original at', 'label')} {origin}")
    width = max((len(label) for label, _ in texts), default=0)
    for label, painted in texts:
        first = _INDENT + paint(label, "label") + " " * (width - len(label) + 2)
        lines.append(_aligned(first, painted, " " * (len(_INDENT) + width + 2)))
    if hint:
        arrow = "→ "
        lines.append(_aligned(_INDENT + paint(arrow, "hint"), visible(hint).split("\n"), _INDENT + "  "))
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))


def _aligned(first: str, lines: list[str], indent: str) -> str:
    """*lines* after *first*; those after the first begin below it."""
    return ("\n" + indent).join([first + lines[0], *lines[1:]])


def _painted(text: str, spans: list[Span], kind: str, paint: Paint) -> list[str]:
    """The lines of *text*, with its *spans* marked, or the lines of a difference marked as such."""
    lines = text.strip("\n").split("\n")
    if _is_difference(lines):
        kinds = {"-": "removed", "+": "added"}
        return [paint(visible(line), kinds[line[0]]) if line[:1] in kinds else visible(line) for line in lines]
    pieces, end = [], 0
    for start, stop in spans or [found.span() for found in _UNSEEN.finditer(text)]:
        marked = "\n".join(paint(visible(line), kind) for line in text[start:stop].split("\n"))
        pieces += [visible(text[end:start]), marked]
        end = stop
    return "".join([*pieces, visible(text[end:])]).strip("\n").split("\n")


def _is_difference(lines: list[str]) -> bool:
    marks = {line[:1] for line in lines}
    return len(lines) > 1 and bool(marks & {"-", "+"}) and marks <= {"-", "+", " ", "…", ""}


def visible(text: str) -> str:
    """*text* with the characters that a terminal would obey or hide written as their numbers."""
    return _UNSEEN.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)


def word_diff(before: str, after: str, paint: Paint = _plain) -> str:
    """Both texts in one: ``[-old words-]{+new words+}``."""
    pieces = []
    for removed, added in changed_words(before, after):
        if removed == added:
            pieces.append(visible(added))
            continue
        pieces.append(paint(f"[-{visible(removed)}-]", "removed") if removed else "")
        pieces.append(paint(f"{{+{visible(added)}+}}", "added") if added else "")
    return "".join(pieces)
