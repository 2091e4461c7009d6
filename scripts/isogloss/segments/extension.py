"""The Python-Markdown extension: one walk that takes the messages out of a page or puts their translations in.

It knows no MkDocs: the host gives it an :class:`Edition` for each page, found by the page's path.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from isogloss.segments import html
from isogloss.segments.edition import Edition, Review
from isogloss.segments.highlight import Highlighted, share_highlighting
from isogloss.segments.ids import heading_ids, pin_tab_ids
from isogloss.segments.inline import Inline, render, structure, structure_of
from isogloss.segments.message import Kind, Message
from isogloss.segments.site import site_texts
from isogloss.segments.text import Piece, has_words, in_spans, only_words
from isogloss.segments.walk import HEADING, RawAttribute, RawText, Slot, StashedHtml, toc_marker, walk

# Python-Markdown runs footnotes at 50, task lists at 25, inline parsing at 20, attribute lists at 8, abbreviations
# at 7, symbols and quotation marks at 6, the table of contents at 5; MkDocs resolves links at 0.
_TAKE_OUT_AND_PUT_IN = 24.5
_BEFORE_ATTRIBUTES = 8.5
_COMPARE = 5.5
_FINISH = 0.5


OpenEdition = Callable[[Markdown], "Edition | None"]


class IsoglossExtension(Extension):
    """Takes messages out of the page under way, or puts translations in, as the host's *open_edition* says."""

    def __init__(self, open_edition: OpenEdition) -> None:
        super().__init__()
        self.open_edition = open_edition
        self.highlighted: Highlighted = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the steps of the walk around inline parsing."""
        page = _PageUnderWay(md)
        md.preprocessors.register(_Open(md, self, page), "isogloss-open", 1000)
        for name, priority, step in (
            ("isogloss", _TAKE_OUT_AND_PUT_IN, page.take_out_and_put_in),
            ("isogloss-attributes", _BEFORE_ATTRIBUTES, page.remember_attributes),
            ("isogloss-compare", _COMPARE, page.compare),
            ("isogloss-finish", _FINISH, page.finish),
        ):
            md.treeprocessors.register(_Step(md, page, step), name, priority)


class _Open(Preprocessor):
    def __init__(self, md: Markdown, extension: IsoglossExtension, page: _PageUnderWay) -> None:
        super().__init__(md)
        self.extension, self.page = extension, page

    def run(self, lines: list[str]) -> list[str]:
        self.page.open(self.extension.open_edition(self.md))
        share_highlighting(self.md, self.extension.highlighted)
        return lines


class _Step(Treeprocessor):
    def __init__(self, md: Markdown, page: _PageUnderWay, step: Callable[[etree.Element], None]) -> None:
        super().__init__(md)
        self.page, self.step = page, step

    def run(self, root: etree.Element) -> None:
        if self.page.edition is not None:
            self.step(root)


class _PageUnderWay:
    def __init__(self, md: Markdown) -> None:
        self.md = md
        self.edition: Edition | None = None

    def open(self, edition: Edition | None) -> None:
        self.edition = edition
        self.slots: list[Slot] = []
        self.translated: list[tuple[Slot, Message, str]] = []
        self.originals: list[tuple[Slot, list[Message]]] = []
        self.found: list[tuple[Message, etree.Element | None]] = []
        self.headings: list[tuple[str, etree.Element]] = []
        self.labels: list[tuple[etree.Element, str]] = []
        self.plain_titles: set[str] = set()
        self.toc_marker = toc_marker(self.md)
        if edition is not None and edition.lookup is not None:
            for found in site_texts(self.md):
                found.put(edition.site_string(found.text))

    # First step, before inline parsing: texts are still raw.

    def take_out_and_put_in(self, root: etree.Element) -> None:
        edition = self._edition
        self.headings = [
            (element.text or "", element)
            for element in root.iter()
            if isinstance(element.tag, str) and HEADING.match(element.tag)
        ]
        places = list(walk(self.md, root))
        if edition.lookup is not None and [text for text, _ in self.headings] != [
            text for text, _ in edition.original.headings
        ]:
            ids = heading_ids(self.md, root)
            edition.original.headings = [(text, found) for (text, _), found in zip(self.headings, ids, strict=True)]
        for place in places:
            match place:
                case Slot():
                    self._slot(place)
                case StashedHtml():
                    self._stashed(place)
                case RawText():
                    self._raw_text(place)
                case RawAttribute():
                    self._raw_attribute(place)
        english = "\n".join(place.text for place in places if isinstance(place, Slot))
        self._abbreviations(english)
        self._reference_titles(english)
        self.stashed = len(self.md.htmlStash.rawHtmlBlocks)

    def _slot(self, slot: Slot) -> None:
        edition = self._edition
        note = slot.element.tag[1] if slot.kind is Kind.HEADING else ""
        messages = [Message(piece.text, slot.kind, note) for piece in slot.pieces if piece.translatable]
        if not messages:
            _set(slot, slot.text)
            if not slot.tail:
                self.slots.append(slot)
            return
        self.found += [(message, slot.heading) for message in messages]
        texts = [edition.lookup(message) for message in messages] if edition.lookup else None
        if texts is None:
            _set(slot, slot.text)
            self.originals.append((slot, messages))
        elif None in texts:
            self._publish_original(slot)
        else:
            whole = _assemble(slot.pieces, [text for text in texts if text is not None])
            # Footnote references are counted over the page as they are rendered: such a text is tried aside first.
            alone = slot.tail or "[^" in whole
            # A text that is nothing but the marker of the table of contents would become one.
            if whole.strip() == self.toc_marker or (alone and not self._accept_alone(slot, messages[0], whole)):
                self._publish_original(slot)
            else:
                _set(slot, whole)
                edition.published += len(messages)
                if slot.element.tag == "label" and not slot.tail and whole != slot.text:
                    self.labels.append((slot.element, slot.text))
                if not alone:
                    self.translated.append((slot, messages[0], whole))
        if not slot.tail:
            self.slots.append(slot)

    def _accept_alone(self, slot: Slot, message: Message, whole: str) -> bool:
        accept = self._edition.accept
        if accept is None:
            return True
        tag = "span" if slot.tail else slot.element.tag
        return accept(message, whole, structure_of(self.md, tag, slot.text), structure_of(self.md, tag, whole))

    def _publish_original(self, slot: Slot) -> None:
        """Put the English text of *slot* in, and say that it is English."""
        element, attributes = slot.element, self._edition.unfinished
        if not slot.tail and slot.first is None and not any(self._is_block(piece) for piece in slot.pieces):
            element.attrib.update(attributes)
            _set(slot, slot.text)
            return
        # A browser ends a paragraph where a block begins: what comes after would not be marked by its attributes.
        outside, inside = in_spans(slot.pieces, self._is_block)
        _set(slot, outside[0])
        into, position = element, 0
        if slot.tail and slot.parent is not None:
            into, position = slot.parent, list(slot.parent).index(element) + 1
        for text, tail in zip(inside, outside[1:], strict=True):
            span = etree.Element("span", attributes)
            span.text, span.tail = text, tail
            into.insert(position, span)
            position += 1

    def _is_block(self, piece: Piece) -> bool:
        found = HTML_PLACEHOLDER_RE.fullmatch(piece.text)
        source = self.md.htmlStash.rawHtmlBlocks[int(found.group(1))] if found else None
        return isinstance(source, str) and self.md.is_block_level(html.first_tag(source))

    def _stashed(self, place: StashedHtml) -> None:
        blocks = self.md.htmlStash.rawHtmlBlocks
        source = blocks[place.number]
        if isinstance(source, str):
            blocks[place.number] = html.translate_html(source, self._translator(place.heading))
            for match in HTML_PLACEHOLDER_RE.finditer(source):
                self._stashed(StashedHtml(int(match.group(1)), place.heading))

    def _raw_text(self, place: RawText) -> None:
        published = html.translate_html(place.source, self._translator(place.heading))
        text = AtomicString(html.with_stashed_tags(published, self.md.htmlStash.store))
        if place.tail:
            place.element.tail = text
        else:
            place.element.text = text

    def _raw_attribute(self, place: RawAttribute) -> None:
        translate = self._translator(place.heading)
        place.element.set(place.name, translate(place.element.attrib[place.name], Kind.ATTRIBUTE))

    def _translator(self, heading: etree.Element | None) -> html.Translate:
        """Takes a text of raw HTML under *heading* out, and returns what is published in its place."""
        edition = self._edition

        def translate(msgid: str, kind: Kind) -> str:
            message = Message(msgid, kind)
            self.found.append((message, heading))
            if edition.lookup is None:
                return msgid
            msgstr = edition.lookup(message)
            if msgstr is not None and (edition.accept_html is None or edition.accept_html(message, msgstr)):
                edition.published += 1
                return msgstr
            if kind is not Kind.HTML:
                return msgid
            attributes = "".join(f' {name}="{value}"' for name, value in edition.unfinished.items())
            return f"<span{attributes}>{msgid}</span>"

        return translate

    def _abbreviations(self, english: str) -> None:
        if "abbr" not in self.md.treeprocessors:
            return
        abbreviations: dict[str, str] = getattr(self.md.treeprocessors["abbr"], "abbrs", {})
        for short, title in list(abbreviations.items()):
            if not has_words(title) or not re.search(rf"\b{re.escape(short)}\b", english):
                continue
            message = Message(title, Kind.ABBREVIATION, short)
            self.found.append((message, None))
            if self._edition.lookup is not None:
                msgstr = self._edition.lookup(message)
                if msgstr is None:
                    self.plain_titles.add(title)
                else:
                    self._edition.published += 1
                    abbreviations[short] = msgstr

    def _reference_titles(self, english: str) -> None:
        """Titles that stand where a link's target is defined, away from the texts that lead to it."""
        texts = english.lower()
        for label, (target, title) in list(self.md.references.items()):
            if title and has_words(title) and f"[{label}]" in texts:
                self.md.references[label] = target, self._translator(None)(title, Kind.ATTRIBUTE)

    # Further steps, after inline parsing: before and after attribute lists.

    def remember_attributes(self, root: etree.Element) -> None:
        for slot in self.slots:
            slot.before = dict(slot.element.attrib) if slot.element.attrib else None

    def compare(self, root: etree.Element) -> None:
        edition = self._edition
        if edition.lookup is None:
            for slot in self.slots:
                edition.original.passages[slot.element.tag, slot.text] = self._structure(slot)
            self._given_attributes()
            for review in edition.reviews:
                self._review(review)
            return
        if edition.accept is not None:
            for slot, message, whole in self.translated:
                if not edition.accept(message, whole, self._expected(slot), self._structure(slot)):
                    edition.published -= sum(piece.translatable for piece in slot.pieces)
                    self._take_back(slot)
        for (_, identifier), (_, element) in zip(edition.original.headings, self.headings, strict=True):
            if identifier and "id" not in element.attrib:
                element.set("id", identifier)
        self._given_attributes()

    def _given_attributes(self) -> None:
        """Words in the attribute list of a block, which is no part of its message."""
        for slot in self.slots:
            attributes = slot.element.attrib
            for name in (*html.TRANSLATABLE_ATTRIBUTES, "data-toc-label") if attributes else ():
                value = attributes.get(name)
                if value and value != (slot.before or {}).get(name) and has_words(value):
                    attributes[name] = self._translator(slot.heading)(value, Kind.ATTRIBUTE)

    def _review(self, review: Review) -> None:
        reviewed: set[str] = set()
        for slot, messages in self.originals:
            reviewed.update(message.msgid for message in messages)
            texts = [text for message in messages if (text := review.lookup(message)) is not None]
            whole = _assemble(slot.pieces, texts) if len(texts) == len(messages) else slot.text
            if whole != slot.text and not (only_words(whole) and only_words(slot.text)):
                tag = "span" if slot.tail else slot.element.tag
                review.accept(messages[0], whole, self._expected(slot), structure_of(self.md, tag, whole))
        for message, _ in self.found:
            if message.msgid not in reviewed:
                review.lookup(message)

    def _structure(self, slot: Slot) -> Inline:
        return structure(self.md, slot.element, slot.inline, slot.before, self.stashed, slot.text)

    def _expected(self, slot: Slot) -> Inline:
        passages = self._edition.original.passages
        place = slot.element.tag, slot.text
        if place not in passages:
            passages[place] = structure_of(self.md, slot.element.tag, slot.text)
        return passages[place]

    def _take_back(self, slot: Slot) -> None:
        """Replace what a refused translation became by what the English text becomes."""
        element = slot.element
        for child in slot.inline:
            element.remove(child)
        element.attrib.clear()
        element.attrib.update(slot.before or {})
        self._publish_original(slot)
        inserted = slot.inline
        block = etree.Element("div" if inserted else element.tag, dict(element.attrib))
        block.text = element.text
        block.extend(inserted)
        for child in inserted:
            element.remove(child)
        render(self.md, block)
        element.attrib.update(block.attrib)
        element.text = block.text
        for position, child in enumerate(list(block)):
            element.insert(position, child)

    # Last step, when ids are known and links are still as they were written.

    def finish(self, root: etree.Element) -> None:
        edition = self._edition
        edition.messages += [
            Message(message.msgid, message.kind, message.note, (heading.get("id") or "") if heading is not None else "")
            for message, heading in self.found
        ]
        if edition.lookup is None:
            edition.original.headings = [(text, element.get("id") or "") for text, element in self.headings]
        else:
            pin_tab_ids(self.md, root, self.labels)
            if self.plain_titles:
                for element in root.iter("abbr"):
                    if element.get("title") in self.plain_titles:
                        element.attrib.update(edition.unfinished)
        for _, element in self.headings:
            _keep_former_ids(element)
        edition.texts = {slot.element: slot.text for slot in self.slots}
        if edition.finish is not None:
            edition.finish(self.md, root)

    @property
    def _edition(self) -> Edition:
        assert self.edition is not None
        return self.edition


def _keep_former_ids(heading: etree.Element) -> None:
    """Let links to the ids that *heading* had once, in ``data-former``, still find it."""
    former = heading.attrib.pop("data-former", "").split()
    for position, name in enumerate(former):
        place = etree.Element("span", {"id": name})
        place.tail = None if position < len(former) - 1 else heading.text
        heading.insert(position, place)
    if former:
        heading.text = None


def _set(slot: Slot, text: str) -> None:
    if slot.tail:
        slot.element.tail = text
    else:
        slot.element.text = text


def _assemble(pieces: tuple[Piece, ...], translations: list[str]) -> str:
    remaining = iter(translations)
    return "".join(next(remaining) if piece.translatable else piece.text for piece in pieces)
