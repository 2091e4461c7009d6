"""mkdocs-static-i18n: the one place that knows its names, most of which it does not promise to anybody.

Read in versions 1.3.0 and 1.3.1. A build of it is one MkDocs build for each language, one inside the other, with one
configuration: ``building`` is true in the inner ones.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs import utils
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs_static_i18n import folder, suffix
from mkdocs_static_i18n import plugin as of_plugin
from mkdocs_static_i18n.config import RE_LOCALE
from mkdocs_static_i18n.reconfigure import ExtendedPlugin
from mkdocs_static_i18n.utils import I18nLoggingFilter

from isogloss.hosts.mkdocs.files_again import making_again
from isogloss.hosts.mkdocs.known_source import exchange
from isogloss.hosts.mkdocs.search_duplicates import without_duplicates
from isogloss.project import Locale
from isogloss.segments.known_source import fingerprint

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

_NAMES = (
    "building",
    "build_languages",
    "current_language",
    "default_language",
)
_OWN_OPTIONS = frozenset({"admonition_translations", "nav", "nav_translations", "theme"})
"""Options of a language that are not laid over others, or take their place as a whole."""
_ADDRESSES = ("canonical_url", "abs_url")
_CLEAN_DIRECTORY = utils.clean_directory
_MAKE_FILES = frozenset({"852c8266e379b14f", "27e8221529f342fb"})
"""What stands for the code by which version 1.3 makes a file of a language, in folders or not: of names alone."""
_FINDS_DUPLICATES = "af6b4924f53aebbb"
"""What stands for the code by which version 1.3 finds duplicates in the search index."""

_TRANSLATES_TITLES = frozenset({"63448297d31b3145"})
"""The same of the code by which it goes over each line of a text, for titles that it translates."""
_FIND_FILES = frozenset({"b4ec68f809667a07", "faf6a36dd6e47091"})
"""The same of the code by which it finds the file to which a path leads, with languages in names and in folders."""


class StaticI18n:
    """The plugin i18n of one site."""

    def __init__(self, plugin: Any) -> None:
        """Take the plugin as MkDocs has loaded it. Raises :class:`PluginError` if it is of an unknown version."""
        missing = [name for name in _NAMES if not hasattr(plugin, name)]
        if missing:
            raise PluginError(
                f"isogloss does not know this version of mkdocs-static-i18n: it has no {', '.join(missing)}. "
                "Install version 1.3, or a newer isogloss."
            )
        self._plugin = plugin

    @classmethod
    def of(cls, config: MkDocsConfig) -> StaticI18n:
        """The plugin of a loaded mkdocs.yml, which lists it."""
        return cls(config.plugins["i18n"])

    @property
    def building(self) -> bool:
        """Whether the build of another language than the default one is under way, inside that of the default one."""
        return bool(self._plugin.building)

    @property
    def language(self) -> str | None:
        """The tag of the language that is being built; None before the first one."""
        tag: str | None = self._plugin.current_language
        return tag

    @property
    def default_language(self) -> str:
        """The tag of the language at the root of the site."""
        return str(self._plugin.default_language)

    @property
    def authored_language(self) -> str | None:
        """The tag of the language that mkdocs.yml calls the default one, also where another one is built alone."""
        languages = self._plugin.config.languages
        return next((language.locale for language in languages if _given(language).get("default")), None)

    def build_all(self) -> None:
        """Forget that one language alone is to be built: ``build_only_locale`` makes it the default one."""
        if self._plugin.config.build_only_locale:
            self._plugin.config.build_only_locale = None
            for language in self._plugin.config.languages:
                given = _given(language)
                language.default, language.build = given.get("default", False), given.get("build", True)

    @property
    def all_languages(self) -> list[str]:
        """The tags of all languages that are listed, built or not."""
        return list(self._plugin.all_languages)

    def language_in_name(self, src_uri: str) -> str:
        """The tag that it reads in the path of a file; empty if there is none."""
        path = PurePosixPath(src_uri)
        names = path.parts[:1] if self.in_folders else PurePosixPath(path.stem).suffixes[-1:]
        tag = "".join(names).lstrip(".")
        return tag if tag in self.all_languages or RE_LOCALE.match(tag) else ""

    def without_language(self, src_uri: str) -> str:
        """The path of a file, without the language that it reads in it."""
        path, tag = PurePosixPath(src_uri), self.language_in_name(src_uri)
        if not tag:
            return src_uri
        return str(path.relative_to(tag) if self.in_folders else path.with_name(path.name.replace(f".{tag}", "", 1)))

    @property
    def built_languages(self) -> list[str]:
        """The tags of the languages that are built this time."""
        return list(self._plugin.build_languages)

    @property
    def complete(self) -> bool:
        """Whether a language shows the page in the default language where it has none of its own."""
        return bool(self._plugin.config.fallback_to_default)

    @property
    def navigations(self) -> frozenset[str]:
        """The tags of the languages to which mkdocs.yml gives a navigation of their own."""
        return frozenset(language.locale for language in self._plugin.config.languages if language.nav is not None)

    @property
    def arranges_theme(self) -> bool:
        """Whether it gives the theme Material the language, and a switcher between languages."""
        return bool(self._plugin.config.reconfigure_material)

    def links(self, config: MkDocsConfig) -> dict[str, str]:
        """The addresses that mkdocs.yml gives to languages in the switcher, by tag; before any language is built."""
        if written := config.extra.get("alternate"):
            return {one.get("lang", ""): one.get("link", "") for one in written}
        base = urlsplit(config.site_url or "").path.rstrip("/")
        file = "" if config.use_directory_urls else "index.html"
        found = {}
        for language in self._plugin.config.languages:
            given = _given(language)
            if given.get("fixed_link") or given.get("link"):
                found[language.locale] = language.fixed_link or f"{base}{language.link}{file}"
        return found

    @property
    def in_folders(self) -> bool:
        """Whether the pages of a language are in a folder (``es/index.md``), not named with it (``index.es.md``)."""
        return bool(self._plugin.config.docs_structure == "folder")

    def options(self, tag: str) -> dict[str, Any]:
        """The options of the language *tag*."""
        return next((dict(one) for one in self._plugin.config.languages if one.locale == tag), {})

    @contextmanager
    def in_language(self, tag: str) -> Iterator[None]:
        """Let plugins believe that the language *tag* is being built."""
        before, self._plugin.current_language = self._plugin.current_language, tag
        try:
            yield
        finally:
            self._plugin.current_language = before

    def edition(self, file: File, tag: str, root: str, config: MkDocsConfig) -> File:
        """*file* as the build of the language *tag* has it, on a site with the language *root* at its root."""
        create = folder.create_i18n_file if self.in_folders else suffix.create_i18n_file
        made: File = create(file, tag, root, self.all_languages, config)
        return made

    def take(self, files: Files, root: str) -> None:
        """Take over *files* that it has not arranged itself: links in the language *root* lead to them, too."""
        options = SimpleNamespace(fallback_to_default=True)
        plugin = SimpleNamespace(current_language=self.language, default_language=root, config=options)
        files.plugin = plugin  # type: ignore[attr-defined]
        self._plugin.i18n_files_per_language[self.language] = files.documentation_pages()

    @staticmethod
    def remember_names(files: Files) -> None:
        """Let *files* remember under which names to look for what a path leads to: paths are taken apart for them."""
        if fingerprint(type(files).get_file_from_path) in _FIND_FILES:
            vars(files)["get_file_from_path"] = partial(_file_from_path, files)

    def flatten(self, nav: Navigation, root: str) -> None:
        """Take the folders of the language under way and of the language *root* out of a navigation."""
        if self.in_folders:
            folder.reconfigure_navigation(SimpleNamespace(current_language=self.language, default_language=root), nav)

    @property
    def search_entries(self) -> list[dict[str, Any]]:
        """What search plugins know of all pages in all languages, once they are built."""
        return list(self._plugin.search_entries)

    @search_entries.setter
    def search_entries(self, entries: Iterable[dict[str, Any]]) -> None:
        self._plugin.search_entries = list(entries)

    def collect_search_entries(self, config: MkDocsConfig) -> list[dict[str, Any]]:
        """What search plugins know of the pages of the language under way that are finished by now."""
        self._plugin.search_entries = []
        self._plugin.extend_search_entries(config)
        return self.search_entries

    @contextmanager
    def others_built_by(self, build: Callable[[str], None]) -> Iterator[None]:
        """Let *build* do what it does itself at the end of the first language: build the one of the given tag."""
        log = logging.getLogger("mkdocs.commands.build")
        before, clean, filters = of_plugin.build, utils.clean_directory, list(log.filters)
        of_plugin.build = lambda *_, **__: build(self._plugin.current_language)
        try:
            yield
        finally:
            of_plugin.build, utils.clean_directory, log.filters[:] = before, clean, filters
            self._plugin.building = False

    def list_default_first(self) -> Callable[[], None]:
        """List the default language, which is built by now, before the others; returns what lists them as before.

        It builds all that are listed, and leaves out the one that was built just before: a default language further
        down would be built a second time, and search would find each of its pages twice.
        """
        languages, default = self._plugin.config.languages, self.default_language
        before = list(languages)
        languages.sort(key=lambda language: language.locale != default)

        def as_before() -> None:
            languages[:] = before

        return as_before

    @staticmethod
    def clean_again() -> None:
        """Let MkDocs empty the folder of the site, and say so: the plugin keeps it from that where a language fails."""
        if utils.clean_directory.__module__ == of_plugin.__name__:
            utils.clean_directory = _CLEAN_DIRECTORY
        _speak_again()

    def begin_other(self, tag: str) -> None:
        """Begin with the language *tag*, as it does itself after the first language."""
        log = logging.getLogger("mkdocs.commands.build")
        if not self._plugin.building:
            found = I18nLoggingFilter()
            found.filtered_prefixes |= {"Documentation built in", "Building documentation to directory"}
            log.addFilter(found)
        self._plugin.building, self._plugin.current_language, self._plugin.search_entries = True, tag, []

    def end_others(self) -> None:
        """Languages that were begun with :meth:`begin_other` are built."""
        self._plugin.building = False
        _speak_again()

    def forget(self, tag: str) -> None:
        """Let go of what it knows of the pages of the language *tag*, which the sitemap of a language shows as well."""
        self._plugin.i18n_files_per_language.pop(tag, None)

    def listed(self, tag: str) -> list[dict[str, Any]]:
        """What its sitemap says of the pages of the language *tag*, which is built, in a form that JSON can hold."""
        return [_listed(file) for file in self._plugin.i18n_files_per_language.get(tag, ())]

    def make_files_once(self) -> None:
        """Let it work out once what a file is called in a language, if it is known what that depends on."""
        module: Any = folder if self.in_folders else suffix
        if fingerprint(module.create_i18n_file) in _MAKE_FILES:
            arrange = partial(type(self._plugin).reconfigure_files, self._plugin)
            self._plugin.reconfigure_files = making_again(module, "create_i18n_file", module.log, arrange)

    def leave_lines_alone(self, config: MkDocsConfig) -> None:
        """Have it go over no line of a text in a language for which there are no titles to put in."""
        events = config.plugins.events["page_markdown"]
        exchange(events, self._plugin, "on_page_markdown", _TRANSLATES_TITLES, _translate_titles)

    def find_duplicates_at_once(self) -> None:
        """Find duplicates in the search index without comparing each entry with each other, if it is known how."""

        def take_out(entries: list[dict[str, Any]]) -> None:
            entries[:] = without_duplicates(entries, self.built_languages)

        if self.knows_duplicates:
            self._plugin.reconfigure_search_duplicates = take_out

    @property
    def knows_duplicates(self) -> bool:
        """Whether it takes out of the search index what :func:`without_duplicates` takes out, and nothing else."""
        return fingerprint(getattr(ExtendedPlugin, "reconfigure_search_duplicates", None)) == _FINDS_DUPLICATES

    def index_search(self, config: MkDocsConfig) -> None:
        """Write the search index of all languages, of all search entries."""
        self._plugin.reconfigure_search_index(config)

    @property
    def more_than_texts(self) -> dict[str, list[str]]:
        """The options that it changes for some languages so that one changes the next: by option, the languages.

        What is no text, number or truth value is changed in place, and put back as it was changed before.
        """
        found: dict[str, list[str]] = {}
        for language in self._plugin.config.languages:
            given = _given(language)
            for name, value in [*given.items(), *(given.get("theme") or {}).items()]:
                if (isinstance(value, (dict, list)) and name not in _OWN_OPTIONS) or name in ("site_url", "validation"):
                    found.setdefault(name, []).append(language.locale)
        return found

    @property
    def theme_options(self) -> dict[str, Any]:
        """The options of the theme that mkdocs.yml gives to the language under way."""
        return dict(self._language.theme or {})

    def set_theme_options(self, options: dict[str, Any]) -> None:
        """Let the theme have *options* in the language under way."""
        if self._language.theme is not None:
            self._language.theme = options

    @property
    def _language(self) -> Any:
        return self._plugin.get_language_config(self.language or self.default_language)


def _file_from_path(files: Any, path: str) -> File | None:
    plugin, find = files.plugin, type(files).get_file_from_path
    known = plugin.current_language, plugin.default_language, plugin.config.fallback_to_default is True
    found = (files.src_uris.get(name) for name in _names(find, path, *known))
    return next(filter(None, found), None)


@lru_cache(maxsize=10_000)
def _names(find: Callable[[Any, str], object], path: str, language: str, root: str, falls_back: bool) -> list[str]:
    """The names by which a site looks for what *path* leads to in a language, one after the other."""
    names: list[str] = []
    config = SimpleNamespace(fallback_to_default=falls_back)
    plugin = SimpleNamespace(current_language=language, default_language=root, config=config)
    find(SimpleNamespace(plugin=plugin, src_uris=SimpleNamespace(get=names.append)), path)
    return names


def _speak_again() -> None:
    log = logging.getLogger("mkdocs.commands.build")
    log.filters[:] = [one for one in log.filters if not isinstance(one, I18nLoggingFilter)]


def warn_of_instant(warned: bool) -> None:
    """Let it warn, or not, that its links between languages do not follow the page with ``navigation.instant``.

    They do with the switcher of the reader, and a strict build would fail for nothing.
    """
    log = logging.getLogger("mkdocs.plugins.mkdocs_static_i18n.reconfigure")
    (log.removeFilter if warned else log.addFilter)(_is_not_of_instant)


def _is_not_of_instant(record: logging.LogRecord) -> bool:
    return "not compatible with theme.features = navigation.instant" not in record.getMessage()


def _listed(file: Any) -> dict[str, Any]:
    """What the template of the sitemap asks of a *file*."""
    page, alternates = file.page, file.alternates
    return {
        "url": file.url,
        "page": page and {name: getattr(page, name) for name in ("canonical_url", "abs_url", "is_link", "update_date")},
        "alternates": {
            tag: {"url": other.url, "page": other.page and {name: getattr(other.page, name) for name in _ADDRESSES}}
            for tag, other in alternates.items()
        },
    }


def _translate_titles(plugin: Any, markdown: str, **arguments: Any) -> str:
    """What the event of the plugin makes of a text."""
    if not plugin.current_language_config.admonition_translations:
        return "\n".join(markdown.splitlines())
    found: str = type(plugin).on_page_markdown(plugin, markdown, **arguments)
    return found


def has_sitemap_of_its_own(config: MkDocsConfig) -> bool:
    """Whether the template of the sitemap is not the plugin's, which lists what :meth:`StaticI18n.listed` says."""
    return Path(config.theme.custom_dir or ".", "sitemap.xml").exists()


def _given(language: Any) -> dict[str, Any]:
    """The options of one language as mkdocs.yml has them: the plugin changes them when it builds one alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MkDocs has no use for what else nobody knows.
        return {name: value for options in language.user_configs for name, value in options.items()}


def takes(tag: str) -> bool:
    """Whether the plugin takes a language of this *tag*: not every one of the web."""
    return bool(RE_LOCALE.match(tag)) or tag.lower() == "null"


def language_under_way(config: MkDocsConfig) -> Locale:
    """The language that is being built, where nothing is known of the project; English, if nobody says which."""
    plugin: Any = config.plugins.get("i18n")
    of_theme = config.theme.get("language") or config.theme.get("locale")
    tag = str(getattr(plugin, "current_language", None) or of_theme or "en")
    locale = Locale(tag.replace("_", "-"), "")
    return locale if locale.is_known else Locale("en", "")
