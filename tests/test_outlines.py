"""The outline of a localized page takes its nodes from the English one where they are the same, and nowhere else."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.structure import outline
from markdown import Markdown
from rendering import EVERYTHING, EXTENSIONS


def read(source: str, english: outline.Outline | None = None) -> tuple[outline.Outline, outline.Outline]:
    """The outline of *source* beside the *english* one, and by itself."""
    found: list[outline.Outline] = []

    def finish(md, root):
        found.append(outline.read(md, root, rendering.texts, english))
        found.append(outline.read(md, root, rendering.texts))

    rendering = Rendering(SourceStructure(), finish=finish)
    extensions = [*EXTENSIONS, IsoglossExtension(lambda _: rendering)]
    Markdown(extensions=extensions, extension_configs=EXTENSIONS).convert(source)
    return found[0], found[1]


def test_a_page_that_is_the_same_has_the_nodes_of_the_english_one():
    english, _ = read(EVERYTHING)
    found, alone = read(EVERYTHING, english)
    assert repr(found) == repr(alone) == repr(english)
    assert [node.text for node in english.nodes if node.text]
    made = [node for node, other in zip(found.nodes, english.nodes, strict=True) if node is not other]
    assert not [node for node in made if node.kind != "code"]


PAGE = '# Title\n\nSee [this](a.md "Title") and `code`.\n\n- Item\n\n![Image](b.png)\n\n## <a name="x"></a>End {#end}\n'
OTHERS = {
    "text": PAGE.replace("See", "Read"),
    "level": PAGE.replace("## <a", "### <a"),
    "anchor": PAGE.replace("#end", "#over"),
    "name": PAGE.replace('"x"', '"y"'),
    "link": PAGE.replace("a.md", "c.md"),
    "image": PAGE.replace("b.png", "c.png"),
    "list": PAGE.replace("- Item", "1. Item"),
    "fewer": PAGE.replace("- Item\n\n", ""),
    "more": PAGE.replace("- Item", "Text\n\n- Item"),
    "shorter": PAGE.partition("##")[0],
    "longer": PAGE + "\nText\n\n    code\n",
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_a_page_that_is_another_has_its_own_nodes(source):
    english, _ = read(PAGE)
    found, alone = read(source, english)
    assert repr(found) == repr(alone) != repr(english)


DIFFERENCES = {
    "kind": "tab",
    "detail": "h9",
    "anchor": "over",
    "links": ("c.md",),
    "assets": ("c.png",),
    "text": "Text",
    "names": ("y",),
    "code": "a = 1",
    "followed": 1,
}


@pytest.mark.parametrize(("name", "value"), DIFFERENCES.items(), ids=DIFFERENCES)
def test_a_node_that_differs_in_anything_is_not_taken(name, value):
    english, _ = read(PAGE)
    other = replace(english, nodes=tuple(replace(node, **{name: value}) for node in english.nodes))
    found, alone = read(PAGE, other)
    assert repr(found) == repr(alone) == repr(english)


def test_every_part_of_a_node_is_compared():
    assert [part.name for part in fields(outline.Node)] == list(DIFFERENCES)
