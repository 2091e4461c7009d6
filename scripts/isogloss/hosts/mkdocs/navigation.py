"""The navigation as the host has built it: titles of sections, links and pages, wherever they come from.

mkdocs.yml gives them, a file of a plugin (``.nav.yml``, ``.pages``, ``SUMMARY.md``), or the name of a folder or a file.
A title that a page has anyway, in its front matter or its first heading, is no message beside it: it follows the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mkdocs.utils import dirname_to_title

from isogloss.hosts.mkdocs.english import English
from isogloss.hosts.mkdocs.material import words_without_translation
from isogloss.hosts.mkdocs.plugin_order import is_of_blog
from isogloss.project import Project
from isogloss.segments import Kind, Message, SourceStructure
from isogloss.segments.contexts import as_title
from isogloss.segments.text import has_words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from isogloss.diagnostics import Location

_FILES = {"awesome-nav": "filename", "awesome-pages": "filename", "literate-nav": "nav_file"}
"""The options of plugins that name the files which hold a part of the navigation."""

_BLOG_NAMES = ("archive_name", "categories_name", "authors_profiles_name")

Titles = Callable[[str], Iterable[str]]
"""The titles that the English page at a path has of its own."""


class TitleOrigins:
    """Where titles of the navigation stand."""

    def __init__(self, project: Project, config: MkDocsConfig) -> None:
        """Remember the titles of mkdocs.yml, before plugins put others in their place."""
        self._project = project
        self._listed = frozenset(_listed(config.nav))
        blogs: Any = [plugin for plugin in config.plugins.values() if is_of_blog(plugin)]
        self._blog_names = {plugin.config[name] for plugin in blogs for name in _BLOG_NAMES}
        if blogs:
            self._blog_names |= words_without_translation(config, project.locales)
        plugins: Any = {name: config.plugins[name] for name in _FILES if name in config.plugins}
        self._names = {PurePosixPath(plugin.config[_FILES[name]]).name for name, plugin in plugins.items()}

    def of_theme(self, item: Any) -> bool:
        """Whether Material for MkDocs names *item*, a part of a blog, in each of its languages."""
        views = [is_of_blog(child) for child in item.children or ()]
        return bool(views) and all(views) and item.title not in self._blog_names

    def message(self, item: Any) -> Message:
        """The message that the title of *item* is."""
        title = item.title
        folders = list(_folders(item))
        files = [path for path, text in self._texts.items() if title in text and _in(title, text)]
        near = next((path for folder in folders for path in files if path.parent == folder), None)
        if near is None and title in self._listed:
            return Message(title, Kind.NAVIGATION)
        if file := near or next(iter(files), None):
            return Message(title, Kind.NAVIGATION, origin=self._project.page_path(file.as_posix()))
        named = next((folder for folder in folders if folder.name and dirname_to_title(folder.name) == title), None)
        if named is None:
            return Message(title, Kind.NAVIGATION)
        folder = self._project.page_path(named.as_posix())
        return Message(title, Kind.NAVIGATION, "from the name of the folder", origin=folder)

    @cached_property
    def _texts(self) -> Mapping[PurePosixPath, str]:
        """The files that hold a part of the navigation, by path below docs/."""
        docs = self._project.docs_dir
        paths = docs.rglob("*") if self._names else ()
        found = sorted(path for path in paths if path.name in self._names and path.is_file())
        return {PurePosixPath(path.relative_to(docs)): path.read_text("utf-8", "replace") for path in found}


def _listed(nav: Any) -> Iterator[str]:
    for item in nav or []:
        if isinstance(item, dict):
            for title, below in item.items():
                yield str(title)
                if isinstance(below, list):
                    yield from _listed(below)


def _in(title: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(title)}(?!\w)", text) is not None


def _folders(item: Any) -> Iterator[PurePosixPath]:
    """The folders that the first page at or below *item* is in, the innermost first."""
    page = next((one for one in entries([item]) if _file(one) is not None), None)
    yield from PurePosixPath(page.file.src_uri).parents if page is not None else (PurePosixPath(),)


def entries(items: Iterable[Any]) -> Iterator[Any]:
    """All items of a navigation, in reading order."""
    for item in items:
        yield item
        yield from entries(item.children or ())


def addresses_in(nav: Navigation, project: Project, option: Any) -> dict[str, Location]:
    """The addresses that *nav* has in place of pages, each with where *option*, that of mkdocs.yml, has it."""
    found = (item.url for item in entries(nav.items) if getattr(item, "url", None) and _file(item) is None)
    return {url: project.place("nav", *next(_steps_to(url, option), ())) for url in found}


def _steps_to(address: str, value: Any) -> Iterator[tuple[str | int, ...]]:
    if value == address:
        yield ()
    parts = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for step, part in parts:
        yield from ((step, *steps) for steps in _steps_to(address, part))


def _file(item: Any) -> Any:
    return getattr(item, "file", None)


def given_title(item: Any) -> str:
    """The title that an item has been given, with words in it; of a page, empty if it has its own."""
    title = vars(item).get("title")
    return title if isinstance(title, str) and has_words(title) else ""


def same_title(title: str) -> str:
    """*title* to be compared with others: MkDocs writes some as HTML."""
    return " ".join(html.unescape(title).split())


def meta_title(page: Page) -> str:
    """The title in the front matter of *page*; empty if there is none."""
    title = page.meta.get("title")
    return title.strip() if isinstance(title, str) else ""


def _heading_title(page: Page) -> str:
    """The title that MkDocs takes from the heading of a rendered *page*; empty if there is none."""
    return getattr(page, "_title_from_render", None) or ""


def name_title(page: Page, structure: SourceStructure | None) -> Message | None:
    """The title that the file of an English *page* gives it by its name, where nothing else gives it one."""
    if (structure is not None and structure.title) or _heading_title(page) or {"title"} & {*page.meta, *vars(page)}:
        return None
    title = page.title
    return Message(title, Kind.FILE_NAME) if isinstance(title, str) and has_words(title) else None


def file_titles(file: File, structures: Mapping[str, SourceStructure]) -> list[Message]:
    """The same of a rendered *file*, as the messages of its page that it adds: one, or none."""
    named = name_title(file.page, structures.get(file.src_uri)) if file.page is not None else None
    return [named] if named is not None else []


def own_titles(page: Page, structure: SourceStructure | None) -> Iterator[str]:
    """The titles that an English *page*, once rendered, has of its own, each a message of it."""
    if title := meta_title(page):
        yield same_title(title)
    if structure is not None and structure.title:
        yield same_title(structure.title)
    if named := name_title(page, structure):
        yield same_title(named.msgid)


def navigation_messages(nav: Navigation, origins: TitleOrigins, titles: Titles) -> Iterator[Message]:
    """The titles that are messages of the navigation; *titles* says which ones pages have of their own."""
    for item in entries(nav.items):
        title = given_title(item)
        if title and not origins.of_theme(item) and not any(same_title(title) in titles(path) for path in _pages(item)):
            yield origins.message(item)


def _pages(item: Any) -> Iterator[str]:
    """The paths of the pages whose title *item* may have: its own, and those right below it."""
    for one in (item, *(item.children or ())):
        file = _file(one)
        if file is not None:
            yield file.src_uri


def titles_of(nav: Navigation) -> set[str]:
    """The titles that the items of a navigation have been given."""
    return {title for item in entries(nav.items) if (title := given_title(item))}


def translate_navigation(
    nav: Navigation, origins: TitleOrigins, english: Collection[str], translate: Callable[[Message], str | None]
) -> None:
    """Put translations of titles into the navigation. Without one, those of the *english* navigation are English.

    Others are what the options of the language give.
    """
    for item in entries(nav.items):
        translate_title(item, origins, english, translate)


def translate_title(
    item: Any, origins: TitleOrigins, english: Collection[str], translate: Callable[[Message], str | None]
) -> None:
    """The same of one *item*."""
    if title := given_title(item):
        found = translate(origins.message(item))
        if found is not None:
            item.title = found
        elif title in english and not origins.of_theme(item):
            item.title = English(title)


class LocalizedTitles:
    """What the titles that English pages have of their own have become in the language under way."""

    def __init__(
        self,
        english: Callable[[str], Page | None],
        translate: Callable[[Any], None],
        own_navigation: bool = False,
    ) -> None:
        """Without *own_navigation*, whose titles mkdocs.yml gives for this language.

        *english* gives the English page at a path, and *translate* puts in the translation of a title.
        """
        self._own_navigation = own_navigation
        self._english, self._translate = english, translate
        self._found: dict[str, dict[str, str]] = {}

    def add(self, path: str, english: str, title: str) -> None:
        """Keep that the page at *path* has *title* where the English one has the title *english*."""
        if english and title:
            self._found.setdefault(path, {})[same_title(english)] = title

    def of_page(self, path: str) -> list[tuple[str, str, bool]]:
        """What the titles of the page at *path* have become, and whether that is English."""
        found = self._found.get(path, {})
        return [(english, str(title), isinstance(title, English)) for english, title in found.items()]

    def forget(self, path: str) -> None:
        """Forget what the titles of the page at *path* have become: it is read again."""
        self._found.pop(path, None)

    def retitle(
        self,
        page: Page,
        english: Page | None,
        structure: SourceStructure,
        translate: Callable[[Message], str],
        heading_is_english: bool,
    ) -> None:
        """Give a rendered *page* of a catalog the title of its file, or what its own titles have become.

        Quotation marks in it end no value of an attribute.
        """
        path, heading = page.file.src_uri, _heading_title(page)
        self.add(path, structure.title or "", English(heading) if heading_is_english else heading)
        if (named := name_title(page, structure)) is not None:
            if english is not None and english.is_homepage:  # MkDocs calls only one page of all languages "Home".
                named = name_title(english, structure) or named
            title = translate(named)
            if not isinstance(title, English):
                page.title = title
            self.add(path, named.msgid, title)
        self.follow(page)
        # A title of mkdocs.yml may be a number.
        if english is not None and isinstance(page.title, str) and '"' in page.title and english.title != page.title:
            page.title = as_title(page.title)

    def keep(self, page: Page, english: Iterable[str]) -> None:
        """Let the navigation call a page that is written by hand what it calls itself for an *english* title."""
        for own in english:
            self.add(page.file.src_uri, own, meta_title(page) or _heading_title(page))
        self.follow(page)

    def follow(self, item: Any) -> None:
        """Give *item* the title of its page, or of a page right below it, if it has the English one."""
        for path in _pages(item) if not self._own_navigation else ():
            title = given_title(item)
            found = self._found.get(path, {}).get(same_title(title)) if title else None
            if found is not None and same_title(found) != same_title(title):
                item.title = found
            elif found is not None and not isinstance(found, English) and isinstance(title, English):
                item.title = str(title)  # A translation that is the same text.

    def follow_all(self, nav: Navigation) -> None:
        """The same for all items, once all pages are rendered.

        A page that has the title of the English page even then has got it from a plugin while pages were read: such a
        title is one of the navigation.
        """
        for item in entries(nav.items) if self._found else ():
            self.follow(item)
            file, title = _file(item), given_title(item)
            if file is None or not title or same_title(title) in self._found.get(file.src_uri, {}):
                continue
            original = self._english(file.src_uri)
            if original is not None and given_title(original) == title:
                self._translate(item)
