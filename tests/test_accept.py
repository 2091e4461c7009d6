"""``isogloss accept``: a typo was mended in English, and no translator has to look at it again.

Whoever answers is played, apart from one test on a real terminal.
"""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys

import pytest
from conftest import BACKLINK, BACKLINK_TRANSLATED, CONFIG, ROOT, Site
from isogloss.commands import accept
from isogloss.diagnostics.text import _coloured, word_diff
from running import Done, run_here

LONG = "Install the newest driver for your graphics card, then restart Windows."
NEW = LONG.replace("newest", "latest")
OTHER = "Read the [guide for all drivers](guide.md) before you begin with it."
MORE = "Another paragraph that is long enough to be recognised."
PAGES = {"index.md": f"# Start\n\n{LONG}\n\n{OTHER}\n", "guide.md": f"# Guide\n\n> {LONG}\n\n{MORE}\n"}
CATALOG = "locales/es-ES/docs/index.po"
SPANISH = {
    BACKLINK: BACKLINK_TRANSLATED,
    "Start": "Inicio",
    "Guide": "Guía",
    LONG: "Instale el controlador más nuevo de su tarjeta gráfica y reinicie Windows.",
    OTHER: "Lea la [guía de todos los controladores](guide.md) antes de empezar con ello.",
    MORE: "Otro párrafo que tiene la longitud que hace falta.",
}
"""For all locales: the checks look at words."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A site with finished catalogs; each test gets a copy."""
    site = Site(tmp_path_factory.mktemp("accept"))
    languages = "\n".join(f"        - locale: {tag}\n          name: {tag}" for tag in ("es-ES", "it-IT"))
    site.write("mkdocs.yml", CONFIG.format(languages=languages, structure="suffix", options="", theme="mkdocs"))
    for path, text in PAGES.items():
        site.write(f"docs/{path}", text)
    assert site.run("isogloss", "update").returncode == 0
    for path in (site.root / "locales").rglob("*.po"):
        name = path.relative_to(site.root).as_posix()
        texts = {entry.msgid for entry in site.catalog(name)}
        site.translate(name, {msgid: msgstr for msgid, msgstr in SPANISH.items() if msgid in texts})
    assert site.run("isogloss", "fmt").returncode == 0
    return site


@pytest.fixture
def answering(site, monkeypatch):
    """Run ``isogloss accept`` where somebody gives *answers*, one after the other."""

    def run(answers: str, *arguments: str) -> Done:
        given = io.TextIOWrapper(io.BytesIO("".join(f"{answer}\n" for answer in answers).encode()))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", given)
            patch.setattr(accept, "can_ask", lambda: True)
            done = run_here(site.root, "isogloss", "accept", *arguments)
        assert given.read() == "", "not all answers were asked for"
        return done

    return run


@pytest.fixture
def site(prepared, tmp_path):
    shutil.copytree(prepared.root, tmp_path / "site")
    return Site(tmp_path / "site")


def change(site, page: str, old: str, new: str) -> None:
    text = site.read(f"docs/{page}")
    assert old in text
    site.write(f"docs/{page}", text.replace(old, new))
    result = site.run("isogloss", "update")
    assert result.returncode == 0, result.stderr


def fuzzy(site) -> dict[tuple[str, str], list[str]]:
    """The fuzzy messages of each locale and page."""
    found = {}
    for path in sorted((site.root / "locales").rglob("*.po")):
        name = path.relative_to(site.root / "locales")
        texts = [entry.msgid for entry in site.catalog(f"locales/{name}") if entry.fuzzy and not entry.obsolete]
        if texts:
            found[name.parts[0], name.stem] = texts
    return found


def git(site, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=site.root, check=True, capture_output=True)


def commit(site) -> None:
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "A change")


def test_a_page_is_accepted_in_all_locales(site, answering):
    before = site.read(CATALOG)
    change(site, "index.md", "newest", "latest")
    assert fuzzy(site) == {("es-ES", "index"): [NEW], ("it-IT", "index"): [NEW]}
    result = answering("y", "docs/index.md")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "docs/index.md (es-ES, it-IT)",
        "    Install the [-newest-]{+latest+} driver for your graphics card, then restart Windows.",
        "",
        f"{accept._QUESTION}",
        "2 translations of 1 message accepted. Run isogloss check before you commit.",
    ]
    assert fuzzy(site) == {}
    assert site.read(CATALOG) == before.replace(f'msgid "{LONG}"', f'msgid "{NEW}"')
    assert site.run("isogloss", "fmt", "--check").returncode == 0
    assert "nothing changed" in site.run("isogloss", "update").stdout


def test_a_dry_run_writes_nothing(site):
    change(site, "index.md", "newest", "latest")
    before = fuzzy(site)
    result = site.run("isogloss", "accept", "index.md", "--dry-run")
    assert result.returncode == 0
    assert "[-newest-]{+latest+}" in result.stdout
    assert "2 translations of 1 message to ask about. With --dry-run nothing is written." in result.stdout
    assert fuzzy(site) == before


@pytest.mark.parametrize("text", [LONG, NEW])
def test_a_message_is_accepted_on_all_its_pages(site, answering, text):
    change(site, "index.md", "newest", "latest")
    change(site, "guide.md", "newest", "latest")
    change(site, "guide.md", "Another", "One more")
    result = answering("y", "--msgid", text)
    assert (result.returncode, "docs/index.md, docs/guide.md (es-ES, it-IT)\n" in result.stdout) == (0, True)
    more = MORE.replace("Another", "One more")
    assert fuzzy(site) == {("es-ES", "guide"): [more], ("it-IT", "guide"): [more]}


def test_a_line_of_a_catalog_names_its_message(site, answering):
    change(site, "index.md", "newest", "latest")
    change(site, "index.md", "before you begin", "before you start")
    places = [f"{CATALOG}:{site.line(CATALOG, text)}" for text in (f'#| msgid "{LONG}"', f'msgid "{NEW}"')]
    result = site.run("isogloss", "accept", "--dry-run", *places)
    assert "{+latest+}" in result.stdout
    assert "2 translations of 1 message" in result.stdout
    line = site.line(CATALOG, 'msgstr "Lea la')
    assert answering("y", "--locale", "es-ES", f"{CATALOG}:{line}").returncode == 0
    left = OTHER.replace("begin", "start")
    assert fuzzy(site) == {("es-ES", "index"): [NEW], ("it-IT", "index"): [NEW, left]}


def test_a_commit_names_the_messages_that_it_changed(site, answering):
    git(site, "init", "--quiet")
    commit(site)
    for page, old, new in (
        ("index.md", "newest", "latest"),
        ("index.md", "begin with it", "start with it"),
        ("guide.md", "newest", "latest"),
    ):
        change(site, page, old, new)
        commit(site)
    # The same change on another page is the same decision.
    assert answering("y", "--commit", "HEAD~2").returncode == 0
    left = OTHER.replace("begin", "start")
    assert fuzzy(site) == {("es-ES", "index"): [left], ("it-IT", "index"): [left]}
    assert answering("y", "--commit", "HEAD~1").returncode == 0
    assert fuzzy(site) == {}


def test_a_text_that_changed_twice_is_not_accepted_for_its_second_change(site):
    """What is left to a translator is the difference to the text that was translated."""
    git(site, "init", "--quiet")
    commit(site)
    for old, new in (("newest driver", "oldest driver"), ("card, then", "card and then")):
        change(site, "index.md", old, new)
        commit(site)
    result = site.run("isogloss", "accept", "--commit", "HEAD")
    assert result.returncode == 1
    assert "nothing to accept" in result.stderr
    assert len(fuzzy(site)) == 2
    assert "[-newest-]{+oldest+}" in site.run("isogloss", "accept", "docs/index.md", "-n").stdout


def test_what_the_checks_refuse_stays_fuzzy(site, answering):
    change(site, "index.md", "newest", "latest")
    change(site, "index.md", "[guide for all drivers](guide.md)", "[guide to all drivers](guide.md#guide)")
    result = answering("y", "docs/index.md")
    assert result.returncode == 1
    assert "2 translations of 1 message accepted" in result.stdout
    assert "stay fuzzy" in result.stderr
    assert "[link]" in result.stderr
    left = OTHER.replace("[guide for all drivers](guide.md)", "[guide to all drivers](guide.md#guide)")
    assert fuzzy(site) == {("es-ES", "index"): [left], ("it-IT", "index"): [left]}
    assert site.run("isogloss", "check").returncode == 0


def test_site_strings_are_accepted(site, answering):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("Test site", "A site for all the tests of this project"))
    site.run("isogloss", "update")
    site.translate("locales/es-ES/mkdocs.po", {"A site for all the tests of this project": "Un sitio"})
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("A site for", "One site for"))
    site.run("isogloss", "update")
    result = answering("y", "mkdocs.yml")
    assert result.returncode == 0, result.stderr
    assert "[-A-]{+One+} site" in result.stdout
    assert site.catalog("locales/es-ES/mkdocs.po").find("One site for all the tests of this project").translated()


FACT = "Version 580 of the driver is enough for all graphics cards of this age."
SLIP = "Whoever reads this paragraph will recieve a longer explanation."
MENDED = SLIP.replace("recieve", "receive")


@pytest.fixture
def changed(site):
    """A page on which a fact and a slip change at once, as in a pull request; the translations are Spanish."""
    site.write("docs/index.md", f"# Start\n\n{FACT}\n\n{SLIP}\n\n{LONG}\n")
    site.run("isogloss", "update")
    spanish = SPANISH | {
        FACT: "La versión 580 del controlador basta para todas las tarjetas gráficas de esta época.",
        SLIP: "Quien lea este párrafo recibirá una explicación más larga.",
    }
    for tag in ("es-ES", "it-IT"):
        texts = {entry.msgid for entry in site.catalog(f"locales/{tag}/docs/index.po")}
        site.translate(f"locales/{tag}/docs/index.po", {text: spanish[text] for text in texts})
    site.run("isogloss", "fmt")
    change(site, "index.md", "580", "590")
    change(site, "index.md", "recieve", "receive")
    change(site, "index.md", "newest", "latest")
    left = [FACT.replace("580", "590"), MENDED, NEW]
    assert fuzzy(site) == {("es-ES", "index"): left, ("it-IT", "index"): left}
    return site


def test_what_gains_a_warning_is_never_accepted(changed, answering):
    """The Spanish text would go on to say 580."""
    result = answering("yy", "docs/index.md")
    assert result.returncode == 1
    assert "These stay fuzzy, because of what the checks find in them with the new text" in result.stderr
    assert "warning: the number 590 is missing [number]" in result.stderr
    assert "580" not in result.stdout, "nobody is asked about it"
    assert "    changed      Version [-580-]{+590+} of the driver is enough" in result.stderr
    left = [FACT.replace("580", "590")]
    assert fuzzy(changed) == {("es-ES", "index"): left, ("it-IT", "index"): left}
    assert changed.run("isogloss", "check").returncode == 0


def test_a_warning_that_was_there_before_is_not_gained(changed, answering):
    """A comma is no reason to look at a number that was wrong all the time: check tells of it, before and after."""
    changed.write("docs/index.md", f"# Start\n\n{FACT}\n")
    changed.run("isogloss", "update")
    wrong = "La versión 508 del controlador basta para todas las tarjetas gráficas de esta época."
    changed.translate(CATALOG, {"Start": "Inicio", FACT: wrong})
    assert "the number 580 is missing" in changed.run("isogloss", "check", CATALOG).stdout
    change(changed, "index.md", "driver is", "driver, is")
    result = answering("y", "-l", "es-ES", "docs/index.md")
    assert (result.returncode, result.stderr) == (0, "")
    assert ("es-ES", "index") not in fuzzy(changed)
    assert "the number 580 is missing" in changed.run("isogloss", "check", CATALOG).stdout


def test_no_warning_that_was_there_before_is_gained_whatever_compares_it(changed, answering):
    """The same of a check that compares a text with others, and of one that the site makes an error."""
    others = [f"Sentence number {number} says something about the card." for number in range(160)]
    changed.write("docs/index.md", f"# Start\n\n{FACT}\n\n" + "\n\n".join(others) + "\n")
    config = changed.read("mkdocs.yml")
    changed.write("mkdocs.yml", config.replace("  - isogloss", "  - isogloss:\n      checks: {number: error}", 1))
    changed.run("isogloss", "update")
    right = {
        one: one.replace("Sentence number", "La frase").replace("says something about the card", "habla de la tarjeta")
        for one in others
    }
    changed.translate(CATALOG, {"Start": "Inicio", FACT: "La versión 508 basta", **right})
    before = changed.run("isogloss", "check", CATALOG).stdout
    assert "[number]" in before
    assert "[ending]" in before
    change(changed, "index.md", "driver is", "driver, is")
    result = answering("y", "-l", "es-ES", "docs/index.md")
    assert (result.returncode, result.stderr) == (0, "")
    assert ("es-ES", "index") not in fuzzy(changed)


def test_yes_accepts_spelling_and_punctuation_alone(changed):
    result = changed.run("isogloss", "accept", "docs/index.md", "--yes")
    assert result.returncode == 1
    assert "2 translations of 1 message accepted." in result.stdout
    assert "2 translations of 1 message left fuzzy, because it is not certain that only spelling" in result.stderr
    left = [FACT.replace("580", "590"), NEW]
    assert fuzzy(changed) == {("es-ES", "index"): left, ("it-IT", "index"): left}
    result = changed.run("isogloss", "accept", "--msgid", LONG, "--yes")
    assert (result.returncode, "accepted" in result.stdout) == (1, False)


def test_yes_succeeds_where_nothing_else_changed(changed):
    result = changed.run("isogloss", "accept", "--msgid", SLIP, "--yes", "--dry-run")
    assert (result.returncode, "2 translations of 1 message would be accepted." in result.stdout) == (0, True)
    assert MENDED in fuzzy(changed)["it-IT", "index"]
    assert changed.run("isogloss", "accept", "--msgid", SLIP, "--yes").returncode == 0
    assert MENDED not in fuzzy(changed)["it-IT", "index"]


def test_without_a_terminal_nothing_is_accepted(changed):
    before = fuzzy(changed)
    result = changed.run("isogloss", "accept", "docs/index.md")
    assert result.returncode == 2
    assert "[-newest-]{+latest+}" in result.stdout
    assert "nothing was accepted, because there is no terminal" in result.stderr
    assert "[number]" in result.stderr
    assert fuzzy(changed) == before


def test_each_message_is_asked_for_until_somebody_stops(changed, answering):
    result = answering("xn", "--msgid", LONG)
    assert (result.returncode, result.stderr) == (0, ""), "no is an answer, too"
    result = answering("q", "--msgid", LONG, "--msgid", SLIP)
    assert (result.returncode, "accepted" in result.stdout) == (1, False)
    result = answering("", "--msgid", LONG)
    assert (result.returncode, "accepted" in result.stdout) == (1, False), "the end of the input stops as well"
    left = [FACT.replace("580", "590"), MENDED, NEW]
    assert fuzzy(changed) == {("es-ES", "index"): left, ("it-IT", "index"): left}


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_real_terminal_asks_and_takes_the_answer(changed):
    ours, theirs = pty.openpty()
    process = changed.start("isogloss", "accept", "--msgid", LONG, stdin=theirs, stdout=theirs)
    os.close(theirs)
    os.write(ours, b"y\n")
    _, said = process.communicate()
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert process.returncode == 0, said
    assert "[-newest-]{+latest+}" in shown
    assert "Is the translation of the old text right for the new one? [y]es, [n]o, [q]uit: " in shown
    assert "2 translations of 1 message accepted." in shown
    assert NEW not in fuzzy(changed)["es-ES", "index"]


def test_a_catalog_that_is_behind_its_page_is_not_accepted(changed, answering):
    """What the checks cannot look at, nobody can accept."""
    changed.write("docs/index.md", changed.read("docs/index.md").replace("latest", "best"))
    result = answering("", "--msgid", LONG)
    assert result.returncode == 1
    assert "left fuzzy, because the catalogs are older: run isogloss update" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        ([], 2, "name a page"),
        (["docs/index.md"], 1, "nothing to accept"),
        (["docs/none.md"], 1, "docs/none.md: error: there is no such page or catalog"),
        ([f"{CATALOG}:9999"], 1, f"{CATALOG}:9999: error: there is no message [message-unknown]"),
        (["--msgid", "No such text"], 1, "nothing to accept"),
        (["--commit", "HEAD"], 1, "git knows no commit 'HEAD' here [revision-unknown]"),
        (["--commit", "--help"], 2, "expected one argument"),
    ],
)
def test_wrong_use_is_told(site, arguments, status, text):
    before = {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")}
    result = site.run("isogloss", "accept", *arguments)
    assert result.returncode == status
    assert text in result.stderr
    assert "Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("the newest driver", "the latest driver", "the [-newest-]{+latest+} driver"),
        ("the newest driver", "the driver", "the [-newest -]driver"),
        ("a driver", "a good, new driver", "a {+good, new +}driver"),
        ("one two three", "four five three", "[-one two-]{+four five+} three"),
        ("it is here", "it is here", "it is here"),
        ("x.", "x!", "x[-.-]{+!+}"),
    ],
)
def test_a_word_diff_shows_what_changed(before, after, shown):
    assert word_diff(before, after) == shown


def test_a_word_diff_is_coloured_on_a_terminal():
    assert word_diff("a b", "a c", _coloured) == "a \x1b[31m[-b-]\x1b[0m\x1b[32m{+c+}\x1b[0m"


def test_the_command_has_help_with_an_example():
    result = Site(ROOT).run("isogloss", "accept", "--help")
    assert result.returncode == 0
    assert "example: isogloss accept docs/index.md" in " ".join(result.stdout.split())
