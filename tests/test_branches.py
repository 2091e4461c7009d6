"""Two branches change one page, each runs ``isogloss update``, and plain Git merges the catalogs, without a driver."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from conftest import ROOT
from test_merge import BASE, KINDS, branches, commit, git

LOCALES = ("es-ES", "it-IT", "ar")
ITEMS = [
    "NVIDIA GPU",
    "An AMD card with the newest driver",
    "Intel",
    "None of these, or nobody knows which",
    "Qualcomm",
]
PAGE = "# Start\n\nWhich card?\n\n" + "".join(f"- {item}\n" for item in ITEMS) + "\n## End\n\nThat is all.\n"
CATALOG = "locales/es-ES/docs/index.po"


@pytest.fixture
def site(make_site):
    site = make_site({"index.md": PAGE}, locales=LOCALES)
    assert site.isogloss("fmt")[0] == 0
    git(site.root, "init", "--quiet", "--initial-branch=main")
    commit(site.root, {})
    return site


def edit(site, before: str, after: str) -> None:
    site.write("docs/index.md", site.read("docs/index.md").replace(f"{before}\n", f"{after}\n"))
    assert site.isogloss("update")[0] == 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("NVIDIA GPU", "NVIDIA"), ("Intel", "Intel Arc")),
        (("NVIDIA GPU", "NVIDIA"), (ITEMS[1], ITEMS[1].replace("newest", "latest"))),
        ((ITEMS[1], ITEMS[1].replace("newest", "latest")), (ITEMS[3], ITEMS[3].replace("these", "them"))),
        (("- Intel", "- Arc"), ("- Qualcomm", "- Snapdragon")),
        (("Which card?", "Which one is yours?"), ("That is all.", "This is the end.")),
    ],
    ids=["short ones", "side by side", "long ones", "behind a long one", "paragraphs"],
)
def test_two_changed_texts_of_one_page_do_not_conflict(site, ours, theirs):
    git(site.root, "checkout", "--quiet", "-b", "theirs")
    edit(site, *theirs)
    commit(site.root, {})
    git(site.root, "checkout", "--quiet", "main")
    edit(site, *ours)
    commit(site.root, {})
    lines_meet = ours[0] == ITEMS[0] and theirs[0] == ITEMS[1]
    git(site.root, "merge", "--quiet", "--no-edit", "theirs", status=int(lines_meet))
    assert git(site.root, "diff", "--name-only", "--diff-filter=U").split() == ["docs/index.md"] * lines_meet
    site.write(
        "docs/index.md", PAGE.replace(f"{ours[0]}\n", f"{ours[1]}\n").replace(f"{theirs[0]}\n", f"{theirs[1]}\n")
    )
    for locale in LOCALES:
        assert f"{locale}: nothing changed" in site.isogloss("update")[1]
    assert site.isogloss("fmt", "--check")[0] == 0
    texts = {entry.msgstr for entry in site.catalog(CATALOG)}
    assert {ours[0].removeprefix("- "), theirs[0].removeprefix("- ")} <= texts, "both translations are kept"


def test_an_obsolete_message_stays_in_its_place_and_comes_back_from_there(site):
    before = site.read(CATALOG)
    edit(site, "- Intel", "- Arc")
    new = before.replace('msgid "Intel"\nmsgstr "Intel"', 'msgid "Arc"\nmsgstr ""')
    place = new.index("#. ", new.index('msgstr "An AMD'))
    assert site.read(CATALOG) == new[:place] + '#~ msgid "Intel"\n#~ msgstr "Intel"\n\n' + new[place:]
    # Poedit and gettext put it at the end: that is as good, and stays so.
    moved = new + '\n#~ msgid "Intel"\n#~ msgstr "Intel"\n'
    site.write(CATALOG, moved)
    assert site.isogloss("fmt", "--check")[0] == 0
    assert "es-ES: nothing changed" in site.isogloss("update")[1]
    edit(site, "- Arc", "- Intel")
    assert site.read(CATALOG) == before


LONG = ITEMS[1]
EDITED = LONG.replace("newest", "latest")


@pytest.mark.parametrize("touched", [False, True])
def test_a_change_that_is_taken_back_is_finished_if_the_last_commit_says_so(site, touched):
    """Nobody knows of which text a translation is that somebody has begun to change: it waits."""
    before = site.read(CATALOG)
    edit(site, LONG, EDITED)
    waiting = site.read(CATALOG)
    assert f'#, fuzzy\n#| msgid "{LONG}"\nmsgid "{EDITED}"\nmsgstr "{LONG}"' in waiting
    assert "#~" not in waiting
    if touched:
        site.write(CATALOG, waiting.replace(f'msgstr "{LONG}"', f'msgstr "{EDITED}"'))
    edit(site, EDITED, LONG)
    begun = f'#, fuzzy\nmsgid "{LONG}"\nmsgstr "{EDITED}"'
    assert site.read(CATALOG) == before.replace(f'msgid "{LONG}"\nmsgstr "{LONG}"', begun) if touched else before


def test_what_is_finished_elsewhere_takes_the_place_of_what_waits_and_nothing_is_lost(make_site):
    site = make_site({"index.md": f"# Start\n\n{LONG}\n", "other.md": f"# Other\n\n{LONG}\n"})
    assert site.isogloss("fmt")[0] == 0
    for page in ("index", "other"):
        site.write(f"docs/{page}.md", site.read(f"docs/{page}.md").replace(LONG, EDITED))
    assert site.isogloss("update")[0] == 0
    site.translate("locales/es-ES/docs/other.po", {EDITED: "Una tarjeta"})
    assert "1 taken over" in site.isogloss("update")[1]
    text = site.read(CATALOG)
    assert f'\nmsgid "{EDITED}"\nmsgstr "Una tarjeta"\n' in text
    assert f'#~| msgid "{LONG}"\n#~ msgctxt "former"\n#~ msgid "{EDITED}"\n#~ msgstr "{LONG}"' in text
    assert "nothing changed" in site.isogloss("update")[1]


def test_make_sets_the_driver_up(tmp_path):
    """For what Git cannot merge line by line: both sides wrote about one message."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python").symlink_to(shutil.which("true") or "/bin/true")
    driver = tools / "isogloss"
    driver.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m isogloss "$@"\n')
    driver.chmod(0o755)
    (tmp_path / ".venv").mkdir()
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    make = ["make", "--silent", "install", "PYTHON=true", "BIN=tools"]
    assert subprocess.run(make, cwd=tmp_path, check=False).returncode == 0
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    ours, theirs, expected = KINDS["comments of two translators"]
    branches(tmp_path, {CATALOG: (BASE, ours, theirs)})
    git(tmp_path, "merge", "--quiet", "--no-edit", "theirs")
    assert (tmp_path / CATALOG).read_text(encoding="utf-8") == expected
    git(tmp_path, "reset", "--quiet", "--hard", "HEAD~")
    driver.unlink()
    git(tmp_path, "merge", "--quiet", "--no-edit", "theirs", status=1)
    assert "\n<<<<<<< " in (tmp_path / CATALOG).read_text(encoding="utf-8"), "Git says so, and nothing is lost"
