"""Says what is English in a localized page, once inline parsing is done: parsing never notices."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping, Sequence

from markdown import Markdown

from isogloss.segments import html
from isogloss.segments.parser import STASHED_HTML, stash, toc_marker
from isogloss.segments.walk import Slot

_HTML_PLACEHOLDER = re.compile(f"({STASHED_HTML.pattern.replace('(', '(?:')})")

_SPACE = " \t\n"

Run = list[str | etree.Element]


def mark(md: Markdown, slot: Slot, attributes: Mapping[str, str], name: str, stashed: int) -> None:
    """Mark what *slot* holds with *attributes*, of an element *name* where it has none of its own.

    HTML that is *stashed* by then, by number, are blocks of the page.

    A browser ends a paragraph where a block begins: what comes after would not be marked by its attributes.
    """
    if _becomes_toc(md, slot):
        return  # A table of contents takes the place of the element, and of what follows it.
    content = _content(slot)
    runs = _runs(md, content, stashed)
    if len(runs) == 1 and not slot.tail and slot.next is None:
        # Python-Markdown takes the paragraph off raw HTML that stands alone in one.
        if "lang" not in slot.element.attrib and not _is_block(md, content):
            slot.element.attrib.update(attributes)
        return
    out: Run = []
    for run in runs:
        before, inside, after = _trimmed(run)
        if any(not isinstance(part, str) or not STASHED_HTML.fullmatch(part) for part in inside):
            span = etree.Element(name, dict(attributes))
            _fill(span, None, inside)
            inside = [span]
        out += [before, *inside, after]
    for child in slot.inline:
        slot.holder.remove(child)
    _fill(slot.holder, slot.element if slot.tail else None, out)


def in_english(elements: Iterable[etree.Element], titles: Mapping[str, str]) -> None:
    """Give what is in *elements*, of an English text, its English title: *titles* has it by the published one."""
    for element in elements:
        for one in element.iter() if titles else ():
            if (title := one.get("title")) in titles and title is not None:
                one.set("title", titles[title])


_OWN = ("headerlink", "footnote-backref")
_NUMBER = re.compile(r"\{\}|%d")


def mark_own_titles(root: etree.Element, own: Iterable[tuple[str, str]], attributes: Mapping[str, str]) -> None:
    """Let titles of links that extensions make be in the language of what is around them, or say that they are not.

    *own* has what extensions say, in English and as it is published; *attributes* mark what is English.
    """
    links = [link for link in root.iter("a") if link.get("class") in _OWN and link.get("title") is not None]
    if not links:
        return
    known = [(re.compile(r"(\d+)".join(map(re.escape, _NUMBER.split(said)))), text, said) for text, said in own]
    english = (one for one in root.iter() if attributes.items() <= one.attrib.items())
    inside = {link for block in english for link in block.iter("a")}
    for link in links:
        for pattern, text, said in known:
            if (numbers := pattern.fullmatch(link.get("title") or "")) is None:
                continue
            if link in inside:
                link.set("title", _NUMBER.sub(numbers[1], text) if numbers.groups() else text)
            elif isinstance(said, html.Original):
                link.attrib.update({**attributes, **link.attrib})
            break


def _becomes_toc(md: Markdown, slot: Slot) -> bool:
    marker = toc_marker(md)
    elements = [slot.element] if slot.tail else [below for child in slot.inline for below in child.iter()]
    return marker is not None and any((element.text or "").strip() == marker for element in elements)


def _content(slot: Slot) -> Run:
    content: Run = [(slot.element.tail if slot.tail else slot.element.text) or ""]
    for child in slot.inline:
        content += [child, child.tail or ""]
    return content


def _runs(md: Markdown, content: Run, stashed: int) -> list[Run]:
    """*content*, cut before and after each block."""
    runs: list[Run] = [[]]
    for part in content:
        if not isinstance(part, str):
            runs[-1].append(part)
            continue
        for text in _HTML_PLACEHOLDER.split(part):
            number = STASHED_HTML.fullmatch(text)
            if number and int(number[1]) < stashed and _is_block(md, [text]):
                runs += [[text], []]
            elif text:
                runs[-1].append(text)
    return runs


def _is_block(md: Markdown, content: Run) -> bool:
    found = STASHED_HTML.fullmatch(content[0].strip()) if isinstance(content[0], str) else None
    source = stash(md)[int(found[1])] if found and len(content) == 1 else None
    return isinstance(source, str) and bool(md.is_block_level(html.first_tag(source)))


def _trimmed(run: Run) -> tuple[str, Run, str]:
    """White space before *run*, what is in it, and white space after it."""
    inside = list(run)
    before = after = ""
    if inside and isinstance(first := inside[0], str):
        inside[0] = first.lstrip(_SPACE)
        before = first[: len(first) - len(first.lstrip(_SPACE))]
    if inside and isinstance(last := inside[-1], str):
        inside[-1] = last.rstrip(_SPACE)
        after = last[len(last.rstrip(_SPACE)) :]
    return before, [part for part in inside if not isinstance(part, str) or part], after


def _fill(holder: etree.Element, after: etree.Element | None, content: Sequence[str | etree.Element]) -> None:
    """Put *content* into *holder*: at its beginning, or *after* one of its children."""
    position = list(holder).index(after) + 1 if after is not None else 0
    last = after
    if last is None:
        holder.text = None
    else:
        last.tail = None
    for part in content:
        if not isinstance(part, str):
            part.tail = None
            holder.insert(position, part)
            position, last = position + 1, part
        elif last is None:
            holder.text = (holder.text or "") + part
        else:
            last.tail = (last.tail or "") + part
