"""Half-translated pages in a real Chromium: all that is English on them says so, and nothing else does.

Translations are the English texts in other letters, so that each word of a finished page shows what it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import conftest
import polib
import pytest
from chromium import serving
from isogloss.commands.pseudo import STYLES

CASE = Path(__file__).parents[1] / "cases/render/everything.md"
CONFIG = """\
site_name: Lamps and wires
site_description: All about lamps
site_url: https://lamps.example/
copyright: Written by people
repo_url: https://code.example/lamps
edit_uri: edit/main/docs/
theme:
  name: material
  font: false
  features: [content.code.annotate, content.code.copy, content.footnote.tooltips, content.action.edit,
    navigation.footer, navigation.indexes, navigation.path, navigation.tabs, navigation.top, toc.follow]
  palette:
    - scheme: default
      toggle: {icon: material/weather-night, name: Switch to the dark}
    - scheme: slate
      toggle: {icon: material/weather-sunny, name: Switch to the light}
extra:
  social:
    - {icon: fontawesome/brands/github, link: https://code.example/lamps, name: Where the code lives}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true, permalink_title: Link to this place}
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.quotes: {callouts: true}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
plugins:
  - search
  - tags
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: en, name: English, default: true}
        - {locale: es-ES, name: Español}
        - {locale: ar, name: العربية}
  - isogloss: {status: true}
nav:
  - Begin here: index.md
  - Parts of lamps:
      - Overview of parts: parts/index.md
      - Everything there: parts/everything.md
      - Bulbs that glow: parts/bulbs.md
  - Last things: last.md
"""
SECTIONS = """

## Deeper things

### First detail

Details of GPU matter.[^2]

### Second detail

??? tip "Unfold this"

    Hidden words.

[^2]: Another note below.
"""
PAGES = {
    "index.md": "---\ntags: [Bright, Cheap]\n---\n# Welcome home\n\nLight for rooms.\n\n## Rooms inside\n\nMany.\n",
    "parts/index.md": "# Parts overview\n\n[Everything](everything.md), [bulbs](bulbs.md) and [last](../last.md).\n",
    "parts/everything.md": "---\ndescription: Described in a line\n---\n" + CASE.read_text(encoding="utf-8") + SECTIONS,
    "parts/bulbs.md": "# Bulbs glow\n\nA GPU is no bulb.\n\n## Wires inside\n\nOld wires.\n\n*[GPU]: Graphics unit\n",
    "last.md": "# Final page\n\nGoodbye.\n",
}
FILES = {
    "parts/a.md": "# Alpha\n",
    "parts/1.md": "# One thing\n",
    "parts/2.md": "# Two things\n\n## There {#there}\n",
    "parts/g.md": "# Guide\n",
}
READ = ["", "parts/", "parts/everything/", "parts/bulbs/", "last/", "status/"]
FOREIGN = {
    key
    for key, value in ((letter, letter) for letter in STYLES["XA"].letters.values())
    if key not in "àéîïöûáíóúñüÀÉÎÖÛÁÍÓÚÑÜ"
}
SEEN = """(() => {
    const found = [], spoken = node => node.closest("[lang]").getAttribute("lang");
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const place = node => {
        const names = [];
        for (let one = node; one && names.length < 3; one = one.parentElement)
            names.unshift(one.localName + (one.classList[0] ? `.${one.classList[0]}` : ""));
        return names.join(" ");
    };
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.nodeType === Node.TEXT_NODE) {
            const above = node.parentElement;
            if (above.closest("script, style, noscript, template, title, code, kbd, .md-search")) continue;
            if (node.data.trim()) found.push([node.data.trim(), spoken(above), place(above)]);
        } else for (const name of ["title", "alt", "aria-label", "placeholder"])
            // A label that is half theirs and half the author's, and one of more than a picture, have one language.
            if (node.hasAttribute(name) && !node.closest(".md-search, section, .md-footer__link[aria-label*=':']"))
                found.push([node.getAttribute(name), spoken(node), `${place(node)} @${name}`]);
    }
    return found;
})()"""


def build(folder: Path, odd: int) -> None:
    """Build the site with every second message translated: the *odd* ones, or the others."""
    site = conftest.Site(folder / "source")
    site.write("mkdocs.yml", CONFIG)
    for path, text in (PAGES | FILES).items():
        site.write(f"docs/{path}", text)
    for name in ("chip.svg", "x.png"):
        site.write(f"docs/parts/{name}", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    updated = site.run("isogloss", "update")
    assert updated.returncode == 0, updated.stderr
    number = odd
    for path in sorted((site.root / "locales").rglob("*.po")):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for message in catalog:
            number += 1
            message.msgstr = STYLES["XA"].text(message.msgid).strip("⟦⟧") if number % 2 else ""
        catalog.save()
    built = site.build("--site-dir", str(folder / "served"))
    assert built.returncode == 0, built.stderr


@pytest.fixture(scope="module", params=[0, 1], ids=["odd", "even"])
def half(request, tmp_path_factory):
    folder = conftest.once(tmp_path_factory, f"half-{request.param}", lambda folder: build(folder, request.param))
    with serving(folder / "served") as served:
        yield folder / "source", served.origin


def english_words(source: Path) -> set[str]:
    """The words of the messages that are long enough to be of one language."""
    texts = [message.msgid for path in source.rglob("locales/ar/**/*.po") for message in polib.pofile(str(path))]
    return {word for text in texts for word in re.findall(r"[A-Za-z]{4,}", re.sub(r"`[^`]*`|\([^)]*\)", "", text))}


@pytest.mark.parametrize("language", ["es-ES", "ar"])
def test_english_says_so_and_nothing_else_does(driver, half, language):
    source, origin = half
    english = english_words(source)
    wrong, counted = [], {"en": 0, language: 0}
    with driver.tab() as tab:
        for page in READ:
            tab.go(f"{origin}/{language}/{page}")
            for text, spoken, place in tab.run(SEEN):
                text = re.sub(r"\S+\.po\b", "", text)
                translated = bool(FOREIGN & set(text))
                is_english = not translated and bool(english & set(re.findall(r"[A-Za-z]+", text)))
                if (translated and spoken != language) or (is_english and spoken != "en"):
                    wrong.append((page, text, spoken, place))
                if translated or is_english:
                    counted[spoken] += 1
    assert wrong == []
    assert min(counted.values()) > 50, counted
