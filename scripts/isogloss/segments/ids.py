"""Ids: the English ones, whatever the language. The site's own rules make them, from the English texts."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from copy import deepcopy

from markdown import Markdown

from isogloss.segments.html import TAG
from isogloss.segments.parser import render, steps, undisturbed, unstashed
from isogloss.segments.text import only_words
from isogloss.segments.walk import is_heading


def heading_ids(md: Markdown, root: etree.Element) -> list[str]:
    """The ids that the headings of *root*, whose texts are still raw Markdown, will have."""
    shadow = etree.Element("div")

    def add(parent: etree.Element) -> None:
        for element in parent:
            if is_heading(element):
                shadow.append(deepcopy(element))
                continue
            if element.get("id") or "{" in (element.text or "") or "{" in (element.tail or ""):
                copy = etree.SubElement(shadow, element.tag, dict(element.attrib))
                copy.text, copy.tail = element.text, element.tail
            add(element)

    add(root)
    toc = "toc" in md.treeprocessors
    with undisturbed(md):
        for step in steps(md, "toc" if toc else "isogloss-compare"):
            step.run(shadow)
        if toc:
            md.treeprocessors["toc"].run(shadow)
    return [element.get("id") or "" for element in shadow.iter() if is_heading(element)]


def first_heading(md: Markdown, root: etree.Element) -> str:
    """What readers see of the heading of first level that *root*, still raw, begins with; empty if there is none."""
    if not len(root) or root[0].tag != "h1":
        return ""
    text = root[0].text or ""
    if len(root[0]) or not only_words(text):
        heading = deepcopy(root[0])
        heading.tail = None
        with undisturbed(md):
            render(md, heading)
            text = TAG.sub("", unstashed(md, "".join(heading.itertext())))
    return " ".join(text.split())


def pin_tab_ids(md: Markdown, root: etree.Element, labels: list[tuple[etree.Element, str]]) -> None:
    """Give the tabs of *root* the ids that they have in English, where the site makes ids from the labels of tabs.

    *labels* are the label elements, translated, each with its English text.
    """
    if not labels or "tab_slugs" not in md.treeprocessors:
        return
    for element in root.iter("input"):
        if element.get("type") == "radio":
            element.attrib.pop("id", None)
    translated = [(label, label.text or "", list(label)) for label, _ in labels]
    with undisturbed(md):
        for label, text in labels:
            english = etree.Element("label")
            english.text = text
            render(md, english, "tab_slugs")
            label[:], label.text = list(english), english.text
        md.treeprocessors["tab_slugs"].run(root)
    for label, text, children in translated:
        label[:], label.text = children, text


def keep_former_ids(heading: etree.Element) -> None:
    """Let links to the ids that *heading* had once, in ``data-former``, still find it."""
    former = heading.attrib.pop("data-former", "").split()
    for position, name in enumerate(former):
        place = etree.Element("span", {"id": name})
        place.tail = None if position < len(former) - 1 else heading.text
        heading.insert(position, place)
    if former:
        heading.text = None
