"""The text of a finished page is exchanged for another one where nothing else of the page depends on it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from isogloss.catalogs.status import Progress
from isogloss.hosts.mkdocs.frames import Told, frame, framed, templates_only_write
from isogloss.reader.abbreviations import with_first_ones
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import get_toc
from mkdocs.theme import Theme

BEFORE, AFTER = "<p>Before, with <b>weight</b>.</p>", "<p>After: another <b>text</b>, &uuml;.</p>"
AROUND = "<html><head><title>Before</title></head><body><h1>Title</h1>{}<p>Before</p></body></html>"
TOLD = Told("", "", Progress("es-ES", "one.md", 3, 3, 0))
TOC = [{"level": 1, "id": "one", "name": "One", "children": [{"level": 2, "id": "two", "name": "Two", "children": []}]}]


def page(text, toc=TOC):
    return SimpleNamespace(content=text, toc=get_toc(toc))


def as_it_is(output):
    return output


def exchanged(old=BEFORE, new=AFTER, finish=as_it_is, told=TOLD, told_now=TOLD, toc=TOC, finished=AROUND):
    """What becomes of the page with another text; None if it has to be put into its template."""
    output = finished.format(old)
    known = frame(page(old), output, told)
    assert known is not None
    assert output[known.start : known.end] == old
    found = framed(known, output, page(new, toc), told_now, finish)
    if found is None:
        return None
    assert found[1] == frame(page(new), found[0], told_now)
    return found[0]


def test_a_text_is_exchanged_for_another():
    assert exchanged() == AROUND.format(AFTER)
    assert exchanged(new=BEFORE) == AROUND.format(BEFORE)


OTHERS = {
    "a heading": {"toc": [{**TOC[0], "name": "Uno"}]},
    "a heading further down": {"toc": [{**TOC[0], "children": [{**TOC[0]["children"][0], "name": "Dos"}]}]},
    "no headings": {"toc": []},
    "how far it is": {"told_now": TOLD._replace(progress=Progress("es-ES", "one.md", 3, 2, 1))},
    "a line": {"told_now": TOLD._replace(line="<p>A line</p>")},
    "tools": {"told_now": TOLD._replace(tools="<p>Tools</p>")},
    "a heading in the text, which themes look for": {"new": f"<h1>After</h1>{AFTER}"},
    "no text": {"new": " \n"},
    "a text that somebody changes": {"finish": lambda output: output.replace("<b>text", "<b class='x'>text")},
    "a text that somebody shows twice": {"finish": lambda output: f"{output}<!-- {AFTER} -->"},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_page_is_put_into_its_template_where_anything_else_is_another(other):
    assert exchanged(**other) is None


def test_abbreviations_of_a_text_are_told_apart_as_in_the_whole_page():
    old, new = (f'<p>The <abbr title="A">AA</abbr> and {x} <abbr title="A">AA</abbr>.</p>' for x in ("the", "el"))
    finished = with_first_ones(AROUND.format(f"<article>{old}</article>"))
    known = frame(page(old), finished, TOLD)
    assert finished[known.start : known.end] == old.replace("<abbr", "<abbr data-first", 1)
    wanted = with_first_ones(AROUND.format(f"<article>{new}</article>"))
    found = framed(known, finished, page(new), TOLD, with_first_ones)
    assert found == (wanted, frame(page(new), wanted, TOLD))
    # An abbreviation before the text might be the first one.
    earlier = finished.replace("<title>", '<title><abbr title="A">AA</abbr>')
    known = frame(page(old), earlier, TOLD)
    assert framed(known, earlier, page(new), TOLD, with_first_ones) is None


LINE = '<p class="isogloss-line">A line</p>'


def with_line(output):
    """As a page is dressed: below the first title of the article, or at its beginning."""
    begin, article, rest = output.partition("<article>")
    title, end, text = rest.partition("</h1>")
    return f"{begin}{article}{title}{end}\n{LINE}{text}" if end else f"{begin}{article}\n{LINE}{rest}"


@pytest.mark.parametrize("title", ["<h1>Title</h1>\n", ""], ids=["title in the text", "title of the template"])
def test_the_line_below_a_title_stays_where_it_is(title):
    old, new, told = title + BEFORE, title + AFTER, TOLD._replace(line=LINE)
    around = "<html><body><article>{}</article><p>After</p></body></html>"
    around = around.format("{}" if title else "<h1>Title</h1>{}")
    finished = with_line(around.format(old))
    found = framed(frame(page(old), finished, told), finished, page(new), told, with_line)
    if title:
        wanted = with_line(around.format(new))
        assert found == (wanted, frame(page(new), wanted, told))
    else:
        assert found is not None
        assert found[0] == with_line(around.format(new))


def test_a_line_that_another_title_has_is_not_moved():
    text, told = f"<h1>Title</h1>{BEFORE}", TOLD._replace(line=LINE)
    finished = with_line(f"<html><body><article><h1>Of the template</h1>{text}</article></body></html>")
    assert framed(frame(page(text), finished, told), finished, page(text), told, with_line) is None


def test_a_text_that_is_not_where_it_was_is_not_exchanged():
    known = frame(page(BEFORE), AROUND.format(BEFORE), TOLD)
    assert framed(known, AROUND.format(BEFORE.replace("weight", "height")), page(AFTER), TOLD, as_it_is) is None


@pytest.mark.parametrize("output", [f"{BEFORE}{BEFORE}", "<p>Another text.</p>"], ids=["twice", "changed"])
def test_a_page_without_its_text_in_one_place_has_no_frame(output):
    assert frame(page(BEFORE), output, TOLD) is None
    assert frame(page(""), output, TOLD) is None


@pytest.mark.parametrize("name", ["material", "mkdocs", "readthedocs"])
def test_themes_do_nothing_with_a_text_but_write_it(name):
    assert templates_only_write(SimpleNamespace(theme=Theme(name)))


@pytest.mark.parametrize(
    "looks",
    ["{{ page.content | length }}", '{% if "<table" in page.content %}', '{{ page["content"] }}', "{{- p .content -}}"],
)
def test_a_theme_that_looks_at_a_text_is_found(tmp_path, looks):
    config = MkDocsConfig()
    config.theme = Theme("mkdocs")
    config.theme.dirs.insert(0, str(tmp_path))
    Path(tmp_path, "partials").mkdir()
    Path(tmp_path, "partials/a.html").write_text(f"<p>\n{looks}")
    assert not templates_only_write(config)
