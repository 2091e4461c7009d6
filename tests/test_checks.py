"""The checks: cases that declare what is found in them, some of them beside the translations of the sample site."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import polib
import pytest
from isogloss import checks
from isogloss.checks import Subject, registry
from isogloss.segments import Kind, Message
from isogloss.segments.inline import Surroundings, structure_of
from markdown import Markdown
from rendering import EXTENSIONS
from sample import SAMPLE, catalogs

CHECK_CASES = Path(__file__).parent / "cases/check"
CASES = list(polib.pofile(str(CHECK_CASES / "es-ES.po")))
LEGAL = list(polib.pofile(str(CHECK_CASES / "legal.po")))
COMPARED = list(polib.pofile(str(CHECK_CASES / "compared.po")))
GLOSSARY = checks.glossary_of(
    (entry.msgid, entry.msgstr, entry.tcomment) for entry in polib.pofile(str(SAMPLE / "locales/es-ES/glossary.po"))
)


DEFINED = ": the target is defined elsewhere on the page"


def found(msgid: str, msgstr: str, glossary=GLOSSARY) -> list:
    """What all checks on texts, words and structure find in one heading."""
    md = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)
    md.convert("X[^1]\n\n[^1]: Note.\n\n[ours]: a.md\n")
    message = Message(msgid, Kind.HEADING)
    problems = checks.text_findings(message, msgstr)
    if not problems:  # as in a build: a text that is refused is not rendered
        problems += checks.passage_findings(*(structure_of(md, Surroundings("h2"), text) for text in (msgid, msgstr)))
    return problems + checks.word_findings(message, msgstr, glossary)


def expected(entry) -> set[str]:
    codes = set(re.findall(r"expect: ([a-z-]+)", entry.tcomment))
    assert codes
    return codes - {"nothing"}


@pytest.mark.parametrize("entry", CASES, ids=lambda entry: entry.msgstr[:40])
def test_case(entry):
    assert {finding.code for finding in found(entry.msgid, entry.msgstr)} == expected(entry)


@pytest.mark.parametrize("entry", LEGAL, ids=lambda entry: entry.msgstr[:40])
def test_what_is_right_in_another_language_is_not_refused(entry):
    language = re.search(r"language: (\w+)", entry.tcomment)
    problems = found(entry.msgid, entry.msgstr, checks.Glossary(language=language[1] if language else ""))
    assert {finding.code for finding in problems} == expected(entry)


def test_words_that_are_there_twice_are_grammar_in_some_languages():
    assert found("Listen well.", "Dengarkan baik baik.", checks.Glossary(language="id")) == []
    assert [one.code for one in found("Listen well.", "Escuche bien bien.", checks.Glossary(language="es"))] == [
        "doubled-text"
    ]


def test_a_mark_of_the_language_is_refused_with_a_hint():
    hints = [finding.hint for finding in found("Open Windows.", 'Abra <span lang="en">Windows</span>.')]
    assert any("the build marks what is left in English by itself" in hint for hint in hints)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "message", "hint"),
    [
        ("See [ours].", "Véalo.", "link 'a.md' is missing", f"write [your text][ours]{DEFINED}"),
        ("See ![ours].", "Véalo.", "image 'a.md' is missing", f"write ![your text][ours]{DEFINED}"),
        ("Open it.", "Ábralo <b>ya</b>.", "tag '<b>' is not in the original", "remove it"),
        ("See [it](a.md).", "Véalo.", "link 'a.md' is missing", "link to 'a.md' exactly as the original does"),
        (
            "[It](a.md)",
            "[](a.md)",
            "link 'a.md' has no text",
            "translate its text, which stands in the square brackets",
        ),
        (
            "**Stop** it *now*.",
            "*Deténgalo** *ya*.",
            "*italic* text is not in the original",
            "write '**' on both sides",
        ),
        (
            "It is new.",
            "Es *nuevo*.",
            "*italic* text is not in the original",
            "remove the emphasis marks, or put a backslash before them",
        ),
    ],
)
def test_a_finding_says_what_to_do(msgid, msgstr, message, hint):
    assert (message, hint) in [(one.message, one.hint) for one in found(msgid, msgstr)]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "message"),
    [
        ("Run `one`.", "Ejecute `two`.", "code 'one' is missing; there is 'two' instead"),
        ("[It](a.md)", "[Eso](b.md)", "link 'a.md' is missing; there is 'b.md' instead"),
    ],
)
def test_what_stands_in_place_of_another_is_told_once(msgid, msgstr, message):
    assert [one.message for one in found(msgid, msgstr)] == [message]


@functools.cache
def finished() -> tuple[checks.Finished, ...]:
    """The sample site's Spanish translations, then the cases, which stand in a catalog of their own."""
    paths = catalogs("es-ES")
    entries = [(entry, path.name) for path in paths if path.stem != "glossary" for entry in polib.pofile(str(path))]
    entries = [(entry, name) for entry, name in entries if entry.translated()] + [
        (entry, "cases") for entry in COMPARED
    ]
    return tuple(checks.Finished(Message(entry.msgid, kind(entry)), entry.msgstr, name) for entry, name in entries)


def kind(entry) -> Kind:
    """What the comment of a case says; a paragraph, if it says nothing."""
    return Kind.HEADING if entry.comment.startswith("heading") else Kind.PARAGRAPH


@pytest.mark.parametrize("entry", COMPARED, ids=lambda entry: entry.msgstr[:40])
def test_compared_case(entry):
    one = next(one for one in finished() if one.catalog == "cases" and one.message.msgid == entry.msgid)
    problems = checks.joined(checks.corpus_findings(one, corpus()))
    assert {finding.code for finding in problems} == expected(entry)


@functools.cache
def corpus() -> checks.Corpus:
    return checks.Corpus(finished(), language="es")


def test_the_first_translation_of_a_catalog_is_judged_like_another():
    some, known = finished()[:300], {check.code for check in registry.of(Subject.FINISHED)}
    for one, other in zip(some, reversed(some), strict=True):
        first = checks.Finished(one.message, other.msgstr, "new.po")
        assert {found.code for found in checks.corpus_findings(first, corpus())} <= known


def test_with_few_translations_nothing_is_compared():
    few = checks.Corpus(finished()[-len(COMPARED) :])
    assert [problem for one in few.finished for problem in checks.corpus_findings(one, few)] == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "codes"),
    [
        ("You need the following:", "Se necesita lo siguiente", ["ending"]),
        ("You need the following:", "以下が必要です", ["ending"]),
        ("You need the following:", "以下が必要です。", []),
        ("For example:", "例えば、", []),
        ("Files::", "Archivos", []),
        ("See <https://example.org/>", "Véase [example.org](https://example.org/)", []),
    ],
)
def test_a_lost_colon_is_found_where_there_are_no_other_translations(msgid, msgstr, codes):
    one = checks.Finished(Message(msgid, Kind.PARAGRAPH), msgstr, "a.po")
    assert [found.code for found in checks.corpus_findings(one, checks.Corpus([one]))] == codes


def test_a_page_that_never_ends_its_lead_ins_is_left_alone():
    def told(lost: int) -> int:
        texts = [(f"Open {n}:", f"Abra {n}" + ":" * (n >= lost)) for n in range(8)]
        page = checks.Corpus(checks.Finished(Message(a, Kind.LIST_ITEM), b, "a.po") for a, b in texts)
        others = (checks.Finished(Message(f"Close {n}:", Kind.LIST_ITEM), f"Cierre {n}:", "b.po") for n in range(20))
        whole = checks.Corpus([*page.finished, *others])
        return sum(bool(checks.corpus_findings(one, whole)) for one in page.finished)

    assert [told(lost) for lost in (2, 5, 8)] == [2, 5, 0]


TEXTS = ("Restart the computer after that.", "Open a window of the system.", "Look for the file in the folder.", "GPU")


@pytest.mark.parametrize(("translated", "number"), [(0, 3), (1, 0), (3, 0)])
def test_a_catalog_of_english_copies_is_one_finding(translated, number):
    texts = [(text, f"X {text}" if place < translated else text) for place, text in enumerate(TEXTS)]
    whole = checks.Corpus(checks.Finished(Message(a, Kind.PARAGRAPH), b, "index.po") for a, b in texts)
    assert [(finding.code, finding.message) for finding in checks.run(Subject.CATALOG, "index.po", whole)] == [
        ("copied", f"{count} translations are the English texts themselves") for count in [number] if count
    ]
    told = [problem for one in whole.finished for problem in checks.finished_findings(one, whole, checks.Glossary())]
    assert bool(told) is not bool(number), "of each message, or of the catalog"


MADE = {
    # What a catalog does not hold in one line, or what only some kinds of messages can have.
    "too-long": (Kind.PARAGRAPH, "Start", "Inicio " * 200),
    "too-much-markup": (Kind.PARAGRAPH, "Start", "[" * 16),
    "template-expression": (Kind.PARAGRAPH, "Start", "Inicio {{ config }}"),
    "plain-text": (Kind.NAVIGATION, "Guides", "<b>Guías</b>"),
    "control-character": (Kind.PARAGRAPH, "Open", "Abrir\x02"),
    "bidi-control": (Kind.PARAGRAPH, "Install it", "Instale \u202eexe.txt"),
    "placeholder": (Kind.TEMPLATE, "Checked on %(date)s", "Comprobado el %(fecha)s"),
    "html": (Kind.HTML, '<a href="a.md">This</a>', '<a href="b.md" onclick="x">Esto</a>'),
}


@pytest.mark.parametrize("code", MADE)
def test_made_case(code):
    kind, msgid, msgstr = MADE[code]
    assert {finding.code for finding in checks.text_findings(Message(msgid, kind), msgstr)} == {code}


@pytest.mark.parametrize("msgstr", ["**Efecto**", "`Efecto`", "[Efecto](a.md)"])
def test_markdown_in_a_text_of_html_is_told(msgstr):
    (found,) = checks.text_findings(Message("Effect", Kind.HTML), msgstr)[:1]
    assert (found.code, found.hint) == ("html", "leave it out")
    assert checks.text_findings(Message(msgstr, Kind.HTML), msgstr.replace("Efecto", "Otro")) == []


def test_a_placeholder_that_was_renamed_is_told_by_both_names():
    message = Message("Checked on %(date)s", Kind.TEMPLATE)
    assert [one.message for one in checks.text_findings(message, "Comprobado el %(fecha)s")] == [
        "placeholder %(date)s is missing",
        "placeholder %(fecha)s is not in the original",
    ]


def test_a_translation_may_keep_the_control_characters_of_its_original():
    message = Message("\x1b[31mNot found\x1b[0m", Kind.TABLE_CELL)
    assert not checks.text_findings(message, message.msgid)
    assert not checks.text_findings(message, "No se encuentra")
    for more in ("\x1b[31mNo\x1b[0m se\x1b", "\x02wzxhzdk:0\x03"):
        assert [one.code for one in checks.text_findings(message, more)] == ["control-character"]


@pytest.mark.parametrize(("msgid", "number"), [("If you want to go on...", 0), ("Go on with it.", 1)])
def test_what_the_dots_of_a_label_leave_open_has_lost_no_stop(msgid, number):
    texts = [(f"Open the folder {place}.", f"Abra la carpeta {place}.") for place in range(300)]
    texts.append((msgid, "Siga con ello"))
    rows = [checks.Finished(Message(a, Kind.TABLE_HEADER), b, "index.po") for a, b in texts]
    found = checks.finished_findings(rows[-1], checks.Corpus(rows), checks.Glossary())
    assert [one.code for one in found] == ["ending"] * number


def test_every_check_of_a_translation_has_a_case():
    declared = set().union(*map(expected, [*CASES, *COMPARED]))
    subjects = (Subject.EXCESS, Subject.TEXT, Subject.PASSAGE, Subject.WORDS, Subject.FINISHED)
    codes = {check.code for subject in subjects for check in registry.of(subject)}
    elsewhere = {"diagram", "two-renderings", "label"}  # See test_diagrams and test_consistency.
    assert codes - declared - set(MADE) == elsewhere


@pytest.mark.parametrize("code", checks.manual())
def test_every_check_has_a_manual_page_with_a_bad_and_a_good_example(code):
    manual = checks.manual()[code]
    assert manual.splitlines()[0].endswith(".")
    assert "Bad: " in manual
    assert "Good: " in manual


def test_a_name_inside_a_longer_name_is_told_of_once():
    problems = checks.word_findings(Message("Windows 11", Kind.HEADING), "Otro", GLOSSARY)
    names = [finding.message for finding in problems if finding.code == "product-name"]
    assert names == ["the name 'Windows 11' is missing"]


def test_a_warning_can_be_allowed_with_a_reason_and_a_needless_allowance_is_found(make_site):
    site = make_site({"index.md": "# Start\n\nYou need version 580 or later.\n"})
    path = "locales/es-ES/docs/index.po"
    site.translate(path, {"You need version 580 or later.": "Necesita la versión 508 o posterior."})
    found = site.run("isogloss", "check")
    assert found.returncode == 0, "a warning is no failure"
    assert "warning: the number 580 is missing [number]" in found.stdout
    text = site.read(path)
    site.write(path, text.replace("#. paragraph", "# allow number: the vendor has two numbers\n#. paragraph"))
    assert path not in site.run("isogloss", "check").stdout
    site.translate(path, {"You need version 580 or later.": "Necesita la versión 580 o posterior."})
    needless = site.run("isogloss", "check")
    assert "nothing that 'number' finds has to be allowed here [allowance]" in needless.stdout
    assert site.build("--strict").returncode == 0


def test_warnings_do_not_fail_a_strict_build(make_site):
    site = make_site({"index.md": "# Start\n\nYou need version 580.\n"})
    site.translate("locales/es-ES/docs/index.po", {"You need version 580.": "Necesita la versión 508."})
    assert site.build("--strict").returncode == 0


@pytest.mark.parametrize(
    ("msgid", "msgstr", "message", "hint"),
    [
        (
            '[Chat](https://a.example){ target="_blank" }',
            "[Chatea](https://a.example){ target=”_blank” }",
            "attribute list '{ target=\"_blank\" }' is missing; there is '{ target=”_blank” }' instead",
            "write '{ target=\"_blank\" }' exactly as the original does",
        ),
        (
            "Wait :hourglass_flowing_sand:{ .big } here.",
            "Espere :reloj_de_arena:{ .big } aquí.",
            "icon ':hourglass_flowing_sand:' is missing; there is ':reloj_de_arena:' instead",
            "write ':hourglass_flowing_sand:' exactly as the original does",
        ),
        (
            "Read the [guide](a.md).",
            'Lea la [guía](a.md "Guía").',
            "there is a title behind an address, and the original has none",
            "remove it: it stands between the address and the closing parenthesis, in quotation marks",
        ),
        (
            'Read the [guide](a.md "All of it").',
            "Lea la [guía](a.md).",
            "the title behind an address is missing",
            "write it between the address and the closing parenthesis, in quotation marks",
        ),
        ("Restart it.", "Reinícielo <u>ahora</u>.", "tag '<u>' is not in the original", "remove it"),
        (
            "Read the [guide](a.md).",
            "阅读[指南](a.md）。",
            "link 'a.md' is missing",
            "write '](a.md)' with these very brackets, and nothing between them",
        ),
        (
            "Read the [guide](a.md).",
            "Lea la [guía] (a.md).",
            "link 'a.md' is missing",
            "write '](a.md)' with these very brackets, and nothing between them",
        ),
        (
            "Read [it](https://a.example/).",
            "Lea [lo](https://a.example/x).",
            "link 'https://a.example/' is missing; there is 'https://a.example/x' instead",
            "link to 'https://a.example/' exactly as the original does",
        ),
        (  # The rule for bare addresses makes a link of the address.
            "Read [it](https://a.example/).",
            "Lea [lo] (https://a.example/).",
            "link 'https://a.example/' has lost its text",
            "write '](https://a.example/)' with these very brackets, and nothing between them",
        ),
        (
            "Open `Settings -> DNS`.",
            "Abra `Ajustes -> <DNS>`.",
            "code 'Settings -> DNS' is missing; there is 'Ajustes -> <DNS>' instead",
            "write 'Settings -> DNS' exactly as the original does",
        ),
        (
            "Read it.",
            "Léalo{ .wide }",
            "'{ .' would be shown to readers as it is",
            "remove the braces and what is in them",
        ),
        (
            "[CUDA](a.md) or [ROCm](b.md)",
            "[CUDA](b.md) o [ROCm](a.md)",
            "'CUDA' and 'ROCm' lead to another page than in the original",
            "exchange the targets 'a.md' and 'b.md'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_the_marks_of_the_texts(msgid, msgstr, message, hint):
    md = Markdown(extensions=["attr_list", "pymdownx.emoji", "pymdownx.magiclink"])
    structures = (structure_of(md, Surroundings("p"), text) for text in (msgid, msgstr))
    told = checks.joined(checks.passage_findings(*structures, msgid, msgstr))
    assert [(one.message, one.hint) for one in told] == [(message, hint)]
