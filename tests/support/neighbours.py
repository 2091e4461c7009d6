"""Sites with the plugins, themes and options of others, built without Isogloss and with it.

Each file of ``cases/neighbours`` is a site; those in its folder ``compat`` are built by ``make compat`` alone. It is
about the distributions that it ``needs`` (``of``: which part of the first of them; ``remark``: what a reader of the
table has to know). Its ``config`` is laid over the one below, with its plugins before i18n, those of ``behind`` after
it, and those of ``last`` after Isogloss; ``rest`` is written behind it as it is. ``i18n`` and ``isogloss`` are options
of these two. Its ``files`` are written below the folder of mkdocs.yml; a site without any has those of ``pages/``.
``git: true`` commits them. ``contains`` has texts that pages must have, so that a plugin that does nothing is noticed.
``fresh`` is for a plugin that keeps something from one build to the next in the same process, ``keep`` has messages
whose text is a name for the plugin. ``untouched`` has the words of the site that no catalog reaches, by whose they are,
as ``isogloss check --coverage`` says it; ``all`` of a theme that speaks no other language. ``in_order`` is a part of
what ``isogloss build`` says if it builds its languages one after the other: all others are built in parallel, but for
those of ``compat``, which may be either.

``plain: false`` says that static-i18n alone does not build it, and ``static: false`` that nobody does, for a reason
that has nothing to do with Isogloss. ``strict: false``: it warns without Isogloss, too. ``changed`` lists pages that
only Isogloss makes, or makes right, and ``random`` those that are never the same.

Spanish is not translated at all, half of Italian is, and all of French: one build shows all three. A translation is
the English text with a sign behind it, which comes off again: what is left has to be what static-i18n alone builds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import polib
import yaml
from running import QUIET, Done, run_fresh, run_here

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/neighbours"
PAGES = CASES / "pages"
ALL = "ISOGLOSS_COMPAT" in os.environ
"""Whether all sites are built, with all that they need."""
SIGN = " ※"
LANGUAGES = {"es": "Español", "it": "Italiano", "fr": "Français"}
UNTRANSLATED, HALF, WHOLE = LANGUAGES
REASONS = re.compile(
    r"the theme (?!(?:material|mkdocs|readthedocs)$)\S+|the plugin \S+|an extension of Markdown"
    r"|a plugin, as \S+ of the page|front matter: (?!title|description|subtitle|tags)\S+"
    r"|the page, as a plugin or the theme makes it"
)
"""Whose a text may be that no catalog reaches: not the site's."""
_COMES_FROM = re.compile(r"; it comes from (the theme [^:]+|.*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_VERBATIM = re.compile(r"(?s)(<(pre|script|style|textarea)\b.*?</\2>)")
_MARK = re.compile(rf""" lang=("?)(?:en|{"|".join(LANGUAGES)})\1(?: dir=("?)ltr\2)?""")
"""Says that something is English, or that what is in it is not."""
_ATTRIBUTE = re.compile(r"""\s(?:[^\s"'=]+(?:=(?:"[^"]*"|'[^']*'|[^\s"']*))?)""")
_BEFORE_END = re.compile(r" +(?=</|$)")
_QUOTED = re.compile(r'="([\w./#:-]+)"')
_OWN = re.compile(
    r'<link rel="stylesheet" href="[^"]*assets/isogloss/reader[^"]*">\n'
    r'|<script src="[^"]*assets/isogloss/reader[^"]*"(?: defer></script>\n|></script>)'
    r"|(?<=<abbr) data-first\b"
    r"|<noscript[^<>]*>[^<]*JavaScript[^<]*</noscript>"
    r'|\n<p class="isogloss-line"(?s:.*?)</p>'
    r'|<div class="isogloss-tools"(?s:.*?)</div>\n'
    r'|<li class="nav-item"><details class="isogloss-languages">(?s:.*?)</details></li>'
    r'|<details class="isogloss-languages">(?s:.*?)</details>'
)
_WORKER = re.compile(r"assets/(?:isogloss/search|javascripts/workers/search)[\w.]*\.js")
_WAY = re.compile(r"""(?<=<nav class=)("?)md-path\1 aria-label=("?)[^">]*\2""")
"""Material calls the way to a page what it calls the navigation beside it."""
_SHARED = re.compile(r"""<meta\b[^<>]*\bproperty=["']?og:(\w+)[^<>]*>\s*""")
"""What a page says where somebody links to it: Isogloss adds what the theme does not say."""
_AGAIN = re.compile(r"(<link [^<>]*_mkdocstrings\.css[^<>]*>)\1+")
"""Without Isogloss, mkdocstrings asks for its style sheet once for each language before."""
_BETWEEN = re.compile(r"(?<=>)\s+(?=<)|\s+$")
_LANGUAGES = re.compile(r"""<link\b[^<>]*\b(?:hreflang=|rel=["']?canonical)[^<>]*>\s*""")
_RESULTS = re.compile(r"""(?<=action=")[^"<>]*search\.html""")
"""Where readthedocs shows what is found: in each language, with Isogloss."""
_SWITCHER = re.compile(r'(?s)<div class="?md-select\b.*?</ul>')
_ENTRY = re.compile(r"""\bhreflang=["']?([\w-]+)""")
_IMAGE = re.compile(r"!\[([^\[\]]+)\](\([^()]*\))")
_HTML = re.compile(r"<(html)(\s[^>]*)?>")
_OWN_LANGUAGE = re.compile(r"<html[^>]*\slang=(?!\"?en\b)")
_TEXTS = (".html", ".json", ".txt", ".xml", ".md")
_NOT_COMPARED = (
    "404.html",
    "search.html",
    "llms.txt",
    "robots.txt",
    "sitemap.xml",
    "sitemap.xml.gz",
    "search/search_index.js",
    "search/search_index.json",
    "search_index.en.json",
    "search_index.fr.json",
)


@dataclass(frozen=True)
class Neighbour:
    """One site of ``cases/neighbours``."""

    name: str
    case: dict[str, Any]

    def __str__(self) -> str:
        return self.name

    @property
    def in_compat(self) -> bool:
        """Whether ``make compat`` alone builds it."""
        return not (CASES / f"{self.name}.yml").is_file()

    @property
    def installed(self) -> bool:
        """Whether what the site needs is there: some plugins are for newer versions of Python alone."""
        return all(any(distributions(name=name)) for name in self.needs)

    @property
    def needs(self) -> list[str]:
        """The distributions that the site is about."""
        material = self.case.get("config", {}).get("theme", {}).get("name") == "material"
        needs = self.case.get("needs", "mkdocs-material" if material else "mkdocs")
        return [needs] if isinstance(needs, str) else needs

    @property
    def unlike(self) -> list[str]:
        """Pages that are not compared."""
        return [*self.case.get("changed", ()), *self.case.get("random", ())]

    @property
    def files(self) -> dict[str, str]:
        """The texts of its files, by path below the folder of mkdocs.yml."""
        if "files" in self.case:
            return dict(self.case["files"])
        paths = (path for path in PAGES.rglob("*") if path.is_file())
        return {f"docs/{path.relative_to(PAGES).as_posix()}": path.read_text(encoding="utf-8") for path in paths}

    def write(self, root: Path, isogloss: bool) -> None:
        """Write the site to *root*, with Isogloss or without."""
        for path, text in self.files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        (root / "mkdocs.yml").write_text(
            yaml.safe_dump(self._config(isogloss), sort_keys=False) + self.case.get("rest", ""), encoding="utf-8"
        )
        if self.case.get("git"):
            who = {"NAME": "A", "EMAIL": "a@example.org", "DATE": "2026-01-02T03:04:05Z"}
            env = QUIET | {
                f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()
            }
            for command in (["init", "-q"], ["add", "docs"], ["commit", "-qm", "Begin"]):
                subprocess.run(["git", *command], cwd=root, env=env, check=True)

    def _config(self, isogloss: bool) -> dict[str, Any]:
        own = dict(self.case.get("config", {}))
        languages = [{"locale": "en", "name": "English", "default": True}]
        languages += [{"locale": tag, "name": name} for tag, name in LANGUAGES.items()]
        i18n = {"i18n": {"docs_structure": "suffix", "languages": languages} | self.case.get("i18n", {})}
        plugins = [*own.pop("plugins", []), i18n, *self.case.get("behind", [])]
        if isogloss:
            plugins.append({"isogloss": self.case.get("isogloss", {})})
        plugins += self.case.get("last", [])
        base = {"site_name": "Neighbours", "site_url": "https://example.org/docs/", "theme": {"name": "mkdocs"}}
        return base | own | {"plugins": plugins}


@dataclass(frozen=True)
class Built:
    """What a site was built to."""

    done: Done
    site: Path

    def pages(self) -> dict[str, str]:
        """The text of each page, and of all else that is text, by path."""
        found = {}
        for path in sorted(self.site.rglob("*")):
            name = path.relative_to(self.site).as_posix()
            if path.is_file() and not name.endswith(_NOT_COMPARED) and not name.startswith("assets/isogloss/"):
                data = path.read_bytes()
                found[name] = data.decode("utf-8") if name.endswith(_TEXTS) else repr(hash(data))
        return found

    def search(self, language: str = "") -> list[tuple[str, str]]:
        """Addresses and titles that search finds in *language*, as in English; nothing, if it has no index."""
        path = self.site / language / "search/search_index.json"
        rows = json.loads(path.read_text(encoding="utf-8"))["docs"] if path.is_file() else []
        known = tuple(f"{tag}/" for tag in LANGUAGES if tag != language)
        own = [(row["location"], without_marks(row["title"])) for row in rows if not row["location"].startswith(known)]
        assert all(location.startswith(f"{language}/") for location, _ in own if language)
        return sorted((location.removeprefix(f"{language}/"), title) for location, title in own)


def neighbours(every: bool = ALL) -> list[Neighbour]:
    """The sites to build, by name; *every* one, or those that do not need much."""
    paths = [*CASES.glob("*.yml"), *(CASES.glob("compat/*.yml") if every else ())]
    found = [Neighbour(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in paths]
    return sorted(found, key=str)


def build_plain(neighbour: Neighbour, root: Path) -> Built:
    """Build with static-i18n alone."""
    neighbour.write(root, isogloss=False)
    return _build(root, neighbour)


def update(neighbour: Neighbour, root: Path) -> Done:
    """Write the site with Isogloss, and its catalogs."""
    neighbour.write(root, isogloss=True)
    return run_here(root, "isogloss", "update")


def build_localized(neighbour: Neighbour, root: Path) -> Built:
    """Build with Isogloss: Spanish not translated at all, half of Italian, and all of French."""
    updated = update(neighbour, root)
    assert updated.returncode == 0, updated.stderr
    for tag in LANGUAGES:
        for path in sorted((root / "locales" / tag).rglob("*.po")):
            translate(path, {UNTRANSLATED: 0, HALF: 2, WHOLE: 1}[tag], neighbour.case.get("keep", ()))
    checked = run_here(root, "isogloss", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return _build(root, neighbour)


def untouched(neighbour: Neighbour, root: Path) -> dict[str, list[str]]:
    """The texts of a site that no catalog reaches, by whose they are, and messages that stay English, by why."""
    neighbour.write(root, isogloss=True)
    run = run_fresh if neighbour.case.get("fresh") else run_here
    done = run(root, "isogloss", "check", "--coverage", "--max", "0", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, list[str]] = {}
    for row in map(json.loads, done.stdout.splitlines()):
        said = _COMES_FROM.search(row["message"])
        found.setdefault(said[1] if said else row["message"], []).append(next(iter(row["texts"].values())))
    return found


def translate(path: Path, each: int, keep: Collection[str] = ()) -> None:
    """Translate *each* so-many-th message of a catalog; none, if it is 0. What to *keep* is its own translation."""
    catalog = polib.pofile(str(path), wrapwidth=0)
    for number, message in enumerate(catalog):
        if each and number % each == 0:
            message.msgstr = message.msgid + SIGN
            if message.msgid in keep:
                message.msgstr = message.msgid
            elif image := _IMAGE.fullmatch(message.msgid):  # Plugins look for an image that is alone in its paragraph.
                message.msgstr = f"![{image[1]}{SIGN}]{image[2]}"
    catalog.save()


def _build(root: Path, neighbour: Neighbour) -> Built:
    run = run_fresh if neighbour.case.get("fresh") else run_here
    shutil.rmtree(root / "site", ignore_errors=True)
    strict = ["--strict"] if neighbour.case.get("strict", True) else []
    return Built(run(root, "mkdocs", "build", *strict), root / "site")


def without_marks(page: str) -> str:
    """*page* without what says its language, and without the signs of translations."""
    out: list[str] = []
    spans: list[bool] = []
    end = 0
    for sign in (SIGN, ascii(SIGN)[1:-1], SIGN.replace(" ", "-")):
        page = page.replace(sign, "")
    page = _OWN.sub("", page)
    for found in _TAG.finditer(page):
        out.append(page[end : found.start()])
        end = found.end()
        closing, name, attributes = found.groups()
        if name == "span" and closing:
            out.append("" if spans and spans.pop() else found[0])
            continue
        left = _MARK.sub("", attributes, count=1) if name != "html" else attributes
        if name == "span":
            spans.append(left != attributes and not left.strip())
            if spans[-1]:
                continue
        out.append(f"<{closing}{name}{left}>")
    return "".join((*out, page[end:]))


def without_reader(path: str, page: str) -> str:
    """*page* without what searches, what search engines are told, and the name of the way to it.

    Of a switcher, it keeps the languages that it leads to.
    """

    def leads(found: re.Match[str]) -> str:
        return repr(_ENTRY.findall(found[0]))

    if not path.endswith(".html"):
        return page
    head, body, rest = _RESULTS.sub("", page).partition("<body")
    page = _AGAIN.sub(r"\1", _BETWEEN.sub("", head)) + body + rest
    return _SWITCHER.sub(leads, _WAY.sub("md-path", _SHARED.sub("", _WORKER.sub("", _LANGUAGES.sub("", page)))))


def differences(plain: Built, localized: Built, changed: Collection[str] = ()) -> Iterator[str]:
    """Where the site that Isogloss built differs, apart from language marks, and from pages that it has *changed*."""
    before, after = (
        {path: text for path, text in built.pages().items() if path not in changed} for built in (plain, localized)
    )
    for path in sorted(before.keys() | after.keys()):
        if path not in after:
            yield f"{path} is missing"
        elif path not in before:
            yield f"{path} is there only with Isogloss"
        else:
            joined = SIGN in after[path]
            texts = [without_reader(path, text) for text in (before[path], without_marks(after[path]))]
            if path.startswith(tuple(f"{tag}/" for tag in LANGUAGES)) and not _OWN_LANGUAGE.search(before[path]):
                texts = [_HTML.sub(_without_language, text) for text in texts]
            texts = [_in_lines(text) if joined else text for text in texts]
            if texts[0] != texts[1]:
                yield f"{path}: {_first_difference(*texts)}"
            elif lost := set(_SHARED.findall(before[path])).difference(_SHARED.findall(after[path])):
                yield f"{path}: no og:{', og:'.join(sorted(lost))}"


def _in_lines(page: str) -> str:
    """*page* with each text in one line, as a translation is; in what is shown as it is written, lines stay.

    A plugin may leave out the quotation marks of a value that needs none; one with a sign does.
    """
    parts = _VERBATIM.split(_TAG.sub(_sorted, _QUOTED.sub(r"=\1", page)))
    return "".join(
        part if number % 3 == 1 else _BEFORE_END.sub("", " ".join(part.split()))
        for number, part in enumerate(parts)
        if number % 3 < 2
    )


def _without_language(tag: re.Match[str]) -> str:
    """``<html>`` of a theme that says the same language on all pages, which Isogloss sets right."""
    return " ".join(("<html", *sorted(re.sub(r"\slang=\S+", "", tag[2] or "").split()))) + ">"


def _sorted(tag: re.Match[str]) -> str:
    """A tag with its attributes in one order: that of a plugin may depend on their values."""
    attributes = sorted(found[0].strip() for found in _ATTRIBUTE.finditer(tag[3]))
    return " ".join((f"<{tag[1]}{tag[2]}", *attributes)) + ">"


def _first_difference(before: str, after: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))  # noqa: B905
    return f"{before[max(0, at - 60) : at + 100]!r} has become {after[max(0, at - 60) : at + 100]!r}"
