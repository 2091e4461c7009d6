"""What an earlier build has read of the finished site, and made for it: what has the same files is not read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from isogloss.checks.site import BuiltPage

Files = Sequence[tuple[str, str, str]]
"""The editions of a page: language, path of the file, and the hash of its content."""

_LARGE = 10**6


class ReadBefore:
    """The pages that are known, by the file of the English one."""

    def __init__(
        self,
        text: str,
        hashed: Callable[[Path], str],
        content: Callable[[str], bytes | None] = lambda _: None,
        languages: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take what :meth:`as_text` has given after an earlier build; whatever else it may be is nothing known.

        *hashed* gives the hash of the content of a file, *content* the content that an earlier build has kept under a
        hash, and *languages* the hash of all that each is made of, by tag.
        """
        self.hashed, self._content, self._languages = hashed, content, languages
        self._context: object = None
        self._known: dict[str, tuple[str, str]] = {}
        """The files of each page, and what was read of them, by its name, all as JSON: most of it stays as it is."""
        self._now: dict[str, tuple[str, str]] = {}
        self._sitemap: list[str] = []
        """What the sitemap was made of, as a hash, and the sitemap."""
        self._listed: dict[str, str] = {}
        """The hash of what the sitemap says of a language, by that of all that the language is made of."""
        self._indexes: dict[str, list[str]] = {}
        """What each search index was made of, as a hash, and the hash of its content, by its path."""
        self._searched: dict[str, list[str]] = {}
        """The pages that an index finds, by the hash of its content."""
        self._before: tuple[dict[str, str], dict[str, list[str]], dict[str, list[str]]] = {}, {}, {}
        """The same of the earlier build."""
        self.is_new = False
        """Whether pages were read in this build."""
        try:
            if text:
                first, *lines = text.split("\n")
                self._context, self._sitemap, self._before = json.loads(first)
                self._known = {page: (files, read) for page, files, read in (line.split("\t") for line in lines)}
        except ValueError:
            self.is_new = True

    def begin(self, context: Sequence[object]) -> None:
        """Begin with a site of which *context* is known, on which depends what pages say. JSON can hold it."""
        given = json.loads(json.dumps(context))
        if given != self._context:
            self._context, self._known, self.is_new = given, {}, True

    def find(self, page: str, files: Files) -> dict[str, BuiltPage] | None:
        """What is known of the *page* in each language, by its path; None if it is of other *files*."""
        name = _as_json(page)
        found = self._known.get(name)
        if found is None or found[0] != _as_json(files):
            return None
        try:
            ids, built = json.loads(found[1])
        except ValueError:
            return None
        self._now[name] = found
        sets = [frozenset(names) for names in ids]
        return {fields[0]: _page(fields, sets[number]) for number, fields in built}

    def put(self, page: str, files: Files, built: Mapping[str, BuiltPage]) -> None:
        """Know the *page*, which was read in each language. One with decision guides is read each time."""
        if any(one.guides for one in built.values()):
            return
        self.is_new = True
        sets = list(dict.fromkeys(one.ids for one in built.values()))
        fields = [(sets.index(one.ids), _fields(one)) for one in built.values()]
        self._now[_as_json(page)] = _as_json(files), _as_json([[sorted(names) for names in sets], fields])

    def sitemap(self, made_of: str, make: Callable[[], str]) -> str:
        """The sitemap, which is *made_of* what has this hash; one that is large is made each time."""
        if self._sitemap[:1] != [made_of]:
            found = make()
            self.is_new, self._sitemap = True, [made_of, found] if len(found) < _LARGE else []
            return found
        return self._sitemap[1]

    def listed(self, tag: str, ask: Callable[[], str]) -> str:
        """The hash of what the sitemap says of the language *tag*, which is asked for if it is not known."""
        made_of = self._languages.get(tag, "")
        found = self._before[0].get(made_of)
        if found is None:
            found, self.is_new = hashlib.sha256(ask().encode("utf-8", "surrogatepass")).hexdigest(), True
        if made_of:
            self._listed[made_of] = found
        return found

    def made_of(self, tags: Iterable[str], *more: object) -> str:
        """The hash of what languages and more, which JSON can hold, are made of; empty if it is not known."""
        found = [self._languages.get(tag, "") for tag in tags]
        return hashlib.sha256(json.dumps([found, more]).encode()).hexdigest() if all(found) else ""

    def write_index(self, name: str, path: Path, made_of: str) -> bool:
        """Write the search index *name* at *path* as it was, if it was *made_of* the same; whether that was done."""
        match self._before[1].get(name):
            case [before, content] if before == made_of != "" and (data := self._content(content)) is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                return True
        return False

    def put_index(self, name: str, path: Path, made_of: str) -> None:
        """Know the search index *name*, which is written at *path*."""
        if made_of:
            self._indexes[name] = [made_of, self.hashed(path)]
            self.is_new |= self._indexes[name] != self._before[1].get(name)

    def searched(self, path: Path, read: Callable[[], frozenset[str]]) -> frozenset[str]:
        """The pages that the search index at *path* finds, which is read if its content is not known."""
        content = self.hashed(path)
        if (known := self._before[2].get(content)) is None:
            known, self.is_new = sorted(read()), True
        self._searched[content] = known
        return frozenset(known)

    def as_text(self) -> str:
        """What is known of the pages that the site has now."""
        known = self._listed, self._indexes, self._searched
        lines = ("\t".join((page, *found)) for page, found in self._now.items())
        return "\n".join((_as_json([self._context, self._sitemap, known]), *lines))


def _as_json(found: object) -> str:
    """*found* in one line, without tabs."""
    return json.dumps(found, separators=(",", ":"))


def _fields(one: BuiltPage) -> list[object]:
    head = [one.path, one.locale, one.page, one.language, one.canonical]
    return [*head, one.alternates, one.switcher, one.navigation, one.links, one.hosts]


def _page(fields: Sequence[Any], ids: frozenset[str]) -> BuiltPage:
    path, locale, page, language, canonical, alternates, switcher, navigation, links, hosts = fields
    return BuiltPage(
        path,
        locale,
        page,
        language,
        tuple((tag, address) for tag, address in alternates),
        tuple((tag, address) for tag, address in switcher),
        tuple(navigation),
        tuple(links),
        ids,
        tuple(hosts),
        canonical,
    )
