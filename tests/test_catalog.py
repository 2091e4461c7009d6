"""PO files: read, written in canonical form, and understood by the tools that translators use."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import polib
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from isogloss import catalog
from isogloss.project import Locale

SPANISH = Locale("es-ES", "Español")
OWN = sorted((ROOT / "locales").rglob("*.po"))
TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters='"\\\n\t'),
    min_size=1,
    max_size=40,
)


def gettext(tool: str, *arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    path = shutil.which(tool)
    assert path, f"{tool} of GNU gettext is not installed: run make systems"
    return subprocess.run([path, *map(str, arguments)], input=text, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT / "locales").as_posix())
def test_own_catalogs_are_canonical_and_compile(path):
    locale = Locale(path.relative_to(ROOT / "locales").parts[0], "")
    found = catalog.read(path, path.name)
    assert catalog.canonical(found, locale) == path.read_text(encoding="utf-8")
    compiled = gettext("msgfmt", "--check", "--output-file=/dev/null", path)
    assert compiled.returncode == 0, compiled.stderr


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT / "locales").as_posix())
def test_the_reader_agrees_with_polib(path):
    found = catalog.read(path, path.name)
    entries = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    assert set(found.entries) == set(entries)
    lines = path.read_text(encoding="utf-8").splitlines()
    for msgid, entry in found.entries.items():
        assert (entry.msgstr, entry.fuzzy) == (entries[msgid].msgstr, "fuzzy" in entries[msgid].flags)
        assert lines[entry.msgid_line - 1].startswith("msgid ")
        assert lines[entry.msgstr_line - 1].startswith("msgstr ")


@given(st.dictionaries(TEXTS, TEXTS, max_size=5), st.dictionaries(TEXTS, TEXTS, max_size=3), st.booleans())
def test_what_is_written_is_read_again(tmp_path_factory, active, obsolete, fuzzy):
    path = tmp_path_factory.mktemp("po") / "page.po"
    written = catalog.new(path, "page.po", SPANISH)
    for msgid, msgstr in active.items():
        written.file.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=["fuzzy"] if fuzzy else []))
    for msgid, msgstr in obsolete.items():
        written.file.append(polib.POEntry(msgid=msgid, msgstr=msgstr, obsolete=True))
    text = catalog.canonical(written, SPANISH)
    catalog.write(path, text)
    found = catalog.read(path, "page.po")
    assert {msgid: entry.msgstr for msgid, entry in found.entries.items()} == active
    assert all(entry.fuzzy == fuzzy for entry in found.entries.values())
    assert {entry.msgid: entry.msgstr for entry in found.obsolete()} == obsolete
    assert catalog.canonical(found, SPANISH) == text


def test_characters_that_only_python_takes_for_line_ends_belong_to_the_text(tmp_path):
    msgstr = "uno\u2028dos\u2029tres\x85cuatro\x0bcinco"
    path = tmp_path / "page.po"
    path.write_bytes(f'msgid "One"\r\nmsgstr "{msgstr}"\r\n\r\nmsgid "Two"\r\nmsgstr "dos"\r\n'.encode())
    compiled = subprocess.run(["msgfmt", "-o", str(tmp_path / "page.mo"), str(path)], check=False)
    assert compiled.returncode == 0
    found = catalog.read(path, "page.po")
    assert {msgid: entry.msgstr for msgid, entry in found.entries.items()} == {"One": msgstr, "Two": "dos"}
    assert [entry.msgstr_line for entry in found.entries.values()] == [2, 5]
    assert [entry.msgstr for entry in found.active()] == [msgstr, "dos"]


CANONICAL = """\
# Translated by Ana Pérez.
msgid ""
msgstr ""
"Project-Id-Version: isogloss\\n"
"Language: es_ES\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Last-Translator: Ana Pérez\\n"
"X-Translation-Type: HT\\n"

# A note of the translator.
#. paragraph in #some-very-long-anchor-that-makes-the-comment-line-longer-than-eighty-characters
#: docs/index.md
#, fuzzy
#| msgid "A long text that was there before, long enough that every tool would wrap it somewhere."
msgid "A long text that is here now, long enough that every tool would wrap it somewhere in the line."
msgstr "Un texto largo que está aquí ahora, tan largo que cualquier programa lo partiría en algún punto."

#: docs/index.md
msgid "Quotes \\"and\\" backslashes \\\\ stay"
msgstr "Las comillas \\"y\\" las barras \\\\ se quedan"

#~ msgid "An obsolete text."
#~ msgstr "Un texto obsoleto."
"""


def canonical_of(path: Path) -> str:
    return catalog.canonical(catalog.read(path, path.name), SPANISH)


@pytest.mark.parametrize(
    "arguments",
    [["--no-wrap"], ["--width=40"], ["--width=79"], ["--add-location=file"], ["--no-wrap", "--use-first"]],
    ids=" ".join,
)
def test_msgcat_and_back_loses_nothing(tmp_path, arguments):
    path = tmp_path / "page.po"
    path.write_text(CANONICAL, encoding="utf-8")
    assert canonical_of(path) == CANONICAL
    done = gettext("msgcat", *arguments, "-o", path, path)
    assert done.returncode == 0, done.stderr
    assert canonical_of(path) == CANONICAL


def test_crlf_and_a_byte_order_mark_become_canonical(tmp_path):
    path = tmp_path / "page.po"
    path.write_bytes(b"\xef\xbb\xbf" + CANONICAL.replace("\n", "\r\n").encode())
    assert canonical_of(path) == CANONICAL


def test_volatile_headers_go(tmp_path):
    path = tmp_path / "page.po"
    volatile = '"POT-Creation-Date: 2026-01-01 10:00+0100\\n"\n"X-Generator: Poedit 3.6\\n"\n'
    path.write_text(CANONICAL.replace('"Language:', volatile + '"Language:'), encoding="utf-8")
    assert canonical_of(path) == CANONICAL


def test_write_replaces_in_one_step_and_only_what_changed(tmp_path):
    path = tmp_path / "page.po"
    assert catalog.write(path, "one\n") is True
    path.chmod(0o640)
    before = path.stat()
    assert catalog.write(path, "one\n") is False
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert catalog.write(path, "two\n") is True
    assert path.read_text() == "two\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [found.name for found in tmp_path.iterdir()] == ["page.po"]
