"""mkdocs-static-i18n: the one place that knows its names, most of which it does not promise to anybody.

Read in versions 1.3.0 and 1.3.1. A build of it is one MkDocs build for each language, one inside the other, with one
configuration: ``building`` is true in the inner ones.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel
from mkdocs_static_i18n import folder, suffix
from mkdocs_static_i18n.config import RE_LOCALE

from isogloss.project import Locale
from isogloss.structure.addresses import SourceFile

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

_NAMES = ("building", "build_languages", "current_language", "default_language", "extra_alternate")


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

    def titles(self, tag: str) -> frozenset[str]:
        """The titles that mkdocs.yml gives to admonitions in the language *tag*."""
        given = self._plugin.get_language_config(tag).admonition_translations
        return frozenset(given.values() if given else ())

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

    def flatten(self, nav: Navigation, root: str) -> None:
        """Take the folders of the language under way and of the language *root* out of a navigation."""
        if self.in_folders:
            folder.reconfigure_navigation(SimpleNamespace(current_language=self.language, default_language=root), nav)

    @property
    def search_entries(self) -> list[dict[str, Any]]:
        """What search plugins know of all pages in all languages, once they are built."""
        return list(self._plugin.search_entries)

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

    def reset_switcher(self, config: MkDocsConfig) -> None:
        """Let the switcher lead to the start pages; it is left as it was on the page before."""
        if self._plugin.extra_alternate:
            config.extra.alternate = deepcopy(self._plugin.extra_alternate)  # type: ignore[attr-defined]


def _given(language: Any) -> dict[str, Any]:
    """The options of one language as mkdocs.yml has them: the plugin changes them when it builds one alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MkDocs has no use for what else nobody knows.
        return {name: value for options in language.user_configs for name, value in options.items()}


def takes(tag: str) -> bool:
    """Whether the plugin takes a language of this *tag*: not every one of the web."""
    return bool(RE_LOCALE.match(tag)) or tag.lower() == "null"


def page_of(file: File) -> str:
    """The path of a page below docs/ that is the same in all languages: ``guide.md`` for ``guide.es-ES.md``."""
    return str(getattr(file, "norm_src_uri", file.src_uri))


def language_of(file: File) -> str:
    """The tag in the name of a page that is written by hand in one language; empty if there is none."""
    return getattr(file, "localization", None) or ""


def is_localized(file: File, source: Locale) -> bool:
    """Whether *file* is a page that is written by hand in another language than the *source*."""
    return language_of(file) not in ("", source.tag)


def source_files(files: Iterable[File]) -> dict[str, SourceFile]:
    """*files* as the rooms know them that know no MkDocs, by path below docs/."""
    return {
        file.src_uri: SourceFile(
            file.src_uri,
            page_of(file),
            language_of(file),
            file.is_documentation_page(),
            file.inclusion == InclusionLevel.NOT_IN_NAV,
        )
        for file in files
    }
