"""Where each kind of message is published, and what a text becomes there.

This is the one statement of where translations go. What may differ in each place is decided in ``checks.places``, which
compares what English and translation become there. A kind without places, and a place without a rule, take nothing but
the English text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache

from isogloss.segments.html import TAG, unescaped
from isogloss.segments.message import Kind


class Context(Enum):
    """A place where a text is published: what reads it there gives some characters a meaning."""

    PASSAGE = "Markdown of a page"
    """Rendered by the site's own parser, and compared once rendered."""
    CONTENT = "content of an element"
    ATTRIBUTE = "value of an attribute"
    """Without escapes, as many a template puts it between quotation marks."""
    TITLE = "title that is taken from a heading"
    ESCAPED_ATTRIBUTE = "escaped value of an attribute"
    """Scripts of themes show it as content: tooltips, captions."""
    SCRIPT = "string of a script or of JSON"
    TEMPLATE = "template"
    """Plugins render titles and site strings as Jinja templates, in the shell of whoever builds the site."""
    MARKDOWN = "variable in Markdown"
    """``{{ page.title }}`` in a page, with a plugin that fills it in: the text becomes Markdown of the page."""
    ADDRESS = "address"
    DIAGRAM = "label of a diagram"
    """A script of the page reads the diagram, and shows the label as content."""
    MATH = "math"
    """What MathJax and KaTeX look for in all texts of a page."""

    __hash__ = object.__hash__  # That of Enum is written in Python, and is asked for each text.


_PASSAGE = (Context.PASSAGE, Context.TEMPLATE)
_RAW = (
    Context.CONTENT,
    Context.ATTRIBUTE,
    Context.SCRIPT,
    Context.TEMPLATE,
    Context.MARKDOWN,
    Context.ADDRESS,
    Context.MATH,
)
_ESCAPED = (Context.ESCAPED_ATTRIBUTE, Context.TEMPLATE, Context.ADDRESS)

CONTEXTS: Mapping[Kind, tuple[Context, ...]] = {
    Kind.TITLE: _RAW,
    Kind.DESCRIPTION: _RAW,
    Kind.SUBTITLE: _RAW,
    Kind.FILE_NAME: _RAW,
    Kind.NAVIGATION: _RAW,
    Kind.SITE: _RAW,
    # The first heading of a page is its title as well.
    Kind.HEADING: (*_PASSAGE, Context.TITLE),
    Kind.PARAGRAPH: _PASSAGE,
    Kind.LIST_ITEM: _PASSAGE,
    Kind.TABLE_HEADER: _PASSAGE,
    Kind.TABLE_CELL: _PASSAGE,
    Kind.TERM: _PASSAGE,
    Kind.DEFINITION: _PASSAGE,
    Kind.CAPTION: _PASSAGE,
    Kind.ALERT_TITLE: _PASSAGE,
    Kind.SUMMARY: _PASSAGE,
    Kind.TAB: _PASSAGE,
    Kind.FOOTNOTE: _PASSAGE,
    Kind.TEXT: _PASSAGE,
    Kind.HTML: (Context.PASSAGE, Context.TEMPLATE, Context.MATH),
    Kind.CODE_TITLE: (*_ESCAPED, Context.MATH),
    Kind.DIAGRAM: (Context.DIAGRAM, Context.TEMPLATE, Context.MATH),
    Kind.ABBREVIATION: _ESCAPED,
    Kind.ATTRIBUTE: _ESCAPED,
    # Escaped where it is published, which may be a string of a script.
    Kind.TEMPLATE: (*_ESCAPED, Context.ATTRIBUTE, Context.SCRIPT, Context.MATH),
}
"""The places of each kind of message."""

_UNESCAPED = frozenset(kind for kind, contexts in CONTEXTS.items() if contexts is _RAW)

TEMPLATE_MARKS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
"""What opens and closes an expression, a statement and a comment of Jinja."""

_QUOTE = re.compile("[\"']")
_ASSIGNED = re.compile(r"(?<![^\s\"'<>/=])([^\s\"'<>/=]+)\s*=")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|mailto:|www\.|/|#|\.{1,2}/)\S+", re.IGNORECASE)
_ACTING_ADDRESS = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_SCRIPT_MARKS = ("\\", "`", "${")
_MARKDOWN_MARKS = ("](", "][", "![", "]:", "`", "{:", "{.", "*", "__", "++", "==", "^^", "~~", "://", "www.")
_DIAGRAM_MARKS = (
    "*",
    "_",
    '"',
    "`",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "|",
    "<",
    ">",
    ";",
    ":",
    "#",
    "%",
    "&",
    "@",
    "\\",
    "--",
    "==",
    "-.",
    ".-",
    "~~",
)
_DIAGRAM_WORDS = re.compile(
    r"\b(?:call|callback|click|end|href|subgraph|direction\s+(?:TB|TD|BT|RL|LR))\b|\A\s*(?:\d+[.)]|[+-])(?!\S)"
)
"""Words of the language of diagrams, and marks of lists, which Mermaid does not show in a label."""
_MATH = re.compile(r"\\[(\[]|\\(?:begin|(?:eq)?ref)(?=\s*\{)|\$\$|\$(?=[^$\\]*\\[^$]*\$)")
"""Between two signs of dollar, a backslash tells math from prices."""
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
_OPENING = re.compile(r"""(?<![^\s([{<¿¡'’‘“«—–-])"(?=\S)""")


def template_code(text: str, marks: Iterable[tuple[str, str]] = TEMPLATE_MARKS) -> Counter[str]:
    """The template expressions of *text*, whole, and what opens or closes one without its partner."""
    found: Counter[str] = Counter()
    for opening, closing in marks:
        if opening in text or closing in text:
            whole, lonely = _template_patterns(opening, closing)
            found.update(whole.findall(text))
            found.update(lonely.findall(whole.sub(" ", text)))
    return found


@lru_cache
def _template_patterns(opening: str, closing: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    start, end = re.escape(opening), re.escape(closing)
    return re.compile(f"{start}(?:(?!{start}|{end}).)*{end}", re.DOTALL), re.compile(f"{start}|{end}")


def assigned(text: str) -> set[str]:
    """The names before a ``=`` in *text*: attributes that it could have."""
    return {name.lower() for name in _ASSIGNED.findall(text)}


def attributes_outside(text: str) -> set[str]:
    """The attributes that *text* would give to an element, beyond the value of the attribute that it is to be."""
    found = _QUOTE.search(text)
    return assigned(text[found.start() :]) if found else set()


def is_address(text: str) -> bool:
    """Whether *text* is nothing but an address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def acts_as_address(text: str) -> bool:
    """Whether *text* would run where an address is expected."""
    return _ACTING_ADDRESS.match("".join(text.split())) is not None


def script_marks(text: str) -> Counter[str]:
    """What ends or opens something within a string of a script or of JSON, besides quotation marks and tags."""
    return _counted(text, _SCRIPT_MARKS)


def markdown_marks(text: str) -> Counter[str]:
    """What makes links, images, code and attributes where *text* becomes a part of Markdown."""
    return _counted(text, _MARKDOWN_MARKS)


def diagram_marks(text: str) -> Counter[str]:
    """What means something in the code of a diagram: marks, and words of its language."""
    return _counted(text, _DIAGRAM_MARKS) + Counter(_DIAGRAM_WORDS.findall(text))


def math_marks(text: str) -> Counter[str]:
    """What opens math, or leads to it, for the scripts that look for it in all texts of a page."""
    return Counter(_MATH.findall(text))


def revealed(text: str) -> str:
    """*text* as it is read once all backslashes and entities are gone, also those inside others."""
    return unescaped(_BACKSLASH.sub(r"\1", text) if "\\" in text else text)


def _counted(text: str, marks: Iterable[str]) -> Counter[str]:
    return Counter({mark: text.count(mark) for mark in marks if mark in text})


def as_published(kind: Kind, msgid: str, msgstr: str) -> str:
    """*msgstr* as it is put into templates: in one line, as English is, and with quotation marks that end no value.

    A translation that is the English text is published as it is.
    """
    if msgstr == msgid:
        return msgstr
    if "\n" not in msgid:
        msgstr = " ".join(msgstr.split("\n"))
    if '"' in msgstr and kind in _UNESCAPED:
        parts = TAG.split(msgstr)
        msgstr = "".join(part if number % 2 else part.replace('"', "&quot;") for number, part in enumerate(parts))
    return msgstr


def as_title(text: str) -> str:
    """*text*, a title that was taken from a translated heading, with quotation marks that end no value.

    Themes put titles into attributes, escaped or not: marks that mean nothing there are right with both.
    """
    return _OPENING.sub("“", text).replace('"', "”")
