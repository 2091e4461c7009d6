"""Finished pages around their texts: a page of which only the text has changed is finished without its template.

A template is asked for little but the text: compiling those of a theme for one page is a fifth of what it costs to
build that page again. Where the text is in the finished page is kept, with a hash of what else a template may look at.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from isogloss.hosts.mkdocs.theme_files import of_pages
from isogloss.reader.abbreviations import without_first_ones

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

    from isogloss.catalogs.status import Progress

_EXPRESSION = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_OF_TEXT = re.compile(r"""\.\s*content\b|['"]content['"]""")
"""In an expression of a template: what may be the text of a page."""
_HEADING = "<h1"
_KNOWN = frozenset({"page.content", r'if "\u003ch1" not in page.content', "post.content", "listing.content"})
"""What templates of themes do with it: they write it, and Material asks whether it has a heading."""
_ABBREVIATION, _TITLE = "<abbr", "</h1>"
"""Where Isogloss puts something into a text: which abbreviation is the first one, and the line below the title."""
_EMPTY = "<html><head></head><body><article>", "</article></body></html>"
"""A page around a text in which nobody finds anything that is not in the text."""


class Frame(NamedTuple):
    """Where the text of a page is in the finished page."""

    start: int
    end: int
    text: str
    """The hash of the text."""
    shown: str
    """The hash of what else a template may look at."""


class Told(NamedTuple):
    """What readers and templates are told of a page besides."""

    line: str
    """The line below its title."""
    tools: str
    """What stands beside it."""
    progress: Progress | None


def expressions(template: str) -> Iterator[str]:
    """The expressions and statements of a template, without their signs."""
    return (found.strip("-+ \t\r\n") for found in _EXPRESSION.findall(template))


def templates_only_write(config: MkDocsConfig) -> bool:
    """Whether templates do nothing with the text of a page but what is known."""
    texts = (path.read_text("utf-8", "replace") for path in of_pages(config.theme.dirs))
    return all(_OF_TEXT.search(one) is None or one in _KNOWN for text in texts for one in expressions(text))


def frame(page: Page, output: str, told: Told) -> Frame | None:
    """The frame of the finished *page*, whose *output* has its text once; None if it has not."""
    text = page.content or ""
    if (place := _place(text, output, told.line)) is None:
        return None
    return Frame(*place, _hash(output[slice(*place)]), _shown(page, text, told))


def framed(
    known: Frame, finished: str, page: Page, told: Told, finish: Callable[[str], str]
) -> tuple[str, Frame] | None:
    """*page* in the frame that is *known* of it as it was *finished* before, and its frame now.

    None if a template may show anything else than before, or if who has to *finish* a page does more to its text than
    what is known.
    """
    text = page.content or ""
    before, old, after = finished[: known.start], finished[slice(*known[:2])], finished[known.end :]
    if known.shown != _shown(page, text, told) or _hash(old) != known.text or _ABBREVIATION in before:
        return None
    alone = finish(text.join(_EMPTY))
    if not text.strip() or (place := _place(text, alone, told.line)) is None:
        return None
    new = alone[slice(*place)]
    if (told.line in new) != (told.line in old):
        return None
    return f"{before}{new}{after}", known._replace(end=known.start + len(new), text=_hash(new))


def _place(text: str, output: str, line: str) -> tuple[int, int] | None:
    """Where the *text* of a page is in its *output*, with the *line* in it or without; None if it is not there once."""
    begins = [place for sign in (_ABBREVIATION, _TITLE) if (place := text.find(sign)) >= 0]
    ends = [place for sign in (_ABBREVIATION, _TITLE) if (place := text.rfind(sign)) >= 0]
    first, last = text[: min(begins, default=len(text))], text[max(ends, default=0) :].partition(">")[2] or text
    start, end = output.find(first), output.rfind(last) + len(last)
    found = output[start:end].replace(f"\n{line}", "", 1) if line else output[start:end]
    return (start, end) if text and start >= 0 and without_first_ones(found) == text else None


def _shown(page: Page, text: str, told: Told) -> str:
    toc: Any = page.toc
    return _hash(json.dumps([[_item(one) for one in toc], _HEADING in text, *map(repr, told)]))


def _item(link: AnchorLink) -> list[Any]:
    return [link.title, link.id, link.level, [_item(child) for child in link.children]]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
