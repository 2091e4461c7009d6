"""What was built before is used again where nothing of what it is made of has changed, and only there."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from apart import differing
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from isogloss.driver import cache
from isogloss.driver.contents import of_file
from isogloss.driver.layer import Layer
from isogloss.driver.shards import inputs_of
from mkdocs.config import load_config
from running import QUIET, files, run_fresh

PAGES = {
    "index.md": '# Start\n\nSee the [guide](guide/setup.md#part).\n\n--8<-- "part.md"\n',
    "guide/setup.md": "# Setup\n\n## Part\n\nA sentence with **weight**.\n",
}
CALM = {"suppress_health_check": list(HealthCheck)}
also_with_status = pytest.mark.parametrize("site", ["", ":\n      status: true"], ids=["", "status"], indirect=True)
"""For what is another thing where a page shows how far the others are."""
NOTHING, SOME = "nothing has changed since an earlier build", r"isogloss: (.*): not built again"

NOISY = """
import logging

def on_page_content(html, page, config, **_):
    if page.title == "Setup":
        print(page.file.src_uri, "in", config.theme["language"])
        try:
            1 / 0
        except ZeroDivisionError:
            logging.getLogger("mkdocs.plugins.own").warning("an odd page", exc_info=True)
"""


@pytest.fixture
def site(request, make_site, monkeypatch):
    monkeypatch.setitem(QUIET, "COPYRIGHT", "nobody")  # Edits change it.
    found = make_site(PAGES, locales=("es-ES", "it-IT"), theme="material", options=getattr(request, "param", ""))
    config = found.read("mkdocs.yml").replace("  - pymdownx.keys\n", "  - pymdownx.keys\n  - pymdownx.snippets\n")
    config = config.replace("name: material", "name: material\n  custom_dir: own\n  font: false")
    config = config.replace("site_name: Test site", "INHERIT: base.yml\nsite_name: Test site")
    found.write("mkdocs.yml", config + "copyright: !ENV [COPYRIGHT, nobody]\n")
    found.write("base.yml", "site_author: nobody\n")
    found.write("own/main.html", '{% extends "base.html" %}')
    return found


def build(site, *options: str):
    done = run_fresh(site.root, "isogloss", "build", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    reused = re.search(SOME, done.stderr)
    return "all" if NOTHING in done.stderr else reused[1] if reused else ""


def clean(site) -> dict[str, bytes]:
    """The site as MkDocs builds it of what is there now."""
    with tempfile.TemporaryDirectory() as folder:
        done = site.build("--site-dir", folder)
        assert done.returncode == 0, done.stderr
        return files(Path(folder))


def is_clean(site) -> bool:
    different = differing(clean(site), files(site.root / "site"))
    assert different == []
    return True


@also_with_status
def test_only_languages_that_changed_are_built_again(site):
    assert build(site) == ""
    assert is_clean(site)
    before = files(site.root / "site")
    shutil.rmtree(site.root / "site")
    assert build(site) == "all"
    assert files(site.root / "site") == before
    site.translate("locales/it-IT/docs/index.po", {"Start": "Inizio"})
    assert build(site) == "en, es-ES"
    assert b"Inizio" in (site.root / "site/it-IT/index.html").read_bytes()
    assert is_clean(site)
    assert build(site, "--no-cache") == ""
    site.translate("locales/it-IT/docs/index.po", {"Start": "Start"})
    assert build(site) == "all"  # as it was before
    assert files(site.root / "site") == before


def test_a_file_that_is_of_the_whole_site_is_written_for_the_last_language_alone(site):
    assert build(site) == ""
    with sqlite3.connect(site.root / ".cache/isogloss/cache.sqlite") as database:
        rows = database.execute("select layer, files from kept where rest != ''").fetchall()
        kept = {json.loads(layer)[0]: json.loads(names) for layer, names in rows}
        needed = kept["es-ES"].keys() & kept["en"].keys()
        gone = {kept["en"][name] for name in needed} - {kept["es-ES"][name] for name in needed}
        assert gone
        database.executemany("delete from file where hash = ?", [(one,) for one in gone])
    site.translate("locales/it-IT/docs/index.po", {"Start": "Inizio"})
    assert build(site) == "en, es-ES"
    assert is_clean(site)


def test_what_is_in_the_folder_of_the_site_is_written_where_it_differs_alone(site):
    assert build(site) == ""
    folder = site.root / "site"
    before = files(folder)
    start, below = folder / "index.html", folder / "es-ES/guide/setup/index.html"
    stamps = start.stat().st_mtime_ns, below.stat().st_mtime_ns
    outside = site.write("outside/page.html", "not of the site")

    def change_some():
        (folder / "it-IT/index.html").write_text("changed")
        (folder / "it-IT/guide/setup/index.html").unlink()
        (folder / "old/deep").mkdir(parents=True)
        (folder / "old/deep/page.html").write_text("old")
        (folder / ".nojekyll").write_text("")

    def put_a_file_for_a_folder():
        shutil.rmtree(folder / "guide")
        (folder / "guide").write_text("")

    def put_a_folder_for_a_file():
        start.unlink()
        start.mkdir()

    def put_a_link():
        (folder / "link").symlink_to(outside.parent)  # MkDocs leaves it there.

    for change in (change_some, put_a_file_for_a_folder, put_a_folder_for_a_file, put_a_link):
        change()
        assert build(site) == "all"
        assert files(folder) == before | {".nojekyll": b""}
        assert not (folder / "old").exists()
        assert ((start.stat().st_mtime_ns, below.stat().st_mtime_ns) == stamps) is (change is change_some)
    assert outside.exists()


@also_with_status
def test_what_was_said_is_said_again(site):
    site.translate(
        "locales/it-IT/docs/index.po", {"See the [guide](guide/setup.md#part).": "Vedi la [guida](altra.md)."}
    )
    said = [run_fresh(site.root, "isogloss", "build").stderr for _ in range(2)]
    finding = [line for line in said[0].splitlines() if "altra.md" in line]
    assert finding
    assert [line for line in said[1].splitlines() if "altra.md" in line] == finding
    assert NOTHING in said[1]
    strict = run_fresh(site.root, "isogloss", "build", "--strict")
    assert (strict.returncode, strict.stdout) == (1, "\nAborted with 1 errors in strict mode!\n")


def edit(site, number: int, word: str) -> None:
    """Make one change, of the kind *number*; *word* is new."""
    [
        lambda site: site.write("docs/index.md", site.read("docs/index.md") + f"\n{word}\n"),
        lambda site: site.write(f"docs/{word}.md", f"# {word}\n\n[Start](index.md)\n"),
        lambda site: site.write("docs/guide/setup.es-ES.md", f"# {word}\n\n## Part {{ #part }}\n"),
        lambda site: (site.root / "docs/guide/setup.es-ES.md").unlink(missing_ok=True),
        lambda site: site.write("docs/image.svg", f"<svg xmlns='http://www.w3.org/2000/svg' id='{word}'/>"),
        lambda site: site.write("part.md", f"What is *{word}*.\n"),
        lambda site: (site.root / "part.md").unlink(missing_ok=True),
        lambda site: site.translate("locales/it-IT/docs/index.po", {"Start": word}, rest=False),
        lambda site: site.translate("locales/es-ES/mkdocs.po", {"Test site": word}, rest=False),
        lambda site: shutil.rmtree(site.root / "locales/it-IT/docs/guide", ignore_errors=True),
        lambda site: site.write(
            "own/main.html", '{% extends "base.html" %}{% block footer %}' + word + "{% endblock %}"
        ),
        lambda site: site.write("own/partials/footer.html", word),
        lambda site: site.write("mkdocs.yml", re.sub("site_name: .*", f"site_name: {word}", site.read("mkdocs.yml"))),
        lambda site: site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: es-ES", f"name: {word}")),
        lambda _: QUIET.__setitem__("COPYRIGHT", word),
        lambda site: site.write("base.yml", f"site_author: {word}\nsite_description: {word}\n"),
        lambda site: site.translate("locales/es-ES/docs/guide/setup.po", {"Part": "[Part](broken.md)"}, rest=False),
        lambda site: (site.root / "locales/es-ES/docs/index.po").unlink(missing_ok=True),
        lambda site: site.write("own/main.html", '{% extends "base.html" %}{% set a = page.content %}'),
        lambda site: translate_text(site, "es-ES", f"{word} **weight**."),
        lambda site: translate_text(site, "it-IT", f"{word} **weight**."),
        lambda site: translate_text(site, "it-IT", ""),
    ][number % 22](site)


def translate_text(site, tag: str, msgstr: str) -> None:
    """Change nothing but the text of a page, if it has a catalog."""
    path = f"locales/{tag}/docs/guide/setup.po"
    if (site.root / path).exists():
        catalog = site.catalog(path)
        catalog.find("A sentence with **weight**.").msgstr = msgstr
        catalog.save()


# An example takes seconds: it is not made smaller.
@also_with_status
@settings(max_examples=int(os.environ.get("ISOGLOSS_EXAMPLES", "3")), phases=[Phase.generate], **CALM)
@given(st.lists(st.tuples(st.integers(0, 21), st.from_regex(r"[b-z]{6}", fullmatch=True)), min_size=2, max_size=3))
def test_after_any_change_the_site_is_the_one_of_a_clean_build(site, changes):
    """``ISOGLOSS_EXAMPLES=50`` for more."""
    for number, word in changes:
        edit(site, number, word)
    build(site)
    assert is_clean(site)
    # Of few changes, a part of a language alone is built again.
    translate_text(site, "es-ES", f"{changes[0][1]} **weight**.")
    build(site)
    assert is_clean(site)
    assert build(site) == "all"
    assert is_clean(site)


def test_what_is_built_in_order_is_not_kept(site):
    site.write("hook.py", "")
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    for _ in range(2):
        done = run_fresh(site.root, "isogloss", "build")
        assert "one language after the other: nobody knows what the hook 'hook.py' keeps" in done.stderr
        assert NOTHING not in done.stderr


def test_what_is_said_to_be_independent_is_kept_until_it_changes(site):
    site.write("hook.py", "def on_page_markdown(text, **_):\n    return text.replace('sentence', 'phrase')\n")
    config = re.sub(
        r"- isogloss(:\n)?", "- isogloss:\n      independent: [hook.py, pymdownx.b64]\n", site.read("mkdocs.yml")
    )
    config = config.replace("  - pymdownx.keys\n", "  - pymdownx.keys\n  - pymdownx.b64\n")
    site.write("mkdocs.yml", config + "hooks: [hook.py]\n")
    assert build(site) == ""
    assert build(site) == "all"
    site.write("hook.py", site.read("hook.py").replace("phrase", "clause"))
    assert build(site) == ""
    assert is_clean(site)


def test_what_a_hook_prints_and_why_something_failed_is_told(site):
    site.write("hook.py", NOISY)
    config = site.read("mkdocs.yml").replace("- isogloss", "- isogloss:\n      independent: [hook.py]")
    site.write("mkdocs.yml", config + "hooks: [hook.py]\n")
    first, again = (run_fresh(site.root, "isogloss", "build", "--jobs", "2") for _ in range(2))
    assert NOTHING in again.stderr
    for done in (first, again):
        assert done.stderr.count("ZeroDivisionError: division by zero") == 3
    assert sorted(re.findall(r"setup.md in ([\w-]+)", first.stdout)) == ["en", "es-ES", "it-IT"]


def test_each_part_of_what_a_site_is_made_of_counts(site, monkeypatch):
    monkeypatch.chdir(site.root)
    icons = "  - pymdownx.emoji:\n      options: {custom_icons: [icons]}\n"
    config = site.read("mkdocs.yml").replace("  - pymdownx.keys\n", "  - pymdownx.keys\n" + icons)
    site.write("mkdocs.yml", config + "hooks: [hooks/one.py]\n")
    site.write("icons/a.svg", "<svg/>")
    site.write("hooks/one.py", "")
    site.write("locales/notes.txt", "")

    def parts() -> set[tuple[str, str]]:
        return set(inputs_of(load_config("mkdocs.yml")).items())

    paths = {
        "mkdocs.yml": "base.yml",
        "the English pages": "docs/guide/setup.md",
        "the theme's overrides": "own/main.html",
        "the icons in icons": "icons/a.svg",
        "the hooks, and modules beside them": "hooks/two.py",
        "the catalogs of it-IT": "locales/it-IT/docs/index.po",
        "what is in the folder of the catalogs": "locales/notes.txt",
    }
    before = parts()
    for part, path in paths.items():
        site.write(path, (site.read(path) if (site.root / path).exists() else "") + "\n# more\n")
        if path == "base.yml":
            site.write(path, "site_author: somebody\n")
        after = parts()
        assert {name for name, _ in before ^ after} == {part}
        before = after


def test_who_is_not_there_cannot_be_independent(site):
    config = re.sub(r"- isogloss(:\n)?", "- isogloss:\n      independent: [hook.py, search]\n", site.read("mkdocs.yml"))
    site.write("mkdocs.yml", config)
    for command in ("build", "check"):
        done = run_fresh(site.root, "isogloss", command)
        assert done.returncode == 1
        assert re.search(
            r"mkdocs\.yml:\d+: error: the site has no plugin, hook or extension 'hook.py'", done.stdout + done.stderr
        )


def test_a_theme_that_writes_the_time_is_kept_where_the_time_is_given(site):
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", config.replace("name: material\n  custom_dir: own", "name: mkdocs"))
    assert build(site) == ""
    assert build(site) == "all"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("  - pymdownx.keys\n", "  - pymdownx.b64\n", "nobody knows what the extension 'pymdownx.b64' reads"),
        ("plugins:\n", "plugins:\n  - macros\n", "the plugin 'macros' is on: it runs code of the site"),
        ("name: material\n  custom_dir: own", "name: mkdocs", "the theme 'mkdocs' writes the time of the build"),
    ],
)
def test_what_is_made_of_more_than_is_known_is_not_kept(site, monkeypatch, old, new, why):
    monkeypatch.delitem(QUIET, "SOURCE_DATE_EPOCH")
    config = site.read("mkdocs.yml")
    assert old in config
    site.write("mkdocs.yml", config.replace(old, new))
    for _ in range(2):
        done = run_fresh(site.root, "isogloss", "build")
        assert done.returncode == 0, done.stderr
        assert f"nothing is kept for the next build: {why}" in done.stderr
        assert NOTHING not in done.stderr


def test_a_cache_that_is_damaged_or_of_another_version_is_made_anew(site):
    path = site.root / ".cache/isogloss/cache.sqlite"
    assert build(site) == ""
    whole, wanted = path.read_bytes(), clean(site)

    def other_version():
        with sqlite3.connect(path) as database:
            database.execute("pragma user_version = 99")

    def other_content():
        with sqlite3.connect(path) as database:
            database.execute("update file set data = 'x' || data")

    for damage in (
        lambda: path.write_bytes(whole[:5000] + b"x" * 20000 + whole[25000:]),
        lambda: path.write_bytes(whole[: len(whole) // 2]),
        lambda: path.write_bytes(b"no database"),
        other_version,
        other_content,
    ):
        path.write_bytes(whole)
        damage()
        shutil.rmtree(site.root / "site")  # What is there and right is not read from the cache.
        done = run_fresh(site.root, "isogloss", "build")
        assert done.returncode == 0, done.stderr
        assert "it is made anew" in done.stderr
        assert differing(wanted, files(site.root / "site")) == []
        assert build(site) == "all"


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "MOST", 250_000)
    monkeypatch.setattr(cache, "MOST_TEXT", 10)
    kept, folder = cache.Cache(tmp_path / "cache.sqlite"), tmp_path / "site"
    folder.mkdir()
    (folder / "common").write_bytes(b"of all")
    layer, places = Layer("", (), {cache.LOOKED_FOR: []}), ("one", "two", "three", "four")

    def keep(name: str, kept: cache.Cache = kept) -> None:
        (folder / name).write_bytes(name[:3].encode() * 30_000)
        kept.keep(name, layer, folder, [name, "common"])

    for name in places:
        kept.remember(name, "text")
    assert [kept.recall(name) for name in places] == ["", "", "text", "text"]
    keep("one")
    keep("two")
    assert kept.find("one") == layer
    keep("three")
    assert [kept.find(name) is not None for name in places] == [True, False, True, False]
    assert kept.content(of_file(str(folder / "two"))) is None
    assert kept.find("one") == layer
    kept.end()
    keep("four", cache.Cache(tmp_path / "cache.sqlite"))
    assert [kept.find(name) is not None for name in places] == [True, False, False, True]
    assert kept.restore("one", tmp_path / "again")
    assert files(tmp_path / "again") == {"one": b"one" * 30_000, "common": b"of all"}


def test_what_a_killed_build_has_left_goes_after_a_day(site):
    here, long_ago = site.root / ".cache/isogloss", time.time() - 2 * 24 * 60 * 60
    left, new = here / "building-left", here / "building-new"
    for folder in (left, new):
        folder.mkdir(parents=True)
    os.utime(left, (long_ago, long_ago))
    with cache.folder_for(load_config(str(site.root / "mkdocs.yml"))) as folder:
        assert set(here.glob("building-*")) == {new, folder}
    assert set(here.glob("building-*")) == {new}


def test_a_cache_that_others_can_write_is_not_used(site):
    assert build(site) == ""
    (site.root / ".cache/isogloss").chmod(0o777)
    done = run_fresh(site.root, "isogloss", "build")
    assert "nothing is kept for the next build: others can write to " in done.stderr
    assert NOTHING not in done.stderr


def test_where_nothing_can_be_kept_the_site_is_built_all_the_same(site, tmp_path_factory, monkeypatch):
    (site.root / ".cache").write_text("no folder: whoever runs the tests may be allowed to write anywhere")
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setitem(QUIET, "TMPDIR", str(folder))
    for options in ((), ("--no-cache",)):
        process = site.start("isogloss", "build", *options)
        said = process.communicate()[1]
        assert process.returncode == 0, said
        assert is_clean(site)
        assert list(folder.iterdir()) == []
        kept = re.search("nothing is kept for the next build: .*cannot be written: Not a directory", said)
        assert bool(kept) is not bool(options)


def test_two_builds_at_once_are_two_builds(site):
    command = [sys.executable, "-m", "isogloss", "build", "--site-dir"]
    env = {**QUIET, "SOURCE_DATE_EPOCH": "1"}
    both = [subprocess.Popen([*command, name], cwd=site.root, env=env, stderr=subprocess.PIPE) for name in ("a", "b")]
    for process in both:
        errors = process.communicate(timeout=200)[1]
        assert process.returncode == 0, errors
    assert files(site.root / "a") == files(site.root / "b") == clean(site)
    assert build(site) == "all"


def test_what_was_found_is_told_with_the_folder_that_the_site_has_now(site):
    site.write("docs/index.md", PAGES["index.md"] + '\n<img src="https://elsewhere.example/x.png" alt="It">\n')
    assert build(site) == ""
    for folder in ("site", "other", "site"):
        done = run_fresh(site.root, "isogloss", "build", "--site-dir", folder)
        assert f"    in the site  {folder}/index.html\n" in done.stderr
        assert done.stderr.count("    in the site  ") == 1, done.stderr
    assert NOTHING in run_fresh(site.root, "isogloss", "build").stderr
    site.write("docs/index.md", PAGES["index.md"])  # Without a finding, the folder is nothing that is told.
    assert build(site) == ""
    assert build(site, "--site-dir", "other") == "all"
