"""Code in a text ends where pymdownx.inlinehilite ends it, whichever way it is looked for."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from isogloss.segments import IsoglossExtension, pymdown
from isogloss.segments.pymdown import find_code_at_once
from markdown import Markdown
from pymdownx.inlinehilite import InlineHilitePattern

TEXTS = st.lists(st.sampled_from(["`", "``", "```", "a", " ", "\n", "é", "\\`", "#!py "]), max_size=14).map("".join)


@pytest.fixture(scope="module")
def pattern():
    return Markdown(extensions=["pymdownx.inlinehilite"]).inlinePatterns["backtick"]


@given(text=TEXTS, start=st.integers(0, 16))
@example(text="```a``b``c", start=0)
@example(text="`a", start=0)
@example(text="a", start=0)
def test_code_ends_where_it_ends_without(pattern, text, start):
    assert pymdown._find_code(start, text) == InlineHilitePattern.find_code_spans(pattern, start, text)


def test_code_is_found_so_if_it_is_known_how_it_is_found_otherwise(monkeypatch):
    def found_by():
        return Markdown(extensions=["pymdownx.inlinehilite", IsoglossExtension(lambda _: None)]).inlinePatterns[
            "backtick"
        ]

    assert found_by().find_code_spans is pymdown._find_code
    monkeypatch.setattr(InlineHilitePattern, "find_code_spans", lambda *_: (0, None))
    assert found_by().find_code_spans is not pymdown._find_code
    find_code_at_once(Markdown())  # There is nothing to be found.
