"""Small sites: what a few translations do not show, what is known of their language does."""

from __future__ import annotations

import json

import pytest
from babel import Locale
from isogloss import checks
from isogloss.checks import Corpus, Finished, Glossary, background, reference
from isogloss.checks.corpus import ENOUGH
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
    ],
    "ja": [
        ("Next steps", "次のステップ", Kind.HEADING),
        ("Check that the driver is installed, and restart the computer.",
         "ドライバーがインストールされていることを確認して、コンピューターを再起動してください。", Kind.PARAGRAPH),
        ("Open a new terminal. Then run the program again.",
         "新しいターミナルを開いてください。その後、プログラムをもう一度実行してください。", Kind.PARAGRAPH),
    ],
    "fr": [
        ("How does native support work?", "Comment fonctionne la prise en charge native\u00a0?", Kind.HEADING),
        ("Change it if the version is the same.", "Modifiez-la si la version est la même.", Kind.LIST_ITEM),
    ],
}  # fmt: skip


def corpus(language: str, *texts: tuple[str, str, Kind]) -> Corpus:
    return Corpus([Finished(Message(one, kind), two, "page.po") for one, two, kind in texts], (), language)


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


def test_a_language_of_which_nothing_is_known_is_begun_in_peace():
    known = corpus("el", ("Next steps", "Next steps", Kind.HEADING), ("Restart the computer.", "Κάντε", Kind.PARAGRAPH))
    assert (known.background, known.enough) == (None, False)
    assert [checks.corpus_findings(one, known) for one in known.finished] == [[], []]


def test_where_there_are_enough_texts_they_speak_for_themselves():
    texts = [(f"Open page {number}.", f"Abra la página {number}.", Kind.PARAGRAPH) for number in range(ENOUGH)]
    assert corpus("es", *texts[1:]).background is background.of("es")
    assert corpus("es", *texts).background is None
    assert corpus("es", *texts).enough


def test_how_items_end_is_a_habit_that_a_few_texts_show():
    items = [(f"Open page {number}.", f"Abra la página {number}", Kind.LIST_ITEM) for number in range(12)]
    known = Corpus([Finished(Message(one, kind), two, f"{two}.po") for one, two, kind in items], (), "es")
    found = [one.code for item in known.finished for one in checks.corpus_findings(item, known)]
    assert "ending" not in found
    right = [(one, f"{two}.", kind) for one, two, kind in items]
    known = corpus("es", items[0], *right[1:])
    assert [one.code for one in checks.corpus_findings(known.finished[0], known)] == ["ending"]


def test_a_region_has_what_is_known_of_its_language(make_site):
    site = make_site({"index.md": "# Next steps\n\nRestart the computer.\n"}, locales=("es-MX", "el"), translated=False)
    for locale in ("es-MX", "el"):
        site.translate(f"locales/{locale}/docs/index.po", {"Restart the computer.": "Reinicie el equipo."})
    rows = [json.loads(row) for row in site.run("isogloss", "check", "--format", "json").stdout.splitlines()]
    path = "locales/es-MX/docs/index.po"
    assert [(row["path"], row["line"], row["code"]) for row in rows if row["code"] == "untranslated"] == [
        (path, site.line(path, 'msgid "Next') + 1, "untranslated")
    ]
    assert "as other sites in this language do" in site.run("isogloss", "check").stdout


def test_the_reference_names_the_languages_and_the_files_are_small():
    page = reference.reference()
    assert f"fewer than {ENOUGH} translated texts" in page
    names = sorted(Locale.parse(language).english_name or "" for language in LANGUAGES)
    assert f"of {', '.join(names[:-1])} and {names[-1]}" in page.replace("\n", " ")
    assert sum(path.stat().st_size for path in background.FOLDER.iterdir()) < MOST
