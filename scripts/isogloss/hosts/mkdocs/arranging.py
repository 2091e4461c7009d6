"""What the plugin does while the files of a language, and then its pages and their titles, are put in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.nav import Navigation

from isogloss.hosts.mkdocs import redirects, status_page
from isogloss.hosts.mkdocs.editions import Editions, follow_catalogs
from isogloss.hosts.mkdocs.handing_on import HandsOn
from isogloss.hosts.mkdocs.made import Made
from isogloss.hosts.mkdocs.meanwhile import Meanwhile
from isogloss.hosts.mkdocs.navigation import titles_of, translate_navigation, translate_title
from isogloss.hosts.mkdocs.overlooked import left_out
from isogloss.hosts.mkdocs.page_files import is_localized, language_of, localize_made_pages, page_of
from isogloss.hosts.mkdocs.readable import refuse_unreadable
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.telling import refusal, tell
from isogloss.project import Locale
from isogloss.reader import strings
from isogloss.review.catalog_files import orphans
from isogloss.review.localize import Localizer
from isogloss.segments import Message

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files


class Arranges(HandsOn):
    """The events of the plugin for files and for the navigation, and what it knows of them."""

    on_demand = False
    """Whether pages are rendered when somebody asks for them: nothing is done that takes all of them."""
    made: Made
    meanwhile: Meanwhile
    editions: Editions
    translatable: list[str]
    """The paths of all pages that catalogs may translate, in a language that shows pages of another one."""
    english_titles: set[str]
    """The titles in the navigation of the English pages."""
    templated: dict[str, bool]
    """Whether something may be put into the text of a page, by the path of its file."""
    built_files: set[str]
    """The paths of all files of the language under way, below the folder of the site."""

    @event_priority(100)
    def _refuse_unreadable(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Look at all files once, those of other languages too, before the first page is built."""
        if self.config.enabled and not StaticI18n.of(config).building:
            with refusal():
                refuse_unreadable(self.project, files, config)
        return files

    # Before static-i18n, after all others: what plugins have made is here, too.
    @event_priority(-99)
    def _look_at_names(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Tell of files that static-i18n will drop, and remember all of them."""
        self.made = Made.of(files, config)
        if self.config.enabled:
            i18n = StaticI18n.of(config)
            with refusal():
                tell(self.project, left_out(self.project, i18n, files) if not i18n.building else ())
            self.editions = Editions(i18n, config, self.project.source, self._translates, tuple(files))
        return files

    @event_priority(-100)
    def _put_back(self, files: Files, *, config: MkDocsConfig) -> Files:
        self.made.put_back(files)
        return files

    def _translates(self, tag: str, src_uri: str) -> bool:
        return tag in self.localizers and self.localizers[tag].translates(src_uri)

    @event_priority(-110)
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what static-i18n leaves out."""
        if not self.config.enabled:
            return files
        StaticI18n.remember_names(files)
        add = self.editions.needed and self.localizer is not None
        self.translatable = self.editions.complete(files) if add else []
        self.editions.link(files)
        if self.dirty and self.localizer is not None:
            follow_catalogs(self.project, self.localizer.locale, files)
        if self.config.status:
            with refusal():
                status_page.add_page(self.project, files, config, strings.words(self._locale, self._own_string))
        return files

    on_files = CombinedEvent(_refuse_unreadable, _look_at_names, _put_back, _add_files)

    def _own(self, files: Files, src_uri: str) -> bool:
        return is_localized(files.src_uris[src_uri], self.project.source)

    @event_priority(-99)
    def _flatten(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        if self.config.enabled and self.editions.needed:
            StaticI18n.of(config).flatten(nav, self.project.source.tag)
        return nav

    # Plugins make pages, and hide some from the navigation, until it is made.
    @event_priority(-110)
    def _take_pages(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take down which pages there are, and translate the titles that are messages of the navigation."""
        if not self.config.enabled:
            return nav
        self.navigation, self.files = nav, files
        localize_made_pages(config, files)
        redirects.lead_on(config, files)
        pages = [file for file in files.documentation_pages() if not self._is_status_page(file)]
        if self.localizer is None:
            self.english_files, self.english_pages = files, pages
            self.english = {page_of(file): file.src_uri for file in pages}
            locales = [found.locale for found in self.localizers.values()] if self.config.status else []
            self.english_titles = titles_of(nav)
            self.by_hand = {one: status_page.by_hand(self.project, one, pages) for one in locales}
            if not self.on_demand:
                # A status page has to know what other languages refuse: that is found while English pages are rendered.
                sources = self.source_pages if self.numbers_later or not self.config.status else None
                self.meanwhile.begin(self.ahead, config, files, pages, self.extension, sources)
            return nav
        localizer = self.localizer
        self.built_files = {file.dest_uri for file in files}
        alone = (file for file in files.documentation_pages() if page_of(file) not in self.english)
        self.single |= {file.dest_uri for file in alone}
        if not self.on_demand:
            self._tell_of_orphans(localizer, files, {page_of(file): file.src_uri for file in pages})
        translated = [file for file in pages if localizer.translates(file.src_uri)]
        _let_plugins_speak(translated, localizer.locale, {} if self.on_demand else self.templated)
        # Without an English build, what the language does not give is English.
        titles = self.english_titles if self.english_files is not None else titles_of(nav)
        translate_navigation(nav, self.title_origins, titles, self._navigation_string)
        return nav

    def _navigation_string(self, message: Message) -> str | None:
        return self.localizer.string(message, "mkdocs") if self.localizer is not None else None

    def _translate_late_title(self, item: Any) -> None:
        if self.localizer is not None:
            translate_title(item, self.title_origins, (item.title,), self._navigation_string)

    on_nav = CombinedEvent(_flatten, _take_pages)

    def _tell_of_orphans(self, localizer: Localizer, files: Files, pages: dict[str, str]) -> None:
        written = {self.english.get(page, page) for page, path in pages.items() if self._own(files, path)}
        paths = [*self.translatable, *(self.english.get(page, page) for page in pages)]
        localizer.diagnostics += orphans(self.project, localizer.locale, localizer.catalogs.values(), paths, written)


def _let_plugins_speak(pages: Iterable[File], locale: Locale, templated: dict[str, bool]) -> None:
    """Let plugins that ask a page for its language, such as for dates, hear that *pages* are in *locale*.

    What i18n has to know of pages in the default language that it shows in others, it knows by now. Where a plugin puts
    something into a text, it has to be the same as in English: the text would be another message. Whether one may is
    kept in *templated*, by the paths of files: each language has the same ones.
    """
    for file in pages:
        if language_of(file):
            continue
        path = file.abs_src_path or ""
        if not path or path not in templated:
            templated[path] = "{{" in file.content_string
        if not templated[path]:
            file.locale = locale.known_tag  # type: ignore[attr-defined]
