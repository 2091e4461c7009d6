"""Real builds: what fails them, what is published in spite of it, and what the messages say."""

from __future__ import annotations

import json

import pytest
from conftest import BACKLINK, BACKLINK_TRANSLATED
from lxml import html

GUIDE = """\
---
title: Guide
description: How to set up the driver.
---

# Guide

Install the **driver** with `nvidia-smi` from [the vendor](https://example.org/driver) first.

Then [continue](other.md#second-part) to the other page.

Or [go back](index.md) to the start.

## Part one

- Press ++ctrl+c++ and read the note.[^1]
- Second item, see ![A chip](chip.svg).

```bash title="In the terminal"
ls
```

[^1]: A footnote.
"""
OTHER = "# Other\n\n## Second part\n\nText.\n"
PAGES = {"index.md": "# Start\n\n[Guide](guide.md)\n\n[Other](other.md)\n", "guide.md": GUIDE, "other.md": OTHER}
CATALOG = "locales/es-ES/docs/guide.po"
INSTALL = "Install the **driver** with `nvidia-smi` from [the vendor](https://example.org/driver) first."
CONTINUE = "Then [continue](other.md#second-part) to the other page."
READER_OFF = ":\n      reader: false"
BACK = "Or [go back](index.md) to the start."


@pytest.fixture
def site(make_site):
    # What readers get around a page speaks of its translation, too.
    site = make_site(PAGES, options=READER_OFF)
    site.write("docs/chip.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    return site


def article(site, path="es-ES/guide/index.html"):
    return html.fromstring(site.read(f"site/{path}")).xpath("//div[@role='main']")[0]


def test_a_right_translation_is_published(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: mkdocs", "name: material"))
    site.translate(
        CATALOG,
        {
            INSTALL: "Con `nvidia-smi` y desde [el fabricante](https://example.org/driver), el **controlador**.",
            "Part one": "Primera parte",
            "In the terminal": "En el terminal",
            "Guide": "Guía",
            "How to set up the driver.": "Cómo configurar el controlador.",
        },
    )
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = site.read("site/es-ES/guide/index.html")
    assert "Con <code>nvidia-smi</code> y" in page
    assert '<h2 id="part-one">Primera parte' in page
    assert '<span class="filename">En el terminal</span>' in page
    assert "<title>Guía" in page
    assert 'content="Cómo configurar el controlador."' in page


MISTAKES = {
    "link target changed": (CONTINUE, "Luego [siga](guide.md) en la otra página.", "link"),
    "fragment changed": (CONTINUE, "Luego [siga](other.md#segunda-parte) en la otra página.", "link"),
    "link dropped": (CONTINUE, "Luego siga en la otra página.", "link"),
    "link without text": (CONTINUE, "Luego siga [](other.md#second-part) en la otra página.", "link"),
    "link of another passage": (CONTINUE, "Luego [siga](index.md) en la otra página.", "link"),
    "javascript link": (CONTINUE, "Luego [siga](javascript:alert(1)) en la otra página.", "link"),
    "code changed": (INSTALL, INSTALL.replace("nvidia-smi", "nvidia-ver"), "code"),
    "code dropped": (INSTALL, INSTALL.replace("`", ""), "code"),
    "emphasis left open": (INSTALL, INSTALL.replace("**driver**", "**controlador"), "leftover"),
    "emphasis added": (BACK, "O [vuelva](index.md) al **inicio**.", "emphasis"),
    "attribute list added to a passage": (CONTINUE, CONTINUE + "\n{: onclick=alert(1) }", "leftover"),
    "attribute list added to a heading": ("Part one", "Primera parte { #parte .x }", "attribute-list"),
    "attribute list added to a link": (BACK, "O [vuelva](index.md){ onclick=alert(1) } al inicio.", "tag"),
    "key changed": ("Press ++ctrl+c++ and read the note.[^1]", "Pulse ++ctrl+x++ y lea la nota.[^1]", "code"),
    "footnote dropped": ("Press ++ctrl+c++ and read the note.[^1]", "Pulse ++ctrl+c++ y lea la nota.", "footnote"),
    "footnote renamed": ("Press ++ctrl+c++ and read the note.[^1]", "Pulse ++ctrl+c++ y lea.[^uno]", "footnote"),
    "image changed": ("Second item, see ![A chip](chip.svg).", "Segundo, vea ![Un chip](otro.svg).", "image"),
    "script injected": (BACK, "O [vuelva](index.md) al inicio <script>alert(1)</script>.", "tag"),
    "markup in a title": ("How to set up the driver.", 'Cómo"><script>alert(1)</script>', "plain-text"),
    "bidi override": (BACK, "O [vuelva](index.md) al \u202eoicini.", "bidi-control"),
    "placeholder of the parser": (BACK, "O [vuelva](index.md) al inicio \u0002wzxhzdk:0\u0003.", "control-character"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_fails_the_strict_build_and_is_named_with_file_and_line(site, mistake):
    msgid, msgstr, code = MISTAKES[mistake]
    site.translate(CATALOG, {msgid: msgstr})
    built = site.build("--strict")
    assert built.returncode == 1, built.stderr
    assert "Aborted" in built.stdout + built.stderr
    assert "Traceback" not in built.stderr
    found = [line for line in built.stderr.splitlines() if CATALOG in line]
    assert found, built.stderr
    entry = next(entry for entry in site.catalog(CATALOG) if entry.msgid == msgid)
    line = site.line(CATALOG, f'msgid "{entry.msgid}"') + 1
    assert all(f"{CATALOG}:{line}: error:" in text for text in found), (line, found)
    assert any(text.endswith(f"[{code}]") for text in found), found
    assert f"original at docs/guide.md:{site.line('docs/guide.md', msgid.removesuffix('[^1]')[:30])}" in built.stderr


@pytest.mark.parametrize("mistake", ["link target changed", "script injected", "attribute list added to a heading"])
def test_without_strict_the_passage_is_published_in_english(site, mistake):
    msgid, msgstr, _ = MISTAKES[mistake]
    site.translate(CATALOG, {})
    assert site.build("--strict").returncode == 0
    right = site.read("site/es-ES/guide/index.html")
    site.translate(CATALOG, {msgid: msgstr})
    built = site.build()
    assert built.returncode == 0
    assert f"{CATALOG}:" in built.stderr
    page = site.read("site/es-ES/guide/index.html")
    assert "alert(1)" not in page
    shown = 2 if "heading" in mistake else 1  # A heading is in the table of contents as well.
    assert page.count('lang="en"') == right.count('lang="en"') + shown
    assert page.replace(' lang="en"', "", 1).count("<a ") == right.count("<a ")


def test_links_swapped_between_two_passages_are_found_in_both(site):
    swapped = {
        CONTINUE: "Luego [siga](index.md) en la otra página.",
        BACK: "O [vuelva](other.md#second-part) al inicio.",
    }
    site.translate(CATALOG, swapped)
    built = site.build("--strict")
    assert built.returncode == 1
    for msgid in swapped:
        line = site.line(CATALOG, f'msgid "{msgid}"') + 1
        assert f"{CATALOG}:{line}: error: link" in built.stderr


def test_two_headings_keep_their_ids_when_their_texts_are_swapped(make_site):
    site = make_site({"index.md": "# Top\n\n## First\n\nOne.\n\n## Second\n\nTwo.\n"})
    site.translate("locales/es-ES/docs/index.po", {"First": "Second", "Second": "First"})
    assert site.build("--strict").returncode == 0
    page = html.fromstring(site.read("site/es-ES/index.html"))
    assert page.xpath("//h1/@id | //h2/@id") == ["top", "first", "second"]


def test_what_is_missing_or_fuzzy_is_published_in_english_and_says_so(make_site):
    site = make_site(
        {"index.md": "# Top\n\nFirst text.\n\nSecond text.\n\n- Item\n    - Below\n"},
        translated=False,
        options=READER_OFF,
    )
    path = "locales/es-ES/docs/index.po"
    site.translate(path, {"First text.": "Primer texto.", "Below": "Debajo"}, rest=False)
    catalog = site.catalog(path)
    fuzzy = catalog.find("Second text.")
    fuzzy.msgstr, fuzzy.flags = "Segundo texto.", ["fuzzy"]
    catalog.save()
    built = site.build("--strict")
    assert built.returncode == 0, "an unfinished translation is no mistake"
    assert "es-ES: 2 of 8 messages translated, 1 fuzzy, 5 missing" in built.stderr
    main = article(site, "es-ES/index.html")
    assert main.xpath(".//p/@lang | .//h1/@lang") == ["en", "en"]
    assert [p.text for p in main.xpath(".//p[not(@lang)]")] == ["Primer texto."]
    assert main.xpath(".//li/span[@lang='en']/text()") == ["Item"]
    assert main.xpath(".//li//li/text()") == ["Debajo"]


def test_right_to_left_locale(make_site):
    site = make_site({"index.md": "# Top\n\nFirst text.\n"}, locales=("ar",), translated=False, theme="material")
    site.translate("locales/ar/docs/index.po", {"First text.": "النص الأول."}, rest=False)
    assert site.build("--strict").returncode == 0
    page = html.fromstring(site.read("site/ar/index.html"))
    assert (page.get("lang"), page.xpath("//body/@dir")) == ("ar", ["rtl"])
    (heading,) = page.xpath("//h1")
    assert (heading.get("lang"), heading.get("dir")) == ("en", "ltr")


@pytest.mark.parametrize(
    ("tag", "lang", "direction", "word"),
    [
        ("es-ES", "es-ES", "ltr", "Saltar a contenido"),
        ("zh-TW", "zh-TW", "ltr", "跳轉到"),
        ("pt-BR", "pt-BR", "ltr", "Pular para conteúdo"),
    ],
)
def test_region_tags_work_without_theme_overrides(make_site, tag, lang, direction, word):
    site = make_site({"index.md": "# Top\n"}, locales=(tag, "fr-CA"), theme="material")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = html.fromstring(site.read(f"site/{tag}/index.html"))
    assert page.get("lang") == lang
    assert page.xpath("//body/@dir") == [direction]
    assert word in page.xpath("//a[@class='md-skip']")[0].text_content()
    assert html.fromstring(site.read("site/fr-CA/index.html")).get("lang") == "fr-CA"
    assert html.fromstring(site.read("site/404.html")).get("lang") == "en"


def test_one_locale_alone_gives_the_same_ids_and_refuses_the_same(site):
    site.translate(CATALOG, {"Part one": "Primera parte"})
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", config.replace("  - i18n:\n", "  - i18n:\n      build_only_locale: es-ES\n"))
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert '<h2 id="part-one">Primera parte' in site.read("site/guide/index.html")
    site.translate(CATALOG, {CONTINUE: "Luego [siga](guide.md)."})
    built = site.build("--strict")
    assert built.returncode == 1
    assert "link 'other.md#second-part' is missing" in built.stderr


def test_a_page_written_by_hand_is_held_to_the_english_structure(site):
    site.write("docs/other.es-ES.md", "# Otra\n\n## Segunda parte\n\nTexto.\n")
    built = site.build("--strict")
    assert built.returncode == 1
    message = "error: the heading has #segunda-parte where the original has #second-part [anchor]"
    assert f"docs/other.es-ES.md:3: {message}" in built.stderr
    site.write("docs/other.es-ES.md", "# Otra { #other }\n\n## Segunda parte { #second-part }\n\nTexto.\n")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr


def test_the_hook_leaves_english_pages_as_they_are(make_site):
    site = make_site({**PAGES, "chip.md": "# Chip\n"}, locales=("es",), options=READER_OFF)
    site.write("docs/chip.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert site.build("--strict").returncode == 0
    with_hook = {path: site.read(f"site/{path}") for path in ("index.html", "guide/index.html", "other/index.html")}
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace(READER_OFF, ":\n      enabled: false"))
    assert site.build("--strict").returncode == 0
    for path, text in with_hook.items():
        assert site.read(f"site/{path}").split() == text.split(), path


def test_decision_guide_mistakes_fail_the_build(make_site):
    guide = "## Choose { .decision }\n\n- AMD: [go](a.md)\n- Not sure: [look](b.md)\n"
    good = f"# Top\n\n{guide}\n## Next steps\n\n[a](a.md) [b](b.md)\n"
    pages = {"index.md": good, "a.md": "# A\n", "b.md": "# B\n"}
    site = make_site(pages)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    for broken, code in (
        (good.replace("AMD: [go](a.md)", "AMD"), "decision-dead-end"),
        (good.replace("Not sure", "Intel"), "decision-exit"),
        (good.replace("[a](a.md) ", ""), "decision-next-steps"),
    ):
        site.write("docs/index.md", broken)
        built = site.build("--strict")
        assert built.returncode == 1
        assert f"[{code}]" in built.stderr
        assert f"docs/index.md:{site.line('docs/index.md', 'Choose')}: error:" in built.stderr


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_mkdocs_own_themes_with_search_and_a_region(make_site, theme):
    site = make_site({"index.md": "# Top\n"}, theme=theme)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n"))
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert html.fromstring(site.read("site/es-ES/index.html")).get("lang") == "es-ES"
    assert html.fromstring(site.read("site/index.html")).get("lang") == "en"


def test_highlighted_code_spans_are_the_same_in_every_language(make_site):
    site = make_site({"index.md": "# Top\n\nRun `#!py x = 1` and <b>y</b>.\n\nThen `#!py y = 2`.\n"})
    site.write(
        "mkdocs.yml",
        site.read("mkdocs.yml").replace("  - pymdownx.keys\n", "  - pymdownx.keys\n  - pymdownx.inlinehilite\n"),
    )
    path = "locales/es-ES/docs/index.po"
    site.translate(path, {"Run `#!py x = 1` and <b>y</b>.": "Con <b>y</b>, ejecute `#!py x = 1`."})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr


def test_a_description_over_several_lines_is_one_message(make_site):
    site = make_site({"index.md": "---\ndescription: >\n  About\n  it\n---\n\n# Top\n"}, theme="material")
    site.translate("locales/es-ES/docs/index.po", {"About it": "Acerca de ello"})
    assert site.build("--strict").returncode == 0
    assert 'content="Acerca de ello"' in site.read("site/es-ES/index.html")


def test_a_reference_whose_label_was_translated_is_refused_with_what_to_write(make_site):
    text = "See [the guide] for more."
    site = make_site({"index.md": f"# Top\n\n{text}\n\n[the guide]: guide.md\n", "guide.md": "# Guide\n"})
    path = "locales/es-ES/docs/index.po"
    site.translate(path, {text: "Vea [la guía] para más."})
    found = site.run("isogloss", "check")
    assert "link 'guide.md' is missing [link]" in found.stdout
    assert "write [your text][the guide]" in found.stdout
    site.translate(path, {text: "Vea [la guía][the guide] para más."})
    assert site.run("isogloss", "check").returncode == 0


def test_the_same_of_images(make_site):
    texts = ["See ![Red cat] here.", "[![Red cat]][red cat]"]
    site = make_site({"index.md": "# Top\n\n" + "\n\n".join(texts) + "\n\n[Red cat]: cat.png\n"})
    site.write("docs/cat.png", "")
    path = "locales/es-ES/docs/index.po"
    site.translate(path, dict(zip(texts, ["Vea ![Gato] aquí.", "[![Gato]][red cat]"], strict=True)))
    assert site.run("isogloss", "check").stdout.count("write ![your text][Red cat]") == 2
    site.translate(path, dict(zip(texts, ["Vea ![Gato][Red cat] aquí.", "[![Gato][red cat]][red cat]"], strict=True)))
    assert site.run("isogloss", "check").returncode == 0
    assert "catalogs reach every text" in site.run("isogloss", "check", "--coverage").stdout


def test_the_folder_layout_takes_catalogs_too(make_site):
    page = "---\ntitle: Start here\n---\n\n# Start\n\n[Guide](guide.md#part)\n"
    site = make_site({"en/index.md": page, "en/guide.md": "# Guide\n\n## Part\n"}, structure="folder", theme="material")
    path = "locales/es-ES/docs/en/index.po"
    site.translate(
        path, {"Start here": "Empiece aquí", "Start": "Inicio", "[Guide](guide.md#part)": "[Guía](guide.md#part)"}
    )
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = html.fromstring(site.read("site/es-ES/index.html"))
    assert page.xpath("//h1/@id") == ["start"]
    assert page.xpath("//title")[0].text.startswith("Empiece aquí")
    assert page.xpath("//article//a[text()='Guía']/@href") == ["guide/#part"]
    site.translate(path, {"[Guide](guide.md#part)": "[Guía](otra.md)"})
    assert (
        f"{path}:{site.line(path, 'otra.md')}: error: link 'guide.md#part' is missing" in site.build("--strict").stderr
    )


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_search_of_a_theme_of_mkdocs_has_one_index_for_all(make_site, theme):
    pages = {"index.md": "# Start\n\nWords here.\n", "other.md": "# Other\n\nMore.\n"}
    site = make_site(pages, theme=theme, translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n"))
    strings = {BACKLINK: BACKLINK_TRANSLATED}
    site.translate("locales/es-ES/docs/index.po", {"Words here.": "Palabras aquí."})
    site.translate("locales/es-ES/mkdocs.po", strings, rest=False)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    index = json.loads(site.read("site/search/search_index.json"))["docs"]
    assert "Palabras aquí." in {row["text"] for row in index if row["location"].startswith("es-ES/")}


def test_what_extensions_say_is_translated_on_pages_that_no_catalog_translates(make_site):
    site = make_site({"index.md": "# Start\n"}, options=":\n      status: true")
    site.translate("locales/es-ES/mkdocs.po", {"Permanent link": "Enlace permanente"})
    site.write("docs/index.es-ES.md", "# Inicio { #start }\n")
    assert site.build().returncode == 0
    for path in ("es-ES/index.html", "es-ES/status/index.html"):
        titles = html.fromstring(site.read(f"site/{path}")).xpath("//a[@class='headerlink']/@title")
        assert titles == ["Enlace permanente"], path


def test_a_build_after_one_that_failed_in_a_language_empties_the_folder_of_the_site(site):
    hook = "def on_page_markdown(text, page, config, **_):\n    assert not page.file.dest_uri.startswith('es-ES')\n"
    site.write("hook.py", hook)
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", f"{config}hooks: [hook.py]\n")
    assert site.build().returncode == 1
    site.write("site/assets/old.css", "")
    site.write("mkdocs.yml", config)
    assert site.build().returncode == 0
    assert not (site.root / "site/assets/old.css").exists()
