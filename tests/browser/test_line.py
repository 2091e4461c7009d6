"""The line under the title of a translation, and the page for lost readers, in a real Chromium."""

from __future__ import annotations

import json

import pytest

LINE = "document.querySelector('article > h1 + .isogloss-line')"
LINES = {
    "": None,
    "setup/": None,
    "es-ES/": None,
    "es-ES/setup/": None,
    "es-ES/repair/": ["Esta página aún no está traducida", "Leer en inglés", "Mejorar esta traducción"],
    "it-IT/": ["Traduzione automatica", "Leggi in inglese", "Migliora questa traduzione"],
    "ar/setup/": None,
}


@pytest.mark.parametrize("path", LINES)
def test_the_line_says_what_is_true_and_nothing_else(driver, reader_site, path):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/{path}")
        said = tab.run(f"{LINE} && [...{LINE}.children].map(one => one.innerText)")
        assert said == LINES[path]


def test_every_number_is_that_of_the_status_page(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/it-IT/setup/")
        made, missing, outdated, *links = tab.run(f"[...{LINE}.children].map(one => one.innerText)")
        assert links == ["Leggi in inglese", "Migliora questa traduzione"]
        tab.go(f"{reader_site}/it-IT/status/")
        row = "[...document.querySelectorAll('table tbody tr')].find(one => one.querySelector('a[href$=\"setup/\"]'))"
        told = tab.run(f"{row}.querySelectorAll('td')[1].innerText")
        percent = int(made.removeprefix("Tradotto: ").removesuffix(" %"))
        assert 40 < percent < 60
        assert f"{percent} %" in told
        assert f"non aggiornati: {outdated.removeprefix('Brani non aggiornati: ')}" in told
        assert f"non tradotti: {missing.removeprefix('Brani non tradotti: ')}" in told


def test_the_line_is_above_the_fold_and_leads_to_the_original_at_the_same_place(driver, reader_site):
    with driver.tab(390, 844) as tab:
        tab.go(f"{reader_site}/it-IT/setup/")
        assert tab.run(f"{LINE}.getBoundingClientRect().bottom < innerHeight / 2")
        improve = tab.run(f"{LINE}.querySelector('a:not([hreflang])').href")
        assert improve == "https://code.example/lamps/edit/main/locales/it-IT/docs/setup.po"
        tab.run("location.hash = 'connect'")
        tab.run("scrollTo(0, 0)")
        with tab.loading():
            tab.click(".isogloss-line a[hreflang=en]")
        assert tab.address == f"{reader_site}/setup/#connect"


LOST = {
    ("es-ES/setpu/", "en"): ("es-ES", "Página no encontrada", "/es-ES/setup/", "ES Set a lamp up"),
    ("it-IT/repare/", "en"): ("it-IT", "Pagina non trovata", None, ""),
    ("setup.html", "en"): ("en", "Page not found", "/setup/", "Set a lamp up"),
    ("es-ES/caer/", "en"): ("es-ES", "Página no encontrada", "/es-ES/care/", "ES Care for a lamp"),
    ("steup/", "es"): ("es-ES", "Página no encontrada", "/es-ES/setup/", "ES Set a lamp up"),
    ("nothing/like/it/", "it"): ("it-IT", "Pagina non trovata", None, ""),
}


@pytest.mark.parametrize(("address", "languages"), LOST)
def test_who_is_lost_is_led_on_in_their_language(driver, reader_site, address, languages):
    language, title, near, name = LOST[address, languages]
    with driver.tab(languages=languages) as tab:
        tab.go(f"{reader_site}/{address}")
        visible = "[...document.querySelectorAll('.isogloss-lost section:not([hidden])')]"
        (shown,) = tab.run(f"{visible}.map(one => one.lang)")
        assert shown == language
        section = f".isogloss-lost section[lang={json.dumps(language)}]"
        assert tab.run(f"document.querySelector('{section} h1').innerText") == title
        if near:
            tab.until(f"document.querySelector('{section} .isogloss-near').hidden === false")
            assert tab.run(f"document.querySelector('{section} .isogloss-near a').innerText") == name
        assert [failed.partition(" ")[0] for failed in tab.failed] == ["404"]
        assert tab.errors == []
        if near:
            with tab.loading():
                tab.click(f"{section} .isogloss-near a")
            assert tab.address == f"{reader_site}{near}"
        else:
            with tab.loading():
                tab.click(f"{section} > p:last-of-type a")
            assert tab.address == f"{reader_site}/{'' if language == 'en' else language + '/'}"


def test_without_a_script_every_language_is_there(driver, reader_site):
    with driver.tab(script=False) as tab:
        tab.go(f"{reader_site}/it-IT/lost/")
        assert tab.run("[...document.querySelectorAll('.isogloss-lost h1')].map(one => one.innerText)") == [
            "Page not found",
            "Página no encontrada",
            "Pagina non trovata",
            "الصفحة غير موجودة",
        ]
