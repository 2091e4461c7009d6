"""What readers get, on a site of MkDocs: tells the room ``reader`` what it has to know of each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from html import escape, unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

import jinja2
from mkdocs.structure.files import File
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, write_file

from isogloss.catalogs.status import last_changes
from isogloss.hosts.mkdocs import own_search
from isogloss.hosts.mkdocs.icons import pointing_icons
from isogloss.hosts.mkdocs.material import is_material
from isogloss.hosts.mkdocs.page_files import is_localized
from isogloss.hosts.mkdocs.site_address import site_address, with_slash
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.status_page import edit_address, is_status_page
from isogloss.hosts.mkdocs.theme import LEFT_TO_RIGHT, WITHOUT_SWITCHER, spelled
from isogloss.project import Locale, Project
from isogloss.reader import TEMPLATES, bundle, icons, programs, search, strings
from isogloss.reader.dress import Card, Edition, Outfit, dressed, lost, sitemap_of
from isogloss.reader.line import LINE, TOOLS, Facts, variables
from isogloss.reader.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

    from isogloss.catalogs.status import Progress
    from isogloss.hosts.mkdocs.options import IsoglossConfig
    from isogloss.structure.decisions import DecisionGuide


class Reading:
    """The reader of one site, while it is built."""

    def __init__(
        self, project: Project, config: MkDocsConfig, options: IsoglossConfig, translates: Callable[[str, str], bool]
    ) -> None:
        """Begin a site. *translates* says whether catalogs of a language, by tag, translate a page, by path."""
        self.project, self.parts, self._server = project, Parts.of(options.reader), options.translation_server
        self.config, self._translates = config, translates
        self._i18n = StaticI18n.of(config)
        self._links = self._i18n.links(config)
        self.untranslated: dict[str, None] = {}
        """The addresses of the pages on which nothing is translated, of the languages that were begun."""
        self.undrawn: dict[tuple[str, str], None] = {}
        """The path of the page, and the anchor, of each decision guide that is not drawn in the language under way."""
        self._known: dict[tuple[str, str], bool] = {}
        self._made: dict[str, bool] = {}
        """Of each path of a page, whether there is no such file: a plugin has made the page."""
        self._named: dict[str, str] = {}
        self._assets: list[bundle.Asset] = []
        self.forgives = own_search.forgives(config, self.parts.search, options.reader)
        """Whether search is the reader's, and not the theme's."""
        self._worker: bundle.Asset | None = None
        self._results = ""

    @property
    def has_results(self) -> bool:
        """Whether there is a page that shows what is found, in each language."""
        return self.forgives and own_search.has_results(self.config)

    @cached_property
    def _locales(self) -> Mapping[str, Locale]:
        built = self._i18n.built_languages
        return {locale.tag: locale for locale in self.project.all_locales if locale.tag in built}

    def begin(self, files: Iterable[File], env: jinja2.Environment, locale: Locale, say: strings.Say) -> None:
        """Begin a language, once the pages of *files* are rendered; *say* gives a text of the reader in a language."""
        self._env, self._say = env, say
        self.undrawn = {}
        self._words: dict[str, strings.Words] = {}
        self._lines: dict[str, str] = {}
        self._tools: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        if env.loader is not None:
            env.loader = jinja2.ChoiceLoader([env.loader, jinja2.FileSystemLoader(TEMPLATES)])
        for file in files:
            if file.page is not None and file.page.canonical_url and not self.is_translated(locale.tag, file):
                self.untranslated[file.page.canonical_url] = None

    def forget(self, tag: str) -> None:
        """Ask again which pages are translated to the language *tag*."""
        self._known = {known: found for known, found in self._known.items() if known[0] != tag}
        self._made.clear()

    def words(self, locale: Locale) -> strings.Words:
        """The words of the reader in a language."""
        if locale.tag not in self._words:
            self._words[locale.tag] = strings.words(locale, self._say)
        return self._words[locale.tag]

    def add_assets(self, files: Files) -> None:
        """Put the style sheet and the script among the *files* of the language that is built first."""
        self._worker = bundle.search_worker(self.parts) if self.forgives else None
        texts = {
            locale.web: _for_scripts(self.words(locale), locale) | self._addresses(locale)
            for locale in self._locales.values()
        }
        searched = own_search.has_search(self.config)
        first = bundle.search_script(self._worker, is_material(self.config)) if searched else ""
        to_turn = any(one.direction == "rtl" for one in self._locales.values()) and (
            self.config.theme.name in LEFT_TO_RIGHT
        )
        found = (bundle.style_sheet(self.parts, to_turn), bundle.script(self.parts, texts, first))
        self._assets = [asset for asset in found if asset is not None]
        for asset in [*self._assets, *([self._worker] if self._worker is not None else [])]:
            files.append(File.generated(self.config, asset.path, content=asset.text))

    def add_for_programs(self, files: Files, nav: Navigation, locale: Locale) -> None:
        """Put what programs read of *locale* among its *files*, where the site has none of its own."""
        path = f"{self._folder(locale)}llms.txt"
        if self.parts.llms:
            self._add(files, path, self._llms(path, files, nav, locale))
        site_url = site_address(self.config)
        # On a host that is shared, nobody looks for the file below a folder.
        if self.parts.robots and site_url and urlsplit(site_url).path == "/" and not self._folder(locale):
            self._add(files, "robots.txt", programs.robots(urljoin(site_url, "sitemap.xml")))

    def _add(self, files: Files, path: str, text: str) -> None:
        if all(file.dest_uri != path for file in files):
            files.append(File.generated(self.config, path, content=text))

    def _llms(self, path: str, files: Files, nav: Navigation, locale: Locale) -> str:
        root = site_address(self.config)

        def address(url: str) -> str:
            return urljoin(root, url) if root else get_relative_url(url, path)

        def listed(pages: Iterable[Page]) -> list[programs.Entry]:
            there = (page for page in pages if self.is_translated(locale.tag, page.file))
            return [programs.Entry(_title(page), address(page.url), _about(page)) for page in there]

        name, about = self.config.site_name, self.config.site_description or ""
        groups = [programs.Group(title or name, listed(pages)) for title, pages in _groups(nav.items)]
        others = [
            programs.Entry(one.name, address(f"{self._folder(one)}llms.txt"))
            for one in self._locales.values()
            if one != locale and self._has_pages(one, files)
        ]
        return programs.llms(name, about, groups, others)

    def _has_pages(self, locale: Locale, files: Files) -> bool:
        editions = (getattr(file, "alternates", {}).get(locale.tag) for file in files.documentation_pages())
        return any(file is not None and self.is_translated(locale.tag, file) for file in editions)

    def _folder(self, locale: Locale) -> str:
        """Where the pages of *locale* are on the site; empty for its root."""
        return "" if locale.tag == self._i18n.default_language else f"{locale.tag}/"

    def _addresses(self, locale: Locale) -> dict[str, str]:
        index = own_search.index_of(locale, not self._folder(locale), self.config)
        return {"folder": self._folder(locale), "index": index}

    def tell(self, page: Page, locale: Locale, found: Progress) -> None:
        """Make the line of a page in *locale*, of which *found* is translated, if there is anything to say."""
        for told_before in (self._lines, self._tools):  # A preview tells of a page again when it has changed.
            told_before.pop(page.file.src_uri, None)
        source, words = self.project.source, self.words(locale)
        original = getattr(page.file, "alternates", {}).get(source.tag)
        facts = Facts(
            found.percent,
            found.missing + found.refused,
            found.fuzzy,
            found.type == "machine" and found.translated > 0,
            self._changed.get(self.project.page_path(page.file.src_uri)) if found.fuzzy else None,
            get_relative_url(original.url, page.url) if original is not None else "",
            self._improve(page.file.src_uri, locale, found.catalog) if self.parts.improve else "",
        )
        told = variables(facts, locale, source, words, spelled)
        if self.parts.line and facts.worth_telling:
            self._lines[page.file.src_uri] = self._rendered(LINE, told)
        told["original"] = facts.original if self.parts.original and found.translated else ""
        if told["original"] or told["improve"]:
            self._tools[page.file.src_uri] = self._rendered(TOOLS, told)

    def told_of(self, src_uri: str) -> tuple[str, str]:
        """The line and the tools that :meth:`tell` has made of the page at *src_uri*."""
        return self._lines.get(src_uri, ""), self._tools.get(src_uri, "")

    def _improve(self, src_uri: str, locale: Locale, catalog: str) -> str:
        """Where the translation of a page is mended: on the server that the site has for it, or in its *catalog*."""
        if self._server is None:
            return (edit_address(self.config, catalog) or "") if catalog else ""
        names = {"locale": locale.web, "page": src_uri.rpartition(".")[0], "catalog": catalog}
        address = self._server
        for name, value in names.items():
            address = address.replace(f"{{{name}}}", quote(value))
        return address

    def _rendered(self, template: str, told: Mapping[str, object]) -> str:
        return self._env.get_template(template).render(told).strip()

    @cached_property
    def _changed(self) -> Mapping[str, date]:
        """When each page changed last: Git is asked when a page has an outdated passage, and not before."""
        return last_changes(self.project)

    def _asset(self, kind: str, url: str) -> str:
        path = next((asset.path for asset in self._assets if asset.path.endswith(kind)), "")
        return get_relative_url(path, url) if path else ""

    def is_translated(self, tag: str, file: File) -> bool:
        """Whether anything on the page of *file* is in the language *tag*; of pages that plugins make, always."""
        if tag == self.project.source.tag or is_localized(file, self.project.source):
            return True
        key = tag, file.src_uri
        known = self._known.get(key)
        if known is None:
            if (made := self._made.get(file.src_uri)) is None:
                made = self._made[file.src_uri] = not (self.project.docs_dir / file.src_uri).is_file()
            spoken = not is_status_page(file) or self.words(self._locales[tag]).language == self._locales[tag].web
            known = self._known[key] = spoken if made else self._translates(tag, file.src_uri)
        return known

    def with_search(self, output: str, locale: Locale) -> str:
        """The finished page of *locale*, with the search of the reader."""
        if not is_material(self.config):
            return own_search.asking(output, self._folder(locale)) if self.has_results else output
        worker = self._worker.path if self._worker is not None else ""
        sentence = search.sentence(self.words(locale), locale) if self.parts.search else ""
        return own_search.page(output, worker, sentence)

    def dress(self, output: str, page: Page, locale: Locale, guides: Sequence[DecisionGuide] = ()) -> str:
        """The finished page of *locale*, with the decision *guides* that it has."""
        if self.parts.decisions and guides:
            from isogloss.reader.chooser import GUIDE, drawn  # Most sites have none.

            words = self.words(locale)
            output, failed = drawn(output, guides, words, locale, partial(self._rendered, GUIDE))
            if not is_localized(page.file, self.project.source):
                self.leave_undrawn(page.file.src_uri, failed)
        output = self._with_turned_icons(output, page.file, locale)
        line, tools = (found.get(page.file.src_uri, "") for found in (self._lines, self._tools))
        of_page = {"card": self._card(page), "text": page.content or "", "line": line, "tools": tools}
        return dressed(output, self._outfit(page.file, page.url, locale, **of_page))

    def _with_turned_icons(self, output: str, file: File, locale: Locale) -> str:
        """Of a page by hand it is not known which way its icons are meant."""
        source = self.project.source
        if not self.parts.styles or locale.direction == source.direction or is_localized(file, source):
            return output
        return icons.turned(output, self._pointing if "twemoji" in output else ())

    @cached_property
    def _pointing(self) -> frozenset[str]:
        return pointing_icons(self.config)

    def undrawn_on(self, src_uri: str) -> list[str]:
        """The anchors of the decision guides of a page that are not drawn."""
        return [anchor for path, anchor in self.undrawn if path == src_uri]

    def leave_undrawn(self, src_uri: str, anchors: Iterable[str]) -> None:
        """Take down that the decision guides of a page with these *anchors* are not drawn."""
        self.undrawn |= dict.fromkeys((src_uri, anchor) for anchor in anchors)

    def results(self, output: str, locale: Locale) -> str:
        """The page of the theme readthedocs that shows what is found, for the root of the site, as it is there.

        That of *locale* is put into the folder of the language.
        """
        folder = self._folder(locale)
        page = dressed(output, self._outfit(None, "", locale))
        if folder:
            page = own_search.results_in(page, folder)
            write_file(page.encode("utf-8"), str(Path(self.config.site_dir, folder, own_search.RESULTS)))
        else:
            self._results = page
        return self._results or page

    def dress_template(self, output: str, locale: Locale) -> str:
        """The finished page of a template: it may be shown at any address."""
        root = urlsplit(self.config.site_url or "/").path.rstrip("/")
        outfit = self._outfit(None, "", locale)
        style, script = (f"{root}/{path}" if path else "" for path in (outfit.style_sheet, outfit.script))
        if self.parts.not_found:
            known = {one: self.words(one) for one in self._locales.values()}
            spoken = [one for one in known if one == self.project.source or known[one].language == one.web]
            languages = [self._at_home(root, one) for one in spoken]
            text = self._env.get_template("isogloss/lost.html").render(languages=languages)
            output = lost(output, text)
        return dressed(output, outfit._replace(style_sheet=style, script=script))

    def _at_home(self, root: str, locale: Locale) -> dict[str, object]:
        """Where *locale* is on a site below *root*, for its lost readers."""
        folder = self._folder(locale)
        home = f"{root}/{folder}{'' if self.config.use_directory_urls else 'index.html'}"
        return {"tag": locale.web, "folder": folder, "home": home, "words": self.words(locale)}

    def _outfit(self, file: File | None, url: str, locale: Locale, **of_page: Any) -> Outfit:
        own_style = next(iter(self.config.extra_css), "")
        return Outfit(
            locale,
            tuple(self._editions(file, url)) if file is not None else (),
            self._i18n.default_language,
            style_sheet=self._asset("css", url),
            script=self._asset("js", url),
            before=own_search.theme_script(self.config),
            before_style=own_style,
            path=self._path(locale) if self.parts.styles else "",
            switcher=self.parts.switcher,
            draws_none=self.config.theme.name in WITHOUT_SWITCHER,
            search_engines=self.parts.search_engines,
            abbreviations=self.parts.abbreviations,
            **of_page,
        )

    def _path(self, locale: Locale) -> str:
        if locale.tag not in self._paths:
            words = self.words(locale)
            self._paths[locale.tag] = f'aria-label="{escape(words.texts["here"])}"{words.marks(locale)}'
        return self._paths[locale.tag]

    def _card(self, page: Page) -> Card | None:
        if not self.parts.open_graph:
            return None
        about = _about(page) or self.config.site_description or ""
        return Card(_title(page), about, self._image(page), page.canonical_url or "")

    def _image(self, page: Page) -> str:
        """The image that the front matter names, as a link on the page would; empty if there is none on the site."""
        named = page.meta.get("image")
        if not isinstance(named, str) or urlsplit(named).scheme:
            return named if isinstance(named, str) else ""
        path = normpath(join(dirname(page.file.src_uri), named))
        site_url = site_address(self.config)
        return urljoin(site_url, quote(path)) if site_url and (self.project.docs_dir / path).is_file() else ""

    def _editions(self, file: File, url: str) -> list[Edition]:
        alternates: Mapping[str, File] = getattr(file, "alternates", {})
        return [
            Edition(
                locale,
                "" if tag in self._links else get_relative_url(alternates[tag].url, url),
                self._absolute(alternates[tag].url),
                self.is_translated(tag, alternates[tag]),
                self._links.get(tag, ""),
            )
            for tag, locale in self._locales.items()
            if tag in alternates
        ]

    def _absolute(self, url: str) -> str:
        """A page of the site with the host: each language names it on the page in its own."""
        if url not in self._named:
            self._named[url] = urljoin(root, url) if (root := site_address(self.config)) else ""
        return self._named[url]

    def sitemap(self, text: str) -> str:
        """The finished sitemap."""
        if not self.parts.search_engines:
            return text
        root = self._locales[self._i18n.default_language].web
        return sitemap_of(with_slash(text, self.config), list(self.untranslated), root)


def _groups(items: Iterable[StructureItem], title: str = "") -> Iterator[tuple[str, list[Page]]]:
    """The pages of each section of the navigation, by its *title*."""
    kept = list(items)
    yield title, [item for item in kept if isinstance(item, Page)]
    for item in kept:
        if isinstance(item, Section):
            yield from _groups(item.children, str(item.title))


def _title(page: Page) -> str:
    title = page.meta.get("title")
    # What MkDocs takes from a heading is HTML.
    return title if isinstance(title, str) and title else unescape(str(page.title))


def _about(page: Page) -> str:
    about = page.meta.get("description")
    return about if isinstance(about, str) else ""


def _for_scripts(words: strings.Words, locale: Locale) -> dict[str, str]:
    """The words that scripts need on pages of *locale*, and what language and direction they are in."""
    own = words.language == locale.web
    name = locale.own_name if own else locale.name
    texts = {key: words.texts[key] for key in strings.SCRIPTS}
    texts["available"] %= {"language": name or locale.name}
    return texts | {"lang": words.language, "dir": words.direction}
