"""This repository's site, built for real and read with an HTML parser: every page in every locale."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from built_pages import BLOCKS, Built, english_pages, locales
from conftest import ROOT, Site

LOCALES = locales()


def test_there_are_pages_and_locales(own_site):
    assert {"es-ES", "it-IT"} <= set(LOCALES)
    assert len(english_pages(own_site)) >= 13


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_has_the_english_heading_ids_in_order(own_site, locale):
    for path in english_pages(own_site):
        english = Built(own_site, path).headings()
        assert english, path
        assert Built(own_site, path, locale).headings() == english, path


@pytest.mark.parametrize("locale", LOCALES)
def test_every_block_leads_where_the_english_block_leads(own_site, locale):
    links = 0
    for path in english_pages(own_site):
        english = Built(own_site, path).blocks()
        assert Built(own_site, path, locale).blocks() == english, path
        links += sum(len(links) for _, links, _, _ in english)
    assert links > 200


@pytest.mark.parametrize("locale", ["", *LOCALES])
def test_fragments_resolve_in_the_same_locale(own_site, locale):
    for path in english_pages(own_site):
        page = Built(own_site, path, locale)
        ids = set(page.tree.xpath("//@id"))
        for address in page.article.xpath(".//a/@href"):
            if address.startswith("#"):
                assert address[1:] in ids, (locale, path, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_links_stay_in_the_locale(own_site, locale):
    for path in english_pages(own_site):
        page = Built(own_site, path, locale)
        for address in page.article.xpath(".//a/@href"):
            parts = urlsplit(address)
            if not parts.scheme and parts.path:
                target = (own_site / locale / path).parent / parts.path
                assert (own_site / locale) in target.resolve().parents or target.resolve() == own_site / locale, (
                    path,
                    address,
                )


@pytest.mark.parametrize("locale", ["en", *LOCALES])
def test_html_says_its_language_with_the_region(own_site, locale):
    folder = "" if locale == "en" else locale
    for path in english_pages(own_site):
        root = Built(own_site, path, folder).tree
        assert root.get("lang") == locale
        assert root.xpath("//body/@dir") == ["ltr"]


def test_passages_are_english_just_where_a_catalog_is_not_finished(own_site):
    status = Site(ROOT).run("isogloss", "status", "--format", "json")
    rows = [row for row in json.loads(status.stdout) if row["source"].startswith("docs/")]
    assert len(rows) == len(LOCALES) * len(english_pages(own_site))
    for row in rows:
        page = row["source"].removeprefix("docs/").removesuffix(".md")
        path = page + ".html" if page.split("/")[-1] == "index" else page + "/index.html"
        english = Built(own_site, path, row["locale"]).article.xpath(".//*[@lang='en']")
        assert bool(english) == (row["percent"] < 100), row


@pytest.mark.parametrize("locale", ["", *LOCALES])
def test_language_switcher_keeps_the_page(own_site, locale):
    for path in english_pages(own_site):
        page = Built(own_site, path, locale)
        links = page.tree.xpath("//a[contains(@class, 'md-select__link')]")
        assert [link.get("hreflang") for link in links] == ["en", *LOCALES]
        for link in links:
            other = "" if link.get("hreflang") == "en" else link.get("hreflang")
            expected = (own_site / other / path).parent
            address = urlsplit(link.get("href")).path
            # The start pages link each other by absolute path, as the switcher's configuration does.
            start = own_site if address.startswith("/") else (own_site / locale / path).parent
            assert (start / address.lstrip("/")).resolve() == expected.resolve(), (path, link.get("href"))


def test_start_page_keeps_the_anchors_of_the_first_pages(own_site):
    for locale in ("", *LOCALES):
        ids = [identifier for _, identifier in Built(own_site, "index.html", locale).headings()]
        wanted = ["gpu-accelerated-ml-training", "professionals", "students-and-beginners", "next-steps"]
        assert [identifier for identifier in ids if identifier in wanted] == wanted


def test_start_page_has_an_alert_and_an_image_with_a_localized_alternative_text(own_site):
    texts = set()
    for locale in ("", *LOCALES):
        article = Built(own_site, "index.html", locale).article
        assert article.xpath(".//div[contains(@class, 'admonition note')]/p[@class='admonition-title']")
        (alternative,) = article.xpath(".//img/@alt")
        texts.add(alternative)
    assert len(texts) == 1 + len(LOCALES)


def test_no_page_asks_another_host_for_anything(own_site):
    for locale in ("", *LOCALES):
        for path in english_pages(own_site):
            tree = Built(own_site, path, locale).tree
            addresses = tree.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='preconnect']/@href")
            assert [address for address in addresses if urlsplit(address).netloc] == [], path


def test_each_locale_has_a_search_index_of_its_own(own_site):
    words = {"": "Troubleshooting", "es-ES": "Solución de problemas", "it-IT": "Risoluzione dei problemi"}
    for locale in ("", *LOCALES):
        index = json.loads((own_site / locale / "search/search_index.json").read_text(encoding="utf-8"))
        assert len(index["docs"]) > 100
        assert index["config"]["lang"] == [locale.partition("-")[0] or "en"]
        others = tuple(f"{tag}/" for tag in LOCALES if tag != locale)
        assert not any(entry["location"].startswith(others) for entry in index["docs"])
        page = (own_site / locale / "troubleshooting/index.html").read_text(encoding="utf-8")
        assert ('"base": "../.."' if locale else '"base": ".."') in page
        if locale in words:
            (entry,) = [
                entry for entry in index["docs"] if entry["location"] == f"{locale}/troubleshooting/".lstrip("/")
            ]
            assert entry["title"] == words[locale]


def test_error_page_is_in_the_source_language(own_site):
    assert '<html lang="en"' in (own_site / "404.html").read_text(encoding="utf-8")
    assert not list(own_site.glob("*/404.html"))


def test_titles_and_navigation_are_translated(own_site):
    for path in english_pages(own_site):
        english, spanish = Built(own_site, path), Built(own_site, path, "es-ES")
        assert english.tree.xpath("//title/text()") != spanish.tree.xpath("//title/text()"), path
    nav = Built(own_site, "index.html", "es-ES").tree.xpath("//nav[contains(@class, 'md-nav--primary')]")[0]
    assert "Solución de problemas" in nav.text_content()
    assert "Troubleshooting" not in nav.text_content()


def test_blocks_are_what_the_comparison_thinks_they_are(own_site):
    page = Built(own_site, "troubleshooting/index.html")
    assert {tag for tag, *_ in page.blocks()} <= set(BLOCKS)
    assert any(links for tag, links, *_ in page.blocks() if tag == "td")
