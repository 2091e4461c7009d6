"""A path leads to the file to which it leads for static-i18n, with languages in names and in folders."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from mkdocs_static_i18n import folder, suffix

NAMES = ["a.md", "a.es.md", "a.en.md", "index.md", "es/a.md", "en/a.md", "b/a.es.md", "es/b/index.md", "a.b.md", "x"]
PATHS = st.one_of(
    st.sampled_from([*NAMES, ".", "", "..", "/", "../a.md", "./a.md", "b//a.md", "b/", "es", "es/", "a.md/", ".md"]),
    st.lists(st.sampled_from([*NAMES, "..", ".", "b"]), min_size=1, max_size=3).map("/".join),
)


def found(files, path):
    try:
        return files.get_file_from_path(path)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("kind", [suffix.I18nFiles, folder.I18nFiles])
@given(PATHS, st.sets(st.sampled_from(NAMES)), st.sampled_from(["es", "en"]), st.booleans())
def test_a_path_leads_where_it_led(kind, path, names, language, falls_back):
    config = SimpleNamespace(fallback_to_default=falls_back)
    plugin = SimpleNamespace(current_language=language, default_language="en", config=config)
    files, again = (kind(plugin, []) for _ in range(2))
    for one in (files, again):
        one.src_uris.update({name: f"the file {name}" for name in names})
    StaticI18n.remember_names(again)
    assert "get_file_from_path" in vars(again)
    assert found(again, path) == found(files, path) == found(again, path)
    plugin.current_language = "fr"
    assert found(again, path) == found(files, path)


def test_who_looks_for_files_in_another_way_goes_on_so():
    class Others(suffix.I18nFiles):
        def get_file_from_path(self, path):
            return path

    files = Others(None, [])
    StaticI18n.remember_names(files)
    assert found(files, "a.md") == "a.md"
    assert "get_file_from_path" not in vars(files)


def test_names_are_made_once_for_many_links(monkeypatch):
    plugin = SimpleNamespace(
        current_language="once", default_language="en", config=SimpleNamespace(fallback_to_default=1)
    )
    files = suffix.I18nFiles(plugin, [])
    StaticI18n.remember_names(files)
    assert found(files, "a.md") is None
    monkeypatch.setattr(suffix, "PurePath", None)
    assert found(files, "a.md") is None
