"""Localized pages get the blocks of the English page: the same tree, and all that is written down besides."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.segments.blocks import share_blocks
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.arithmatex",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.quotes", "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip
PAGE = """
# Title {#title}

A [link][there], a note[^1], HTML and $$a<b$$.

[there]: https://example.org "Words"
*[HTML]: Language of pages

[^1]:
    === "In a note"

        Text

=== "One"

    ```py
    a = 1
    ```

=== "Two"

    > !!! note "A *title*"
    >
    >     Text

| a | b |
| - | - |
| 1 | 2 |

Term
:   What it is

$$
a < b
$$

??? note
    - [ ] Item
"""


def rendered(text, blocks, *, keep):
    md = Markdown(extensions=EXTENSIONS)
    cuts, cut = [], md.parser.parseChunk
    md.parser.parseChunk = lambda parent, text: (cuts.append(text), cut(parent, text))
    share_blocks(md, blocks, keep)
    return md.convert(text), len(cuts), md.references


def test_a_page_is_cut_once_and_becomes_the_same():
    alone, cuts, references = rendered(PAGE, {}, keep=False)
    blocks = {}
    assert rendered(PAGE, blocks, keep=True) == (alone, cuts, references)
    again, fewer, references_again = rendered(PAGE, blocks, keep=False)
    assert (again, references_again) == (alone, references)
    assert '<label for="__tabbed_2_1">In a note' in alone, "tabs of footnotes are counted after those of the page"
    assert fewer < cuts, "only the footnote is cut again"


def test_what_is_kept_is_not_changed_by_a_language():
    blocks = {}
    rendered(PAGE, blocks, keep=True)
    _, _, references = rendered(PAGE, blocks, keep=False)
    references["there"] = "https://example.org", "Palabras"
    assert rendered(PAGE, blocks, keep=False)[2]["there"] == ("https://example.org", "Words")


def test_another_text_is_cut_by_itself():
    blocks = {}
    rendered(PAGE, blocks, keep=True)
    other = PAGE.replace("Item", "Other item")
    assert rendered(other, blocks, keep=False) == rendered(other, {}, keep=False)
    assert len(blocks) == 1


@pytest.mark.parametrize(
    "text", ['<div markdown="1">\n\n# A\n\n</div>', "Text\n\n        ```py\n        a\n        ```"]
)
def test_pages_on_which_something_comes_back_from_aside_are_cut_by_each_language(text):
    blocks = {}
    first = rendered(text, blocks, keep=True)
    assert rendered(text, blocks, keep=False) == first
    assert not blocks


class Counting(ParagraphProcessor):
    """Knows more than it is given."""

    number = 0

    def run(self, parent, blocks):
        type(self).number += 1
        etree.SubElement(parent, "p").text = f"{blocks.pop(0)} {self.number}"


@pytest.mark.parametrize("known", [True, False])
def test_an_unknown_block_processor_is_asked_for_each_page(known):
    blocks, found = {}, []
    for keep in (True, False):
        md = Markdown()
        if not known:
            md.parser.blockprocessors.register(Counting(md.parser), "paragraph", 10)
        share_blocks(md, blocks, keep)
        found.append(md.convert("Text"))
    assert found == (["<p>Text</p>"] * 2 if known else ["<p>Text 1</p>", "<p>Text 2</p>"])
    assert bool(blocks) is known


def test_other_settings_are_other_blocks():
    blocks = {}
    for length, html in ((4, "<li>b</li>"), (2, "<ul>\n<li>b</li>\n</ul>")):
        md = Markdown(tab_length=length)
        share_blocks(md, blocks, keep=True)
        assert html in md.convert("- a\n  - b")
    assert len(blocks) == 2


def test_the_extension_keeps_the_blocks_of_english_pages():
    original = SourceStructure()
    opened = [Rendering(original), Rendering(original, lookup=lambda message: f"{message.msgid}!")]
    extension = IsoglossExtension(lambda _: opened.pop(0), keep_blocks=True)
    assert Markdown(extensions=[extension]).convert("Text") == "<p>Text</p>"
    (kept,) = extension.blocks
    assert Markdown(extensions=[extension]).convert("Text") == "<p>Text!</p>"
    assert [*extension.blocks] == [kept]
