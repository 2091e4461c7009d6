"""One count: whoever tells how many messages there are, or how many are translated, tells the same numbers."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

PAGES = {
    # A text that is there twice on one page, and on other pages; texts of the front matter and of attributes.
    "index.md": "---\ntitle: Start here\n---\n\n# Start\n\nSame text.\n\n> Same text.\n\nRead the [guide](guide.md).\n",
    "guide.md": "# Guide\n\nSame text.\n\n- Mend this.\n- Not begun.\n\n<p title='A hint'>Raw text</p>\n",
    "notes.md": "# Notes\n\nSame text.\n",
}
TOTAL = 4 + 6 + 2 + 4
"""Of the start page, the guide, the notes; the name of the site, two texts of footnotes, one of the theme."""
SUMMARY = f"{TOTAL - 4} of {TOTAL} messages translated, 1 fuzzy, 1 missing, 2 refused"


@pytest.fixture
def site(make_site):
    """A site with a fuzzy message, a missing one, and two that the checks refuse: by the text, and by the passage."""
    site = make_site(PAGES, locales=("es-ES", "it-IT"), options=":\n      status: true", theme="material")
    guide = site.catalog("locales/es-ES/docs/guide.po")
    guide.find("Mend this.").flags = ["fuzzy"]
    guide.find("Not begun.").msgstr = ""
    guide.save()
    index = site.catalog("locales/es-ES/docs/index.po")
    index.find("Start here").msgstr = "<b>Aquí</b>"
    index.find("Read the [guide](guide.md).").msgstr = "Lea la [guía](notes.md)."
    index.save()
    return site


def test_every_command_and_the_build_tell_the_same_numbers(site):
    assert site.run("isogloss", "update").stdout.splitlines()[0] == f"{TOTAL} messages in 5 sources"
    said = site.run("isogloss", "status").stdout.splitlines()
    assert said[-2:] == [f"es-ES: {SUMMARY}", f"it-IT: {TOTAL} of {TOTAL} messages translated, 0 fuzzy, 0 missing"]
    rows = json.loads(site.run("isogloss", "status", "--format", "json").stdout)
    guide, index = (next(row for row in rows if row["source"] == f"docs/{page}.md") for page in ("guide", "index"))
    names = ("total", "translated", "fuzzy", "missing", "refused", "percent")
    assert [guide[name] for name in names] == [6, 4, 1, 1, 0, 66]
    assert [index[name] for name in names] == [4, 2, 0, 0, 2, 50]
    details = site.run("isogloss", "status", "--verbose").stdout
    assert re.search(r"docs/index.md +50 % +0 +0 +2 - +-\n", details)
    assert "refused: by a check, not published" in details

    assert site.run("isogloss", "status", "--badges", "badges").returncode == 0
    percent = 100 * (TOTAL - 4) // TOTAL
    assert f"es-ES: {percent} % translated" in site.read("badges/es-ES.svg")

    built = site.build()
    assert built.returncode == 0, built.stderr
    assert re.findall(r"isogloss: (es-ES: .* translated, .*)", built.stderr) == [f"es-ES: {SUMMARY}"]
    assert site.read("site/status/es-ES.svg") == site.read("badges/es-ES.svg")
    tree = html.parse(site.root / "site/status/index.html")
    (item, _) = tree.xpath("//ul[@class='isogloss-badges']/li")
    shown = f"es-ES: translated: {TOTAL - 4} of {TOTAL}, outdated: 1, missing: 1, refused: 2"
    assert item.text_content().strip() == shown
    cells = {row[0].text_content(): row[1].text_content() for row in tree.xpath("//table[caption]/tbody/tr")}
    assert cells["Guide"] == "66 % outdated: 1 missing: 1"
    assert cells["Start here"] == "50 % refused: 2"


def test_check_counts_as_update_does(make_site):
    site = make_site(PAGES, locales=("es-ES", "it-IT"))
    for path in (site.root / "locales").rglob("*.po"):
        path.write_text(re.sub(r'(?m)^(msgid ".+"\nmsgstr ").*', r'\1"', path.read_text(encoding="utf-8")))
    count = site.run("isogloss", "update").stdout.splitlines()[0].removesuffix(" in 5 sources")
    assert site.run("isogloss", "check").stdout == f"{count} in each of 2 locales: nothing found\n"
    assert site.run("isogloss", "check", "-l", "it-IT").stdout == f"{count} in 1 locale: nothing found\n"


def test_a_page_tells_its_readers_the_percentage_of_the_status(site):
    shown = "<i>{% if isogloss %}{{ isogloss.unfinished }} {{ isogloss.percent }}{% endif %}</i>"
    site.write("overrides/main.html", f'{{% extends "base.html" %}}{{% block footer %}}{shown}{{% endblock %}}')
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("theme:\n", "theme:\n  custom_dir: overrides\n"))
    built = site.build()
    assert built.returncode == 0, built.stderr
    assert "<i>True 66</i>" in site.read("site/es-ES/guide/index.html")
    assert "<i>True 50</i>" in site.read("site/es-ES/index.html")
    assert "<i>False 100</i>" in site.read("site/es-ES/notes/index.html")


def test_a_page_written_by_hand_is_not_counted_anywhere(make_site):
    site = make_site(PAGES, options=":\n      status: true")
    site.write("docs/guide.es-ES.md", PAGES["guide.md"])
    (site.root / "locales/es-ES/docs/guide.po").unlink()
    count = TOTAL - 6
    summary = f"es-ES: {count} of {count} messages translated, 0 fuzzy, 0 missing"
    assert site.run("isogloss", "status").stdout.splitlines()[-1] == summary
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert summary in built.stderr
    shown = html.parse(site.root / "site/status/index.html").getroot().text_content()
    assert f"es-ES: translated: {count} of {count}\n" in shown


def test_a_string_that_no_page_shows_is_counted_all_the_same(make_site):
    site = make_site({"index.md": "# Start\n"})
    site.write("overrides/unused.html", "{{ _('Nobody includes this') }}")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("theme:\n", "theme:\n  custom_dir: overrides\n"))
    site.run("isogloss", "update")
    site.translate("locales/es-ES/overrides.po", {"Nobody includes this": "<script>"})
    summary = "es-ES: 4 of 5 messages translated, 0 fuzzy, 0 missing, 1 refused"
    assert summary in site.run("isogloss", "status").stdout
    assert summary in site.build().stderr
