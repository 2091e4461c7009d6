"""The corpus of tests/cases/corpus: texts in many languages, right and wrong, and what the checks on words say of them.

A case is looked at beside right translations of plain texts (background.yml) and the right cases of its language.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from isogloss import checks
from isogloss.checks import Corpus, Finished, Glossary
from isogloss.segments import Kind, Message

FOLDER = Path(__file__).parents[1] / "cases/corpus"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem != "background"))
VERDICTS = ("wrong", "right", "missed")
"""``missed`` is a mistake that no check finds yet."""


@dataclass(frozen=True)
class Case:
    """One pair of texts."""

    language: str
    code: str
    verdict: str
    finished: Finished

    def __str__(self) -> str:
        return f"{self.language} {self.code} {self.verdict}: {self.finished.message.msgid!r} → {self.finished.msgstr!r}"


@functools.cache
def _file(name: str) -> dict:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def cases(language: str) -> list[Case]:
    return [
        Case(language, code, verdict, Finished(Message(pair[0], Kind(_kind(pair))), pair[1], "cases.po"))
        for code, verdicts in _file(language).items()
        if code != "glossary"
        for verdict, pairs in verdicts.items()
        for pair in pairs
    ]


def _kind(pair: list[str]) -> str:
    return pair[2] if len(pair) > 2 else "paragraph"


@functools.cache
def background(language: str) -> tuple[Finished, ...]:
    """Each action with each thing, by itself and up to five in a row; some are headings, without the stop."""
    english, other = _file("background")["en"], _file("background")[language]
    between = "" if language in ("ja", "zh") else " "
    found: list[tuple[str, str, Kind]] = []
    one = [(_filled(english["actions"], n, english["things"], m), _filled(other["actions"], n, other["things"], m))
           for n in range(len(english["actions"])) for m in range(len(english["things"]))]  # fmt: skip
    found += [(*pair, Kind.PARAGRAPH) for pair in one]
    found += [(a.rstrip("."), b.rstrip(".。।"), Kind.HEADING) for a, b in one[::2]]
    for steps in ((5,), (17,), (23, 58), (31, 64, 95, 120)):
        rows = [one, *(one[step:] + one[:step] for step in steps)]
        found += [
            (" ".join(a for a, _ in row), between.join(b for _, b in row), Kind.PARAGRAPH)
            for row in zip(*rows, strict=True)
        ]
    for n, m in itertools.product(range(len(english["notes"])), range(len(english["things"]))):
        pair = (_filled(texts["notes"], n, texts["things"], m) for texts in (english, other))
        found.append((*pair, Kind.PARAGRAPH))
    return tuple(Finished(Message(msgid, kind), msgstr, "background.po") for msgid, msgstr, kind in found)


def _filled(patterns: list[str], pattern: int, things: list[str], thing: int) -> str:
    text = patterns[pattern].replace("{}", things[thing])
    return ("İ" if text[0] == "i" else text[0].upper()) + text[1:]


@functools.cache
def glossary(language: str) -> Glossary:
    return checks.glossary_of(
        ((term, *_rendering(found)) for term, found in _file(language)["glossary"].items()), language
    )


def _rendering(found: str | list[str]) -> tuple[str, str]:
    """A rendering, and the comment of the glossary that lists its other forms."""
    return (found, "") if isinstance(found, str) else (found[0], f"forms: {', '.join(found[1:])}")


def codes(case: Case) -> set[str]:
    """What the checks on words find in a case."""
    right = [one.finished for one in cases(case.language) if one.verdict == "right" and one != case]
    corpus = Corpus([*background(case.language), *right, case.finished], ("Windows",), case.language)
    return {one.code for one in checks.finished_findings(case.finished, corpus, glossary(case.language))}


@dataclass
class Score:
    """Of one code, or one language."""

    found: int = 0
    missed: int = 0
    known: int = 0
    """Misses that are listed as such."""
    false: int = 0
    right: int = 0
    details: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told, wrong = self.found + self.false, self.found + self.missed + self.known
        precision = f"{100 * self.found / told:5.1f} %" if told else "      –"
        recall = f"{100 * self.found / wrong:5.1f} %" if wrong else "      –"
        return f"{wrong:>5} {self.right:>5}   precision {precision}   recall {recall}"


def scores(languages: tuple[str, ...] = LANGUAGES) -> Iterator[tuple[Case, set[str]]]:
    """Each case, with what is found in it."""
    for language in languages:
        for case in cases(language):
            yield case, codes(case)


def tally(results: list[tuple[Case, set[str]]]) -> tuple[dict[str, Score], dict[str, Score]]:
    """The scores by code and by language; what is said of a right text counts against the code that says it."""
    by_code: dict[str, Score] = {}
    by_language: dict[str, Score] = {}
    for case, found in results:
        own = (by_code.setdefault(case.code, Score()), by_language.setdefault(case.language, Score()))
        for score in own:
            score.right += case.verdict == "right"
            score.found += case.verdict != "right" and case.code in found
            score.missed += case.verdict == "wrong" and case.code not in found
            score.known += case.verdict == "missed" and case.code not in found
        if case.verdict == "right":
            for code in found:
                by_code.setdefault(code, Score()).false += 1
                own[1].false += 1
    return by_code, by_language
