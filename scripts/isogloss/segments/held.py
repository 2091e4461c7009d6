"""What a text surely holds besides words, as far as that can be told without a parser: code and links.

Most passages hold nothing else, and each translation of one would be rendered only to find the same code and the same
links in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from isogloss.segments.text import PUNCTUATION, READ

_CODE = "\ue000"
"""Stands for code, and for a link: as a placeholder of Python-Markdown, it is no part of a word, and no blank."""
_MARKUP = re.compile(rf"[^\w\s{_CODE}:\"/%{PUNCTUATION}]|_|:(?!\s|\Z)")
"""What some inline rule may make something of, once code and links are taken out."""
_DOUBTFUL_CODE = re.compile("[\x02\x03\n{]|\\A\\s*(?:#!|:::)")
"""Code that is highlighted, and what is looked for in all texts of a passage together, or is another in one line."""
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([\w./#?=&%:@~,;-]+)\)")
_SEEN = re.compile(rf"[^\W_]|{_CODE}")
_AS_WRITTEN = re.compile(r"(?:[\w ,;-]|\.(?!\.))*")
"""A text that no rule for typography makes another one of."""


class Held(NamedTuple):
    """What a text holds."""

    codes: tuple[str, ...]
    """What stands between backquotes, sorted."""
    targets: tuple[str, ...]
    """Those of its links, each of which has a text, sorted."""


class Known(NamedTuple):
    """All that is known of a text."""

    held: Held
    link_texts: tuple[tuple[str, str], ...] | None
    """Target and text of each link, in order; None if it is not sure that these are as they are read."""


@lru_cache(maxsize=65536)
def known_of(text: str) -> Known | None:
    """What *text* holds, whatever inline rules of Python-Markdown and pymdown-extensions a site has; None if unsure."""
    if _CODE in text:
        return None
    outside = text.split("`")
    codes = outside[1::2]
    if codes:
        outside = outside[::2]
        # Two backquotes in a row begin code of another kind, and a single one begins none.
        if len(outside) == len(codes) or not all(codes) or not all(outside[1:-1]):
            return None
        if any(map(_DOUBTFUL_CODE.search, codes)):
            return None
    words, links = _CODE.join(outside), []
    if "](" in words:
        links = _LINK.findall(words)
        if not all(_is_plain(label) and _SEEN.search(label) for label, _ in links):
            return None
        words = _LINK.sub(_CODE, words)
    if not _is_plain(words):
        return None
    held = Held(tuple(sorted(codes)), tuple(sorted(target for _, target in links)))
    sure = all(_AS_WRITTEN.fullmatch(label) for label, _ in links) and "[" not in "".join(codes)
    return Known(held, tuple((target, label) for label, target in links) if sure else None)


def _is_plain(words: str) -> bool:
    return _MARKUP.search(words) is None and READ.search(words) is None
