"""Merges two versions of one catalog message by message, and finds what a merge line by line has mixed up.

Git merges lines: in a wrapped catalog it puts the msgid of one branch and the msgstr of the other together, unseen.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalog.header import is_signature, means_same
from isogloss.catalog.writer import (
    header_lines,
    header_texts,
    joined,
    message_lines,
    trailing_lines,
    without_repeats,
)
from isogloss.catalogs import history
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Locale, Project

Key = tuple[str | None, str]
Value = TypeVar("Value")

_OURS, _BETWEEN, _THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge."""

    text: str
    conflicts: int
    """Messages that both sides changed differently: both versions are there, between marks."""


@dataclass(frozen=True, slots=True)
class _Translation:
    """What translators make of a message: changed as a whole or not at all."""

    msgstr: str
    plural: tuple[tuple[int, str], ...]
    fuzzy: bool
    previous: tuple[str | None, str | None, str | None]


def merged(base: bytes, ours: bytes, theirs: bytes, name: str) -> Merged:
    """Merge *ours* and *theirs*, which both come from *base*, into one catalog in canonical form.

    Raises :class:`ProblemsFound` if one of the versions does not parse.
    """
    files = [catalog.parse(data, Path(name), name) for data in (base, ours, theirs)]
    if any(found.faults for found in files):
        raise ProblemsFound([fault for found in files for fault in found.faults])
    versions = [_by_key(found) for found in files]
    conflicts = 0
    header, clashes = _merge_headers(files)
    conflicts += clashes
    messages: dict[Key, catalog.Message] = {}
    clashing: dict[Key, tuple[catalog.Message, catalog.Message]] = {}
    for key in dict.fromkeys([*versions[1], *versions[2]]):
        before, mine, other = (version.get(key) for version in versions)
        if mine is None or other is None:
            kept = mine or other
            # A message that one side removed goes, unless the other side has worked on it.
            if kept is not None and (before is None or message_lines(kept) != message_lines(before)):
                goes = key in _earlier(versions[1 if mine is None else 2])
                messages[key] = replace(kept, obsolete=True) if goes else kept
            continue
        messages[key] = _merge_message(before, mine, other)
        translation = _merge_translation(versions, before, mine, other)
        if translation is None:
            clashing[key] = _with(messages[key], _of(mine)), _with(messages[key], _of(other))
        else:
            messages[key] = _with(messages[key], translation)
    _renew_proposals(versions[0], messages)
    kept_ones = {id(entry) for entry in without_repeats(messages.values())}
    messages = {key: entry for key, entry in messages.items() if id(entry) in kept_ones or key in clashing}
    blocks = [header]
    for key in _order(versions, messages):
        if key in clashing:
            blocks.append(_marked(*map(message_lines, clashing[key])))
        else:
            blocks.append(message_lines(messages[key]))
    trailing = _lines_of_both(*(found.trailing for found in files))
    return Merged(joined([*blocks, trailing_lines(trailing)]), conflicts + len(clashing))


def drive(base: Path, ours: Path, theirs: Path, name: str) -> int:
    """Merge three files as a merge driver of Git: the outcome goes to *ours*; 1 if there are conflicts.

    A version that is no PO is merged line by line, as Git would have done. Raises :class:`ProblemsFound` if one of the
    files is not there, or cannot be written.
    """
    versions = [catalog.look(path, path.as_posix()) for path in (base, ours, theirs)]
    missing = [Location(seen.name) for seen in versions if seen.data is None]
    if missing:
        hint = "let Git call the command: isogloss merge-driver --help"
        raise ProblemsFound([Diagnostic("file", "there is no such file", here, hint=hint) for here in missing])
    before, mine, other = (seen.data or b"" for seen in versions)
    with catalog.opened(ours.parent, deep=False) as store:
        try:
            found = merged(before, mine, other, name)
        except ProblemsFound:
            done = _merge_file(before, mine, other, "-L", "ours", "-L", "base", "-L", "theirs")
            store.write(versions[1], done.stdout)
            return int(done.returncode != 0)
        store.write(versions[1], found.text)
    return int(found.conflicts > 0)


def _by_key(found: Catalog) -> dict[Key, catalog.Message]:
    return {(entry.msgctxt, entry.msgid): entry for entry in without_repeats(found.messages)}


def _earlier(version: dict[Key, catalog.Message]) -> set[Key]:
    """The texts that messages of a version had before they changed."""
    waiting = (entry for entry in version.values() if entry.fuzzy and not entry.obsolete)
    return {(entry.previous_msgctxt, entry.previous_msgid) for entry in waiting if entry.previous_msgid is not None}


def _either(before: Value, mine: Value, other: Value) -> tuple[Value, bool]:
    """The value of the side that changed it, and whether both did, differently; mine then."""
    if other in (mine, before):
        return mine, False
    return (other, False) if mine == before else (mine, True)


def _merge_headers(files: Sequence[Catalog]) -> tuple[list[str], int]:
    """The lines of the header, and how many fields both sides changed to say something else."""
    ours, theirs = files[1:]
    comment = _lines_of_both(*(found.header_comments for found in files))
    texts, clash = _either(*(found.header.texts for found in files))
    if texts and not clash:
        return header_lines(comment, texts), 0
    later = theirs if _revised(theirs) > _revised(ours) else ours
    result: dict[str, str] = {}
    clashing: dict[str, str] = {}
    for name in dict.fromkeys([*ours.fields, *theirs.fields]):
        before, mine, other = (found.fields.get(name) for found in files)
        value, clash = _either(before, mine, other)
        if clash and is_signature(name):
            value = later.fields.get(name, value)
        elif clash and not means_same(name, mine or "", other or ""):
            clashing[name] = other or ""
        if value is not None:
            result[name] = value
    lines = header_lines(comment, header_texts(result))
    start = len(lines) - len(result)
    for number, name in reversed(list(enumerate(result, start))):
        if name in clashing:
            marked = header_lines("", header_texts({name: clashing[name]}))[2:]
            lines[number : number + 1] = [_OURS, lines[number], _BETWEEN, *marked, _THEIRS]
    return lines, len(clashing)


def _revised(found: Catalog) -> str:
    """When a catalog was saved last, as its header says."""
    return found.fields.get("PO-Revision-Date", "")


def _lines_of_both(before: str, mine: str, other: str) -> str:
    """Comments: what either side wrote stays; what one side removed goes."""
    text, clash = _either(before, mine, other)
    if not clash:
        return text
    added = [line for line in other.split("\n") if line not in before.split("\n") and line not in mine.split("\n")]
    return "\n".join([*mine.split("\n"), *added])


def _merge_message(before: catalog.Message | None, mine: catalog.Message, other: catalog.Message) -> catalog.Message:
    """The message without its translation: comments, references and flags of both, obsolete if one side says so."""
    start = before if before is not None else catalog.Message("", obsolete=True)
    flags = {
        flag
        for flag in {*mine.flags, *other.flags} - {"fuzzy"}
        if (flag in mine.flags and flag in other.flags) or flag not in start.flags
    }
    return catalog.Message(
        msgctxt=mine.msgctxt,
        msgid=mine.msgid,
        msgid_plural=_either(start.msgid_plural, mine.msgid_plural, other.msgid_plural)[0],
        comments=_lines_of_both(start.comments, mine.comments, other.comments),
        extracted=_either(start.extracted, mine.extracted, other.extracted)[0],
        references=_either(start.references, mine.references, other.references)[0],
        obsolete=_either(start.obsolete, mine.obsolete, other.obsolete)[0],
        flags=sorted(flags),
    )


def _of(entry: catalog.Message) -> _Translation:
    previous = (entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural)
    plural = tuple(sorted(entry.msgstr_plural.items()))
    return _Translation(entry.msgstr, plural, entry.fuzzy, previous if entry.fuzzy else (None, None, None))


def _with(entry: catalog.Message, translation: _Translation) -> catalog.Message:
    """The message *entry* with *translation*."""
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    msgctxt, msgid, msgid_plural = translation.previous
    return replace(
        entry,
        msgstr=translation.msgstr,
        msgstr_plural=dict(translation.plural),
        flags=["fuzzy", *flags] if translation.fuzzy else flags,
        previous_msgctxt=msgctxt,
        previous_msgid=msgid,
        previous_msgid_plural=msgid_plural,
    )


def _merge_translation(
    versions: Sequence[dict[Key, catalog.Message]],
    before: catalog.Message | None,
    mine: catalog.Message,
    other: catalog.Message,
) -> _Translation | None:
    """The translation to keep; None if both sides have written one, and not the same."""
    mine_is, other_is = _of(mine), _of(other)
    start = _of(before) if before is not None else _Translation("", (), fuzzy=False, previous=(None, None, None))
    kept, clash = _either(start, mine_is, other_is)
    if not clash:
        return kept
    if _is_proposed(mine, versions):
        return other_is
    return mine_is if _is_proposed(other, versions) else None


def _is_proposed(entry: catalog.Message, versions: Iterable[dict[Key, catalog.Message]]) -> bool:
    """Whether no translator has written it: there is nothing, or what ``update`` took from the earlier text."""
    if not entry.translated:
        return True
    if not entry.fuzzy or not entry.previous_msgid:
        return False
    earlier = [version.get((None, entry.previous_msgid)) for version in versions]
    return any(one is not None and one.msgstr == entry.msgstr for one in earlier)


def _renew_proposals(base: dict[Key, catalog.Message], messages: dict[Key, catalog.Message]) -> None:
    """Propose what the earlier text's translation is now.

    One side changed the English text, the other side meanwhile its translation.
    """
    for entry in messages.values():
        key = (None, entry.previous_msgid or "")
        if not entry.fuzzy or key not in base or key not in messages:
            continue
        now = messages[key]
        if entry.msgstr == base[key].msgstr and now.msgstr and not now.fuzzy:
            entry.msgstr = now.msgstr


def _order(versions: Sequence[dict[Key, catalog.Message]], messages: dict[Key, catalog.Message]) -> list[Key]:
    """The messages in the order of the side that changed it."""
    base, ours, theirs = ([key for key in version if key in messages] for version in versions)
    common = {*base} & {*ours} & {*theirs}
    moved = [key for key in ours if key in common] != [key for key in base if key in common]
    first, second = (ours, theirs) if moved or theirs == base else (theirs, ours)
    return _placed(first, second)


def _placed(first: list[Key], second: list[Key]) -> list[Key]:
    """*first*, and what only *second* has, each after the message it follows there."""
    result = list(first)
    known = set(first)
    last: Key | None = None
    for key in second:
        if key not in known:
            result.insert(result.index(last) + 1 if last is not None else 0, key)
            known.add(key)
        last = key
    return result


def _marked(mine: list[str], other: list[str]) -> list[str]:
    """Both versions of one message between the marks of a conflict; what is the same in both stays outside."""
    start = 0
    while mine[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(mine), len(other)) - start and mine[-1 - end] == other[-1 - end]:
        end += 1
    rest = mine[len(mine) - end :]
    differing = [_OURS, *mine[start : len(mine) - end], _BETWEEN, *other[start : len(other) - end], _THEIRS]
    return [*mine[:start], *differing, *rest]


def unpaired(project: Project, locale: Locale) -> list[Diagnostic]:
    """Finished translations that a merge has put beside an English text for which nobody wrote them.

    Looks at the merge that is under way, or at the one that HEAD is. Nothing is found outside a Git repository.
    """
    merge = history.merge(project.root)
    if merge is None:
        return []
    changed = set(history.changed(project.root, merge.base, merge.ours))
    changed &= set(history.changed(project.root, merge.base, merge.theirs))
    found: list[Diagnostic] = []
    for path in (*project.catalog_files(locale), project.strings_catalog(locale, "glossary")):
        name = project.relative(path)
        if name in changed and os.path.lexists(path):
            versions = [
                history.content(project.root, commit, name) for commit in (merge.base, merge.ours, merge.theirs)
            ]
            found += _unpaired(catalog.read(path, name), *(version or b"" for version in versions))
    return found


def _unpaired(current: Catalog, base: bytes, ours: bytes, theirs: bytes) -> Iterator[Diagnostic]:
    sides = [_pairs(version) for version in (ours, theirs)]
    written = set().union(*sides, _pairs(base))
    finished = {pair[:2] for pair in written if not pair[2]}
    by_line = {pair[:2] for data in _merged_by_line(base, ours, theirs) for pair in _pairs(data)}
    for msgid, entry in current.by_msgid.items():
        pair = msgid, entry.msgstr
        if entry.fuzzy or not entry.msgstr or pair in finished:
            continue
        crossed = (*pair, True) not in written and any(
            any(msgid == one[0] for one in side) and any(entry.msgstr == one[1] for one in other)
            for side, other in (sides, sides[::-1])
        )
        if pair in by_line or crossed:
            texts = [("original", msgid), ("translation", entry.msgstr)]
            for side, label in zip(sides, ("ours", "theirs"), strict=True):
                texts += [(f"{label}, to this original", one[1]) for one in side if one[0] == msgid and one[1]]
                texts += [(f"{label}, of this translation", one[0]) for one in side if one[1] == entry.msgstr]
            yield Diagnostic(
                "unpaired",
                "the original comes from one branch and the translation from the other: nobody wrote them together",
                Location(current.name, entry.msgstr_line),
                hint="translate the original again; a merge driver prevents this: isogloss merge-driver --help",
                texts=tuple(texts),
            )


def _pairs(data: bytes) -> set[tuple[str, str, bool]]:
    """The translated messages of a catalog, each with whether it is fuzzy, as far as it can be read."""
    messages = catalog.parse(data, Path(), "").messages
    return {(entry.msgid, entry.msgstr, entry.fuzzy) for entry in messages if entry.msgstr}


def _merged_by_line(base: bytes, ours: bytes, theirs: bytes) -> Iterator[bytes]:
    """What Git makes of the versions, with the conflicts decided for one side and for the other."""
    for side in ("--ours", "--theirs"):
        yield _merge_file(base, ours, theirs, side).stdout


def _merge_file(base: bytes, ours: bytes, theirs: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Merge three versions line by line."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, data in (("ours", ours), ("base", base), ("theirs", theirs)):
            files.append(Path(folder, name))
            files[-1].write_bytes(data)
        return subprocess.run(["git", "merge-file", "-p", *options, *files], capture_output=True, check=False)
