"""A sample of tests/benchmarks/mutations.py: every kind of mistake is made somewhere, and found."""

from __future__ import annotations

import mutations
import pytest
from page_mistakes import PAGE_MISTAKES
from word_mistakes import MISTAKES

LEAST_OF_WORDS = 95.0


@pytest.fixture(scope="module")
def laboratory(sample_site, tmp_path_factory):
    config_file = mutations.add_every_construct(sample_site, tmp_path_factory.mktemp("laboratory"))
    return mutations.Laboratory(config_file)


def test_there_are_many_kinds_of_mistake():
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 100
    assert len({mistake.name for mistake in PAGE_MISTAKES}) == len(PAGE_MISTAKES) >= 36


def test_mistakes_in_structure_and_safety_are_all_found_by_errors(laboratory):
    rows = list(mutations.run(laboratory, [one for one in MISTAKES if one.structural], sample=1))
    assert [row.name for row in rows if not row.applied] == []
    assert [missed for row in rows for missed in row.missed] == []


def test_mistakes_in_words_are_found(laboratory):
    rows = list(mutations.run(laboratory, [one for one in MISTAKES if not one.structural], sample=1))
    assert [row.name for row in rows if not row.applied] == []
    applied, detected = sum(row.applied for row in rows), sum(row.detected for row in rows)
    assert 100 * detected / applied >= LEAST_OF_WORDS, [missed for row in rows for missed in row.missed]


def test_mistakes_in_pages_written_by_hand_are_all_found_by_errors(laboratory):
    rows = list(mutations.run_pages(laboratory, PAGE_MISTAKES, sample=1))
    assert [row.name for row in rows if not row.applied] == []
    assert {row.name: row.missed for row in rows if row.missed} == {}


def test_a_finished_translation_is_no_mistake(laboratory):
    places = [(laboratory.sources[0], locale) for locale in laboratory.site.project.locales]
    for source, locale in places:
        assert laboratory.errors(source, locale, {}) + laboratory.warnings(source, locale, {}) == []


def test_a_mistake_that_nothing_finds_counts_as_missed(laboratory):
    """The count itself: a translation that is only different is found by nothing, and the table says so."""
    mistake = mutations.Mistake("other", True, lambda catalog: {one.msgid: one.msgstr + " etc." for one in catalog[:1]})
    (row,) = mutations.run(laboratory, [mistake], sample=1)
    assert (row.applied, row.detected, row.passed) == (1, 0, False)
    assert len(row.missed) == 1
