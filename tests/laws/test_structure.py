"""Laws 2 and 5: whatever translators write, the outline stays, and nothing is added to the page."""

from __future__ import annotations

import functools
import os
import re

import polib
import pytest
import sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from isogloss.segments import SourceStructure
from rendering import elements, english, localized, outlined

EXAMPLES = int(os.environ.get("ISOGLOSS_EXAMPLES", "60"))

NASTY = [
    "<script>alert(1)</script>", "<b onclick=x()>", "</p>", "<img src=x onerror=x()>", "<!--", "-->", "&lt;b&gt;",
    "[x](javascript:x)", "[x][y]", "[^1]", "![](y.png)", "<https://e.org>", "https://e.org", "{ #id .c onclick=x }",
    "{: .c }", "\n{: .c }", "\n\n# h\n\n", "\n    code", "`", "``", "**", "*", "_", "__", "\\", "](", "++a+b++", "|",
    '"', "'", '" onload="x', "--8<-- 'x'", "{{ x }}", "[TOC]", "*[GPU]: X", "\x02", "\x03", "\x02wzxhzdk:0\x03",
    "\u202e", "\u200b", "<", ">", "&", "&#106;", "%(x)s", "\n", "\t", "  \n", "<div>", "</div>", "<style>*{}</style>",
]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(["uno", "dos", "GPU", "Windows", ".", ","]),
    st.text(alphabet="ab [](){}<>*_`#!|^&\\\"'=:/\x02\x03\n", max_size=6),
)


@st.composite
def catalogs(draw, name: str) -> dict[str, str]:
    msgids = english(name)[4]
    chosen = draw(st.lists(st.sampled_from(msgids), min_size=1, max_size=8, unique=True))
    catalog = {msgid: msgid for msgid in msgids}
    for msgid in chosen:
        words = msgid.split(" ")
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(words)))
            if words and draw(st.booleans()):
                words.pop(min(place, len(words) - 1))
            else:
                words.insert(place, draw(PIECES))
        if draw(st.booleans()):
            words = draw(st.permutations(words))
        catalog[msgid] = draw(st.sampled_from([" ", ""])).join(words) or msgid
    return catalog


@functools.cache
def translations(locale: str) -> dict[str, str]:
    """Every finished translation of the sample site, whatever page it is on."""
    files = [polib.pofile(str(path)) for path in sample.catalogs(f"{locale}/docs")]
    return {entry.msgid: entry.msgstr for file in files for entry in file.translated_entries()}


@functools.cache
def pieces(locale: str) -> tuple[str, ...]:
    """What the texts of the sample site are made of: links, code, tags, emphasis, words."""
    piece = re.compile(r"!?\[[^\]]*\]\([^)]*\)|\[\^\w+\]|`[^`]+`|<[^>]+>|\*\*[^*]+\*\*|\S+")
    texts = [text for pair in translations(locale).items() for text in pair]
    return tuple(sorted({found for text in texts for found in piece.findall(text)}))


@st.composite
def real_catalogs(draw) -> tuple[str, dict[str, str], set[str]]:
    """A page, a catalog for it made of real translations that have been mixed up, and which of them were changed."""
    name = draw(st.sampled_from(sample.pages()))
    locale = draw(st.sampled_from(sample.LOCALES))
    known, msgids = translations(locale), english(name)[4]
    catalog = {msgid: known.get(msgid, msgid) for msgid in msgids}
    others = st.sampled_from(sorted(known.values()) + sorted(known))
    changed = draw(st.lists(st.sampled_from(msgids), min_size=1, max_size=12, unique=True))
    for first, second in zip(changed, draw(st.permutations(changed)), strict=True):
        words = catalog[first].split(" ")
        place = draw(st.integers(0, len(words)))
        match draw(st.sampled_from(["exchange", "replace", "splice", "recombine", "shuffle", "drop", "nasty"])):
            case "exchange":
                catalog[first], catalog[second] = catalog[second], catalog[first]
                continue
            case "replace":
                words = [draw(others)]
            case "splice":
                words[place:place] = draw(st.lists(st.sampled_from(pieces(locale)), min_size=1, max_size=3))
            case "recombine":
                tail = draw(others).split(" ")
                words = words[:place] + tail[draw(st.integers(0, len(tail))) :]
            case "shuffle":
                words = draw(st.permutations(words))
            case "drop":
                del words[place : place + draw(st.integers(1, 4))]
            case "nasty":
                words.insert(place, draw(PIECES))
        catalog[first] = " ".join(words) or first
    return name, catalog, set(changed)


@pytest.mark.parametrize("english_first", [True, False])
def test_no_catalog_made_of_real_translations_changes_a_page(english_first):
    """Whatever the checks refuse is published in English; what they let pass changes no outline."""
    published_changes = 0

    @settings(max_examples=EXAMPLES // 2, suppress_health_check=list(HealthCheck))
    @given(real_catalogs())
    def law(generated):
        nonlocal published_changes
        name, catalog, changed = generated
        source, original, text, page, _ = english(name)
        refused: list[str] = []
        rendering = localized(original if english_first else SourceStructure(), catalog, refused)
        published, localized_page = outlined(source, rendering)
        assert localized_page.nodes == page.nodes
        assert localized_page.decisions == page.decisions
        assert localized_page.next_steps == page.next_steps
        assert not {element for element in elements(published) - elements(text) if element[0] != "abbr"}
        published_changes += max(0, len(changed) - len(refused))

    law()
    assert published_changes > EXAMPLES / 8, "catalogs of which everything is refused prove nothing"


@pytest.mark.parametrize("name", ["everything", "index.md", "troubleshooting.md", "contribute/translate.md"])
@pytest.mark.parametrize("english_first", [True, False])
def test_no_catalog_changes_the_outline_or_adds_anything(name, english_first):
    source, original, text, page, _ = english(name)
    allowed = elements(text)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(catalogs(name))
    def law(catalog):
        rendering = localized(original if english_first else SourceStructure(), catalog, [])
        published, localized_page = outlined(source, rendering)
        assert localized_page.nodes == page.nodes
        assert localized_page.decisions == page.decisions
        added = elements(published) - allowed
        # Explained abbreviations follow the words of the language.
        assert not {element for element in added if element[0] != "abbr"}
        assert "\x02" not in published
        assert "wzxhzdk" not in published

    law()
