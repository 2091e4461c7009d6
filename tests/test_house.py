"""The picture of the house in CONTRIBUTING.md is the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from house import arrows, floors

ROOT = Path(__file__).parents[1]
PICTURE = re.compile(r"^(\w+) +\S.*\n +←((?: \w+)*)$", re.MULTILINE)


def drawn() -> dict[str, set[str]]:
    """The rooms that each room of the picture imports."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {room: set(imported.split()) for room, imported in PICTURE.findall(text)}


def test_the_picture_shows_every_room_and_every_arrow():
    assert drawn() == arrows()


def test_each_room_of_the_picture_imports_only_rooms_above_it():
    seen: set[str] = set()
    for room, imported in drawn().items():
        assert imported <= seen, room
        seen.add(room)


def test_rooms_that_import_in_a_circle_have_no_floors():
    assert floors({"a": {"b"}, "b": set()}) == {"b": 0, "a": 1}
    with pytest.raises(RecursionError):
        floors({"a": {"b"}, "b": {"a"}})


def test_only_tests_of_the_site_can_read_the_site():
    with pytest.raises(AssertionError, match="only tests in tests/site read the site of this repository"):
        (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
