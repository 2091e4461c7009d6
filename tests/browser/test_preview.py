"""What is saved is seen in the page that is open in a real Chromium, where its reader is."""

from __future__ import annotations

import json
import time

import pytest
from previewing import previewing

LONG = "".join(f"## Part {number}\n\n" + f"Sentence {number} of it. " * 40 + "\n\n" for number in range(30))
PAGES = {"index.md": f"# Start\n\n{LONG}", "other.md": "# Other page\n\nSee [the start](index.md).\n"}
SEEN = "document.querySelector('article, [role=main]')?.textContent.includes({})"
FINDINGS = """[...document.querySelectorAll('.isogloss-finding')].map(
    one => [one.parentElement.localName, one.parentElement.textContent, one.textContent])"""
PANEL = "document.querySelector('#isogloss-preview')?.shadowRoot.querySelector('details')?.textContent ?? ''"
CATALOG = "locales/es-ES/docs/index.po"
LAST = "Sentence 20 of it. " * 39 + "Sentence 20 of it."


@pytest.fixture(params=["material", "mkdocs"])
def site(request, make_site):
    return make_site(PAGES, theme=request.param)


@pytest.fixture
def material(make_site):
    return make_site(PAGES, theme="material")


def says(text: str) -> str:
    return SEEN.format(json.dumps(text))


def scrolled(tab) -> None:
    tab.run("window.here = true; document.getElementById('part-20').scrollIntoView({behavior: 'instant'})")
    tab.settle()


def place(tab) -> float:
    return tab.run("Math.round(document.getElementById('part-20').getBoundingClientRect().top) + 0")


def translation(site, text: str) -> None:
    site.write(CATALOG, site.read(CATALOG).replace(f'msgstr "{LAST}"', f'msgstr "{text}"'))


def test_a_saved_translation_is_seen_without_loading_the_page_and_without_scrolling(driver, site):
    with previewing(site) as preview, driver.tab() as tab:
        tab.go(f"{preview.origin}/docs/es-ES/")
        scrolled(tab)
        before = place(tab)
        translation(site, f"Recién traducido. {LAST}")
        tab.until(says("Recién traducido."))
        tab.settle()
        assert abs(place(tab) - before) <= 1
        # Above it, the page grows.
        catalog = site.read(CATALOG)
        first = LAST.replace("20", "1")
        site.write(CATALOG, catalog.replace(f'msgstr "{first}"', f'msgstr "Más largo. {first * 3}"'))
        tab.until(says("Más largo."))
        tab.settle()
        assert abs(place(tab) - before) <= 1
        assert tab.run("window.here") is True, "the page was loaded again"
        own = [failed for failed in tab.failed if preview.origin in failed]
        assert own == [], tab.errors


def test_a_saved_page_is_seen_in_both_languages_and_its_title_in_the_navigation(driver, material):
    with previewing(material) as preview, driver.tab() as english, driver.tab() as spanish:
        english.go(f"{preview.origin}/docs/other/")
        spanish.go(f"{preview.origin}/docs/es-ES/")
        material.write("docs/other.md", "# Renamed page\n\nSee [the start](index.md), and more.\n")
        english.until(says("and more"))
        assert english.run("document.title") == "Renamed page - Test site"
        spanish.until("document.querySelector('.md-nav--primary').textContent.includes('Renamed page')")
        english.run("window.here = true")
        material.write("mkdocs.yml", material.read("mkdocs.yml").replace("Test site", "Another site"))
        english.until("document.title === 'Renamed page - Another site'")
        assert (english.errors, spanish.errors) == ([], [])


def test_a_page_that_is_saved_while_it_is_loaded_is_seen(driver, material):
    with previewing(material) as preview, driver.tab() as tab:
        tab.go(f"{preview.origin}/docs/other/")
        for number in range(4):
            tab.call("Page.reload")
            time.sleep(number / 20)
            material.write("docs/other.md", f"# Name {number}\n\nText.\n")
            tab.until(f"document.title === 'Name {number} - Test site'", timeout=10)
            tab.settle()


def test_what_is_found_is_shown_at_the_passage_and_goes_when_it_is_mended(driver, material):
    catalog = material.read(CATALOG)
    with previewing(material) as preview, driver.tab() as tab:
        tab.go(f"{preview.origin}/docs/es-ES/")
        scrolled(tab)
        translation(material, f"[Un enlace](nada.md) {LAST}")
        tab.until("document.querySelector('.isogloss-finding')")
        [(name, passage, text)] = tab.run(FINDINGS)
        assert (name, passage.startswith("Sentence 20")) == ("p", True)
        assert text.startswith("error: ")
        assert f"{CATALOG}:{material.line(CATALOG, 'Un enlace')}" in text
        material.write(CATALOG, catalog.replace('msgstr "Part 3"', "msgstr Part 3"))
        tab.until(f"({PANEL}).includes('this line is not PO')")
        assert f"{CATALOG}:{material.line(CATALOG, 'msgstr Part 3')}" in tab.run(PANEL)
        material.write(CATALOG, catalog)
        tab.until(f"({PANEL}) === '' && !document.querySelector('.isogloss-finding')")
        assert tab.run("window.here") is True
        assert tab.errors == []


EMOJI = """\
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
"""


def test_what_is_found_in_a_passage_with_icons_and_attributes_is_shown_there(driver, material):
    text = ":octicons-arrow-right-24:{ .big } [See the other page](other.md){ .md-button }"
    material.write(
        "mkdocs.yml", material.read("mkdocs.yml").replace("  - pymdownx.keys\n", f"  - pymdownx.keys\n{EMOJI}")
    )
    material.write("docs/index.md", f"# Start\n\n- {text}\n")
    assert material.isogloss("update")[0] == 0
    material.translate(CATALOG, {text: text.replace("arrow-right", "flecha")})
    material.write(CATALOG, material.read(CATALOG) + '\nmsgid "Open."\nmsgstr Abra.\n')
    with previewing(material) as preview, driver.tab() as tab:
        tab.go(f"{preview.origin}/docs/es-ES/#isogloss={preview.token}")
        tab.until("document.querySelector('.isogloss-finding')")
        [(name, passage, said)] = tab.run(FINDINGS)
        assert (name, passage.strip().startswith("See the other page")) == ("li", True)
        assert "icon ':octicons-arrow-right-24:' is missing" in said
        # What belongs to no passage stands apart, and leaves the way to the desk free.
        tab.until(f"({PANEL}).includes('this line is not PO')")
        panel = "document.querySelector('#isogloss-preview').shadowRoot.querySelector('details')"
        button = "document.querySelector('#isogloss-desk')?.shadowRoot.querySelector('.open')"
        tab.until(button)
        assert tab.run(f"{panel}.getBoundingClientRect().bottom") < tab.run(f"{button}.getBoundingClientRect().top")


def test_a_page_that_cannot_be_made_says_why_and_is_shown_when_it_can(driver, material):
    site = material
    text = site.read("docs/index.md")
    with previewing(site) as preview, driver.tab() as tab:
        tab.go(f"{preview.origin}/docs/es-ES/")
        site.write("docs/index.md", f"---\ntemplate: none.html\n---\n{text}")
        tab.until(f"({PANEL}).includes('none.html')")
        assert tab.run(says("Sentence 3 of it."))
        site.write("docs/index.md", text.replace("# Start", "# Begin"))
        tab.until(f"({PANEL}) === ''")
        config = site.read("mkdocs.yml")
        site.write("mkdocs.yml", "site_name: [")
        tab.until(f"({PANEL}).includes('mkdocs.yml')")
        with driver.tab() as second:
            second.go(f"{preview.origin}/docs/es-ES/")
            assert "cannot be shown" in second.run("document.querySelector('h1').textContent")
            site.write("mkdocs.yml", config)
            tab.until(f"({PANEL}) === ''")
            second.until(says("Sentence 3 of it."))
            assert second.errors == []
        assert tab.errors == []
