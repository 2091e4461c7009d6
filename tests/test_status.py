"""How far the translations are: as a table, as JSON, as badges, and as a page of the site that is built for real."""

from __future__ import annotations

import json
import os
import re
import subprocess
import xml.etree.ElementTree as etree
from datetime import date, datetime, timedelta, timezone

import pytest
from conftest import Site
from isogloss.catalogs.badges import badge
from isogloss.hosts.mkdocs.status_page import edit_address
from lxml import html
from mkdocs.config import load_config

PAGES = {
    "index.md": "# Start\n\nSome text.\n\n[How far?](status.md)\n",
    "guide.md": "# Guide & more\n\n[Start](index.md)\n",
}
ON = ":\n      status: true"
LINKS = {"en": "", "es-ES": "es-ES/", "x-default": ""}
EDIT = "https://forge.example/team/site/edit/main/docs/"


def set_header(site, path: str, **fields: str) -> None:
    catalog = site.catalog(path)
    catalog.metadata |= {name.replace("_", "-"): value for name, value in fields.items()}
    catalog.save()


def commit(site, when: date, *paths: str) -> None:
    """Commit *paths* as if it were noon of *when*."""
    stamp = f"{when}T12:00:00+00:00"
    env = {**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    for command in (["init", "-q"], ["add", *paths], ["commit", "-qm", "x"]):
        who = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
        subprocess.run(["git", *who, *command], cwd=site.root, env=env, check=True)


def rows(site) -> dict[str, dict]:
    said = site.run("isogloss", "status", "--format", "json")
    assert said.returncode == 0, said.stderr
    return {f"{row['locale']} {row['source']}": row for row in json.loads(said.stdout)}


@pytest.fixture
def material(make_site):
    """A site with the page, in the navigation and linked from a page; Spanish has something left to do."""
    site = make_site(PAGES, locales=("es-ES", "ur"), options=ON, theme="material")
    config = site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n")
    nav = "nav:\n  - Start: index.md\n  - Guide: guide.md\n  - How far: status.md\n"
    site.write("mkdocs.yml", f"edit_uri: {EDIT}\n{nav}{config}")
    assert site.run("isogloss", "update").returncode == 0
    for tag in ("es-ES", "ur"):
        site.translate(f"locales/{tag}/mkdocs.po", {})
    catalog = site.catalog("locales/es-ES/docs/guide.po")
    catalog.find("Guide & more").flags = ["fuzzy"]
    catalog.save()
    set_header(site, "locales/es-ES/docs/guide.po", X_Translation_Type="MT")
    return site


def test_json_tells_who_of_what_and_when(make_site):
    site = make_site(PAGES, options=ON)
    set_header(site, "locales/es-ES/docs/index.po", X_Translation_Type="MT")
    set_header(site, "locales/es-ES/docs/guide.po", X_Translation_Type="HT")
    assert rows(site)["es-ES docs/index.md"]["changed"] is None
    today = datetime.now(timezone.utc).date()
    commit(site, today - timedelta(days=40), "locales/es-ES/docs", "mkdocs.yml")
    set_header(site, "locales/es-ES/docs/guide.po", Last_Translator="Ana")
    commit(site, today, "locales/es-ES/docs/guide.po")

    found = rows(site)
    index, guide, strings = (found[f"es-ES {name}"] for name in ("docs/index.md", "docs/guide.md", "mkdocs"))
    wanted = ("catalog", "type", "changed", "age", "written_by_hand")
    assert [index[name] for name in wanted] == [
        "locales/es-ES/docs/index.po", "machine", str(today - timedelta(days=40)), 40, None,
    ]  # fmt: skip
    assert [guide[name] for name in wanted[1:4]] == ["human", str(today), 0]
    assert [strings[name] for name in wanted[1:4]] == [None, None, None]

    lines = site.run("isogloss", "status", "--verbose").stdout.splitlines()
    (line,) = [line for line in lines if line.startswith("docs/index.md")]
    assert line.split() == ["docs/index.md", "100", "%", "0", "0", "machine", "40", "days"]
    (line,) = [line for line in lines if line.startswith("docs/guide.md")]
    assert line.endswith(" human   today")
    assert max(map(len, lines)) <= 80
    assert not any("refused" in line for line in lines)


def test_a_clone_without_history_does_not_know_when(make_site, tmp_path):
    site = make_site(PAGES, options=ON)
    commit(site, date(2020, 1, 1), ".")
    set_header(site, "locales/es-ES/docs/guide.po", X_Translation_Type="HT")
    commit(site, date(2021, 1, 1), ".")
    set_header(site, "locales/es-ES/docs/guide.po", X_Translation_Type="MT")
    commit(site, date(2022, 1, 1), ".")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "2", f"file://{site.root}", clone], check=True)
    found = rows(Site(clone))
    assert found["es-ES docs/guide.md"]["changed"] == "2022-01-01"
    assert found["es-ES docs/index.md"]["changed"] is None
    assert rows(site)["es-ES docs/index.md"]["changed"] == "2020-01-01"


def test_the_table_stays_within_80_columns(make_site):
    locales = ("es-ES", "it-IT", "fr-FR", "pt-BR", "zh-Hans", "he", "ja", "ko", "de-DE", "nl-NL", "sv-SE", "fi-FI")
    site = make_site(PAGES, locales=locales, options=ON, translated=False)
    site.translate("locales/fi-FI/docs/guide.po", {})
    lines = site.run("isogloss", "status").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    heads = [line.split() for line in lines if re.match(r" +[a-z]", line)]
    assert len(heads) == 2
    assert tuple(tag for line in heads for tag in line) == locales
    assert [line for line in lines if line.startswith("docs/guide.md")][-1].split()[-2:] == ["100", "%"]


def test_where_there_is_nothing_to_translate_it_is_not_done(make_site):
    """Who has just begun has no templates of their own, and pages of code alone."""
    site = make_site({"index.md": "# Start\n", "code.md": "```\nls\n```\n"}, translated=False)
    for command in (["status"], ["status", "--verbose"]):
        said = site.isogloss(*command)[1]
        assert re.search(r"^docs/index.md +0 %", said, re.MULTILINE)
        assert re.search(r"^docs/code.md +0 %", said, re.MULTILINE), "its title is a text of the navigation"
        assert re.search(r"^overrides +-(?= |$)", said, re.MULTILINE)


def test_a_page_written_by_hand_has_no_numbers(make_site):
    site = make_site(PAGES, locales=("es-ES", "it-IT"), options=ON)
    site.write("docs/guide.es-ES.md", "# Guide & more\n\n[Inicio](index.md)\n")
    (site.root / "locales/es-ES/docs/guide.po").unlink()
    commit(site, date(2020, 1, 1), "docs")
    found = rows(site)
    assert found["es-ES docs/guide.md"]["written_by_hand"] == "docs/guide.es-ES.md"
    assert found["es-ES docs/guide.md"]["changed"] == "2020-01-01"
    assert found["es-ES docs/guide.md"]["percent"] is None
    assert found["it-IT docs/guide.md"]["percent"] == 100
    text = site.run("isogloss", "status").stdout
    assert re.search(r"docs/guide.md +by hand +100 %", text)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    (cell,) = html.parse(site.root / "site/status/index.html").xpath("//td[contains(., 'written by hand')]")
    assert cell.getparent().xpath("th")[0].text_content() == "Guide & more"


def test_the_page_has_a_row_for_each_page_and_a_column_for_each_locale(material):
    built = material.build("--strict")
    assert built.returncode == 0, built.stderr
    tree = html.parse(material.root / "site/status/index.html").getroot()
    assert tree.get("lang") == "en"
    (table,) = tree.xpath("//article//table")
    assert table.xpath("caption/text()") == ["Translations of each page"]
    assert table.xpath("thead//th[@scope='col']//text()") == ["Page", "es-ES", "ur"]
    assert table.xpath("thead//th/span/@lang") == ["es-ES", "ur"]
    assert table.xpath("thead//th/span/@dir") == ["ltr", "rtl"]
    names = table.xpath("tbody/tr/th[@scope='row']")
    assert [name.text_content() for name in names] == ["Start", "Guide", "Navigation and site strings"]
    assert [name.xpath("a/@href") for name in names] == [["../"], ["../guide/"], []]
    spanish, urdu = table.xpath("tbody/tr[2]/td")
    found = rows(material)["es-ES docs/guide.md"]
    assert (found["percent"], found["fuzzy"], found["missing"]) == (50, 1, 0)
    assert " ".join(spanish.text_content().split()) == "50 % outdated: 1 by machine"
    assert urdu.text_content().strip() == "100 %"
    base = EDIT.replace("docs/", "")
    assert spanish.xpath("a/@href") == [f"{base}locales/es-ES/docs/guide.po"]
    assert spanish.xpath("a/@aria-label") == ["50 %: locales/es-ES/docs/guide.po"]


def test_the_page_is_there_in_every_language_with_the_same_numbers(material):
    built = material.build("--strict")
    assert built.returncode == 0, built.stderr
    site = material.root / "site"
    pages = {path.relative_to(site).as_posix() for path in site.rglob("status/*")}
    images = {"status/es-ES.svg", "status/ur.svg"}
    assert pages == {"status/index.html", "es-ES/status/index.html", "ur/status/index.html", *images}
    for tag in ("es-ES", "ur"):
        tree = html.parse(site / tag / "index.html")
        assert tree.xpath("//article//a[text()='How far?']/@href") == ["status/"]
        (entry,) = set(tree.xpath("//nav//a[contains(., 'How far')]/@href"))
        assert entry == "status/"
    tree = html.parse(site / "status/index.html")
    # Nobody has translated the words of the page to Urdu.
    links = {one.get("hreflang"): one.get("href") for one in tree.xpath("//link[@hreflang]")}
    assert links == {tag: f"https://example.org/docs/{at}status/" for tag, at in LINKS.items()}
    links = tree.xpath("//a[contains(@class, 'md-select__link')]")
    addresses = {link.get("hreflang"): link.get("href") for link in links}
    assert addresses == {"en": "./", "es-ES": "../es-ES/status/", "ur": "../ur/status/"}
    spanish, urdu = (html.parse(site / tag / "status/index.html") for tag in ("es-ES", "ur"))
    assert spanish.xpath("//article//table/caption/text()") == ["Traducciones de cada página"]
    cells = [" ".join(cell.text_content().split()) for cell in spanish.xpath("//article//tbody/tr[2]/*")]
    assert cells == ["Guide", "50 % desactualizados: 1 automática", "100 %"]
    assert spanish.xpath("//article//tbody/tr/th/a/@href") == ["../", "../guide/"]
    assert spanish.xpath("//article//li/img/@src") == ["../../status/es-ES.svg", "../../status/ur.svg"]
    assert [one.tag for one in urdu.xpath("//article/*[@lang='en' and @dir='ltr']")] == ["h1", "p", "ul", "div"]
    assert spanish.xpath("//article/h1/@id") == tree.xpath("//article/h1/@id") == ["translation-status"]
    guide = html.parse(site / "guide/index.html").xpath("//a[@hreflang='ur']/@href")
    assert guide == ["../ur/guide/"]
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    texts = [entry["text"] for entry in index["docs"] if entry["location"].startswith("status/")]
    assert texts
    assert not any("%" in text for text in texts)
    for tag in ("es-ES", "ur"):
        rows = json.loads((site / tag / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
        assert not any("%" in row["text"] for row in rows if row["location"].startswith(f"{tag}/status/"))


def test_translators_have_nothing_to_do_with_the_page(material):
    said = material.run("isogloss", "update").stdout
    assert "status" not in said
    assert not list((material.root / "locales").rglob("status.po"))
    assert "Translation status" not in "".join(path.read_text() for path in material.root.rglob("*.po"))
    checked = material.run("isogloss", "check")
    assert (checked.returncode, "status.md" in checked.stdout + checked.stderr) == (0, False), checked.stderr
    assert "Fuzzy" not in material.run("isogloss", "check", "--coverage").stdout


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_other_themes_and_addresses_have_it_too(make_site, structure):
    folder = "en/" if structure == "folder" else ""
    pages = {f"{folder}{path}": text.replace("[How far?](status.md)", "More.") for path, text in PAGES.items()}
    site = make_site(pages, options=ON, structure=structure)
    config = site.read("mkdocs.yml").replace("plugins:\n", "use_directory_urls: false\nplugins:\n  - search\n")
    site.write("mkdocs.yml", config)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    tree = html.parse(site.root / "site/status.html")
    assert tree.xpath("//table[caption]//th/a/@href") == ["index.html", "guide.html"]
    (picture,) = tree.xpath("//ul[@class='isogloss-badges']//img/@src")
    assert (site.root / "site" / picture).read_text(encoding="utf-8") == badge("es-ES", 100)
    # Without edit_uri there is nothing to link to.
    assert tree.xpath("//table[caption]//td/text()") == ["100 %"] * 3
    assert tree.xpath("//table[caption]//td/a") == []


def test_a_site_does_not_have_the_page_unasked(make_site):
    site = make_site({"index.md": "# Start\n"})
    assert site.build("--strict").returncode == 0
    assert not (site.root / "site/status").exists()


def test_a_page_of_that_name_is_not_overwritten(make_site):
    site = make_site({"index.md": "# Start\n", "status.md": "# Ours\n"})
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - isogloss", f"  - isogloss{ON}"))
    built = site.build()
    assert built.returncode == 1
    assert "docs/status.md:1: error: " in built.stderr
    assert "[status-page]" in built.stderr
    assert "rename that page, or leave out 'status: true'" in built.stderr


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (f"edit_uri: {EDIT}", "https://forge.example/team/site/edit/main/locales/he/docs/a.po"),
        (
            "repo_url: https://forge.example/team/site\nedit_uri: blob/main/site/docs",
            "https://forge.example/team/site/blob/main/site/locales/he/docs/a.po",
        ),
        (
            "repo_url: https://github.com/team/site",
            "https://github.com/team/site/edit/master/locales/he/docs/a.po",
        ),
        (
            "repo_url: https://forge.example/team\nedit_uri: '?file=main/docs/'",
            "https://forge.example/team?file=main/locales/he/docs/a.po",
        ),
        (
            "edit_uri_template: https://forge.example/e/docs/{path_noext}/now",
            "https://forge.example/e/locales/he/docs/a/now",
        ),
        ("edit_uri_template: https://forge.example/e?p={path!q}", None),
        ("edit_uri_template: https://forge.example/{path}", None),
        ("repo_url: https://forge.example/team", None),
        ("edit_uri: ''\nrepo_url: https://github.com/team/site", None),
    ],
)
def test_a_catalog_is_edited_where_pages_are(tmp_path, settings, expected):
    (tmp_path / "docs").mkdir()
    path = tmp_path / "mkdocs.yml"
    path.write_text(f"site_name: x\n{settings}\n", encoding="utf-8")
    assert edit_address(load_config(str(path)), "locales/he/docs/a.po") == expected


def test_badges_are_drawn_once(make_site):
    site = make_site(PAGES, locales=("es-ES", "ur"), options=ON)
    first = site.run("isogloss", "status", "--badges", "docs/badges")
    assert first.stdout.splitlines() == ["docs/badges/es-ES.svg: written", "docs/badges/ur.svg: written"]
    drawn = site.read("docs/badges/ur.svg")
    assert "100 %" in drawn
    again = site.run("isogloss", "status", "--badges", "docs/badges", "--locale", "ur")
    assert again.stdout == "docs/badges/ur.svg: nothing changed\n"
    assert site.read("docs/badges/ur.svg") == drawn


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("percent", [0, 49, 50, 79, 80, 99, 100])
def test_badges_are_read_aloud_and_seen(percent):
    drawing = badge("zh-Hans", percent)
    root = etree.fromstring(drawing)
    svg = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{svg}title") == f"zh-Hans: {percent} % translated"
    assert [text.text for text in root.iter(f"{svg}text")] == ["zh-Hans", f"{percent} %"]
    assert drawing.count("http") == 1  # the namespace; nothing is loaded from anywhere
    grounds = [root.find(f"{svg}rect").get("fill"), root.find(f"{svg}path").get("fill")]
    white = luminance(root.find(f"{svg}g").get("fill"))
    assert all((white + 0.05) / (luminance(ground) + 0.05) >= 4.5 for ground in grounds)
    ends = [float(text.get("x")) + float(text.get("textLength")) for text in root.iter(f"{svg}text")]
    assert ends[1] < float(root.get("width"))
