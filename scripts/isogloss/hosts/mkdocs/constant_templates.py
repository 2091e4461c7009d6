"""Templates that say the same whoever includes them, such as icons: they are given no variables.

A page of Material for MkDocs includes thirty, and Jinja makes a context for each, with all variables of the page.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from types import CodeType, FunctionType
from typing import Any

import jinja2
from jinja2.runtime import Context

_NAMES = frozenset({"resolve_or_missing", "undefined", "concat", "Undefined"})
_VARIABLES = frozenset({"context", "missing", "environment", "resolve", "undefined", "concat", "cond_expr_undefined"})
"""What the compiled code of any template names, and keeps, at its beginning: each variable of a page is one more."""


def share_contexts(env: jinja2.Environment) -> None:
    """Let templates of *env* that are nothing but text be included without variables."""
    if env.template_class is jinja2.Template and env.context_class is Context:
        env.template_class = _Template


def are_text(env: jinja2.Environment, begin: str) -> bool:
    """Whether all templates whose name has this *begin*, as far as *env* has loaded them, are nothing but text."""
    cache = env.cache
    if env.template_class is not _Template or cache is None or len(cache) >= getattr(cache, "capacity", 0):
        return False
    found = (template for (_, name), template in cache.items() if name.startswith(begin))
    return all("new_context" in vars(template) for template in found)


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
        return template


def _is_text(template: jinja2.Template) -> bool:
    """Whether *template* writes without looking at anything."""
    render: Any = template.root_render_func
    code = render.__code__ if isinstance(render, FunctionType) and not template.blocks else None
    return (
        code is not None
        and _NAMES.issuperset(code.co_names)
        and _VARIABLES.issuperset((*code.co_varnames, *code.co_cellvars))
    )
