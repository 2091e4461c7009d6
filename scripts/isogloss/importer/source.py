"""The English page that a bilingual page holds, with the ids that its headings have there."""

from __future__ import annotations

from isogloss.importer.bilingual import HEADING, Bilingual, with_code
from isogloss.importer.reading import PageRead, Reader

_ROUNDS = 3
"""An id that is written can change the next one that is made; ids are compared again after that."""


def english_page(reader: Reader, src_uri: str, halves: Bilingual) -> PageRead:
    """The English page of *halves*: a heading gets an id where the site would make another one than its name."""
    text = halves.english
    page = reader.read(src_uri, src_uri, text)
    if "attr_list" not in reader.site.config.markdown_extensions:
        return page
    given: dict[int, str] = {}
    for _ in range(_ROUNDS):
        ids = [block.anchor for block in page.blocks if block.level]
        if len(ids) != len(halves.anchors):
            break
        other = {n: name for n, name in enumerate(halves.anchors) if name and name != ids[n]}
        if not other:
            break
        given |= other
        text = _with_ids(halves.english, given)
        page = reader.read(src_uri, src_uri, text)
    return page


def _with_ids(text: str, ids: dict[int, str]) -> str:
    out = []
    number = 0
    for line, in_code in with_code(text.split("\n")):
        if not in_code and HEADING.match(line):
            line += f" {{ #{ids[number]} }}" if number in ids else ""
            number += 1
        out.append(line)
    return "\n".join(out)
