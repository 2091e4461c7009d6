"""Other plugins get the events that they would get without Isogloss: as often, in order, with the same arguments."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

RECORD = Path(__file__).parent / "cases/record.py"
PAGES = {
    "index.md": "# Start\n\nHello [guide](guide.md).\n\n!!! tip\n\n    Do *this*.\n",
    "guide.md": "---\ntitle: Guide\n---\n\n# Guide\n\nTerm\n:   Words, and <b>more</b>.\n\n## Part\n\n<p>Text</p>\n",
    "only.es.md": "# Solo\n\nHola.\n",
}


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_same_events_with_the_same_arguments(make_site, theme):
    site = make_site(PAGES, locales=("es", "fr"), translated=False, theme=theme)
    shutil.copy(RECORD, site.root)
    config = site.read("mkdocs.yml").replace("- abbr", "- admonition") + "hooks: [record.py]\n"
    found = []
    for text in (config, config.replace("  - isogloss\n", "")):
        site.write("mkdocs.yml", text)
        built = site.build()
        assert built.returncode == 0, built.stderr
        found.append(json.loads(site.read("events.json")))
    with_isogloss, without = found
    assert [event for event, *_ in with_isogloss] == [event for event, *_ in without]
    assert len(without) > 60
    for one, other in zip(with_isogloss, without, strict=True):
        assert one == other


def test_plugins_that_look_for_tags_find_them_and_readers_the_marks(make_site):
    """As ezglossary does, with the highest priority that it knows, and a plugin that changes the finished page."""
    site = make_site({"index.md": "# Start\n\nTerm\n:   Words.\n"}, locales=("es",), translated=False)
    site.write(
        "hook.py",
        """\
from mkdocs.plugins import event_priority

@event_priority(5000)
def on_page_content(html, page, **_):
    assert "<dt>Term</dt>" in html, html
    return html.replace("<dt>Term</dt>", "<dt><a id='term'>Term</a></dt>")

@event_priority(-5000)
def on_post_page(output, **_):
    assert "<dd>Words.</dd>" in output
    return output.replace("<dd>Words.</dd>", "<dd class='words'>Words.</dd>")
""",
    )
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = site.read("site/es/index.html")
    assert """<dt lang="en"><a id='term'>Term</a></dt>""" in page
    assert """<dd class='words' lang="en">Words.</dd>""" in page
    assert not re.search("isogloss-[0-9a-f]{16}", page)


def test_commands_see_what_plugins_make_before_a_build(make_site):
    site = make_site({"index.md": "# Start\n"}, locales=("es",))
    site.write(
        "hook.py",
        """\
from pathlib import Path

def on_pre_build(config):
    Path(config.docs_dir, "made.md").write_text("# Made\\n\\nBy a plugin.\\n")
""",
    )
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    assert "locales/es/docs/made.po: 2 new" in site.isogloss("update")[1]
    site.translate("locales/es/docs/made.po", {"By a plugin.": "De un `plugin`."})
    (site.root / "docs/made.md").unlink()
    status, said = site.isogloss("check")
    assert status == 1
    assert "docs/made.md:3" in said, said


LATE = """\
import json
from pathlib import Path

import markdown
from babel import Locale
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import (
    _ExtractTitleTreeprocessor, _RawHTMLPreprocessor, _RelativePathTreeprocessor,
)

SEEN = []

def on_config(config):
    SEEN.append(config.theme.name == "material" or isinstance(config.theme["locale"], Locale))

def on_page_content(html, page, config, files):
    parser = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    for processor in (
        _RawHTMLPreprocessor(), _RelativePathTreeprocessor(page.file, files, config), _ExtractTitleTreeprocessor()
    ):
        processor._register(parser)
    return html + parser.convert("A part of a *plugin*.")

def on_post_page(output, page, config):
    if config.theme.name == "mkdocs":
        assert page.file.dest_uri.startswith("es/") is (config.theme["locale"].language == "es")
        assert config.theme["locale"].territory in (None, "MX")
    return output

@event_priority(-200)
def on_post_build(config):
    assert all(SEEN), SEEN
    path = Path(config.site_dir, "search/search_index.json")
    index = json.loads(path.read_text())
    index["docs"] = [entry for entry in index["docs"] if "secret/" not in entry["location"]]
    path.write_text(json.dumps(index))
"""


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_what_plugins_do_late_and_make_themselves_stays(make_site, theme):
    """A page behind a password leaves the search index last; a plugin converts parts; the locale is one of Babel's."""
    pages = {"index.md": "# Start\n\nWords.\n", "secret.md": "# Secret\n\nNobody may read this.\n"}
    site = make_site(pages, locales=("es",), theme=theme)
    site.write("hook.py", LATE)
    config = site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n") + "hooks: [hook.py]\n"
    if theme == "mkdocs":
        config = config.replace("name: es\n", "name: es\n          theme: {locale: es_MX}\n")
    site.write("mkdocs.yml", config)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    found = [path for path in (site.root / "site").rglob("search_index.json") if "Nobody" in path.read_text("utf-8")]
    assert found == []
    for path in ("index.html", "es/index.html"):
        assert "<p>A part of a <em>plugin</em>.</p>" in site.read(f"site/{path}")
    if theme == "mkdocs":
        assert '<html lang="es-MX"' in site.read("site/es/index.html")
    else:
        index = json.loads(site.read("site/es/search/search_index.json"))
        assert [entry["location"] for entry in index["docs"]] == ["es/"]
