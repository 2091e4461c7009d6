"""Finished pages around their texts: a page of which only the text has changed is finished without its template.

A template is asked for little but the text: compiling those of a theme for one page is a fifth of what it costs to
build that page again. Where the text is in the finished page is kept, with a hash of what else a template may look at.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isogloss.reader.abbreviations import without_first_ones

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

_EXPRESSION = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_OF_TEXT = re.compile(r"""\.\s*content\b|['"]content['"]""")
"""In an expression of a template: what may be the text of a page."""
_HEADING = "<h1"
_KNOWN = frozenset({"page.content", r'if "\u003ch1" not in page.content', "post.content", "listing.content"})
"""What templates of themes do with it: they write it, and Material asks whether it has a heading."""
_ABBREVIATION = "<abbr"
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


def expressions(template: str) -> Iterator[str]:
    """The expressions and statements of a template, without their signs."""
    return (found.strip("-+ \t\r\n") for found in _EXPRESSION.findall(template))


def templates_only_write(config: MkDocsConfig) -> bool:
    """Whether templates of the theme do nothing with the text of a page but what is known."""
    own = config.theme.custom_dir
    folders = (Path(folder) for folder in config.theme.dirs if folder != own)
    texts = (path.read_text("utf-8", "replace") for folder in folders for path in folder.rglob("*.html"))
    return all(_OF_TEXT.search(one) is None or one in _KNOWN for text in texts for one in expressions(text))


def frame(page: Page, output: str, *told: object) -> Frame | None:
    """The frame of the finished *page*, whose *output* has its text once; None if it has not.

    *told* is what else was told of the page.
    """
    text = page.content or ""
    if (place := _place(text, output)) is None:
        return None
    return Frame(*place, _hash(output[slice(*place)]), _shown(page, text, told))


def framed(
    known: Frame, finished: str, page: Page, finish: Callable[[str], str], *told: object
) -> tuple[str, Frame] | None:
    """*page* in the frame that is *known* of it as it was *finished* before, and its frame now.

    None if a template may show anything else than before, or whoever may *finish* a page changes anything in its text.
    """
    text = page.content or ""
    before, after = finished[: known.start], finished[known.end :]
    if not text.strip() or known.shown != _shown(page, text, told) or _ABBREVIATION in before:
        return None
    alone = finish(text.join(_EMPTY))
    place = _place(text, alone)
    if place is None or _hash(finished[known.start : known.end]) != known.text:
        return None
    text = alone[slice(*place)]
    return f"{before}{text}{after}", known._replace(end=known.start + len(text), text=_hash(text))


def _place(text: str, output: str) -> tuple[int, int] | None:
    """Where the *text* of a page is in its *output*, which may tell abbreviations apart; None if it is not there once."""
    begin, abbreviation, _ = text.partition(_ABBREVIATION)
    if not text:
        return None
    last = text[text.rfind(_ABBREVIATION) :].partition(">")[2] if abbreviation else text
    start, end = output.find(f"{begin}{abbreviation}"), output.rfind(last) + len(last)
    return (start, end) if start >= 0 and without_first_ones(output[start:end]) == text else None


def _shown(page: Page, text: str, told: Iterable[object]) -> str:
    toc: Any = page.toc
    return _hash(json.dumps([[_item(one) for one in toc], _HEADING in text, *map(repr, told)]))


def _item(link: AnchorLink) -> list[Any]:
    return [link.title, link.id, link.level, [_item(child) for child in link.children]]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
