"""The corpus of tests/cases/corpus: in each language, mistakes are found, and of what is right nothing is said."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from dataclasses import replace

import pytest
import word_corpus
from isogloss import checks
from isogloss.checks import Corpus, Finished, Subject, registry
from isogloss.checks.lexicon import lexicons
from isogloss.segments import Kind, Message

KNOWN_MISSES = 2
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


def test_a_word_that_the_language_has_too_is_no_english():
    """German "so": where the English "so" is elsewhere translated as "damit", or left out."""
    things = ("driver", "Treiber"), ("package", "Paket"), ("library", "Bibliothek"), ("model", "Modell")
    verbs = ("check", "prüfen"), ("copy", "kopieren"), ("open", "öffnen"), ("save", "sichern")
    others = [
        Finished(
            Message(f"Wait, so the program can {english} the {thing}.", Kind.PARAGRAPH),
            f"Warten Sie, damit das Programm {thing_here} {here} kann.",
            "cases.po",
        )
        for (thing, thing_here), (english, here) in itertools.product(things, verbs)
    ]
    kept = Finished(Message("It opens so fast.", Kind.PARAGRAPH), "Es öffnet sich so schnell.", "cases.po")
    for language, codes in (("de", []), ("", ["untranslated"])):
        corpus = Corpus([*word_corpus.background("de"), *others, kept], (), language)
        found = checks.finished_findings(kept, corpus, word_corpus.glossary("de"))
        assert [one.code for one in found] == codes


def test_a_file_name_has_no_translation_that_another_text_could_have():
    """It stays as it is: what reads like the words in it is that of the text where it stands."""
    name = "check_page_image_folder_file_window_guide_server_model.py"
    file, cell = (
        Finished(Message(msgid, kind), msgstr, "cases.po")
        for msgid, kind, msgstr in (
            (name, Kind.CODE_TITLE, name),
            ("Not confirmed", Kind.TABLE_CELL, "Compruebe la carpeta, la imagen y la ventana"),
        )
    )
    assert Corpus([*word_corpus.background("es"), file, cell], (), "es").owner(cell) is None
    spaced = name.removesuffix(".py").replace("_", " ")
    words = Finished(Message(spaced, Kind.TABLE_CELL), "Instale el programa y el controlador", "cases.po")
    assert Corpus([*word_corpus.background("es"), words, cell], (), "es").owner(cell) == words


def test_a_page_that_speaks_in_another_way_is_told_of_once():
    texts = ["Puedes abrir el archivo.", "Puedes copiar la carpeta.", "Tienes que abrir el servidor."]
    page = [Finished(Message(f"You can, {n}.", Kind.PARAGRAPH), text, "page.po") for n, text in enumerate(texts)]
    corpus = Corpus([*word_corpus.background("es"), *page], (), "es")
    assert corpus.habit is not None
    found = [one for text in page for one in checks.corpus_findings(text, corpus) if one.code == "form-of-address"]
    assert len(found) == 1
    assert "like it on this page: 2 more" in found[0].hint
    # What a baseline knows stays known when somebody translates another text.
    more = Finished(Message("Close it.", Kind.PARAGRAPH), "Cierre su archivo.", "other.po")
    larger = Corpus([*word_corpus.background("es"), *page, more], (), "es")
    again = [one for one in checks.corpus_findings(page[0], larger) if one.code == "form-of-address"]
    assert again[0].message == found[0].message
    assert again[0].hint != found[0].hint
    # One that a translator has allowed is no part of them, and is found by itself: so its comment is needed.
    page[0] = replace(page[0], allowed=frozenset({"form-of-address"}))
    corpus = Corpus([*word_corpus.background("es"), *page], (), "es")
    found = [
        [one.hint for one in checks.corpus_findings(text, corpus) if one.code == "form-of-address"] for text in page
    ]
    assert [len(hints) for hints in found] == [1, 1, 0]
    assert "like it on this page: 1 more" in found[1][0]


def test_what_is_passed_over_when_words_are_counted_would_have_told_nothing():
    rng = random.Random(7)
    for _ in range(40):
        words = [f"w{number}" for number in range(rng.randint(5, 60))]
        pairs = []
        for _ in range(rng.randint(20, 150)):
            chosen = [word for number, word in enumerate(words) if rng.random() < 1.5 / (1 + number % 17)]
            partners = [f"p{word}" for word in chosen if rng.random() < 0.7] + rng.sample(words, k=2)
            pairs.append((tuple(sorted(set(chosen))), tuple(sorted(set(partners))), rng.choice([1, 1, 1, 2, 4])))
        assert lexicons(pairs)[0].partners == {word: found for word in words if (found := _partners(word, pairs))}


def _partners(word: str, pairs: list[tuple[tuple[str, ...], tuple[str, ...], int]]) -> frozenset[str]:
    """The usual partners of *word*, counted one by one."""
    number = sum(times for _, _, times in pairs)
    times = sum(times for words, _, times in pairs if word in words)
    found = []
    for partner in {partner for _, partners, _ in pairs for partner in partners} if times > 2 else ():
        others = sum(times for _, partners, times in pairs if partner in partners)
        together = sum(times for words, partners, times in pairs if word in words and partner in partners)
        lift = together * number / (times * others)
        if others > 1 and together > 1 and together >= 0.2 * times and lift >= 3:
            found.append((together * math.log(lift), partner))
    return frozenset(partner for _, partner in sorted(found, reverse=True)[:5])
