"""What is told of a text without a parser is what a parser makes of it, with all extensions that are known."""

from __future__ import annotations

import functools
import os

import polib
import pytest
import sample
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from isogloss import checks
from isogloss.segments import IsoglossExtension, Rendering, Review, SourceStructure, steps
from isogloss.segments.held import known_of
from isogloss.segments.inline import Inline, Surroundings, structure_of
from isogloss.segments.parser import plain_patterns, plain_steps
from isogloss.segments.text import only_words
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

EXAMPLES = int(os.environ.get("ISOGLOSS_EXAMPLES", "300"))
OF_MARKDOWN = ["abbr", "attr_list", "footnotes", "legacy_attrs", "legacy_em", "md_in_html", "nl2br", "sane_lists",
    "smarty", "tables", "toc", "wikilinks"]  # fmt: skip
OF_PYMDOWN = [f"pymdownx.{name}" for name in (
    "arithmatex", "b64", "betterem", "caret", "critic", "emoji", "escapeall", "highlight", "inlinehilite", "keys",
    "magiclink", "mark", "pathconverter", "progressbar", "quotes", "smartsymbols", "striphtml", "superfences",
    "tasklist", "tilde", "blocks.caption", "blocks.html")]  # fmt: skip
SITES = {
    "none": {},
    "markdown": {name: {} for name in OF_MARKDOWN},
    "all": {
        **{name: {} for name in (*OF_MARKDOWN, *OF_PYMDOWN)},
        "smarty": {"smart_angled_quotes": True},
        "pymdownx.betterem": {"smart_enable": "none"},
        "pymdownx.escapeall": {"hardbreak": True, "nbsp": True},
        "pymdownx.inlinehilite": {"style_plain_text": True},
        "pymdownx.magiclink": {
            "normalize_issue_symbols": True, "provider": "github", "repo": "b", "repo_url_shorthand": True,
            "repo_url_shortener": True, "social_url_shorthand": True, "social_url_shortener": True, "user": "a",
        },
    },
    "plain code": {
        "smarty": {}, "pymdownx.inlinehilite": {}, "pymdownx.betterem": {"smart_enable": "all"},
        "pymdownx.smartsymbols": {}, "pymdownx.caret": {"smart_insert": False}, "pymdownx.tilde": {},
    },
}  # fmt: skip
PLACES = [
    Surroundings("p"), Surroundings("h2"), Surroundings("td"), Surroundings("li", {"class": "a"}),
    Surroundings("label", {}, "input"), Surroundings("li", {}, "", "ul"),
]  # fmt: skip
SIGNS = [
    "`", "``", "[", "]", "](", "(", ")", "!", "*", "**", "_", "__", "~", "^", "^^", "==", "++", ":", "::", "$", "\\",
    "\\\\",
    "{", "}", "{: .c }", "{{", "{%", "<", ">", "&", "&amp;", '"', "'", "''", "-", "--", "...", "…", "/", "%", "#", "@",
    "\n", "  \n", "\t", "\x02", "\x03", "\ue000", "?1", "1st", "1/2", "(c)", "(tm)", "c/o", "+/-", ":smile:", ": ",
    "www.", "https://", "http:", "a@b.org", "@user", "user/repo", "#12", "a/b#1", "HTML", "API", "[TOC]", "[^1]",
    "[x] ",
    "[=50%]", "[[a]]", "«", "»", "¿", "·", "é", "日", "🎉", "1.5", "a.b", "0" * 40,
]  # fmt: skip
WORDS = ["una", "palabra", "Windows", "API", "10", "snake_case", "d'un", "—", ",", ".", "?", "!", " ", "  ", ": ", '"']
CODES = ["a", "a b", " a ", "--x", "<a>", "C:\\", "\\", "&amp;", "[a]", "](a)", "*b*", "_", "$x", "1st", ":b:", "++a++",
    "https://a.b", "#!py x", ":::py x", "#! x", "{{ x }}", "{", "\x02", "a\nb", "é", "(c)", "--", '"', "@a",
    "!"]  # fmt: skip
TARGETS = ["a.md", "../b/#c", "https://e.org/a_b_c?d=1&e=~f", "#x", "", "a b", "a(b)", "<a>", "x++y", "a*b*", "$a$",
    "mailto:a@b.org", "https://github.com/a/b/issues/1", "a__b", "é", "a 't'", "&amp;", ":a:", "--"]  # fmt: skip
LABELS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(CODES).map("`{}`".format), st.sampled_from(SIGNS)), max_size=3
).map("".join)
PARTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(" {} ".format),
    st.sampled_from(CODES).map("`{}`".format),
    st.builds("[{}]({})".format, LABELS, st.sampled_from(TARGETS)),
    st.sampled_from(SIGNS),
)
TEXTS = st.lists(PARTS, min_size=1, max_size=8).map("".join)


@functools.cache
def parser(name):
    md = Markdown(
        extensions=[*SITES[name], IsoglossExtension(lambda _: Rendering(SourceStructure()))],
        extension_configs=SITES[name],
    )
    md.convert("[a]: b.md\n\n*[API]: Interface\n\nText[^1]\n\n[^1]: Note\n")
    md.references["a"] = "b.md", None
    return md


def plainly(held):
    """A text that holds that alone."""
    return " ".join(["x", *(f"`{code}`" for code in held.codes), *(f"[y]({target})" for target in held.targets), "z"])


def holds(text, name, place):
    md = parser(name)
    assert plain_patterns(md)
    assert plain_steps(md)
    known = known_of(text)
    if known is None or "[TOC]" in text or ("\n" in text and "nl2br" in SITES[name]):
        return False
    found = structure_of(md, place, text)
    assert found == structure_of(md, place, plainly(known.held)), text
    assert len(found.link_texts) == len(known.held.targets)
    if known.link_texts is not None:
        assert (found.link_texts, found.labels) == (known.link_texts, ()), text
    return True


@pytest.mark.parametrize("name", SITES)
@given(text=TEXTS, place=st.sampled_from(PLACES))
@example(text="Ejecute `a`: [una `--x` (API)](a.md), «sí»; [10](#x).", place=PLACES[0])
@example(text="[uno](a.md)[dos](b.md)", place=PLACES[0])
@example(text="`a``b`", place=PLACES[0])
@example(text="`a` ![uno](a.md)", place=PLACES[0])
@example(text="`{{`a`}}`", place=PLACES[0])
@example(text="[ ](a.md)", place=PLACES[0])
@settings(max_examples=EXAMPLES)
def test_what_is_told_of_a_text_is_what_a_parser_finds(name, text, place):
    holds(text, name, place)


@pytest.mark.parametrize("name", SITES)
@given(words=st.lists(st.sampled_from([*WORDS, "a_b", "_", "'", "(", ")", "-"]), min_size=1, max_size=8))
@example(words=["a_b", " ", "a_b"])
@settings(max_examples=EXAMPLES)
def test_of_words_alone_no_parser_makes_anything(name, words):
    text = "".join(words)
    assume(only_words(text))
    assert structure_of(parser(name), PLACES[0], text) == Inline(), text


@functools.cache
def texts():
    files = [polib.pofile(str(path)) for locale in ("es-ES", "it-IT") for path in sample.catalogs(f"{locale}/docs")]
    found = {text for file in files for entry in file for text in (entry.msgid, entry.msgstr) if text}
    return sorted(found)


@pytest.mark.parametrize("name", SITES)
def test_what_is_told_of_real_texts(name):
    told = [holds(text, name, PLACES[0]) for text in texts()]
    assert sum(told) > 0.7 * len(told)


@pytest.mark.parametrize(
    ("text", "codes", "targets", "link_texts"),
    [
        ("Words alone, of two: \"kinds\" 1/2.", (), (), ()),
        ("Run `b`, then `a`.", ("a", "b"), (), ()),
        ("See [one](b.md) or [two](a.md).", (), ("a.md", "b.md"), (("b.md", "one"), ("a.md", "two"))),
        ("[`a`](b.md)", ("a",), ("b.md",), None),
        ("[it's](b.md)", (), ("b.md",), None),
        ("`[a]` and [one](b.md)", ("[a]",), ("b.md",), None),
    ],
)  # fmt: skip
def test_what_is_told(text, codes, targets, link_texts):
    known = known_of(text)
    assert known is not None
    assert (known.held.codes, known.held.targets, known.link_texts) == (codes, targets, link_texts)


@pytest.mark.parametrize(
    "text",
    [
        "a `b", "``a``", "`a``b`", "`#!py a`", "`:::py a`", "`{{ a }}`", "`a\nb`", "\\`a`", "**a**", "a_ b", ":a:",
        "a:b",
        "[a][b]", "[a]", "![a](b.md)", "[a](b.md 'c')", "[](b.md)", "[ ](b.md)", "[a]()", "[a[b](c.md)](d.md)",
        "a {: .b }",
        "https://e.org", "&amp;", "<b>", "a  \nb", "\ue000", "a\x02b", "`a\x02`", "a--b", "1st",
    ],
)  # fmt: skip
def test_what_nothing_is_told_of(text):
    assert known_of(text) is None


class Step(Treeprocessor):
    def run(self, root):
        pass


class WithStep(Extension):
    def extendMarkdown(self, md):  # noqa: N802
        md.treeprocessors.register(Step(md), "own", 7)


def test_whose_steps_are_known():
    ours = IsoglossExtension(lambda _: None)
    assert plain_steps(Markdown(extensions=[ours, "attr_list", "pymdownx.inlinehilite"]))
    assert not plain_steps(Markdown(extensions=[ours, WithStep()]))
    own = {"pymdownx.inlinehilite": {"custom_inline": [{"name": "*", "class": "a", "format": lambda **_: "b"}]}}
    assert not plain_steps(Markdown(extensions=[ours, "pymdownx.inlinehilite"], extension_configs=own))


def reviewed(msgid, msgstr, extensions=()):
    """The codes of what a review of one translation finds."""
    found = []

    def verify(message, whole, english, translated):
        found.extend(one.code for one in checks.passage_findings(english, translated, message.msgid, whole))
        return True

    reviews = [Review(lambda message: msgstr if message.msgid == msgid else None, verify)]
    rendering = Rendering(SourceStructure(), reviews=reviews)
    Markdown(extensions=["toc", *extensions, IsoglossExtension(lambda _: rendering)]).convert(msgid)
    return found


SAME = [
    ("Run `a`, then: `b`.", "Ejecute `b`, tras: `a`."),
    ("See [CUDA](a.md).", "Vea [«CUDA»](a.md)."),
    ("[CUDA](a.md) or [ROCm](b.md)", "[ROCm](b.md) o [CUDA](a.md)"),
]


@pytest.mark.parametrize(("msgid", "msgstr"), SAME)
def test_what_holds_the_same_for_sure_is_not_rendered(monkeypatch, msgid, msgstr):
    monkeypatch.setattr(steps, "structure_of", None)
    assert reviewed(msgid, msgstr) == []


@pytest.mark.parametrize(("msgid", "msgstr"), SAME)
def test_where_steps_are_not_known_it_is_rendered(monkeypatch, msgid, msgstr):
    asked = []
    monkeypatch.setattr(steps, "structure_of", lambda *parts: asked.append(parts[-1]) or structure_of(*parts))
    assert reviewed(msgid, msgstr, [WithStep()]) == []
    assert asked == [msgstr]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "found"),
    [
        ("[CUDA](a.md) or [ROCm](b.md)", "[CUDA](b.md) o [ROCm](a.md)", ["link-swap"]),
        ("[CUDA](a.md) or [`ROCm`](b.md)", "[CUDA](b.md) o [`ROCm`](a.md)", ["link-swap"]),
        ("Run `a`.", "Ejecute `b`.", ["code"]),
        ("Run `a`.", "Ejecute a.", ["code"]),
        ("See [CUDA](a.md).", "Vea [CUDA](b.md).", ["link"]),
        ("Words.", "Palabras: [TOC]", []),
        ("See [CUDA](a.md).", "[TOC] [CUDA](a.md)", []),
    ],
)
def test_what_differs_is_found(msgid, msgstr, found):
    assert reviewed(msgid, msgstr) == found
