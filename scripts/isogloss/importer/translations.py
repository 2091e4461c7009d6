"""From two pages that are aligned to translations: texts that pass the checks, and what is doubtful or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from isogloss import checks
from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.importer.align import Alignment, Pair
from isogloss.importer.blocks import PageRead, Reader, without_anchor
from isogloss.importer.fill import Translation
from isogloss.importer.links import Addresses, english_targets
from isogloss.segments import Inline, Kind, Message, Rendering, SourceStructure
from isogloss.sources import FRONT_MATTER

_BY_EXTENSIONS = frozenset({Kind.ALERT_TITLE.value, Kind.ABBREVIATION.value})
"""Kinds of texts that may stand on a page although its author did not write them there."""


@dataclass(slots=True)
class Translations:
    """What a localized page gives for the messages of its English page."""

    found: dict[str, Translation] = field(default_factory=dict)
    remarks: list[Diagnostic] = field(default_factory=list)
    """What is left out, and why."""


@dataclass(frozen=True, slots=True)
class Both:
    """An English page, its localized page, and how addresses are written on each."""

    english: PageRead
    localized: PageRead
    ours: Addresses
    theirs: Addresses
    same_form: bool
    """Whether both come from one bilingual page: what is the same in both languages was translated so."""


def translations(both: Both, alignment: Alignment) -> Translations:
    """The translations that the pairs of *alignment* and the front matter give."""
    out = Translations()
    pairs = sorted(alignment.pairs, key=lambda pair: (bool(pair.doubt), pair.english.line))
    for pair in pairs:
        _take_pair(both, pair, out)
    _take_front_matter(both, out)
    _take_abbreviations(both, out)
    for block in alignment.localized_alone:
        if block.texts and not _by_extension(block.shape[0], block.line):
            _remark(both, out, "left-out", block.line, "nothing on the English page corresponds to it", block.text)
    for block in alignment.english_alone:
        if block.texts and block.texts[0] not in out.found and not _by_extension(block.shape[0], block.line):
            origin = Location(both.english.name, block.line)
            texts = (("original", block.text),)
            here = Location(both.localized.name)
            message = "the localized page holds nothing that corresponds to this passage"
            out.remarks.append(
                Diagnostic("import-untranslated", message, here, origin, severity=Severity.WARNING, texts=texts)
            )
    return out


def _take_pair(both: Both, pair: Pair, out: Translations) -> None:
    english, localized = pair.english, pair.localized
    if not english.texts:
        return
    if len(english.texts) != len(localized.texts):
        why = "it is not cut into as many texts as the English passage"
        _remark(both, out, "left-out", localized.line, why, localized.text, english.text)
        return
    for msgid, text in zip(english.texts, localized.texts, strict=True):
        text = text if without_anchor(msgid) != msgid else without_anchor(text)
        text = english_targets(text, english.links + english.assets, both.ours, both.theirs)
        if "\n" in text and "\n" not in msgid:
            text = " ".join(text.split())
        if text == msgid and _by_extension(english.shape[0], localized.line):
            continue
        if not both.same_form and text == msgid and not _only_names(text):
            _remark(both, out, "left-out", localized.line, "it is still the English text", text)
            continue
        _add(both, out, msgid, Translation(text, localized.line, pair.doubt))


def _add(both: Both, out: Translations, msgid: str, translation: Translation) -> None:
    there = out.found.setdefault(msgid, translation)
    if there.text != translation.text and not translation.doubt:
        why, hint = "the same English text is translated in another way", f"compare line {there.line}"
        _remark(both, out, "left-out", translation.line, why, translation.text, msgid, hint=hint)


def _take_front_matter(both: Both, out: Translations) -> None:
    english = {message.kind: message.msgid for message in both.english.messages if message.kind in FRONT_MATTER}
    for message in both.localized.messages:
        if message.kind not in FRONT_MATTER:
            continue
        line = both.localized.line(message.msgid)
        msgid, name = english.get(message.kind), FRONT_MATTER[message.kind]
        if msgid is None:
            why = f"the English page has no {name}"
            hint = f"write '{name}:' into the front matter of {both.english.name}, then import again"
            _remark(both, out, "left-out", line, why, message.msgid, hint=hint)
        elif msgid != message.msgid or _only_names(msgid):
            there = out.found.get(msgid)
            if there is not None and there.text != message.msgid:
                why = f"the {name} is the text of another passage, which is translated in another way"
                _remark(both, out, "left-out", line, why, message.msgid, msgid)
            else:
                out.found[msgid] = Translation(message.msgid, line)


def _take_abbreviations(both: Both, out: Translations) -> None:
    explained = {m.note: m.msgid for m in both.localized.messages if m.kind is Kind.ABBREVIATION}
    for message in both.english.messages:
        text = explained.get(message.note) if message.kind is Kind.ABBREVIATION else None
        if text is not None and text != message.msgid:
            _add(both, out, message.msgid, Translation(text, both.localized.line(text)))


def _by_extension(kind: str, line: int) -> bool:
    """Whether a Markdown extension, not the author, put a text of this *kind* on the page: no line holds it."""
    return kind in _BY_EXTENSIONS and not line


def _only_names(text: str) -> bool:
    """Whether *text* is the same in every language: names and signs, no ordinary word."""
    return not any(word.islower() for word in text.replace("-", " ").split())


def _remark(
    both: Both, out: Translations, code: str, line: int, why: str, text: str, msgid: str = "", hint: str = ""
) -> None:
    origin = Location(both.english.name, both.english.line(msgid)) if msgid else None
    texts = (("original", msgid), ("translation", text)) if msgid else (("text", text),)
    here = Location(both.localized.name, line)
    out.remarks.append(Diagnostic(f"import-{code}", f"left out: {why}", here, origin, hint, Severity.WARNING, texts))


def held_to_checks(reader: Reader, english: PageRead, found: Mapping[str, Translation]) -> dict[str, Translation]:
    """*found*, with a doubt at each translation that the build would refuse."""
    refused: dict[str, str] = {}

    def refuse(message: Message, findings: list[checks.Finding]) -> bool:
        for finding in findings[:1]:
            refused.setdefault(message.msgid, f"{finding.message} [{finding.code}]")
        return bool(findings)

    def lookup(message: Message) -> str | None:
        text = found[message.msgid].text if message.msgid in found else None
        return None if text is None or refuse(message, checks.text_findings(message, text)) else text

    def verify(message: Message, _: str, original: Inline, translated: Inline) -> bool:
        return not refuse(message, checks.passage_findings(original, translated))

    for message in _plain(english.messages):
        lookup(message)
    reader.render(english.src_uri, english.text, Rendering(SourceStructure(), lookup=lookup, verify=verify))
    return {
        msgid: replace(text, doubt=text.doubt or refused[msgid]) if msgid in refused else text
        for msgid, text in found.items()
    }


def _plain(messages: list[Message]) -> Iterator[Message]:
    return (message for message in messages if message.kind in FRONT_MATTER)
