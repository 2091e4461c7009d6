"""Law 5 in a real Chromium: sites whose translations are attacks, held to their English pages node by node."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chromium import serving
from fuzz import Tally
from harness import Watched, more, structure, visit
from payloads import cases, payloads
from places import MORE_PLACES, NAMES, PLACES, SITE_WIDE
from sites import Attacked, build, sets, tags_of_search

SETS = sets()
COPIES = 8

CONTROLS = {
    "<script>alert(1)</script>": "alert() was called",
    "<img src=x onerror=alert(1)>": "alert() was called",
    "<svg onload=prompt(1)></svg>": "prompt() was called",
    "<b onmouseover=confirm(1)>x</b>": "confirm() was called",
    "<details open ontoggle=alert(1)>x</details>": "alert() was called",
    '<a href="javascript:alert(1)">x</a>': "alert() was called",
    '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>': "alert() was called",
    '<a href=" JavaScript:void(0)">x</a>': "href= JavaScript:void(0)",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>': "alert() was called",
    '<form action="javascript:alert(1)"></form>': "action=javascript:alert(1)",
    '<img src="https://evil.test/x.png">': "asked for https://evil.test/x.png",
    '<script src="//evil.test/x.js"></script>': "asked for http://evil.test/x.js",
    "<style>b { background: url(//evil.test/y.png) }</style><b>x</b>": "asked for http://evil.test/y.png",
    '<base href="//evil.test/">': "asked for http://evil.test",
    "<b onclick=boom( ></b><script>boom()</script>": "script error: Uncaught ReferenceError: boom is not defined",
    '<b title="&lt;img src=x onerror=alert(1)&gt;">x</b>': "alert() was called",
    '<a class=glightbox href=/chip.svg data-title="&lt;img src=x onerror=alert(1)&gt;">x</a>': "alert() was called",
    '<b title="a &lt;i&gt;word&lt;/i&gt;">x</b>': "shows i",
    '<a class=glightbox href=/chip.svg data-description="a &lt;i&gt;word&lt;/i&gt;">x</a>': "shows i",
    "<i></i>": "",
    '<p class="isogloss-line"><img src=/chip.svg></p>': "",
    '<div class="isogloss-tools" onclick="void(0)">x</div>': "",
    '<p class="isogloss-line"><b>x</b></p>': "",
    "<!-- a comment -->": "",
    '<p style="color: red">x</p>': "",
    "<template><i></i></template>": "",
    "<abbr title=x onclick=alert(1)>x</abbr>": "",
    "<abbr data-first title=x onclick=alert(1)>x</abbr>": "",
    "<abbr data-first=x title=x>x</abbr>": "",
    "<b data-first title=x>x</b>": "",
    "<em class=x>x</em>": "",
    "<code>x</code>": "",
    "<textarea>x</textarea>": "",
    '<span class="arithmatex">x</span>': "",
    "</div>": "",
}
"""What the harness has to see: markup, and what happens on a page that holds it."""


def test_the_attacks_are_many():
    assert len(payloads()) >= 1000
    assert len(PLACES | MORE_PLACES) >= 50
    lost = {place for place in cases() if place not in NAMES and not place.startswith(SITE_WIDE)}
    assert not lost, f"cases on places that no site has: {lost}"


@pytest.fixture(scope="module", params=SETS[:3], ids=lambda extensions: extensions.name)
def attacked(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param.name) / "site"
    return build(folder, request.param, locales=2, copies=COPIES)


def test_no_attack_runs_or_adds_a_node(attacked, tmp_path):
    tally = Tally()
    tally.add(attacked, tmp_path / "profile")
    assert not tally.findings, tally.report()
    assert tally.tried["heading"] == 2 * COPIES
    # Nothing would be shown if all were refused. Many attacks are harmless as text, and readers get them.
    assert tally.tried.total() - tally.refused.total() > 100
    tried = {attack.place for attack in attacked.placed}
    assert len(tried) > 80


def publish_raw(root: Path) -> list[str]:
    """Make a page of each control; returns their addresses, that of a page without any first."""
    page = (root / "generic/index.html").read_text(encoding="utf-8")
    assert page.count("</article>") == 1
    for number, control in enumerate(["", *CONTROLS]):
        target = root / f"control{number}/index.html"
        target.parent.mkdir()
        target.write_text(page.replace("</article>", f"{control}</article>"), encoding="utf-8")
    return [f"/control{number}/" for number in range(len(CONTROLS) + 1)]


def test_the_harness_sees_what_it_is_there_for(tmp_path):
    extensions = next(extensions for extensions in SETS if extensions.name == "everything")
    attacked = build(tmp_path / "site", extensions, locales=1)
    addresses = publish_raw(attacked.site)
    with serving(attacked.site, Watched) as browser:
        opened = visit(browser, addresses, tmp_path / "profile")
    clean = opened[addresses[0]]
    assert not clean.seen
    assert not clean.shown
    assert len(clean.nodes) > 100
    for address, (control, seen) in zip(addresses[1:], CONTROLS.items(), strict=True):
        page = opened[address]
        added = more(page, clean)
        assert added or page.nodes != clean.nodes, control
        assert not seen or any(text.startswith(seen) for _, text in added), (control, added)
    assert structure(clean) == structure(opened[addresses[0]])


INDEXED = {
    # What the build says is English is no finding where the English index has it.
    "<p>Un texto</p>": [],
    '<p lang="en">A text</p>': [],
    '<p lang="en" dir="ltr">A text</p>': [],
    '<p lang="en">Un texto</p>': ['<p lang="en">'],
    '<p lang="en" onclick="x">A text</p>': ['<p lang="en" onclick="x">'],
    '<p lang="fr">A text</p>': ['<p lang="fr">'],
    '<p lang="en">A text<i></i></p>': ['<p lang="en">', "<i>", "</i>"],
    "<p>A text</p><p>": ["<p>"],
    "<img src=x": ["<img src=x"],
}
"""Texts of an index of HTML that has, in English, one paragraph, with the tags that have to be found."""


@pytest.mark.parametrize(("script", "plain"), [("", False), ("escapeHtml(title) escapeHtml(summary)", True)])
def test_tags_in_a_search_index_are_seen(script, plain, tmp_path):
    for folder, texts in (("", ["<p>A text</p>"] * len(INDEXED)), ("es", INDEXED)):
        prefix = f"{folder}/" if folder else ""
        docs = [{"location": f"{prefix}{number}", "title": "x", "text": text} for number, text in enumerate(texts)]
        path = tmp_path / "site" / folder / "search/search_index.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"docs": docs}), encoding="utf-8")
    (tmp_path / "site/search/main.js").write_text(script, encoding="utf-8")
    found = tags_of_search(Attacked(tmp_path, ["es"], []))
    expected = [f"es search: es/{number}: {tag}" for number, tags in enumerate(INDEXED.values()) for tag in tags]
    assert found == ([] if plain else expected)


LANGUAGES = {
    # What the build writes of English is no finding; whatever else says a language or a direction is one.
    "marks": (' lang="en" dir="ltr"', []),
    "language": (' lang="fr"', ["p lang=fr"]),
    "direction": (' dir="rtl"', ["p dir=rtl"]),
    "alone": (' dir="ltr"', ["p dir=ltr"]),
    "turned": (' lang="en" dir="rtl"', ["p dir=rtl"]),
}


def test_a_language_that_a_translation_gives_is_seen(tmp_path):
    page = '<!doctype html><html lang="{}" dir="{}"><title>x</title><body><p{}>Text</p></body></html>'
    for path, text in {
        "index.html": page.format("en", "ltr", ""),
        **{f"{name}/index.html": page.format("ar", "rtl", given) for name, (given, _) in LANGUAGES.items()},
    }.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, encoding="utf-8")
    with serving(tmp_path / "site", Watched) as browser:
        opened = visit(browser, ["/", *(f"/{name}/" for name in LANGUAGES)], tmp_path / "profile")
    for name, (_, added) in LANGUAGES.items():
        found = more(opened[f"/{name}/"], opened["/"])
        assert [text.partition(" ")[2] for _, text in found] == added, name
