"""The switcher between languages in a real Chromium: real clicks and keys, and every request that they lead to."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from chromium import serving

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


OWN = ".isogloss-languages"
"""The switcher of themes that draw none."""
LONG = "# Guide\n\n" + "".join(f"## Step {number}\n\n" + "Some text.\n\n" * 30 for number in range(1, 5))


def own_site(make_site, theme: str):
    site = make_site({"index.md": "# Start\n", "guide.md": LONG}, theme=theme, locales=("es-ES", "ar"))
    config = site.read("mkdocs.yml")
    for tag, name in (("es-ES", "Español"), ("ar", "العربية")):
        config = config.replace(f"locale: {tag}\n          name: {tag}", f"locale: {tag}\n          name: {name}")
    site.write("mkdocs.yml", config.replace(f"name: {theme}\n", f"name: {theme}\n  highlightjs: false\n"))
    assert site.build().returncode == 0, "MkDocs warns of a language that its themes do not speak"
    return site


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_a_theme_that_draws_no_switcher_gets_one_that_keeps_page_and_place(driver, make_site, theme, width):
    site = own_site(make_site, theme)
    names = {"": ("English", "en"), "es-ES/": ("Español", "es-ES"), "ar/": ("العربية", "ar")}
    with serving(site.root / "site") as served, driver.tab(width=width) as tab:
        for here, there in (("", "es-ES/"), ("es-ES/", "ar/"), ("ar/", "")):
            tab.go(f"{served.origin}/{here}guide/")
            assert tab.run(f"document.querySelector('{OWN} summary').textContent") == names[here][0]
            if theme == "mkdocs" and width < 400:
                tab.click(".navbar-toggler")
                tab.until("document.querySelector('.navbar-collapse.show')")
            tab.click(f"{OWN} summary")
            links = f"[...document.querySelectorAll('{OWN} a')].map(one => [one.innerText, one.lang])"
            assert tab.run(links)[1][0] == "Español"
            assert tab.run("document.documentElement.scrollWidth <= innerWidth")
            with tab.loading():
                tab.click(f"{OWN} a[hreflang='{names[there][1]}']")
            assert tab.address == f"{served.origin}/{there}guide/"
            assert tab.run("document.documentElement.lang") == names[there][1]
        tab.go(f"{served.origin}/guide/#step-3")
        if theme == "mkdocs" and width < 400:
            tab.click(".navbar-toggler")
            tab.until("document.querySelector('.navbar-collapse.show')")
        tab.click(f"{OWN} summary")
        with tab.loading():
            tab.click(f"{OWN} a[hreflang='ar']")
        assert tab.address == f"{served.origin}/ar/guide/#step-3"
        # Without a search, the script of the theme fails.
        assert (tab.failed, [one for one in tab.errors if "isogloss" in one]) == ([], [])


def test_that_switcher_obeys_the_keyboard_and_closes_as_a_menu_does(driver, make_site):
    site = own_site(make_site, "mkdocs")
    is_open = f"document.querySelector('{OWN}').open"
    with serving(site.root / "site") as served, driver.tab() as tab:
        tab.go(f"{served.origin}/guide/")
        tab.click(f"{OWN} summary")
        assert tab.run(is_open)
        tab.click("h1")
        assert not tab.run(is_open)
        tab.run(f"document.querySelector('{OWN} summary').focus()")
        tab.press("Enter")
        assert tab.run(is_open)
        tab.press("Escape")
        assert not tab.run(is_open)
        assert tab.run(f"document.activeElement === document.querySelector('{OWN} summary')")
        tab.press("Enter")
        for _ in range(2):
            tab.press("Tab")
        with tab.loading():
            tab.press("Enter")
        assert tab.address == f"{served.origin}/es-ES/guide/"


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
