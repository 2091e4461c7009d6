"""The page on what Isogloss works with says what the sites of ``cases/neighbours`` are, and what was seen of them."""

from __future__ import annotations

from importlib.metadata import version

import neighbours_table
from neighbours import ALL, ROOT, neighbours


def test_the_published_table_is_of_these_sites():
    page = (ROOT / "docs/contribute/neighbours.md").read_text(encoding="utf-8")
    assert neighbours_table.with_table(page) == page, "run make compat"
    assert page.count("\n| `") == len(neighbours(every=True)) > 100
    if ALL:
        pinned = neighbours_table.pinned()
        needed = {name for neighbour in neighbours() for name in neighbour.needs}
        assert {name: version(name) for name in needed} == {name: pinned[name.lower()] for name in needed}
