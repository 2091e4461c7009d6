"""The original beside the translation, by mouse and keyboard, in a real Chromium."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

SHOWN = """[...document.querySelectorAll('.isogloss-pair')].map(
    one => [one.parentElement.localName, one.children[0].innerText.trim(), one.children[1].innerText.trim()])"""
BUTTON = ".isogloss-original"
PRESSED = f"document.querySelector('{BUTTON}').ariaPressed"
ARTICLE = "document.querySelector('article').innerHTML"


@pytest.fixture(params=["reader_site", "instant_site"])
def origin(request):
    return request.getfixturevalue(request.param)


def test_the_button_and_the_key_show_the_original_of_each_passage(driver, origin):
    with driver.tab() as tab:
        tab.go(f"{origin}/es-ES/setup/")
        before, asked = tab.run(ARTICLE), len(tab.requests)
        assert tab.run(PRESSED) == "false"
        tab.click(BUTTON)
        tab.until("document.querySelectorAll('.isogloss-pair').length > 20")
        assert tab.run(PRESSED) == "true"
        assert len(tab.requests) == asked + 1, "the page in English is all that is asked for"
        shown = tab.run(SHOWN)
        assert ["h1", "ES Set a lamp up¶", "Set a lamp up"] in shown
        assert ["li", "ES Take the plug.", "Take the plug."] in shown
        assert ["td", "ES Brown", "Brown"] in shown
        assert all(own.removeprefix("ES ").rstrip("¶") == original for _, own, original in shown)
        marks = "[...new Set([...document.querySelectorAll('.isogloss-passage')].map(one => one.lang + one.dir))]"
        assert tab.run(marks) == ["enltr"]
        ids = tab.run("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))
        tab.call("Input.dispatchKeyEvent", type="keyDown", key="o", code="KeyO", modifiers=1, windowsVirtualKeyCode=79)
        assert tab.run("document.querySelectorAll('.isogloss-pair').length") == 0
        assert tab.run(ARTICLE) == before
        assert (tab.failed, tab.errors) == ([], [])


def test_it_stands_beside_on_a_desk_and_below_on_a_phone(driver, reader_site):
    places = """(() => {
        const [own, original] = document.querySelector('p > .isogloss-pair').children;
        return [own.getBoundingClientRect(), original.getBoundingClientRect()].map(({top, left}) => [top, left]);
    })()"""
    for width, beside in ((1440, True), (390, False)):
        with driver.tab(width, 900) as tab:
            tab.go(f"{reader_site}/es-ES/setup/")
            tab.click(BUTTON)
            tab.until("document.querySelector('.isogloss-pair')")
            (top, left), (other_top, other_left) = tab.run(places)
            assert (abs(top - other_top) < 2 and other_left > left + 100) is beside
            assert (other_top > top + 10) is not beside
            assert tab.run("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_english_already_is_not_doubled_and_the_state_lasts(driver, origin):
    with driver.tab() as tab:
        tab.go(f"{origin}/it-IT/setup/")
        tab.run(f"document.querySelector('{BUTTON}').focus()")
        tab.press("Enter")
        tab.until("document.querySelector('.isogloss-pair')")
        shown = tab.run(SHOWN)
        assert 5 < len(shown) < 25
        assert all(own != original for _, own, original in shown)
        tab.go(f"{origin}/it-IT/")
        tab.until("document.querySelectorAll('.isogloss-pair').length > 10")
        assert tab.run(PRESSED) == "true"
        tab.click(BUTTON)
        tab.go(f"{origin}/it-IT/setup/")
        assert tab.run("document.querySelectorAll('.isogloss-pair').length") == 0


def test_no_original_no_button(driver, reader_site):
    with driver.tab() as tab:
        for path in ("setup/", "es-ES/repair/", "es-ES/status/"):
            tab.go(f"{reader_site}/{path}")
            assert not tab.run(f"!!document.querySelector('{BUTTON}')"), path


def test_without_a_script_a_link_leads_to_the_page_in_english(driver, reader_site):
    with driver.tab(script=False) as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        address = tab.run(f"document.querySelector('{BUTTON}').href")
        assert address == f"{reader_site}/setup/"
        with tab.loading():
            tab.click(BUTTON)
        assert tab.address == address


def test_an_original_that_is_gone_is_told_and_nothing_else_changes(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        before = tab.run(ARTICLE)
        tab.run(f"document.querySelector('{BUTTON}').href = 'gone/'")
        tab.click(BUTTON)
        tab.until("document.querySelector('.isogloss-tools [role=status]')")
        told = tab.run("document.querySelector('.isogloss-tools [role=status]').innerText")
        assert told == "No se ha podido cargar el texto original."
        assert tab.run(PRESSED) == "false"
        assert tab.run(ARTICLE) == before
        assert [urlsplit(failed.partition(" ")[2]).path for failed in tab.failed] == ["/docs/es-ES/setup/gone/"]


def test_what_is_beside_the_title_mends_the_translation(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        improve = tab.run("document.querySelector('.isogloss-improve').href")
        assert improve == "https://code.example/lamps/edit/main/locales/es-ES/docs/setup.po"
        tab.go(f"{reader_site}/setup/")
        assert not tab.run("!!document.querySelector('.isogloss-tools')")


def test_a_title_that_is_still_english_does_not_go_round_the_buttons(driver, reader_site):
    places = """['.isogloss-tools', 'main'].map(one => document.querySelector(one).getBoundingClientRect())
        .map(one => [one.left, one.right])"""
    for direction, at_the_end in (("rtl", True), ("ltr", False)):
        with driver.tab() as tab:
            tab.go(f"{reader_site}/ar/setup/")
            tab.run(f"document.querySelector('h1').dir = '{direction}'")
            (left, right), (first, last) = tab.run(places)
            assert (left - first < last - right) is at_the_end


def test_the_mark_behind_a_title_takes_no_line_on_a_phone(driver, reader_site):
    heights = """[...Array(30).keys()].map(length => {
        const title = document.querySelector('h1'), mark = title.querySelector('.headerlink');
        title.firstChild.data = 'M' + ' ii'.repeat(length);
        const height = title.offsetHeight;
        mark.style.display = 'none';
        const without = title.offsetHeight;
        mark.style.removeProperty('display');
        return height - without;
    })"""
    for page in ("es-ES/setup/", "ar/setup/"):
        with driver.tab(390, 800) as tab:
            tab.go(f"{reader_site}/{page}")
            found = tab.run(heights)
            assert set(found) == {0}, found
            assert tab.run("document.documentElement.scrollWidth <= innerWidth")
