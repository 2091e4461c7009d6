"""``isogloss check FILE``: the findings of one page or catalog, the same ones as those of the whole site."""

from __future__ import annotations

import json

import pytest
from conftest import Site

PAGES = {
    "index.md": "# Start\n\n[Guide](guide.md)\n\nVersion 580.\n",
    "guide.md": "# Guide\n\n[Start](index.md)\n",
    "notes.md": "# Notes\n\n[Nowhere](none.md)\n",
}
INDEX, GUIDE = "locales/es-ES/docs/index.po", "locales/es-ES/docs/guide.po"
ITALIAN, GLOSSARY = "locales/it-IT/docs/index.po", "locales/es-ES/glossary.po"
BY_HAND = "docs/guide.it-IT.md"


@pytest.fixture
def site(make_site):
    """A site with something wrong in each file: two catalogs, a page written by hand, a glossary, an English page."""
    site = make_site(PAGES, locales=("es-ES", "it-IT"))
    site.translate(INDEX, {"Start": "Inicio", "[Guide](guide.md)": "[Guía](index.md)", "Version 580.": "Versión 508."})
    site.translate(GUIDE, {"Guide": "Guía", "[Start](index.md)": "[Inicio](guide.md)"})
    site.translate(ITALIAN, {"[Guide](guide.md)": "Guida"})
    (site.root / "locales/it-IT/docs/guide.po").unlink()
    site.write(BY_HAND, "# Guida\n\n[Inizio](notes.md)\n")
    site.write(GLOSSARY, 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "broken\n')
    site.write("locales/anchors.txt", "guide.md#former\n")
    return site


def found(site: Site, *files: str) -> list[str]:
    """The findings, as JSON lines."""
    done = site.run("isogloss", "check", "--format", "json", *files)
    assert (done.returncode, done.stderr) == (int('"severity": "error"' in done.stdout), "")
    return done.stdout.splitlines()


def test_each_file_has_its_own_findings_of_the_whole_check(site):
    everything = found(site)

    def of(*paths: str, origin: str = "") -> list[str]:
        rows = [(line, json.loads(line)) for line in everything]
        return [
            line for line, row in rows if row["path"] in paths or (row["origin"] and row["origin"]["path"] == origin)
        ]

    for path in (INDEX, GUIDE, ITALIAN, GLOSSARY, BY_HAND):
        assert found(site, path) == of(path) != [], path
    assert {json.loads(line)["code"] for line in found(site, INDEX)} == {"link", "number"}
    # An English page comes with all its translations, and with the anchors of it that are on record.
    record = [line for line in everything if '"locales/anchors.txt"' in line]
    assert found(site, "docs/guide.md") == sorted(
        [*record, *of("docs/guide.md", GUIDE, BY_HAND, origin="docs/guide.md")], key=everything.index
    )
    assert len(record) == 1
    assert found(site, "docs/notes.md") == of("docs/notes.md") != []
    assert found(site, "docs/index.md", "--locale", "it-IT") == of(ITALIAN)
    assert found(site, INDEX, GUIDE) == of(INDEX, GUIDE)


def test_files_are_named_from_where_one_is(site, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    config = ("-f", str(site.root / "mkdocs.yml"))
    expected = found(site, INDEX)
    for name in (INDEX, f"../{site.root.name}/{INDEX}", str(site.root / INDEX)):
        assert found(Site(elsewhere), *config, name) == expected
    assert found(Site(site.root / "locales/es-ES"), "-f", "../../mkdocs.yml", "docs/index.po") == expected


def test_a_file_without_findings_passes(site):
    site.write("docs/more.md", "# More\n")
    status, said = site.isogloss("check", "locales/it-IT/mkdocs.po")
    assert (status, said) == (0, "1 file: nothing found\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("docs/none.md", "there is no such file"),
        ("docs", "this is a folder"),
        ("mkdocs.yml", "this is neither a page nor a catalog of the site"),
        ("docs/picture.svg", "this is neither a page nor a catalog of the site"),
        ("README.md", "this is neither a page nor a catalog of the site"),
        ("docs/draft.md", "the site has no such page: it is left out by mkdocs.yml, or by a plugin"),
        ("locales/fr-FR/docs/index.po", "this catalog belongs to no locale of the site"),
        ("other.po", "this catalog belongs to no locale of the site"),
    ],
)
def test_what_is_neither_a_page_nor_a_catalog_is_told(site, name, told):
    for path in ("docs/picture.svg", "README.md", "docs/draft.md", "locales/fr-FR/docs/index.po", "other.po"):
        site.write(path, "")
    site.write("mkdocs.yml", "exclude_docs: draft.md\n" + site.read("mkdocs.yml"))
    done = site.run("isogloss", "check", INDEX, name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{name}: error: {told} [page-unknown]\n    → ")


def test_a_file_of_another_locale_than_the_one_asked_for_is_told(site):
    status, said = site.isogloss("check", "-l", "it-IT", INDEX)
    assert (status, "this file is of another locale" in said, "the locale es-ES" in said) == (1, True, True)


def test_coverage_is_of_the_whole_site(site):
    status, said = site.isogloss("check", "--coverage", INDEX)
    assert (status, said) == (2, "isogloss check: --coverage looks at the whole site; name no files\n")
