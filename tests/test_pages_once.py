"""Localized pages begin with what became of the English text: the same page, and all that is read of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.segments.anew import AsNew
from markdown import Markdown
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace, Preprocessor
from mkdocs.structure.pages import _RawHTMLPreprocessor
from pymdownx.arithmatex import arithmatex_fenced_format
from pymdownx.superfences import SuperFencesBlockPreprocessor

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.arithmatex",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.quotes", "pymdownx.snippets",
    "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip
OPTIONS = {
    "pymdownx.highlight": {"anchor_linenums": True, "linenums": True},
    "abbr": {"glossary": {"API": "Programming interface"}},
}
PIECES = (Path(__file__).parent / "cases/pieces.md").read_text(encoding="utf-8").split("---\n")
PAGE = """
# Title {#title}

A [link][there], a note[^1], HTML and `code` <b id="raw">raw</b>.

<div id="block">
Raw
</div>

[there]: https://example.org "Words"
*[HTML]: Language of pages

[^1]:
    === "In a note"

        Text

    Text

        ```py
        greedy
        ```

=== "One"

    ```py linenums="1"
    a = 1
    ```

        indented
"""


@pytest.fixture(autouse=True)
def a_part(tmp_path, monkeypatch):
    (tmp_path / "part.md").write_text("A *part*\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


class Pages:
    """Pages of a site, converted by parsers that may serve many, or each by a new one."""

    def __init__(self, extensions=EXTENSIONS, more=None, alone=False, options=OPTIONS):
        extension = IsoglossExtension(lambda _: self.rendering, keep_blocks=not alone)
        self.of = [*extensions, extension], options
        self.parsers, self.alone, self.more = AsNew(), alone, more
        self.lend()[1]()

    def lend(self):
        extensions, options = self.of
        if self.alone:
            return Markdown(extensions=extensions, extension_configs=options), int
        return self.parsers.lend(extensions, options)

    def convert(self, text, translate=None):
        md, put_back = self.lend()
        self.rendering = Rendering(SourceStructure())
        if translate is not None:
            self.rendering.lookup = lambda message: translate(message.msgid)
        raw = _RawHTMLPreprocessor()
        raw._register(md)
        if self.more:
            md.preprocessors.register(self.more(md), "more", 5)
        try:
            html = md.convert(text)
        except Exception as error:
            html = repr(error)
        counted = [getattr(one, "pygments_code_block", None) for one in md.registeredExtensions]
        found = html, counted, raw.present_anchor_ids, dict(md.references), md.toc_tokens, self.rendering.messages
        put_back()
        return found


def shout(msgid):
    return msgid.upper() if len(msgid) % 3 else None


@pytest.fixture
def looked(monkeypatch):
    """What has looked at the text of a page."""
    looked = []
    for step in (NormalizeWhitespace, HtmlBlockPreprocessor, SuperFencesBlockPreprocessor, _RawHTMLPreprocessor):

        def run(self, lines, step=step, run=step.run):
            looked.append(step)
            return run(self, lines)

        monkeypatch.setattr(step, "run", run)
    return looked


def test_the_text_of_a_page_is_looked_at_once(looked):
    alone, pages = Pages(alone=True), Pages()
    assert pages.convert(PAGE) == alone.convert(PAGE)
    wanted = alone.convert(PAGE, shout)
    looked.clear()
    assert pages.convert(PAGE, shout) == wanted
    assert not looked
    assert wanted[2] == {"raw", "block"}
    assert "__codelineno-1-1" in wanted[0], "code of the page, counted after that of the note"
    assert "```" in wanted[0], "no code in a footnote"


@pytest.mark.parametrize("seed", range(60))
def test_random_pages_are_the_same(seed):
    chance = random.Random(seed)
    alone, pages = Pages(alone=True), Pages()
    for _ in range(3):
        pieces = chance.sample(PIECES, chance.randrange(1, 10))
        text = "\n".join(piece.replace("{number}", "1") for piece in pieces)
        assert pages.convert(text) == alone.convert(text)
        for translate in (shout, str.lower):
            assert pages.convert(text, translate) == alone.convert(text, translate)


class OfSomebody(Preprocessor):
    def run(self, lines):
        return [*lines, "", "More"]


MATH = {"name": "math", "class": "arithmatex", "format": arithmatex_fenced_format(which="generic")}


def own_format(source, language, class_name, options, md, **_):
    return f"<pre>{md.htmlStash.html_counter}</pre>"


@pytest.mark.parametrize(
    ("text", "of"),
    [
        (PAGE + '\n--8<-- "part.md"\n', {}),
        (PAGE + "\n<div markdown>\nInside\n</div>\n", {}),
        (PAGE, {"more": OfSomebody}),
        (PAGE, {"options": {"pymdownx.snippets": {"auto_append": ["part.md"]}}}),
        (PAGE, {"extensions": [*EXTENSIONS, "meta"]}),
        (PAGE, {"options": {"pymdownx.superfences": {"preserve_tabs": True}}}),
        (PAGE, {"options": {"toc": {"slugify": own_format}}}),
        (PAGE, {"options": {"pymdownx.superfences": {"custom_fences": [MATH]}}}),
    ],
    ids=["snippet", "Markdown in HTML", "step", "appended", "meta", "tabs", "unknown", "math"],
)
def test_what_may_be_another_one_is_looked_at_again(text, of, looked):
    alone, pages = Pages(alone=True, **of), Pages(**of)
    assert pages.convert(text) == alone.convert(text)
    looked.clear()
    assert pages.convert(text, shout) == alone.convert(text, shout)
    assert looked.count(NormalizeWhitespace) == 2


def test_another_text_is_looked_at(looked):
    pages = Pages()
    pages.convert(PAGE)
    looked.clear()
    pages.convert(PAGE + "\nMore\n", shout)
    assert looked


def test_nothing_is_kept_after_the_last_language(looked):
    pages = Pages()
    pages.convert(PAGE)
    pages.of[0][-1].forget()
    looked.clear()
    pages.convert(PAGE, shout)
    assert looked
