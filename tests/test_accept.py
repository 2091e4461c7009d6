"""``isogloss accept``: a typo was mended in English, and no translator has to look at it again."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from conftest import BACKLINK, BACKLINK_TRANSLATED, CONFIG, ROOT, Site
from isogloss.commands.accept import word_diff

LONG = "Install the newest driver for your graphics card, then restart Windows."
NEW = LONG.replace("newest", "latest")
OTHER = "Read the [guide for all drivers](guide.md) before you begin with it."
MORE = "Another paragraph that is long enough to be recognised."
PAGES = {"index.md": f"# Start\n\n{LONG}\n\n{OTHER}\n", "guide.md": f"# Guide\n\n> {LONG}\n\n{MORE}\n"}
CATALOG = "locales/es-ES/docs/index.po"


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
        site.translate(
            path.relative_to(site.root).as_posix(),
            {BACKLINK: BACKLINK_TRANSLATED} if path.name == "mkdocs.po" else {},
        )
    assert site.run("isogloss", "fmt").returncode == 0
    return site


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


def test_a_page_is_accepted_in_all_locales(site):
    before = site.read(CATALOG)
    change(site, "index.md", "newest", "latest")
    assert fuzzy(site) == {("es-ES", "index"): [NEW], ("it-IT", "index"): [NEW]}
    result = site.run("isogloss", "accept", "docs/index.md")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "docs/index.md (es-ES, it-IT)",
        "    Install the [-newest-]{+latest+} driver for your graphics card, then restart Windows.",
        "",
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
    assert "2 translations of 1 message would be accepted." in result.stdout
    assert fuzzy(site) == before


@pytest.mark.parametrize("text", [LONG, NEW])
def test_a_message_is_accepted_on_all_its_pages(site, text):
    change(site, "index.md", "newest", "latest")
    change(site, "guide.md", "newest", "latest")
    change(site, "guide.md", "Another", "One more")
    assert site.run("isogloss", "accept", "--msgid", text).returncode == 0
    more = MORE.replace("Another", "One more")
    assert fuzzy(site) == {("es-ES", "guide"): [more], ("it-IT", "guide"): [more]}


def test_a_line_of_a_catalog_names_its_message(site):
    change(site, "index.md", "newest", "latest")
    change(site, "index.md", "before you begin", "before you start")
    places = [f"{CATALOG}:{site.line(CATALOG, text)}" for text in (f'#| msgid "{LONG}"', f'msgid "{NEW}"')]
    result = site.run("isogloss", "accept", "--dry-run", *places)
    assert "{+latest+}" in result.stdout
    assert "2 translations of 1 message" in result.stdout
    line = site.line(CATALOG, 'msgstr "Read the')
    assert site.run("isogloss", "accept", "--locale", "es-ES", f"{CATALOG}:{line}").returncode == 0
    left = OTHER.replace("begin", "start")
    assert fuzzy(site) == {("es-ES", "index"): [NEW], ("it-IT", "index"): [NEW, left]}


def test_a_commit_names_the_messages_that_it_changed(site):
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
    assert site.run("isogloss", "accept", "--commit", "HEAD~2").returncode == 0
    left = OTHER.replace("begin", "start")
    assert fuzzy(site) == {("es-ES", "index"): [left], ("it-IT", "index"): [left]}
    assert site.run("isogloss", "accept", "--commit", "HEAD~1").returncode == 0
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


def test_what_the_checks_refuse_stays_fuzzy(site):
    change(site, "index.md", "newest", "latest")
    change(site, "index.md", "[guide for all drivers](guide.md)", "[guide to all drivers](guide.md#guide)")
    result = site.run("isogloss", "accept", "docs/index.md")
    assert result.returncode == 1
    assert "2 translations of 1 message accepted" in result.stdout
    assert "stay fuzzy" in result.stderr
    assert "[link]" in result.stderr
    left = OTHER.replace("[guide for all drivers](guide.md)", "[guide to all drivers](guide.md#guide)")
    assert fuzzy(site) == {("es-ES", "index"): [left], ("it-IT", "index"): [left]}
    assert site.run("isogloss", "check").returncode == 0


def test_site_strings_are_accepted(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("Test site", "A site for all the tests of this project"))
    site.run("isogloss", "update")
    site.translate("locales/es-ES/mkdocs.po", {"A site for all the tests of this project": "Un sitio"})
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("A site for", "One site for"))
    site.run("isogloss", "update")
    result = site.run("isogloss", "accept", "mkdocs.yml")
    assert result.returncode == 0, result.stderr
    assert "[-A-]{+One+} site" in result.stdout
    assert site.catalog("locales/es-ES/mkdocs.po").find("One site for all the tests of this project").translated()


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
    assert word_diff("a b", "a c", colour=True) == "a \x1b[31m[-b-]\x1b[0m\x1b[32m{+c+}\x1b[0m"


def test_the_command_has_help_with_an_example():
    result = Site(ROOT).run("isogloss", "accept", "--help")
    assert result.returncode == 0
    assert "example: isogloss accept docs/index.md --dry-run" in " ".join(result.stdout.split())
