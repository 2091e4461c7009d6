"""What the plugin does once a page, a template, a language or the whole site is finished."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from isogloss.catalogs.status import last_changes
from isogloss.hosts.mkdocs import (
    collecting,
    english,
    late_marks,
    material,
    own_search,
    publishing,
    redirects,
    status_later,
    status_page,
    theme,
)
from isogloss.hosts.mkdocs.frames import Frame, Told, frame
from isogloss.hosts.mkdocs.page_files import is_localized, page_of, source_files
from isogloss.hosts.mkdocs.sharing import Ahead, ShareOut, in_turn, when_asked
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.strings import site_messages
from isogloss.hosts.mkdocs.telling import (
    all_progress,
    problems_of_pages,
    problems_of_site,
    problems_of_source,
    tell,
    tell_once,
    tell_progress,
    undrawn,
)
from isogloss.reader import search
from isogloss.reader.strings import words
from isogloss.review.catalog_files import stray_folders
from isogloss.review.glossaries import read_glossary
from isogloss.review.source_pages import anchors_of
from isogloss.sources import of_site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from isogloss.catalogs.status import Progress
    from isogloss.checks.site import Chosen
    from isogloss.hosts.mkdocs.navigation import LocalizedTitles, TitleOrigins
    from isogloss.hosts.mkdocs.options import IsoglossConfig
    from isogloss.hosts.mkdocs.read_before import ReadBefore
    from isogloss.hosts.mkdocs.reading import Reading
    from isogloss.hosts.mkdocs.texts import OptionTexts
    from isogloss.project import Locale, Project
    from isogloss.reader.strings import Say, Words
    from isogloss.review.hand_translated import HandTranslated
    from isogloss.review.localize import Localizer
    from isogloss.review.source_pages import SourcePages
    from isogloss.segments import IsoglossExtension
    from isogloss.sources import Source
    from isogloss.structure.decisions import DecisionGuide


class Finishes:
    """The last events of the plugin, and what the first ones have kept for them."""

    config: IsoglossConfig
    project: Project
    source_pages: SourcePages
    reading: Reading
    command = "build"
    """The command of MkDocs; who builds from Python does not say which."""
    dirty = False
    """Whether only pages that changed are built."""
    localizers: dict[str, Localizer]
    localizer: Localizer | None
    """The language that is being built; None for the source language."""
    hand_translated: HandTranslated
    navigation: Navigation
    files: Files
    marks: late_marks.Kept
    english: dict[str, str]
    """The paths of the English pages, by those that are the same in all languages."""
    english_files: Files | None
    english_pages: list[File]
    page_sources: dict[str, Source]
    """The messages of each English page, by its path, once all of them are rendered."""
    by_hand: dict[Locale, dict[str, str]]
    """The pages of each language that are written by hand, by the path of the English page."""
    numbers: status_page.Numbers
    numbers_later = False
    """Whether the status page gets its numbers at the end of the build: languages are built apart."""
    status: status_later.Part | None = None
    """What the language under way knows of its status page then."""
    english_texts: list[str]
    """What extensions say in English on pages that no catalog translates, in the language under way."""
    strings: list[Source]
    """The messages that are in no page."""
    titles: LocalizedTitles
    option_texts: OptionTexts
    title_origins: TitleOrigins
    _own_string: Say
    tags: dict[str, dict[str, str]]
    """What each language calls the tags of pages."""
    explained: dict[str, dict[str, str]]
    """What abbreviations stand for, in each language."""
    abbreviated: dict[str, dict[str, str]]
    """The same on each page of the language under way, by its path."""
    chosen: Chosen
    rows: Sequence[Progress] = ()
    """How far the language under way is, once it is built."""
    counted: dict[str, tuple[int, Progress]]
    """How far each of its pages is, by its path, and how many translations were refused when that was counted."""
    frames: dict[str, Frame]
    """Where the text of each of its pages is in the finished page, by its path, of those of which it is kept."""
    keeps_frames = False
    """Whether it is kept at all."""
    single: set[str]
    """The files of pages that one language alone has."""
    read_before: ReadBefore | None = None
    """What an earlier build has read of the finished site."""
    share_out: ShareOut = staticmethod(in_turn)
    """Does the same with many things when the site is finished."""
    ahead: Ahead = staticmethod(when_asked)
    """Does what is needed once all English pages are read."""
    anchors: list[str] | None = None
    """The anchors to put on record, if the English pages were built elsewhere."""
    extension: IsoglossExtension
    by_page = False
    """Whether nothing that takes part in the build looks at the text of another page."""
    each_alone = False
    """Whether, once all pages are read, each is finished in the same way, whichever others are: all that takes part is
    known, and changes neither options nor the navigation meanwhile."""
    searched: Mapping[str, own_search.Known] = MappingProxyType({})
    """What search knows of the pages of each language, if they were built apart."""
    error_page = ""
    """404.html in the language at the root of the site."""
    languages_as_listed: Callable[[], None] = staticmethod(lambda: None)
    """Lists the languages of the plugin i18n as mkdocs.yml does."""

    @property
    def _locale(self) -> Locale:
        return self.localizer.locale if self.localizer is not None else self.project.source

    def _is_status_page(self, file: File) -> bool:
        return self.config.status and status_page.is_status_page(file)

    def _in_order(self, pages: list[File]) -> list[File]:
        """*pages* in the order of the navigation, then by path."""
        order = {page.file.src_uri: number for number, page in enumerate(self.navigation.pages)}
        return sorted(pages, key=lambda file: (order.get(file.src_uri, len(order)), file.src_uri))

    def _take_stock(self, files: Files, config: MkDocsConfig) -> None:
        """What takes all pages of the language."""
        if self.localizer is not None:
            pages = [file for file in files.documentation_pages() if not is_localized(file, self.project.source)]
            english.mark_pages(pages, self.localizer.headings)
        self.titles.follow_all(self.navigation)
        if self.localizer is None:
            found = status_page.sources_of(self.project, self.source_pages, self._in_order(self.english_pages))
            self.page_sources = {source.page: source for source in found}
        if not StaticI18n.of(config).building:
            nav = self.navigation if self.localizer is None else Navigation([], [])  # It is translated by now.
            places = self.option_texts, self.title_origins, nav, self.english_pages
            texts = site_messages(self.project, config, *places, self.source_pages.pages)
            self.strings = list(of_site(self.project, texts))
        self.reading.add_for_programs(files, self.navigation, self._locale)
        if self.config.status:
            self._fill_status_page(files, config)

    def _fill_status_page(self, files: Files, config: MkDocsConfig) -> None:
        sources = [*self.page_sources.values(), *self.strings]
        if self.localizer is None and not self.numbers_later:
            pages = self._in_order(self.english_pages)
            self.numbers = status_page.count(self.project, sources, self.localizers.values(), self.by_hand, pages)
            for path, text in self.numbers.badges().items():
                files.append(File.generated(config, path, content=text))
        file = files.src_uris[status_page.PAGE_OF_STATUS]
        if self.english_files is None or file.page is None:
            return
        texts, locale = self.reading.words(self._locale), self._locale
        in_english = status_page.in_english(self.project, locale, self.english_texts)
        told = [source.name for source in sources if source.messages]
        names = status_page.names_of(self.project, told, files, file.url, texts, locale, self.english)
        if self.numbers_later:
            self.status = status_later.Part(file.url, file.dest_uri, names)
            status_page.fill(file.page, status_later.HOLE, texts, locale, in_english)
        else:
            shown = status_page.shown(self.numbers, names, file.url, config, texts, locale)
            status_page.fill(file.page, shown, texts, locale, in_english)

    def _count_own(self, localizer: Localizer) -> None:
        """Take down the numbers of the language under way, for the end of the build."""
        found = [source for source in (*self.page_sources.values(), *self.strings) if source.messages]
        written, pages = self.by_hand[localizer.locale], self._in_order(self.english_pages)
        assert self.status is not None
        self.status = replace(
            self.status, rows=status_page.rows_of(self.project, found, localizer, written, pages, changed={})
        )

    def _put_numbers_in(self, config: MkDocsConfig, parts: Mapping[str, Mapping[str, Any]]) -> None:
        known = {locale.tag: locale for locale in self.project.all_locales}
        found = {known[tag]: status_later.from_json(part) for tag, part in parts.items()}
        locales = [one.locale for one in self.localizers.values()]

        def words_of(locale: Locale) -> Words:
            return words(locale, self._own_string)

        status_later.put_in(found, locales, config, words_of, last_changes(self.project))

    @event_priority(math.inf)
    def _mark_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Give other plugins the page without marks, also around its text."""
        english.end()
        unfinished = self.localizer.unfinished if self.localizer is not None else {}
        return late_marks.take_out_of_rendered(output, page.file.src_uri, self.marks, unfinished)

    @event_priority(-math.inf)
    def _finish_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put marks in of what is English; let the search of a locale look into the locale's own index."""
        output = late_marks.put_into_finished(output, page.file.src_uri, self.marks)
        localized = self.config.enabled and self.localizer is not None
        if localized and self._locale.tag not in self.chosen.languages:
            output = theme.in_language(output, self._locale, self.project.source)
        if self.config.enabled and own_search.has_search(config):
            output = self.reading.with_search(output, self._locale)
        if self.config.enabled and self._is_status_page(page.file):
            output = status_page.finished(output)
        if self.config.enabled:
            output = self.reading.dress(output, page, self._locale, self._guides(page.file))
        if localized and self.keeps_frames:
            self.frames.pop(page.file.src_uri, None)
            if (found := frame(page, output, self.told_of(page.file))) is not None:
                self.frames[page.file.src_uri] = found
        return output

    def has_marks(self, file: File) -> bool:
        """Whether anything is marked in the text of *file*, which is rendered."""
        _, marks = self.marks.get(file.src_uri, ("", ()))
        return bool(marks)

    def told_of(self, file: File) -> Told:
        """What is told of the page of *file*."""
        _, found = self.counted.get(file.src_uri, (0, None))
        return Told(*self.reading.told_of(file.src_uri), found)

    def _guides(self, file: File) -> tuple[DecisionGuide, ...]:
        """The decision guides of a page, as the English one has them; none where the page has others, which is told."""
        page = self.source_pages.outlines.get(self.english.get(page_of(file), file.src_uri))
        localized = self.localizer.outlines.get(file.src_uri, page) if self.localizer is not None else page
        return page.decisions if page and localized and page.decisions == localized.decisions else ()

    on_post_page = CombinedEvent(_mark_page, _finish_page)

    @event_priority(100)
    def _report(self, *, config: MkDocsConfig) -> None:
        """Print what was refused; under ``--strict`` MkDocs counts it, and the build fails."""
        if not self.config.enabled:
            return
        tell_once(self.project, undrawn(self.project, self.source_pages, self.reading.undrawn))
        if self.localizer is None:
            if self.dirty:
                return
            found = problems_of_source(self.project, config, self.source_pages, self.files, self.navigation)
            tell(self.project, [*found, *stray_folders(self.project)])
            return
        self.localizer.strings(self.strings)
        if self.status is not None:
            self._count_own(self.localizer)
        english, files = self.english_files, self.files
        written = problems_of_pages(self.hand_translated, self.source_pages, self.english, english, files)
        tell(self.project, [*self.localizer.diagnostics, *written])
        if self.localizer.catalogs:
            refused = len(self.localizer.refused)
            counted = {path: row for path, (before, row) in self.counted.items() if before == refused}
            self.rows = all_progress(self.localizer, self.page_sources, self.strings, counted)
            tell_progress(self._locale.tag, self.rows)
        self.localizer.release()

    # Right before static-i18n, at -100, which takes its list of languages once.
    @event_priority(-99)
    def _begin_others(self, *, config: MkDocsConfig) -> None:
        if self.config.enabled and not StaticI18n.of(config).building:
            self.languages_as_listed = StaticI18n.of(config).list_default_first()

    # A plugin may take out of the search index what is behind a password only now.
    @event_priority(-math.inf)
    def _finish_site(self, *, config: MkDocsConfig) -> None:
        """Split the search index when all locales are built, and look at the site as a whole."""
        self.languages_as_listed()
        if not self.config.enabled or StaticI18n.of(config).building:
            return
        self.extension.forget()
        self.source_pages.forget_passages()
        i18n = StaticI18n.of(config)
        locales = [found.locale for found in self.localizers.values() if found.locale.tag != i18n.default_language]
        self._split_search_index(config, [self._at_root, *locales])
        # Who writes needs the preview soon; the source language alone tells what pages there have to be.
        if self.english_files is not None and self.command != "serve" and not self.dirty:
            single = {file.dest_uri for file in self.english_files if status_page.is_status_page(file)} | self.single
            moved, pages = redirects.redirected_files(config), self.english_pages
            places = config, locales, pages, single, self.chosen, moved, self.read_before
            tell(self.project, problems_of_site(self.project, *places, self.share_out))
        self._put_on_record(config)
        collecting.collect_as_before()

    @property
    def _at_root(self) -> Locale:
        tag = StaticI18n.of(self.reading.config).default_language
        return next((one for one in self.project.all_locales if one.tag == tag), self.project.source)

    def _split_search_index(self, config: MkDocsConfig, languages: list[Locale]) -> None:
        told: dict[str, Mapping[str, Any]] = {}
        for locale in languages if self.reading.forgives else ():
            meanings = [
                search.Meaning(term.rendering, (term.term, *term.forms, *term.searched), term.banned)
                for term in read_glossary(self.project, locale).terms
            ]
            told[locale.tag] = search.told(locale, self.project.source, meanings, self.explained.get(locale.tag, {}))
        root, *others = own_search.languages(languages, self.tags, told)
        folder, i18n, material_ = Path(config.site_dir), StaticI18n.of(config), material.is_material(config)
        if self.searched:
            if own_search.is_of_material(config) and i18n.knows_duplicates:
                i18n.search_entries = self.searched[root.locale.tag]()
                i18n.index_search(config)
                how = self.searched, self.share_out, self.read_before
                if own_search.split_each(folder, self.project.source, root, others, *how):
                    return
            i18n.search_entries = [entry for known in self.searched.values() for entry in known()]
            i18n.index_search(config)
        own_search.split(folder, self.project.source, root, others, i18n.search_entries, material_)

    def on_build_error(self, error: Exception) -> None:
        """Leave nothing changed behind a build that failed."""
        if self.config.enabled:
            collecting.collect_as_before()
            StaticI18n.clean_again()

    def _put_on_record(self, config: MkDocsConfig) -> None:
        if self._is_published and self.english_files is not None and not publishing.fails(config):
            publishing.publish(self.project, self._anchors())

    @property
    def _is_published(self) -> bool:
        return self.command == "gh-deploy" or (self.config.record and self.command == "build")

    def _anchors(self) -> list[str]:
        if self.anchors is not None or self.english_files is None:
            return self.anchors or []
        return anchors_of(self.source_pages, source_files(self.english_files))

    @event_priority(math.inf)
    def _mark_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same with a page that is made of a template alone; other files have no marks."""
        english.end()
        if self.localizer is None:
            return output_content
        if not template_name.endswith(".html"):
            return english.unmarked(output_content)
        return late_marks.take_out_of_rendered(output_content, template_name, self.marks, self.localizer.unfinished)

    @event_priority(-math.inf)
    def _finish_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Keep 404.html, of which a site has one: otherwise it is in the language that is built last."""
        output = late_marks.put_into_finished(output_content, template_name, self.marks)
        if self.config.enabled and template_name == "sitemap.xml":
            return self.reading.sitemap(theme.with_languages(output, self.project.all_locales))
        if template_name == own_search.RESULTS and self.config.enabled and self.reading.has_results:
            return self.reading.results(output, self._locale)
        if template_name != "404.html" or "i18n" not in config.plugins or not self.config.enabled:
            return output
        if not StaticI18n.of(config).building:
            output = self.reading.with_search(output, self._locale) if own_search.has_search(config) else output
            self.error_page = self.reading.dress_template(output, self._locale)
        return self.error_page

    on_post_template = CombinedEvent(_mark_template, _finish_template)

    on_post_build = CombinedEvent(_report, _begin_others, _finish_site)
