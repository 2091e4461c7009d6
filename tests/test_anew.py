"""A parser that has served other pages makes of a page what a new one makes of it, with all extensions."""

from __future__ import annotations

import random
from collections import OrderedDict, deque
from functools import partial
from pathlib import Path

import pytest
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.segments.anew import AsNew, what_puts_back
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import SimpleTagInlineProcessor
from pymdownx.slugs import slugify as slugs

OF_MARKDOWN = [
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
    "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
]  # fmt: skip
OF_PYMDOWN = [f"pymdownx.{name}" for name in (
    "arithmatex", "b64", "betterem", "caret", "critic", "details", "emoji", "escapeall", "fancylists", "highlight",
    "inlinehilite", "keys", "magiclink", "mark", "pathconverter", "progressbar", "quotes", "saneheaders",
    "smartsymbols", "snippets", "striphtml", "superfences", "tabbed", "tasklist", "tilde", "blocks.admonition",
    "blocks.caption", "blocks.definition", "blocks.details", "blocks.html", "blocks.tab",
)]  # fmt: skip
OPTIONS = {
    "abbr": {"glossary": {"API": "Programming interface"}},
    "footnotes": {"UNIQUE_IDS": True},
    "toc": {"permalink": True, "slugify": slugify},
    "pymdownx.blocks.admonition": {"types": ["note", "tip"]},
    "pymdownx.magiclink": {"user": "a", "repo": "b", "repo_url_shorthand": True, "social_url_shorthand": True},
    "pymdownx.snippets": {"auto_append": ["part.md"], "check_paths": False},
    "pymdownx.tabbed": {"alternate_style": True, "slugify": slugs(case="lower")},
}
TOGETHER = [
    [*(name for name in OF_MARKDOWN if name not in ("extra", "codehilite", "fenced_code")), *OF_PYMDOWN],
    ["codehilite", *(name for name in OF_MARKDOWN if name != "codehilite")],
    ["material.extensions.preview", "pymdownx.emoji", "pymdownx.extra", "toc"],
]
PIECES = (Path(__file__).parent / "cases/pieces.md").read_text(encoding="utf-8").split("---\n")


@pytest.fixture(autouse=True)
def a_part(tmp_path, monkeypatch):
    (tmp_path / "part.md").write_text("A *part*\n\n*[HTML]: Of a part\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def page(chance):
    number = str(chance.randrange(3))
    pieces = chance.sample(PIECES, chance.randrange(1, 12))
    return "\n".join(piece.replace("{number}", number) for piece in pieces)


def said(md, text):
    """What becomes of *text*, and what others read of a parser."""
    try:
        html = md.convert(text)
    except Exception as error:
        html = repr(error)
    return html, getattr(md, "toc_tokens", None), getattr(md, "Meta", None), dict(md.references)


def holds_for(extensions, pages, seed):
    chance, parsers, lent = random.Random(seed), AsNew(), set()
    options = {name: of for name, of in OPTIONS.items() if name in extensions}
    for _ in range(pages):
        text = page(chance)
        md, put_back = parsers.lend(extensions, options)
        lent.add(id(md))
        found = said(md, text)
        assert found == said(Markdown(extensions=extensions, extension_configs=options), text), text
        put_back()
    return len(lent)


@pytest.mark.parametrize("extension", [*OF_MARKDOWN, *OF_PYMDOWN])
def test_with_each_extension(extension):
    holds_for([extension], 25, extension)
    holds_for(["attr_list", "md_in_html", "pymdownx.highlight", "pymdownx.superfences", extension], 15, extension)


@pytest.mark.parametrize("extensions", TOGETHER, ids=len)
@pytest.mark.parametrize("seed", range(3))
def test_with_all_extensions(extensions, seed):
    assert holds_for(extensions, 40, seed) == 2, "the first page has a parser of its own"


def test_with_what_isogloss_does():
    translated = {"Text of the page1.": "Texto.", "A heading 1": "Título"}

    def open_page(_):
        rendering = Rendering(SourceStructure())
        if chance.random() < 0.6:
            rendering.lookup = lambda message: translated.get(message.msgid)
            rendering.site_string = str.upper
        return rendering if chance.random() < 0.9 else None

    extensions = [*TOGETHER[0], IsoglossExtension(open_page, keep_blocks=True)]
    alone = [*TOGETHER[0], IsoglossExtension(open_page)]
    parsers, lent = AsNew(), set()
    for seed in range(80):
        text = page(random.Random(seed))
        md, put_back = parsers.lend(extensions, OPTIONS)
        chance = random.Random(seed)
        found = said(md, text)
        chance = random.Random(seed)
        assert found == said(Markdown(extensions=alone, extension_configs=OPTIONS), text), text
        put_back()
        lent.add(id(md))
    assert len(lent) == 2


def test_code_is_shared_from_the_first_page_on():
    extensions = ["pymdownx.superfences", IsoglossExtension(lambda _: None)]
    md = parsers_of({}, {}, extensions=extensions)[1]
    highlight = next(one for one in md.registeredExtensions if hasattr(one, "get_pymdownx_highlighter"))
    highlighter = highlight.get_pymdownx_highlighter()
    md.convert("```py\nx = 1\n```\n")
    assert highlight.get_pymdownx_highlighter() is highlighter
    assert len(extensions[1].highlighted) == 1


def parsers_of(*all_options, extensions=("toc",)):
    """The parsers that serve pages with these options, one after the other."""
    parsers, lent = AsNew(), []
    for options in all_options:
        md, put_back = parsers.lend(extensions, options)
        lent.append(md)
        put_back()
    return lent


def test_pages_have_one_parser():
    first, *others = parsers_of(*[{"toc": {"title": "Contents"}}] * 4)
    assert first is not others[0]
    assert len(set(map(id, others))) == 1


def test_a_parser_has_the_options_of_its_page():
    options = {"toc": {"title": "Contents", "permalink": True}}
    lent = []
    parsers = AsNew()
    for title, permalink in [("A", True), ("A", True), ("B", True), ("B", True), ("B", 1), ("A", 1)]:
        options["toc"].update(title=title, permalink=permalink)
        md, put_back = parsers.lend(["toc"], options)
        assert md.treeprocessors["toc"].title == title
        put_back()
        lent.append(md)
    assert len(set(map(id, lent))) == 6


def test_a_page_within_a_page_has_a_parser_of_its_own():
    parsers = AsNew()
    parsers.lend(["toc"], {})[1]()
    outer, put_back_outer = parsers.lend(["toc"], {})
    inner, put_back_inner = parsers.lend(["toc"], {})
    assert inner is not outer
    put_back_inner()
    put_back_outer()
    assert parsers.lend(["toc"], {})[0] is outer


class Counting(Extension):
    def extendMarkdown(self, md):  # noqa: N802
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"(#)(x)#", "u"), "u", 1)


def own_slugify(value, separator):
    return separator + value


class OfToday:
    pass


@pytest.mark.parametrize(
    ("extensions", "options"),
    [
        (["toc", Counting()], {}),
        (["toc"], {"toc": {"slugify": own_slugify}}),
        (["toc"], {"toc": {"slugify": partial(own_slugify)}}),
        (["toc"], {"toc": {"title": OfToday()}}),
        (["toc"], {"toc": {"title": [{"x": deque()}]}}),
    ],
)
def test_what_nobody_knows_has_a_parser_for_each_page(extensions, options):
    assert len(set(map(id, parsers_of(options, options, options, extensions=extensions)))) == 3


class Slotted:
    __slots__ = ("kept",)


Slotted.__module__ = "markdown.of_another_version"


@pytest.mark.parametrize("kept", [OfToday(), Slotted(), iter([1]), (lambda x: lambda: x)(1), [(OfToday(),)]])
def test_what_nobody_can_put_back_is_not_put_back(kept):
    md, other = Markdown(), Markdown()
    md.kept = kept
    assert what_puts_back(md, other, []) is None


class Forgetful:
    __module__ = "markdown.of_another_version"

    def reset(self):
        forgotten.append(self)


forgotten = []


def test_everything_is_put_back():
    md, other = Markdown(extensions=["toc"]), Markdown(extensions=["toc"])
    common = ["common"]
    md.registerExtension(Forgetful())
    for one in (md, other):
        one.common = common
        one.kept = OrderedDict(a=[1, {2}], b=deque([3]), c=partial(str, [4]), d=one.registerExtension)
    kept = md.kept
    a, (b, c) = kept["a"], (kept["b"], kept["c"])
    put_back = what_puts_back(md, other, [])
    a[1].add(5), a.append(6), b.append(7), c.args[0].append(8), common.append(9), kept.pop("a")
    md.more, md.doc_tag, md.kept = 10, "p", None
    md.treeprocessors["toc"].title = "Another"
    md.treeprocessors.deregister("toc")
    put_back()
    assert forgotten
    assert md.kept is kept
    assert (list(kept), kept["a"], list(b), c.args) == (["a", "b", "c", "d"], [1, {2}], [3], ([4],))
    assert not hasattr(md, "more")
    assert md.doc_tag == "div"
    assert md.treeprocessors["toc"].title == ""
    assert common == ["common", 9], "what other parsers have as well is theirs, too"
