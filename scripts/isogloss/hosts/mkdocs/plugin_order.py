"""In which order i18n, the blogs of Material and this plugin see the files of a language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def let_blogs_find_posts(config: MkDocsConfig) -> None:
    """Let blogs of Material look for their posts once i18n has arranged the files of the language.

    By their priorities they come before it: it makes new files of all, and the posts that a blog has found are lost.
    What it does with a blog's addresses afterwards, in the navigation, counts on the other order.
    """
    methods = config.plugins.events["files"]
    blogs = [method for method in methods if is_of_blog(_owner(method))]
    i18n = next((method for method in methods if _owner(method) is config.plugins.get("i18n")), None)
    if blogs and i18n is not None and methods.index(blogs[0]) < methods.index(i18n):
        rest = [method for method in methods if method not in blogs]
        place = rest.index(i18n) + 1
        methods[:] = [*rest[:place], *blogs, *rest[place:]]


def follow_i18n(config: MkDocsConfig, method: Callable[..., Files]) -> None:
    """Let a *method* for files of this plugin come right behind i18n, before all others of its priority."""
    methods: list[Callable[..., Any]] = config.plugins.events["files"]
    if (i18n := next((one for one in methods if _owner(one) is config.plugins.get("i18n")), None)) is not None:
        methods.remove(method)
        methods.insert(methods.index(i18n) + 1, method)


def is_of_blog(found: object) -> bool:
    """Whether it is the plugin blog of Material, or one of its pages."""
    return type(found).__module__.startswith("material.plugins.blog")


def _owner(method: object) -> object:
    return getattr(method, "__self__", None)
