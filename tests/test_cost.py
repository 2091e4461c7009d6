"""Cost as an attack: what would keep a parser busy is refused before any parser reads it."""

from __future__ import annotations

import pytest
from isogloss import checks
from isogloss.checks import Subject
from isogloss.segments import Kind, Message

SENTENCE = "Install the newest driver, then restart the computer."


def codes(msgid: str, msgstr: str, kind: Kind = Kind.PARAGRAPH) -> list[str]:
    return [finding.code for finding in checks.text_findings(Message(msgid, kind), msgstr)]


@pytest.mark.parametrize(
    "pump", ["[", "![", "*a ", "`", "<", "<!--", "(", "{", "\\", "$", "~", "^", "=", "+", "&", "\n"]
)
@pytest.mark.parametrize("kind", [Kind.PARAGRAPH, Kind.TITLE, Kind.HTML, Kind.ATTRIBUTE])
def test_heaps_of_marks_are_refused_before_any_other_check_reads_them(pump, kind):
    assert codes(SENTENCE, pump * 20_000, kind) in (["too-long"], ["too-long", "too-much-markup"])
    within = (pump * 650)[: 500 + 3 * len(SENTENCE)]
    assert codes(SENTENCE, within, kind) == ["too-much-markup"]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("PC", "eine elektronische Rechenanlage für eine Person (siehe das Glossar im Anhang dieser Seite)"),
        (SENTENCE, "Installez " + "vraiment " * 60 + "le pilote."),
        ("See [a](a.md) (or [b](b.md)).", "Siehe [a](a.md) (oder (auch) [b](b.md) (sonst))."),
        (" ".join(f"`code{n}`" for n in range(300)), " ".join(f"`code{n}`" for n in reversed(range(300)))),
    ],
)
def test_translations_have_room(msgid, msgstr):
    assert checks.run(Subject.EXCESS, Message(msgid, Kind.PARAGRAPH), msgstr) == []


@pytest.mark.parametrize(
    ("kind", "msgid", "msgstr"),
    [
        (Kind.TEMPLATE, "Checked on %(date)s", "Comprobado el %(date)900000000s"),
        (Kind.TEMPLATE, "Checked on %(date)s", "Comprobado el %(date)s %*d"),
        (Kind.TEMPLATE, "Checked on %(date)s", "Comprobado el %(date)s, 100 %"),
        (Kind.TEMPLATE, "Checked on %(date)s", "Comprobado el %(date).900000000f"),
        (Kind.SITE, "Jump back to footnote {} in the text", "Volver a {:>900000000}"),
        (Kind.SITE, "Jump back to footnote {} in the text", "Volver a {0.__class__}"),
        (Kind.SITE, "Jump back to footnote {} in the text", "Volver a {!r:>{}}"),
        (Kind.SITE, "Jump back to footnote {} in the text", "Volver a {} {"),
    ],
)
def test_placeholders_are_compared_and_never_formatted(kind, msgid, msgstr):
    assert "placeholder" in codes(msgid, msgstr, kind)
