"""What readers get, on a site of MkDocs: tells the room ``reader`` what it has to know of each page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from isogloss.hosts.mkdocs.static_i18n import StaticI18n, is_localized
from isogloss.project import Locale, Project
from isogloss.reader import bundle, strings
from isogloss.reader.dress import Edition, Outfit, dressed, sitemap_of
from isogloss.reader.parts import Parts

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


class Reading:
    """The reader of one site, while it is built."""

    def __init__(
        self, project: Project, config: MkDocsConfig, option: object, translates: Callable[[str, str], bool]
    ) -> None:
        """Begin a site. *translates* says whether catalogs of a language, by tag, translate a page, by path."""
        self.project, self.parts = project, Parts.of(option)
        self._config, self._translates = config, translates
        self._i18n = StaticI18n.of(config)
        self._chosen = frozenset(self._i18n.links(config))
        self._untranslated: dict[str, None] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._assets: list[bundle.Asset] = []

    @cached_property
    def _locales(self) -> Mapping[str, Locale]:
        built = self._i18n.built_languages
        return {locale.tag: locale for locale in self.project.all_locales if locale.tag in built}

    def add_assets(self, files: Files, say: Callable[[str, Locale], str | None]) -> None:
        """Put the style sheet and the script among the *files* of the language that is built first.

        *say* gives a text of the reader in a language.
        """
        texts = {locale.web: _texts(locale, say) for locale in self._locales.values()}
        found = (bundle.style_sheet(self.parts), bundle.script(self.parts, texts))
        self._assets = [asset for asset in found if asset is not None]
        for asset in self._assets:
            files.append(File.generated(self._config, asset.path, content=asset.text))

    def _asset(self, kind: str, url: str) -> str:
        path = next((asset.path for asset in self._assets if asset.path.endswith(kind)), "")
        return get_relative_url(path, url) if path else ""

    def is_translated(self, tag: str, file: File) -> bool:
        """Whether anything on the page of *file* is in the language *tag*; of pages that plugins make, always."""
        if tag == self.project.source.tag or is_localized(file, self.project.source):
            return True
        key = tag, file.src_uri
        if key not in self._known:
            made = not (self.project.docs_dir / file.src_uri).is_file()
            self._known[key] = made or self._translates(tag, file.src_uri)
        return self._known[key]

    def look_at(self, files: Files, locale: Locale) -> None:
        """Take down which pages of a language that is built are not translated at all."""
        for file in files.documentation_pages():
            if file.page is not None and file.page.canonical_url and not self.is_translated(locale.tag, file):
                self._untranslated[file.page.canonical_url] = None

    def dress(self, output: str, page: Page, locale: Locale) -> str:
        """The finished page of *locale*."""
        return dressed(output, self._outfit(page.file, page.url, locale))

    def dress_template(self, output: str, locale: Locale) -> str:
        """The finished page of a template: it may be shown at any address."""
        root = urlsplit(self._config.site_url or "/").path.rstrip("/")
        outfit = self._outfit(None, "", locale)
        style, script = (f"{root}/{path}" if path else "" for path in (outfit.style_sheet, outfit.script))
        return dressed(output, replace(outfit, style_sheet=style, script=script))

    def _outfit(self, file: File | None, url: str, locale: Locale) -> Outfit:
        own_style = next(iter(self._config.extra_css), "")
        return Outfit(
            locale,
            tuple(self._editions(file, url)) if file is not None else (),
            self._i18n.default_language,
            self._asset("css", url),
            self._asset("js", url),
            own_style,
            self.parts.switcher,
            self.parts.search_engines,
        )

    def _editions(self, file: File, url: str) -> list[Edition]:
        alternates: Mapping[str, File] = getattr(file, "alternates", {})
        return [
            Edition(
                locale,
                "" if tag in self._chosen else get_relative_url(alternates[tag].url, url),
                urljoin(self._config.site_url, alternates[tag].url) if self._config.site_url else "",
                self.is_translated(tag, alternates[tag]),
            )
            for tag, locale in self._locales.items()
            if tag in alternates
        ]

    def sitemap(self, text: str) -> str:
        """The finished sitemap."""
        if not self.parts.search_engines:
            return text
        return sitemap_of(text, list(self._untranslated), self._locales[self._i18n.default_language].web)


def _texts(locale: Locale, say: Callable[[str, Locale], str | None]) -> dict[str, str]:
    """The words that scripts need in *locale*, and what language and direction they are in where it is not that."""
    found = {name: say(text, locale) for name, text in strings.TEXTS.items()}
    if None in found.values():
        name = locale.name or locale.cldr.english_name
        more = {"lang": "en", "dir": "ltr"}
        return {key: text % {"language": name} for key, text in strings.TEXTS.items()} | more
    name = locale.cldr.get_language_name() or locale.name
    more = {"dir": "rtl"} if locale.direction == "rtl" else {"dir": "ltr"}
    return {key: text % {"language": name} for key, text in found.items() if text is not None} | more
