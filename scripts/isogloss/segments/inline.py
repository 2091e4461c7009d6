"""What one block leads to and holds once its inline Markdown is rendered: links, images, code, tags, attributes.

Two texts are compared by what the site's own parser makes of them, never by patterns over their source: a link is
whatever became a link.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markdown import Markdown
from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from isogloss.segments import html
from isogloss.segments.contexts import math_marks, template_code

_STASHED_HTML = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_PLACEHOLDER = re.compile("\x02[^\x02\x03]*\x03")
_SOFT_BREAK = re.compile(r"(?<![ \t])[ \t]*\n\s*")
_STASHED_NAME = re.compile("wzxhzdk:[0-9]+")
_ESCAPED = re.compile("\x02([0-9]+)\x03")
_ENTITY = re.compile(r"&#?\w+;\s*\Z")
_KNOWN = frozenset({"markdown", "pymdownx"})
_EMPHASIS = frozenset({"em", "strong", "del", "ins", "mark", "sub", "sup", "u", "b", "i"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_TYPOGRAPHY = re.compile(r"[^<]*(?:<(sub|sup)>[^<]*</\1>[^<]*)+")
"""What an extension makes of ``1st``: a language without such marks leaves it out."""
_NOTABLE = re.compile("[\x02*_`\\]\\[{+<\\\\$]")
"""Characters without which a text holds neither stashed HTML nor markup left over."""
_CODE = frozenset({"code", "kbd", "pre", "samp", "script", "style"})
_WORDS = frozenset({"a", "abbr"})
"""Elements whose text is words, even where no inline rule may look at it again. In all others such a text is code."""
_LEFTOVER = re.compile(r"\*\*|(?<!\w)__(?=\S)|`|\]\(|\]\[|\[\^|!\[|\{[:#.]|\+\+|<(?=[A-Za-z/!?])")
"""Markdown that became nothing, and half a tag."""
_SHORTCUT = re.compile(r"(?<![\]!\\])\[([^\[\]]+)\](?:\[\])?(?!\(|\[(?!\^))")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
"""Characters that show nothing, although they are letters, marks or symbols."""
_WHOLE_PAGE = (
    "footnote-reorder",
    "footnote-duplicate",
    "blocks_on_inline_end",
    "isogloss-attributes",
    "isogloss-compare",
)
"""Steps after inline parsing that gather things from all over a page: one block alone would mislead them."""


class Item(NamedTuple):
    """One thing that a rendered block holds besides its words."""

    kind: str
    """``link``, ``image``, ``code``, ``tag``, ``emphasis`` or ``leftover``.

    What an extension leaves as it is, as math is, or puts aside whole, is code: nothing that it invents goes
    uncompared.
    """
    value: str
    """Target, source, text of the code, tag with its attributes, or the mark that was left over."""
    visible: bool = True
    """Of a link: whether it has any text."""


@dataclass(frozen=True, slots=True)
class Inline:
    """The structure of one rendered block. The order inside a block is the language's own, so it does not count."""

    items: tuple[Item, ...] = ()
    """What the block holds, sorted.

    ``tag`` is raw HTML and every element that is not one of the others, with the attributes that must stay;
    ``emphasis`` may be left out by a translation, as languages differ, but not added; ``leftover`` is markup that
    became nothing and would be read as plain characters.
    """
    attributes: tuple[tuple[str, str | None], ...] = ()
    """Attributes that an attribute list gave to the block itself, sorted."""
    nested: bool = True
    """Whether raw HTML tags are well nested."""
    link_texts: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Target and text of each link, in order: words, so no part of the structure."""
    labels: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Target and label of each link that is written ``[label]``: with another text it has to be ``[text][label]``."""

    def count(self, kind: str) -> Counter[str]:
        """The values of one kind of item, as a multiset."""
        return Counter(item.value for item in self.items if item.kind == kind)


_PLAIN = Inline()


def _structural(element: etree.Element, without: tuple[str, ...] = ()) -> str:
    """The attributes of *element* as text; of those that translators may change, that they are there, and their tags.

    Scripts show such values as HTML, in tooltips and captions.
    """
    kept = sorted((name, value) for name, value in element.attrib.items() if name not in without)
    return "".join(
        f" {name}{''.join(html.markup(value or ''))}" if name in html.TRANSLATABLE_ATTRIBUTES else f' {name}="{value}"'
        for name, value in kept
    )


def _given(attributes: dict[str, str], before: dict[str, str]) -> tuple[tuple[str, str | None], ...]:
    """Those of *attributes* that were not there *before*; of classes, the added ones."""
    given: dict[str, str | None] = {}
    for written, value in attributes.items():
        # A tag in an attribute list: its number says nothing.
        name = _STASHED_NAME.sub("", written) if "wzxhzdk" in written else written
        if name == "class" and value:
            added = [word for word in value.split() if word not in before.get("class", "").split()]
            if added:
                given[name] = " ".join(added)
        elif before.get(written, "\x00") != value:
            given[name] = value
    return tuple(sorted(given.items()))


def structure(
    md: Markdown,
    block: etree.Element,
    children: list[etree.Element],
    before: dict[str, str] | None = None,
    stashed: int | None = None,
    source: str = "",
    marker: str | None = None,
) -> Inline:
    """The structure of *block*, whose inline *children* were rendered by *md* from its text, *source*.

    *before* holds the attributes that the block had before attribute lists were read; *stashed* is how many pieces of
    HTML were stashed before inline parsing: they are blocks of the page, and no part of the text. An element that holds
    nothing but the *marker* of the table of contents becomes one.
    """
    attributes = block.attrib
    given = _given(attributes, before or {}) if attributes and attributes != before else ()
    alone = not children and marker is not None and (block.text or "").strip() == marker
    if not children and not given and not alone and not _NOTABLE.search(block.text or ""):
        return _PLAIN
    items: list[Item] = [Item("tag", str(marker))] if alone else []
    raw: list[str] = []
    links: list[tuple[str, str]] = []

    def text(value: str | None) -> None:
        if not value:
            return
        if isinstance(value, AtomicString):
            items.append(Item("code", unstashed(md, value)))
            return
        if not _NOTABLE.search(value):
            return
        for match in _STASHED_HTML.finditer(value):
            number = int(match.group(1))
            source = md.htmlStash.rawHtmlBlocks[number]
            if number < (stashed or 0):
                continue
            if not isinstance(source, str):
                items.append(Item("code", etree.tostring(source, encoding="unicode")))
            elif html.TAG.fullmatch(source):
                raw.append(unstashed(md, source))
            elif _TYPOGRAPHY.fullmatch(source):
                items.append(Item("emphasis", source))
            elif not _ENTITY.match(source):
                items.append(Item("code", unstashed(md, source)))
        items.extend(Item("leftover", mark) for mark in _LEFTOVER.findall(value))
        items.extend(Item("leftover", mark) for mark in math_marks(_shown(md, value)).elements())

    def attribute(element: etree.Element) -> None:
        # A value is escaped when it is written, but not what was stashed in it.
        for name, value in element.attrib.items():
            if value and "\x02" in value:
                for match in _PLACEHOLDER.finditer(value.replace(AMP_SUBSTITUTE, "&").replace(NBSP_PLACEHOLDER, "")):
                    number = _STASHED_HTML.match(match.group())
                    source = md.htmlStash.rawHtmlBlocks[int(number.group(1))] if number else match.group()[1:8]
                    if not isinstance(source, str) or not _ENTITY.match(source):
                        items.append(Item("tag", f"{name}={source}"))

    def visit(element: etree.Element) -> None:
        tag = element.tag
        if element.attrib:
            attribute(element)
        if tag == "a":
            href = _readable(element.get("href") or "")
            if element.get("class") == "footnote-ref":
                items.append(Item("tag", f"[^]{_structural(element)}"))
                return
            words = _readable("".join(element.itertext()))
            links.append((href, _PLACEHOLDER.sub(" ", words) if "\x02" in words else words))
            items.append(Item("link", href, _visible(md, element, words)))
            if len(element.attrib) > 1 and (rest := _structural(element, ("href",))):
                items.append(Item("tag", f"<a{rest}>"))
        elif tag in _CODE:
            code = "".join(element.itertext())
            items.append(Item("code", unstashed(md, code)))
            if element.attrib or len(element):
                items.extend(Item("tag", f"<{inner.tag}{_structural(inner)}>") for inner in element.iter())
            return
        elif tag == "img":
            items.append(Item("image", element.get("src") or ""))
            if rest := _structural(element, ("src", "alt")) + "".join(html.markup(element.get("alt") or "")):
                items.append(Item("tag", f"<img{rest}>"))
        elif _footnote(element):
            # Its id counts the references of the whole page.
            rest = _structural(element, ("id",) if (element.get("id") or "").startswith("fnref") else ())
            if rest:
                items.append(Item("tag", f"<sup{rest}>"))
        elif tag in _EMPHASIS and not element.attrib:
            items.append(Item("emphasis", "ordinal" if tag == "sup" and element.text in _ORDINALS else tag))
        elif tag != "abbr" or set(element.attrib) != {"title"}:
            items.append(Item("tag", f"<{tag}{_structural(element)}>"))
        if marker is not None and not len(element) and (element.text or "").strip() == marker:
            items.append(Item("tag", marker))
        if tag not in _WORDS or not isinstance(element.text, AtomicString):
            text(element.text)
        for child in element:
            visit(child)
            text(child.tail)

    text(block.text)
    for child in children:
        visit(child)
        text(child.tail)
    if "{" in (words := _shown(md, "".join(block.itertext()))):
        # Titles are made of headings without their tags: what the tags divide comes together.
        items.extend(Item("leftover", code) for code in template_code(words).elements())
    nested = True
    if raw:
        tokens = html.tags("".join(raw))
        items += [Item("tag", token) for token in tokens]
        items += [Item("code", body) for body in html.same_bodies(_parts(md, block, children))]
        nested = html.well_nested(tokens)
    if any("\x02" in item.value for item in items):
        items = [item._replace(value=unstashed(md, item.value)) for item in items]
    if "\n" in source:
        # A line break of the author's, which translators never saw.
        items = [item if "\n" not in item.value else item._replace(value=_in_one_line(item.value)) for item in items]
    items.sort()
    texts = tuple((unstashed(md, target), unstashed(md, words)) for target, words in links)
    return Inline(tuple(items), given, nested, texts, _labels(md, source) if links else ())


def _shown(md: Markdown, text: str) -> str:
    """*text* as whoever reads the page finds it, a script as well: without tags, entities and escapes."""
    return unescape(html.TAG.sub("", unstashed(md, text))) if "\x02" in text else text


def _parts(md: Markdown, block: etree.Element, children: list[etree.Element]) -> Iterator[str]:
    """What stands in *block*, in order: texts, raw tags, and the elements that the parser made."""

    def texts(value: str | None) -> Iterator[str]:
        yield from html.split_tags(unstashed(md, value)) if value and "\x02" in value else [value or ""]

    def visit(element: etree.Element) -> Iterator[str]:
        yield f"\x01{element.tag}{_structural(element)}"
        yield from texts(element.text)
        for child in element:
            yield from visit(child)
            yield from texts(child.tail)
        yield "\x01"

    yield from texts(block.text)
    for child in children:
        yield from visit(child)
        yield from texts(child.tail)


def _visible(md: Markdown, link: etree.Element, words: str) -> bool:
    """Whether readers see anything of *link*, whose text is *words*."""
    if "\x02" not in words and any(character.isalnum() and character not in _BLANK for character in words):
        return True
    if any(child.tag not in _EMPHASIS for child in link.iter() if child is not link):
        return True
    shown = html.unescaped(unstashed(md, words))
    return any(len(tag) > 4 and "=" in tag for tag in html.tags(shown)) or any(
        unicodedata.category(character)[0] not in "CZ" and character not in _BLANK
        for character in html.TAG.sub("", shown)
    )


def _in_one_line(value: str) -> str:
    return _SOFT_BREAK.sub(" ", value)


def _labels(md: Markdown, source: str) -> tuple[tuple[str, str], ...]:
    labels = _SHORTCUT.findall(unstashed(md, source))
    found = [(label, md.references.get(" ".join(label.split()).lower())) for label in labels]
    return tuple(dict.fromkeys((reference[0], label) for label, reference in found if reference is not None))


def _readable(value: str) -> str:
    """*value* as a browser reads it: Python-Markdown writes mail addresses in numbers, one for each letter.

    A bare address at the end of a footnote takes in the blank before the link back, which is no part of it.
    """
    value = value.replace(NBSP_PLACEHOLDER, "")
    return unescape(value.replace(AMP_SUBSTITUTE, "&")) if AMP_SUBSTITUTE in value else value


def unstashed(md: Markdown, text: str) -> str:
    """*text* with what Python-Markdown has put aside in place of its placeholders, whose numbers say nothing.

    What leaves this room has gone through here, so that no finding can quote a placeholder.
    """
    if "\x02" not in text:
        return text
    text, blocks = _readable(text), md.htmlStash.rawHtmlBlocks
    found = 1
    while found:
        text, found = _STASHED_HTML.subn(lambda match: _source(blocks, int(match.group(1))), text)
    text = _ESCAPED.sub(lambda match: chr(int(match.group(1))), text)
    return _PLACEHOLDER.sub("", text).replace("\x02", "").replace("\x03", "")


def _source(blocks: list[str | etree.Element], number: int) -> str:
    block = blocks[number] if number < len(blocks) else ""
    return block if isinstance(block, str) else ""


def _footnote(element: etree.Element) -> bool:
    return element.tag == "sup" and len(element) == 1 and element[0].get("class") == "footnote-ref"


@contextmanager
def undisturbed(md: Markdown) -> Iterator[None]:
    """Let *md* render something on the side: the page under way does not notice.

    Python-Markdown numbers stashed HTML and counts footnote references over the whole page; both are put back.
    """
    stash = md.htmlStash
    blocks, counter = len(stash.rawHtmlBlocks), stash.html_counter
    tag_counter, tag_data = stash.tag_counter, len(stash.tag_data)
    footnotes: Any = (
        getattr(md.inlinePatterns["footnote"], "footnotes", None) if "footnote" in md.inlinePatterns else None
    )
    if footnotes is not None:
        references = (
            dict(footnotes.found_refs),
            set(footnotes.used_refs),
            list(getattr(footnotes, "footnote_order", [])),
        )
    toc = getattr(md, "toc", None), getattr(md, "toc_tokens", None)
    try:
        yield
    finally:
        del stash.rawHtmlBlocks[blocks:]
        stash.html_counter = counter
        stash.tag_counter = tag_counter
        del stash.tag_data[tag_data:]
        if footnotes is not None:
            footnotes.found_refs, footnotes.used_refs, footnotes.footnote_order = references
        for name, value in zip(("toc", "toc_tokens"), toc, strict=True):
            if value is not None:
                setattr(md, name, value)


def steps(md: Markdown, end: str = "isogloss-compare", start: str = "inline") -> Sequence[Treeprocessor]:
    """The steps by which *md* makes a block of raw inline Markdown what it is when the step *end* begins."""
    names = md.treeprocessors
    if "isogloss-compare" not in names:
        # A parser without the extension of this package.
        return [names[name] for name in ("inline", "attr_list") if name in names]
    known = _STEPS.setdefault(md, {})
    if (start, end) not in known:
        left_out = [names[name] for name in _WHOLE_PAGE if name in names]
        positions = range(names.get_index_for_name(start), names.get_index_for_name(end))
        known[start, end] = [step for step in map(names.__getitem__, positions) if step not in left_out]
    return known[start, end]


_STEPS: WeakKeyDictionary[Markdown, dict[tuple[str, str], list[Treeprocessor]]] = WeakKeyDictionary()
"""Looked up once for each parser: passages by the thousand are rendered on the side."""


def render(
    md: Markdown, block: etree.Element, end: str = "isogloss-compare", start: str = "inline", without: str = ""
) -> None:
    """Run the site's own steps of *md*, from *start* to just before *end*, on *block*, children included."""
    parent = etree.Element("div")
    parent.append(block)
    left_out = md.treeprocessors[without] if without and without in md.treeprocessors else None
    for step in steps(md, end, start):
        if step is not left_out:
            step.run(parent)


def toc_marker(md: Markdown) -> str | None:
    """The text that Python-Markdown replaces by a table of contents: ``[TOC]``, unless the site has another."""
    return getattr(md.treeprocessors["toc"], "marker", None) if "toc" in md.treeprocessors else None


class Surroundings(NamedTuple):
    """Where a text stands: Python-Markdown reads some texts twice where there are elements around."""

    tag: str
    """The block whose content the text is."""
    attributes: Mapping[str, str] = {}
    """Those that the block has before its text is read."""
    preceding: str = ""
    """The tag of the element before the text, if there is one."""
    following: str = ""


def render_text(
    md: Markdown, place: Surroundings, text: str, without: str = ""
) -> tuple[etree.Element, dict[str, str]]:
    """A block with what *text* becomes in a *place*, and the attributes that it had before attribute lists."""
    block = etree.Element(place.tag, dict(place.attributes))
    first = etree.SubElement(block, place.preceding) if place.preceding else None
    last = etree.SubElement(block, place.following) if place.following else None
    if first is None:
        block.text = text
    else:
        first.tail = text
    before = dict(place.attributes)
    if "isogloss-attributes" in md.treeprocessors:
        render(md, block, "isogloss-attributes")
        before = dict(block.attrib)
        render(md, block, start="isogloss-attributes", without=without)
    else:
        render(md, block, without=without)
    if last is not None:
        block.remove(last)
    if first is not None:
        block.text = first.tail
        block.remove(first)
    return block, before


def structure_of(md: Markdown, place: Surroundings, text: str) -> Inline:
    """The structure that *text* would have in a *place*, without touching the page of *md*."""
    with undisturbed(md):
        stashed = len(md.htmlStash.rawHtmlBlocks)
        # Explained abbreviations are words: they are no part of the structure.
        block, before = render_text(md, place, text, without="abbr")
        return structure(md, block, list(block), before, stashed, text, toc_marker(md))


def plain_patterns(md: Markdown) -> bool:
    """Whether all inline patterns of *md* are known: words and punctuation alone are left alone by them."""
    return all(type(pattern).__module__.partition(".")[0] in _KNOWN for pattern in md.inlinePatterns)
