"""Files that raw HTML names, as the browser needs them on the English page, are found in every language."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from isogloss.hosts.mkdocs.raw_addresses import lowered
from lxml import html

PAGE = """\
# A part

<video controls poster="../img/one%20film.png">
  <source src='../img/film.mp4#t=3' type='video/mp4'>
</video>

<picture>
  <source srcset="../img/dark.png 1x, ../../img/dark@2x.png 2x, https://example.com/other.png 3x" media="(width > 1px)">
  <img src="./own.png" srcset=../img/film.mp4 alt="A film">
</picture>

--8<-- "included.html"

<a href="../../img/dark@2x.png">All of it</a> <a href="../other/">another page</a>
<img src="../img/nowhere.png" alt="?">
"""
INCLUDED = '<div><video poster="../img/one%20film.png"></video></div>\n'
FILES = ("é b/img/one film.png", "é b/img/film.mp4", "é b/img/dark.png", "img/dark@2x.png", "é b/part/own.png")


def led_to(site: Path, page: str) -> list[str]:
    """The paths below the site of all that the article of *page* names."""
    article = html.fromstring((site / page).read_bytes().decode("utf-8")).xpath("//*[@role='main'] | //article")[0]
    named = article.xpath(".//@src | .//@poster | .//a[not(@class)]/@href")
    named += [one.split()[0] for value in article.xpath(".//@srcset") for one in value.split(",")]
    found = (urlsplit(urljoin(f"https://example.org/{page}", one)) for one in named)
    return [unquote(one.path).lstrip("/") for one in found if one.netloc == "example.org"]


def test_files_are_found_where_the_english_page_finds_them(make_site):
    site = make_site({"index.md": "# Start\n", "é b/part.md": PAGE, "é b/other.md": "# Other\n"}, translated=False)
    site.write("included.html", INCLUDED)
    extensions = f"markdown_extensions:\n  - pymdownx.snippets:\n      base_path: {site.root.as_posix()}\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("markdown_extensions:\n", extensions))
    for path in FILES:
        site.write(f"docs/{path}", "no real film")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    english, spanish = (led_to(site.root / "site", f"{tag}é b/part/index.html") for tag in ("", "es-ES/"))
    assert {*FILES, "é b/other/"} <= set(english)
    in_spanish = {"é b/other/": "es-ES/é b/other/", "é b/img/nowhere.png": "es-ES/é b/img/nowhere.png"}
    assert spanish == [in_spanish.get(path, path) for path in english]


@pytest.mark.parametrize("attribute", ["src", "href", "poster", "data"])
@pytest.mark.parametrize("quote", ['"', "'", ""])
@pytest.mark.parametrize("between", ["=", "\n=\t"])
def test_one_address_on_a_page_is_enough(attribute, quote, between):
    tag = f"<p>A</p><object\n{attribute}{between}{quote}../img/a.png{quote}>"
    found = lowered(tag, "es/part/index.html", "es/", {"img/a.png", "part/index.html", "es/part/index.html"})
    assert found == tag.replace("../img", "../../img")
