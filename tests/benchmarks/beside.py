"""What Isogloss finds in the catalogs of any site, beside Weblate's checks and pofilter, on the same texts in one run.

    python tests/benchmarks/beside.py --weblate VENV/bin/python --pofilter VENV/bin/pofilter SITE…

SITE is a folder with ``locales/``, as ``isogloss import`` writes them. First all finished messages are looked at as
they are, then with twenty-two kinds of everyday mistakes made in some of each locale (everyday.py). A mistake counts as
found if the tool says something of the wrong text that it does not say of the right one. Weblate and translate-toolkit
are in environments of their own; without the options, Isogloss is measured alone. ``--dump FILE`` writes all that
Isogloss finds in the texts as they are, for people to judge. ``--most 60`` makes small sites of them, and
``--no-background`` looks at these without what is known of their language.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polib
from everyday import KINDS, STRUCTURAL, Surroundings
from isogloss import checks
from isogloss.checks import Corpus, Finished, Glossary, background
from isogloss.segments import Kind, Message
from isogloss.segments import inline as passages
from markdown import Markdown

WEBLATE = Path(__file__).with_name("weblate_side.py")
EXTENSIONS = ("abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.keys")
_KINDS = sorted(Kind, key=lambda kind: -len(kind.value))
_NOTE = re.compile(r"\(pofilter\) ([\w-]+):")


@dataclass(frozen=True)
class Edition:
    """One locale of one site."""

    site: str
    tag: str
    finished: list[Finished]

    @property
    def language(self) -> str:
        return self.tag.partition("-")[0]


def read(site: Path, leave_out: Sequence[str], most: int = 0) -> Iterator[Edition]:
    """The editions of a *site*; with *most*, whole catalogs until there are so many messages."""
    for folder in sorted((site / "locales").iterdir()):
        found = []
        for path in sorted(folder.rglob("*.po")):
            if path.name == "glossary.po" or path.stem in leave_out or (most and len(found) >= most):
                continue
            for entry in polib.pofile(str(path)):
                if entry.msgstr and not entry.obsolete and not entry.fuzzy:
                    kind = next((one for one in _KINDS if entry.comment.startswith(one.value)), Kind.PARAGRAPH)
                    found.append(Finished(Message(entry.msgid, kind), entry.msgstr, str(path)))
        yield Edition(site.name, folder.name, found)


@dataclass
class Seed:
    """A wrong translation."""

    kind: str
    right: Finished
    wrong: Finished


def seeds(edition: Edition, number: int, chance: random.Random) -> Iterator[Seed]:
    """*number* of each kind, where it can be made."""
    corpus = Corpus(edition.finished, (), edition.language)
    for name, mistake in KINDS.items():
        made = 0
        for one in chance.sample(edition.finished, len(edition.finished)):
            if one.msgstr == one.message.msgid:
                continue
            text = mistake(one, Surroundings(corpus, corpus.by_catalog[one.catalog], chance))
            if text and text != one.msgstr:
                yield Seed(name, one, Finished(one.message, text, one.catalog))
                made += 1
            if made == number:
                break


Tool = Callable[[str, Sequence[Finished]], list[list[str]]]
"""Gets a language and texts; gives the codes of what it finds, text by text."""


class Isogloss:
    """All checks of messages that ``isogloss check`` runs."""

    def __init__(self) -> None:
        self.md = Markdown(extensions=list(EXTENSIONS))
        self.told: list[tuple[Finished, checks.Finding]] = []

    def __call__(self, language: str, texts: Sequence[Finished]) -> list[list[str]]:
        corpus, glossary = Corpus(texts, (), language), Glossary(language=language)
        return [[finding.code for finding in self.of(one, corpus, glossary)] for one in texts]

    def of(self, one: Finished, corpus: Corpus, glossary: Glossary) -> list[checks.Finding]:
        found = self._structure(one) or checks.finished_findings(one, corpus, glossary)
        found = checks.joined(found)
        self.told += [(one, finding) for finding in found]
        return found

    def _structure(self, one: Finished) -> list[checks.Finding]:
        found = checks.text_findings(one.message, one.msgstr)
        if found or one.message.kind.plain or one.message.kind is Kind.HTML:
            return found
        place = passages.Surroundings("h2" if one.message.kind is Kind.HEADING else "p")
        english, translated = (passages.structure_of(self.md, place, text) for text in (one.message.msgid, one.msgstr))
        return checks.passage_findings(english, translated)


def weblate(python: str, language: str, texts: Sequence[Finished]) -> list[list[str]]:
    lines = "".join(json.dumps([language, one.message.msgid, one.msgstr]) + "\n" for one in texts)
    done = subprocess.run([python, str(WEBLATE)], input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def pofilter(program: str, language: str, texts: Sequence[Finished]) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "in.po", Path(folder) / "out.po"
        catalog = polib.POFile()
        catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": language}
        catalog.extend(
            polib.POEntry(msgctxt=str(number), msgid=one.message.msgid, msgstr=one.msgstr)
            for number, one in enumerate(texts)
        )
        catalog.save(str(before))
        subprocess.run([program, "--progress=none", f"--language={language}", before, after], check=True)
        found: list[list[str]] = [[] for _ in texts]
        if after.exists():
            for entry in polib.pofile(str(after)):
                found[int(entry.msgctxt)] = _NOTE.findall(entry.tcomment) or ["failed"]
        return found


@dataclass
class Result:
    """Of one tool."""

    messages: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By edition, how often it says what."""
    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    by: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: list[tuple[str, str, str, str]] = field(default_factory=list)


def measure(tool: Tool, edition: Edition, wrong: Sequence[Seed], result: Result) -> None:
    """Look at one edition as it is, and then with the mistakes of each kind in the places of the right texts."""
    name = f"{edition.site} {edition.tag}"
    clean = tool(edition.language, edition.finished)
    result.messages[name] = len(edition.finished)
    result.codes[name].update(code for codes in clean for code in codes)
    places = {id(one): number for number, one in enumerate(edition.finished)}
    alone = [] if isinstance(tool, Isogloss) else tool(edition.language, [seed.wrong for seed in wrong])
    codes_of = dict(zip(map(id, wrong), alone, strict=False))
    if isinstance(tool, Isogloss):
        glossary = Glossary(language=edition.language)
        for group in grouped(wrong, edition):
            # What the others say is evidence: a few wrong texts at a time stand among the right ones.
            texts = list(edition.finished)
            for seed in group:
                texts[places[id(seed.right)]] = seed.wrong
            corpus = Corpus(texts, (), edition.language)
            for seed in group:
                codes_of[id(seed)] = [one.code for one in tool.of(seed.wrong, corpus, glossary)]
    for seed in wrong:
        new = Counter(codes_of[id(seed)]) - Counter(clean[places[id(seed.right)]])
        result.made[seed.kind] += 1
        result.found[seed.kind] += bool(new)
        result.by[seed.kind].update(new.keys())
        if not new:
            result.missed.append((seed.kind, name, seed.wrong.message.msgid, seed.wrong.msgstr))


def grouped(wrong: Sequence[Seed], edition: Edition) -> list[list[Seed]]:
    """The mistakes, so that no group touches a message twice, nor too many: one message in forty, of a few, in ten."""
    most = max(min(len(KINDS), len(edition.finished) // 10), len(edition.finished) // 40, 1)
    groups: list[list[Seed]] = []
    for seed in wrong:
        for group in groups:
            if len(group) < most and all(seed.right is not other.right for other in group):
                group.append(seed)
                break
        else:
            groups.append([seed])
    return groups


def report(results: dict[str, Result]) -> None:
    for name, result in results.items():
        total = sum(codes.total() for codes in result.codes.values())
        messages = result.messages.total()
        print(f"{name}: {1000 * total / messages:.1f} findings per 1,000 of {messages:,} finished messages")
        for edition, codes in result.codes.items():
            number = result.messages[edition]
            listed = ", ".join(f"{code} {times}" for code, times in codes.most_common(6))
            print(f"    {edition:<16} {number:>6} {1000 * codes.total() / max(1, number):>7.1f}   {listed}")
    print(f"{'':<24}{'made':>6}" + "".join(f"{name:>12}" for name in results))
    first = next(iter(results.values()))
    for kind in KINDS:
        shares = [100 * result.found[kind] / max(1, result.made[kind]) for result in results.values()]
        by = ", ".join(f"{code} {times}" for code, times in first.by[kind].most_common(3))
        mark = "=" if kind in STRUCTURAL else " "
        print(f"{mark} {kind:<22}{first.made[kind]:>6}" + "".join(f"{share:>10.1f} %" for share in shares) + f"  {by}")
    totals = [100 * result.found.total() / max(1, result.made.total()) for result in results.values()]
    means = [
        sum(100 * result.found[kind] / result.made[kind] for kind in result.made) / max(1, len(result.made))
        for result in results.values()
    ]
    print(f"  {'all':<22}{first.made.total():>6}" + "".join(f"{total:>10.1f} %" for total in totals))
    print(f"  {'mean of the kinds':<28}" + "".join(f"{mean:>10.1f} %" for mean in means))


def dump(path: Path, isogloss: Iterable[tuple[str, Finished, checks.Finding]]) -> None:
    rows = [
        [edition, finding.code, one.message.msgid, one.msgstr, finding.message] for edition, one, finding in isogloss
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--weblate", metavar="PYTHON")
    parser.add_argument("--pofilter", metavar="PROGRAM")
    parser.add_argument("--number", type=int, default=20, help="mistakes of each kind and locale")
    parser.add_argument("--most", type=int, default=0, help="messages of each locale (default: all)")
    parser.add_argument("--no-background", action="store_true", help="learn from the messages of the locale alone")
    parser.add_argument("--leave-out", action="append", default=[], metavar="PAGE", help="name of a catalog")
    parser.add_argument("--locale", action="append", default=[])
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--missed", type=Path)
    options = parser.parse_args()
    if options.no_background:
        background.of = lambda _: None
    isogloss = Isogloss()
    tools: dict[str, Tool] = {"isogloss": isogloss}
    if options.weblate:
        tools["weblate"] = partial(weblate, options.weblate)
    if options.pofilter:
        tools["pofilter"] = partial(pofilter, options.pofilter)
    results = {name: Result() for name in tools}
    told: list[tuple[str, Finished, checks.Finding]] = []
    for site in options.sites:
        for edition in read(site, options.leave_out, options.most):
            if options.locale and edition.tag not in options.locale:
                continue
            chance = random.Random(f"{edition.site} {edition.tag}")
            wrong = list(seeds(edition, options.number, chance))
            for name, tool in tools.items():
                isogloss.told.clear()
                measure(tool, edition, wrong, results[name])
                right = {id(one) for one in edition.finished}
                if name == "isogloss":
                    clean = list(isogloss.told)
                    first = sum(results[name].codes[f"{edition.site} {edition.tag}"].values())
                    told += [(f"{edition.site} {edition.tag}", *one) for one in clean[:first] if id(one[0]) in right]
            print(edition.site, edition.tag, len(edition.finished), file=sys.stderr, flush=True)
    report(results)
    if options.dump:
        dump(options.dump, told)
    if options.missed:
        options.missed.write_text(
            json.dumps(results["isogloss"].missed, ensure_ascii=False, indent=0), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
