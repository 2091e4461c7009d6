"""The switcher between languages in a real Chromium: real clicks and keys, and every request that they lead to."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

PREFIXES = {"en": "", "es-ES": "es-ES/", "it-IT": "it-IT/", "ar": "ar/"}
LINK = "a.md-select__link[hreflang='{}']"
BUTTON = ".md-select button"
PLACES = {
    "top of the home page": ("", "", ""),
    "home page, scrolled": ("", "#attic", "#attic"),
    "guide by its fragment": ("setup/#connect", "", "#connect"),
    "guide, scrolled": ("setup/", "#step-4", "#step-4"),
    "guide, between headings": ("setup/", "#step-3 + p + p", "#step-3"),
}
"""The page that is opened, what the reader scrolls to there, and the place that has to be kept."""


@pytest.fixture(params=["reader_site", "instant_site"])
def origin(request):
    return request.getfixturevalue(request.param)


def switch(tab, tag: str) -> None:
    tab.hover(BUTTON)
    with tab.loading():
        tab.click(LINK.format(tag))


@pytest.mark.parametrize("place", PLACES)
def test_a_click_keeps_page_and_place(driver, origin, place):
    path, scrolled, kept = PLACES[place]
    with driver.tab() as tab:
        for here, there in (("en", "es-ES"), ("es-ES", "it-IT"), ("it-IT", "ar"), ("ar", "en")):
            tab.go(f"{origin}/{PREFIXES[here]}{path}")
            if scrolled:
                tab.run(f"document.querySelector('{scrolled}').scrollIntoView()")
                tab.settle()
            switch(tab, there)
            assert tab.address == f"{origin}/{PREFIXES[there]}{path.partition('#')[0]}{kept}"
            assert tab.run("document.documentElement.lang") == there
            if kept:
                tab.until(f"Math.abs(document.querySelector('{kept}').getBoundingClientRect().top) < 120")
        assert (tab.failed, tab.errors) == ([], [])
        assert {urlsplit(address).netloc for address in tab.requests.values()} == {urlsplit(origin).netloc}


def test_a_click_after_instant_navigation_keeps_page_and_place(driver, instant_site):
    with driver.tab() as tab:
        tab.go(f"{instant_site}/es-ES/")
        tab.run("window.same = true")
        tab.click("article a[href$='setup/']")
        tab.until("document.title.includes('Set a lamp up')")
        tab.run("document.querySelector('#step-4').scrollIntoView()")
        assert tab.run("window.same"), "the page was loaded anew: nothing is instant"
        switch(tab, "it-IT")
        assert tab.address == f"{instant_site}/it-IT/setup/#step-4"
        assert (tab.failed, tab.errors) == ([], [])


def test_a_chosen_tab_stays_chosen(driver, origin):
    with driver.tab() as tab:
        tab.go(f"{origin}/es-ES/setup/")
        tab.click("label[for='__tabbed_1_2']")
        chosen = "document.querySelector('.tabbed-set > input:checked').id"
        assert tab.run(chosen) == "__tabbed_1_2"
        switch(tab, "ar")
        tab.until(f"{chosen} === '__tabbed_1_2'")
        assert tab.run("document.querySelector('.tabbed-block:nth-child(2)').getClientRects().length") == 1


def test_the_switcher_speaks_and_obeys_the_keyboard(driver, reader_site):
    opened = f"getComputedStyle(document.querySelector('.md-select__inner')).visibility !== 'hidden' && {'{}'}"
    with driver.tab() as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        assert tab.run(f"document.querySelector('{BUTTON}').ariaLabel").endswith(": Español")
        assert tab.run(f"document.querySelector('{BUTTON}').innerText.trim()") == "Español"
        links = tab.run(
            "[...document.querySelectorAll('a.md-select__link')].map(one => [one.lang, one.dir, one.ariaCurrent])"
        )
        assert links == [["en", "", None], ["es-ES", "", "true"], ["it-IT", "", None], ["ar", "rtl", None]]
        expanded = f"document.querySelector('{BUTTON}').ariaExpanded"
        assert tab.run(expanded) == "false"
        tab.run(f"document.querySelector('{BUTTON}').focus()")
        assert tab.run(expanded) == "true"
        tab.press("Tab")
        assert tab.run("document.activeElement.hreflang") == "en"
        tab.press("Escape")
        assert tab.run(expanded) == "false"
        assert tab.run(f"document.activeElement === document.querySelector('{BUTTON}')")
        assert not tab.run(opened.format("true"))
        tab.press("Enter")
        assert tab.run(expanded) == "true"
        tab.press("Tab")
        with tab.loading():
            tab.press("Enter")
        assert tab.address == f"{reader_site}/setup/"


def test_twelve_languages_are_shown_at_once(driver, reader_site):
    items = "document.querySelector('.md-select__list')"
    with driver.tab(height=800) as tab:
        tab.go(f"{reader_site}/setup/")
        tab.run(f"{items}.append(...[1, 2].flatMap(() => [...{items}.cloneNode(true).children]))")
        tab.hover(BUTTON)
        tab.until(f"{items}.clientHeight > 0 && {items}.scrollHeight <= {items}.clientHeight", timeout=5)
        assert tab.run(f"{items}.getBoundingClientRect().bottom") <= 800
        assert tab.run(f"{items}.children.length") == 12


def test_who_prefers_another_language_is_told_so_once(driver, reader_site):
    box = "document.querySelector('.isogloss-suggestion')"
    with driver.tab(languages="es-MX,en;q=0.5") as tab:
        tab.go(f"{reader_site}/setup/")
        assert tab.run(f"{box}.innerText.split('\\n')[0]").startswith("Esta página está disponible en español.")
        assert tab.run(f"{box}.lang") == "es-ES"
        tab.run("document.querySelector('#step-4').scrollIntoView()")
        with tab.loading():
            tab.click(".isogloss-suggestion a")
        assert tab.address == f"{reader_site}/es-ES/setup/#step-4"
        assert not tab.run(f"!!{box}")
        tab.go(f"{reader_site}/")
        assert not tab.run(f"!!{box}"), "who has chosen a language is not asked again"
    with driver.tab(languages="es-MX,en;q=0.5") as tab:
        # Nothing of this page is in Spanish.
        tab.go(f"{reader_site}/repair/")
        assert not tab.run(f"!!{box}")
        tab.go(f"{reader_site}/")
        tab.click(".isogloss-suggestion button")
        assert not tab.run(f"!!{box}")
        tab.go(f"{reader_site}/setup/")
        assert not tab.run(f"!!{box}")
    for languages in ("en-GB,es", "de-DE,en,es", "pl"):
        with driver.tab(languages=languages) as tab:
            tab.go(f"{reader_site}/")
            assert not tab.run(f"!!{box}"), languages


@pytest.mark.parametrize("languages", ["en", "ar"])
def test_no_request_fails_and_none_goes_to_another_host(driver, origin, languages):
    with driver.tab(languages=languages) as tab:
        for prefix in PREFIXES.values():
            for path in ("", "setup/", "repair/"):
                tab.go(f"{origin}/{prefix}{path}")
        assert (tab.failed, tab.errors) == ([], [])
        assert {urlsplit(address).netloc for address in tab.requests.values()} == {urlsplit(origin).netloc}
        assert len(tab.requests) > 30


CONSENT = """
<div class="md-consent"><div class="md-consent__overlay"></div><aside class="md-consent__inner">
<form class="md-consent__form md-grid md-typeset"><h4>Cookies</h4><p>May we?</p><div class="md-consent__controls">
<button type="button" class="md-button md-button--primary">Accept</button></div></form></aside></div>
"""
"""As Material writes it."""


@pytest.mark.parametrize("width", [1440, 390])
def test_what_asks_for_consent_comes_first(driver, reader_site, width):
    with driver.tab(width=width, languages="es") as tab:
        tab.go(f"{reader_site}/setup/")
        tab.run(f"document.body.insertAdjacentHTML('afterbegin', {json.dumps(CONSENT)})")
        tab.click(".md-consent button")
        tab.run("document.querySelector('.md-consent').remove()")
        tab.click(".isogloss-suggestion button")
