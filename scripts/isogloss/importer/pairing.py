"""Which localized page belongs to which English page: from files and folders that are named, or all of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.importer.bilingual import is_bilingual
from isogloss.project import Locale, read_text
from isogloss.sources import Pages

_CONTENT_LOCALE = re.compile(r"""\A---[ \t]*\n(?:.*\n)*?ms\.contentlocale[ \t]*:[ \t]*["']?([\w-]+)""")


@dataclass(frozen=True, slots=True)
class Localized:
    """A localized page that is to be imported."""

    locale: Locale
    page: str
    """The path of its English page below docs/."""
    name: str
    """How diagnostics call its file."""
    text: str
    folder: str
    """Where it lies below docs/: the addresses in it start there."""
    english: str | None = None
    """The text of the English page, where that is not below docs/."""
    on_site: bool = False
    """Whether it is published: a page of the site that was translated by hand."""


def named(site: Pages, locales: Sequence[Locale], page: str | None, files: Sequence[Path]) -> list[Localized]:
    """The pages that *files* and folders hold; *locales* and *page* are what the options say, if anything.

    Raises :class:`ProblemsFound` if a file cannot be read, or if nothing tells its language or its English page.
    """
    if page is not None and (not page.endswith(".md") or PurePosixPath(page).is_absolute() or ".." in page.split("/")):
        message, hint = "this is no page below docs/", "name it as in 'nav', for example guides/index.md"
        raise ProblemsFound([Diagnostic("page-unknown", message, Location(page), hint=hint)])
    texts = {path: text for path, _, text in _read(site, files)}
    paths = list(_below(files))
    if page is None and len(paths) == 2 and not any(is_bilingual(texts[path]) for path, _ in paths):
        (english, _), (path, _) = paths
        return [_pair(site, locales, english, texts[english], path, texts[path])]
    found, problems = [], []
    for path, below in paths:
        src_uri = page or (below or PurePosixPath(path.name)).with_suffix(".md").as_posix()
        name = _name(site, path)
        try:
            locale = _locale(site, locales, texts[path], name)
        except ProblemsFound as error:
            problems += error.problems
            continue
        if not is_bilingual(texts[path]) and not (site.project.docs_dir / src_uri).is_file():
            hint = "name its English page before it, or say with --page which page of the site it is"
            where = site.project.page_path(src_uri)
            problems.append(
                Diagnostic("page-unknown", f"its English page {where} is not there", Location(name), hint=hint)
            )
            continue
        found.append(Localized(locale, src_uri, name, texts[path], _folder(src_uri)))
    if problems:
        raise ProblemsFound(problems)
    return found


def on_site(site: Pages, locales: Sequence[Locale]) -> list[Localized]:
    """The pages of the site that were translated by hand, by suffix or by folder."""
    english = set(site.paths)
    docs = site.project.docs_dir
    candidates = []
    for locale in locales:
        for path in sorted(docs.rglob("*.md")):
            src_uri = path.relative_to(docs).as_posix()
            if site.in_folders:
                rest = src_uri.removeprefix(f"{locale.tag}/")
                pages = [f"{site.project.source.tag}/{rest}", rest] if rest != src_uri else []
            else:
                rest = src_uri.removesuffix(f".{locale.tag}.md")
                pages = [f"{rest}.md", f"{rest}.{site.project.source.tag}.md"] if rest != src_uri else []
            page = next((page for page in pages if page in english), None)
            if page is not None:
                candidates.append((locale, page, path, src_uri))
    texts = {path: text for path, _, text in _read(site, [path for _, _, path, _ in candidates])}
    return [
        Localized(locale, page, _name(site, path), texts[path], _folder(src_uri), on_site=True)
        for locale, page, path, src_uri in candidates
    ]


def _pair(site: Pages, locales: Sequence[Locale], english: Path, english_text: str, path: Path, text: str) -> Localized:
    name, docs = _name(site, path), site.project.docs_dir.resolve()
    locale = _locale(site, locales, text, name)
    folder = path.resolve()
    if english.resolve().is_relative_to(docs):
        src_uri = english.resolve().relative_to(docs).as_posix()
        own = folder.relative_to(docs).as_posix() if folder.is_relative_to(docs) else src_uri
        return Localized(locale, src_uri, name, text, _folder(own))
    src_uri = PurePosixPath(english.name).with_suffix(".md").as_posix()
    there = site.project.docs_dir / src_uri
    if there.is_file() and page_text(site, there) != english_text:
        where = site.project.page_path(src_uri)
        message = f"the site has another text as {where}"
        hint = f"name {where} as the English page, if it is the same page, or rename this file"
        raise ProblemsFound([Diagnostic("page-differs", message, Location(_name(site, english)), hint=hint)])
    return Localized(locale, src_uri, name, text, "", english_text)


def _below(files: Sequence[Path]) -> Iterator[tuple[Path, PurePosixPath | None]]:
    """Each file, and each page of each folder with its path below that folder."""
    for path in files:
        if path.is_dir():
            pages = sorted(path.rglob("*.md"))
            if not pages:
                message, hint = "this folder holds no pages", "name a page, or a folder with files that end in .md"
                raise ProblemsFound([Diagnostic("file", message, Location(path.as_posix()), hint=hint)])
            for page in pages:
                yield page, PurePosixPath(page.relative_to(path).as_posix())
        else:
            yield path, None


def _read(site: Pages, files: Sequence[Path]) -> list[tuple[Path, PurePosixPath | None, str]]:
    found, problems = [], []
    for path, below in _below(files):
        try:
            found.append((path, below, page_text(site, path)))
        except ProblemsFound as error:
            problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    return found


def page_text(site: Pages, path: Path) -> str:
    """The text of the page at *path*, with LF at the ends of its lines.

    Raises :class:`ProblemsFound` if the file cannot be read or is not UTF-8.
    """
    return read_text(path, _name(site, path))


def _locale(site: Pages, given: Sequence[Locale], text: str, name: str) -> Locale:
    """The language of *text*: the one that its front matter names, the one that is given, or the one in its name."""
    stated = _CONTENT_LOCALE.match(text)
    tag = stated.group(1) if stated else given[0].tag if len(given) == 1 else ""
    tag = tag or next((one.tag for one in given or site.project.locales if name.endswith(f".{one.tag}.md")), "")
    if not tag:
        hint = "say which with --locale"
        raise ProblemsFound([Diagnostic("locale-unknown", "nothing tells its language", Location(name), hint=hint)])
    known = {locale.tag.lower(): locale for locale in site.project.locales}
    locale = known.get(tag.lower().replace("_", "-"))
    if locale is None or (given and locale not in given):
        listed = ", ".join(locale.tag for locale in site.project.locales) or "none yet"
        hint = f"list it under 'languages' of 'i18n' in {site.project.config_file.name}, which has {listed}"
        if locale is not None:
            hint = f"name it with --locale {locale.tag}, or leave --locale out"
        raise ProblemsFound([Diagnostic("locale-unknown", f"it is in '{tag}'", Location(name, 1), hint=hint)])
    return locale


def _name(site: Pages, path: Path) -> str:
    resolved = path.resolve()
    return site.project.relative(resolved) if resolved.is_relative_to(site.project.root) else path.as_posix()


def _folder(src_uri: str) -> str:
    folder = PurePosixPath(src_uri).parent.as_posix()
    return "" if folder == "." else folder
