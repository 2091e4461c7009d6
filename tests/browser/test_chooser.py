"""Decision guides in a real Chromium: every end by mouse and keyboard, with and without a script, in each language."""

from __future__ import annotations

import pytest
from test_accessibility import ASK, AXE

PREFIXES = {"en": "", "es-ES": "es-ES/", "it-IT": "it-IT/", "ar": "ar/"}
GUIDE = "find-your-lamp"
ENDS = {
    ("kitchen", "kitchen/above-the-table", 1): "setup/",
    ("kitchen", "kitchen/above-the-table", 2): "setup/#__tabbed_1_2",
    ("kitchen", 2): "setup/#connect",
    ("garage", "garage/table-2", 1): "setup/#step-8",
    ("garage", "garage/table-2", 2): "repair/#the-wire",
    ("garage", 2): "#garage",
    (3,): "repair/",
    (4,): "",
}
"""The answers that lead to each end of the guide, the last one by its number; and where the end is."""
STEPS = sorted({f"{GUIDE}/{step}" for answers in ENDS for step in answers[:-1]})
SHOWN = """(() => {
    const seen = node => node.getClientRects().length > 0;
    return [...document.querySelectorAll('.decision-guide > ul li')].filter(seen).map(
        item => item.cloneNode(true)).map(item => (item.querySelector('ul')?.remove(), item.innerText.trim()));
})()"""
"""The answers of the list that one sees: those that were given, and those that can be given."""
OTHERS = """[...document.querySelectorAll('.isogloss-table, .isogloss-map')].filter(
    one => one.getClientRects().length).map(one => one.id)"""
FOCUSED = "document.activeElement.id || document.activeElement.getAttribute('href')"


def choose(tab, selector: str) -> None:
    """Click, and let the page follow its address."""
    tab.click(selector)
    tab.settle()


@pytest.fixture(params=["reader_site", "instant_site"])
def origin(request):
    return request.getfixturevalue(request.param)


def at(step: str | int, answers: tuple[str | int, ...]) -> str:
    """What finds the link of an answer."""
    if isinstance(step, str):
        return f".decision-guide a[href$='#{GUIDE}/{step}']"
    above = f"[id='{GUIDE}/{answers[-2]}']" if len(answers) > 1 else ".decision-guide > ul"
    return f"{above} > li:nth-child({step}) > a"


@pytest.mark.parametrize(("language", "script"), [("en", True), ("ar", False)], ids=["script", "no script"])
def test_clicks_lead_to_every_end(driver, reader_site, language, script):
    with driver.tab(1366, 768, script=script) as tab:
        for answers, end in ENDS.items():
            tab.go(f"{reader_site}/{PREFIXES[language]}choose/")
            for step in answers[:-1]:
                tab.click(at(step, answers))
                tab.until(f"location.hash === '#{GUIDE}/{step}'")
            with tab.loading():
                tab.click(at(answers[-1], answers))
            assert tab.address == f"{reader_site}/{PREFIXES[language]}{end}"
        assert (tab.failed, tab.errors) == ([], [])


def test_clicks_lead_to_every_end_with_instant_navigation(driver, instant_site):
    with driver.tab(1366, 768) as tab:
        for answers, end in ENDS.items():
            tab.go(f"{instant_site}/es-ES/choose/")
            tab.run("window.same = true")
            for step in answers[:-1]:
                choose(tab, at(step, answers))
                assert tab.address == f"{instant_site}/es-ES/choose/#{GUIDE}/{step}"
            tab.click(at(answers[-1], answers))
            tab.until(f"location.href === '{instant_site}/es-ES/{end}'")
            # Search engines are not told of the page that is not translated: to Material it is none of the site.
            assert tab.run("window.same") or end.startswith("repair/"), answers
        assert (tab.failed, tab.errors) == ([], [])


def by_keyboard(tab, selector: str, most: int) -> None:
    """Press Tab until the focus is on what *selector* finds, at most so many times, and Enter."""
    for _ in range(most):
        tab.press("Tab")
        if tab.run(f"document.activeElement === document.querySelector({selector!r})"):
            tab.press("Enter")
            return
    raise AssertionError(f"the focus does not come to {selector}: it is at {tab.run(FOCUSED)}")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_keyboard_leads_to_every_end(driver, reader_site, script):
    with driver.tab(1366, 768, script=script) as tab:
        for answers, end in ENDS.items():
            tab.go(f"{reader_site}/es-ES/choose/#{GUIDE}")
            most = 12
            for step in answers[:-1]:
                by_keyboard(tab, at(step, answers), most)
                tab.until(f"location.hash === '#{GUIDE}/{step}'")
                assert tab.run(FOCUSED) == f"{GUIDE}/{step}"
                most = 3
            with tab.loading():
                by_keyboard(tab, at(answers[-1], answers), most)
            assert tab.address == f"{reader_site}/es-ES/{end}"


def test_only_the_next_answers_and_those_given_are_shown(driver, origin):
    with driver.tab(1366, 768) as tab:
        tab.go(f"{origin}/es-ES/choose/")
        first = ["ES Kitchen", "ES Garage", "ES A lamp that is broken: Repair", "ES Not sure: Lamps"]
        assert tab.run(SHOWN) == first
        again = "document.querySelector('.isogloss-again').getClientRects().length > 0"
        assert not tab.run(again)
        choose(tab, at("kitchen", ("kitchen", 1)))
        assert tab.run(SHOWN) == ["ES Kitchen", "ES Above the table", "ES On the wall: Connect the wire"]
        choose(tab, at("kitchen/above-the-table", ()))
        second = ["ES With a plug: Set a lamp up", "ES Without a plug: Put it on the table"]
        assert tab.run(SHOWN) == ["ES Kitchen", "ES Above the table", *second]
        assert (
            tab.run("document.querySelector('.decision-guide [aria-current=step]').innerText") == "ES Above the table"
        )
        choose(tab, at("kitchen", ()))
        assert tab.run(SHOWN) == ["ES Kitchen", "ES Above the table", "ES On the wall: Connect the wire"]
        choose(tab, ".isogloss-again a")
        assert tab.run(SHOWN) == first
        assert tab.run(FOCUSED) == f"{GUIDE}/kitchen:"
        assert (tab.failed, tab.errors) == ([], [])


def test_the_page_stays_where_it_is_from_step_to_step(driver, origin):
    place = "document.querySelector('.decision-guide').getBoundingClientRect().top"
    with driver.tab(390, 844) as tab:
        tab.go(f"{origin}/choose/")
        top = tab.run(place)
        for step in ("garage", "garage/table-2"):
            choose(tab, at(step, ("garage", step)))
            tab.settle()
            assert (tab.run(place), tab.run("scrollY")) == (top, 0)
        tab.run("scrollTo(0, 5000)")
        tab.go(f"{origin}/choose/#{GUIDE}/garage/table-2")
        assert 40 < tab.run(place) < 400


@pytest.mark.parametrize("step", ["garage/table-2", "map"])
def test_the_address_of_a_step_opens_it_in_every_language(driver, origin, step):
    with driver.tab(1366, 768) as tab:
        tab.go(f"{origin}/choose/#{GUIDE}/{step}")
        seen = "[document.activeElement.id, [...document.querySelectorAll('.decision-guide [id]')].map(one => one.id)]"
        focused, ids = tab.run(seen)
        shown = len(tab.run(SHOWN)), tab.run(OTHERS)
        assert focused == f"{GUIDE}/{step}"
        assert set(STEPS) <= set(ids)
        for language in ("es-ES", "it-IT", "ar", "en"):
            tab.hover(".md-select button")
            with tab.loading():
                tab.click(f"a.md-select__link[hreflang='{language}']")
            assert tab.address == f"{origin}/{PREFIXES[language]}choose/#{GUIDE}/{step}"
            assert tab.run(seen) == [focused, ids]
            assert (len(tab.run(SHOWN)), tab.run(OTHERS)) == shown
        assert (tab.failed, tab.errors) == ([], [])


def test_back_and_forth_lead_from_step_to_step(driver, origin):
    with driver.tab(1366, 768) as tab:
        tab.go(f"{origin}/choose/")
        shown = [tab.run(SHOWN)]
        for step in ("garage", "garage/table-2"):
            choose(tab, at(step, (step, 1)))
            shown.append(tab.run(SHOWN))
        for move, there in ((-1, 1), (-1, 0), (1, 1), (1, 2)):
            tab.run(f"history.go({move})")
            tab.until(f"JSON.stringify({SHOWN}) === JSON.stringify({shown[there]!r})")
            inside = "document.querySelector('.decision-guide').contains(document.activeElement)"
            tab.until(inside)
        assert len(shown[0]) == 4
        assert (tab.failed, tab.errors) == ([], [])


def test_the_other_forms_take_the_place_of_the_steps(driver, reader_site):
    current = "[...document.querySelectorAll('.isogloss-forms [aria-current=true]')].map(one => one.innerText)"
    with driver.tab(1366, 768) as tab:
        tab.go(f"{reader_site}/es-ES/choose/")
        assert (tab.run(current), tab.run(OTHERS)) == (["Paso a paso"], [])
        for number, form, name in ((2, "table", "Tabla"), (3, "map", "Diagrama")):
            choose(tab, f".isogloss-forms a:nth-child({number})")
            assert tab.address == f"{reader_site}/es-ES/choose/#{GUIDE}/{form}"
            assert (tab.run(current), tab.run(OTHERS), tab.run(SHOWN)) == ([name], [f"{GUIDE}/{form}"], [])
        with tab.loading():
            tab.click(".isogloss-map g g g g a text")
        assert tab.address == f"{reader_site}/es-ES/setup/"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_nothing_is_wider_than_a_phone(driver, reader_site, script):
    with driver.tab(390, 844, script=script) as tab:
        for language in PREFIXES.values():
            for form in ("", "/table", "/map", "/garage/table-2"):
                tab.go(f"{reader_site}/{language}choose/#{GUIDE}{form}")
                assert tab.run("[document.documentElement.scrollWidth, innerWidth]") == [390, 390], (language, form)
        tab.go(f"{reader_site}/choose/#{GUIDE}/map")
        high = tab.run("document.querySelector('.isogloss-map text').getBoundingClientRect().height")
        assert high > 14, "what is drawn smaller cannot be read on a phone"
        scrolls = "(one => one.scrollWidth > 600 && getComputedStyle(one).overflowX === 'auto')"
        assert tab.run(f"{scrolls}(document.querySelector('.isogloss-map'))")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_first_answers_are_above_the_fold(driver, reader_site, width, height):
    answers = "[...document.querySelectorAll('.decision-guide > ul > li')]"
    lowest = f"Math.max(...{answers}.map(one => one.getBoundingClientRect().bottom))"
    with driver.tab(width, height) as tab:
        for language in PREFIXES.values():
            tab.go(f"{reader_site}/{language}choose/")
            assert tab.run("scrollY") == 0
            assert tab.run(lowest) < height
        tab.run("document.querySelectorAll('link[href*=isogloss]').forEach(one => one.remove())")
        tab.settle()
        assert len(tab.run(SHOWN)) == 12, "without the style sheet it is the whole list"
        assert tab.run(OTHERS) == [f"{GUIDE}/table", f"{GUIDE}/map"]


def test_print_has_the_whole_list_the_table_and_the_map(driver, reader_site):
    with driver.tab(800, 1100, print_=True) as tab:
        tab.go(f"{reader_site}/es-ES/choose/#{GUIDE}/kitchen")
        assert len(tab.run(SHOWN)) == 12
        assert tab.run(OTHERS) == [f"{GUIDE}/table", f"{GUIDE}/map"]
        assert tab.run("document.querySelector('.isogloss-map svg').getBoundingClientRect().right <= innerWidth")
        for left_out in ("forms", "again"):
            assert tab.run(f"document.querySelector('.isogloss-{left_out}').getClientRects().length") == 0


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
@pytest.mark.parametrize("page", ["it-IT/", "ar/"])
def test_no_rule_is_violated_on_any_form(driver, reader_site, page, width, dark):
    with driver.tab(width, 900, dark=dark) as tab:
        for form in ("/kitchen/above-the-table", "/table", "/map"):
            tab.go(f"{reader_site}/{page}choose/#{GUIDE}{form}")
            # What the header covers in part is smaller than it is.
            tab.run(f"scrollTo(0, 0); {AXE};0")
            assert tab.run(ASK) == [], form


def nodes(tab) -> list[tuple[str, str, str]]:
    """Role, name and description of what a screen reader meets."""
    tree = tab.call("Accessibility.getFullAXTree")["nodes"]
    said = [[node.get(part, {}).get("value", "") for part in ("role", "name", "description")] for node in tree]
    return [tuple(one) for one, node in zip(said, tree, strict=True) if not node["ignored"]]


def test_what_a_screen_reader_says(driver, reader_site):
    said = {
        "kitchen": [("list", "ES Kitchen"), ("group", "Formas de leer esta guía")],
        "table": [
            ("table", "Todas las respuestas de un vistazo"),
            ("columnheader", "Sus respuestas"),
            ("rowheader", "ES Above the table ES With a plug"),
        ],
        "map": [("group", "Diagrama de todas las respuestas"), ("link", "Replace the wire")],
    }
    with driver.tab() as tab:
        for step, expected in said.items():
            tab.go(f"{reader_site}/es-ES/choose/#{GUIDE}/{step}")
            # The tree follows the page when it has time.
            tab.until(lambda wanted=expected: set(wanted) <= {one[:2] for one in nodes(tab)})
        described = {text for role, _, text in nodes(tab) if role == "group" and text}
        assert any(text.startswith("Como en la tabla, las líneas llevan") for text in described)


def test_what_is_english_says_so_in_every_form(driver, reader_site):
    spoken = """[...document.querySelectorAll('.decision-guide :is(a, th, td, text, caption, title)')].map(
        one => [one.textContent.trim(), ...[one.closest('[lang]'), one.querySelector('[lang]')].map(
            spoken => spoken?.getAttribute('lang'))])"""
    with driver.tab() as tab:
        for language, word in (("it-IT", "IT"), ("ar", "اضغط")):
            tab.go(f"{reader_site}/{PREFIXES[language]}choose/")
            found = tab.run(spoken)
            for text, around, inside in found:
                if text.startswith(word):
                    assert around == language, text
                elif text in ("Above the table", "Garage", "Anywhere else", "Without a plug", "Not sure"):
                    assert "en" in (around, inside), text
            if language == "it-IT":
                assert {text for text, *_ in found} >= {"IT Kitchen", "Garage", "Anywhere else", "Not sure"}


def test_the_original_stands_beside_each_answer(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/es-ES/choose/")
        tab.click(".isogloss-original")
        tab.until("document.querySelectorAll('.decision-guide .isogloss-pair').length === 12")
        assert tab.run("document.querySelector('.isogloss-form .isogloss-pair')") is None
        choose(tab, f".decision-guide .isogloss-own > a[href$='#{GUIDE}/garage']")
        assert tab.address == f"{reader_site}/es-ES/choose/#{GUIDE}/garage"
        ids = tab.run("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))
