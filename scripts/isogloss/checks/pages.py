"""Checks of whole pages: a localized one, block by block, against the English one."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import groupby, zip_longest

from isogloss.checks.registry import Finding, Subject, check
from isogloss.diagnostics import Change, Severity, counted, shortened
from isogloss.structure.align import Pair
from isogloss.structure.outline import Node, Outline

_SHOWN = 12
"""Lines of a difference that are shown; the place says the rest."""


_RESTORE = "restore its links, its order and the class 'decision' of its heading"

Alignment = Sequence[Pair]
_GLOSS = re.compile(r"`(?:<abbr |(?!<|(?:on\w+|style|srcset|formaction|target|download)=))")
"""Code, or the tag of a word that is explained: no other tag, no image, and no attribute that does something."""

_PICTURE = re.compile(r"(?![`<]|[a-zA-Z][\w+.-]*:).+\.(?:png|jpe?g|gif|svg|webp|avif)", re.IGNORECASE)
"""The path of a picture of the site, as outlines have it."""


@check(Subject.PAGE)
def check_outline(alignment: Alignment) -> Iterator[Finding]:
    """Blocks that are missing, added or of another kind than in the English page, such as a heading of another level.

    Bad: a localized page without the list item that the English page got last month
    Good: the same blocks in the same order
    """
    furthest = 0
    for pair in alignment:
        if pair.original and pair.localized and pair.origin < furthest and pair.original.kind == "heading":
            yield Finding(
                f"the section #{pair.original.anchor} stands at another place than in the original",
                "move it to where the original has it",
                pair,
            )
        furthest = max(furthest, pair.origin if pair.original else 0)
    runs = [list(run) for parted, run in groupby(alignment, key=_parts) if parted]
    for run in runs:
        yield Finding(*_outline_message(run), run[0], _difference(alignment, run))
    if not runs:
        for pair in alignment:
            if pair.original and pair.localized and _resized(pair.original, pair.localized):
                yield Finding(
                    f"under {_section(pair)}, '{_sized(pair.localized)}' is '{_sized(pair.original)}' in the original",
                    "bring the page back to the structure of the original",
                    pair,
                )


def _parts(pair: Pair) -> str:
    """Whether the pages part at *pair*: with a block that one of them lacks, or with two blocks of other kinds."""
    if pair.original is None or pair.localized is None:
        return "gap"
    level = pair.original.kind in ("heading", "passage") and pair.original.detail != pair.localized.detail
    return "kind" if level or pair.original.kind != pair.localized.kind else ""


def _resized(original: Node, localized: Node) -> bool:
    return original.kind not in ("heading", "passage", "code") and original.detail != localized.detail


def _sized(node: Node) -> str:
    return f"{node.kind} {node.detail}".rstrip()


def _missing(run: Sequence[Pair]) -> list[Node]:
    return [pair.original for pair in run if pair.original is not None and pair.localized is None]


def _added(run: Sequence[Pair]) -> list[Node]:
    return [pair.localized for pair in run if pair.localized is not None and pair.original is None]


def _outline_message(run: Sequence[Pair]) -> tuple[str, str]:
    first = run[0]
    if first.original is not None and first.localized is not None:
        if first.original.kind == "heading":
            sentence = f"a heading of level {first.localized.detail} is one of level {first.original.detail}"
            return f"{sentence} in the original", f"write it with {'#' * int(first.original.detail)}"
        return (
            f"under {_section(first)}, '{_sized(first.localized)}' is '{_sized(first.original)}' in the original",
            "bring the page back to the structure of the original",
        )
    missing, added = _missing(run), _added(run)
    if missing and added:
        return (
            f"{_counted(len(missing))} of the original {_are(missing)} missing under {_section(first)}, "
            f"and {_counted(len(added))} {_are(added)} not in the original",
            "bring the page back to the structure of the original",
        )
    if missing:
        sentence = f"{_counted(len(missing))} of the original {_are(missing)} missing under {_section(first)}"
        return sentence, "translate them" if len(missing) > 1 else "translate it"
    sentence = f"{_counted(len(added))} under {_section(first)} {_are(added)} not in the original"
    return sentence, "remove them, or add them to the English page" if len(added) > 1 else (
        "remove it, or add it to the English page"
    )


def _are(nodes: Sequence[Node]) -> str:
    return "is" if len(nodes) == 1 else "are"


def _counted(number: int) -> str:
    return "1 block" if number == 1 else f"{number} blocks"


def _section(pair: Pair) -> str:
    return f"#{pair.section}" if pair.section else "the top of the page"


def _difference(alignment: Alignment, run: Sequence[Pair]) -> str:
    """The blocks of *run* in both outlines, with the block before and the one after."""
    start = alignment.index(run[0])
    lines = [f"  {_shown(alignment[start - 1].original)}"] if start and alignment[start - 1].original else []
    for pair in run:
        lines += [f"- {_shown(pair.original)}"] if pair.original else []
        lines += [f"+ {_shown(pair.localized)}"] if pair.localized else []
    if len(lines) > _SHOWN:
        lines = [*lines[:_SHOWN], f"  … {len(lines) - _SHOWN} more"]
    after = alignment[start + len(run)] if start + len(run) < len(alignment) else None
    return "\n".join([*lines, *([f"  {_shown(after.original)}"] if after and after.original else [])])


def _shown(node: Node | None) -> str:
    if node is None:
        return ""
    return f"{node}  {shortened(node.text, 60)}".rstrip()


@check(Subject.PAGE)
def check_anchor(alignment: Alignment) -> Iterator[Finding]:
    """A heading or block with another anchor than in English: links to the section stop working in this language.

    Bad: ``## Configuración`` for ``## Setup``: its anchor is ``configuracion``
    Good: ``## Configuración {#setup}``; ``## <a name="setup"></a>Configuración``

    What links of the site lead to is told first.
    """
    for pair, finding in _anchors(alignment):
        if not _is_title(pair):
            yield finding


@check(Subject.PAGE, severity=Severity.WARNING)
def check_title_anchor(alignment: Alignment) -> Iterator[Finding]:
    """A heading of level 1 with another anchor than in English, in a page written by hand, to which no link leads.

    Bad: ``# Guía`` for ``# Guide``: its anchor is ``guia``
    Good: ``# Guía {#guide}``

    Links to a page need no anchor; only who follows one from another site is at the top of the page as well.
    """
    for pair, finding in _anchors(alignment):
        if _is_title(pair):
            yield finding


def _is_title(pair: Pair) -> bool:
    original = pair.original
    return original is not None and (original.kind, original.detail, original.followed) == ("heading", "1", 0)


def _anchors(alignment: Alignment) -> Iterator[tuple[Pair, Finding]]:
    """What is wrong with the anchors of blocks."""
    for pair in alignment:
        original, localized = pair.original, pair.localized
        if not original or not localized or original.kind != localized.kind:
            continue
        what = "the heading" if original.kind == "heading" else f"the {original.kind}"
        anchors = localized.anchor, *localized.names
        for name in original.names:
            if name not in anchors:
                hint = f'write <a name="{name}"></a> before its text'
                change, followed = Change(f'<a name="{name}"></a>'), original.followed or 0
                yield pair, Finding(f"{what} lacks the anchor #{name}", hint, pair, followed=followed, change=change)
        if original.anchor not in anchors:
            if not original.anchor:
                hint = "the original has none: remove it"
                yield pair, Finding(f"{what} has the anchor #{localized.anchor}", hint, pair)
                continue
            instead = f"#{localized.anchor}" if localized.anchor else "no anchor"
            hint = f"write {{#{original.anchor}}} at the end of the heading"
            if original.kind == "tab":
                hint = f"with pymdownx.blocks.tab, write: attrs: {{id: {original.anchor}}}"
            elif original.kind != "heading":
                hint = f"give it the id {original.anchor}"
            if followed := original.followed or 0:
                hint += f"\n{counted(followed, 'link')} {'leads' if followed == 1 else 'lead'} here"
            message = f"{what} has {instead} where the original has #{original.anchor}"
            found = Finding(message, hint, pair, followed=followed)
            if original.kind == "heading":
                found = replace(found, change=Change(f"#{original.anchor}", f"#{localized.anchor}"))
            yield pair, found


@check(Subject.PAGE)
def check_target(alignment: Alignment) -> Iterator[Finding]:
    """A block whose links lead elsewhere than those of its original, or two blocks that have exchanged their links.

    Bad: under "AMD", the link to ``gpu-amd-rocm.md`` leads to ``gpu-intel-xpu.md``
    Good: each block leads where it leads in English
    """
    yield from _exchanged(alignment, "links", "link")


@check(Subject.PAGE)
def check_content(alignment: Alignment) -> Iterator[Finding]:
    """A block whose images, code spans or tags are not the same as those of its original.

    Bad: ``wsl --update`` became ``wsl --actualizar``
    Good: code and images are the same in every language
    """
    yield from _exchanged(alignment, "assets", "content", but=_is_gloss)


@check(Subject.PAGE, severity=Severity.WARNING)
def check_added_content(alignment: Alignment) -> Iterator[Finding]:
    """Code, or an abbreviation with its explanation (``<abbr>``), that the original does not have.

    Bad: ``Use `pip` to install it`` became ``Instálelo con `pip` o `conda` ``
    Good: ``Instálelo con `pip` ``

    It is often right: grammar repeats a name, or readers need the explanation.
    """
    for pair, missing, added in _differences(alignment, "assets"):
        if _is_gloss(missing, added):
            yield Finding(*_changed(missing, added, "content"), pair)


def _is_gloss(missing: Counter[str], added: Counter[str]) -> bool:
    return not missing and all(map(_GLOSS.match, added))


def _differences(alignment: Alignment, name: str) -> Iterator[tuple[Pair, Counter[str], Counter[str]]]:
    """The pairs of blocks with other links or assets, what is missing and what was added."""
    for pair in alignment:
        if pair.original and pair.localized and pair.original.kind == pair.localized.kind:
            before = Counter[str](getattr(pair.original, name))
            after = Counter[str](getattr(pair.localized, name))
            if before != after:
                yield pair, before - after, after - before


def _exchanged(
    alignment: Alignment, name: str, noun: str, but: Callable[[Counter[str], Counter[str]], bool] = lambda *_: False
) -> Iterator[Finding]:
    changed = [found for found in _differences(alignment, name) if not but(*found[1:])]
    told: set[int] = set()
    for number, (pair, missing, added) in enumerate(changed):
        if number in told:
            continue
        for other in range(number + 1, len(changed)):
            if missing and added and (changed[other][1], changed[other][2]) == (added, missing):
                told.add(other)
                there = changed[other][0].localized
                where = f", here and in '{shortened(there.text)}'" if there and there.text else ""
                yield Finding(
                    f"{_listed(added, noun)} and {_listed(missing, noun)} have changed places{where}",
                    "exchange them",
                    pair,
                )
                break
        else:
            yield Finding(*_changed(missing, added, noun), pair)


def _changed(missing: Counter[str], added: Counter[str], noun: str) -> tuple[str, str]:
    if missing and added:
        hint = "restore it"
        if all(_PICTURE.fullmatch(value) for value in (*missing, *added)):
            path, ending = next(iter(missing)).rsplit(".", 1)
            name = posixpath.basename(path)
            hint += (
                "; a picture of this language keeps the name on the page, and mkdocs-static-i18n finds it "
                f"in the folder of the language, or as {name}.TAG.{ending}"
            )
        return f"{_listed(added, noun)} stands where the original has {_listed(missing, noun)}", hint
    if missing:
        return f"{_listed(missing, noun)} is missing", "restore it"
    return f"{_listed(added, noun)} is not in the original", "remove it, or add it to the English page"


def _listed(values: Counter[str], noun: str) -> str:
    listed = ", ".join(value if value[:1] == "`" else f"'{value}'" for value in values.elements())
    return f"{noun} {listed}" if noun == "link" else listed


@check(Subject.PAGE)
def check_code_block(alignment: Alignment) -> Iterator[Finding]:
    """A code block that differs from the original's; its comments and its title may be translated.

    Bad: a command that is older than in the English page
    Good: the same commands in every language
    """
    for pair in alignment:
        original, localized = pair.original, pair.localized
        if original is None or localized is None or not original.kind == localized.kind == "code":
            continue
        if original.detail != localized.detail:
            yield Finding(
                f"the code block under {_section(pair)} differs from the original's",
                "copy it from the English page; comments and the title may be translated",
                pair,
                _first_difference(original.code, localized.code),
            )


def _first_difference(original: str, localized: str) -> str:
    """The first line in which two code blocks differ, without the tags of a highlighter."""
    before, after = (unescape(re.sub("<[^<>]*>", "", code)).splitlines() for code in (original, localized))
    for line, other in zip_longest(before, after, fillvalue=""):
        if line != other:
            return f"- {line.strip()}\n+ {other.strip()}"
    return ""


@check(Subject.DECISION)
def check_decision(original: Outline, localized: Outline) -> Iterator[Finding]:
    """A decision guide that is missing, or whose branches or targets differ from the original's.

    Bad: the answer "AMD" leads to the guide for Intel
    Good: every answer leads where it leads in English
    """
    others = {guide.anchor: guide for guide in localized.decisions}
    for english in original.decisions:
        other = others.pop(english.anchor, None)
        if other is None:
            yield Finding(f"the decision guide #{english.anchor} is missing", _RESTORE, english.anchor)
        elif english != other:
            yield Finding(
                f"the decision guide #{english.anchor} leads elsewhere than in English", _RESTORE, english.anchor
            )
    for anchor in others:
        yield Finding(f"the decision guide #{anchor} is not in the original", _RESTORE, anchor)
