"""The checks: cases that declare what is found in them, and this site's own translations, in which nothing is found."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from conftest import ROOT
from isogloss import checks
from isogloss.segments import Kind, Message
from isogloss.segments.inline import structure_of
from markdown import Markdown
from test_segments import EXTENSIONS

CASES = list(polib.pofile(str(Path(__file__).parent / "cases/check/es-ES.po")))
GLOSSARY = checks.glossary_of(
    (entry.msgid, entry.msgstr, entry.tcomment) for entry in polib.pofile(str(ROOT / "locales/es-ES/glossary.po"))
)


def codes(msgid: str, msgstr: str, glossary=GLOSSARY) -> set[str]:
    """What all checks on texts, words and structure find in one heading."""
    md = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)
    md.convert("X[^1]\n\n[^1]: Note.\n")
    message = Message(msgid, Kind.HEADING)
    found = checks.text_problems(message, msgstr)
    if not found:  # as in a build: a text that is refused is not rendered
        found += checks.structure_problems(structure_of(md, "h2", msgid), structure_of(md, "h2", msgstr))
    found += checks.wording_problems(message, msgstr, glossary)
    return {checks.code_of(check) for check, _ in found}


@pytest.mark.parametrize("entry", CASES, ids=lambda entry: entry.msgstr[:40])
def test_case(entry):
    expected = set(re.findall(r"expect: ([a-z-]+)", entry.tcomment))
    assert expected
    assert codes(entry.msgid, entry.msgstr) == expected - {"nothing"}


@pytest.mark.parametrize("code", checks.manual())
def test_every_code_has_a_case_or_a_test(code):
    """Cases declare codes; other tests quote them, or expect them in brackets at the end of a finding."""
    declared = {found for entry in CASES for found in re.findall(r"expect: ([a-z-]+)", entry.tcomment)}
    quoted = re.compile(rf'["\[]{code}["\]]')
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py")]
    assert code in declared or any(quoted.search(text) for text in tests)


@pytest.mark.parametrize("code", checks.manual())
def test_every_check_has_a_manual_page_with_a_bad_and_a_good_example(code):
    manual = checks.manual()[code]
    assert manual.splitlines()[0].endswith(".")
    assert "Bad: " in manual
    assert "Good: " in manual


def test_a_name_inside_a_longer_name_is_told_of_once():
    problems = checks.wording_problems(Message("Windows 11", Kind.HEADING), "Otro", GLOSSARY)
    names = [problem.message for check, problem in problems if checks.code_of(check) == "product-name"]
    assert names == ["the name 'Windows 11' is missing"]


def test_own_translations_are_free_of_findings():
    from conftest import Site

    result = Site(ROOT).run("isogloss", "check")
    assert result.returncode == 0, result.stdout
    assert "nothing found" in result.stdout


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
