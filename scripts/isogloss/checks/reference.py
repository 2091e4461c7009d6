"""The published reference of all checks, made from their docstrings: ``python -m isogloss.checks.reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from isogloss import checks
from isogloss.checks.registry import every
from isogloss.diagnostics import Severity

_HEAD = """\
---
title: Checks
description: Every check of translations, pages and the finished site, with what it finds and what is right.
---

# Checks

`isogloss check` and the build find these mistakes. The word in brackets at the end of a finding is its code:
`isogloss check --explain CODE` prints what is written here. An error fails `mkdocs build --strict`; a warning does not.
"""


def reference() -> str:
    """The page as Markdown."""
    rules = checks.rules()
    parts = [_HEAD]
    for group, found in groupby(every().values(), key=lambda one: one.subject.group):
        codes = [one.code for one in found]
        parts.append(f"## {group.title} {{ #in-{group.anchor} }}\n")
        warnings = [code for code in codes if rules[code].severity is Severity.WARNING]
        if warnings == codes:
            parts.append("All of these are warnings.\n")
        for code in codes:
            rule = rules[code]
            weight = " This is a warning." if code in warnings and warnings != codes else ""
            parts.append(f"### `{code}` {{ #{code} }}\n")
            parts += [f"{paragraph}\n" for paragraph in _paragraphs(rule.manual, weight)]
    return "\n".join(parts)


def _paragraphs(manual: str, weight: str) -> Iterator[str]:
    """The first sentence, then a table of a bad and a good example, then the rest."""
    for number, paragraph in enumerate(manual.split("\n\n")):
        text = " ".join(line.strip() for line in paragraph.splitlines())
        bad, mark, good = text.partition(" Good: ")
        if bad.startswith("Bad: ") and mark:
            yield f"Bad\n:   {bad.removeprefix('Bad: ')}\n\nGood\n:   {good}"
        else:
            yield f"{text}{weight}" if number == 0 else text


if __name__ == "__main__":
    sys.stdout.write(reference())
