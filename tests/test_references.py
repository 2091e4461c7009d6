"""Names that mkdocstrings and autorefs look up lead to pages of the reader's language."""

from __future__ import annotations

import re
import shutil
import zlib

import pytest
from apart import differences_of_parallel

PAGES = {
    "index.md": "# Start\n\nSee [how to measure][part.measure] and [what is left][left].\n",
    "code.md": "# Code\n\n::: part\n",
    "guide.md": "# Guide\n\n[](){#left}\n\n## What is left\n\nMore.\n",
}
PART = '"""A module."""\n\n\ndef measure(length: int) -> str:\n    """Measure a length."""\n    return f"{length} m"\n'
PLUGINS = """\
plugins:
  - search
  - autorefs
  - mkdocstrings:
      handlers: {python: {paths: [src], options: {show_root_heading: true}}}
"""


@pytest.fixture
def site(make_site):
    site = make_site({"index.md": "# Start\n"}, locales=("es-ES", "fr"), theme="material", translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", PLUGINS, 1))
    site.write("src/part.py", PART)
    for path, text in PAGES.items():
        site.write(f"docs/{path}", text)
    updated = site.run("isogloss", "update")
    assert updated.returncode == 0, updated.stderr
    site.translate(
        "locales/es-ES/docs/index.po",
        {"See [how to measure][part.measure] and [what is left][left].": "[Medir][part.measure] y [el resto][left]."},
    )
    return site


def links(site, page: str) -> list[str]:
    """Where the links in the text of a page lead, apart from those to themselves."""
    article = site.read(page).partition("<article")[2].partition("</article>")[0]
    return [found for found in re.findall(r'href="([^"]*)"', article) if "#part" in found or "left" in found]


def test_names_lead_to_the_language_of_the_page(site):
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    for folder in ("", "es-ES/", "fr/"):
        assert links(site, f"site/{folder}index.html") == ["code/#part.measure", "guide/#what-is-left"]
        assert site.read(f"site/{folder}index.html").count("_mkdocstrings.css") == 1
    assert ">Medir</a>" in site.read("site/es-ES/index.html")
    inventory = zlib.decompress((site.root / "site/objects.inv").read_bytes().split(b"\n", 4)[4]).decode()
    assert re.findall(r"part.measure py:function 1 (\S+)", inventory) == ["code/#$"]


def test_a_name_that_the_language_lacks_leads_to_the_first_one(site):
    config = site.read("mkdocs.yml").replace("suffix\n", "suffix\n      fallback_to_default: false\n")
    site.write("mkdocs.yml", config)
    site.translate("locales/fr/docs/index.po", {})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert not (site.root / "site/es-ES/code").exists()
    assert links(site, "site/es-ES/index.html") == ["../code/#part.measure", "../guide/#what-is-left"]


def test_languages_are_built_in_parallel(site):
    built = site.build("--strict")
    assert differences_of_parallel(site.root, built) == ([], "")


def test_words_of_the_plugin_are_messages_and_not_those_of_the_language_before(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("locale: es-ES", "locale: ja"))
    shutil.rmtree(site.root / "locales")
    assert site.isogloss("update")[0] == 0
    site.translate("locales/ja/docs/code.po", {}, rest=False)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    for folder in ("", "ja/", "fr/"):
        page = site.read(f"site/{folder}code/index.html")
        assert (folder, "Source code in" in page, "ソースコード" in page) == (folder, True, False)
    words = [one.msgid for one in site.catalog("locales/ja/docs/code.po") if "Source" in one.msgid]
    assert words == ["Source code in <code>src/part.py</code>"]
    site.translate("locales/fr/docs/code.po", {words[0]: "Le code est dans <code>src/part.py</code>"}, rest=False)
    assert site.build("--strict").returncode == 0
    assert "Le code est dans" in site.read("site/fr/code/index.html")
