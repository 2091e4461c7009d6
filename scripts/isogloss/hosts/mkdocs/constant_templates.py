"""What templates are given: those that say the same whoever includes them, such as icons, are given no variables.

A page of Material for MkDocs includes dozens of templates, many of them icons, and Jinja makes a context for each, with
all variables of the page and the names of all that every template has.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, MutableMapping
from types import CodeType, FunctionType
from typing import Any

import jinja2
from jinja2.runtime import Context, new_context
from jinja2.utils import LRUCache

_NAMES = frozenset({"resolve_or_missing", "undefined", "concat", "Undefined"})
_VARIABLES = frozenset({"context", "missing", "environment", "resolve", "undefined", "concat", "cond_expr_undefined"})
"""What the compiled code of any template names, and keeps, at its beginning: each variable of a page is one more."""


def share_contexts(env: jinja2.Environment) -> None:
    """Let templates of *env* that are nothing but text be included without variables, and all without a search.

    Jinja keeps those that it has in the order in which they were asked for last, and searches that order each time.
    """
    if env.template_class is jinja2.Template and env.context_class is Context:
        env.template_class = _Template
    cache: Any = env.cache
    if type(cache) is LRUCache:
        env.cache = dict(cache.items())


def are_text(env: jinja2.Environment, begin: str) -> bool:
    """Whether all templates whose name has this *begin*, as far as *env* has loaded them, are nothing but text."""
    loaded = env.cache.items() if isinstance(env.cache, dict) else None
    return loaded is not None and all(_is_text(template) for (_, name), template in loaded if name.startswith(begin))


class _Template(jinja2.Template):
    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - the name is Jinja's
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:
        # Plugins get templates, and of the class that they know.
        template = jinja2.Template.from_code(environment, code, globals, uptodate)
        if _is_text(template):
            empty = Context(environment, {}, template.name, template.blocks)
            template.new_context = lambda *_, **__: empty  # type: ignore[method-assign]
        else:
            _read_globals_at_once(template)
        return template


def _read_globals_at_once(template: jinja2.Template) -> None:
    """Let *template*, as long as it has no globals of its own, take those of all templates as they are.

    Jinja lays the one over the other, which is slow to look through, for each context.
    """

    def context(vars: Any = None, shared: bool = False, locals: Any = None) -> Context:  # noqa: A002 - Jinja's names
        found: Any = template.globals
        if type(found) is ChainMap and len(found.maps) == 2 and not found.maps[0]:
            found = found.maps[1]
        return new_context(template.environment, template.name, template.blocks, vars, shared, found, locals)

    template.new_context = context  # type: ignore[method-assign]


def _is_text(template: jinja2.Template) -> bool:
    """Whether *template* writes without looking at anything."""
    render: Any = template.root_render_func
    code = render.__code__ if isinstance(render, FunctionType) and not template.blocks else None
    return (
        code is not None
        and _NAMES.issuperset(code.co_names)
        and _VARIABLES.issuperset((*code.co_varnames, *code.co_cellvars))
    )
