"""The page of the site that tells how far each translation is: a row for each page, a column for each locale.

It is there once, in the source language. It is not for translators: no catalog has its texts, and no check compares it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from isogloss.catalogs.badges import badge
from isogloss.catalogs.status import Progress, last_changes, progress, total
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.hosts.mkdocs.navigation import file_titles
from isogloss.hosts.mkdocs.static_i18n import leaves_out, page_of
from isogloss.project import Locale, Project
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.sources import Source, of_page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PAGE_OF_STATUS = "status.md"
"""The page that tells how far the translations are, on a site that has one: made by the build, in one language."""
_MARKDOWN = """\
# Translation status

How much of each page is translated. *Fuzzy* translations are of an older text of the page: they are not published until
somebody has looked at them. Each percentage leads to the catalog.
"""
_NAMES = {"mkdocs": "Navigation and site strings", "overrides": "Templates"}
_HREFLANG = re.compile(r"<link\b[^>]*\bhreflang=[^>]*>\s*")
_ABOVE = re.compile(r"(?:^|(?<=[/?=#])(?<!//))[^/?=#]+(?<!\.\.)/\.\./")
_STYLE = """\
<style>
.isogloss-status { margin-block: 1.5em; overflow-x: auto }
.isogloss-status table { border-collapse: collapse; width: 100% }
.isogloss-status caption { font-weight: bold; padding-block: .5em; text-align: start }
.isogloss-status :is(th, td) { border-bottom: 1px solid #80808059; padding: .5em .8em .5em 0; text-align: start }
.isogloss-status :is(th, td) { font-size: .9em; vertical-align: baseline }
.isogloss-status thead th { font-weight: bold; white-space: nowrap }
.isogloss-status tbody th { font-weight: normal; min-width: 8em }
.isogloss-status td { min-width: 7em }
.isogloss-status a { text-decoration: underline }
.isogloss-status small { display: inline-block; margin-inline-end: .5em; white-space: nowrap }
.isogloss-badges img { margin-inline-end: .4em; vertical-align: middle }
</style>
"""


class ElsewhereOnSite(File):
    """A page that the build of another language writes: links and the navigation lead to it."""

    @classmethod
    def of(cls, config: MkDocsConfig, src_uri: str) -> ElsewhereOnSite:
        """The page that is made of *src_uri* in the source language."""
        page = File(src_uri, None, config.site_dir, config.use_directory_urls)
        outside = InclusionLevel.NOT_IN_NAV
        return cls(src_uri, None, config.site_dir, config.use_directory_urls, dest_uri=page.dest_uri, inclusion=outside)

    def is_documentation_page(self) -> bool:
        """There is nothing to render."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """There is nothing to copy."""


def is_status_page(file: File) -> bool:
    """Whether *file* is the page made here."""
    return file.src_uri == PAGE_OF_STATUS


def add_page(project: Project, files: Files, config: MkDocsConfig, *, here: bool) -> None:
    """Put the page among *files*: *here*, in the source language, or as a place that other languages can link to.

    Raises :class:`ProblemsFound` if the site has a page of that name.
    """
    if files.get_file_from_path(PAGE_OF_STATUS) is not None:
        path = project.page_path(PAGE_OF_STATUS)
        hint = "rename that page, or leave out 'status: true' of the plugin isogloss"
        message = "the page that tells how far translations are would take the place of this page"
        raise ProblemsFound([Diagnostic("status-page", message, Location(path, 1), hint=hint)])
    if here:
        outside = InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, PAGE_OF_STATUS, content=_MARKDOWN, inclusion=outside))
    else:
        files.append(ElsewhereOnSite.of(config, PAGE_OF_STATUS))


def sources_of(project: Project, source_pages: SourcePages, pages: Iterable[File]) -> Iterator[Source]:
    """The messages of the English *pages*, once they are rendered."""
    for file in pages:
        if file.page is not None and file.src_uri in source_pages.messages and not leaves_out(project, file):
            messages = [*file_titles(file, source_pages.pages), *source_pages.messages[file.src_uri]]
            yield of_page(project, file.src_uri, dict(file.page.meta), messages)


def fill(
    project: Project,
    sources: Iterable[Source],
    localizers: Iterable[Localizer],
    hand_translated: Mapping[Locale, Mapping[str, str]],
    files: Files,
    pages: Sequence[File],
    config: MkDocsConfig,
) -> dict[str, str]:
    """Write the numbers into the page, once all English *pages* are rendered; returns the badges, by their paths.

    *sources* are all messages of the site; the *localizers* have looked at the texts of its pages; *hand_translated*
    are the pages of each locale that are written by hand, as :func:`by_hand` finds them.
    """
    found = [source for source in sources if source.messages]
    changed = last_changes(project)
    rows: list[Progress] = []
    for one in localizers:
        written = hand_translated[one.locale]
        for page in pages:
            if page.page is not None and page.src_uri not in written:
                left_out = leaves_out(project, page)
                one.front_matter(page.src_uri, dict(page.page.meta), left_out=left_out)
                if not left_out:
                    one.page_strings(page.src_uri, file_titles(page, one.source_pages.pages))
        one.strings(source for source in found if not source.page)
        rows += progress(project, one.locale, one.asked(found), one.catalogs, written, changed, one.refused)
    file = files.src_uris[PAGE_OF_STATUS]
    names = {source.name: escape(_NAMES.get(source.name, source.name)) for source in found}
    for page in pages:
        if page.page is not None and project.page_path(page.src_uri) in names:
            address = escape(get_relative_url(page.url, file.url))
            title = escape(unescape(str(page.page.title or page.src_uri)))
            names[project.page_path(page.src_uri)] = f'<a href="{address}">{title}</a>'
    locales = list(hand_translated)
    sums = {locale: total((row for row in rows if row.locale == locale.tag), locale.tag) for locale in locales}
    folder = PAGE_OF_STATUS.removesuffix(".md")
    drawings = {f"{folder}/{locale.tag}.svg": badge(locale.tag, sums[locale].percent) for locale in locales}
    if file.page is not None:
        base = get_relative_url(f"{folder}/", file.url)
        content = _summary(sums, base) + _table(rows, names, locales, lambda path: edit_address(config, path))
        content = (file.page.content or "") + content
        english = project.source.cldr.language == "en"
        file.page.content = content if english else f'<div lang="en" dir="ltr">\n{content}</div>'
    return drawings


def by_hand(project: Project, locale: Locale, pages: Iterable[File]) -> dict[str, str]:
    """The pages of *locale* that are written by hand, by the path of the English page, before its build has begun."""
    found = {}
    for file in pages:
        page = Path(page_of(file))
        for path in (page.with_suffix(f".{locale.tag}{page.suffix}"), Path(locale.tag, page)):
            if (project.docs_dir / path).is_file():
                found[file.src_uri] = project.page_path(path.as_posix())
    return found


def _summary(sums: Mapping[Locale, Progress], base: str) -> str:
    items = []
    for locale, found in sums.items():
        address = escape(f"{base}{locale.tag}.svg" if base.endswith("/") else f"{base}/{locale.tag}.svg")
        name = f'<span lang="{locale.web}" dir="{locale.direction}">{escape(locale.name)}</span>'
        items.append(
            f'<li><img src="{address}" alt="{locale.tag}: {found.percent} % translated" height="20"> {name}: '
            f"{found.summary}</li>\n"
        )
    return f'<ul class="isogloss-badges" data-search-exclude>\n{"".join(items)}</ul>\n'


def _table(
    rows: Sequence[Progress],
    names: Mapping[str, str],
    locales: Sequence[Locale],
    edit: Callable[[str], str | None],
) -> str:
    cells = {(row.source, row.locale): row for row in rows}
    head = "".join(
        f'<th scope="col"><span lang="{locale.web}" dir="{locale.direction}">{escape(locale.name)}</span></th>'
        for locale in locales
    )
    body = "".join(
        f'<tr><th scope="row">{shown}</th>{"".join(_cell(cells[name, locale.tag], edit) for locale in locales)}</tr>\n'
        for name, shown in names.items()
    )
    return (
        '<div class="isogloss-status" data-search-exclude tabindex="0" role="region" aria-label="Translations">\n'
        '<table class="isogloss-translations">\n<caption>Translations of each page</caption>\n'
        f'<thead><tr><th scope="col">Page</th>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n'
    )


def _cell(row: Progress, edit: Callable[[str], str | None]) -> str:
    path = row.hand_translated or row.catalog
    if not path:
        return "<td>not begun</td>"
    shown = "written by hand" if row.hand_translated else f"{row.percent} %"
    address = edit(path)
    if address:
        label = escape(f"{shown}: {path}")
        shown = f'<a href="{escape(address)}" aria-label="{label}">{shown}</a>'
    notes = [
        f"{row.fuzzy:,} fuzzy" if row.fuzzy else "",
        f"{row.missing:,} missing" if row.missing else "",
        f"{row.refused:,} refused" if row.refused else "",
        f"by {row.type}" if row.type and row.missing < row.total else "",
        f'<time datetime="{row.changed}">{row.changed}</time>' if row.changed is not None else "",
    ]
    return f"<td>{shown}{''.join(f' <small>{note}</small>' for note in notes if note)}</td>"


def edit_address(config: MkDocsConfig, path: str) -> str | None:
    """Where the file at *path*, relative to the project, is edited, by MkDocs' rules for pages; None if nowhere."""
    root, docs = Path(config.config_file_path).resolve().parent, Path(config.docs_dir)
    above = "../" * len(docs.relative_to(root).parts) if docs.is_relative_to(root) else None
    if above is None or not (config.edit_uri or config.edit_uri_template):
        return None
    within = above + path
    if config.edit_uri_template:
        address = config.edit_uri_template.format(path=within, path_noext=within.rpartition(".")[0])
    else:
        address = f"{config.edit_uri}{within}"
    while (shorter := _ABOVE.sub("", address, count=1)) != address:
        address = shorter
    if ".." in address:
        return None
    base = config.repo_url or ""
    if base and not base.endswith("/") and address[:1] not in "?#":
        base += "/"
    return urljoin(base, address)


def finished(html: str) -> str:
    """The page with its style, and without links that tell search engines of other languages: it is in one alone."""
    return _HREFLANG.sub("", html).replace("</head>", f"{_STYLE}</head>", 1)
