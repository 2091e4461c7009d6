"""Texts of pages that are built are let go of, and what is asked of the pages later stays."""

from __future__ import annotations

from pathlib import Path

from isogloss.hosts.mkdocs.editions import let_go_of_texts
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


def page(folder: Path, markdown: str) -> Page:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Test", "docs_dir": str(folder), "plugins": []})
    config.validate()
    (folder / "guide.md").write_text(markdown, encoding="utf-8")
    found = Page(None, File("guide.md", str(folder), "site", True), config)
    found.read_source(config)
    found.render(config, Files([found.file]))
    return found


def test_pages_keep_the_titles_that_other_languages_ask_for(tmp_path):
    for markdown, title in (("# From the *heading*\n", "From the heading"), ("No heading.\n", "Guide")):
        found = page(tmp_path, markdown)
        assert found.title == title
        let_go_of_texts(Files([found.file]), named=True)
        assert (found.title, found.content, found.markdown) == (title, "", "")
