"""Broken PO files, read beside GNU msgfmt, polib and translate-toolkit: no traceback, and as strict as msgfmt.

ISOGLOSS_EXAMPLES=2000 reads so many files.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import polib
import pytest
from isogloss import catalog
from isogloss.project import Locale
from translate.storage.pypo import pofile

EXAMPLES = int(os.environ.get("ISOGLOSS_EXAMPLES", "120"))
SPANISH = Locale("es-ES", "Español")
SEED = """\
# Ana.
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# A note.
#. paragraph
#: docs/index.md:3
msgid "One"
msgstr "Uno"

#, fuzzy
#| msgid "Tow"
msgid "Two"
msgstr "Dos"

msgid "A \\"long\\" "
"text\\n"
msgstr "Un texto "
"«largo»\\n"

msgctxt "menu"
msgid "Open"
msgstr "Abrir"

msgid "%d card"
msgid_plural "%d cards"
msgstr[0] "%d tarjeta"
msgstr[1] "%d tarjetas"

#~ msgid "Old"
#~ msgstr "Viejo"

#, fuzzy
#~| msgid "Elder"
#~ msgid "Older"
#~ msgstr "Más viejo"
"""
PIECES = [
    '"', "\\", "\\q", "\\x41", "\\101", "#~ ", "#| ", "#", "#, fuzzy", "#.", "msgid", 'msgid "One"', 'msgctxt "a"',
    'msgstr ""', 'msgstr[1] ""', '"more"', '#~ "more"', "<<<<<<< a", "=======", ">>>>>>> b", "\u2028", "\xa0", "\t",
    " ", "\r", "x", "ñ", 'msgid_plural "b"', "[", "\ufeff", "\x0c",
]  # fmt: skip
LAXER = {
    r"do not both (begin|end) with '\\n'": "a rule for compiled catalogs, not for reading them",
}
"""What msgfmt refuses and we read: its words for it, and why."""


OTHER = {
    r"\\[x0-7a-mo-su-z]": "polib and translate-toolkit know only some escapes",
    r"#,[^\n]*[^ ,\n] fuzzy": "gettext takes a blank between two flags for a comma, translate-toolkit does not",
    r"[\x0c\r\ufeff\u2028\xa0]": "they take other characters for line ends or blanks",
}
"""What other readers read otherwise than msgfmt and we: in which texts, and why."""


def broken(chance: random.Random) -> str:
    """The seed after one to three accidents."""
    lines = SEED.split("\n")
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(lines))
        act = chance.choice(["drop", "double", "swap", "insert", "line", "cut"])
        if act == "drop":
            lines.pop(place)
        elif act == "double":
            lines.insert(chance.randrange(len(lines)), lines[place])
        elif act == "swap":
            other = chance.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        elif act == "insert":
            column = chance.randint(0, len(lines[place]))
            lines[place] = lines[place][:column] + chance.choice(PIECES) + lines[place][column:]
        elif act == "line":
            lines.insert(place, chance.choice(PIECES))
        elif lines[place]:
            column = chance.randrange(len(lines[place]))
            lines[place] = lines[place][:column] + lines[place][column + 1 :]
    return "\n".join(lines)


def by_msgfmt(folder: Path, text: str) -> tuple[dict[str, str] | None, str]:
    """The finished translations as msgfmt reads them; None where it refuses, with its words."""
    tool = shutil.which("msgfmt")
    assert tool, "GNU gettext is not installed: run make systems"
    path, target = folder / "page.po", folder / "page.mo"
    path.write_bytes(text.encode())
    done = subprocess.run([tool, "-o", target, path], capture_output=True, check=False)
    if done.returncode:
        return None, done.stderr.decode("utf-8", "replace")
    data = target.read_bytes()
    count, source_pages, translations = struct.unpack_from("<3I", data, 8)
    found = {}
    for number in range(count):
        pair = []
        for table in (source_pages, translations):
            length, start = struct.unpack_from("<2I", data, table + 8 * number)
            pair.append(data[start : start + length].decode("utf-8", "replace"))
        found[pair[0].partition("\0")[0]] = pair[1]
    return {msgid: msgstr for msgid, msgstr in found.items() if msgid}, ""


def by_others(text: str) -> list[dict]:
    """The finished translations as polib and translate-toolkit read them, those of them that read the text at all."""
    found = []
    with suppress(OSError):
        found.append(
            {
                (one.msgctxt, one.msgid): one.msgstr or one.msgstr_plural.get(0, "")
                for one in polib.pofile(text)
                if not (one.obsolete or one.fuzzy)
            }
        )
    with suppress(ValueError):
        units = [one for one in pofile(io.BytesIO(text.encode())).units if not (one.isheader() or one.isobsolete())]
        found.append(
            {(one.getcontext() or None, str(one.source)): str(one.target) for one in units if not one.isfuzzy()}
        )
    return found


@pytest.mark.parametrize("seed", range(4))
def test_broken_files_are_read_as_msgfmt_reads_them_or_more_strictly(tmp_path, seed):
    chance = random.Random(seed)
    differences = []
    for _ in range(EXAMPLES // 4):
        text = broken(chance)
        found = catalog.parse(text.encode(), tmp_path / "page.po", "page.po")
        gettexts, words = by_msgfmt(tmp_path, text)
        assert all(1 <= fault.location.line <= text.count("\n") + 2 for fault in found.faults)
        if found.faults:
            assert all(junk.text for junk in found.junk)
            continue
        if gettexts is None:
            reasons = [line for line in words.splitlines() if ": error:" in line or re.search(r"page\.po:\d+: ", line)]
            if all(any(re.search(known, line) for known in LAXER) for line in reasons):
                continue
            differences.append((text, words))
            continue
        ours = {
            (f"{one.msgctxt}\x04" if one.msgctxt is not None else "") + one.msgid: one.msgstr
            or "\0".join(one.msgstr_plural.values())
            for one in found.active()
            if one.translated and not one.fuzzy
        }
        if ours != gettexts:
            differences.append((text, f"{ours}\n{gettexts}"))
        theirs = {
            (one.msgctxt, one.msgid): one.msgstr or one.msgstr_plural.get(0, "")
            for one in found.active()
            if not one.fuzzy
        }
        if not any(re.search(known, text) for known in OTHER):
            differences += [(text, f"{theirs}\n{other}") for other in by_others(text) if other != theirs]
        form = catalog.canonical(found, SPANISH)
        again = catalog.parse(form.encode(), tmp_path / "page.po", "page.po")
        assert not again.faults
        assert catalog.canonical(again, SPANISH) == form
    assert not differences, "\n\n".join(f"{text}\n--- {words}" for text, words in differences)
