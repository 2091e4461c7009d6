"""Catalogs that are no files, or that change while a command is at work: a sentence, and nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from isogloss import catalog
from isogloss.diagnostics import ProblemsFound
from isogloss.project import Locale

SPANISH = Locale("es-ES", "Español")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("folder", "cannot be read: Is a directory"),
        ("dangling", "cannot be read: No such file or directory"),
        ("looping", "cannot be read: Too many levels of symbolic links"),
    ],
)
def test_a_catalog_that_cannot_be_opened_is_one_fault_and_is_not_replaced(tmp_path, kind, sentence):
    path = tmp_path / "page.po"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if kind == "looping" else tmp_path / "nowhere.po")
    found = catalog.read(path, "page.po")
    (fault,) = found.faults
    assert sentence in fault.message
    assert found.translation("One") is None
    with catalog.opened(tmp_path) as store, pytest.raises(ProblemsFound, match=r"stays as it is.*\[not-rewritten\]"):
        catalog.save(store, found, SPANISH, "A site")
    assert path.is_symlink() or path.is_dir()


@pytest.mark.parametrize("line", ["#~{}x", "#~{}|{}x", "#|{}x", "msgid{}x", 'msgid{}"x', '"{}'])
def test_a_line_of_many_blanks_is_read_in_no_time(line):
    text = line.replace("{}", " " * 100_000)
    start = time.process_time()
    assert catalog.parse(text.encode(), Path("page.po"), "page.po").faults
    assert time.process_time() - start < 2, "it was cubic: 3,000 blanks took 14 seconds"


@pytest.mark.parametrize(
    "text",
    [
        'msgid "One"\nmsgstr "Uno"\n#~ " y más"\n',
        'msgid "One"\nmsgstr "Uno"\n#| "más"\n',
        'msgid "One"\n#~ msgstr "Uno"\n',
        '#| msgid "Old"\n" text"\nmsgid "One"\nmsgstr "Uno"\n',
    ],
)
def test_a_text_with_another_mark_is_not_glued_to_the_text_before_it(text):
    found = catalog.parse(text.encode(), Path("page.po"), "page.po")
    assert len(found.faults) == 1
    assert found.messages == []


@pytest.mark.parametrize("comments", ["#.\n", "#.\n#.\n", "#. \n#. paragraph\n#.\n", "#\n", "#,\n", "#:\n"])
def test_empty_comments_have_one_canonical_form(comments):
    found = catalog.parse(f'{comments}msgid "One"\nmsgstr "Uno"\n'.encode(), Path("page.po"), "page.po")
    form = catalog.canonical(found, SPANISH)
    assert catalog.canonical(catalog.parse(form.encode(), Path("page.po"), "page.po"), SPANISH) == form
    assert "#.\n" not in form
    assert "#. \n" not in form
