"""The house as data: rooms, floors and arrows of the package, and lines per room. ``python tests/benchmarks/house.py``.

A room is a module or a folder right below the package; an arrow is a room that imports another one. A room stands one
floor above the highest room that it imports. Another folder with a package ``isogloss`` may be given, to compare.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import grimp

Arrows = dict[str, set[str]]


def arrows() -> Arrows:
    """The rooms that each room imports."""
    graph = grimp.build_graph("isogloss", cache_dir=None)
    found: Arrows = {}
    for module in graph.modules - {"isogloss"}:
        here = module.split(".")[1]
        imported = graph.find_modules_directly_imported_by(module) - {"isogloss"}
        found.setdefault(here, set()).update({name.split(".")[1] for name in imported} - {here})
    return found


def floors(found: Arrows) -> dict[str, int]:
    """The floor of each room, the ground floor first. Raises :class:`RecursionError` if rooms import in a circle."""

    @cache
    def floor(room: str) -> int:
        return 1 + max((floor(other) for other in found[room]), default=-1)

    return dict(sorted(((room, floor(room)) for room in found), key=lambda item: (item[1], item[0])))


def lines(folder: Path, room: str) -> int:
    """The lines of a room's modules."""
    files = (folder / room).rglob("*.py") if (folder / room).is_dir() else [folder / f"{room}.py"]
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def main() -> None:
    if len(sys.argv) > 1:
        sys.path.insert(0, sys.argv[1])
    import isogloss

    folder = Path(isogloss.__file__).parent
    found = arrows()
    for room, floor in floors(found).items():
        print(f"{floor:2} {room:<14} {lines(folder, room):6,} lines → {', '.join(sorted(found[room])) or '-'}")
    total = sum(lines(folder, room) for room in found)
    number = sum(map(len, found.values()))
    print(f"{len(found)} rooms, {max(floors(found).values()) + 1} floors, {number} arrows, {total:,} lines")


if __name__ == "__main__":
    main()
