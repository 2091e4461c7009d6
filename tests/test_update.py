"""``isogloss update``: translations follow their texts, and none is lost."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess

import pytest

CATALOG = "locales/es-ES/docs/index.po"
LONG = "Install the newest driver for your graphics card, then restart Windows."
PAGE = f"# Start\n\n{LONG}\n\nAnother paragraph that is long enough to be recognised.\n\n## Notes\n\nShort text.\n"
SPANISH = {
    "Start": "Inicio",
    LONG: "Instale el controlador más reciente de su tarjeta gráfica y reinicie Windows.",
    "Another paragraph that is long enough to be recognised.": "Otro párrafo lo bastante largo para reconocerlo.",
    "Notes": "Notas",
    "Short text.": "Texto corto.",
}


@pytest.fixture
def site(make_site):
    site = make_site({"index.md": PAGE, "other.md": "# Other\n"})
    site.translate(CATALOG, SPANISH)
    assert site.run("isogloss", "fmt").returncode == 0
    return site


def update(site) -> str:
    result = site.run("isogloss", "update")
    assert result.returncode == 0, result.stderr
    return result.stdout


def translations(site) -> set[str]:
    """Every translation of the site that is kept anywhere, active or obsolete."""
    return {
        entry.msgstr
        for path in (site.root / "locales").rglob("*.po")
        for entry in site.catalog(path.relative_to(site.root).as_posix())
        if entry.msgstr
    }


EDITS = {
    "typo mended": ("index.md", PAGE.replace("newest driver", "latest driver")),
    "sentence added": ("index.md", PAGE.replace("restart Windows.", "restart Windows. Then check it.")),
    "wrapped in another way": ("index.md", PAGE.replace("graphics card, then", "graphics card,\nthen")),
    "paragraphs exchanged": (
        "index.md",
        PAGE.replace(LONG, "X").replace("Another", f"{LONG}\n\nAnother").replace("X\n\n", ""),
    ),
    "text moved to another page": ("other.md", f"# Other\n\n{LONG}\n"),
    "heading renamed": ("index.md", PAGE.replace("## Notes", "## Remarks")),
    "all deleted": ("index.md", "# Start\n"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_no_edit_loses_a_translation_and_a_second_update_changes_nothing(site, edit):
    path, text = EDITS[edit]
    before = translations(site)
    if edit == "text moved to another page":
        site.write("docs/index.md", PAGE.replace(LONG + "\n\n", ""))
    site.write(f"docs/{path}", text)
    update(site)
    assert before <= translations(site)
    files = {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")}
    assert "nothing changed" in update(site)
    assert {path: path.read_bytes() for path in files} == files
    assert site.run("isogloss", "fmt", "--check").returncode == 0


def test_wrapping_again_changes_no_catalog(site):
    before = site.read(CATALOG)
    site.write("docs/index.md", EDITS["wrapped in another way"][1])
    update(site)
    assert site.read(CATALOG) == before


def test_a_changed_text_keeps_its_translation_as_fuzzy_with_the_old_text(site):
    site.write("docs/index.md", EDITS["typo mended"][1])
    assert "1 changed, now fuzzy" in update(site)
    catalog = site.catalog(CATALOG)
    entry = catalog.find(LONG.replace("newest", "latest"))
    assert (entry.msgstr, entry.flags, entry.previous_msgid) == (SPANISH[LONG], ["fuzzy"], LONG)
    assert site.build("--strict").returncode == 0
    page = site.read("site/es-ES/index.html")
    assert "latest driver" in page
    assert "controlador" not in page


def test_only_the_lines_of_the_changed_message_change(site):
    before = site.read(CATALOG).splitlines()
    site.write("docs/index.md", EDITS["typo mended"][1])
    update(site)
    after = site.read(CATALOG).splitlines()
    assert [line for line in before if line not in after] == [f'msgid "{LONG}"']
    added = [line for line in after if line not in before]
    assert added == [
        "#, fuzzy",
        f'#| msgid "{LONG}"',
        f'msgid "{LONG.replace("newest", "latest")}"',
    ]


def test_a_moved_text_takes_its_translation_with_it(site):
    site.write("docs/index.md", PAGE.replace(LONG + "\n\n", ""))
    site.write("docs/other.md", f"# Other\n\n{LONG}\n")
    update(site)
    entry = site.catalog("locales/es-ES/docs/other.po").find(LONG)
    assert (entry.msgstr, entry.flags) == (SPANISH[LONG], [])


def test_a_renamed_page_takes_its_translations_with_it(site):
    site.write("docs/new-name.md", PAGE)
    site.write("docs/index.md", "# Other start\n")
    update(site)
    catalog = site.catalog("locales/es-ES/docs/new-name.po")
    assert {entry.msgid: entry.msgstr for entry in catalog} == SPANISH


def test_a_catalog_in_which_nothing_is_left_goes_with_its_page(site):
    """Its page has gone, or has another name and short texts: a header alone would stay for ever."""
    path = "locales/es-ES/docs/short.po"
    site.write("docs/short.md", "# Short\n")
    update(site)
    assert (site.root / path).exists()
    (site.root / "docs/short.md").rename(site.root / "docs/new-name.md")
    assert f"  {path}: removed, because nothing is left in it\n" in update(site)
    assert not (site.root / path).exists()
    # An older version has left such a header, or a translator has written something above it.
    header = site.read(CATALOG).partition("\n\n")[0] + "\n"
    site.write(path, header)
    site.write("locales/es-ES/docs/noted.po", "# Ana begins with this page.\n" + header)
    told = site.run("isogloss", "update", "--check").stdout
    assert f"  {path}: no page has its messages any more\n" in told
    assert "noted" not in told
    update(site)
    assert not (site.root / path).exists()
    assert (site.root / "locales/es-ES/docs/noted.po").exists()
    assert "nothing changed" in update(site)


def test_a_deleted_text_that_returns_finds_its_translation(site):
    site.write("docs/index.md", EDITS["all deleted"][1])
    update(site)
    site.write("docs/index.md", PAGE)
    update(site)
    catalog = site.catalog(CATALOG)
    assert {entry.msgid: entry.msgstr for entry in catalog if not entry.obsolete} == SPANISH
    assert not [entry for entry in catalog if entry.obsolete or "fuzzy" in entry.flags]


def test_short_texts_are_never_guessed(site):
    site.write("docs/index.md", PAGE.replace("Short text.", "Sharp text."))
    update(site)
    entry = site.catalog(CATALOG).find("Sharp text.")
    assert (entry.msgstr, entry.flags) == ("", [])


def test_a_text_that_is_active_and_obsolete_keeps_both_translations(site):
    """A merge line by line may leave that behind; gettext refuses it, and polib takes the first."""
    text = site.read(CATALOG)
    site.write(CATALOG, text + f'\n#~ msgid "{LONG}"\n#~ msgstr "Otra."\n\n#~ msgid "Notes"\n#~ msgstr "Notas"\n')
    update(site)
    assert site.read(CATALOG) == f'{text}\n#~ msgctxt "former"\n#~ msgid "{LONG}"\n#~ msgstr "Otra."\n'
    assert "nothing changed" in update(site)


def test_progress_is_shown_on_a_terminal_and_only_there(site):
    ours, theirs = pty.openpty()
    run = site.start("isogloss", "update", stdout=subprocess.DEVNULL, stderr=theirs)
    assert run.wait() == 0
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert "reading pages 2/2" in shown
    assert shown.endswith("\r\x1b[K"), "it is wiped out at the end"
    assert site.run("isogloss", "update").stderr == ""


def test_the_same_text_on_another_page_is_translated_once(site):
    site.write("docs/other.md", "# Other\n\nShort text.\n")
    assert "1 taken over from the same text elsewhere" in update(site)
    assert site.catalog("locales/es-ES/docs/other.po").find("Short text.").msgstr == "Texto corto."


def test_a_faulty_catalog_stays_as_it_is_and_the_others_go_on(site):
    site.write("docs/index.md", EDITS["typo mended"][1])
    other = "locales/es-ES/docs/other.po"
    site.write(other, site.read(other) + "no PO\n")
    line = len(site.read(other).splitlines())
    before, faulty = site.read(CATALOG), site.read(other)
    updated = site.run("isogloss", "update")
    assert updated.returncode == 1
    assert f"{other}:{line}: error: the catalog stays as it is" in updated.stdout + updated.stderr
    assert site.read(other) == faulty
    assert site.read(CATALOG) != before


def test_comments_and_headers_of_translators_stay(site):
    text = site.read(CATALOG)
    text = text.replace('msgid ""', '# Ana Pérez, 2026.\nmsgid ""', 1)
    text = text.replace("#. paragraph in https", "# Ask the vendor.\n#. paragraph in https", 1)
    site.write(CATALOG, text.replace('"Plural-Forms', '"Last-Translator: Ana Pérez\\n"\n"Plural-Forms'))
    site.write("docs/index.md", EDITS["heading renamed"][1])
    update(site)
    after = site.read(CATALOG)
    assert "# Ana Pérez, 2026.\n" in after
    assert "# Ask the vendor.\n" in after
    assert '"Last-Translator: Ana Pérez\\n"' in after


def test_what_waits_is_proposed_for_texts_that_are_like_its_earlier_one(site):
    """The translation is there once, beside the text that has changed: other texts find it all the same."""
    site.write("docs/index.md", EDITS["typo mended"][1])
    update(site)
    like = LONG.replace("Windows", "Linux")
    site.write("docs/other.md", f"# Other\n\n{like}\n")
    update(site)
    entry = site.catalog("locales/es-ES/docs/other.po").find(like)
    assert (entry.msgstr, entry.flags, entry.previous_msgid) == (SPANISH[LONG], ["fuzzy"], LONG)


def test_a_text_may_have_a_translation_of_its_own_on_each_page(site):
    """Each translator has written one: neither takes the place of the other."""
    site.write("docs/other.md", "# Other\n\nShort text.\n")
    update(site)
    site.translate("locales/es-ES/docs/other.po", {"Short text.": "Un texto corto."})
    site.write("docs/other.md", "# Other\n\nShort text.\n\nOne more.\n")
    update(site)
    found = {path: site.catalog(path).find("Short text.").msgstr for path in (CATALOG, "locales/es-ES/docs/other.po")}
    assert found == {CATALOG: "Texto corto.", "locales/es-ES/docs/other.po": "Un texto corto."}
    assert not [entry for path in found for entry in site.catalog(path) if entry.obsolete]


def test_what_waits_without_a_translation_takes_one_that_is_written_elsewhere(site):
    site.write("docs/other.md", "# Other\n\nA later text.\n")
    site.write("docs/index.md", PAGE + "\nA later text.\n")
    update(site)
    site.translate("locales/es-ES/docs/other.po", {"A later text.": "Un texto posterior."})
    update(site)
    assert site.catalog(CATALOG).find("A later text.").msgstr == "Un texto posterior."


def test_a_translation_of_an_earlier_text_gives_way_to_a_finished_one_from_elsewhere(site):
    changed = LONG.replace("newest", "latest")
    site.write("docs/index.md", EDITS["typo mended"][1])
    site.write("docs/other.md", f"# Other\n\n{changed}\n")
    update(site)
    site.translate("locales/es-ES/docs/other.po", {changed: "Instale el último controlador."})
    update(site)
    entry = site.catalog(CATALOG).find(changed)
    assert (entry.msgstr, entry.flags) == ("Instale el último controlador.", [])
    assert SPANISH[LONG] in translations(site), "somebody may have begun to work on it"


@pytest.mark.parametrize("other", ["finished", "fuzzy"])
def test_a_translation_that_somebody_doubts_stays_where_it_is(site, other):
    """It is fuzzy, but it is one of this text: nothing that others have written is better for certain."""
    site.write("docs/other.md", "# Other\n\nShort text.\n")
    update(site)
    catalog = site.catalog(CATALOG)
    catalog.find("Short text.").flags = ["fuzzy"]
    catalog.find("Short text.").msgstr = "¿Texto breve?"
    catalog.save()
    mine = site.catalog("locales/es-ES/docs/other.po")
    mine.find("Short text.").flags = ["fuzzy"] if other == "fuzzy" else []
    mine.save()
    update(site)
    entry = site.catalog(CATALOG).find("Short text.")
    assert (entry.msgstr, entry.flags) == ("¿Texto breve?", ["fuzzy"])


def test_one_text_is_proposed_for_all_that_have_become_of_it_on_several_pages(site):
    site.write("docs/index.md", EDITS["typo mended"][1])
    like = LONG.replace("newest", "very newest")
    site.write("docs/other.md", f"# Other\n\n{like}\n")
    update(site)
    for path, text in ((CATALOG, LONG.replace("newest", "latest")), ("locales/es-ES/docs/other.po", like)):
        entry = site.catalog(path).find(text)
        assert (entry.msgstr, entry.flags, entry.previous_msgid) == (SPANISH[LONG], ["fuzzy"], LONG)


def test_of_many_catalogs_the_update_names_those_with_translations_that_changed(make_site):
    text = "A sentence of the page which is long enough for a fuzzy match, number {}."
    site = make_site({f"{name}.md": text.format(name) for name in ("index", *range(30))}, translated=False)
    shutil.rmtree(site.root / "locales")
    first = site.run("isogloss", "update").stdout.splitlines()
    assert first[-1] == "  and 29 more catalogs"
    assert len(first) == 6, first
    site.translate("locales/es-ES/docs/7.po", {}, rest=True)
    for name in range(30):
        site.write(f"docs/{name}.md", text.format(name).replace("sentence", "phrase") if name == 7 else f"Else {name}.")
    second = site.run("isogloss", "update").stdout.splitlines()
    assert second[-2:] == [
        "  locales/es-ES/docs/7.po: 1 changed, now fuzzy",
        "  and 29 more catalogs, in which no translation changed",
    ]
    for name in range(30):
        (site.root / f"docs/{name}.md").unlink()
    assert "es-ES: 2 catalogs written (1 obsolete), 29 catalogs removed" in site.run("isogloss", "update").stdout
