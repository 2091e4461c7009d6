"""What becomes of the text of a page before inline parsing, found once for all languages.

The steps before inline parsing make the same of the same text, as long as one parser serves all pages and is as new for
each. A localized page begins with what they have made of the English one, where all of them are known to write down
nothing but what is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from markdown import Markdown

from isogloss.segments import fences
from isogloss.segments.blocks import Cut, taken
from isogloss.segments.parser import stash
from isogloss.segments.pymdown import includes_nothing

_STEPS = frozenset({
    "isogloss.segments.extension._Open", "markdown.extensions.md_in_html.HtmlBlockPreprocessor",
    "markdown.preprocessors.HtmlBlockPreprocessor", "markdown.preprocessors.NormalizeWhitespace",
    "mkdocs.structure.pages._RawHTMLPreprocessor", "pymdownx.snippets.SnippetPreprocessor",
    "pymdownx.superfences.SuperFencesBlockPreprocessor",
})  # fmt: skip
"""The steps of which all is known that they write down."""


class _Page(NamedTuple):
    """What became of the text of a page."""

    pieces: tuple[str, ...]
    """The HTML that was put aside."""
    code: fences.Aside | None
    anchors: frozenset[str]
    """The ids in raw HTML that MkDocs has found."""
    cut: Cut


Pages = dict[bytes, _Page]
"""What became of the texts of pages, by their hashes: of one parser."""


def keep_page(md: Markdown, lines: Sequence[str], pages: Pages) -> Callable[[Cut], None] | None:
    """What is called with the blocks of the page of *lines*, so that all that became of it is kept in *pages*.

    None, if the steps of *md* may do more with it.
    """
    text = "\n".join(lines)
    if not all(_is_known(step) for step in md.preprocessors) or not includes_nothing(md, text):
        return None
    place = _place(text)

    def keep(cut: Cut) -> None:
        if fences.writes_nothing_else(md):
            pieces = tuple(map(str, stash(md)))  # Blocks are kept where there is nothing but text.
            pages[place] = _Page(pieces, fences.aside(md), frozenset(_anchors(md)), cut)

    return keep


def take_page(md: Markdown, lines: Sequence[str], pages: Pages) -> bool:
    """Have *md* go on with what is kept in *pages* of a page of these *lines*. Whether anything is."""
    found = pages.get(_place("\n".join(lines)))
    if found is None:
        return False
    for step in md.preprocessors:
        vars(step)["run"] = _as_they_are
    for piece in found.pieces:
        md.htmlStash.store(piece)
    if found.code is not None:
        fences.put_aside(md, found.code)
    _anchors(md).update(found.anchors)

    def parse_document(_: object) -> Any:
        vars(md.parser).pop("parseDocument", None)
        return taken(md, found.cut)

    vars(md.parser)["parseDocument"] = parse_document
    return True


def _as_they_are(lines: list[str]) -> list[str]:
    return lines


def _place(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _is_known(step: object) -> bool:
    return f"{type(step).__module__}.{type(step).__qualname__}" in _STEPS


def _anchors(md: Markdown) -> set[str]:
    """The ids of the page as the step of MkDocs has them, which looks at raw HTML."""
    steps: list[Any] = [one for one in md.preprocessors if type(one).__module__ == "mkdocs.structure.pages"]
    found: set[str] = steps[0].present_anchor_ids if steps else set()
    return found
