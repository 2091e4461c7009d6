"""Items of the navigation, as Material for MkDocs writes them on each page, rendered once for all pages of a language.

Each page has the whole navigation, and a site of twice as many pages has four times as many items to write. But for
those that lead to the page itself, an item is the same on each page, as long as what it says is the same; its address
is written from where the page is. A section that leads to the page is the same on all pages in it, but for the items in
it. Where nobody changes items meanwhile, what they say is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple, cast

import jinja2
from jinja2.runtime import Context, Undefined
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import url_filter

from isogloss.hosts.mkdocs import english
from isogloss.hosts.mkdocs.known_source import Instead, known_template
from isogloss.hosts.mkdocs.navigation_addresses import Address, Place, Written, address_of

_NAME = "partials/nav-item.html"
_KNOWN = frozenset({"89895208f22d68ce405a4bcb6649b9150eba5bbb04663a6cb3f93f02daf1d2f7"})
"""The template of Material 9.7 and 9.8, of which it is known what it looks at."""
_MACRO = "{% macro render(nav_item, path, level, parent) %}"
_RENAMED = "{% macro rendered(nav_item, path, level, parent) %}"
_OURS = "{% set render = isogloss_item(rendered) %}"
_ADDRESS = ".url | url }}"
_OUR_ADDRESS = ".url | isogloss_address }}"
_HOLE = "\ufdd2"
"""A noncharacter of Unicode, where an address belongs, or an item."""
_KINDS = (Page, Section, Link)

Rendered = Callable[[Any, str, int, Any], str]


class _Below(NamedTuple):
    """An item in a section that leads to the page, as the template asks for it."""

    item: Any
    path: str
    level: int
    section: Any


class _Kept(NamedTuple):
    """An item as it was rendered on the page before, with all below it."""

    said: tuple[object, ...]
    """All that it says, and what it looks at besides."""
    text: Written | None
    """None if somebody else has written such a character."""
    addresses: frozenset[str]


class _Frame(NamedTuple):
    """A section that leads to the page, as it was rendered on a page before, without the items in it."""

    section: Section
    """It stays as long as its place in the memory means it."""
    parts: tuple[str, ...]
    """The text before, between and after its places; empty if it is rendered on each page."""
    places: tuple[Address | _Below, ...]
    """What belongs into them: the address of its own page, and each item in it."""


def share_items(env: jinja2.Environment, *, fixed: bool = False) -> None:
    """Let the templates of one language in *env* render items of the navigation once, if they are Material's own.

    *fixed* says that nobody gives an item another title, page or place once the first page is put into its template.
    """
    if env.autoescape or env.filters.get("url") is not url_filter:
        return
    if env.loader is None or (found := known_template(env, _NAME, _KNOWN)) is None:
        return
    source, file = found
    items = _Items(env, fixed)
    env.globals["isogloss_item"] = items.item
    env.filters["isogloss_address"] = items.address
    source = source.replace(_MACRO, _RENAMED).replace(_ADDRESS, _OUR_ADDRESS) + _OURS
    env.loader = jinja2.ChoiceLoader([Instead({_NAME: source}, file), env.loader])


class _Items:
    """What was rendered in one language."""

    def __init__(self, env: jinja2.Environment, fixed: bool) -> None:
        self._env, self._fixed = env, fixed
        self._kept: dict[tuple[object, ...], _Kept] = {}
        self._frames: dict[tuple[object, ...], _Frame] = {}
        self._places: list[str | _Below] | None = None
        """What belongs into the places of the item under way, if it is rendered to be kept."""
        self._below = False
        """Whether items in it are to have places as well."""
        self._here: Any = self  # no page
        self._features: Any = None
        self._state: tuple[object, ...] = ()
        """What items look at that is the same for all."""
        self._place = Place(None, "")
        self._reads: _Reads | None = None

        # Jinja passes the context to functions alone.
        @jinja2.pass_context
        def item(context: Context, rendered: Rendered) -> Callable[..., str]:
            missing = env.undefined("parameter 'parent' was not provided", name="parent")

            def render(nav_item: Any, path: str, level: int, parent: Any = missing) -> str:
                if self._places is None:
                    self._look(context)
                    return self._item(rendered, nav_item, path, level, parent)
                if not self._below:
                    return rendered(nav_item, path, level, parent)
                self._places.append(_Below(nav_item, path, level, parent))
                return _HOLE

            return render

        @jinja2.pass_context
        def address(context: Context, value: object) -> str:
            if self._places is None:
                found: str = env.filters["url"](context, value)
                return found
            self._places.append(str(value))
            return _HOLE

        self.item, self.address = item, address

    def _look(self, context: Context) -> None:
        """See which page it is, and what all items look at."""
        page: Any
        page, features, config = map(context.resolve, ("page", "features", "config"))
        if page is not self._here or features is not self._features:
            self._here, self._features, self._reads = page, features, None
            if self._env.filters.get("url") is url_filter and isinstance(features, list):
                self._reads = _Reads.of(page, features)
        if self._reads is not None:
            self._place = self._place_of(page, context["base_url"])
            state = english.is_under_way(), str(config.extra.get("status")), self._reads.features
            if state != self._state:
                self._state = state
                self._kept.clear()
                self._frames.clear()

    def _place_of(self, page: Page | None, base: str) -> Place:
        before = self._place
        same = before.page is page and before.base == base and (page is None or before.url == page.url)
        return before if same else Place(page, base)

    def _item(self, rendered: Rendered, nav_item: Any, path: str, level: int, parent: Any) -> str:
        if self._reads is None:
            return rendered(nav_item, path, level, parent)
        beside = not isinstance(parent, Undefined) and bool(parent.active)
        if nav_item.active:
            return self._on_the_way(rendered, nav_item, path, level, parent, beside)
        key = id(nav_item), path, level, beside
        kept = self._kept.get(key)
        if kept is None or not self._fixed:
            said = self._reads.said(nav_item, level, beside)
            if said is None or (self._fixed and not _tells_parents(nav_item)):
                return rendered(nav_item, path, level, parent)
            if kept is None or kept.said != said:
                kept = self._kept[key] = self._once(said, rendered, nav_item, path, level, parent)
        if kept.text is None or (self._fixed and self._reads.url in kept.addresses):
            return rendered(nav_item, path, level, parent)
        return kept.text.on(self._place)

    def _once(
        self, said: tuple[object, ...], rendered: Rendered, nav_item: Any, path: str, level: int, parent: Any
    ) -> _Kept:
        """*nav_item*, which leads to other pages, rendered to be kept."""
        parts, places = self._rendered(rendered, nav_item, path, level, parent)
        addresses = [place for place in places if isinstance(place, str)]
        text = Written(parts, list(map(address_of, addresses))) if len(parts) == len(places) + 1 else None
        return _Kept(said, text, frozenset(addresses))

    def _rendered(
        self, rendered: Rendered, nav_item: Any, path: str, level: int, parent: Any, *, below: bool = False
    ) -> tuple[tuple[str, ...], list[str | _Below]]:
        """The text of *nav_item* before, between and after what has a place in it, and that."""
        found: list[str | _Below] = []
        self._places, self._below = found, below
        try:
            text = rendered(nav_item, path, level, parent)
        finally:
            self._places = None
        return tuple(text.split(_HOLE)), found

    def _on_the_way(self, rendered: Rendered, nav_item: Any, path: str, level: int, parent: Any, beside: bool) -> str:
        """*nav_item*, which leads to the page: a section is the same on all pages in it, but for the items in it."""
        if not self._fixed or self._reads is None or type(nav_item) is not Section:
            return rendered(nav_item, path, level, parent)
        key = id(nav_item), path, level, beside, self._reads.index_of(nav_item) == self._here
        frame = self._frames.get(key)
        if frame is None:
            plain = _is_plain(nav_item)
            parts, places = self._rendered(rendered, nav_item, path, level, parent, below=True) if plain else ((), [])
            found = tuple(place if isinstance(place, _Below) else address_of(place) for place in places)
            frame = self._frames[key] = _Frame(nav_item, parts if len(parts) == len(found) + 1 else (), found)
        if not frame.parts:
            return rendered(nav_item, path, level, parent)
        first, *others = frame.parts
        texts = (
            self._item(rendered, *place) if isinstance(place, _Below) else self._place.written(place)
            for place in frame.places
        )
        return first + "".join(chain.from_iterable(zip(texts, others, strict=True)))


def _is_plain(section: Section) -> bool:
    """Whether *section* says nothing but its title, and what it holds is of kinds that are known."""
    more = getattr(section, "pages", None) or getattr(section, "typeset", None) or getattr(section, "meta", None)
    return not more and all(type(child) in _KINDS for child in section.children)


def _tells_parents(item: Any) -> bool:
    """Whether *item* leads to the page wherever a section in it does."""
    inner = (child for child in item.children or () if type(child) is Section)
    return all(child.parent is item and _tells_parents(child) for child in inner)


class _Reads:
    """Reads what items say on one page, as the template does."""

    def __init__(self, url: str | None, features: Sequence[str]) -> None:
        self.url, self.features = url, tuple(features)
        self._prunes, self._indexes = "navigation.prune" in features, "navigation.indexes" in features
        self._sections, self._tabs = "navigation.sections" in features, "navigation.tabs" in features

    @classmethod
    def of(cls, page: Any, features: Sequence[object]) -> _Reads | None:
        """What reads the items on *page*, or on one that is no page of the docs; None if it may be something else."""
        if isinstance(page, Undefined) or not all(isinstance(feature, str) for feature in features):
            return None
        return cls(page.url if page is not None else None, cast("Sequence[str]", features))

    def index_of(self, section: Section) -> Page | None:
        """The page that takes the place of the title of *section*, if one does."""
        pages = (child for child in section.children if type(child) is Page) if self._indexes else ()
        return next((page for page in pages if page.is_index), None)

    def said(self, item: Any, level: int, beside: bool) -> tuple[object, ...] | None:
        """What *item* says, with all below it; None if it depends on more, or on the page."""
        said: list[object] = [item]  # It stays as long as its place in the memory means it.
        return tuple(said) if self._item(item, level, beside, said) else None

    def _item(self, item: Any, level: int, beside: bool, said: list[object]) -> bool:
        """Whether *item* is the same on pages like this one; *beside*: the page is below the section that it is in."""
        if not self._own(item, said):
            return False
        if not item.children:
            return True
        if self._prunes and not self._is_section(level, beside):
            while item.children:
                said.append(len(item.children))
                item = item.children[0]
                if not self._own(item, said):
                    return False
            return True
        said.append(len(item.children))
        return all(self._item(child, level + 1, False, said) for child in item.children)

    def _is_section(self, level: int, beside: bool) -> bool:
        """Whether an item that does not lead to the page is shown with what is in it."""
        return self._sections and (level == 2 and beside if self._tabs else level == 1)

    def _own(self, item: Any, said: list[object]) -> bool:
        kind = type(item)
        if kind not in _KINDS or item.active:
            return False
        title = item.title
        said += [title, type(title)]
        if getattr(item, "pages", None) or getattr(item, "typeset", None):
            return False
        if kind is not Section:
            url = item.url
            said.append(url)
            if url == self.url or item.children:
                return False
        meta = getattr(item, "meta", None)
        if meta:
            if not isinstance(meta, dict) or meta.get("icon") or kind is not Page:
                return False
            marks = meta.get("subtitle"), meta.get("status"), getattr(item, "encrypted", None)
            if not all(mark is None or isinstance(mark, (str, bool)) for mark in marks):
                return False
            said += [*marks, *map(type, marks)] if any(marks) else [None]
        return True
