"""Files of docs/ that readers never get, or not as pages or not in their order, by what mkdocs-static-i18n does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity, counted
from isogloss.hosts.mkdocs.page_files import page_of
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.project import Locale, Project

if TYPE_CHECKING:
    from mkdocs.structure.files import File

_SHOWN = 3


def left_out(project: Project, i18n: StaticI18n, files: Iterable[File]) -> Iterator[Diagnostic]:
    """Tell of *files*, before static-i18n arranges them, that it takes for those of a language which nobody lists.

    Raises :class:`ProblemsFound` if a page is there twice in one language: static-i18n ends in an exception.
    """
    files = list(files)
    _refuse_twice(project, i18n, files)
    found: dict[str, list[str]] = {}
    for file in files:
        tag = i18n.language_in_name(file.src_uri)
        if not tag or tag in i18n.all_languages or file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            continue
        if file.abs_src_path is not None and Path(file.abs_src_path).is_relative_to(project.docs_dir):
            found.setdefault(tag, []).append(project.page_path(file.src_uri))
    for tag, paths in found.items():
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        one, listed = ("this file", "") if len(paths) == 1 else (counted(len(paths), "file"), ", ".join(paths[:_SHOWN]))
        yield Diagnostic(
            "file-left-out",
            f"the site is without {one}: mkdocs-static-i18n reads '{tag}' in the name as a language, and mkdocs.yml "
            f"does not list it{listed and f' ({listed}{more})'}",
            Location(paths[0]),
            hint=f"use another name, or list '{tag}' under 'languages' of the plugin i18n",
            severity=Severity.WARNING,
        )


def _refuse_twice(project: Project, i18n: StaticI18n, files: Iterable[File]) -> None:
    if len(i18n.built_languages) < 2:
        return
    seen: dict[tuple[str, str], File] = {}
    problems = []
    for file in files:
        if not file.is_documentation_page():
            continue
        tag = i18n.language_in_name(file.src_uri)
        other = seen.setdefault((i18n.without_language(file.src_uri), tag or i18n.default_language), file)
        if other.src_uri != file.src_uri:
            message = f"this page and {project.page_path(other.src_uri)} are one page in '{i18n.default_language}'"
            here = Location(project.page_path(file.src_uri), 1)
            problems.append(Diagnostic("page-twice", message, here, hint="remove one of them, or give it another name"))
    if problems:
        raise ProblemsFound(problems)


def overwritten(pages: Sequence[File], tags: Iterable[str]) -> list[File]:
    """Those *pages* of the source language that have the address of a page in one of the languages *tags*."""
    addresses = {f"{tag}/{file.dest_uri}": tag for tag in tags for file in pages}
    return [file for file in pages if file.dest_uri in addresses]


def tell_overwritten(project: Project, pages: Iterable[File]) -> Iterator[Diagnostic]:
    """Tell of *pages* that the pages of another language take the place of."""
    for file in pages:
        yield Diagnostic(
            "page-overwritten",
            f"this page has the address of a page in '{file.dest_uri.partition('/')[0]}', which takes its place",
            Location(project.page_path(page_of(file)), 1),
            hint="rename it",
            severity=Severity.WARNING,
        )


def tell_unmade(project: Project, files: Iterable[File]) -> Iterator[Diagnostic]:
    """Tell of *files*, such as notebooks, that a plugin takes for pages, and mkdocs-static-i18n does not."""
    for file in files:
        if file.is_documentation_page() or not file.dest_uri.endswith(".html"):
            continue
        if not file.src_uri.lower().endswith((".html", ".htm")) and (project.docs_dir / file.src_uri).is_file():
            yield Diagnostic(
                "page-not-made",
                "no text of this file is a message: mkdocs-static-i18n makes no page of it: readers get it as it is",
                Location(project.page_path(file.src_uri)),
                hint="make it a page in Markdown (of a notebook: jupyter nbconvert --to markdown)",
                severity=Severity.WARNING,
            )


def without_navigation(project: Project, i18n: StaticI18n, locales: Iterable[Locale]) -> Iterator[Diagnostic]:
    """Says which *locales* get a navigation of all pages, as the default language alone has one in mkdocs.yml."""
    without = [locale for locale in locales if locale.tag not in i18n.navigations]
    if project.source.tag in i18n.navigations and without:
        source, tags = project.source.tag, ", ".join(locale.tag for locale in without)
        found = Diagnostic(
            "navigation",
            f"'nav' among the options of {source} is for that language alone: in {tags} all pages are listed",
            project.place_of_locale(without[0]),
            hint="move it to 'nav' of mkdocs.yml itself: it is for all languages then, and its titles are in mkdocs.po",
        )
        # The author has asked for it, and a strict build without Isogloss passes.
        yield replace(found, severity=Severity.WARNING)
