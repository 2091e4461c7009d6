"""Tells the first abbreviation of its kind in each section from those after it."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_PLACE = re.compile(r"<(h[1-6]|a|label|summary|th)\b.*?</\1>|<abbr\b([^<>]*)>([^<]*)", re.DOTALL)
"""Where abbreviations are never underlined, and an abbreviation anywhere else."""


def with_first_ones(body: str) -> str:
    """*body* with the attribute ``data-first`` at what is to be underlined."""
    return _ARTICLE.sub(_of_article, body) if "<abbr" in body else body


def _of_article(article: re.Match[str]) -> str:
    seen: set[str] = set()

    def marked(found: re.Match[str]) -> str:
        block, attributes, text = found.groups()
        if block is not None:
            if block.startswith("h"):
                seen.clear()
            return found[0]
        if text in seen:
            return found[0]
        seen.add(text)
        return f"<abbr data-first{attributes}>{text}"

    return _PLACE.sub(marked, article[0])
