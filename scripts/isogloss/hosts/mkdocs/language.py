"""One language of a site whose pages are rendered when a browser asks for them.

The languages are prepared as in a build: the one in which the pages are written, and in the same process the one that
is shown. What that needs of the English pages is rendered where they are shown, and handed over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from isogloss.diagnostics import Diagnostic, ProblemsFound, in_order
from isogloss.hosts.mkdocs import english, material
from isogloss.hosts.mkdocs.beginnings import Beginning, Names
from isogloss.hosts.mkdocs.known_plugins import shows_page_by_page
from isogloss.hosts.mkdocs.navigation import entries
from isogloss.hosts.mkdocs.on_demand import Stage, bring, fill, go_further, hand_over, set_back, stage_of, take_over
from isogloss.hosts.mkdocs.page_files import is_localized, page_of
from isogloss.hosts.mkdocs.readable import refuse_unreadable
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.status_page import is_status_page, sources_of
from isogloss.review.on_demand import CatalogsOnDemand
from isogloss.review.severities import weighed
from isogloss.segments import Message, SourceStructure
from isogloss.sources import Source
from isogloss.structure.outline import Outline

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from isogloss.hosts.mkdocs.plugin import IsoglossPlugin


@dataclass(frozen=True, slots=True)
class Original:
    """What other languages have to know of an English page to render it."""

    beginning: Beginning
    outline: Outline
    messages: list[Message]
    source: Source | None


AskOriginals = Callable[[list[str], bool], dict[str, Any]]
"""Gives the :class:`Original`, or if true the :class:`Beginning`, of the English pages at paths below docs/."""


class Language:
    """The pages of one language."""

    def __init__(
        self,
        config: MkDocsConfig,
        tag: str,
        ask: AskOriginals,
        english: Language | None = None,
        *,
        prepared: bool = False,
    ) -> None:
        """Prepare the language *tag*; *prepared*, plugins have done their part. Raises what MkDocs and plugins raise.

        In a process in which the *english* pages were prepared, and in which nobody asks for them from now on, they are
        not prepared again. What is finished is taken into the search index then.
        """
        self.config, self.tag, self._ask = config, tag, ask
        self.plugin: IsoglossPlugin = config.plugins["isogloss"]  # type: ignore[assignment]
        self.plugin.on_demand = True
        self.found: dict[str, list[Diagnostic]] = {}
        """What was found on each page that is rendered."""
        self.said: dict[str, list[str]] = {}
        """What MkDocs and plugins have warned of."""
        self._known: set[str] = set()
        self._kept: dict[str, tuple[str, object]] = {}
        self._settled = False
        self._pages: dict[str, str] = {}
        self.eager = not shows_page_by_page(config)
        i18n = StaticI18n.of(config)
        self.is_source = tag == i18n.default_language
        if english is None:
            self._prepare(rendered=self.is_source, prepared=prepared)
        else:
            for file in english.files.documentation_pages():
                hand_over(file, self._reach_original)
        if not self.is_source:
            i18n.begin_other(tag)
            self._prepare(rendered=True, searched=english is not None)

    def _prepare(self, rendered: bool, searched: bool = False, prepared: bool = False) -> None:
        """What MkDocs does before it reads pages, and before it writes them."""
        if not prepared:
            self.config = self.config.plugins.on_config(self.config)
            self.config.plugins.on_pre_build(config=self.config)
        config = self.config
        if not searched:
            material.read_no_page(config)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        self.files: Files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        nav = get_navigation(self.files, config)
        self.nav: Navigation = config.plugins.on_nav(nav, config=config, files=self.files)
        for file in self.files.documentation_pages():
            if file.page is None and file.inclusion.is_not_in_nav():  # type: ignore[no-untyped-call]
                Page(None, file, config)
            if rendered:
                take_over(file, self._reach)
            else:
                take_over(file, self._reach_original)
        self._titles = {id(item): vars(item).get("title") for item in entries(self.nav.items)}
        self._names = Names(self.plugin, config, self.files)
        if rendered and self.eager:
            self._read_all()
        self.env: jinja2.Environment = config.plugins.on_env(env, config=config, files=self.files)
        self._by_address = {file.dest_uri: file for file in self.files}

    def _read_all(self) -> None:
        for file in self.files.documentation_pages():
            assert file.page is not None
            bring(file.page, Stage.RENDERED)
        self.plugin.titles.follow_all(self.nav)

    # What is asked of it.

    def file_at(self, dest_uri: str) -> File | None:
        """The file that is published at the path *dest_uri* of the site, if the language has it."""
        return self._by_address.get(dest_uri)

    @property
    def pages(self) -> dict[str, str]:
        """The paths below docs/ of the pages that it shows, by the path of the site at which each is."""
        pages = self.files.documentation_pages()
        return {file.dest_uri: file.src_uri for file in pages if not is_status_page(file)}

    def html(self, file: File) -> str:
        """The finished page of *file*, as it was finished before. Raises what MkDocs and plugins raise."""
        if (known := self._pages.get(file.src_uri)) is None:
            known = self._pages[file.src_uri] = self._finished(file)
        return known

    def _finished(self, file: File) -> str:
        page, config, plugin = file.page, self.config, self.plugin
        assert page is not None
        self._ready(page)
        bring(page, Stage.RENDERED)
        self._settle()
        page.content, marks = self._kept[file.src_uri]
        if marks is not None:
            plugin.marks[file.src_uri] = marks  # type: ignore[assignment]
        config._current_page = page
        try:
            page.active = True
            context = build.get_context(self.nav, self.files.documentation_pages(), config, page)
            template = page.meta.get("template", "main.html")  # As MkDocs, before plugins may name another one.
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            return self._in_template(template, page, context)
        finally:
            english.end()
            page.active = False
            config._current_page = None

    def _in_template(self, template: str, page: Page, context: TemplateContext) -> str:
        output = self.env.get_template(template).render(context)
        return self.config.plugins.on_post_page(output, page=page, config=self.config)

    def template(self, name: str) -> str:
        """The finished page that the template *name* of the theme makes, such as 404.html."""
        self._ready(None)
        self._settle()
        try:
            return build._build_template(name, self.env.get_template(name), self.files, self.config, self.nav)
        finally:
            english.end()

    def findings(self, src_uri: str) -> list[Diagnostic]:
        """What was found on the page at *src_uri*, as mkdocs.yml weighs it."""
        project, localizer = self.plugin.project, self.plugin.localizer
        found = list(self.found.get(src_uri, ()))
        if localizer is not None and isinstance(localizer.catalogs, CatalogsOnDemand):
            of_site = [project.strings_catalog(localizer.locale, name) for name in ("mkdocs", "overrides")]
            found += [fault for path in (self._catalog(src_uri), *of_site) for fault in localizer.catalogs.faults(path)]
            found += [one for one in localizer.diagnostics if one.location.path in map(project.relative, of_site)]
        return in_order(weighed(found, project))

    def forget(self, src_uri: str) -> bool:
        """Let the page at *src_uri* be read again. Whether that is enough."""
        file = self.files.src_uris.get(src_uri)
        if file is None or file.page is None or self.eager or not file.is_documentation_page():
            return False
        if file.abs_src_path is not None:
            try:
                refuse_unreadable(self.plugin.project, [file], self.config)
            except ProblemsFound:
                return False
        localizer = self.plugin.localizer
        if localizer is not None:
            localizer.forget(src_uri)
            self.plugin.titles.forget(src_uri)
            self._names.forget_findings()
        set_back(file.page)
        known: dict[str, Any]
        structures = self.plugin.source_pages.pages
        for known in (self.found, self.said, self._kept, self.plugin.page_sources, self._names.known, structures):
            known.pop(src_uri, None)
        self._known.discard(src_uri)
        self._pages.clear()
        self._settled = False
        return True

    def forget_catalog(self, tag: str, path: Path) -> bool:
        """Let the catalog of *tag* at *path* be read again. Whether that is enough."""
        localizer = self.plugin.localizers.get(tag)
        if localizer is None:
            return True
        assert isinstance(localizer.catalogs, CatalogsOnDemand)
        self.plugin.reading.forget(tag)
        self._pages.clear()
        if not localizer.catalogs.forget(path):
            return False
        if tag != self.tag:
            return True
        pages = [page for page in self.pages.values() if self._catalog(page) == path]
        return all(map(self.forget, pages)) and bool(pages)

    def _catalog(self, src_uri: str) -> Path:
        localizer = self.plugin.localizer
        assert localizer is not None
        return self.plugin.project.page_catalog(localizer.locale, src_uri)

    # What it tells of English pages, to other languages.

    def originals(self, paths: Iterable[str], beginnings: bool) -> dict[str, Any]:
        """What others have to know of the English pages at *paths*, those that there are."""
        files = [file for path in paths if (file := self.files.src_uris.get(path)) is not None]
        return {file.src_uri: self._beginning(file) if beginnings else self._original(file) for file in files}

    def _beginning(self, file: File) -> Beginning:
        page: Any = file.page
        bring(page, Stage.NAMED)
        if stage_of(page) < Stage.RENDERED:
            return self._names.known[file.src_uri]
        structure = self.plugin.source_pages.pages.get(file.src_uri, SourceStructure())
        return Beginning(dict(page.meta), vars(page)["_title_from_render"], structure)

    def _original(self, file: File) -> Original:
        page: Any = file.page
        bring(page, Stage.RENDERED)
        pages, path = self.plugin.source_pages, file.src_uri
        sources = sources_of(self.plugin.project, pages, [file])
        outline, messages = pages.outlines.get(path, Outline()), pages.messages.get(path, [])
        return Original(self._beginning(file), outline, messages, next(iter(sources), None))

    # What it is told of them.

    def _take(self, paths: list[str], beginnings: bool) -> None:
        english_files = self.plugin.english_files
        for path, found in self._ask(paths, beginnings).items():
            beginning = found if beginnings else found.beginning
            if english_files is not None and (file := english_files.src_uris.get(path)) is not None:
                page: Any = file.page
                fill(page, markdown="", content="", meta=beginning.meta, _title_from_render=beginning.heading)
            self._names.known[path] = beginning
            if not beginnings:
                pages = self.plugin.source_pages
                pages.pages[path], pages.outlines[path] = beginning.structure, found.outline
                pages.messages[path] = found.messages
                if found.source is not None:
                    self.plugin.page_sources[path] = found.source
                self._known.add(path)

    def _reach_original(self, page: Page, _: Stage) -> None:
        """An English page in the process of another language."""
        self._take([page.file.src_uri], beginnings=True)

    # How a page comes to be.

    def _ready(self, page: Page | None) -> None:
        """Know what the navigation says, so that nothing is read while a template is rendered."""
        named = [one for one in self.nav.pages if stage_of(one) < Stage.NAMED and isinstance(one.file.src_uri, str)]
        if not self.is_source:
            missing = [path for one in named if (path := self._english_path(one)) not in self._names.known]
            if missing:
                self._take(missing, beginnings=True)
        for one in named:
            if one is not page and self._has_to_be_named(one):
                bring(one, Stage.NAMED)
            else:
                bring(one, Stage.READ)

    def _has_to_be_named(self, page: Page) -> bool:
        """Whether its own title may be shown: it has been given none, or one that is a message of a page."""
        return "title" not in vars(page) or not self.is_source

    def _english_path(self, page: Page) -> str:
        return self.plugin.english.get(page_of(page.file), page.file.src_uri)

    def _reach(self, page: Page, before: Stage) -> None:
        path, stage = page.file.src_uri, stage_of(page)
        with self._heard(path), english.set_aside():
            if before < Stage.READ:
                self._read(page)
            if stage == Stage.NAMED and not self._names.name(page):
                stage = Stage.RENDERED
                go_further(page)
            if stage == Stage.RENDERED:
                self._render(page)

    def _read(self, page: Page) -> None:
        """The first half of what MkDocs does with each page."""
        config = self.config
        with self._current(page):
            page = config.plugins.on_pre_page(page, config=config, files=self.files)
            page.read_source(config)
            assert page.markdown is not None
            page.markdown = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=self.files)

    def _render(self, page: Page) -> None:
        """The second half of what MkDocs does with each page."""
        config, path, localizer = self.config, page.file.src_uri, self.plugin.localizer
        if localizer is not None and (original := self._english_path(page)) not in self._known:
            self._take([original], beginnings=False)
        self._untitle(page)
        with self._current(page):
            page.render(config, self.files)
            assert page.content is not None
            page.content = config.plugins.on_page_content(page.content, page=page, config=config, files=self.files)
        if localizer is not None and not is_localized(page.file, self.plugin.project.source):
            english.mark_pages([page.file], localizer.headings)
        self._kept[path] = page.content, self.plugin.marks.get(path)
        self._settled = False

    def _untitle(self, page: Page) -> None:
        given = self._titles.get(id(page))
        if given is not None:
            page.title = given
        else:
            vars(page).pop("title", None)

    def _settle(self) -> None:
        """Let the navigation call everything by the titles that are known by now."""
        if self._settled or self.plugin.localizer is None or self.eager:
            return
        for item in entries(self.nav.items):
            given = self._titles.get(id(item))
            if given is not None:
                item.title = given
        self.plugin.titles.follow_all(self.nav)
        self._settled = True

    @contextmanager
    def _current(self, page: Page) -> Iterator[None]:
        before = self.config._current_page
        self.config._current_page = page
        try:
            yield
        finally:
            self.config._current_page = before

    @contextmanager
    def _heard(self, path: str) -> Iterator[None]:
        """Keep what is found, and said, meanwhile."""
        localizer = self.plugin.localizer
        before = len(localizer.diagnostics) if localizer is not None else 0
        keep = _Keep(self.said.setdefault(path, []))
        logger = logging.getLogger("mkdocs")
        logger.addHandler(keep)
        try:
            yield
        finally:
            logger.removeHandler(keep)
            if localizer is not None:
                self.found.setdefault(path, []).extend(localizer.diagnostics[before:])


class _Keep(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):
            self._lines.append(record.getMessage())
