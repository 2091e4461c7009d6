"""Badges: small pictures that tell in a README how far a translation is. Drawn here, the same bytes in each run."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from isogloss.catalogs.status import Progress, total

_COLOURS = ((100, "#116329"), (80, "#4d5d00"), (50, "#7d4e00"), (0, "#a40e26"))
"""From how many percent on; white text on each has a contrast of more than 4.5 to 1."""
_WIDTHS = {" ": 4.0, "%": 11.0, "-": 4.5, "I": 4.0, **dict.fromkeys("ijl", 3.2), **dict.fromkeys("frt", 4.4)}
"""How wide letters are, where not 7: the drawing tells how wide a text is to be, whichever font there is."""
_BADGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{text}">
<title>{text}</title>
<rect width="{width}" height="20" rx="3" fill="{colour}"/>
<path d="M3 0h{edge}v20h-{edge}a3 3 0 0 1-3-3v-14a3 3 0 0 1 3-3z" fill="#333b45"/>
<g fill="#fff" font-family="DejaVu Sans,Verdana,Geneva,sans-serif" font-size="11" aria-hidden="true">
<text x="6" y="14" textLength="{left}">{locale}</text>
<text x="{start}" y="14" textLength="{right}">{percent} %</text>
</g>
</svg>
"""


def badges(rows: Iterable[Progress], locales: Iterable[str]) -> dict[str, str]:
    """A drawing for each locale, by file name: ``es-ES.svg``."""
    rows = list(rows)
    return {f"{tag}.svg": badge(tag, total((row for row in rows if row.locale == tag), tag).percent) for tag in locales}


def badge(locale: str, percent: int) -> str:
    """The drawing for one locale."""
    left, right = (round(sum(_WIDTHS.get(letter, 7.0) for letter in text)) for text in (locale, f"{percent} %"))
    return _BADGE.format(
        width=left + right + 24,
        text=escape(f"{locale}: {percent} % translated"),
        colour=next(colour for least, colour in _COLOURS if percent >= least),
        edge=left + 9,
        left=left,
        locale=escape(locale),
        start=left + 18,
        right=right,
        percent=percent,
    )
