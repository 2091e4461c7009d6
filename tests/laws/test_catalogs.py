"""Laws 3 and 4 over generated histories: whatever authors and translators do, nothing is lost, nothing churns."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

import polib
import pytest
import sample
from hypothesis import example, given, settings
from hypothesis import strategies as st
from isogloss import catalog
from isogloss.catalogs.merge import merged
from isogloss.catalogs.update import update
from isogloss.project import Locale, Project
from isogloss.segments import Kind, Message
from isogloss.sources import Source

SPANISH = Locale("es-ES", "Español")
SENTENCES = [
    "Install the newest driver for your card.",
    "Restart the computer before you go on.",
    "The second command shows the version of the kernel.",
    "Ask the vendor if the list does not name it.",
    "Both paths lead to the same page of the guide.",
    "Choose *one* of the [libraries](libraries.md) below.",
]
WORDS = ["Note", "GPU", "Windows", "Start", "Step 1", "**PyTorch**", "`nvidia-smi` is missing"]
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join),
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(WORDS)).map(" ".join),
    st.sampled_from(SENTENCES).map(lambda text: text.replace("the", "teh").replace("one", "two")),
)
PAGES = st.dictionaries(st.sampled_from(["a.md", "b.md", "c/d.md"]), st.lists(TEXTS, max_size=6), max_size=3)
ACTS = st.sampled_from(["translate", "mark finished", "translate differently", "leave", "comment"])


def project(root: Path) -> Project:
    return Project(root / "mkdocs.yml", root / "docs", root / "locales", None, Locale("en", "English"), (SPANISH,))


def sources(pages: dict[str, list[str]]) -> list[Source]:
    return [
        Source(f"docs/{name}", tuple((Message(text, Kind.PARAGRAPH), f"docs/{name}") for text in texts), name)
        for name, texts in sorted(pages.items())
    ]


def files(root: Path) -> dict[Path, bytes]:
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def everything(root: Path) -> list[polib.POEntry]:
    return [entry for path in sorted(root.rglob("*.po")) for entry in polib.pofile(str(path), wrapwidth=0)]


def translations(root: Path) -> set[tuple[str, str]]:
    return {(entry.msgid, entry.msgstr) for entry in everything(root) if entry.msgstr and "fuzzy" not in entry.flags}


def held(root: Path) -> set[tuple[object, ...]]:
    """The same with those that wait, each with the text that its translation belongs to."""
    found = [catalog.read(path, path.name) for path in root.rglob("*.po")]
    return {(entry.pair[0][1], entry.msgstr) for one in found for entry in one.messages if entry.msgstr}


def act(root: Path, what: str, turn: int) -> None:
    """A translator's work on all catalogs."""
    for path in root.rglob("*.po"):
        found = polib.pofile(str(path), wrapwidth=0)
        for number, entry in enumerate(entry for entry in found if not entry.obsolete):
            if what == "translate" and not entry.msgstr:
                entry.msgstr = f"<{entry.msgid}>"
            elif what == "translate differently" and number % 2:
                entry.msgstr = f"<{turn}: {entry.msgid}>"
            elif what == "comment" and number % 3 == 0:
                entry.tcomment = f"Remark {turn}"
            if what in ("mark finished", "translate differently") and entry.msgstr:
                entry.flags, entry.previous_msgid = [], None
        found.save()


OLD = "Restart teh computer before you go on."
LONGER = "Restart the computer before you go on. Ask the vendor if the list does not name it."


@settings(max_examples=60)
@example([({"a.md": [text] if text else []}, "translate") for text in (OLD, LONGER, "", LONGER)])
@example([({"a.md": [LONGER]}, "translate"), ({"a.md": [OLD], "b.md": [OLD]}, "translate")])
@given(st.lists(st.tuples(PAGES, ACTS), min_size=2, max_size=5))
def test_no_history_loses_a_translation(history):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for turn, (pages, what) in enumerate(history):
            before, texts = translations(root), {entry.msgstr for entry in everything(root) if entry.msgstr}
            notes = {entry.tcomment for entry in everything(root) if entry.tcomment}
            update(project(root), SPANISH, sources(pages))
            after = everything(root)
            assert before <= held(root)
            assert texts <= {entry.msgstr for entry in after}
            assert notes <= {note for entry in after for note in entry.tcomment.split("\n")} | {
                entry.tcomment for entry in after
            }
            shown = {entry.msgid for entry in after if not entry.obsolete}
            assert shown == {text for texts in pages.values() for text in texts}
            written = files(root)
            update(project(root), SPANISH, sources(pages))
            assert files(root) == written, "the second update changes nothing"
            act(root, what, turn)


@settings(max_examples=15)
@given(PAGES, PAGES, PAGES)
def test_gettext_reads_every_catalog_that_update_writes(first, second, third):
    tool = shutil.which("msgfmt")
    assert tool, "GNU gettext is not installed: run make systems"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for turn, pages in enumerate((first, second, third)):
            update(project(root), SPANISH, sources(pages))
            act(root, "translate differently", turn)
            act(root, "translate", turn)
        update(project(root), SPANISH, sources(first))
        for path in root.rglob("*.po"):
            done = subprocess.run(
                [tool, "--check", "-o", "/dev/null", path], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr


@settings(max_examples=60)
@given(PAGES, PAGES)
def test_a_change_that_is_taken_back_leaves_the_same_messages(first, second):
    """Text that returns finds its translation again, wherever it has been; what waited meanwhile may still wait."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        update(project(root), SPANISH, sources(first))
        act(root, "translate", 0)
        update(project(root), SPANISH, sources(first))
        before = {(entry.msgid, entry.msgstr, *entry.flags) for entry in everything(root) if not entry.obsolete}
        update(project(root), SPANISH, sources(second))
        update(project(root), SPANISH, sources(first))
        after = [entry for entry in everything(root) if not entry.obsolete]
        assert {(entry.msgid, entry.msgstr) for entry in after} == {found[:2] for found in before}
        for entry in after:
            assert entry.previous_msgid is None or (entry.msgid, entry.msgstr, "fuzzy") in before


@given(PAGES)
def test_canonical_form_is_its_own_canonical_form(pages):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        update(project(root), SPANISH, sources(pages))
        for path in root.rglob("*.po"):
            found = catalog.read(path, path.name)
            assert catalog.canonical(found, SPANISH).encode() == path.read_bytes()


MESSAGES = st.dictionaries(
    st.sampled_from(["One", "Two", "Three", "Four"]),
    st.tuples(st.sampled_from(["", "a", "b", "c"]), st.booleans(), st.booleans()),
)


def catalog_of(messages: dict[str, tuple[str, bool, bool]]) -> bytes:
    found = catalog.new(Path("page.po"), "page.po", SPANISH)
    for msgid, (msgstr, fuzzy, obsolete) in messages.items():
        flags = ["fuzzy"] if fuzzy and msgstr else []
        entry = catalog.Message(msgid, f"{msgstr} {msgid}" if msgstr else "", flags=flags, obsolete=obsolete)
        found.messages.append(entry)
    return catalog.canonical(found, SPANISH).encode()


def pairs(data: bytes) -> set[tuple[str, str]]:
    entries = catalog.parse(data, Path("page.po"), "page.po").messages
    return {(entry.msgid, entry.msgstr) for entry in entries if entry.msgstr and "fuzzy" not in entry.flags}


@settings(max_examples=200)
@given(MESSAGES, MESSAGES, MESSAGES)
def test_a_merge_loses_nothing_and_makes_nothing_up(base, ours, theirs):
    versions = [catalog_of(messages) for messages in (base, ours, theirs)]
    found = merged(*versions, "page.po")
    before, mine, other = (pairs(version) for version in versions)
    for msgid, msgstr in (mine | other) - before:
        assert f'msgid "{msgid}"\n' in found.text
        assert f'msgstr "{msgstr}"\n' in found.text, "what one side wrote is there, in peace or in a conflict"
    assert (found.conflicts > 0) == ("<<<<<<<" in found.text)
    if not found.conflicts:
        data = found.text.encode()
        assert pairs(data) <= before | mine | other, "no pair that nobody wrote"
        assert catalog.canonical(catalog.parse(data, Path("page.po"), "page.po"), SPANISH) == found.text
    same_way = {msgid for msgid in ours if msgid in theirs and ours[msgid] != theirs[msgid]}
    assert found.conflicts <= len(same_way)


OF_THE_SAMPLE = [
    [entry.msgid for entry in polib.pofile(str(path)) if len(entry.msgid) >= 20 and not entry.obsolete]
    for path in sample.catalogs("es-ES/docs")
]


def one_edit(text: str, chance: random.Random) -> str:
    """*text* with some words changed, left out, added or exchanged; at least 80 % the same, as difflib sees it."""
    words = text.split(" ")
    while True:
        edited = list(words)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(edited))
            act = chance.choice(["change", "drop", "add", "swap", "letter"])
            if act == "change":
                edited[place] = chance.choice(["otherwise", "new", "*here*", "`code`"])
            elif act == "drop" and len(edited) > 3:
                edited.pop(place)
            elif act == "add":
                edited.insert(place, chance.choice(["really", "of course", "not"]))
            elif act == "swap":
                other = chance.randrange(len(edited))
                edited[place], edited[other] = edited[other], edited[place]
            elif edited[place]:
                edited[place] = edited[place][1:]
        result = " ".join(edited).strip()
        same = SequenceMatcher(None, text, result, autojunk=False).ratio()
        if result != text and same >= 0.8 and len(result) >= 20:
            return result


@pytest.mark.parametrize("seed", range(5))
def test_every_text_that_is_80_percent_the_same_keeps_its_translation(seed):
    """A third of the texts of each page is edited at once; none may be without its translation."""
    chance = random.Random(seed)
    edited = kept = 0
    for old in OF_THE_SAMPLE:
        changes = {text: one_edit(text, chance) for text in chance.sample(old, len(old) // 3)}
        changes = {text: new for text, new in changes.items() if new not in old}
        edited += len(changes)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            update(project(root), SPANISH, sources({"a.md": old}))
            act(root, "translate", 0)
            update(project(root), SPANISH, sources({"a.md": [changes.get(text, text) for text in old]}))
            found = {entry.msgid: entry for entry in everything(root) if not entry.obsolete}
            for text, new in changes.items():
                assert found[new].fuzzy, f"{text!r} became {new!r}"
                assert found[new].msgstr
                kept += found[new].previous_msgid == text and found[new].msgstr == f"<{text}>"
    sys.stdout.write(f"{edited} texts edited, {kept} with their own translation\n")
    assert kept >= 0.99 * edited
