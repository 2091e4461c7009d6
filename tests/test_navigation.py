"""The navigation as the host builds it: each of its titles is translated, wherever it comes from."""

from __future__ import annotations

import json
import re

import pytest
from apart import differences_of_parallel
from lxml import html

PAGES = {
    "index.md": "Some words.\n",
    "guides/first-steps.md": "Some words.\n",
    "guides/setup.md": "# Set up\n\nSome words.\n",
    "expert-area/index.md": "# Expert area\n\nSome words.\n",
    "expert-area/tuning.md": "---\ntitle: Fine tuning\n---\n\nSome words.\n",
}
OF_PAGES = {
    "index": {"Home": "Inicio", "Some words.": "Unas palabras."},
    "guides/first-steps": {"First steps": "Primeros pasos"},
    "guides/setup": {"Set up": "Puesta a punto"},
    "expert-area/index": {"Expert area": "Zona experta"},
    "expert-area/tuning": {"Fine tuning": "Ajuste fino"},
}
YAML = """\
nav:
  - Start: index.md
  - First reads: guides
  - expert-area
  - Source code: https://example.org/code
"""
LISTED = {"Start": "Comienzo", "First reads": "Primeras lecturas", "Source code": "Código"}
SOURCES = {
    "folders": ("", {}, {"Guides": ("Guías", "docs/guides")}),
    "mkdocs.yml": (
        "",
        {
            "mkdocs.yml": YAML.replace(
                "guides\n", "\n      - guides/first-steps.md\n      - guides/setup.md\n"
            ).replace(
                "  - expert-area\n", "  - Expert area:\n      - expert-area/index.md\n      - expert-area/tuning.md\n"
            )
        },
        {title: (text, "mkdocs.yml") for title, text in LISTED.items()},
    ),
    "awesome-nav": (
        "awesome-nav",
        {"docs/.nav.yml": YAML, "docs/guides/.nav.yml": "nav:\n  - Get ready: setup.md\n  - first-steps.md\n"},
        {title: (text, "docs/.nav.yml") for title, text in LISTED.items()}
        | {"Get ready": ("Prepararse", "docs/guides/.nav.yml")},
    ),
    "awesome-pages": (
        "awesome-pages",
        {"docs/.pages": YAML, "docs/expert-area/.pages": "title: For those who know\n"},
        {title: (text, "docs/.pages") for title, text in LISTED.items()}
        | {"For those who know": ("Para quien sabe", "docs/expert-area/.pages")},
    ),
    "literate-nav": (
        "literate-nav",
        {
            "docs/SUMMARY.md": "- [Start](index.md)\n- [First reads](guides/)\n- [Expert area](expert-area/)\n"
            "- [Source code](https://example.org/code)\n",
        },
        {title: (text, "docs/SUMMARY.md") for title, text in LISTED.items()},
    ),
}


def navigation(site, path):
    """The titles that the navigation shows, in order."""
    page = html.fromstring(site.read(f"site/{path}"))
    shown = page.xpath("//nav[contains(@class, 'md-nav--primary')]//*[contains(@class, 'md-ellipsis')]")
    return list(dict.fromkeys(" ".join(one.text_content().split()) for one in shown))


def marked(site, path):
    """The titles in the navigation that say that they are English."""
    shown = html.fromstring(site.read(f"site/{path}")).xpath("//nav[contains(@class, 'md-nav--primary')]")[0]
    return {*shown.xpath(".//span[@lang='en']/text()")}


def make(make_site, plugin, files):
    if plugin == "awesome-nav":  # It is for newer versions of Python alone.
        pytest.importorskip("mkdocs_awesome_nav")
    site = make_site(PAGES, theme="material", translated=False)
    for path, text in files.items():
        site.write(path, (site.read(path) if path == "mkdocs.yml" else "") + text)
    config = site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n")
    site.write("mkdocs.yml", config.replace("  - isogloss", f"  - {plugin}\n  - isogloss") if plugin else config)
    return site


@pytest.mark.parametrize("source", SOURCES)
def test_each_title_is_a_message_once_wherever_it_comes_from(make_site, source):
    plugin, files, messages = SOURCES[source]
    site = make(make_site, plugin, files)
    assert site.isogloss("update")[0] == 0
    strings = site.catalog("locales/es-ES/mkdocs.po")
    found = {entry.msgid: entry for entry in strings if entry.comment.startswith("navigation") and not entry.obsolete}
    assert {msgid: entry.occurrences[0][0] for msgid, entry in found.items()} == {
        msgid: place for msgid, (_, place) in messages.items()
    }
    kinds = {"docs/guides": "navigation from the name of the folder"}
    assert all(entry.comment == kinds.get(messages[msgid][1], "navigation") for msgid, entry in found.items())
    site.translate("locales/es-ES/mkdocs.po", {msgid: text for msgid, (text, _) in messages.items()}, rest=False)
    titles = OF_PAGES if source == "folders" else OF_PAGES | {"index": {"Some words.": "Unas palabras."}}
    for page, translations in titles.items():
        site.translate(f"locales/es-ES/docs/{page}.po", translations, rest=False)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    shown = navigation(site, "es-ES/index.html")
    assert not {"Guides", "First steps", "Set up", "Expert area", "Fine tuning", *messages} & {*shown}, shown
    assert {text for text, _ in messages.values()} <= {*shown}
    assert {"Primeros pasos", "Zona experta", "Ajuste fino"} <= {*shown}


def test_a_title_from_the_name_of_a_file_is_a_message_of_its_page(make_site):
    site = make(make_site, "", {})
    features = "  name: material\n  language: en\n  features: [navigation.footer]"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  name: material", features))
    assert site.isogloss("update")[0] == 0
    for page, translations in OF_PAGES.items():
        catalog = site.catalog(f"locales/es-ES/docs/{page}.po")
        named = [entry.msgid for entry in catalog if entry.comment.startswith("title from the name of the file")]
        assert named == {"index": ["Home"], "guides/first-steps": ["First steps"]}.get(page, [])
        site.translate(f"locales/es-ES/docs/{page}.po", translations, rest=False)
    built = site.build("--strict")
    assert built.returncode == 0
    summary = re.search(r"es-ES: .* messages translated, .* missing", built.stderr)
    assert summary[0] in site.isogloss("status")[1], "one count everywhere"
    page = html.fromstring(site.read("site/es-ES/guides/first-steps/index.html"))
    assert page.xpath("//h1/text()") == ["Primeros pasos"]
    assert page.xpath("//title/text()") == ["Primeros pasos - Test site"]
    start = html.fromstring(site.read("site/es-ES/index.html"))
    assert start.xpath("//h1/text()") == ["Inicio"]
    after = html.fromstring(site.read("site/es-ES/guides/setup/index.html"))
    assert after.xpath("//a[contains(@class, 'prev')]/@aria-label") == ["Anterior: Primeros pasos"]
    index = json.loads(site.read("site/es-ES/search/search_index.json"))
    titles = {row["location"]: row["title"] for row in index["docs"]}
    assert titles["es-ES/guides/first-steps/"] == "Primeros pasos"
    english = html.fromstring(site.read("site/guides/first-steps/index.html"))
    assert english.xpath("//h1/text()") == ["First steps"]
    site.translate("locales/es-ES/docs/guides/first-steps.po", {"First steps": "Primeros <b>pasos</b>"}, rest=False)
    status, told = site.isogloss("check")
    line = site.line("locales/es-ES/docs/guides/first-steps.po", "<b>")
    assert status == 1
    assert f"locales/es-ES/docs/guides/first-steps.po:{line}: error" in told
    assert site.build("--strict").returncode == 1


def test_titles_that_move_out_of_mkdocs_yml_keep_their_translations(make_site):
    pytest.importorskip("mkdocs_awesome_nav")
    plugin, files, _ = SOURCES["mkdocs.yml"]
    site = make(make_site, plugin, files)
    assert site.isogloss("update")[0] == 0
    site.translate("locales/es-ES/mkdocs.po", LISTED, rest=False)
    before = {entry.msgid: entry.msgstr for entry in site.catalog("locales/es-ES/mkdocs.po")}
    config = site.read("mkdocs.yml").partition("nav:\n")[0]
    site.write("mkdocs.yml", config.replace("  - isogloss", "  - awesome-nav\n  - isogloss"))
    site.write("docs/.nav.yml", "# The order of the pages\n" + YAML)
    status, told = site.isogloss("update")
    assert status == 0
    assert "obsolete" not in told
    assert {entry.msgid: entry.msgstr for entry in site.catalog("locales/es-ES/mkdocs.po")} == before
    site.translate("locales/es-ES/mkdocs.po", {"Source code": "Código <i>"}, rest=False)
    status, told = site.isogloss("check")
    assert status == 1
    assert f"original at docs/.nav.yml:{site.line('docs/.nav.yml', 'Source code')}" in told


MORE = """
nav:
  - index.md
  - "Pick \\"the\\" one": pick.md
  - Fine tuning: expert-area/tuning.md
  - Setting & up: setup.md
  - Own: own.md
  - Docker: same.md
  - Left: left.md
  - gpu.md
"""


def test_titles_that_pages_have_anyway_follow_them(make_site):
    site = make_site(
        {
            "index.md": "# Start\n",
            "pick.md": '# Pick "the" *one* {#pick}\n',
            "expert-area/tuning.md": "---\ntitle: Fine tuning\n---\n\n# Tuning\n",
            "setup.md": "# Setting & `up`\n",
            "own.md": "# Own\n",
            "own.es-ES.md": "# Propia { #own }\n",
            "same.md": "# Docker\n",
            "left.md": "# Left\n",
            "gpu.md": "Words alone.\n",
        },
        theme="material",
        translated=False,
    )
    site.write("mkdocs.yml", site.read("mkdocs.yml") + MORE)
    assert site.isogloss("update")[0] == 0
    strings = site.catalog("locales/es-ES/mkdocs.po")
    assert not [entry.msgid for entry in strings if entry.comment == "navigation"]
    translations = {
        "pick": {'Pick "the" *one*': 'Elija *la* "mejor"'},
        "expert-area/tuning": {"Fine tuning": "Ajuste fino"},
        "setup": {"Setting & `up`": "Poner & `up`"},
        "same": {"Docker": "Docker"},
        "gpu": {"Gpu": "Gpu"},
    }
    for page, texts in translations.items():
        site.translate(f"locales/es-ES/docs/{page}.po", texts, rest=False)
    assert site.build("--strict").returncode == 0
    assert navigation(site, "es-ES/own/index.html")[1:5] == ["Elija la “mejor”", "Ajuste fino", "Poner & up", "Propia"]
    # Of those that have stayed the same, one is not translated.
    assert navigation(site, "es-ES/own/index.html")[5:] == ["Docker", "Left", "Gpu"]
    assert marked(site, "es-ES/own/index.html") == {"Start", "Left", "Test site"}
    assert navigation(site, "own/index.html")[1:5] == ['Pick "the" one', "Fine tuning", "Setting & up", "Own"]


def test_a_title_that_a_plugin_sets_early_follows_the_heading(make_site):
    site = make_site({"index.md": "# Start\n", "a.md": "# Work with it\n"}, theme="material")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:", "plugins:\n  - markdownextradata"))
    site.translate("locales/es-ES/docs/a.po", {"Work with it": "Trabaje con ello"})
    assert site.build("--strict").returncode == 0
    page = html.fromstring(site.read("site/es-ES/a/index.html"))
    assert page.xpath("//title/text()") == ["Trabaje con ello - Test site"]


def test_a_navigation_that_a_language_has_of_its_own_stands(make_site):
    site = make_site({"index.md": "# Start\n", "a.md": "# GPU\n"}, theme="material", translated=False)
    own = "          name: es-ES\n          nav:\n            - Inicio: index.md\n            - GPU: a.md\n"
    config = site.read("mkdocs.yml").replace("          name: es-ES\n", own)
    site.write("mkdocs.yml", config + "nav:\n  - Begin: index.md\n  - Processors: a.md\n")
    assert site.isogloss("update")[0] == 0
    assert not {"Begin", "Processors"} & {entry.msgid for entry in site.catalog("locales/es-ES/mkdocs.po")}
    site.translate("locales/es-ES/docs/a.po", {"GPU": "Procesadores gráficos"})
    assert site.build("--strict").returncode == 0
    assert navigation(site, "es-ES/index.html") == ["Inicio", "GPU"]
    assert not marked(site, "es-ES/index.html") & {"Inicio", "GPU"}


def test_a_navigation_that_the_default_language_alone_has_is_told_once(make_site):
    pages = {f"{name}.md": f"# {name}\n" for name in ("index", "a", "b", "c")}
    site = make_site(pages, locales=("es-ES", "fr"), theme="material")
    own = "          name: English\n          nav:\n            - Begin: index.md\n            - b.md\n"
    config = site.read("mkdocs.yml")
    assert "          name: English\n" in config
    site.write("mkdocs.yml", config.replace("          name: English\n", own))
    assert site.isogloss("update")[0] == 0
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("[navigation]") == site.run("isogloss", "check").stdout.count("[navigation]") == 1
    line = site.line("mkdocs.yml", "locale: es-ES")
    assert (
        f"mkdocs.yml:{line}: warning: 'nav' among the options of en is for that language alone: in es-ES, fr all pages"
        " are listed [navigation]"
    ) in built.stderr
    assert navigation(site, "es-ES/index.html") != navigation(site, "index.html")
    assert differences_of_parallel(site.root, built) == ([], "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nav:\n  - index.md\n  - [\n", "docs/.pages:4: error: mkdocs_awesome_pages_plugin fails: "),
        (
            "nav:\n  - gone.md\n",
            'error: mkdocs_awesome_pages_plugin fails: NavEntryNotFound: Nav entry "gone.md" not found',
        ),
        ("nav: 3\n", 'mkdocs_awesome_pages_plugin fails: TypeError: Expected "nav" attribute to be a list'),
    ],
    ids=["yaml", "gone", "kind"],
)
def test_a_plugin_that_cannot_make_the_navigation_is_named(make_site, text, said):
    site = make(make_site, "awesome-pages", {"docs/.pages": text})
    status, told = site.isogloss("update")
    assert status == 1
    assert said in told
    assert "[configuration]" in told
