"""Tells the first abbreviation of its kind in each section from those after it."""

from __future__ import annotations

import re

from isogloss.structure.elements import Element, replaced

_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_PLACE = re.compile(r"<(h[1-6]|a|label|summary|th)\b|<abbr\b([^<>]*)>([^<]*)")
"""Where abbreviations are never underlined, and an abbreviation anywhere else."""
_FIRST = "<abbr data-first"


def with_first_ones(body: str) -> str:
    """*body* with the attribute ``data-first`` at what is to be underlined."""
    return _ARTICLE.sub(_of_article, body) if "<abbr" in body else body


def without_first_ones(html: str) -> str:
    """*html* as it was before :func:`with_first_ones`."""
    return html.replace(_FIRST, "<abbr")


def _of_article(article: re.Match[str]) -> str:
    html = article[0]
    seen: set[str] = set()

    def marked(found: Element) -> str:
        block, attributes, text = found.opening.groups()
        if block is not None and block.startswith("h"):
            seen.clear()
        if block is not None or text in seen:
            return html[found.start : found.end]
        seen.add(text)
        return f"{_FIRST}{attributes}>{text}"

    return replaced(html, _PLACE, marked)
