"""Each language is built in a copy of the project of its own, as on machines of a CI, and all are joined."""

from __future__ import annotations

import shutil

import pytest
from apart import differing
from conftest import Site
from running import files, run_fresh, told

PAGES = {
    "index.md": "# Start\n\nSee the [guide](guide/setup.md#part).\n",
    "guide/setup.md": "# Setup\n\n## Part\n\nA sentence with **weight**.\n",
}
LANGUAGES = ("en", "es-ES", "it-IT")


@pytest.fixture
def machines(make_site, tmp_path):
    """A site with a status page, and a copy of it for each language, with the shard that was built there."""
    site = make_site(PAGES, locales=LANGUAGES[1:], theme="material", options=":\n      status: true")
    site.translate("locales/it-IT/docs/index.po", {"Start": ""}, rest=False)
    copies = []
    for tag in LANGUAGES:
        shutil.copytree(site.root, tmp_path / f"machine {tag}")
        copies.append(Site(tmp_path / f"machine {tag}"))
    return site, copies


def build_shards(copies):
    for tag, copy in zip(LANGUAGES[-len(copies) :], copies, strict=True):
        done = run_fresh(copy.root, "isogloss", "build", "--strict", "--locale", tag)
        assert done.returncode == 0, done.stderr
    return [str(copy.root / "site") for copy in copies]


def test_joined_shards_are_the_site_and_what_makes_no_site_is_refused(machines):
    site, copies = machines
    english, spanish, italian = folders = build_shards(copies)
    for folder, tag in zip(folders, LANGUAGES, strict=True):
        assert {path.split("/")[0] for path in files(Site(site.root.parent / f"machine {tag}").root / "site")} == {
            tag,
            "isogloss-shard.json",
        }, folder
    whole = site.build("--strict")
    wanted = files(site.root / "site")
    # The order in which they are given is nothing: CI downloads them in any.
    joined = site.run("isogloss", "merge", "--strict", italian, english, spanish)
    assert joined.returncode == 0, joined.stderr
    assert differing(wanted, files(site.root / "site")) == []
    assert "status/it-IT.svg" in wanted
    # Each says where it was built; the join, where the site is.
    assert told(joined)[2].replace(str(copies[0].root), str(site.root)) == told(whole)[2]
    for shards, why in (
        ([english, italian], "no shard has 'es-ES': build it with isogloss build --locale es-ES"),
        ([english, spanish, italian, italian], f"'it-IT' is in two shards, {italian} and {italian}: leave one out"),
        ([english, spanish, str(site.root / "docs")], "docs is no shard: it has no isogloss-shard.json"),
    ):
        refused = site.run("isogloss", "merge", *shards)
        assert refused.returncode == 1
        assert why in refused.stdout
        assert len(refused.stdout.strip().splitlines()) == 1
    page = copies[2].root / "site/it-IT/it-IT/index.html"
    page.write_bytes(page.read_bytes()[:-1])
    refused = site.run("isogloss", "merge", *folders)
    assert f"{italian} is not as it was built: it-IT/it-IT/index.html differs" in refused.stdout
    assert differing(wanted, files(site.root / "site")) == []  # what was there stays


def test_the_site_is_not_written_over_a_shard(machines):
    site, copies = machines
    folders = build_shards(copies)
    before = [files(copy.root / "site") for copy in copies]
    for goes_to in (folders[0], str(copies[0].root), f"{folders[0]}/site"):
        refused = site.run("isogloss", "merge", *folders, "--site-dir", goes_to)
        assert refused.returncode == 1
        assert f"{folders[0]} would be lost, for the site goes to {goes_to}: name another" in refused.stdout
        assert [files(copy.root / "site") for copy in copies] == before


def test_from_where_a_shard_is_built_is_nothing(machines, monkeypatch):
    site, copies = machines
    for copy in (site, *copies):
        copy.write("mkdocs.yml", copy.read("mkdocs.yml").replace("name: material", "{name: material, custom_dir: own}"))
        copy.write("own/main.html", '{% extends "base.html" %}')
    folders = build_shards(copies[1:])
    above = Site(copies[0].root.parent)
    done = run_fresh(above.root, "isogloss", "build", "-f", f"{copies[0].root.name}/mkdocs.yml", "--locale", "en")
    assert done.returncode == 0, done.stderr
    joined = site.run("isogloss", "merge", str(copies[0].root / "site"), *folders)
    assert joined.returncode == 0, joined.stdout


def test_shards_of_another_state_are_refused(machines):
    site, copies = machines
    site.write("locales/es-ES/docs/index.po", copies[0].read("locales/es-ES/docs/index.po") + "\n# changed\n")
    done = run_fresh(copies[0].root, "isogloss", "build", "--locale", "en")
    assert done.returncode == 0
    refused = site.run("isogloss", "merge", str(copies[0].root / "site"))
    assert refused.returncode == 1
    assert "was made of another state of the catalogs of es-ES than is here: build all shards" in refused.stdout


def test_a_shard_that_cannot_be_built_is_refused(machines):
    site, _ = machines
    refused = site.run("isogloss", "build", "--locale", "pt")
    assert (refused.returncode, refused.stdout.strip()) == (
        1,
        "isogloss: the site has no language 'pt': it has en, es-ES, it-IT",
    )
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    site.write("hook.py", "")
    refused = site.run("isogloss", "build", "--locale", "en")
    assert refused.returncode == 1
    assert "isogloss: no part of the site can be built alone: nobody knows what the hook" in refused.stdout


def test_a_page_that_fails_is_told_by_the_shard_that_only_reads_it(machines):
    site, _ = machines
    site.write("docs/.gitkeep", "")
    (site.root / "docs/index.md").write_bytes(b"\xff\xfe")
    done = run_fresh(site.root, "isogloss", "build", "--locale", "es-ES")
    assert done.returncode == 1
    assert "docs/index.md" in done.stdout + done.stderr
