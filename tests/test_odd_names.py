"""Pages and folders whose names have characters that mean something in an address, in HTML, Markdown or Jinja."""

from __future__ import annotations

import json
import unicodedata
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from apart import differences_of_parallel
from hypothesis import given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs import built
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.source_pages import published_anchors
from isogloss.structure.addresses import Addresses, SourceFile, path_and_anchor, place
from lxml import html
from previewing import previewing
from running import files

SITE = "https://example.org/my%20docs%23/"
NAMES = (
    "a#b",
    "#c",
    "a?b",
    "100%",
    "a%20b",
    "a%23b",
    "with space",
    "R&D",
    "x &amp; y",
    "it's",
    'say "x"',
    "c++",
    "[x](y)",
    "a<b>",
    "{{x}}",
    "semi;colon",
    "back`tick_*star*",
    "b:c",
    "x|y",
    unicodedata.normalize("NFC", "é in one"),
    unicodedata.normalize("NFD", "é in two"),
    "😀 emoji",
    "عربي",
    "_under",
    "Case",
    "case",
    "v1.0/über#größe/index",
    "l" * 240,
)


def page(number: int) -> str:
    name, following = NAMES[number], NAMES[(number + 1) % len(NAMES)]
    up = "../" * name.count("/")
    return (
        f"# Page number {number}\n\nSome words of it.\n\n## A part\n\n"
        f"See [the next one]({up}{quote(following)}.md#a-part) and ![this]({up}{quote('pic #1?.png')}).\n\n"
        f'<img src="{up if name.endswith("index") else f"../{up}"}{quote("pic #1?.png")}" alt="That">\n'
    )


@pytest.fixture
def site(make_site):
    made = make_site({"index.md": "# Start\n"}, locales=("es-ES", "ar"), theme="material", translated=False)
    config = made.read("mkdocs.yml").replace("https://example.org/docs/", SITE)
    made.write(
        "mkdocs.yml",
        config.replace("plugins:\n", "plugins:\n  - search\n").replace("material", "material\n  font: false"),
    )
    made.write("docs/pic #1?.png", "no real picture")
    for number, name in enumerate(NAMES):
        made.write(f"docs/{name}.md", page(number))
    by_hand = page(0).replace("Some words of it", "بعض الكلمات").replace('src="../', 'src="../../')
    made.write("docs/a#b.ar.md", by_hand)
    assert made.run("isogloss", "update").returncode == 0
    for number, path in enumerate(sorted((made.root / "locales").rglob("*.po"))):
        if number % 2:
            made.translate(path.relative_to(made.root).as_posix(), {})
    return made


def file_of(address: str, here: str = "") -> str:
    """The file that a browser asks for, at an address on the page *here* of the site; empty if it is elsewhere."""
    parts = urlsplit(urljoin(SITE + quote(here).removesuffix("index.html"), address))
    if f"{parts.scheme}://{parts.netloc}" not in SITE or parts.netloc == "":
        return ""
    path = unquote(parts.path).removeprefix(unquote(urlsplit(SITE).path))
    return f"{path}index.html" if not path or path.endswith("/") else path


def led_to(folder: Path, page: str) -> set[str]:
    """The files to which a finished page leads."""
    tree = html.fromstring((folder / page).read_bytes().decode("utf-8"))
    return {file_of(address, page) for address in tree.xpath("//a/@href | //link/@href | //*/@src")} - {""}


def test_each_page_leads_to_pages_that_are_there(site):
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    folder, there = site.root / "site", set(files(site.root / "site"))
    pages = {f"{name.removesuffix('index').removesuffix('/')}/index.html" for name in NAMES}
    assert pages < there
    for tag in ("", "es-ES/", "ar/"):
        for one in pages:
            found = led_to(folder, f"{tag}{one}")
            assert found <= there, (one, found - there)
            assert {f"{other}{one}" for other in ("", "es-ES/", "ar/")} <= found, one
        index = json.loads((folder / tag / "search/search_index.json").read_text())
        found = {file_of(entry["location"]) for entry in index["docs"]}
        assert found == {f"{tag}{one}" for one in pages | {"index.html"}}
        lines = (folder / tag / "llms.txt").read_text().splitlines()
        listed = {file_of(line.rpartition("](")[2][:-1]) for line in lines if f"]({SITE}" in line}
        assert listed
        assert listed <= there
    sitemap = html.fromstring((folder / "sitemap.xml").read_bytes()).xpath("//loc/text()")
    assert {file_of(unescape(address)) for address in sitemap} <= there
    different, why = differences_of_parallel(site.root, built)
    assert (different, why) == ([], "")
    with previewing(site) as preview:
        assert preview.differences(folder, urlsplit(SITE).path) == []


def test_what_leads_elsewhere_is_still_found(site):
    """If what is escaped were read before an address is taken apart, these would be the same."""
    assert site.build("--strict").returncode == 0
    project = Site(site.root / "mkdocs.yml")
    pages = {file.dest_uri: file.src_uri for file in project.english}

    def found():
        places = project.project, site.root / "site", SITE, project.project.locales, pages
        return [str(one) for one in built.problems(*places)]

    assert found() == []
    page = site.root / "site/es-ES/a#b/index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("ar/a%23b/", "ar/a%2523b/"), encoding="utf-8")
    switcher = "the language switcher leads to ar/a%23b/index.html for ar, not to ar/a#b/index.html (in es-ES)"
    assert any(switcher in one for one in found())
    page.write_text(text.replace("%23c/#a-part", "%23c/#gone"), encoding="utf-8")
    gone = "a link leads to %23c/index.html#gone, and the page has no such anchor"
    assert any(gone in one for one in found()), found()


@given(st.text("a#%25/", max_size=8), st.text("a#%", max_size=4))
def test_a_place_is_a_path_and_an_anchor(path, anchor):
    found = place(path, anchor)
    assert path_and_anchor(found) == (path, anchor)
    assert found == f"{path}#{anchor}" or not {"#", "%"}.isdisjoint(path) or not anchor


def test_what_is_on_record_names_the_page(site):
    """A name that begins with ``#`` is no comment there."""
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - isogloss", "  - isogloss:\n      record: true"))
    for _ in range(2):  # The second build holds the pages to the record.
        assert site.build("--strict").returncode == 0
    read = published_anchors(Site(site.root / "mkdocs.yml").project)
    assert {f"{name}.md" for name in NAMES} <= {page for page, _, _ in read}


LISTED = (
    SourceFile("index.md", "index.md", built="index.html"),
    SourceFile("guide.md", "guide.md", built="guide/index.html"),
    SourceFile("guide.es-ES.md", "guide.md", "es-ES", built="es-ES/guide/index.html"),
    SourceFile("own.it-IT.md", "own.md", "it-IT", built="it-IT/own/index.html"),
    SourceFile("es-ES/about.md", "about.md", "es-ES", built="es-ES/about/index.html"),
    SourceFile("flat.md", "flat.md", built="flat.html"),
    SourceFile("chip.svg", "chip.svg", is_page=False, built="chip.svg"),
)
LED = Addresses(
    {file.path: file for file in LISTED},
    Locale("es-ES", "Español"),
    Locale("en", "English"),
    {"guide.md": {"parte": "part"}},
)


@pytest.mark.parametrize(
    ("written", "page", "fragment", "missing"),
    [
        ("guide.md#a", "guide.md", "a", False),
        ("guide%2Emd#a%20b:~:text=x", "guide.md", "a b", False),
        ("guide.es-ES.md", "guide.md", "", False),
        ("guide/", "guide.md", "", False),
        ("flat.html#a", "flat.md", "a", False),
        ("#a", "index.md", "a", False),
        ("chip.svg", "", "", False),
        ("nowhere.md", "", "", True),
        ("nowhere.PDF#a", "", "", True),
        ("nowhere/", "", "", False),
        ("/nowhere.md", "", "", False),
        ("//example.org/nowhere.md", "", "", False),
        ("//example.org", "", "", False),
        ("https:nowhere.md", "", "", False),
        ("\x02nowhere\x03.md", "", "", False),
    ],
)
def test_a_link_leads_to_a_page_or_elsewhere_or_nowhere(written, page, fragment, missing):
    found = LED.target("index.md", written)
    assert (found.written, found.page, found.fragment, found.missing) == (written, page, fragment, missing)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("guide.es-ES.md#parte", "guide.md#part"),
        ("guide.md#other", "guide.md#other"),
        ("own.it-IT.md", "own.it-IT.md"),
        ("es-ES/nowhere/", "nowhere"),
        ("en/nowhere/", "nowhere"),
        ("it/nowhere/", "it/nowhere"),
        ("es-ES", "es-ES"),
        ("/es/x?a=es#es", "/x?a=es#es"),
        ("https://es.example.org/es_ES/x", "https://example.org/x"),
        ("https://example.org/en-US/x", "https://example.org/x"),
        ("https://example.org/it/x", "https://example.org/it/x"),
        ("mailto:es@es.example.org", "mailto:es@es.example.org"),
        ("//example.org", "//example.org"),
        ("\x02/es/nowhere", "\x02/es/nowhere"),
    ],
)
def test_what_names_the_language_in_an_address_does_not_count(written, compared):
    assert LED.compared("index.md", written) == compared


def test_a_link_of_any_page_may_lead_to_a_part_of_it_or_nowhere():
    assert LED.target("flat.md", "#a").page == "flat.md"
    assert LED.target("a-page-that-a-plugin-makes.md", "nowhere.md").missing


def test_what_the_folder_of_a_language_does_not_have_may_be_beside_it():
    assert LED.target("es-ES/about.md", "guide.md").page == "guide.md"
    assert LED.target("es-ES/about.md", "../guide.md").page == "guide.md"
    assert LED.target("es-ES/about.md", "about.md").page == "about.md"
    assert LED.target("es-ES/about.md", "nowhere.md").missing
    assert LED.target("guide.es-ES.md", "es-ES/guide.md").missing, "there is no such folder"
    assert LED.compared("es-ES/about.md", "nowhere.md") == "nowhere.md"
