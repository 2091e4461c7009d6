"""Words of Material for MkDocs, read from its tables for all pages of a language: a page says fifty.

Each goes through three macros otherwise, the last of which makes a table of all words of the language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import jinja2

from isogloss.hosts.mkdocs import material
from isogloss.hosts.mkdocs.known_source import Instead, known_template

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_NAME = "partials/language.html"
_KNOWN = frozenset({"3a44516f305006ac794f51a45ad7b532cf270916d8e92e8c42784e58b2eff0a3"})
"""The template of Material 9.7 and 9.8, of which it is known what it looks at."""
_MATERIALS = "isogloss/words.html"
_OURS = "{% set t = isogloss_words(config, config.theme.language) %}"

Say = Callable[[str], str]
"""Gives the word for a key."""


def share_words(env: jinja2.Environment) -> None:
    """Let the templates of one language in *env* look a word up once, if words are Material's own."""
    if env.loader is None or env.autoescape or (found := known_template(env, _NAME, _KNOWN)) is None:
        return
    source, file = found
    env.globals["isogloss_words"] = _Words(env).of
    env.loader = jinja2.ChoiceLoader([Instead({_NAME: _OURS, _MATERIALS: source}, file), env.loader])


class _Words:
    """What was looked up in one language."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env
        self._known: dict[str, Say] = {}

    def of(self, config: MkDocsConfig, language: object) -> Say:
        """What says a word in the *language* of the theme."""
        say = self._known.get(language) if isinstance(language, str) else None
        if say is not None:
            return say
        words = material.plain_words(self._env, language) if isinstance(language, str) else None
        if words is None or not isinstance(language, str):
            return self._by_macros(config)
        say = self._known[language] = self._by_table(words, config)
        return say

    def _by_macros(self, config: MkDocsConfig) -> Say:
        module: Any = self._env.get_template(_MATERIALS).make_module({"config": config})
        say: Say = module.t
        return say

    def _by_table(self, words: dict[str, str], config: MkDocsConfig) -> Say:
        def t(key: Any) -> str:
            return words.get(key) or key if type(key) is str else self._by_macros(config)(key)

        return t
