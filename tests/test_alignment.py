"""Alignment of two pages: what was left out is found where it was left out, whatever else is on the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from isogloss.structure.align import align
from isogloss.structure.outline import Node, Outline

TEXT = st.integers(5, 300).map("x".__mul__)
NODES = st.one_of(
    st.builds(Node, st.just("heading"), st.sampled_from("23"), st.sampled_from(["a", "b", "c", "d"]), text=TEXT),
    st.builds(
        Node,
        st.just("passage"),
        st.sampled_from(["p", "li"]),
        links=st.lists(st.sampled_from(["a.md", "b.md", "c.md"]), max_size=2).map(tuple),
        text=TEXT,
    ),
    st.builds(Node, st.just("code"), st.sampled_from(["1f", "2e", "3d"])),
    st.builds(Node, st.just("list"), st.sampled_from(["ul of 2", "ul of 3"])),
)
PAGES = st.lists(NODES, max_size=14).map(tuple)


def outline(nodes) -> Outline:
    return Outline(tuple(nodes), (), None)


@given(PAGES, PAGES)
def test_every_block_of_both_pages_is_in_one_pair(original, localized):
    pairs = align(outline(original), outline(localized))
    assert sorted(pair.origin for pair in pairs if pair.original is not None) == list(range(len(original)))
    assert sorted(pair.place for pair in pairs if pair.localized is not None) == list(range(len(localized)))
    assert all(pair.original == original[pair.origin] for pair in pairs if pair.original)
    assert all(pair.localized == localized[pair.place] for pair in pairs if pair.localized)


@given(PAGES)
def test_a_page_is_aligned_with_itself(nodes):
    assert [(pair.origin, pair.place) for pair in align(outline(nodes), outline(nodes))] == [
        (number, number) for number in range(len(nodes))
    ]


@given(PAGES.filter(len), st.data())
def test_of_a_page_with_one_block_less_one_block_is_missing(nodes, data):
    gone = data.draw(st.integers(0, len(nodes) - 1))
    pairs = align(outline(nodes), outline(nodes[:gone] + nodes[gone + 1 :]))
    # Another block that is just like the one that is gone may be told in its place, but nothing else.
    assert [pair.original for pair in pairs if pair.localized is None] == [nodes[gone]]
    assert all(pair.original == pair.localized for pair in pairs if pair.localized is not None)


def test_the_lengths_of_plain_paragraphs_tell_which_is_missing():
    lengths = (40, 200, 90, 300, 60)
    original = [Node("heading", "2", "a", text="Title")] + [Node("passage", "p", text="x" * n) for n in lengths]
    translated = [original[0]] + [Node("passage", "p", text="y" * int(n * 1.2)) for n in lengths if n != 90]
    missing = [pair.original for pair in align(outline(original), outline(translated)) if pair.localized is None]
    assert [len(node.text) for node in missing] == [90]


def test_a_long_page_is_aligned_coarsely_and_in_time():
    original = [Node("passage", "p", links=(f"{n}.md",), text="x" * 50) for n in range(1500)]
    localized = [Node("passage", "p", links=(f"{n}.md",), text="y" * 300) for n in range(1500) if n != 700]
    missing = [pair.original for pair in align(outline(original), outline(localized)) if pair.localized is None]
    assert [node.links for node in missing] == [("700.md",)]
