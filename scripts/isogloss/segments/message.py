"""A message: one translatable text of the site, and what kind of text it is."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_NAMED = re.compile(r"%\(\w+\)[sd]")
_FIELD = re.compile(r"\{\}")
_NUMBER = re.compile(r"%d(?!\w)")


class Kind(Enum):
    """What a message is on the page; the value is what translators read in the catalog."""

    TITLE = "front matter title"
    DESCRIPTION = "front matter description"
    SUBTITLE = "front matter subtitle"
    FILE_NAME = "title from the name of the file"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_HEADER = "table header"
    TABLE_CELL = "table cell"
    TERM = "definition term"
    DEFINITION = "definition"
    CAPTION = "caption"
    ALERT_TITLE = "alert title"
    SUMMARY = "summary"
    TAB = "tab label"
    FOOTNOTE = "footnote"
    CODE_TITLE = "code title"
    DIAGRAM = "diagram label"
    ABBREVIATION = "abbreviation"
    HTML = "HTML"
    ATTRIBUTE = "HTML attribute"
    TEXT = "text"
    NAVIGATION = "navigation"
    SITE = "site string"
    TEMPLATE = "template string"

    __hash__ = object.__hash__  # That of Enum is written in Python, and is asked for each message.

    @property
    def plain(self) -> bool:
        """Whether the text is published as it is, without Markdown or HTML in it."""
        return self in _PLAIN


_PLAIN = frozenset([
    Kind.TITLE, Kind.DESCRIPTION, Kind.SUBTITLE, Kind.FILE_NAME, Kind.CODE_TITLE, Kind.DIAGRAM, Kind.ABBREVIATION,
    Kind.ATTRIBUTE, Kind.NAVIGATION, Kind.SITE, Kind.TEMPLATE,
])  # fmt: skip


class Message(NamedTuple):
    """One text to translate. Two messages with the same ``msgid`` in one catalog share one translation."""

    msgid: str
    """The English text: raw inline Markdown in one line, without what a translator must not break."""
    kind: Kind
    note: str = ""
    """More about the kind: the level of a heading, the abbreviation that a text explains."""
    section: str = ""
    """The id of the heading under which the message stands; empty above the first heading."""
    origin: str = ""
    """Of a string of the site: the file that it stands in, or the folder whose name makes it, if not in mkdocs.yml."""

    def comment(self, address: str = "") -> str:
        """What the catalog tells translators about the message, after ``#.``: what it is, and where it can be read.

        *address* is where its page is published; empty if it is in no page, or nobody knows.
        """
        kind = f"{self.kind.value} {self.note}".rstrip()
        place = f"{address}#{self.section}" if self.section else address
        if not place:
            return kind
        return f"{kind} {place}" if self.kind is Kind.HEADING else f"{kind} in {place}"

    @property
    def format(self) -> str:
        """The flag by which gettext and translators' tools know placeholders such as these; empty without any."""
        if self.kind is Kind.TEMPLATE and _NAMED.search(self.msgid):
            return "python-format"
        if self.kind is Kind.SITE and _FIELD.search(self.msgid):
            return "python-brace-format"
        return "python-format" if self.kind is Kind.SITE and _NUMBER.search(self.msgid) else ""
