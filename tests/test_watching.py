"""Whatever changes is told by the names that the site knows, wherever links lead, and whoever else is at work."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
import time

import pytest
from isogloss.driver.watching import Watching

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")


@pytest.fixture
def site(tmp_path):
    """Folders with links into others, and one link to nothing but itself."""
    for name in ("docs", "locales", "elsewhere/docs", "elsewhere/catalogs/ko", "elsewhere/deep"):
        (tmp_path / name).mkdir(parents=True)
    files = ("README.md", "docs/in.md", "catalogs/ko/a.po", "deep/most.md")
    for name in ("docs/page.md", "own.yml", *(f"elsewhere/{name}" for name in files)):
        (tmp_path / name).write_text("before")
    (tmp_path / "docs/index.md").symlink_to("../elsewhere/README.md")
    (tmp_path / "docs/more").symlink_to("../elsewhere/docs")
    (tmp_path / "elsewhere/docs/deep").symlink_to("../deep")
    (tmp_path / "locales/ko").symlink_to("../elsewhere/catalogs/ko")
    (tmp_path / "docs/loop").symlink_to("loop")
    (tmp_path / "docs/round").symlink_to("../docs")
    (tmp_path / "mkdocs.yml").symlink_to("own.yml")
    (tmp_path / "linked").symlink_to("docs")
    return tmp_path


@contextlib.contextmanager
def watching(tell):
    found = Watching(tell)
    try:
        yield found
    finally:
        found.close()


def until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.01)


def test_what_is_behind_a_link_is_told_by_the_name_of_the_link(site):
    told = set()
    with watching(told.update) as one:
        one.watch([site / "docs", site / "locales", site / "linked"], [site / "mkdocs.yml"])
        for changed, name in (
            ("elsewhere/README.md", "docs/index.md"),
            ("elsewhere/docs/in.md", "docs/more/in.md"),
            ("elsewhere/deep/most.md", "docs/more/deep/most.md"),
            ("elsewhere/catalogs/ko/a.po", "locales/ko/a.po"),
            ("own.yml", "mkdocs.yml"),
            ("docs/page.md", "linked/page.md"),
        ):
            told.clear()
            (site / "new").write_text("after")
            (site / "new").replace(site / changed)
            until(lambda name=name: site / name in told)
        (site / "docs/later.md").symlink_to("../elsewhere/deep/most.md")
        until(lambda: site / "docs/later.md" in told)
        told.clear()
        (site / "elsewhere/deep/most.md").write_text("again")
        until(lambda: site / "docs/later.md" in told)


@pytest.mark.parametrize("again", ["made", "moved"])
def test_a_folder_that_is_made_again_is_watched_again(site, again):
    told = set()
    with watching(told.update) as one:
        one.watch([site / "locales", site / "docs"], [site / "mkdocs.yml"])
        for name in ("locales", "docs", "elsewhere/catalogs"):
            folder = site / name
            told.clear()
            folder.rename(site / "away")
            until(lambda: told)
            told.clear()
            if again == "moved":
                (site / "away").rename(folder)
            else:
                shutil.copytree(site / "away", folder, symlinks=True)
                shutil.rmtree(site / "away")
            until(lambda: told)
            for file in (site / "locales/ko/a.po", site / "docs/page.md"):
                told.clear()
                file.write_text("after")
                until(lambda file=file: file in told)


def test_names_of_editors_are_not_told_and_those_of_pages_are(site):
    told = set()
    with watching(told.update) as one:
        one.watch([site / "docs"], [])
        for name in (".page.md.swp", "page.md~", ".#page.md", "#page.md#", "4913", ".isogloss.lock"):
            (site / "docs" / name).write_text("for a moment")
        for name in ("uv.lock", "spare.part", "4913.md"):
            (site / "docs" / name).write_text("of the site")
            until(lambda name=name: site / "docs" / name in told)
    assert {path.name for path in told} == {"uv.lock", "spare.part", "4913.md"}


def test_a_change_that_cannot_be_taken_in_is_not_the_last_that_is_told(site, capfd):
    told = []

    def tell(paths):
        told.append(paths)
        if len(told) == 1:
            raise RuntimeError("of the preview")

    with watching(tell) as one:
        one.watch([site / "docs"], [])
        for number in (1, 2):
            (site / "docs/page.md").write_text(f"{number}")
            until(lambda number=number: len(told) >= number)
    assert "of the preview" in capfd.readouterr().err


def test_who_begins_to_watch_does_not_wait_for_who_tells(site):
    for number in range(300):
        (site / f"many/{number}").mkdir(parents=True)
    done = threading.Event()

    def save():
        number = 0
        while not done.is_set():
            number += 1
            (site / "docs/page.md").write_text(f"{number}")

    def begin():
        for number in range(300):
            one.watch([site / f"many/{number}"], [])

    with watching(lambda _: None) as one:
        one.watch([site / "docs"], [])
        saving = threading.Thread(target=save, daemon=True)
        saving.start()
        beginning = threading.Thread(target=begin, daemon=True)
        beginning.start()
        beginning.join(20)
        done.set()
        assert not beginning.is_alive()
