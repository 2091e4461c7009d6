"""Pseudo-locales: texts that pass every check by construction; what stays plain among them is reached by no catalog."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import sample
import yaml
from conftest import CONFIG, Site
from isogloss import checks
from isogloss.commands.coverage import plain_texts
from isogloss.commands.pseudo import STYLES
from isogloss.segments import Rendering, SourceStructure
from isogloss.segments.prose import prose
from markdown import Markdown
from rendering import render

CASES = yaml.safe_load((Path(__file__).parent / "cases/render/passages.yml").read_text(encoding="utf-8"))
ACCENTED, ARABIC = STYLES["XA"], STYLES["XB"]
LANGUAGES = """\
        - locale: en-XA
          name: Accents
        - locale: ar-XB
          name: Right to left
"""


@pytest.mark.parametrize(
    ("text", "pseudo"),
    [
        ("Cat", "⟦Ćààţ⟧"),
        ("Run `wsl --update` now", "⟦Ŕûûń `wsl --update` ńööŵ⟧"),
        ("[a **b**](c_(d).md)", "⟦[àà **ƀ**](c_(d).md)⟧"),
        ('[b](c.md "d"){ .e }', '⟦[ƀ](c.md "ď"){ .e }⟧'),
        ("![b][c] [^d]", "⟦![ƀ][c] [^d]⟧"),
        ("<b class='c' title='d'>f</b>", "⟦<b class='c' title='ď'>ƒ</b>⟧"),
        ("on %(date)s, {} &amp; {name}", "⟦ööń %(date)s, {} &amp; {name}⟧"),
        ("++ctrl+c++ :smile:", "⟦++ctrl+c++ :smile:⟧"),
        ("<https://d.org/f> or https://d.org/f b@d.org", "⟦<https://d.org/f> ööŕ https://d.org/f b@d.org⟧"),
        ("f  \ng", "⟦ƒ  \nĝ⟧"),
    ],
)
def test_only_words_change(text, pseudo):
    assert ACCENTED.text(text) == pseudo


MATH = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.keys": {}, "pymdownx.inlinehilite": {}, "attr_list": {}}


@pytest.mark.parametrize(
    ("text", "pseudo"),
    [
        (r"a \(y\) b", r"⟦àà \(y\) ƀ⟧"),
        (r"a $x_b$ c $5 and", r"⟦àà $x_b$ ć $5 ààńď⟧"),
        (r"**b \(y\)** c", r"⟦**ƀ \(y\)** ć⟧"),
        ("`b \\(y\\)` [c $d$ f](g.md 'h') &amp; f", "⟦`b \\(y\\)` [ć $d$ ƒ](g.md 'ĥ') &amp; ƒ⟧"),
        ("`#!py b` ++ctrl+b++ ![c](d.png){ .f }", "⟦`#!py b` ++ctrl+b++ ![ć](d.png){ .f }⟧"),
        ("_b `c`_ **d _f_ g** {name} %(h)s", "⟦_ƀ `c`_ **ď _ƒ_ ĝ** {name} %(h)s⟧"),
        ("b <https://c.d> <b title='c'>d</b>", "⟦ƀ <https://c.d> <b title='ć'>ď</b>⟧"),
    ],
)
def test_the_parser_of_the_site_tells_what_is_code(text, pseudo):
    md = Markdown(extensions=[*MATH], extension_configs=MATH)
    md.convert("A page.")
    assert ACCENTED.text(text, words=prose(md, text)) == pseudo


def test_without_math_on_the_site_dollars_are_no_math():
    md = Markdown()
    md.convert("A page.")
    assert ACCENTED.text("$b$ and", words=prose(md, "$b$ and")) == "⟦$ƀ$ ààńď⟧"


def test_math_of_a_page_stays_in_its_pseudo_locale(tmp_path):
    math = "Take $b$ and \\(c\\).\n\n$$\nd\n$$\n\n\\[\nf\n\\]\n\n\\begin{align}\ng\n\\end{align}\n"
    site = new_site(tmp_path, {"index.md": f"# Start \\(h\\)\n\n{math}"})
    config = site.read("mkdocs.yml").replace("  - abbr\n", "  - pymdownx.arithmatex:\n      generic: true\n")
    site.write("mkdocs.yml", config)
    assert site.isogloss("pseudo", "--locale", "en-XA")[0] == 0
    found = {entry.msgid: entry.msgstr for entry in site.catalog("locales/en-XA/docs/index.po")}
    assert found["Take $b$ and \\(c\\)."] == "⟦Ţààķéé $b$ ààńď \\(c\\).⟧"
    assert found["Start \\(h\\)"] == "⟦Šţààŕţ \\(h\\)⟧"
    for msgid, msgstr in found.items():
        if not re.search("Take|Start", msgid):
            assert msgstr == f"⟦{msgid}⟧"
    assert site.isogloss("check", "--locale", "en-XA")[0] == 0


def test_from_right_to_left():
    assert ARABIC.text("Cat `x` 12") == "⟦ثاات `x` 12⟧"


def test_a_text_gets_about_a_third_longer():
    text = "Start with the maker of your graphics card, then follow the conditions until you reach a link."
    assert 1.25 < len(ACCENTED.text(text)) / len(text) < 1.45


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_check_refuses_a_pseudo_text(case, style):
    refused = []

    # A label in square brackets can be told from a text in square brackets on its page alone: Texts tries all variants.
    gentle = re.search(r"(?m)^\[[^\]^]+\]:", case["markdown"]) is not None

    def lookup(message):
        variants = STYLES[style].variants(message.msgid)
        text = variants[1] if gentle and len(variants) > 1 else variants[0]
        refused.extend(checks.text_findings(message, text))
        return text

    def verify(_message, _whole, english, translated):
        refused.extend(checks.passage_findings(english, translated))
        return not refused

    render(case["markdown"], Rendering(SourceStructure(), lookup=lookup, verify=verify))
    assert refused == []


def new_site(folder: Path, pages: dict[str, str]) -> Site:
    site = Site(folder)
    site.write(
        "mkdocs.yml", CONFIG.format(languages=LANGUAGES.rstrip(), structure="suffix", options="", theme="mkdocs")
    )
    for path, text in pages.items():
        site.write(f"docs/{path}", text)
    return site


def test_again_and_after_a_change(tmp_path):
    site = new_site(tmp_path, {"index.md": "# Start\n\nSome text that is long enough to be found again.\n"})
    assert "en-XA: 2 catalogs written" in site.isogloss("pseudo", "--locale", "en-XA")[1]
    assert site.isogloss("update")[0] == site.isogloss("check")[0] == 0
    assert not (tmp_path / "locales/ar-XB").exists()
    assert "en-XA: 0 catalogs written" in site.isogloss("pseudo", "--locale", "en-XA")[1]
    site.write("docs/index.md", "# Start\n\nSome texts that are long enough to be found again.\n")
    assert "en-XA: 1 catalog written" in site.isogloss("pseudo", "--locale", "en-XA")[1]
    entries = [entry for entry in site.catalog("locales/en-XA/docs/index.po") if not entry.obsolete]
    assert {entry.msgid: (entry.msgstr, entry.flags, entry.previous_msgid) for entry in entries} == {
        text: (ACCENTED.text(text), [], None)
        for text in ("Start", "Some texts that are long enough to be found again.")
    }


def test_the_label_of_an_address_stays(tmp_path):
    site = new_site(tmp_path, {"index.md": "# Start\n\nSee [Start] here.\n\n[Start]: index.md\n"})
    site.isogloss("pseudo", "--locale", "en-XA")
    entry = site.catalog("locales/en-XA/docs/index.po").find("See [Start] here.")
    assert entry.msgstr == "⟦Šéééé [Šţààŕţ][Start] ĥééŕéé.⟧"
    assert site.isogloss("check", "--locale", "en-XA")[0] == 0


def test_what_a_plugin_looks_for_at_the_beginning_stays_there():
    text = "**New in 1.5.** An option"
    assert ACCENTED.variants(text)[-1] == "**New in 1.5.** ⟦Ààń ööþţîîööń⟧"
    assert ACCENTED.variants("An option") == [ACCENTED.text("An option")]


def test_translations_of_a_real_language_are_not_touched(make_site):
    site = make_site({"index.md": "# Start\n"})
    before = site.read("locales/es-ES/docs/index.po")
    status, said = site.isogloss("pseudo", "--locale", "es-ES")
    assert status == 1
    assert "none of these locales is a pseudo-locale" in said
    assert site.read("locales/es-ES/docs/index.po") == before


def test_a_whole_site_in_pseudo_letters_is_free_of_findings(tmp_path):
    sample.copy(tmp_path)
    shutil.rmtree(tmp_path / "locales")
    site = Site(tmp_path)
    head, _, rest = site.read("mkdocs.yml").partition("        - locale: es-ES\n")
    languages = LANGUAGES.replace("Accents\n", "Accents\n          build: false\n")
    site.write("mkdocs.yml", head + languages + "  - isogloss" + rest.partition("  - isogloss")[2])
    status, said = site.isogloss("pseudo")
    assert status == 0, said
    status, said = site.isogloss("check")
    assert (status, "in each of 2 locales: nothing found" in said) == (0, True), said
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert re.findall(r"isogloss: (\S+): .* translated, (.*)", built.stderr) == [("ar-XB", "0 fuzzy, 0 missing")]
    assert '<html lang="ar-XB"' in site.read("site/ar-XB/index.html")
    assert 'dir="rtl"' in site.read("site/ar-XB/index.html")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<p>⟦Ćààţ⟧</p>", []),
        ("<p>⟦Ćààţ⟧ dog</p>", ["⟦Ćààţ⟧ dog"]),
        ("<p>12 ⟦x⟧́</p>", ["12 ⟦x⟧́"]),
        ('<img alt="A dog"><br><input placeholder="Name">', ["A dog", "Name"]),
        ("<pre><code>dog <b>cat</b></code></pre> <kbd>Ctrl</kbd> <script>var x</script>", []),
        ('<p translate="no">Dog <b>cat</b></p><p>bird</p>', ["bird"]),
        ("<svg><text>Dog</text></svg>", ["Dog"]),
        ("<p>See https://example.org/dog or dog@example.org.</p>", ["See https://example.org/dog or dog@example.org."]),
        ("<p>https://example.org/dog 2.10 — &amp;</p>", []),
    ],
)
def test_plain_texts(content, found):
    assert [text for text, _ in plain_texts(content)] == found


def test_coverage_lists_texts_that_no_catalog_reaches(tmp_path):
    page = (
        '---\ntitle: Title\n---\n# Start\n\n[TOC]\n\nReached [text](index.md "Reached title"), `code`.\n\n'
        "<div><svg><title>A red dog</title></svg></div>\n\n<p translate='no'>Stays</p>\n\n![Reached](x.svg)\n"
    )
    site = new_site(tmp_path, {"index.md": page, "reached.md": "# Reached\n\n- Text[^1]\n\n[^1]: Note.\n"})
    config = site.read("mkdocs.yml").replace("permalink: true", "permalink: true\n      title: On this page")
    config = config.replace("  name: mkdocs\n", "  name: mkdocs\n  custom_dir: overrides\n")
    site.write(
        "mkdocs.yml",
        config + "extra:\n  motto: To each their own\n  social: GitHub\n  alternate: [{name: From the left}]\n",
    )
    template = '{% extends "base.html" %}\n{# no\ntext #}\n<p title="Shown">{{ _("Reached") }}\n Not reached</p>\n'
    site.write("overrides/main.html", template)
    result = site.run("isogloss", "check", "--coverage")
    assert result.returncode == 0, "what is not reached is a warning"
    found = re.findall(
        r"^(\S+): warning: no catalog reaches this text.*\[not-reached\]\n +text +(.*)", result.stdout, re.MULTILINE
    )
    assert found == [
        ("docs/index.md:10", "A red dog"),
        ("mkdocs.yml:37", "To each their own"),
        ("overrides/main.html:4", "Shown"),
        ("overrides/main.html:5", "Not reached"),
    ]
