"""Headers that tools write stay as they are, byte for byte; what is wrong in one is mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Site
from hypothesis import given
from hypothesis import strategies as st
from isogloss import catalog
from isogloss.catalogs.merge import merged
from isogloss.project import Locale
from test_merge import commit, git
from translate.storage.pypo import pofile

PATH = "locales/es-ES/docs/index.po"
SPANISH = Locale("es-ES", "Español")
BODY = '\n#. paragraph\n#: docs/index.md\nmsgid "One"\nmsgstr "Uno"\n'
NEW = (
    "Project-Id-Version: A site",
    "Language: es_ES",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "Plural-Forms: nplurals=2; plural=(n != 1);",
)
# As Weblate 2026.10.1 and 5.14.3 save it, as Poedit 3.2.2 does, and as others are known to.
WEBLATE = (
    "Project-Id-Version: A site",
    "PO-Revision-Date: 2026-11-26 03:00+0000",
    "Last-Translator: Ana Pérez <ana@example.org>",
    "Language-Team: Spanish (Spain) <https://weblate.example/projects/site/index/es-ES/>",
    "Language: es-ES",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "Plural-Forms: nplurals=2; plural=n != 1;",
    "X-Generator: Weblate 5.14.3",
    "X-Translation-Type: MT",
)
POEDIT = (
    "Project-Id-Version: A site",
    "POT-Creation-Date: ",
    "PO-Revision-Date: ",
    "Last-Translator: Ana Pérez <ana@example.org>",
    "Language-Team: ",
    "Language: es_ES",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "Plural-Forms: nplurals=2; plural=(n != 1);",
    "X-Translation-Type: MT",
    "X-Generator: Poedit 3.2.2",
    "X-Poedit-Basepath: ../../..",
    "X-Poedit-SourceCharset: UTF-8",
    "X-Poedit-SearchPath-0: docs",
)
LOKALIZE = (
    "Project-Id-Version: \\n",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8BIT",
    "MIME-Version: 1.0",
    "Language: es_ES",
    "Plural-Forms:  nplurals=2 ; plural = n>1 ? 1 : n == 0",
    "X-Generator: Lokalize 24.08",
)
GIVEN = {
    "ours": NEW,
    "Weblate": WEBLATE,
    "Poedit": POEDIT,
    "Lokalize": ("Project-Id-Version: A site", *LOKALIZE[1:]),
    "Crowdin": (*NEW[:1], "X-Crowdin-Project: site", "X-Crowdin-File: index.po", *NEW[1:]),
    "another way to say Spanish in Spain": ("Language: es_ES.UTF-8", *NEW[:1], *NEW[2:]),
}


def po(fields: tuple[str, ...], body: str = BODY) -> str:
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{field}\\n"' for field in fields), body])


def canonical(text: str, locale: Locale = SPANISH, name: str = "A site") -> str:
    found = catalog.parse(text.encode(), Path("page.po"), "page.po")
    assert not found.faults
    return catalog.canonical(found, locale, name)


@pytest.mark.parametrize("tool", GIVEN)
def test_a_header_that_says_the_right_things_stays_as_it_is(tool):
    text = po(GIVEN[tool])
    assert canonical(text) == text
    wrapped = text.replace("charset=", 'char"\n"set=').replace('msgstr ""\n"', 'msgstr "', 1)
    assert canonical(wrapped) == wrapped


def replaced(name: str, value: str) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" if field.startswith(f"{name}:") else field for field in WEBLATE)


WRONG = {
    "another language": (replaced("Language", "it-IT"), replaced("Language", "es_ES")),
    "another country": (replaced("Language", "es-MX"), replaced("Language", "es_ES")),
    "no language": (replaced("Language", ""), replaced("Language", "es_ES")),
    "another number of plural forms": (replaced("Plural-Forms", "nplurals=1; plural=0;"), None),
    "no plural forms": (replaced("Plural-Forms", "nplurals=INTEGER; plural=EXPRESSION;"), None),
    "a form that is not there": (replaced("Plural-Forms", "nplurals=2; plural=n;"), None),
    "a formula of another kind": (replaced("Plural-Forms", "nplurals=2; plural=__import__('os');"), None),
    "a formula without end": (replaced("Plural-Forms", f"nplurals=2; plural={'n|' * 500}n;"), None),
    "a division by nothing": (replaced("Plural-Forms", "nplurals=2; plural=n/0;"), None),
    "no charset": (replaced("Content-Type", "text/plain; charset=CHARSET"), replaced("Content-Type", NEW[3][14:])),
    "another encoding": (
        replaced("Content-Transfer-Encoding", "quoted-printable"),
        replaced("Content-Transfer-Encoding", "8bit"),
    ),
    "no name": (replaced("Project-Id-Version", "PACKAGE VERSION"), WEBLATE),
    "a field twice": (("Language: it", *WEBLATE), ("Language: es-ES", *WEBLATE[:4], *WEBLATE[5:])),
    "nothing": ((), NEW),
    "nothing but a signature": (WEBLATE[2:3], (*WEBLATE[2:3], *NEW)),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_wrong_in_a_header_is_mended_and_nothing_else(fault):
    wrong, right = WRONG[fault]
    text = po(right or replaced("Plural-Forms", NEW[5][14:]))
    assert canonical(po(wrong)) == text
    assert canonical(text) == text


def test_plural_forms_that_the_messages_have_are_right():
    """Tools disagree on how many forms Turkish has; nobody may say of two forms that they are one."""
    turkish = Locale("tr-TR", "Türkçe")
    fields = tuple(field.replace("es_ES", "tr_TR") for field in NEW)
    plural = '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    assert canonical(po(fields, plural), turkish) == po(fields, plural)
    assert turkish.plural_forms.startswith("nplurals=1")
    assert "nplurals=1" in canonical(po(fields), turkish)


FIELDS = st.lists(
    st.tuples(st.from_regex(r"X-[A-Z][a-z]{1,5}", fullmatch=True), st.text("ab:;é %{}", max_size=6)), max_size=3
)


@given(st.permutations(NEW), FIELDS, st.integers(1, 80), st.booleans())
def test_order_and_wrapping_and_other_fields_are_nobodys_business(fields, more, width, in_first_line):
    lines = [*fields, *{name: f"{name}: {value}" for name, value in more}.values()]
    text = "".join(f"{line}\\n" for line in lines)
    parts = [part for part in re.findall(rf".{{1,{width}}}(?<!\\)|\\n", text) if part]
    if "".join(parts) != text:
        return
    first, *rest = parts if in_first_line else ["", *parts]
    po_text = "\n".join(['msgid ""', f'msgstr "{first}"', *(f'"{part}"' for part in rest), BODY])
    assert canonical(po_text) == po_text


def save_as_weblate_does(path: Path, translations: dict[str, str], when: str) -> None:
    """What Weblate's class for PO files does with translate-toolkit; with the class itself, the bytes are the same."""
    store = pofile.parsefile(str(path))
    store.settargetlanguage("es-ES")
    store.wrapper.width = 65535
    for unit in store.units:
        if unit.source in translations:
            unit.target = translations[unit.source]
            unit.markfuzzy(False)
    store.updateheader(
        add=True,
        last_translator="Ana Pérez <ana@example.org>",
        plural_forms="nplurals=2; plural=n != 1;",
        language="es-ES",
        PO_Revision_Date=when,
        language_team="Spanish (Spain) <https://weblate.example/projects/site/index/es-ES/>",
        x_generator="Weblate 5.14.3",
    )
    store.save()


LONG = [f"A list item about the {thing}, with a few more words in it." for thing in ("driver", "kernel", "card", "fan")]


def test_weblate_and_authors_never_meet_in_a_header(make_site):
    """Rounds of a server that saves and pulls, and authors who edit and run update: plain Git merges all of it."""
    site = make_site({"index.md": "# Start\n\n" + "".join(f"- {item}\n" for item in LONG)})
    assert site.isogloss("fmt")[0] == 0
    git(site.root, "init", "--quiet", "--initial-branch=main")
    commit(site.root, {})
    git(site.root, "branch", "weblate")
    for turn, (here, there) in enumerate(((0, 2), (1, 3))):
        git(site.root, "checkout", "--quiet", "weblate")
        save_as_weblate_does(site.root / PATH, {LONG[there]: f"Traducción {turn}"}, f"2026-11-2{turn} 10:00+0000")
        commit(site.root, {})
        header = site.read(PATH).partition("\n\n")[0]
        assert "Language: es-ES\\n" in header
        git(site.root, "checkout", "--quiet", "main")
        site.write("docs/index.md", site.read("docs/index.md").replace(LONG[here], LONG[here].replace("few", "lot")))
        assert site.isogloss("update")[0] == 0
        commit(site.root, {})
        git(site.root, "merge", "--quiet", "--no-edit", "weblate")
        assert site.read(PATH).partition("\n\n")[0] == header
        assert site.isogloss("fmt", "--check")[0] == 0, "CI stays green"
        assert "es-ES: nothing changed" in site.isogloss("update")[1]
        git(site.root, "checkout", "--quiet", "weblate")
        git(site.root, "merge", "--quiet", "--ff-only", "main")
    assert site.read(PATH).count("Traducción") == 2


def test_the_driver_takes_the_later_signature_and_no_side_for_a_spelling():
    base = po(NEW)
    earlier, later = po(WEBLATE), po(POEDIT).replace("PO-Revision-Date: ", "PO-Revision-Date: 2026-11-27 03:00+0000")
    for ours, theirs in ((earlier, later), (later, earlier)):
        found = merged(base.encode(), ours.encode(), theirs.encode(), "page.po")
        assert found.conflicts == 0
        assert "PO-Revision-Date: 2026-11-27 03:00+0000" in found.text
        assert canonical(found.text) == found.text
    # One side alone has touched the header: it stays as it is, whatever the other side did below.
    other = base.replace('"Uno"', '"1"')
    for ours, theirs in ((earlier, other), (other, earlier)):
        assert merged(base.encode(), ours.encode(), theirs.encode(), "x").text == earlier.replace('"Uno"', '"1"')


def test_a_field_that_one_side_has_changed_is_that_of_this_side_whoever_was_later():
    base, date = po(WEBLATE), "PO-Revision-Date: 2026-11-26 03:00+0000"
    signed = base.replace("Ana Pérez <ana@example.org>", "Bea Ruiz <bea@example.org>")
    later = base.replace(date, "PO-Revision-Date: 2026-11-27 03:00+0000")
    for ours, theirs in ((signed, later), (later, signed)):
        found = merged(base.encode(), ours.encode(), theirs.encode(), "page.po")
        assert found.conflicts == 0
        assert "Last-Translator: Bea Ruiz <bea@example.org>" in found.text
        assert "PO-Revision-Date: 2026-11-27 03:00+0000" in found.text


def test_a_new_catalog_has_the_name_of_the_site_and_later_ones_keep_theirs(tmp_path, make_site):
    site: Site = make_site({"index.md": "# Start\n"}, translated=False)
    assert '"Project-Id-Version: Test site\\n"\n"Language: es_ES\\n"' in site.read(PATH)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("site_name: Test site", "site_name: Another name"))
    before = site.read(PATH)
    assert site.isogloss("update")[0] == 0
    assert site.read(PATH) == before
