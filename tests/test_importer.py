"""``isogloss import``: pages that were translated elsewhere become catalogs, and nothing is guessed silently."""

from __future__ import annotations

import contextlib
import html
import io
import os
import re
import shutil
from pathlib import Path

import pytest
from conftest import CONFIG, Site
from isogloss.cli import main
from isogloss.diagnostics import ProblemsFound
from isogloss.importer.bilingual import split
from lxml import html as lxml_html

CASES = Path(__file__).parent / "cases/import"
BILINGUAL = CASES / "bilingual"
HOME = {"index.md": "# Home\n", "beds.md": "# Beds\n\n## Raised\n", "filter.md": "# Filter\n"}
HEADERS = {"X-Source-Revision": "1234567890abcdef1234567890abcdef12345678", "X-Handoff-Date": "2021-03-09"}


def new_site(folder: Path, pages: dict[str, str], structure: str = "suffix") -> Site:
    """A site with Spanish and Italian, and without any catalog."""
    languages = "".join(f"        - locale: {tag}\n          name: {tag}\n" for tag in ("es-ES", "it-IT"))
    site = Site(folder)
    site.write("mkdocs.yml", CONFIG.format(languages=languages, structure=structure, options="", theme="mkdocs"))
    for path, text in pages.items():
        site.write(f"docs/{path}", text)
    return site


@pytest.fixture
def garden(tmp_path):
    """A site without the page that the bilingual pages hold."""
    return new_site(tmp_path, HOME)


def isogloss(site, *arguments: str) -> tuple[int, str]:
    """Run a command in the site's folder; its exit status and all that it says."""
    said, here = io.StringIO(), Path.cwd()
    os.chdir(site.root)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return main(arguments), said.getvalue()
    finally:
        os.chdir(here)


def run(site, *arguments: str, status: int = 0) -> str:
    found, said = isogloss(site, "import", *arguments)
    assert found == status, said
    return said


def files(site) -> dict[str, bytes]:
    """Everything that an import could write."""
    paths = [*(site.root / "docs").rglob("*"), *(site.root / "locales").rglob("*")]
    return {str(path): path.read_bytes() for path in paths if path.is_file()}


def translations(site, path: str) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in site.catalog(path) if not entry.obsolete and not entry.fuzzy}


def words(text: str) -> list[str]:
    """The words that readers of the page in its bilingual form saw, but alternative texts."""
    body = text.split("---\n", 2)[2]
    body = re.sub(r'<span class="sxs-lookup">.*?</span></span>', "", body)
    body = body.replace("`<span>`", "&lt;span&gt;")
    code = body.index("```python"), body.index("```\n", body.index("```python")) + 4
    body = body[: code[0]] + html.escape(body[code[0] + 9 : code[1] - 4]) + body[code[1] :]
    body = lxml_html.fromstring(re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)).text_content()
    body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
    body = re.sub(r"^(\s*#+ (?!<)|\s*[>*|]+|\s*1\.)|[-|]{3,}.*|\*\*|`|\|", " ", body, flags=re.MULTILINE)
    return re.sub(r"\[!IMPORTANT\]", "Important", body).split()


def test_two_bilingual_pages_hold_one_english_page():
    spanish, italian = (
        split((BILINGUAL / f"water.{tag}.md").read_text(encoding="utf-8"), tag) for tag in ("es-ES", "it-IT")
    )
    assert spanish.english == italian.english
    assert spanish.english == (BILINGUAL / "water.md").read_text(encoding="utf-8").replace(" { #taps--hoses-c }", "")
    assert spanish.anchors == ("water-the-garden", "taps--hoses-c", "next-steps")
    assert spanish.stand_ins == ((15, "Manguera entre dos plantas", "drip hose"),)
    assert italian.localized.startswith("---\ntitle: Irrigazione\n")
    assert "\n# Innaffiare il giardino\n\n![Tubo tra due piante](images/drip-hose.svg)\n\nUn tubo" in italian.localized


def test_bilingual_pages_become_an_english_page_and_catalogs(garden):
    for tag in ("es-ES", "it-IT"):
        shutil.copy(BILINGUAL / f"water.{tag}.md", garden.root)
    said = run(garden, "--page", "water.md", "water.es-ES.md", "water.it-IT.md")
    assert "es-ES: docs/water.md from water.es-ES.md: 15 aligned, 2 left out" in said
    assert "water.es-ES.md:2: warning: left out: the English page has no title" in said
    assert "water.it-IT.md:15: warning: the page has no English for this alternative text" in said
    assert garden.read("docs/water.md") == (BILINGUAL / "water.md").read_text(encoding="utf-8")
    spanish = garden.catalog("locales/es-ES/docs/water.po")
    assert HEADERS.items() <= spanish.metadata.items()
    assert spanish.metadata["X-Translation-Type"] == "MT"
    assert garden.catalog("locales/it-IT/docs/water.po").metadata["X-Translation-Type"] == "HT"
    assert spanish.find("![drip hose](images/drip-hose.svg)").msgstr == (
        "![Manguera entre dos plantas](images/drip-hose.svg)"
    )
    assert spanish.find("Important").msgstr == ""

    after = files(garden)
    again = run(garden, "--page", "water.md", "water.es-ES.md", "water.it-IT.md")
    assert "15 in the catalog already, 2 left out" in again
    assert "written" not in again
    assert isogloss(garden, "fmt", "--check")[0] == 0
    isogloss(garden, "update")
    assert after.items() <= files(garden).items()


def test_a_site_built_from_an_import_shows_the_imported_pages(garden):
    for tag in ("es-ES", "it-IT"):
        shutil.copy(BILINGUAL / f"water.{tag}.md", garden.root)
    run(garden, "--page", "water.md", "water.es-ES.md", "water.it-IT.md")
    assert garden.build().returncode == 0
    for tag in ("es-ES", "it-IT"):
        article = lxml_html.fromstring(garden.read(f"site/{tag}/water/index.html")).xpath('//*[@role="main"]')[0]
        for link in article.xpath('.//a[@class="headerlink"]'):
            link.drop_tree()
        assert article.text_content().split() == words((BILINGUAL / f"water.{tag}.md").read_text(encoding="utf-8"))
        ids = [heading.get("id") for heading in article.iter("h1", "h2")]
        assert ids == ["water-the-garden", "taps--hoses-c", "next-steps"]


def test_a_title_that_is_written_later_gets_its_translation(garden):
    shutil.copy(BILINGUAL / "water.es-ES.md", garden.root)
    run(garden, "--page", "water.md", "water.es-ES.md")
    page = garden.read("docs/water.md").replace("---\n", "---\ntitle: Watering\n", 1)
    garden.write("docs/water.md", page.replace("drip hose", "A hose between two plants"))
    said = run(garden, "--page", "water.md", "water.es-ES.md")
    assert "2 aligned, 14 in the catalog already, 1 left out" in said
    found = translations(garden, "locales/es-ES/docs/water.po")
    assert found["Watering"] == "Riego"
    assert found["![A hose between two plants](images/drip-hose.svg)"].startswith("![Manguera entre")


FAULTS = {
    "no English": (r'<span class="sxs-lookup"><span data-stu-id="a1b2c-104">.*?</span></span>', "", 19, "no English"),
    "other English": ('data-stu-id="a1b2c-106"', 'data-stu-id="a1b2c-107"', 22, "beside the English of a1b2c-107"),
    "no translation": (r'<span data-ttu-id="a1b2c-110">.*?</span>', "", 29, "no translation before it"),
    "not closed": (r"Open the tap slowly.</span></span>", "Open the tap slowly.</span>", 19, "not closed"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_pair_is_named_with_its_line_and_nothing_is_written(garden, fault):
    pattern, replacement, line, message = FAULTS[fault]
    text, count = re.subn(pattern, replacement, (BILINGUAL / "water.es-ES.md").read_text(encoding="utf-8"))
    assert count == 1
    with pytest.raises(ProblemsFound) as found:
        split(text, "water.es-ES.md")
    (problem,) = found.value.problems
    assert (problem.location.line, message in problem.message) == (line, True), problem
    garden.write("broken.md", text)
    shutil.copy(BILINGUAL / "water.it-IT.md", garden.root)
    before = files(garden)
    said = run(garden, "--page", "water.md", "water.it-IT.md", "broken.md", status=1)
    assert f"broken.md:{line}: error: " in said
    assert files(garden) == before
