"""Inline patterns are tried on texts in which they can match, and on no others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isogloss.segments.needed import needed, trials
from markdown import Markdown
from test_random_pages import MATERIAL

PATTERNS = [pattern.getCompiledRegExp() for pattern in Markdown(
    extensions=list(MATERIAL), extension_configs=MATERIAL).inlinePatterns]  # fmt: skip
ATOMS = ["a", "K", "\\[", "[ab]", "[^a]", ".", "\\d", "!", "(?=!)", "(?!!)", "(?<=a)", "\\b", "^", "[!-/]", "(?i:k)"]
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "+?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda part: f"({part})"),
    ),
    max_leaves=8,
)
TEXTS = st.text("aAkK\u212a[]!/1 b", max_size=12)


@given(EXPRESSIONS, TEXTS, st.sampled_from([0, re.IGNORECASE, re.DOTALL, re.VERBOSE]))
def test_wherever_an_expression_matches_there_is_what_it_needs(written, text, flags):
    expression = re.compile(written, flags)
    if expression.search(text):
        assert all(one & set(text) for one in needed(expression))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a[bc]+", ["a", "bc"]),
        ("a?b*", []),
        ("(?:ab|c)", ["ac"]),
        ("(?:ab|c?)", []),
        (r"(?<!\\)(`+)(.+?)\1", ["`"]),
        ("(?i)a!", ["!"]),
        ("(?=a)b", ["a", "b"]),
        ("(?!a)b", ["b"]),
        ("[^a]b", ["b"]),
    ],
)
def test_what_an_expression_needs(written, found):
    assert sorted("".join(sorted(one)) for one in needed(re.compile(written))) == found


@given(st.text("ab *_`[](){}<>&!\\~=^+:/.@#'\"\n-1", max_size=40))
def test_no_pattern_of_a_site_that_matches_is_passed_over(text):
    tried = trials(tuple(PATTERNS)).of(text)
    assert all(number in tried for number, one in enumerate(PATTERNS) if one.search(text))


def test_words_alone_are_tried_on_few_patterns():
    assert len(trials(tuple(PATTERNS)).of("Install the driver, then restart the computer.")) < len(PATTERNS) / 3


def test_a_pattern_of_which_nothing_is_known_is_tried_always():
    assert trials((None, re.compile("!"))).of("word") == (0,)
