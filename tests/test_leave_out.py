"""What is left out of translation: elements, pages and texts that are English in every language."""

from __future__ import annotations

import json
import re

import pytest
from isogloss.commands.pseudo import STYLES
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.segments.text import without_kept
from markdown import Markdown

ELEMENTS = """\
# Product {translate=no}

Translate this, and keep <span translate="no">Windows</span> and *Turbo Boost*{translate=no}.

Licence text in English.
{: translate=no title="Not this either" }

- Item one
- Item two
  {translate=no}
- Item three

    Another block
    {translate=no}

<div translate="no" markdown>
## Kept heading

Kept paragraph.

<p translate="yes" markdown>But not this.</p>
</div>

<div translate="no"><p title="kept title">Raw kept.</p><p translate="yes">Raw translated.</p></div>

<p>Raw <b translate="no">Kernel</b> words.</p>

<span translate="no">Isogloss</span>

![A photo](a.png){translate=no}

| Name | Text |
| ---- | ---- |
| <b translate="no">ROCm</b> | Open |
"""
MESSAGES = [
    'Translate this, and keep <span translate="no">Windows</span> and *Turbo Boost*{translate=no}.',
    "Item one",
    "Item three",
    "But not this.",
    "Raw translated.",
    'Raw <b translate="no">Kernel</b> words.',
    "Name",
    "Text",
    "Open",
]
PAGE = "locales/ar/docs/index.po"


def msgids(site, path=PAGE):
    return [entry.msgid for entry in site.catalog(path) if not entry.obsolete]


def codes(site):
    result = site.run("isogloss", "check", "--format", "json")
    assert result.stdout or not result.stderr, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return {row["code"] for row in rows} - {"copied", "english"}


@pytest.fixture
def elements(make_site):
    site = make_site({"index.md": ELEMENTS}, locales=("ar",), theme="material")
    site.write("docs/a.png", "")
    return site


def test_elements_that_say_so_are_in_no_catalog(elements):
    assert msgids(elements) == MESSAGES
    assert elements.run("isogloss", "status", "--format", "json").stdout.count(f'"total": {len(MESSAGES)}') == 1


def test_elements_that_say_so_are_english_and_blocks_of_them_are_marked(elements):
    translations = {text: text.replace("Translate this", "ترجم").replace("words", "كلمات") for text in MESSAGES}
    translations |= {"Item one": "واحد", "Raw translated.": "مترجم."}
    elements.translate(PAGE, translations)
    built = elements.build("--strict")
    assert built.returncode == 0, built.stderr
    page = elements.read("site/ar/index.html")
    tags = re.findall(r"<(\w+)([^>]*translate=\"no\"[^>]*)>", page)
    marked = [tag for tag, attributes in tags if 'lang="en"' in attributes and 'dir="ltr"' in attributes]
    # The licence, an item, a block of an item, and the two elements of HTML; none within a text.
    assert marked == ["h1", "p", "li", "p", "div", "div"]
    assert {tag for tag, attributes in tags if "lang" not in attributes} == {"span", "em", "b", "img"}
    assert 'title="Not this either"' in page
    assert not re.search(
        '<[^>]*lang="en"[^>]*translate|<[^>]*translate[^>]*lang="en"', elements.read("site/index.html")
    )
    assert re.search(
        r'class="md-nav__link">\s*<span class="md-ellipsis">\s*<span lang="en" dir="ltr">Kept heading', page
    )
    for kept in ('<span translate="no">Windows</span>', '<b translate="no">Kernel</b>', '<b translate="no">ROCm</b>'):
        assert kept in page
    assert '<em translate="no">Turbo Boost</em>' in page
    assert '<span translate="no">Isogloss</span>' in page
    assert '<p translate="yes">مترجم.</p>' in page
    assert "ترجم, and keep" in page
    assert not codes(elements)


@pytest.mark.parametrize(
    ("number", "old", "new", "code"),
    [
        (0, ">Windows<", ">Ventanas<", "kept-text"),
        (0, "*Turbo Boost*", "*Turbo*", "kept-text"),
        (0, ' translate="no"', "", "tag"),
        (0, "{translate=no}", "", "tag"),
        (5, ">Kernel<", ">Kern<", "html"),
        (1, "Item one", "*Item*{translate=no} one", "tag"),
    ],
)
def test_what_is_not_to_be_translated_within_a_text_stays(elements, number, old, new, code):
    msgid = MESSAGES[number]
    assert old in msgid
    elements.translate(PAGE, {msgid: msgid.replace(old, new)})
    assert code in codes(elements)
    assert elements.build("--strict").returncode == 1


KEPT = {
    'a <b translate="no">c</b> d': "a   d",
    "a <b translate=no>c <i>d</i></b>": "a  ",
    "a <B TRANSLATE='no' class=x>c</B> d": None,
    'a <img alt="b" translate="no"> c': "a   c",
    'a <b translate="yes">c</b>': 'a <b translate="yes">c</b>',
    "a *b*{translate=no} c": "a   c",
    "a **b c**{: .x translate='no' } d": "a   d",
    "[a](b){translate=no} [c](d)": "  [c](d)",
    "x ![a](b){translate=no}": "x  ",
    "x [a][b]{ translate=no }": "x  ",
    "x [a]{translate=no} y": "x   y",
    "`a`{translate=no} translate=no": "   translate=no",
    "Write `b` and `*a*{translate=no}` there": "Write   and   there",
    '<b translate="no">a <i translate="no">b</i></b> c': "  c",
    "to translate nothing": "to translate nothing",
}


@pytest.mark.parametrize("text", KEPT)
def test_elements_within_a_text_are_seen(text):
    assert without_kept(text) == (KEPT[text] if KEPT[text] is not None else text)


@pytest.mark.parametrize("kept", ["Kept.\n{: translate=no }", "- Kept.\n  {translate=no}"])
def test_an_attribute_list_says_so_anywhere_on_a_page(kept):
    rendering = Rendering(SourceStructure())
    md = Markdown(extensions=["attr_list", IsoglossExtension(lambda _: rendering)])
    md.convert(f"# Title\n\nText.\n\n{kept}\n\nMore text.\n")
    assert [message.msgid for message in rendering.messages] == ["Title", "Text.", "More text."]


def test_a_pseudo_locale_keeps_them():
    style = STYLES["XA"]
    assert style.text('b <i translate="no">b</i> *b*{translate=no}') == '⟦ƀ <i translate="no">b</i> *b*{translate=no}⟧'


PAGES = {
    "index.md": "# Start\n\nText of the start page.\n\n[Legal](legal.md) [old](old/one.md)\n",
    "legal.md": """\
---
title: Legal notice
translate: false
---

# Legal

A notice.

## Part

<p>Raw text.</p>
""",
    "old/one.md": "# Old page\n\nOld text.\n",
}
OPTIONS = """:
      leave_out_pages: |
        old/
      leave_out_texts: ["v[0-9]*", "Built on *", PyTorch]
"""


def test_pages_that_are_left_out_are_english_in_every_language(make_site):
    site = make_site(PAGES, options=OPTIONS)
    assert [path.name for path in (site.root / "locales/es-ES/docs").rglob("*.po")] == ["index.po"]
    assert not codes(site)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    # The start page has three, mkdocs.yml three, the theme one; a section of the navigation has the name of its folder.
    assert "es-ES: 8 of 8 messages translated" in built.stderr
    page = site.read("site/es-ES/legal/index.html")
    assert '<h1 id="legal" lang="en">Legal' in page or '<h1 lang="en" id="legal">Legal' in page
    assert '<p lang="en">A notice.</p>' in page
    assert '<p><span lang="en">Raw text.</span></p>' in page
    assert 'class="nav-link"><span lang="en">Part</span></a>' in page
    assert '<p lang="en">Old text.</p>' in site.read("site/es-ES/old/one/index.html")
    # In the navigation of other pages, their titles say that they are English.
    start = site.read("site/es-ES/index.html")
    assert '<span lang="en">Legal notice</span>' in start
    assert "<p>Text of the start page.</p>" in start
    rows = json.loads(site.run("isogloss", "status", "--format", "json").stdout)
    assert {row["source"] for row in rows} == {"docs/index.md", "mkdocs", "overrides"}


def test_a_page_that_was_translated_before_keeps_its_translations_as_obsolete(make_site):
    site = make_site(PAGES | {"legal.md": PAGES["legal.md"].replace("translate: false\n", "")})
    site.write("docs/legal.md", PAGES["legal.md"])
    result = site.run("isogloss", "check")
    assert "warning: this catalog holds messages, but its page is left out, and English in all" in result.stdout
    assert site.build("--strict").returncode == 0
    # What a catalog still holds is not published.
    assert '<p lang="en">A notice.</p>' in site.read("site/es-ES/legal/index.html")
    assert site.run("isogloss", "update").returncode == 0
    assert {entry.obsolete for entry in site.catalog("locales/es-ES/docs/legal.po")} == {True}
    assert not codes(site)


def test_texts_that_mkdocs_yml_names_are_left_out(make_site):
    pages = {
        "index.md": "# PyTorch\n\nBuilt on 2026-11-26.\n\nNot built on.\n\n| Version |\n| - |\n| v1.2 |\n\n<p>v2</p>\n",
        "a.md": "---\ntitle: PyTorch\n---\n\nOf PyTorch.\n",
    }
    site = make_site(pages, options=OPTIONS)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "nav:\n  - PyTorch: index.md\n  - More: a.md\n")
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/es-ES/mkdocs.po", {"More": "Más"})
    assert msgids(site, "locales/es-ES/docs/index.po") == ["Not built on.", "Version"]
    assert msgids(site, "locales/es-ES/docs/a.po") == ["Of PyTorch."]
    assert "PyTorch" not in msgids(site, "locales/es-ES/mkdocs.po")
    assert not codes(site)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = site.read("site/es-ES/index.html")
    assert '<p lang="en">Built on 2026-11-26.</p>' in page
    assert '<td lang="en">v1.2</td>' in page
    assert "<p>Not built on.</p>" in page
    assert '<p><span lang="en">v2</span></p>' in page
    # What a generator writes on another day changes no catalog.
    assert site.run("isogloss", "update").returncode == 0
    before = {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")}
    site.write("docs/index.md", pages["index.md"].replace("11-26", "11-27").replace("v1.2", "v1.3"))
    assert site.run("isogloss", "update").returncode == 0
    assert {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")} == before


OBJECT = """\
# Start

The default is `<object object at 0x7f3b1c0d5e90>`, and `<A at 0x7f3b1c0d5eaa>` stands for nothing.

<p>Default: <code>&lt;object object at 0x7f3b1c0d5e90&gt;</code></p>

The program is loaded at 0x10000000.
"""


def test_addresses_of_objects_change_no_catalog(make_site):
    site = make_site({"index.md": OBJECT})
    path = "locales/es-ES/docs/index.po"
    first, second = msgids(site, path)[1:3]
    assert first == "The default is `<object object at 0x…>`, and `<A at 0x…>` stands for nothing."
    assert second == "Default: <code>&lt;object object at 0x…&gt;</code>"
    assert "The program is loaded at 0x10000000." in msgids(site, path)
    translations = {first: first.replace("The default is", "El valor es"), second: second.replace("Default", "Valor")}
    site.translate(path, translations)
    assert site.run("isogloss", "update").returncode == 0
    before = (site.root / path).read_bytes()
    for text in (OBJECT, OBJECT.replace("0x7f3b1c0d5e90", "0x7e0000005e90").replace("5eaa", "5ebb")):
        site.write("docs/index.md", text)
        assert site.run("isogloss", "update").returncode == 0
        assert (site.root / path).read_bytes() == before
        assert not codes(site)
        built = site.build("--strict")
        assert built.returncode == 0, built.stderr
        page = site.read("site/es-ES/index.html")
        one, two = re.findall(r"at (0x\w+)>", text.replace("&gt;", ">"))[:2]
        shown = f"El valor es <code>&lt;object object at {one}&gt;</code>, and <code>&lt;A at {two}&gt;</code>"
        assert shown in page
        assert f"<p>Valor: <code>&lt;object object at {one}&gt;</code></p>" in page


def test_a_page_that_is_left_out_is_no_page_that_is_missing(make_site):
    site = make_site(PAGES, translated=False)
    for path in (site.root / "locales").rglob("*.po"):
        path.unlink()
    site.write("docs/index.es-ES.md", "# Inicio\n\nTexto de la página.\n\n[Legal](legal.md) [viejo](old/one.md)\n")
    result = site.run("isogloss", "check")
    assert "1 page not translated to es-ES: old/one.md" in result.stdout


def test_a_page_that_is_left_out_is_not_imported(make_site):
    site = make_site(PAGES)
    site.write("old/legal.md", "# Aviso\n\nUn aviso.\n\n## Parte\n\n<p>Texto.</p>\n")
    status, said = site.isogloss("import", "docs/legal.md", "old/legal.md", "--locale", "es-ES")
    assert status == 1
    assert "old/legal.md: warning: docs/legal.md is left out of translation" in said
    assert not (site.root / "locales/es-ES/docs/legal.po").exists()
