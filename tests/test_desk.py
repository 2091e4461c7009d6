"""The translator's desk, asked as its script asks it, on real catalogs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from difflib import unified_diff
from types import SimpleNamespace

import conftest
import pytest
from isogloss import catalog
from isogloss.driver import saving
from isogloss.driver.desk import Desk
from isogloss.driver.exchange import Request
from isogloss.driver.saving import Words

PATH = "/-/isogloss/desk/"
TOKEN_NAME = "x-isogloss-token"
TOKEN = "a-key-of-this-run"
OWN = {
    "host": "127.0.0.1:8000",
    "origin": "http://127.0.0.1:8000",
    "content-type": "application/json",
    TOKEN_NAME: TOKEN,
    "sec-fetch-site": "same-origin",
}
READ = {"msgstr": "", "fuzzy": False, "previous": ""}
WISH = {"locale": "es-ES", "source": "docs/index.md", "msgid": "One plug", "msgstr": "Un enchufe", "read": READ}
PAGES = {
    "index.md": "---\ndescription: All about lamps.\n---\n# Lamps\n\nTake the [lamp](setup.md) **now**.\n\n"
    '![A lamp](lamp.svg "Big")\n\n- One plug\n- Two plugs\n\nThe lamp has the lamp holder.\n',
    "setup.md": "# Set up\n\nOpen the window with `win` and <kbd>K</kbd>.\n",
}
CATALOG = "locales/es-ES/docs/index.po"
LINK = "Take the [lamp](setup.md) **now**."
GLOSSARY = """\
msgid ""
msgstr ""
"Language: es_ES\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# avoid: candil, farol
# forms: luz
msgid "lamp"
msgstr "lámpara"

msgid "Windows"
msgstr "Windows"
"""


class Asking:
    """Somebody at the desk of a site."""

    def __init__(self, site):
        self.site = site
        self.desk = Desk(SimpleNamespace(config_file=(site.root / "mkdocs.yml").resolve()), TOKEN)

    def ask(self, method, name, query=None, headers=None, body=b""):
        found = self.desk.answer(Request(method, PATH + name, query or {}, {**OWN, **(headers or {})}, body))
        return found.status, json.loads(found.body) if found.kind.startswith("application/json") else found.body

    def page(self, address="/docs/es-ES/"):
        status, found = self.ask("GET", "page", {"address": address})
        assert status == 200, found
        return found

    def message(self, msgid, address="/docs/es-ES/"):
        return next(one for one in self.page(address)["messages"] if one["msgid"] == msgid)

    def save(self, message, msgstr, headers=None, **other):
        wish = {"locale": "es-ES", "source": message["source"], "msgid": message["msgid"], "msgstr": msgstr}
        wish |= {"read": message["read"]} | other
        return self.ask("POST", "message", None, headers, json.dumps(wish).encode())


@pytest.fixture
def asking(make_site):
    site = make_site(PAGES, locales=("es-ES", "ar"), translated=False)
    site.write("locales/es-ES/glossary.po", GLOSSARY)
    return Asking(site)


def difference(before: str, after: str) -> list[str]:
    """The lines that are removed and added."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


def waits(site, msgid, msgstr, previous):
    """Let a translation wait, as ``isogloss update`` does."""
    text = site.read(CATALOG)
    old = f'#| msgid "{previous}"\n' if previous else ""
    wanted = f'msgid "{msgid}"\nmsgstr ""'
    assert wanted in text
    site.write(CATALOG, text.replace(wanted, f'#, fuzzy\n{old}msgid "{msgid}"\nmsgstr "{msgstr}"'))


# What it shows.


def test_a_page_has_all_its_messages_in_order_also_those_without_an_element(asking):
    found = asking.page()
    assert found["locale"] == {"tag": "es-ES", "name": "es-ES", "lang": "es-ES", "dir": "ltr"}
    assert found["original"] == {"lang": "en", "dir": "ltr"}
    own = [(one["kind"], one["msgid"]) for one in found["messages"] if one["source"] == "docs/index.md"]
    assert own[0] == ("front matter description", "All about lamps.")
    assert [msgid for kind, msgid in own if kind in ("heading", "list item")] == ["Lamps", "One plug", "Two plugs"]
    others = {one["source"] for one in found["messages"]}
    assert others == {"docs/index.md", "mkdocs"}
    assert {"Test site"} <= {one["msgid"] for one in found["messages"] if one["source"] == "mkdocs"}
    assert all(one["state"] == "missing" and one["left"] for one in found["messages"])


def test_a_message_says_all_that_helps_to_translate_it(asking):
    site = asking.site
    waits(site, "The lamp has the lamp holder.", "El farol tiene <b>soporte</b>.", "The lamp has a holder.")
    text = site.read(CATALOG)
    site.write(CATALOG, text.replace("#, fuzzy\n", "# Ask <Ana>.\n#, fuzzy\n"))
    one = asking.message("The lamp has the lamp holder.")
    assert one["state"] == "fuzzy"
    assert one["read"] == {
        "msgstr": "El farol tiene <b>soporte</b>.",
        "fuzzy": True,
        "previous": "The lamp has a holder.",
    }
    assert [pair for pair in one["difference"] if pair[0] != pair[1]] == [["a", "the lamp"]]
    assert "".join(new for _, new in one["difference"]) == one["msgid"]
    assert one["terms"] == [
        {"term": "lamp", "rendering": "lámpara", "forms": ["luz"], "banned": ["candil", "farol"], "used": False}
    ]
    assert one["notes"]["translators"] == "Ask <Ana>."
    assert one["notes"]["extracted"].startswith("paragraph in ")
    assert one["catalog"] == CATALOG
    assert one["line"] == site.line(CATALOG, "El farol")
    assert asking.message(LINK)["shown"][0].split() == ["Take", "the", "[lamp", "**now**."]


def test_code_and_placeholders_are_in_the_words_that_are_looked_for(asking):
    (shown,) = asking.message("Open the window with `win` and <kbd>K</kbd>.", "/docs/es-ES/setup/")["shown"]
    assert re.sub(r"\W+", " ", shown) == "Open the window with win and K "


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/docs/", "this page is in English: choose another language"),
        ("/docs/setup/index.html", "this page is in English"),
        ("/docs/nowhere/", "this page has no messages"),
    ],
)
def test_a_page_that_has_no_translation_says_so(asking, address, why):
    status, found = asking.ask("GET", "page", {"address": address})
    assert status == 404
    assert why in found["why"] % found["values"]


def test_pages_are_found_by_their_addresses_in_every_form(asking):
    for address in ("/docs/es-ES/setup/", "/docs/es-ES/setup/index.html", "/es-ES/setup/", "/docs/es%2DES/setup/"):
        assert asking.page(address)["page"] == "docs/setup.md"
    assert asking.page("/docs/ar/")["locale"]["dir"] == "rtl"


def test_pages_are_found_where_their_addresses_name_files(asking):
    config = asking.site.read("mkdocs.yml")
    asking.site.write("mkdocs.yml", f"{config}\nuse_directory_urls: false\n")
    for address, page in (
        ("/docs/es-ES/", "docs/index.md"),
        ("/docs/es-ES/index.html", "docs/index.md"),
        ("/docs/ar/setup.html", "docs/setup.md"),
    ):
        assert asking.page(address)["page"] == page
    assert asking.ask("GET", "page", {"address": "/docs/index.html"})[1]["why"].startswith("this page is in")
    status, found = asking.ask("GET", "next", {"address": "/docs/es-ES/index.html", "after": "docs/index.md"})
    assert (status, found["next"]["address"]) == (200, "/docs/es-ES/setup.html")


def test_a_page_that_comes_while_the_preview_runs_is_there(asking):
    asking.page()
    asking.site.write("docs/new.md", "# New\n\nA new text.\n")
    found = asking.page("/docs/es-ES/new/")
    assert [one["msgid"] for one in found["messages"] if one["source"] == "docs/new.md"] == ["New", "A new text."]
    new = asking.message("A new text.", "/docs/es-ES/new/")
    assert (new["catalog"], new["line"], new["left"]) == (None, None, False)
    assert asking.save(new, "Un texto nuevo.")[0] == 422
    assert asking.site.isogloss("update")[0] == 0
    assert asking.save(new, "Un texto nuevo.")[0] == 200


def test_a_page_written_by_hand_is_named_and_the_strings_of_the_site_are_within_reach(asking):
    asking.site.write("docs/setup.es-ES.md", "# Instalar\n\nAbra la ventana con `win` y <kbd>K</kbd>.\n")
    found = asking.page("/docs/es-ES/setup/")
    assert found["byHand"] == "docs/setup.es-ES.md"
    assert {one["source"] for one in found["messages"]} == {"mkdocs"}


def test_a_broken_page_or_configuration_is_told_and_the_desk_goes_on(asking):
    asking.page()
    config = asking.site.read("mkdocs.yml")
    asking.site.write("mkdocs.yml", config + "theme: [")
    status, found = asking.ask("GET", "page", {"address": "/docs/es-ES/"})
    assert (status, found["findings"][0]["code"]) == (422, "configuration")
    asking.site.write("mkdocs.yml", config)
    assert asking.page()["page"] == "docs/index.md"


def test_a_page_that_a_plugin_fails_on_is_told_and_the_others_are_there(asking):
    config = asking.site.read("mkdocs.yml")
    asking.site.write("mkdocs.yml", f"{config}hooks:\n  - fails.py\n")
    asking.site.write("fails.py", "def on_page_markdown(markdown, **_):\n    assert 'boom' not in markdown\n")
    asking.site.write("docs/setup.md", "# Set up\n\nboom\n")
    status, found = asking.ask("GET", "page", {"address": "/docs/es-ES/setup/"})
    assert status in (422, 500)
    assert found["why"]
    assert asking.page()["page"] == "docs/index.md"


# Saving.


def test_a_translation_is_saved_and_the_file_differs_in_that_message_alone(asking):
    before = asking.site.read(CATALOG)
    status, found = asking.save(asking.message(LINK), "Tome la [lámpara](setup.md) **ahora**.")
    assert (status, found["saved"], found["findings"]) == (200, True, [])
    assert found["message"]["state"] == "translated"
    assert difference(before, asking.site.read(CATALOG)) == [
        '-msgstr ""',
        '+msgstr "Tome la [lámpara](setup.md) **ahora**."',
    ]
    assert asking.message(LINK) == found["message"]
    form = asking.site.isogloss("fmt", "--check")[1]
    assert CATALOG not in form


@pytest.mark.parametrize(
    ("msgstr", "code"),
    [
        ("Tome la [lámpara](otra.md) **ahora**.", "link"),
        ("Tome la lámpara **ahora**.", "link"),
        ("Tome la [lámpara](setup.md) **ahora**.<script>alert(1)</script>", "tag"),
        ("Tome la [lámpara](setup.md) **ahora**.\u202e", "bidi"),
        ("Tome la [lámpara](setup.md) {{ config }} **ahora**.", "template-expression"),
        ("Tome la [lámpara](setup.md) **ahora**.\x00", "control"),
    ],
)
def test_what_is_an_error_is_refused_with_its_finding_and_nothing_is_written(asking, msgstr, code):
    before = asking.site.read(CATALOG)
    status, found = asking.save(asking.message(LINK), msgstr)
    assert (status, found["saved"]) == (422, False)
    told = [one for one in found["findings"] if one["severity"] == "error"]
    assert any(one["code"].startswith(code) for one in told), told
    assert asking.site.read(CATALOG) == before
    # It is the very finding of the command.
    asking.site.translate(CATALOG, {LINK: msgstr}, rest=False)
    assert f"[{told[0]['code']}]" in asking.site.isogloss("check", CATALOG)[1]


def test_a_part_that_breaks_its_passage_is_refused_though_the_checks_tell_of_it_at_the_first_part(make_site):
    # Code in a paragraph makes two messages of it, which are checked as one passage.
    pages = {"index.md": "# One\n\nA sentence\n```\ncode\n```\nand a [link](index.md) more\n"}
    asking = Asking(make_site(pages))
    before = asking.site.read(CATALOG)
    status, found = asking.save(asking.message("and a [link](index.md) more"), "y un enlace más")
    assert (status, found["findings"][0]["code"]) == (422, "link")
    assert found["findings"][0]["place"].endswith(f":{asking.message('A sentence')['line']}")
    assert asking.site.read(CATALOG) == before
    assert asking.save(asking.message("and a [link](index.md) more"), "y un [enlace](index.md) más")[0] == 200


def test_warnings_are_shown_and_saved(asking):
    one = asking.message("The lamp has the lamp holder.")
    status, found = asking.save(one, "El candil tiene el soporte del farol.")
    assert (status, found["saved"]) == (200, True)
    codes = {one["code"]: one["severity"] for one in found["findings"]}
    assert codes.get("banned-rendering") == "warning"
    status, output = asking.site.isogloss("check", CATALOG)
    assert "banned-rendering" in output
    # What a translator has allowed is not told.
    text = asking.site.read(CATALOG)
    mark = 'msgid "The lamp has the lamp holder."'
    allowed = "".join(f"# allow {code}: so they say\n" for code in ("banned-rendering", "term"))
    asking.site.write(CATALOG, text.replace(mark, allowed + mark))
    status, found = asking.save(asking.message("The lamp has the lamp holder."), "El candil tiene soporte del farol.")
    assert (status, found["findings"]) == (200, [])


def test_the_site_says_how_much_a_finding_weighs(asking):
    config = asking.site.read("mkdocs.yml")
    asking.site.write(
        "mkdocs.yml", config.replace("- isogloss", "- isogloss:\n      checks: {banned-rendering: false}")
    )
    found = asking.save(asking.message("The lamp has the lamp holder."), "El candil tiene lámpara.")[1]
    assert "banned-rendering" not in {one["code"] for one in found["findings"]}


@pytest.mark.parametrize("previous", ["A plug", ""])
def test_a_fuzzy_one_is_finished(asking, previous):
    waits(asking.site, "One plug", "Un enchufe", previous)
    before = asking.site.read(CATALOG)
    status, found = asking.save(asking.message("One plug"), "Un enchufe")
    assert (status, found["message"]["state"]) == (200, "translated")
    old = [f'-#| msgid "{previous}"'] if previous else []
    assert difference(before, asking.site.read(CATALOG)) == ["-#, fuzzy", *old]


def test_other_translations_are_evidence_as_they_are_now(make_site, monkeypatch):
    monkeypatch.setattr(saving, "_SHARE", 0)
    names = [f"Open {number}:" for number in range(8)]
    asking = Asking(make_site({"index.md": "".join(f"- {name}\n" for name in names)}))
    asking.site.translate(CATALOG, {name: name.replace("Open", "Abra")[:-1] for name in names})
    assert asking.save(asking.message("Open 0:"), "Abra el 0")[1]["findings"] == []
    asking.site.translate(CATALOG, {name: name.replace("Open", "Abra") for name in names})
    found = asking.save(asking.message("Open 0:"), "Abra el 0")[1]["findings"]
    assert [one["code"] for one in found] == ["ending"]


@pytest.mark.parametrize("msgstr", ["", "  ", "\n"])
def test_a_translation_is_not_emptied(asking, msgstr):
    asking.save(asking.message("One plug"), "Un enchufe")
    before = asking.site.read(CATALOG)
    status, found = asking.save(asking.message("One plug"), msgstr)
    assert (status, found["saved"]) == (409, False)
    assert "no text" in found["why"]
    assert asking.site.read(CATALOG) == before


def test_lines_that_somebody_breaks_are_one(asking):
    assert asking.save(asking.message("One plug"), "Un\nenchufe")[0] == 200
    assert 'msgstr "Un enchufe"' in asking.site.read(CATALOG)


def test_strings_of_the_site_are_saved_in_their_catalog(asking):
    before = asking.site.read("locales/es-ES/mkdocs.po")
    one = asking.message("Test site")
    assert one["source"] == "mkdocs"
    assert asking.save(one, "Sitio {{ x }}")[0] == 422
    assert asking.save(one, "Sitio de pruebas")[0] == 200
    after = asking.site.read("locales/es-ES/mkdocs.po")
    assert difference(before, after) == ['-msgstr ""', '+msgstr "Sitio de pruebas"']


def test_strings_of_templates_too(make_site):
    site = make_site({"index.md": "# One\n"}, translated=False)
    config = site.read("mkdocs.yml").replace("  name: mkdocs\n", "  name: mkdocs\n  custom_dir: overrides\n")
    site.write("mkdocs.yml", config)
    site.write(
        "overrides/main.html", '{% extends "base.html" %}{% block footer %}{{ _("Made by hand") }}{% endblock %}'
    )
    assert site.isogloss("update")[0] == 0
    asking = Asking(site)
    one = asking.message("Made by hand")
    assert (one["source"], one["kind"]) == ("overrides", "template string")
    assert asking.save(one, "Hecho a mano")[0] == 200
    assert 'msgstr "Hecho a mano"' in site.read("locales/es-ES/overrides.po")


FORMS = {
    "canonical": (lambda text: text),
    "crlf": (lambda text: text.replace("\n", "\r\n")),
    "mac": (lambda text: text.replace("\n", "\r")),
    "bom": (lambda text: "\ufeff" + text),
    "no newline at the end": (lambda text: text.rstrip("\n")),
    "no blank lines": (lambda text: re.sub(r"\n\n+", "\n", text)),
    "many blank lines": (lambda text: text.replace("\n\n", "\n\n\n\n")),
    "blank lines inside": (lambda text: re.sub(r"\nmsgid ", "\n\nmsgid ", text)),
    "indented": (lambda text: re.sub(r"^(msgid|msgstr)", r"  \1", text, flags=re.MULTILINE)),
    "other marks": (lambda text: text.replace("#, fuzzy\n", "#, fuzzy, no-wrap\n#, python-format\n")),
    "an old neighbour": (
        lambda text: text.replace(
            '#, fuzzy\n#| msgid "A plug', '#~ msgid "x"\n#~ msgstr "y"\n#, fuzzy\n#| msgid "A plug'
        )
    ),
    "notes behind": (lambda text: text + "# The end.\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_difference_is_one_message_in_whatever_form_the_file_is(asking, form):
    path = asking.site.root / CATALOG
    waits(asking.site, "One plug", "Un enchufe", "A plug")
    waits(asking.site, "Two plugs", "Dos", "Two")
    text = FORMS[form](asking.site.read(CATALOG))
    path.write_bytes(text.encode("utf-8"))
    before = catalog.read(path, CATALOG)
    assert not before.faults
    for msgid, msgstr in (("One plug", 'Un "enchufe" \\ más'), ("The lamp has the lamp holder.", "La lámpara sí.")):
        assert asking.save(asking.message(msgid), msgstr)[0] == 200
    after = catalog.read(path, CATALOG)
    changed = {one.msgid: (one.msgstr, one.flags, one.previous_msgid) for one in after.messages}
    same = [one for one in before.messages if one.msgid not in ("One plug", "The lamp has the lamp holder.")]
    assert [one for one in after.messages if one.msgid not in ("One plug", "The lamp has the lamp holder.")] == same
    flags = ["no-wrap", "python-format"] if form == "other marks" else []
    assert changed["One plug"] == ('Un "enchufe" \\ más', flags, None)
    assert changed["The lamp has the lamp holder."] == ("La lámpara sí.", [], None)
    # Nothing but the lines of these two: each kept line keeps its end.
    lines, now = text.splitlines(keepends=True), path.read_bytes().decode("utf-8").splitlines(keepends=True)
    gone = difference("".join(lines), "".join(now))
    assert len(gone) <= 9, gone
    ends = {re.search(r"[\r\n]*\Z", line).group() for line in now[:-1]}
    assert ends <= {re.search(r"[\r\n]*\Z", line).group() for line in lines[:-1]}
    assert now[-1].endswith(("\n", "\r")) == lines[-1].endswith(("\n", "\r"))


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
@pytest.mark.parametrize("options", [["--width=40"], ["--no-wrap"], ["--escape", "--width=30"], ["--sort-output"]])
def test_the_difference_is_one_message_in_what_gettext_has_written(asking, options):
    path = asking.site.root / CATALOG
    waits(
        asking.site, "Two plugs", "Dos enchufes, y además otras cosas muy largas ñ", "Two long plugs, and other things"
    )
    subprocess.run(["msgcat", *options, "-o", path, path], check=True)
    before = path.read_text(encoding="utf-8")
    assert asking.save(asking.message(LINK), "Tome la [lámpara](setup.md) **ahora**.")[0] == 200
    after = path.read_text(encoding="utf-8")
    removed, added = (  # The empty text, which a wrapped file may write in one line, is all that goes.
        [line for line in difference(before, after) if line[0] == mark] for mark in "-+"
    )
    assert removed == ['-msgstr ""']
    assert added == ['+msgstr "Tome la [lámpara](setup.md) **ahora**."']
    before = after
    assert asking.save(asking.message("Two plugs"), "Dos enchufes")[0] == 200
    kept = [line for line in difference(before, path.read_text(encoding="utf-8")) if line[0] == "+"]
    assert kept == ['+msgstr "Dos enchufes"']
    assert subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=False).returncode == 0


def test_a_catalog_that_cannot_be_read_to_its_end_is_not_written(asking):
    text = asking.site.read(CATALOG)
    asking.site.write(CATALOG, text + '\nmsgid "broken\nmsgstr ""\n')
    before = asking.site.read(CATALOG)
    status, found = asking.save(asking.message(LINK), "Tome la [lámpara](setup.md) **ahora**.")
    assert (status, found["findings"][0]["code"]) == (422, "not-rewritten")
    assert asking.site.read(CATALOG) == before


# Two people, or two tabs.


def test_what_was_changed_meanwhile_is_not_overwritten_and_is_shown(asking):
    seen = asking.message("One plug")
    assert asking.save(seen, "Un enchufe")[0] == 200
    before = asking.site.read(CATALOG)
    status, found = asking.save(seen, "Una clavija")
    assert (status, found["saved"]) == (409, False)
    assert found["message"]["read"]["msgstr"] == "Un enchufe"
    assert asking.site.read(CATALOG) == before
    # Who has seen it may replace it.
    assert asking.save(found["message"], "Una clavija")[0] == 200


@pytest.mark.parametrize(("msgid", "status"), [("Two plugs", 200), ("One plug", 409)])
def test_another_program_may_save_in_the_same_moment(asking, monkeypatch, msgid, status):
    site, seen, judge = asking.site, asking.message("One plug"), Words.findings
    new = site.read(CATALOG).replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "De Poedit"')

    def while_poedit_saves(*arguments):
        # It is the last thing that is done before the file is written.
        if "De Poedit" not in site.read(CATALOG):
            site.write("new.po", new)
            (site.root / "new.po").replace(site.root / CATALOG)
        return judge(*arguments)

    monkeypatch.setattr(Words, "findings", while_poedit_saves)
    assert asking.save(seen, "Un enchufe")[0] == status
    mine = difference(new, site.read(CATALOG))
    assert mine == (['-msgstr ""', '+msgstr "Un enchufe"'] if status == 200 else [])


def test_a_message_that_waits_since_then_is_another_one(asking):
    asking.save(asking.message("One plug"), "Un enchufe")
    seen = asking.message("One plug")
    text = asking.site.read(CATALOG)
    now = text.replace('msgid "One plug"', '#, fuzzy\n#| msgid "A plug"\nmsgid "One plug"')
    asking.site.write(CATALOG, now)
    status, found = asking.save(seen, "Un enchufe")
    assert (status, found["message"]["state"]) == (409, "fuzzy")
    assert asking.site.read(CATALOG) == now


def test_two_tabs_on_one_catalog_lose_nothing(asking):
    seen = [one for one in asking.page()["messages"] if one["source"] == "docs/index.md" and one["msgid"] != LINK]
    seen = [one for one in seen if "[" not in one["msgid"]]
    assert len(seen) >= 5
    other = Asking(asking.site)
    done = []

    def write(who, messages):
        for one in messages:
            done.append(who.save(one, f"Texto de {one['msgid']}")[0])

    tabs = [
        threading.Thread(target=write, args=(asking, seen[::2])),
        threading.Thread(target=write, args=(asking, seen[1::2])),
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert done == [200] * len(seen)
    assert {one["msgid"] for one in other.page()["messages"] if one["state"] == "translated"} == {
        one["msgid"] for one in seen
    }


# What is refused.


@pytest.mark.parametrize(
    "headers",
    [
        {TOKEN_NAME: ""},
        {TOKEN_NAME: "another-key"},
        {TOKEN_NAME: f"{TOKEN}x"},
        {TOKEN_NAME: "ñ"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://localhost:8000"},
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": "evil.example:8000", "origin": "http://evil.example:8000"},
        {"host": "127.0.0.1.evil.example:8000", "origin": "http://127.0.0.1.evil.example:8000"},
        {"host": "192.168.0.2:8000", "origin": "http://192.168.0.2:8000"},
        {"host": "", "origin": "http://"},
        {"host": "x@127.0.0.1:8000", "origin": "http://x@127.0.0.1:8000"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_wish_that_is_not_the_desks_own_is_refused_and_nothing_is_written(asking, headers):
    before, one = asking.site.read(CATALOG), asking.message("One plug")
    status, found = asking.save(one, "Un enchufe", headers)
    assert status == 403
    assert "saved" not in found
    assert asking.site.read(CATALOG) == before


@pytest.mark.parametrize("name", ["page", "next"])
@pytest.mark.parametrize("headers", [{TOKEN_NAME: "x"}, {"host": "evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_nothing_is_told_to_others_either(asking, name, headers):
    assert asking.ask("GET", name, {"address": "/docs/es-ES/"}, headers)[0] == 403


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1", "127.0.0.5:81"])
def test_this_machine_may_have_any_of_its_names(asking, host):
    one = asking.message("One plug")
    assert asking.save(one, "Un enchufe", {"host": host, "origin": f"http://{host}"})[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        json.dumps(WISH | {"locale": 1}).encode(),
        json.dumps(WISH | {"msgstr": "\ud800"}).encode(),
        json.dumps(WISH | {"read": {"msgstr": "", "fuzzy": 0, "previous": ""}}).encode(),
        json.dumps(WISH | {"read": {"msgstr": ""}}).encode(),
    ],
)
def test_what_is_no_wish_is_refused(asking, body):
    assert asking.ask("POST", "message", body=body)[0] == 400


@pytest.mark.parametrize("source", ["docs/nowhere.md", "../../etc/passwd", "/etc/passwd", "glossary", ""])
def test_only_what_is_on_the_site_can_be_named(asking, source):
    before = {path: path.read_bytes() for path in asking.site.root.rglob("*.po")}
    one = asking.message("One plug")
    assert asking.save(one, "Un enchufe", source=source)[0] == 422
    assert asking.save(one, "Un enchufe", locale="../es-ES")[0] == 404
    assert {path: path.read_bytes() for path in asking.site.root.rglob("*.po")} == before


def test_no_other_request_does_anything(asking):
    for method, name in (("GET", "message"), ("POST", "page"), ("PUT", "message"), ("GET", "../x"), ("GET", "")):
        assert asking.ask(method, name)[0] == 404
    assert asking.ask("POST", "message", body=b" " * (1 << 21))[0] == 413
    status, script = asking.ask("GET", "desk.js", headers={TOKEN_NAME: ""})
    assert status == 200
    assert TOKEN.encode() not in script
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way.encode() not in script


# What is left.


def test_the_next_one_that_is_left_is_found_across_pages_and_strings(asking):
    def following(address, after=""):
        status, found = asking.ask("GET", "next", {"address": address, "after": after})
        assert status == 200
        return found["next"]

    assert following("/docs/es-ES/") == {"address": "/docs/es-ES/setup/", "source": "docs/setup.md", "msgid": "Set up"}
    assert following("/docs/es-ES/setup/")["source"] == "mkdocs"
    assert following("/docs/es-ES/setup/")["address"] is None
    assert following("/docs/es-ES/", "mkdocs") == {
        "address": "/docs/es-ES/",
        "source": "docs/index.md",
        "msgid": "All about lamps.",
    }
    for path in (asking.site.root / "locales/es-ES").rglob("*.po"):
        if path.name != "glossary.po":
            strings = {conftest.BACKLINK: conftest.BACKLINK_TRANSLATED} if path.name == "mkdocs.po" else {}
            asking.site.translate(path.relative_to(asking.site.root).as_posix(), strings)
    assert following("/docs/es-ES/") is None
    # What a check refuses is left, too.
    asking.site.translate(CATALOG, {LINK: "Tome la lámpara **ahora**."})
    assert following("/docs/es-ES/setup/")["msgid"] == LINK
    assert asking.message(LINK)["state"] == "refused"
    assert "link" in {one["code"] for one in asking.message(LINK)["findings"]}
    # What nobody has translated comes first, as it is found without rendering pages.
    asking.site.translate("locales/es-ES/docs/setup.po", {"Set up": ""})
    assert following("/docs/es-ES/", "mkdocs")["msgid"] == "Set up"
