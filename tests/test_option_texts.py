"""Texts in options of mkdocs.yml, and labels that pages have in common: readers see them in their language."""

from __future__ import annotations

import json
import re

from lxml import html

EXTRA = """\
extra:
  status:
    fresh: Recently added
  social:
    - icon: fontawesome/brands/github
      link: https://example.org/code
      name: Our code
  consent:
    title: Cookies
    description: May we <a href="x">count</a>?
    cookies:
      analytics: Counting
      custom:
        name: Own one
        checked: true
  analytics:
    provider: google
    property: G-X
    feedback:
      title: Was it good?
      ratings:
        - icon: material/emoticon-happy-outline
          name: It was
          data: 1
          note: Thank you!
  team:
    - {name: Ann, role: Author}
    - {name: Bob, role: Editor}
theme:"""
TEXTS = {
    "Recently added": "Recién añadida",
    "Our code": "Nuestro código",
    "Cookies": "Galletas",
    'May we <a href="x">count</a>?': '¿Podemos <a href="x">contar</a>?',
    "Counting": "Contar",
    "Own one": "Propia",
    "Was it good?": "¿Fue bueno?",
    "It was": "Lo fue",
    "Thank you!": "¡Gracias!",
    "Author": "Autora",
    "Editor": "Redactor",
}
PAGES = {
    "index.md": "---\nstatus: fresh\nsubtitle: Read me first\ntags: [Set up, CUDA]\n---\n\n# Start\n\nWords.\n",
    "a.md": "---\ntags:\n  - Set up\n---\n\n# Page\n\nWords.\n",
    "tags.md": "# Labels\n\n<!-- material/tags -->\n",
}


def of_extra(site, path):
    """What readers of a page see of the options in ``extra``."""
    page = html.fromstring(site.read(path))
    words = [" ".join(text.split()) for text in page.xpath("//body//text()")]
    titles = page.xpath("//@title | //@alt")
    return {*words, *titles}


def marked(site, path):
    """The texts around the text of a page that say that they are English."""
    return {*html.fromstring(site.read(path)).xpath("//span[@lang='en']/text()")}


def make(make_site, locales=("es-ES",)):
    site = make_site(PAGES, locales, theme="material", translated=False)
    config = site.read("mkdocs.yml").replace("theme:", EXTRA, 1)
    config = config.replace("  - isogloss", "  - isogloss:\n      texts: [extra.team.*.role]")
    config = config.replace("  name: material", "  name: material\n  custom_dir: overrides")
    site.write("mkdocs.yml", config.replace("plugins:", "plugins:\n  - search\n  - tags", 1))
    roles = "{% for one in config.extra.team %}<b>{{ one.role }}</b>{% endfor %}"
    site.write("overrides/main.html", '{% extends "base.html" %}{% block announce %}' + roles + "{% endblock %}")
    assert site.isogloss("update")[0] == 0
    return site


def test_texts_in_options_are_messages_and_each_locale_has_its_own(make_site):
    site = make(make_site, ("es-ES", "it-IT"))
    strings = site.catalog("locales/es-ES/mkdocs.po")
    notes = {entry.msgid: entry.comment for entry in strings}
    assert notes["Our code"] == "site string extra.social.*.name"
    assert notes["Editor"] == "site string extra.team.*.role"
    site.translate("locales/es-ES/mkdocs.po", TEXTS | {"Set up": "Puesta a punto"}, rest=False)
    site.translate("locales/it-IT/mkdocs.po", {"Our code": "Il nostro codice"}, rest=False)
    site.translate("locales/es-ES/docs/index.po", {"Read me first": "Léame primero"}, rest=False)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert "Léame primero" in of_extra(site, "site/es-ES/index.html")
    assert not set(TEXTS) & {*re.findall(r" text +(.*)", site.isogloss("check", "--coverage")[1])}
    markup = "¿Podemos", "contar", "?"
    shown = {*TEXTS.values()} - {TEXTS['May we <a href="x">count</a>?']} | {*markup}
    assert shown <= of_extra(site, "site/es-ES/index.html")
    assert {"Recently added", "Our code", "Editor"} <= of_extra(site, "site/index.html")
    italian = of_extra(site, "site/it-IT/index.html")
    assert {"Il nostro codice", "Recently added", "Editor"} <= italian
    assert not shown & italian - {"?"}
    # What no catalog translates says that it is English.
    assert marked(site, "site/it-IT/index.html") >= {"Editor", "Set up", "CUDA", "Counting"}
    assert not marked(site, "site/es-ES/index.html") & {"Set up", *TEXTS.values()}
    assert "CUDA" in marked(site, "site/es-ES/index.html")


def test_tags_are_shown_in_translation_and_lead_to_the_same_places(make_site):
    site = make(make_site)
    site.translate("locales/es-ES/mkdocs.po", {"Set up": "Puesta a punto", "CUDA": "CUDA"}, rest=False)
    tags = {
        entry.msgid: entry for entry in site.catalog("locales/es-ES/mkdocs.po") if entry.comment == "site string tag"
    }
    assert {msgid: entry.occurrences[0][0] for msgid, entry in tags.items()} == {
        "Set up": "docs/index.md",
        "CUDA": "docs/index.md",
    }
    assert [entry.msgid for entry in site.catalog("locales/es-ES/docs/tags.po")] == ["Labels"]
    assert site.build("--strict").returncode == 0
    found = {}
    for folder in ("", "es-ES/"):
        page = html.fromstring(site.read(f"site/{folder}a/index.html"))
        link = page.xpath("//nav[@class='md-tags']/a")[0]
        index = html.fromstring(site.read(f"site/{folder}tags/index.html"))
        heading = index.get_element_by_id("tag:set-up")
        toc = index.xpath("//nav//a[@href='#tag:set-up']//text()")
        found[folder] = (
            link.text,
            link.get("href"),
            heading.xpath(".//span/text()")[0],
            {" ".join(text.split()) for text in toc if text.strip()},
        )
        assert not heading.xpath("./@lang")
    assert found[""] == ("Set up", "../tags/#tag:set-up", "Set up", {"Set up"})
    assert found["es-ES/"] == ("Puesta a punto", "../tags/#tag:set-up", "Puesta a punto", {"Puesta a punto"})
    index = json.loads(site.read("site/es-ES/search/search_index.json"))
    assert {tuple(row["tags"]) for row in index["docs"] if "tags" in row} >= {("Puesta a punto",)}


def test_a_path_that_leads_to_no_text_is_told(make_site):
    site = make_site({"index.md": "# Start\n"})
    config = site.read("mkdocs.yml").replace("  - isogloss", "  - isogloss:\n      texts:\n        - extra.tem.*.role")
    site.write("mkdocs.yml", config)
    line = site.line("mkdocs.yml", "texts:")
    text = f"mkdocs.yml:{line}: error: the path 'extra.tem.*.role' leads to no text [option-unknown]"
    assert text in site.isogloss("update")[1]
    built = site.build()
    assert built.returncode == 1
    assert text in built.stderr


OF_SPANISH = """\
          name: es-ES
          site_name: Sitio
          nav_translations: {Guides: Guías}
          admonition_translations: {note: Nota, my-own type: Propio}
          extra:
            status: {fresh: Nueva}
"""


def test_what_the_options_of_a_language_give_is_not_asked_for(make_site):
    pages = {
        "index.md": "---\nstatus: fresh\n---\n\n# Start\n\n!!! note\n    Words.\n\n!!! tip\n    More.\n\n"
        "??? note\n    Hidden.\n",
        "b/a.md": "# Page\n\n> [!NOTE]\n> Words.\n",
    }
    site = make_site(pages, ("es-ES", "it-IT"), theme="material", translated=False)
    config = site.read("mkdocs.yml").replace("          name: es-ES\n", OF_SPANISH).replace("theme:", EXTRA, 1)
    config = config.replace("  - abbr", "  - abbr\n  - admonition\n  - pymdownx.details\n")
    site.write("mkdocs.yml", config + "nav:\n  - Guides:\n      - Other: index.md\n  - b/a.md\n")
    assert site.isogloss("update")[0] == 0
    asked = {}
    for tag in ("es-ES", "it-IT"):
        paths = sorted((site.root / "locales" / tag).rglob("*.po"))
        entries = [entry for path in paths for entry in site.catalog(str(path)) if not entry.obsolete]
        asked[tag] = {entry.msgid for entry in entries}
    assert asked["it-IT"] - asked["es-ES"] == {"Test site", "Guides", "Note", "Recently added"}
    assert {"Our code", "Other", "Tip"} <= asked["es-ES"]
    for path in (site.root / "locales/es-ES").rglob("*.po"):
        site.translate(str(path), {"Other": "Otra"} if path.name == "mkdocs.po" else {})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    counted = re.search(r"es-ES: (\d+) of \1 messages translated, 0 fuzzy, 0 missing", built.stderr)
    assert counted, built.stderr
    assert counted[0] in site.isogloss("status")[1]
    assert counted[0] in site.isogloss("todo", "es-ES")[1]
    status = json.loads(site.isogloss("status", "--format", "json", "--locale", "es-ES")[1])
    assert {row["missing"] for row in status} == {0}
    page = html.fromstring(site.read("site/es-ES/index.html"))
    assert page.xpath("//p[@class='admonition-title']/text()") == ["Nota", "Tip"]
    assert page.xpath("//summary/text()") == ["Nota"]
    assert page.xpath("//article//@lang") == []
    assert page.xpath("//title/text()") == ["Otra - Sitio"]
    assert "Nueva" in of_extra(site, "site/es-ES/index.html")
    assert "Guías" in of_extra(site, "site/es-ES/index.html")
    assert "Nota" in of_extra(site, "site/es-ES/b/a/index.html")
    italian = of_extra(site, "site/it-IT/index.html")
    assert {"Recently added", "Guides", "Note"} <= italian
    assert not marked(site, "site/es-ES/index.html") & {"Guías", "Sitio"}
    assert site.isogloss("check", "--locale", "es-ES")[0] == 0
    # A language that is built alone has no English navigation beside it.
    config = site.read("mkdocs.yml")
    for tag, english in (("es-ES", set()), ("it-IT", {"Guides", "Other"})):
        alone = f"      build_only_locale: {tag}\n      languages:"
        site.write("mkdocs.yml", config.replace("      languages:", alone, 1))
        assert site.build().returncode == 0
        assert marked(site, "site/index.html") & {"Guides", "Guías", "Other", "Otra"} == english


AUTHORS = "authors:\n  ann:\n    name: Ann\n    description: Wrote it all\n    avatar: https://example.org/a.png\n"


def test_of_a_blog_what_is_said_of_authors_is_asked_for_and_not_what_the_theme_knows(make_site):
    site = make_site({"index.md": "# Start\n", "blog/index.md": "# News\n"}, theme="material", translated=False)
    post = "---\ndate: 2024-01-31\nauthors: [ann]\ncategories: [Big changes]\n---\n\n# First post\n\nWords.\n"
    site.write("docs/blog/.authors.yml", AUTHORS)
    site.write("docs/blog/posts/a.md", post)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:", "plugins:\n  - blog", 1))
    assert site.isogloss("update")[0] == 0
    strings = {entry.msgid: entry for entry in site.catalog("locales/es-ES/mkdocs.po")}
    assert strings["Wrote it all"].comment == "site string author"
    assert strings["Wrote it all"].occurrences == [("docs/blog/.authors.yml", "")]
    assert not {"Archive", "Categories"} & {*strings}
    # Material has no language file for the tag of a region: the blog asks for the names of its parts before pages are.
    built = site.build()
    assert built.returncode == 0, built.stderr
