"""One page in one language, while it is rendered: what the host asks of the walk, and what it gets."""

from __future__ import annotations

import os
import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown import Markdown

from isogloss.segments.inline import Inline
from isogloss.segments.message import Message

LATE_MARK = f"isogloss-{os.urandom(8).hex()}"
"""The element and the attribute of marks that the host puts in when all others have seen the page.

It is another one in each process: a translation that wrote it out would give an element a language and a direction.
"""


Verify = Callable[[Message, str, Inline, Inline], bool]
"""Gets a message, the translation of its whole passage, and what both hold; False refuses the translation."""


@dataclass(slots=True)
class SourceStructure:
    """What the English page turned out to be; localized editions of the page are held to it."""

    headings: list[tuple[str, str]] = field(default_factory=list)
    """Raw text and id of each heading, in order."""
    title: str | None = None
    """The text of the heading that the page begins with, as readers see it; empty if there is none."""
    passages: dict[tuple[str, str, str, str], Inline] = field(default_factory=dict)
    """What each passage leads to and holds, by the place of its slot."""


class Review(NamedTuple):
    """The translations of one page into one language, checked while the English page is rendered.

    Nothing is published: only the passages that hold more than words are rendered, each on the side.
    """

    lookup: Callable[[Message], str | None]
    """Gives the translation to publish, once it has passed the checks on texts."""
    verify: Verify
    """Compares what a passage (all its messages in one) holds in English and in translation."""


@dataclass(slots=True)
class Rendering:
    """One page in one language, while it is rendered."""

    original: SourceStructure
    """Filled while the English page is rendered; read, and completed where it is empty, by the other languages."""
    lookup: Callable[[Message], str | None] | None = None
    """Gives the translation to publish; None publishes the English text. None in its place: this is the original."""
    verify: Verify | None = None
    """Compares what a passage (all its messages in one) holds in English and in translation; False refuses it."""
    verify_html: Callable[[Message, str], bool] | None = None
    """The same for raw HTML, given as source."""
    unfinished: dict[str, str] = field(default_factory=dict)
    """Attributes of a passage that is published in English: ``lang``, and ``dir`` where it differs."""
    mark: str = "span"
    """The element around a part of a passage that is published in English."""
    leaves_out: Callable[[str], bool] | None = None
    """Whether a text is English in every language, and no message."""
    site_string: Callable[[str], str] = str
    """Translates the few words that Markdown extensions put on a page by themselves."""
    original_of: Callable[[str], str] = str
    """The English text of a heading that a plugin has made, which may be a translation already."""
    finish: Callable[[Markdown, etree.Element], None] | None = None
    """Gets the rendered tree, with links as they were written."""
    reviews: Sequence[Review] = ()
    """Of an original: the translations to check beside it."""
    texts: dict[etree.Element, str] = field(default_factory=dict)
    """The raw text of each block, once the page is rendered."""
    messages: list[Message] = field(default_factory=list)
    """The messages of the page, in document order; repeated texts are there again."""
    english_headings: frozenset[str] = frozenset()
    """The ids of the headings that were published in English although the page is in another language."""
    english_title: bool | None = None
    """Whether the heading that names the page was; None if the page does not begin with one."""
