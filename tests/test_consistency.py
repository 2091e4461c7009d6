"""Texts and names that a language has more than once, in other words each time: tests/cases/consistency.yml."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from isogloss import checks
from isogloss.checks import Corpus, Finished
from isogloss.segments import Kind, Message

CASES = yaml.safe_load((Path(__file__).parent / "cases/consistency.yml").read_text(encoding="utf-8"))
CODES = {"two-renderings", "label"}


def _finished(number: int, msgid: str, msgstr: str, _: str = "", kind: str = "heading") -> Finished:
    return Finished(Message(msgid, Kind(kind)), msgstr, f"{number}.po")


def _found(one: Finished, corpus: Corpus) -> list[checks.Finding]:
    return [found for found in checks.corpus_findings(one, corpus) if found.code in CODES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']} {case['texts'][0][0]}")
def test_what_is_rendered_in_two_ways_is_told_of_once(case):
    corpus = Corpus([_finished(n, *text) for n, text in enumerate(case["texts"])], (), case["language"])
    told = {n: [found.code for found in _found(one, corpus)] for n, one in enumerate(corpus.finished)}
    assert told == {n: [code for code in text[2:3] if code] for n, text in enumerate(case["texts"])}


def test_each_check_has_cases_in_several_scripts():
    languages = Counter(text[2] for case in CASES for text in case["texts"] if text[2:] and text[2])
    assert languages.keys() == CODES
    assert min(languages.values()) > 4


def _corpus(*msgstrs: str) -> Corpus:
    return Corpus([_finished(n, "Next steps", msgstr) for n, msgstr in enumerate(msgstrs)], (), "es")


def test_a_text_that_is_being_changed_is_held_to_the_others_alone():
    """In the desk, beside what the catalogs have: its own former translation is no other one."""
    corpus = _corpus("Pasos siguientes")
    draft = replace(corpus.finished[0], msgstr="Qué hacer después")
    assert _found(draft, corpus) == []
    draft = replace(draft, catalog="new.po")
    (found,) = _found(draft, corpus)
    assert "0.po" in found.hint
    corpus = _corpus("Pasos siguientes", "Próximos pasos")
    assert _found(replace(corpus.finished[0], msgstr="Próximos pasos"), corpus) == []
    assert len(_found(replace(corpus.finished[1], msgstr="Más"), corpus)) == 1


def test_a_rendering_that_is_allowed_once_is_allowed():
    corpus = _corpus("A", "A", "A", "B", "B")
    told = [_found(one, corpus) for one in corpus.finished]
    assert [len(found) for found in told] == [0, 0, 0, 1, 0]
    assert "like it: 1 more" in told[3][0].hint
    finished = [*corpus.finished[:4], replace(corpus.finished[4], allowed=frozenset({"two-renderings"}))]
    corpus = Corpus(finished, (), "es")
    assert [len(_found(one, corpus)) for one in corpus.finished] == [0, 0, 0, 0, 1]


def test_a_new_language_is_told_of_two_renderings_at_its_place(make_site):
    """What is there twice needs no other evidence: a language of which nothing else is known has it, too."""
    site = make_site({"index.md": "# Start\n\n## Next steps\n", "a.md": "# A\n\n## Next steps\n"})
    site.translate("locales/es-ES/docs/a.po", {"Next steps": "Pasos siguientes"})
    site.translate("locales/es-ES/docs/index.po", {"Next steps": "Próximos pasos"})
    rows = map(json.loads, site.run("isogloss", "check", "--format", "json").stdout.splitlines())
    (row,) = [row for row in rows if row["code"] == "two-renderings"]
    places = {"locales/es-ES/docs/a.po", "locales/es-ES/docs/index.po"} - {row["path"]}
    assert row["severity"] == "warning"
    assert places.pop() in row["hint"]
