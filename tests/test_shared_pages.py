"""The pages of one language are finished in several processes, and the site and what is said of it stay the same."""

from __future__ import annotations

import re
import time
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from apart import differences_of_parallel
from isogloss.driver.beside import beside
from isogloss.driver.slots import Slots
from isogloss.hosts.mkdocs.shared_pages import shared_pages
from mkdocs.commands.build import build
from mkdocs.config import load_config
from running import files
from test_decisions import GUIDE

MANY = 40
PAGES = {
    "index.md": "# Start\n\nSee [the last one](z.md#part).\n",
    "a.md": "# A\n\n## Part\n",
    "b.md": "# B\n",
    **{
        f"page-{number:02}.md": f"# Page {number}\n\n## Part\n\nSentence {number}, [next](z.md#part).\n"
        for number in range(MANY)
    },
    "x-guide.md": f"---\ntemplate: guide.html\n---\n\n{GUIDE}",
    "y-empty.md": "---\ntemplate: empty.html\n---\n\n# Empty\n",
    "z.md": "---\ntemplate: special.html\n---\n\n# Last\n\n## Part\n\n| One | Two |\n| --- | --- |\n| 1 | 2 |\n",
}
TEMPLATES = {
    "empty.html": "",
    "guide.html": """{% extends 'base.html' %}
{% block content %}{{ page.content | replace('<li>Two', '<li>0</li><li>Two') }}{% endblock %}
""",
    "special.html": "{% extends 'base.html' %}{% block content %}{{ super() }}{{ _('Said once') }}{% endblock %}",
}
WHO = """
import os, signal, time
from pathlib import Path

first = os.getpid()

class Who:
    def is_by(self, path):
        {act}
        return os.getpid()

def on_config(config):
    config.extra["who"] = Who()
"""
SAYS_WHO = """{% extends 'base.html' %}
{% block footer %}{{ super() }}<!-- by {{ config.extra.who.is_by(page.url) }} -->{% endblock %}
"""


def a_site(make_site, theme="material", locales=("es-ES",), plugins="", templates=(), hook="", more=""):
    """A site with so many pages, some of which leave something behind when they are finished."""
    site = make_site(PAGES, theme=theme, locales=locales, translated=False)
    for name, text in {**TEMPLATES, **dict(templates)}.items():
        site.write(f"own/{name}", text)
    config = site.read("mkdocs.yml").replace(f"name: {theme}\n", f"name: {theme}\n  custom_dir: own\n")
    config = config.replace("plugins:\n", f"plugins:\n  - search\n{plugins}")
    if hook:
        site.write("hook.py", WHO.replace("{act}", hook) + more)
        config = re.sub("- isogloss:?.*", "- isogloss: {independent: [hook.py]}", config) + "\nhooks: [hook.py]\n"
    site.write("mkdocs.yml", config)
    assert site.run("isogloss", "update").returncode == 0
    for tag in locales:
        for path in (site.root / "locales" / tag).rglob("*.po"):
            site.translate(path.relative_to(site.root).as_posix(), {})
        site.translate(f"locales/{tag}/overrides.po", {"Said once": "Dicho <script>"})
        site.translate(f"locales/{tag}/docs/page-07.po", {"Page 7": "Página 7"})
    return site


def processes(site, language=""):
    """Who has finished the pages of a *language*, by their paths."""
    pages = Path(site.root, "site", language).glob("page-*/index.html")
    return {path.parent.name: int(re.findall("by ([0-9]+) -->", path.read_text(encoding="utf-8"))[0]) for path in pages}


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_site_and_all_that_is_said_stay_the_same(make_site, theme):
    site = a_site(make_site, theme)
    built = site.build()
    assert "Page skipped: 'y-empty.md'. Generated empty output." in built.stderr
    assert built.stderr.count("[decision-steps]") == 1
    assert built.stderr.count("locales/es-ES/overrides.po") == 1
    assert "the sitemap lists y-empty/index.html, which is not there" in built.stderr
    assert "search in en finds y-empty/index.html, which is not there" in built.stderr
    for jobs in ("3", "8"):
        assert differences_of_parallel(site.root, built, "--jobs", jobs, "--no-cache", strict=False) == ([], "")


@pytest.mark.parametrize("plugins", ["", "  - minify: {minify_html: true}\n  - tags\n"])
def test_pages_of_a_language_are_finished_by_several_processes(make_site, plugins):
    site = a_site(make_site, plugins=plugins, templates={"main.html": SAYS_WHO}, hook="pass")
    done = site.run("isogloss", "build", "--jobs", "4", "--no-cache")
    assert done.returncode == 0, done.stderr
    found = processes(site)
    assert len(found) == MANY
    assert len(set(found.values())) == 3  # The fourth has another language.
    # Each has pages that follow one another.
    assert len(list(groupby(found[name] for name in sorted(found)))) == 3


# The pages of one language wait until the last one of another is finished, and take so long that others come in time.
WAITS = """if str(path) == "{last}":
            Path("done").touch()
        elif str(path).startswith("{slow}/page-"):
            end = time.monotonic() + 20
            while not Path("done").exists() and time.monotonic() < end:
                time.sleep(0.01)
            time.sleep(0.05)"""


@pytest.mark.parametrize(
    ("last", "language", "locales"),
    [("page-39/", "es-ES", ("es-ES",)), ("es-ES/page-39/", "it-IT", ("es-ES", "it-IT"))],
)
def test_a_process_that_has_no_language_left_helps_with_one(make_site, last, language, locales):
    """The first one waits for the other, or the other has ended."""
    slow = WAITS.replace("{last}", last).replace("{slow}", language)
    site = a_site(make_site, templates={"main.html": SAYS_WHO}, hook=slow, locales=locales)
    done = site.run("isogloss", "build", "--jobs", "2", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert len(set(processes(site, language).values())) == 2


def test_on_a_large_site_nobody_takes_the_place_of_who_waits(make_site, monkeypatch):
    """It is as large as before, and one process more would take more memory than --jobs says."""
    monkeypatch.setattr("isogloss.driver.languages._MANY", MANY)
    slow = WAITS.replace("{last}", "page-39/").replace("{slow}", "es-ES")
    site = a_site(make_site, templates={"main.html": SAYS_WHO}, hook=slow)
    done = site.run("isogloss", "build", "--jobs", "2", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert len(set(processes(site, "es-ES").values())) == 1


def test_a_site_of_one_language_is_finished_by_several_processes_too(make_site):
    site = a_site(make_site, templates={"main.html": SAYS_WHO}, hook="pass")
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", re.sub(r" +- locale: es-ES\n +name: es-ES\n", "", config))
    done = site.run("isogloss", "build", "--jobs", "2")
    assert "there is one language alone" in done.stderr
    assert len(set(processes(site).values())) == 2
    done = site.run("isogloss", "build", "--jobs", "1")
    assert len(set(processes(site).values())) == 1


DIES = """if os.getpid() != first and not Path("died").exists():
            Path("died").touch()
            os.kill(os.getpid(), signal.SIGKILL)"""


def test_what_a_process_that_dies_has_not_finished_is_finished_all_the_same(make_site):
    templates = {"special.html": TEMPLATES["special.html"] + "{% set who = config.extra.who.is_by(page.url) %}"}
    site = a_site(make_site, templates=templates, hook=DIES)
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", re.sub(r" +- locale: es-ES\n +name: es-ES\n", "", config))
    built = site.build()
    differences = differences_of_parallel(site.root, built, "--jobs", "2", strict=False)
    assert differences == ([], "there is one language alone")
    assert (site.root / "died").exists()


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_a_page_that_cannot_be_finished_ends_the_build_in_the_same_words(make_site, jobs):
    site = a_site(make_site, templates={"special.html": "{{ _('Said once') }}{{ loop() }}"})
    done = site.run("isogloss", "build", "--jobs", jobs, "--no-cache")
    assert done.returncode == 1
    assert done.stderr.count("ERROR   -  Error building page 'z.md': 'loop' is undefined") == 1
    assert (done.stdout + done.stderr).count("UndefinedError") == 1
    assert not list(site.root.glob(".cache/isogloss/building-*"))


COUNTS = (
    "{% set x = config.extra.update({'count': (config.extra.count or 0) + 1}) %}",
    "{% set x = config.extra . setdefault('seen', []).append(page.title) %}",
)


@pytest.mark.parametrize("counts", COUNTS)
def test_templates_that_remember_pages_have_all_of_them_in_one_process(make_site, counts):
    shown = "{{ config.extra.count }}{{ config.extra.seen }}"
    site = a_site(make_site, templates={"main.html": SAYS_WHO + counts + shown}, hook="pass")
    done = site.run("isogloss", "build", "--jobs", "4", "--no-cache")
    assert done.returncode == 0, done.stderr
    for language in ("", "es-ES"):
        assert len(set(processes(site, language).values())) == 1


HEARS = """
def on_post_page(output, page, config):
    return output
"""


def test_who_hears_of_finished_pages_hears_of_all_of_them(make_site):
    site = a_site(make_site, templates={"main.html": SAYS_WHO}, hook="pass", more=HEARS)
    done = site.run("isogloss", "build", "--jobs", "4", "--no-cache")
    assert done.returncode == 0, done.stderr
    for language in ("", "es-ES"):
        assert len(set(processes(site, language).values())) == 1


def test_pages_come_in_order_if_others_begin_one_after_the_other(make_site, monkeypatch):
    site = a_site(make_site)
    built = site.build()
    wanted = files(site.root / "site")
    asked: list[str] = []

    def begin(do, things):
        """Take the last five, of a language whose first pages are finished."""

        def ask(file):
            asked.append(file.src_uri)
            return do(file)

        calls.append(len(things))
        return [partial(ask, file) for file in things[-5:]] if len(calls) in (3, 6) else []

    calls: list[int] = []
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    config = load_config("mkdocs.yml")
    with shared_pages(config, begin):
        build(config)
    assert built.returncode == 0
    assert asked == sorted(asked)
    assert len(asked) == 10
    assert files(site.root / "site") == wanted


# Who does what, without a site.


def test_there_are_no_more_slots_than_a_pipe_has_room_for():
    slots = Slots(10**6)
    assert 0 < slots.take(10**6) <= 1000
    slots.give_back(1)
    slots.close()


def test_each_slot_is_taken_once():
    slots = Slots(3)
    assert [slots.take(2), slots.take(2), slots.take(2)] == [2, 1, 0]
    slots.give_back()
    assert slots.take(0) == 0
    assert slots.take(5) == 1
    slots.close()


def taken_in_time(slots, count):
    """How many slots there are within 20 seconds, up to *count*: what a process has done is there before it ends."""
    end, taken = time.monotonic() + 20, slots.take(99)
    while taken < count and time.monotonic() < end:
        time.sleep(0.01)
        taken += slots.take(99)
    return taken + slots.take(99)


@pytest.mark.parametrize(
    ("count", "things", "begun"), [(0, 100, 0), (1, 100, 50), (3, 100, 75), (9, 20, 10), (9, 15, 0), (3, 0, 0)]
)
def test_the_last_things_are_begun_beside_and_come_in_order(tmp_path, count, things, begun):
    slots = Slots(count)
    with beside(slots, tmp_path) as begin:
        asks = begin(str, list(range(things)))
        assert [ask() for ask in asks] == [str(thing) for thing in range(things - begun, things)]
        assert taken_in_time(slots, count) == count  # Who has ended has given its slot back.
    slots.close()
