"""Duplicates in the search index are those that static-i18n finds itself, which is asked, on random indexes."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import example, given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs.search_duplicates import without_duplicates
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from mkdocs_static_i18n.reconfigure import ExtendedPlugin

TAGS = ["en", "es", "it"]
ENTRIES = st.builds(
    lambda folder, rest, title, text: {"location": folder + rest, "title": title, "text": text, "tags": [title]},
    st.sampled_from(["", "", "es/", "it/", "es/it/"]),
    st.sampled_from(["", "a/", "b/a/", "a/#x"]),
    st.sampled_from(["A", "B"]),
    st.sampled_from(["", "B"]),
)


def entry(location, title="A"):
    return {"location": location, "title": title, "text": "", "tags": [title]}


def theirs(entries):
    found = [dict(one) for one in entries]
    ExtendedPlugin.reconfigure_search_duplicates(SimpleNamespace(build_languages=TAGS), found)
    return found


@given(st.lists(ENTRIES, max_size=12))
@example([entry("a/"), entry("es/a/"), entry("it/a/")])  # It passes over the one behind each that it takes out.
@example([entry("es/a/"), entry("a/"), entry("it/a/"), entry("a/#x"), entry("")])
@example([entry("a/"), entry("es/a/"), entry("", "B"), entry("es/a/"), entry("it/a/")])
def test_what_stays_is_what_static_i18n_lets_stay(entries):
    assert list(without_duplicates(entries, TAGS)) == theirs(entries)


def test_the_installed_version_is_one_that_is_known():
    plugin = SimpleNamespace(
        build_languages=TAGS, **dict.fromkeys(("building", "current_language", "default_language"))
    )
    StaticI18n(plugin).find_duplicates_at_once()
    entries = [entry("a/"), entry("es/a/")]
    plugin.reconfigure_search_duplicates(entries)
    assert entries == theirs([entry("a/"), entry("es/a/")]) == [entry("a/")]
