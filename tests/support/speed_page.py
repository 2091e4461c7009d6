"""The tables and the plot of what a site in many languages costs, from the record of ``benchmarks/side_by_side.py``.

``python tests/support/speed_page.py`` writes them into ``docs/contribute/speed.md`` and ``docs/images``.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "tests/benchmarks/side_by_side.json"
PAGE = ROOT / "docs/contribute/speed.md"
PLOTS = {name: ROOT / f"docs/images/speed-{name}.svg" for name in ("light", "dark")}
NAMES = {
    "isogloss": "isogloss build",
    "plugin": "mkdocs build",
    "zensical": "Zensical",
    "i18n": "mkdocs-static-i18n",
    "po4a": "po4a",
    "sphinx": "Sphinx",
    "mdpo": "mkdocs-mdpo-plugin",
}
"""What the tools are called, in the order of the tables; the first two are ours."""
OURS = ("isogloss", "plugin")
PLOTTED = 100
"""The pages of the sites in the plot."""
_TABLE = r"(?m)(?<=^<!-- {name} -->\n\n)(?:\|.*\n)+"
_INK = {"light": ("#52525b", "#d4d4d8", "#0f766e"), "dark": ("#b4b4bd", "#3f4a52", "#5eead4")}
"""The colours of text and lines, of the grid, and of what is ours."""
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 400, 40, 170, 14, 34


def record() -> dict[str, Any]:
    """What was measured last."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def plotted() -> list[dict[str, Any]]:
    """The sites whose figures are in the plot."""
    return [site for site in record()["sites"] if site["pages"] == PLOTTED]


def times(spent: dict[str, dict[str, float]], tool: str, part: str) -> float | None:
    """How many times what one language costs; None if it was not measured."""
    return spent[tool][part] / spent["mkdocs"][part] if tool in spent else None


def table(part: str) -> str:
    """The table of ``cpu`` or ``wall``, in multiples of a build of one language."""
    sites = record()["sites"]
    rows = [["Pages × languages", *(f"{site['pages']:,} × {site['languages']}" for site in sites)]]
    rows.append(["---", *("--:" for _ in sites)])
    for tool, name in NAMES.items():
        found = [times(site["spent"], tool, part) for site in sites]
        rows.append([f"`{name}`", *("" if one is None else f"{one:.{1 if one < 9.95 else 0}f}" for one in found)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def tools() -> str:
    """The table of what was measured, with versions."""
    known = record()["versions"]
    return "".join(f"| `{name}` | `{number}` |\n" for name, number in known.items())


def with_figures(page: str) -> str:
    """*page* with the tables as they have to be."""
    for name, text in (("cpu", table("cpu")), ("time", table("wall"))):
        page = re.sub(_TABLE.format(name=name), lambda _, text=text: text, page)
    head = "| Package | Version |\n| --- | --- |\n"
    return re.sub(re.escape(head) + r"(?:\|.*\n)*", lambda _: head + tools(), page)


def plot(scheme: str) -> str:
    """The CPU of each tool by the number of languages, for the sites of so many pages; on a logarithmic scale."""
    ink, grid, own = _INK[scheme]
    sites = plotted()
    numbers = [site["languages"] for site in sites]
    lines: dict[str, list[tuple[int, float]]] = {tool: [] for tool in NAMES}
    for site in sites:
        for tool, line in lines.items():
            if (value := times(site["spent"], tool, "cpu")) is not None:
                line.append((site["languages"], value))
    most = max(value for line in lines.values() for _, value in line)

    def x(number: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (number - numbers[0]) / max(1, numbers[-1] - numbers[0])

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * math.log(value) / math.log(most * 1.1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="system-ui, sans-serif" '
        f'font-size="13" fill="{ink}">'
    ]
    for value in (1, 2, 5, 10, 20, 50, 100, 200):
        if value < most * 1.1:
            parts.append(f'<path d="M{_LEFT} {y(value):.1f}H{_WIDTH - _RIGHT}" stroke="{grid}"/>')
            parts.append(f'<text x="{_LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>')
    parts += [f'<text x="{x(n):.1f}" y="{_HEIGHT - 12}" text-anchor="middle">{n}</text>' for n in numbers]
    floor = float("inf")
    for tool in sorted(filter(lines.get, lines), key=lambda tool: lines[tool][-1][1]):
        points = [(x(number), y(value)) for number, value in lines[tool]]
        colour, width = (own, 3) if tool in OURS else (ink, 1.5)
        dashes = ' stroke-dasharray="6 4"' if tool == OURS[1] else ""
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>')
        floor = min(floor - 16, points[-1][1] + 4)  # No name on another one.
        weight = ' font-weight="700"' if tool in OURS else ""
        parts.append(f'<text x="{_WIDTH - _RIGHT + 8}" y="{floor:.1f}" fill="{colour}"{weight}>{NAMES[tool]}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for scheme, path in PLOTS.items():
        path.write_text(plot(scheme), encoding="utf-8")
