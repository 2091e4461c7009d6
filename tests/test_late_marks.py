"""Marks of what is English, kept back from other plugins and put in at the end, wherever these have left the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs.late_marks import moved, put_in, settled, take_out

RENDERED = (
    '<h2 id="a" isogloss-lang="en">A</h2>\n'
    '<dl>\n<dt isogloss-lang="en ltr">driver</dt>\n<dd>Algo.</dd>\n</dl>\n'
    '<p>Uno <isogloss-lang isogloss-lang="en">two <b>three</b></isogloss-lang> cuatro.</p>\n'
    '<p isogloss-lang="en"><img src="x.png" /></p>'
)
PLAIN = (
    '<h2 id="a">A</h2>\n'
    "<dl>\n<dt>driver</dt>\n<dd>Algo.</dd>\n</dl>\n"
    "<p>Uno two <b>three</b> cuatro.</p>\n"
    '<p><img src="x.png" /></p>'
)
MARKED = (
    '<h2 id="a" lang="en">A</h2>\n'
    '<dl>\n<dt lang="en" dir="ltr">driver</dt>\n<dd>Algo.</dd>\n</dl>\n'
    '<p>Uno <span lang="en">two <b>three</b></span> cuatro.</p>\n'
    '<p lang="en"><img src="x.png" /></p>'
)


def finished(output: str) -> str:
    plain, marks = take_out(RENDERED)
    return put_in(output, moved(marks, plain, output))


def test_plugins_get_the_page_without_marks_and_readers_with_them():
    assert take_out(RENDERED)[0] == PLAIN
    assert finished(PLAIN) == MARKED
    assert finished(f"<html><p>menu</p>{PLAIN}</html>") == f"<html><p>menu</p>{MARKED}</html>"
    assert settled(RENDERED) == MARKED
    assert take_out(PLAIN) == (PLAIN, [])


def test_what_a_plugin_changed_keeps_its_mark_and_so_do_its_neighbours():
    changed = PLAIN.replace("<dt>driver</dt>", '<dt class="term">\n<a id="x">driver</a>\n</dt>')
    changed = changed.replace("<p>Uno", "<p data-x='>'>\nUno").replace("<p><img", "<p><img loading=lazy")
    expected = MARKED.replace(
        '<dt lang="en" dir="ltr">driver</dt>', '<dt class="term" lang="en" dir="ltr">\n<a id="x">driver</a>\n</dt>'
    )
    expected = expected.replace("<p>Uno", "<p data-x='>'>\nUno").replace("<img", "<img loading=lazy")
    assert finished(changed) == expected


def test_a_page_that_is_made_smaller_keeps_its_marks():
    assert finished(PLAIN.replace("\n", "")) == MARKED.replace("\n", "")
    assert finished(PLAIN.replace(" />", ">")) == MARKED.replace(" />", ">")


def test_what_is_gone_or_cut_in_two_has_no_mark():
    assert finished("<h1>Other</h1>") == "<h1>Other</h1>"
    cut = PLAIN.replace("two <b>three</b>", "two <b>three")
    assert '<span lang="en">' not in finished(cut)


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "x", " ", "\n", "y z", "<br />", "<"]), max_size=25))
def test_marks_never_change_what_is_there(parts):
    output = "".join(parts)
    added = finished(output).replace(' lang="en"', "").replace(' dir="ltr"', "")
    assert added.replace("<span>", "").replace("</span>", "") == output
    assert finished(output).count("<span") == finished(output).count("</span>")
