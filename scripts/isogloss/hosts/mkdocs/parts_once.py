"""Parts of Material for MkDocs that look at nothing of a page, such as links in the footer: rendered once.

They look at mkdocs.yml, words of the theme and its features alone; of these it is known that no page changes them. The
contents of a page, which are on it twice, look at those of the page besides.
"""

from __future__ import annotations

from operator import is_
from typing import Any, NamedTuple

import jinja2
from jinja2.runtime import Context, Undefined

from isogloss.hosts.mkdocs import english
from isogloss.hosts.mkdocs.constant_templates import are_text
from isogloss.hosts.mkdocs.known_source import Instead, known_template

_KNOWN = {
    "partials/palette.html": {"fb935107ae7d3d7475965019eec36c1ad72bf1d154254dab2474921fcd2710e3"},
    "partials/search.html": {"bfd556535abcddb99396ab2a7e3acc2ebcd3f36756007d3969396caa4126be30"},
    "partials/social.html": {"e8b2f5f9d8a692ba7d4bbe242535487de731a72d42242d2596a4847817babbfc"},
    "partials/source.html": {"6847616d67be4920d39c278c2799bf20222bbc02ee2a8393aca85e3eaa518752"},
    "partials/toc.html": {"fde48f583563364b0e0e6865a5ab1e7060ec1826161f69f5cbee653e621b0f84"},
    "partials/top.html": {"98f6f9ac2ebf6ef943b62c0b0781a373cc03ca7e0959cfc60d9c3c7060157227"},
}
"""The templates of Material 9.7 and 9.8, of which it is known what they look at."""
_TOC = "partials/toc.html"
"""It looks at the contents of a page besides."""
_TOC_ITEM = "partials/toc-item.html"
_KNOWN_TOC_ITEM = {"418f31ce2e6d559934f610084a5c8493f9618b96268909601552ac48aa0c15c2"}
"""What it includes."""
_ICONS = ".icons/"
"""All that they include."""


class _Kept(NamedTuple):
    """A part as it was rendered on a page before."""

    looked_at: tuple[Any, ...]
    """The options, what gives the words of the theme, and the contents of the page."""
    features: list[Any]
    marked: bool
    """Whether what is English is marked in it."""
    text: str | None
    """None if it is rendered on each page."""


def share_parts(env: jinja2.Environment) -> None:
    """Let the templates of one language in *env*, whose pages change no options, render such parts once."""
    if env.autoescape or env.loader is None:
        return
    sources: dict[str, str] = {}
    files: dict[str, str | None] = {}
    for name, known in _KNOWN.items():
        found = known_template(env, name, known)
        if found is not None and (name != _TOC or known_template(env, _TOC_ITEM, _KNOWN_TOC_ITEM) is not None):
            sources[name], sources[_renamed(name)] = f"{{{{ isogloss_part({name!r}) }}}}", found[0]
            files[name] = files[_renamed(name)] = found[1]
    env.globals["isogloss_part"] = _Parts(env).part
    env.loader = jinja2.ChoiceLoader([Instead(sources, files), env.loader])


def _renamed(name: str) -> str:
    return f"isogloss/{name}"


class _Parts:
    """What was rendered in one language."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env
        self._kept: dict[str, _Kept] = {}

        # Jinja passes the context to functions alone.
        @jinja2.pass_context
        def part(context: Context, name: str) -> str:
            return self._part(context, name)

        self.part = part

    def _part(self, context: Context, name: str) -> str:
        config, lang, features, page = map(context.resolve, ("config", "lang", "features", "page"))
        looked_at = config, _of(lang, "t"), _of(page, "toc") if name == _TOC else None
        marked, kept = english.is_under_way(), self._kept.get(name)
        if kept is not None and all(map(is_, kept.looked_at, looked_at)) and kept[1:3] == (features, marked):
            return kept.text if kept.text is not None else self._rendered(context, name)
        text = self._rendered(context, name)
        if isinstance(features, list):
            same = text if name == _TOC or are_text(self._env, _ICONS) else None
            self._kept[name] = _Kept(looked_at, list(features), marked, same)
        return text

    def _rendered(self, context: Context, name: str) -> str:
        template = self._env.get_template(_renamed(name))
        return self._env.concat(template.root_render_func(template.new_context(context.get_all(), shared=True)))


def _of(thing: Any, name: str) -> Any:
    return getattr(thing, name, None) if not isinstance(thing, Undefined) else None
