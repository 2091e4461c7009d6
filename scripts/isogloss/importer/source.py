"""The English page that a bilingual page holds, with the ids that its headings have there."""

from __future__ import annotations

from isogloss.importer.bilingual import Bilingual
from isogloss.importer.blocks import PageRead, Reader
from isogloss.segments.lines import page_lines

_ROUNDS = 3
"""An id that is written can change the next one that is made; ids are compared again after that."""


def english_page(reader: Reader, name: str, src_uri: str, halves: Bilingual) -> tuple[PageRead, list[str]]:
    """The English page of *halves*, and the names of headings that are no anchors on it.

    A heading gets an id where the site would make another one than its name, if the site reads attribute lists.
    """
    text = halves.english
    page = reader.read(name, src_uri, text)
    given: dict[int, str] = {}
    for _ in range(_ROUNDS if reader.site.has_extension("attr_list") else 0):
        ids = [block.anchor for block in page.blocks if block.level]
        if len(ids) != len(halves.anchors):
            break
        names = halves.anchors
        # A name that is there twice is the anchor of the first heading.
        other = {n: name for n, name in enumerate(names) if name and name != ids[n] and name not in names[:n]}
        if not other:
            break
        given |= other
        text = _with_ids(halves.english, given)
        page = reader.read(name, src_uri, text)
    anchors = {block.anchor for block in page.blocks}
    return page, [name for name in dict.fromkeys(halves.anchors) if name and name not in anchors]


def _with_ids(text: str, ids: dict[int, str]) -> str:
    out = []
    number = 0
    for line in page_lines(text):
        out.append(line.text)
        if line.heading:
            out[-1] += f" {{ #{ids[number]} }}" if number in ids else ""
            number += 1
    return "\n".join(out)
