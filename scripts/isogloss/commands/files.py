"""The files that somebody names to ``isogloss check``: which locales they concern, and which findings are theirs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.hosts.mkdocs.page_files import page_of
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, Project
from isogloss.review.source_pages import published_anchors, record


@dataclass(slots=True)
class NamedFiles:
    """Some files of the site, and whatever is theirs."""

    locales: list[Locale] = field(default_factory=list)
    """The locales that have to be looked at for them."""
    paths: set[str] = field(default_factory=set)
    """The files, and of an English page its catalogs and the pages that are written by hand."""
    english: set[str] = field(default_factory=set)
    """The English pages among them."""
    places: set[Location] = field(default_factory=set)
    """Lines of the record of anchors that are about these pages."""

    def concerns(self, problem: Diagnostic) -> bool:
        """Whether a finding is about one of the files."""
        at = problem.location
        of_page = problem.origin is not None and problem.origin.path in self.english
        return at.path in self.paths or at in self.places or of_page


def named(site: Site, locales: Sequence[Locale], names: Iterable[str]) -> NamedFiles:
    """The files called *names*, relative to where the command runs or to the project, in *locales*.

    Raises :class:`ProblemsFound`, which tells of each name that is neither a page nor a catalog of the site.
    """
    project = site.project
    english = {project.page_path(file.src_uri): file for file in site.english}
    owners = _owners(site)
    found = NamedFiles()
    problems = []
    for name in names:
        path = next((path for path in _paths(project, name) if path in english or path in owners), None)
        if path is None:
            problems.append(_unknown(project, name))
        elif path in english:
            found.english.add(path)
            found.paths |= {path, *_of_page(site, locales, english[path].src_uri)}
            page = page_of(english[path])
            at = project.relative(record(project))
            found.places |= {Location(at, line) for other, _, line in published_anchors(project) if other == page}
        elif owners[path] in locales:
            found.paths.add(path)
        else:
            hint = f"it is of the locale {owners[path].tag}: leave out --locale, or name that one"
            problems.append(Diagnostic("page-unknown", "this file is of another locale", Location(name), hint=hint))
    if problems:
        raise ProblemsFound(problems)
    needed = {owners[path] for path in found.paths if path in owners}
    found.locales = [locale for locale in locales if found.english or locale in needed]
    return found


def languages_of_files(site: Site) -> dict[str, str]:
    """The tag of the language of each catalog and each page, by path relative to the project."""
    english = {site.project.page_path(path): site.project.source.tag for path in site.paths}
    return english | {path: locale.tag for path, locale in _owners(site).items()}


def _owners(site: Site) -> dict[str, Locale]:
    return {path: locale for locale in site.project.locales for path in _own(site, locale)}


def _own(site: Site, locale: Locale) -> Iterator[str]:
    """The catalogs and pages of *locale*, relative to the project."""
    project = site.project
    for path in (*project.catalog_files(locale), project.strings_catalog(locale, "glossary")):
        if os.path.lexists(path):
            yield project.relative(path)
    yield from (project.page_path(file.src_uri) for file in site.hand_translated(locale))


def _of_page(site: Site, locales: Iterable[Locale], src_uri: str) -> Iterator[str]:
    for locale in locales:
        yield site.project.relative(site.project.page_catalog(locale, src_uri))
        if by_hand := site.by_hand(locale).get(src_uri):
            yield site.project.page_path(by_hand)


def _paths(project: Project, name: str) -> Iterator[str]:
    """What *name* can mean, as diagnostics write it."""
    yield from (project.relative(path) for path in (Path(name), Path(name).resolve(), project.root / name))


def _unknown(project: Project, name: str) -> Diagnostic:
    path = next((path for path in (Path(name), project.root / name) if path.exists()), None)
    docs, catalogs = (project.relative(folder) for folder in (project.docs_dir, project.locales_dir))
    hint = f"name a page ({docs}/index.md), a page of a language or a catalog ({catalogs}/…/index.po)"
    message = "this is neither a page nor a catalog of the site"
    if path is None:
        message = "there is no such file"
    elif path.is_dir():
        message = "this is a folder"
    elif path.suffix == ".po":
        tags = ", ".join(locale.tag for locale in project.locales)
        message = "this catalog belongs to no locale of the site"
        hint = f"the catalogs are in the folders of the locales {tags} in {catalogs}"
    elif path.suffix == ".md" and path.resolve().is_relative_to(project.docs_dir.resolve()):
        message = "the site has no such page: it is left out by mkdocs.yml, or by a plugin"
    return Diagnostic("page-unknown", message, Location(name), hint=hint)
