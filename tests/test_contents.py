"""What files hold is known from an earlier build only where nobody can have touched them since."""

from __future__ import annotations

import hashlib
import json
import os
import time

import pytest
from isogloss.driver import contents
from isogloss.driver.contents import Contents


def opened(folder, text: str = "") -> Contents:
    return Contents(folder / "clock", text)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_text("before", encoding="utf-8")
    time.sleep(0.05)  # more than a tick of the clock of a file system
    return path


@pytest.fixture
def read(monkeypatch):
    """The files that were read."""
    found: list[str] = []
    of_file = contents.of_file
    monkeypatch.setattr(contents, "of_file", lambda path: found.append(str(path)) or of_file(path))
    return found


def test_a_file_that_nobody_has_touched_is_read_once(tmp_path, file, read):
    first = opened(tmp_path)
    assert [first.of(file), first.of(file)] == [hash_of("before")] * 2
    assert first.is_new
    second = opened(tmp_path, first.as_text())
    assert second.of(str(file)) == hash_of("before")
    assert read == [str(file)]
    assert not second.is_new
    assert json.loads(second.as_text()) == json.loads(first.as_text())


def test_one_of_the_same_size_and_time_that_was_written_again_is_read_again(tmp_path, file, read):
    known = opened(tmp_path)
    known.of(file)
    status = file.stat()
    file.write_text("after!", encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    assert known.of(file) == opened(tmp_path, known.as_text()).of(file) == hash_of("after!")


def test_another_file_in_its_place_is_read(tmp_path, file):
    known = opened(tmp_path)
    known.of(file)
    (tmp_path / "other").write_text("after!", encoding="utf-8")
    (tmp_path / "other").replace(file)
    assert known.of(file) == hash_of("after!")


def test_what_may_have_changed_in_the_same_moment_is_never_known(tmp_path):
    """However often, and however soon after it was read, a file is written again."""
    path, known = tmp_path / "file", opened(tmp_path)
    for number in range(3000):
        path.write_text(f"{number:06}", encoding="utf-8")
        assert known.of(path) == hash_of(f"{number:06}")
        known = opened(tmp_path, known.as_text()) if number % 10 == 0 else known


def test_a_file_that_is_gone_or_cannot_be_read_has_the_hash_of_nothing(tmp_path, file):
    known = opened(tmp_path)
    known.of(file)
    file.unlink()
    assert known.of(file) == known.of(tmp_path) == "00"


@pytest.mark.parametrize(
    "text", ["no JSON", "[1]", "3", '{"FILE": 3}', '{"FILE": [[1, 2], 5]}', '{"FILE": [["x"], "y"]}']
)
def test_whatever_was_kept_is_nothing_known(tmp_path, file, text):
    known = opened(tmp_path, text.replace("FILE", str(file)))
    assert known.of(file) == hash_of("before")
    assert known.is_new


def test_without_a_clock_files_are_read_each_time(file, tmp_path):
    """As where the folder of the cache can only be read: a hash that is the same for all would be a wrong one."""
    found = Contents(tmp_path / "missing/clock")
    assert found.of(file) == hash_of("before")
    file.write_text("after it", encoding="utf-8")
    assert found.of(file) == hash_of("after it")
    assert json.loads(found.as_text()) == {}
