"""What a PO file holds: messages, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from isogloss.diagnostics import Diagnostic

_ALLOWANCE = re.compile(r"allow ([a-z-]+): \S")

Pair = tuple[tuple[str | None, str], tuple[object, ...]]
"""An English text with its context, and all that belongs to it in a translation."""


@dataclass(slots=True)
class Message:
    """One message of a catalog: a text of the site, its translation, and what is said about them."""

    msgid: str
    """The English text; never empty: the header is no message here."""
    msgstr: str = ""
    """The translation; empty where there is none yet, and where there are plural forms."""
    msgctxt: str | None = None
    """What distinguishes it from another message with this text; None for the messages of a site."""
    msgid_plural: str = ""
    """The English text for many; empty for a message without plural forms."""
    msgstr_plural: dict[int, str] = field(default_factory=dict)
    """The plural forms of the translation, by number."""
    flags: list[str] = field(default_factory=list)
    """What stands after ``#,``: ``fuzzy``, and what belongs to other tools."""
    comments: str = ""
    """What translators wrote about it (``#``), line by line."""
    extracted: str = ""
    """What the message is on its page (``#.``), as ``update`` says it."""
    references: list[str] = field(default_factory=list)
    """The files that it comes from (``#:``), without lines."""
    previous_msgctxt: str | None = None
    previous_msgid: str | None = None
    """The English text that was translated (``#|``), for a fuzzy message."""
    previous_msgid_plural: str | None = None
    obsolete: bool = False
    """Whether it was on the site once (``#~``)."""
    msgid_line: int = field(default=0, compare=False)
    """The line of its msgid; 0 for a message that was not read from a file."""
    msgstr_line: int = field(default=0, compare=False)

    @property
    def fuzzy(self) -> bool:
        """Whether the translation belongs to an older English text and waits for a translator."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether there is any translation, fuzzy or not."""
        return bool(self.msgstr or any(self.msgstr_plural.values()))

    @property
    def pair(self) -> Pair:
        """The English text that the translation belongs to, with its context, and all that belongs to it.

        While the message waits, this is the earlier text.
        """
        text, plural = (self.msgctxt, self.msgid), self.msgid_plural
        if self.fuzzy and self.previous_msgid is not None:
            text, plural = (self.previous_msgctxt, self.previous_msgid), self.previous_msgid_plural or ""
        return text, (self.msgstr, plural, *sorted(self.msgstr_plural.items()))

    @property
    def allowed(self) -> tuple[str, ...]:
        """Codes of warnings that a translator allows for this message, in comments ``# allow CODE: reason``."""
        if "allow" not in self.comments:
            return ()
        found = map(_ALLOWANCE.match, self.comments.split("\n"))
        return tuple(match.group(1) for match in found if match)

    def finish(self) -> None:
        """Let it wait no longer: the translation belongs to the English text that it has now."""
        self.flags = [flag for flag in self.flags if flag != "fuzzy"]
        self.previous_msgctxt = self.previous_msgid = self.previous_msgid_plural = None


class Junk(NamedTuple):
    """A part of a catalog that cannot be read, or that must not count: no message comes from it."""

    first: int
    """Its first line, counted from 1."""
    last: int
    text: str
    """Its lines as they stand in the file."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with it; at least one."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a catalog as it stands in its file."""

    texts: tuple[str, ...] = ()
    """What is between the quotation marks of each line; nothing if a field is there twice."""
    fields: dict[str, str] = field(default_factory=dict)
    """What it says."""

    def texts_for(self, fields: Mapping[str, str]) -> tuple[str, ...]:
        """Its texts if it says *fields*; nothing if it has to be written anew."""
        return self.texts if fields == self.fields else ()


@dataclass(slots=True)
class Contents:
    """All that a PO file holds."""

    header: Header = field(default_factory=Header)
    header_comments: str = ""
    messages: list[Message] = field(default_factory=list)
    """All messages, the obsolete ones too, in the order of the file."""
    trailing: str = ""
    """Translators' comments after the last message."""
    junk: list[Junk] = field(default_factory=list)
