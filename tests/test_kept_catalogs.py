"""Catalogs of languages that are built later are small, and whole again when they are asked for."""

from __future__ import annotations

import pickle

import pytest
from isogloss import catalog
from isogloss.review import kept_catalogs
from isogloss.review.kept_catalogs import CatalogsLater, KeptCatalogs

PO = """\
msgid ""
msgstr ""
"Language: es-ES\\n"

# A note
#. paragraph
#: docs/index.md
#, fuzzy, python-format
#| msgid "Before"
msgid "After"
msgstr "Antes"

msgctxt "in"
msgid "One"
msgid_plural "Many"
msgstr[0] "Uno"
msgstr[1] "Muchos"

#~ msgid "Gone"
#~ msgstr "Ido"
"""


@pytest.fixture
def catalogs(tmp_path):
    texts = {"one.po": PO, "two.po": 'msgid "A"\nmsgstr "B"\n', "broken.po": 'msgid "A"\nmsgstr "B\n', "gone.po": None}
    for name, text in texts.items():
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    return {tmp_path / name: catalog.read(tmp_path / name, name) for name in texts}


@pytest.mark.parametrize("few", [0, 200])
def test_what_is_kept_is_what_was_read(catalogs, few, monkeypatch):
    monkeypatch.setattr(kept_catalogs, "_FEW", few)
    kept = KeptCatalogs(catalogs)
    assert list(kept) == list(catalogs)
    for path, read in catalogs.items():
        one = kept[path]
        assert one.messages == read.messages
        assert [(m.msgid_line, m.msgstr_line) for m in one.messages] == [
            (m.msgid_line, m.msgstr_line) for m in read.messages
        ]
        assert (one.fields, one.header, one.header_comments, one.trailing, one.faults, one.name) == (
            read.fields, read.header, read.header_comments, read.trailing, read.faults, read.name,
        )  # fmt: skip
        assert one.by_msgid == read.by_msgid
        assert kept[path] is one
    assert {path.name for path in kept.begun} == {"two.po"}


def test_what_nobody_needs_is_gone_and_what_is_begun_stays_known(catalogs):
    kept = KeptCatalogs(catalogs)
    first, second, *_ = catalogs
    kept.release({first})
    assert list(kept) == [first]
    assert second not in kept
    assert second in kept.begun


def test_those_that_others_read_are_asked_for_once_when_they_are_needed(catalogs):
    asked = []

    def ask():
        asked.append(1)
        return pickle.loads(pickle.dumps(KeptCatalogs(catalogs, catalogs[list(catalogs)[2]].faults)))

    later = CatalogsLater(ask)
    assert asked == []
    assert later.begun == KeptCatalogs(catalogs).begun
    assert [fault.location.path for fault in later.faults] == ["broken.po"]
    assert list(later) == list(catalogs)
    for path, read in catalogs.items():
        assert path in later
        assert later[path].messages == read.messages
        assert later[path] is later[path]
    later.release(set(later.begun))
    assert (len(later), asked) == (1, [1])


def test_what_is_not_there_is_not_asked_for(catalogs):
    later = CatalogsLater(lambda: KeptCatalogs(catalogs))
    assert not hasattr(later, "nothing of it")
    assert not hasattr(CatalogsLater(lambda: pytest.fail("asked")), "__nothing__")
