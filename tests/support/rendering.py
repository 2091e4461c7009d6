"""Renders articles with the extensions of the test sites, without a site around them."""

from __future__ import annotations

import functools
from collections import Counter

from isogloss import checks
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.structure import outline
from lxml import html as lxml_html
from markdown import Markdown
from sample import ROOT, SAMPLE

EVERYTHING = (ROOT / "tests/cases/render/everything.md").read_text(encoding="utf-8")
"""A page with every kind of message."""
EXTENSIONS = {
    "abbr": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "tables": {},
    "toc": {},
    "pymdownx.highlight": {},
    "pymdownx.keys": {},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {},
}


def render(source: str, rendering: Rendering | None, more: dict[str, dict] | None = None) -> str:
    """The article as an edition says, with *more* extensions."""
    options = {**EXTENSIONS, **(more or {})}
    return Markdown(extensions=[*options, IsoglossExtension(lambda _: rendering)], extension_configs=options).convert(
        source
    )


def localized(original: SourceStructure, po: dict[str, str], refused: list[str]) -> Rendering:
    """The article with what the checks let pass of a catalog; what they refuse is counted."""

    def lookup(message):
        msgstr = po.get(message.msgid)
        problems = checks.text_findings(message, msgstr) if msgstr is not None else []
        refused.extend(finding.code for finding in problems)
        if msgstr is None or problems:
            return None
        return msgstr if "\n" in message.msgid else msgstr.replace("\n", " ")

    def verify(_message, _whole, english, translated):
        problems = checks.passage_findings(english, translated)
        refused.extend(finding.code for finding in problems)
        return not problems

    return Rendering(original, lookup=lookup, verify=verify, unfinished={"lang": "en"})


def outlined(source: str, rendering: Rendering) -> tuple[str, outline.Outline]:
    """The article as the build renders it, and its outline."""
    found: list[outline.Outline] = []
    rendering.finish = lambda md, root: found.append(outline.read(md, root))
    extensions = [*EXTENSIONS, IsoglossExtension(lambda _: rendering)]
    text = Markdown(extensions=extensions, extension_configs=EXTENSIONS).convert(source)
    return text, found[0]


@functools.cache
def english(name: str) -> tuple[str, SourceStructure, str, outline.Outline, tuple[str, ...]]:
    source = EVERYTHING
    if name != "everything":
        _, _, source = (SAMPLE / "docs" / name).read_text(encoding="utf-8").split("---\n", 2)
    original = SourceStructure()
    rendering = Rendering(original)
    text, page = outlined(source, rendering)
    return source, original, text, page, tuple(dict.fromkeys(message.msgid for message in rendering.messages))


def elements(text: str) -> Counter[tuple]:
    """Every element with its attributes; without those that translators may change, and without what marks English."""
    found: Counter[tuple] = Counter()
    for element in lxml_html.fragment_fromstring(text, create_parent="main").iterdescendants():
        if not isinstance(element.tag, str):
            found["comment", element.text] += 1
            continue
        kept = {
            name: value
            for name, value in element.attrib.items()
            if name not in ("alt", "title", "aria-label", "placeholder") and (name, value) != ("lang", "en")
        }
        if element.tag == "span" and not kept and element.get("lang") == "en":
            continue
        found[(element.tag, *sorted(kept.items()))] += 1
    return found
