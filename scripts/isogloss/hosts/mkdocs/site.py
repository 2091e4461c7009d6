"""The English pages, rendered as the build renders them, without building the site."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from yaml import MarkedYAMLError

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.hosts.mkdocs.at_fault import raised_by
from isogloss.hosts.mkdocs.configuration import load
from isogloss.hosts.mkdocs.given import Given, given_texts
from isogloss.hosts.mkdocs.navigation import TitleOrigins, addresses_in, file_titles
from isogloss.hosts.mkdocs.overlooked import left_out, overwritten, tell_overwritten, tell_unmade, without_navigation
from isogloss.hosts.mkdocs.page_files import is_localized, leaves_out, page_of, source_files
from isogloss.hosts.mkdocs.page_parsers import PageParsers
from isogloss.hosts.mkdocs.readable import refuse_unreadable
from isogloss.hosts.mkdocs.redirects import redirected
from isogloss.hosts.mkdocs.static_i18n import StaticI18n, takes
from isogloss.hosts.mkdocs.status_page import PAGE_OF_STATUS, ElsewhereOnSite
from isogloss.hosts.mkdocs.strings import site_messages
from isogloss.hosts.mkdocs.texts import OptionTexts, Steps
from isogloss.project import Locale, Project, listed_languages, place_of, two_letter_tag
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.segments import IsoglossExtension, Message, Rendering
from isogloss.sources import Source, front_matter_messages, of_page, of_site
from isogloss.structure.addresses import SourceFiles

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_OPTION = re.compile(r"Config value '(\w+)'")
"""How MkDocs begins to tell of an option that it refuses."""


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """MkDocs tells of the build while pages are rendered; a command tells of the catalogs. What it says is kept.

    What plugins print goes to the standard error: the standard output may be for a program.
    """
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    level, propagate, handler = logger.level, logger.propagate, Keep(logging.ERROR)
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.ERROR)
    try:
        with redirect_stdout(sys.stderr):
            yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
        logger.setLevel(level)


def _files(config: MkDocsConfig) -> tuple[Files, Navigation]:
    """The files of the site, as the plugins arrange them for the language under way, and the navigation."""
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    files = config.plugins.on_files(files, config=config)
    plugin: Any = config.plugins.get("isogloss")
    if plugin is not None and plugin.config.status and files.get_file_from_path(PAGE_OF_STATUS) is None:
        files.append(ElsewhereOnSite.of(config, PAGE_OF_STATUS))
    set_exclusions(files, config)
    # Until the navigation is made, plugins hide pages from it.
    return files, config.plugins.on_nav(get_navigation(files, config), config=config, files=files)


def converts_page(md: Markdown) -> bool:
    """Whether *md* is MkDocs' parser of a page, and not one that a plugin has for a part of it."""
    return "mkdocs_extract_title" in md.treeprocessors


def _refused(config_file: Path, message: str, error: Exception, cause: BaseException | None = None) -> list[Diagnostic]:
    """Why MkDocs or a plugin refuses *config_file*, or what belongs to it, and where."""
    if tags := list(_refused_tags(config_file)):
        return tags
    option, cause = _OPTION.match(message), cause or error.__context__
    here = place_of(config_file, option.group(1)) if option else Location(config_file.name)
    if isinstance(cause, MarkedYAMLError) and (mark := cause.problem_mark) is not None:
        file = Path(os.path.relpath(mark.name, config_file.parent)).as_posix()
        here = Location(file, mark.line + 1)
    return [Diagnostic("configuration", " ".join(message.split()), here)]


def _refused_tags(config_file: Path) -> Iterator[Diagnostic]:
    return filter(None, (why_not_taken(tag, here) for tag, here in listed_languages(config_file)))


def why_not_taken(tag: str, here: Location) -> Diagnostic | None:
    """Says that static-i18n does not take a language of this *tag*, which is listed *here*; None if it does."""
    if takes(tag):
        return None
    short = two_letter_tag(tag) or "qa"
    hint = f"write '{short}': it takes two letters for a language, and after them a script of four or a country of two"
    if short.lower() != tag.replace("_", "-").lower():
        hint += f"\nthat it stands for '{tag}' says the plugin isogloss with 'lang: {{{short}: {tag}}}'"
    return Diagnostic("locale-unknown", f"mkdocs-static-i18n does not take the tag '{tag}'", here, hint=hint)


@contextmanager
def failing(config_file: Path) -> Iterator[None]:
    """Let MkDocs and the plugins of *config_file* be silent in here.

    Raises :class:`ProblemsFound`, which says why one of them refuses the site.
    """
    with _quiet() as said:
        try:
            yield
        except (Abort, ConfigurationError, MkDocsException, OSError, RecursionError) as error:
            told = "; ".join(said) or str(error)
            if isinstance(error, RecursionError):
                told = "its values are nested too deeply"
            raise ProblemsFound(_refused(config_file, told, error)) from None
        except Exception as error:
            if isinstance(error, ProblemsFound) or (module := raised_by(error)) is None:
                raise
            told = f"{module} fails: {type(error).__name__}: {error}"
            raise ProblemsFound(_refused(config_file, told, error, cause=error)) from None


class _Text(BytesIO):
    """A text in place of the file of this name."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text.encode("utf-8"))
        self.name = name


class Site:
    """A loaded mkdocs.yml with its English pages."""

    def __init__(self, config_file: Path, needs_plugin: bool = True, text: str | None = None) -> None:
        """Load *config_file* and let the plugins prepare, as at the start of a build.

        Without *needs_plugin*, the plugin isogloss need not be listed there. *text*, if given, is what it says.

        Raises :class:`ProblemsFound` if the file is missing, or if MkDocs refuses it.
        """
        self._rendering: Rendering | None = None
        self._parsers = PageParsers()
        with failing(config_file):
            given = str(config_file) if text is None else _Text(text, str(config_file))
            config: MkDocsConfig = load_config(config_file=given)
            if "isogloss" in config.plugins:
                config.plugins["isogloss"].config["enabled"] = False
            self.project: Project = load(config, needs_plugin)
            StaticI18n.of(config).build_all()
            refuse_unreadable(self.project, get_files(config), config)
            self._origins, self._options = TitleOrigins(self.project, config), OptionTexts(config, self.project)
            self._left_out = list(left_out(self.project, StaticI18n.of(config), get_files(config)))
            config.plugins.on_startup(command="build", dirty=False)
            config = config.plugins.on_config(config)
            config.plugins.on_pre_build(config=config)
            files, self.navigation = _files(config)
        config.markdown_extensions.append(IsoglossExtension(self._open, self.project.diagrams))  # type: ignore[arg-type]
        self.config = config
        self._files = files
        self._files_of: dict[str, Files] = {self.project.source.tag: files}

    def _open(self, md: Markdown) -> Rendering | None:
        return self._rendering if converts_page(md) else None

    @property
    def english(self) -> list[File]:
        """The English pages, in the order of the navigation, then by path."""
        pages = [file for file in self._files.documentation_pages() if not self._localized(file)]
        in_nav = {page.file.src_uri: number for number, page in enumerate(self.navigation.pages)}
        return sorted(pages, key=lambda file: (in_nav.get(file.src_uri, len(in_nav)), file.src_uri))

    def _localized(self, file: Any) -> bool:
        return is_localized(file, self.project.source)

    def files(self, locale: Locale) -> Files:
        """All files as the build of *locale* sees them: its own pages, and English ones where it has none."""
        if locale.tag not in self._files_of:
            with self._in(locale), _quiet():
                self._files_of[locale.tag], _ = _files(self.config)
        return self._files_of[locale.tag]

    @property
    def built_languages(self) -> list[str]:
        """The tags of the languages that a build builds now."""
        return StaticI18n.of(self.config).built_languages

    def written(self) -> dict[str, Any]:
        """What mkdocs.yml says, with the files that it inherits from, read anew: MkDocs takes it apart."""
        with self.project.config_file.open("rb") as file:
            found: dict[str, Any] = yaml_load(file, loader=get_yaml_loader(config=self.config))
            return found

    @property
    def option_texts(self) -> set[Steps]:
        """Where the options of mkdocs.yml hold texts that catalogs reach."""
        return self._options.places

    def title_origin(self, item: Any) -> str:
        """The file or folder that the title of *item*, a part of the navigation, comes from, if not from mkdocs.yml."""
        return self._origins.message(item).origin

    @property
    def in_folders(self) -> bool:
        """Whether the pages of a language are in a folder of its own."""
        return StaticI18n.of(self.config).in_folders

    def source_files(self, locale: Locale) -> SourceFiles:
        """The same for rooms that know no MkDocs."""
        return source_files(self.files(locale))

    def problems(self, pages: SourcePages) -> Iterator[Diagnostic]:
        """What the checks of English pages find, once all *pages* are rendered."""
        yield from self._left_out
        locales = [locale.tag for locale in self.project.locales if locale.tag in self.built_languages]
        yield from tell_overwritten(self.project, overwritten(self.english, locales))
        yield from tell_unmade(self.project, self._files)
        yield from without_navigation(self.project, StaticI18n.of(self.config), self.project.locales)
        listed = [page.file.src_uri for page in self.navigation.pages]
        addresses = addresses_in(self.navigation, self.project, self.config.nav)
        yield from pages.problems(self.source_files(self.project.source), listed, addresses, redirected(self.config))

    def hand_translated(self, locale: Locale) -> list[File]:
        """The pages of *locale* that are written by hand, by path."""
        if not self.project.writes_by_hand(locale):
            return []
        pages = self.files(locale).documentation_pages()
        return sorted((file for file in pages if self._localized(file)), key=lambda file: file.src_uri)

    def by_hand(self, locale: Locale) -> dict[str, str]:
        """The same pages: the path of each below docs/, by the path of its English page."""
        found = {page_of(file): file.src_uri for file in self.hand_translated(locale)}
        return {file.src_uri: found[page_of(file)] for file in self.english if page_of(file) in found} if found else {}

    @contextmanager
    def _in(self, locale: Locale) -> Iterator[None]:
        with StaticI18n.of(self.config).in_language(locale.tag):
            yield

    @property
    def paths(self) -> list[str]:
        """The paths of the English pages below docs/, in the order of the navigation, then by path."""
        return [file.src_uri for file in self.english]

    def address(self, src_uri: str) -> str:
        """Where the English page *src_uri* is published; empty if mkdocs.yml does not say it."""
        if not self.project.address:
            return ""
        file = self._files.get_file_from_path(src_uri) or File.generated(self.config, src_uri, content="")
        return urljoin(self.project.address, file.url)

    def extend(self, extension: Extension) -> None:
        """Let an extension of Python-Markdown see the pages that are rendered from now on."""
        self.config.markdown_extensions.append(extension)  # type: ignore[arg-type]

    def has_extension(self, name: str) -> bool:
        """Whether the site uses the extension *name* of Python-Markdown."""
        return name in self.config.markdown_extensions

    def render_text(self, src_uri: str, text: str, rendering: Rendering) -> tuple[dict[str, Any], list[Message]]:
        """Render *text* as if it were the page *src_uri*; its front matter and all its messages."""
        file = File.generated(self.config, src_uri, content=text)
        messages = self.render(file, rendering)
        return (dict(file.page.meta) if file.page is not None else {}), messages

    def sources(
        self,
        source_pages: SourcePages,
        pages: Iterable[File] | None = None,
        localizers: Sequence[Localizer] = (),
        failed: list[Diagnostic] | None = None,
    ) -> list[Source]:
        """All messages of the site; its English *pages* (all of them, unless given) are rendered for it.

        The translations of *localizers* are checked beside them, passage by passage. Why a page cannot be rendered goes
        to *failed*, and the other pages go on; without it, :class:`ProblemsFound` is raised.
        """
        found = []
        by_hand = [self.by_hand(localizer.locale) for localizer in localizers]
        for file in self.english if pages is None else pages:
            pairs = zip(localizers, by_hand, strict=True)
            translated = [localizer for localizer, paths in pairs if file.src_uri not in paths]
            try:
                source = self.source(file, source_pages, translated)
            except ProblemsFound as error:
                if failed is None:
                    raise
                failed += error.problems
                continue
            if source is not None:
                found.append(source)
        strings = list(self.strings(source_pages))
        for localizer in localizers:
            localizer.strings(strings)
        return found + strings

    def source(self, file: File, source_pages: SourcePages, localizers: Sequence[Localizer] = ()) -> Source | None:
        """The messages of one English page, which is rendered for it; None if it is left out.

        The translations of *localizers* are checked beside it. Raises :class:`ProblemsFound` if it cannot be rendered.
        """
        rendering = source_pages.rendering(file.src_uri, [one.review(file.src_uri) for one in localizers])
        self.render(file, rendering)
        meta = dict(file.page.meta) if file.page is not None else {}
        if file.page is not None:
            source_pages.rendered(file.src_uri, file.page.content or "")
        if self.leaves_out(file):
            return None
        named = file_titles(file, source_pages.pages)
        for localizer in localizers:
            localizer.front_matter(file.src_uri, dict(meta))
            localizer.page_strings(file.src_uri, named)
        messages = [*named, *rendering.messages]
        return of_page(self.project, file.src_uri, meta, messages, self.address(file.src_uri))

    def leaves_out(self, file: File) -> bool:
        """Whether a page, once it is read, is in English alone."""
        return leaves_out(self.project, file)

    def strings(self, source_pages: SourcePages) -> Iterator[Source]:
        """The messages that are not in a page, once all English pages are rendered."""
        places = self._options, self._origins, self.navigation, self.english
        return of_site(self.project, site_messages(self.project, self.config, *places, source_pages.pages))

    def given(self, locale: Locale) -> Given:
        """What the options of *locale* have in place of messages."""
        return given_texts(self.config, locale)

    def render(self, file: File, rendering: Rendering, locale: Locale | None = None) -> list[Message]:
        """Render a page as *rendering* says; the messages of its front matter and its text, in order.

        A page that is written by hand is rendered in its *locale*. Raises :class:`ProblemsFound` if an extension or a
        plugin fails.
        """
        locale = locale or self.project.source
        files = self.files(locale)
        page = file.page or Page(None, file, self.config)
        self._rendering = rendering
        self.config._current_page = page
        try:
            with self._in(locale), _quiet():
                plugins = self.config.plugins
                page = plugins.on_pre_page(page, config=self.config, files=files)
                page.read_source(self.config)
                page.markdown = plugins.on_page_markdown(
                    page.markdown or "", page=page, config=self.config, files=files
                )
                left_out = self.project.leaves_out_page(page_of(file), dict(page.meta))
                if left_out:
                    rendering.reviews = ()
                self._parsers.serve(page, self.config)
                page.render(self.config, files)
        except Exception as error:
            if isinstance(error, ProblemsFound) or (module := raised_by(error)) is None:
                raise
            what = " ".join(f"{type(error).__name__}: {error}".split())
            raise ProblemsFound(
                [
                    Diagnostic(
                        "page-failed",
                        f"the page cannot be rendered: {what}",
                        Location(self.project.page_path(file.src_uri)),
                        hint=f"mend the page, or the options of {module}",
                    )
                ]
            ) from error
        finally:
            self.config._current_page = None
            self._rendering = None
        return front_matter_messages(dict(page.meta)) + rendering.messages if not left_out else []
