"""This repository's own catalogs and its reference of checks: canonical, free of findings, whole."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from conftest import ROOT, Site
from isogloss import catalog, checks
from isogloss.checks.reference import reference
from isogloss.project import Locale

OWN = sorted((ROOT / "locales").rglob("*.po"))
LANGUAGES = """\
        - locale: en-XA
          name: Accents
          build: false
        - locale: ar-XB
          name: Right to left
"""


def gettext(tool: str, *arguments: str) -> None:
    path = shutil.which(tool)
    assert path, f"{tool} of GNU gettext is not installed: run make systems"
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.relative_to(ROOT / "locales").as_posix())
def test_own_catalogs_are_canonical_and_compile(path):
    locale = Locale(path.relative_to(ROOT / "locales").parts[0], "")
    found = catalog.read(path, path.name)
    assert catalog.canonical(found, locale) == path.read_text(encoding="utf-8")
    gettext("msgfmt", "--check", "--output-file=/dev/null", str(path))


@pytest.mark.parametrize("tool", ["msgcat --width=50", "msgattrib"])
def test_own_catalogs_survive(tmp_path, tool):
    assert OWN
    for path in OWN:
        locale = Locale(path.relative_to(ROOT / "locales").parts[0], "")
        name, *arguments = tool.split()
        gettext(name, *arguments, "-o", str(tmp_path / "page.po"), str(path))
        found = catalog.read(tmp_path / "page.po", path.name)
        assert catalog.canonical(found, locale) == path.read_text(encoding="utf-8"), path


def test_own_translations_are_free_of_findings():
    result = Site(ROOT).run("isogloss", "check")
    assert result.returncode == 0, result.stdout
    assert "nothing found" in result.stdout


def test_catalogs_reach_every_text_of_this_repository():
    result = Site(ROOT).run("isogloss", "check", "--coverage")
    assert (result.returncode, result.stdout) == (0, "catalogs reach every text\n")


def test_own_site_in_pseudo_letters_is_whole_and_free_of_findings(tmp_path):
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config, count = re.subn(r"(?s)        - locale: es-ES\n.*?(?=  - isogloss\b)", LANGUAGES, config)
    assert count == 1
    site = Site(tmp_path)
    site.write("mkdocs.yml", config)
    status, said = site.isogloss("pseudo")
    assert status == 0, said
    status, said = site.isogloss("check")
    assert (status, "in each of 2 locales: nothing found" in said) == (0, True), said
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert re.findall(r"isogloss: (\S+): .* translated, (.*)", built.stderr) == [("ar-XB", "0 fuzzy, 0 missing")]
    assert '<html lang="ar-XB"' in site.read("site/ar-XB/index.html")
    assert 'dir="rtl"' in site.read("site/ar-XB/index.html")


def test_the_reference_is_up_to_date():
    text = (ROOT / "docs/contribute/checks.md").read_text(encoding="utf-8")
    assert text == reference(), "run: make update"
    for code in checks.manual():
        assert f"### `{code}` {{ #{code} }}\n" in text
