"""Words that nobody translated: those of themes in English alone, and titles that extensions make."""

from __future__ import annotations

import pytest

PAGES = {"index.md": "# Start\n\nWords.\n", "other.md": "# Other\n\nWords.\n"}
LINKS = """
import xml.etree.ElementTree as etree
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor


class _Link(InlineProcessor):
    def handleMatch(self, found, _):
        link = etree.Element("a", href="#", title=f"Ticket number {found[1]} of roe/tests")
        link.text = f"#{found[1]}"
        return link, *found.span()


class Links(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(_Link(r"#(\\d+)", md), "ticket", 175)


def on_config(config, **_):
    config.markdown_extensions.append(Links())
"""


def words(site) -> list[str]:
    entries = site.catalog("locales/es-ES/mkdocs.po")
    return [entry.msgid for entry in entries if entry.comment.startswith("site string theme ")]


@pytest.mark.parametrize(
    ("theme", "options", "found"),
    [
        ("material", "", ["Made with"]),
        ("material\n  logo: a.png", "", ["Made with", "logo"]),
        ("material", "extra: {generator: false}\n", []),
        ("mkdocs", "", ["Toggle navigation"]),
        ("mkdocs\n  user_color_mode_toggle: true", "", ["Toggle navigation", "Toggle theme", "Light", "Dark", "Auto"]),
        ("readthedocs", "", ["breadcrumbs navigation"]),
    ],
)
def test_words_of_themes_are_messages_where_readers_see_them(make_site, theme, options, found):
    site = make_site(PAGES, theme=theme, translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + options)
    assert site.run("isogloss", "update").returncode == 0
    assert words(site) == found
    plain = {text: f"«{text}»" for text in found}
    site.translate("locales/es-ES/mkdocs.po", plain, rest=False)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    english, spanish = site.read("site/other/index.html"), site.read("site/es-ES/other/index.html")
    for text, translation in plain.items():
        shown = (f">{text}<", f'alt="{text}"', f'label="{text}"', f"\n    {text}\n")
        assert sum(map(english.count, shown)) > 0
        assert translation not in english
        assert sum(map(spanish.count, shown)) == 0
        assert translation in spanish


def test_a_word_that_is_not_translated_is_marked(make_site):
    site = make_site(PAGES, theme="material", translated=False)
    assert site.build("--strict").returncode == 0
    assert '<span lang="en">Made with</span>' in site.read("site/es-ES/index.html")
    assert "Made with" in site.read("site/index.html")
    assert 'lang="en">Made with' not in site.read("site/index.html")


def test_a_template_of_the_site_says_what_it_wants(make_site):
    site = make_site(PAGES, theme="material", translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  name: m", "  custom_dir: overrides\n  name: m", 1))
    site.write("overrides/partials/copyright.html", "<p>Made with care</p>")
    assert site.run("isogloss", "update").returncode == 0
    assert words(site) == []
    assert site.build("--strict").returncode == 0
    assert "<p>Made with care</p>" in site.read("site/es-ES/index.html")


def test_titles_that_an_extension_makes_are_one_message(make_site):
    page = '# Start\n\nSee #12 and #345.\n\nAnd [other](other.md "A title, #7") ![An image](x.png)\n'
    site = make_site({**PAGES, "index.md": page}, translated=False)
    site.write("docs/x.png", "")
    site.write("hooks.py", LINKS)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hooks.py]\n")
    assert site.run("isogloss", "update").returncode == 0
    path = "locales/es-ES/docs/index.po"
    assert [entry.msgid for entry in site.catalog(path) if "{}" in entry.msgid] == ["Ticket number {} of {}"]
    site.translate(path, {"Ticket number {} of {}": "Entrada {} de {}"})
    assert site.run("isogloss", "check").returncode == 0
    assert site.build("--strict").returncode == 0
    spanish = site.read("site/es-ES/index.html")
    assert 'title="Entrada 12 de roe/tests"' in spanish
    assert 'title="Entrada 345 de roe/tests"' in spanish
    assert 'title="Ticket number 12 of roe/tests"' in site.read("site/index.html")


def test_a_translation_without_places_for_the_values_is_not_published(make_site):
    site = make_site({**PAGES, "index.md": "# Start\n\nSee #12.\n"}, translated=False)
    site.write("hooks.py", LINKS)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hooks.py]\n")
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/es-ES/docs/index.po", {"Ticket number {} of {}": "Entrada"})
    site.build()
    assert 'title="Ticket number 12 of roe/tests"' in site.read("site/es-ES/index.html")


def test_a_name_that_the_theme_has_not_in_each_language_is_a_message(make_site):
    pages = {
        "index.md": "# Start\n",
        "blog/index.md": "# Blog\n",
        "blog/.authors.yml": "authors:\n  roe: {name: Jane Roe, description: Writer, avatar: a.png}\n",
        "blog/posts/one.md": "---\ndate: 2026-01-02\nauthors: [roe]\n---\n# One\n\nWords.\n\n<!-- more -->\n",
    }
    site = make_site(pages, theme="material", translated=False)
    plugin = "plugins:\n  - blog: {authors_profiles: true}\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", plugin))
    assert site.run("isogloss", "update").returncode == 0
    messages = {entry.msgid for entry in site.catalog("locales/es-ES/mkdocs.po")}
    assert "Authors" in messages
    assert "Archive" not in messages
    site.translate("locales/es-ES/mkdocs.po", {"Authors": "Autoras"}, rest=False)
    assert site.build("--strict").returncode == 0
    assert "Autoras" in site.read("site/es-ES/index.html")
