"""``isogloss update --check``: a forgotten update fails in CI, and nothing is written."""

from __future__ import annotations

import subprocess

import pytest
from conftest import Site
from running import files

PAGES = {
    "index.md": "# Start\n\nFirst text.\n\nSecond text.\n\n## More\n\nThird text.\n",
    "guide.md": "# Guide\n\n[Start](index.md)\n",
}
INDEX = "locales/es-ES/docs/index.po"
MOVED = "its messages are in other places"


@pytest.fixture
def site(make_site):
    return make_site(PAGES, locales=("es-ES", "it-IT"))


def check(site: Site, *arguments: str) -> tuple[int, list[str], str]:
    """What the command says; whatever it is, nothing is written."""
    before = files(site.root)
    done = site.run("isogloss", "update", "--check", *arguments)
    assert files(site.root) == before
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_catalogs_that_are_up_to_date_pass(site):
    status, lines, said = check(site)
    assert (status, said) == (0, "")
    assert lines == [
        "11 messages in 4 sources",
        "es-ES: 0 catalogs behind the English texts",
        "it-IT: 0 catalogs behind the English texts",
    ]


def test_each_change_of_the_english_pages_is_told_until_the_update(site):
    for old, new, told in (
        ("First", "Another", "1 new, 1 gone"),
        ("# Start\n", "# Start\n\nOne more.\n", "1 new"),
        ("One more.\n\nAnother text.\n\n", "", "2 gone"),
        ("Second text.\n\n## More\n", "## More\n\nSecond text.\n", MOVED),
    ):
        site.write("docs/index.md", site.read("docs/index.md").replace(old, new))
        status, lines, said = check(site, "--locale", "es-ES")
        assert (status, said) == (1, "run isogloss update, and commit what it writes\n")
        assert lines[1:] == [
            "es-ES: 1 catalog behind the English texts:",
            f"  {INDEX}: behind docs/index.md: {told}",
        ]
        assert site.run("isogloss", "update").returncode == 0
        assert check(site)[0] == 0


def test_whole_pages_and_strings_are_told(site):
    site.write("docs/new.md", "# New\n")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("Test site", "Another site"))
    (site.root / "docs/guide.md").unlink()
    status, lines, _ = check(site, "--locale", "it-IT")
    assert status == 1
    assert lines[1:] == [
        "it-IT: 3 catalogs behind the English texts:",
        "  locales/it-IT/docs/new.po: behind docs/new.md: 1 new",
        "  locales/it-IT/mkdocs.po: behind mkdocs: 1 new, 1 gone",
        "  locales/it-IT/docs/guide.po: no page has its messages any more",
    ]
    site.run("isogloss", "update")
    assert check(site)[0] == 0, "what is kept as obsolete is no lag"


def test_what_translators_do_is_no_lag(site):
    """Neither a translation, nor the form that an editor gives to the file."""
    site.translate(INDEX, {"First text.": "Primer texto.", "Second text.": ""})
    catalog = site.catalog(INDEX)
    catalog.find("Third text.").flags = ["fuzzy"]
    catalog.find("Third text.").tcomment = "A note"
    catalog.metadata["X-Generator"] = "Poedit 3.4"
    catalog.wrapwidth = 20
    catalog.save()
    rewritten = subprocess.run(
        ["msgcat", "--width=30", "--add-location=full", INDEX], cwd=site.root, check=True, capture_output=True
    )
    (site.root / INDEX).write_bytes(rewritten.stdout)
    assert site.run("isogloss", "fmt", "--check").returncode == 1
    assert check(site)[0] == 0


def test_a_page_written_by_hand_needs_no_catalog(site):
    site.write("docs/guide.es-ES.md", PAGES["guide.md"])
    (site.root / "locales/es-ES/docs/guide.po").unlink()
    assert check(site)[0] == 0


def test_a_catalog_that_cannot_be_read_is_told(site):
    site.write(INDEX, site.read(INDEX) + '\nmsgid "Half\n')
    status, lines, said = check(site, "--locale", "es-ES")
    assert status == 1
    assert lines[1:] == ["es-ES: 0 catalogs behind the English texts"]
    assert "[not-rewritten]" in said


def test_a_translation_of_a_text_that_is_not_on_the_page_is_told_by_the_check(site):
    text = site.read(INDEX)
    assert "message-gone" not in site.run("isogloss", "check").stdout
    site.write(INDEX, text.replace('msgid "First text."', 'msgid "Furst text."').replace('"More"', '"Mehr"', 1))
    checked = site.run("isogloss", "check")
    assert checked.returncode == 0, "readers get English, as before a translation"
    line = site.line(INDEX, "Furst") + 1
    assert (
        f"{INDEX}:{line}: warning: the page does not have 'Furst text.', and 1 other text of this catalog: this"
        " translation is not published [message-gone]\n    original at docs/index.md\n"
    ) in checked.stdout
    assert "\n      it has: First text.\n" in checked.stdout
    site.run("isogloss", "update")
    assert "message-gone" not in site.run("isogloss", "check").stdout
