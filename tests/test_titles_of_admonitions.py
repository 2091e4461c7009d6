"""static-i18n goes over each line of a text only where it has titles to put in, and makes the same of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from mkdocs_static_i18n.plugin import I18n

LINES = st.sampled_from(["!!! note", "!!! note ''", "text", "", "\t??? tip", "???+ tip ", '!!! tip "Own"', " "])
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\x0b", "\x1c", "\u2028", "\x85", "\n\n"])
TEXTS = st.lists(st.tuples(LINES, ENDS)).map(lambda parts: "".join(map("".join, parts)))


class _Plugin(I18n):
    """The plugin on a site with one language, which has these titles."""

    titles = None
    building, build_languages, current_language, default_language = False, ("en",), "en", "en"
    current_language_config = property(lambda self: SimpleNamespace(admonition_translations=self.titles))


@pytest.fixture(scope="module")
def parts():
    plugin = _Plugin()
    methods = [plugin.on_page_markdown, plugin.on_post_page]
    return plugin, methods, SimpleNamespace(plugins=SimpleNamespace(events={"page_markdown": methods}))


@given(text=TEXTS, titles=st.sampled_from([None, {}, {"note": "Nota"}, {"Tip": "Consejo"}]))
def test_a_text_becomes_what_static_i18n_makes_of_it(parts, text, titles):
    plugin, methods, config = parts
    StaticI18n(plugin).leave_lines_alone(config)
    plugin.titles = titles
    options = {"page": None, "config": {"markdown_extensions": ["pymdownx.details"]}, "files": None}
    assert methods[0](text, **options) == I18n.on_page_markdown(plugin, text, **options)


def test_the_event_is_exchanged_once_and_stays_one_of_the_plugin(parts):
    plugin, methods, config = parts
    StaticI18n(plugin).leave_lines_alone(config)
    own = methods[0]
    StaticI18n(plugin).leave_lines_alone(config)
    assert methods == [own, plugin.on_post_page]
    assert own != plugin.on_page_markdown
    assert own.__self__ is plugin
