"""Reads the finished site back from its folder, as browsers and search engines get it, and holds it to the checks."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from mkdocs.utils.meta import get_data

from isogloss import checks
from isogloss.checks import Finding, Subject
from isogloss.checks.site import BuiltPage, BuiltPlace, BuiltSite, Chosen
from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.hosts.mkdocs.built_pages import Base, Reading, base_of, page_of, resolved
from isogloss.hosts.mkdocs.own_search import INDEX, of_root
from isogloss.hosts.mkdocs.read_before import ReadBefore
from isogloss.hosts.mkdocs.sharing import ShareOut, in_turn
from isogloss.hosts.mkdocs.tree import is_folder, walked
from isogloss.project import Locale, Project, read_text
from isogloss.review.allowances import AllowedInEnglish
from isogloss.segments.locate import line_of, source_text
from isogloss.structure.addresses import place

_REFRESH = re.compile(r"""<meta http-equiv="refresh" content="\d+; *url=([^"]*)">""")
_LOC = re.compile(r"<loc>([^<]+)</loc>")


def problems(
    project: Project,
    site_dir: Path,
    site_url: str,
    locales: Sequence[Locale],
    pages: Mapping[str, str],
    complete: bool = True,
    single: Iterable[str] = (),
    chosen: Chosen | None = None,
    moved: Sequence[str] = (),
    mild: Container[str] = (),
    of_theme: Container[str] = (),
    before: ReadBefore | None = None,
    share_out: ShareOut = in_turn,
) -> Iterator[Diagnostic]:
    """What the checks of the finished site find: each thing once, for all languages, where its page is written.

    *pages* has the files of the English pages below *site_dir*, each with its path below docs/; *locales* are those
    that were built beside them; *complete* says whether a language shows the English page where it has none of its
    own; *single* are the files of pages that one language alone has; *chosen* is what mkdocs.yml says of languages;
    *moved* are files of pages that are gone, whose addresses lead on; *mild* are codes of what is a warning where the
    English page has it as well; *of_theme* are codes of what a theme that nobody here knows may do on purpose; *before*
    is what an earlier build has read; *share_out* reads pages beside each other.
    """
    site = _read(project.source, site_dir, site_url, locales, list(pages), before, share_out)
    chosen = chosen or Chosen()
    root = base_of(site_url)
    addresses = {tag: resolved("", link, root)[0] for tag, link in chosen.addresses.items()}
    old = [posixpath.join(tag, path) for path in moved for tag in ("", *site.locales)]
    redirects = {path: _redirect(site_dir, path, root) for path in old if complete or path in site.files}
    site = replace(site, complete=complete, single=frozenset(single), redirects=redirects)
    site = replace(site, chosen=replace(chosen, addresses=addresses), kept_out=partial(_kept_out, project, pages))
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in checks.run(Subject.SITE, site):
        found.setdefault((finding.code, finding.at.page or finding.at.path, finding.message), []).append(finding)
    placed = []
    for (code, *_), same in found.items():
        problem = _placed(project, site_dir, [project.source, *locales], pages, same)
        in_english = any(finding.at.locale == project.source.tag for finding in same)
        tell_only = code in of_theme or (in_english and code in mild)
        placed.append(replace(problem, severity=Severity.WARNING) if tell_only else problem)
    paths = dict.fromkeys([*map(project.page_path, pages.values()), *(problem.location.path for problem in placed)])
    allowed = AllowedInEnglish.of(project, paths)
    return allowed.without(placed, [one.code for one in checks.of(Subject.SITE)])


def _placed(
    project: Project, site_dir: Path, locales: Sequence[Locale], pages: Mapping[str, str], same: Sequence[Finding]
) -> Diagnostic:
    """The finding that is *same* in several languages, with the file that it was first found in."""
    first: BuiltPlace = same[0].at
    file = posixpath.join(project.relative(site_dir), first.path)
    tags = list(dict.fromkeys(finding.at.locale for finding in same if finding.at.locale))
    if first.page not in pages:
        return same[0].placed(Location(file))
    source = _source(project, pages[first.page], tags[0] if len(tags) == 1 else "")
    path = project.docs_dir / source
    text = read_text(path, project.page_path(source)) if first.near and path.is_file() else ""
    ends = (")", '"', "'", "]", ">", "")
    line = next(filter(None, (line_of(text, first.near + end) for end in ends)), 0) if text else 0
    there = Location(project.page_path(source), line)
    if same[0].wished:
        return same[0].placed(there)
    where = f" (in {', '.join(tags)})" if tags and len(tags) < len(locales) else ""
    finding = replace(same[0], message=same[0].message + where)
    return finding.placed(there, texts=(("in the site", file),))


def _kept_out(project: Project, pages: Mapping[str, str], page: BuiltPage) -> bool:
    """Whether the front matter of *page*, which may be written by hand, asks search not to find it."""
    path = project.docs_dir / _source(project, pages.get(page.page, ""), page.locale)
    _, front_matter = get_data(source_text(project, path)) if path.is_file() else ("", {})
    asked = front_matter.get("search")
    return isinstance(asked, dict) and bool(asked.get("exclude"))


def _source(project: Project, path: str, tag: str) -> str:
    """The page at *path* below docs/, or the one that is written by hand in the language *tag*."""
    page = PurePosixPath(path)
    own = (page.with_suffix(f".{tag}{page.suffix}"), PurePosixPath(tag, page)) if tag else ()
    return next((one.as_posix() for one in own if (project.docs_dir / one).is_file()), path)


def _read(
    source: Locale,
    site_dir: Path,
    site_url: str,
    locales: Sequence[Locale],
    pages: Sequence[str],
    before: ReadBefore | None = None,
    share_out: ShareOut = in_turn,
) -> BuiltSite:
    base = base_of(site_url)
    tags = [locale.tag for locale in locales]
    names = {locale.web: locale.tag for locale in (source, *locales)}
    files = frozenset(name for name, entry in walked(site_dir) if not is_folder(entry))
    editions = {}
    for page in pages:
        there = {tag or source.tag: posixpath.join(tag, page) for tag in ("", *tags)}
        editions[page] = {tag: path for tag, path in there.items() if path in files}
    reading, found = Reading(site_dir, tags, names, base, before), {}
    for read in reading.pages(editions, share_out):
        found.update(read)
    # Without site_url, MkDocs writes a sitemap without addresses.
    sitemap, search = _sitemap(site_dir, base[1]) if site_url else None, _search(site_dir, source.tag, tags, before)
    return BuiltSite(found, source.tag, tags, files, sitemap=sitemap, found_by_search=search)


def _redirect(site_dir: Path, path: str, base: Base) -> str:
    """The place to which the page of an old address at *path* leads; nowhere, if there is none."""
    file = site_dir / path
    found = _REFRESH.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    if found is None:
        return ""
    target, anchor, host = resolved(path, unescape(found[1]), base)
    return target if host else place(target, anchor)


def _sitemap(site_dir: Path, root: str) -> frozenset[str] | None:
    path = site_dir / "sitemap.xml"
    if not path.is_file():
        return None
    found = _LOC.findall(path.read_text(encoding="utf-8"))
    listed = [unquote(urlsplit(unescape(address.strip())).path) for address in found]
    return frozenset(page_of(address.removeprefix(root).lstrip("/")) for address in listed)


def _search(site_dir: Path, source: str, tags: Sequence[str], before: ReadBefore | None) -> dict[str, frozenset[str]]:
    found = {}
    for tag in (source, *tags):
        folder = "" if tag == source else tag
        own = site_dir / of_root(source)
        path = own if tag == source and own.is_file() else site_dir / folder / INDEX
        if path.is_file():
            read = partial(_pages_found, path)
            found[tag] = before.searched(path, read) if before is not None else read()
    return found


def _pages_found(path: Path) -> frozenset[str]:
    # The texts, which are as large as the site, are let go of one by one.
    index = json.loads(path.read_bytes(), object_hook=lambda found: found.get("location", found))
    return frozenset(map(page_of, {unquote(location.partition("#")[0]) for location in index["docs"]}))
