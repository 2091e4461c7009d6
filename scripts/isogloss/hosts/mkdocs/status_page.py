"""The page of the site that tells how far each translation is: a row for each page, a column for each locale.

It is there in every language, in the words of the reader: no catalog of the site has its texts, no check compares it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from isogloss.catalogs.badges import badge
from isogloss.catalogs.status import Progress, last_changes, progress, total
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.hosts.mkdocs.english import English
from isogloss.hosts.mkdocs.navigation import file_titles
from isogloss.hosts.mkdocs.page_files import leaves_out, page_of
from isogloss.hosts.mkdocs.theme import counted
from isogloss.project import Locale, Project
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.sources import Source, of_page

if TYPE_CHECKING:
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from isogloss.reader.strings import Words

PAGE_OF_STATUS = "status.md"
"""The page that tells how far the translations are, on a site that has one: made by the build, in one language."""
_NAMES = {"mkdocs": "status_site", "overrides": "status_templates"}
"""What is not in a page, by the names of the words for it."""
_ABOVE = re.compile(r"(?:^|(?<=[/?=#])(?<!//))[^/?=#]+(?<!\.\.)/\.\./")
_PART = re.compile(r"^<(?:h1|p|ul|div)\b", re.MULTILINE)
"""Where a part of the page begins."""
_STYLE = """\
<style>
.isogloss-status { margin-block: 1.5em; overflow-x: auto }
.isogloss-status table { border-collapse: collapse; width: 100% }
.isogloss-status caption { font-weight: bold; padding-block: .5em; text-align: start }
.md-typeset .isogloss-status caption { padding-inline: 1.125em }
.isogloss-status :is(th, td) { border-bottom: 1px solid #80808059; padding: .5em .8em .5em 0; text-align: start }
.isogloss-status :is(th, td) { font-size: .9em; vertical-align: baseline }
.isogloss-status thead th { font-weight: bold; white-space: nowrap }
.isogloss-status tbody th { font-weight: normal; min-width: 8em }
.isogloss-status td { min-width: 7em }
.isogloss-status a { text-decoration: underline }
.isogloss-status small { display: block; white-space: nowrap }
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


def add_page(project: Project, files: Files, config: MkDocsConfig, words: Words) -> None:
    """Put the page among *files*, in *words*.

    Raises :class:`ProblemsFound` if the site has a page of that name.
    """
    if files.get_file_from_path(PAGE_OF_STATUS) is not None:
        path = project.page_path(PAGE_OF_STATUS)
        hint = "rename that page, or leave out 'status: true' of the plugin isogloss"
        message = "the page that tells how far translations are would take the place of this page"
        raise ProblemsFound([Diagnostic("status-page", message, Location(path, 1), hint=hint)])
    # Nothing is below its title that a table of contents could name: the table has the room. Search has guides first.
    meta = "hide: [toc]\nsearch:\n  boost: 0.5\n"
    content = f"---\n{meta}---\n\n# {words.texts['status']}\n\n{words.texts['status_about']}\n"
    files.append(File.generated(config, PAGE_OF_STATUS, content=content, inclusion=InclusionLevel.NOT_IN_NAV))


def sources_of(project: Project, source_pages: SourcePages, pages: Iterable[File]) -> Iterator[Source]:
    """The messages of the English *pages*, once they are rendered."""
    for file in pages:
        if file.page is not None and file.src_uri in source_pages.messages and not leaves_out(project, file):
            messages = [*file_titles(file, source_pages.pages), *source_pages.messages[file.src_uri]]
            yield of_page(project, file.src_uri, dict(file.page.meta), messages)


class Numbers(NamedTuple):
    """How far all languages are."""

    rows: Sequence[Progress]
    """By language and source."""
    names: Sequence[str]
    """The sources in order, as :class:`Progress` names them."""
    locales: Sequence[Locale]

    @property
    def sums(self) -> dict[Locale, Progress]:
        """The sum of each language."""
        tags = self.locales
        return {one: total((row for row in self.rows if row.locale == one.tag), one.tag) for one in tags}

    def badges(self) -> dict[str, str]:
        """A drawing for each language, by the path that it is published at."""
        folder = PAGE_OF_STATUS.removesuffix(".md")
        return {f"{folder}/{one.tag}.svg": badge(one.tag, found.percent) for one, found in self.sums.items()}


def count(
    project: Project,
    sources: Iterable[Source],
    localizers: Iterable[Localizer],
    hand_translated: Mapping[Locale, Mapping[str, str]],
    pages: Sequence[File],
) -> Numbers:
    """The numbers, once all English *pages* are rendered.

    *sources* are all messages of the site; the *localizers* have looked at the texts of its pages; *hand_translated*
    are the pages of each locale that are written by hand, as :func:`by_hand` finds them.
    """
    found = [source for source in sources if source.messages]
    changed = last_changes(project)
    rows: list[Progress] = []
    for one in localizers:
        rows += rows_of(project, found, one, hand_translated[one.locale], pages, changed)
    return Numbers(rows, [source.name for source in found], list(hand_translated))


def rows_of(
    project: Project,
    sources: Sequence[Source],
    localizer: Localizer,
    written: Mapping[str, str],
    pages: Iterable[File],
    changed: Mapping[str, date],
) -> list[Progress]:
    """The numbers of one language, whose pages in *written* are written by hand; as :func:`count` counts them."""
    for page in pages:
        if page.page is not None and page.src_uri not in written:
            left_out = leaves_out(project, page)
            localizer.front_matter(page.src_uri, dict(page.page.meta), left_out=left_out)
            if not left_out:
                localizer.page_strings(page.src_uri, file_titles(page, localizer.source_pages.pages))
    localizer.strings(source for source in sources if not source.page)
    asked, catalogs = localizer.asked(sources), localizer.catalogs
    return progress(project, localizer.locale, asked, catalogs, written, changed, localizer.refused)


def names_of(
    project: Project,
    sources: Iterable[str],
    files: Files,
    url: str,
    words: Words,
    locale: Locale,
    paths: Mapping[str, str],
) -> dict[str, str]:
    """What the page of *locale* at *url* calls each of *sources*, as HTML, in *words*.

    *paths* has the path of the English page by that which is the same in all languages.
    """
    texts, marks = words.texts, project.source.marks(locale)
    names = {name: escape(texts[_NAMES[name]] if name in _NAMES else name) for name in sources}
    for one in files.documentation_pages():
        name = project.page_path(paths.get(page_of(one), one.src_uri))
        if one.page is not None and name in names:
            address = escape(get_relative_url(one.url, url))
            title = escape(unescape(str(one.page.title or one.src_uri)))
            said = marks if isinstance(one.page.title, English) else ""
            names[name] = f'<a href="{address}"{said}>{title}</a>'
    return names


def shown(
    numbers: Numbers, names: Mapping[str, str], url: str, config: MkDocsConfig, words: Words, locale: Locale
) -> str:
    """The *numbers* as HTML for the page of *locale* at *url*, in *words*; *names* are those of :func:`names_of`."""
    base = get_relative_url(f"{PAGE_OF_STATUS.removesuffix('.md')}/", url)
    spoken = Locale(words.language, "")
    found = _Shown(words.texts, lambda number: counted(number, spoken), lambda path: edit_address(config, path))
    return _marked(found.summary(numbers, base) + found.table(numbers, names), words, locale)


def fill(page: Page, numbers: str, words: Words, locale: Locale, english: Mapping[str, str]) -> None:
    """Write the *numbers*, as they are shown, into the *page* of *locale*, once all its pages are rendered.

    *english* are titles of links on the page that are in English, as :func:`in_english` marks them.
    """
    heading = _with_own_anchor(page)
    for said, marked in english.items():
        heading = heading.replace(said, marked)
    page.content = f"{_marked(heading, words, locale)}\n{numbers}"


def in_english(project: Project, locale: Locale, titles: Iterable[str]) -> dict[str, str]:
    """The attributes with *titles* that are in English on a page of *locale*, and what stands in their place."""
    return {(said := f' title="{escape(title)}"'): f"{said}{project.source.marks(locale)}" for title in titles}


def _marked(content: str, words: Words, locale: Locale) -> str:
    """*content* with what says that it is in another language, where *words* are."""
    marks = words.marks(locale)
    return _PART.sub(lambda found: f"{found[0]}{marks}", content) if marks else content


def _with_own_anchor(page: Page) -> str:
    """The text of *page*, whose heading has the same anchor in every language."""
    content, headings = page.content or "", list(page.toc)
    if headings:
        anchor, headings[0].id = headings[0].id, "translation-status"
        content = content.replace(f'id="{anchor}"', f'id="{headings[0].id}"', 1)
        content = content.replace(f'href="#{anchor}"', f'href="#{headings[0].id}"', 1)
    return content


def by_hand(project: Project, locale: Locale, pages: Iterable[File]) -> dict[str, str]:
    """The pages of *locale* that are written by hand, by the path of the English page, before its build has begun."""
    found = {}
    for file in pages:
        page = Path(page_of(file))
        for path in (page.with_suffix(f".{locale.tag}{page.suffix}"), Path(locale.tag, page)):
            if (project.docs_dir / path).is_file():
                found[file.src_uri] = project.page_path(path.as_posix())
    return found


class _Shown(NamedTuple):
    """How numbers are written, in the words *texts*."""

    texts: Mapping[str, str]
    number: Callable[[int], str]
    edit: Callable[[str], str | None]

    def say(self, name: str, **values: object) -> str:
        return escape(self.texts[name] % values)

    def summary(self, numbers: Numbers, base: str) -> str:
        items = []
        for locale, found in numbers.sums.items():
            address = escape(f"{base}{locale.tag}.svg" if base.endswith("/") else f"{base}/{locale.tag}.svg")
            name = f'<span lang="{locale.web}" dir="{locale.direction}">{escape(locale.name)}</span>'
            parts = [
                self.say("number_translated", number=self.number(found.translated), total=self.number(found.total))
            ]
            percent = self.say("percent", percent=found.percent)
            items.append(
                f'<li><img src="{address}" alt="{locale.tag}: {percent}" height="20"> {name}: '
                f"{', '.join([*parts, *self.left(found)])}</li>\n"
            )
        return f'<ul class="isogloss-badges" data-search-exclude>\n{"".join(items)}</ul>\n'

    def left(self, row: Progress) -> list[str]:
        """What is left to do."""
        return [
            self.say(f"number_{name}", number=self.number(number))
            for name, number in (("outdated", row.fuzzy), ("missing", row.missing), ("refused", row.refused))
            if number
        ]

    def table(self, numbers: Numbers, names: Mapping[str, str]) -> str:
        """A row for each of *names*, as it is shown, and a column for each language."""
        cells = {(row.source, row.locale): row for row in numbers.rows}
        head = "".join(
            f'<th scope="col"><span lang="{one.web}" dir="{one.direction}">{escape(one.name)}</span></th>'
            for one in numbers.locales
        )
        body = "".join(
            f'<tr><th scope="row">{shown}</th>'
            f"{''.join(self.cell(cells[name, one.tag]) for one in numbers.locales)}</tr>\n"
            for name, shown in names.items()
        )
        caption = self.say("status_table")
        return (
            f'<div class="isogloss-status" data-search-exclude tabindex="0" role="region" aria-label="{caption}">\n'
            f"<table>\n<caption>{caption}</caption>\n"
            f'<thead><tr><th scope="col">{self.say("status_page")}</th>{head}</tr></thead>\n'
            f"<tbody>\n{body}</tbody>\n</table>\n</div>\n"
        )

    def cell(self, row: Progress) -> str:
        """How far one page is in one language."""
        path = row.hand_translated or row.catalog
        if not path:
            return f"<td>{self.say('not_begun')}</td>"
        shown = self.say("by_hand") if row.hand_translated else f"{row.percent} %"
        if address := self.edit(path):
            shown = f'<a href="{escape(address)}" aria-label="{escape(f"{shown}: {path}")}">{shown}</a>'
        notes = [
            *self.left(row),
            *([self.say(f"by_{row.type}")] if row.type and row.missing < row.total else []),
            *([f'<time datetime="{row.changed}">{row.changed}</time>'] if row.changed is not None else []),
        ]
        return f"<td>{shown}{''.join(f' <small>{note}</small>' for note in notes)}</td>"


def edit_address(config: MkDocsConfig, path: str) -> str | None:
    """Where the file at *path*, relative to the project, is edited, by MkDocs' rules for pages; None if nowhere."""
    above = _above(config.config_file_path, config.docs_dir)
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


@cache
def _above(config_file: str, docs_dir: str) -> str | None:
    """The way from the docs up to the project; None if they are elsewhere."""
    root, docs = Path(config_file).resolve().parent, Path(docs_dir)
    return "../" * len(docs.relative_to(root).parts) if docs.is_relative_to(root) else None


def finished(html: str) -> str:
    """The page with its style."""
    return html.replace("</head>", f"{_STYLE}</head>", 1)
