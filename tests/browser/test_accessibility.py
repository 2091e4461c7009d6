"""Rules of WCAG 2.2 AA, and best practices, as axe-core holds pages to them; and code in right-to-left pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import axe_playwright_python
import conftest
import pytest
from chromium import serving
from reader_sites import CASE, Host

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = f"""axe.run(document, {{runOnly: {RULES}}}).then(told => told.violations.flatMap(
    rule => rule.nodes.map(node => `${{rule.id}}: ${{node.target}}: ${{node.failureSummary}}`)))"""
PAGES = ["", "es-ES/", "setup/", "es-ES/setup/", "it-IT/setup/", "ar/setup/", "status/", "ar/status/", "es-ES/lost/",
         "care/", "es-ES/care/"]  # fmt: skip
WINDOWS = {"phone": (390, False), "phone, dark": (390, True), "desk": (1440, False), "desk, dark": (1440, True)}


@pytest.mark.parametrize("window", WINDOWS)
def test_no_rule_is_violated(driver, reader_site, window):
    width, dark = WINDOWS[window]
    found = {}
    with driver.tab(width, 900, dark=dark) as tab:
        for page in PAGES:
            tab.go(f"{reader_site}/{page}")
            tab.run(f"{AXE};0")
            found[page] = tab.run(ASK)
    assert {page: told for page, told in found.items() if told} == {}


@pytest.fixture(scope="module")
def pseudo_site(tmp_path_factory):
    """The site in a language that nobody speaks: longer words, from right to left."""

    def make(folder: Path) -> None:
        shutil.copytree(CASE, folder / "source")
        site = conftest.Site(folder / "source")
        entry = "        - locale: ar-XB\n          name: ar-XB\n  - isogloss:\n"
        site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - isogloss:\n", entry))
        for command in (["update"], ["pseudo", "--locale", "ar-XB"]):
            done = site.run("isogloss", *command)
            assert done.returncode == 0, done.stderr
        built = site.build("--strict", "--site-dir", str(folder / "served/docs"))
        assert built.returncode == 0, built.stderr

    with serving(conftest.once(tmp_path_factory, "pseudo", make) / "served", Host) as served:
        yield f"{served.origin}/docs/ar-XB"


@pytest.mark.parametrize("window", WINDOWS)
def test_no_rule_is_violated_where_words_are_longer(driver, pseudo_site, window):
    width, dark = WINDOWS[window]
    with driver.tab(width, 900, dark=dark) as tab:
        for page in ("", "setup/", "care/", "status/"):
            tab.go(f"{pseudo_site}/{page}")
            tab.run(f"{AXE};0")
            assert (page, tab.run(ASK)) == (page, [])
            assert (page, tab.run("document.documentElement.scrollWidth")) == (page, width)


def test_axe_sees_what_it_is_there_for(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/")
        tab.run(f"{AXE};0")
        tab.run("document.querySelector('article').innerHTML += '<img src=x><p style=\"color: #ccc\">Pale</p>'")
        rules = {found.partition(":")[0] for found in tab.run(ASK)}
    assert {"image-alt", "color-contrast"} <= rules


DISPLACED = """(() => {
    let seen = 0;
    const displaced = [];
    for (const code of document.querySelectorAll('article :is(code, kbd)')) {
        const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), range = document.createRange();
        let last = null;
        seen += 1;
        while (walker.nextNode()) for (let at = 0; at < walker.currentNode.data.length; at++) {
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + 1);
            const box = range.getClientRects()[0];
            if (!box || !box.width) continue;
            if (last && Math.abs(box.top - last.top) < 3 && box.left < last.left - 1) {
                displaced.push(code.textContent);
                walker.currentNode = code.lastChild;
                break;
            }
            last = box;
        }
    }
    return [seen, displaced];
})()"""
"""How many pieces of code a page has, and those whose characters do not follow each other from left to right."""


def test_code_in_right_to_left_pages_reads_from_left_to_right(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/ar/setup/")
        assert tab.run("[document.documentElement.dir, document.body.dir]") == ["rtl", "rtl"]
        seen, displaced = tab.run(DISPLACED)
        assert seen >= 6
        assert displaced == []
        tab.run("document.querySelectorAll('link[href*=isogloss]').forEach(one => one.remove())")
        tab.settle()
        assert tab.run(DISPLACED)[1], "the style sheet makes no difference: the test sees nothing"
