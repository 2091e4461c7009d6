"""Checks of the English pages: links, anchors, pages in reach, decision guides, and anchors that were published."""

from __future__ import annotations

import json

import pytest
from isogloss.checks import Subject, registry

PAGES = {
    "index.md": """\
# Start

[Guide](guide.md#setup), [part](#choose), [chip](chip.svg), [out](https://example.org/x#y)

## Choose { .decision data-covers="gpu-" }

- AMD
    - New: [amd](gpu-amd.md)
    - Old: [intel](gpu-intel.md)
- Not sure: [guide](guide.md)

## Next steps

- [amd](gpu-amd.md)
- [intel](gpu-intel.md)
- [guide](guide.md)
""",
    "guide.md": "# Guide\n\n## Setup\n\nText.\n",
    "gpu-amd.md": "# AMD\n\nText.\n",
    "gpu-intel.md": "# Intel\n\nText.\n",
    "linked.md": "# Linked\n\n[Back](index.md)\n",
}
NAV = "nav:\n  - index.md\n  - guide.md\n  - gpu-amd.md\n  - gpu-intel.md\n"


@pytest.fixture
def site(make_site):
    site = make_site({**PAGES, "guide.md": PAGES["guide.md"] + "\n[More](linked.md)\n"}, translated=False)
    site.write("docs/chip.svg", "<svg/>")
    site.write("mkdocs.yml", site.read("mkdocs.yml") + NAV)
    return site


def found(site) -> list[dict]:
    result = site.run("isogloss", "check", "--format", "json")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_right_pages_have_no_finding(site):
    assert found(site) == []


def test_words_that_a_browser_is_to_look_for_are_no_anchor(site):
    links = "[A](index.md#:~:text=AMD), [b](index.md#choose:~:text=AMD), [c](#:~:text=x)."
    site.write("docs/guide.md", site.read("docs/guide.md").replace("Text.", links, 1))
    assert found(site) == []


def test_lines_of_code_that_a_plugin_numbers_anew_are_one_finding(site):
    code = "".join(f'<pre><span id="__span-0-{line}"></span></pre>\n' for line in (1, 2, 1, 2))
    for page in ("guide.md", "linked.md"):
        site.write(f"docs/{page}", f"{site.read(f'docs/{page}')}\n{code}")
    (row,) = found(site)
    assert row["code"] == "duplicate-id"
    assert row["message"] == "lines of code have an id more than once on 2 pages, as '__span-0-1'"
    # An anchor of a heading is somebody's.
    site.write("docs/guide.md", site.read("docs/guide.md").replace("## Setup", "## Setup { #__span-0-1 }"))
    assert "the id '__span-0-1' is on the page 3 times" in [row["message"] for row in found(site)]


MISTAKES = {
    "missing-target": ("index.md", "(guide.md)", "(gide.md)", "[guide](gide.md)", "no file for 'gide.md'"),
    "missing-target ": ("index.md", "chip.svg", "chop.svg", "chop.svg", "no file for 'chop.svg'"),
    "fragment": ("index.md", "#setup", "#set-up", "#set-up", "'guide.md#set-up' leads to an anchor that is not there"),
    "fragment ": ("index.md", "#choose", "#chose", "#chose", "'#chose' leads to an anchor that is not there"),
    "absolute-link": (
        "guide.md",
        "Text.",
        "[Old](/docs/gpu-intel/#intel) or <a href='/docs/'>start</a>, not [this](/elsewhere/).",
        "/docs/gpu-intel/",
        "'/docs/' and 1 more of this page lead to the English page in every language",
    ),
    "duplicate-id": ("guide.md", "Text.", '<a id="setup"></a>', "Setup", "'setup' is on the page 2 times"),
    "unreachable-page": ("guide.md", "[More](linked.md)", "More", "# Linked", "no link and no entry of the navigation"),
    "decision-dead-end": (
        "index.md",
        "New: [amd](gpu-amd.md)",
        "New",
        "    - New",
        "'New' in #choose leads to no pages",
    ),
    "decision-dead-end ": (
        "index.md",
        "- AMD\n",
        "- [AMD](gpu-amd.md)\n",
        "- [AMD]",
        "has conditions below it and a link",
    ),
    "decision-steps": (
        "index.md",
        "- AMD\n",
        "- AMD <input>\n",
        "- AMD",
        "'AMD <input>' in #choose holds more than words",
    ),
    "decision-exit": ("index.md", "Not sure:", "Both:", "## Choose", "has no exit for 'not sure'"),
    "decision-next-steps": ("index.md", "- [intel](gpu-intel.md)\n", "", "## Choose", "not among 'Next steps'"),
    "decision-missing-guide": ("index.md", 'gpu-"', 'gpu- linked"', "## Choose", "no end of the decision guide"),
}


def test_every_check_of_english_pages_has_a_mistake():
    codes = {check.code for check in registry.of(Subject.SOURCE)}
    below = {
        "former-anchor",
        "former-page",
        "redirect-target",
    }  # They need a site that was published before: see below.
    assert {mistake.strip() for mistake in MISTAKES} | below == codes


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_at_its_line(site, mistake):
    page, old, new, line, words = MISTAKES[mistake]
    text = site.read(f"docs/{page}")
    assert old in text
    site.write(f"docs/{page}", text.replace(old, new, 1))
    rows = [row for row in found(site) if row["code"] == mistake.strip()]
    (row,) = rows
    assert words in row["message"]
    path = "docs/linked.md" if mistake == "unreachable-page" else f"docs/{page}"
    assert (row["path"], row["line"]) == (path, site.line(path, line))


def test_an_end_may_be_a_part_of_a_page_that_is_a_next_step(site):
    text = site.read("docs/index.md")
    site.write("docs/index.md", text.replace("Not sure: [guide](guide.md)", "Not sure: [guide](guide.md#setup)"))
    assert found(site) == []


def test_a_page_that_is_left_out_of_the_navigation_on_purpose_is_in_reach(site):
    site.write("docs/guide.md", PAGES["guide.md"])
    assert [row["code"] for row in found(site)] == ["unreachable-page"]
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "not_in_nav: /linked.md\n")
    assert found(site) == []


def publish(site):
    """Build the site as somebody does who publishes it."""
    text = site.read("mkdocs.yml")
    site.write("mkdocs.yml", text.replace("  - isogloss\n", "  - isogloss:\n      record: true\n"))
    built = site.build("--strict")
    site.write("mkdocs.yml", text)
    return built


def test_what_was_not_published_is_not_on_record(site):
    assert site.build("--strict").returncode == 0
    site.run("isogloss", "update")
    assert not (site.root / "locales/anchors.txt").exists()
    text = site.read("docs/guide.md")
    site.write("docs/guide.md", text.replace("linked.md", "liked.md"))
    assert publish(site).returncode == 1
    assert not (site.root / "locales/anchors.txt").exists()
    site.write("docs/guide.md", text)
    site.write("docs/linked.md", "Without a heading: [back](index.md).\n")
    said = publish(site).stderr
    assert "locales/anchors.txt: new anchors are on record; commit it" in said
    assert "guide.md#setup\n" in site.read("locales/anchors.txt")
    assert "\nlinked.md\n" in site.read("locales/anchors.txt")
    before = site.read("locales/anchors.txt")
    assert "on record" not in publish(site).stderr
    assert site.read("locales/anchors.txt") == before


def test_an_anchor_that_was_published_is_kept_or_told_of(site):
    publish(site)
    assert "guide.md#setup\n" in site.read("locales/anchors.txt")
    text = site.read("docs/guide.md")
    site.write("docs/guide.md", text.replace("## Setup", "## Install"))
    site.write("docs/index.md", site.read("docs/index.md").replace("#setup", "#install"))
    (row,) = found(site)
    assert (row["code"], row["path"]) == ("former-anchor", "locales/anchors.txt")
    assert row["line"] == site.line("locales/anchors.txt", "guide.md#setup")
    assert 'data-former="setup"' in row["hint"]
    assert site.build("--strict").returncode == 1
    site.write("docs/guide.md", text.replace("## Setup", '## Install { data-former="setup set-up" }'))
    assert found(site) == []
    assert "locales/anchors.txt: new anchors are on record" in publish(site).stderr
    assert "guide.md#install\nguide.md#setup\n" in site.read("locales/anchors.txt")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    for path in ("guide", "es-ES/guide"):
        assert '<span id="setup"></span><span id="set-up"></span>Install' in site.read(f"site/{path}/index.html")


def test_a_page_that_was_published_is_redirected_or_told_of(site):
    publish(site)
    (site.root / "docs/linked.md").unlink()
    site.write("docs/guide.md", PAGES["guide.md"])
    (row,) = [row for row in found(site) if row["code"] != "catalog-without-page"]
    assert (row["code"], row["line"]) == ("former-page", site.line("locales/anchors.txt", "linked.md#linked"))
    site.run("isogloss", "update")
    maps = "  - redirects:\n      redirect_maps:\n        linked.md: guide.md#set-up\n  - i18n:\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - i18n:\n", maps))
    (row,) = found(site)
    assert (row["code"], row["path"], row["line"]) == (
        "redirect-target",
        "mkdocs.yml",
        site.line("mkdocs.yml", "linked"),
    )
    assert "leads to an anchor #set-up that guide.md does not have" in row["message"]
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("guide.md#set-up", "gide.md"))
    (row,) = found(site)
    assert "leads to the page gide.md, which is not there" in row["message"]
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("gide.md", "guide.md#setup"))
    assert found(site) == []


def test_a_build_tells_once_what_many_pages_have(make_site):
    pages = {f"lost/{number}.md": "# Lost\n" for number in range(5)}
    site = make_site({"index.md": "# Start\n", **pages})
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "nav: [index.md]\n")
    said = site.build("--strict")
    assert said.returncode == 0, said.stderr
    assert said.stderr.count("[unreachable-page]") == 1
    assert "the same at docs/lost/1.md:1, docs/lost/2.md:1, docs/lost/3.md:1 and 1 more" in said.stderr


def test_an_address_from_the_root_is_one_of_the_site_where_the_site_is(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("/docs/\n", "/docs/v 2\n"))
    links = "[None](/gpu-amd/), [one](/docs/v%202/gpu-amd/) and [other](//example.org/docs/v%202/gpu-amd/)."
    site.write("docs/guide.md", site.read("docs/guide.md").replace("Text.", links))
    assert [(row["code"], row["message"]) for row in found(site)] == [
        ("absolute-link", "'/docs/v%202/gpu-amd/' leads to the English page in every language")
    ]
    assert found(site)[0]["hint"].startswith("write 'gpu-amd.md'; in HTML, ")


def test_an_address_in_the_navigation_is_named_where_it_stands(site):
    nav = "nav:\n  - index.md\n  - guide.md\n  - GPUs:\n      - gpu-amd.md\n      - Intel: /docs/gpu-intel/\n"
    nav += "  - Other: https://example.org/\n  - /elsewhere/\n"
    config = site.read("mkdocs.yml").replace(NAV, nav)
    site.write("mkdocs.yml", config)
    (row,) = found(site)
    assert (row["code"], row["path"]) == ("absolute-link", "mkdocs.yml")
    assert config.splitlines()[row["line"] - 1].strip() == "- Intel: /docs/gpu-intel/"
    assert row["message"] == "'/docs/gpu-intel/' in the navigation leads to the English page in every language"
    assert row["hint"] == "write 'gpu-intel.md'"
    # It is in reach: nothing else leads there.
    site.write("docs/index.md", "# Start\n")
    assert [row["code"] for row in found(site)] == ["absolute-link"]
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("[absolute-link]") == 1


def test_a_page_that_an_address_from_the_root_leads_to_is_in_reach(site):
    site.write("docs/guide.md", site.read("docs/guide.md").replace("linked.md", "/docs/linked/"))
    assert [row["code"] for row in found(site)] == ["absolute-link"]
