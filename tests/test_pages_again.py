"""Where messages of few pages have changed, ``isogloss build`` builds these pages again, and the site is the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from apart import differing, said
from conftest import CONFIG, Site, once
from running import QUIET, Done, files, run_fresh

MESSAGE = "A sentence with **weight** and a [link](index.md)."
LINKS = "A [link](/nowhere) that leads nowhere, and [another](index.md#nowhere)."
PAGES = {
    "index.md": "# Start\n\nSee the [guide](guide/setup.md#part).\n\n--8<-- 'part.md'\n",
    "guide/setup.md": f"# Setup\n\n## Part\n\n{MESSAGE.replace('index', '../index')}\n",
    "named.md": "---\ntitle: Named\ndescription: What it is about\n---\n# Heading\n\nSome text.\n",
    "short.md": "---\nsearch:\n  exclude: true\n---\n# Short\n\nThe HTML of it.\n\n*[HTML]: Markup\n",
    "broken.md": f"# Broken\n\n{LINKS}\n",
    "one.md": f'# One\n\n{MESSAGE}\n\n- [x] done\n\n=== "Tab"\n\n    Text in it.[^1]\n\n[^1]: A note.\n',
    "two.md": "# Two\n\n## Which {.decision}\n\n- Large: [one](one.md)\n- Not sure: [start](index.md)\n",
    "three.md": "# Three\n\nWords of the third page.\n\nMore words of it.\n",
    "four.md": "# Four\n\nWords of the fourth page.\n",
}
AGAIN = re.compile(r"isogloss: (\S+): (.*): built again;")
TEXT = {"guide/setup": MESSAGE.replace("index", "../index"), "one": MESSAGE}


@pytest.fixture(scope="module")
def kept(request, tmp_path_factory):
    """A site, with what was built of it; if it is asked for, with a status page."""
    options = getattr(request, "param", "")

    def build(folder: Path) -> None:
        site = Site(folder)
        languages = "\n".join(f"        - locale: {tag}\n          name: {tag}" for tag in ("es-ES", "ar"))
        config = CONFIG.format(languages=languages, structure="suffix", options=options, theme="material")
        config = config.replace("plugins:\n", "plugins:\n  - search\n")
        config = config.replace("  - pymdownx.keys\n", "  - pymdownx.keys\n  - pymdownx.snippets\n")
        site.write("mkdocs.yml", config)
        site.write("part.md", "A part.\n")
        for path, text in PAGES.items():
            site.write(f"docs/{path}", text)
        site.run("isogloss", "update")
        for path in (folder / "locales").rglob("*.po"):
            site.translate(path.relative_to(folder).as_posix(), {})
        # Half of it is English, outdated or missing: pages say so.
        outdated(site, "three", "Words of the third page.")
        change(site, "ar", "three", "More words of it.", "")
        for strict in ([], ["--strict"]):
            built = run_fresh(folder, "isogloss", "build", *strict)
            assert built.returncode == 0, built.stdout + built.stderr

    return once(tmp_path_factory, f"kept{len(options)}", build)


@pytest.fixture
def site(kept, tmp_path):
    return Site(Path(shutil.copytree(kept, tmp_path / "site-under-test")))


def change(site: Site, tag: str, page: str, msgid: str, msgstr: str) -> None:
    catalog = site.catalog(f"locales/{tag}/docs/{page}.po")
    catalog.find(msgid).msgstr = msgstr
    catalog.save()


def outdated(site: Site, page: str, msgid: str) -> None:
    catalog = site.catalog(f"locales/es-ES/docs/{page}.po")
    catalog.find(msgid).flags = ["fuzzy"]
    catalog.save()


def text(site: Site, word: str = "palabra", tag: str = "es-ES", page: str = "one") -> None:
    change(site, tag, page, TEXT[page], TEXT[page].replace("sentence", word))


def two(site: Site) -> None:
    text(site)
    text(site, page="guide/setup")


def two_languages(site: Site) -> None:
    text(site)
    text(site, "كلمة", tag="ar")


def untranslated(site: Site) -> None:
    for msgid in ("Four", "Words of the fourth page."):
        change(site, "es-ES", "four", msgid, "")


def new_catalog(site: Site) -> None:
    shutil.copyfile(site.root / "locales/es-ES/docs/four.po", site.root / "locales/es-ES/docs/five.po")


def text_and_template(site: Site) -> None:
    text(site)
    site.write("own/main.html", '{% extends "base.html" %}{% set a = nav.pages[0].content %}')
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("material", "material\n  custom_dir: own", 1))


# What is done, and the pages that are built again: none where a language is built whole.
EDITS = {
    "a message": (text, {"es-ES": "one.md"}),
    "two pages": (two, {"es-ES": "one.md, guide/setup.md"}),
    "two languages": (two_languages, {"es-ES": "one.md", "ar": "one.md"}),
    "a heading": (lambda site: change(site, "es-ES", "guide/setup", "Part", "Parte"), {"es-ES": "guide/setup.md"}),
    "a decision": (
        lambda site: change(site, "ar", "two", "Large: [one](one.md)", "كبير: [one](one.md)"), {"ar": "two.md"}
    ),
    "not searched": (
        lambda site: change(site, "es-ES", "short", "The HTML of it.", "Su HTML."), {"es-ES": "short.md"}
    ),
    "outdated": (lambda site: outdated(site, "one", MESSAGE), {"es-ES": "one.md"}),
    "missing": (lambda site: change(site, "es-ES", "one", MESSAGE, ""), {"es-ES": "one.md"}),
    "lines of MkDocs": (lambda site: change(site, "es-ES", "broken", LINKS, f"Un {LINKS}"), {"es-ES": "broken.md"}),
    "a title": (lambda site: change(site, "es-ES", "one", "One", "Uno"), {}),
    "a title of front matter": (lambda site: change(site, "es-ES", "named", "Named", "Con nombre"), {}),
    "an abbreviation": (lambda site: change(site, "es-ES", "short", "Markup", "Marcado"), {}),
    "a refused message": (lambda site: change(site, "es-ES", "one", MESSAGE, "[link](other.md)"), {}),
    "a page without translation": (untranslated, {}),
    "a catalog that is gone": (lambda site: (site.root / "locales/es-ES/docs/four.po").unlink(), {}),
    "a catalog that is new": (new_catalog, {}),
    "a damaged catalog": (lambda site: site.write("locales/es-ES/docs/four.po", 'msgid "Four\n'), {}),
    "a message and a template": (text_and_template, {}),
    "three pages": (lambda site: two(site) or change(site, "es-ES", "four", "Words of the fourth page.", "Sí"), {}),
}  # fmt: skip


WITH_STATUS = ":\n      status: true"
CASES = [
    *(pytest.param("", name, id=name) for name in EDITS),
    *(pytest.param(WITH_STATUS, name, id=f"status, {name}") for name in ("two languages", "outdated")),
]


@pytest.mark.parametrize(("kept", "name"), CASES, indirect=["kept"])
def test_pages_are_built_again_where_nothing_else_shows_them(site, name):
    edit, pages = EDITS[name]
    edit(site)
    done = run_fresh(site.root, "isogloss", "build", "--site-dir", "other", "--strict")
    assert dict(AGAIN.findall(done.stderr)) == pages
    built = site.build("--strict")
    assert done.returncode == built.returncode
    assert told(done) == told(built)
    assert done.returncode or differing(files(site.root / "site"), files(site.root / "other")) == []


def told(done: Done) -> list[str]:
    """What is said of pages, and how it ended."""
    _, printed, lines = said(done)
    own = [line for line in lines if not re.match("INFO +-  (Cleaning|Building)", line)]
    return [line.replace("other/", "site/") for line in [*own, printed]]


def test_what_is_changed_back_is_what_it_was(site):
    before = files(site.root / "site")
    text(site, "palabra")
    assert AGAIN.search(run_fresh(site.root, "isogloss", "build").stderr)
    text(site, "otra palabra")
    assert AGAIN.search(run_fresh(site.root, "isogloss", "build").stderr)
    assert "otra palabra" in site.read("site/es-ES/one/index.html")
    text(site, "sentence")
    assert "nothing has changed" in run_fresh(site.root, "isogloss", "build").stderr
    assert files(site.root / "site") == before


def test_two_builds_at_once_build_the_same_page(site):
    text(site)
    command = [sys.executable, "-m", "isogloss", "build", "--site-dir"]
    both = [
        subprocess.Popen([*command, name], cwd=site.root, env=QUIET, stderr=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    for process in both:
        errors = process.communicate(timeout=100)[1]
        assert process.returncode == 0, errors
    site.build()
    for name in ("a", "b"):
        assert differing(files(site.root / "site"), files(site.root / name)) == []


def test_a_snippet_of_a_page_is_part_of_it(site):
    shutil.rmtree(site.root / ".cache")  # It knows the snippet where the site was copied from.
    run_fresh(site.root, "isogloss", "build")
    text(site)
    site.write("part.md", "Another part.\n")
    done = run_fresh(site.root, "isogloss", "build", "--site-dir", "other")
    assert (done.returncode, AGAIN.findall(done.stderr)) == (0, [])
    site.build()
    assert differing(files(site.root / "site"), files(site.root / "other")) == []


COMPILED = """\
import jinja2, runpy, sys
compile = jinja2.Environment.compile
def told(self, source, name=None, *rest, **options):
    with open("compiled.txt", "a") as file:
        file.write(f"{name}\\n")
    return compile(self, source, name, *rest, **options)
jinja2.Environment.compile = told
sys.argv = ["isogloss", "build"]
runpy.run_module("isogloss", run_name="__main__")
"""


def needed(site: Site) -> list[str]:
    """The templates of pages that a build needs."""
    command = [sys.executable, "-c", COMPILED]
    done = subprocess.run(command, cwd=site.root, env=QUIET, capture_output=True, text=True, check=False)
    assert AGAIN.search(done.stderr), done.stderr
    compiled = site.root / "compiled.txt"
    names = compiled.read_text().split() if compiled.exists() else []
    compiled.unlink(missing_ok=True)
    return [name for name in names if name in ("main.html", "base.html")]


def test_a_page_whose_text_alone_has_changed_needs_no_template(site):
    for word in ("palabra", "otra palabra"):
        text(site, word)
        assert needed(site) == []
        assert word in site.read("site/es-ES/one/index.html")
    change(site, "es-ES", "short", "The HTML of it.", "Su HTML, y otra vez HTML.")
    assert needed(site) == []
    change(site, "es-ES", "guide/setup", "Part", "Parte")
    assert needed(site) == ["main.html", "base.html"], "contents name the heading"
    text(site, "tercera palabra", page="guide/setup")
    assert needed(site) == []
    outdated(site, "one", MESSAGE)
    assert needed(site) == ["main.html", "base.html"], "a line says that a part of it is English"
    built = files(site.root / "site")
    site.build()
    assert differing(files(site.root / "site"), built) == []
