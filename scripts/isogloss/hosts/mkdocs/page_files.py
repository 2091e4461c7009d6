"""Files as mkdocs-static-i18n marks them: which page each is, and in which language; and those that it has not seen.

Read in versions 1.3.0 and 1.3.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, InclusionLevel

from isogloss.hosts.mkdocs.plugin_order import is_of_blog
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.project import Locale, Project
from isogloss.structure.addresses import SourceFile

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def page_of(file: File) -> str:
    """The path of a page below docs/ that is the same in all languages: ``guide.md`` for ``guide.es-ES.md``."""
    return str(getattr(file, "norm_src_uri", file.src_uri))


def leaves_out(project: Project, file: File) -> bool:
    """Whether the page of *file*, once it is read, is in English alone."""
    return project.leaves_out_page(page_of(file), dict(file.page.meta) if file.page is not None else {})


def language_of(file: File) -> str:
    """The tag in the name of a page that is written by hand in one language; empty if there is none."""
    return getattr(file, "localization", None) or ""


def is_localized(file: File, source: Locale) -> bool:
    """Whether *file* is a page that is written by hand in another language than the *source*."""
    return language_of(file) not in ("", source.tag)


def source_files(files: Iterable[File]) -> dict[str, SourceFile]:
    """*files* as the rooms know them that know no MkDocs, by path below docs/."""
    return {
        file.src_uri: SourceFile(
            file.src_uri,
            page_of(file),
            language_of(file),
            file.is_documentation_page(),
            file.inclusion == InclusionLevel.NOT_IN_NAV,
            file.dest_uri,
        )
        for file in files
    }


def localize_made_pages(config: MkDocsConfig, files: Files) -> None:
    """Give pages that were made after i18n the addresses of the language under way, and links to the other languages.

    It does so itself for what is in a folder ``blog/``; the blogs of Material can be anywhere.
    """
    i18n = StaticI18n.of(config)
    folders = {tag: "" if tag == i18n.default_language else f"{tag}/" for tag in i18n.built_languages}
    here = i18n.language or i18n.default_language
    own_folder = f"{i18n.default_language}/" if i18n.in_folders else ""
    for file in files.documentation_pages():
        made: Any = file
        if not is_of_blog(file.page) and hasattr(file, "alternates"):
            continue
        address = file.dest_uri.removeprefix(folders.get(here, "")).removeprefix(own_folder)
        made.alternates = {tag: _moved(file, config, folder + address) for tag, folder in folders.items()}
        if not hasattr(file, "locale"):
            made.locale, made.localization = i18n.default_language, None
            made.norm_src_uri = file.src_uri.removeprefix(own_folder)
        made.locale_alternate_of = here
        there = _moved(file, config, folders.get(here, "") + address)
        file.dest_uri, file.url = there.dest_uri, there.url
        file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))
        if file.page is not None:
            file.page._set_canonical_url(config.site_url)


def _moved(file: File, config: MkDocsConfig, dest_uri: str) -> File:
    return File(file.src_uri, None, config.site_dir, config.use_directory_urls, dest_uri=dest_uri)
