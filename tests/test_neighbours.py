"""A site that builds with static-i18n builds with Isogloss added, to the same pages: see ``support/neighbours``."""

from __future__ import annotations

import pytest
from neighbours import LANGUAGES, build_localized, build_plain, differences, neighbours


@pytest.mark.parametrize("neighbour", neighbours(), ids=str)
def test_a_site_is_not_worse_than_without_isogloss(neighbour, tmp_path):
    plain = build_plain(neighbour, tmp_path / "plain")
    assert (plain.done.returncode == 0) is neighbour.case.get("plain", True), plain.done.stderr
    localized = build_localized(neighbour, tmp_path / "localized")
    assert localized.done.returncode == 0, localized.done.stderr
    if neighbour.case.get("plain", True):
        assert "\n".join(differences(plain, localized, neighbour.case.get("added", ()))) == ""
        assert localized.search() == plain.search()
    wanted = [address for address, _ in localized.search()]
    for language in LANGUAGES:
        found = [address for address, _ in localized.search(language)]
        assert found in ([], wanted), f"search in {language} lacks something"
    for path, texts in neighbour.case.get("contains", {}).items():
        page = (localized.site / path).read_text(encoding="utf-8")
        assert [text for text in texts if text not in page] == [], path
