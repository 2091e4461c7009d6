"""Languages in which few catalogs of pages have changed: these pages are built again, and the rest is known.

What a page hands on to others is compared with what it was (see ``hosts.mkdocs.notes``). If anything but its own text
has changed, or anything was found in it, before or now, the language is built whole: that is always right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from isogloss.catalogs.status import Progress
from isogloss.driver.cache import LOOKED_FOR, Cache, Key, Near, folder_for
from isogloss.driver.layer import Layer, layer_of, part_of
from isogloss.driver.slots import Slots
from isogloss.driver.workers import Build, Workers
from isogloss.hosts.mkdocs import apart, some_pages
from isogloss.hosts.mkdocs.said import Said
from isogloss.hosts.mkdocs.some_pages import NotAloneError, Pages
from isogloss.hosts.mkdocs.telling import in_all
from isogloss.segments.pymdown import snippets_noted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig

_FEW = 10
"""So many pages are built sooner than another process has begun."""
_SHARE = 4
"""Of so many pages, one may be built alone; if more have changed, it costs about as much to build all."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed in a language."""

    near: Near
    pages: Sequence[str]
    """The paths of its pages below docs/."""


def changes(
    config: MkDocsConfig, kept: Cache, keys: Mapping[str, Key], known: Mapping[str, Layer]
) -> dict[str, Change]:
    """What has changed in the languages that are not *known*; nothing if one of them has to be built whole."""
    first, missing = next(iter(keys)), [tag for tag in keys if tag not in known]
    found = {tag: change for tag in missing if (change := _change(kept, keys[tag])) is not None}
    if first in missing or len(found) < len(missing) or apart.shows_progress_of_others(config):
        return {}
    return found if some_pages.may_be_built_alone(config) else {}


def _change(kept: Cache, key: Key) -> Change | None:
    near = kept.near(key)
    if near is None or near.layer.printed or not near.changed:
        return None
    if near.layer.handed_on.get("titles") is None:
        return None
    notes: Mapping[str, Mapping[str, Any]] = near.layer.handed_on["notes"]
    pages = [path for path, note in notes.items() if note["catalog"] in near.changed]
    # Two pages may have one catalog, and a catalog may have no page.
    if {notes[path]["catalog"] for path in pages} != near.changed or len(pages) > max(1, len(notes) // _SHARE):
        return None
    return Change(near, pages) if all(notes[path]["quiet"] for path in pages) else None


def built(
    config: MkDocsConfig, jobs: int, kept: Cache, keys: Mapping[str, Key], changed: Mapping[str, Change]
) -> dict[str, Layer]:
    """The languages in which something has *changed*, with their pages built again, and kept.

    That is done where plugins have prepared and no page was read, and nothing is said of it. Raises
    :class:`NotAloneError` if one of them has to be built whole: nothing was said then.
    """

    @contextmanager
    def begin(_: Callable[[], None]) -> Iterator[Build]:
        looked_for: set[str] = set()
        pages: list[Pages] = []

        def build(tag: str) -> Mapping[str, Any]:
            with apart.quietly(), snippets_noted(looked_for.add):
                if not pages:
                    pages.append(Pages(config, {tag: change.pages for tag, change in changed.items()}))
                found = pages[0].built(tag, changed[tag].near.layer.handed_on, before[tag])
            return {"pages": found, LOOKED_FOR: sorted(looked_for)}

        try:
            yield build
        finally:
            apart.end_others(config)

    before = {tag: _finished(kept, change) for tag, change in changed.items()}
    found = {}
    with (
        closing(Slots(jobs - 1)) as slots,
        folder_for(config) as folder,
        closing(Workers(begin, list(changed), lambda: None, folder, slots)) as team,
    ):
        if sum(len(change.pages) for change in changed.values()) > _FEW:
            team.start()
        for tag, change in changed.items():
            there = frozenset(kept.files(change.near.key))
            made = team.layer(tag)
            if made.failure or made.printed:
                raise NotAloneError(made.failure)
            files = {page["note"]["file"]: page["html"].encode("utf-8") for _, page in _pages(made)}
            if not there.issuperset(files):
                raise NotAloneError
            found[tag] = _with_pages(replace(change.near.layer, later=kept.later(change.near.key)), made)
            kept.keep_changed(keys[tag], change.near, found[tag], files)
            if not kept.files(keys[tag].whole):
                raise NotAloneError
    return found


def _finished(kept: Cache, change: Change) -> dict[str, str]:
    """What the pages of a *change* were before, by their paths, as far as that helps to build them again."""
    handed_on, key = change.near.layer.handed_on, change.near.key
    names = {path: handed_on["notes"][path]["file"] for path in change.pages if path in handed_on["frames"]}
    files = {path: kept.file(key, name) for path, name in names.items()}
    return {path: data.decode("utf-8", "replace") for path, data in files.items() if data is not None}


def _pages(made: Layer) -> Sequence[tuple[str, Mapping[str, Any]]]:
    return list(made.handed_on["pages"].items())


def _with_pages(layer: Layer, made: Layer) -> Layer:
    """*layer* with pages that were *made* anew. Raises :class:`NotAloneError` if more of it would be another."""
    handed_on = dict(layer.handed_on)
    if not set(made.handed_on[LOOKED_FOR]) <= set(handed_on[LOOKED_FOR]):
        raise NotAloneError
    rows, frames = list(handed_on["rows"]), dict(handed_on["frames"])
    try:
        search, listed = (json.loads(part_of(layer.later, name)) for name in ("search", "listed"))
    except ValueError:  # The cache was changed meanwhile.
        raise NotAloneError from None
    status = dict(handed_on["status"]) if "status" in handed_on else {}
    for path, page in _pages(made):
        note = handed_on["notes"][path]
        if page["note"] != note:
            raise NotAloneError
        frames.pop(path, None)
        frames |= {path: page["frame"]} if page["frame"] is not None else {}
        number = _only([number for number, row in enumerate(rows) if row["source"] == page["row"]["source"]])
        before, rows[number] = rows[number], page["row"]
        if status:
            places = [number for number, row in enumerate(status["rows"]) if row == before]
            own = status["rows"] = list(status["rows"])
            own[_only(places)] = page["row"]
        places = [number for number, entry in enumerate(search) if entry["location"].partition("#")[0] == note["url"]]
        if places != list(range(places[0], places[-1] + 1)) if places else page["search"]:
            raise NotAloneError
        if places:
            search[places[0] : places[-1] + 1] = page["search"]
    said = _told(layer, handed_on["rows"], rows)
    handed_on |= {"rows": rows, "frames": frames, "search": search, "listed": listed}
    handed_on |= {"status": status} if status else {}
    return layer_of(layer.locale, said, handed_on, layer.printed, layer.failure)


def _told(layer: Layer, before: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    """What was said of *layer*, with the numbers of its *rows* in place of those *before*."""
    old, new = (in_all(layer.locale, [Progress(**row) for row in found]) for found in (before, rows))
    if old == new:
        return layer.said
    said = list(layer.said)
    number = _only([number for number, line in enumerate(said) if line.text.endswith(f": {old}")])
    said[number] = replace(said[number], text=said[number].text.removesuffix(old) + new)
    return tuple(said)


def _only(found: Sequence[int]) -> int:
    if len(found) != 1:
        raise NotAloneError
    return found[0]
