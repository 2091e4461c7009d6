"""What a site with a past needs of ``isogloss check``: a table, the worst first, one check alone, a line from today."""

from __future__ import annotations

import json

import pytest

PAGES = {
    f"p{number:02}.md": f"# Page {number}\n\nOpen `wsl {number}` now.\n\n[Home](index.md)\n" for number in range(13)
}


@pytest.fixture
def site(make_site):
    """26 findings: in each of 13 pages, code and a link are wrong in Spanish; and one in Italian."""
    site = make_site({"index.md": "# Start\n\nOpen `wsl 0` now.\n", **PAGES}, locales=("es-ES", "it-IT"))
    for number, page in enumerate(PAGES):
        texts = {f"Open `wsl {number}` now.": "Abra ahora `otro`.", "[Home](index.md)": "[Inicio](otro.md)"}
        site.translate(f"locales/es-ES/docs/{page[:-3]}.po", texts)
    site.translate("locales/it-IT/docs/index.po", {"Open `wsl 0` now.": "Aprire ora `altro`."})
    return site


def run(site, *arguments: str, status: int = 1) -> str:
    found, said = site.isogloss("check", *arguments)
    assert found == status, said
    return said


def test_many_findings_begin_with_a_table_and_end_where_it_is_enough(site):
    said = run(site, "--max", "5", "--only", "code", "--only", "link")
    assert said.splitlines()[:9] == [
        "      es-ES  it-IT  all",
        "code     13      1   14",
        "link     13          13",
        "",
        "locales/es-ES/docs/p00.po: 2 findings",
        "locales/es-ES/docs/p01.po: 2 findings",
        "locales/es-ES/docs/p02.po: 2 findings",
        "locales/es-ES/docs/p03.po: 2 findings",
        "locales/es-ES/docs/p04.po: 2 findings",
    ]
    assert said.count(": error: ") == 5
    assert "27 errors\n" in said
    # The findings of all links say the same of the same texts.
    assert "10 more are not shown: --max 0 shows all" in said
    everything = run(site, "--max", "0", "--only", "code", "--only", "link")
    assert everything.count(": error: ") == 15
    assert "    → link to 'index.md' exactly as the original does\n" in everything
    assert "      the same at locales/es-ES/docs/p01.po:" in everything
    assert " and 9 more\n" in everything


def test_few_findings_are_no_table(site):
    said = run(site, "-l", "it-IT")
    assert said.startswith("locales/it-IT/docs/index.po:")


def test_one_check_alone(site):
    assert {json.loads(row)["code"] for row in run(site, "--format", "json", "--only", "link").splitlines()} == {"link"}
    assert "there is no check 'lnik'; did you mean link" in run(site, "--only", "lnik", status=2)
    assert run(site, "--only", "decision", status=0).endswith("nothing found\n")


def test_from_today_on_nothing_new_is_wrong(site):
    assert run(site, "--write-baseline", "known.txt", status=0) == "known.txt: 27 findings on record\n"
    assert run(site, "--baseline", "known.txt", status=0).endswith("nothing found\n")
    # Lines move, and one mistake is new.
    path = "locales/es-ES/docs/p00.po"
    site.write(path, site.read(path).replace("\n\n", "\n\n# A comment\n", 1))
    site.translate("locales/it-IT/docs/p00.po", {"[Home](index.md)": "[Inizio](altro.md)"})
    (row,) = map(json.loads, run(site, "--baseline", "known.txt", "--format", "json").splitlines())
    assert (row["code"], row["path"]) == ("link", "locales/it-IT/docs/p00.po")
    # What is mended is said, so that it cannot come back.
    site.translate("locales/it-IT/docs/p00.po", {"[Home](index.md)": "[Inizio](index.md)"})
    site.translate("locales/it-IT/docs/index.po", {"Open `wsl 0` now.": "Aprire ora `wsl 0`."})
    said = run(site, "--baseline", "known.txt", status=0)
    assert "known.txt: 1 finding on record no longer found: write it again" in said


def test_what_is_no_baseline_is_said_with_its_line(site):
    site.write("known.txt", "0123456789abcdef  docs/index.md  link  x\nlocales/es-ES/docs/p00.po:3: error: …\n")
    assert "known.txt:2: error: this is no line of a baseline" in run(site, "--baseline", "known.txt")
    assert "gone.txt" in run(site, "--baseline", "gone.txt")
    assert "a baseline holds all that is found" in run(site, "--write-baseline", "x.txt", "-l", "it-IT", status=2)
