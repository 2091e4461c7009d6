"""Checks of one passage, on what its two texts were rendered to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from isogloss.checks.registry import GUARD, Finding, Subject, check
from isogloss.segments import Inline

_LANGUAGE = "remove it: the build marks what is left in English by itself, and names need no mark of their language"
_MEANING = frozenset({"del", "sub", "sup"})
_LOOKS = {"em": "*italic* text", "strong": "**bold** text"}
_NAME = re.compile(r"(?<!\w)(?=\w*[A-Z0-9])\w[\w.+-]*\w|\d")


@check(Subject.PASSAGE, explains=("leftover", "tag"), fixed=GUARD)
def check_link(original: Inline, translated: Inline) -> Iterator[Finding]:
    """A link dropped, added or led elsewhere. The order of links in one passage is free.

    Bad: msgid ``[Set up](a.md)``, msgstr ``[Configurar](b.md)``
    Good: msgstr ``[Configurar](a.md)``
    """
    before, after = original.count("link"), translated.count("link")
    missing, added = before - after, after - before
    labels = dict(original.labels)
    for target in missing:
        hint = _by_label("", target, labels) or f"link to '{target}' exactly as the original does"
        instead = f"; there is '{next(iter(added))}' instead" if added else ""
        yield Finding(f"link '{target}' is missing{instead}", hint, target)
    if not missing:
        for target in added:
            yield Finding(f"link '{target}' is not in the original", "remove it")
        silent = {item.value for item in translated.items if not item.visible}
        for target in silent - {item.value for item in original.items if not item.visible}:
            yield Finding(f"link '{target}' has no text", "translate its text, which stands in the square brackets")


@check(Subject.PASSAGE)
def check_link_swap(original: Inline, translated: Inline) -> Iterator[Finding]:
    """Two links of one passage that have exchanged their targets: names and numbers in their texts tell which is which.

    Bad: msgid ``[CUDA](a.md) or [ROCm](b.md)``, msgstr ``[CUDA](b.md) o [ROCm](a.md)``
    Good: msgstr ``[ROCm](b.md) o [CUDA](a.md)``
    """
    before, after = _marks(original), _marks(translated)
    if before.keys() != after.keys():
        return
    targets = list(before)
    for number, first in enumerate(targets):
        for second in targets[number + 1 :]:
            of_first, of_second = before[first] - before[second], before[second] - before[first]
            kept = (of_first & after[first]) | (of_second & after[second])
            exchanged = (of_first & after[second]) | (of_second & after[first])
            if exchanged and not kept:
                names = "' and '".join(sorted(exchanged))
                yield Finding(
                    f"'{names}' {'lead' if len(exchanged) > 1 else 'leads'} to another page than in the original",
                    f"exchange the targets '{first}' and '{second}'",
                )


def _marks(inline: Inline) -> dict[str, set[str]]:
    """The names and numbers in the texts of the links to each target."""
    found: dict[str, set[str]] = {}
    for target, text in inline.link_texts:
        found.setdefault(target, set()).update(_NAME.findall(text))
    return found


@check(Subject.PASSAGE, explains=("leftover", "tag"), fixed=GUARD)
def check_image(original: Inline, translated: Inline) -> Iterator[Finding]:
    """An image dropped, added or replaced.

    Bad: msgid ``![A chip](chip.svg)``, msgstr ``![Un chip](otro.svg)``
    Good: msgstr ``![Un chip](chip.svg)``
    """
    yield from compare("image", original.count("image"), translated.count("image"), dict(original.labels))


def _by_label(mark: str, target: str, labels: Mapping[str, str]) -> str:
    """How to write what the original writes by one of *labels* alone; nothing, if the *target* has none."""
    if target not in labels:
        return ""
    return f"write {mark}[your text][{labels[target]}]: the target is defined elsewhere on the page"


@check(Subject.PASSAGE, explains=("leftover", "tag"), fixed=GUARD)
def check_code(original: Inline, translated: Inline) -> Iterator[Finding]:
    """A code span or key dropped, added or changed: code is the same in every language.

    Bad: msgid ``Run `wsl --update`.``, msgstr ``Ejecute `wsl --actualizar`.``
    Good: msgstr ``Ejecute `wsl --update`.``
    """
    before, after = original.count("code"), translated.count("code")
    if before != after and original.count("tag") != translated.count("tag"):
        # What stands in an element is told of once the tags are right.
        before, after = (Counter(text for text in found.elements() if text[:1] != "<") for found in (before, after))
    yield from compare("code", before, after)


@check(Subject.PASSAGE, fixed=GUARD)
def check_diagram(original: Inline, translated: Inline) -> Iterator[Finding]:
    """A label that would make another diagram of its diagram: ids, arrows and shapes are the same in every language.

    Bad: msgid ``First part`` in ``subgraph First part``, msgstr ``Inicio``: one word alone is an id there
    Good: msgstr ``Primera parte``

    The whole diagram stays English until all its labels are translated.
    """
    if original.count("diagram") != translated.count("diagram"):
        graph = next(iter(translated.count("diagram")), "")
        what = "the diagram would have another graph" if graph else "the diagram could not be read any more"
        yield Finding(
            f"{what} with this label",
            "write it with other words, or put quotation marks around the label in the English diagram",
        )


@check(Subject.PASSAGE)
def check_kept_text(original: Inline, translated: Inline) -> Iterator[Finding]:
    """A part of a passage that is marked with ``translate="no"`` and differs from the original: it has to stay.

    Bad: msgid ``<span translate="no">Windows</span> starts.``, msgstr ``<span translate="no">Ventanas</span> arranca.``
    Good: msgstr ``<span translate="no">Windows</span> arranca.``
    """
    yield from compare("text", original.count("kept"), translated.count("kept"))


@check(Subject.PASSAGE, explains=("leftover",), fixed=GUARD)
def check_tag(original: Inline, translated: Inline) -> Iterator[Finding]:
    """Raw HTML, a key, an icon or an attribute inside the passage that differs from the original's.

    Bad: msgid ``Press ++ctrl+c++``, msgstr ``Pulse ++ctrl+x++``
    Good: msgstr ``Pulse ++ctrl+c++``
    """
    before, after = original.count("tag"), translated.count("tag")
    yield from compare("tag", before, after)
    if before == after and original.nested and not translated.nested:
        yield Finding("tags are not closed in the order in which they were opened", "close the tag opened last first")


@check(Subject.PASSAGE, explains=("leftover",), fixed=GUARD)
def check_attribute_list(original: Inline, translated: Inline) -> Iterator[Finding]:
    """An attribute list that the original does not have, such as ``{ #id .class }`` at the end of a passage.

    Bad: msgid ``Next steps``, msgstr ``Pasos siguientes {#pasos}``
    Good: msgstr ``Pasos siguientes``
    """
    if original.attributes != translated.attributes:
        names = sorted(set(original.attributes) ^ set(translated.attributes), key=str)
        listed = ", ".join(f'{name}="{value}"' for name, value in names)
        yield Finding(
            f"the attributes of the passage differ: {listed}",
            "remove the attribute list in braces: anchors and classes come from the English page",
        )


@check(Subject.PASSAGE, explains=("leftover",), fixed=GUARD)
def check_emphasis(original: Inline, translated: Inline) -> Iterator[Finding]:
    """Emphasis that the original does not have. Leaving some out is free: languages emphasise in other ways.

    Bad: msgid ``Install the driver``, msgstr ``Instale **el controlador**``
    Good: msgstr ``Instale el controlador``

    Text that is struck out, raised or lowered has another meaning without its marks: they stay.
    """
    before, after = original.count("emphasis"), translated.count("emphasis")
    for tag in after - before:
        half = tag == "em" and "strong" in before - after
        hint = "write '**' on both sides" if half else "remove the emphasis marks, or put a backslash before them"
        yield Finding(f"{_LOOKS.get(tag, f'<{tag}>')} is not in the original", hint)
    for tag in before - after:
        if tag in _MEANING:
            yield Finding(f"<{tag}> is missing", "keep the marks around the text: without them it says something else")


@check(Subject.PASSAGE, fixed=GUARD)
def check_leftover(original: Inline, translated: Inline) -> Iterator[Finding]:
    """Markup that became nothing: an emphasis that no longer closes, half a link, a lone backquote.

    Bad: msgid ``**Stop**``, msgstr ``**Alto``
    Good: msgstr ``**Alto**``
    """
    hint = "close the markup as the original does"
    for mark in translated.count("leftover") - original.count("leftover"):
        what_to_do = "remove the braces and what is in them" if mark[0] == "{" else hint
        yield Finding(f"'{mark}' would be shown to readers as it is", what_to_do)
    lost = original.count("emphasis") - translated.count("emphasis")
    # A lone mark may be a footnote, or a form of a word; where an emphasis is lost, it is what is left of that.
    if lost["em"] or lost["strong"]:
        for mark in translated.count("half") - original.count("half"):
            within = "; within a word, '_' is no markup: write '*' there" if mark == "_" else ""
            yield Finding(f"'{mark}' would be shown to readers as it is", f"{hint}{within}")


def compare(
    noun: str, original: Counter[str], translated: Counter[str], labels: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Finding]:
    """What two multisets of *noun*s do not have in common; images may be written by one of *labels* alone."""
    missing, added = _once(original - translated), _once(translated - original)
    instead = f"; there is '{next(iter(added))}' instead" if added else ""
    for item in missing:
        hint = _by_label("!", item, labels) or f"write '{item}' exactly as the original does"
        yield Finding(f"{noun} '{item}' is missing{instead}", hint, item)
    if not missing:
        for item in added:
            hint = _LANGUAGE if "lang=" in item else "remove it"
            yield Finding(f"{noun} '{item}' is not in the original", hint, item)


def _once(tags: Counter[str]) -> Counter[str]:
    """*tags* without closing ones, where the opening one is among them: both are one mistake."""
    opened = {tag[1:].rstrip(">").split()[0] for tag in tags if tag[:1] == "<" and tag[1:2].isalpha()}
    return Counter({tag: number for tag, number in tags.items() if tag[2:-1] not in opened or tag[:2] != "</"})
