"""What this site alone says of its look, in a real Chromium."""

from __future__ import annotations

import pytest
from chromium import serving
from driving import driving


@pytest.fixture(scope="module")
def tab(own_site, tmp_path_factory):
    with serving(own_site) as served, driving(tmp_path_factory.mktemp("chromium")) as driver, driver.tab() as tab:
        tab.origin = served.origin
        yield tab


@pytest.mark.parametrize("locale", ["", "de-DE/", "ar/", "ja-JP/"])
@pytest.mark.parametrize("width", [1280, 768, 320])
def test_names_of_devices_are_whole_where_there_is_room(tab, locale, width):
    tab.emulate(width, 900)
    tab.go(f"{tab.origin}/{locale}gpu-amd-rocm/")
    names = "[...document.querySelectorAll('td > code')].filter(one => one.innerText.startsWith('device-gfx'))"
    torn = f"{names}.filter(one => one.getClientRects().length > 1).length"
    assert tab.run(f"{names}.length") >= 10
    if width > 700:
        assert tab.run(torn) == 0
        assert tab.run(
            "[...document.querySelectorAll('.md-typeset__table')].every(one => one.scrollWidth <= innerWidth)"
        )
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
