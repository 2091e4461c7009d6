"""``isogloss build`` makes the site that ``mkdocs build`` makes, with its languages in parallel, and says the same."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from apart import differences_of_parallel
from running import run_fresh, told

PAGES = {
    "index.md": "# Start\n\nSee the [guide](guide/setup.md#part).\n",
    "guide/setup.md": "# Setup\n\n## Part\n\nA sentence with **weight**.\n",
}
LOCALES = ("es-ES", "it-IT", "fr")


@pytest.fixture
def site(make_site):
    return make_site(PAGES, locales=LOCALES, theme="material")


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_the_number_of_processes_changes_nothing(site, jobs):
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert differences_of_parallel(site.root, built, "--jobs", jobs) == ([], "")


def test_a_finding_of_one_language_fails_a_strict_build_in_the_same_words(site):
    site.translate(
        "locales/it-IT/docs/index.po", {"See the [guide](guide/setup.md#part).": "Vedi la [guida](altra.md)."}
    )
    built = site.build("--strict")
    assert built.returncode == 1
    assert "it-IT" in built.stderr
    assert "Aborted with 1 errors in strict mode!" in built.stdout + built.stderr
    done = site.run("isogloss", "build", "--strict")
    assert done.returncode == 1
    assert told(done) == told(built)
    done = site.run("isogloss", "build")
    assert (done.returncode, done.stderr.count("ERROR")) == (0, 1)


def test_what_does_not_begin_anew_in_each_language_is_built_in_order(make_site):
    site = make_site(PAGES, locales=LOCALES, theme="mkdocs")
    config = site.read("mkdocs.yml")
    for changed, why in (
        (config + "hooks: [hook.py]\n", "nobody knows what the hook 'hook.py' keeps from one language to the next"),
        (config + "hooks: [hook.py, b.py]\n", "what the hook 'hook.py' and the hook 'b.py' keep from one language"),
        (
            config.replace("name: mkdocs", "name: mkdocs\n  custom_dir: own"),
            "the site has a template 'sitemap.xml'",
        ),
        (config.replace("name: fr", "name: fr\n          site_url: https://example.org/fr/"), "'site_url' of 'fr'"),
        (config.replace("name: fr", "name: fr\n          extra: {a: 1}"), ""),
        (re.sub("name: (fr|es-ES)", r"name: \1\n          extra: {a: 1}", config), "the option 'extra' of 'es-ES'"),
    ):
        site.write("hook.py", "")
        site.write("b.py", "")
        site.write("own/sitemap.xml", "{{ i18n_alternates | length }}")
        site.write("mkdocs.yml", changed)
        built = site.build("--strict")
        different, said = differences_of_parallel(site.root, built)
        assert different == []
        assert bool(said) is bool(why)
        assert why in said


# Writes its language, waits until all have written theirs, and reads it again.
WRITES = """
import tempfile, time
from pathlib import Path

held = {held}

def on_files(files, config):
    language = config.plugins["i18n"].current_language
    folder().mkdir(exist_ok=True)
    (folder() / "who").write_text(language)
    if language != "en":
        met = Path(config.config_file_path).with_name("met")
        met.mkdir(exist_ok=True)
        (met / language).touch()
        end = time.monotonic() + 10
        while time.monotonic() < end and len(list(met.iterdir())) < {number}:
            time.sleep(0.02)

def on_post_page(output, page, config):
    return output + "<!-- read: " + (folder() / "who").read_text() + " -->"

def folder():
    return Path({folder})

def on_shutdown():
    assert folder().is_dir()
"""


@pytest.mark.parametrize(
    ("held", "folder"),
    [
        ("tempfile.mkdtemp()", "held"),
        ("Path(tempfile.mkdtemp())", "held"),
        ("Path(tempfile.mkdtemp(), 'below')", "held"),
        ("tempfile.TemporaryDirectory()", "held.name"),
    ],
)
def test_a_temporary_folder_of_a_plugin_is_another_one_in_each_process(site, held, folder):
    site.write("hook.py", WRITES.format(held=held, folder=folder, number=len(LOCALES)))
    config = re.sub("- isogloss:?.*", "- isogloss: {independent: [hook.py]}", site.read("mkdocs.yml"))
    site.write("mkdocs.yml", config + "hooks: [hook.py]\n")
    done = site.run("isogloss", "build", "--strict", "--jobs", str(len(LOCALES) + 1))
    assert (done.returncode, "one language after the other" in done.stderr) == (0, False), done.stderr
    for language in ("en", *LOCALES):
        page = site.read(f"site/{language.removeprefix('en')}/index.html")
        assert re.findall("read: (.*) -->", page) == [language]


FRENCH = '{% if page.file.dest_uri.startswith("fr/") %}'


def failing_site(site):
    """A site one of whose languages cannot be built."""
    config = site.read("mkdocs.yml")
    site.write(
        "own/main.html",
        f'{{% extends "base.html" %}}{{% block content %}}{FRENCH}{{{{ loop() }}}}{{% endif %}}{{% endblock %}}',
    )
    site.write("mkdocs.yml", config.replace("name: material", "name: material\n  custom_dir: own"))
    return site


def test_a_plugin_that_fails_in_one_language_ends_the_build_with_what_it_said(site):
    failing_site(site)
    done = site.run("isogloss", "build")
    assert done.returncode == 1
    assert "ERROR   -  Error building page 'index.md': 'loop' is undefined" in done.stderr
    assert (done.stdout + done.stderr).count("UndefinedError") == 1
    assert not list(site.root.glob(".cache/isogloss/building-*"))


# The process that was begun by another one says who it is and what it builds, and never ends.
ENDLESS = """
import os, time
from pathlib import Path

first = os.getpid()

def on_page_content(html, page, config, files):
    if os.getpid() != first:
        told = Path(config.config_file_path).with_name("told")
        told.with_name("telling").write_text(f"{os.getpid()} {config.plugins['i18n'].current_language}")
        told.with_name("telling").rename(told)
        time.sleep(600)
"""


@pytest.fixture
def endless(site):
    """A build one of whose languages never ends; the process that builds it, and the language."""
    site.write("hook.py", ENDLESS)
    config = re.sub("- isogloss:?.*", "- isogloss: {independent: [hook.py]}", site.read("mkdocs.yml"))
    site.write("mkdocs.yml", config + "hooks: [hook.py]\n")
    process = site.start("isogloss", "build", "--jobs", "2")
    try:
        deadline = time.monotonic() + 60
        before, spent = -1.0, 0.0
        # It is in its endless page, and the other one waits for it.
        while not ((site.root / "told").exists() and (site.root / "site/sitemap.xml").exists() and spent == before):
            assert time.monotonic() < deadline
            time.sleep(0.2)
            before, spent = spent, _seconds(process.pid)
        worker, language = site.read("told").split()
        yield process, int(worker), language
    finally:
        process.kill()
        process.communicate()


def _seconds(number: int) -> float:
    """How long a process has computed, in seconds."""
    told = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


needs_proc = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="only Linux tells the processes of a process")


@needs_proc
def test_a_process_that_dies_is_one_sentence(endless):
    process, worker, language = endless
    os.kill(worker, signal.SIGKILL)
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 1
    assert said.endswith(
        f"the process that builds '{language}' was ended by the signal SIGKILL: try fewer at a time with --jobs\n"
    )


@needs_proc
def test_an_interruption_ends_all_processes(endless):
    process, worker, _ = endless
    process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=30)[1]
    assert (process.returncode, errors.splitlines()[-1]) == (130, "isogloss: interrupted")
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_help_says_where_languages_are_built_one_after_the_other(site):
    assert re.search(r"Windows\s+and\s+macOS", site.run("isogloss", "build", "--help").stdout)


WHO = """
import os

def on_post_page(output, page, config):
    return output + f"<!-- built by {os.getpid()} -->"
"""


@pytest.mark.parametrize(("jobs", "processes"), [("1", 1), ("2", 2)])
def test_there_are_no_more_processes_than_jobs_and_each_builds_what_is_next(site, jobs, processes):
    site.write("hook.py", WHO)
    config = re.sub("- isogloss:?.*", "- isogloss: {independent: [hook.py]}", site.read("mkdocs.yml"))
    site.write("mkdocs.yml", config + "hooks: [hook.py]\n")
    done = site.run("isogloss", "build", "--strict", "--jobs", jobs)
    assert (done.returncode, "one language after the other" in done.stderr) == (0, False), done.stderr
    pages = {language: site.read(f"site/{language.removeprefix('en')}/index.html") for language in ("en", *LOCALES)}
    built = {language: re.findall("built by ([0-9]+) -->", page) for language, page in pages.items()}
    assert [len(found) for found in built.values()] == [1] * len(built)
    assert len({found[0] for found in built.values()}) == processes


# As MkDocs does where nobody has said how Python warns.
SAYS = """
import logging
from mkdocs.utils import DuplicateFilter

log = logging.getLogger("mkdocs.commands.build")

def on_startup(command, dirty):
    log.addFilter(DuplicateFilter())

def on_page_markdown(markdown, page, config, files):
    if config.plugins["i18n"].current_language in ("es-ES", "it-IT"):
        log.info("said twice")
"""


def test_what_several_languages_say_is_kept_of_each_of_them(site):
    """One of two that say the same may be built again, and say it no more: the other one still does."""
    site.write("hook.py", SAYS)
    config = re.sub("- isogloss:?.*", "- isogloss: {independent: [hook.py]}", site.read("mkdocs.yml"))
    site.write("mkdocs.yml", config + "hooks: [hook.py]\n")
    done = run_fresh(site.root, "isogloss", "build", "--jobs", "1")
    assert done.stderr.count("said twice") == 1, done.stderr
    layers = sqlite3.connect(site.root / ".cache/isogloss/cache.sqlite").execute("select layer from kept").fetchall()
    assert sum("said twice" in layer for (layer,) in layers) == 3  # and the site as a whole
