"""The translator's desk in a real Chromium: clicks and keys on pages of the preview, and the files behind them."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from types import SimpleNamespace

import conftest
import pytest
from chromium import serving
from previewing import previewing
from reader_sites import CASE
from test_accessibility import ASK, AXE

CATALOG = "locales/es-ES/docs/setup.po"
ROOT = "document.querySelector('#isogloss-desk')?.shadowRoot"


def source(folder, theme="material"):
    """A site in Spanish and Arabic with one page that is not translated; elsewhere, a word is before the English."""
    shutil.copytree(CASE, folder)
    site = conftest.Site(folder)
    config = site.read("mkdocs.yml").replace("        - locale: it-IT\n          name: Italiano\n", "")
    if theme != "material":
        config = re.sub(r"  name: material\n(?:    .*\n|  [a-z].*\n)*", f"  name: {theme}\n", config, count=1)
    site.write("mkdocs.yml", config)
    assert site.isogloss("update")[0] == 0
    for tag, word in (("es-ES", "ES"), ("ar", "اضغط")):
        for path in site.root.glob(f"locales/{tag}/docs/*.po"):
            if path.name != "repair.po":
                name = path.relative_to(site.root).as_posix()
                site.translate(name, {one.msgid: f"{word} {one.msgid}" for one in site.catalog(name)})
    return site


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    return {theme: source(tmp_path_factory.mktemp("desk") / theme, theme) for theme in ("material", "mkdocs")}


@contextlib.contextmanager
def previewed(source, folder):
    """``isogloss serve`` on a copy of a site, as somebody starts it."""
    shutil.copytree(source.root, folder)
    site = conftest.Site(folder)
    with previewing(site) as preview:
        yield SimpleNamespace(site=site, origin=preview.origin, token=preview.token, key=f"#isogloss={preview.token}")


@pytest.fixture
def preview(sources, tmp_path):
    with previewed(sources["material"], tmp_path / "site") as preview:
        yield preview


@pytest.fixture(scope="module", params=["material", "mkdocs"])
def still(request, sources, tmp_path_factory):
    """A preview in which nothing is saved, for one test after the other."""
    with previewed(sources[request.param], tmp_path_factory.mktemp("still") / "site") as preview:
        lost(preview.site, "Take the plug.")
        yield preview


class Desk:
    """The desk in a tab."""

    def __init__(self, tab):
        self.tab = tab

    def run(self, expression):
        return self.tab.run(f"(desk => desk && ({expression}))({ROOT})")

    def text(self, selector):
        return self.run(f"desk.querySelector({json.dumps(selector)}).innerText")

    @property
    def value(self):
        return self.run("desk.querySelector('#text').value")

    @property
    def english(self):
        return self.text("#english")

    @property
    def focused(self):
        return self.run("desk.activeElement?.id || desk.activeElement?.textContent")

    @property
    def status(self):
        return self.text(".status")

    def until(self, condition):
        self.tab.until(f"(desk => desk && ({condition}))({ROOT})")

    def until_at(self, english):
        self.until(f"desk.querySelector('#english').textContent === {json.dumps(english)}")

    def click(self, selector):
        """Press the mouse in the middle of what is in the desk."""
        x, y = self.run(
            f"(box => [box.left + box.width / 2, box.top + box.height / 2])"
            f"(desk.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        assert self.run(f"desk.elementFromPoint({x}, {y}) === desk.querySelector({json.dumps(selector)})")
        mouse(self.tab, x, y)

    def write(self, text):
        """Take the place of what is written, as by the keyboard."""
        key(self.tab, "a", "KeyA", 65, modifiers=2, commands=["selectAll"])
        self.tab.call("Input.insertText", text=text)


def mouse(tab, x, y, modifiers=0):
    for kind in ("mousePressed", "mouseReleased"):
        tab.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1, modifiers=modifiers)


def key(tab, name, code, number, modifiers=0, **more):
    named = {"key": name, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
    tab.call("Input.dispatchKeyEvent", type="rawKeyDown", **named, **more)
    tab.call("Input.dispatchKeyEvent", type="keyUp", **named)


def alt_t(tab):
    key(tab, "t", "KeyT", 84, modifiers=1)


def save_and_go(tab):
    key(tab, "Enter", "Enter", 13, modifiers=2)


def passage_with(words):
    """The last passage of the page that has these *words*, as JavaScript."""
    all_of_them = "document.querySelectorAll('article :is(p, li, h1, h2, td), [role=main] :is(p, li, h1, h2)')"
    return f"[...{all_of_them}].findLast(one => one.textContent.includes({json.dumps(words)}))"


def shows(words):
    return f"{passage_with(words)}?.getClientRects().length"


def click(tab, words, modifiers=0):
    """Click on that passage; the page may change meanwhile."""
    tab.until(shows(words))
    tab.run(f"{passage_with(words)}.scrollIntoView({{block: 'center'}})")
    tab.settle()
    left, top = tab.run(f"(box => [box.left, box.top])({passage_with(words)}.getClientRects()[0])")
    mouse(tab, left + 5, top + 8, modifiers)


def difference(before, after):
    before, after = before.splitlines(), after.splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


def lost(site, msgid):
    """Take a translation out of the catalog."""
    found = site.catalog(CATALOG)
    entry = next(one for one in found if one.msgid == msgid)
    entry.msgstr = ""
    found.save()


def faults(tab):
    """What the script of the desk failed with: a theme of MkDocs has a highlighter on another host."""
    return [one for one in tab.errors if "desk.js" in one]


def at_work(tab, preview, msgid):
    """The desk, opened by the keyboard at the first message that is unfinished."""
    desk = opened(tab, preview)
    alt_t(tab)
    desk.until_at(msgid)
    return desk


def opened(tab, preview, page="es-ES/setup/"):
    tab.go(f"{preview.origin}/docs/{page}{preview.key}")
    return Desk(tab)


def test_a_click_opens_a_passage_and_ctrl_enter_saves_it_and_goes_on(driver, preview):
    lost(preview.site, "Take the plug.")
    lost(preview.site, "Put it on the table.")
    before = preview.site.read(CATALOG)
    with driver.tab() as tab:
        desk = opened(tab, preview)
        assert preview.token not in tab.address, "the key does not stay in the address"
        # A click is a click until the desk is open, or with Alt held down.
        click(tab, "Take the plug.")
        assert desk.run("desk.querySelector('section').hidden")
        click(tab, "Take the plug.", modifiers=1)
        desk.until_at("Take the plug.")
        assert desk.run("[...desk.querySelectorAll('#english, #text')].map(one => one.lang + one.dir)") == [
            "enltr",
            "es-ESltr",
        ]
        assert (desk.value, desk.focused) == ("", "text")
        assert desk.text(".count") == "Quedan en esta página: 2 de 41"
        tab.call("Input.insertText", text="Tome el <b>enchufe.")
        save_and_go(tab)
        desk.until("desk.querySelector('#findings .error')")
        assert "tag '<b>' is not in the original" in desk.text("#findings")
        assert desk.status == "No se ha guardado: vea lo que dicen las comprobaciones."
        assert preview.site.read(CATALOG) == before, "what is refused is not written"
        assert desk.run("desk.querySelector('#text').ariaInvalid") == "true"
        assert not desk.run("desk.querySelector('#findings b')"), "a text is shown as text"
        desk.write("Tome el enchufe.")
        save_and_go(tab)
        desk.until_at("Put it on the table.")
        assert difference(before, preview.site.read(CATALOG)) == ([], ['msgstr "Tome el enchufe."'])
        tab.until(shows("Tome el enchufe."))
        assert tab.run(f"{passage_with('Tome el enchufe.')}.lang") == ""
        tab.until("document.querySelector('.isogloss-at-desk')?.textContent.trim() === 'Put it on the table.'")
        # While it is open, a plain click on a passage opens it.
        click(tab, "Do step 1")
        desk.until_at("Do step 1 with care: `step --number 1`.")
        assert desk.value == "ES Do step 1 with care: `step --number 1`."
        # What is in no catalog opens nothing else in its place.
        tab.run(f"{passage_with('Do step 1')}.insertAdjacentHTML('afterend', '<p>Zzz qqq xxx jjj kkk</p>')")
        click(tab, "Zzz qqq")
        desk.until("desk.querySelector('.status').textContent.startsWith('Esto no está en ningún catálogo')")
        assert desk.english == "Do step 1 with care: `step --number 1`."
        assert faults(tab) == []


def test_a_fuzzy_one_is_finished_and_what_changed_is_marked(driver, preview):
    text = preview.site.read(CATALOG)
    waiting = '#, fuzzy\n#| msgid "Put it into the <wall>."\nmsgid "Put it in."'
    preview.site.write(CATALOG, text.replace('msgid "Put it in."', waiting))
    preview.site.write(
        "locales/es-ES/glossary.po",
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '# avoid: meterlo\nmsgid "put"\nmsgstr "poner"\n',
    )
    before = preview.site.read(CATALOG)
    with driver.tab() as tab:
        desk = at_work(tab, preview, "Put it in.")
        assert "into the <wall>" in desk.text(".changes del")
        assert "put → poner · no meterlo" in desk.text(".terms")
        assert "list item" in desk.text(".notes")
        desk.write("Póngalo ahí.")
        desk.click(".main + button")
        desk.until("desk.querySelector('.status').textContent.startsWith('Guardado')")
        removed, added = difference(before, preview.site.read(CATALOG))
        assert removed == ["#, fuzzy", '#| msgid "Put it into the <wall>."', 'msgstr "ES Put it in."']
        assert added == ['msgstr "Póngalo ahí."']
        tab.until(shows("Póngalo ahí."))
        assert faults(tab) == []


def test_two_tabs_on_one_catalog_lose_nothing(driver, preview):
    for msgid in ("Take the plug.", "Put it in."):
        lost(preview.site, msgid)
    before = preview.site.read(CATALOG)
    with driver.tab() as one, driver.tab() as other:
        first, second = opened(one, preview), opened(other, preview)
        for tab, desk in ((one, first), (other, second)):
            alt_t(tab)
            desk.until_at("Take the plug.")
        for tab, desk, words in ((one, first, "Take the plug."), (other, second, "Put it in.")):
            click(tab, words)
            desk.until_at(words)
            desk.until("desk.activeElement?.id === 'text'")
            tab.call("Input.insertText", text=f"Uno de {words}")
            desk.click(".main + button")
            desk.until("desk.querySelector('.status').textContent.startsWith('Guardado')")
        # The second tab still has the first message as it was.
        click(other, "Take the plug.")
        second.until_at("Take the plug.")
        assert second.value == ""
        other.call("Input.insertText", text="Otro enchufe.")
        save_and_go(other)
        second.until("desk.querySelector('.theirs p')")
        assert second.text(".theirs p") == "Uno de Take the plug."
        assert second.value == "Otro enchufe.", "what somebody has written is not taken from them"
        assert "otra persona ha cambiado esta traducción" in second.status
        removed, added = difference(before, preview.site.read(CATALOG))
        assert (removed, added) == ([], ['msgstr "Uno de Take the plug."', 'msgstr "Uno de Put it in."'])
        # Now they have seen it.
        second.click(".main + button")
        second.until("desk.querySelector('.status').textContent.startsWith('Guardado')")
        assert 'msgstr "Otro enchufe."' in preview.site.read(CATALOG)
        assert 'msgstr "Uno de Put it in."' in preview.site.read(CATALOG)


def test_the_keyboard_alone_leads_through_all_that_is_left_also_to_other_pages(driver, preview):
    lost(preview.site, "Take the plug.")
    repair = "locales/es-ES/docs/repair.po"
    with driver.tab() as tab:
        desk = opened(tab, preview)
        tab.press("Tab")
        alt_t(tab)
        desk.until_at("Take the plug.")
        assert desk.focused == "text"
        tab.press("Escape")
        desk.until("desk.querySelector('section').hidden")
        assert tab.run("document.activeElement.textContent.trim() !== ''"), "the focus is where it was"
        alt_t(tab)
        desk.until("desk.activeElement?.id === 'text'")
        desk.write("Tome el enchufe.")
        save_and_go(tab)
        tab.until(f"location.href === '{preview.origin}/docs/es-ES/repair/' && {ROOT}")
        left = [one.msgid for one in preview.site.catalog(repair) if not one.msgstr]
        desk.until_at(left[0])
        assert desk.focused == "text"
        tab.call("Input.insertText", text="Reparar")
        save_and_go(tab)
        desk.until_at(left[1])
        assert preview.site.catalog(repair)[0].msgstr == "Reparar"
        tab.until(shows("Reparar"))
        desk.until_at(left[1])
        # The list reaches all messages, also those that have no place on the page.
        for _ in range(8):
            key(tab, "Tab", "Tab", 9, modifiers=8)
            if desk.focused == "choice":
                break
        assert desk.focused == "choice"
        key(tab, "End", "End", 35)
        desk.until("desk.querySelector('#choice').selectedIndex > 5")
        assert desk.english in preview.site.read("locales/es-ES/mkdocs.po")
        assert faults(tab) == []


def test_what_is_written_and_not_saved_survives_the_page_and_is_for_no_shortcut_of_the_theme(driver, still):
    with driver.tab() as tab:
        desk = opened(tab, still)
        alt_t(tab)
        desk.until("desk.activeElement?.id === 'text'")
        for letter in "pesan":  # Each theme goes to the page before or to the next one with p and n.
            tab.press(letter)
        tab.settle()
        assert (desk.value, tab.address) == ("pesan", f"{still.origin}/docs/es-ES/setup/")
        with tab.loading():
            tab.call("Page.reload")
        desk.until_at("Take the plug.")
        assert desk.value == "pesan"
        desk.click(".close")
        alt_t(tab)
        desk.until_at("Take the plug.")
        assert desk.value == "pesan"
        assert "pesan" not in still.site.read(CATALOG)


# What is shown and is not marked as being in another language.
OWN_WORDS = """[...desk.querySelectorAll('*')].filter(one => one.getClientRects().length && !one.closest('[lang]'))
    .flatMap(one => [one.ariaLabel, ...[...one.childNodes].map(node => node.nodeType === 3 && node.data)])
    .filter(text => text && /[a-z]{2}/i.test(text))"""


def test_the_desk_speaks_the_language_of_the_page_also_from_right_to_left(driver, preview):
    catalog = preview.site.catalog("locales/ar/docs/setup.po")
    for msgid in ("Take the plug.", "Put it on the table."):
        next(one for one in catalog if one.msgid == msgid).msgstr = ""
    catalog.save()
    with driver.tab() as tab:
        desk = opened(tab, preview, "ar/setup/")
        assert desk.text(".open") == "ترجمة"
        desk.click(".open")
        desk.until_at("Put it on the table.")
        assert desk.run("[desk.host.lang, getComputedStyle(desk.querySelector('section')).direction]") == ["ar", "rtl"]
        # Of a message with all that there is to say: code alone, and the names of keys and files, are in Latin letters.
        desk.write("ضعه على <b>الطاولة.")
        desk.click(".main")
        desk.until("desk.querySelector('#findings .error')")
        assert desk.status == "لم يُحفظ: انظر ما تقوله عمليات التحقق."
        assert desk.text("#findings strong") == "خطأ: "
        assert desk.run("desk.querySelector('#findings bdi').lang") == "en"
        assert desk.text(".kind") == "فقرة · غير مترجمة"
        left = [text for text in desk.run(OWN_WORDS) if not re.search(r"Ctrl|\.po:|^ \[[a-z-]+\]$", text)]
        assert left == []
        # The first words are at the right, and the text of the original at the left of its column.
        sides = "[...desk.querySelectorAll('h2, .close')].map(one => one.getBoundingClientRect().left)"
        title, close = desk.run(sides)
        assert title > close
        assert desk.run("getComputedStyle(desk.querySelector('#english')).direction") == "ltr"
        desk.write("ضعه على الطاولة.")
        desk.click(".main")
        desk.until_at("Take the plug.")
        assert 'msgstr "ضعه على الطاولة."' in preview.site.read("locales/ar/docs/setup.po")
        desk.click(".close")
        assert desk.focused == "ترجمة"
        assert faults(tab) == []


SPOKEN = {"en-GB,es": "Translate", "ja,en": "翻訳", "th,de-AT": "Übersetzen", "zh-TW": "翻譯", "zh-CN": "翻译"}


@pytest.mark.parametrize(("languages", "told"), SPOKEN.items())
def test_on_an_english_page_the_desk_speaks_the_language_of_the_browser(driver, still, languages, told):
    with driver.tab(languages=languages) as tab:
        desk = opened(tab, still, "setup/")
        assert desk.text(".open") == told
        desk.click(".open")
        desk.until("desk.querySelector('.status').textContent")
        assert "English" in desk.status
        assert ("This page is in English: choose another language" in desk.status) == (told == "Translate")
        tab.press("Escape")
        assert desk.focused == told
        assert faults(tab) == []


def test_what_is_written_while_it_is_saved_is_not_left_behind(driver, preview):
    lost(preview.site, "Take the plug.")
    with driver.tab() as tab:
        desk = at_work(tab, preview, "Take the plug.")
        tab.write("Tome el")
        save_and_go(tab)
        tab.write(" enchufe.")
        desk.until("desk.querySelector('.status').textContent.startsWith('Guardado, salvo')")
        tab.until(shows("Tome el"))
        assert (desk.english, desk.value, desk.focused) == ("Take the plug.", "Tome el enchufe.", "text")
        assert 'msgstr "Tome el"' in preview.site.read(CATALOG)
        # What comes after that is no conflict: it was written by the same person.
        save_and_go(tab)
        desk.until("desk.querySelector('#english').textContent !== 'Take the plug.' || desk.querySelector('.error')")
        assert 'msgstr "Tome el enchufe."' in preview.site.read(CATALOG)
        assert faults(tab) == []


def test_a_text_in_several_lines_is_one_line_and_no_draft(driver, preview):
    lost(preview.site, "Take the plug.")
    with driver.tab() as tab:
        desk = at_work(tab, preview, "Take the plug.")
        tab.write("Tome")
        tab.press("Enter")
        tab.write("el enchufe.")
        assert desk.value == "Tome\nel enchufe."
        desk.click(".main + button")
        desk.until("desk.querySelector('.status').textContent.startsWith('Guardado')")
        assert 'msgstr "Tome el enchufe."' in preview.site.read(CATALOG)
        assert desk.status == "Guardado."
        assert tab.run("sessionStorage.getItem('isogloss.desk.drafts')") == "{}"
        desk.click(".row button")
        desk.click(".row button + button")
        desk.until_at("Take the plug.")
        assert desk.value == "Tome el enchufe."


WISH = """fetch('ORIGIN/-/isogloss/desk/message', {method: 'POST', MODE headers: HEADERS, body: JSON.stringify({
    locale: 'es-ES', source: 'docs/setup.md', msgid: 'Take the plug.', msgstr: 'Robado.',
    read: {msgstr: 'ES Take the plug.', fuzzy: false, previous: ''}})}).then(
    answer => answer.status, () => 'refused')"""


def wish(origin, headers, mode=""):
    text = WISH.replace("ORIGIN", origin).replace("HEADERS", json.dumps(headers))
    return text.replace("MODE", f"mode: '{mode}'," if mode else "")


def test_other_origins_and_those_without_the_key_write_nothing(driver, preview, tmp_path):
    before = preview.site.read(CATALOG)
    right = {"Content-Type": "application/json", "X-Isogloss-Token": preview.token}
    (tmp_path / "evil").mkdir()
    frame = f"<iframe src='{preview.origin}/docs/es-ES/setup/'></iframe>"
    (tmp_path / "evil/index.html").write_text(f"<p>Evil</p>{frame}", encoding="utf-8")
    with driver.tab() as tab, serving(tmp_path / "evil") as evil:
        tab.go(f"{evil.origin}/index.html")
        assert tab.run(wish(preview.origin, right)) == "refused"
        assert tab.run(wish(preview.origin, {"Content-Type": "text/plain"}, "no-cors")) in (0, "refused")
        frame = tab.call("Page.getFrameTree")["frameTree"]["childFrames"][0]["frame"]["id"]
        world = tab.call("Page.createIsolatedWorld", frameId=frame)["executionContextId"]
        asked = "[!!document.querySelector('article'), !document.querySelector('#isogloss-desk')]"
        told = tab.call("Runtime.evaluate", expression=asked, contextId=world, returnByValue=True)
        assert told["result"]["value"] == [True, True], "the page is there, without the desk"
        tab.go(f"{preview.origin}/docs/es-ES/setup/")
        assert tab.run(wish("", {"Content-Type": "application/json"})) == 403
        assert tab.run(wish("", {**right, "X-Isogloss-Token": "x" * len(preview.token)})) == 403
        assert tab.run(wish("", {**right, "Content-Type": "text/plain"})) == 403
        # Nobody at the desk can write without the address that the command has printed.
        tab.run("localStorage.clear()")
        desk = Desk(tab)
        alt_t(tab)
        desk.until("desk.querySelector('.status').textContent")
        assert "abra la dirección que ha mostrado isogloss serve" in desk.status.lower()
        assert preview.site.read(CATALOG) == before
        for page in ("/docs/es-ES/setup/", "/-/isogloss/desk/desk.js"):
            assert preview.token not in tab.run(f"fetch('{page}').then(answer => answer.text())")
        assert tab.run(wish("", right)) == 200, "the same wish, from the page itself with the key, is granted"
    assert difference(before, preview.site.read(CATALOG)) == (['msgstr "ES Take the plug."'], ['msgstr "Robado."'])


def test_no_other_page_can_lay_itself_over_the_desk(driver, still):
    with driver.tab() as tab:
        tab.go(f"{still.origin}/docs/es-ES/setup/{still.key}")
        tab.run("document.body.innerHTML = `<iframe src='${location.href}'></iframe>`")
        framed = "document.querySelector('iframe').contentDocument"
        tab.until(f"{framed}?.querySelector('article, [role=main]') && {framed}.readyState === 'complete'")
        tab.settle()
        assert tab.run("!document.querySelector('iframe').contentDocument.querySelector('#isogloss-desk')")


@pytest.mark.parametrize(("width", "height", "dark"), [(1440, 900, False), (390, 800, True)])
def test_axe_finds_nothing(driver, still, width, height, dark):
    with driver.tab(width, height, dark=dark) as tab:
        desk = opened(tab, still)
        alt_t(tab)
        desk.until_at("Take the plug.")
        desk.write("Tome el <b>enchufe.")
        save_and_go(tab)
        desk.until("desk.querySelector('#findings .error')")
        tab.run(f"{AXE};0")
        assert [one for one in tab.run(ASK) if "isogloss-desk" in one] == []
        assert desk.run("desk.querySelector('section').scrollWidth <= innerWidth")
