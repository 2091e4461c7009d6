"""Ids that are made from texts: the English ones in every locale."""

from __future__ import annotations

import re

import pytest
from isogloss.checks.pages import check_anchor
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.structure import outline
from isogloss.structure.align import align
from markdown import Markdown
from pymdownx.slugs import slugify
from rendering import localized, render

TABS = """\
# Top (c)

=== "Linux (c)"

    One.

=== "Mac *OS*"

    Two.

## Below

=== "Linux (c)"

    Three.
"""
BLOCKS = """\
/// tab | Linux (c)
One.
///

/// tab | Mac *OS*
Two.
///
"""
TRANSLATED = {"Top (c)": "Arriba", "Linux (c)": "Núcleo", "Mac *OS*": "Manzana", "Below": "Abajo"}


def ids(html: str) -> list[str]:
    return re.findall(r'(?:id|for)="[^"]*"', html)


@pytest.mark.parametrize("alternate", [True, False])
@pytest.mark.parametrize("combined", [True, False])
@pytest.mark.parametrize("english_first", [True, False])
@pytest.mark.parametrize(
    ("name", "source"), [("pymdownx.tabbed", TABS), ("pymdownx.blocks.tab", BLOCKS)], ids=["tabbed", "blocks"]
)
def test_ids_of_headings_and_tabs_are_the_english_ones(alternate, combined, english_first, name, source):
    options = {"alternate_style": alternate, "slugify": slugify(case="lower"), "combine_header_slug": combined}
    more = {name: options, "pymdownx.smartsymbols": {}}
    original, refused = SourceStructure(), []
    english = render(source, Rendering(original), more)
    published = render(source, localized(original if english_first else SourceStructure(), TRANSLATED, refused), more)
    assert not refused
    assert "Núcleo" in published
    assert "Linux" not in published
    assert ids(published) == ids(english)
    if name == "pymdownx.tabbed" and combined:
        assert {'id="top"', 'id="top-mac-os"', 'for="top-mac-os"', 'id="below-linux-"'} <= set(ids(published))


def test_the_ids_of_tabs_are_in_the_outline():
    found: list[outline.Outline] = []
    rendering = Rendering(SourceStructure(), finish=lambda md, root: found.append(outline.read(md, root)))
    options = {"pymdownx.tabbed": {"alternate_style": True, "slugify": slugify(case="lower")}}
    md = Markdown(extensions=[*options, IsoglossExtension(lambda _: rendering)], extension_configs=options)
    for source in (TABS, TABS.replace("Mac *OS*", "Manzana")):
        md.reset().convert(source)
    tabs = [[node.anchor for node in page.nodes if node.kind == "tab"] for page in found]
    assert tabs == [["linux-c", "mac-os", "linux-c_1"], ["linux-c", "manzana", "linux-c_1"]]
    (problem,) = check_anchor(align(*found))
    assert problem.message == "the tab has #manzana where the original has #mac-os"


NESTED = """\
# Top

- ## In a list

    1. ### In a list of a list

> ## In a quote
>
> > ### In a quote of a quote

!!! note "Note"

    ## In an admonition

=== "Tab"

    ## In a tab

    > ### In a list

> [!NOTE]
> ## In an alert

<div markdown="1">

## In HTML

</div>
"""
NESTED_IDS = [
    "top", "in-a-list", "in-a-list-of-a-list", "in-a-quote", "in-a-quote-of-a-quote", "in-an-admonition", "in-a-tab",
    "in-a-list_1", "in-an-alert", "in-html",
]  # fmt: skip


@pytest.mark.parametrize("english_first", [True, False])
def test_ids_of_headings_inside_other_blocks_are_the_english_ones(english_first):
    def headings(html: str) -> list[str]:
        return re.findall(r'<h[1-6] id="([^"]*)"', html)

    original, refused, more = SourceStructure(), [], {"admonition": {}}
    english = Rendering(original)
    assert headings(render(NESTED, english, more)) == NESTED_IDS
    spanish = {message.msgid: f"Texto {number}" for number, message in enumerate(english.messages)}
    published = render(NESTED, localized(original if english_first else SourceStructure(), spanish, refused), more)
    assert not refused
    assert "In a" not in published
    assert headings(published) == NESTED_IDS
