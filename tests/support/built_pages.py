"""Reads built pages as a browser does: an HTML parser, and addresses resolved to what they lead to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from sample import LOCALES

_ADDRESS = re.compile(r'(<[a-zA-Z][^<>]*?\s(?:href|src)=")([^"]*)"')
_LINE = re.compile(r'\n<p class="isogloss-line"[^>]*>.*?</p>', re.DOTALL)
_WORDS = re.compile(
    r"(<(div|p) class=\"isogloss-(?:forms|again)\"|<(caption|thead|title|desc)\b)[^>]*>.*?</(?:\2|\3)>", re.DOTALL
)
"""What a decision guide says in the words of the package, which have translations of their own."""
HEADINGS = [f"h{level}" for level in range(1, 7)]
BLOCKS = ["p", "li", "td", "th", "dt", "dd", "summary", "figcaption", "caption", "label", *HEADINGS]


@dataclass
class Built:
    """One built page."""

    site: Path
    path: str
    """Path below the site, of the English page: ``troubleshooting/index.html``."""
    locale: str = ""
    """Empty for English."""

    def __post_init__(self) -> None:
        self.text = (self.site / self.locale / self.path).read_bytes().decode("utf-8")
        self.tree = html.fromstring(self.text)

    @property
    def article(self) -> etree._Element:
        return self.tree.xpath("//article")[0]

    def headings(self) -> list[tuple[str, str]]:
        return [(el.tag, el.get("id", "")) for el in self.article.iter(*HEADINGS)]

    def target(self, address: str) -> str:
        """What an address on this page leads to: a path below the site without its locale, or another host."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address
        here = posixpath.join("/", self.locale, posixpath.dirname(self.path))
        path = posixpath.normpath(posixpath.join(here, unquote(parts.path))) if parts.path else here
        if self.locale and (path == f"/{self.locale}" or path.startswith(f"/{self.locale}/")):
            path = path.removeprefix(f"/{self.locale}") or "/"
        return path + (f"#{parts.fragment}" if parts.fragment else "")

    def blocks(self) -> list[tuple[str, list[str], list[str], list[str]]]:
        """Each block of the article with where it leads, its images and its code; without the blocks inside it."""
        found = []
        for block in self.article.iter(*BLOCKS):
            above = (block, *block.iterancestors("aside", "footer"))
            if any("isogloss" in (one.get("class") or "") for one in above):
                continue
            own = [el for el in block.iterdescendants() if next(_blocks_above(el)) is block]
            links = sorted(self.target(el.get("href")) for el in own if el.tag == "a" and el.get("href"))
            images = sorted(self.target(el.get("src")) for el in own if el.tag == "img")
            code = sorted(el.text_content() for el in own if el.tag in ("code", "kbd"))
            found.append((block.tag, links, images, code))
        return found

    def resolved_article(self) -> str:
        """The article as it was written to the file, with every address replaced by what it leads to.

        What readers are told below the title about the translation, around a decision guide, and by the template below
        the text, is left out.
        """
        end = self.text.find('<footer class="isogloss-about">')
        start, end = self.text.index("<article"), end if end >= 0 else self.text.index("</article>")
        article = _WORDS.sub(r"\1>", _LINE.sub("", self.text[start:end]))
        return _ADDRESS.sub(lambda found: f'{found[1]}{self.target(found[2])}"', article)


def _blocks_above(element: etree._Element) -> Iterator[etree._Element]:
    return (above for above in element.iterancestors() if above.tag in BLOCKS or above.tag == "article")


def english_pages(site: Path) -> list[str]:
    """Paths of the English pages below *site*, without 404.html and the page that tells how far translations are."""
    tags = {*LOCALES, "status"}
    paths = [path.relative_to(site) for path in sorted(site.rglob("*.html"))]
    return [path.as_posix() for path in paths if path.parts[0] not in tags and path.name != "404.html"]
