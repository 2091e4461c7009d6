"""The MkDocs plugin ``isogloss``: events only. What is right and wrong is decided in ``localize`` and ``checks``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.config.base import ConfigErrors, ConfigWarnings
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from isogloss.hosts.mkdocs import collecting, english, late_marks, material, theme
from isogloss.hosts.mkdocs.arranging import Arranges
from isogloss.hosts.mkdocs.compiled import share_compiled, share_with_plugins
from isogloss.hosts.mkdocs.configuration import load
from isogloss.hosts.mkdocs.constant_templates import share_contexts
from isogloss.hosts.mkdocs.editions import let_go_of_texts
from isogloss.hosts.mkdocs.english import English, MarksEnglish
from isogloss.hosts.mkdocs.given import given_texts
from isogloss.hosts.mkdocs.known_plugins import is_known_page_by_page, is_known_throughout, what_is_kept
from isogloss.hosts.mkdocs.labels import translate_authors, translate_tags
from isogloss.hosts.mkdocs.meanwhile import Meanwhile
from isogloss.hosts.mkdocs.navigation import (
    LocalizedTitles,
    TitleOrigins,
    meta_title,
    own_titles,
)
from isogloss.hosts.mkdocs.navigation_items import share_items
from isogloss.hosts.mkdocs.options import IsoglossConfig, unknown_option, unknown_part, unknown_placeholder
from isogloss.hosts.mkdocs.page_files import is_localized, leaves_out, page_of
from isogloss.hosts.mkdocs.page_parsers import PageParsers
from isogloss.hosts.mkdocs.parts_once import share_parts
from isogloss.hosts.mkdocs.plugin_order import follow_i18n, let_blogs_find_posts
from isogloss.hosts.mkdocs.raw_addresses import lowered
from isogloss.hosts.mkdocs.reading import Reading
from isogloss.hosts.mkdocs.references import References
from isogloss.hosts.mkdocs.shared_pages import may_be_shared
from isogloss.hosts.mkdocs.site import converts_page
from isogloss.hosts.mkdocs.static_i18n import StaticI18n, language_under_way, warn_of_instant
from isogloss.hosts.mkdocs.telling import begin_to_tell, chosen_languages, page_progress, page_variables, refusal
from isogloss.hosts.mkdocs.texts import OptionTexts
from isogloss.hosts.mkdocs.theme_files import ThemeFiles
from isogloss.hosts.mkdocs.theme_words import install_words, theme_messages
from isogloss.hosts.mkdocs.words_once import share_words
from isogloss.project import Locale
from isogloss.reader import strings
from isogloss.reader.search import abbreviations
from isogloss.review.catalog_files import catalogs_there, read_all
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.kept_catalogs import KeptCatalogs
from isogloss.review.localize import Localizer
from isogloss.review.on_demand import CatalogsOnDemand
from isogloss.review.source_pages import SourcePages, published_anchors
from isogloss.segments import IsoglossExtension, Kind, Message, Rendering, Review, SourceStructure, site_texts
from isogloss.sources import front_matter_messages, template_messages

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


class IsoglossPlugin(MarksEnglish, Arranges, BasePlugin[IsoglossConfig]):
    """Builds each locale from the English pages and its catalogs, and holds it to the English structure."""

    converting: Markdown | None
    """What converts the page under way: another parser inside it converts a part that it has made itself."""
    converted: File | None = None
    """The page that is converted: what a plugin converts for it from now on is a part that it has made itself."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Read the options; one that is unknown is an error, not a warning."""
        errors, warnings = super().load_config(options, config_file_path)  # type: ignore[no-untyped-call]
        unknown = [name for name in options if name not in IsoglossConfig()]
        for name in unknown:
            errors.append((name, Exception(unknown_option(name, config_file_path))))
        parts = unknown_part(self.config.reader, config_file_path)
        server = unknown_placeholder(self.config.translation_server, config_file_path)
        errors += [
            (name, Exception(wrong)) for name, wrong in (("reader", parts), ("translation_server", server)) if wrong
        ]
        return errors, [(name, warning) for name, warning in warnings if name not in unknown]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember what kind of build this is: a preview, of changed pages alone, or to be published."""
        self.command, self.dirty = command, dirty

    # A build of static-i18n is one MkDocs build per locale, one inside the other, with one configuration.

    @event_priority(100)
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.localizer is not None and not self.on_demand and not what_is_kept(config):
            let_go_of_texts(self.files)
        elif self.localizer is None and "i18n" in config.plugins and StaticI18n.of(config).building:
            self.let_go_of_english()
        self.marks: late_marks.Kept = {}
        self.localizer = self.converting = None
        let_blogs_find_posts(config)
        follow_i18n(config, self._put_back)
        if not self.config.enabled:
            return config
        # Without the plugin i18n, loading the project says what to do.
        if "i18n" not in config.plugins or not StaticI18n.of(config).building:
            self._begin_site(config)
        else:
            self.option_texts.restore()
            self.references.begin_anew(config)
        return config

    def let_go_of_english(self) -> None:
        """Let go of the texts of English pages, which are built, where nothing that takes part looks at them again."""
        if self.by_page and not self.on_demand and self.english_files is not None:
            let_go_of_texts(self.english_files, named=True)

    # As late as may be before static-i18n, at -100: other plugins, such as search, ask the theme for its locale.
    @event_priority(-99)
    def _withhold_theme_locale(self, config: MkDocsConfig) -> MkDocsConfig:
        self.languages_as_listed()
        if "i18n" in config.plugins:
            theme.withhold_theme_locale(config)
            i18n = StaticI18n.of(config)
            self.theme_options = i18n.theme_options
            i18n.set_theme_options({name: value for name, value in self.theme_options.items() if name != "locale"})
            warn_of_instant(not (self.config.enabled and self.reading.parts.switcher))
        return config

    def _begin_site(self, config: MkDocsConfig) -> None:
        collecting.collect_seldom()
        english.end()  # A preview goes on after a template that failed.
        with refusal():
            self.project = load(config)
            self.source_pages = SourcePages(self.project)
            self.option_texts = OptionTexts(config, self.project)
            self.title_origins = TitleOrigins(self.project, config)
            messages = template_messages(self.project.custom_dir, self.project.relative)
            self.template_strings = {message.msgid for message, _ in messages}
            self.theme_words = {message.msgid: message for message in theme_messages(self.project, config, pages=2)}
            begin_to_tell()
            list(published_anchors(self.project))  # If they cannot be read, it is told before anything is built.
            self.theme_files, self.references = ThemeFiles(), References()
            share_with_plugins(config)
            self.english = {}
            self.english_titles = set()
            self.english_files = None
            self.english_pages = []
            i18n = StaticI18n.of(config)
            i18n.make_files_once()
            i18n.find_duplicates_at_once()
            i18n.leave_lines_alone(config)
            self.chosen = chosen_languages(self.project, i18n, config)
            self.single = set()
            self.localizers = {}
            self.strings, self.tags, self.explained, self.page_sources, self.templated = [], {}, {}, {}, {}
            self.reading = Reading(self.project, config, self.config, self._translates)
            locales = [locale for locale in self.project.locales if locale.tag in i18n.built_languages]
            self.meanwhile, self.parsers = Meanwhile(), PageParsers()
            for locale, catalogs in zip(locales, self._catalogs(locales), strict=True):
                given = given_texts(config, locale)
                self.localizers[locale.tag] = Localizer(self.project, locale, self.source_pages, catalogs, given=given)

    def _catalogs(self, locales: list[Locale]) -> Sequence[CatalogsOnDemand | KeptCatalogs]:
        """The catalogs of each of the *locales*. Raises what :func:`catalogs_there` raises."""
        if self.on_demand:
            return [CatalogsOnDemand(self.project, locale) for locale in locales]

        def read(locale: Locale, paths: list[Path]) -> KeptCatalogs:
            return KeptCatalogs(*read_all(self.project, locale, paths))

        # No English page needs any of them.
        there = [(one, catalogs_there(self.project, one)) for one in locales]
        return [self.meanwhile.catalogs(partial(read, *of)) for of in there]

    @event_priority(-110)
    def _enter_locale(self, config: MkDocsConfig) -> MkDocsConfig:
        warn_of_instant(True)
        if not self.config.enabled:
            if "i18n" in config.plugins:
                locale = language_under_way(config)
                StaticI18n.of(config).set_theme_options(self.theme_options)
                theme.give_theme_locale(config, theme.theme_locale(locale, self.theme_options))
                material.let_speak(config, locale)
            return config
        i18n = StaticI18n.of(config)
        self.localizer = self.localizers.get(i18n.language or "")
        self.hand_translated, self.english_texts = HandTranslated(self.project, self._locale), []
        self.abbreviated, self.counted, self.frames = {}, {}, {}
        self.titles = LocalizedTitles(
            self._english_page, self._translate_late_title, own_navigation=self._locale.tag in i18n.navigations
        )
        if not i18n.building:
            # After all others: what they do with the names of extensions, they do with names.
            further = not self.on_demand and bool(self.localizers)
            self.by_page = is_known_page_by_page(config)
            self.each_alone = not self.on_demand and is_known_throughout(config) and may_be_shared(config)
            self.extension = IsoglossExtension(self._open, self.project.diagrams, keep_blocks=further)
            config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        i18n.set_theme_options(self.theme_options)
        theme.give_theme_locale(config, theme.theme_locale(self._locale, self.theme_options))
        material.let_speak(config, self._locale, self.theme_files)
        material.read_pages_fast(config)
        theme.name_languages(config, self.project.all_locales)
        if {"language", "locale"} & self.theme_options.keys() or not i18n.arranges_theme:
            self.chosen = replace(self.chosen, languages=self.chosen.languages | {self._locale.tag})
        if self.localizer is not None:
            self.option_texts.translate(config, self._site_string)
            translate_authors(self.project, config, self._site_string)
        return config

    on_config = CombinedEvent(_begin, _withhold_theme_locale, _enter_locale)

    def _open(self, md: Markdown) -> Rendering | None:
        if "relpath" not in md.treeprocessors or (self.converting is not None and not converts_page(md)):
            return None
        file: Any = getattr(md.treeprocessors["relpath"], "file")  # noqa: B009
        if self._is_status_page(file):
            self._put_site_texts(md)
            return None
        if file is self.converted:
            return None
        if not converts_page(md):
            localizer = None if is_localized(file, self.project.source) else self.localizer
            return localizer.rendering_of_part(file.src_uri) if localizer is not None else None
        self.converting = md
        if is_localized(file, self.project.source):
            self._put_site_texts(md)
            return self.hand_translated.rendering(file.src_uri, page_of(file)) if self.localizer is not None else None
        if self.localizer is None:
            reviews = self._reviews(file) if not leaves_out(self.project, file) else []
            return self.source_pages.rendering(file.src_uri, reviews)
        render = self.localizer.left_out if leaves_out(self.project, file) else self.localizer.rendering
        return late_marks.keep_back(render(file.src_uri))

    def _put_site_texts(self, md: Markdown) -> None:
        """Translate what extensions say by themselves, on a page that no catalog translates."""
        for found in site_texts(md) if self.localizer is not None else ():
            text = self._site_string(Message(found.text, Kind.SITE, found.note))
            self.english_texts += [str(text)] if isinstance(text, English) else []
            found.put(str(text))

    def _reviews(self, file: File) -> list[Review]:
        """The status page has to know what the other languages refuse, before they are built."""
        later = self.on_demand or self.numbers_later
        localizers = self.localizers.values() if self.config.status and not later else ()
        return [one.review(file.src_uri) for one in localizers if file.src_uri not in self.by_hand[one.locale]]

    def _site_string(self, message: Message) -> str:
        assert self.localizer is not None
        return self.localizer.string(message, "mkdocs") or English(message.msgid)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Translate the front matter."""
        self.converted = None
        if self.config.enabled and not self.on_demand:
            self.parsers.serve(page, config)
        if self.config.enabled and self.localizer is not None and not self._own(files, page.file.src_uri):
            path, title, left_out = page.file.src_uri, meta_title(page), leaves_out(self.project, page.file)
            if not left_out:
                self.localizer.messages[path] = front_matter_messages(dict(page.meta))
            self.localizer.front_matter(path, page.meta, English, left_out)  # type: ignore[arg-type]
            self.titles.add(path, title, page.meta["title"] if title else "")
            self.titles.follow(page)
        return markdown

    def _read_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take down the ids of an English page; of a translated one, make its heading a title."""
        self.converting = None
        if self.config.enabled:
            found = self.abbreviated[page.file.src_uri] = abbreviations(html)
            self.explained.setdefault(self._locale.tag, {}).update(found)
        if self.config.enabled and self.localizer is None and not self._is_status_page(page.file):
            self.source_pages.rendered(page.file.src_uri, html)
        elif self.config.enabled and self.localizer is not None and not self._own(files, page.file.src_uri):
            self._retitle(page, self.localizer)
            return lowered(html, page.file.dest_uri, f"{self._locale.tag}/", self.built_files)
        elif self.config.enabled and self.localizer is not None and self.localizer.catalogs:
            path = self.english.get(page_of(page.file), "")
            if (original := self._english_page(path)) is not None:
                self.titles.keep(page, own_titles(original, self.source_pages.pages.get(path)))
        return html

    on_page_content = CombinedEvent(late_marks.take_out_of_content, _read_content, late_marks.follow_content)

    def _retitle(self, page: Page, localizer: Localizer) -> None:
        path = page.file.src_uri

        def named(message: Message) -> str:
            if leaves_out(self.project, page.file):
                return English(message.msgid)
            localizer.messages.setdefault(path, []).append(message)
            return localizer.page_string(path, message) or English(message.msgid)

        structure = self.source_pages.pages.get(path, SourceStructure())
        _, in_english = localizer.headings.get(path, (frozenset(), None))
        self.titles.retitle(page, self._english_page(path), structure, named, heading_is_english=bool(in_english))

    def _english_page(self, src_uri: str) -> Page | None:
        file = self.english_files.src_uris.get(src_uri) if self.english_files is not None else None
        return file.page if file is not None else None

    # Before the plugins for tags make their indexes, at 100, and others look up what names lead to.
    @event_priority(110)
    def _show_tags(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        if self.config.enabled:
            self.references.complete(config)
        if self.config.enabled and self.localizer is not None:
            self.tags[self.localizer.locale.tag] = translate_tags(config, self._site_string)
        return env

    def _speak(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Let the theme and the templates speak the locale."""
        # Templates count on all of this, also while the plugin is switched off.
        locale = self._locale if self.config.enabled else language_under_way(config)
        if "i18n" in config.plugins:
            theme.give_theme_locale(config, theme.theme_locale(locale, self.theme_options), for_html=True)
        material.install_language(env, locale, needed=material.is_material(config))
        # The same text is asked for on each page.
        say = lru_cache(1000)(self._template_string) if self.each_alone else self._template_string
        theme.install_strings(env, say if self.config.enabled else lambda _: None, locale)
        if self.config.enabled:
            install_words(env, self.project, config)
            share_compiled(env)
            share_contexts(env)
            share_items(env, fixed=self.each_alone)
            share_words(env)
            if self.each_alone:
                share_parts(env)
            self.reading.begin(
                files.documentation_pages() if not self.on_demand else (), env, self._locale, self._own_string
            )
            if not StaticI18n.of(config).building:
                self.reading.add_assets(files)
            if not self.on_demand:
                for localizer in self.localizers.values() if self.localizer is None else ():
                    localizer.take_catalogs()
                self._take_stock(files, config)
        return env

    on_env = CombinedEvent(_show_tags, _speak)

    def _template_string(self, text: str) -> str | None:
        if text not in self.template_strings and text not in self.theme_words:
            return None
        if self.localizer is None:
            return text
        if text not in self.template_strings:
            return self._site_string(self.theme_words[text])
        return self.localizer.string(Message(text, Kind.TEMPLATE), "overrides") or English(text)

    def _own_string(self, text: str, locale: Locale) -> str | None:
        """A text of the reader: as templates of the site have translated it, or as its own catalogs have."""
        localizer = self.localizers.get(locale.tag)
        given = text in self.template_strings and localizer is not None
        found = localizer.string(Message(text, Kind.TEMPLATE), "overrides") if given and localizer is not None else None
        return found or strings.translation(text, locale)

    def _tell_templates(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let templates tell how far the translation of the page is, and whose work, as ``isogloss``."""
        if self.config.enabled:
            theme.name_languages(config, self.project.all_locales)
        if self.config.enabled and self.localizer is not None and page.file.src_uri in self.localizer.messages:
            found = page_progress(self.localizer, page.file.src_uri, self.page_sources)
            self.counted[page.file.src_uri] = len(self.localizer.refused), found
            context.update(page_variables(self.localizer, found))  # type: ignore[typeddict-item]
            self.reading.tell(page, self._locale, found)
        return context

    on_page_context = CombinedEvent(_tell_templates, MarksEnglish.begin_page)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a catalog changes."""
        if self.config.enabled:
            server.watch(str(self.project.locales_dir))
        return server
