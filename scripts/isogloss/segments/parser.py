"""Python-Markdown from inside, with the extensions that come with it: names and habits that it promises to nobody.

Read in versions 3.10 and 3.11. What is put aside while a page is parsed stands in its text as a number between U+0002
and U+0003; treeprocessors run in the order of their priorities. ``segments.pymdown`` does the same for its library.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import unescape
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.attr_list import AttrListTreeprocessor, isheader
from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.extensions.toc import TocTreeprocessor
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.inlinepatterns import Pattern as InlinePattern
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AMP_SUBSTITUTE, INLINE_PLACEHOLDER, AtomicString

from isogloss.segments import pymdown
from isogloss.segments.needed import trials
from isogloss.segments.text import has_words

STASHED_HTML = re.compile("\x02wzxhzdk:([0-9]+)\x03")
"""A piece of HTML that was put aside."""
PLACEHOLDER = re.compile("\x02[^\x02\x03]*\x03")
"""Whatever was put aside."""
TAKEN = INLINE_PLACEHOLDER % "isogloss"
"""Stands for what an inline pattern has taken, in a form that the patterns after it pass over."""
BUNDLED = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
    "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
})  # fmt: skip
"""The extensions that come with Python-Markdown, by their short names."""
_ESCAPED = re.compile("\x02([0-9]+)\x03")
_KNOWN = frozenset({"markdown", "pymdownx"})
_STASH = ("rawHtmlBlocks", "html_counter", "tag_counter", "tag_data")
BLOCK_PROCESSORS = frozenset({"markdown.blockprocessors"}) | {
    f"markdown.extensions.{name}"
    for name in ("abbr", "admonition", "def_list", "footnotes", "md_in_html", "sane_lists", "tables")
}
"""Modules whose block processors write down nothing but :func:`definitions`, besides the tree."""
_WHOLE_PAGE = (
    "footnote-reorder",
    "footnote-duplicate",
    *pymdown.OF_THE_WHOLE_PAGE,
    "isogloss-attributes",
    "isogloss-compare",
)
"""Steps after inline parsing that gather things from all over a page: one block alone would mislead them."""


def require_known(md: Markdown) -> None:
    """Raise :class:`RuntimeError` if the insides of *md* are not those of the versions that are known here."""
    missing = [f"htmlStash.{name}" for name in _STASH if not hasattr(md.htmlStash, name)]
    missing += [f"treeprocessors['{name}']" for name in ("inline",) if name not in md.treeprocessors]
    if missing:
        raise RuntimeError(
            f"isogloss does not know this version of Python-Markdown: it has no {', '.join(missing)}. "
            "Install version 3.10 or 3.11, or a newer isogloss."
        )


def stash(md: Markdown) -> list[str | etree.Element]:
    """The pieces of HTML that were put aside, by their numbers."""
    return md.htmlStash.rawHtmlBlocks


def readable(value: str) -> str:
    """*value* as a browser reads it: Python-Markdown writes mail addresses in numbers, one for each letter.

    A bare address at the end of a footnote takes in the blank before the link back, which is no part of it.
    """
    return unescape(without_stand_ins(value)) if AMP_SUBSTITUTE in value else value.replace(NBSP_PLACEHOLDER, "")


def with_entities(source: str) -> str:
    """*source*, made by a parser inside the page under way, with its entities as they will be."""
    return source.replace(AMP_SUBSTITUTE, "&")


def without_stand_ins(value: str) -> str:
    """*value* with the characters for which Python-Markdown has put marks of its own."""
    return value.replace(NBSP_PLACEHOLDER, "").replace(AMP_SUBSTITUTE, "&")


def unstashed(md: Markdown, text: str) -> str:
    """*text* with what Python-Markdown has put aside in place of its placeholders, whose numbers say nothing.

    What leaves this room has gone through here, so that no finding can quote a placeholder.
    """
    if "\x02" not in text:
        return text
    blocks = stash(md)
    if (alone := STASHED_HTML.fullmatch(text)) is not None:  # As the text of nearly each code span is.
        source = _source(blocks, int(alone[1]))
        if "\x02" not in source and "\x03" not in source:
            return source
    text = readable(text)
    found = 1
    while found and "\x02" in text:
        text, found = STASHED_HTML.subn(lambda match: _source(blocks, int(match.group(1))), text)
    if "\x02" not in text and "\x03" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match.group(1))), text)
    return PLACEHOLDER.sub("", text).replace("\x02", "").replace("\x03", "")


def quoted(text: str) -> str:
    """*text* of a block as a finding quotes it: without the places of what is put aside, such as a fenced block."""
    return STASHED_HTML.sub("", text).strip() if "\x02" in text else text


def _source(blocks: list[str | etree.Element], number: int) -> str:
    block = blocks[number] if number < len(blocks) else ""
    return block if isinstance(block, str) else ""


@contextmanager
def undisturbed(md: Markdown) -> Iterator[None]:
    """Let *md* render something on the side: the page under way does not notice."""
    put_back = as_now(md)
    try:
        yield
    finally:
        put_back()


def as_now(md: Markdown) -> Callable[[], None]:
    """What lets the page under way be as it is now, whatever *md* renders on the side.

    Python-Markdown numbers stashed HTML and counts footnote references over the whole page; both are put back.
    """
    kept = md.htmlStash
    blocks, counter = len(kept.rawHtmlBlocks), kept.html_counter
    tag_counter, tag_data = kept.tag_counter, len(kept.tag_data)
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

    def put_back() -> None:
        del kept.rawHtmlBlocks[blocks:]
        kept.html_counter = counter
        kept.tag_counter = tag_counter
        del kept.tag_data[tag_data:]
        if footnotes is not None:
            footnotes.found_refs, footnotes.used_refs, footnotes.footnote_order = references
        for name, value in zip(("toc", "toc_tokens"), toc, strict=True):
            if value is not None:
                setattr(md, name, value)

    return put_back


def steps(
    md: Markdown, end: str = "isogloss-compare", start: str = "inline", without: str = ""
) -> Sequence[Treeprocessor]:
    """The steps by which *md* makes a block of raw inline Markdown what it is when the step *end* begins.

    One may be left out: *without*.
    """
    known = _STEPS.get(md)
    if known is not None and (found := known.get((start, end, without))) is not None:
        return found
    names = md.treeprocessors
    if "isogloss-compare" not in names:
        # A parser without the extension of this package.
        return [names[name] for name in ("inline", "attr_list") if name in names and name != without]
    left_out = [names[name] for name in (*_WHOLE_PAGE, without) if name in names]
    positions = range(names.get_index_for_name(start), names.get_index_for_name(end))
    found = [step for step in map(names.__getitem__, positions) if step not in left_out]
    _STEPS.setdefault(md, {})[start, end, without] = found
    return found


_STEPS: WeakKeyDictionary[Markdown, dict[tuple[str, str, str], list[Treeprocessor]]] = WeakKeyDictionary()
"""Looked up once for each parser: passages by the thousand are rendered on the side."""


def render(
    md: Markdown, block: etree.Element, end: str = "isogloss-compare", start: str = "inline", without: str = ""
) -> None:
    """Run the site's own steps of *md*, from *start* to just before *end*, on *block*, children included."""
    parent = etree.Element("div")
    parent.append(block)
    for step in steps(md, end, start, without):
        # Such a step finds nothing where there is no brace.
        if type(step) is not AttrListTreeprocessor or "{" in "".join(block.itertext()):
            step.run(parent)


def list_patterns(md: Markdown, listed: bool) -> None:
    """Let the inline parser try on each text the patterns that can match in it, all of which are *listed* now.

    Or let it do as Python-Markdown does, which looks each of them up for each text, and tries it. Patterns that are
    registered while they are listed do not count.
    """
    inline: Any = md.treeprocessors["inline"]
    vars(inline).pop(_HANDLE, None)
    inline.inlinePatterns = list(md.inlinePatterns) if listed else md.inlinePatterns
    if listed and type(inline) is InlineProcessor and hasattr(inline, _HANDLE) and hasattr(inline, _APPLY):
        setattr(inline, _HANDLE, _Trying(inline))


_HANDLE, _APPLY = "_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"


class _Trying:
    """How Python-Markdown goes over its inline patterns with a text, without those that cannot match in it."""

    def __init__(self, inline: Any) -> None:
        self.patterns: list[Any] = inline.inlinePatterns
        self.apply: Callable[..., tuple[str, bool, int]] = getattr(inline, _APPLY)
        self.trials = trials(tuple(map(_expression, self.patterns)))

    def __call__(self, data: str, patternIndex: int = 0) -> str:  # noqa: N803 - the name is Python-Markdown's
        if isinstance(data, AtomicString):
            return data
        for index in self.trials.of(data):
            start, found = 0, index >= patternIndex
            while found:
                data, found, start = self.apply(self.patterns[index], data, index, start)
        return data


def is_link(pattern: object) -> bool:
    """Whether an inline pattern reads links or images with a target in parentheses."""
    return isinstance(pattern, LinkInlineProcessor)


def _expression(pattern: Any) -> re.Pattern[str] | None:
    """What *pattern* searches a text for; None if that is its own affair."""
    known = type(pattern).getCompiledRegExp is InlinePattern.getCompiledRegExp
    expression = pattern.getCompiledRegExp() if known else None
    return expression if isinstance(expression, re.Pattern) else None


def cuts_with(md: Markdown, modules: Collection[str]) -> bool:
    """Whether *md* cuts a page into blocks as Python-Markdown does, with block processors of these *modules* alone."""
    own = type(md.parser) is BlockParser and "parseDocument" not in vars(md.parser) and not md.parser.state
    return own and all(type(processor).__module__ in modules for processor in md.parser.blockprocessors)


def settings_of_blocks(md: Markdown) -> list[object]:
    """What block processors depend on besides the text of a page: it is asked for and compared on each page."""
    known: list[object] = [md.tab_length, md.doc_tag, definitions(md)]
    for processor in md.parser.blockprocessors:
        kind = type(processor)
        known.append((kind.__module__, kind.__qualname__))
        for name, value in vars(processor).items():
            if isinstance(value, _PLAIN):
                known += (name, _plain(value))
    return known


_PLAIN = (str, int, dict, re.Pattern, type(None))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return sorted((str(name), found) for name, found in value.items() if isinstance(found, (str, int)))
    return value.pattern if isinstance(value, re.Pattern) else value


def definitions(md: Markdown) -> list[dict[str, Any]]:
    """What block parsing takes out of the text of a page: targets of links, footnotes, abbreviations."""
    known: list[dict[str, Any]] = [md.references]
    if "footnote" in md.parser.blockprocessors:
        footnotes: Any = md.parser.blockprocessors["footnote"]
        known.append(footnotes.footnotes.footnotes)
    if "abbr" in md.parser.blockprocessors:
        abbr: Any = md.parser.blockprocessors["abbr"]
        known.append(abbr.abbrs)
    return known


def counts(md: Markdown) -> tuple[int, int, int]:
    """How many pieces and tags of HTML were put aside."""
    return md.htmlStash.html_counter, md.htmlStash.tag_counter, len(md.htmlStash.tag_data)


def look_for_marker_alone(md: Markdown) -> None:
    """Have the table of contents look for its marker alone: it joins each element's text with all that is in it."""
    for toc in md.treeprocessors:
        if type(toc) is TocTreeprocessor:
            vars(toc)["replace_marker"] = partial(_replace_marker, toc)


def _replace_marker(toc: TocTreeprocessor, root: etree.Element, contents: etree.Element) -> None:
    if any(element.text and element.text.strip() == toc.marker for element in root.iter()):
        TocTreeprocessor.replace_marker(toc, root, contents)


def toc_marker(md: Markdown) -> str | None:
    """The text that Python-Markdown replaces by a table of contents: ``[TOC]``, unless the site has another."""
    return getattr(md.treeprocessors["toc"], "marker", None) if "toc" in md.treeprocessors else None


def plain_patterns(md: Markdown) -> bool:
    """Whether all inline patterns of *md* are known: words and punctuation alone are left alone by them."""
    return all(type(pattern).__module__.partition(".")[0] in _KNOWN for pattern in md.inlinePatterns)


def plain_steps(md: Markdown) -> bool:
    """Whether the other steps that a passage goes through are known, too, and nobody else writes its code."""
    modules = {type(step).__module__.partition(".")[0] for step in steps(md)}
    return modules <= {*_KNOWN, "isogloss"} and not pymdown.has_own_code(md)


def attribute_list(md: Markdown, element: etree.Element) -> re.Pattern[str] | None:
    """What finds the attribute list of a block like *element*, on a site with such lists."""
    if not md.is_block_level(element.tag):
        return None
    ends = isheader(element) or element.tag in ("dt", "td", "th")
    return AttrListTreeprocessor.HEADER_RE if ends else AttrListTreeprocessor.BLOCK_RE


def abbreviations(md: Markdown) -> dict[str, str]:
    """What the abbreviations of the page stand for."""
    return getattr(md.treeprocessors["abbr"], "abbrs", {}) if "abbr" in md.treeprocessors else {}


# The few words that extensions put on every page by themselves: they are strings of the site.


class SiteText(NamedTuple):
    """One text of an extension of a parser."""

    note: str
    """Where readers meet it."""
    text: str
    put: Callable[[str], object]
    """Puts another text in its place, in this parser."""


def site_texts(md: Markdown) -> Iterator[SiteText]:
    """The texts of the extensions of *md*, as the site has set them or as they come with the extension."""
    for found in _texts(md):
        if has_words(found.text):
            yield found


def _texts(md: Markdown) -> Iterator[SiteText]:
    if "toc" in md.treeprocessors:
        toc: Any = md.treeprocessors["toc"]
        if toc.use_permalinks:
            yield SiteText("link beside a heading", toc.permalink_title or "", partial(setattr, toc, "permalink_title"))
        if isinstance(toc.use_permalinks, str):
            yield SiteText("text beside a heading", toc.use_permalinks, partial(setattr, toc, "use_permalinks"))
        yield SiteText("title of a table of contents", toc.title or "", partial(setattr, toc, "title"))
    footnotes: Any = (
        getattr(md.treeprocessors["footnote"], "footnotes", None) if "footnote" in md.treeprocessors else None
    )
    if footnotes is not None:
        for note, name in (("link back from a footnote", "BACKLINK_TITLE"), ("end of a footnote", "BACKLINK_TEXT")):
            yield SiteText(note, footnotes.getConfig(name), partial(footnotes.setConfig, name))
    for note, text, put in pymdown.site_texts(md):
        yield SiteText(note, text, put)
