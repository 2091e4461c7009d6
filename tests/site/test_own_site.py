"""This repository's own site, where ``isogloss check`` and a strict build leave something to ask."""

from __future__ import annotations

import re

from conftest import ROOT, Site
from isogloss import checks
from isogloss.checks.reference import reference


def test_catalogs_reach_every_text():
    result = Site(ROOT).run("isogloss", "check", "--coverage")
    assert result.returncode == 0
    assert result.stdout.startswith("catalogs reach every text\n")
    assert result.stdout.count(" words reached, 0 not\n") == 2


def test_readme_and_security_link_to_files_that_are_there():
    link = r"\]\((?:https://github\.com/isogloss/isogloss/blob/main/)?([\w./-]+)(?:#[\w-]+)?\)"
    for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md"):
        targets = re.findall(link, (ROOT / name).read_text(encoding="utf-8"))
        assert [target for target in targets if not (ROOT / target).exists()] == [], name
        assert targets, name


def test_a_contributor_without_make_reads_what_make_check_runs():
    recipe = re.search(r"(?m)^check: .*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    page = (ROOT / "docs/contribute/edit.md").read_text(encoding="utf-8")
    for command in re.findall(r"\$\(BIN\)/((?:isogloss|mkdocs)(?: [a-z]+| --check| --strict)+)", recipe[1]):
        assert re.search(rf"(?m)^ +{command}$", page), command


def test_the_reference_is_up_to_date():
    text = (ROOT / "docs/contribute/checks.md").read_text(encoding="utf-8")
    assert text == reference(), "run: make update"
    for code in checks.manual():
        assert f"### `{code}` {{ #{code} }}\n" in text
