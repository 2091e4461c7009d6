"""Pages that are read from right to left, on themes that know none, and icons that point along the line."""

from __future__ import annotations

import pytest
from chromium import serving
from isogloss.reader.icons import points

LISTS = "# Start\n\n1. One\n2. Two\n\n> Said.\n\n!!! note\n    Noted.\n\nSome text.\n\n## More\n\nText.\n"
PAGES = {"index.md": LISTS, "deep/one.md": "# One\n\n## Part\n\nText.\n", "deep/two.md": "# Two\n\nText.\n"}
EXTENSION = "markdown_extensions:\n  - admonition\n"
NAV = "nav:\n  - index.md\n  - Parts:\n      - Deep: [deep/one.md, deep/two.md]\n"


MAIN = "[role=main]"


def box(selector: str, side: str) -> str:
    return f"document.querySelector('{selector}').getBoundingClientRect().{side}"


@pytest.mark.parametrize(("theme", "tag"), [("mkdocs", "ar"), ("readthedocs", "he")])
def test_a_theme_that_knows_no_page_from_right_to_left_is_turned_round(driver, make_site, theme, tag):
    site = make_site(PAGES, theme=theme, locales=(tag,))
    config = site.read("mkdocs.yml").replace("markdown_extensions:\n", f"{NAV}{EXTENSION}", 1)
    config = config.replace("plugins:\n", "plugins:\n  - search\n")
    site.write("mkdocs.yml", config.replace(f"name: {theme}\n", f"name: {theme}\n  highlightjs: false\n"))
    assert site.build().returncode == 0
    with serving(site.root / "site") as served:
        address = f"{served.origin}/{tag}/"
        for width in (1280, 390):
            with driver.tab(width=width) as tab:
                tab.go(address)
                the_text_is_turned_round(tab)
                if width > 1000:
                    beside = ".bs-sidebar" if theme == "mkdocs" else ".wy-nav-side"
                    assert tab.run(f"{box(beside, 'left')} >= {box(MAIN, 'right')} - 20")
                    assert tab.run(f"{box(beside, 'right')} <= innerWidth")
                tab.go(f"{address}deep/one/")
                (mkdocs_is_turned_round if theme == "mkdocs" else readthedocs_is_turned_round)(tab, width > 1000)


def the_text_is_turned_round(tab) -> None:
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    # The numbers of a list stand between it and the edge of the text.
    assert 18 <= tab.run(f"{box(MAIN, 'right')} - {box('[role=main] li', 'right')}") <= 60
    quoted = "getComputedStyle(document.querySelector('blockquote'))"
    assert tab.run(f"parseFloat({quoted}.borderLeftWidth) + parseFloat({quoted}.marginLeft)") == 0
    assert tab.run(f"parseFloat({quoted}.borderRightWidth) + parseFloat({quoted}.marginRight)") > 0
    title = "getComputedStyle(document.querySelector('.admonition-title')).textAlign"
    assert tab.run(title) in ("start", "right")


def mkdocs_is_turned_round(tab, wide: bool) -> None:
    if wide:
        leads_on_to_the_left(tab, "a[rel=prev]", "a[rel=next]")
    else:
        tab.click(".navbar-toggler")
        tab.until("document.querySelector('.navbar-collapse.show')")
    tab.click(".nav-item.dropdown > a")
    tab.until("document.querySelector('.nav-item > .dropdown-menu.show')")
    tab.click(".dropdown-submenu > a")
    tab.until("document.querySelector('.dropdown-submenu > .dropdown-menu.show')")
    inner, outer = ".dropdown-submenu > .dropdown-menu a", ".dropdown-submenu > a"
    edge = f"{box(outer, 'left')} + 5" if wide else f"{box(outer, 'right')} - 20"
    assert tab.run(f"{box(inner, 'right')} <= {edge} && {box(inner, 'left')} >= 0")
    with tab.loading():
        tab.click(inner)


def readthedocs_is_turned_round(tab, wide: bool) -> None:
    leads_on_to_the_left(tab, ".float-left", ".float-right")
    if not wide:
        tab.click(".wy-nav-top i")
        beside = ".wy-nav-side"
        tab.until(f"Math.abs({box(beside, 'right')} - innerWidth) < 1 && {box(beside, 'left')} > 10")


def leads_on_to_the_left(tab, before: str, after: str) -> None:
    assert tab.run(f"{box(before, 'left')} > {box(after, 'left')}")
    arrow = f"document.querySelector('{before} :is(.fa-arrow-left, .icon-circle-arrow-left)')"
    assert tab.run(f"getComputedStyle({arrow}).transform") == "matrix(-1, 0, 0, 1, 0, 0)"


ICONS = """\
# Start

Go on :octicons-arrow-right-24:{ #on } or back :material-arrow-left:{ #back }, :material-check:{ #done }.

Still English :octicons-arrow-right-24:{ #english }.
"""


def test_icons_point_along_the_line_in_what_is_translated(driver, make_site):
    pages = {"index.md": ICONS, "own.md": ICONS, "own.ar.md": ICONS.replace("Go on", "اذهب")}
    site = make_site(pages, theme="material", locales=("es-ES", "ar"), translated=False)
    emoji = (
        "  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
    )
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", config.replace("markdown_extensions:\n", f"markdown_extensions:\n{emoji}", 1))
    for tag in ("es-ES", "ar"):
        catalog = site.catalog(f"locales/{tag}/docs/index.po")
        for message in catalog:
            if "English" not in message.msgid:
                message.msgstr = message.msgid.replace("Go on", "اذهب" if tag == "ar" else "Siga")
        catalog.save()
    assert site.build().returncode == 0

    def turned(path: str) -> list[str]:
        tab.go(f"{served.origin}/{path}")
        shown = "[...document.querySelectorAll('.twemoji[id]')]"
        return tab.run(f"{shown}.filter(one => getComputedStyle(one).transform != 'none').map(one => one.id)")

    with serving(site.root / "site") as served, driver.tab() as tab:
        assert turned("ar/") == ["on", "back"]
        assert [turned(path) for path in ("", "es-ES/", "ar/own/")] == [[], [], []]
        assert "data-turned" not in site.read("site/index.html") + site.read("site/ar/own/index.html")


@pytest.mark.parametrize(
    ("name", "along"),
    [
        ("octicons-arrow-right-24", True),
        ("material-chevron-left", True),
        ("fontawesome-solid-angles-right", True),
        ("material-arrow-top-right", True),
        ("arrow_right", True),
        ("octicons-arrow-up-24", False),
        ("fontawesome-solid-arrow-rotate-left", False),
        ("material-format-align-right", False),
        ("material-skip-next", False),
        ("simple-leftwm", False),
    ],
)
def test_an_icon_says_by_its_name_whether_it_points_along_the_line(name, along):
    assert points(name) is along
