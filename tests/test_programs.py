"""What programs are told of a site: cards of links (Open Graph), ``llms.txt`` and ``robots.txt``."""

from __future__ import annotations

import re

import pytest
from isogloss.project import Locale
from isogloss.reader.abbreviations import with_first_ones
from isogloss.reader.programs import Entry, Group, llms
from lxml import html

PAGES = {
    "index.md": "---\ndescription: All of it.\nimage: shown.png\n---\n\n# Start\n\nHello.\n",
    "part/guide.md": "---\ntitle: The [guide]\n---\n\n# Guide\n\nOne.\n",
    "part/more.md": "# More\n\nTwo.\n",
    "part/deep/end.md": "# End\n\nThree.\n",
}
ROOT = "https://docs.example/"


def a_site(make_site, base=ROOT, options="", theme="material", own=()):
    """Spanish has two pages, Italian none."""
    site = make_site(PAGES, locales=("es-ES", "it-IT"), theme=theme, options=options, translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("https://example.org/docs/", base))
    for path, text in own:
        site.write(path, text)
    site.write("docs/shown.png", "")
    site.translate("locales/es-ES/docs/index.po", {"All of it.": "Todo.", "Start": "Inicio"})
    site.translate("locales/es-ES/docs/part/guide.po", {"The [guide]": "La [guía]"})
    built = site.build()
    assert built.returncode == 0, built.stderr
    return site


def card(site, page):
    """What a page says of itself, in order."""
    metas = html.parse(site.root / "site" / page / "index.html").getroot().xpath("//head/meta[@property]")
    return [(one.get("property").removeprefix("og:"), one.get("content")) for one in metas]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_link_to_a_page_is_shown_in_its_language(make_site, theme):
    site = a_site(make_site, theme=theme)
    assert card(site, "es-ES") == [
        ("title", "Inicio"),
        ("description", "Todo."),
        ("url", f"{ROOT}es-ES/"),
        ("image", f"{ROOT}shown.png"),
        ("locale", "es_ES"),
    ]
    assert card(site, "") == [
        ("title", "Start"),
        ("description", "All of it."),
        ("url", ROOT),
        ("image", f"{ROOT}shown.png"),
        ("locale", "en_US"),
    ]
    # Nothing of it is Italian: it is the English page, as search engines are told.
    assert card(site, "it-IT") == card(site, "")
    assert card(site, "es-ES/part/more") == [("title", "More"), ("url", f"{ROOT}part/more/"), ("locale", "en_US")]


def test_a_title_is_text(make_site):
    site = make_site({"index.md": "# Cats & dogs `<b>`\n\nHello.\n", "other.md": "---\ntitle: A & B\n---\n\n# C\n"})
    assert site.build().returncode == 0
    for path in ("", "es-ES"):
        assert dict(card(site, path))["title"] == "Cats & dogs <b>"
    assert "[Cats & dogs \\<b>](" in site.read("site/llms.txt")
    assert "[A & B](" in site.read("site/llms.txt")


def test_what_a_page_says_of_itself_already_stays(make_site):
    own = '{% extends "base.html" %}{% block extrahead %}<meta property="og:title" content="Own">{% endblock %}'
    site = make_site(PAGES, theme="material")
    site.write("overrides/main.html", own)
    site.write(
        "mkdocs.yml", site.read("mkdocs.yml").replace("name: material", "name: material\n  custom_dir: overrides")
    )
    assert site.build().returncode == 0
    assert [text for name, text in card(site, "es-ES") if name == "title"] == ["Own"]
    assert dict(card(site, "es-ES"))["locale"] == "es_ES"


@pytest.mark.parametrize(
    ("tag", "expected"), {"es-ES": "es_ES", "ar": "ar_EG", "ja": "ja_JP", "zh-Hant": "zh_TW", "en": "en_US"}.items()
)
def test_a_language_without_a_country_is_that_of_most_who_speak_it(tag, expected):
    assert Locale(tag, tag).open_graph == expected


def test_each_language_has_its_pages_in_a_file_of_its_own(make_site):
    site = a_site(make_site)
    assert (
        site.read("site/llms.txt")
        == f"""\
# Test site

## Test site

- [Start]({ROOT}): All of it.

## Part

- [The \\[guide\\]]({ROOT}part/guide/)
- [More]({ROOT}part/more/)

## Deep

- [End]({ROOT}part/deep/end/)

## Optional

- [es-ES]({ROOT}es-ES/llms.txt)
"""
    )
    spanish = site.read("site/es-ES/llms.txt")
    assert re.findall(r"- \[(.*)\]\((.*)\)(.*)", spanish) == [
        ("Inicio", f"{ROOT}es-ES/", ": Todo."),
        (r"La \[guía\]", f"{ROOT}es-ES/part/guide/", ""),
        ("English", f"{ROOT}llms.txt", ""),
    ]
    assert "docs.example/" in re.findall(r"\((.*)\)", site.read("site/it-IT/llms.txt"))[0]


def test_robots_are_led_to_the_sitemap_where_they_look_for_it(make_site):
    site = a_site(make_site)
    assert site.read("site/robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {ROOT}sitemap.xml\n"
    assert not (site.root / "site/es-ES/robots.txt").exists()


@pytest.mark.parametrize("base", ["https://shared.example/docs/", "''"])
def test_below_a_folder_nobody_looks_for_robots(make_site, base):
    site = a_site(make_site, base=base)
    assert not (site.root / "site/robots.txt").exists()
    start = "https://shared.example/docs/" if base != "''" else "."
    assert f"- [Start]({start})" in site.read("site/llms.txt")


def test_files_of_the_site_itself_stay(make_site):
    own = (("docs/robots.txt", "mine\n"), ("docs/llms.txt", "mine too\n"))
    site = a_site(make_site, own=own)
    assert (site.read("site/robots.txt"), site.read("site/llms.txt")) == ("mine\n", "mine too\n")


def test_each_of_them_can_be_turned_off(make_site):
    site = a_site(make_site, options=":\n      reader: {robots: false, llms: false, open_graph: false}")
    assert not list(site.root.glob("site/**/*.txt"))
    assert card(site, "es-ES") == []


def test_a_title_is_one_line_and_no_other_link():
    text = llms("Site\nof mine", "", [Group("G", [Entry("a](b) [c\\", "x/", "two\nlines")]), Group("Empty", [])], [])
    assert text == "# Site of mine\n\n## G\n\n- [a\\](b) \\[c\\\\](x/): two lines\n"


def test_the_first_abbreviation_of_each_kind_in_a_section_is_marked():
    page = (
        '<p><abbr title="o">X</abbr></p><article><h1><abbr title="o">X</abbr></h1>'
        '<p><abbr title="o">X</abbr> <abbr class="a" title="p">Y</abbr> <abbr title="o">X</abbr>'
        '<a href="#"><abbr title="z">Z</abbr></a></p><h2>H</h2><p><abbr title="o">X</abbr></p></article>'
    )
    marked = re.findall("<abbr data-first[^>]*>(.)", with_first_ones(page))
    assert marked == ["X", "Y", "X"]
    assert with_first_ones(page).replace(" data-first", "") == page
    assert with_first_ones("<p><abbr>X</abbr>") == "<p><abbr>X</abbr>"
