"""A text is searched for what it may hold: whatever is passed over would not have been found."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from isogloss.checks import traits
from isogloss.segments import text as of_text

PIECES = ["`", "``", "`a`", "<", "<b>", "</b>", "<svg>", "</svg>", "[", "]", "](", ")", "[^1]", "][b]", "{", "}",
    "{: .c }",
    "{ #d }", "&", "&amp;", "http://a.b", "https:", ":a:", ":", ": ", "++a++", "+", "=", " == ", "=>", "()", "f(", "//",
    "const ", "let a", "return ", ";", "function", "import {a} from 'b'", "export default", "||", " && ", "/>", " // ",
    "a", "Word", " ", "\n", "é", "日本", " translate=no", "_", "-", "1", "st", "!", "www.", "W", "x" * 32]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
READ = re.compile(r"(?i:www\.)|[?!]\d|\d(?:st|nd|rd|th)|\w{32}|--|__|(?<!\w)_|_(?!\w)|  \n")
"""What words and punctuation alone may hold that some rule reads, in plain words."""


@given(TEXTS)
@example("a `b` <c>d</c> [e](f) {: .g } ++h++ :i: &amp; https://j.k")
def test_words_are_what_is_left_without_all_that_is_none(text):
    left = of_text.without_kept(text)
    for pattern in of_text._NO_WORDS:
        left = pattern.sub(" ", left)
    assert of_text.words_of(text) == left


@given(TEXTS)
def test_whatever_is_a_statement_has_a_sign_of_one(text):
    assert not traits._STATEMENT.search(text) or traits._MAY_BE_STATEMENT.search(text)


@pytest.mark.parametrize("statement", ["a == b", "f()", "x // y", "a: b", "const a = 1", "return a;", "function f(",
    "import a from 'b'", "export const", "</a", "a<B", "```py", "=>", "a || b"])  # fmt: skip
def test_signs_of_statements(statement):
    assert traits._MAY_BE_STATEMENT.search(statement)


@given(st.one_of(TEXTS, st.text("aW_-!?1st. \nwé·", max_size=12)))
@example("a" * 32)
@example("é" * 31)
@example("wWw.")
@example("a_")
def test_what_is_read_in_words_alone(text):
    assert bool(of_text.READ.search(text)) == bool(READ.search(text))
