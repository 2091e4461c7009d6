"""Bad input: one clear error with file and line, no traceback, and no half-written site reported as done."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from conftest import Site
from isogloss import catalog
from isogloss.__main__ import main

PAGES = {"index.md": "# Start\n\nSome text of the page.\n\nMore text.\n"}
CATALOG = "locales/es-ES/docs/index.po"


def refused(site, *expected: str) -> str:
    """A strict build, check and status all tell of *expected*; update does as well, and leaves the catalogs alone."""
    faulty = [site.root / text.partition(":")[0] for text in expected]
    before = [path.read_bytes() for path in faulty]
    for command in (("mkdocs", "build", "--strict"), ("isogloss", "check"), ("isogloss", "status")):
        result = site.run(*command)
        output = result.stdout + result.stderr
        assert result.returncode == 1, (command, output)
        assert "Traceback" not in output, output
        for text in expected:
            assert text in output, (command, output)
    updated = site.run("isogloss", "update")
    assert updated.returncode == 1, updated.stderr
    for text in expected:
        place, message = text.partition(" error: ")[::2]
        assert message.partition(" [")[0] in updated.stderr, (text, updated.stderr)
        assert place.partition(":")[0] in updated.stderr, (text, updated.stderr)
    assert "the catalog stays as it is" in updated.stderr
    assert [path.read_bytes() for path in faulty] == before
    return output


@pytest.fixture
def site(make_site):
    site = make_site(PAGES)
    assert site.build("--strict").returncode == 0
    return site


def test_a_text_that_is_not_closed(site):
    line = site.line(CATALOG, 'msgstr "Some text')
    site.write(CATALOG, site.read(CATALOG).replace('msgstr "Some text of the page."', 'msgstr "Some text of the page.'))
    refused(site, f"{CATALOG}:{line}: error: a text is not closed by a quotation mark [syntax]")


def test_a_quotation_mark_within_a_text(site):
    line = site.line(CATALOG, 'msgstr "Some text')
    site.write(CATALOG, site.read(CATALOG).replace('msgstr "Some text of', 'msgstr "Some "text" of'))
    said = refused(site, f"{CATALOG}:{line}: error: a quotation mark stands within the text [syntax]")
    assert '→ write \\" in its place' in said


def test_a_line_that_is_not_po(site):
    text = site.read(CATALOG)
    site.write(CATALOG, text + "\nthis is no PO\n")
    line = len(text.splitlines()) + 2
    refused(site, f"{CATALOG}:{line}: error: this line is not PO [syntax]")


def test_a_message_without_msgstr(site):
    line = site.line(CATALOG, 'msgid "More text."')
    site.write(CATALOG, site.read(CATALOG).replace('msgstr "More text."\n', ""))
    refused(site, f"{CATALOG}:{line}: error: this message has no msgstr [syntax]")


def test_marks_of_an_unfinished_merge(site):
    line = site.line(CATALOG, 'msgstr "More text."')
    text = site.read(CATALOG)
    conflict = '<<<<<<< HEAD\nmsgstr "A"\n=======\nmsgstr "B"\n>>>>>>> other'
    site.write(CATALOG, text.replace('msgstr "More text."', conflict))
    output = refused(site, f"{CATALOG}:{line}: error: a merge was left unfinished here [conflict]")
    assert "resolve the conflict" in output


def test_a_message_below_marks_of_an_unfinished_merge_is_no_translation(site):
    """Whether it is fuzzy is what nobody has decided; the next message has nothing to do with it."""
    conflict = '<<<<<<< HEAD\n#, fuzzy\n=======\n>>>>>>> other\nmsgid "More text."'
    site.write(CATALOG, site.read(CATALOG).replace('msgid "More text."', conflict))
    refused(site, f"{CATALOG}:{site.line(CATALOG, '<<<<<<<')}: error: a merge was left unfinished here [conflict]")
    found = catalog.read(site.root / CATALOG, CATALOG)
    assert found.translation("More text.") is None
    assert found.translation("Some text of the page.") is not None


def test_bytes_that_are_not_utf8(site):
    line = site.line(CATALOG, 'msgstr "More text."')
    data = (site.root / CATALOG).read_bytes().replace(b'msgstr "More text."', b'msgstr "M\xe1s texto."')
    (site.root / CATALOG).write_bytes(data)
    refused(site, f"{CATALOG}:{line}: error: byte 0xe1 is not UTF-8 [charset]")


def test_a_catalog_in_another_charset(site):
    text = site.read(CATALOG).replace("charset=UTF-8", "charset=ISO-8859-1")
    site.write(CATALOG, text)
    line = site.line(CATALOG, "charset=")
    output = refused(site, f"{CATALOG}:{line}: error: the catalog is in ISO-8859-1, not in UTF-8 [charset]")
    assert "msgconv -t UTF-8" in output


def test_a_message_that_is_there_twice(site):
    text = site.read(CATALOG)
    first = site.line(CATALOG, 'msgid "More text."')
    site.write(CATALOG, text + '\nmsgid "More text."\nmsgstr "Otra vez."\n')
    line = len(text.splitlines()) + 2
    refused(site, f"{CATALOG}:{line}: error: this message is there twice, first in line {first} [duplicate]")


def test_all_faulty_catalogs_are_named_at_once(make_site):
    site = make_site({**PAGES, "other.md": "# Other\n"})
    assert site.build().returncode == 0
    for path in (CATALOG, "locales/es-ES/docs/other.po"):
        site.write(path, site.read(path) + "no PO\n")
    output = refused(site, f"{CATALOG}:", "locales/es-ES/docs/other.po:")
    assert "\n2 errors\n" in output


FIVE_FAULTS = {
    "a text is not closed by a quotation mark [syntax]": 'msgid "One."\nmsgstr "Uno.',
    "this message has no msgstr [syntax]": 'msgid "Two."',
    "this line is not PO [syntax]": "this is no PO",
    "a merge was left unfinished here [conflict]": '<<<<<<< ours\nmsgid "Three."\nmsgstr "A"\n=======\n'
    'msgid "Three."\nmsgstr "B"\n>>>>>>> theirs',
    "this message is there twice, first in line {first} [duplicate]": 'msgid "Start"\nmsgstr "Otra vez"',
}


def test_a_catalog_with_five_faults_is_read_to_its_end(make_site):
    site = make_site({"index.md": "# Start\n\nOne.\n\nTwo.\n\nThree.\n\nLast.\n"})
    blocks = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"', 'msgid "Start"\nmsgstr "Inicio"']
    site.write(CATALOG, "\n\n".join([*blocks, *FIVE_FAULTS.values(), 'msgid "Last."\nmsgstr "Fin."']) + "\n")
    before = site.read(CATALOG)
    first = site.line(CATALOG, 'msgid "Start"')

    checked = site.run("isogloss", "check", "--format", "json")
    found = [json.loads(line) for line in checked.stdout.splitlines()]
    told = [f"{one['message']} [{one['code']}]" for one in found if one["severity"] == "error"]
    assert told == [message.format(first=first) for message in FIVE_FAULTS]
    assert len({one["line"] for one in found}) == 5

    built = site.build("--strict")
    assert built.returncode == 1
    for message in FIVE_FAULTS:
        assert message.format(first=first) in built.stderr
    page = site.read("site/es-ES/index.html")
    for text in ("Inicio", "Fin.", '<p lang="en">One.</p>', '<p lang="en">Two.</p>', '<p lang="en">Three.</p>'):
        assert text in page, text
    assert site.run("isogloss", "update").returncode == 1
    assert site.read(CATALOG) == before


def test_a_locale_without_catalogs(site):
    config = site.read("mkdocs.yml").replace(
        "  - isogloss", "        - locale: fr-FR\n          name: Français\n  - isogloss"
    )
    site.write("mkdocs.yml", config)
    line = site.line("mkdocs.yml", "- locale: fr-FR")
    for command in (("mkdocs", "build"), ("isogloss", "check")):
        result = site.run(*command)
        output = result.stdout + result.stderr
        assert result.returncode == 1
        assert f"mkdocs.yml:{line}: error: locale 'fr-FR' has no catalogs: locales/fr-FR holds no PO file" in output
        assert "[locale-without-catalogs]" in output
        assert "isogloss update" in output
        assert "Traceback" not in output
    assert site.run("isogloss", "update").returncode == 0
    assert site.build("--strict").returncode == 0


def test_a_catalog_of_a_page_that_is_gone(make_site):
    site = make_site({**PAGES, "old.md": "# Old\n\nA text of the old page.\n"})
    (site.root / "docs/old.md").unlink()
    for command in (("mkdocs", "build", "--strict"), ("isogloss", "check")):
        result = site.run(*command)
        output = result.stdout + result.stderr
        assert result.returncode == 1
        assert (
            "locales/es-ES/docs/old.po:1: error: this catalog holds messages, but its page docs/old.md is gone"
            in output
        )
    assert site.run("isogloss", "update").returncode == 0
    assert site.run("isogloss", "check").returncode == 0
    assert site.build("--strict").returncode == 0
    obsolete = {entry.msgid: entry.msgstr for entry in site.catalog("locales/es-ES/docs/old.po").obsolete_entries()}
    assert obsolete["A text of the old page."] == "A text of the old page."


def test_an_unknown_option_of_the_plugin(site):
    config = site.read("mkdocs.yml").replace("  - isogloss", "  - isogloss:\n      locals_dir: po")
    site.write("mkdocs.yml", config)
    line = site.line("mkdocs.yml", "locals_dir")
    for command in (("mkdocs", "build"), ("isogloss", "check")):
        result = site.run(*command)
        output = result.stdout + result.stderr
        assert result.returncode == 1
        assert f"mkdocs.yml:{line}: error: unknown option 'locals_dir'" in output
        assert "[option-unknown]" in output
        assert "Traceback" not in output


def test_an_unknown_option_of_the_command(site):
    result = site.run("isogloss", "check", "--lang", "es")
    assert result.returncode == 2
    assert "unrecognized arguments: --lang" in result.stderr


def test_an_unknown_locale(site):
    result = site.run("isogloss", "check", "--locale", "es")
    assert result.returncode == 1
    assert "error: the site has no locale 'es' [locale-unknown]" in result.stderr
    assert "es-ES" in result.stderr


def test_no_configuration(site):
    result = site.run("isogloss", "status", "-f", "elsewhere.yml")
    assert result.returncode == 1
    assert "elsewhere.yml: error: there is no such file [configuration]" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("locale: es-ES", "locale: es_ES", "locale 'es_ES' is not a language tag of the web [locale-spelling]"),
        (
            "  - isogloss",
            "  - isogloss:\n      source_locale: de",
            "'de' is not among the languages of the plugin 'i18n' [source-locale]",
        ),
        ("  - i18n:", "  - i18m:", "i18m"),
        ("site_name: Test site", "site_name: [", "mkdocs.yml"),
    ],
)
def test_a_configuration_that_is_not_right(site, old, new, text):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace(old, new))
    result = site.run("isogloss", "check")
    assert result.returncode == 1
    assert text in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("plugins", "missing"), [("[search]", "isogloss"), ("[search, isogloss]", "i18n")])
def test_a_plugin_that_is_missing(site, plugins, missing):
    site.write("mkdocs.yml", f"site_name: x\ntheme: mkdocs\nplugins: {plugins}\n")
    result = site.run("isogloss", "update")
    assert result.returncode == 1
    assert f"mkdocs.yml:3: error: the plugin '{missing}'" in result.stderr
    assert "[plugin-missing]" in result.stderr


def test_a_template_that_does_not_parse(site):
    site.write(
        "mkdocs.yml", site.read("mkdocs.yml").replace("  name: mkdocs", "  name: mkdocs\n  custom_dir: overrides")
    )
    site.write("overrides/main.html", "{% extends 'base.html' %}\n{% block content %}\n{{ _('Text' }}\n")
    result = site.run("isogloss", "update")
    assert result.returncode == 1
    assert "overrides/main.html:3: error: the template does not parse" in result.stderr
    assert "[template]" in result.stderr


LINKS = "  name: mkdocs\n  custom_dir: overrides"


def dangling(path):
    path.symlink_to("nowhere")


def looping(path):
    path.symlink_to(path.name)


def circle(path):
    path.symlink_to("..", target_is_directory=True)


def latin(path):
    path.write_bytes("# Café\n".encode("latin-1"))


def empty_file(path):
    path.write_text("", encoding="utf-8")


def empty_folder(path):
    path.mkdir()


UNREADABLE = [
    ("docs/page.md", dangling, "docs/page.md: error: the file cannot be read: No such file or directory [file]"),
    ("docs/page.md", looping, "docs/page.md: error: the file cannot be read: "),
    ("docs/page.md", latin, "docs/page.md:1: error: byte 0xe9 is not UTF-8 [charset]"),
    ("docs/index.es-ES.md", dangling, "docs/index.es-ES.md: error: the file cannot be read: "),
    ("docs/index.es-ES.md", latin, "docs/index.es-ES.md:1: error: byte 0xe9 is not UTF-8 [charset]"),
    ("docs/a\nb.md", empty_file, "docs/a\\nb.md: error: the name of this file has a character that no path"),
    (os.fsdecode(b"docs/caf\xe9.md"), empty_file, "docs/caf\\udce9.md: error: the name of this file has a character"),
    ("docs/circle", circle, "docs/circle: error: this link leads to a folder that it is in"),
    (
        "docs/chip.svg",
        dangling,
        "docs/chip.svg: error: the file cannot be read: it is a link that leads nowhere [file]",
    ),
    ("overrides/x.html", dangling, "overrides/x.html: error: the file cannot be read: "),
    ("overrides/x.html", empty_folder, "overrides/x.html: error: the file cannot be read: Is a directory [file]"),
    ("overrides/x.html", latin, "overrides/x.html:1: error: byte 0xe9 is not UTF-8 [charset]"),
    ("locales/anchors.txt", empty_folder, "locales/anchors.txt: error: the file cannot be read: Is a directory [file]"),
    ("locales/anchors.txt", latin, "locales/anchors.txt:1: error: byte 0xe9 is not UTF-8 [charset]"),
    (
        "locales/es-ES",
        empty_file,
        "locales/es-ES: error: the folder of catalogs cannot be read: Not a directory",
    ),
    ("locales/es-ES", looping, "locales/es-ES: error: the folder of catalogs cannot be read: "),
    ("locales", empty_file, "mkdocs.yml: error: 'locales_dir' is no folder: locales [configuration]"),
]


@pytest.mark.parametrize(
    ("path", "spoil", "text"), UNREADABLE, ids=lambda value: getattr(value, "__name__", ascii(value))
)
def test_a_file_that_cannot_be_read(make_site, path, spoil, text):
    site = make_site(PAGES)
    (site.root / "overrides").mkdir()
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  name: mkdocs", LINKS))
    there = site.root / path
    if there.is_dir():
        shutil.rmtree(there)
    there.unlink(missing_ok=True)
    spoil(there)
    for command in (("isogloss", "check"), ("isogloss", "update"), ("mkdocs", "build")):
        if command[1] == "update" and path == "locales/anchors.txt":
            continue  # It does not read the record of what is published.
        result = site.run(*command)
        output = result.stdout + result.stderr
        assert (command, result.returncode) == (command, 1), output
        assert output.count(text) == 1, (command, output)
        assert "Traceback" not in output
        assert not (site.root / "site/index.html").exists(), "a half-written site"


def test_a_folder_of_catalogs_that_may_not_be_read(make_site, monkeypatch):
    site = make_site(PAGES)
    walk = os.walk

    def refusing(top, *arguments, onerror=None, **options):
        if onerror is not None and Path(top).name == "es-ES":
            onerror(PermissionError(13, "Permission denied", os.fspath(top)))
        return walk(top, *arguments, onerror=onerror, **options)

    monkeypatch.setattr("isogloss.project.os.walk", refusing)
    assert (
        "locales/es-ES: error: the folder of catalogs cannot be read: Permission denied" in site.isogloss("status")[1]
    )


def test_a_folder_in_the_place_of_mkdocs_yml(make_site):
    site = make_site(PAGES)
    code, said = site.isogloss("check", "-f", "docs")
    assert (code, "docs: error: this is a folder, not a mkdocs.yml [configuration]" in said) == (1, True), said


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ("site_name: ñ".encode("latin-1"), "unacceptable character"),
        (b"site_name: " + b"[" * 3000, "its values are nested too deeply"),
        (b"- a\n", "Expected a key-value mapping"),
        (b"site_name: a\0b", "special characters are not allowed"),
    ],
    ids=["latin", "deep", "list", "nul"],
)
def test_a_configuration_that_is_no_yaml(tmp_path, config, text):
    (tmp_path / "mkdocs.yml").write_bytes(config)
    code, said = Site(tmp_path).isogloss("check")
    assert (code, "mkdocs.yml: error: " in said, text in said, "Traceback" in said) == (1, True, True, False), said


def test_titles_that_are_numbers(make_site):
    site = make_site(PAGES)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "nav:\n  - 2026: index.md\n")
    assert site.isogloss("update")[0] == 0
    assert "2026" not in {entry.msgid for entry in site.catalog("locales/es-ES/mkdocs.po")}
    assert site.build("--strict").returncode == 0


def test_pages_to_import_that_cannot_be_read(make_site):
    site = make_site(PAGES)
    (site.root / "empty").mkdir()
    latin(site.root / "latin.md")
    for name, text in (
        ("empty", "empty: error: this folder holds no pages [file]"),
        ("latin.md", "latin.md:1: error: byte 0xe9 is not UTF-8 [charset]"),
        ("gone.md", "gone.md: error: the file cannot be read: No such file or directory [file]"),
    ):
        code, said = site.isogloss("import", "--locale", "es-ES", name)
        assert (code, text in said, "Traceback" in said) == (1, True, False), said


def test_a_version_to_merge_that_is_not_there(tmp_path):
    code, said = Site(tmp_path).isogloss("merge-driver", "base.po", "ours.po", "theirs.po", "x.po")
    assert (code, "ours.po: error: there is no such file [file]" in said) == (1, True), said


def test_update_follows_no_link_that_leads_out_of_the_folder_of_catalogs(make_site):
    site = make_site(PAGES)
    catalog = site.root / CATALOG
    outside = site.root / "outside.po"
    catalog.rename(outside)
    catalog.symlink_to(outside)
    before = outside.read_bytes()
    site.write("docs/index.md", "# Start\n\nA new text.\n")
    code, said = site.isogloss("update")
    assert (code, f"{CATALOG}: error: this is a link that leads out of locales" in said) == (1, True), said
    assert outside.read_bytes() == before


def test_a_fault_of_the_program_is_one_sentence(make_site, monkeypatch):
    site = make_site(PAGES)

    def fail(*_):
        raise LookupError("two\nlines")

    monkeypatch.setattr("isogloss.commands.status.sources_of", fail)
    code, said = site.isogloss("status")
    assert code == 2
    assert "isogloss status: a fault of the program, not yours: LookupError: two lines (test_bad_input.py:" in said
    assert "ISOGLOSS_TRACEBACK=1" in said
    assert "Traceback" not in said


def test_a_page_that_an_extension_fails_on_is_a_finding_and_the_rest_goes_on(make_site):
    site = make_site({"index.md": "# Start\n\nOpen `wsl` now.\n", "b.md": "# B\n\nText.\n"})
    site.translate("locales/es-ES/docs/index.po", {"Open `wsl` now.": "Abra ahora."})
    config = site.read("mkdocs.yml")
    snippets = "markdown_extensions:\n  - pymdownx.snippets:\n      check_paths: true\n"
    site.write("mkdocs.yml", config.replace("markdown_extensions:\n", snippets))
    site.write("docs/b.md", '# B\n\n--8<-- "gone.md"\n\nText.\n')
    status, said = site.isogloss("check")
    assert status == 1
    assert "docs/b.md: error: the page cannot be rendered: SnippetMissingError: Snippet at path 'gone.md'" in said
    assert "    → mend the page, or the options of pymdownx\n" in said
    assert "locales/es-ES/docs/index.po:" in said, "the other pages are checked"
    assert said.count(": error: ") == 2
    before = site.read("locales/es-ES/docs/b.po")
    for command in ("update", "status", "todo"):
        status, said = site.isogloss(command)
        assert (status, "docs/b.md: error: the page cannot be rendered" in said) == (1, True), command
    assert site.read("locales/es-ES/docs/b.po") == before


FAILING = {
    "hook fails: KeyError: 'no' (hook.py:2)": ("hook.py", 'def on_post_build(config):\n    raise KeyError("no")\n'),
    "jinja2 fails: UndefinedError: 'foo' is undefined (main.html:1)": ("own/main.html", "{{ foo.bar.baz }}"),
    "pymdownx fails: SnippetMissingError: Snippet at path 'gone.md' could not be found (snippets.py:": (
        "docs/index.md", '# Start\n\n--8<-- "gone.md"\n',
    ),
    "hook fails: FileNotFoundError: [Errno 2] No such file or directory: 'gone' (hook.py:2)": (
        "hook.py", 'def on_page_content(html, **more):\n    open("gone")\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", FAILING)
def test_what_others_do_wrong_in_a_build_is_no_fault_of_the_program(make_site, said):
    site = make_site({"index.md": "# Start\n"})
    config = site.read("mkdocs.yml").replace(
        "  name: mkdocs\n", "  name: mkdocs\n  custom_dir: own\nhooks: [hook.py]\n"
    )
    snippets = "markdown_extensions:\n  - pymdownx.snippets:\n      check_paths: true\n"
    site.write("mkdocs.yml", config.replace("markdown_extensions:\n", snippets))
    site.write("hook.py", "")
    site.write("own/none.html", "")
    site.write(*FAILING[said])
    status, told = site.isogloss("build")
    assert (status, "a fault of the program" in told) == (1, False), told
    assert said in told
    assert "mkdocs build shows the way to this place" in told


def test_a_fault_of_the_program_is_none_of_the_page(make_site, monkeypatch):
    site = make_site({"index.md": "# Start\n"})
    monkeypatch.setattr("isogloss.segments.steps.walk", None)
    status, said = site.isogloss("check")
    assert (status, "a fault of the program" in said) == (2, True), said


def test_an_interruption_while_the_program_is_being_loaded_is_one_sentence(monkeypatch, capsys):
    class Loading:
        def __getattr__(self, _):
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "isogloss.cli", Loading())
    assert main() == 130
    assert capsys.readouterr().err == "\nisogloss: interrupted\n"


def test_an_interruption_before_the_command_begins_is_one_sentence(monkeypatch, capsys):
    def opened(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("isogloss.cli._opened", opened)
    assert main() == 130
    assert capsys.readouterr().err == "\nisogloss: interrupted\n"


def test_what_no_page_can_hold_is_refused_with_its_line(make_site):
    """A null byte would be in catalogs that no tool reads; a pipe would keep a command waiting for ever."""
    site = make_site(PAGES)
    os.mkfifo(site.root / "docs/pipe.md")
    site.write("docs/other.md", "# Other\n\nA text\0 of it.\n")
    site.write("docs/index.es-ES.md", "# Inicio\n\0\n")
    before = site.read(CATALOG)
    for command in (("isogloss", "check"), ("isogloss", "update"), ("mkdocs", "build")):
        done = site.run(*command)
        said = done.stdout + done.stderr
        assert (done.returncode, "Traceback" in said) == (1, False), said
        assert "docs/pipe.md: error: the file cannot be read: it is a pipe, a socket or a device [file]" in said
        assert "docs/other.md:3: error: this line holds a null byte [file]" in said
        assert "docs/index.es-ES.md:2: error: this line holds a null byte [file]" in said
    assert site.read(CATALOG) == before
    assert not (site.root / "locales/es-ES/docs/other.po").exists()
