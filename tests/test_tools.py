"""Catalogs go through the tools that translators use, for real, and come back to canonical form byte for byte."""

from __future__ import annotations

import itertools
import random
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import polib
import pytest
from isogloss import catalog
from isogloss.project import Locale
from translate.storage.pypo import pofile

SPANISH = Locale("es-ES", "Español")
LONG = "texto largo que sigue y sigue, para que cualquier programa lo parta en algún punto"
CANONICAL = f"""\
# Translated by Ana Pérez.
#
# License: MIT
msgid ""
msgstr ""
"Project-Id-Version: isogloss\\n"
"Language: es_ES\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Last-Translator: Ana Pérez <ana@example.org>\\n"
"X-Translation-Type: HT\\n"

# A note of the translator.
#
# allow number: the unit is another one
#. paragraph in #some-very-long-anchor-that-makes-the-comment-line-longer-than-eighty-characters
#: docs/index.md
#, fuzzy
#| msgid "A long text that was there before, long enough that every tool would wrap it somewhere."
msgid "A long text that is here now, long enough that every tool would wrap it somewhere in the line."
msgstr "Un {LONG}."

#: docs/index.md
msgid "Quotes \\"and\\" backslashes \\\\ and \\t tabs stay, and so do [links](https://example.org/a_b(c)) and `code`"
msgstr "Las comillas \\"y\\" las barras \\\\ y los \\t tabuladores se quedan, y [esto](https://example.org/a_b(c))"

#: docs/index.md
msgid "First line  \\nsecond line"
msgstr "Primera línea  \\nsegunda línea"

#: docs/index.md
msgid "Not translated yet"
msgstr ""

#: docs/index.md
#, no-wrap
msgid "A text that a tool was told not to wrap, long enough to be wrapped all the same by some of them."
msgstr "Otro {LONG}."

#~ msgid "An obsolete text."
#~ msgstr "Un texto obsoleto."

# What the translator said of it.
#~ msgid "Another obsolete text, long enough that every tool would wrap it somewhere in the line, or twice."
#~ msgstr "Tercer {LONG}."
"""
WAITING = f"""
#, fuzzy
#~| msgid "The text before that, long enough that every tool would wrap it somewhere in the line."
#~ msgid "A text that waited when it went, long enough that every tool would wrap it somewhere."
#~ msgstr "Cuarto {LONG}."
"""
WHOLE = CANONICAL + WAITING


def canonical_of(path: Path) -> str:
    return catalog.canonical(catalog.read(path, path.name), SPANISH)


def head_of(text: str) -> list[str]:
    """What is between the quotation marks of a header, line by line."""
    lines = [line.strip() for line in re.split("\r\n?|\n", text)]
    start = next(number for number, line in enumerate(lines) if line.startswith("msgstr"))
    more = itertools.takewhile(lambda line: line.startswith('"'), lines[start + 1 :])
    return [line.rstrip('"').partition('"')[2] for line in (lines[start], *more)]


def assert_only_the_header_is_the_tools(path: Path, expected: str) -> None:
    """A tool has written *path*: canonical form is *expected*, below the header as the tool has left it."""
    found = canonical_of(path)
    assert head_of(found) == head_of(path.read_text(encoding="utf-8")), "the header is as it was"
    assert found.partition("\n\n")[2] == expected.partition("\n\n")[2]


def run(folder: Path, tool: str, *arguments: str) -> str:
    """Run a program of gettext, or of translate-toolkit in the environment of the tests."""
    beside = Path(sys.executable).with_name(tool)
    path = str(beside) if beside.exists() else shutil.which(tool)
    assert path, f"{tool} is not installed: run make systems, or make install"
    done = subprocess.run([path, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.po"
    path.write_text(WHOLE, encoding="utf-8")
    assert canonical_of(path) == WHOLE, "the text to begin with is in canonical form"
    return path


@pytest.mark.parametrize(
    "command",
    [
        "msgcat --no-wrap",
        "msgcat --width=40",
        "msgcat",
        "msgcat --add-location=file --width=79",
        "msgcat --indent",
        "msgcat --escape",
        "msgcat --color=no --use-first",
        "msgattrib",
        "msgattrib --width=30",
        "msguniq",
        "msgen --lang=es_ES --no-wrap",
    ],
)
def test_gettext_and_back(page, command):
    tool, *arguments = command.split()
    if tool == "msgen":
        # msgen fills in what is missing; the rest must stay.
        page.write_text(WHOLE.replace('msgid "Not translated yet"\nmsgstr ""', 'msgid "S"\nmsgstr "S"'), "utf-8")
    before = canonical_of(page)
    run(page.parent, tool, *arguments, "-o", "page.po", "page.po")
    assert page.read_text(encoding="utf-8") != before or "--no-wrap" in command, "the tool has changed something"
    assert_only_the_header_is_the_tools(page, before)


@pytest.mark.parametrize("tool", ["msgfmt", "msgcat", "msgattrib"])
def test_catalogs_of_a_whole_site_go_through_gettext(sample_site, tmp_path, tool):
    options = {"msgfmt": ["--check"], "msgcat": ["--width=50"], "msgattrib": []}
    paths = sorted((sample_site / "locales").rglob("*.po"))
    assert paths
    for path in paths:
        written = path.read_text(encoding="utf-8")
        locale = Locale(path.relative_to(sample_site / "locales").parts[0], "")
        assert catalog.canonical(catalog.read(path, path.name), locale) == written, path
        run(tmp_path, tool, *options[tool], "-o", "page", str(path))
        if tool != "msgfmt":
            assert catalog.canonical(catalog.read(tmp_path / "page", path.name), locale) == written, path


@pytest.mark.parametrize("wrapping", ["--no-wrap", "--width=50"])
def test_msgmerge_and_back(page, wrapping):
    """msgmerge brings the catalog up to date with a template of the same messages."""
    run(page.parent, "msgattrib", "--no-obsolete", "--empty", "--clear-fuzzy", "-o", "page.pot", "page.po")
    run(page.parent, "msgmerge", "--previous", "--quiet", wrapping, "-o", "page.po", "page.po", "page.pot")
    assert_only_the_header_is_the_tools(page, WHOLE)


def test_what_msgmerge_writes_about_a_change_is_kept(page):
    """msgmerge keeps the earlier text of a message; so do we, also when the message has become obsolete."""
    template = polib.pofile(WHOLE)
    for entry in template:
        entry.msgid = entry.msgid.replace("First line", "The first line")
    template[:] = [entry for entry in template if not entry.obsolete and "every tool" not in entry.msgid]
    template.save(str(page.parent / "page.pot"))
    run(page.parent, "msgmerge", "--previous", "--quiet", "-o", "page.po", "page.po", "page.pot")
    found = canonical_of(page)
    assert '#| msgid "First line  \\nsecond line"\nmsgid "The first line  \\nsecond line"\n' in found
    assert '#~| msgid "A long text that was there before, long enough that every tool would wrap' in found
    page.write_text(found, encoding="utf-8")
    run(page.parent, "msgcat", "-o", "page.po", "page.po")
    assert canonical_of(page) == found


@pytest.mark.parametrize("width", [0, 40, 78])
def test_polib_and_back(page, width):
    # polib loses the earlier text of obsolete messages.
    page.write_text(CANONICAL, encoding="utf-8")
    polib.pofile(str(page), wrapwidth=width).save()
    assert_only_the_header_is_the_tools(page, CANONICAL)


@pytest.mark.parametrize("width", [77, 40, -1])
def test_weblate_and_back(page, width):
    """Weblate reads and writes catalogs with translate-toolkit, wraps them at 77, and signs the header."""
    store = pofile.parsefile(str(page))
    store.wrapper.width = width
    for unit in store.units:
        if unit.source and unit.target and not unit.isobsolete():
            translation = str(unit.target)
            unit.target = ""
            unit.target = translation
    store.updateheader(add=True, X_Generator="Weblate 5.14", PO_Revision_Date="2026-11-01 10:00+0000")
    store.save()
    written = page.read_text(encoding="utf-8")
    assert "X-Generator: Weblate 5.14" in written
    assert (f'msgstr "Un {LONG}."' in written) == (width == -1)
    assert_only_the_header_is_the_tools(page, WHOLE)


def test_pofilter_and_pocount_read_catalogs(page):
    run(page.parent, "pofilter", "--progress=none", "--test=escapes", "--test=unchanged", "page.po", "out.po")
    counts = run(page.parent, "pocount", "--csv", "page.po").splitlines()
    assert counts[1].split(",")[1].strip() == "3", "finished messages"
    assert canonical_of(page) == WHOLE


def test_xliff_and_back(page):
    """XLIFF knows no flags and no earlier texts."""
    active = CANONICAL.partition("\n#~ ")[0].replace("#, no-wrap\n", "")
    active = active.replace(re.findall(r"#\| .*\n", active)[0], "")
    page.write_text(active, encoding="utf-8")
    run(page.parent, "po2xliff", "--progress=none", "page.po", "page.xlf")
    run(page.parent, "xliff2po", "--progress=none", "page.xlf", "back.po")
    assert_only_the_header_is_the_tools(page.with_name("back.po"), active)


def test_an_updated_catalog_survives_xliff(make_site):
    site = make_site({"index.md": "# Start\n\nA paragraph with a few words.\n\nAnother one with words.\n"})
    site.write("docs/index.md", "# Start\n\nA paragraph with some words.\n")
    assert site.run("isogloss", "update").returncode == 0
    path = "locales/es-ES/docs/index.po"
    before = site.read(path)
    assert before.count("\n#~ msgid ") == 1
    earlier = '#| msgid "A paragraph with a few words."\n'
    assert earlier in before
    folder = (site.root / path).parent
    run(folder, "po2xliff", "--progress=none", "index.po", "index.xlf")
    run(folder, "xliff2po", "--progress=none", "index.xlf", "index.po")
    assert site.read(path) != before
    assert site.run("isogloss", "update").returncode == 0
    assert_only_the_header_is_the_tools(site.root / path, before.replace(earlier, ""))


def wrapped(text: str, width: int) -> str:
    """*text* with its quoted lines wrapped as editors do: an empty first line, blanks at the ends of the others."""
    out = []
    for line in text.split("\n"):
        found = re.match(r'((?:#~ |#\| |#~\| )?)(msg\w+) "(.{40,})"$', line)
        if found is None:
            out.append(line)
            continue
        mark, keyword, body = found.groups()
        parts = [""]
        for word in re.split(r"(?<= )", body):
            if parts[-1] and len(parts[-1] + word) > width:
                parts.append("")
            parts[-1] += word
        out.append(f'{mark}{keyword} ""')
        out += [f'{mark}"{part}"' for part in parts]
    return "\n".join(out)


def with_other_comments(text: str) -> str:
    """*text* with the comments of each message in another order, as some editors write them."""
    chance = random.Random(1)
    blocks = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line[:2] in ("#.", "#:", "#,")]
        notes = [line for line in lines if re.match(r"# |#$", line)]
        rest = [line for line in lines if line not in comments and line not in notes]
        chance.shuffle(comments)
        blocks.append("\n".join([*comments, *notes, *rest]))
    return "\n\n".join(blocks)


POEDIT = (
    '"POT-Creation-Date: 2026-01-01 10:00+0100\\n"\n'
    '"PO-Revision-Date: 2026-11-02 10:00+0100\\n"\n'
    '"X-Generator: Poedit 3.6\\n"\n'
    '"X-Poedit-Basepath: ../..\\n"\n'
    '"Language-Team: \\n"\n'
)


@pytest.mark.parametrize(
    "habit",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace('"Language:', POEDIT + '"Language:'),
        lambda text: wrapped(text, 60),
        lambda text: wrapped(text, 20).replace("\n", "\r\n"),
        with_other_comments,
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n\n", "\n\n\n"),
        lambda text: re.sub(r"\n\n(?!#~|msgid \"\")", "\n", text),
        lambda text: text.replace("#: docs/index.md", "#: docs/index.md:12 docs/index.md:40"),
        lambda text: text.replace('msgstr ""\n"Project', 'msgstr "Project', 1),
        lambda text: text.replace('#: docs/index.md\nmsgid "First', '#: docs/index.md\n#| msgid "Old"\nmsgid "First'),
    ],
    ids=[
        "CRLF", "CR", "BOM", "header of Poedit", "wrapped", "wrapped with CRLF", "comments in another order",
        "no last line feed", "empty lines", "no empty lines", "line numbers", "header of OmegaT", "stale earlier text",
    ],
)  # fmt: skip
def test_habits_of_editors_become_canonical(page, habit):
    text = habit(WHOLE)
    assert text != WHOLE
    page.write_bytes(text.encode())
    assert_only_the_header_is_the_tools(page, WHOLE)


def test_contexts_plural_forms_and_rare_escapes_survive(page):
    """No message of ours has them; a catalog that comes from elsewhere may."""
    text = textwrap.dedent(
        """
        #: docs/index.md
        msgctxt "menu"
        msgid "Open"
        msgstr "Abrir"

        #: docs/index.md
        msgid "Open"
        msgstr "Abierto"

        #: docs/index.md \u2068docs/a page.md\u2069
        #, fuzzy, c-format, no-wrap
        #| msgctxt "old"
        #| msgid "%d card"
        #| msgid_plural "%d cards"
        msgid "%d GPU"
        msgid_plural "%d GPUs"
        msgstr[0] "%d GPU \\a\\b\\f\\r\\v\\x7f"
        msgstr[1] "%d GPU \u2028 \x85"
        """
    )
    head = WHOLE.partition("\n\n")[0]
    page.write_bytes(f"{head}\n{text}\n# The end.\n".encode())
    expected = f"{head}\n{text}\n# The end.\n".replace("\\x7f", "\x7f")
    assert canonical_of(page) == expected
    page.write_bytes(expected.encode())
    run(page.parent, "msgcat", "-o", "page.po", "page.po")
    assert canonical_of(page) == expected.replace("\n# The end.\n", "")
