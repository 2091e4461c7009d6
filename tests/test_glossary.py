"""Glossaries of several languages: what is matched, and what is told of once because it cannot be matched."""

from __future__ import annotations

import pytest
from isogloss import checks
from isogloss.checks import Subject
from isogloss.segments import Kind, Message

# Rendering, further forms, and a translation that has it in some form.
MATCHED = {
    "German: plural with umlaut": ("Buch", "", "Alle Bücher sind neu."),
    "German: compound": ("Treiber", "", "Installieren Sie den Grafiktreiber."),
    "German: first part of a compound": ("Datei", "", "Das Dateiformat"),
    "German: first part, a short word": ("Link", "", "Die Linktexte"),
    "German: genitive": ("Bibliothek", "", "Der Pfad der Bibliotheken"),
    "Spanish: plural with another accent": ("versión", "", "Las versiones nuevas"),
    "Portuguese: plural of -m": ("mensagem", "", "As mensagens novas"),
    "Portuguese: plural of -l": ("profissional", "", "Para profissionais"),
    "Portuguese: plural of -ão": ("versão", "", "As versões novas"),
    "French: plural of -l": ("signal", "", "Les signaux reçus"),
    "Italian: plural": ("libreria", "", "Le librerie installate"),
    "Turkish: several endings": ("sürücü", "", "Sürücülerinizi güncelleyin."),
    "Turkish: endings after a stem": ("bilgisayar", "", "Bilgisayarınızdaki dosya"),
    "Finnish: an ending": ("tietokone", "", "Käynnistä tietokoneella ohjelma."),
    "Finnish: another stem, listed": ("ohjain", "ohjaim", "Asenna ohjaimen uusin versio."),
    "Arabic: article": ("جهاز", "", "أعد تشغيل الجهاز."),
    "Arabic: conjunction, preposition and article": ("مكتبة", "", "وبالمكتبة الجديدة"),
    "Arabic: a suffix": ("ترجمة", "", "احفظ ترجمتك."),
    "Arabic: plural of a feminine noun": ("مكتبة", "", "المكتبات المثبتة"),
    "Arabic: broken plural, listed": ("جهاز", "أجهزة", "أعد تشغيل الأجهزة."),
    "Japanese: between other characters": ("ドライバー", "", "最新のドライバーをインストールします。"),
    "Japanese: with a space in it": ("機械 学習", "", "機械学習のモデル"),
    "Chinese": ("驱动程序", "", "请安装驱动程序。"),
    "Thai": ("ไดรเวอร์", "", "ติดตั้งไดรเวอร์ล่าสุด"),
    "Korean: particle": ("드라이버", "", "드라이버를 설치하십시오."),
}


LANGUAGES = {"German": "de", "Portuguese": "pt", "French": "fr"}


def glossary(
    rendering: str, forms: str = "", avoid: str = "", term: str = "driver", language: str = ""
) -> checks.Glossary:
    comment = "\n".join(f"{mark} {text}" for mark, text in (("forms:", forms), ("avoid:", avoid)) if text)
    return checks.glossary_of([(term, rendering, comment)], language)


def codes(msgid: str, msgstr: str, found: checks.Glossary) -> set[str]:
    problems = checks.word_findings(Message(msgid, Kind.PARAGRAPH), msgstr, found)
    return {finding.code for finding in problems}


@pytest.mark.parametrize("name", MATCHED)
def test_a_rendering_is_found_in_its_forms(name):
    rendering, forms, translation = MATCHED[name]
    found = glossary(rendering, forms, language=LANGUAGES.get(name.partition(":")[0], ""))
    assert codes("The driver.", translation, found) == set()


@pytest.mark.parametrize(("rendering", "forms", "_translation"), MATCHED.values(), ids=MATCHED)
def test_a_rendering_that_is_not_there_is_missed(rendering, forms, _translation):
    assert codes("The driver.", "Xyzzy plugh.", glossary(rendering, forms)) == {"term"}


def test_without_the_listed_form_the_finnish_stem_is_not_found():
    assert codes("The driver.", "Asenna ohjaimen uusin versio.", glossary("ohjain")) == {"term"}


@pytest.mark.parametrize(
    "translation",
    [
        "Käynnistä Windowsissa.",
        "Windows'u yeniden başlatın.",
        "Windowsを再起動します。",
        "بWindows الآن",
        "Indítsa a Windowst.",
    ],
)
def test_a_name_may_carry_endings_and_prefixes(translation):
    names = checks.glossary_of([("Windows", "Windows", "")])
    assert codes("Restart Windows.", translation, names) == set()


def test_a_short_name_may_be_in_the_plural():
    names = checks.glossary_of([("GPU", "GPU", "")])
    assert codes("GPU support", "Unterstützung für NVIDIA-GPUs", names) == set()
    assert codes("GPU support", "Unterstützung für GPUX", names) == {"product-name"}


def test_a_term_that_is_only_a_part_of_a_longer_one_is_not_asked_for():
    terms = checks.glossary_of(
        [("release", "Version", ""), ("release candidate", "Vorabversion", ""), ("guide", "Anleitung", "")], "de"
    )
    assert codes("A release candidate.", "Ein Kandidat.", terms) == {"term"}
    assert codes("A release candidate.", "Eine Vorabversion.", terms) == set()
    assert codes("A release candidate of the release.", "Eine Vorabversion.", glossary("Xy", term="release")) == {
        "term"
    }
    assert {term.term for term in terms.present("A release candidate of the release.")} == {
        "release candidate",
        "release",
    }


def test_a_longer_name_does_not_stand_for_a_short_one():
    names = checks.glossary_of([("WSL", "WSL", ""), ("Intel", "Intel", "")])
    assert codes("Use WSL.", "Utilice WSLg.", names) == {"product-name"}
    assert codes("Use Intel.", "Un intelecto", names) == {"product-name"}


def test_a_banned_rendering_is_found_between_characters_without_spaces():
    found = glossary("ドライバー", avoid="運転手")
    assert codes("The driver.", "ドライバー（運転手）", found) == {"banned-rendering"}


def renderings(found: checks.Glossary, translations: list[str]) -> checks.Renderings:
    counted = checks.Renderings(found)
    for number, translation in enumerate(translations):
        counted.add(Message(f"The driver, {number}.", Kind.PARAGRAPH), translation)
    return counted


FINNISH = ["Asenna ohjaimen versio.", "Ohjaimet puuttuvat.", "Etsi ohjaimia.", "Ohjain on vanha.", "Ohjaimella"]


def test_what_the_language_inflects_beyond_recognition_is_told_of_once_at_the_glossary():
    found = glossary("ohjain")
    counted = renderings(found, FINNISH)
    assert counted.unmatched == {"driver": (1, 5)}
    (problem,) = checks.run(Subject.GLOSSARY, counted, found.terms[0])
    assert problem.message == "'ohjain' was found in 1 of 5 translations of messages with 'driver'"
    assert "# forms:" in problem.hint
    assert all(codes("The driver.", text, counted.known()) == set() for text in FINNISH)


def test_with_the_forms_listed_the_glossary_is_followed():
    counted = renderings(glossary("ohjain", "ohjaim"), FINNISH)
    assert counted.unmatched == {}
    assert checks.run(Subject.GLOSSARY, counted, counted.glossary.terms[0]) == []


def test_where_most_follow_the_glossary_the_others_are_told_of_each():
    found = glossary("Treiber")
    texts = ["Der Treiber", "Die Treiber", "Den Treibern", "Das Steuerprogramm"]
    counted = renderings(found, texts)
    assert counted.unmatched == {}
    assert [codes("The driver.", text, counted.known()) for text in texts] == [set(), set(), set(), {"term"}]


def test_a_few_translations_prove_nothing_about_a_glossary():
    assert renderings(glossary("ohjain"), FINNISH[:3]).unmatched == {}


def test_the_name_of_a_placeholder_is_no_term():
    found = checks.glossary_of([("file", "archivo", "")], "es")
    message = Message("Written by hand: %(file)s", Kind.TEMPLATE)
    assert checks.word_findings(message, "Escrito a mano: %(file)s", found) == []
    message = Message("The file %(file)s", Kind.TEMPLATE)
    assert [one.code for one in checks.word_findings(message, "La ficha %(file)s", found)] == ["term"]
