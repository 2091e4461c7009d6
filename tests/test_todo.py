"""``isogloss todo``: what is left, in reading order, with the old and the new English text."""

from __future__ import annotations

import json

import pytest

LONG = "Install the newest driver for your graphics card, then restart Windows."
NEW = LONG.replace("newest", "latest")
PAGES = {
    "index.md": f"# Start\n\n{LONG}\n\nSee the [guide](guide.md).\n",
    "guide.md": "---\ntitle: A guide\n---\n\n# Guide\n\nSome text.\n",
    "appendix.md": "# Appendix\n\nSome text.\n",
}
SPANISH = "Instale el controlador más nuevo de su tarjeta gráfica y reinicie Windows."


@pytest.fixture
def site(make_site):
    """A site on which something of each kind is left to do in Spanish, and nothing in Italian."""
    site = make_site(PAGES, locales=("es-ES", "it-IT"))
    nav = "nav:\n  - index.md\n  - Manual: guide.md\n  - Rest: appendix.md\n"
    site.write("mkdocs.yml", nav + site.read("mkdocs.yml"))
    site.run("isogloss", "update")
    for tag in ("es-ES", "it-IT"):
        site.translate(f"locales/{tag}/mkdocs.po", {"Manual": "Manual", "Rest": "Resto"})
    wrong = {LONG: SPANISH, "See the [guide](guide.md).": "Vea la [guía](appendix.md)."}
    site.translate("locales/es-ES/docs/index.po", wrong)
    site.write("docs/index.md", PAGES["index.md"].replace(LONG, NEW))
    site.run("isogloss", "update")
    italian = site.catalog("locales/it-IT/docs/index.po")
    italian.find(NEW).flags.remove("fuzzy")
    italian.save()
    site.translate("locales/es-ES/docs/guide.po", {"A guide": "", "Some text.": ""})
    site.write("docs/appendix.md", PAGES["appendix.md"] + "\nNot in the catalog.\n")
    site.run("isogloss", "fmt")
    return site


def test_what_is_left_is_listed_in_reading_order(site):
    said = site.run("isogloss", "todo", "es-ES")
    assert (said.returncode, said.stderr) == (0, "")
    index, guide = "locales/es-ES/docs/index.po", "locales/es-ES/docs/guide.po"
    english = {text: site.line("docs/index.md", text) for text in (NEW, "See the")}
    assert (
        said.stdout
        == f"""\
{index}:{site.line(index, 'msgstr "Instale')}: fuzzy: paragraph in #start
    original at docs/index.md:{english[NEW]}
    original     Install the [-newest-]{{+latest+}} driver for your graphics card, then restart Windows.
    translation  {SPANISH}

{index}:{site.line(index, 'msgstr "Vea')}: error: link 'guide.md' is missing; there is 'appendix.md' instead [link]
    original at docs/index.md:{english["See the"]}
    original     See the [guide](guide.md).
    translation  Vea la [guía](appendix.md).
    → link to 'guide.md' exactly as the original does

{guide}:{site.line(guide, 'msgid "A guide"') + 1}: missing: front matter title
    original at docs/guide.md:2
    original  A guide

{guide}:{site.line(guide, 'msgid "Some text."') + 1}: missing: paragraph in #guide
    original at docs/guide.md:7
    original  Some text.

locales/es-ES/docs/appendix.po: missing: paragraph in #appendix
    original at docs/appendix.md:5
    original  Not in the catalog.
    → the catalog does not have it yet: run isogloss update

es-ES: 10 of 15 messages translated, 1 fuzzy, 3 missing, 1 refused
"""
    )


def test_all_locales_are_told_unless_some_are_named(site):
    lines = site.run("isogloss", "todo").stdout.splitlines()
    summaries = [line for line in lines if " messages translated, " in line]
    assert [line.partition(":")[0] for line in summaries] == ["es-ES", "it-IT"]
    only = site.run("isogloss", "todo", "--locale", "it-IT").stdout
    assert only == site.run("isogloss", "todo", "it-IT").stdout
    assert only.splitlines()[-1] == "it-IT: 14 of 15 messages translated, 0 fuzzy, 1 missing"
    said = site.run("isogloss", "todo", "fr-FR")
    assert (said.returncode, "the site has no locale 'fr-FR' [locale-unknown]" in said.stderr) == (1, True)


def test_json_has_the_same_messages(site):
    rows = json.loads(site.run("isogloss", "todo", "es-ES", "--format", "json").stdout)
    states = ["fuzzy", "refused", "missing", "missing", "missing"]
    assert [row["state"] for row in rows] == states
    fuzzy, refused, title, _, absent = rows
    assert (fuzzy["previous"], fuzzy["original"], fuzzy["translation"]) == (LONG, NEW, SPANISH)
    assert "[-newest-]{+latest+}" in fuzzy["difference"]
    assert [finding["code"] for finding in refused["findings"]] == ["link"]
    assert (title["source"], title["kind"], title["translation"]) == ("docs/guide.md", "front matter title", None)
    assert title["origin"] == {"path": "docs/guide.md", "line": 2}
    assert (absent["path"], absent["line"]) == ("locales/es-ES/docs/appendix.po", None)
    counts = json.loads(site.run("isogloss", "status", "-l", "es-ES", "--format", "json").stdout)
    assert len(rows) == sum(row["total"] - row["translated"] for row in counts)


def test_a_catalog_cannot_write_to_the_terminal_by_itself(site):
    path = "locales/es-ES/docs/index.po"
    catalog = site.catalog(path)
    catalog.find(NEW).previous_msgid = f"\x1b[2J{LONG}"
    catalog.save()
    said = site.run("isogloss", "todo", "es-ES").stdout
    assert "\x1b" not in said
    assert "[-<U+001B>[2JInstall-]" in said


def test_a_locale_that_is_not_begun_and_a_page_written_by_hand(make_site):
    site = make_site(PAGES, locales=("es-ES", "it-IT"))
    for path in (site.root / "locales/it-IT").rglob("*.po"):
        path.unlink()
    site.write("docs/guide.es-ES.md", PAGES["guide.md"])
    (site.root / "locales/es-ES/docs/guide.po").unlink()
    said = site.run("isogloss", "todo")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("es-ES: 9 of 9 messages translated, 0 fuzzy, 0 missing\n")
    assert "locales/it-IT/docs/guide.po: missing: front matter title" in said.stdout
    assert said.stdout.endswith("it-IT: 0 of 12 messages translated, 0 fuzzy, 12 missing\n")


def test_a_broken_catalog_is_told_and_the_rest_is_listed(site):
    path = "locales/es-ES/docs/guide.po"
    site.write(path, site.read(path) + '\nmsgid "Half\n')
    said = site.run("isogloss", "todo", "es-ES")
    assert said.returncode == 1
    assert f"{path}:{site.line(path, 'Half')}: error: " in said.stderr
    assert "missing: front matter title" in said.stdout
