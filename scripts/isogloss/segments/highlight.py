"""Code is the same in every language: what one locale has highlighted, the next takes as it is.

Highlighting is a sixth of the CPU of a build with MkDocs; without this, each further locale would pay for it again.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown

Highlighted = dict[object, str]
"""Highlighted code by everything that it depends on, for the pages of one build."""


def share_highlighting(md: Markdown, highlighted: Highlighted) -> None:
    """Let pymdownx.highlight look into *highlighted* before it highlights a code block of the page under way."""
    for extension in md.registeredExtensions:
        choose: Any = getattr(extension, "get_pymdownx_highlighter", None)
        if choose is not None and not getattr(extension, "isogloss_shares", False):
            # pymdownx.superfences asks the extension for its highlighter when it meets the first code block.
            highlighter = _remembering(choose(), highlighted)
            extension.get_pymdownx_highlighter = lambda found=highlighter: found  # type: ignore[attr-defined]
            extension.isogloss_shares = True  # type: ignore[attr-defined]


def _remembering(highlighter: type[Any], highlighted: Highlighted) -> type[Any]:
    class Remembering(highlighter):  # type: ignore[misc]
        def highlight(self, src: str, language: str, *arguments: Any, **options: Any) -> Any:
            if options.get("inline") or self.title_mode != "text" or self.auto_title_map:
                return super().highlight(src, language, *arguments, **options)
            key = src, language, repr(arguments), repr(sorted(options.items()))
            if key not in highlighted:
                found = super().highlight(src, language, *arguments, **options)
                if not isinstance(found, str):
                    return found
                highlighted[key] = found
            return highlighted[key]

    return Remembering
