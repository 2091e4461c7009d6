"""PO files: read, written in canonical form, and understood by the tools that translators use."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import polib
import pytest
import sample
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from isogloss import catalog
from isogloss.project import Locale

SPANISH = Locale("es-ES", "Español")
CATALOGS = sample.catalogs()
TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters='"\\\n\t'),
    min_size=1,
    max_size=40,
)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(sample.SAMPLE / "locales").as_posix())
def test_the_reader_agrees_with_polib(path):
    found = catalog.read(path, path.name)
    entries = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    assert set(found.by_msgid) == set(entries)
    lines = path.read_text(encoding="utf-8").splitlines()
    for msgid, entry in found.by_msgid.items():
        assert (entry.msgstr, entry.fuzzy) == (entries[msgid].msgstr, "fuzzy" in entries[msgid].flags)
        assert lines[entry.msgid_line - 1].startswith("msgid ")
        assert lines[entry.msgstr_line - 1].startswith("msgstr ")


FIELDS = (
    "msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr_plural", "obsolete", "flags",
    "previous_msgid", "previous_msgctxt", "previous_msgid_plural",
)  # fmt: skip


def whole(text: str) -> list[dict]:
    found = catalog.parse(text.encode(), Path("page.po"), "page.po")
    assert not found.faults
    return [
        {name: getattr(entry, name) for name in FIELDS}
        | {"comments": entry.comments, "extracted": entry.extracted, "references": entry.references}
        for entry in found.messages
    ]


def as_polib_reads(text: str) -> list[dict]:
    found = polib.pofile(text)
    return [
        {name: getattr(entry, name) for name in FIELDS}
        | {"comments": entry.tcomment, "extracted": entry.comment}
        | {"obsolete": bool(entry.obsolete), "references": [path for path, _ in entry.occurrences]}
        for entry in found
    ]


def without_previous(messages: list[dict]) -> list[dict]:
    """polib drops the earlier texts of obsolete messages."""
    return [{**one, "previous_msgid": None} if one["obsolete"] else one for one in messages]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(sample.SAMPLE / "locales").as_posix())
def test_the_whole_file_is_read_as_polib_reads_it(path):
    text = path.read_text(encoding="utf-8")
    assert without_previous(whole(text)) == without_previous(as_polib_reads(text))
    assert dict(catalog.read(path, path.name).fields) == dict(polib.pofile(text).metadata)


NOTES = st.text(alphabet="ab .:,é", max_size=9).map(str.strip)
MESSAGES = st.lists(
    st.builds(
        polib.POEntry,
        msgid=TEXTS,
        msgstr=TEXTS,
        msgctxt=st.none() | TEXTS,
        comment=NOTES,
        tcomment=NOTES,
        occurrences=st.lists(st.tuples(st.sampled_from(["docs/a.md", "b.html"]), st.just("")), max_size=1),
        flags=st.sampled_from([[], ["fuzzy"], ["no-wrap"]]),
        previous_msgid=st.none() | TEXTS,
    ),
    unique_by=lambda entry: (entry.msgctxt, entry.msgid),
    max_size=4,
)


@settings(max_examples=100)
@given(MESSAGES, st.sampled_from([0, 20, 40]))
def test_what_polib_writes_is_read_as_polib_reads_it(messages, width):
    file = polib.POFile(wrapwidth=width)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    file.extend(messages)
    # polib takes an empty previous text for none, and other line separators for line ends.
    text = str(file)
    assume(len(text.splitlines()) == text.count("\n") + (not text.endswith("\n")))
    assert whole(text) == as_polib_reads(text)


@example({"One": "Uno"}, {"One": "Uno"}, False)
@example({"One": "Uno"}, {"One": "1"}, True)
@given(st.dictionaries(TEXTS, TEXTS, max_size=5), st.dictionaries(TEXTS, TEXTS, max_size=3), st.booleans())
def test_what_is_written_is_read_again(tmp_path_factory, active, obsolete, fuzzy):
    path = tmp_path_factory.mktemp("po") / "page.po"
    written = catalog.new(path, "page.po", SPANISH)
    for msgid, msgstr in active.items():
        written.messages.append(catalog.Message(msgid=msgid, msgstr=msgstr, flags=["fuzzy"] if fuzzy else []))
    for msgid, msgstr in obsolete.items():
        written.messages.append(catalog.Message(msgid=msgid, msgstr=msgstr, obsolete=True))
    text = catalog.canonical(written, SPANISH)
    with catalog.opened(path.parent) as store:
        assert catalog.save(store, written, SPANISH, "")
    found = catalog.read(path, "page.po")
    assert {msgid: entry.msgstr for msgid, entry in found.by_msgid.items()} == active
    assert all(entry.fuzzy == fuzzy for entry in found.by_msgid.values())
    # gettext refuses the same text twice: the same translation is there once, another one has a context.
    repeated = {msgid for msgid in obsolete if active.get(msgid) == obsolete[msgid]}
    assert {entry.msgid: entry.msgstr for entry in found.obsolete()} == {
        msgid: msgstr for msgid, msgstr in obsolete.items() if msgid not in repeated
    }
    assert {entry.msgid for entry in found.obsolete() if entry.msgctxt} == (set(active) & set(obsolete)) - repeated
    assert catalog.canonical(found, SPANISH) == text


def test_characters_that_only_python_takes_for_line_ends_belong_to_the_text(tmp_path):
    msgstr = "uno\u2028dos\u2029tres\x85cuatro\x0bcinco"
    path = tmp_path / "page.po"
    path.write_bytes(f'msgid "One"\r\nmsgstr "{msgstr}"\r\n\r\nmsgid "Two"\r\nmsgstr "dos"\r\n'.encode())
    compiled = subprocess.run(["msgfmt", "-o", str(tmp_path / "page.mo"), str(path)], check=False)
    assert compiled.returncode == 0
    found = catalog.read(path, "page.po")
    assert {msgid: entry.msgstr for msgid, entry in found.by_msgid.items()} == {"One": msgstr, "Two": "dos"}
    assert [entry.msgstr_line for entry in found.by_msgid.values()] == [2, 5]
    assert [entry.msgstr for entry in found.active()] == [msgstr, "dos"]


def test_write_replaces_in_one_step_and_only_what_changed(tmp_path):
    path = tmp_path / "page.po"

    def write(text: str) -> bool:
        with catalog.opened(tmp_path) as store:
            return store.write(catalog.look(path, "page.po"), text)

    assert write("one\n") is True
    path.chmod(0o640)
    before = path.stat()
    assert write("one\n") is False
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert write("two\n") is True
    assert path.read_text() == "two\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [found.name for found in tmp_path.iterdir()] == ["page.po"]
