"""The table of what Isogloss is tested with: the sites of ``cases/neighbours``, and the versions they are built with.

``python tests/support/neighbours_table.py`` writes it into ``docs/contribute/neighbours.md``, once its sites are built:
a verdict is what the tests of these sites hold.
"""

from __future__ import annotations

import re

from neighbours import CASES, ROOT, Neighbour, neighbours

PAGE = ROOT / "docs/contribute/neighbours.md"
_HEAD = "| Package | Version | Part | Pages | English | Remark |\n| --- | --- | --- | --- | --- | --- |\n"
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")


def pinned() -> dict[str, str]:
    """The version of each distribution that ``make compat`` installs, by its name in small letters."""
    lines = (CASES / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = (line.partition("==") for line in lines if not line.startswith("#"))
    return {name.lower().replace("_", "-"): version for name, _, version in found}


def verdict(neighbour: Neighbour) -> str:
    """What the tests hold of the pages of a site."""
    case = neighbour.case
    if not case.get("static", True):
        return "none"
    return "the same" if case.get("plain", True) and not case.get("changed") else "more"


def english(neighbour: Neighbour) -> str:
    """Whose words stay English: see ``untouched``."""
    whose = neighbour.case.get("untouched", ())
    return "of the theme" if any(one.startswith("the theme ") for one in whose) else "of the plugin" if whose else ""


def with_table(page: str) -> str:
    """*page* with the table as it has to be."""
    versions = pinned()
    rows = []
    for neighbour in neighbours(every=True):
        package = neighbour.needs[0]
        what = f"`{neighbour.case['of']}`" if "of" in neighbour.case else ""
        cells = (f"`{package}`", f"`{versions[package.lower()]}`", what, verdict(neighbour), english(neighbour))
        rows.append(f"| {' | '.join((*cells, neighbour.case.get('remark', '')))} |\n")
    return _TABLE.sub(lambda _: _HEAD + "".join(sorted(rows, key=str.lower)), page)


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
