"""The MkDocs plugin ``isogloss``: events only. What is right and wrong is decided in ``localize`` and ``checks``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.config.base import ConfigErrors, ConfigWarnings
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from isogloss.catalogs.status import Progress, progress, total
from isogloss.diagnostics import Diagnostic, Severity
from isogloss.hosts.mkdocs import built, material, status_page, theme
from isogloss.hosts.mkdocs.compiled import Compiled, share_compiled
from isogloss.hosts.mkdocs.configuration import load
from isogloss.hosts.mkdocs.given import given_texts
from isogloss.hosts.mkdocs.labels import translate_authors, translate_tags
from isogloss.hosts.mkdocs.navigation import (
    LocalizedTitles,
    TitleOrigins,
    meta_title,
    own_titles,
    translate_navigation,
)
from isogloss.hosts.mkdocs.options import IsoglossConfig, unknown_option
from isogloss.hosts.mkdocs.readable import refuse_unreadable
from isogloss.hosts.mkdocs.reporting import log, refusal, tell
from isogloss.hosts.mkdocs.site import redirected
from isogloss.hosts.mkdocs.static_i18n import StaticI18n, is_localized, page_of, source_files
from isogloss.hosts.mkdocs.strings import site_messages
from isogloss.hosts.mkdocs.texts import OptionTexts
from isogloss.project import Locale, Project
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.localize import Localizer, orphans, read_catalogs, stray_folders
from isogloss.review.source_pages import SourcePages, published_anchors
from isogloss.segments import IsoglossExtension, Kind, Message, Rendering, Review, SourceStructure
from isogloss.sources import Source, front_matter_messages, of_page, of_site, template_messages
from isogloss.structure.addresses import Addresses

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


class IsoglossPlugin(BasePlugin[IsoglossConfig]):
    """Builds each locale from the English pages and its catalogs, and holds it to the English structure."""

    project: Project
    source_pages: SourcePages
    localizer: Localizer | None
    """The locale that is being built; None for the source language."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Read the options; one that is unknown is an error, not a warning."""
        errors, warnings = super().load_config(options, config_file_path)  # type: ignore[no-untyped-call]
        unknown = [name for name in options if name not in IsoglossConfig()]
        for name in unknown:
            errors.append((name, Exception(unknown_option(name, config_file_path))))
        return errors, [(name, warning) for name, warning in warnings if name not in unknown]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is a preview."""
        self.serving = command == "serve"

    # A build of static-i18n is one MkDocs build per locale, one inside the other, with one configuration.

    @event_priority(100)
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self.config.enabled:
            return config
        # Without the plugin i18n, loading the project says what to do.
        if "i18n" not in config.plugins or not StaticI18n.of(config).building:
            self._begin_site(config)
        else:
            self.option_texts.restore()
        return config

    # As late as may be before static-i18n, at -100: other plugins, such as search, ask the theme for its locale.
    @event_priority(-99)
    def _withhold_theme_locale(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.config.enabled:
            theme.withhold_theme_locale(config)
        return config

    def _begin_site(self, config: MkDocsConfig) -> None:
        with refusal():
            self.project = load(config)
            self.source_pages = SourcePages(self.project)
            self.option_texts = OptionTexts(config, self.project)
            self.title_origins = TitleOrigins(self.project, config)
            messages = template_messages(self.project.custom_dir, self.project.relative)
            self.template_strings = {message.msgid for message, _ in messages}
            list(published_anchors(self.project))  # If they cannot be read, it is told before anything is built.
            self.localizer = None
            self.compiled = Compiled()
            self.english: dict[str, str] = {}
            self.english_files: Files | None = None
            self.english_pages: list[File] = []
            i18n = StaticI18n.of(config)
            self.localizers = {}
            self.strings: list[Source] = []
            self.tags: dict[str, dict[str, str]] = {}
            for locale in self.project.locales:
                if locale.tag in i18n.built_languages:
                    catalogs, faults = read_catalogs(self.project, locale)
                    self.localizers[locale.tag] = Localizer(self.project, locale, self.source_pages, catalogs)
                    self.localizers[locale.tag].given = given_texts(config, locale)
                    self.localizers[locale.tag].add(faults)
        if material.is_material(config):
            # Each locale has an index of its own, in which a page that is still in English is found as well.
            i18n.keep_search()
        self.static_templates = set(config.theme.static_templates)
        config.markdown_extensions.append(IsoglossExtension(self._open))  # type: ignore[arg-type]
        if str(self.project.locales_dir) not in config.watch:
            config.watch.append(str(self.project.locales_dir))

    @event_priority(-110)
    def _enter_locale(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self.config.enabled:
            return config
        i18n = StaticI18n.of(config)
        self.localizer = self.localizers.get(i18n.language or "")
        self.hand_translated = HandTranslated(self.project, self._locale)
        self.titles = LocalizedTitles(own_navigation=bool(i18n.options(self._locale.tag).get("nav")))
        theme.give_theme_locale(config, self._locale)
        material.let_speak(config, self._locale)
        theme.name_languages(config, self.project.all_locales)
        config.theme.static_templates.update(self.static_templates)
        if self.localizer is not None:
            localizer = self.localizer
            self.option_texts.translate(config, partial(localizer.string, name="mkdocs"))
            translate_authors(self.project, config, partial(localizer.string, name="mkdocs"))
            if i18n.building:
                theme.without_error_page(config)
        return config

    on_config = CombinedEvent(_begin, _withhold_theme_locale, _enter_locale)

    def _open(self, md: Markdown) -> Rendering | None:
        if "relpath" not in md.treeprocessors:
            return None
        file: Any = getattr(md.treeprocessors["relpath"], "file")  # noqa: B009
        if self._is_status_page(file):
            return None
        if is_localized(file, self.project.source):
            return self.hand_translated.rendering(file.src_uri, page_of(file)) if self.localizer is not None else None
        if self.localizer is None:
            return self.source_pages.rendering(file.src_uri, self._reviews(file))
        return self.localizer.rendering(file.src_uri)

    def _reviews(self, file: File) -> list[Review]:
        """The status page has to know what the other languages refuse, before they are built."""
        localizers = self.localizers.values() if self.config.status else ()
        return [one.review(file.src_uri) for one in localizers if file.src_uri not in self.by_hand[one.locale]]

    @event_priority(100)
    def _refuse_unreadable(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Look at all files once, those of other languages too, before the first page is built."""
        if self.config.enabled and not StaticI18n.of(config).building:
            with refusal():
                refuse_unreadable(self.project, files, config)
        return files

    @event_priority(-110)
    def _take_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Tell of catalogs whose page is gone."""
        if not self.config.enabled:
            return files
        self.files = files
        if self.localizer is None:
            self.english_files = files
            self.english_pages = list(files.documentation_pages())
            self.english = {page_of(file): file.src_uri for file in self.english_pages}
            locales = [found.locale for found in self.localizers.values()] if self.config.status else []
            self.by_hand = {one: status_page.by_hand(self.project, one, self.english_pages) for one in locales}
        else:
            pages = {page_of(file): file.src_uri for file in files.documentation_pages()}
            written = {self.english.get(page, page): path for page, path in pages.items() if self._own(files, path)}
            self.localizer.diagnostics += orphans(
                self.project,
                self._locale,
                self.localizer.catalogs.values(),
                [self.english.get(page, page) for page in pages],
                written,
            )
        if self.config.status:
            with refusal():
                status_page.add_page(self.project, files, config, here=self.localizer is None)
        return files

    on_files = CombinedEvent(_refuse_unreadable, _take_files)

    def _own(self, files: Files, src_uri: str) -> bool:
        return is_localized(files.src_uris[src_uri], self.project.source)

    @event_priority(-110)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Translate the titles that are messages of the navigation."""
        self.navigation = nav
        if self.config.enabled and self.localizer is not None:
            localizer, origins = self.localizer, self.title_origins
            translate_navigation(nav, lambda item: localizer.string(origins.message(item), "mkdocs"))
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Translate the front matter."""
        if self.config.enabled and self.localizer is not None and not self._own(files, page.file.src_uri):
            english = meta_title(page)
            self.localizer.messages[page.file.src_uri] = front_matter_messages(dict(page.meta))
            self.localizer.front_matter(page.file.src_uri, page.meta)  # type: ignore[arg-type]
            self.titles.add(page.file.src_uri, english, meta_title(page))
            self.titles.follow(page)
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take down the ids of an English page; of a translated one, make its heading a title."""
        if self.config.enabled and self.localizer is None and not self._is_status_page(page.file):
            self.source_pages.rendered(page.file.src_uri, html)
        elif self.config.enabled and self.localizer is not None and not self._own(files, page.file.src_uri):
            path = page.file.src_uri
            structure, localizer = self.source_pages.pages.get(path, SourceStructure()), self.localizer
            self.titles.rename(page, self._english_page(path), structure, partial(self._page_string, localizer, path))
        elif self.config.enabled and self.localizer is not None and self.localizer.catalogs:
            path = self.english.get(page_of(page.file), "")
            if (english := self._english_page(path)) is not None:
                self.titles.keep(page, own_titles(english, self.source_pages.pages.get(path)))
        return html

    def _page_string(self, localizer: Localizer, src_uri: str, message: Message) -> str:
        localizer.messages.setdefault(src_uri, []).append(message)
        return localizer.page_string(src_uri, message)

    def _english_page(self, src_uri: str) -> Page | None:
        file = self.english_files.src_uris.get(src_uri) if self.english_files is not None else None
        return file.page if file is not None else None

    # Before the plugins for tags make their indexes, at 100.
    @event_priority(110)
    def _show_tags(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        if self.config.enabled and self.localizer is not None:
            localizer = self.localizer
            self.tags[localizer.locale.tag] = translate_tags(config, partial(localizer.string, name="mkdocs"))
        return env

    def _speak(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Let the theme and the templates speak the locale."""
        if self.config.enabled:
            locale = self._locale
            theme.give_theme_locale(config, locale, for_html=True)
            material.install_language(env, locale, needed=material.is_material(config))
            theme.install_strings(env, self._template_string, locale)
            share_compiled(env, self.compiled)
            self.titles.follow_all(self.navigation)
            if not StaticI18n.of(config).building:
                nav = self.navigation if self.localizer is None else Navigation([], [])  # It is translated by now.
                places = self.option_texts, self.title_origins, nav, self.english_pages
                found = site_messages(self.project, config, *places, self.source_pages.pages)
                self.strings = list(of_site(self.project, found))
            if self.config.status and self.localizer is None:
                self._fill_status_page(files, config)
        return env

    on_env = CombinedEvent(_show_tags, _speak)

    def _is_status_page(self, file: File) -> bool:
        return self.config.status and status_page.is_status_page(file)

    def _fill_status_page(self, files: Files, config: MkDocsConfig) -> None:
        order = {page.file.src_uri: number for number, page in enumerate(self.navigation.pages)}
        pages = sorted(self.english_pages, key=lambda file: (order.get(file.src_uri, len(order)), file.src_uri))
        sources = [*status_page.sources_of(self.project, self.source_pages, pages), *self.strings]
        localizers = self.localizers.values()
        badges = status_page.fill(self.project, sources, localizers, self.by_hand, files, pages, config)
        for path, text in badges.items():
            files.append(File.generated(config, path, content=text))

    @property
    def _locale(self) -> Locale:
        return self.localizer.locale if self.localizer is not None else self.project.source

    def _template_string(self, text: str) -> str | None:
        if text not in self.template_strings:
            return None
        if self.localizer is None:
            return text
        return self.localizer.string(Message(text, Kind.TEMPLATE), "overrides")

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let templates tell how far the translation of the page is, and whose work, as ``isogloss``."""
        if self.config.enabled and self._is_status_page(page.file):
            StaticI18n.of(config).reset_switcher(config)
        if self.config.enabled:
            theme.name_languages(config, self.project.all_locales)
        if self.config.enabled and self.localizer is not None and page.file.src_uri in self.localizer.messages:
            localizer, src_uri = self.localizer, page.file.src_uri
            (found,) = self._progress(localizer, self._sources(localizer, src_uri))
            catalog = localizer.catalogs.get(self.project.page_catalog(localizer.locale, src_uri))
            context["isogloss"] = {  # type: ignore[typeddict-unknown-key]
                "unfinished": found.translated < found.total,
                "percent": found.percent,
                "machine": catalog is not None and catalog.machine and found.translated > 0,
            }
        return context

    def _sources(self, localizer: Localizer, *pages: str) -> list[Source]:
        return [of_page(self.project, page, {}, localizer.messages[page]) for page in pages]

    def _progress(self, localizer: Localizer, sources: Iterable[Source]) -> list[Progress]:
        asked = localizer.asked(sources)
        return progress(self.project, localizer.locale, asked, localizer.catalogs, refused=localizer.refused)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let the search of a locale look into the locale's own index."""
        if self.config.enabled and self.localizer is not None and StaticI18n.of(config).building:
            return material.with_search_base(output)
        if self.config.enabled and self._is_status_page(page.file):
            return status_page.finished(output)
        return output

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Let the sitemap call languages what they are."""
        if self.config.enabled and template_name == "sitemap.xml":
            return theme.with_languages(output_content, self.project.all_locales)
        return output_content

    @event_priority(100)
    def _report(self, *, config: MkDocsConfig) -> None:
        """Print what was refused; under ``--strict`` MkDocs counts it, and the build fails."""
        if not self.config.enabled:
            return
        if self.localizer is None:
            # MkDocs itself tells of missing files and anchors in a build.
            pages = [page.file.src_uri for page in self.navigation.pages]
            found = self.source_pages.problems(source_files(self.files), pages, redirected(config), by_host=True)
            tell([*found, *stray_folders(self.project)])
            return
        self.localizer.strings(self.strings)
        tell([*self.localizer.diagnostics, *self._written_problems()])
        if not self.localizer.catalogs:
            return
        sources = self._sources(self.localizer, *self.localizer.messages) + self.strings
        rows = self._progress(self.localizer, sources)
        log.info(f"{self.localizer.locale.tag}: {total(rows).summary}")

    def _written_problems(self) -> Iterator[Diagnostic]:
        if self.english_files is None:
            return iter(())
        outlines = self.source_pages.outlines
        english = {page: (path, outlines[path]) for page, path in self.english.items() if path in outlines}
        source = self.project.source
        addresses = (
            Addresses(source_files(self.english_files), source, source),
            Addresses(source_files(self.files), self._locale, source),
        )
        found = self.hand_translated.problems(english, *addresses)
        return (problem for problem in found if problem.severity is Severity.ERROR)

    @event_priority(-110)
    def _finish_site(self, *, config: MkDocsConfig) -> None:
        """Split the search index when all locales are built, and look at the site as a whole."""
        if not self.config.enabled or StaticI18n.of(config).building:
            return
        i18n = StaticI18n.of(config)
        locales = [found.locale for found in self.localizers.values() if found.locale.tag != i18n.default_language]
        if material.is_material(config):
            material.split_search_index(Path(config.site_dir), locales, self.tags)
        # Who writes needs the preview soon; the source language alone tells what pages there have to be.
        if self.english_files is not None and not self.serving:
            pages = [file.dest_uri for file in self.english_pages]
            single = [file.dest_uri for file in self.english_files if self._is_status_page(file)]
            complete, url = i18n.complete, config.site_url or ""
            tell(built.problems(self.project, Path(config.site_dir), url, locales, pages, complete, single))

    on_post_build = CombinedEvent(_report, _finish_site)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a catalog changes."""
        if self.config.enabled:
            server.watch(str(self.project.locales_dir))
        return server
