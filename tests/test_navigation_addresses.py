"""Addresses of the navigation that are cut up once are those that MkDocs writes, whatever they look like."""

from __future__ import annotations

import random
from types import SimpleNamespace

from isogloss.hosts.mkdocs.navigation_addresses import Place, Written, address_of, relative_to
from mkdocs.utils import normalize_url

PLAIN = ["a", "b", "es-ES", "x.html", "index.html", "guide"]
ODD = ["..", ".", "", "a b", "c#d", "q?x", "http:", "é", "a;b", "...", ".a", "a.", "%20"]


def address(chance: random.Random, parts: list[str]) -> str:
    return "/".join(chance.choice(parts) for _ in range(chance.randint(0, 4))) + chance.choice(["", "/"])


def test_they_are_what_mkdocs_writes():
    chance, plain = random.Random(1), 0
    for number in range(20000):
        parts = PLAIN if number % 2 else PLAIN + ODD
        page, to = SimpleNamespace(url=address(chance, parts)), address(chance, parts)
        found = address_of(to)
        plain += found.parts is not None
        assert relative_to(page)(found) == normalize_url(to, page), (page.url, to)
    assert plain > 10000, "nearly all addresses of a site are plain"


def test_a_text_that_is_written_on_one_page_after_the_other_has_the_addresses_of_each():
    chance, kept = random.Random(1), 0
    for number in range(2000):
        parts = PLAIN if number % 2 else PLAIN + ODD
        found = [address(chance, parts) for _ in range(3)]
        text = Written(["", " ", " ", ""], list(map(address_of, found)))
        before = None
        for _ in range(8):
            page = SimpleNamespace(url=address(chance, ["a", "b", "x.html"] if number % 3 else parts))
            written = text.on(Place(page, ""))
            assert written == " ".join(normalize_url(one, page) for one in found), (page.url, found)
            kept, before = kept + (written is before), written
    assert kept > 400, "beside each other, many are the same"
    assert Written(["", ""], [address_of("a/")]).on(Place(None, "/base")) == "/base/a/"
