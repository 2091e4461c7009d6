"""This repository's own site, where ``isogloss check`` and a strict build leave something to ask."""

from __future__ import annotations

from conftest import ROOT, Site
from isogloss import checks
from isogloss.checks.reference import reference


def test_catalogs_reach_every_text():
    result = Site(ROOT).run("isogloss", "check", "--coverage")
    assert (result.returncode, result.stdout) == (0, "catalogs reach every text\n")


def test_the_reference_is_up_to_date():
    text = (ROOT / "docs/contribute/checks.md").read_text(encoding="utf-8")
    assert text == reference(), "run: make update"
    for code in checks.manual():
        assert f"### `{code}` {{ #{code} }}\n" in text
