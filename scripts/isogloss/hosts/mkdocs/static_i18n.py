"""mkdocs-static-i18n: the one place that knows its names, most of which it does not promise to anybody.

Read in versions 1.3.0 and 1.3.1. A build of it is one MkDocs build for each language, one inside the other, with one
configuration: ``building`` is true in the inner ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel
from mkdocs_static_i18n.config import RE_LOCALE

from isogloss.project import Locale
from isogloss.structure.addresses import SourceFile

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_NAMES = (
    "building",
    "build_languages",
    "current_language",
    "default_language",
    "extra_alternate",
)


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
    def built_languages(self) -> list[str]:
        """The tags of the languages that are built this time."""
        return list(self._plugin.build_languages)

    @property
    def complete(self) -> bool:
        """Whether a language shows the page in the default language where it has none of its own."""
        return bool(self._plugin.config.fallback_to_default)

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

    def keep_search(self) -> None:
        """Keep it from taking pages out of the index that a locale does not have in its own language."""
        self._plugin.config.reconfigure_search = False

    def reset_switcher(self, config: MkDocsConfig) -> None:
        """Let the switcher lead to the start pages; it is left as it was on the page before."""
        if self._plugin.extra_alternate:
            config.extra.alternate = deepcopy(self._plugin.extra_alternate)  # type: ignore[attr-defined]


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
