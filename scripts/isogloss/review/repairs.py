"""What has one right answer in a text: a target, the marks of code, a version, as the English text has them.

Nothing here is certain by itself: whoever asks checks the result again, and takes it only if the finding is gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from isogloss.diagnostics import Change
from isogloss.segments.text import BIDI_CONTROLS, CODE, is_invisible

_TARGET = r"""\[([^\[\]]*)\]\((<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?=\s*\)|\s+["'])"""
_LINK, _IMAGE = re.compile(rf"(?<!!){_TARGET}"), re.compile(rf"!{_TARGET}")
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*[#.][^{}]*\}")
_BETWEEN_LINES = re.compile(r"_[^\s_](?:[^_]*[^\s_])?_")
_ONE = 1


class Repair(NamedTuple):
    """What is known of a wrong text."""

    original: str
    """The English text."""
    text: str
    change: Change | None = None
    """What the finding itself says of it."""


class _Target(NamedTuple):
    """Where a link or an image leads, and where that stands in the text."""

    words: str
    value: str
    start: int
    end: int


def repaired(code: str, repair: Repair) -> str | None:
    """The text without what the check *code* finds in a translation; None if there is not one right answer."""
    function = _REPAIRS.get(code)
    return _settled(function, repair) if function is not None else None


def _settled(function: Callable[[Repair], str | None], repair: Repair) -> str | None:
    """What *function* makes of the text, if that is another text in which it has nothing more to do.

    A repair that would go on, or back, knows of no one right answer.
    """
    found = function(repair)
    if found is None or found == repair.text or function(repair._replace(text=found)) not in (None, found):
        return None
    return found


def repaired_block(code: str, repair: Repair, is_dead: Callable[[str], bool]) -> str | None:
    """The same for a block of a page that is written by hand.

    Its English text may be newer than it is: another target is wrong for certain only if it *is_dead*, or if the text
    of the link is the English one; other code may belong to other words.
    """
    if code == "target":
        return _settled(lambda it: _one_for_one(it, _LINK, is_dead), repair)
    if code == "content":
        return _settled(_marked_code, repair)
    return repaired(code, repair) if code in ("version", "leftover") else None


def _outside_code(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    code = [found.span() for found in CODE.finditer(text)]
    for found in pattern.finditer(text):
        if not any(start <= found.start() < end for start, end in code):
            yield found


def _targets(pattern: re.Pattern[str], text: str) -> list[_Target]:
    return [_Target(found[1], found[2].strip("<>"), *found.span(2)) for found in _outside_code(pattern, text)]


def _link(repair: Repair) -> str | None:
    return _one_for_one(repair, _LINK)


def _image(repair: Repair) -> str | None:
    return _one_for_one(repair, _IMAGE)


def _one_for_one(
    repair: Repair, pattern: re.Pattern[str], is_dead: Callable[[str], bool] = lambda _: True
) -> str | None:
    """The one target that is not in English, replaced by the one that is missing."""
    english, own = _targets(pattern, repair.original), _targets(pattern, repair.text)
    before, after = (Counter(target.value for target in found) for found in (english, own))
    missing, added = list((before - after).elements()), list((after - before).elements())
    if len(missing) != _ONE or len(added) != _ONE:
        return None
    there = [target for target in own if target.value == added[0]]
    words = {target.words for target in english if target.value == missing[0]}
    if len(there) != _ONE or not (is_dead(added[0]) or there[0].words in words):
        return None
    return _replaced(repair.text, there[0].start, there[0].end, missing[0])


def _link_swap(repair: Repair) -> str | None:
    """Both targets, of two, exchanged: where each text has more in common with English's text of the other's target."""
    own, english = _targets(_LINK, repair.text), {link.value: link.words for link in _targets(_LINK, repair.original)}
    if len(own) != 2 or own[0].value == own[1].value or not {link.value for link in own} <= english.keys():
        return None
    first, second = own
    kept = _in_common(first.words, english[first.value]) + _in_common(second.words, english[second.value])
    if _in_common(first.words, english[second.value]) + _in_common(second.words, english[first.value]) <= kept:
        return None
    text = _replaced(repair.text, second.start, second.end, first.value)
    return _replaced(text, first.start, first.end, second.value)


def _in_common(text: str, other: str) -> int:
    """How many words two texts share."""
    return len({*re.findall(r"\w+", text)} & {*re.findall(r"\w+", other)})


def _replaced(text: str, start: int, end: int, new: str) -> str:
    new = f"<{new}>" if " " in new else new
    return text[:start] + new + text[end:]


def _code(repair: Repair) -> str | None:
    """Marks that were lost, or the one span of code that was changed."""
    marked = _marked_code(repair)
    if marked is not None:
        return marked
    english, own = ([found.group() for found in CODE.finditer(text)] for text in (repair.original, repair.text))
    missing, added = list((Counter(english) - Counter(own)).elements()), list(Counter(own) - Counter(english))
    if len(missing) != _ONE or len(added) != _ONE or own.count(added[0]) != _ONE:
        return None
    return repair.text.replace(added[0], missing[0])


def _marked_code(repair: Repair) -> str | None:
    """Each span of code that has lost its marks, where its text stands once, and in English nowhere else."""
    english, own = (Counter(found.group() for found in CODE.finditer(text)) for text in (repair.original, repair.text))
    text = repair.text
    for code, number in (english - own).items():
        mark = re.match("`+", code)
        content = code.strip("`").strip()
        if mark is None or number != _ONE or len(content) < 2 or _places(content, CODE.sub("", repair.original)):
            return None
        places = _places(content, _blanked(text))
        if len(places) != _ONE:
            return None
        start, end = places[0], places[0] + len(content)
        # One of its marks may be left.
        start -= len(mark.group()) if text[:start].endswith(mark.group()) else 0
        end += len(mark.group()) if text[end:].startswith(mark.group()) else 0
        text = text[:start] + code + text[end:]
    return text


def _blanked(text: str) -> str:
    """*text* with blanks in place of code and targets, in which nothing is looked for."""
    spans = [found.span() for found in CODE.finditer(text)]
    spans += [(target.start, target.end) for pattern in (_LINK, _IMAGE) for target in _targets(pattern, text)]
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _places(content: str, text: str) -> list[int]:
    """Where *content* stands in *text*, not within a longer word of its script."""
    begins = "(?<![A-Za-z0-9_])" if re.match("[A-Za-z0-9_]", content) else ""
    ends = "(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]\Z", content) else ""
    return [found.start() for found in re.finditer(f"{begins}{re.escape(content)}{ends}", text)]


def _leftover(repair: Repair) -> str | None:
    """Bold marks with a blank inside, or of a text that is bold as a whole; a lost mark of code; attributes."""
    original, text = repair.original, repair.text
    if (without := _attribute_list(repair)) not in (None, text):
        return without
    if "`" in CODE.sub("", text):
        return _marked_code(repair)
    if original.startswith("**") and original.endswith("**") and original.count("**") == 2:
        return f"**{text.replace('**', '').strip()}**" if text.count("**") else _whole("**", text)
    if original[:1] in ("*", "_") and original[:1] == original[-1:] and original.count(original[:1]) == 2:
        return _whole(original[:1], text)
    if "_" in original and "*" not in text:
        return _with_stars(repair)
    if text.count("**") != original.count("**") or text.count("**") % 2 or "***" in text:
        return None
    parts = text.split("**")
    for number in range(1, len(parts), 2):
        words = parts[number].strip()
        before, after = parts[number - 1], parts[number + 1]
        # A blank that stands within the marks belongs before or after them.
        parts[number - 1] += " " if parts[number][:1].isspace() and before[-1:].isalnum() else ""
        parts[number + 1] = (" " if parts[number][-1:].isspace() and after[:1].isalnum() else "") + after
        parts[number] = words
    return "**".join(parts)


def _whole(mark: str, text: str) -> str | None:
    """*text* as a whole between two of *mark*, one half of which is there."""
    return f"{mark}{text.replace(mark[0], '').strip()}{mark}" if text.count(mark[0]) == 1 else None


def _with_stars(repair: Repair) -> str | None:
    """The text with ``*`` in place of ``_``, which is no markup within a word; there is no other way without spaces."""
    blank = _blanked(repair.text)
    if blank.count("_") != _blanked(repair.original).count("_"):
        return None
    chars = list(repair.text)
    for found in _BETWEEN_LINES.finditer(blank):
        chars[found.start()] = chars[found.end() - 1] = "*"
    return "".join(chars)


def _outer_space(repair: Repair) -> str:
    return repair.text.strip()


def _without(has: Callable[[str], bool], repair: Repair) -> str:
    return "".join(char for char in repair.text if not has(char) or char in repair.original)


def _attribute_list(repair: Repair) -> str | None:
    text = repair.text.rstrip()
    while "{" not in repair.original and (start := text.rfind("{")) >= 0 and _ATTRIBUTE_LIST.fullmatch(text, start):
        text = text[:start].rstrip()
    return text if text not in ("", repair.text.rstrip()) else None


def _version(repair: Repair) -> str | None:
    if repair.change is None or repair.text.count(repair.change.old) != _ONE:
        return None
    return repair.text.replace(repair.change.old, repair.change.new)


_REPAIRS: dict[str, Callable[[Repair], str | None]] = {
    "link": _link,
    "image": _image,
    "link-swap": _link_swap,
    "code": _code,
    "leftover": _leftover,
    "outer-space": _outer_space,
    "bidi-control": lambda repair: _without(BIDI_CONTROLS.__contains__, repair),
    "invisible-character": lambda repair: _without(is_invisible, repair),
    "attribute-list": _attribute_list,
    "version": _version,
}
