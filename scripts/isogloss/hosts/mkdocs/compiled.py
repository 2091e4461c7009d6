"""Templates are the same in every language: what one locale has compiled, the next takes as it is.

Compiling a theme's templates is up to a tenth of the CPU of a build with MkDocs, and static-i18n builds once for each
locale; what templates are given differs, not what they are. Nor does a process that builds again compile them again,
such as ``mkdocs serve``: of a small site with Material, that is more than half of a build.
"""

from __future__ import annotations

from types import CodeType
from typing import TYPE_CHECKING

import jinja2
from jinja2.bccache import Bucket

from isogloss.hosts.mkdocs.words_once import share_words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_KNOWN = frozenset({"builtins", "_operator", "isogloss", "jinja2", "markupsafe", "mkdocs"})
"""Whose filters, tests and extensions do to a constant of a template the same in every language."""
_MOST = 1000
"""So many templates are kept: a theme has a hundred, and whoever works on one makes new ones."""


class Compiled(jinja2.BytecodeCache):
    """Compiled templates, for the environments of all locales."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give *bucket* its code, if the template was compiled before in an environment like this one."""
        if alike_everywhere(bucket.environment):
            bucket.code = self._found.get(_place(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of *bucket*."""
        if alike_everywhere(bucket.environment):
            self._found[_place(bucket)] = bucket.code
            if len(self._found) > _MOST:
                del self._found[next(iter(self._found))]


OF_PROCESS = Compiled()
"""What this process has compiled."""


def share_compiled(env: jinja2.Environment, compiled: Compiled = OF_PROCESS) -> None:
    """Let *env* take what it can from *compiled*, unless somebody else has given it a cache."""
    if env.bytecode_cache is None:
        env.bytecode_cache = compiled


def share_with_plugins(config: MkDocsConfig) -> None:
    """Let plugins that ask the theme for its templates before a page is read take compiled ones, too.

    Search asks for three words, and each time for templates of its own: these it gets without any.
    """
    get_env = config.theme.get_env

    def sharing() -> jinja2.Environment:
        env = get_env()
        share_compiled(env)
        share_words(env)
        return env

    config.theme.get_env = sharing  # type: ignore[method-assign]


def alike_everywhere(env: jinja2.Environment) -> bool:
    """Whether compiling a template in *env* runs no code that may know which language is built."""
    parts = [type(env), *map(type, env.extensions.values()), *env.filters.values(), *env.tests.values()]
    parts += [part for part in (env.finalize, env.autoescape) if callable(part)]
    return all(str(getattr(part, "__module__", "")).partition(".")[0] in _KNOWN for part in parts)


def _place(bucket: Bucket) -> tuple[object, ...]:
    """All that the code of a template depends on."""
    env = bucket.environment
    syntax = tuple(value for _, value in sorted(vars(env).items()) if isinstance(value, (str, bool)))
    syntax += (repr(sorted(env.policies.items())),)
    return bucket.key, bucket.checksum, syntax, tuple(env.extensions), frozenset(env.filters), frozenset(env.tests)
