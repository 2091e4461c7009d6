"""Sites with three sets of extensions, whose translations are attacks."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import polib
from conftest import Site
from payloads import EVALUATED, SECRET, attacks_on
from places import MORE_PLACES, NAV, PLACES, TEMPLATE, mark_of, page, small_pages
from sample import SAMPLE

LOCALES = "es fr pt it de nl pl cs da fi hu ro sk sl sv tr uk el bg hr".split()  # noqa: SIM905 - read as a line

HEAD = """\
site_name: sitename of it
site_url: https://example.org/
site_description: {description}
copyright: {copyright}
"""
LANGUAGES = """\
  - i18n:
      docs_structure: suffix
      languages:
        - locale: en
          name: English
          default: true
{languages}
"""
COMMON = """\
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: true
      permalink_title: sitepermalink here
      title: sitetoc here
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.quotes:
      callouts: true
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist:
      custom_checkbox: true
"""
EVERYTHING = """\
  - pymdownx.arithmatex:
      generic: true
  - pymdownx.betterem
  - pymdownx.blocks.caption
  - pymdownx.caret
  - pymdownx.critic
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.inlinehilite
  - pymdownx.magiclink:
      normalize_issue_symbols: true
      repo_url_shorthand: true
      social_url_shorthand: true
      user: example
      repo: example
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.snippets:
      base_path: [.]
  - pymdownx.tilde
"""
MATERIAL = """\
theme:
  name: material
  custom_dir: overrides
  font: false
  features:
    - content.code.annotate
    - content.code.copy
    - content.footnote.tooltips
    - content.tooltips
    - navigation.footer
    - search.highlight
  palette:
    - scheme: default
      toggle:
        icon: material/weather-night
        name: sitetoggle dark
    - scheme: slate
      toggle:
        icon: material/weather-sunny
        name: sitetoggle light
extra_javascript:
  - mathjax.js
{mathjax}"""
GLIGHTBOX = """\
  - glightbox:
      auto_caption: true
      effect: none
      slide_effect: none
"""
MATHJAX = """\
window.MathJax = {
  tex: {inlineMath: [["\\\\(", "\\\\)"]], displayMath: [["\\\\[", "\\\\]"]], processEscapes: true},
  options: {ignoreHtmlClass: ".*|", processHtmlClass: "arithmatex", enableMenu: false},
};
"""


@dataclass(frozen=True, slots=True)
class Extensions:
    """A set of extensions: what mkdocs.yml says, and which places there are."""

    name: str
    config: str
    places: dict[str, str]
    macros: bool = True
    """Whether the macros plugin renders what is in braces."""


def sets(mathjax: Path | None = None) -> list[Extensions]:
    """The sets of extensions; with *mathjax*, a component of MathJax, formulas are typeset."""
    own = (SAMPLE / "mkdocs.yml").read_text(encoding="utf-8")
    own = own[own.index("theme:") : own.index("  - i18n:")]
    link = '\'<a href="https://example.org/c">copyright</a> of "it"\''
    own_head = HEAD.format(description="sitedescription of it", copyright=link)
    head = HEAD.format(description="'sitedescription About \"it\"'", copyright=link)
    plain_head = HEAD.format(description="sitedescription of it", copyright="copyright of it")
    material = MATERIAL.format(mathjax="  - tex.js\n" if mathjax else "")
    every = PLACES | MORE_PLACES
    more = head + material + COMMON + EVERYTHING + "plugins:\n  - search\n  - tags\n"
    # The order of the plugins matters: what is rendered as a template may be translated before or after that.
    found = [
        Extensions("own", own_head + own + "{i18n}  - isogloss:\n      status: true\n", PLACES, macros=False),
        Extensions("everything", more + GLIGHTBOX + "{i18n}  - isogloss\n  - macros\n", every),
    ]
    for theme in ("mkdocs", "readthedocs"):
        text = f"{plain_head}theme:\n  name: {theme}\n  custom_dir: overrides\n{COMMON}plugins:\n  - search\n"
        found.append(Extensions(theme, text + "  - macros\n{i18n}  - isogloss\n", PLACES))
    return found


class Placed(NamedTuple):
    """An attack that has become a translation."""

    place: str
    locale: str
    path: str
    msgid: str
    msgstr: str
    refused: bool


@dataclass(slots=True)
class Attacked:
    """A built site whose translations are attacks."""

    root: Path
    locales: list[str]
    pages: list[str]
    placed: list[Placed] = field(default_factory=list)
    log: str = ""

    @property
    def site(self) -> Path:
        """Where the site was built."""
        return self.root / "site"


def write(
    site: Site, extensions: Extensions, locales: list[str], pages: int, copies: int, mathjax: Path | None
) -> None:
    """Write the English site."""
    languages = "\n".join(f"        - locale: {tag}\n          name: {tag}" for tag in locales)
    i18n = LANGUAGES.format(languages=languages)
    names = [f"p{number}.md" for number in range(pages)]
    nav = NAV + "".join(f"      - navigationpage{number}: {name}\n" for number, name in enumerate(names))
    site.write("mkdocs.yml", extensions.config.replace("{i18n}", i18n) + nav)
    for number, name in enumerate(names):
        site.write(f"docs/{name}", page(number, copies, extensions.places, extensions.macros))
    for path, text in small_pages(0):
        site.write(f"docs/{path}", text)
    site.write("docs/a.md", "# A\n")
    site.write("docs/mathjax.js", MATHJAX)
    if mathjax:
        shutil.copyfile(mathjax, site.root / "docs/tex.js")
    site.write("docs/chip.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("secret.txt", SECRET)
    site.write("docs/includes/secret.txt", SECRET)
    if extensions.name == "own":
        shutil.copytree(SAMPLE / "overrides", site.root / "overrides")
        shutil.copytree(SAMPLE / "docs/includes", site.root / "docs/includes", dirs_exist_ok=True)
    else:
        site.write("overrides/main.html", TEMPLATE)


def place(root: Path, locales: list[str], start: int) -> list[Placed]:
    """Put an attack into every translation, from attack number *start* of each place on."""
    numbers: dict[str, itertools.count[int]] = {}
    placed = []
    for locale in locales:
        for path in sorted((root / "locales" / locale).rglob("*.po")):
            catalog = polib.pofile(str(path), wrapwidth=0)
            for message in catalog:
                name, mark = mark_of(message.msgid)
                name = name or re.split(" (?:in )?(?:#|https?:)", message.comment)[0]
                attacks = attacks_on(name)
                attack = attacks[next(numbers.setdefault(name, itertools.count(start))) % len(attacks)]
                message.msgstr = attack.on(message.msgid, mark)
                message.flags = []
                placed.append(
                    Placed(name, locale, path.relative_to(root).as_posix(), message.msgid, message.msgstr, False)
                )
            catalog.save()
    return placed


def refusals(root: Path, log: str) -> set[tuple[str, str]]:
    """The translations that the build refused: the path of the catalog and the msgid."""
    lines: dict[str, list[int]] = {}
    for path, line in re.findall(r"(locales/[^:\s]+\.po):(\d+): error: ", log):
        lines.setdefault(path, []).append(int(line))
    refused = set()
    for path, numbers in lines.items():
        messages = polib.pofile(str(root / path), wrapwidth=0)
        starts = [message.linenum for message in messages]
        refused |= {(path, messages[max(0, bisect_right(starts, number) - 1)].msgid) for number in numbers}
    return refused


def build(
    root: Path,
    extensions: Extensions,
    *,
    locales: int,
    pages: int = 1,
    copies: int = 1,
    start: int = 0,
    mathjax: Path | None = None,
) -> Attacked:
    """A site of *extensions* with attacks in every place, those from number *start* on."""
    site, tags = Site(root), LOCALES[:locales]
    write(site, extensions, tags, pages, copies, mathjax)
    updated = site.run("isogloss", "update")
    assert updated.returncode == 0, updated.stderr
    placed = place(site.root, tags, start)
    built = site.build()
    assert built.returncode == 0, built.stderr[-4000:]
    refused = refusals(root, built.stderr)
    names = ["", "h1/", "generic/", "braces/", *(f"p{number}/" for number in range(pages))]
    return Attacked(
        root,
        tags,
        names,
        [attack._replace(refused=(attack.path, attack.msgid) in refused) for attack in placed],
        built.stderr,
    )


def left_behind(attacked: Attacked) -> list[str]:
    """What commands, templates and inclusions have left on the disk or in the site."""
    found = [f"{path.relative_to(attacked.root)} is there" for path in attacked.root.rglob("OWNED*")]
    for path in attacked.site.rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".js") and "assets" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found += [f"{path.relative_to(attacked.root)} has {word}" for word in (EVALUATED, SECRET) if word in text]
    return found


ESCAPED = ("escapeHtml(title)", "escapeHtml(summary)")
"""How the script that shows results treats an index of text, which holds no HTML."""
MARKED = re.compile(r'<(p|li) lang="en"(?: dir="ltr")?>(.*?)</\1>', re.DOTALL)
"""A block of an index of HTML that the build says is English."""


def tags_of_search(attacked: Attacked) -> list[str]:
    """The tags that a text of a locale's search index has more than the English one, where the index holds HTML."""
    script = attacked.site / "search/main.js"
    if script.is_file() and all(call in script.read_text(encoding="utf-8") for call in ESCAPED):
        return []

    def texts(folder: Path) -> dict[str, str]:
        path = folder / "search/search_index.json"
        docs = json.loads(path.read_text(encoding="utf-8"))["docs"] if path.is_file() else []
        return {doc["location"]: f"{doc['title']} {doc['text']}" for doc in docs}

    def tags(text: str) -> Counter[str]:
        return Counter(re.findall(r"<[^>]*>?", text))

    english = texts(attacked.site)
    found = []
    for locale in attacked.locales:
        for location, text in texts(attacked.site / locale).items():
            original = english.get(location.removeprefix(f"{locale}/"), "")
            added = tags(MARKED.sub(partial(_unmarked, original), text)) - tags(original)
            found += [f"{locale} search: {location}: {tag}" for tag in added]
    return found


def _unmarked(original: str, block: re.Match[str]) -> str:
    """*block* without its mark, if it is one of the *original*."""
    plain = f"<{block[1]}>{block[2]}</{block[1]}>"
    return plain if plain in original else block[0]
