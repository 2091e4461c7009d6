"""The MkDocs plugin ``isogloss``: events only. What is right and wrong is decided in ``localize`` and ``checks``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.config.base import ConfigErrors, ConfigWarnings
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from isogloss.diagnostics import ProblemsFound
from isogloss.hosts.mkdocs import english, late_marks, material, publishing, redirects, status_page, theme
from isogloss.hosts.mkdocs.compiled import Compiled, share_compiled
from isogloss.hosts.mkdocs.configuration import load
from isogloss.hosts.mkdocs.editions import Editions, follow_catalogs
from isogloss.hosts.mkdocs.english import English, MarksEnglish
from isogloss.hosts.mkdocs.options import IsoglossConfig, unknown_option
from isogloss.hosts.mkdocs.overlooked import left_out
from isogloss.hosts.mkdocs.raw_addresses import lowered
from isogloss.hosts.mkdocs.readable import refuse_unreadable
from isogloss.hosts.mkdocs.site import converts_page
from isogloss.hosts.mkdocs.static_i18n import (
    StaticI18n,
    is_localized,
    language_under_way,
    let_blogs_find_posts,
    localize_made_pages,
    page_of,
    source_files,
)
from isogloss.hosts.mkdocs.strings import SiteStrings, site_messages, titles_of, translate_navigation
from isogloss.hosts.mkdocs.telling import (
    chosen_languages,
    page_variables,
    problems_of_pages,
    problems_of_site,
    problems_of_source,
    tell,
    tell_progress,
)
from isogloss.project import Locale, Project
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.localize import Localizer, orphans, read_catalogs, stray_folders
from isogloss.review.source_pages import SourcePages, published_anchors
from isogloss.segments import IsoglossExtension, Kind, Message, Rendering, Review
from isogloss.segments.contexts import as_title
from isogloss.sources import front_matter_messages, of_site, template_messages

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger("isogloss")


class IsoglossPlugin(MarksEnglish, BasePlugin[IsoglossConfig]):
    """Builds each locale from the English pages and its catalogs, and holds it to the English structure."""

    project: Project
    source_pages: SourcePages
    converting: Markdown | None
    """What converts the page under way: another parser inside it converts a part that it has made itself."""
    command = "build"
    """The command of MkDocs; who builds from Python does not say which."""
    error_page = ""
    """404.html in the language at the root of the site."""
    dirty = False
    """Whether only pages that changed are built."""

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
        """Remember what kind of build this is: a preview, of changed pages alone, or to be published."""
        self.command, self.dirty = command, dirty

    # A build of static-i18n is one MkDocs build per locale, one inside the other, with one configuration.

    @event_priority(100)
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        self.marks: late_marks.Kept = {}
        self.localizer = self.converting = None
        let_blogs_find_posts(config)
        if not self.config.enabled:
            return config
        # Without the plugin i18n, loading the project says what to do.
        if "i18n" not in config.plugins or not StaticI18n.of(config).building:
            self._begin_site(config)
        else:
            self.site_strings.restore(config)
        return config

    # As late as may be before static-i18n, at -100: other plugins, such as search, ask the theme for its locale.
    @event_priority(-99)
    def _withhold_theme_locale(self, config: MkDocsConfig) -> MkDocsConfig:
        if "i18n" in config.plugins:
            theme.withhold_theme_locale(config)
            i18n = StaticI18n.of(config)
            self.theme_options = i18n.theme_options
            i18n.set_theme_options({name: value for name, value in self.theme_options.items() if name != "locale"})
        return config

    def _begin_site(self, config: MkDocsConfig) -> None:
        english.end()  # A preview goes on after a template that failed.
        with _nothing_built():
            self.project = load(config)
            self.source_pages = SourcePages(self.project)
            self.site_strings = SiteStrings(config)
            messages = template_messages(self.project.custom_dir, self.project.relative)
            self.template_strings = {message.msgid for message, _ in messages}
            list(published_anchors(self.project))  # If they cannot be read, it is told before anything is built.
            self.compiled = Compiled()
            self.english: dict[str, str] = {}
            self.english_titles: set[str] = set()
            self.english_files: Files | None = None
            self.english_pages: list[File] = []
            i18n = StaticI18n.of(config)
            self.chosen = chosen_languages(i18n, config)
            self.single: set[str] = set()
            self.localizers = {}
            for locale in self.project.locales:
                if locale.tag in i18n.built_languages:
                    catalogs, faults = read_catalogs(self.project, locale)
                    titles = i18n.titles(locale.tag)
                    localizer = Localizer(self.project, locale, self.source_pages, catalogs, titles=titles)
                    localizer.add(faults)
                    self.localizers[locale.tag] = localizer

    @event_priority(-110)
    def _enter_locale(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self.config.enabled:
            if "i18n" in config.plugins:
                StaticI18n.of(config).set_theme_options(self.theme_options)
                theme.give_theme_locale(config, theme.theme_locale(language_under_way(config), self.theme_options))
            return config
        i18n = StaticI18n.of(config)
        if not i18n.building:
            self.strings = list(of_site(self.project, site_messages(config)))
        self.localizer = self.localizers.get(i18n.language or "")
        self.hand_translated = HandTranslated(self.project, self._locale)
        if not i18n.building:
            # After all others: what they do with the names of extensions, they do with names.
            config.markdown_extensions.append(IsoglossExtension(self._open))  # type: ignore[arg-type]
        i18n.set_theme_options(self.theme_options)
        theme.give_theme_locale(config, theme.theme_locale(self._locale, self.theme_options))
        if {"language", "locale"} & self.theme_options.keys() or not i18n.arranges_theme:
            self.chosen = replace(self.chosen, languages=self.chosen.languages | {self._locale.tag})
        if self.localizer is not None:
            self.site_strings.translate(config, self._site_string)
        return config

    on_config = CombinedEvent(_begin, _withhold_theme_locale, _enter_locale)

    def _open(self, md: Markdown) -> Rendering | None:
        if "relpath" not in md.treeprocessors or (self.converting is not None and not converts_page(md)):
            return None
        file: Any = getattr(md.treeprocessors["relpath"], "file")  # noqa: B009
        if self._is_status_page(file):
            return None
        if not converts_page(md):
            localizer = None if is_localized(file, self.project.source) else self.localizer
            return localizer.rendering_of_part(file.src_uri) if localizer is not None else None
        self.converting = md
        if is_localized(file, self.project.source):
            return self.hand_translated.rendering(file.src_uri, page_of(file)) if self.localizer is not None else None
        if self.localizer is None:
            reviews = self._reviews(file) if not self._leaves_out(file) else []
            return self.source_pages.rendering(file.src_uri, reviews)
        render = self.localizer.left_out if self._leaves_out(file) else self.localizer.rendering
        return late_marks.keep_back(render(file.src_uri))

    def _leaves_out(self, file: File) -> bool:
        """Whether the page of *file*, which has been read, is in English alone."""
        return self.project.leaves_out_page(page_of(file), dict(file.page.meta) if file.page is not None else {})

    def _reviews(self, file: File) -> list[Review]:
        """The status page has to know what the other languages refuse, before they are built."""
        localizers = self.localizers.values() if self.config.status else ()
        return [one.review(file.src_uri) for one in localizers if file.src_uri not in self.by_hand[one.locale]]

    @event_priority(100)
    def _refuse_unreadable(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Look at all files once, those of other languages too, before the first page is built."""
        if self.config.enabled and not StaticI18n.of(config).building:
            with _nothing_built():
                refuse_unreadable(self.project, files, config)
        return files

    # Before static-i18n, after all others: what plugins have made is here, too.
    @event_priority(-99)
    def _look_at_names(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Tell of files that static-i18n will drop, and remember all of them."""
        if self.config.enabled:
            i18n = StaticI18n.of(config)
            with _nothing_built():
                tell(self.project, left_out(self.project, i18n, files) if not i18n.building else ())
            self.editions = Editions(i18n, config, self.project.source, self._translates, tuple(files))
        return files

    def _translates(self, tag: str, src_uri: str) -> bool:
        return tag in self.localizers and self.localizers[tag].translates(src_uri)

    @event_priority(-110)
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what static-i18n leaves out."""
        if not self.config.enabled:
            return files
        add = self.editions.needed and self.localizer is not None
        self.translatable = self.editions.complete(files) if add else []
        self.editions.link(files)
        if self.dirty and self.localizer is not None:
            follow_catalogs(self.project, self.localizer.locale, files)
        if self.config.status:
            with _nothing_built():
                status_page.add_page(self.project, files, config, here=self.localizer is None)
        return files

    on_files = CombinedEvent(_refuse_unreadable, _look_at_names, _add_files)

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
        """Take down which pages there are, and translate the titles of mkdocs.yml."""
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
            return nav
        localizer = self.localizer
        self.built_files = {file.dest_uri for file in files}
        self.single |= {file.dest_uri for file in pages if page_of(file) not in self.english}
        self._tell_of_orphans(localizer, files, {page_of(file): file.src_uri for file in pages})
        translate_navigation(nav, config, self._site_string, self.english_titles)
        return nav

    on_nav = CombinedEvent(_flatten, _take_pages)

    def _tell_of_orphans(self, localizer: Localizer, files: Files, pages: dict[str, str]) -> None:
        written = {self.english.get(page, page): path for page, path in pages.items() if self._own(files, path)}
        paths = [*self.translatable, *(self.english.get(page, page) for page in pages)]
        localizer.diagnostics += orphans(self.project, localizer.locale, localizer.catalogs.values(), paths, written)

    def _site_string(self, message: Message) -> str:
        assert self.localizer is not None
        return self.localizer.string(message, "mkdocs") or English(message.msgid)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Translate the front matter."""
        if self.config.enabled and self.localizer is not None and not self._own(files, page.file.src_uri):
            left_out = self._leaves_out(page.file)
            if not left_out:
                self.localizer.messages[page.file.src_uri] = front_matter_messages(dict(page.meta))
            self.localizer.front_matter(page.file.src_uri, page.meta, English, left_out)  # type: ignore[arg-type]
        return markdown

    def _read_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take down the ids of an English page; of a translated one, make its heading a title."""
        self.converting = None
        if self.config.enabled and self.localizer is None and not self._is_status_page(page.file):
            self.source_pages.rendered(page.file.src_uri, html)
        elif self.config.enabled and self.localizer is not None and not self._own(files, page.file.src_uri):
            self._quote_title(page)
            if page.markdown and "<" in page.markdown and ("src=" in page.markdown or "href=" in page.markdown):
                return lowered(html, page.file.dest_uri, f"{self._locale.tag}/", self.built_files)
        return html

    on_page_content = CombinedEvent(late_marks.take_out_of_content, _read_content, late_marks.follow_content)

    def _quote_title(self, page: Page) -> None:
        title: Any = page.title  # A title of mkdocs.yml may be a number.
        if not isinstance(title, str) or '"' not in title or self.english_files is None:
            return
        english = self.english_files.get_file_from_path(page.file.src_uri)
        if english is not None and english.page is not None and english.page.title != title:
            page.title = as_title(title)

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Let the theme and the templates speak the locale."""
        # Templates count on all of this, also while the plugin is switched off.
        locale = self._locale if self.config.enabled else language_under_way(config)
        if "i18n" in config.plugins:
            theme.give_theme_locale(config, theme.theme_locale(locale, self.theme_options), for_html=True)
        material.install_language(env, locale, needed=material.is_material(config))
        theme.install_strings(env, self._template_string if self.config.enabled else lambda _: None, locale)
        if self.config.enabled:
            if self.localizer is not None:
                pages = [file for file in files.documentation_pages() if not self._own(files, file.src_uri)]
                english.mark_pages(pages, self.localizer.headings)
            share_compiled(env, self.compiled)
        if self.config.enabled and self.config.status and self.localizer is None:
            self._fill_status_page(files, config)
        return env

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
        return self.localizer.string(Message(text, Kind.TEMPLATE), "overrides") or English(text)

    def _tell_templates(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let templates tell how far the translation of the page is, and whose work, as ``isogloss``."""
        if self.config.enabled and self._is_status_page(page.file):
            StaticI18n.of(config).reset_switcher(config)
        if self.config.enabled and self.localizer is not None and page.file.src_uri in self.localizer.messages:
            context.update(page_variables(self.localizer, page.file.src_uri))  # type: ignore[typeddict-item]
        return context

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
        if localized and material.has_search(config) and StaticI18n.of(config).building:
            return material.with_own_search(output, self._locale)
        if self.config.enabled and self._is_status_page(page.file):
            return status_page.finished(output)
        return output

    on_page_context = CombinedEvent(_tell_templates, MarksEnglish.begin_page)
    on_post_page = CombinedEvent(_mark_page, _finish_page)

    @event_priority(100)
    def _report(self, *, config: MkDocsConfig) -> None:
        """Print what was refused; under ``--strict`` MkDocs counts it, and the build fails."""
        if not self.config.enabled:
            return
        if self.localizer is None:
            if self.dirty:
                return
            found = problems_of_source(self.project, config, self.source_pages, self.files, self.navigation)
            tell(self.project, [*found, *stray_folders(self.project)])
            return
        self.localizer.strings(self.strings)
        english, files = self.english_files, self.files
        written = problems_of_pages(self.hand_translated, self.source_pages, self.english, english, files)
        tell(self.project, [*self.localizer.diagnostics, *written])
        if self.localizer.catalogs:
            tell_progress(self.localizer, self.strings)

    @event_priority(-110)
    def _finish_site(self, *, config: MkDocsConfig) -> None:
        """Split the search index when all locales are built, and look at the site as a whole."""
        if not self.config.enabled or StaticI18n.of(config).building:
            return
        i18n = StaticI18n.of(config)
        locales = [found.locale for found in self.localizers.values() if found.locale.tag != i18n.default_language]
        if material.is_material(config):
            material.split_search_index(Path(config.site_dir), locales, i18n.search_entries)
        # Who writes needs the preview soon; the source language alone tells what pages there have to be.
        if self.english_files is not None and self.command != "serve" and not self.dirty:
            single = {file.dest_uri for file in self.english_files if self._is_status_page(file)} | self.single
            moved, pages = redirects.redirected_files(config), self.english_pages
            tell(self.project, problems_of_site(self.project, config, locales, pages, single, self.chosen, moved))
        self._put_on_record(config)

    def _put_on_record(self, config: MkDocsConfig) -> None:
        published = self.command == "gh-deploy" or (self.config.record and self.command == "build")
        if published and self.english_files is not None and not publishing.fails(config):
            publishing.publish(self.source_pages, source_files(self.english_files))

    @event_priority(math.inf)
    def _mark_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same with a page that is made of a template alone; other files have no marks."""
        english.end()
        if self.localizer is None or not template_name.endswith(".html"):
            return english.unmarked(output_content)
        return late_marks.take_out_of_rendered(output_content, template_name, self.marks, self.localizer.unfinished)

    @event_priority(-math.inf)
    def _finish_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Keep 404.html, of which a site has one: otherwise it is in the language that is built last."""
        output = late_marks.put_into_finished(output_content, template_name, self.marks)
        if template_name != "404.html" or "i18n" not in config.plugins or not self.config.enabled:
            return output
        self.error_page = self.error_page if StaticI18n.of(config).building else output
        return self.error_page

    on_post_template = CombinedEvent(_mark_template, _finish_template)

    on_post_build = CombinedEvent(_report, _finish_site)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a catalog changes."""
        if self.config.enabled:
            server.watch(str(self.project.locales_dir))
        return server


@contextmanager
def _nothing_built() -> Iterator[None]:
    """What is found in here ends the build at once, in one error that names all of it."""
    try:
        yield
    except ProblemsFound as error:
        raise PluginError(f"nothing was built.\n{error}") from None
