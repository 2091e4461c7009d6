"""What ``update`` costs: its CPU on 10,000 messages of which 5 % were edited, beside GNU msgmerge and Babel.

All three get the same catalog and the same new texts, made of the words of this site's pages. ``update`` reads, matches
and writes one locale (rendering Markdown is not in it); msgmerge does the same with one file; of Babel only
``Catalog.update`` is timed. Babel compares each edited text with every message, so that its time grows with the
product of both numbers: it is measured on a tenth of each and multiplied by 100, or with --whole-babel on all.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import polib
from babel.messages import Catalog as BabelCatalog
from isogloss import catalog
from isogloss.catalogs.update import update
from isogloss.project import Locale, Project
from isogloss.segments import Kind, Message
from isogloss.sources import Source

ROOT = Path(__file__).parents[2]
SPANISH = Locale("es-ES", "Español")
PAGE = "docs/page.md"
CATALOG = "locales/es-ES/docs/page.po"


def texts(count: int, seed: int) -> list[str]:
    """Different texts, as long as the messages of this site, from the words of its pages."""
    chance = random.Random(seed)
    own = [entry.msgid for path in (ROOT / "locales/es-ES").rglob("*.po") for entry in polib.pofile(str(path))]
    words = [word for text in own for word in text.split()]
    lengths = [len(text.split()) for text in own if len(text) >= 20]
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(chance.choices(words, k=chance.choice(lengths)))] = None
    return list(found)


def edited(old: list[str], share: float, seed: int) -> list[str]:
    """The same texts, but one word of some is another one."""
    chance = random.Random(seed)
    new = list(old)
    for number in chance.sample(range(len(old)), int(share * len(old))):
        words = old[number].split()
        words[chance.randrange(len(words))] = "otherwise"
        new[number] = " ".join(words)
    return new


def project(folder: Path) -> Project:
    english = Locale("en", "English")
    return Project(folder / "mkdocs.yml", folder / "docs", folder / "locales", None, english, (SPANISH,))


def prepare(folder: Path, old: list[str], new: list[str]) -> None:
    """The catalog of *old*, translated, and the template of *new* as msgmerge wants it."""
    found = catalog.new(folder / CATALOG, CATALOG, SPANISH)
    found.messages += [message(text, f"<{text[::-1]}>") for text in old]
    template = catalog.new(folder / "new.pot", "new.pot", SPANISH)
    template.messages += [message(text, "") for text in dict.fromkeys(new)]
    with catalog.opened(folder) as store:
        catalog.save(store, found, SPANISH)
        catalog.save(store, template, SPANISH)


def message(text: str, translation: str) -> catalog.Message:
    return catalog.Message(text, translation, extracted="paragraph", references=[PAGE])


def cpu_of_update(folder: Path, new: list[str]) -> float:
    source = Source(PAGE, tuple((Message(text, Kind.PARAGRAPH), PAGE) for text in new), "page.md")
    before = (folder / CATALOG).read_bytes()
    start = time.process_time()
    (change,) = update(project(folder), SPANISH, [source])
    spent = time.process_time() - start
    assert change.written
    (folder / CATALOG).write_bytes(before)
    return spent


def cpu_of_msgmerge(folder: Path) -> float:
    tool = shutil.which("msgmerge")
    assert tool, "GNU gettext is not installed: run make systems"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [tool, "--previous", "--quiet", "--no-wrap", "-o", "merged.po", CATALOG, "new.pot"]
    subprocess.run(command, cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_of_babel(old: list[str], new: list[str]) -> float:
    known, template = BabelCatalog(locale="es_ES"), BabelCatalog()
    for text in old:
        known.add(text, text[::-1])
    for text in new:
        template.add(text)
    start = time.process_time()
    known.update(template)
    return time.process_time() - start


def kept(folder: Path, path: str) -> str:
    found = polib.pofile(str(folder / path))
    fuzzy = sum(entry.fuzzy and not entry.obsolete for entry in found)
    return f"{len(found.translated_entries()):,} translated, {fuzzy:,} fuzzy"


def main() -> None:
    parser = argparse.ArgumentParser(description=re.sub(r"\s+", " ", __doc__ or ""))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--whole-babel", action="store_true", help="let Babel update all messages; takes minutes")
    options = parser.parse_args()
    old = texts(options.messages, seed=1)
    new = edited(old, 0.05, seed=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, old, new)
        rows = []
        for run in range(options.runs + 1):
            row = cpu_of_update(folder, new), cpu_of_msgmerge(folder)
            if run:
                rows.append(row)
                print(f"update {row[0]:.2f} s CPU, msgmerge {row[1]:.2f} s, ratio {row[0] / row[1]:.3f}", flush=True)
        source = Source(PAGE, tuple((Message(text, Kind.PARAGRAPH), PAGE) for text in new), "page.md")
        print(f"msgmerge: {kept(folder, 'merged.po')}")
        update(project(folder), SPANISH, [source])
        print(f"update:   {kept(folder, CATALOG)}")
    tenth = options.messages // 10
    if options.whole_babel:
        babel = cpu_of_babel(old, new)
        print(f"Babel {babel:.1f} s CPU")
    else:
        part = [number for number in range(len(old)) if old[number] != new[number]][: tenth // 20]
        rest = [number for number in range(len(old)) if old[number] == new[number]][: tenth - len(part)]
        numbers = sorted([*part, *rest])
        babel = 100 * cpu_of_babel([old[number] for number in numbers], [new[number] for number in numbers])
        print(f"Babel {babel:.1f} s CPU: 100 times that of {tenth:,} messages, {len(part)} of them edited")
    spent = statistics.median(row[0] for row in rows)
    ratios = [row[0] / row[1] for row in rows]
    print(
        f"update: {options.messages:,} messages, {spent:.2f} s CPU; {statistics.median(ratios):.3f} of msgmerge "
        f"(median of {len(ratios)}; {min(ratios):.3f} to {max(ratios):.3f}); Babel: {babel / spent:.0f} times as much"
    )


if __name__ == "__main__":
    main()
