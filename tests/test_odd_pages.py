"""Pages as suites of Markdown parsers and real sites have them: empty ones, unclosed tags, odd breaks and ids."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

ODD = {
    "index.md": "# Start\n",
    "empty.md": "",
    "front.md": "---\ntitle: Only a title\n---\n",
    "unclosed.md": "# One\n\n<p>Words of it\n\nNext *words*.\n\n<p align='center'>\nMore words\n\n## Two\n\nEnd.\n",
    "alone.md": "# Alone\n\n<p>Words alone\n",
    "breaks.md": """\
# Breaks

See [foo]\x20
[bar] and [foo]
[bar].

A [link](index.md){ title="one
two" } and *it*{ .a
.b }.

So $x +
y$ and $$a
+ b$$ is math.

A paragraph.
{ .c
.d }

[foo]: index.md
[bar]: empty.md
""",
    "entities.md": '# Entities {title="R&amp;D"}\n\n| a |\n|---|\n| b {title="Q&amp;A of &lt;it&gt;"} |\n',
    "fence.md": "# Fence\n\nWrite this in `mkdocs.yml`:\n```yaml\na: b\n```\n",
    "ids.md": '# Ids\n\n## Two {id="a b"}\n\n<h2 id="c d">Raw</h2>\n',
}


def article(text):
    """What readers get of a page, with all white space alike."""
    return re.sub(r"\s+", " ", html.tostring(html.fromstring(text).xpath("//div[@role='main']")[0]).decode())


@pytest.fixture
def site(make_site):
    made = make_site(ODD, translated=False)
    config = made.read("mkdocs.yml").replace("  - abbr", "  - abbr\n  - pymdownx.arithmatex:\n      generic: true")
    made.write("mkdocs.yml", config)
    assert made.isogloss("update")[0] == 0
    return made


def test_odd_pages_build_and_english_is_what_mkdocs_makes_of_them(site):
    assert site.isogloss("check")[0] == 0
    for page in ("empty.md", "front.md"):
        assert site.isogloss("outline", page) == (0, "\n")
        assert site.isogloss("outline", page, "--locale", "es-ES") == (0, "\n")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    config = site.read("mkdocs.yml").replace("  - isogloss", "")
    site.write("plain.yml", re.sub(r"        - locale: es-ES\n.*\n", "", config))
    assert site.run("mkdocs", "build", "-f", "plain.yml", "--site-dir", "plain").returncode == 0
    for path in ODD:
        file = "index.html" if path == "index.md" else path.replace(".md", "/index.html")
        assert article(site.read(f"site/{file}")) == article(site.read(f"plain/{file}")), path


def test_a_title_of_a_page_without_text_is_translated(site):
    site.translate("locales/es-ES/docs/front.po", {"Only a title": "Solo un título"})
    site.translate("locales/es-ES/docs/empty.po", {"Empty": "Vacía"})
    assert site.build("--strict").returncode == 0
    for page, title in (("front", "Solo un título"), ("empty", "Vacía")):
        assert html.fromstring(site.read(f"site/es-ES/{page}/index.html")).xpath("//title/text()")[0].startswith(title)


def test_an_entity_in_an_attribute_list_is_a_word(site):
    assert [entry.msgid for entry in site.catalog("locales/es-ES/docs/entities.po")] == [
        "Entities",
        "a",
        "b",
        "R&D",
        "Q&A of <it>",
    ]
    site.translate("locales/es-ES/docs/entities.po", {"R&D": "I+D & más", "Q&A of <it>": "P&R de <it>"})
    assert site.build("--strict").returncode == 0
    page = html.fromstring(site.read("site/es-ES/entities/index.html"))
    assert page.xpath("//h1/@title") == ["I+D & más"]
    assert page.xpath("//td/@title") == ["P&R de <it>"]


def test_ids_with_blanks_are_on_record_once(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - isogloss", "  - isogloss:\n      record: true"))
    assert site.build().returncode == 0
    record = site.read("locales/anchors.txt")
    assert "ids.md#a b\n" in record
    assert site.build().returncode == 0
    assert site.read("locales/anchors.txt") == record
    assert site.isogloss("check")[0] == 0


def test_advice_names_the_extension_that_it_needs(make_site):
    pages = {"index.md": "# Start\n\n## Setup\n\nText.\n", "index.es-ES.md": "# Start\n\n## Puesta\n\nTexto.\n"}
    site = make_site(pages, translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - attr_list\n", ""))
    site.write("locales/anchors.txt", "index.md#setup\nindex.md#old\n")
    rows = [json.loads(row) for row in site.run("isogloss", "check", "--format", "json").stdout.splitlines()]
    hints = {row["code"]: row["hint"] for row in rows}
    begin = "list 'attr_list' under 'markdown_extensions' in mkdocs.yml; then write {"
    assert hints["anchor"] == begin + "#setup} at the end of the heading"
    assert hints["former-anchor"].startswith(begin + 'data-former="old"}')
