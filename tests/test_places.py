"""What may differ from English in each place where a text is published."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import pytest
import yaml
from isogloss import checks
from isogloss.checks import places
from isogloss.segments import Kind, Message, Rendering, SourceStructure
from isogloss.segments.contexts import CONTEXTS, as_published, as_title
from lxml import html
from test_segments import localized, render

CASES = yaml.safe_load((Path(__file__).parent / "cases/safety/places.yml").read_text(encoding="utf-8"))
MARKS = {"pymdownx.tilde": {}, "pymdownx.caret": {}, "pymdownx.smartsymbols": {}, "smarty": {}}
MORE = {
    None: MARKS,
    "generic": MARKS | {"pymdownx.arithmatex": {"generic": True}},
    "scripts": MARKS | {"pymdownx.arithmatex": {}},
    "silent": MARKS | {"pymdownx.arithmatex": {"preview": False}},
}


class Plain:
    plain = True


def refused_on_a_page(case, english_first: bool) -> set[str]:
    original, refused = SourceStructure(), []
    english = Rendering(original)
    expected = render(case["english"], english, MORE[case.get("with")])
    po = {english.messages[0].msgid: case["spanish"]}
    rendering = localized(original if english_first else SourceStructure(), po, refused)
    published = render(case["english"], rendering, MORE[case.get("with")])
    assert (published.replace(' lang="en"', "") == expected) == bool(refused)
    return set(refused)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["spanish"])
def test_place(case):
    expected = {case["refused"]} if case["refused"] else set()
    if "kind" in case:
        found = checks.text_findings(Message(case["english"], Kind[case["kind"]]), case["spanish"])
        codes = {finding.code for finding in found}
        assert case["refused"] in codes if case["refused"] else not codes
        assert not checks.text_findings(Message(case["english"], Kind[case["kind"]]), case["english"])
    else:
        assert refused_on_a_page(case, True) == refused_on_a_page(case, False) == expected


def test_a_kind_that_nobody_has_described_takes_nothing_but_english():
    message = Message("Start", Enum("Made", {"UP": "tooltip"}, type=Plain).UP)
    (finding,) = checks.text_findings(message, "Inicio")
    assert (finding.code, finding.message) == ("plain-text", "nobody has said where a tooltip is published")
    assert not checks.text_findings(message, "Start")


def test_a_place_that_nobody_has_described_takes_nothing_but_english(monkeypatch):
    place = Enum("Made", {"UP": "body of a style"}).UP
    monkeypatch.setattr(places, "CONTEXTS", {Kind.TITLE: (place,)})
    (finding,) = checks.text_findings(Message("Start", Kind.TITLE), "Inicio")
    assert finding.message == "nobody has said what may differ in: body of a style"


def test_every_kind_and_every_place_is_described():
    assert set(CONTEXTS) == set(Kind)
    assert {context for contexts in CONTEXTS.values() for context in contexts} <= set(places.RULES)


def test_what_another_extension_leaves_or_puts_aside_is_code():
    """Text that no inline rule may touch, in a text or after an element, and HTML that is more than one tag."""
    import xml.etree.ElementTree as etree

    from isogloss.segments.inline import structure
    from markdown import Markdown
    from markdown.util import AtomicString

    md = Markdown()
    block = etree.Element("p")
    block.text = md.htmlStash.store("<b>one</b>") + md.htmlStash.store(etree.fromstring("<i>two</i>"))
    child = etree.SubElement(block, "em")
    child.text, child.tail = AtomicString("three"), AtomicString("four")
    code = structure(md, block, [child]).count("code")
    assert set(code) == {"<b>one</b>", "<i>two</i>", "three", "four"}


@pytest.mark.parametrize(
    ("english", "spanish", "published"),
    [
        ('About "it"', 'Sobre "eso"', "Sobre &quot;eso&quot;"),
        ('About "it"', 'About "it"', 'About "it"'),
        ('By <a href="x">"us"</a>', 'De <a href="x">"nosotros"</a>', 'De <a href="x">&quot;nosotros&quot;</a>'),
        ("In a line", "En una\nlínea", "En una línea"),
        ("In two\nlines", "En dos\nlíneas", "En dos\nlíneas"),
    ],
)
def test_a_plain_text_ends_no_value_and_no_line(english, spanish, published):
    assert as_published(Kind.DESCRIPTION, english, spanish) == published


@pytest.mark.parametrize(
    ("title", "published"),
    [
        ('Sobre "eso" y más', "Sobre “eso” y más"),
        ('"Eso" y ("más")', "“Eso” y (“más”)"),
        ('Uno de 5" o así', "Uno de 5” o así"),
        ("D'altro", "D'altro"),
    ],
)
def test_a_title_that_is_a_heading_ends_no_value(title, published):
    assert as_title(title) == published


MACROS = """\
  - macros:
      j2_block_start_string: "[[%"
      j2_block_end_string: "%]]"
      j2_variable_start_string: "[[$"
      j2_variable_end_string: "$]]"
  - isogloss
"""
RUN = "cycler.__init__.__globals__.os.system('touch ran')"


@pytest.mark.parametrize("marks", ["{{ }}", "[[$ $]]"])
def test_no_translation_runs_in_the_build(make_site, marks):
    """mkdocs-macros renders titles of the navigation and of pages as templates."""
    page = '---\ntitle: About "it"\ndescription: All "about" it\n---\n\n# One\n'
    heading = '# The "page"\n\nText\n'
    site = make_site({"index.md": "# Start\n", "a.md": page, "b.md": heading, "c.md": heading}, theme="material")
    plugins = MACROS if marks[0] == "[" else "  - macros\n  - isogloss\n"
    config = (
        site.read("mkdocs.yml").replace("  - isogloss\n", plugins)
        + "nav:\n  - Begin: index.md\n  - a.md\n  - b.md\n  - c.md\n"
    )
    site.write("mkdocs.yml", config)
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/es-ES/mkdocs.po", {"Begin": marks.replace(" ", f" {RUN} ")})
    catalog = {'About "it"': marks.replace(" ", f" {RUN} "), 'All "about" it': '0;url=//x" http-equiv="refresh'}
    site.translate("locales/es-ES/docs/a.po", catalog)
    built = site.build()
    assert built.returncode == 0, built.stderr
    assert not list(site.root.rglob("ran"))
    assert built.stderr.count("[template-expression]") == 2
    assert "'http-equiv=' after a quotation mark" in built.stderr
    site.translate("locales/es-ES/docs/a.po", {'About "it"': 'Sobre "eso"', 'All "about" it': 'Todo "sobre" eso'})
    site.translate("locales/es-ES/docs/b.po", {'The "page"': 'Es "la hidden página'})
    assert site.build().returncode == 0
    spanish = html.fromstring(site.read("site/es-ES/a/index.html"))
    assert spanish.xpath("//meta[@name='description']/@content") == ['Todo "sobre" eso']
    assert spanish.xpath("//title/text()")[0].startswith('Sobre "eso"')
    assert "<title>Es “la hidden página - " in site.read("site/es-ES/b/index.html")
    assert '<title>The "page" - ' in site.read("site/es-ES/c/index.html")


def test_a_pseudo_locale_leaves_what_must_not_differ(make_site):
    page = "---\ntitle: About {{ x }}\n---\n\n# One\n\n<p>Press <kbd>Enter</kbd> now</p>\n\nA <kbd>Key</kbd> and more\n"
    site = make_site({"index.md": page}, locales=("en-XA",))
    assert site.run("isogloss", "pseudo").returncode == 0
    found = site.run("isogloss", "check")
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("digits", ["9" * 5000, "0" * 5000 + "7", "x" + "f" * 5000])
def test_a_number_that_python_does_not_read_is_refused_as_what_browsers_make_of_it(digits):
    message = Message("Use it here. " * 400, Kind.PARAGRAPH)
    found = checks.text_findings(message, f"Aquí &#{digits};úselo. {'Úselo aquí. ' * 300}")
    assert {finding.code for finding in found} == {"hidden-markup"}
