"""One page of the finished site after the other: what each says besides its text, and where its links lead.

A navigation has a link to each page on each page. What a tag says is read once for all pages that have it, and where
the navigation leads is looked up only where it is not written alike in all languages.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from isogloss.checks.site import BuiltPage, DrawnGuide
from isogloss.hosts.mkdocs.read_before import Files, ReadBefore
from isogloss.hosts.mkdocs.sharing import ShareOut, in_turn
from isogloss.structure.addresses import anchor_of, place, served_below

_TAG = re.compile(r"<(a [^>]*|(?:a|html|link|script|img|iframe|source|embed|/?nav|/?article)\b[^>]*)>")
_NAME = re.compile(r"/?[a-z]+")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_VALUES = [re.compile(rf'{name}=(?<=\s{name}=)("[^"]*|.)', re.DOTALL) for name in ("id", "name")]
"""The values of these attributes, each behind its quotation mark."""
_ID = re.compile(r"""\s(?:id|name)=(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""")
_PLAIN = re.compile(r"(?!/)([\w./-]*)(#[\w./-]*)?", re.ASCII)
"""An address that says nothing but a path and a fragment, without any escape: nearly all of them."""
_STEPS = {"nav": (1, 0), "/nav": (-1, 0), "article": (0, 1), "/article": (0, -1)}
"""How much deeper what follows is in the navigation, and in an article around which there may be one."""
_OF_OTHERS = frozenset({"next", "prev", "author"})
"""Links in the head of a page that a browser does not follow by itself."""

_MANY = 100
"""So many files are worth another process."""

_OFFERS = frozenset({"isogloss-switch", "isogloss-original"})
"""Classes of links of ours that lead to an edition."""

Base = tuple[str, str]
"""The host and the path of the site, in which nothing is escaped."""


def base_of(site_url: str) -> Base:
    """The host and the path of the site at *site_url*."""
    return urlsplit(site_url).netloc, served_below(site_url)


class _Tag(NamedTuple):
    """What a tag says, wherever it stands."""

    name: str
    """Empty if it says nothing of use here."""
    address: str = ""
    """As it is written."""
    language: str = ""
    """The language of what it leads to, if it says one."""
    relation: str = ""
    host: str = ""
    """The other host that the address is on."""
    offers: bool = False
    """Whether it leads to an edition as the switcher does, and is not the switcher."""
    anchor: str | None = None
    """Where on a page it leads, if it leads anywhere: of the page itself the anchor, else what no anchor is."""


class Reading:
    """The pages of one finished site, while they are read."""

    def __init__(
        self,
        site_dir: Path,
        tags: Sequence[str],
        names: Mapping[str, str],
        base: Base,
        before: ReadBefore | None = None,
    ) -> None:
        """Take the *tags* of the languages beside that of the source, and those of all by what pages call them.

        *before* is what is known from an earlier build.
        """
        self.site_dir, self.tags, self.names, self.base = site_dir, tags, names, base
        self._before = before
        if before is not None:
            before.begin([tags, sorted(names.items()), base])
        self.known: dict[str, _Tag] = {}
        self._named: dict[str, tuple[str, str]] = {}
        """Where whole addresses of the page that is read lead."""
        self._folders = [f"{tag}/" for tag in tags]
        self._whole = tuple(f"{scheme}://{base[0]}/" for scheme in ("http", "https") if base[0])
        self.targets: dict[str, str] = {}

    def pages(
        self, editions: Mapping[str, Mapping[str, str]], share_out: ShareOut = in_turn
    ) -> Iterator[dict[str, BuiltPage]]:
        """Each page in each language, by its path; *editions* has the paths by page and language."""
        known: dict[str, dict[str, BuiltPage]] = {}
        files: dict[str, Files] = {}
        before = self._before
        if before is not None:
            for page, paths in editions.items():
                files[page] = [(tag, path, before.hashed(self.site_dir / path)) for tag, path in paths.items()]
                if (found := before.find(page, files[page])) is not None:
                    known[page] = found
        missing = [page for page in editions if page not in known]
        many = sum(len(editions[page]) for page in missing) >= _MANY
        made = (share_out if many else in_turn)(lambda page: self.read(page, editions[page]), missing)
        read = dict(zip(missing, made, strict=True))
        for page in editions:
            if page not in known:
                known[page] = {path: self._as_one(one) for path, one in read.pop(page).items()}
                if before is not None:
                    before.put(page, files[page], known[page])
            yield known.pop(page)

    def _as_one(self, page: BuiltPage) -> BuiltPage:
        """The *page*, which another process may have read, with the texts that others have in common with it."""
        links, navigation = (tuple(self._once(one) for one in found) for found in (page.links, page.navigation))
        return page._replace(links=links, navigation=navigation)

    def _once(self, target: str) -> str:
        return self.targets.setdefault(target, target)

    def read(self, page: str, editions: Mapping[str, str]) -> dict[str, BuiltPage]:
        """The *page* in each language, by its path; *editions* has the paths by language."""
        if not editions:  # What its template comes to is empty: MkDocs writes no page then.
            return {}
        found, written = {}, {}
        self._named.clear()
        ids: frozenset[str] = frozenset()
        for locale, path in editions.items():
            one, written[path] = self._page(page, path, locale, self._text(path))
            # Languages have the same anchors: one set is enough.
            ids = one.ids if one.ids != ids else ids
            found[path] = one._replace(ids=ids)
        lists = list(written.values())
        known: dict[str, str] = {}
        if any(one != lists[0] for one in lists) or not all(self._stays(page, one) for one in dict.fromkeys(lists[0])):
            for path, addresses in written.items():
                leads = (known.get(one) or self._leads(page, path, one, known) for one in addresses)
                found[path] = found[path]._replace(navigation=tuple(filter(None, leads)))
        return found

    def _text(self, path: str) -> str:
        return (self.site_dir / path).read_bytes().decode("utf-8")

    def _stays(self, page: str, address: str) -> bool:
        """Whether *address* on the *page* leads to the same page in each language, in the folder of each."""
        if address.startswith((f"{'../' * page.count('/')}..", "/")) or "://" in address:
            return False
        return not any(folder in address for folder in self._folders)

    def _leads(self, page: str, path: str, address: str, known: dict[str, str]) -> str:
        """Where *address* leads in the edition of the *page* at *path*, as a path in the source language.

        Nowhere, if it leads to the page itself. What is the same in each language is *known* from the one before.
        """
        if address not in known:
            here, anchor, _ = resolved(path, address, self.base)
            first, _, rest = here.partition("/")
            file = rest if first in self.tags else here
            target = self._once(place(file, anchor)) if file != page else ""
            if not self._stays(page, address):
                return target
            known[address] = target
        return known[address]

    def _page(self, page: str, path: str, locale: str, text: str) -> tuple[BuiltPage, list[str]]:
        """The page at *path*, and the addresses to which its navigation leads, as they are written."""
        ids = _ids(text)
        language = canonical = ""
        alternates: list[tuple[str, str]] = []
        switcher: dict[tuple[str, str], None] = {}
        navigation: list[str] = []
        links: dict[str, None] = {}
        hosts: list[str] = []
        known, tag_of = self.known.get, self._tag
        outside = inside = 0
        """In how many elements of the navigation, and in how many articles."""
        for found in _TAG.findall(text):
            name, address, said, relation, host, offers, anchor = known(found) or tag_of(found)
            if name == "a":
                if said and not offers:
                    switcher[said, self._resolved(path, address)[0]] = None
                elif outside > 0 and not inside and address[0] != "#":
                    navigation.append(address)
                if anchor is not None and anchor not in ids:
                    links[self._once(place(*self._resolved(path, address)))] = None
            elif name in _STEPS:
                outside, inside = outside + _STEPS[name][0], inside + _STEPS[name][1]
            elif name == "html":
                language = said
            elif name == "link" and relation == "alternate":
                if said not in ("", "x-default"):
                    alternates.append((said, self._resolved(path, address)[0]))
            elif name == "link" and relation == "canonical":
                canonical = "" if host else self._resolved(path, address)[0]
            elif host:
                hosts.append(host)
        built = BuiltPage(
            path,
            locale,
            page,
            language,
            tuple(alternates),
            tuple(switcher),
            (),
            tuple(links),
            ids,
            tuple(hosts),
            canonical if canonical != path else "",
            _guides(text) if "decision-guide" in text else (),
        )
        return built, navigation

    def _tag(self, found: str) -> _Tag:
        """What a tag says, that was *found* with its name and its attributes; for the next time, too."""
        tag = self.known[found] = self._read(found)
        return tag

    def _resolved(self, path: str, address: str) -> tuple[str, str]:
        """The file that *address* on the page at *path* leads to, and the anchor.

        Pages of all languages name each other as a whole.
        """
        if not address.startswith(self._whole):
            return resolved(path, address, self.base)[:2]
        if address not in self._named:
            self._named[address] = resolved(path, address, self.base)[:2]
        return self._named[address]

    def _read(self, written: str) -> _Tag:
        name = _NAME.match(written)[0]  # type: ignore[index]
        if name in _STEPS:
            return _Tag(name)
        attributes = {key: a or b or c for key, a, b, c in _ATTRIBUTE.findall(written, len(name))}
        language = unescape(attributes.get("lang" if name == "html" else "hreflang", ""))
        language = self.names.get(language, language)
        address = unescape(attributes.get("src" if name not in ("a", "link") else "href", ""))
        if address in (".", "..") or address.endswith(("/.", "/..")):
            address += "/"  # The same folder: MkDocs writes the way to the start page in both forms.
        offers = not _OFFERS.isdisjoint(attributes.get("class", "").split())
        relation, host = attributes.get("rel", "").strip(), _other_host(address, self.base)
        if (name == "a" and (not address or (host and not language))) or (name == "link" and relation in _OF_OTHERS):
            return _Tag("")
        anchor = None
        if "#" in address:
            anchor = unquote(address[1:]) if address[0] == "#" else "\0"
        return _Tag(name, address, language, relation, host, offers, anchor)


def _guides(text: str) -> tuple[DrawnGuide, ...]:
    from isogloss.reader.forms import guides  # Most sites have none.

    return tuple(guides(text))


def _ids(text: str) -> frozenset[str]:
    """The anchors of a page."""
    found: set[str] = set()
    for pattern in _VALUES:
        found.update(pattern.findall(text))
    if any(one[0] != '"' for one in found):  # In another form than nearly all pages have.
        return frozenset(a or b or c for a, b, c in _ID.findall(text))
    return frozenset([one[1:] for one in found if len(one) > 1])


def _other_host(address: str, base: Base) -> str:
    """The other host that *address* is on, if any."""
    if _PLAIN.fullmatch(address):
        return ""
    host = urlsplit(address).netloc
    return host if host != base[0] else ""


def resolved(path: str, address: str, base: Base) -> tuple[str, str, str]:
    """Where *address* on the page at *path* leads: the file of the site, the anchor there, and the other host, if any.

    What is not on the site is not taken apart: it is the whole address.
    """
    if (plain := _PLAIN.fullmatch(address)) is not None:
        target, fragment = plain.groups("")
        return _file(path, target), fragment[1:], ""
    parts = urlsplit(address)
    netloc, root = base
    if parts.netloc and parts.netloc != netloc:
        return address, "", parts.netloc
    if parts.scheme not in ("", "http", "https"):
        return address, "", ""
    # A "#" or "?" that is a part of a name is escaped: take addresses apart first, then read what is escaped.
    target = unquote(parts.path)
    if parts.netloc and not f"{target}/".startswith(root):
        return address, "", ""
    if parts.netloc or target.startswith("/"):
        target = page_of(target.removeprefix(root).lstrip("/"))
    else:
        target = _file(path, target)
    return target, anchor_of(parts.fragment), ""


def _file(path: str, target: str) -> str:
    """The file that *target*, a relative address, names on the page at *path*."""
    if not target:
        return path
    folder, rest = path.rpartition("/")[0], target
    while rest.startswith("../"):
        folder, rest = folder.rpartition("/")[0], rest[3:]
    if rest[:1] not in (".", "/") and "/." not in rest and "//" not in rest:
        return page_of(f"{folder}/{rest}" if folder else rest)
    slash = "/" if target.endswith(("/", "/..", "/.")) or target in (".", "..") else ""
    return page_of((posixpath.normpath(f"/{posixpath.dirname(path)}/{target}") + slash).lstrip("/"))


def page_of(address: str) -> str:
    """The file at an *address* of the site: of a folder, its page."""
    return address + "index.html" if not address or address.endswith("/") else address
