"""Icons that point along the line: where a translation is read the other way, they point the other way, too.

Translators cannot do that: they see an icon by its name, and each name is as it is in the original.
"""

from __future__ import annotations

import re
from collections.abc import Collection

TURNED = "data-turned"
"""The attribute of an icon that is shown turned round."""
_SHAPES = frozenset(
    {
        "angle",
        "angles",
        "arrow",
        "arrows",
        "caret",
        "chevron",
        "chevrons",
        "menu",
        "pan",
        "point",
        "pointing",
        "triangle",
    }
)
_SIDES = frozenset({"left", "right"})
_TURNING = frozenset({"rotate"})
"""Clocks go the same way round everywhere."""
_WORD = re.compile(r"[a-z]+")
_DRAWN = re.compile(r"""<span(?=\b[^<>]*\bclass=["']?[^<>"']*\btwemoji\b)(?=[^<>]*>\s*(<svg\b.*?</svg>))""", re.DOTALL)
_PICTURE = re.compile(
    r"""<img(?=\b[^<>]*\bclass=["']?(?:twemoji|emojione|gemoji)\b)(?=[^<>]*\btitle=["']?:([\w+-]+):)"""
)
_LINES = re.compile(r"""\sd=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def points(name: str) -> bool:
    """Whether the icon or emoji of that *name*, such as ``octicons-arrow-right-24``, points along the line."""
    words = set(_WORD.findall(name.lower()))
    return bool(words & _SHAPES and words & _SIDES) and not words & _TURNING


def lines(svg: str) -> str:
    """What tells a drawing from others, however it is written: the lines in *svg*."""
    return " ".join("".join(found) for found in _LINES.findall(svg))


def turned(output: str, pointing: Collection[str]) -> str:
    """The finished page *output*, with a mark on each icon that points; *pointing* are the lines of drawn ones."""

    def marked(found: re.Match[str]) -> str:
        return f"{found[0]} {TURNED}"

    output = _DRAWN.sub(lambda found: marked(found) if lines(found[1]) in pointing else found[0], output)
    return _PICTURE.sub(lambda found: marked(found) if points(found[1]) else found[0], output)
