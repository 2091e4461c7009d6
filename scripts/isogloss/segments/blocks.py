"""Blocks of a page, cut once for all languages: a localized page is made of the English text, in the same blocks.

Cutting the text of a page into blocks is a twelfth of the CPU of a further language. The tree depends on that text and
on what block processors know. It is taken from the English page where only such processors are at work of which
:mod:`parser` and :mod:`pymdown` know all that they write down besides; otherwise each language cuts its own.
"""

from __future__ import annotations

import marshal
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from markdown import Markdown
from markdown.util import AtomicString

from isogloss.segments import parser, pymdown

_KNOWN = parser.BLOCK_PROCESSORS | pymdown.BLOCK_PROCESSORS


class Cut(NamedTuple):
    """The blocks of the text of a page."""

    tree: bytes
    """Small: the trees of all pages are kept until the last language is built."""
    definitions: tuple[dict[str, Any], ...]
    sets_of_tabs: int


Blocks = dict[bytes, Cut]
"""What became of texts, by all that it depends on."""


def share_blocks(md: Markdown, blocks: Blocks, keep: bool, note: Callable[[Cut], None] | None = None) -> None:
    """Let *md* find the blocks of the page under way in *blocks*; or let it cut them, and *keep* them there.

    *note* is called with what is found there, or kept.
    """
    if not parser.cuts_with(md, _KNOWN):
        return
    cut = md.parser.parseDocument

    def parse_document(lines: Iterable[str]) -> etree.ElementTree:
        vars(md.parser).pop("parseDocument", None)
        lines = list(lines)
        put_aside = _put_aside(md)
        if not all(isinstance(piece, str) for piece in parser.stash(md)):
            return cut(lines)  # Elements, whose content md_in_html cuts: they are no part of the text.
        place = blake2b(repr((put_aside[1:], parser.settings_of_blocks(md))).encode("utf-8", "surrogatepass"))
        # A block parser joins the lines, too: it does not see where a line ends otherwise.
        place.update(b"\0" + "\n".join(lines).encode("utf-8", "surrogatepass"))
        found = blocks.get(place.digest())
        if found is not None:
            tree = taken(md, found)
        else:
            tree = cut(lines)
            root: Any = tree.getroot()
            if keep and _put_aside(md) == put_aside and (flat := _flat(root)) is not None:
                definitions = tuple(dict(one) for one in parser.definitions(md))
                found = blocks[place.digest()] = Cut(marshal.dumps(flat), definitions, pymdown.sets_of_tabs(md))
        if found is not None and note is not None:
            note(found)
        return tree

    vars(md.parser)["parseDocument"] = parse_document


def _put_aside(md: Markdown) -> tuple[object, ...]:
    """The pieces that were put aside, by what they are, and the code that superfences could put back."""
    return [id(piece) for piece in parser.stash(md)], parser.counts(md), pymdown.fenced_code(md)


def taken(md: Markdown, found: Cut) -> etree.ElementTree:
    """The tree of the blocks that were *found*, as if *md* had cut them."""
    for here, there in zip(parser.definitions(md), found.definitions, strict=True):
        here.clear()
        here.update(there)
    pymdown.count_tabs(md, found.sets_of_tabs)
    root = _tree(marshal.loads(found.tree))
    md.parser.root = root
    return etree.ElementTree(root)


Flat = tuple[str, dict[str, str], Any, Any, list[Any]]
"""An element: its tag, its attributes, its text, its tail and its children."""


def _flat(element: etree.Element) -> Flat | None:
    """*element* with all that is in it; None if there is anything that no parser of Markdown writes."""
    children = [_flat(child) for child in element]
    texts = [element.tag, *element.attrib, *element.attrib.values()]
    around = [element.text, element.tail]
    if None in children or any(type(text) is not str for text in texts):
        return None
    if any(type(text) not in (str, AtomicString, type(None)) for text in around):
        return None
    text, tail = ((str(text),) if type(text) is AtomicString else text for text in around)
    return element.tag, dict(element.attrib), text, tail, children


def _tree(flat: Flat) -> etree.Element:
    tag, attributes, text, tail, children = flat
    element = etree.Element(tag, attributes)
    element.text = AtomicString(text[0]) if type(text) is tuple else text
    element.tail = AtomicString(tail[0]) if type(tail) is tuple else tail
    element[:] = map(_tree, children)
    return element
