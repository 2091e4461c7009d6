"""What authors do to the pages of the sample site, and what is left of the translations: nothing is ever lost."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import polib
import pytest
from conftest import Site
from sample import LOCALES

PAGE = "docs/gpu-cuda-in-wsl.md"
OTHER = "docs/verify-your-gpu.md"
JOINED = "docs/troubleshooting.md"
RENAMED = "docs/nvidia-cuda.md"


@dataclass(frozen=True)
class Kept:
    """Where the finished translations of a locale are after an edit."""

    exact: int
    fuzzy: int
    obsolete: int
    """Texts that nothing on the site is similar to: kept at the end of their catalog."""


@pytest.fixture
def site(sample_site, tmp_path):
    return Site(shutil.copytree(sample_site, tmp_path / "site"))


def messages(site: Site, locale: str) -> list[polib.POEntry]:
    return [
        entry
        for path in sorted((site.root / "locales" / locale).rglob("*.po"))
        if path.name != "glossary.po"
        for entry in polib.pofile(str(path))
    ]


def finished(site: Site, locale: str) -> list[polib.POEntry]:
    return [entry for entry in messages(site, locale) if entry.translated() and not entry.obsolete]


def show(text: str) -> None:
    """For people: pytest -s prints the counts."""
    sys.stdout.write(f"{text}\n")


def update(site: Site) -> str:
    result = site.run("isogloss", "update")
    assert result.returncode == 0, result.stderr
    return result.stdout


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a page's source that are plain text with at least two longer sentences."""
    blocks = re.split(r"\n\n+", text)
    plain = [block for block in blocks if re.match(r"[A-Z]", block) and "[" not in block and ":" not in block]
    found = [block for block in plain if len(sentences(block)) > 1 and min(map(len, sentences(block))) >= 40]
    assert found, "the page has no paragraph of two sentences"
    return found


def sentences(paragraph: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", paragraph) if sentence]


def kept(site: Site, locale: str, before: list[polib.POEntry]) -> Kept:
    """Follow each finished translation: a new text that is most of an old one must not be without its translation."""
    after = messages(site, locale)
    everywhere = {(text, entry.msgstr) for entry in after for text in (entry.msgid, entry.previous_msgid)}
    active = [entry for entry in after if not entry.obsolete]
    as_before = {(entry.msgid, entry.msgstr) for entry in active if "fuzzy" not in entry.flags}
    fuzzy = [entry for entry in active if "fuzzy" in entry.flags]
    missing = [entry.msgid for entry in active if not entry.msgstr]
    counts = {"exact": 0, "fuzzy": 0, "obsolete": 0}
    for old in before:
        assert (old.msgid, old.msgstr) in everywhere, f"lost: {old.msgid}"
        proposed = [entry for entry in fuzzy if old.msgstr in entry.msgstr and old.msgid in entry.previous_msgid]
        if (old.msgid, old.msgstr) in as_before:
            counts["exact"] += 1
        elif proposed:
            counts["fuzzy"] += 1
        else:
            counts["obsolete"] += 1
            for msgid in missing:
                same = SequenceMatcher(None, old.msgid, msgid, autojunk=False).ratio()
                assert len(old.msgid) < 20 or same < 0.8, f"not proposed: {old.msgid!r} for {msgid!r}"
    return Kept(**counts)


def change(site: Site, path: str, edit: Callable[[str], str]) -> None:
    before = site.read(path)
    after = edit(before)
    assert after != before
    site.write(path, after)


def mend_a_typo(site: Site) -> None:
    paragraph = paragraphs(site.read(PAGE))[0]
    change(site, PAGE, lambda text: text.replace(paragraph, paragraph.replace("the", "teh", 1)))


def add_a_sentence(site: Site) -> None:
    paragraph = paragraphs(site.read(PAGE))[0]
    added = "If you are in doubt, ask the person who looks after your computer before you go on with this page."
    change(site, PAGE, lambda text: text.replace(paragraph, f"{paragraph}\n{added} {added} {added}"))


def split_a_paragraph(site: Site) -> None:
    paragraph = paragraphs(site.read(PAGE))[0]
    first, *rest = sentences(paragraph)
    change(site, PAGE, lambda text: text.replace(paragraph, f"{first}\n\n{' '.join(rest)}"))


def join_paragraphs(site: Site) -> None:
    text = site.read(JOINED)
    blocks = [block for block in re.split(r"\n\n+", text) if re.match(r"[A-Z]", block) and len(block) >= 60]
    first, second = [block for block in blocks if not block.endswith(":")][:2]
    change(site, JOINED, lambda text: text.replace(f"{second}\n\n", "").replace(first, f"{first}\n{second}"))


def move_a_paragraph(site: Site) -> None:
    paragraph = paragraphs(site.read(PAGE))[0]
    change(site, PAGE, lambda text: text.replace(paragraph + "\n\n", ""))
    change(site, OTHER, lambda text: text.replace("\n\n## ", f"\n\n{paragraph}\n\n## ", 1))


def rename_a_page(site: Site) -> None:
    (site.root / PAGE).rename(site.root / RENAMED)
    for path in [*(site.root / "docs").rglob("*.md"), site.root / "mkdocs.yml"]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(Path(PAGE).name, Path(RENAMED).name), encoding="utf-8")


def rename_a_heading(site: Site) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (site.root / "docs").rglob("*.md"))
    heading = next(line for line in re.findall(r"(?m)^## .{20,}$", site.read(PAGE)) if pages.count(line) == 1)
    change(site, PAGE, lambda text: text.replace(heading, f"{heading} again"))


def reorder_a_list(site: Site) -> None:
    def backwards(text: str) -> str:
        start = text.index("\n- ", text.index("## Next steps")) + 1
        end = text.index("\n\n", start)
        return text[:start] + "\n".join(reversed(text[start:end].split("\n"))) + text[end:]

    change(site, PAGE, backwards)


def exchange_sections(site: Site) -> None:
    def exchanged(text: str) -> str:
        head, *sections = re.split(r"(?m)^(?=## )", text)
        return head + "".join(reversed(sections))

    change(site, PAGE, exchanged)


def wrap_again(site: Site) -> None:
    def wrapped(text: str) -> str:
        for paragraph in paragraphs(text):
            text = text.replace(paragraph, textwrap.fill(" ".join(paragraph.split()), 40))
        return text

    change(site, PAGE, wrapped)


EDITS = {
    "typo mended": (mend_a_typo, 1),
    "sentence added": (add_a_sentence, 1),
    "paragraph split": (split_a_paragraph, 1),
    "paragraphs joined": (join_paragraphs, 2),
    "paragraph moved": (move_a_paragraph, 0),
    "heading renamed": (rename_a_heading, 1),
    "list reordered": (reorder_a_list, 0),
    "sections exchanged": (exchange_sections, 0),
    "wrapped again": (wrap_again, 0),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_keeps_every_translation(site, name):
    edit, changed = EDITS[name]
    before = {locale: finished(site, locale) for locale in LOCALES}
    edit(site)
    update(site)
    for locale, old in before.items():
        found = kept(site, locale, old)
        show(f"{name}, {locale}: {len(old)} before; after: {found}")
        assert (found.fuzzy, found.obsolete) == (changed, 0)


def test_both_halves_of_a_split_paragraph_get_its_translation(site):
    before = {entry.msgid: entry.msgstr for entry in messages(site, "es-ES")}
    waiting = {entry.msgid for entry in messages(site, "es-ES") if "fuzzy" in entry.flags}
    paragraph = " ".join(paragraphs(site.read(PAGE))[0].split())
    split_a_paragraph(site)
    update(site)
    first, *rest = sentences(paragraph)
    found = {entry.msgid: entry for entry in messages(site, "es-ES") if "fuzzy" in entry.flags}
    found = {msgid: entry for msgid, entry in found.items() if msgid not in waiting}
    assert set(found) == {first, " ".join(rest)}
    for entry in found.values():
        assert (entry.msgstr, entry.previous_msgid) == (before[paragraph], paragraph)


def test_a_joined_paragraph_gets_both_translations(site):
    waiting = {entry.msgid for entry in messages(site, "es-ES") if "fuzzy" in entry.flags}
    paragraph = " ".join(paragraphs(site.read(PAGE))[0].split())
    original = site.read(PAGE)
    first, *rest = sentences(paragraph)
    split_a_paragraph(site)
    update(site)
    catalog = polib.pofile(str(site.root / "locales/es-ES/docs/gpu-cuda-in-wsl.po"), wrapwidth=0)
    for msgid, msgstr in ((first, "Primera mitad."), (" ".join(rest), "Segunda mitad.")):
        entry = catalog.find(msgid)
        entry.msgstr, entry.flags, entry.previous_msgid = msgstr, [], None
    catalog.save()
    site.write(PAGE, original)
    update(site)
    (entry,) = [e for e in messages(site, "es-ES") if "fuzzy" in e.flags and e.msgid not in waiting]
    assert (entry.msgid, entry.msgstr) == (paragraph, "Primera mitad. Segunda mitad.")
    assert entry.previous_msgid == paragraph
    kept_apart = {entry.msgstr for entry in messages(site, "es-ES") if entry.obsolete}
    assert {"Primera mitad.", "Segunda mitad."} <= kept_apart


def test_a_renamed_page_keeps_its_catalog(site):
    before = {locale: finished(site, locale) for locale in LOCALES}
    old = "locales/es-ES/docs/gpu-cuda-in-wsl.po"
    catalog = site.catalog(old)
    rename_a_page(site)
    assert f"the catalog of a renamed page: it was {old}" in update(site)
    for locale, found in before.items():
        # Links of other pages to it have changed, and with them their translations: all is still finished.
        after = kept(site, locale, found)
        show(f"page renamed, {locale}: {len(found)} before; after: {after}, finished: {len(finished(site, locale))}")
        assert after.fuzzy == 0
        assert len(finished(site, locale)) == len(found)
    assert not (site.root / old).exists()
    checked = site.run("isogloss", "check")
    assert "the page gpu-cuda-in-wsl.md was published and is gone" in checked.stdout
    assert "1 error\n" in checked.stdout, "the address is for the author to redirect; the catalogs are right"
    moved = site.catalog("locales/es-ES/docs/nvidia-cuda.po")
    assert moved.metadata == catalog.metadata
    assert [(entry.msgid, entry.msgstr, entry.flags) for entry in moved] == [
        (entry.msgid, entry.msgstr, entry.flags) for entry in catalog
    ]
    assert "nothing changed" in update(site)


def test_a_page_that_is_deleted_and_restored_is_as_before(site):
    catalogs = {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")}
    before = {locale: finished(site, locale) for locale in LOCALES}
    page = site.read(PAGE)
    (site.root / PAGE).unlink()
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", re.sub(r".*gpu-cuda-in-wsl\.md\n", "", config))
    update(site)
    for locale, found in before.items():
        after = kept(site, locale, found)
        show(f"page deleted, {locale}: {len(found)} before; after: {after}")
        assert after.obsolete > 20
    site.write(PAGE, page)
    site.write("mkdocs.yml", config)
    update(site)
    assert {path: path.read_bytes() for path in catalogs} == catalogs


def test_one_changed_sentence_touches_only_its_message(site):
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Before"]):
        git(site, *command)
    mend_a_typo(site)
    update(site)
    numbers = git(site, "diff", "--numstat", "--", "locales").splitlines()
    # Two lines more above the message, one is replaced.
    assert sorted(numbers) == [
        "3\t1\tlocales/es-ES/docs/gpu-cuda-in-wsl.po",
        "3\t1\tlocales/it-IT/docs/gpu-cuda-in-wsl.po",
    ]


def git(site: Site, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=site.root, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout
