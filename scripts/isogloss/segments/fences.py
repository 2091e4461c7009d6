"""Fenced code of a page, looked for once for all languages: a localized page is made of the English text.

pymdownx.superfences goes over each character before a text on each line, in each language. It takes the code out of the
text, and puts it aside. What it finds depends on the text and on its options, as long as all that writes code is its
own; with a formatter of somebody else, each language looks by itself.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple

from markdown import Markdown

from isogloss.segments.parser import counts, stash

_MODULE = "pymdownx.superfences"
_WRITERS = frozenset({_MODULE, "pymdownx.highlight", "isogloss.segments.pymdown", "builtins"})
"""The modules of what writes code, and puts nothing down elsewhere."""


class _Found(NamedTuple):
    """What became of the lines of a page."""

    rest: bytes
    """The lines without code, and the code as it was written, by its place; small, as that of all pages is kept."""
    pieces: tuple[str, ...]
    """The code as it is written on the page; it is kept for all languages anyway."""
    blocks: int
    """How many blocks of code were counted."""


class Aside(NamedTuple):
    """What superfences has put aside for the steps after it."""

    code: bytes
    """The code as it was written, by its place."""
    blocks: int
    """The number of the last block of code."""


Fences = dict[bytes, _Found]
"""What became of the lines of pages, by all that it depends on."""


def share_fences(md: Markdown, fences: Fences, keep: bool) -> None:
    """Let *md* find the code of the page under way in *fences*; or let it look for it, and *keep* it there."""
    if "fenced_code_block" not in md.preprocessors:
        return
    step: Any = md.preprocessors["fenced_code_block"]
    if type(step).__module__ != _MODULE or "search_nested" in vars(step):
        return
    if not hasattr(step, "is_pymdownx_quotes_logic"):  # In a version without this name, nothing is shared.
        return
    look: Callable[[list[str]], list[str]] = step.search_nested

    def search_nested(lines: list[str]) -> list[str]:
        vars(step).pop("search_nested", None)
        aside = step.extension.stash.stash
        if aside or step.stack or not _writes_nothing_else(step):
            return look(lines)
        before, begin = _counted(md), len(stash(md))
        blocks: int = step.highlight_ext.pygments_code_block
        depends = lines, before, blocks, _settings(step)
        place = blake2b(repr(depends).encode("utf-8", "surrogatepass")).digest()
        if (found := fences.get(place)) is not None:
            rest, code = marshal.loads(found.rest)
            for piece in found.pieces:
                md.htmlStash.store(piece)
            aside.update(code)
            step.highlight_ext.pygments_code_block += found.blocks
            return list(rest)
        rest = look(lines)
        pieces: tuple[Any, ...] = tuple(stash(md)[begin:])
        known = _counted(md) == (before[0] + len(pieces), *before[1:])
        if keep and known and all(type(one) is str for one in (*pieces, *rest)):
            blocks = step.highlight_ext.pygments_code_block - blocks
            fences[place] = _Found(marshal.dumps((rest, dict(aside))), pieces, blocks)
        return rest

    vars(step)["search_nested"] = search_nested


def aside(md: Markdown) -> Aside | None:
    """What superfences has put aside on the page under way; None where nobody uses it."""
    step = _step(md)
    if step is None:
        return None
    return Aside(marshal.dumps(dict(step.extension.stash.stash)), step.highlight_ext.pygments_code_block)


def put_aside(md: Markdown, found: Aside) -> None:
    """Have superfences know what it had put aside when it looked for code."""
    step: Any = _step(md)
    step.get_hl_settings()
    step.extension.stash.stash.update(marshal.loads(found.code))
    step.highlight_ext.pygments_code_block = found.blocks


def writes_nothing_else(md: Markdown) -> bool:
    """Whether all that superfences has called on the page under way is known to put nothing down elsewhere."""
    step = _step(md)
    return step is None or _writes_nothing_else(step)


def _step(md: Markdown) -> Any:
    return next((one for one in md.preprocessors if type(one).__module__ == _MODULE), None)


def _counted(md: Markdown) -> tuple[Any, ...]:
    """What Python-Markdown has put aside by now, in numbers."""
    return *counts(md), md.tab_length


def _settings(step: Any) -> list[tuple[str, str]]:
    """What *step* depends on besides the lines: its options and fences, and those of the highlighter."""
    plain = (str, int, list, dict, type(None))
    options = {name: value for name, value in step.config.items() if name != "custom_fences"}
    found = {name: value for name, value in vars(step).items() if isinstance(value, plain)}
    found |= {"config": options, "checked_quotes": step.is_pymdownx_quotes_logic()}
    found |= {"fences": [(fence["name"], *map(_named, _parts(fence))) for fence in step.extension.superfences]}
    found |= {"highlighter": [*map(_named, _classes(step.highlighter))]}
    return sorted((name, repr(value)) for name, value in found.items())


def _parts(fence: dict[str, Any]) -> list[Any]:
    """The functions that a kind of fence is made of, with what they are given."""
    found = []
    for one in map(fence.get, ("test", "formatter", "validator", "reset")):  # Before 12.3, there may be no "reset".
        parts = [one.func, *one.args, *one.keywords.values()] if isinstance(one, partial) else [one]
        found += parts
    return found


def _classes(highlighter: Any) -> tuple[Any, ...]:
    return getattr(highlighter, "__mro__", (highlighter,))


def _named(part: Any) -> str:
    """*part* in words that stay the same from one page to the next."""
    return f"{part.__module__}.{part.__qualname__}" if callable(part) else repr(part)


def _writes_nothing_else(step: Any) -> bool:
    """Whether all that *step* calls for a block of code is known to put nothing down elsewhere."""
    return _are_known([*_called_by_fences(step), *_classes(step.highlighter)])


def _called_by_fences(step: Any) -> list[Any]:
    return [part for fence in step.extension.superfences for part in _parts(fence) if callable(part)]


def _are_known(called: Iterable[Any]) -> bool:
    return all(getattr(one, "__module__", "") in _WRITERS and hasattr(one, "__qualname__") for one in called)
