"""The catalogs of a locale as files: which are there, which are missing, and which belong to nothing."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalogs.history import tracks
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity, counted, shortened
from isogloss.project import Locale, Project
from isogloss.sources import Source, catalog_path

_ALIKE = 0.8
"""So much of two texts is the same, from 0 to 1, if one was made from the other."""


def read_catalogs(project: Project, locale: Locale) -> tuple[dict[Path, Catalog], list[Diagnostic]]:
    """All catalogs of *locale*, by path, and the faults of all of them, its glossary included.

    What a fault hides is English. Raises :class:`ProblemsFound` if there are no catalogs at all and no pages either.
    """
    return read_all(project, locale, catalogs_there(project, locale))


def read_all(project: Project, locale: Locale, paths: Iterable[Path]) -> tuple[dict[Path, Catalog], list[Diagnostic]]:
    """The same of a locale whose catalogs are at *paths*."""
    found = {path: catalog.read(path, project.relative(path)) for path in paths}
    faults = [fault for current in found.values() for fault in current.faults]
    glossary = project.strings_catalog(locale, "glossary")
    if os.path.lexists(glossary):
        faults += catalog.read(glossary, project.relative(glossary)).faults
    return found, faults


def catalogs_there(project: Project, locale: Locale) -> list[Path]:
    """The paths of all catalogs of *locale* but its glossary.

    Raises :class:`ProblemsFound` if there are none, and no pages either.
    """
    paths = project.catalog_files(locale)
    if not paths:
        find_renamed(project, [locale])
        if not locale.is_pseudo and not project.writes_by_hand(locale):
            raise ProblemsFound([without_catalogs(project, locale)])
    return paths


def without_catalogs(project: Project, locale: Locale) -> Diagnostic:
    """Says that *locale* has no catalogs. Those of a pseudo-locale need not be there: this is a warning then."""
    folder = project.relative(project.locales_dir / locale.tag)
    command = f"pseudo --locale {locale.tag}" if locale.is_pseudo else "update"
    return Diagnostic(
        "locale-without-catalogs",
        f"locale '{locale.tag}' has no catalogs: {folder} holds no PO file",
        project.place_of_locale(locale),
        hint=f"create them: isogloss {command}",
        severity=Severity.WARNING if locale.is_pseudo else Severity.ERROR,
    )


def find_renamed(project: Project, locales: Iterable[Locale]) -> None:
    """Look for *locales* that have catalogs under a former tag alone.

    Raises :class:`ProblemsFound`, which says how to move them: new catalogs would hide what is translated.
    """
    former = {locale: folder for locale in locales if (folder := project.former_folder(locale)) is not None}
    if former:
        raise ProblemsFound(_renamed(project, locale, folder) for locale, folder in former.items())


def _renamed(project: Project, locale: Locale, folder: Path) -> Diagnostic:
    new = project.locales_dir / locale.tag
    here, there = (shlex.quote(project.relative(path)) for path in (folder, new))
    # A folder that is there already, without catalogs, would get the old one as a folder below it.
    command = f"{'git ' if tracks(project.root, folder) else ''}mv {here}{'/*' if new.exists() else ''} {there}"
    return Diagnostic(
        "locale-without-catalogs",
        f"locale '{locale.tag}' has no catalogs, and {project.relative(folder)} belongs to no locale of mkdocs.yml",
        project.place_of_locale(locale),
        hint=f"if these are its catalogs, move them: {command}\nif not, move {project.relative(folder)} away",
    )


def stray_folders(project: Project) -> Iterator[Diagnostic]:
    """Folders of catalogs that no locale of mkdocs.yml reads."""
    told = {project.former_folder(locale) for locale in project.locales}
    for folder in project.stray_folders():
        if folder in told:
            continue
        here = Location(project.relative(folder))
        message = f"no locale of {project.config_file.name} has these catalogs"
        hint = f"list '{folder.name.replace('_', '-')}' under 'languages' of 'i18n', or remove the folder"
        if locale := project.spelled_otherwise(folder):
            right = project.relative(project.locales_dir / locale.tag)
            message = f"the catalogs of '{locale.tag}' are in {right}: nothing reads these"
            hint = (
                f"move what is new in them to {right}, remove the folder, and let your tool spell the language as "
                f"{project.config_file.name} does (in Weblate: language code style BCP)"
            )
        yield Diagnostic("folder-without-locale", message, here, hint=hint, severity=Severity.WARNING)


def orphans(
    project: Project,
    locale: Locale,
    catalogs: Iterable[Catalog],
    pages: Iterable[str],
    written: Collection[str],
    left_out: Iterable[str] = (),
) -> Iterator[Diagnostic]:
    """Catalogs with messages of a page that is gone, *left_out*, or *written* by hand, by the English paths."""
    english = {project.page_catalog(locale, src_uri) for src_uri in left_out}
    expected = {project.page_catalog(locale, src_uri) for src_uri in pages if src_uri not in written}
    expected |= {project.strings_catalog(locale, name) for name in ("mkdocs", "overrides")}
    unused = {project.page_catalog(locale, src_uri) for src_uri in written}
    folder = project.locales_dir / locale.tag / "docs"
    for found in catalogs:
        if found.path in expected or not found.by_msgid:
            continue
        why, severity = "it belongs to no page", Severity.ERROR
        hint = "run: isogloss update (translations go to where their texts are now; the rest is kept as obsolete)"
        if found.path in unused:
            # After an import, each page has one: with the same words, they are one finding for people.
            why, hint = (
                "its page is written by hand",
                "remove that page for the catalog to count, or run isogloss update",
            )
            severity = Severity.WARNING
        elif found.path in english:
            why, severity = "its page is left out, and English in all languages", Severity.WARNING
        elif found.path.is_relative_to(folder):
            page = project.docs_dir / found.path.relative_to(folder).with_suffix(".md")
            why = f"its page {project.relative(page)} is gone"
        yield Diagnostic(
            "catalog-without-page",
            f"this catalog holds messages, but {why}",
            Location(found.name, 1),
            hint=hint,
            severity=severity,
        )


def gone(
    project: Project, locale: Locale, catalogs: Mapping[Path, Catalog], texts: Iterable[tuple[Source, frozenset[str]]]
) -> Iterator[Diagnostic]:
    """Catalogs with finished translations of texts that the site does not have, once for each catalog.

    *texts* are the sources, each with its msgids.
    """
    for source, there in texts:
        current = catalogs.get(catalog_path(project, locale, source))
        if current is None or current.by_msgid.keys() <= there:
            continue
        left = [one for one in current.by_msgid if one not in there and current.translation(one) is not None]
        if left:
            more = f", and {counted(len(left) - 1, 'other text')} of this catalog" if left[1:] else ""
            where = "the page does not have" if source.page else "the site does not have"
            hint = "run isogloss update, which keeps it; in a catalog, an English text is never changed by hand"
            missing = sorted(there - current.by_msgid.keys())
            yield Diagnostic(
                "message-gone",
                f"{where} '{shortened(left[0])}'{more}: this translation is not published",
                current.location(left[0]),
                Location(source.name) if source.page else None,
                "\n".join([hint, *(f"it has: {one}" for one in get_close_matches(left[0], missing, 1, _ALIKE))]),
                Severity.WARNING,
            )
