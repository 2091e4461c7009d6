"""Items of the navigation that are rendered once are those that Material writes on each page, whatever changes."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import jinja2
import material
import pytest
from isogloss.hosts.mkdocs import english
from isogloss.hosts.mkdocs.navigation_items import share_items
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation
from mkdocs.utils.templates import url_filter

TEMPLATES = Path(material.__file__).parent / "templates"
FEATURES = [
    "navigation.tabs", "navigation.sections", "navigation.indexes", "navigation.prune", "navigation.expand",
]  # fmt: skip
PAGE = """\
{% set features = given %}
{% import "partials/nav-item.html" as item with context %}
{% for nav_item in nav.items %}{{ item.render(nav_item, "__nav_" ~ loop.index, 1) }}{% endfor %}"""
NAMES = [
    "index.md", "about.md", "guide/index.md", "guide/one.md", "guide/two.md", "guide/deep/index.md", "guide/deep/a.md",
    "guide/deep/b.md", "other/first.md", "other/second.md", "other/inner/third.md",
]  # fmt: skip


def navigation(urls: bool):
    config = MkDocsConfig()
    config.load_dict({"site_name": "Test", "docs_dir": ".", "use_directory_urls": urls, "plugins": []})
    config.validate()
    files = Files([File(name, ".", "site", urls) for name in NAMES])
    config.nav = [
        {"Home": "index.md"}, {"Guide": ["guide/index.md", {"One": "guide/one.md"}, {"Deep": [
            "guide/deep/index.md", {"A": "guide/deep/a.md"}, "guide/deep/b.md"]}, {"Two": "guide/two.md"}]},
        {"Elsewhere": "https://example.org/?a=1"}, {"Other": [{"Inner": ["other/inner/third.md"]}, "other/first.md",
            {"One": "guide/one.md"}, {"Second": "other/second.md"}]}, "about.md",
    ]  # fmt: skip
    found = get_navigation(files, config)
    for number, page in enumerate(found.pages):
        page.markdown, page.meta = "", {"title": f"Page {number}"}
    found.items.append(copy.copy(found.pages[3]))  # as plugins do that list a page a second time
    return config, found


def environment(*, shares: bool, fixed: bool = False, templates: Path = TEMPLATES) -> jinja2.Environment:
    own = jinja2.DictLoader({"page": PAGE, "partials/toc.html": "toc", ".icons/a.svg": "<svg/>"})
    env = jinja2.Environment(loader=jinja2.ChoiceLoader([own, jinja2.FileSystemLoader(templates)]), auto_reload=False)
    env.filters["url"] = url_filter
    if shares:
        share_items(env, fixed=fixed)
        assert "isogloss_item" in env.globals
    return env


def change(page, number: int) -> None:
    """What plugins do to a page while others are written."""
    [
        lambda: page.meta.__setitem__("status", f"new{number}"),
        lambda: page.meta.__setitem__("subtitle", english.English("small")),
        lambda: page.meta.__setitem__("icon", "a"),
        lambda: page.meta.clear(),
        lambda: setattr(page, "title", f"Title {number}"),
        lambda: setattr(page, "title", english.English(str(page.title))),
        lambda: setattr(page, "encrypted", not getattr(page, "encrypted", False)),
        lambda: setattr(page, "pages", [page]),
        lambda: setattr(page, "typeset", {"title": f"<b>{number}</b>"}),
        lambda: None,
        lambda: page.meta.__setitem__("subtitle", "small"),
        lambda: setattr(page, "title", f"\ufdd2 {number}"),
    ][number % 12]()


@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_each_page_has_the_items_that_material_writes(seed, fixed):
    rolled = random.Random(seed)
    config, nav = navigation(urls=rolled.random() < 0.7)
    plain, sharing = environment(shares=False), environment(shares=True, fixed=fixed)
    for _ in range(8 if fixed else 0):
        change(rolled.choice(nav.pages), rolled.randrange(12))
    for _ in range(4):
        for page in [*nav.pages, None]:
            if rolled.random() < 0.3 and not fixed:
                change(rolled.choice(nav.pages), rolled.randrange(12))
            if rolled.random() < 0.1:
                config.extra["status"] = {f"new{number}": str(rolled.random()) for number in range(10)}
            if rolled.random() < 0.2 or page is nav.pages[0]:
                given = [one for one in FEATURES if rolled.random() < 0.6]
            if page is not None:
                page.active = True
            if rolled.random() < 0.5:
                english.begin()
            context = {"page": page, "config": config, "nav": nav, "given": given, "base_url": "/base"}
            written = [env.get_template("page").render(context) for env in (plain, sharing)]
            english.end()
            assert written[0] == written[1]
            if page is not None:
                page.active = False


def rendered_for(config, nav, *, fixed: bool) -> list[tuple[object, ...]]:
    """What is rendered for all pages, each as often as it is: title, place, and whether it leads to the page."""
    env = environment(shares=True, fixed=fixed)
    rendered = []
    kept = (cell.cell_contents for cell in env.globals["isogloss_item"].__closure__)
    items = next(one for one in kept if hasattr(one, "_rendered"))
    by_template = items._rendered
    items._rendered = lambda by, item, path, level, parent, **below: (
        rendered.append((item.title, path, item.active, bool(parent and parent.active)))
        or by_template(by, item, path, level, parent, **below)
    )
    for page in nav.pages:
        page.active = True
        context = {"page": page, "config": config, "nav": nav, "given": ["navigation.sections"], "base_url": ""}
        env.get_template("page").render(context)
        page.active = False
    return rendered


@pytest.mark.parametrize("fixed", [False, True])
def test_what_does_not_lead_to_the_page_is_rendered_once(fixed):
    rendered = rendered_for(*navigation(urls=True), fixed=fixed)
    assert rendered
    assert len(rendered) == len(set(rendered))


def test_a_section_that_leads_to_pages_is_rendered_once_if_nobody_changes_it():
    kept = {place[:2] for place in rendered_for(*navigation(urls=True), fixed=True) if place[2]}
    assert ("Guide", "__nav_2") in kept
    assert ("Deep", "__nav_2_3") in kept
    assert not [place for place in rendered_for(*navigation(urls=True), fixed=False) if place[2]]


def test_a_template_that_is_not_known_is_left_alone(tmp_path):
    own = tmp_path / "partials/nav-item.html"
    own.parent.mkdir()
    source = (TEMPLATES / "partials/nav-item.html").read_text()
    own.write_text(source.replace("md-nav__item", "own"))
    env = environment(shares=False, templates=tmp_path)
    share_items(env)
    assert "isogloss_item" not in env.globals
