"""The code of the guides, block by block, as a reader copies it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r'(?m)^( *)```(\w+)(?: title="([^"]*)")?\n((?:.*\n)*?)\1```$')


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code of a page."""

    page: str
    line: int
    language: str
    title: str
    code: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(*languages: str) -> Iterator[Block]:
    """The blocks of all guides in *languages*, of all languages if none is named."""
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for found in _BLOCK.finditer(text):
            if not languages or found[2] in languages:
                line = text.count("\n", 0, found.start()) + 2
                yield Block(page.name, line, found[2], found[3] or "", textwrap.dedent(found[4]))
