"""``isogloss check --coverage``: a site with a text of each origin, built really, read whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import Site, once
from isogloss.commands.coverage import in_search
from isogloss.hosts.mkdocs.trial import Trial, TrialPage

HOOK = """
import xml.etree.ElementTree as etree
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor


class _Link(InlineProcessor):
    def handleMatch(self, found, _):
        link = etree.Element("a", href="#", title=f"Ticket number {found[1]}")
        link.text = f"#{found[1]}"
        return link, *found.span()


class _End(Treeprocessor):
    def run(self, root):
        etree.SubElement(root, "p").text = "Said by an extension"


class Own(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(_Link(r"#(\\d+)"), "link", 200)
        md.treeprocessors.register(_End(), "end", 3)


def on_config(config, **_):
    config.markdown_extensions.append(Own())


def on_page_content(html, **_):
    return html + "<p>Added by a hook</p>"


def on_post_page(output, **_):
    return output.replace("</body>", "<p>Put behind by a hook</p></body>")
"""
TEMPLATE = """\
{% extends "base.html" %}
{% block announce %}
  <p title="Shown on top">{{ _("Reached") }}</p>
  {% if page and page.meta.hero %}<b>{{ page.meta.hero }}</b>{% endif %}
  <i>{{ config.extra.motto }}</i> <i>{{ config.extra.claim }}</i>
  <p>Not reached</p>
{% endblock %}
{% block footer %}{{ super() }}<p>{{ config.site_author }}, {{ config.repo_name }}</p>{% endblock %}
"""
PAGE = """\
---
description: What the page is about
hero: A hero of our own
---
# Texts and `code`

A paragraph #12, in `code`. See [a page](folder/other-page.md "Its title").

## `only_code` `name`

<div><svg><title>A red dog</title></svg></div>

<p translate="no">Stays as it is</p>

*[HTML]: A language of pages
"""
CONFIG = {
    "site_name": "Site of tests",
    "site_url": "https://example.org/",
    "site_author": "Jane Roe",
    "repo_url": "https://github.com/roe/site-of-tests",
    "repo_name": "Site of all tests",
    "copyright": "All rights reserved",
    "theme": {"name": "material", "custom_dir": "overrides", "language": "en"},
    "extra": {"motto": "To each their own", "claim": "Words for all", "unseen": "Nobody sees this text"},
    "hooks": ["hooks.py"],
    "markdown_extensions": ["attr_list", "abbr"],
    "plugins": [
        "search",
        {"i18n": {"docs_structure": "suffix", "languages": [
            {"locale": "en", "name": "English", "default": True}, {"locale": "es-ES", "name": "Español"},
        ]}},
        {"isogloss": {"texts": ["extra.claim"], "leave_out_texts": ["Left out*"], "leave_out_pages": "left.md"}},
    ],
}  # fmt: skip


def write(folder: Path, config: dict) -> Site:
    site = Site(folder)
    site.write("mkdocs.yml", yaml.safe_dump(config, sort_keys=False, allow_unicode=True))
    site.write("docs/index.md", PAGE)
    site.write("docs/folder/other-page.md", "Words alone.\n\nLeft out of all languages\n")
    meta = "---\ntitle: Left alone\ndescription: All of it\n---\n"
    site.write("docs/left.md", f"{meta}# A page in English\n\n## For some\n\nThey read English.\n")
    site.write("docs/hand.md", "# By hand\n\nWords.\n")
    site.write("docs/hand.es-ES.md", "# A mano\n\nPalabras.\n")
    site.write("overrides/main.html", TEMPLATE)
    site.write("overrides/unused.html", "<p>On no page</p>\n")
    site.write("hooks.py", HOOK)
    return site


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the command says of the site."""

    def build(folder: Path) -> None:
        site = write(folder, CONFIG)
        before = sorted(folder.rglob("*"))
        status, text = site.isogloss("check", "--coverage", "--max", "0")
        assert status == 0, text
        assert [path for path in sorted(folder.rglob("*")) if "__pycache__" not in path.parts] == before
        site.write("said.txt", text)

    return (once(tmp_path_factory, "coverage", build) / "said.txt").read_text(encoding="utf-8")


def found(said: str) -> dict[str, tuple[str, str, str, str]]:
    """Of each text: its place, how often it is there, where it comes from, and the hint."""
    pattern = (
        r"^(\S+): warning: no catalog reaches this text(?: \((.*?)\))?; it comes from (.*) \[not-reached\]\n"
        r" +text +(.*)\n(?: +→ (.*)\n)?"
    )
    return {text: (place, times, origin, hint) for place, times, origin, text, hint in re.findall(pattern, said, re.M)}


@pytest.mark.parametrize(
    ("text", "place", "times", "origin", "hint"),
    [
        ("A red dog", "docs/index.md:11", "", "a drawing", "say it in the text, or in an aria-label"),
        ("A hero of our own", "docs/index.md", "", "front matter: hero", "catalogs hold title, description, subtitle"),
        ("Not reached", "overrides/main.html:6", r"\d times", "a template", 'write {{ _("Not reached") }}'),
        ("Shown on top", "overrides/main.html:3", r"\d times", "a template", "write title=\"{{ _('Shown on top') }}\""),
        ("On no page", "overrides/unused.html:1", "on no page that was built", "a template", "On no page"),
        (
            "To each their own",
            "mkdocs.yml:12",
            r"\d times",
            "the option extra.motto",
            "write extra.motto under 'texts'",
        ),
        ("Added by a hook", "docs/.*", r"\d times", r"the plugin hooks\.py", "has to translate it itself"),
        ("Put behind by a hook", "docs/.*", r"\d times", r"the plugin hooks\.py", "has to translate it itself"),
        ("Said by an extension", "docs/.*", r"\d times", "an extension of Markdown", "no catalog can hold it"),
    ],
)
def test_each_text_is_told_once_with_its_origin(said, text, place, times, origin, hint):
    row = found(said)[text]
    for pattern, value in zip((place, times, origin), row, strict=False):
        assert re.fullmatch(pattern, value), row
    assert hint in row[3]


def test_nothing_else_is_told(said):
    assert len(found(said)) == 9, said
    assert said.count("[not-reached]") == 9


def test_the_shares(said):
    text, around = re.findall(r"(\d[\d.]*) % of ([\d,]+) words reached, ([\d,]+) not", said)
    # A drawing, and on three pages a text of a hook and one of an extension: words of two letters and more.
    assert int(text[2]) == 2 + 3 * 3 + 3 * 4
    assert float(text[0]) == round(100 * (1 - int(text[2]) / int(text[1])), 2)
    assert int(around[1]) > 100
    assert "not looked at: 1 page written by hand" in said


def test_names_code_and_what_is_left_out_is_in_no_number(said):
    (reasons,) = re.findall(r"words that are not counted: (.*)", said)
    numbers = {reason: int(number) for number, reason in re.findall(r"(\d+) of ([a-z ]+)", reasons)}
    assert set(numbers) == {"code", "names", "what the site leaves out"}
    assert min(numbers.values()) > 0


def test_what_the_theme_translates_is_reached(tmp_path):
    # MkDocs' theme speaks Spanish and no Basque.
    pages = {}
    for tag in ("es", "eu"):
        # fmt: off
        config = {"site_name": "Site", "theme": {"name": "mkdocs"}, "plugins": ["search", {"i18n": {"languages": [
            {"locale": "en", "name": "English", "default": True}, {"locale": tag, "name": tag.upper()}]}}, "isogloss"]}
        # fmt: on
        site = Site(tmp_path / tag)
        site.write("mkdocs.yml", yaml.safe_dump(config, sort_keys=False))
        site.write("docs/index.md", "# Start\n\nWords.\n")
        site.write("docs/other.md", "# Other\n\nWords.\n")
        pages[tag] = site.isogloss("check", "--coverage", "--max", "0")[1]
    assert found(pages["es"]) == {}
    basque = found(pages["eu"])
    assert basque["Type search term here"][2:] == (
        "the theme mkdocs: search-modal.html",
        "the theme has no translation of it for eu",
    )


def test_words_of_isogloss_that_a_language_lacks_are_said_to_be_its_own(tmp_path):
    languages = [{"locale": "en", "name": "English", "default": True}, {"locale": "eu", "name": "Euskara"}]
    plugins = ["search", {"i18n": {"languages": languages}}, "isogloss"]
    config = {"site_name": "Site", "theme": {"name": "material"}, "plugins": plugins}
    site = Site(tmp_path)
    site.write("mkdocs.yml", yaml.safe_dump(config, sort_keys=False))
    site.write("docs/index.md", "# Start\n\nWords of a page.\n")
    _, said = site.isogloss("check", "--coverage", "--max", "0")
    assert {row[2] for text, row in found(said).items() if "JavaScript" in text} == {"Isogloss"}, said


def test_a_site_without_another_language_is_looked_at_in_one_that_themes_speak(tmp_path):
    config = {"site_name": "Site", "theme": {"name": "mkdocs"}, "plugins": [{"i18n": {"languages": [
        {"locale": "en", "name": "English", "default": True}]}}, "isogloss"]}  # fmt: skip
    site = Site(tmp_path)
    site.write("mkdocs.yml", yaml.safe_dump(config, sort_keys=False))
    site.write("docs/index.md", "# Start\n\nWords of a page.\n")
    status, said = site.isogloss("check", "--coverage")
    assert (status, said.splitlines()[:2]) == (
        0,
        ["catalogs reach every text", "what readers see of this site in es, where catalogs are full:"],
    )
    assert re.search(r"in the text +100 % of 5 words reached, 0 not", said)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["docs", "mkdocs.yml"]


def test_a_build_that_fails_is_told(tmp_path):
    config = dict(CONFIG) | {"hooks": ["hooks.py"]}
    site = write(tmp_path, config)
    site.write("hooks.py", "def on_post_page(output, **_):\n    raise ValueError('no luck')\n")
    status, said = site.isogloss("check", "--coverage")
    assert (status, "ValueError: no luck" in said) == (1, True), said


def test_what_search_finds_in_english_is_told():
    page = TrialPage("index.md", "", "<h1>⟦Ćààţ⟧</h1><code>dog</code>", "<h1>Cat</h1><code>dog</code>")
    rows = [("", "Cat dog", "⟦Ćààţ⟧ dog"), ("", "Gato", "dog"), ("elsewhere/", "Cat", "")]
    assert list(in_search(Trial(None, [page], 0, rows))) == [("Cat", 1, page)]
