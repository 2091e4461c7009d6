"""Law 5 at length: attacks in every place of sites with each set of extensions. ``python fuzz.py 1000`` tries 1,000."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "support")]

from chromium import serving  # noqa: E402
from harness import Watched, more, structure, visit  # noqa: E402
from payloads import payloads  # noqa: E402
from sites import Attacked, Extensions, build, left_behind, sets, tags_of_search  # noqa: E402

SITE_WIDE = ("title", "description", "heading1")
"""Places in a page whose texts are also published outside of it."""


@dataclass(slots=True)
class Tally:
    """What became of the attacks on the sites of one set of extensions."""

    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[str]] = field(default_factory=dict)
    """What English does not have (nodes, addresses, scripts, requests, files), each with where it was found."""
    suspects: dict[str, list[str]] = field(default_factory=dict)
    """The attacks that were published where something was found."""

    def add(self, attacked: Attacked, profile: Path) -> None:
        """Look at a built site."""
        for attack in attacked.placed:
            self.tried[attack.place] += 1
            self.refused[attack.place] += attack.refused
        for text in left_behind(attacked) + tags_of_search(attacked):
            self._found("files", text, text)
        prefixes = ["", *(f"{locale}/" for locale in attacked.locales)]
        with serving(attacked.site, Watched) as browser:
            opened = visit(browser, [f"/{prefix}{name}" for name in attacked.pages for prefix in prefixes], profile)
        for name in attacked.pages:
            for locale in attacked.locales:
                page, english = opened[f"/{locale}/{name}"], opened[f"/{name}"]
                added = more(page, english)
                if not added and structure(page) != structure(english):
                    added["site", "another structure"] += 1
                for (where, text), count in added.items():
                    there = f"/{locale}/ {where}" if "-" in where else f"/{locale}/"
                    self._found(where.partition("-")[0], text, there, count)
                    self.suspects.setdefault(there, suspects(attacked, locale, where))

    def _found(self, place: str, text: str, where: str, count: int = 1) -> None:
        self.added[place] += count
        self.findings.setdefault(f"{place}: {re.sub(r'^[0-9]+ ', '', text)}", []).append(where)

    def table(self) -> str:
        """Place by place: attacks tried, refused and published, and what they added."""
        rows = [f"{'place':40} {'tried':>7} {'refused':>8} {'published':>10} {'added':>6}"]
        sums = self.tried.total(), self.refused.total(), self.added.total()
        names = sorted(self.tried) + sorted(set(self.added) - set(self.tried))
        for name, tried, refused, added in [
            *((name, self.tried[name], self.refused[name], self.added[name]) for name in names),
            ("all", *sums),
        ]:
            rows.append(f"{name:40} {tried:7,} {refused:8,} {tried - refused:10,} {added:6,}")
        return "\n".join(rows)

    def report(self, limit: int = 100) -> str:
        """The first of what was found, and the attacks that were published there."""
        found = list(self.findings.items())[:limit]
        rows = [f"{text[:300]}\n    {len(places)} times, first in {places[0]}" for text, places in found]
        for there in dict.fromkeys(places[0] for _, places in found):
            rows += [f"published in {there}:", *self.suspects.get(there, [])]
        return "\n".join(rows)


def suspects(attacked: Attacked, locale: str, where: str) -> list[str]:
    """The attacks that may have done what was found at *where*: those of the place, or those of the whole site."""
    place, _, copy = where.partition("-")
    word = re.compile(rf"(?<![a-z]){place}[a-z]*{copy}\b")
    return [
        f"    {attack.msgid!r} {attack.msgstr!r}"
        for attack in attacked.placed
        if attack.locale == locale
        and not attack.refused
        and (word.search(attack.msgid) if copy else "/docs/" not in attack.path or attack.place.startswith(SITE_WIDE))
    ]


def fuzz(extensions: Extensions, folder: Path, examples: int, mathjax: Path | None = None, batch: int = 20) -> Tally:
    """Try the first *examples* attacks of every place, one locale for each."""
    tally = Tally()
    for start in range(0, examples, batch):
        root = folder / f"{extensions.name}-{start}"
        attacked = build(root, extensions, locales=min(batch, examples - start), start=start, mathjax=mathjax)
        tally.add(attacked, folder / f"profile-{extensions.name}-{start}")
    return tally


def main() -> int:
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else len(payloads())
    mathjax = Path(os.environ["MATHJAX"]) if "MATHJAX" in os.environ else None
    found = 0
    for extensions in sets(mathjax):
        with tempfile.TemporaryDirectory() as folder:
            tally = fuzz(extensions, Path(folder), examples, mathjax)
        print(
            f"\n{extensions.name}: {len(tally.findings)} findings", tally.table(), tally.report(), sep="\n", flush=True
        )
        found += len(tally.findings)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
