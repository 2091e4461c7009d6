"""Small sites: what a few translations do not show, what is known of their language does."""

from __future__ import annotations

import json

import pytest
import word_corpus
from babel import Locale
from isogloss import checks
from isogloss.checks import Corpus, Finished, Glossary, background, reference
from isogloss.checks.corpus import BEGUN, ENOUGH
from isogloss.segments import Kind, Message

LANGUAGES = sorted(path.stem for path in background.FOLDER.iterdir())
MOST = 160_000
"""Bytes of all files together, which every installation has."""
RIGHT = {
    "es": [
        ("Next steps", "Pasos siguientes", Kind.HEADING),
        ("Sources", "Fuentes", Kind.HEADING),
        ("Check that the driver is installed, and restart the computer.",
         "Compruebe que el controlador está instalado y reinicie el equipo.", Kind.PARAGRAPH),
        ("Open a new terminal. Then run the program again.",
         "Abra otro terminal. Después, ejecute de nuevo el programa.", Kind.PARAGRAPH),
        ("Without a graphics card, the model works with the processor.",
         "Sin tarjeta gráfica, el modelo funciona con el procesador.", Kind.PARAGRAPH),
        ("If one has checked it, restart the computer.", "Si lo has comprobado, reinicia el equipo.", Kind.PARAGRAPH),
        ("Example", "Example", Kind.ATTRIBUTE),
    ],
    "ja": [
        ("Next steps", "次のステップ", Kind.HEADING),
        ("Check that the driver is installed, and restart the computer.",
         "ドライバーがインストールされていることを確認して、コンピューターを再起動してください。", Kind.PARAGRAPH),
        ("Open a new terminal. Then run the program again.",
         "新しいターミナルを開いてください。その後、プログラムをもう一度実行してください。", Kind.PARAGRAPH),
        ("Stop and go", "Stop and go (停止と発進)", Kind.LIST_ITEM),
    ],
    "fr": [
        ("How does native support work?", "Comment fonctionne la prise en charge native\u00a0?", Kind.HEADING),
        ("Change it if the version is the same.", "Modifiez-la si la version est la même.", Kind.LIST_ITEM),
    ],
}  # fmt: skip


FEW = 20


def corpus(language: str, *texts: tuple[str, str, Kind]) -> Corpus:
    """The *texts*, and a few others, right ones."""
    own = [Finished(Message(one, kind), two, "page.po") for one, two, kind in texts]
    return Corpus([*own, *word_corpus.background(language)[:FEW]], (), language)


def codes(language: str, place: int, wrong: str) -> set[str]:
    """What is found in one of the right texts, once it is *wrong*."""
    texts = list(RIGHT[language])
    texts[place] = texts[place][0], wrong, texts[place][2]
    known = corpus(language, *texts)
    found = checks.finished_findings(known.finished[place], known, Glossary(language=language))
    return {one.code for one in checks.joined(found)}


@pytest.mark.parametrize(
    ("language", "place", "wrong", "code"),
    [
        ("es", 0, "Next steps", "untranslated"),
        ("es", 1, "Pasos siguientes", "other-message"),
        ("es", 2, "Compruebe que el controlador", "length"),
        ("es", 2, "Compruebe que el controlador está instalado y reinicie el equipo", "ending"),
        ("es", 3, "Abra otro terminal. Then run the program again.", "untranslated"),
        ("es", 3, "Abra otro terminal.", "length"),
        ("ja", 0, "Next steps", "untranslated"),
        ("ja", 1, "ドライバーがインストールされていることを", "ending"),
    ],
)
def test_a_mistake_among_a_few_texts_is_found(language, place, wrong, code):
    assert codes(language, place, wrong) == {code}


@pytest.mark.parametrize("language", RIGHT)
def test_right_texts_are_left_alone(language):
    for place, (_, right, _) in enumerate(RIGHT[language]):
        assert codes(language, place, right) == set()


@pytest.mark.parametrize(("language", "number"), [("es", BEGUN - 1), ("tr", FEW)])
def test_a_language_is_begun_in_peace(language, number):
    """With hardly a text, and in a language of which nothing is known."""
    heading = Finished(Message("Next steps", Kind.HEADING), "Next steps", "page.po")
    known = Corpus([heading, *word_corpus.background(language)[:number]], (), language)
    assert (known.background, known.enough) == (None, False)
    assert checks.corpus_findings(heading, known) == []


def test_where_there_are_enough_texts_they_speak_for_themselves():
    texts = [
        Finished(Message(f"Open page {number}.", Kind.PARAGRAPH), f"Abra la página {number}.", "page.po")
        for number in range(ENOUGH)
    ]
    assert Corpus(texts[1:], (), "es").background is background.of("es")
    assert Corpus(texts, (), "es").background is None
    assert Corpus(texts, (), "es").enough


def test_how_items_end_is_a_habit_that_a_few_texts_show():
    items = [(f"Open page {number}.", f"Abra la página {number}", Kind.LIST_ITEM) for number in range(12)]
    known = Corpus([Finished(Message(one, kind), two, f"{two}.po") for one, two, kind in items], (), "es")
    found = [one.code for item in known.finished for one in checks.corpus_findings(item, known)]
    assert "ending" not in found
    right = [(one, f"{two}.", kind) for one, two, kind in items]
    known = corpus("es", items[0], *right[1:])
    assert [one.code for one in checks.corpus_findings(known.finished[0], known)] == ["ending"]


def test_a_region_has_what_is_known_of_its_language(make_site):
    texts = {one.message.msgid: one.msgstr for one in word_corpus.background("es")[:FEW]}
    page = "\n\n".join(["# Next steps", *texts])
    site = make_site({"index.md": f"{page}\n"}, locales=("es-MX", "tr"), translated=False)
    for locale in ("es-MX", "tr"):
        site.translate(f"locales/{locale}/docs/index.po", texts)
    rows = [json.loads(row) for row in site.run("isogloss", "check", "--format", "json").stdout.splitlines()]
    path = "locales/es-MX/docs/index.po"
    assert [(row["path"], row["line"]) for row in rows if row["code"] == "untranslated"] == [
        (path, site.line(path, 'msgid "Next') + 1)
    ]
    assert "as other sites in this language do" in site.run("isogloss", "check").stdout


def test_the_reference_names_the_languages_and_the_files_are_small():
    page = reference.reference()
    assert f"with {BEGUN} to {ENOUGH - 1} translated texts" in page
    names = sorted(Locale.parse(language).english_name or "" for language in LANGUAGES)
    assert f"of {', '.join(names[:-1])} and {names[-1]}" in page.replace("\n", " ")
    assert sum(path.stat().st_size for path in background.FOLDER.iterdir()) < MOST
