"""What the walk does with a page in each of its steps: before inline parsing, around attribute lists, at the end."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from html import unescape

from markdown import Markdown
from markdown.util import AtomicString

from isogloss.segments import diagrams, html
from isogloss.segments.held import known_of
from isogloss.segments.ids import first_heading, heading_ids, keep_former_ids, pin_tab_ids
from isogloss.segments.inline import Inline, Item, render_text, structure, structure_of
from isogloss.segments.made import filled, made_titles, without_values
from isogloss.segments.marks import in_english, mark, mark_own_titles
from isogloss.segments.message import Kind, Message
from isogloss.segments.parser import (
    STASHED_HTML,
    abbreviations,
    list_patterns,
    plain_patterns,
    plain_steps,
    quoted,
    site_texts,
    stash,
    toc_marker,
    unstashed,
    with_entities,
)
from isogloss.segments.rendering import Rendering, Review, Verify
from isogloss.segments.text import Piece, assembled, has_words, only_words, restored, steady
from isogloss.segments.walk import HEADINGS, LeftOut, RawAttribute, RawText, Slot, StashedHtml, walk


class PageUnderWay:
    """The page that is converted by *md*, from its first step to its last."""

    def __init__(self, md: Markdown, fences: frozenset[str]) -> None:
        self.md, self.fences = md, fences
        self.rendering: Rendering | None = None

    def open(self, rendering: Rendering | None) -> None:
        """Begin a page; with no *rendering*, all of it stays as it is."""
        self.rendering = rendering
        self.slots: list[Slot] = []
        self.english: list[Slot] = []
        """What is published in English in a localized page."""
        self.translated: list[tuple[Slot, Message, str]] = []
        self.originals: list[tuple[Slot, list[Message]]] = []
        self.diagrams: list[tuple[diagrams.Diagram, list[Message]]] = []
        self.found: list[tuple[Message, etree.Element | None]] = []
        self.headings: list[tuple[str, etree.Element]] = []
        self.labels: list[tuple[etree.Element, str]] = []
        self.plain_titles: set[str] = set()
        self.titles: dict[str, str] = {}
        """The English titles of abbreviations and links, by those that are published."""
        self.own: list[tuple[str, str]] = []
        """What extensions say by themselves, in English and as it is published."""
        self.left_out: set[etree.Element] = set()
        self.toc_marker = toc_marker(self.md)
        self.plain, self.plain_steps = plain_patterns(self.md), plain_steps(self.md)
        self.keep_breaks = "nl" in self.md.inlinePatterns
        if rendering is not None and rendering.lookup is not None:
            for found in site_texts(self.md):
                self.own.append((found.text, rendering.site_string(found.text)))
                found.put(self.own[-1][1])

    # First step, before inline parsing: texts are still raw.

    def take_out_and_put_in(self, root: etree.Element) -> None:
        """Take the messages of the page, or put translations in their places."""
        rendering = self._rendering
        list_patterns(self.md, True)
        self.headings = [(element.text or "", element) for element in root.iter() if element.tag in HEADINGS]
        if rendering.original.title is None:
            rendering.original.title = first_heading(self.md, root)
        places = walk(self.md, root)
        if rendering.lookup is not None and [rendering.original_of(text) for text, _ in self.headings] != [
            text for text, _ in rendering.original.headings
        ]:
            ids = heading_ids(self.md, root)
            rendering.original.headings = [(text, found) for (text, _), found in zip(self.headings, ids, strict=True)]
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
                case LeftOut():
                    self._left_out(place.element)
        if abbreviations(self.md) or self.md.references:
            english = "\n".join([place.text for place in places if isinstance(place, Slot)])
            self._abbreviations(english)
            self._reference_titles(english)
        self.stashed = len(stash(self.md))

    def _left_out(self, element: etree.Element) -> None:
        """Say that *element* is English, unless its author says what it is."""
        if self._rendering.lookup is not None and any(map(has_words, element.itertext())):
            element.attrib.update(self._rendering.unfinished | element.attrib)
            self.left_out.update(element.iter())

    def _slot(self, slot: Slot) -> None:
        rendering = self._rendering
        left_out: list[Piece] = []
        if rendering.leaves_out is not None:
            left_out = [piece for piece in slot.pieces if piece.translatable and rendering.leaves_out(piece.text)]
        if left_out:
            kept = (replace(piece, translatable=False) if piece in left_out else piece for piece in slot.pieces)
            slot.pieces = tuple(kept)
        note = slot.element.tag[1] if slot.kind is Kind.HEADING else ""
        messages = [Message(piece.text, slot.kind, note) for piece in slot.pieces if piece.translatable]
        if not slot.tail:
            self.slots.append(slot)
        if not messages:
            if left_out and rendering.lookup is not None:
                self.english.append(slot)
            return
        self.found += [(message, slot.heading) for message in messages]
        if rendering.lookup is None:
            self.originals.append((slot, messages))
            return
        texts = [text for message in messages if (text := rendering.lookup(message)) is not None]
        whole = assembled(slot.pieces, texts) if len(texts) == len(messages) else None
        # Footnote references are counted over the page as they are rendered: such a text is tried aside first.
        alone = whole is not None and (slot.tail or "[^" in whole)
        source = slot.source
        if whole is None or (alone and whole != source and not self._verify_alone(slot, messages[0], whole)):
            self.english.append(slot)
            return
        if whole == source:
            return
        slot.put(whole)
        if slot.element.tag == "label" and not slot.tail:
            self.labels.append((slot.element, source))
        if not alone:
            self.translated.append((slot, messages[0], whole))

    def _verify_alone(self, slot: Slot, message: Message, whole: str) -> bool:
        verify = self._rendering.verify
        return verify is None or verify(message, quoted(whole), self._expected(slot), self._aside(slot, whole))

    def _aside(self, slot: Slot, text: str) -> Inline:
        """The structure that *text* would have in the place of *slot*."""
        return structure_of(self.md, slot.surroundings, text)

    def _stashed(self, place: StashedHtml) -> None:
        blocks = stash(self.md)
        source = blocks[place.number]
        if isinstance(source, str) and (found := diagrams.read(source, self.fences)) is not None:
            blocks[place.number] = self._diagram(found, source, place.heading)
        elif isinstance(source, str):
            # What another parser has made of a part of the page still has its entities in this form.
            source = with_entities(source)
            blocks[place.number] = html.translate_html(source, self._translator(place.heading), self._unfinished)
            for match in STASHED_HTML.finditer(source) if "\x02" in source else ():
                self._stashed(StashedHtml(int(match.group(1)), place.heading))

    def _diagram(self, diagram: diagrams.Diagram, source: str, heading: etree.Element | None) -> str:
        """What is published of a *diagram*, all of it in one language: within it, nothing can say what is English."""
        rendering = self._rendering
        labels = [piece.text for piece in diagram.pieces if piece.translatable]
        left_out = frozenset(filter(self._leaves_out, labels))
        diagram = diagram.without(left_out)
        messages = [Message(text, Kind.DIAGRAM) for text in labels if text not in left_out]
        self.found += [(message, heading) for message in messages]
        if rendering.lookup is None or not labels:
            self.diagrams.append((diagram, messages))
            return source
        texts = [text for message in messages if (text := rendering.lookup(message)) is not None]
        whole = bool(messages) and len(texts) == len(messages)
        if whole and diagrams.is_same(diagram, messages, texts, rendering.verify):
            return diagram.published(texts)
        return html.marked(source, self._unfinished)

    def _raw_text(self, place: RawText) -> None:
        published = html.translate_html(place.source, self._translator(place.heading), self._unfinished)
        if published == place.source:
            return
        text = AtomicString(html.with_stashed_tags(published, self.md.htmlStash.store) + place.attributes)
        if place.tail:
            place.element.tail = text
        else:
            place.element.text = text

    def _raw_attribute(self, place: RawAttribute) -> None:
        value = place.element.attrib[place.name]
        published = self._translator(place.heading)(value, Kind.ATTRIBUTE, value)
        place.element.set(place.name, published)
        if isinstance(published, html.Original) and place.element.tag in ("img", "input"):
            place.element.attrib.update(self._unfinished | place.element.attrib)

    def _translator(self, heading: etree.Element | None) -> html.Translate:
        """Takes a text of raw HTML under *heading* out, and returns what is published in its place."""
        rendering = self._rendering

        def translate(msgid: str, kind: Kind, source: str) -> str:
            message = Message(msgid := steady(msgid), kind)
            left_out = self._leaves_out(msgid)
            if not left_out:
                self.found.append((message, heading))
            if rendering.lookup is None:
                return source
            msgstr = rendering.lookup(message) if not left_out else None
            if msgstr is not None and not self._verify_words(rendering.verify, message, msgstr):
                msgstr = None
            if msgstr is not None and (rendering.verify_html is None or rendering.verify_html(message, msgstr)):
                return source if msgstr == msgid else restored(msgstr, source)
            if kind is not Kind.HTML:
                return html.Original(source)
            attributes = "".join(f' {name}="{value}"' for name, value in rendering.unfinished.items())
            return f"<{rendering.mark}{attributes}>{source}</{rendering.mark}>"

        return translate

    def _leaves_out(self, text: str) -> bool:
        leaves_out = self._rendering.leaves_out
        return leaves_out is not None and leaves_out(text)

    def _verify_words(self, verify: Verify | None, message: Message, msgstr: str) -> bool:
        """Whether a text of raw HTML is not what becomes a table of contents."""
        if message.kind is not Kind.HTML or msgstr == message.msgid or msgstr.strip() != self.toc_marker:
            return True
        return verify is None or verify(message, msgstr, Inline(), Inline((Item("tag", msgstr.strip()),)))

    def _abbreviations(self, english: str) -> None:
        known = abbreviations(self.md)
        for short, title in list(known.items()):
            if not has_words(title) or self._leaves_out(title) or not re.search(rf"\b{re.escape(short)}\b", english):
                continue
            message = Message(title, Kind.ABBREVIATION, short)
            self.found.append((message, None))
            if self._rendering.lookup is not None:
                msgstr = self._rendering.lookup(message)
                if msgstr is None:
                    self.plain_titles.add(title)
                else:
                    known[short] = msgstr
                    self.titles[msgstr] = title

    def _reference_titles(self, english: str) -> None:
        """Titles that stand where a link's target is defined, away from the texts that lead to it."""
        texts = english.lower()
        for label, (target, title) in list(self.md.references.items()):
            if title and has_words(title) and f"[{label}]" in texts:
                published = self._translator(None)(title, Kind.ATTRIBUTE, title)
                self.md.references[label] = target, published
                self.titles[published] = title

    # Further steps, after inline parsing: before and after attribute lists.

    def remember_attributes(self, root: etree.Element) -> None:
        """Take down what blocks have before attribute lists are read."""
        for slot in self.slots:
            slot.before = dict(slot.element.attrib) if slot.element.attrib else None

    def compare(self, root: etree.Element) -> None:
        """Hold what translations became to what the English texts became, and take back what differs."""
        rendering = self._rendering
        if rendering.lookup is None:
            for slot in self.slots:
                if slot.source == slot.raw:
                    rendering.original.passages[slot.place] = self._structure(slot)
            self._given_attributes()
            self._made_titles()
            for review in rendering.reviews:
                self._review(review)
            return
        if rendering.verify is not None:
            for slot, message, whole in self.translated:
                if not rendering.verify(message, quoted(whole), self._expected(slot), self._structure(slot)):
                    self._take_back(slot)
                    self.english.append(slot)
        for slot in self.english:
            in_english(slot.inline, self.titles)
            mark(self.md, slot, rendering.unfinished, rendering.mark, self.stashed)
        for (_, identifier), (_, element) in zip(rendering.original.headings, self.headings, strict=True):
            if identifier and "id" not in element.attrib:
                element.set("id", identifier)
        self._given_attributes()
        self._made_titles()

    def _given_attributes(self) -> None:
        """Words in the attribute list of a block, which is no part of its message."""
        for slot in self.slots:
            attributes = slot.element.attrib
            if not attributes or attributes.get("translate") == "no":
                continue
            for name in (*html.TRANSLATABLE_ATTRIBUTES, "data-toc-label"):
                value = attributes.get(name)
                if value and value != (slot.before or {}).get(name):
                    # An entity was put aside before anybody knew that it stands in an attribute list.
                    text = unescape(unstashed(self.md, value)) if "\x02" in value else value
                    if has_words(text):
                        attributes[name] = self._translator(slot.heading)(text, Kind.ATTRIBUTE, value)

    def _made_titles(self) -> None:
        """Words that an extension nobody knows writes on links and images: those that ours know are no slot's."""
        whole = {id(slot): text for slot, _, text in self.translated}
        for slot, element, name in made_titles(self.md, self.slots, whole) if not self.plain else ():
            said, values = without_values(element.attrib[name])
            if has_words(said):
                published = self._translator(slot.heading)(said, Kind.ATTRIBUTE, said)
                element.set(name, filled(published, values) or element.attrib[name])

    def _review(self, review: Review) -> None:
        reviewed: set[str] = set()
        for slot, messages in self.originals:
            reviewed.update(message.msgid for message in messages)
            texts = [text for message in messages if (text := review.lookup(message)) is not None]
            whole = assembled(slot.pieces, texts) if len(texts) == len(messages) else slot.source
            if whole != slot.source and (compared := self._compared(slot, whole)) is not None:
                review.verify(messages[0], quoted(whole), *compared)
        for diagram, labels in self.diagrams:
            texts = [review.lookup(message) or message.msgid for message in labels]
            diagrams.is_same(diagram, labels, texts, review.verify)
        for message, _ in self.found:
            if message.msgid not in reviewed and (msgstr := review.lookup(message)) is not None:
                self._verify_words(review.verify, message, msgstr)

    def _compared(self, slot: Slot, whole: str) -> tuple[Inline, Inline] | None:
        """What the text of *slot* and its translation *whole* hold; None where that is the same for certain."""
        source = slot.source
        if self._is_plain(source) and self._is_plain(whole):
            if only_words(source) and only_words(whole):
                return None
            here = known_of(source) if self.plain_steps else None
            there = known_of(whole) if here is not None else None
            if here is not None and there is not None and here.held == there.held:
                if len(here.held.targets) < 2:
                    return None
                if there.link_texts is not None:  # Whether two links have changed places is told by their texts.
                    expected = self._expected(slot)
                    return expected, replace(expected, link_texts=there.link_texts, labels=())
        return self._expected(slot), self._aside(slot, whole)

    def _is_plain(self, text: str) -> bool:
        """Whether nothing but inline rules that are known makes anything of *text*."""
        if self.toc_marker is not None and self.toc_marker in text:
            return False
        return self.plain and not (self.keep_breaks and "\n" in text)

    def _structure(self, slot: Slot) -> Inline:
        element = slot.element
        return structure(self.md, element, slot.inline, slot.before, self.stashed, slot.source, self.toc_marker)

    def _expected(self, slot: Slot) -> Inline:
        passages = self._rendering.original.passages
        place = slot.place
        if place not in passages:
            passages[place] = self._aside(slot, slot.source)
        return passages[place]

    def _take_back(self, slot: Slot) -> None:
        """Replace what a refused translation became by what the English text becomes."""
        element = slot.element
        for child in slot.inline:
            element.remove(child)
        element.attrib.clear()
        element.attrib.update(slot.before or {})
        place = slot.surroundings._replace(attributes=slot.before or {})
        block, _ = render_text(self.md, place, slot.raw)
        element.attrib.update(block.attrib)
        element.text = block.text
        for position, child in enumerate(list(block)):
            element.insert(position, child)

    # Last step, when ids are known and links are still as they were written.

    def finish(self, root: etree.Element) -> None:
        """Give the rendering what is known of the page."""
        rendering = self._rendering
        rendering.messages += [
            Message(message.msgid, message.kind, message.note, (heading.get("id") or "") if heading is not None else "")
            for message, heading in self.found
        ]
        if rendering.lookup is None:
            rendering.original.headings = [(text, element.get("id") or "") for text, element in self.headings]
        else:
            pin_tab_ids(self.md, root, self.labels)
            english = {slot.element for slot in self.english if slot.kind is Kind.HEADING}
            english |= {element for _, element in self.headings if element in self.left_out}
            rendering.english_headings = frozenset(element.get("id") or "" for element in english)
            if len(root) and root[0].tag == "h1":
                rendering.english_title = root[0] in english
            if self.plain_titles:
                for element in root.iter("abbr"):
                    if element.get("title") in self.plain_titles:
                        element.attrib.update(rendering.unfinished)
            mark_own_titles(root, self.own, rendering.unfinished)
        for _, element in self.headings:
            keep_former_ids(element)
        list_patterns(self.md, False)
        rendering.texts = {slot.element: slot.text for slot in self.slots}
        if rendering.finish is not None:
            rendering.finish(self.md, root)
        self._forget()

    def _forget(self) -> None:
        """Let go of the page: what a parser and its steps know of it stays until Python looks for garbage."""
        self._rendering.texts = {}
        for known in (self.slots, self.english, self.translated, self.originals, self.diagrams, self.found):
            known.clear()
        for elements in (self.headings, self.labels, self.left_out):
            elements.clear()

    @property
    def _unfinished(self) -> dict[str, str]:
        return self._rendering.unfinished if self._rendering.lookup is not None else {}

    @property
    def _rendering(self) -> Rendering:
        assert self.rendering is not None
        return self.rendering
