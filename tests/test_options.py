"""Each option of mkdocs-static-i18n works as its documentation says, or is refused with a way out: small sites."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from apart import differences_of_parallel
from lxml import html

PAGES = {
    "index.md": "# Start\n\nTo the [guide](guide.md).\n\n!!! tip\n\n    Do this.\n",
    "guide.md": "# Guide\n\nSome words here.\n\n![A chip](img/chip.svg)\n\nTo the [start](index.md).\n",
    "img/chip.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}
FOLDER = {path if path.endswith(".svg") else f"en/{path}": text for path, text in PAGES.items()}
SPANISH = {"Some words here.": "Unas palabras."}


@pytest.fixture
def make(make_site):
    """A site in English and in Spanish, with options of static-i18n, of its language Spanish, and of the site."""

    def make(i18n="", language="", rest="", theme="material", pages=None, structure="suffix", translated=True):
        site = make_site(
            (PAGES | (pages or {})) if structure == "suffix" else pages,
            locales=("es",),
            structure=structure,
            translated=False,
            theme=theme,
        )
        config = site.read("mkdocs.yml").replace("  - abbr\n", "  - abbr\n  - admonition\n  - pymdownx.details\n")
        config = config.replace(f"  name: {theme}\n", f"  name: {theme}\n  font: false\n" * (theme == "material"), 1)
        config = config.replace("plugins:\n", "plugins:\n  - search\n")
        config = config.replace("  - i18n:\n", "  - i18n:\n" + (f"      {i18n}\n" if i18n else ""))
        site.write("mkdocs.yml", config.replace("name: es\n", f"name: es\n          {language}\n") + rest)
        assert site.run("isogloss", "update").returncode == 0
        for path in sorted((site.root / "locales/es").rglob("*.po")) if translated else ():
            name = path.relative_to(site.root).as_posix()
            texts = SPANISH if path.name == "guide.po" else {}
            site.translate(name, texts, rest=path.name != "index.po")
        return site

    return make


def strict(site, *arguments):
    """Build strictly: untranslated, or as it is; what `check` says has to be no error either."""
    status, said = site.isogloss("check")
    assert status == 0, said
    built = site.build("--strict", *arguments)
    assert built.returncode == 0, built.stderr
    return built.stderr


def page(site, path):
    return html.fromstring(site.read(f"site/{path}"))


def switcher(site, path):
    return {link.get("hreflang"): link.get("href") for link in page(site, path).xpath("//a[@hreflang]")}


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_the_locale_of_a_theme_of_mkdocs_is_the_one_in_mkdocs_yml(make, theme):
    site = make(language="theme: {locale: es_MX}", theme=theme, translated=theme == "mkdocs")
    strict(site)
    assert page(site, "es/guide/index.html").get("lang") == "es-MX"
    assert page(site, "guide/index.html").get("lang") == "en"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("es_MX", "xx"))
    told = "error: the locale 'xx' of the theme is unknown [locale-unknown]"
    assert told in site.isogloss("check")[1]
    assert told in site.build().stderr


def test_the_language_of_material_is_the_one_in_mkdocs_yml(make):
    site = make(language="theme: {language: zh-Hant}", rest="")
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", config.replace("  name: material\n", "  name: material\n  language: en\n"))
    strict(site)
    assert page(site, "es/guide/index.html").get("lang") == "zh-Hant"


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_without_a_fallback_a_language_has_the_pages_that_are_translated(make, structure):
    other = {"other.md": "# Other\n\nTo the [guide](guide.md) and [start](index.md).\n"}
    own = {"index.es.md": "# Inicio { #start }\n\nA la [guía](guide.md).\n\n!!! tip\n\n    Haga esto.\n"}
    pages = other | own
    if structure == "folder":
        pages = FOLDER | {"en/other.md": other["other.md"], "es/index.md": own["index.es.md"]}
    site = make("fallback_to_default: false", structure=structure, translated=False, pages=pages)
    catalog = next((site.root / "locales/es/docs").rglob("guide.po")).relative_to(site.root).as_posix()
    site.translate(catalog, SPANISH)
    strict(site)
    assert "Unas palabras." in site.read("site/es/guide/index.html")
    assert 'src="../../img/chip.svg"' in site.read("site/es/guide/index.html")
    assert page(site, "es/index.html").xpath("//article//a[text()='guía']/@href") == ["guide/"]
    assert not (site.root / "site/es/other/index.html").exists()
    assert switcher(site, "guide/index.html") == {"en": "./", "es": "../es/guide/"}
    assert "/es/other/" not in site.read("site/sitemap.xml")
    assert "/es/guide/" in site.read("site/sitemap.xml")


def test_one_language_alone_has_its_pages_in_folders_too(make):
    site = make(structure="folder", pages=FOLDER | {"es/only.md": "# Solo\n\nA la [guía](guide.md).\n"})
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", config.replace("  - i18n:\n", "  - i18n:\n      build_only_locale: es\n"))
    site.isogloss("update")
    catalogs = {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")}
    assert "obsolete" not in site.isogloss("update")[1]
    assert {path: path.read_bytes() for path in catalogs} == catalogs
    strict(site)
    assert "Unas palabras." in site.read("site/guide/index.html")
    assert page(site, "only/index.html").xpath("//article//a[text()='guía']/@href") == ["../guide/"]


def test_links_of_the_switcher_are_those_of_mkdocs_yml(make):
    site = make(language="link: /otro/")
    strict(site)
    assert switcher(site, "index.html")["es"] == "/docs/otro/"
    # Without site_url, nobody knows that the site is below /docs/.
    config = site.read("mkdocs.yml").replace("site_url: https://example.org/docs/\n", "")
    site.write("mkdocs.yml", config.replace("link: /otro/", "link: /docs/es/"))
    strict(site)
    assert switcher(site, "index.html")["es"] == "/docs/es/"
    site.write("mkdocs.yml", config.replace("link: /otro/", "fixed_link: https://es.example.org/"))
    strict(site)
    assert switcher(site, "index.html")["es"] == "https://es.example.org/"


def test_a_switcher_that_leads_elsewhere_by_itself_is_still_found(make):
    site = make(
        rest="extra:\n  alternate:\n    - {name: e, link: /docs/, lang: en}\n    - {name: s, link: /x/, lang: es}\n"
    )
    site.write(
        "mkdocs.yml", site.read("mkdocs.yml").replace("  - i18n:", "  - i18n:\n      reconfigure_material: false")
    )
    strict(site)
    assert switcher(site, "guide/index.html") == {"en": "/docs/", "es": "/x/"}
    assert page(site, "es/index.html").get("lang") == "en"
    site.write("hook.py", "def on_post_page(output, **_):\n    return output.replace('/docs/', '/wrong/')\n")
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    assert "the language switcher leads to wrong/index.html for en" in site.build().stderr


def test_a_navigation_and_titles_of_a_language_are_those_of_mkdocs_yml(make):
    nav = "nav: [{Welcome: index.md}, {Guide: guide.md}]\n"
    site = make(language="nav: [{Inicio: index.md}]", rest=nav)
    strict(site)
    links = page(site, "es/index.html").xpath("//a[@class[contains(., 'md-nav__link')]]//text()")
    assert "Inicio" in " ".join(links)
    assert "Guide" not in " ".join(links)


def test_a_page_in_one_language_alone(make):
    site = make(pages={"a.es.md": "# Solo\n\nHola.\n"})
    strict(site)
    assert (site.root / "site/es/a/index.html").is_file()
    assert not (site.root / "site/a/index.html").exists()


def test_in_folders_pages_written_by_hand_come_last_in_a_navigation_that_nobody_wrote(make):
    own = "# Inicio { #start }\n\nA la [guía](guide.md).\n\n!!! tip\n\n    Haga esto.\n"
    site = make(structure="folder", pages=FOLDER | {"es/index.md": own})
    strict(site)
    assert [navigation(site, path) for path in ("", "es/")] == [["Start", "Guide"], ["Guide", "Inicio"]]


def navigation(site, path):
    links = page(site, f"{path}index.html").xpath("//nav[@data-md-level='0']//a[contains(@class, 'md-nav__link')]")
    return list(dict.fromkeys(link.text_content().strip() for link in links))


def test_titles_of_admonitions_that_mkdocs_yml_gives_are_no_english(make):
    site = make(language="admonition_translations: {tip: Consejo, note: Nota}", translated=False)
    site.write("docs/index.md", site.read("docs/index.md") + "\n??? note\n\n    Words.\n")
    strict(site)
    index = page(site, "es/index.html")
    assert [title.get("lang") for title in index.xpath("//p[text()='Consejo'] | //summary[text()='Nota']")] == [
        None
    ] * 2
    assert index.xpath("//p[text()='Do this.']/@lang") == ["en"]


def test_a_default_language_that_is_not_english_is_the_source(make):
    site = make(translated=False)
    english, spanish = re.findall(r"        - locale: e.\n(?:          .*\n)+", site.read("mkdocs.yml"))
    swapped = english.replace("          default: true\n", "") + spanish + "          default: true\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace(english + spanish, swapped))
    told = "mkdocs.yml:36: error: 'es' is the default language of the plugin 'i18n', and there are catalogs for it in"
    assert told in site.isogloss("check")[1]
    assert told in site.build().stderr
    for path in sorted((site.root / "locales").rglob("*.po")):
        path.unlink()
    status, said = site.isogloss("update")
    assert (status, "en: 3 catalogs written" in said) == (0, True), said
    strict(site)
    assert page(site, "en/guide/index.html").xpath("//p[text()='Some words here.']/@lang") == ["es"]
    assert page(site, "guide/index.html").xpath("//p[text()='Some words here.']/@lang") == []
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("- isogloss", "- isogloss: {source_locale: en}"))
    told = "the source locale 'en' is not the default language of the plugin 'i18n': 'es' is [source-locale]"
    assert told in site.isogloss("check")[1]
    assert told in site.build().stderr


def test_two_configurations_keep_their_strings_apart(make):
    site = make(rest="nav: [{Welcome: index.md}, {Guide: guide.md}]\n")
    site.translate("locales/es/mkdocs.po", {"Welcome": "Bienvenida"})
    site.isogloss("update")
    site.write("insiders.yml", "INHERIT: mkdocs.yml\nnav: [{Welcome: index.md}, {Secrets: guide.md}]\n")
    before = site.read("locales/es/mkdocs.po")
    assert "taken over" in site.isogloss("update", "-f", "insiders.yml")[1]
    assert site.isogloss("check", "-f", "insiders.yml")[0] == 0
    catalog = site.catalog("locales/es/insiders.po")
    assert [entry.msgid for entry in catalog][:3] == ["Test site", "Welcome", "Secrets"]
    assert catalog.find("Welcome").msgstr == "Bienvenida"
    assert "nothing changed" in site.isogloss("update")[1]
    assert site.read("locales/es/mkdocs.po") == before


def test_a_copy_that_mike_builds_with_has_the_strings_of_the_configuration(make):
    site = make(rest="nav: [{Welcome: index.md}, {Guide: guide.md}]\n")
    site.translate("locales/es/mkdocs.po", {"Welcome": "Bienvenida"})
    site.write("mike-mkdocs4x_1.yml", site.read("mkdocs.yml"))
    built = site.build("--strict", "-f", "mike-mkdocs4x_1.yml")
    assert built.returncode == 0, built.stderr
    assert "Bienvenida" in site.read("site/es/index.html")


def test_files_that_are_dropped_or_overwritten_are_told(make):
    pages = {"es.md": "# Spanish\n", "guide.it.md": "# G\n", "node.js.md": "# N\n", "b/run.js.md": "# R\n"}
    site = make(pages=pages, translated=False)
    status, said = site.isogloss("check")
    assert status == 0, said
    assert "docs/es.md:1: warning: this page has the address of a page in 'es', which takes its place" in said
    assert "docs/guide.it.md: warning: the site is without this file: mkdocs-static-i18n reads 'it' in the name" in said
    assert "the site is without 2 files: mkdocs-static-i18n reads 'js' in the name as a language" in said
    assert "(docs/node.js.md, docs/b/run.js.md)" in said
    built = strict(site)
    for line in said.splitlines():
        assert ": warning: " not in line or line in built
    site.write("docs/guide.en.md", "# Twice\n")
    told = "docs/guide.md:1: error: this page and docs/guide.en.md are one page in 'en' [page-twice]"
    assert told in site.isogloss("check")[1]
    assert told in site.build().stderr


def test_banners_say_whether_a_page_is_translated(make):
    banner = "{{ i18n_file_locale }} in {{ i18n_page_locale }}"
    site = make()
    config = site.read("mkdocs.yml").replace("  name: material\n", "  name: material\n  custom_dir: overrides\n")
    site.write("mkdocs.yml", config)
    site.write(
        "overrides/main.html", f'{{% extends "base.html" %}}{{% block announce %}}<i>{banner}</i>{{% endblock %}}'
    )
    strict(site)
    found = {path: page(site, path).xpath("//i/text()")[0] for path in ("guide/index.html", "es/guide/index.html")}
    assert found == {"guide/index.html": "en in en", "es/guide/index.html": "es in es"}
    assert page(site, "es/index.html").xpath("//i/text()") == ["en in es"]


def test_a_dirty_build_follows_catalogs_and_does_not_miss_what_it_left_out(make):
    site = make()
    strict(site)
    os.utime(site.translate("locales/es/docs/guide.po", {"Some words here.": "Otras palabras."}), (2**31, 2**31))
    built = site.build("--dirty")
    assert "ERROR" not in built.stderr
    assert "Otras palabras." in site.read("site/es/guide/index.html")


def test_a_site_is_built_from_python(make):
    site = make()
    program = "from mkdocs.commands.build import build; from mkdocs.config import load_config; build(load_config())"
    subprocess.run([sys.executable, "-c", program], cwd=site.root, check=True, capture_output=True)
    assert "Unas palabras." in site.read("site/es/guide/index.html")


NOTEBOOKS = '''
from mkdocs.structure.files import File, Files


class Notebook(File):
    """A page, as the plugins for notebooks make one of a file that is none."""

    def __init__(self, file, config):
        super().__init__(file.src_uri, config.docs_dir, config.site_dir, config.use_directory_urls)
        self.dest_uri = self.url = "tour/index.html"

    def is_documentation_page(self):
        return True


def on_files(files, config):
    return Files([Notebook(file, config) if file.src_uri.endswith(".ipynb") else file for file in files])
'''


def test_a_notebook_is_told_of(make_site):
    site = make_site({"index.md": "# Start\n", "tour.ipynb": '{"cells": []}\n'}, translated=False)
    site.write("notebooks.py", NOTEBOOKS)
    site.write("mkdocs.yml", f"hooks: [notebooks.py]\n{site.read('mkdocs.yml')}")
    checked = site.run("isogloss", "check")
    assert checked.returncode == 0
    assert "docs/tour.ipynb: warning: no text of this file is a message" in checked.stdout
    assert "[page-not-made]" in checked.stdout
    assert site.build("--strict").returncode == 0
    assert site.read("site/tour/index.html") == '{"cells": []}\n', "as mkdocs-static-i18n has it"


def test_a_default_language_that_is_listed_last_is_built_once(make_site):
    site = make_site({"index.md": "# Start\n\nHello.\n", "a.md": "# One\n"}, locales=("es-ES", "fr"), theme="material")
    config = site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n", 1)
    english = "        - locale: en\n          name: English\n          default: true\n"
    last = "        - locale: fr\n          name: fr\n"
    assert english in config
    site.write("mkdocs.yml", config.replace(english, "").replace(last, last + english))
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    entries = json.loads(site.read("site/search/search_index.json"))["docs"]
    assert [entry["location"] for entry in entries] == ["", "a/"]
    assert built.stderr.count("Building 'en' documentation") == 1
    for page in ("index.html", "es-ES/index.html", "fr/index.html"):
        switcher = site.read(f"site/{page}").partition("md-select__list")[2].partition("</ul>")[0]
        assert re.findall(r'hreflang="?([\w-]+)', switcher) == ["es-ES", "fr", "en"], "as mkdocs.yml lists them"
    assert differences_of_parallel(site.root, built) == ([], "")
    # It is a matter of this site: static-i18n does elsewhere, in the same process, what it always does.
    config = site.read("mkdocs.yml").replace("  - isogloss\n", "")
    site.write("mkdocs.yml", config.replace("name: material", "name: mkdocs").replace("es-ES", "es"))
    assert site.build().stderr.count("Building 'en' documentation") == 2
