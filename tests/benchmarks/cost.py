"""The dearest translations of 100 kB that the checks let pass, in CPU seconds: ``python tests/benchmarks/cost.py``.

Texts are made of everything that an inline rule begins with, as often as the checks allow it beside an English text of
100 kB. Exit status 1 if one of them takes more than two seconds to check and to render.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from isogloss import checks
from isogloss.segments import Kind, Message
from isogloss.segments.inline import Surroundings, structure_of
from markdown import Markdown
from rendering import EXTENSIONS

MOST = 2.0
LONG = 100_000
MORE = (
    "arithmatex",
    "betterem",
    "caret",
    "mark",
    "tilde",
    "critic",
    "emoji",
    "inlinehilite",
    "magiclink",
    "smartsymbols",
)
PUMPS = [
    "[",
    "![",
    "**",
    "*a",
    "_a_",
    "`",
    "``a",
    "<",
    "<a",
    "<!--",
    "&",
    "&a;",
    "&#",
    "\\",
    "\\[",
    "$",
    "$$",
    "\\(",
    "~",
    "~~",
    "^",
    "==",
    "+",
    "++",
    "{",
    "{#",
    "{++",
    "{--",
    "(",
    "((",
    "](",
    "[a](",
    "[a][",
    "[^",
    "http://",
    "www.",
    "a@",
    "a.b@c.d",
    ":a",
    "::",
    "'",
    '"',
    "...",
    "--",
    "1/2",
    "1st",
    "@a",
    "#1",
    "!1",
    "?1",
    "wörd",
    "あ",
    "%",
    "%(a)s",
    "{}",
    "<b>",
    "</b>",
    "<i",
    'a="',
    "a'b",
    "word",
]


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.process_time()
    done = work()
    return time.process_time() - begun, done


def cost(md: Markdown, msgid: str, msgstr: str) -> float:
    """CPU seconds of everything that is done with one translation; of a refused one, until it is refused."""
    message = Message(msgid, Kind.PARAGRAPH)
    text, found = seconds(lambda: checks.text_findings(message, msgstr))
    if found:
        return text
    render, _ = seconds(lambda: structure_of(md, Surroundings("p"), msgstr))
    words, _ = seconds(lambda: checks.word_findings(message, msgstr, checks.Glossary()))
    return text + render + words


def main() -> int:
    options = {**EXTENSIONS, **{f"pymdownx.{name}": {} for name in MORE}}
    md = Markdown(extensions=list(options), extension_configs=options)
    md.convert("A page.")
    rows = []
    marked = ("`a` [x](y.md) *b* word " * LONG)[:LONG]
    for msgid in ("A text of some words.", "word " * (LONG // 5), marked):
        most = min(LONG, 500 + 3 * len(msgid))
        for pump in PUMPS:
            for space in ("", " "):
                mark = pump + space
                few = (mark * 190)[: LONG // 2]
                rows.append((cost(md, msgid, (mark * LONG)[:LONG]), pump, "always"))
                rows.append((cost(md, msgid, (few + "palabra " * LONG)[:most]), pump, "190 times, then words"))
    rows.sort(reverse=True)
    for spent, pump, how in rows[:10]:
        print(f"{spent:6.2f} s  {pump!r} {how}")
    return int(rows[0][0] > MOST)


if __name__ == "__main__":
    sys.exit(main())
