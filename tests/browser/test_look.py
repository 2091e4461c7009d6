"""What a page looks like, on the screen and on paper, in a real Chromium."""

from __future__ import annotations

import pytest

BOXES = "[...document.querySelectorAll('.task-list-item input')].map(one => one.checked)"
FIRST = ".task-list-item:first-child label"


def test_tasks_are_ticked_and_stay_so_in_every_language(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/care/")
        assert tab.run(BOXES) == [False, False, True]
        tab.click(FIRST)
        assert tab.run(BOXES) == [True, False, True]
        tab.run("document.querySelectorAll('.task-list-item input')[1].focus()")
        tab.press("Space")
        assert tab.run(BOXES) == [True, True, True]
        for page in ("care/", "es-ES/care/"):
            tab.go(f"{reader_site}/{page}")
            assert tab.run(BOXES) == [True, True, True]
        assert tab.run("document.querySelector('.task-list-item label').innerText") == "ES Wipe the lamp."
        tab.click(FIRST)
        tab.go(f"{reader_site}/care/")
        assert tab.run(BOXES) == [False, True, True]


def test_tasks_cannot_be_ticked_where_nothing_would_keep_it(driver, reader_site):
    with driver.tab(script=False) as tab:
        tab.go(f"{reader_site}/care/")
        assert tab.run("[...document.querySelectorAll('.task-list-item input')].every(one => one.disabled)")


def test_a_tick_is_seen_without_its_colour(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/care/")
        tab.click(FIRST)
        ticks = """[...document.querySelectorAll('.task-list-indicator')].map(
            one => getComputedStyle(one, '::before').maskImage !== 'none')"""
        assert tab.run(ticks) == tab.run(BOXES) == [True, False, True]


def test_a_tick_is_seen_where_a_reader_chooses_all_colours(driver, reader_site):
    with driver.tab() as tab:
        tab.call("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
        tab.go(f"{reader_site}/care/")
        box = tab.run("""(({left, top}) => ({x: left - 40, y: top - 12, width: 80, height: 48, scale: 1}))(
            document.querySelector('.task-list-indicator').getBoundingClientRect())""")
        pictures = []
        for _ in range(2):
            tab.hover("h1")
            pictures.append(tab.call("Page.captureScreenshot", format="png", clip=box)["data"])
            tab.click(FIRST)
        assert pictures[0] != pictures[1]


@pytest.mark.parametrize("page", ["care/", "es-ES/care/"])
def test_only_the_first_abbreviation_of_a_section_is_underlined(driver, reader_site, page):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/{page}")
        lines = tab.run("""[...document.querySelectorAll('article abbr')].map(one =>
            [one.closest('h2, p, li, details').localName, parseFloat(getComputedStyle(one).borderBottomWidth) > 0])""")
    firsts = [["p", True], ["p", False], ["h2", False], ["li", True], ["li", False], ["p", False]]
    assert [[name.replace("details", "p"), line] for name, line in lines] == firsts


def test_where_the_keyboard_is_one_sees(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/care/")
        seen = set()
        for _ in range(45):
            tab.press("Tab")
            name, width, style, box = tab.run("""(() => {
                const node = document.activeElement, hidden = node.matches('input[type=checkbox]');
                const style = getComputedStyle(hidden ? node.nextElementSibling : node, hidden ? '::before' : null);
                return [`${node.className || node.localName}`, parseFloat(style.outlineWidth), style.outlineStyle,
                        node.getBoundingClientRect().width];
            })()""")
            if name.split()[0] in ("body", "md-search__input") or not box:
                continue
            seen.add(name)
            assert (name[:80], style not in ("none", "hidden"), width >= 1) == (name[:80], True, True)
        assert {"md-nav__link", "md-select__link"} <= {name.split()[0] for name in seen}, seen


def test_a_reader_who_is_quicker_than_the_browser_loses_nothing(driver, reader_site):
    with driver.tab(languages="es-MX") as tab:
        # Of a browser that has too much to do, nobody ever has the turn.
        tab.call("Page.addScriptToEvaluateOnNewDocument", source="window.requestIdleCallback = () => 0;")
        tab.call("Page.navigate", url=f"{reader_site}/care/")
        tab.until("document.readyState === 'complete' && location.pathname.endsWith('/care/')")
        assert not tab.run("!!document.querySelector('.isogloss-suggestion')")
        x, y = tab.point(".task-list-item:first-child .task-list-indicator")
        for kind in ("mousePressed", "mouseReleased"):
            tab.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        assert tab.run(BOXES) == [True, False, True]
        assert tab.run("document.querySelector('.isogloss-suggestion').lang") == "es-ES"
        tab.call("Page.navigate", url=f"{reader_site}/es-ES/setup/")
        tab.until("document.readyState === 'complete' && location.pathname.endsWith('/setup/')")
        tab.call("Input.dispatchKeyEvent", type="keyDown", key="o", code="KeyO", modifiers=1, windowsVirtualKeyCode=79)
        tab.until("document.querySelector('.isogloss-pair')")
        assert tab.errors == []


@pytest.mark.parametrize("language", ["", "ar/"])
def test_the_menu_of_a_phone_is_opened_by_keys_and_is_not_there_before(driver, reader_site, language):
    focused = "document.activeElement"
    seen = f"""(() => {{
        const box = {focused}.getBoundingClientRect();
        return !{focused}.closest('.md-sidebar--primary') || box.right > 0 && box.left < innerWidth;
    }})()"""
    with driver.tab(390, 800) as tab:
        tab.go(f"{reader_site}/{language}care/")
        met = []
        for _ in range(30):
            tab.press("Tab")
            met.append(tab.run(f"{focused}.className.split(' ')[0]"))
            assert tab.run(seen), met
        assert "md-header__button" in met
        button = "document.querySelector('button[for=__drawer]')"
        assert tab.run(f"[{button}.ariaLabel, {button}.ariaExpanded]") == [
            "Navigation" if not language else "تصفح",
            "false",
        ]
        tab.run(f"{button}.focus()")
        tab.press("Enter")
        tab.settle()
        assert tab.run(f"{button}.ariaExpanded") == "true"
        assert tab.run(f"!!{focused}.closest('.md-sidebar--primary')")
        tab.until(f"(box => box.left >= 0 && box.right <= innerWidth)({focused}.getBoundingClientRect())")
        tab.press("Escape")
        tab.settle()
        assert tab.run(f"[{focused} === {button}, {button}.ariaExpanded]") == [True, "false"]
        tab.click("button[for=__drawer]")
        inside, outside = (340, 20) if language else (60, 370)
        tab.until(f"document.elementFromPoint({inside}, 300).closest('.md-sidebar--primary')")
        for kind in ("mousePressed", "mouseReleased"):
            tab.call("Input.dispatchMouseEvent", type=kind, x=outside, y=300, button="left", clickCount=1)
        tab.until(f"{button}.ariaExpanded === 'false'")


def test_nothing_moves_while_a_page_comes(driver, reader_site):
    with driver.tab(390, 844) as tab:
        for page in ("", "es-ES/setup/", "ar/setup/", "es-ES/care/"):
            tab.go(f"{reader_site}/{page}")
            moved = tab.run("""new Promise(done => {
                new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
                    .observe({type: 'layout-shift', buffered: true});
                setTimeout(done, 300, 0);
            })""")
            assert moved < 0.01, page


SHOWN = """(() => {
    const shown = selector => [...document.querySelectorAll(selector)].some(one => one.getClientRects().length);
    return ['.md-header', '.md-sidebar', '.md-footer', '.md-path', '.isogloss-tools', '.headerlink', '.md-clipboard']
        .filter(shown);
})()"""


def test_on_paper_there_is_the_text_alone(driver, reader_site):
    with driver.tab(800, 1100, dark=True, print_=True) as tab:
        tab.go(f"{reader_site}/es-ES/care/")
        assert tab.run("document.querySelector('.md-header')") is not None
        assert tab.run(SHOWN) == []
        dark = tab.run("getComputedStyle(document.querySelector('article p')).color.match(/[\\d.]+/g).slice(0, 3)")
        assert max(map(float, dark)) < 100, "pale letters on white paper"
        links = tab.run("""[...document.querySelectorAll('article p a:not([class])')].map(one =>
            [one.getAttribute('href'), getComputedStyle(one, '::after').content !== 'none'])""")
        assert links == [["https://law.example/lamps", True], ["../repair/", False]]


def test_on_paper_there_are_all_tabs_each_below_its_name(driver, reader_site):
    with driver.tab(800, 1100, print_=True) as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        parts = "[...document.querySelectorAll('.tabbed-labels > label, .tabbed-block')]"
        found = tab.run(f"{parts}.map(one => [one.getBoundingClientRect().top, one.innerText.trim()])")
        assert [text for _, text in sorted(found)] == [
            "ES Wall", "ES Drill with drill --size 6.", "ES Table", "ES Put it on the table.",
        ]  # fmt: skip


def test_what_is_folded_is_unfolded_on_paper_and_folded_again(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/care/")
        tab.run("addEventListener('beforeprint', () => window.unfolded = document.querySelector('details').open)")
        page = tab.call("Page.printToPDF")["data"]
        assert len(page) > 10_000
        assert tab.run("[window.unfolded, document.querySelector('details').open]") == [True, False]


def test_the_way_to_a_page_is_called_what_it_is(driver, reader_site):
    with driver.tab() as tab:
        for page, name, turned in (
            ("care/", "You are here", "none"),
            ("es-ES/care/", "Está aquí", "none"),
            ("ar/care/", "أنت هنا", "matrix(-1, 0, 0, 1, 0, 0)"),
        ):
            tab.go(f"{reader_site}/{page}")
            assert tab.run("document.querySelector('.md-path').ariaLabel") == name
            arrow = "getComputedStyle(document.querySelector('.md-path li + li'), '::before').transform"
            assert tab.run(arrow) == turned
