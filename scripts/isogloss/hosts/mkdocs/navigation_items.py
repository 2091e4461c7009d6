"""Items of the navigation, as Material for MkDocs writes them on each page, rendered once for all pages of a language.

Each page has the whole navigation, and a site of twice as many pages has four times as many items to write. But for
those that lead to the page itself, an item is the same on each page, as long as what it says is the same; its address
is written from where the page is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import jinja2
from jinja2.runtime import Context, Undefined
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import url_filter

from isogloss.hosts.mkdocs import english
from isogloss.hosts.mkdocs.known_source import Instead, known_template
from isogloss.hosts.mkdocs.navigation_addresses import Address, address_of, relative_to

_NAME = "partials/nav-item.html"
_KNOWN = frozenset({"89895208f22d68ce405a4bcb6649b9150eba5bbb04663a6cb3f93f02daf1d2f7"})
"""The template of Material 9.7 and 9.8, of which it is known what it looks at."""
_MACRO = "{% macro render(nav_item, path, level, parent) %}"
_RENAMED = "{% macro rendered(nav_item, path, level, parent) %}"
_OURS = "{% set render = isogloss_item(rendered) %}"
_ADDRESS = ".url | url }}"
_OUR_ADDRESS = ".url | isogloss_address }}"
_HOLE = "\ufdd2"
"""A noncharacter of Unicode, where an address belongs."""

Rendered = Callable[[Any, str, int, Any], str]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An item as it was rendered on the page before, with all below it."""

    said: tuple[object, ...]
    """All that it says, and what it looks at besides."""
    parts: tuple[str, ...]
    """The text before, between and after the addresses."""
    addresses: tuple[Address, ...]


def share_items(env: jinja2.Environment) -> None:
    """Let the templates of one language in *env* render items of the navigation once, if they are Material's own."""
    if env.autoescape or env.filters.get("url") is not url_filter:
        return
    if env.loader is None or (found := known_template(env, _NAME, _KNOWN)) is None:
        return
    source, file = found
    items = _Items(env)
    env.globals["isogloss_item"] = items.item
    env.filters["isogloss_address"] = items.address
    source = source.replace(_MACRO, _RENAMED).replace(_ADDRESS, _OUR_ADDRESS) + _OURS
    env.loader = jinja2.ChoiceLoader([Instead({_NAME: source}, file), env.loader])


class _Items:
    """What was rendered in one language."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env
        self._kept: dict[tuple[object, ...], _Kept] = {}
        self._addresses: list[str] | None = None
        """The addresses of the item under way, if it is rendered to be kept."""
        self._here: Any = self  # no page
        self._features: Any = None
        self._place: tuple[Page, str, Callable[[Address], str]] | None = None
        self._reads: _Reads | None = None

        # Jinja passes the context to functions alone.
        @jinja2.pass_context
        def item(context: Context, rendered: Rendered) -> Callable[..., str]:
            missing = env.undefined("parameter 'parent' was not provided", name="parent")

            def render(nav_item: Any, path: str, level: int, parent: Any = missing) -> str:
                return self._item(context, rendered, nav_item, path, level, parent)

            return render

        @jinja2.pass_context
        def address(context: Context, value: object) -> str:
            if self._addresses is None:
                found: str = env.filters["url"](context, value)
                return found
            self._addresses.append(str(value))
            return _HOLE

        self.item, self.address = item, address

    def _item(self, context: Context, rendered: Rendered, nav_item: Any, path: str, level: int, parent: Any) -> str:
        if self._addresses is not None:
            return rendered(nav_item, path, level, parent)
        beside = not isinstance(parent, Undefined) and bool(parent.active)
        said = self._said(context, nav_item, level, beside) if not nav_item.active else None
        if said is None:
            return rendered(nav_item, path, level, parent)
        key = id(nav_item), path, level, beside
        kept = self._kept.get(key)
        if kept is None or kept.said != said:
            parts, addresses = self._once(rendered, nav_item, path, level, parent)
            kept = self._kept[key] = _Kept(said, parts, addresses)
        if len(kept.parts) != len(kept.addresses) + 1:  # Somebody else has written such a character.
            return rendered(nav_item, path, level, parent)
        written = self._written_from(self._here, context["base_url"])
        first, *others = kept.parts
        return first + "".join(chain.from_iterable(zip(map(written, kept.addresses), others, strict=True)))

    def _once(
        self, rendered: Rendered, nav_item: Any, path: str, level: int, parent: Any
    ) -> tuple[tuple[str, ...], tuple[Address, ...]]:
        """The text of *nav_item* before, between and after its addresses, and these."""
        found: list[str] = []
        self._addresses = found
        try:
            text = rendered(nav_item, path, level, parent)
        finally:
            self._addresses = None
        return tuple(text.split(_HOLE)), tuple(map(address_of, found))

    def _written_from(self, page: Page | None, base: str) -> Callable[[Address], str]:
        """What writes an address as MkDocs does on *page*, or on one that is no page of the docs, below *base*."""
        if page is None:
            return lambda address: normalize_url(address.text, None, base)
        if self._place is None or self._place[0] is not page or self._place[1] != page.url:
            self._place = page, page.url, relative_to(page)
        return self._place[2]

    def _said(self, context: Context, nav_item: Any, level: int, beside: bool) -> tuple[object, ...] | None:
        """What *nav_item* says, with all below it; None if it depends on more, or on the page."""
        page, features, config = (context.resolve(name) for name in ("page", "features", "config"))
        if page is not self._here or features is not self._features:
            self._here, self._features, self._reads = page, features, None
            if self._env.filters.get("url") is url_filter and isinstance(features, list):
                self._reads = _Reads.of(page, features)
        if self._reads is None:
            return None
        # An item is named as well: it stays as long as its place in the memory means it.
        said: list[object] = [nav_item, english.is_under_way(), str(config.extra.get("status"))]
        return self._reads.said(nav_item, level, beside, said)


class _Reads:
    """Reads what items say on one page, as the template does."""

    def __init__(self, url: str | None, features: Sequence[str]) -> None:
        self._url, self._features = url, tuple(features)
        self._prunes = "navigation.prune" in features
        self._sections, self._tabs = "navigation.sections" in features, "navigation.tabs" in features

    @classmethod
    def of(cls, page: Any, features: Sequence[object]) -> _Reads | None:
        """What reads the items on *page*, or on one that is no page of the docs; None if it may be something else."""
        if isinstance(page, Undefined) or not all(isinstance(feature, str) for feature in features):
            return None
        return cls(page.url if page is not None else None, cast("Sequence[str]", features))

    def said(self, item: Any, level: int, beside: bool, said: list[object]) -> tuple[object, ...] | None:
        """What *item* says, after what is *said* already; None if it depends on more, or on the page."""
        said.append(self._features)
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
        if kind not in (Page, Section, Link) or item.active:
            return False
        title = item.title
        said += [title, type(title)]
        if getattr(item, "pages", None) or getattr(item, "typeset", None):
            return False
        if kind is not Section:
            url = item.url
            said.append(url)
            if url == self._url or item.children:
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
