"""What static-i18n takes out of the search index of all languages, found without comparing each entry with each other.

An entry goes if its title and its text are those of an entry at the root of the site, and its address ends with the
address of that one. On a site of 1,600 pages in three languages those are a thousand million comparisons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

Entry = dict[str, Any]


class _Row:
    """Entries in order, some of which are taken out."""

    def __init__(self, numbers: Sequence[int], entries: Sequence[Entry]) -> None:
        self._after = dict(pairwise([*numbers, -1]))
        self._before = {after: before for before, after in pairwise([-1, *numbers])}
        self._entries = entries
        self._at: dict[str, list[int]] = defaultdict(list)
        """The numbers of entries by their address, of which few have the same."""
        for number in numbers:
            self._at[entries[number]["location"]].append(number)

    def after(self, number: int) -> int:
        """The number of the next entry; -1 at the end."""
        return self._after[number]

    def take_out_first(self, entry: Entry) -> int:
        """Take out the first of those that are equal to *entry*, as ``list.remove`` does; its number."""
        there = self._at[entry["location"]]
        number = next(number for number in there if self._entries[number] == entry)
        there.remove(number)
        before, after = self._before.pop(number), self._after[number]
        if before >= 0:
            self._after[before] = after
        if after >= 0:
            self._before[after] = before
        return number


def without_duplicates(entries: Sequence[Entry], languages: Sequence[str]) -> Iterator[Entry]:
    """Those of *entries* that stay, in order; *languages* are the tags of the languages that are built.

    static-i18n goes through lists that it takes entries out of meanwhile, and so passes over the one behind each; this
    does the same.
    """
    folders = tuple(f"{tag}/" for tag in languages)
    localized = [number for number, entry in enumerate(entries) if entry["location"].startswith(folders)]
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in localized:
        alike[entries[number]["title"], entries[number]["text"]].append(number)
    every, others = _Row(range(len(entries)), entries), _Row(localized, entries)
    gone_of_every: set[int] = set()
    gone_of_others: set[int] = set()
    number = 0 if entries else -1
    while number >= 0:
        passed_over = 0
        entry = entries[number]
        if not entry["location"].startswith(folders):
            behind = -1
            for other in alike.get((entry["title"], entry["text"]), ()):
                if other in gone_of_others or other == behind or not _ends_alike(entries[other], entry):
                    continue
                behind = others.after(other)
                gone_of_others.add(others.take_out_first(entries[other]))
                first = every.take_out_first(entries[other])
                gone_of_every.add(first)
                passed_over += first < number
        for _ in range(1 + passed_over):
            number = every.after(number) if number >= 0 else -1
    return (entry for number, entry in enumerate(entries) if number not in gone_of_every)


def _ends_alike(entry: Entry, original: Entry) -> bool:
    location: str = entry["location"]
    return location.endswith(original["location"])
