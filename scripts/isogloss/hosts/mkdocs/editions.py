"""Which pages a language has, where static-i18n leaves out those that catalogs translate.

It knows pages written by hand alone: with ``fallback_to_default: false`` it builds no others, and in the layout with a
folder for each language, ``build_only_locale`` leaves it without the folder of the pages to translate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.structure.files import File, InclusionLevel

from isogloss.hosts.mkdocs.page_files import is_localized, language_of, page_of
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.status_page import ElsewhereOnSite
from isogloss.project import Locale, Project

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

Translates = Callable[[str, str], bool]
"""Whether the catalogs of a language, by tag, translate a page, by path."""


class Editions(NamedTuple):
    """The files of a site as they were before static-i18n arranged them for the language under way."""

    i18n: StaticI18n
    config: MkDocsConfig
    source: Locale
    translates: Translates
    originals: tuple[File, ...]

    @property
    def needed(self) -> bool:
        """Whether static-i18n leaves pages out."""
        return not self.i18n.complete or self.i18n.default_language != self.source.tag

    def complete(self, files: Files) -> list[str]:
        """Add what is missing to *files*; returns the paths of all pages that catalogs may translate.

        What a page shows, such as images, is at its English address; so is a page that the language does not have, for
        links to it. A language whose pages are all written by hand stays as it is.
        """
        here = self.i18n.language or self.source.tag
        at_root = here == self.i18n.default_language
        present = {page_of(file): file for file in files}
        made = [(original, self._made(original, self.source.tag)) for original in self._of_docs(self.originals)]
        pages = [file.src_uri for _, file in made if self._translatable(file)]
        if not self.i18n.complete and not any(self.translates(here, page) for page in pages):
            return pages
        for original, file in made:
            own = present.get(page_of(file))
            if own is not None:
                # What is added has its place between the others: the navigation may be in the order of the files.
                files.remove(own)
                files.append(own)
            elif is_localized(file, self.source):
                continue
            elif not file.is_documentation_page():
                files.append(file)
            elif self.i18n.complete or self.translates(here, file.src_uri):
                edition = file if at_root else self._made(original, here)
                edition.alternates, edition.locale_alternate_of = {here: edition}, here  # type: ignore[attr-defined]
                files.append(edition)
            else:
                files.append(self._elsewhere(file))
        self.i18n.take(files, self.source.tag)
        return pages

    def _translatable(self, file: File) -> bool:
        return file.is_documentation_page() and not is_localized(file, self.source)

    def _elsewhere(self, file: File) -> File:
        folder, urls = self.config.site_dir, self.config.use_directory_urls
        outside = InclusionLevel.NOT_IN_NAV
        return ElsewhereOnSite(file.src_uri, None, folder, urls, dest_uri=file.dest_uri, inclusion=outside)

    def link(self, files: Files) -> None:
        """Let each of the *files* know its editions in other languages: those that are written, and translated ones."""
        if self.i18n.complete:
            return
        written: dict[tuple[str, str], File] = {}
        for original in self._of_docs(self.originals):
            file = self._made(original, self.source.tag)
            tag = language_of(file) or self.source.tag
            written[page_of(file), tag] = original
        for file in files.documentation_pages():
            page, alternates = page_of(file), {}
            source = written.get((page, self.source.tag))
            for tag in self.i18n.built_languages:
                edition = written.get((page, tag))
                if edition is None and source is not None and self.translates(tag, source.src_uri):
                    edition = source
                if tag == self.i18n.language:
                    alternates[tag] = file
                elif edition is not None:
                    alternates[tag] = self._made(edition, tag)
            file.alternates = alternates  # type: ignore[attr-defined]

    def _of_docs(self, files: Iterable[File]) -> Iterable[File]:
        docs = self.config.docs_dir
        return (file for file in files if file.src_dir == docs)

    def _made(self, original: File, tag: str) -> File:
        return self.i18n.edition(original, tag, self.source.tag, self.config)


def follow_catalogs(project: Project, locale: Locale, files: Files) -> None:
    """Let pages count as modified if their catalogs are: of a page itself, MkDocs knows."""
    for file in files.documentation_pages():
        path, built = project.page_catalog(locale, file.src_uri), Path(file.abs_dest_path)
        if path.is_file() and built.is_file() and built.stat().st_mtime < path.stat().st_mtime:
            file.is_modified = lambda: True  # type: ignore[method-assign]


def let_go_of_texts(files: Files, named: bool = False) -> None:
    """Let go of the texts of the pages of a language that is built: static-i18n keeps the files of all languages.

    If somebody asks for their titles later, they are *named*: MkDocs has none for a page that was never read.
    """
    nothing = "" if named else None
    for file in files.documentation_pages():
        if file.page is not None:
            file.page.content = file.page.markdown = nothing
