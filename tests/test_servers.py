"""What translation servers need of catalogs: templates, flags, addresses, folders; and who has translated."""

from __future__ import annotations

import subprocess

import polib
import pytest
from isogloss.segments import Kind, Message

PAGES = {"index.md": "# Start\n\nSome text.\n\n## More\n\nSome text.\n\nOther text.\n", "a/b.md": "# B\n\nA page.\n"}
TEMPLATE = (
    '{% extends "base.html" %}\n{% block content %}{{ super() }}'
    '<p>{{ _("Checked on %(date)s, 100 %% sure", date="today") }} {{ _("Hello") }}</p>{% endblock %}\n'
)
BASE = "https://example.org/docs/"


@pytest.fixture
def site(make_site):
    site = make_site(PAGES, locales=("pt-BR",), translated=False)
    site.write("overrides/main.html", TEMPLATE)
    site.write(
        "mkdocs.yml", site.read("mkdocs.yml").replace("  name: mkdocs\n", "  name: mkdocs\n  custom_dir: overrides\n")
    )
    assert site.isogloss("update")[0] == 0
    return site


def test_a_template_for_each_source_that_makes_the_catalogs_of_a_new_language(site):
    status, said = site.isogloss("template")
    assert (status, said.splitlines()[-1]) == (0, "4 templates in locales/templates, 4 changed")
    text = site.read("locales/templates/docs/index.pot")
    assert text == (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Test site\\n"\n"Language: \\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
        f'#. heading 1 {BASE}#start\n#: docs/index.md\nmsgid "Start"\nmsgstr ""\n\n'
        f'#. paragraph in {BASE}#start\n#: docs/index.md\nmsgid "Some text."\nmsgstr ""\n\n'
        f'#. heading 2 {BASE}#more\n#: docs/index.md\nmsgid "More"\nmsgstr ""\n\n'
        f'#. paragraph in {BASE}#more\n#: docs/index.md\nmsgid "Other text."\nmsgstr ""\n'
    )
    # What a tool makes of it for Brazil is the catalog that update makes, below the header.
    made = "locales/pt-BR/docs/index.po"
    command = ["msginit", "--no-translator", "--no-wrap", "--locale=pt_BR", "-i", "locales/templates/docs/index.pot"]
    before = site.read(made)
    subprocess.run([*command, "-o", made], cwd=site.root, check=True, capture_output=True)
    assert "Automatically generated" in site.read(made)
    assert "pt-BR: nothing changed" in site.isogloss("update")[1]
    assert site.read(made).partition("\n\n")[2] == before.partition("\n\n")[2]
    # They are no language: nobody tells of the folder, and update keeps it up to date.
    assert "templates" not in site.isogloss("check")[1]
    site.write("docs/index.md", "# Start\n\nNew text.\n")
    (site.root / "docs/a/b.md").unlink()
    said = site.isogloss("update")[1]
    assert "locales/templates/docs/index.pot: the template is up to date\n" in said
    assert "locales/templates/docs/a/b.pot: removed, as its texts are gone\n" in said
    assert "New text." in site.read("locales/templates/docs/index.pot")
    assert not (site.root / "locales/templates/docs/a").exists()


def test_placeholders_have_the_flags_that_tools_know_and_flags_of_tools_stay(site):
    path = "locales/pt-BR/overrides.po"
    entries = {entry.msgid: entry.flags for entry in site.catalog(path)}
    assert entries == {"Checked on %(date)s, 100 %% sure": ["python-format"], "Hello": []}
    subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", path], cwd=site.root, check=True)
    text = site.read(path).replace('msgid "Hello"', '#, range: 0..9, max-length:20, no-wrap, x-other\nmsgid "Hello"')
    text = text.replace("#, python-format", "#, no-python-format")
    site.write(path, text)
    assert site.isogloss("update")[0] == 0
    assert site.isogloss("fmt")[0] == 0
    flags = {entry.msgid: entry.flags for entry in site.catalog(path)}
    assert set(flags["Hello"]) == {"range: 0..9", "max-length:20", "no-wrap", "x-other"}
    assert flags["Checked on %(date)s, 100 %% sure"] == ["no-python-format"]


def test_flags_are_in_the_order_of_gettext(site):
    path = "locales/pt-BR/overrides.po"
    site.translate(path, {})
    flags = "#, no-wrap, range: 0..9, python-format, fuzzy\n"
    site.write(path, site.read(path).replace('msgid "Checked', f'{flags}msgid "Checked'))
    assert site.isogloss("fmt")[0] == 0
    before = site.read(path)
    assert "#, fuzzy, python-format, range: 0..9, no-wrap\n" in before
    subprocess.run(["msgcat", "--no-wrap", "-o", path, path], cwd=site.root, check=True)
    assert site.read(path) == before


@pytest.mark.parametrize(
    ("kind", "text", "flag"),
    [
        (Kind.TEMPLATE, "Checked on %(date)s", "python-format"),
        (Kind.TEMPLATE, "100 %", ""),
        (Kind.TEMPLATE, "{name}", ""),
        (Kind.SITE, "Jump back to footnote {} in the text", "python-brace-format"),
        (Kind.SITE, "Jump back to footnote %d in the text", "python-format"),
        (Kind.SITE, "50 %discount", ""),
        (Kind.PARAGRAPH, "Write %(date)s or {}", ""),
    ],
)
def test_which_texts_have_placeholders(kind, text, flag):
    assert Message(text, kind).format == flag


def test_an_address_of_the_environment_is_not_written(site, monkeypatch):
    """It is another one on another machine: all catalogs would change with it."""
    path = "locales/pt-BR/docs/a/b.po"
    assert f"#. paragraph in {BASE}a/b/#b\n" in site.read(path)
    config = site.read("mkdocs.yml")
    for value in ("!ENV [SITE_URL_OF_TEST, 'https://x.example/']", "''"):
        site.write("mkdocs.yml", config.replace(f"site_url: {BASE}", f"site_url: {value}"))
        assert site.isogloss("update")[0] == 0
        assert "#. paragraph in #b\n" in site.read(path)


def test_a_folder_in_another_spelling_is_told_with_the_right_one(site):
    stray = "locales/pt_BR/docs/index.po"
    site.write(stray, site.read("locales/pt-BR/docs/index.po"))
    said = " ".join(site.isogloss("check")[1].split())
    head = "locales/pt_BR: warning: the catalogs of 'pt-BR' are in locales/pt-BR: nothing reads these"
    assert head in said
    assert "let your tool spell the language as mkdocs.yml does" in said
    for command in ("update", "status"):
        assert head in site.isogloss(command)[1]


def test_a_catalog_that_a_person_has_read_is_not_a_machines_any_more(make_site):
    site = make_site(PAGES, options=":\n      status: true")
    path = "locales/es-ES/docs/index.po"
    found = site.catalog(path)
    found.metadata["X-Translation-Type"] = "MT"
    found.save()
    assert "machine" in site.isogloss("status", "--verbose")[1]
    assert site.isogloss("reviewed", path) == (0, f"{path}: marked as reviewed\n")
    assert polib.pofile(str(site.root / path)).metadata["X-Translation-Type"] == "HT"
    verbose = site.isogloss("status", "--verbose")[1]
    assert "machine" not in verbose
    assert "human" in verbose
    assert site.isogloss("reviewed", path) == (0, f"{path}: nothing changed\n")
    status, said = site.isogloss("reviewed", "docs/index.md")
    assert (status, "docs/index.md: error: there is no such catalog [page-unknown]" in said) == (1, True)


def test_nobody_has_translated_a_catalog_in_which_nothing_is(site):
    """Weblate makes the catalog of a new language from that of another one, with its header."""
    path = "locales/pt-BR/docs/index.po"
    before = site.read(path)
    site.write(path, before.replace('"Plural', '"X-Translation-Type: MT\\n"\n"Plural'))
    assert site.isogloss("fmt", "--check")[0] == 0
    assert site.isogloss("update")[0] == 0
    assert site.read(path) == before
    site.write(
        path,
        before.replace('"Plural', '"X-Translation-Type: MT\\n"\n"Plural').replace(
            'msgstr ""\n\n#. par', 'msgstr "x"\n\n#. par', 1
        ),
    )
    assert "pt-BR: nothing changed" in site.isogloss("update")[1]
