"""Findings for people, on a real terminal and elsewhere."""

from __future__ import annotations

import difflib
import os
import pty
import re
from unittest import mock

import pytest
from conftest import QUIET
from isogloss.diagnostics import Diagnostic, Location, Severity, counted, difference, in_order, write
from isogloss.diagnostics.difference import differing
from isogloss.diagnostics.text import has_colour

PATH = "locales/es-ES/docs/index.po"
TEXT = "Read the [guide](a.md) or run `ls`."
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PLAIN = {name: value for name, value in QUIET.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}


@pytest.fixture
def site(make_site):
    site = make_site({"index.md": f"# Start\n\n{TEXT}\n", "a.md": "# A\n", "b.md": "# B\n"})
    site.translate(PATH, {TEXT: "Lea la [guía](b.md) o ejecute `ls`."})
    return site


def on_terminal(site, **environment: str) -> str:
    """What ``isogloss check`` prints on a terminal of 40 columns."""
    ours, its = pty.openpty()
    environment = PLAIN | {"TERM": "xterm-256color", "COLUMNS": "40"} | environment
    with site.start("isogloss", "check", env=environment, stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        output = b""
        try:
            while chunk := os.read(ours, 65536):
                output += chunk
        except OSError:
            # Linux: the other end is closed.
            pass
        assert process.wait() == 1
    os.close(ours)
    return output.decode("utf-8").replace("\r\n", "\n")


def expected(site) -> str:
    line, origin = site.line(PATH, 'msgid "Read'), site.line("docs/index.md", "Read")
    return f"""\
{PATH}:{line + 1}: error: link 'a.md' is missing; there is 'b.md' instead [link]
    original at docs/index.md:{origin}
    original     {TEXT}
    translation  Lea la [guía](b.md) o ejecute `ls`.
    → link to 'a.md' exactly as the original does

1 error
isogloss check --explain link tells more
"""


def test_on_a_terminal_the_difference_is_in_colour(site):
    seen = on_terminal(site)
    assert COLOUR.sub("", seen) == expected(site)
    assert "[guide](\x1b[1;4;32ma.md\x1b[0m) or run `ls`." in seen
    assert "[guía](\x1b[1;4;31mb.md\x1b[0m) o ejecute `ls`." in seen
    assert "\x1b[1;31merror\x1b[0m: link" in seen


def test_without_colour_the_text_is_the_same(site):
    assert on_terminal(site, NO_COLOR="1") == expected(site)
    assert site.run("isogloss", "check").stdout == expected(site)


def test_an_encoding_without_the_characters_stops_nothing(site):
    for form in ("text", "json"):
        environment = PLAIN | {"PYTHONIOENCODING": "ascii"}
        run = site.start("isogloss", "check", "--format", form, env=environment)
        said, errors = run.communicate()
        assert (run.returncode, errors) == (1, "")
        assert ("gu\\xeda" if form == "text" else "guía") in said


@pytest.mark.parametrize(
    ("environment", "terminal", "pipe"),
    [
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
    ],
)
def test_who_gets_colour(environment, terminal, pipe):
    ours, its = pty.openpty()
    reading, writing = os.pipe()
    with os.fdopen(its, "w") as screen, os.fdopen(writing, "w") as stream:
        assert has_colour(screen, environment) is terminal
        assert has_colour(stream, environment) is pipe
    os.close(ours)
    os.close(reading)


def test_texts_of_several_lines_begin_below_each_other():
    difference = "  heading 1 #start\n- heading 2 #one\n+ heading 2 #two\n\n  passage"
    problem = Diagnostic(
        "outline",
        "the page parts\nfrom the original",
        Location("a.po"),
        hint="do this\nand that",
        texts=(("original", "one\ntwo"), ("difference", difference)),
    )
    assert str(problem) == (
        "a.po: error: the page parts from the original [outline]\n"
        "    original    one\n"
        "                two\n"
        "    difference    heading 1 #start\n"
        "                - heading 2 #one\n"
        "                + heading 2 #two\n"
        "\n"
        "                  passage\n"
        "    → do this\n"
        "      and that"
    )


def test_the_lines_of_a_difference_are_in_colour(monkeypatch, capsys):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    texts = (("difference", "  same\n- gone\n+ new"), ("original", "- a list\n\u202eturned"))
    write([Diagnostic("outline", "they part", Location("a.po"), texts=texts)])
    text = capsys.readouterr().out
    assert "  same\n" in text
    assert "\x1b[31m- gone\x1b[0m\n" in text
    assert "\x1b[32m+ new\x1b[0m\n" in text
    assert " - a list\n" in text
    assert "\x1b[1;4;32m<U+202E>\x1b[0mturned\n" in text


def test_what_a_terminal_would_obey_is_shown_as_its_number():
    problem = Diagnostic(
        "x",
        "a '\x1b[2J' is added",
        Location("a.po", 1),
        texts=(("original", "\u202eab\u200b"), ("translation", "ab\ufeffשלום")),
    )
    text = str(problem)
    assert "a '<U+001B>[2J' is added" in text
    assert "<U+202E>ab<U+200B>\n" in text
    assert "ab<U+FEFF>שלום" in text


@pytest.mark.parametrize(
    ("message", "first", "second", "marked"),
    [
        ("link 'a.md' is missing", "[a](a.md) a.md, not ba.md", "[a](b.md)", (["a.md", "a.md"], [])),
        ("code 'ls' is missing; there is 'sl' instead", "run `ls`, not `lsb`", "run `sl`", (["ls"], ["sl"])),
        ("'it's' is not in the original", "its", "it's", ([], ["it's"])),
        ("'ab' and 'bc' are", "abc ab bc", "ab", (["ab", "bc"], ["ab"])),
        ("'a(b' and '(b)' are", "a(b)", "", (["a(b)"], [])),
        ("English was left: 'Save the …'", "Save the file", "Save the file now", (["Save the"], ["Save the"])),
        ("the texts differ", "one two three four", "one two 3 four", (["three"], ["3"])),
        ("the texts differ", "one two three four.", "one  two,\nthree four five.", ([], [",", "five"])),
        ("the texts differ", "one two three", "uno dos tres", ([], [])),
        ("the texts differ", "the same", "the same", ([], [])),
    ],
)
def test_what_differs(message, first, second, marked):
    texts = (("original", first), ("translation", second))
    found = differing(message, texts)
    assert (
        tuple([text[start:end] for start, end in spans] for (_, text), spans in zip(texts, found, strict=True))
        == marked
    )


@pytest.mark.parametrize(("words", "compared"), [(200, 1), (400, 1), (50_000, 0)])
def test_long_texts_are_not_compared_word_by_word(monkeypatch, words, compared):
    matcher = mock.Mock(wraps=difflib.SequenceMatcher)
    monkeypatch.setattr(difference, "SequenceMatcher", matcher)
    first = " ".join("the same" if number % 5 else f"a{number}" for number in range(words // 2))
    differing("the texts differ", (("original", first), ("translation", first.replace("a", "b"))))
    assert matcher.call_count == compared


def test_the_last_lines_count_and_say_how_to_learn_more(capsys):
    error = Diagnostic("link", "a", Location("b.po", 1))
    warning = Diagnostic("allowance", "c", Location("a.po", 1), severity=Severity.WARNING)
    write([error], explained={"link", "code"})
    write([error, error, warning, Diagnostic("code", "a", Location("b.po", 1))], explained={"link", "code"})
    write([warning], explained={"link", "code"})
    write([])
    blocks = capsys.readouterr().out.split("\n\n")
    assert blocks[1].startswith("1 error\nisogloss check --explain link tells more\nb.po:1:")
    assert "\n\n".join(blocks).endswith(
        "3 errors, 1 warning\n"
        "isogloss check --explain CODE tells more; CODE is one of code, link\n"
        "a.po:1: warning: c [allowance]\n\n1 warning\n"
    )
    assert counted(1234, "error") == "1,234 errors"


def test_what_is_found_twice_at_one_place_is_told_once():
    later, sooner = Diagnostic("a", "m", Location("b.po", 9)), Diagnostic("b", "m", Location("b.po", 2))
    assert in_order([later, sooner, later]) == [sooner, later]
