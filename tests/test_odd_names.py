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
from isogloss.review.source_pages import published_anchors
from isogloss.structure.addresses import path_and_anchor, place
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
