"""The walk: what is taken out of a page, and what is put in again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from isogloss.segments import Rendering, SourceStructure
from isogloss.segments.html import tags, well_nested
from isogloss.segments.locate import line_of, lines_of
from isogloss.segments.text import cut, has_words, joined
from rendering import localized, render

CASES = yaml.safe_load((Path(__file__).parent / "cases/render/passages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("english_first", [True, False])
def test_render(case, english_first):
    original, refused = SourceStructure(), []
    english = Rendering(SourceStructure() if not english_first else original)
    render(case["markdown"], english, case.get("more"))
    found = {message.msgid for message in english.messages}
    assert set(case["po"]) <= found
    html = render(case["markdown"], localized(original, case["po"], refused), case.get("more"))
    assert html == case["html"].rstrip("\n")
    assert sorted(set(refused)) == sorted(case.get("refused", []))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_translated_by_itself_a_page_is_the_english_page(case):
    original = SourceStructure()
    more = case.get("more")
    english = render(case["markdown"], Rendering(original), more)
    po = {message.msgid: message.msgid for message in _messages(case["markdown"], more)}
    refused: list[str] = []
    assert render(case["markdown"], localized(original, po, refused), more) == english
    assert render(case["markdown"], localized(SourceStructure(), po, refused), more) == english
    assert refused == []
    assert english == render(case["markdown"], None, more)


def _messages(source: str, more: dict[str, dict] | None = None):
    rendering = Rendering(SourceStructure())
    render(source, rendering, more)
    return rendering.messages


MORE = {
    "pymdownx.magiclink": {
        "repo_url_shorthand": True,
        "repo_url_shortener": True,
        "user": "example",
        "repo": "guides",
    },
    "pymdownx.emoji": {},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.inlinehilite": {},
    "pymdownx.smartsymbols": {},
    "pymdownx.critic": {"mode": "view"},
    "pymdownx.mark": {},
    "pymdownx.tilde": {},
    "pymdownx.caret": {},
    "pymdownx.betterem": {},
    "pymdownx.escapeall": {},
    "legacy_attrs": {},
    "smarty": {},
}
INLINE = (Path(__file__).parent / "cases/render/inline.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "more", [{}, *({name: MORE[name]} for name in MORE), MORE], ids=lambda more: f"{len(more)} {next(iter(more), None)}"
)
@pytest.mark.parametrize("english_first", [True, False])
def test_a_refused_passage_is_the_english_passage(more, english_first):
    original, refused = SourceStructure(), []
    english = Rendering(original)
    expected = render(INLINE, english, more)
    po = {message.msgid: f"{message.msgid} [more](bad.md)" for message in english.messages}
    published = render(INLINE, localized(original if english_first else SourceStructure(), po, refused), more)
    assert "link" in refused
    assert "bad.md" not in published
    without_spans = re.sub(r'<span lang="en">(.*?)</span>(?=</?[lu])', r"\1", published)
    assert without_spans.replace(' lang="en"', "") == expected


@pytest.mark.parametrize("more", [{}, MORE], ids=["few", "all"])
@pytest.mark.parametrize("english_first", [True, False])
def test_every_inline_mark_translated_by_itself_is_not_refused(more, english_first):
    original, refused = SourceStructure(), []
    english = Rendering(original)
    expected = render(INLINE, english, more)
    po = {message.msgid: message.msgid for message in english.messages}
    assert render(INLINE, localized(original if english_first else SourceStructure(), po, refused), more) == expected
    # What is the English text is published without a look at it: one word more, and it is compared.
    po = {message.msgid: f"{message.msgid} Y." for message in english.messages}
    published = render(INLINE, localized(original if english_first else SourceStructure(), po, refused), more)
    assert re.sub(r" Y\.", "", published) == expected
    assert refused == []


@pytest.mark.parametrize("english_first", [True, False])
def test_a_link_that_is_its_own_label_says_which(english_first):
    source = "See [The guide][^1], [more][], [it][the guide], [own](c.md), `[more]` and [no link].\n\n"
    source += "[the guide]: a.md\n[more]: b.md\n"
    original, seen = SourceStructure(), []
    render(source, Rendering(original))
    rendering = localized(original if english_first else SourceStructure(), {}, [])
    rendering.lookup = lambda message: f"{message.msgid} y"
    rendering.verify = lambda _message, _whole, english, _translated: seen.append(english) or True
    render(source, rendering)
    assert [inline.labels for inline in seen] == [(("a.md", "The guide"), ("b.md", "more"))]


def test_marks_of_critic_cut_no_sentence():
    source = "Text {++*added*++} and {~~old~>new~~}{>>why<<} {==here==} `code`.\n\n{--\n\n--}\n\nEnd.\n"
    more = {"pymdownx.critic": {"mode": "view"}}
    first = 'Text <ins class="critic">*added*</ins> and <del class="critic">old</del><ins class="critic">new</ins>'
    assert [message.msgid for message in _messages(source, more)] == [
        first,
        '<mark class="critic">here</mark> `code`.',
        "End.",
    ]
    source += "\nWith `{++code++}`.\n"
    assert render(source, Rendering(SourceStructure()), more) == render(source, None, more)


def test_a_mail_address_is_read_as_it_is_written():
    original = SourceStructure()
    render("Write to <help@example.org>.\n", Rendering(original))
    (inline,) = original.passages.values()
    assert inline.items == (("link", "mailto:help@example.org", True),)
    assert inline.link_texts == (("mailto:help@example.org", "help@example.org"),)


def test_messages_say_what_they_are_and_where():
    source = "# Top\n\nText.\n\n## Second part\n\n- Item\n\n| A |\n| --- |\n| `x` |\n\n*[Item]: Thing\n"
    assert [(message.msgid, message.comment()) for message in _messages(source)] == [
        ("Top", "heading 1 #top"),
        ("Text.", "paragraph in #top"),
        ("Second part", "heading 2 #second-part"),
        ("Item", "list item in #second-part"),
        ("A", "table header in #second-part"),
        ("Thing", "abbreviation Item"),
    ]


@pytest.mark.parametrize(
    "text",
    ["`nvidia-smi`", "2.15", "![](x.png)", "<br>", "&nbsp;", "https://example.org/guide", "++ctrl+c++", ":smile:", "—"],
)
def test_what_holds_no_words_is_no_message(text):
    assert not has_words(text)
    assert has_words(f"{text} word")


TEXTS = st.text(alphabet=st.sampled_from("ab .`*_[](){}#\\\n\t\x02\x03:!<>|"), max_size=60)


@given(TEXTS)
def test_cut_loses_nothing_but_soft_line_breaks(text):
    pieces = cut(text)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    assert "".join(piece.source for piece in pieces) == text
    assert all(
        "\n" not in piece.text.replace("  \n", "").replace("\\\n", "")
        for piece in pieces
        if piece.translatable and not re.search(r"[`<{)\[]", piece.source)
    )


@given(TEXTS)
def test_cut_cuts_its_result_alike(text):
    once = "".join(piece.text for piece in cut(text))
    assert "".join(piece.text for piece in cut(once)) == once


@given(TEXTS)
def test_joining_twice_is_joining_once(text):
    assert joined(joined(text)) == joined(text)


def test_wrapping_english_again_changes_no_message():
    wrapped = "A long text that\nsomebody has wrapped\nin another way."
    assert joined(wrapped) == joined(wrapped.replace("\n", " ").replace("that somebody", "that\nsomebody"))


def test_an_attribute_list_stays_on_its_line():
    assert joined("One\n{ .x }\n[two](a.md)\nthree") == "One\n{ .x } [two](a.md) three"
    assert joined("*One*{ .x } two\nthree }\nfour") == "*One*{ .x } two\nthree } four"
    assert joined("[One](a.md){ .x } two\n[three](b.md){ .x }") == "[One](a.md){ .x } two [three](b.md){ .x }"
    assert joined(":a:{ .x } one\n:b:{ .x } two") == ":a:{ .x } one :b:{ .x } two"


def test_tags_are_compared_as_they_are_written():
    assert tags('<a href="x" ONCLICK=y>t</a>') == ('<a href="x" ONCLICK=y>', "</a>")
    assert tags('<img alt="one" src=a>') == tags("<img alt='two' src=a>")
    assert tags("<img src=z'q onerror=x() w='>") != ()
    assert tags("<b data-x='<i title=\"a\">'>") != tags("<b data-x='<i title=\"b\">'>")
    assert tags("a < b") == ("<",)
    assert well_nested(("<a>", "<b>", "</b>", "<br>", "</a>"))
    assert not well_nested(("<a>", "<b>", "</a>", "</b>"))


def test_a_message_is_found_in_its_source():
    source = "---\ntitle: T\n---\n\n# Top\n\n- One item that\n  goes on\n- Two\n\n> Quoted\n\n| a | b |\n"
    assert line_of(source, "One item that goes on") == 7
    assert line_of(source, "Quoted") == 11
    assert line_of(source, "b") == 13
    assert line_of(source, "nowhere to be found") == 0


def test_a_text_is_found_where_it_is_whole_before_it_is_found_within_another():
    options = 'site_description: A guide to the Lab of ours\nextra:\n  social:\n    - name: "Lab"  # ours\n'
    assert line_of(options, "Lab") == 4
    page = '---\ntitle: Lag / Profiling\n---\n\n# Lag { #lag }\n\nLag is a Note.\n\n!!! Tip "Note"\n\n    Lag\n'
    assert line_of(page, "Lag") == 5
    assert line_of(page, "Note") == 9
    assert line_of(page, "Lag / Profiling") == 2
    assert line_of(page, "is a") == 7


def test_a_heading_is_found_where_it_is_although_its_words_stand_before():
    paragraph = "A long paragraph that speaks, as it is a page on cards, of **Types** and of more."
    source, texts = f"{paragraph}\n\n## Types\n\n### 1. First\n", [paragraph, "Types", "1. First"]
    assert lines_of(source, texts) == [1, 3, 5]
    assert line_of(source, "1. First") == 5
