"""No regular expression of the program takes long for a text that somebody has made up to be slow.

Translations come from anybody. Each pattern is tried on texts made of its own parts, repeated and broken off: what
makes a matcher try again and again from the next place. Only growth counts: how much longer four times the text takes.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import isogloss
import pytest
from isogloss import checks
from isogloss.segments import Kind, Message
from isogloss.structure.elements import elements

if sys.version_info >= (3, 11):
    from re import _parser as parser
else:
    import sre_parse as parser

PACKAGE = Path(isogloss.__file__).parent
COMPILING = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
SIZES = (12, 16, 20, 24, 32, 48, 64, 100, 400, 2000, 5000, 20_000)
LONG = 100_000
"""Characters of the longest message that has to be fast."""
MOST = 2.0
"""Seconds that a pattern may take for it. Patterns that grow with the length take a thousandth of that."""
SUSPICIOUS = 0.0005
"""Seconds for 2,000 characters below which no pattern can be slow for ``LONG``, not even a cubic one."""
ENOUGH = 0.01
"""Seconds that tell how a pattern grows: no longer text is tried. Whoever takes them for 400 characters is too slow."""
PLAIN = 0.1
"""Seconds that need no second run: no noise is as long."""
BROKEN_OFF = ("", "\n", "!")
BEHIND_THE_GATE = {
    # Tags, links and comments have an end that may be missing; many beginnings are what ``too-much-markup`` refuses.
    ("text", "CODE"),
    ("text", "_TAG"),
    ("text", "_TARGET"),
    ("text", "_SCRIPT"),
    ("text", "_ATTRIBUTE_LIST"),
    ("text", "_TITLE"),
    ("html", "TAG"),
    ("html", "_TOKEN"),
    ("traits", "_EXTERNAL_LINK"),
}
"""Patterns, by module and name, that read a translation only once the checks on texts have let it pass."""
TRUSTED = {
    # Pages and templates of the site, as authors, MkDocs and the theme wrote them.
    ("built_pages", "_TAG"),
    ("source_pages", "_ID"),
    ("source_pages", "_NAME"),
    ("outline", "_CODE_COMMENT"),
    ("frames", "_EXPRESSION"),
    # The head of a page: in what a translator has written there, < is escaped.
    ("dress", "_VERBATIM"),
    ("pseudo", "_KEPT"),
    ("text", "_BREAKS"),
    # What the highlighter made: a title always has its end.
    ("outline", "_CODE_WORDS"),
    ("html", "_CODE_TITLE"),
    ("blocks", "_CODE_TITLE"),
}
"""Patterns that never read a text of a translator."""


# Which patterns there are.


MODULES = [
    found.name for found in pkgutil.walk_packages(isogloss.__path__, "isogloss.") if not found.name.endswith("__main__")
]


def written_patterns(module: Any) -> Iterator[tuple[str, str, int, set[str]]]:
    """Name, pattern, flags and uses of each call of ``re`` in a module, also inside functions."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    uses: dict[str, set[str]] = {}
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses.setdefault(node.value.id, set()).add(node.attr)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[id(node.value)] = node.targets[0].id
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COMPILING):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        text = value(node.args[0], vars(module))
        if text is None:
            continue  # Made of a text that is known when it runs: see glossary patterns below.
        flags = [value(argument, vars(module)) for argument in node.args[1:] + [word.value for word in node.keywords]]
        name = names.get(id(node), f"line {node.lineno}")
        own = uses.get(name, set()) if node.func.attr == "compile" else {node.func.attr}
        yield name, text, sum(flag for flag in flags if isinstance(flag, re.RegexFlag)), own


def value(node: ast.expr, names: dict[str, Any]) -> Any:
    """What an expression is; a text that is put in, such as ``{re.escape(name)}``, is a word."""
    if isinstance(node, ast.JoinedStr):
        parts = [value(part.value if isinstance(part, ast.FormattedValue) else part, names) for part in node.values]
        return "".join(part if isinstance(part, str) else "word" for part in parts)
    try:
        return eval(compile(ast.Expression(node), "", "eval"), dict(names))
    except NameError:
        return None


@cache
def patterns(module: str) -> list[tuple[tuple[str, str], str, int, set[str]]]:
    written = written_patterns(importlib.import_module(module))
    return [((module.rpartition(".")[2], name), *pattern) for name, *pattern in written]


def refused(text: str) -> bool:
    """Whether no translation can be *text*, or have it in it: the checks that come first see to that."""
    message = Message("A text of some words.", Kind.PARAGRAPH)
    short = text[:1400]
    return bool(checks.run(checks.Subject.EXCESS, message, short))


# Texts that could be slow.


def samples(tree: Any) -> list[str]:
    """A few texts that the parsed pattern *tree* matches."""
    every = [""]
    for operator, argument in tree:
        every = [start + end for start, end in product(every, samples_of(str(operator), argument))][:12]
    return every


def samples_of(operator: str, argument: Any) -> list[str]:
    match operator:
        case "LITERAL":
            return [chr(argument)]
        case "NOT_LITERAL" | "ANY":
            return ["a", " ", "["]
        case "IN":
            return members(argument)
        case "BRANCH":
            return [text for branch in argument[1] for text in samples(branch)[:3]][:12]
        case "SUBPATTERN":
            return samples(argument[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, inner = argument
            return [text * max(1, int(least)) for text in samples(inner)[:6]]
        case "ATOMIC_GROUP":
            return samples(argument)
        case "ASSERT":
            return [""]
        case _:
            return [""]


def members(argument: Any) -> list[str]:
    """Characters of a class, and one that is likely to be in it where it says what is not."""
    if argument[0][0] is parser.NEGATE if hasattr(parser, "NEGATE") else str(argument[0][0]) == "NEGATE":
        allowed = re.compile(rf"[{rebuilt(argument)}]")
        return [char for char in 'a1 [<("*_`\\{&.-' if allowed.match(char)][:4] or ["é"]
    allowed = re.compile(rf"[{rebuilt(argument)}]")
    found = [chr(item[1]) for item in argument if str(item[0]) == "LITERAL"]
    found += [chr(item[1][0]) for item in argument if str(item[0]) == "RANGE"]
    found += [char for char in "a1 _-" if allowed.match(char)]
    return list(dict.fromkeys(found))[:4] or ["a"]


def rebuilt(argument: Any) -> str:
    classes = {"CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s"}
    classes |= {"CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W"}
    out = ""
    for operator, item in argument:
        match str(operator):
            case "NEGATE":
                out += "^"
            case "LITERAL":
                out += re.escape(chr(item))
            case "RANGE":
                out += f"{re.escape(chr(item[0]))}-{re.escape(chr(item[1]))}"
            case "CATEGORY":
                out += classes[str(item)]
    return out


def repeats(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What stands before each repetition of *tree*, and what it repeats; beginnings of the whole as well."""
    for operator, argument in tree:
        match str(operator):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                for text in samples(argument[2]):
                    yield before, text
                yield from repeats(argument[2], before)
            case "SUBPATTERN":
                yield from repeats(argument[3], before)
            case "BRANCH":
                for branch in argument[1]:
                    yield from repeats(branch, before)
            case "ASSERT" | "ASSERT_NOT":
                yield from repeats(argument[1], before)
        before += samples_of(str(operator), argument)[0]
        yield "", before


def candidates(tree: Any) -> list[tuple[str, str, str]]:
    """Texts before, repeated, and after."""
    found: dict[tuple[str, str], None] = {}
    for start, pump in repeats(tree):
        for text in (pump, *{pump[:1], pump[-1:]}):
            if text:
                found[start, text] = found["", text] = None
    for text in samples(tree):
        for char in text:
            found["", char] = None
    return [(start, pump, end) for (start, pump), end in product(list(found)[:120], BROKEN_OFF)]


def seconds(pattern: re.Pattern[str], uses: set[str], candidate: tuple[str, str, str], size: int, times: int) -> float:
    """The CPU time of the fastest of some runs over a text of *size* characters."""
    start, pump, end = candidate
    text = start + (pump * (size // len(pump) + 1))[:size] + end
    only_at_start = bool(uses) and uses <= {"match", "fullmatch"}
    best = math.inf
    for _ in range(times):
        begun = time.process_time()
        if only_at_start:
            pattern.match(text)
            pattern.fullmatch(text)
        else:
            for _ in pattern.finditer(text):
                pass
        best = min(best, time.process_time() - begun)
    return best


def cost(pattern: re.Pattern[str], uses: set[str], candidate: tuple[str, str, str]) -> float:
    """Seconds for ``LONG`` characters, as far as growth tells; 0 for what is fast."""
    before, size, spent = (0, 0.0), 0, 0.0
    for longer in SIZES:
        before, size = (size, spent), longer
        spent = seconds(pattern, uses, candidate, size, 1)
        if SUSPICIOUS < spent < PLAIN:
            spent = seconds(pattern, uses, candidate, size, 3)
        if size == 2000 and spent < SUSPICIOUS:
            return 0.0
        if spent > ENOUGH:
            break
    if size <= 400:
        return math.inf
    power = math.log(max(spent / max(before[1], 1e-7), 1.0)) / math.log(size / before[0])
    return spent * (LONG / size) ** power


def slow(text: str, flags: int, uses: set[str], gated: bool = False) -> dict[tuple[str, str, str], float]:
    pattern = re.compile(text, flags)
    for candidate in candidates(parser.parse(text, flags)):
        start, pump, end = candidate
        if gated and refused(start + pump * (1400 // len(pump)) + end):
            continue
        # On a busy machine a moment may be slow, and what is estimated from it; a slow pattern is slow each time.
        if all((for_long := cost(pattern, uses, candidate)) > MOST for _ in range(3)):
            return {candidate: round(for_long, 1)}
    return {}


@pytest.mark.parametrize("module", MODULES)
def test_no_pattern_is_slow(module):
    for place, text, flags, uses in patterns(module):
        if place not in TRUSTED:
            assert slow(text, flags, uses, gated=place in BEHIND_THE_GATE) == {}, place


@pytest.mark.parametrize(
    "text",
    [
        r"(?<!!)\[([^\]\[]+)\]\(([^)\s]+)[^)]*\)",
        r"<!--.*?-->",
        r"(#~\s*\|?\s*|#\|\s*)?(msgid|msgstr)?\s*\"([^\"]*)\"\Z",
        r"(a+)+b",
        r"\s+\Z",
    ],
)
def test_a_slow_pattern_is_found(text):
    assert slow(text, 0, set())


def test_all_patterns_are_found_and_none_is_excused_that_is_gone():
    places = {place for module in MODULES for place, *_ in patterns(module)}
    assert len(places) > 100
    assert places >= BEHIND_THE_GATE | TRUSTED


def test_elements_without_an_end_are_passed_over_once():
    opening = re.compile("<(p|li)>")
    assert [element.inside for element in elements("<p>a<li>b</li><p>c</p><p>d", opening)] == ["a<li>b</li><p>c"]
    assert [element.inside for element in elements("<p>a<li>b</li><p>c", opening)] == ["b"]
    begun = time.process_time()
    assert not list(elements("<p><li>" * LONG, opening))
    assert time.process_time() - begun < MOST
