"""The source of what others have written is found as Python finds it, without parsing whole modules."""

from __future__ import annotations

import importlib.util
import inspect
import sys

import pytest
from isogloss.segments.known_source import fingerprint

MODULE = '''\
import dataclasses


class Plain:
    """A class."""

    # An ordinary comment.
    def method(self):
        return """
class Other:
    pass
"""


# A comment above it.

# And one more.
class Commented(Plain):
    class Inner:
        x = 1


@dataclasses.dataclass
class Decorated:
    x: int = 1


@dataclasses.dataclass(
    frozen=True,
)
# With a comment between.

class Frozen:
    x: int = 1


def make():
    class Plain:
        y = 2
    return Plain


class Last: x = 1
'''


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "written_by_others.py"
    path.write_text(MODULE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    found = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    yield found
    del sys.modules[spec.name]


@pytest.mark.parametrize(
    "name", ["Plain", "Plain.method", "Commented", "Commented.Inner", "Decorated", "Frozen", "make", "Last"]
)
def test_a_fingerprint_is_that_of_the_source_that_python_finds(module, name, monkeypatch):
    part = module
    for step in name.split("."):
        part = getattr(part, step)
    monkeypatch.setattr("isogloss.segments.known_source._source", inspect.getsource)
    expected = fingerprint.__wrapped__(part)
    monkeypatch.undo()
    assert fingerprint.__wrapped__(part) == expected != ""
