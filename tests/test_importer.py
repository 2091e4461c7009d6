"""``isogloss import``: pages that were translated elsewhere become catalogs, and nothing is guessed silently."""

from __future__ import annotations

import html
import os
import re
import shutil
import sys
from pathlib import Path

import kills
import polib
import pytest
import sample
import yaml
from conftest import CONFIG, Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from isogloss.diagnostics import ProblemsFound
from isogloss.hosts.mkdocs import site as pages
from isogloss.importer import run as importer_run
from isogloss.importer.align import align
from isogloss.importer.bilingual import split
from isogloss.importer.blocks import Reader
from lxml import html as lxml_html

CASES = Path(__file__).parent / "cases/import"
BILINGUAL = CASES / "bilingual"
HOME = {"index.md": "# Home\n", "beds.md": "# Beds\n\n## Raised\n", "filter.md": "# Filter\n"}
HEADERS = {"X-Source-Revision": "1234567890abcdef1234567890abcdef12345678", "X-Handoff-Date": "2021-03-09"}


def new_site(folder: Path, pages: dict[str, str], structure: str = "suffix") -> Site:
    """A site with Spanish and Italian, and without any catalog."""
    languages = "".join(f"        - locale: {tag}\n          name: {tag}\n" for tag in ("es-ES", "it-IT"))
    site = Site(folder)
    config = CONFIG.format(languages=languages, structure=structure, options="", theme="mkdocs")
    site.write("mkdocs.yml", config.replace("  - attr_list", "  - admonition\n  - attr_list"))
    for path, text in pages.items():
        site.write(f"docs/{path}", text)
    return site


@pytest.fixture
def garden(tmp_path):
    """A site without the page that the bilingual pages hold."""
    return new_site(tmp_path, HOME)


def run(site, *arguments: str, status: int = 0) -> str:
    found, said = site.isogloss("import", *arguments)
    assert found == status, said
    return said


def files(site) -> dict[str, bytes]:
    """Everything that an import could write."""
    paths = [*(site.root / "docs").rglob("*"), *(site.root / "locales").rglob("*")]
    return {str(path): path.read_bytes() for path in paths if path.is_file()}


def translations(site, path: str) -> dict[str, str]:
    return {
        entry.msgid: entry.msgstr
        for entry in site.catalog(path)
        if entry.msgstr and not (entry.obsolete or entry.fuzzy)
    }


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


def test_an_alternative_text_with_brackets_gives_the_same_english_page():
    text = (BILINGUAL / "water.es-ES.md").read_text(encoding="utf-8")
    brackets = text.replace("![Manguera entre", "![[Manguera] entre")
    assert split(brackets, "x").english == split(text, "x").english
    assert split(brackets, "x").stand_ins == ((15, "[Manguera] entre dos plantas", "drip hose"),)


def test_bilingual_pages_become_an_english_page_and_catalogs(garden):
    for tag in ("es-ES", "it-IT"):
        shutil.copy(BILINGUAL / f"water.{tag}.md", garden.root)
    said = run(garden, "--page", "water.md", "water.es-ES.md", "water.it-IT.md")
    assert "es-ES: docs/water.md from water.es-ES.md: 15 aligned, 2 left out" in said
    assert "water.es-ES.md:2: warning: left out: the English page has no title" in said
    assert re.search(r"water\.it-IT\.md:15: warning: the page has no English for this .* \[import-stand-in\]\n", said)
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
    assert garden.isogloss("fmt", "--check")[0] == 0
    garden.isogloss("update")
    assert after.items() <= files(garden).items()


def test_a_site_built_from_an_import_shows_the_imported_pages(garden):
    for tag in ("es-ES", "it-IT"):
        shutil.copy(BILINGUAL / f"water.{tag}.md", garden.root)
    run(garden, "--page", "water.md", "water.es-ES.md", "water.it-IT.md")
    assert garden.build().returncode == 0
    for tag in ("es-ES", "it-IT"):
        article = lxml_html.fromstring(garden.read(f"site/{tag}/water/index.html")).xpath('//*[@role="main"]')[0]
        for around in article.xpath('.//a[@class="headerlink"] | .//*[starts-with(@class, "isogloss-")]'):
            around.drop_tree()
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


def test_a_passage_whose_english_has_changed_gets_no_translation(garden):
    garden.write("press.md", f"{META}{pair(1, 'Pulse ![a](a.svg) ya.', 'Press ![a](a.svg) now.')}\n")
    run(garden, "press.md")
    shutil.rmtree(garden.root / "locales")
    garden.write("docs/press.md", "Press ![a](a.svg) twice.\n")
    said = run(garden, "press.md")
    assert "press.md:4: warning: left out: nothing on the English page corresponds to it" in said
    assert translations(garden, "locales/es-ES/docs/press.po") == {}


META = "---\nms.contentlocale: es-ES\n---\n"


def pair(number: int, translation: str, english: str) -> str:
    """A translation with its English, as bilingual pages have them."""
    return (
        f'<span data-ttu-id="x-{number}">{translation}</span>\n  '
        f'<span class="sxs-lookup"><span data-stu-id="x-{number}">{english}</span></span>'
    )


ODD = f"""---
title: Raro
keywords: una frase, otra
uid: odd.page
ms.contentlocale: es-ES
---
<a name="notes-1"></a>{pair(1, "Notas", "Notes")}
=====

## <a name="more"></a>{pair(2, "Más", "More")}

[!INCLUDE [Hint](hint.md)]

## <a name="more"></a>{pair(3, "Todavía más", "More")}

Sin inglés.
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('<span data-ttu-id="a1b2c-101">', "", "this English text has no translation before it"),
        ('<span class="sxs-lookup"><span data-stu-id="a1b2c-101">', "", "the translation a1b2c-101 has no English"),
        ('data-stu-id="a1b2c-101"', 'data-stu-id="a1b2c-102"', "stands beside the English of a1b2c-102"),
    ],
)
def test_a_pair_that_is_broken_is_told_of_with_its_line(garden, old, new, message):
    text = (BILINGUAL / "water.es-ES.md").read_text(encoding="utf-8")
    assert old in text
    garden.write("water.md", text.replace(old, new, 1))
    status, said = garden.isogloss("import", "water.md")
    assert status == 1
    assert "water.md:13: error: " in said
    assert message in said
    assert "[bilingual-page]" in said


def test_odd_bilingual_pages(garden):
    garden.write("odd.md", ODD)
    said = run(garden, "odd.md")
    assert garden.read("docs/odd.md") == (
        "---\nuid: odd.page\n---\n\nNotes { #notes-1 }\n=====\n\n## More\n\n"
        "[!INCLUDE [Hint](hint.md)]\n\n## More\n\nSin inglés.\n"
    )
    remarks = re.findall(r"odd\.md:(\d+): warning: (.*) \[([a-z-]+)\]", said)
    without = "'keywords' of the front matter may be in the page's language: the English page goes without it"
    assert remarks == [
        ("2", "left out: the English page has no title", "import-left-out"),
        ("3", without, "import-drop"),
        ("14", "MkDocs does not know this form; write it in another way", "import-outside"),
        ("16", "left out: the same English text is translated in another way", "import-left-out"),
        ("19", "this text has no English beside it; it stays in every language", "import-outside"),
    ]
    garden.write("mkdocs.yml", garden.read("mkdocs.yml").replace("  - attr_list\n", ""))
    garden.write("other.md", ODD.replace("odd.page", "other.page"))
    said = run(garden, "other.md")
    lost = "other.md:7: warning: the heading 'notes-1' has another anchor on the English page [import-anchor]"
    assert lost in said


def test_what_only_the_generator_of_bilingual_pages_knows_is_told_with_its_line(garden):
    # A page without front matter, numbers of paragraphs, pairs in links and rows of tables with empty cells.
    shutil.copy(BILINGUAL / "plan.es-ES.md", garden.root)
    said = run(garden, "--page", "plan.md", "plan.es-ES.md")
    english = garden.read("docs/plan.md")
    assert english.startswith('# Plan the beds\n> [!div class="op_single_selector"]\n> * [Raised bed](beds.md)\n')
    assert "span" not in english
    remarks = re.findall(r"plan\.es-ES\.md:(\d+): warning: (.*) \[import-outside\]\n +text +(.*)", said)
    assert {message for _, message, _ in remarks} == {"MkDocs does not know this form; write it in another way"}
    assert [(int(line), text) for line, _, text in remarks] == [
        (2, '[!div class="op_single_selector"]'),
        (6, "[!INCLUDE [season]"),
        (8, "[!INCLUDE[team]"),
        (8, "xref:Garden.Plan"),
        (12, "[!code-csharp[Main]"),
        (16, ":::row:::"),
        (18, ":::row-end:::"),
    ]
    found = translations(garden, "locales/es-ES/docs/plan.po")
    assert found["Plan the beds"] == "Planifique los bancales"
    selector = '[!div class="op_single_selector"] * [{}](beds.md) * [{}](filter.md)'
    assert found[selector.format("Raised bed", "Filter")] == selector.format("Bancal elevado", "Filtro")
    assert found["See [the plan][plan]."] == "Vea [el plano][plan]."
    assert found["Month"] == "Mes"
    # Code that was translated is doubtful; what is shown as code is nobody's business.
    assert "Run `plan --bed 3` at home" not in found
    assert "taken as fuzzy: code 'plan --bed 3' is missing; there is 'plan --cama 3' instead" in said


def test_many_english_pages_that_are_written_are_counted(garden):
    text = (BILINGUAL / "plan.es-ES.md").read_text(encoding="utf-8")
    for number in range(5):
        garden.write(f"old/plan{number}.md", text)
    said = run(garden, "-l", "es-ES", "old")
    assert "5 English pages written, such as docs/plan0.md; list them under 'nav'\n" in said
    assert said.count(" written") == 2


def test_a_header_of_a_catalog_stays_and_the_other_one_is_told(garden):
    shutil.copy(BILINGUAL / "water.es-ES.md", garden.root)
    run(garden, "--page", "water.md", "water.es-ES.md")
    path = "locales/es-ES/docs/water.po"
    catalog = garden.catalog(path)
    revision, catalog.metadata["X-Source-Revision"] = catalog.metadata["X-Source-Revision"], "1a2b3c4"
    catalog.find("![drip hose](images/drip-hose.svg)").msgstr = ""
    catalog.save()
    said = run(garden, "--page", "water.md", "water.es-ES.md")
    assert f"the header X-Source-Revision of {path} stays '1a2b3c4' [import-header]" in said
    assert garden.catalog(path).metadata["X-Source-Revision"] == "1a2b3c4" != revision


PAIRS = yaml.safe_load((CASES / "pairs.yml").read_text(encoding="utf-8"))
BEDS = {"beds.md": "# Beds\n\n## Raised\n", "beds.es-ES.md": "# Bancales\n\n## Elevados\n"}


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case["name"])
def test_a_page_that_was_translated_by_hand(case, tmp_path):
    pages = {"index.md": "# Home\n", "page.md": case["english"], "page.es-ES.md": case["localized"], **BEDS}
    site = new_site(tmp_path, pages)
    said = run(site)
    catalog = site.catalog("locales/es-ES/docs/page.po")
    found = {entry.msgid: entry.msgstr for entry in catalog if entry.msgstr and not entry.fuzzy}
    assert found == case["translated"]
    assert {entry.msgid: entry.msgstr for entry in catalog if entry.fuzzy} == case.get("fuzzy", {})
    assert ("[import-fuzzy]" in said) is bool(case.get("fuzzy"))
    assert case.get("headers", {}).items() <= catalog.metadata.items()
    left = dict(re.findall(r"docs/page\.es-ES\.md:(\d+): warning: left out: (.*) \[import-left-out\]", said))
    assert left == {str(line): reason for line, reason in case.get("left", {}).items()}, said
    untranslated = re.findall(r"corresponds to this passage .*\[import-untranslated\]\n.*\n +original  (.*)", said)
    assert untranslated == case.get("untranslated", []), said
    assert all(part in said for part in case.get("said", [])), said
    assert "docs/page.es-ES.md is published until you remove it" in said

    after = files(site)
    assert ": written" not in run(site)
    assert files(site) == after
    for path in (site.root / "docs").glob("*.es-ES.md"):
        path.unlink()
    _, problems = site.isogloss("check", "--locale", "es-ES")
    refused = re.findall(r"^locales/.*: error: .*", problems, re.MULTILINE)
    assert refused == [], "a translation that the checks refuse was taken"


def test_pages_in_folders(tmp_path):
    pages = {
        "en/index.md": "# Home\n\n[Beds](guides/beds.md#raised) ![](../plan.svg)\n",
        "en/guides/beds.md": "# Beds\n\n## Raised\n\n[Home](../index.md)\n",
        "es-ES/index.md": "# Inicio\n\n[Bancales](guides/beds.md#elevados) ![](../plan.svg)\n",
        "es-ES/guides/beds.md": "# Bancales\n\n## Elevados\n\n[Inicio](../index.md)\n",
        "plan.svg": "<svg/>",
    }
    site = new_site(tmp_path, pages, structure="folder")
    assert "es-ES: docs/en/index.md from docs/es-ES/index.md: 2 aligned\n" in run(site)
    assert translations(site, "locales/es-ES/docs/en/index.po") == {
        "Home": "Inicio",
        "[Beds](guides/beds.md#raised) ![](../plan.svg)": "[Bancales](guides/beds.md#raised) ![](../plan.svg)",
    }
    assert translations(site, "locales/es-ES/docs/en/guides/beds.po")["Raised"] == "Elevados"


def test_any_pair_of_files(garden):
    garden.write("english/tools.md", "# Tools\n\nRead [beds](beds.md).\n")
    garden.write("italian/attrezzi.md", "# Attrezzi\n\nLeggere [le aiuole](beds.md).\n")
    said = run(garden, "--locale", "it-IT", "english/tools.md", "italian/attrezzi.md")
    assert "docs/tools.md: written; list it under 'nav'" in said
    assert garden.read("docs/tools.md") == garden.read("english/tools.md")
    assert translations(garden, "locales/it-IT/docs/tools.po") == {
        "Tools": "Attrezzi",
        "Read [beds](beds.md).": "Leggere [le aiuole](beds.md).",
    }
    garden.write("english/tools.md", "# Other tools\n")
    said = run(garden, "--locale", "it-IT", "english/tools.md", "italian/attrezzi.md", status=1)
    assert "english/tools.md: error: the site has another text as docs/tools.md [page-differs]" in said


def test_a_folder_of_pages_of_both_forms(garden):
    shutil.copytree(BILINGUAL, garden.root / "translated", ignore=shutil.ignore_patterns("water.md", "*it-IT*"))
    (garden.root / "translated/water.es-ES.md").rename(garden.root / "translated/water.md")
    beds = "---\nms.contentlocale: es-es\n---\n# <a name='beds'></a>Bancales\n\n## <a name='raised'></a>Elevados\n"
    garden.write("translated/beds.md", beds)
    run(garden, "translated")
    assert translations(garden, "locales/es-ES/docs/beds.po") == {"Beds": "Bancales", "Raised": "Elevados"}
    assert len(translations(garden, "locales/es-ES/docs/water.po")) == 15


def test_a_translation_that_is_there_stays_and_the_conflict_is_listed(garden):
    garden.write("beds.md", "# Parcelas\n\n## Elevadas\n")
    run(garden, "--locale", "es-ES", "--page", "beds.md", "beds.md")
    garden.write("new.md", "# Bancales\n\n## Elevadas\n")
    before = files(garden)
    said = run(garden, "--locale", "es-ES", "--page", "beds.md", "new.md", status=1)
    assert "es-ES: docs/beds.md from new.md: 1 in the catalog already, 1 left out" in said
    assert (
        "new.md:1: warning: left out: locales/es-ES/docs/beds.po has another translation, which stays [import-conflict]"
        in said
    )
    assert files(garden) == before


def test_comments_headers_and_obsolete_messages_of_a_catalog_stay(garden):
    path = "locales/es-ES/docs/beds.po"
    garden.write("beds.md", "# Bancales\n\n## Elevados\n")
    text = (
        '# Ana, 2026.\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Team: Ana\\n"\n\n'
        '# Ask.\nmsgid "Gone"\nmsgstr "Ido"\n\n#~ msgid "Raised"\n#~ msgstr ""\n\n#~ msgid "Old"\n#~ msgstr "Viejo"\n'
    )
    garden.write(path, text)
    run(garden, "--locale", "es-ES", "--page", "beds.md", "beds.md")
    after = garden.read(path)
    for part in ("# Ana, 2026.", '"X-Team: Ana\\n"', '# Ask.\nmsgid "Gone"', '#~ msgid "Old"', 'msgstr "Elevados"'):
        assert part in after
    assert '#~ msgid "Raised"' not in after


REFUSED = {
    "not UTF-8": (b"# Inici\xf3\n", "bad.md:1: error: byte 0xf3 is not UTF-8 [charset]"),
    "no such language": (b"---\nms.contentlocale: fr-FR\n---\n# A\n", "bad.md:1: error: it is in 'fr-FR'"),
    "no English page": (b"# Inicio\n", "bad.md: error: its English page docs/nowhere.md is not there"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_nothing_is_written_if_one_file_cannot_be_imported(garden, reason):
    data, message = REFUSED[reason]
    shutil.copy(BILINGUAL / "water.es-ES.md", garden.root / "good.md")
    (garden.root / "bad.md").write_bytes(data)
    before = files(garden)
    page = "nowhere.md" if reason == "no English page" else "index.md"
    locale = [] if reason == "no such language" else ["--locale", "es-ES"]
    assert message in run(garden, *locale, "--page", page, "good.md", "bad.md", "good.md", status=1)
    (garden.root / "bad.md").unlink()
    assert "error: the file cannot be read" in run(garden, "good.md", "bad.md", status=1)
    (garden.root / "docs/index.md").write_bytes(b"# Caf\xe9\n")
    garden.write("bad.md", "# Inicio\n")
    said = run(garden, "--locale", "es-ES", "--page", "index.md", "bad.md", status=1)
    assert "docs/index.md:1: error: byte 0xe9 is not UTF-8" in said
    assert files(garden) == before | {str(garden.root / "docs/index.md"): b"# Caf\xe9\n"}


def test_a_catalog_that_does_not_parse_stays_as_it_is(garden):
    for tag in ("es-ES", "it-IT"):
        shutil.copy(BILINGUAL / f"water.{tag}.md", garden.root)
    garden.write("locales/it-IT/docs/water.po", "no PO\n")
    said = run(garden, "--page", "water.md", "water.es-ES.md", "water.it-IT.md", status=1)
    assert "locales/it-IT/docs/water.po:1: error: the catalog stays as it is" in said
    assert "[not-rewritten]" in said
    assert garden.read("locales/it-IT/docs/water.po") == "no PO\n"
    assert "locales/es-ES/docs/water.po: written" in said


WATER = "locales/es-ES/docs/water.po"


def test_what_is_saved_between_the_reading_and_the_writing_of_an_import_stays(garden, monkeypatch):
    shutil.copy(BILINGUAL / "water.es-ES.md", garden.root)
    run(garden, "--page", "water.md", "water.es-ES.md")
    template = garden.read(WATER)
    emptied = re.sub(r'^msgstr "(?!$).*"$', 'msgstr ""', template.partition("\n\n")[2], flags=re.MULTILINE)
    garden.write(WATER, template.partition("\n\n")[0] + "\n\n" + emptied)
    saved = garden.read(WATER).replace('msgstr ""', 'msgstr "Guardado ahora."').replace('"Guardado ahora."', '""', 1)
    import_all = importer_run._import_all

    def with_a_save(*arguments):
        out = import_all(*arguments)
        garden.write(WATER, saved)
        return out

    monkeypatch.setattr(importer_run, "_import_all", with_a_save)
    said = run(garden, "--page", "water.md", "water.es-ES.md", status=1)
    assert f"{WATER}: error: the file was changed by somebody else while isogloss was at work" in said
    assert "run the command again" in said
    assert f"{WATER}: written" not in said
    assert garden.read(WATER) == saved
    assert "Guardado ahora." in saved


def test_a_kill_at_any_system_call_of_an_import_loses_nothing(garden, monkeypatch):
    """The import dies before or after each call that it makes once it begins to write."""
    shutil.copy(BILINGUAL / "water.es-ES.md", garden.root)
    run(garden, "--page", "water.md", "water.es-ES.md")
    text = garden.read(WATER)
    # Two translations are gone; all others have to stay, whatever happens.
    last = text.rindex('msgstr "')
    begun = text[:last] + 'msgstr ""\n'
    whole, before = translations(garden, WATER), None
    import_all = importer_run._import_all
    count = died = 0

    def dying(*given):
        out = import_all(*given)
        kills.die_at(count)
        return out

    while True:
        count += 1 if "ISOGLOSS_EXAMPLES" in os.environ else 3
        garden.write(WATER, begun)
        before = before or translations(garden, WATER)
        child = os.fork()
        if child == 0:
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
            monkeypatch.setattr(importer_run, "_import_all", dying)
            garden.isogloss("import", "--page", "water.md", "water.es-ES.md")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        now = translations(garden, WATER)
        assert before.items() <= now.items() <= whole.items()
        if not os.WIFSIGNALED(status):
            break
        died += 1
    assert died > 8
    assert now == whole


MARKS = {"paragraph": "", "list item": "- ", **{f"heading {level}": "#" * level + " " for level in range(1, 5)}}


def test_a_page_that_is_translated_whole_is_aligned_whole(reader):
    aligned = 0
    for path in sample.catalogs("es-ES/docs"):
        kinds = [(entry, re.split(r" in | #", entry.comment)[0]) for entry in polib.pofile(str(path))]
        texts = [(entry, MARKS[kind]) for entry, kind in kinds if kind in MARKS and entry.msgstr and not entry.obsolete]
        texts = [(entry, mark) for entry, mark in texts if "[^" not in entry.msgid]
        both = [
            reader.read("x", "x.md", "\n\n".join(mark + getattr(entry, name) for entry, mark in texts))
            for name in ("msgid", "msgstr")
        ]
        found = align(both[0].blocks, both[1].blocks, (str, str))
        doubtful = [pair for pair in found.pairs if pair.doubt]
        assert len(doubtful) <= len(found.pairs) // 20, doubtful
        assert not found.english_alone
        assert [pair.localized.texts[0] for pair in found.pairs if pair.english.texts] == [
            next(entry.msgstr for entry, _ in texts if entry.msgid == pair.english.texts[0])
            for pair in found.pairs
            if pair.english.texts
        ]
        aligned += len(found.pairs)
    assert aligned > 100


@pytest.mark.parametrize("page", ["../water.md", "/elsewhere/water.md", "water.txt"])
def test_a_page_is_written_below_docs_only(garden, page):
    shutil.copy(BILINGUAL / "water.es-ES.md", garden.root)
    before = files(garden)
    assert f"{page}: error: this is no page below docs/" in run(garden, "--page", page, "water.es-ES.md", status=1)
    assert files(garden) == before


def test_nothing_to_import(garden):
    assert run(garden) == "there is no localized page to import\n"


# A passage is a word that no other passage has, with or without a clue that is the same in every language.
CLUES = ("", "[{0}]({0}.md)", "`{0}`", "of ABC{0}", "![]({0}.svg)")
PASSAGE = st.tuples(st.sampled_from(CLUES), st.booleans())
SECTIONS = st.lists(st.lists(PASSAGE, max_size=5), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    site = new_site(tmp_path_factory.mktemp("reader"), HOME)
    return Reader(pages.Site(site.root / "mkdocs.yml"))


@given(SECTIONS, st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_passages_one_page_lacks_no_certain_pair_is_wrong(reader, sections, english_lacks):
    whole, part = [], []
    for number, passages in enumerate(sections):
        heading = f"## x{number}"
        whole.append(heading)
        part.append(heading)
        for place, (clue, kept) in enumerate(passages):
            text = f"word{'abcdefgh'[number]}{'abcdefgh'[place]} {clue.format(f'{number}{place}')}".strip()
            whole.append(text)
            part += [text] if kept else []
    both = [reader.read("x", "x.md", "\n\n".join(page)) for page in (whole, part)]
    found = align(*[page.blocks for page in (reversed(both) if english_lacks else both)], (str, str))
    assert [pair for pair in found.pairs if not pair.doubt and pair.english.text != pair.localized.text] == []
    blocks = [*(pair.english for pair in found.pairs), *found.english_alone]
    assert len(blocks) == len(both[english_lacks].blocks)
    if whole == part:
        assert not any(pair.doubt for pair in found.pairs)
        assert not found.english_alone


def test_of_many_pages_there_is_a_summary_and_details_on_demand(tmp_path):
    twice = "## A\n\nAgain.\n\n## B\n\nAgain.\n"
    site = new_site(tmp_path, {f"p{number}.md": f"# Page {number}\n\nText.\n\n{twice}" for number in range(4)})
    for number in range(4):
        begin = "---\ntitle: T\n" + f"n: {number}\n" * number
        text = f"# Página {number} {{#page-{number}}}\n\nTexto.\n\n" + twice.replace("Again", "Otra vez", 1)
        site.write(f"docs/p{number}.es-ES.md", f"{begin}---\n{text.replace('Again', 'De nuevo')}")
    said = run(site)
    assert said.splitlines() == [
        "es-ES: 4 pages: 20 aligned, 8 left out",
        "  4 × left out: the English page has no title",
        "  4 × left out: the same English text is translated in another way",
        "each of them with its place: isogloss import --verbose",
        "4 catalogs written",
        "4 pages translated by hand are published until you remove them, such as docs/p0.es-ES.md; "
        "their translations are in the catalogs",
    ]
    said = run(site, "--verbose")
    assert "docs/p3.es-ES.md:2: warning: left out: the English page has no title" in said


def test_catalogs_of_pages_that_are_still_there_by_hand_are_one_finding_for_people(make_site):
    names = [f"{name}.md" for name in ("index", "a", "b", "c", "d")]
    site = make_site({name: f"# {name}\n\nText of it.\n" for name in names}, translated=False)
    shutil.rmtree(site.root / "locales")
    for name in names:
        site.write(f"docs/{name.replace('.md', '.es-ES.md')}", f"# {name} {{ #{name[:-3]}md }}\n\nTexto.\n")
    assert site.isogloss("import")[0] == 0
    status, said = site.isogloss("check", "--only", "catalog-without-page")
    assert status == 0
    assert said.count("[catalog-without-page]") == 1
    assert "the same at" in said
    # Who asks for one catalog, and programs, are told of each.
    assert "c.po" in site.isogloss("check", "locales/es-ES/docs/c.po")[1]
    rows = site.isogloss("check", "--only", "catalog-without-page", "--format", "json")[1]
    assert rows.count('"catalog-without-page"') == len(names)
