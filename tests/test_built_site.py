"""The sample site, built for real and read with an HTML parser: every page in every locale."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from built_pages import BLOCKS, Built, english_pages
from conftest import Site
from sample import LOCALES, pages


def test_there_are_pages_and_locales(built_sample):
    built = {path.removesuffix("index.html").removesuffix("/") or "index" for path in english_pages(built_sample)}
    assert {f"{page}.md" for page in built} == set(pages())
    assert {path.name for path in built_sample.iterdir()} >= set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_has_the_english_heading_ids_in_order(built_sample, locale):
    for path in english_pages(built_sample):
        english = Built(built_sample, path).headings()
        assert english, path
        assert Built(built_sample, path, locale).headings() == english, path


@pytest.mark.parametrize("locale", LOCALES)
def test_every_block_leads_where_the_english_block_leads(built_sample, locale):
    links = 0
    for path in english_pages(built_sample):
        english = Built(built_sample, path).blocks()
        assert Built(built_sample, path, locale).blocks() == english, path
        links += sum(len(links) for _, links, _, _ in english)
    assert links > 60


@pytest.mark.parametrize("locale", ["", *LOCALES])
def test_fragments_resolve_in_the_same_locale(built_sample, locale):
    for path in english_pages(built_sample):
        page = Built(built_sample, path, locale)
        ids = set(page.tree.xpath("//@id"))
        for address in page.article.xpath(".//a/@href"):
            if address.startswith("#"):
                assert address[1:] in ids, (locale, path, address)


@pytest.mark.parametrize("locale", LOCALES)
def test_links_stay_in_the_locale(built_sample, locale):
    for path in english_pages(built_sample):
        page = Built(built_sample, path, locale)
        for address in page.article.xpath(".//a[not(contains(@class, 'isogloss-switch'))]/@href"):
            parts = urlsplit(address)
            if not parts.scheme and parts.path:
                target = (built_sample / locale / path).parent / parts.path
                assert (
                    built_sample / locale
                ) in target.resolve().parents or target.resolve() == built_sample / locale, (
                    path,
                    address,
                )


@pytest.mark.parametrize("locale", ["en", *LOCALES])
def test_html_says_its_language_with_the_region(built_sample, locale):
    folder = "" if locale == "en" else locale
    for path in english_pages(built_sample):
        root = Built(built_sample, path, folder).tree
        assert root.get("lang") == locale
        assert root.xpath("//body/@dir") == ["ltr"]


def test_passages_are_english_just_where_a_catalog_is_not_finished(sample_site, built_sample):
    status = Site(sample_site).run("isogloss", "status", "--format", "json")
    rows = [row for row in json.loads(status.stdout) if row["source"].startswith("docs/")]
    assert len(rows) == len(LOCALES) * len(english_pages(built_sample))
    for row in rows:
        page = row["source"].removeprefix("docs/").removesuffix(".md")
        path = page + ".html" if page.split("/")[-1] == "index" else page + "/index.html"
        english = Built(built_sample, path, row["locale"]).article.xpath(".//*[@lang='en']")
        assert bool(english) == (row["percent"] < 100), row


@pytest.mark.parametrize("locale", ["", *LOCALES])
def test_language_switcher_keeps_the_page(built_sample, locale):
    for path in english_pages(built_sample):
        page = Built(built_sample, path, locale)
        links = page.tree.xpath("//a[contains(@class, 'md-select__link')]")
        assert [link.get("hreflang") for link in links] == ["en", *LOCALES]
        for link in links:
            other = "" if link.get("hreflang") == "en" else link.get("hreflang")
            expected = (built_sample / other / path).parent
            address = urlsplit(link.get("href")).path
            # The start pages link each other by absolute path, as the switcher's configuration does.
            start = built_sample if address.startswith("/") else (built_sample / locale / path).parent
            assert (start / address.lstrip("/")).resolve() == expected.resolve(), (path, link.get("href"))


def test_start_page_keeps_the_anchors_of_the_first_pages(built_sample):
    for locale in ("", *LOCALES):
        ids = [identifier for _, identifier in Built(built_sample, "index.html", locale).headings()]
        wanted = ["gpu-accelerated-ml-training", "professionals", "students-and-beginners", "next-steps"]
        assert [identifier for identifier in ids if identifier in wanted] == wanted


def test_start_page_has_an_alert_and_an_image_with_a_localized_alternative_text(built_sample):
    texts = set()
    for locale in ("", *LOCALES):
        article = Built(built_sample, "index.html", locale).article
        assert article.xpath(".//div[contains(@class, 'admonition note')]/p[@class='admonition-title']")
        (alternative,) = article.xpath(".//img/@alt")
        texts.add(alternative)
    assert len(texts) == 1 + len(LOCALES)


def test_no_page_asks_another_host_for_anything(built_sample):
    for locale in ("", *LOCALES):
        for path in english_pages(built_sample):
            tree = Built(built_sample, path, locale).tree
            addresses = tree.xpath("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='preconnect']/@href")
            assert [address for address in addresses if urlsplit(address).netloc] == [], path


def test_each_locale_has_a_search_index_of_its_own(built_sample):
    words = {"": "Troubleshooting", "es-ES": "Solución de problemas", "it-IT": "Risoluzione dei problemi"}
    for locale in ("", *LOCALES):
        index = json.loads((built_sample / locale / "search/search_index.json").read_text(encoding="utf-8"))
        assert len(index["docs"]) > 40
        assert index["config"]["lang"] == [locale.partition("-")[0] or "en"]
        others = tuple(f"{tag}/" for tag in LOCALES if tag != locale)
        assert not any(entry["location"].startswith(others) for entry in index["docs"])
        page = (built_sample / locale / "troubleshooting/index.html").read_text(encoding="utf-8")
        assert ('"base": "../.."' if locale else '"base": ".."') in page
        if locale in words:
            (entry,) = [
                entry for entry in index["docs"] if entry["location"] == f"{locale}/troubleshooting/".lstrip("/")
            ]
            assert entry["title"] == words[locale]


def test_error_page_is_in_the_source_language(built_sample):
    assert '<html lang="en"' in (built_sample / "404.html").read_text(encoding="utf-8")
    assert not list(built_sample.glob("*/404.html"))


def test_titles_and_navigation_are_translated(built_sample):
    for path in english_pages(built_sample):
        english, spanish = Built(built_sample, path), Built(built_sample, path, "es-ES")
        assert english.tree.xpath("//title/text()") != spanish.tree.xpath("//title/text()"), path
    nav = Built(built_sample, "index.html", "es-ES").tree.xpath("//nav[contains(@class, 'md-nav--primary')]")[0]
    assert "Solución de problemas" in nav.text_content()
    assert "Troubleshooting" not in nav.text_content()


def test_blocks_are_what_the_comparison_thinks_they_are(built_sample):
    page = Built(built_sample, "troubleshooting/index.html")
    assert {tag for tag, *_ in page.blocks()} <= set(BLOCKS)
    assert any(links for tag, links, *_ in page.blocks() if tag == "td")
