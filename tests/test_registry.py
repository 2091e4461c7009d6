"""The registry of checks: what is said once on the function, and what follows from it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from isogloss import checks
from isogloss.checks import Finding, Subject, check
from isogloss.segments import Kind, Message

OWN_CHECK = '''\
"""Checks of this site."""

from isogloss.checks import Finding, Subject, check


@check(Subject.TEXT, trigger="!")
def check_shouting(message, msgstr):
    """An exclamation mark that the original does not have.

    Bad: msgid ``Stop.``, msgstr ``¡Alto!``
    Good: msgstr ``Alto.``
    """
    if msgstr.count("!") > message.msgid.count("!"):
        yield Finding("the translation shouts", "say it calmly")
'''


@pytest.fixture(autouse=True)
def _forgotten():
    """Take checks that a test adds out again."""
    before = set(checks.manual())
    yield
    for code in set(checks.manual()) - before:
        checks.forget(code)


def test_a_site_adds_a_check_in_one_file(make_site):
    site = make_site({"index.md": "# Stop\n\nDo not go on.\n"})
    site.write("checks.py", OWN_CHECK)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [checks.py]\n")
    site.translate("locales/es-ES/docs/index.po", {"Stop": "Alto", "Do not go on.": "¡No siga!"})

    found = site.run("isogloss", "check")
    assert found.returncode == 1
    line = site.line("locales/es-ES/docs/index.po", "¡No siga!")
    assert f"locales/es-ES/docs/index.po:{line}: error: the translation shouts [shouting]" in found.stdout

    built = site.build("--strict")
    assert built.returncode == 1
    assert "the translation shouts [shouting]" in built.stderr
    assert "Do not go on." in site.read("site/es-ES/index.html")

    explained = site.run("isogloss", "check", "--explain", "shouting")
    assert explained.returncode == 0
    assert "An exclamation mark that the original does not have." in explained.stdout

    sarif = json.loads(site.run("isogloss", "check", "--format", "sarif").stdout)["runs"][0]
    (rule,) = [rule for rule in sarif["tool"]["driver"]["rules"] if rule["id"] == "shouting"]
    assert rule["defaultConfiguration"]["level"] == "error"
    assert [result["ruleId"] for result in sarif["results"]] == ["shouting"]


def test_a_check_without_a_trigger_sees_every_text():
    @check(Subject.TEXT)
    def check_anything(message, msgstr):
        """Any text at all."""
        yield Finding("it is a text")

    found = checks.text_findings(Message("Plain words", Kind.PARAGRAPH), "Palabras")
    assert [(finding.code, finding.message) for finding in found] == [("anything", "it is a text")]


MARKS = [*"<>&\"'{}%[]()#*_`\\$|:=+-/!?^~,. \n\t1ax\u202e\u200b\u2028\u00ad\x02\x03\x9f"]
MARKS += ["&lt;", "&#x202e;", "&#123;", "<b>", "[^1]", "%s", "%(x)s", "{}", "{{", "%}", "1. ", "# ", "[TOC]", "*[a]: "]
MARKS += ["\\ufdd0", "%EF%B7%91", "8<-- ", "::: ", "=== ", "a=", "$\\a$"]
TEXT = st.lists(st.sampled_from(MARKS), max_size=6).map("".join)


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(Kind), TEXT, TEXT)
@example(Kind.NAVIGATION, "a", "www.a")
def test_a_check_finds_nothing_where_its_trigger_does_not_say_that_it_may(kind, msgid, msgstr):
    message = Message(msgid, kind)
    assert checks.run_on_text(Subject.TEXT, message, msgstr) == checks.run(Subject.TEXT, message, msgstr)


@settings(max_examples=200, deadline=None)
@given(TEXT, st.sampled_from(["", *"([{<*`\n", "``"]), st.sampled_from([1, 8, 9, 100, 201, 210, 501, 700]), TEXT)
def test_nor_do_those_that_come_before_all_others(msgid, mark, times, msgstr):
    message = Message(msgid, Kind.PARAGRAPH)
    msgstr += mark * times
    assert checks.run_on_text(Subject.EXCESS, message, msgstr) == checks.run(Subject.EXCESS, message, msgstr)


@pytest.mark.parametrize(
    ("trigger", "woken_by"),
    [
        ("[?!]", "a!"),
        (r"[\\\]]", "]"),
        ("[x-z]", "y"),
        ("[^a ]", "b"),
        (r"[\d]", "٣"),
        ("[¡!]", "¡"),
        ("[?]|b", "b"),
        ("[?]b", "?b"),
        ("ab|cd", "cd"),
    ],
)
def test_a_trigger_is_any_regular_expression(trigger, woken_by):
    @check(Subject.TEXT, trigger=trigger)
    def check_woken(message, msgstr):
        """Says that it was asked."""
        yield Finding("it was asked")

    for msgid, msgstr, asked in (("a", "a", 0), (woken_by, "a", 1), ("a", woken_by, 1)):
        found = checks.text_findings(Message(msgid, Kind.PARAGRAPH), msgstr)
        assert [one.code for one in found].count("woken") == asked


def test_two_checks_cannot_have_one_code():
    with pytest.raises(ValueError, match="two checks with the code 'link'"):

        @check(Subject.TEXT)
        def check_link(message, msgstr):
            """Another check of links."""


def test_a_check_has_a_manual():
    with pytest.raises(ValueError, match="no docstring"):

        @check(Subject.TEXT)
        def check_nothing(message, msgstr):
            yield Finding("x")


def finding(code: str, message: str) -> Finding:
    return Finding(message, code=code)


def test_what_another_finding_explains_is_its_evidence():
    found = [finding("term", "no 'equipo'"), finding("untranslated", "'computer' stayed"), finding("number", "no 4")]
    assert [(one.code, one.evidence) for one in checks.joined(found)] == [
        ("untranslated", ("no 'equipo'",)),
        ("number", ()),
    ]


def test_evidence_of_evidence_goes_to_the_first_reason():
    found = [finding(code, code) for code in ("other-message", "untranslated", "english", "term", "ending")]
    assert [(one.code, one.evidence) for one in checks.joined(found)] == [
        ("other-message", ("untranslated", "english", "term", "ending")),
    ]


@pytest.mark.parametrize("one", checks.registry.every().values(), ids=lambda one: one.code)
def test_what_a_check_explains_exists_and_is_looked_for_in_the_same_message(one):
    words = (Subject.WORDS, Subject.FINISHED)
    for code in one.explains:
        other = checks.registry.every()[code]
        assert other.subject is one.subject or {one.subject, other.subject} <= set(words), code
        assert one.code not in other.explains, code


NOT_NEEDED = """
import sys
from isogloss.commands import build
from isogloss.hosts.mkdocs import plugin
from isogloss import checks
words = {"compared", "corpus", "english_left", "lexicon", "numbers", "traits", "wording"}
assert not [name for name in words if f"isogloss.checks.{name}" in sys.modules]


@checks.check(checks.Subject.TEXT)
def check_length(message, msgstr):
    '''Another check of this name is on words.'''
"""


def test_a_build_needs_no_checks_on_words_and_a_site_that_takes_a_code_of_theirs_is_told():
    done = subprocess.run([sys.executable, "-c", NOT_NEEDED], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("ValueError: there are two checks with the code 'length'\n")


def test_checks_on_words_are_listed_where_they_were_before_somebody_asked_for_them():
    script = "from isogloss import checks; {}print(*checks.every())"
    orders = {
        subprocess.run([sys.executable, "-c", script.format(first)], capture_output=True, text=True, check=True).stdout
        for first in ("", "checks.Corpus; ", "checks.of(checks.Subject.FINISHED); ", "checks.Renderings; ")
    }
    assert len(orders) == 1
    codes = orders.pop().split()
    assert codes.index("number") < codes.index("term") < codes.index("length")
