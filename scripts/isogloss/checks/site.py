"""Checks of the finished site: its pages in all languages, as they were written to the site folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from isogloss.checks.registry import Finding, Subject, check
from isogloss.diagnostics import Severity
from isogloss.structure.addresses import path_and_anchor, place


class End(NamedTuple):
    """An end of a decision guide."""

    answers: tuple[str, ...]
    """What leads to it."""
    text: str
    target: str
    """The address, as it is written."""


class DrawnGuide(NamedTuple):
    """A decision guide as a page shows it."""

    anchor: str
    list: tuple[End, ...]
    steps: tuple[tuple[str, str], ...]
    """Of each answer with others below it: the fragment that it leads to, and the id of the list of the others."""
    table: tuple[End, ...]
    map: tuple[End, ...]


class BuiltPage(NamedTuple):
    """What one page of the site says besides its text. Addresses are paths below the site, as far as they are on it."""

    path: str
    """The file below the site folder: ``es-ES/guide/index.html``."""
    locale: str
    """The language in whose folder the page is."""
    page: str
    """The path of the same page in the source language: ``guide/index.html``."""
    language: str
    """The attribute ``lang`` of the whole page."""
    alternates: tuple[tuple[str, str], ...]
    """Language and address of each ``<link rel="alternate" hreflang>``."""
    switcher: tuple[tuple[str, str], ...]
    """Language and address of each link of the language switcher."""
    navigation: tuple[str, ...]
    """Where the links outside of the text lead, as places in the source language; nothing where all languages agree."""
    links: tuple[str, ...]
    """The places to which those links lead that have a fragment, but for what is there on the page itself."""
    ids: frozenset[str]
    hosts: tuple[str, ...]
    """Other hosts that a browser asks for scripts, styles, images or frames."""
    canonical: str = ""
    """The other page of the site that search engines are to take this one for; empty if it is one of its own."""
    guides: tuple[DrawnGuide, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the author of the site says of languages in mkdocs.yml, where it is not as it would be by itself."""

    languages: frozenset[str] = frozenset()
    """The languages whose pages say another one, by the options of the theme."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By language: where its link in the switcher leads, for the lack of a page of its own on all pages."""
    navigation: frozenset[str] = frozenset()
    """The languages that have a navigation of their own."""
    by_folders: bool = False
    """Whether the navigation is made of folders of languages: pages written by hand come behind the others then."""


def _nobody(_page: BuiltPage) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """All pages of the site."""

    pages: Mapping[str, BuiltPage]
    """By path."""
    source: str
    """The source language."""
    locales: Sequence[str]
    """The other languages that were built."""
    files: frozenset[str]
    """All files below the site folder."""
    complete: bool = True
    """Whether a language shows the English page where it has none of its own."""
    sitemap: frozenset[str] | None = None
    """The pages that the sitemap lists, by path; None if there is none."""
    found_by_search: Mapping[str, frozenset[str]] | None = None
    """The pages in the search index of each language."""
    kept_out: Callable[[BuiltPage], bool] = _nobody
    """Whether a page asks search not to find it."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """The place to which the address of each page that is gone leads, by its file in each language; empty if there is
    no file."""
    single: frozenset[str] = frozenset()
    """Pages, by path, that one language alone has; they are not compared."""
    chosen: Chosen = Chosen()


class BuiltPlace(NamedTuple):
    """Where something is wrong in the finished site."""

    path: str
    """The file below the site folder."""
    page: str = ""
    """The page by its path in the source language; empty for a file that is no page."""
    locale: str = ""
    """The language in whose folder it is; empty for what is said of all languages at once."""
    near: str = ""
    """A part of the address or the text at the place, as the page's author may have written it."""


def _at(page: BuiltPage, near: str = "") -> BuiltPlace:
    return BuiltPlace(page.path, page.page, page.locale, near)


def _in_source(site: BuiltSite, path: str) -> str:
    """*path* as the source language has it, so that a mistake on all pages of that name is one."""
    first, _, rest = path.partition("/")
    return rest if first in site.locales else path


def _counterparts(site: BuiltSite) -> Iterator[tuple[BuiltPage, str, BuiltPage | None]]:
    """Each page in the source language with its counterpart in each other one."""
    for page in site.pages.values():
        if page.locale == site.source:
            for locale in site.locales:
                yield page, locale, site.pages.get(f"{locale}/{page.page}")


@check(Subject.SITE)
def check_page_in_locale(site: BuiltSite) -> Iterator[Finding]:
    """A page that a language does not have at all, neither translated nor in English.

    Bad: ``guide/index.html`` without ``es-ES/guide/index.html``
    Good: every page in every language
    """
    missing: dict[str, list[str]] = {}
    for page, locale, other in _counterparts(site):
        if other is None and site.complete:
            missing.setdefault(page.page, []).append(f"{locale}/{page.page}")
    for name, paths in missing.items():
        message = f"the site has no {' and no '.join(paths)}"
        yield Finding(message, "set 'fallback_to_default' of the plugin i18n", BuiltPlace(name, name))


@check(Subject.SITE)
def check_html_language(site: BuiltSite) -> Iterator[Finding]:
    """A page whose ``lang`` is not the language that it is in: it is read aloud with the wrong voice.

    Bad: ``<html lang="es">`` or ``<html lang="en">`` on a page of es-ES
    Good: ``<html lang="es-ES">``
    """
    for page in site.pages.values():
        if page.language != page.locale and page.locale not in site.chosen.languages:
            said = f'says lang="{page.language}", which is not' if page.language else "does not say"
            message = f"the page {said} the language that it is in"
            yield Finding(message, "let the theme write the tag of the language in <html lang>", _at(page))


@check(Subject.SITE)
def check_switcher(site: BuiltSite) -> Iterator[Finding]:
    """A language switcher that lacks a language or leads to another page.

    Bad: the switcher leads to the start page in Spanish
    Good: the switcher leads to the same page in every language
    """
    for page in site.pages.values():
        yield from _leading_elsewhere(site, page, page.switcher, "the language switcher")


@check(Subject.SITE)
def check_hreflang(site: BuiltSite) -> Iterator[Finding]:
    """Alternates of a page, for search engines, of which one is missing or leads to another page.

    Bad: ``<link rel="alternate" hreflang="es-ES" href="/">``
    Good: ``<link rel="alternate" hreflang="es-ES" href="/es-ES/guide/">``
    """
    for page in site.pages.values():
        yield from _leading_elsewhere(site, page, page.alternates, "hreflang")


def _leading_elsewhere(
    site: BuiltSite, page: BuiltPage, links: tuple[tuple[str, str], ...], what: str
) -> Iterator[Finding]:
    if not links:
        return
    found = dict(links)
    for locale in (site.source, *site.locales):
        expected = page.page if locale == site.source else f"{locale}/{page.page}"
        if found.get(locale) == site.chosen.addresses.get(locale, expected):
            continue
        if locale not in found:
            if what == "hreflang" and expected in site.pages and site.pages[expected].canonical:
                continue
            yield Finding(f"{what} lacks {locale}", "list the language in the plugin i18n", _at(page))
        elif locale == page.locale and found[locale] in site.pages and site.pages[found[locale]].locale == locale:
            continue  # The second page of a list of posts, for one, says that the list is its first page.
        elif found[locale] != expected and expected in site.pages:
            yield Finding(f"{what} leads to {found[locale]} for {locale}, not to {expected}", "", _at(page))


@check(Subject.SITE)
def check_navigation(site: BuiltSite) -> Iterator[Finding]:
    """A page on which the navigation does not lead where it leads in English.

    Bad: an entry of the Spanish menu is missing, or leads to an English page
    Good: the same entries in the same order, each in the reader's language
    """
    for page, locale, other in _counterparts(site):
        if other is None or not site.complete or locale in site.chosen.navigation:
            continue
        own = {path.removeprefix(f"{locale}/") for path in site.single if path.startswith(f"{locale}/")} - site.single
        ordered = not own and not site.chosen.by_folders
        here, there = (_entries(one, own, ordered=ordered) for one in (page, other))
        if here != there:
            missing = Counter(here) - Counter(there)
            added = Counter(there) - Counter(here)
            what = f"lacks {', '.join(missing)}" if missing else "has another order"
            what = f"leads to {', '.join(added)}" if added else what
            yield Finding(f"the navigation {what}", "see 'nav' in mkdocs.yml and the templates", _at(other))


def _entries(page: BuiltPage, own: set[str], *, ordered: bool) -> Sequence[str]:
    """Where the navigation leads, but for pages that a language has of its *own*: the next page may be one of them."""
    return page.navigation if ordered else sorted(set(page.navigation) - set(map(place, own)))


@check(Subject.SITE)
def check_dead_fragment(site: BuiltSite) -> Iterator[Finding]:
    """A link on a finished page to an anchor that is not there, in the language of the page.

    Bad: ``href="../guide/#setup"`` where the Spanish guide has no ``id="setup"``
    Good: an anchor that is the same in every language
    """
    for page in site.pages.values():
        for link in dict.fromkeys(page.links):
            path, fragment = path_and_anchor(link)
            there = site.pages.get(path)
            if fragment and there is not None and fragment not in there.ids:
                target = _in_source(site, link)
                yield Finding(
                    f"a link leads to {target}, and the page has no such anchor", "", _at(page, f"#{fragment}")
                )


@check(Subject.SITE)
def check_decision_forms(site: BuiltSite) -> Iterator[Finding]:
    """A decision guide whose steps, table and map do not lead where its list leads, or whose steps differ from English.

    Bad: a template of the site for the table that leaves out what is below the second question
    Good: each form has all ends of the list, with the answers that lead to them
    """
    for page in site.pages.values():
        source = site.pages.get(page.page)
        english = {guide.anchor: guide for guide in source.guides} if source is not None else {}
        for guide in page.guides:
            wrong = [name for name, form in (("table", guide.table), ("map", guide.map)) if form != guide.list]
            if not guide.list or any(link != step for link, step in guide.steps):
                wrong.insert(0, "chooser")
            for name in wrong:
                yield Finding(f"the {name} of #{guide.anchor} does not say what its list says", "", _at(page))
            other = english.get(guide.anchor)
            if other is not None and (other.steps, len(other.list)) != (guide.steps, len(guide.list)):
                yield Finding(f"the steps of #{guide.anchor} are not those of the English page", "", _at(page))


@check(Subject.SITE)
def check_redirect(site: BuiltSite) -> Iterator[Finding]:
    """The old address of a page that was renamed, which leads nowhere, or to another language than it is in.

    Bad: ``es/old/`` is not there, or leads to ``new/``
    Good: ``es/old/`` leads to ``es/new/``, as ``old/`` leads to ``new/``
    """
    for path, target in site.redirects.items():
        language = next((tag for tag in site.locales if path.startswith(f"{tag}/")), site.source)
        leads, fragment = path_and_anchor(target)
        page = site.pages.get(leads)
        at = BuiltPlace(path, _in_source(site, path), language)
        if not target:
            yield Finding("the old address of a page leads nowhere", "list the plugin redirects before i18n", at)
        elif "://" in target:
            continue
        elif leads not in site.files:
            yield Finding(f"an old address leads to {_in_source(site, leads)}, which is not there", "", at)
        elif page is not None and page.locale != language:
            yield Finding(f"an old address leads to {leads}, which is in another language", "", at)
        elif page is not None and fragment and fragment not in page.ids:
            there = _in_source(site, target)
            yield Finding(f"an old address leads to {there}, and the page has no such anchor", "", at)


@check(Subject.SITE)
def check_sitemap(site: BuiltSite) -> Iterator[Finding]:
    """A page that the sitemap does not list, or one on it that is not there.

    Bad: a sitemap with the English pages alone
    Good: a sitemap with each page in each language
    """
    if site.sitemap is None:
        return
    for path in sorted(path for path in site.pages.keys() - site.sitemap if not site.pages[path].canonical):
        yield Finding("the sitemap does not list this page", "", _at(site.pages[path]))
    for path in sorted(site.sitemap - site.files):
        yield Finding(f"the sitemap lists {path}, which is not there", "", BuiltPlace("sitemap.xml"))


@check(Subject.SITE)
def check_search(site: BuiltSite) -> Iterator[Finding]:
    """A page that search finds in English and not in the reader's language, or one that it finds in another language.

    Bad: readers of Spanish get results in five languages
    Good: a search index for each language

    What search does not find in English either, its author keeps out of search. Themes other than Material have one
    index for all.
    """
    indexes = site.found_by_search or {}
    if list(indexes) == [site.source]:
        return
    wanted = indexes.get(site.source, frozenset())
    for locale, found in indexes.items():
        own = {page.path: page.page for page in site.pages.values() if page.locale == locale}
        for path in sorted(found - own.keys() - site.single):
            at = _at(site.pages[path]) if path in site.pages else BuiltPlace(path)
            what = "is in another language" if path in site.files else "is not there"
            yield Finding(f"search in {locale} finds {path}, which {what}", "", at)
        for path in sorted(path for path, english in own.items() if english in wanted and path not in found):
            page = site.pages[path]
            if site.kept_out(page):
                message = "search does not find this page, as its front matter says"
                hint = "remove 'exclude: true' below 'search': each language has a search of its own"
                yield Finding(message, hint, _at(page), wished=True)
            else:
                yield Finding("search does not find this page in its language", "", _at(page))


@check(Subject.SITE, severity=Severity.WARNING)
def check_other_host(site: BuiltSite) -> Iterator[Finding]:
    """A page that asks another host for a script, a style, an image or a frame: the host learns who reads what.

    Bad: ``<link rel="stylesheet" href="https://fonts.example/css">``
    Good: everything on the site itself: with Material for MkDocs, ``font: false`` or the plugin privacy
    """
    asked: dict[str, list[BuiltPage]] = {}
    for page in site.pages.values():
        for host in dict.fromkeys(page.hosts):
            asked.setdefault(host, []).append(page)
    for host, pages in asked.items():
        at = BuiltPlace(pages[0].path, pages[0].page, "", host)
        needed = f": {len(pages)} pages need it" if len(pages) > 1 else ""
        yield Finding(f"the site asks {host} for something", f"keep a copy on the site{needed}", at)
