"""Law 5 on known attacks: each in every message of a page that has every kind of message."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import pytest
from attacks import FORMS, PAYLOADS
from isogloss import checks
from isogloss.segments import Kind, Message, SourceStructure
from rendering import elements, english, localized, outlined


def test_the_corpus_is_large():
    assert len(set(PAYLOADS.values())) >= 500


@pytest.mark.parametrize("form", FORMS)
def test_no_attack_adds_anything_to_a_page(form):
    """Whether the page is known in English or not. What a rendering without it has found out is all that one with it
    asks for: where both say the same, the page is the same, and is not rendered again."""
    source, original, text, page, msgids = english("everything")
    allowed = elements(text)
    for name, payload in PAYLOADS.items():
        catalog = {msgid: form.replace("{msgid}", msgid).replace("{payload}", payload) for msgid in msgids}
        learned = SourceStructure()
        for known in (learned, original):
            if known is original and agrees(learned, original):
                continue
            published, outline = outlined(source, localized(known, catalog, []))
            added = {element for element in elements(published) - allowed if element[0] != "abbr"}
            assert not added, (name, payload, added)
            assert outline.nodes == page.nodes, (name, payload)
            assert "\x02" not in published, (name, payload)


def agrees(learned: SourceStructure, original: SourceStructure) -> bool:
    same = (learned.headings, learned.title) == (original.headings, original.title)
    return same and learned.passages.items() <= original.passages.items()


def test_a_page_is_the_same_where_what_was_found_out_in_english_is_the_same():
    source, original, _, _, msgids = english("everything")
    names = {field.name for field in fields(SourceStructure)}
    assert names == {"headings", "title", "passages"}, "all that an original holds"
    for form, payload in product(FORMS, list(PAYLOADS.values())[::50]):
        catalog = {msgid: form.replace("{msgid}", msgid).replace("{payload}", payload) for msgid in msgids}
        learned = SourceStructure()
        alone, beside = (outlined(source, localized(known, catalog, []))[0] for known in (learned, original))
        assert agrees(learned, original)
        assert alone == beside


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.plain], ids=lambda kind: kind.value)
def test_no_attack_passes_as_plain_text(kind):
    escaped = kind in (Kind.ABBREVIATION, Kind.CODE_TITLE, Kind.ATTRIBUTE, Kind.TEMPLATE)
    for name, payload in PAYLOADS.items():
        for msgstr in (payload, f"Guide {payload}"):
            if checks.text_findings(Message("Guide", kind), msgstr):
                continue
            # What is escaped when it is published may hold a quotation mark; nothing may hold a tag.
            assert "<" not in msgstr, (name, msgstr)
            assert escaped or '"' not in msgstr, (name, msgstr)
