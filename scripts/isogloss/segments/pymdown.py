"""pymdown-extensions from inside: the names and habits that they do not promise to anybody.

Read in versions 12 and 13.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from markdown import Markdown

from isogloss.segments.known_source import fingerprint

OF_THE_WHOLE_PAGE = ("blocks_on_inline_end",)
"""Steps after inline parsing that gather things from all over a page."""
BLOCK_PROCESSORS = frozenset(
    f"pymdownx.{name}" for name in ("arithmatex", "details", "quotes", "saneheaders", "superfences", "tabbed")
)
"""Modules whose block processors write down nothing but :func:`sets_of_tabs`, besides the tree."""
_OF_LINE = re.compile(r"-\d+-\d+$")
Highlighted = dict[object, str]
"""Highlighted code by everything that it depends on, for the pages of one build."""


_lexers: dict[str, Any] = {}
"""The classes of Pygments for names of languages: it goes through all of them for each block of code."""


def _remember_lexers() -> None:
    """Let pymdownx.highlight find the lexer of a language at once, if it has found it before."""
    try:
        from pymdownx import highlight  # type: ignore[import-untyped]
    except ImportError:
        return
    find: Any = getattr(highlight, "get_lexer_by_name", None)
    if getattr(find, "__module__", "") != "pygments.lexers":  # It is one of ours, or of somebody else.
        return

    def get_lexer_by_name(_alias: str, **options: Any) -> Any:
        known = _lexers.get(_alias)
        if known is not None:
            return known(**options)
        lexer = find(_alias, **options)
        if type(lexer).__module__.startswith("pygments.lexers."):
            _lexers[_alias] = type(lexer)
        return lexer

    highlight.get_lexer_by_name = get_lexer_by_name


def share_highlighting(md: Markdown, highlighted: Highlighted) -> None:
    """Let pymdownx.highlight look into *highlighted* before it highlights a code block of the page under way.

    Code is the same in every language, and highlighting it a sixth of the CPU of a build with MkDocs.
    """
    for extension in md.registeredExtensions:
        choose: Any = getattr(extension, "get_pymdownx_highlighter", None)
        if choose is not None and not getattr(extension, "isogloss_shares", False):
            _remember_lexers()
            # pymdownx.superfences asks the extension for its highlighter when it meets the first code block.
            highlighter = _remembering(choose(), highlighted)
            extension.get_pymdownx_highlighter = lambda found=highlighter: found  # type: ignore[attr-defined]
            extension.isogloss_shares = True  # type: ignore[attr-defined]


def find_code_at_once(md: Markdown) -> None:
    """Have pymdownx.inlinehilite find the end of code in a text without looking at each character of it."""
    for pattern in md.inlinePatterns:
        kind = type(pattern)
        if kind.__module__ == "pymdownx.inlinehilite":
            if fingerprint(getattr(kind, "find_code_spans", None)) in _FIND_CODE:
                vars(pattern)["find_code_spans"] = _find_code
            return


def has_own_code(md: Markdown) -> bool:
    """Whether a site has pymdownx.inlinehilite make of code whatever a function of its own makes of it."""
    settings = (vars(one).get("config") for one in md.inlinePatterns if type(one).__module__ == "pymdownx.inlinehilite")
    return any(not isinstance(one, dict) or one.get("custom_inline") for one in settings)


_FIND_CODE = frozenset({"50c92189fcbc5878"})
"""What stands for the code of which :func:`_find_code` does the same."""
_TICKS = re.compile("`+")


def _find_code(start: int, text: str) -> tuple[int, int | None]:
    """Where the code that opens at *start* of *text* begins and ends; without an end, where to go on, and None."""
    opening = _TICKS.match(text, start)
    start = opening.end() if opening is not None else start
    ticks = len(opening[0]) if opening is not None else 0
    longest = end = 0
    for closing in _TICKS.finditer(text, start):
        length = len(closing[0])
        if length == ticks:
            return start, closing.start()
        if length > longest:
            longest, end = length, closing.end()
    if 0 < longest < ticks:
        return start - (ticks - longest), end - longest
    return start + ticks, None


def may_be_of_line(name: str) -> bool:
    """Whether the id *name* ends as those of lines of code do: the number of the code on the page, and of the line."""
    return _OF_LINE.search(name) is not None


def fenced_code(md: Markdown) -> dict[str, tuple[str, int]]:
    """The code as it was written that superfences puts back where it stands in an indented block, by its place."""
    codes: list[Any] = [one for one in md.parser.blockprocessors if type(one).__module__ == "pymdownx.superfences"]
    return {place: code for one in codes for place, code in one.extension.stash.stash.items()}


def sets_of_tabs(md: Markdown) -> int:
    """How many sets of tabs the page has so far."""
    return getattr(md.parser.blockprocessors["tabbed"], "tab_group_count", 0) if _has_tabs(md) else 0


def count_tabs(md: Markdown, number: int) -> None:
    """Have the next set of tabs on the page be the one after so many."""
    if _has_tabs(md):
        vars(md.parser.blockprocessors["tabbed"])["tab_group_count"] = number


def _has_tabs(md: Markdown) -> bool:
    return "tabbed" in md.parser.blockprocessors


def includes_nothing(md: Markdown, text: str) -> bool:
    """Whether pymdownx.snippets leaves the *text* of a page as it is, and reads nothing for it."""
    steps = [one for one in md.preprocessors if type(one).__module__ == "pymdownx.snippets"]
    return not steps or ("8<" not in text and not any(getattr(one, "auto_append", True) for one in steps))


@contextmanager
def snippets_noted(note: Callable[[str], None]) -> Iterator[None]:
    """Call *note* with the path of each file that pymdownx.snippets looks for, whether it is there or not."""
    try:
        from pymdownx.snippets import SnippetPreprocessor  # type: ignore[import-untyped]
    except ImportError:
        yield
        return
    find = SnippetPreprocessor.get_snippet_path
    _noting.append(note)

    def find_and_note(self: Any, path: str) -> str | None:
        for base in self.base_path:
            note(os.path.join(base if os.path.isdir(base) else os.path.dirname(base), path))  # noqa: PTH112, PTH118, PTH120
        found: str | None = find(self, path)
        return found

    SnippetPreprocessor.get_snippet_path = find_and_note
    try:
        yield
    finally:
        SnippetPreprocessor.get_snippet_path = find
        _noting.remove(note)


_noting: list[Callable[[str], None]] = []


def note_snippets(paths: Iterable[str]) -> None:
    """Have the *paths* noted as if they had been looked for in this process."""
    for path in paths:
        for note in _noting:
            note(path)


def _remembering(highlighter: type[Any], highlighted: Highlighted) -> type[Any]:
    class Remembering(highlighter):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            known = self.__dict__
            style = known.get("pygments_style")
            if isinstance(style, str) and not known.get("noclasses", True):
                known["pygments_style"] = _colourless(style)

        def highlight(self, src: str, language: str, *arguments: Any, **options: Any) -> Any:
            # In a version without these names, nothing is remembered.
            titles = getattr(self, "title_mode", "") != "text" or getattr(self, "auto_title_map", True)
            if options.get("inline") or titles:
                return super().highlight(src, language, *arguments, **options)
            key = src, language, repr(arguments), repr(sorted(options.items()))
            if key not in highlighted:
                found = super().highlight(src, language, *arguments, **options)
                if not isinstance(found, str):
                    return found
                highlighted[key] = found
            return highlighted[key]

    return Remembering


@cache
def _colourless(name: str) -> Any:
    """The style *name* of Pygments, or its like without colours, of which a formatter makes a style sheet.

    A formatter is made for each block of code, and where classes say what is what, nobody reads the sheet.
    """
    try:
        from pygments.styles import get_style_by_name  # type: ignore[import-untyped]

        style: Any = get_style_by_name(name)
        return type("Colourless", (type(style),), {"__iter__": lambda _: iter(())})(name, (style,), {})
    except Exception:  # What is wrong with a style is told by who reads it.
        return name


def critic_marks(md: Markdown) -> Any:
    """What pymdownx.critic has put aside for its marks, by placeholder."""
    step: Any = md.postprocessors["critic-post"]
    if not hasattr(step, "critic_stash"):
        raise RuntimeError(
            "isogloss does not know this version of pymdown-extensions: 'critic-post' has no critic_stash. "
            "Install version 12 or 13, or a newer isogloss."
        )
    return step.critic_stash


_LINKED = {
    "Issue": ("issue",),
    "Pull Request": ("pull",),
    "Discussion": ("discuss",),
    "Commit": ("commit",),
    "Compare": ("compare",),
    "Repository": ("repository",),
    "User": ("mention", "metion"),  # As the shortener spells it.
}
"""What magiclink calls that to which links lead, and the names that it looks the words up by."""


def site_texts(md: Markdown) -> Iterator[tuple[str, str, Callable[[str], object]]]:
    """The words that captions and links get: where readers meet them, the text, and what puts another in its place."""
    if "caption-auto" in md.treeprocessors:
        captions: Any = md.treeprocessors["caption-auto"]
        for name, text in captions.fig_types.items():
            yield f"begin of a caption: {name}", text, partial(captions.fig_types.__setitem__, name)
    linking = list(_linking(md))
    for word, names in _LINKED.items() if linking else ():
        text = next((labels[name] for _, _, labels in linking for name in names if name in labels), word)
        yield "title of a link to a repository", text, partial(_call, linking, names)


def _linking(md: Markdown) -> Iterator[tuple[Any, str, dict[str, str]]]:
    """The steps of magiclink that put titles on links, and the words of each, with where it keeps them."""
    for step in (*md.inlinePatterns, *md.treeprocessors):
        if type(step).__module__ == "pymdownx.magiclink":
            place = "repo_labels" if hasattr(step, "repo_labels") else "labels"
            if isinstance(labels := getattr(step, place, None), dict):
                yield step, place, labels


def _call(linking: Iterable[tuple[Any, str, dict[str, str]]], names: Iterable[str], text: str) -> None:
    # The mapping is the site's own: every parser gets the same one.
    for step, place, _ in linking:
        setattr(step, place, {**getattr(step, place), **dict.fromkeys(names, text)})
