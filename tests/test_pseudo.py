"""Pseudo-locales: texts that pass every check by construction; what stays plain among them is reached by no catalog."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
import sample
import yaml
from conftest import CONFIG, Site
from isogloss import checks
from isogloss.commands.pseudo import STYLES
from isogloss.segments import Rendering, SourceStructure
from isogloss.segments.prose import prose
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
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
        ('[b](c.md){title="d" .e} {{ f(a, title="g") }}', '⟦[ƀ](c.md){title="ď" .e} {{ f(a, title="g") }}⟧'),
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
        ('![c](c.png "c") ![c.png](c.png) ![d](c.png (d))', '⟦![ć](c.png "ć") ![ć.þńĝ](c.png) ![ď](c.png (ď))⟧'),
        ("b <https://c.d> <b title='c'>d</b>", "⟦ƀ <https://c.d> <b title='ć'>ď</b>⟧"),
    ],
)
def test_the_parser_of_the_site_tells_what_is_code(text, pseudo):
    md = Markdown(extensions=[*MATH], extension_configs=MATH)
    md.convert("A page.")
    assert ACCENTED.text(text, words=prose(md, text)) == pseudo


class _Users(InlineProcessor):
    def handleMatch(self, found, _):  # noqa: N802
        link = etree.Element("a", href=f"https://example.org/{found[1]}")
        link.text = found[0]
        return link, *found.span()


def test_what_an_extension_makes_an_address_of_is_no_word():
    md = Markdown()
    md.inlinePatterns.register(_Users(r"@(\w+)"), "users", 50)
    md.convert("A page.")
    text = "By @dog, [cat](cat.md)"
    assert ACCENTED.text(text, words=prose(md, text)) == "⟦Ɓý @dog, [ćààţ](cat.md)⟧"


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
    assert ACCENTED.variants(text)[-2:] == ["**⟦Ńééŵ îîń 1.5.⟧** ⟦Ààń ööþţîîööń⟧", "**New in 1.5.** ⟦Ààń ööþţîîööń⟧"]
    assert ACCENTED.variants("An option") == ["⟦Ààń ööþţîîööń⟧", "⟦Ààń ööþţîîööń ⟧"]


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


def test_a_blog_in_a_pseudo_locale(tmp_path):
    site = new_site(tmp_path, {"index.md": "# Start\n"})
    config = (
        site.read("mkdocs.yml").replace("name: mkdocs", "name: material").replace("plugins:\n", "plugins:\n  - blog\n")
    )
    site.write("mkdocs.yml", config)
    site.write("docs/blog/index.md", "# Blog\n\nNews.\n")
    for day in range(1, 13):
        head = f"---\ndate: 2026-01-{day:02}\ncategories: [General]\n---\n"
        site.write(f"docs/blog/posts/{day}.md", f"{head}# Post {day}\n\nBegin.\n\n<!-- more -->\n\nEnd.\n")
    status, said = site.isogloss("pseudo")
    assert (status, "catalogs written" in said) == (0, True), said
    assert site.isogloss("check")[0] == 0
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert 'datetime="2026-01-12' in site.read("site/en-XA/blog/index.html")
    # The second page of the blog is made of the title of the first one.
    assert '<h1 id="blog">⟦Ɓļööĝ⟧' in site.read("site/en-XA/blog/page/2/index.html")


def test_a_theme_without_the_language_of_a_pseudo_locale_fails_no_strict_build(tmp_path):
    site = new_site(tmp_path, {"index.md": "# Start\n"})
    assert site.isogloss("pseudo")[0] == 0
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr


def test_texts_that_are_made_anew_at_each_rendering(tmp_path):
    hook = "import itertools\nnumbers = itertools.count()\n\ndef on_page_markdown(markdown, **_):\n"
    hook += "    return markdown + f'\\n\\nNumber {next(numbers)} of many'\n"
    site = new_site(tmp_path, {"index.md": "# Start\n"})
    site.write("hooks.py", hook)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hooks.py]\n")
    status, said = site.isogloss("pseudo", "--locale", "en-XA")
    assert (status, said) == (0, "en-XA: 2 catalogs written\n")


def test_a_message_that_no_text_fits_is_told(tmp_path):
    site = new_site(tmp_path, {"index.md": "# Start\n\n<tr>\n<tdServes words of a page\n</tr>\n"})
    status, said = site.isogloss("pseudo", "--locale", "en-XA")
    assert status == 0
    assert "docs/index.md:4: warning: no pseudo text fits this message, which stays as it is: tag '<tdServes'" in said
    assert said.count("[pseudo-unchanged]") == 1
    assert "isogloss check --explain pseudo-unchanged" in said


def test_an_address_at_the_end_ends_before_the_bracket(tmp_path):
    site = new_site(tmp_path, {"index.md": "# Start\n\nSee https://example.org/a\n"})
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - abbr\n", "  - abbr\n  - pymdownx.magiclink\n"))
    assert site.isogloss("pseudo", "--locale", "en-XA") == (0, "en-XA: 2 catalogs written\n")
    entry = site.catalog("locales/en-XA/docs/index.po").find("See https://example.org/a")
    assert entry.msgstr == "⟦Šéééé https://example.org/a ⟧"


def test_a_text_that_is_refused_on_one_page_twice_gets_the_next_text(tmp_path):
    # A title is what is bold at the beginning: another sign before it would be the beginning.
    hook = """
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _Titles(Treeprocessor):
    def run(self, root):
        for paragraph in root.iter("p"):
            if len(paragraph) and paragraph[0].tag == "strong" and not (paragraph.text or "").strip():
                paragraph.set("class", "titled")
                paragraph.text = paragraph[0].text
                paragraph.remove(paragraph[0])


class Titles(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(_Titles(), "titles", 10)


def on_config(config, **_):
    config.markdown_extensions.append(Titles())
"""
    site = new_site(tmp_path, {"index.md": "# Start\n\n**New in 1.5.**\n\nWords.\n\n**New in 1.5.**\n"})
    site.write("hooks.py", hook)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hooks.py]\n")
    assert site.isogloss("pseudo", "--locale", "en-XA") == (0, "en-XA: 2 catalogs written\n")
    entry = site.catalog("locales/en-XA/docs/index.po").find("**New in 1.5.**")
    assert entry.msgstr == "**⟦Ńééŵ îîń 1.5.⟧**"
