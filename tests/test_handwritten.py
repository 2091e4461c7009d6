"""Pages written by hand, in sites that have never heard of PO files: which drifted, and where."""

from __future__ import annotations

import json

import pytest
import word_corpus
from conftest import Site
from isogloss.checks import Subject, registry
from isogloss.segments import Kind

CONFIG = """\
site_name: HandTranslated
theme:
  name: mkdocs
markdown_extensions: [attr_list, {extension}]
plugins:
  - i18n:
      docs_structure: {structure}
      languages:
        - locale: en
          name: English
          default: true
        - locale: es-ES
          name: Español
"""
ENGLISH = {
    "index.md": """\
---
title: Start
---

# Start

See [the setup](guide.md#setup) or the [vendor](https://learn.example/en-us/windows/).

## Choose { .decision }

- AMD: [amd](amd.md)
- Intel: [intel](intel.md)
- Not sure: [guide](guide.md)
""",
    "guide.md": """\
# Guide

Introduction to the guide, with some words.

## Setup

Install it with `apt install x` first, see ![chip](chip.svg).

```bash
# update first
apt install x
```

1. One step that is long enough to be told from others.
2. Two steps.
3. Three, see [AMD](amd.md).

## Next

Go [home](index.md) or stay here.

## After

Last words about the guide.
""",
    "amd.md": "# AMD\n\nText.\n",
    "intel.md": "# Intel\n\nText.\n",
}
SPANISH = {
    "index.md": """\
---
title: Inicio
---

# Inicio { #start }

Vea la [configuración](guide.md#setup) o al [fabricante](https://learn.example/es-es/windows/).

## Elegir { .decision #choose }

- AMD: [amd](amd.md)
- Intel: [intel](intel.md)
- No sé: [guía](guide.md)
""",
    "guide.md": """\
# Guía { #guide }

Introducción a la guía, con algunas palabras.

## Configuración { #setup }

Instálelo primero con `apt install x`, vea ![chip](chip.svg).

```bash
# primero, actualice
apt install x
```

1. Un paso que es bastante largo para distinguirse de los otros.
2. Dos pasos.
3. Tres, vea [AMD](amd.md).

## Siguiente { #next }

Vaya al [inicio](index.md) o quédese aquí.

## Después { #after }

Últimas palabras sobre la guía.
""",
    "amd.md": "# AMD\n\nTexto.\n",
    "intel.md": "# Intel\n\nTexto.\n",
}


@pytest.fixture(params=[("folder", "fenced_code"), ("suffix", "pymdownx.superfences")], ids=["folder", "suffix"])
def site(request, tmp_path) -> Site:
    """A site whose Spanish pages are right."""
    layout, extension = request.param
    site = Site(tmp_path)
    site.write("mkdocs.yml", CONFIG.format(structure=layout, extension=extension))
    site.folder = layout == "folder"
    site.spanish = (lambda page: f"docs/es-ES/{page}") if site.folder else (lambda page: f"docs/{page[:-3]}.es-ES.md")
    site.english = (lambda page: f"docs/en/{page}") if site.folder else (lambda page: f"docs/{page}")
    for page in ENGLISH:
        site.write(site.english(page), ENGLISH[page])
        site.write(site.spanish(page), SPANISH[page])
    for path in (site.english, site.spanish) if site.folder else (site.english,):
        site.write(path("chip.svg"), "<svg/>")
    return site


def found(site, status=1) -> list[dict]:
    result = site.run("isogloss", "check", "--format", "json")
    assert result.returncode == status, result.stdout + result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_english_is_found_in_a_language_of_which_nothing_is_known(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("es-ES", "gl"))
    for path in [path for path in (site.root / "docs").rglob("*.*") if "es-ES" in path.as_posix() and path.is_file()]:
        text = path.read_text(encoding="utf-8").replace("es-es", "gl")
        path.unlink()
        name = path.relative_to(site.root).as_posix().replace("es-ES", "gl")
        site.write(name, text.replace("Últimas palabras sobre la guía.", "Last words about the guide."))
    (row,) = found(site, status=0)
    assert (row["code"], row["message"]) == ("english", "English was left in place: 'Last words about the …'")


def test_right_pages_have_no_finding(site):
    result = site.run("isogloss", "check")
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing found" in result.stdout


MISTAKES = {
    # code: page, what is replaced, by what, line of the finding, words of its sentence
    "anchor": ("guide.md", " { #next }", "", "## Siguiente", "has #siguiente where the original has #next"),
    "title-anchor": ("guide.md", " { #guide }", "", "# Guía", "has #guia where the original has #guide"),
    "outline": ("guide.md", "2. Dos pasos.\n", "", "1. Un paso", "1 block of the original is missing under #setup"),
    "outline ": ("guide.md", "## Siguiente", "### Siguiente", "### Siguiente", "level 3 is one of level 2"),
    "outline  ": ("guide.md", "Últimas", "Una más.\n\nÚltimas", "Una más.", "is not in the original"),
    "target": (
        "guide.md",
        "(index.md)",
        "(amd.md)",
        "Vaya al",
        "'amd.md' stands where the original has link 'index.md'",
    ),
    "content": ("guide.md", "`apt install x`", "`apt install y`", "Instálelo", "`apt install y` stands where"),
    "content ": (
        "guide.md",
        "chip.svg",
        "otro.svg",
        "Instálelo",
        "'otro.svg' stands where the original has 'chip.svg'",
    ),
    "added-content": ("guide.md", "Últimas", "`Últimas`", "`Últimas`", "`Últimas` is not in the original"),
    "code-block": ("guide.md", "\napt install x", "\napt install y", "Instálelo", "code block under #setup differs"),
    "untranslated": (
        "guide.md",
        "Últimas palabras sobre la guía.",
        "Last words about the guide.",
        "Last words",
        "English",
    ),
    "decision": ("index.md", ".decision ", "", "## Elegir", "the decision guide #choose is missing"),
    "target ": ("index.md", "#setup", "#nada", "Vea la", "'guide.md#nada' stands where"),
}


def test_every_check_of_a_localized_page_has_a_mistake():
    codes = {check.code for subject in (Subject.PAGE, Subject.DECISION) for check in registry.of(subject)}
    assert codes - {mistake.strip() for mistake in MISTAKES} == set()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_finding_at_its_line(site, mistake):
    page, old, new, line, words = MISTAKES[mistake]
    path = site.spanish(page)
    assert site.read(path).count(old) >= 1
    site.write(path, site.read(path).replace(old, new, 1))
    (row,) = found(site, status=0 if mistake in ("untranslated", "added-content", "title-anchor") else 1)
    assert row["code"] == mistake.strip()
    assert words in row["message"]
    assert (row["path"], row["line"]) == (path, site.line(path, line))
    assert row["origin"]["path"] == site.english(page)


def test_a_picture_of_the_language_is_told_where_it_is_found(site):
    """A screenshot of another language is no mistake, but mkdocs-static-i18n wants no other name for it."""
    path = site.spanish("guide.md")
    site.write(path, site.read(path).replace("chip.svg", "chip-es.svg"))
    (row,) = found(site)
    assert row["hint"].endswith("finds it in the folder of the language, or as chip.TAG.svg")
    site.write(path, site.read(path).replace("chip-es.svg", "chip.svg"))
    site.write(site.spanish("chip.svg") if site.folder else "docs/chip.es-ES.svg", "<svg/>")
    assert found(site, status=0) == []
    site.write(path, site.read(path).replace("`apt install x`", "`apt install y`"))
    (row,) = found(site)
    assert row["hint"] == "restore it"


def test_white_space_that_nobody_sees_is_no_finding(site):
    path = site.spanish("guide.md")
    site.write(path, site.read(path).replace("palabras.\n", "palabras.  \n").replace("pasos.\n", "pasos.   \n"))
    assert found(site, status=0) == []


def test_links_of_two_blocks_that_are_exchanged_are_one_finding(site):
    path = site.spanish("index.md")
    text = site.read(path).replace("(amd.md)", "(x)").replace("(intel.md)", "(amd.md)").replace("(x)", "(intel.md)")
    site.write(path, text)
    (row,) = found(site)
    assert row["code"] == "target"
    assert row["message"].startswith("link 'intel.md' and link 'amd.md' have changed places, here and in 'Intel: ")


def test_anchors_that_rotated_are_told_at_each_heading(site):
    path = site.spanish("guide.md")
    text = site.read(path)
    for old, new in (("#setup }", "#1 }"), ("#next }", "#2 }"), ("#after }", "#3 }")):
        text = text.replace(old, new)
    for old, new in (("#1 }", "#next }"), ("#2 }", "#after }"), ("#3 }", "#setup }")):
        text = text.replace(old, new)
    site.write(path, text)
    rows = [row for row in found(site) if row["path"] == path]
    assert [row["code"] for row in rows] == ["anchor", "anchor", "anchor"]
    assert [row["line"] for row in rows] == [site.line(path, f"## {word}") for word in ("Conf", "Sig", "Desp")]


def test_an_anchor_in_front_of_the_title_is_one_of_the_heading(site):
    english, path = site.english("guide.md"), site.spanish("guide.md")
    site.write(english, site.read(english).replace("## Setup", '## <a name="install"></a>Setup'))
    named = '## <a name="setup"></a><a id="install"></a>Configuración'
    site.write(path, site.read(path).replace("## Configuración { #setup }", named))
    assert found(site, status=0) == []
    site.write(path, site.read(path).replace('<a id="install"></a>', ""))
    (row,) = found(site)
    assert (row["code"], row["message"]) == ("anchor", "the heading lacks the anchor #install")


def test_what_is_like_code_is_not_english_left_in_place(site):
    for path in (site.english("guide.md"), site.spanish("guide.md")):
        site.write(path, site.read(path) + "\n{* ../../docs_src/the_status_of_the_code/tutorial_of_it.py *}\n")
    assert found(site, status=0) == []


def test_of_code_the_first_line_that_differs_is_shown(site):
    path = site.spanish("guide.md")
    site.write(path, site.read(path).replace("\napt install x", "\napt install --yes x"))
    (row,) = found(site)
    assert row["texts"]["difference"] == "- apt install x\n+ apt install --yes x"


def test_labels_of_a_diagram_may_be_translated(site):
    diagram = "\n```mermaid\ngraph LR\n  A[Start here] -->|yes| B{Does it work?}\n```\n"
    spanish = diagram.replace("Start here", "Empiece aquí").replace("yes", "sí").replace("Does it work", "¿Funciona")
    fence = "{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }"
    config = site.read("mkdocs.yml")
    if "superfences" not in config:
        config = config.replace("fenced_code", "pymdownx.superfences")
    options = f"{{pymdownx.superfences: {{custom_fences: [{fence}]}}}}"
    site.write("mkdocs.yml", config.replace("pymdownx.superfences", options, 1))
    pages = site.english("amd.md"), site.spanish("amd.md")
    for path, text in zip(pages, (diagram, spanish), strict=True):
        site.write(path, site.read(path) + text)
    assert found(site, status=0) == []
    site.write(pages[1], site.read(pages[1]).replace("|sí| B", "|sí| C"))
    (row,) = found(site)
    assert row["code"] == "code-block"


def test_sections_that_changed_places_are_one_finding(site):
    path = site.spanish("guide.md")
    text = site.read(path)
    start, end = text.index("## Siguiente"), text.index("## Después")
    section = text[start:end]
    site.write(path, text.replace(section, "") + "\n" + section)
    (row,) = found(site)
    assert row["code"] == "outline"
    assert row["message"] == "the section #next stands at another place than in the original"
    assert row["line"] == site.line(path, "## Siguiente")


def test_a_missing_section_is_one_finding_with_a_difference(site):
    path = site.spanish("guide.md")
    text = site.read(path)
    start, end = text.index("## Siguiente"), text.index("## Después")
    site.write(path, text[:start] + text[end:])
    (row,) = found(site)
    assert row["message"] == "2 blocks of the original are missing under #next"
    assert row["texts"]["difference"].splitlines() == [
        "  passage li → amd.md  Three, see [AMD](amd.md).",
        "- heading 2 #next  Next",
        "- passage p → index.md  Go [home](index.md) or stay here.",
        "  heading 2 #after  After",
    ]


def test_translated_anchors_are_told_once_at_their_heading_not_at_each_link_to_them(site):
    guide, index = site.spanish("guide.md"), site.spanish("index.md")
    site.write(guide, site.read(guide).replace(" { #setup }", ""))
    site.write(index, site.read(index).replace("#setup", "#configuracion"))
    (row,) = found(site)
    assert row["message"] == "the heading has #configuracion where the original has #setup"
    assert row["hint"] == "write {#setup} at the end of the heading\n1 link leads here"


def test_anchors_that_links_lead_to_are_told_first(site):
    guide, amd = site.spanish("guide.md"), site.english("amd.md")
    site.write(
        amd, site.read(amd) + "\nSee [this](guide.md#after), [that](guide.md#after) or the [guide](guide.md#guide).\n"
    )
    more = "\nVea [esto](guide.md#después), [eso](guide.md#después) o la [guía](guide.md#guía).\n"
    site.write(
        site.spanish("amd.md"), site.read(site.spanish("amd.md")) + more.replace("é", "e").replace("#guía", "#guia")
    )
    text = site.read(guide)
    for anchor in ("guide", "setup", "next", "after"):
        text = text.replace(f" {{ #{anchor} }}", "")
    site.write(guide, text)
    index = site.spanish("index.md")
    site.write(index, site.read(index).replace("#setup", "#configuracion"))
    status, told = site.isogloss("check", "--only", "anchor", "--only", "title-anchor")
    # A link leads to the title here: it is an error as well.
    order = [told.index(f"where the original has #{anchor}") for anchor in ("after", "guide", "setup", "next")]
    assert (status, order) == (1, sorted(order)), told
    assert "\n      2 links lead here\n" in told
    assert told.count("1 link leads here") == 2
    rows = [row["code"] for row in found(site) if "anchor" in row["code"]]
    assert rows == ["anchor", "anchor", "anchor", "anchor"]


def test_a_page_that_is_missing_and_one_that_has_no_original(site):
    (site.root / site.spanish("intel.md")).unlink()
    site.write(site.spanish("extra.md"), "# Extra\n")
    missing, extra = sorted(found(site, status=0), key=lambda row: row["code"])
    assert (missing["code"], missing["path"]) == ("page-missing", "mkdocs.yml")
    assert "1 page not translated to es-ES: intel.md" in missing["message"]
    assert (extra["code"], extra["path"]) == ("page-without-original", site.spanish("extra.md"))


def test_a_difference_can_be_allowed_with_a_reason(site):
    path = site.spanish("guide.md")
    text = site.read(path)
    allowed = "<!-- allow outline: only Spanish law needs this -->\n\nUna nota para lectores en España.\n\n## Siguiente"
    site.write(path, text.replace("## Siguiente", allowed))
    assert found(site, status=0) == []
    site.write(path, text.replace("## Siguiente", "<!-- allow outline: no more -->\n\n## Siguiente"))
    (row,) = found(site, status=0)
    assert (row["code"], row["line"]) == ("allowance", site.line(path, "<!-- allow"))


def test_the_build_holds_them_to_it_too(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "  - isogloss\n")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    path = site.spanish("guide.md")
    site.write(path, site.read(path).replace(" { #next }", ""))
    built = site.build("--strict")
    assert built.returncode == 1
    assert f"{path}:{site.line(path, '## Sig')}: error: the heading has #siguiente" in built.stderr


LAST = {
    # What is written as the last passage instead of its translation, and which check sees it beside all others.
    "Descargue el package y guarde el modelo.": "untranslated",
    "Descargue el": "length",
    "Copie la carpeta.": "other-message",
}


@pytest.fixture(scope="module")
def long_pages(tmp_path_factory) -> Site:
    """A site with a page of some hundred passages, written by hand in both languages."""
    site = Site(tmp_path_factory.mktemp("long"))
    site.write("mkdocs.yml", CONFIG.format(structure="folder", extension="fenced_code"))
    passages = [one for one in word_corpus.background("es") if one.message.kind is Kind.PARAGRAPH]
    for locale, texts in (
        ("en", [one.message.msgid for one in passages] + ["Download the package and save the model."]),
        ("es-ES", [one.msgstr for one in passages] + ["Descargue el paquete y guarde el modelo."]),
    ):
        site.write(f"docs/{locale}/index.md", "\n\n".join(["# Passages { #passages }", *texts]) + "\n")
    return site


def test_right_passages_beside_each_other_have_no_finding(long_pages):
    assert found(long_pages, status=0) == []


@pytest.mark.parametrize(("text", "code"), LAST.items(), ids=LAST.values())
def test_passages_are_evidence_about_each_other(long_pages, text, code):
    path = "docs/es-ES/index.md"
    right = long_pages.read(path)
    long_pages.write(path, right.replace("Descargue el paquete y guarde el modelo.", text))
    try:
        rows = found(long_pages, status=0)
    finally:
        long_pages.write(path, right)
    line = len(right.splitlines())
    places = [(row["code"], row["severity"], row["path"], row["line"]) for row in rows]
    assert places == [(code, "warning", path, line)]


def test_a_page_that_keeps_itself_out_of_search_fails_nothing(make_site):
    site = make_site({"index.md": "# Start\n", "a.md": "# One\n", "b.md": "# Two\n"}, theme="material")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n", 1))
    for name in "ab":
        site.write(f"docs/{name}.es-ES.md", f"---\nsearch:\n  exclude: true\n---\n# {name}\n")
    assert site.isogloss("update")[0] == 0
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert (
        "docs/a.es-ES.md: warning: search does not find this page, as its front matter says [search]\n"
        "    → remove 'exclude: true' below 'search': each language has a search of its own\n"
        "      the same at docs/b.es-ES.md"
    ) in built.stderr


def test_english_in_pages_of_another_language_is_not_left_in_place(tmp_path):
    """A quotation is English in the Chinese page too: who translates that into English leaves it."""
    site = Site(tmp_path)
    quoted = "\n> Every time that I read it, I think that this must be true!\n\n> That is the end of all that I know.\n"
    site.write("docs/index.md", f"# 中文的介绍 {{ #b }}\n{quoted}")
    site.write("docs/index.en.md", f"# Some words {{ #b }}\n{quoted}")
    config = CONFIG.format(structure="suffix", extension="fenced_code")
    config = config.replace("locale: en\n", "locale: zh\n").replace("locale: es-ES", "locale: en")
    site.write("mkdocs.yml", config)
    assert found(site, status=0) == []
    site.write("mkdocs.yml", config + "  - isogloss:\n      checks: {english: warning}\n")
    assert [row["code"] for row in found(site, status=0)] == ["english", "english"]
