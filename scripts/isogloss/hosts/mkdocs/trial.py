"""A build of the whole site in a temporary place, in the source language and one more, with an eye on all plugins.

Neither the site's own folder of pages nor its catalogs are touched; mkdocs.yml stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config

from isogloss.hosts.mkdocs.page_files import is_localized
from isogloss.hosts.mkdocs.site import Site, failing
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.project import Locale
from isogloss.structure import visible

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_LEADS_ON = '<meta http-equiv="refresh"'
_OWN = frozenset({"i18n", "isogloss"})
_WATCHED = ("page_content", "post_page")
_WATCHED_FOR_PAGES = ("page_context", "env")
"""Events in which a plugin may change the HTML of pages by the way."""


@dataclass(slots=True)
class TrialPage:
    """One finished page of the other language, and what it was made of."""

    src_uri: str
    """Its path below docs/; empty for a page that is made of a template alone."""
    address: str
    """Its address below the folder of the language."""
    html: str
    english: str
    """The finished English page."""
    content: str = ""
    title: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    """Texts, without punctuation around them, that were not there before a plugin had its turn, with its name."""


@dataclass(slots=True)
class Trial:
    """The finished site."""

    config: MkDocsConfig
    pages: list[TrialPage]
    by_hand: int
    """How many pages are written by hand in the language, and are not here."""
    search: list[tuple[str, str, str]]
    """What search finds in the language: the address of a page below the language's folder, a title, and a text."""


@dataclass(slots=True)
class _Watch:
    """What is seen of the plugins while the other language is built."""

    tag: str
    files: list[File] = field(default_factory=list)
    made: dict[str, dict[str, str]] = field(default_factory=dict)

    def compare(self, path: str, before: str, after: str, plugin: str) -> None:
        """Take down which texts *plugin* has added to the page that is written to *path*."""
        made = self.made.setdefault(path, {})
        known = {part for seen in visible.read(before) for part in seen.parts}
        for part in (part for seen in visible.read(after) for part in seen.parts):
            if part not in known:
                made.setdefault(visible.bare(part), plugin)


def try_out(site: Site, locale: Locale, locales_dir: Path, site_dir: Path) -> Trial:
    """Build *site* to *site_dir*, in its source language and in *locale*, with the catalogs in *locales_dir*.

    Raises :class:`ProblemsFound` if the build fails.
    """
    with failing(site.project.config_file):
        plugins = list(_plugins(site, locale, locales_dir))
        config: MkDocsConfig = load_config(
            config_file=str(site.project.config_file), plugins=plugins, site_dir=str(site_dir), strict=False
        )
        watch = _Watch(locale.tag)
        _watch(config, watch)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_site(config)
        finally:
            config.plugins.on_shutdown()
    pages = list(_pages(site, watch, site_dir))
    by_hand = sum(is_localized(file, site.project.source) for file in watch.files)
    return Trial(config, pages, by_hand, list(_search(site_dir, locale.tag)))


def _plugins(site: Site, locale: Locale, locales_dir: Path) -> Iterator[Any]:
    """The plugins as mkdocs.yml lists them, with two languages to build and other catalogs."""
    given: Any = site.written()["plugins"]
    rows = (
        given.items()
        if isinstance(given, dict)
        else ((row, {}) if isinstance(row, str) else next(iter(row.items())) for row in given)
    )
    for name, options in rows:
        options = dict(options or {})
        if name.rpartition("/")[2] == "i18n":
            options.pop("build_only_locale", None)
            options["languages"] = list(_languages(site, locale, options["languages"]))
        elif name == "isogloss":
            options |= {"enabled": True, "locales_dir": str(locales_dir), "record": False}
        yield {name: options}


def _languages(site: Site, locale: Locale, listed: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    built = {site.project.source.tag, locale.tag}
    found = set()
    for language in listed:
        found.add(language["locale"])
        yield dict(language) | {"build": language["locale"] in built}
    if locale.tag not in found:
        yield {"locale": locale.tag, "name": locale.name, "build": True}


def _watch(config: MkDocsConfig, watch: _Watch) -> None:
    """Let *watch* see what each plugin makes of the pages of the other language."""
    events: Any = config.plugins.events
    owners = {id(plugin): name for name, plugin in config.plugins.items()}

    def watched(method: Callable[..., Any], for_pages: bool) -> Callable[..., Any]:
        owner = getattr(method, "__self__", None)
        name = owners.get(id(owner), getattr(method, "__module__", "") or "a hook")

        def run(value: str, **arguments: Any) -> Any:
            result = method(value, **arguments)
            if not isinstance(result, str) or result == value or StaticI18n.of(config).language != watch.tag:
                return result
            watch.compare(arguments["page"].file.dest_uri, value, result, name)
            return result

        def run_for_pages(value: Any, **arguments: Any) -> Any:
            pages = [file.page for file in watch.files] if "page" not in arguments else [arguments["page"]]
            before = {page.file.dest_uri: page.content or "" for page in pages if page is not None}
            result = method(value, **arguments)
            for page in pages if StaticI18n.of(config).language == watch.tag else ():
                if page is not None and before[page.file.dest_uri] != page.content:
                    watch.compare(page.file.dest_uri, before[page.file.dest_uri], page.content or "", name)
            return result

        return method if name in _OWN else run_for_pages if for_pages else run

    for event in (*_WATCHED, *_WATCHED_FOR_PAGES):
        events[event] = [watched(method, for_pages=event in _WATCHED_FOR_PAGES) for method in events[event]]

    def take_files(env: Any, *, files: Files, **_: Any) -> Any:
        if StaticI18n.of(config).language == watch.tag:
            watch.files = list(files.documentation_pages())
        return env

    events["env"] = [take_files, *events["env"], take_files]


def _pages(site: Site, watch: _Watch, site_dir: Path) -> Iterator[TrialPage]:
    files = {file.dest_uri: file for file in watch.files}
    for path in sorted((site_dir / watch.tag).rglob("*.html")):
        name = path.relative_to(site_dir).as_posix()
        english = site_dir / path.relative_to(site_dir / watch.tag)
        file = files.get(name)
        if not english.is_file() or (file is not None and is_localized(file, site.project.source)):
            continue
        address = file.url.removeprefix(f"{watch.tag}/") if file is not None else ""
        html = _text(path)
        if _LEADS_ON in html:  # Nobody sees it.
            continue
        page = TrialPage(file.src_uri if file is not None else "", address, html, _text(english))
        page.made = watch.made.get(name, {})
        if file is not None and file.page is not None:
            page.content, page.title, page.meta = file.page.content or "", str(file.page.title or ""), file.page.meta
        yield page


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _search(site_dir: Path, tag: str) -> Iterator[tuple[str, str, str]]:
    own = site_dir / tag / "search/search_index.json"
    path = own if own.is_file() else site_dir / "search/search_index.json"
    found = json.loads(_text(path))["docs"] if path.is_file() else ()
    for row in found:
        if row["location"].startswith(f"{tag}/"):
            address = row["location"].removeprefix(f"{tag}/").partition("#")[0]
            yield address, " ".join([row["title"], *row.get("tags", ())]), row["text"]
