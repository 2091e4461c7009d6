"""Folders of catalogs and the languages of mkdocs.yml: a language that got another tag, folders that nothing reads,
pseudo-locales without catalogs."""

from __future__ import annotations

import re
import subprocess

import pytest
from isogloss.project import Locale, Project

PAGES = {"index.md": "# Start\n\nSome text of the page.\n"}
COMMANDS = (
    ("isogloss", "check"),
    ("isogloss", "update"),
    ("isogloss", "status"),
    ("isogloss", "fmt"),
    ("isogloss", "import"),
    ("isogloss", "accept", "docs/index.md"),
    ("mkdocs", "build", "--strict"),
)


def in_shell(site, command: str) -> None:
    subprocess.run(command, shell=True, cwd=site.root, check=True, capture_output=True)


def texts(site, tag: str) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in site.catalog(f"locales/{tag}/docs/index.po")}


@pytest.mark.parametrize(("before", "after", "git"), [("es", "es-ES", True), ("es-ES", "es", False)])
def test_a_language_with_another_tag_finds_its_catalogs(make_site, before, after, git):
    site = make_site(PAGES, locales=(before,))
    site.translate("locales/" + before + "/docs/index.po", {"Some text of the page.": "Un texto."})
    if git:
        in_shell(site, "git init -q . && git add .")
    else:
        site.write(f"locales/{after}/notes.txt", "The folder is there already.")
    was = texts(site, before)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace(f"locale: {before}\n", f"locale: {after}\n"))
    line = site.line("mkdocs.yml", f"locale: {after}")
    head = f"mkdocs.yml:{line}: error: locale '{after}' has no catalogs, and locales/{before} belongs to no locale"
    commands = set()
    for command in COMMANDS:
        result = site.run(*command)
        said = result.stdout + result.stderr
        assert (result.returncode, said.count(head)) == (1, 1), (command, said)
        assert "folder-without-locale" not in said
        commands.update(re.findall(r"move them: (.*)\n", said))
    assert texts(site, before) == was
    assert not (site.root / f"locales/{after}/docs").exists()
    (move,) = commands
    assert move == ("git mv locales/es locales/es-ES" if git else "mv locales/es-ES/* locales/es")
    in_shell(site, move)
    assert site.run("isogloss", "update").returncode == 0
    assert texts(site, after) == was
    assert "Language: es_ES\\n" in site.read(f"locales/{after}/docs/index.po") or not git
    assert site.run("isogloss", "check").stdout.endswith(": nothing found\n")


FOLDERS = [
    # the tag in mkdocs.yml, the folders that are there, the one that it had
    ("es-ES", ["es"], "es"),
    ("es", ["es-ES"], "es-ES"),
    ("pt-BR", ["pt_BR"], "pt_BR"),
    ("pt-BR", ["pt_br"], "pt_br"),
    ("sr-Latn", ["sr_Latn"], "sr_Latn"),
    ("zh", ["zh-CN"], "zh-CN"),
    ("zh", ["zh-Hans"], "zh-Hans"),
    ("zh-TW", ["zh"], None),
    ("zh-Hant", ["zh"], None),
    ("sr-Latn", ["sr"], None),
    ("es-MX", ["es-ES"], None),
    ("es-ES", ["fr", "esx", "docs"], None),
    ("es-ES", ["es", "es-ES"], None),
    ("es-MX", ["es"], "es"),
]


@pytest.mark.parametrize(("tag", "folders", "former"), FOLDERS)
def test_which_folder_a_language_had(tmp_path, tag, folders, former):
    for folder in folders:
        (tmp_path / "locales" / folder).mkdir(parents=True)
        (tmp_path / "locales" / folder / "mkdocs.po").touch()
    locale, english = Locale(tag, ""), Locale("en", "")
    site = Project(tmp_path / "mkdocs.yml", tmp_path / "docs", tmp_path / "locales", None, english, (locale,))
    found = site.former_folder(locale)
    assert (found.name if found else None) == former


def test_a_folder_of_a_listed_language_is_not_the_former_one_of_another(tmp_path):
    (tmp_path / "locales/es").mkdir(parents=True)
    (tmp_path / "locales/es/mkdocs.po").touch()
    locales = (Locale("es", ""), Locale("es-MX", ""))
    site = Project(tmp_path / "mkdocs.yml", tmp_path / "docs", tmp_path / "locales", None, Locale("en", ""), locales)
    assert [site.former_folder(locale) for locale in locales] == [None, None]
    assert site.stray_folders() == []


def test_stray_folders_and_pseudo_locales_are_told_of_in_one_way(make_site):
    site = make_site(PAGES, locales=("es-ES", "fr-FR"))
    french = "        - locale: fr-FR\n          name: fr-FR\n"
    pseudo = "        - locale: en-XA\n          name: Accents\n"
    config = site.read("mkdocs.yml")
    assert french in config
    site.write("mkdocs.yml", config.replace(french, pseudo))
    line = site.line("mkdocs.yml", "locale: en-XA")
    stray = "locales/fr-FR: warning: no locale of mkdocs.yml has these catalogs [folder-without-locale]\n"
    without = (
        f"mkdocs.yml:{line}: warning: locale 'en-XA' has no catalogs: locales/en-XA holds no PO file "
        "[locale-without-catalogs]\n    → create them: isogloss pseudo --locale en-XA\n"
    )
    commands = (("isogloss", "check"), ("isogloss", "update"), ("isogloss", "status"), ("mkdocs", "build", "--strict"))
    for command in commands:
        result = site.run(*command)
        said = result.stdout + result.stderr
        assert (result.returncode, said.count(stray), said.count(without)) == (0, 1, 1), (command, said)
    assert not (site.root / "locales/en-XA").exists()
    assert 'lang="en"' in site.read("site/en-XA/index.html")
    # What is not built is nobody's business until somebody wants it.
    unbuilt = pseudo + "          build: false\n"
    site.write("mkdocs.yml", config.replace(french, unbuilt))
    for command in commands:
        result = site.run(*command)
        assert (result.returncode, "en-XA" in result.stdout + result.stderr) == (0, False), command
