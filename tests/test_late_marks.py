"""Marks of what is English, kept back from other plugins and put in at the end, wherever these have left the text."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs.late_marks import moved, put_in, settled, take_out
from isogloss.segments.rendering import LATE_MARK

RENDERED = (
    '<h2 id="a" MARK="en">A</h2>\n'
    '<dl>\n<dt MARK="en ltr">driver</dt>\n<dd>Algo.</dd>\n</dl>\n'
    '<p>Uno <MARK MARK="en">two <b>three</b></MARK> cuatro.</p>\n'
    '<p MARK="en"><img src="x.png" /></p>'
).replace("MARK", LATE_MARK)
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


def test_nobody_can_write_a_mark_out():
    run = [sys.executable, "-c", "from isogloss.segments.rendering import LATE_MARK; print(LATE_MARK)"]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip() != LATE_MARK
    text = '<p>Inicio isogloss-lang="ar rtl"</p>'
    assert settled(text) == text


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


def test_a_translation_that_looks_like_a_mark_is_text(make_site):
    site = make_site({"index.md": "# Start\n\nSome words.\n"})
    site.translate("locales/es-ES/docs/index.po", {"Some words.": 'Palabras isogloss-lang="ar rtl"'})
    assert site.build("--strict").returncode == 0
    assert '<p>Palabras isogloss-lang="ar rtl"</p>' in site.read("site/es-ES/index.html")
