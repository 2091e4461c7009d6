"""Every rule: one ``check_*`` function each. Its name is its code, its docstring its manual page.

A check is a generator: it gets texts or structures and yields what is wrong, as a sentence and what to do. It knows no
files; :func:`found` adds the places.
"""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.outline import Branch, DecisionGuide, Outline, differences
from isogloss.segments import Inline, Kind, Message
from isogloss.segments.html import tags, well_nested


class Problem(NamedTuple):
    """What a check found: a sentence, and what to do about it."""

    message: str
    hint: str = ""


TextCheck = Callable[[Message, str], Iterator[Problem]]
StructureCheck = Callable[[Inline, Inline], Iterator[Problem]]

_FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
_BIDI_CONTROLS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_QUOTES_ESCAPED = frozenset({Kind.ABBREVIATION, Kind.CODE_TITLE, Kind.ATTRIBUTE})
_NOTABLE = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f<>"%{}' + "".join(sorted(_BIDI_CONTROLS)) + r"]|\[\^")
"""Characters without which no check on texts finds anything."""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


# Per message, on the texts.


def check_control_character(_: Message, msgstr: str) -> Iterator[Problem]:
    """A control character in the translation: it is invisible and can stand for text that the translator never saw.

    Bad: ``Abrir`` with U+0002 in it
    Good: ``Abrir``
    """
    found = [char for char in msgstr if unicodedata.category(char) == "Cc" and char not in "\n\t"]
    if found:
        names = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(found))
        yield Problem(f"the translation holds control characters: {names}", "remove them")


def check_bidi_control(message: Message, msgstr: str) -> Iterator[Problem]:
    """A character that changes the direction of text and that the original does not have: readers see another order.

    Bad: ``Instale U+202E exe.txt``
    Good: ``Instale txt.exe``
    """
    found = [char for char in msgstr if char in _BIDI_CONTROLS and char not in message.msgid]
    if found:
        names = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(found))
        yield Problem(f"the translation changes the direction of text: {names}", "remove these invisible characters")


def check_plain_text(message: Message, msgstr: str) -> Iterator[Problem]:
    """Markup in a text that is published as it is (titles, navigation, site strings): it would become part of the page.

    Bad: msgid ``Guides``, msgstr ``<b>Guías</b>``
    Good: msgstr ``Guías``
    """
    if message.kind.plain:
        added = sorted({char for char in msgstr if char in '<>"' and char not in message.msgid})
        if added and not (added == ['"'] and message.kind in _QUOTES_ESCAPED):
            yield Problem(
                f"{' '.join(added)} in a {message.kind.value}, which is plain text",
                "write it without markup; for quotation marks use those of the language, such as « » or “ ”",
            )


def check_footnote(message: Message, msgstr: str) -> Iterator[Problem]:
    """A footnote reference dropped, added or renamed: the note has lost its place in the text.

    Bad: msgid ``Since 2.10[^1]``, msgstr ``Desde la 2.10``
    Good: msgstr ``Desde la 2.10[^1]``
    """
    original, translated = Counter(_FOOTNOTE.findall(message.msgid)), Counter(_FOOTNOTE.findall(msgstr))
    for label in original - translated:
        yield Problem(f"footnote [^{label}] is missing", f"put [^{label}] where the translation needs it")
    for label in translated - original:
        yield Problem(f"footnote [^{label}] is not in the original", "remove it")


def check_placeholder(message: Message, msgstr: str) -> Iterator[Problem]:
    """A placeholder of a template or site string lost or changed: the program puts a value in its place.

    Bad: msgid ``Checked on %(date)s``, msgstr ``Comprobado el %(fecha)s``
    Good: msgstr ``Comprobado el %(date)s``
    """
    if message.kind not in (Kind.TEMPLATE, Kind.SITE):
        return
    original, translated = Counter(_PLACEHOLDER.findall(message.msgid)), Counter(_PLACEHOLDER.findall(msgstr))
    for placeholder in original - translated:
        yield Problem(f"placeholder {placeholder} is missing", f"write {placeholder} where its value belongs")
    for placeholder in translated - original:
        yield Problem(f"placeholder {placeholder} is not in the original", "remove it")


def check_html(message: Message, msgstr: str) -> Iterator[Problem]:
    """Tags or attributes of raw HTML that differ from the original's; ``alt``, ``title`` and ``aria-label`` may.

    Bad: msgid ``See <a href="a.md">this</a>``, msgstr ``Vea <a href="b.md" onclick="…">esto</a>``
    Good: msgstr ``Vea <a href="a.md">esto</a>``
    """
    if message.kind is not Kind.HTML:
        return
    original, translated = tags(message.msgid), tags(msgstr)
    yield from _compare("tag", Counter(original), Counter(translated))
    if Counter(original) == Counter(translated) and well_nested(original) and not well_nested(translated):
        yield Problem("tags are not closed in the order in which they were opened", "close the tag opened last first")


# Per passage, on what the two texts were rendered to.


def check_link(original: Inline, translated: Inline) -> Iterator[Problem]:
    """A link dropped, added or led elsewhere. The order of links in one passage is free.

    Bad: msgid ``[Set up](a.md)``, msgstr ``[Configurar](b.md)``
    Good: msgstr ``[Configurar](a.md)``
    """
    before, after = original.count("link"), translated.count("link")
    missing, added = before - after, after - before
    for target in missing:
        yield Problem(
            f"link '{target}' is missing" + (f"; there is '{next(iter(added))}' instead" if added else ""),
            f"link to '{target}' exactly as the original does",
        )
    if not missing:
        for target in added:
            yield Problem(f"link '{target}' is not in the original", "remove it")
        silent = {item.value for item in translated.items if not item.visible}
        for target in silent - {item.value for item in original.items if not item.visible}:
            yield Problem(f"link '{target}' has no text", "translate its text, which stands in the square brackets")


def check_image(original: Inline, translated: Inline) -> Iterator[Problem]:
    """An image dropped, added or replaced.

    Bad: msgid ``![A chip](chip.svg)``, msgstr ``![Un chip](otro.svg)``
    Good: msgstr ``![Un chip](chip.svg)``
    """
    yield from _compare("image", original.count("image"), translated.count("image"))


def check_code(original: Inline, translated: Inline) -> Iterator[Problem]:
    """A code span or key dropped, added or changed: code is the same in every language.

    Bad: msgid ``Run `wsl --update`.``, msgstr ``Ejecute `wsl --actualizar`.``
    Good: msgstr ``Ejecute `wsl --update`.``
    """
    yield from _compare("code", original.count("code"), translated.count("code"))


def check_tag(original: Inline, translated: Inline) -> Iterator[Problem]:
    """Raw HTML, a key, an icon or an attribute inside the passage that differs from the original's.

    Bad: msgid ``Press ++ctrl+c++``, msgstr ``Pulse ++ctrl+x++``
    Good: msgstr ``Pulse ++ctrl+c++``
    """
    before, after = original.count("tag"), translated.count("tag")
    yield from _compare("tag", before, after)
    if before == after and original.nested and not translated.nested:
        yield Problem("tags are not closed in the order in which they were opened", "close the tag opened last first")


def check_attribute_list(original: Inline, translated: Inline) -> Iterator[Problem]:
    """An attribute list that the original does not have, such as ``{ #id .class }`` at the end of a passage.

    Bad: msgid ``Next steps``, msgstr ``Pasos siguientes {#pasos}``
    Good: msgstr ``Pasos siguientes``
    """
    if original.attributes != translated.attributes:
        names = sorted(set(original.attributes) ^ set(translated.attributes), key=str)
        listed = ", ".join(f'{name}="{value}"' for name, value in names)
        yield Problem(
            f"the attributes of the passage differ: {listed}",
            "remove the attribute list in braces: anchors and classes come from the English page",
        )


def check_emphasis(original: Inline, translated: Inline) -> Iterator[Problem]:
    """Emphasis that the original does not have. Leaving some out is free: languages emphasise in other ways.

    Bad: msgid ``Install the driver``, msgstr ``Instale **el controlador**``
    Good: msgstr ``Instale el controlador``
    """
    for tag in translated.count("emphasis") - original.count("emphasis"):
        yield Problem(f"<{tag}> is not in the original", "remove the emphasis marks, or put a backslash before them")


def check_leftover(original: Inline, translated: Inline) -> Iterator[Problem]:
    """Markup that became nothing: an emphasis that no longer closes, half a link, a lone backquote.

    Bad: msgid ``**Stop**``, msgstr ``**Alto``
    Good: msgstr ``**Alto**``
    """
    for mark in translated.count("leftover") - original.count("leftover"):
        yield Problem(f"'{mark}' would be shown to readers as it is", "close the markup as the original does")


def _compare(noun: str, original: Counter[str], translated: Counter[str]) -> Iterator[Problem]:
    missing, added = original - translated, translated - original
    instead = f"; there is '{next(iter(added))}' instead" if added else ""
    for item in missing:
        yield Problem(f"{noun} '{item}' is missing{instead}", f"write '{item}' exactly as the original does")
    if not missing:
        for item in added:
            yield Problem(f"{noun} '{item}' is not in the original", "remove it")


# Per page, on what was rendered.


def check_outline(original: Outline, localized: Outline) -> Iterator[Problem]:
    """Headings, anchors, blocks or the targets of a block that differ from those of the English page.

    Bad: a localized page in which two headings have changed places
    Good: the same blocks in the same order, each leading to the same targets
    """
    for difference in differences(original, localized):
        where = f"under #{difference.section}" if difference.section else "at the top"
        missing = "; ".join(str(node) for node in difference.original[:3])
        instead = "; ".join(str(node) for node in difference.localized[:3])
        if missing and instead:
            sentence = f"{where} the original has ({missing}), this page has ({instead})"
        elif missing:
            sentence = f"{where} this page lacks ({missing})"
        else:
            sentence = f"{where} this page has ({instead}), which the original lacks"
        yield Problem(sentence, "bring the page back to the structure of the original")


def check_decision(original: Outline, localized: Outline) -> Iterator[Problem]:
    """A decision guide whose branches or targets differ from the original's.

    Bad: the answer "AMD" leads to the guide for Intel
    Good: every answer leads where it leads in English
    """
    for english, other in zip(original.decisions, localized.decisions, strict=False):
        if english != other:
            yield Problem(
                f"the decision guide #{english.anchor} leads elsewhere than in English",
                "restore its links and its order",
            )
    if len(original.decisions) != len(localized.decisions):
        yield Problem("the page has not the same number of decision guides as the original", "restore them")


# Per English page.


def check_decision_dead_end(outline: Outline) -> Iterator[Problem]:
    """A leaf of a decision guide without exactly one link, or a branch that is only a link: the reader is stuck.

    Bad: ``- AMD`` with nothing below it
    Good: ``- AMD: [Set up ROCm](gpu-amd-rocm.md)``
    """
    for guide in outline.decisions:
        if not guide.branches:
            yield Problem(f"the decision guide #{guide.anchor} has no list", "write its conditions as a nested list")
        for leaf in guide.leaves():
            if len(leaf.targets) != 1:
                yield Problem(
                    f"'{_short(leaf.text)}' in #{guide.anchor} leads to {len(leaf.targets) or 'no'} pages",
                    "give each end of the guide exactly one link",
                )
        for branch in _inner(guide):
            if branch.targets:
                yield Problem(
                    f"'{_short(branch.text)}' in #{guide.anchor} has conditions below it and a link as well",
                    "move the link to an end of the guide",
                )


def check_decision_exit(outline: Outline) -> Iterator[Problem]:
    """A decision guide without an end for readers who do not know the answer.

    Bad: NVIDIA, AMD, Intel, and nothing else
    Good: … and ``- Not sure: [Find out which GPU you have](verify-your-gpu.md)``
    """
    for guide in outline.decisions:
        texts = [leaf.text.lower() for leaf in guide.leaves()]
        if guide.branches and not any("not sure" in text or "don't know" in text for text in texts):
            yield Problem(f"the decision guide #{guide.anchor} has no exit for 'not sure'", "add an end 'Not sure: …'")


def check_decision_next_steps(outline: Outline) -> Iterator[Problem]:
    """Ends of the decision guide that are not among "Next steps", or the other way round.

    Bad: the guide ends in five pages, "Next steps" lists four of them
    Good: both lead to the same pages
    """
    if not outline.decisions or outline.next_steps is None:
        return
    ends = {target for guide in outline.decisions for leaf in guide.leaves() for target in leaf.targets}
    for target in sorted(ends - set(outline.next_steps)):
        yield Problem(f"'{target}' is an end of the decision guide, and not among 'Next steps'", "add it there")
    for target in sorted(set(outline.next_steps) - ends):
        yield Problem(f"'{target}' is among 'Next steps', and no end of the decision guide", "let an end lead to it")


def _inner(guide: DecisionGuide) -> Iterator[Branch]:
    def descend(branch: Branch) -> Iterator[Branch]:
        if branch.branches:
            yield branch
        for below in branch.branches:
            yield from descend(below)

    for branch in guide.branches:
        yield from descend(branch)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


TEXT_CHECKS: tuple[TextCheck, ...] = (
    check_control_character,
    check_bidi_control,
    check_plain_text,
    check_footnote,
    check_placeholder,
    check_html,
)
STRUCTURE_CHECKS: tuple[StructureCheck, ...] = (
    check_link,
    check_image,
    check_code,
    check_tag,
    check_attribute_list,
    check_emphasis,
    check_leftover,
)
PAGE_CHECKS = (check_outline, check_decision)
SOURCE_CHECKS = (check_decision_dead_end, check_decision_exit, check_decision_next_steps)


def code_of(check: Callable[..., object]) -> str:
    """The code of a check: its name without ``check_``, in kebab-case."""
    return check.__name__.removeprefix("check_").replace("_", "-")


def found(
    check: Callable[..., object],
    problems: Iterable[Problem],
    location: Location,
    origin: Location | None = None,
    texts: tuple[tuple[str, str], ...] = (),
    severity: Severity = Severity.ERROR,
) -> Iterator[Diagnostic]:
    """The *problems* that *check* found, with their places."""
    for problem in problems:
        yield Diagnostic(code_of(check), problem.message, location, origin, problem.hint, severity, texts)


def manual() -> dict[str, str]:
    """The manual page of each check, by code: its docstring."""
    every: tuple[Callable[..., object], ...] = (*TEXT_CHECKS, *STRUCTURE_CHECKS, *PAGE_CHECKS, *SOURCE_CHECKS)
    return {code_of(check): inspect.cleandoc(check.__doc__ or "") for check in every}


def text_problems(message: Message, msgstr: str) -> list[tuple[Callable[..., object], Problem]]:
    """What the checks on texts find in a translation."""
    if not _NOTABLE.search(msgstr) and not _NOTABLE.search(message.msgid):
        return []
    return [(check, problem) for check in TEXT_CHECKS for problem in check(message, msgstr)]


def structure_problems(original: Inline, translated: Inline) -> list[tuple[Callable[..., object], Problem]]:
    """What the checks on rendered passages find."""
    if original == translated:
        return []
    return [(check, problem) for check in STRUCTURE_CHECKS for problem in check(original, translated)]
