"""Pages of a site that is known throughout are converted by one parser, each as MkDocs does it."""

from __future__ import annotations

import markdown
import pytest
from isogloss.hosts.mkdocs.page_parsers import PageParsers
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.structure import pages
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

TEXTS = {
    "index.md": "# Start\n\n[There](second.md#part), <b id='raw'>raw</b>\n",
    "second.md": "# Second {#own}\n\n## Part\n\n[Nowhere](nowhere.md)\n",
    "third.md": "Without a heading\n",
}


class Served(Page):
    """A page of a plugin that renders its pages in another way."""

    def render(self, config, files):
        super().render(config, files)
        self.content += "Served"


@pytest.fixture
def made(monkeypatch):
    """The parsers that are made."""
    made, make = [], Markdown.__init__
    monkeypatch.setattr(Markdown, "__init__", lambda self, **of: (made.append(self), make(self, **of))[1])
    return made


@pytest.fixture
def site(tmp_path, made):
    def site(hooks=""):
        (tmp_path / "docs").mkdir()
        (tmp_path / "hook.py").touch()
        (tmp_path / "mkdocs.yml").write_text(f"site_name: A\nplugins: []\nmarkdown_extensions: [attr_list]\n{hooks}\n")
        for name, text in TEXTS.items():
            (tmp_path / "docs" / name).write_text(text)
        config = load_config(str(tmp_path / "mkdocs.yml"))
        made.clear()
        return config, get_files(config)

    return site


def rendered(config, files, serve, kind=Page):
    found = []
    for file in files.documentation_pages():
        page = kind(None, file, config)
        page.read_source(config)
        serve(page, config)
        page.render(config, files)
        links = {file.src_uri: anchors for file, anchors in page.links_to_anchors.items()}
        found.append((page.content, page.title, list(page.toc), page.present_anchor_ids, links))
        assert "render" not in vars(page)
        assert pages.markdown is markdown
    return repr([(*one[:2], [item.id for item in one[2]], *one[3:]) for one in found])


def test_pages_are_what_mkdocs_makes_of_them(site, made):
    config, files = site()
    alone = rendered(config, files, lambda *_: None)
    assert len(made) == 3
    parsers = PageParsers()
    for _ in range(3):
        assert rendered(config, files, parsers.serve) == alone
    assert len(made) == 3 + 3, "one for the first page, one for the others, and one to compare it with"


def test_a_site_with_hooks_has_a_parser_for_each_page(site, made):
    config, files = site("hooks: [hook.py]")
    rendered(config, files, PageParsers().serve)
    assert len(made) == 3


def test_who_renders_pages_himself_has_his_own_parsers(site, made):
    config, files = site()
    assert "Served" in rendered(config, files, PageParsers().serve, Served)
    assert len(made) == 3


def test_another_parser_of_mkdocs_is_left_alone(site, monkeypatch):
    config, files = site()
    used = []
    monkeypatch.setattr(markdown, "Markdown", lambda **of: (used.append(of), Markdown(**of))[1])
    rendered(config, files, PageParsers().serve)
    assert len(used) == 3


def test_a_page_that_fails_leaves_nothing_behind(site, made, monkeypatch):
    config, files = site()
    alone = rendered(config, files, lambda *_: None)
    parsers = PageParsers()
    rendered(config, files, parsers.serve)
    with monkeypatch.context() as failing:
        failing.setattr(Markdown, "convert", lambda self, _: self.registeredExtensions.append(1 / 0))
        with pytest.raises(ZeroDivisionError):
            rendered(config, files, parsers.serve)
    assert pages.markdown is markdown
    assert rendered(config, files, parsers.serve) == alone
