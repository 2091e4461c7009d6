"""Law 5 on known attacks: each in every message of a page that has every kind of message."""

from __future__ import annotations

import pytest
from attacks import FORMS, PAYLOADS
from isogloss import checks
from isogloss.segments import Kind, Message, SourceStructure
from rendering import elements, english, localized, outlined


def test_the_corpus_is_large():
    assert len(set(PAYLOADS.values())) >= 500


@pytest.mark.parametrize("form", FORMS)
def test_no_attack_adds_anything_to_a_page(form):
    source, original, text, page, msgids = english("everything")
    allowed = elements(text)
    for name, payload in PAYLOADS.items():
        catalog = {msgid: form.replace("{msgid}", msgid).replace("{payload}", payload) for msgid in msgids}
        for english_page in (original, SourceStructure()):
            published, outline = outlined(source, localized(english_page, catalog, []))
            added = {element for element in elements(published) - allowed if element[0] != "abbr"}
            assert not added, (name, payload, added)
            assert outline.nodes == page.nodes, (name, payload)
            assert "\x02" not in published, (name, payload)


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
