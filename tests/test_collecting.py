"""A build looks for garbage less often, and leaves that as it was: a preview goes on, and so do other programs."""

from __future__ import annotations

import gc

import pytest
from isogloss.hosts.mkdocs.collecting import collect_as_before, collect_seldom, later, now


@pytest.fixture
def threshold():
    before = gc.get_threshold()
    yield gc.set_threshold
    gc.set_threshold(*before)


def test_it_is_less_often_during_a_build_and_as_before_after_it(threshold):
    threshold(700, 10, 10)
    collect_seldom()
    assert gc.get_threshold()[0] > 700
    collect_as_before()
    assert gc.get_threshold() == (700, 10, 10)
    collect_as_before()  # A build that never began.
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("chosen", [(0, 0, 0), (50_000, 5, 5)])
def test_what_somebody_has_chosen_stays(threshold, chosen):
    threshold(*chosen)
    collect_seldom()
    assert gc.get_threshold() == chosen
    collect_as_before()
    threshold(700, 10, 10)
    collect_seldom()
    threshold(*chosen)
    collect_as_before()
    assert gc.get_threshold() == chosen


@pytest.mark.parametrize("broken", [False, True])
def test_a_build_leaves_it_as_it_was(threshold, make_site, broken):
    threshold(700, 10, 10)
    site = make_site({"index.md": "# A page\n\nA text.\n"})
    if broken:
        (site.root / "docs/index.md").write_bytes(b"\xff")
    assert (site.build().returncode != 0) is broken
    assert gc.get_threshold() == (700, 10, 10)


def test_there_is_none_until_much_is_built():
    assert gc.isenabled()
    with later():
        assert not gc.isenabled()
        now()
        assert gc.isenabled()
    assert gc.isenabled()
    with later():
        pass
    assert gc.isenabled()


def test_who_collects_nothing_goes_on_so():
    gc.disable()
    try:
        with later():
            now()
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
