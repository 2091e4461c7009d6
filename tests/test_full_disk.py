"""Where the system refuses to write: a build says so in one sentence with the file, or goes on where it can.

No file may be longer than a limit here, which anybody may set for himself: the kernel refuses what is longer in the
middle of a file, as on a full disk.
"""

from __future__ import annotations

import resource
import shutil

import pytest
from running import files

LONG = "# Largo\n\n" + "Estas palabras son muchas, y hacen la página más larga que todas las demás.\n\n" * 12_000
PAGES = {"index.md": "# Start\n\nSome words.\n", "long.md": "# Long\n\nSome words.\n"}


@pytest.fixture
def site(make_site):
    return make_site(PAGES, locales=("es-ES", "it-IT"))


def limited(site, limit: int, *command: str) -> tuple[int, str]:
    """The exit status of a command that can write so many bytes to a file at most, and what it says."""
    run = site.start(*command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    printed, errors = run.communicate(timeout=60)
    assert "Traceback" not in printed + errors, errors
    assert "fault of the program" not in errors
    return run.returncode, printed + errors


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_page_that_cannot_be_written_is_named(site, jobs):
    """One of the second language, which another process builds."""
    site.write("docs/long.es-ES.md", LONG)
    status, said = limited(site, 800_000, "isogloss", "build", "--jobs", jobs)
    last = said.strip().splitlines()[-1]
    assert last.endswith("es-ES/es-ES/long/index.html: File too large"), said
    assert last.startswith("isogloss build: ")
    assert status == 2
    assert list((site.root / ".cache/isogloss").glob("building-*")) == []


def test_a_shard_that_cannot_be_written_is_none(site):
    site.write("docs/long.es-ES.md", LONG)
    status, said = limited(site, 800_000, "isogloss", "build", "--locale", "es-ES", "--site-dir", "shard")
    assert said.endswith("shard/es-ES/es-ES/long/index.html: File too large\n")
    assert status == 2
    done = site.run("isogloss", "merge", "shard")
    assert "shard is no shard: it has no isogloss-shard.json" in done.stdout


@pytest.mark.parametrize(
    ("limit", "what"),
    [
        (900_000, "nothing is kept for the next build: {root}/.cache/isogloss cannot be written: File too large"),
        (1_100_000, "the cache {root}/.cache/isogloss/cache.sqlite cannot be used: "),
    ],
    ids=["no room at all", "room for a part"],
)
def test_without_room_for_the_cache_the_site_is_built(site, limit, what):
    assert site.build().returncode == 0
    wanted = files(site.root / "site")
    for _ in range(2):
        shutil.rmtree(site.root / "site")
        status, said = limited(site, limit, "isogloss", "build", "--jobs", "2")
        assert status == 0, said
        assert said.count(f"isogloss: {what.format(root=site.root)}") == 1, said
        assert files(site.root / "site") == wanted
    assert site.run("isogloss", "build").returncode == 0


def test_what_the_preview_builds_aside_says_it_as_well(site):
    site.write("docs/long.es-ES.md", LONG)
    status, said = limited(site, 800_000, "isogloss.driver.aside", "mkdocs.yml", "aside", "2")
    assert "/es-ES/long/index.html: File too large\n" in said
    assert status == 1
