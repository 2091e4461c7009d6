"""Languages, and the plugins that they take, put into the text of a mkdocs.yml: nothing else in it changes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from isogloss.project.settings import composed

Named = Mapping[str, str]
"""Names of languages, as their readers call them, by their tags."""

_LANGUAGES, _I18N, _OWN, _SEARCH = "languages", "i18n", "isogloss", "search"
_AFTER_I18N = {_OWN, "git-revision-date-localized"}
"""Plugins that refuse to come before i18n, or would not see its languages."""
_STEP = 2
"""Columns between a key and what is below it."""


class NotListedError(Exception):
    """The text is not of the form in which lines can be added; it says what to add by hand."""


def with_languages(text: str, source: Named, languages: Named) -> str:
    """*text*, the content of a mkdocs.yml, with the plugins i18n and isogloss, and *languages* that are not there yet.

    Where no languages are listed, the *source* comes first, as the default one. A site without ``plugins`` has the
    plugin search by itself: it is listed then.

    Raises :class:`NotListedError` if that cannot be done, or would change anything else.
    """
    lines = "\n".join(_plugins(source, languages))
    try:
        new = _with_languages(text, source, languages)
        before, after, asked = (Counter(_values(composed(one))) for one in (text, new, lines))
    except (yaml.YAMLError, _OtherFormError, RecursionError):
        raise NotListedError(lines) from None
    asked += Counter(_values(composed(f"plugins: {{{_OWN}: {{}}}}")))
    there = {part for value in after for part in value}
    if before <= after and after - before <= asked and there >= {_I18N, _OWN, *languages}:
        return new
    raise NotListedError(lines)


class _OtherFormError(Exception):
    """It is YAML of a form that nobody expects here."""


def _with_languages(text: str, source: Named, languages: Named) -> str:
    root = composed(text)
    if not isinstance(root, yaml.MappingNode):
        raise _OtherFormError
    plugins = _value(root, "plugins")
    if plugins is None:
        return _put(text, {len(text): ["", *_plugins(source, languages)]})
    if isinstance(plugins, yaml.SequenceNode) and _in_brackets(plugins):
        return _in_a_block(text, plugins, source, languages)
    there = {name: (begin, options) for name, begin, options in _entries(plugins)}
    if not there or _in_brackets(plugins):
        raise _OtherFormError
    as_list = isinstance(plugins, yaml.SequenceNode)
    column, end = _column(text, plugins), _end(plugins)
    places: dict[int, list[str]] = {}
    if _I18N in there:
        places |= _more_languages(text, there[_I18N][1], languages)
    else:
        begin = min((begin for name, (begin, _) in there.items() if name in _AFTER_I18N), default=None)
        places[end if begin is None else _above(text, begin)] = list(_i18n(column, source, languages, as_list))
    if _OWN not in there:
        places.setdefault(end, []).append(_item(column, _OWN, as_list))
    return _put(text, places)


def _more_languages(text: str, options: yaml.Node | None, languages: Named) -> dict[int, list[str]]:
    """Where lines are added to *options*, those of i18n, and which."""
    listed = _value(options, _LANGUAGES)
    if not isinstance(listed, yaml.SequenceNode) or _in_brackets(listed) or not listed.value:
        raise _OtherFormError
    known = {_text(_value(one, "locale")) for one in listed.value}
    column, inside = _column(text, listed), listed.value[-1].start_mark.column
    new = {tag: name for tag, name in languages.items() if tag not in known}
    return {_end(listed): list(_languages(column, new, inside))} if new else {}


def _in_a_block(text: str, plugins: yaml.SequenceNode, source: Named, languages: Named) -> str:
    """*text* with its plugins, which are in brackets, one on a line."""
    if {name for name, _, _ in _entries(plugins)} & {_I18N, _OWN}:
        raise _OtherFormError
    names = [name for name, _, _ in _entries(plugins)]
    kept = [f"{' ' * _STEP}- {text[one.start_mark.index : one.end_mark.index]}" for one in plugins.value]
    at = next((number for number, name in enumerate(names) if name in _AFTER_I18N), len(kept))
    i18n = _i18n(_STEP, source, languages, True)
    lines = ["", *kept[:at], *i18n, *kept[at:], _item(_STEP, _OWN, True)]
    before, after = text[: plugins.start_mark.index], text[plugins.end_mark.index :]
    return before.rstrip(" ") + _newline(text).join(lines) + after


def _plugins(source: Named, languages: Named) -> list[str]:
    """The lines of a site that lists no plugins."""
    return [
        "plugins:",
        _item(_STEP, _SEARCH, True),
        *_i18n(_STEP, source, languages, True),
        _item(_STEP, _OWN, True),
    ]


def _i18n(column: int, source: Named, languages: Named, as_list: bool) -> Iterator[str]:
    begin, inside = ("- ", column + 2 * _STEP) if as_list else ("", column + _STEP)
    yield f"{' ' * column}{begin}{_I18N}:"
    yield f"{' ' * inside}{_LANGUAGES}:"
    first, *others = _languages(inside + _STEP, {**source, **languages}, inside + 2 * _STEP)
    name, *others = others
    yield from (first, name, f"{' ' * (inside + 2 * _STEP)}default: true", *others)


def _languages(column: int, languages: Named, inside: int) -> Iterator[str]:
    for tag, name in languages.items():
        yield f"{' ' * column}-{' ' * (inside - column - 1)}locale: {_scalar(tag)}"
        yield f"{' ' * inside}name: {_scalar(name)}"


def _item(column: int, name: str, as_list: bool) -> str:
    return f"{' ' * column}- {name}" if as_list else f"{' ' * column}{name}: {{}}"


def _scalar(value: str) -> str:
    """*value* as YAML reads it: ``no`` is the tag of Norwegian, and false without quotes."""
    try:
        plain = yaml.safe_load(f"a: {value}") == {"a": value}
    except yaml.YAMLError:
        plain = False
    return value if plain else json.dumps(value, ensure_ascii=False)


def _put(text: str, places: Mapping[int, list[str]]) -> str:
    """*text* with lines behind the line in which each place is, or before it if the line begins there."""
    newline = _newline(text)
    for index, lines in sorted(places.items(), reverse=True):
        at_begin = text[index - 1] == "\n"
        cut = index if at_begin else text.find("\n", index) + 1 or len(text)
        gap = newline if cut == len(text) and not text.endswith("\n") else ""
        text = text[:cut] + gap + "".join(f"{line}{newline}" for line in lines) + text[cut:]
    return text


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line(text: str, index: int) -> int:
    """Where the line begins in which *index* is."""
    return text.rfind("\n", 0, index) + 1


def _above(text: str, index: int) -> int:
    """Where the line begins in which *index* is, or the comment above that is about it."""
    begin = _line(text, index)
    line = text[begin:index]
    comment = f"{line[: len(line) - len(line.lstrip(' '))]}#"
    while begin and text.startswith(comment, above := _line(text, begin - 1)):
        begin = above
    return begin


def _column(text: str, node: Any) -> int:
    """The column in which the items of a list, or the keys of a mapping, begin: YAML counts a list from its anchor."""
    first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
    before = text[_line(text, first.start_mark.index) : first.start_mark.index]
    return len(before) - len(before.lstrip(" "))


def _end(node: yaml.Node) -> int:
    """Where the last value below *node* ends: YAML says of a block that it ends where the next one begins."""
    if isinstance(node, yaml.ScalarNode) or _in_brackets(node) or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return max(_end(last[1]), int(last[0].end_mark.index)) if isinstance(last, tuple) else _end(last)


def _in_brackets(node: Any) -> bool:
    return bool(node.flow_style)


def _entries(plugins: yaml.Node) -> Iterator[tuple[str, int, yaml.Node | None]]:
    """The plugins: the name of each, where it begins, and its options."""
    if isinstance(plugins, yaml.MappingNode):
        yield from ((_text(name), name.start_mark.index, value) for name, value in plugins.value)
    elif isinstance(plugins, yaml.SequenceNode):
        for item in plugins.value:
            if isinstance(item, yaml.MappingNode) and len(item.value) == 1:
                name, value = item.value[0]
                yield _text(name), item.start_mark.index, value
            else:
                yield _text(item), item.start_mark.index, None
    else:
        raise _OtherFormError


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    found: yaml.Node | None = next((value for key, value in pairs if key.value == name), None)
    return found


def _text(node: yaml.Node | None) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _OtherFormError
    return str(node.value)


def _values(node: yaml.Node | None, *path: str) -> Iterator[tuple[str, ...]]:
    """What a text of YAML says: each value behind its kind and the keys that lead to it.

    An item of a list has no key, as there may be more of them afterwards.
    """
    below: list[tuple[tuple[str, ...], yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        below = [((*path, str(name.value)), value) for name, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        below = [(path, value) for value in node.value]
    elif node is not None:
        yield (*path, node.tag, str(node.value))
    # An empty list of plugins is gone afterwards.
    if isinstance(node, yaml.CollectionNode) and not below and path != ("plugins",):
        yield (*path, node.tag, "")
    for keys, value in below:
        yield from _values(value, *keys)
