"""The corpus of tests/cases/corpus: in each language, mistakes are found, and of what is right nothing is said."""

from __future__ import annotations

from collections import Counter

import pytest
import word_corpus
from isogloss import checks
from isogloss.checks import Corpus, Subject, registry

KNOWN_MISSES = 3
"""Mistakes that no check finds yet, listed as ``missed``: doubled words where a word that is there twice is grammar."""
MANY = 25


@pytest.mark.parametrize("language", word_corpus.LANGUAGES)
def test_mistakes_are_found_and_right_texts_left_alone(language):
    wrong = {
        str(case): sorted(found)
        for case, found in word_corpus.scores((language,))
        if (bool(found) if case.verdict == "right" else (case.code in found) is not (case.verdict == "wrong"))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", word_corpus.LANGUAGES)
def test_of_the_background_nothing_is_said(language):
    background = word_corpus.background(language)
    corpus, glossary = Corpus(background, (), language), word_corpus.glossary(language)
    assert [found for one in background for found in checks.finished_findings(one, corpus, glossary)] == []


def test_each_language_has_cases_of_both_verdicts_and_of_nearly_every_check():
    codes = {one.code for subject in (Subject.WORDS, Subject.FINISHED) for one in registry.of(subject)}
    verdicts = Counter(case.verdict for language in word_corpus.LANGUAGES for case in word_corpus.cases(language))
    assert set(verdicts) == set(word_corpus.VERDICTS)
    assert verdicts["missed"] == KNOWN_MISSES
    for language in word_corpus.LANGUAGES:
        cases = word_corpus.cases(language)
        assert len(cases) >= MANY
        assert {case.code for case in cases} <= codes
        assert len({case.code for case in cases}) >= 13
        assert {case.verdict for case in cases} >= {"wrong", "right"}
