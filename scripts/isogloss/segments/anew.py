"""A parser that is as new for each page: whatever a page has changed of it is put back.

MkDocs makes a parser for each page, for which all extensions copy their options and compile their patterns: a twentieth
of the CPU of a further language. All that a page can change of a parser is in objects that lead from one to the other.
What two new parsers have in common is left alone: it belongs to all of them, whoever makes them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from markdown import Markdown

from isogloss.segments.extension import IsoglossExtension

_KNOWN = frozenset({"isogloss", "markdown", "material", "pymdownx"})
"""The packages whose objects keep all that they know in their attributes."""
_NEVER_CHANGE = (str, bytes, int, float, complex, type(None), re.Pattern, type, ModuleType, BuiltinFunctionType)
_MANY = 20_000
"""With so much to put back, a new parser is made as fast."""

Options = Mapping[str, Mapping[str, Any]]
PutBack = Callable[[], None]


class AsNew:
    """Makes parsers of extensions and their options; one of them serves many pages, each as if it were new."""

    def __init__(self) -> None:
        """No page has been converted."""
        self._made_of: object = None
        self._md: Markdown | None = None
        self._put_back: PutBack | None = None
        self._is_lent = False

    def lend(self, extensions: Sequence[Any], options: Options) -> tuple[Markdown, PutBack]:
        """A parser that is as new, and what has to be called when it has served its page."""
        made_of = None if self._is_lent else _made_of(extensions, options)
        if made_of is None:
            return _new(extensions, options), _nothing
        if made_of != self._made_of:  # Options that are others on each page are not worth a second parser.
            self._made_of, self._md = made_of, None
            return _new(extensions, options), _nothing
        if self._md is None:
            self._md = _new(extensions, options)
            for one in extensions:
                if isinstance(one, IsoglossExtension):
                    one.serve_pages(self._md)
            self._put_back = what_puts_back(self._md, _new(extensions, options), extensions)
        if self._put_back is None:
            return _new(extensions, options), _nothing
        self._is_lent = True
        return self._md, self._take_back

    def _take_back(self) -> None:
        assert self._put_back is not None
        self._put_back()
        self._is_lent = False


def _nothing() -> None:
    """There is nothing to put back: the parser has served its page."""


def _new(extensions: Sequence[Any], options: Options) -> Markdown:
    return Markdown(extensions=extensions, extension_configs=options)


def _made_of(extensions: Sequence[Any], options: Options) -> object:
    """What parsers of these *extensions* and *options* are made of; None if one may differ from the next."""
    if any(type(one) not in (str, IsoglossExtension) for one in extensions):
        return None
    try:
        return list(extensions), _frozen(options)
    except ValueError:
        return None


def are_known(options: Options) -> bool:
    """Whether *options* are plain, and all functions among them of packages that are known here."""
    try:
        _frozen(options)
    except ValueError:
        return False
    return True


def _frozen(value: object) -> object:
    """*value* of an option as it is now. Raises :class:`ValueError` if it may say something else on each page."""
    if type(value) in (str, int, float, bool, type(None)):
        return type(value), value
    if isinstance(value, Mapping):
        return dict, tuple((name, _frozen(one)) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return type(value), tuple(map(_frozen, value))
    if isinstance(value, partial):
        return partial, _frozen(value.func), _frozen(value.args), _frozen(value.keywords)
    if isinstance(value, (FunctionType, type)) and _is_known(value):
        return value
    raise ValueError


def _is_known(kind: Any) -> bool:
    return kind.__module__.partition(".")[0] in _KNOWN


def what_puts_back(md: Markdown, other: Markdown, given: Collection[object]) -> PutBack | None:
    """What makes *md* again what it is now. As *other*, it was made of what was *given*, and has converted nothing.

    None, if there is anything to which nobody knows what a page does.
    """
    apart = set(map(id, given))
    mine, others = _reached(md, apart), _reached(other, apart)
    if mine is None or others is None:
        return None
    own = [one for key, one in mine.items() if key not in others]
    mappings = [(one, dict(one)) for one in own if isinstance(one, dict)]
    lists = [(one, list(one)) for one in own if isinstance(one, list)]
    sets = [(one, set(one)) for one in own if isinstance(one, set)]
    queues = [(one, list(one)) for one in own if isinstance(one, deque)]
    if sum(len(before) for _, before in (*mappings, *lists)) > _MANY:
        return None

    def put_back() -> None:
        md.reset()  # Some extensions forget more than what is their own.
        for mapping, known in mappings:
            mapping.clear()
            mapping.update(known)
        for listed, those in lists:
            listed[:] = those
        for members, there in sets:
            members.clear()
            members.update(there)
        for queue, waiting in queues:
            queue.clear()
            queue.extend(waiting)

    return put_back


def _reached(md: Markdown, apart: set[int]) -> dict[int, Any] | None:
    """All that can be reached from *md* and may change, by its identity, without what is set *apart*.

    None if there is anything of which nobody knows where it keeps what.
    """
    found: dict[int, Any] = {}
    ahead: list[Any] = [md]
    while ahead:
        one = ahead.pop()
        if isinstance(one, _NEVER_CHANGE) or id(one) in found or id(one) in apart:
            continue
        beyond = _beyond(one)
        if beyond is None:
            return None
        found[id(one)] = one
        ahead += beyond
    return found


def _beyond(one: Any) -> list[Any] | None:
    """What *one* leads to; None if nobody knows. The attributes of an object are one thing beyond it."""
    if isinstance(one, FunctionType):
        return None if one.__closure__ else []  # Others stand in a module, with what they know: all parsers have them.
    if isinstance(one, MethodType):
        return [one.__self__, one.__func__]
    if isinstance(one, partial):
        return [one.func, one.args, one.keywords, vars(one)]
    attributes = [vars(one)] if hasattr(one, "__dict__") else []
    if isinstance(one, dict):
        return [*attributes, *one.keys(), *one.values()]
    if isinstance(one, (list, tuple, set, frozenset, deque)):
        return [*attributes, *one]
    has_slots = any(vars(kind).get("__slots__") for kind in type(one).__mro__)
    return attributes if attributes and not has_slots and _is_known(type(one)) else None
