"""The page on what languages cost says what is on record, and its plots can be read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import pairwise

import pytest
import speed_page


def test_the_published_tables_are_those_on_record():
    page = speed_page.PAGE.read_text(encoding="utf-8")
    assert speed_page.with_figures(page) == page, "run python tests/support/speed_page.py"
    rows = re.findall(r"^\| `(.+)` \| \d+\.\d \| .*\|$", page, re.M)
    assert rows == 2 * list(speed_page.NAMES.values())


@pytest.mark.parametrize("scheme", speed_page.PLOTS)
def test_the_published_plot_names_each_tool_beside_its_line(scheme):
    text = speed_page.PLOTS[scheme].read_text(encoding="utf-8")
    assert text == speed_page.plot(scheme), "run python tests/support/speed_page.py"
    names = {name for tool, name in speed_page.NAMES.items() if tool in speed_page.plotted()[-1]["spent"]}
    found = [one for one in etree.fromstring(text).findall(".//{*}text") if one.text in names]
    assert {one.text for one in found} == names > {"isogloss build", "mkdocs-static-i18n"}
    heights = sorted(float(one.get("y")) for one in found)
    assert all(below - above >= 13 for above, below in pairwise(heights)), "names on one another"
    assert heights[0] > 10
