"""What an earlier build has read of the pages of the finished site: what has the same files is not read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from isogloss.checks.site import BuiltPage

Files = Sequence[tuple[str, str, str]]
"""The editions of a page: language, path of the file, and the hash of its content."""

_LARGE = 10**6


class ReadBefore:
    """The pages that are known, by the file of the English one."""

    def __init__(self, text: str, hashed: Callable[[Path], str]) -> None:
        """Take what :meth:`as_text` has given after an earlier build; whatever else it may be is nothing known.

        *hashed* gives the hash of the content of a file.
        """
        self.hashed = hashed
        self._context: object = None
        self._known: dict[str, Any] = {}
        self._now: dict[str, Any] = {}
        self._sitemap: list[str] = []
        """What the sitemap was made of, as a hash, and the sitemap."""
        self.is_new = False
        """Whether pages were read in this build."""
        try:
            self._context, self._known, self._sitemap = json.loads(text) if text else (None, {}, [])
        except ValueError:
            self.is_new = True

    def begin(self, context: Sequence[object]) -> None:
        """Begin with a site of which *context* is known, on which depends what pages say. JSON can hold it."""
        given = json.loads(json.dumps(context))
        if given != self._context:
            self._context, self._known, self.is_new = given, {}, True

    def find(self, page: str, files: Files) -> dict[str, BuiltPage] | None:
        """What is known of the *page* in each language, by its path; None if it is of other *files*."""
        found = self._known.get(page)
        if found is None or found[0] != [list(one) for one in files]:
            return None
        self._now[page] = found
        _, ids, built = found
        sets = [frozenset(names) for names in ids]
        return {fields[0]: _page(fields, sets[number]) for number, fields in built}

    def put(self, page: str, files: Files, built: Mapping[str, BuiltPage]) -> None:
        """Know the *page*, which was read in each language. One with decision guides is read each time."""
        self.is_new = True
        if any(one.guides for one in built.values()):
            return
        sets = list(dict.fromkeys(one.ids for one in built.values()))
        fields = [(sets.index(one.ids), _fields(one)) for one in built.values()]
        self._now[page] = [[list(one) for one in files], [sorted(names) for names in sets], fields]

    def sitemap(self, made_of: str, make: Callable[[], str]) -> str:
        """The sitemap, which is *made_of* what has this hash; one that is large is made each time."""
        if self._sitemap[:1] != [made_of]:
            found = make()
            self.is_new, self._sitemap = True, [made_of, found] if len(found) < _LARGE else []
            return found
        return self._sitemap[1]

    def as_text(self) -> str:
        """What is known of the pages that the site has now."""
        return json.dumps([self._context, self._now, self._sitemap], separators=(",", ":"))


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
