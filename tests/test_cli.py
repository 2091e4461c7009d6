"""The command as a newcomer meets it: help, summaries, exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT, Site
from isogloss.commands import NAMES, find
from running import QUIET

PAGES = {"index.md": "# Start\n\nSome text.\n", "guide.md": "# Guide\n\n[Start](index.md)\n"}


@pytest.mark.parametrize("command", ["update", "check", "outline", "status", "todo", "fmt", "import", "pseudo"])
def test_each_command_has_help_with_an_example(command):
    result = Site(ROOT).run("isogloss", command, "--help")
    assert result.returncode == 0
    assert f"example: isogloss {command}" in result.stdout
    assert "--config-file" in result.stdout


def test_without_a_command_the_usage_is_shown():
    result = Site(ROOT).run("isogloss")
    assert result.returncode == 2
    assert "usage: isogloss" in result.stderr


ANYWHERE = ["update", "check", "status", "todo", "fmt", "build", "merge x", "outline x", "serve", "import", "purge"]


@pytest.mark.parametrize("command", ANYWHERE)
def test_in_another_folder_it_is_said_where_to_run(command, tmp_path):
    status, said = Site(tmp_path).isogloss(*command.split())
    assert status == 1
    assert "mkdocs.yml: error: there is no such file" in said
    assert "run the command in the folder of mkdocs.yml" in said


def test_a_misspelt_page_is_named_with_those_it_may_be(make_site):
    site = make_site({f"{name}.md": "# Title\n" for name in ("index", "guide/setup", "guide/start")}, translated=False)
    hint = "name it as below docs/: guide/setup.md"
    assert hint in site.isogloss("outline", "guide/setpu.md")[1]


def test_version():
    result = Site(ROOT).run("isogloss", "--version")
    assert result.stdout.startswith("isogloss 0.")


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_found_by_its_name(name):
    assert find(name).name == name


def test_only_the_command_that_is_asked_for_is_imported():
    code = (
        "import sys; from isogloss.cli import main; main(['outline', '--help']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=QUIET)
    assert "example: isogloss outline" in done.stdout
    commands = {name for name in done.stderr.split() if name.startswith("isogloss.commands.")}
    assert commands == {"isogloss.commands.command", "isogloss.commands.outline"}


EACH = """\
import sys
from isogloss.cli import main
from isogloss.commands import NAMES
for arguments in ["--help", *(f"{name} --help" for name in NAMES), "status", "update", "check",
                  "check --format sarif", "todo", "fmt", "outline index.md"]:
    sys.stderr.write(f"{main(arguments.split())} {arguments}\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no full device")
def test_where_nothing_can_be_written_each_command_says_so_and_does_its_work(make_site):
    site = make_site(PAGES)
    site.write("docs/index.md", "# Start\n\nSome text.\n\nMore.\n")
    command = [sys.executable, "-c", EACH]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(command, cwd=site.root, stdout=full, stderr=subprocess.PIPE, text=True, env=QUIET)
    said = "isogloss: standard output cannot be written: No space left on device; the work itself is done"
    lines = done.stderr.splitlines()
    assert len(lines) == 2 * (len(NAMES) + 8)
    assert set(lines[::2]) == {said}
    assert {line.partition(" ")[0] for line in lines[1::2]} == {"2"}
    assert done.returncode == 0, "nothing is left for Python to write at the end"
    assert 'msgid "More."' in site.read("locales/es-ES/docs/index.po")


def test_a_reader_that_goes_away_stops_nothing(make_site):
    """``isogloss update | head -1``: the second locale is brought up to date all the same."""
    site = make_site(PAGES, locales=("es-ES", "it-IT"))
    site.write("docs/index.md", "# Start\n\nSome text.\n\nMore.\n")
    reader, writer = os.pipe()
    os.close(reader)
    run = site.start("isogloss", "update", stdout=writer, env={**QUIET, "PYTHONUNBUFFERED": "1"})
    os.close(writer)
    _, errors = run.communicate(timeout=60)
    assert (run.returncode, errors) == (0, "")
    for locale in ("es-ES", "it-IT"):
        assert 'msgid "More."' in site.read(f"locales/{locale}/docs/index.po")


def test_what_an_encoding_lacks_is_written_as_an_escape(make_site):
    site = make_site(PAGES)
    done = site.start("isogloss", "outline", "guide.md", env={**QUIET, "PYTHONIOENCODING": "ascii"})
    said, errors = done.communicate(timeout=60)
    assert (done.returncode, errors) == (0, "")
    assert "passage p \\u2192 index.md" in said


def test_with_a_closed_output_a_command_has_only_its_exit_status(make_site):
    site = make_site(PAGES)
    site.translate("locales/es-ES/docs/guide.po", {"[Start](index.md)": "[Inicio](guide.md)"})
    closed = "import sys; from isogloss.cli import main; sys.stdout = None; sys.exit(main(['check']))"
    done = subprocess.run([sys.executable, "-c", closed], cwd=site.root, capture_output=True, text=True, env=QUIET)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_update_tells_what_it_did(make_site):
    site = make_site(PAGES, locales=("es-ES", "it-IT"), translated=False)
    site.write("docs/index.md", "# Start\n\nSome text.\n\nMore.\n")
    result = site.run("isogloss", "update", "--locale", "it-IT")
    assert result.stdout.splitlines() == [
        "9 messages in 4 sources",
        "it-IT: 1 catalog written (1 new)",
        "  locales/it-IT/docs/index.po: 1 new",
    ]
    assert "More." not in site.read("locales/es-ES/docs/index.po")


def test_status_counts_against_the_english_text_of_now(make_site):
    site = make_site(PAGES)
    catalog = site.catalog("locales/es-ES/docs/index.po")
    catalog.find("Some text.").flags = ["fuzzy"]
    catalog.save()
    site.write("docs/guide.md", "# Guide\n\n[Start](index.md)\n\nNew text.\n")
    rows = {row["source"]: row for row in json.loads(site.run("isogloss", "status", "--format", "json").stdout)}
    index, guide = rows["docs/index.md"], rows["docs/guide.md"]
    assert (index["total"], index["translated"], index["fuzzy"], index["missing"], index["percent"]) == (2, 1, 1, 0, 50)
    assert (guide["total"], guide["translated"], guide["missing"], guide["percent"]) == (3, 2, 1, 66)
    text = site.run("isogloss", "status").stdout
    assert "docs/guide.md" in text
    assert text.splitlines()[-1] == "es-ES: 7 of 9 messages translated, 1 fuzzy, 1 missing"


def test_status_of_a_locale_that_is_not_begun(make_site):
    site = make_site(PAGES)
    for path in (site.root / "locales").rglob("*.po"):
        path.unlink()
    result = site.run("isogloss", "status")
    assert result.returncode == 0
    assert "0 of 8 messages translated" in result.stdout


def test_check_finds_what_the_build_refuses(make_site):
    site = make_site(PAGES)
    assert site.run("isogloss", "check").stdout == "8 messages in 1 locale: nothing found\n"
    site.translate("locales/es-ES/docs/guide.po", {"[Start](index.md)": "[Inicio](guide.md)"})
    site.translate("locales/es-ES/mkdocs.po", {"Test site": "Sitio <b>de prueba</b>"})
    result = site.run("isogloss", "check")
    assert result.returncode == 1
    assert "[link]" in result.stdout
    assert "[plain-text]" in result.stdout
    assert "2 errors, " in result.stdout
    built = site.build("--strict")
    assert built.returncode == 1
    assert "[link]" in built.stderr
    assert "[plain-text]" in built.stderr


def test_fmt_check_tells_and_fmt_mends(make_site):
    site = make_site(PAGES)
    assert site.run("isogloss", "fmt").returncode == 0
    path = "locales/es-ES/docs/index.po"
    canonical = site.read(path)
    site.write(path, canonical.replace('msgstr "Some text."', 'msgstr ""\n"Some "\n"text."'))
    result = site.run("isogloss", "fmt", "--check")
    assert result.returncode == 1
    assert f"{path}: not in canonical form" in result.stdout
    assert site.run("isogloss", "fmt").returncode == 0
    assert site.read(path) == canonical
    assert site.run("isogloss", "fmt", "--check").returncode == 0


def test_commands_work_from_another_folder(make_site, tmp_path):
    site = make_site(PAGES)
    result = Site(tmp_path).run("isogloss", "check", "-f", str(site.root / "mkdocs.yml"))
    assert result.returncode == 0, result.stderr
