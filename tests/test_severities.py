"""Severities that a site sets, comments that allow a finding in English pages, and findings of the finished site."""

from __future__ import annotations

import json
import re

import pytest
from isogloss.checks import every
from isogloss.checks.registry import GUARD
from isogloss.review.allowances import allowances

PAGES = {
    "index.md": "# Start\n\nUse **both** drivers, of version 580.\n\n[Guide](guide.md) and [more](guide.md#part)\n",
    "guide.md": "# Guide\n\n## Part\n\nText.\n",
    "lonely.md": "# Lonely\n\nText.\n",
}
NAV = "nav:\n  - index.md\n  - guide.md\n"
CATALOG = "locales/es-ES/docs/index.po"
WORDS = "Use **both** drivers, of version 580."
LINKS = "[Guide](guide.md) and [more](guide.md#part)"
SWAPPED = "[Guide](guide.md#part) and [more](guide.md)"


@pytest.fixture
def site(make_site):
    site = make_site(PAGES)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + NAV)
    site.run("isogloss", "update")
    for catalog in (site.root / "locales/es-ES").rglob("*.po"):
        site.translate(catalog.relative_to(site.root).as_posix(), {})
    return site


def set_checks(site, *lines: str) -> None:
    """Let mkdocs.yml say how much checks weigh."""
    text = site.read("mkdocs.yml").partition("\nnav:")[0].partition("  - isogloss")[0]
    options = "".join(f"        {line}\n" for line in lines)
    site.write("mkdocs.yml", f"{text}  - isogloss:\n      checks:\n{options}{NAV}")


def found(site) -> list[tuple[str, str]]:
    result = site.run("isogloss", "check", "--format", "json")
    assert result.stdout or not result.stderr, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return [(row["code"], row["severity"]) for row in rows if row["code"] not in ("copied", "english")]


@pytest.mark.parametrize(
    ("lines", "told", "strict"),
    [
        ((), [("unreachable-page", "warning")], 0),
        (("unreachable-page: off",), [], 0),
        (("unreachable-page: 'off'",), [], 0),
        (("unreachable-page: error",), [("unreachable-page", "error")], 1),
    ],
)
def test_a_site_says_how_much_a_check_weighs(site, lines, told, strict):
    if lines:
        set_checks(site, *lines)
    assert found(site) == told
    assert site.isogloss("check")[0] == strict
    built = site.build("--strict")
    assert built.returncode == strict, built.stderr
    assert ("[unreachable-page]" in built.stderr) is bool(told)


@pytest.mark.parametrize(("severity", "strict"), [("error", 1), ("warning", 0), ("off", 0)])
def test_a_warning_of_the_gate_is_published_and_an_error_is_not(site, severity, strict):
    set_checks(site, "unreachable-page: off", f"link-swap: {severity}")
    site.translate(CATALOG, {LINKS: SWAPPED})
    assert found(site) == ([("link-swap", severity)] if severity != "off" else [])
    assert site.build("--strict").returncode == strict
    built = site.build()
    assert ("[link-swap]" in built.stderr) is (severity != "off")
    assert ('<a href="guide/#part">Guide</a>' in site.read("site/es-ES/index.html")) is (severity != "error")


def test_words_that_weigh_more_fail_the_check(site):
    set_checks(site, "unreachable-page: off", "number: error")
    site.translate(CATALOG, {WORDS: "Use **both** drivers, of version 570."})
    assert found(site) == [("number", "error")]


def test_what_guards_the_site_stays_as_it_is(site):
    set_checks(
        site, "link: warning", "tag: off", "tag-line: off", "number: maybe", "unreachable-page: off", "syntax: off"
    )
    status, said = site.isogloss("check")
    assert status == 1
    for code, words in (
        ("link", f"the severity of 'link' cannot be set: {GUARD}"),
        ("tag", f"the severity of 'tag' cannot be set: {GUARD}"),
        ("tag-line", "there is no check 'tag-line'"),
        ("number", "'maybe' is no severity of the check 'number'"),
        ("syntax", "the severity of 'syntax' cannot be set: it says why"),
    ):
        assert f"mkdocs.yml:{site.line('mkdocs.yml', f'        {code}: ')}: error: {words}" in said
    assert said.count("[check-severity]") == 5
    built = site.build()
    assert built.returncode == 1
    assert "nothing was built" in built.stderr
    assert "there is no check 'tag-line'" in built.stderr
    assert site.isogloss("check", "--explain", "check-severity")[0] == 0


def test_every_check_that_compares_markup_guards_the_site():
    # Law 5: no translation adds an element, an attribute, an address, an anchor, an expression or a file.
    adding = {
        "link",
        "image",
        "code",
        "tag",
        "attribute-list",
        "emphasis",
        "leftover",
        "html",
        "footnote",
        "line-start",
    }
    adding |= {"hidden-markup", "placeholder", "plain-text", "template-expression", "control-character"}
    adding |= {"too-long", "too-much-markup", "diagram"}
    assert adding == {code for code, one in every().items() if one.fixed == GUARD}


def test_the_page_of_a_catalog_is_held_to_the_english_one_in_any_case(site):
    # A plugin that changes pages as a translation might, beyond what is seen of a passage.
    set_checks(site, "unreachable-page: off", "outline: off")
    hook = "def on_page_markdown(markdown, page, config, files):\n    i18n = config.plugins['i18n']\n"
    hook += "    more = '\\n\\nMore.\\n' if i18n.current_language == 'es-ES' else ''\n    return markdown + more\n"
    site.write("hook.py", hook)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    built = site.build("--strict")
    assert built.returncode == 1
    assert "[outline]" in built.stderr
    # What differs is told with the lines of the blocks beside it.
    line = site.line("docs/index.md", "[Guide]")
    assert f"original at docs/index.md:{line}" in built.stderr
    assert re.search(r"locales/es-ES/docs/index.po:\d+: error: .* \[outline\]", built.stderr)


def test_severities_are_in_explain_and_in_sarif(site):
    set_checks(site, "unreachable-page: off", "number: error")
    assert "Severity: off, as mkdocs.yml says." in site.isogloss("check", "--explain", "unreachable-page")[1]
    assert "Severity: error, as mkdocs.yml says." in site.isogloss("check", "--explain", "number")[1]
    assert "Severity: warning." in site.isogloss("check", "--explain", "length")[1]
    assert f"Severity: error; it cannot be set: {GUARD}." in site.isogloss("check", "--explain", "tag")[1]
    log = json.loads(site.run("isogloss", "check", "--format", "sarif").stdout)
    rules = {rule["id"]: rule["defaultConfiguration"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["number"] == {"level": "error"}
    assert rules["unreachable-page"] == {"level": "warning", "enabled": False}
    assert rules["length"] == {"level": "warning"}


def test_a_comment_allows_a_finding_in_an_english_page(site):
    text = PAGES["index.md"] + "\n<!-- allow fragment: it is made by a script -->\n\n[there](guide.md#made)\n"
    site.write("docs/index.md", text)
    lonely = (
        "---\ntitle: Lonely\n---\n\n# Lonely\n\nText.\n\n<!-- allow unreachable-page: linked from the program -->\n"
    )
    site.write("docs/lonely.md", lonely)
    assert found(site) == []
    # MkDocs tells of anchors itself in a build, which allows nothing: no comment is needless there.
    assert "[allowance]" not in site.build().stderr
    # It holds for the next block alone, and for its code alone.
    site.write("docs/index.md", text.replace("\n\n[there]", "\n\nText.\n\n[there]"))
    assert found(site) == [("allowance", "warning"), ("fragment", "warning")]
    site.write("docs/index.md", text.replace("allow fragment", "allow missing-target"))
    assert found(site) == [("allowance", "warning"), ("fragment", "warning")]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("<!-- allow duplicate-id: x -->", "nothing that 'duplicate-id' finds has to be allowed here"),
        ("<!-- allow dublicate-id: x -->", "there is no check 'dublicate-id'"),
        ("<!-- allow number: x -->", "'number' finds nothing in English pages"),
    ],
)
def test_an_allowance_that_allows_nothing_is_told(site, comment, words):
    set_checks(site, "unreachable-page: off")
    site.write("docs/guide.md", f"# Guide\n\n## Part\n\n{comment}\n\nText.\n")
    result = site.run("isogloss", "check")
    assert f"docs/guide.md:5: warning: {words} [allowance]" in result.stdout
    assert f"docs/guide.md:5: warning: {words} [allowance]" in site.build().stderr
    set_checks(site, "unreachable-page: off", "allowance: off")
    assert found(site) == []


def test_a_comment_allows_a_text_that_no_catalog_reaches(make_site):
    text = "# Start\n\n<!-- allow not-reached: a name -->\n\n<p aria-description='Plain words'>x</p>\n"
    site = make_site({"index.md": text})
    status, said = site.isogloss("check", "--coverage")
    assert (status, said.splitlines()[0]) == (0, "catalogs reach every text")
    assert "around it" in said
    assert said.count(" 0 not") == 2  # What is allowed is in no number.
    assert "[allowance]" not in site.isogloss("check")[1]
    site.write("docs/index.md", text.replace(" aria-description='Plain words'", ""))
    assert "nothing that 'not-reached' finds" in site.isogloss("check", "--coverage")[1]


def test_comments_that_are_shown_as_code_allow_nothing():
    shown = (
        "```html\n<!-- allow link: x -->\n```\n\n`<!-- allow link: x -->`\n\n> ~~~\n> <!-- allow link: x -->\n> ~~~\n"
    )
    assert list(allowances(shown)) == []
    (one,) = allowances(shown + "\n- item\n\n    <!-- allow link: x -->\n\n    Text\n    more\n\nend\n")
    assert (one.code, one.lines) == ("link", range(13, 17))


def test_a_finding_of_the_finished_site_leads_to_the_line_and_is_told_once(make_site):
    pages = {
        "index.md": "# Start\n\nText.\n\nSee <a href='guide/#gone'>there</a>.\n",
        "guide.md": "# Guide\n\nText.\n",
    }
    site = make_site(pages, locales=("es-ES", "it-IT"))
    site.write("docs/guide.it-IT.md", "# Guida\n\nTesto <a href='#qui'>qui</a>.\n")
    built = site.build()
    assert built.stderr.count("[dead-fragment]") == 2
    line = site.line("docs/index.md", "gone")
    sentence = "a link leads to guide/index.html#gone, and the page has no such anchor [dead-fragment]"
    assert f"docs/index.md:{line}: warning: {sentence}" in built.stderr
    assert "in the site  site/index.html" in built.stderr
    sentence = "a link leads to guide/index.html#qui, and the page has no such anchor (in it-IT) [dead-fragment]"
    assert f"docs/guide.it-IT.md:3: error: {sentence}" in built.stderr
    allowed = pages["index.md"].replace("See", "<!-- allow dead-fragment: a script makes it -->\nSee")
    site.write("docs/index.md", allowed)
    own = "# Guida\n\n<!-- allow dead-fragment: lo fa uno script -->\nTesto <a href='#qui'>qui</a>.\n"
    site.write("docs/guide.it-IT.md", own)
    built = site.build()
    assert "[dead-fragment]" not in built.stderr
    assert "[allowance]" not in built.stderr
    assert "[allowance]" not in site.isogloss("check")[1]
    site.write("docs/index.md", allowed.replace("#gone", ""))
    assert "docs/index.md:5: warning: nothing that 'dead-fragment' finds has to be allowed" in site.build().stderr


def test_a_strict_build_passes_on_faults_of_english_pages_that_mkdocs_publishes(make_site):
    pages = {
        "index.md": "# Start\n\n<a id='x'></a> and <a id='x'></a>, [see](guide.md#gone).\n",
        "guide.md": "# Guide\n\nText.\n",
        "old.md": "---\ntemplate: leave.html\n---\n\n# Old\n",
    }
    site = make_site(pages, translated=False)
    site.write("overrides/leave.html", "<html><head><title>Moved</title></head><body>Moved</body></html>")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: mkdocs", "name: mkdocs\n  custom_dir: overrides"))
    site.run("isogloss", "update")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    for code in ("duplicate-id", "dead-fragment", "html-language"):
        (line,) = (line for line in built.stderr.splitlines() if f"[{code}]" in line)
        assert ": warning: " in line
    config = site.read("mkdocs.yml")
    for added, code in (("", "dead-fragment"), ("      checks: {html-language: error}\n", "html-language")):
        validation = "" if added else "validation:\n  anchors: warn\n"
        options = f"  - isogloss:\n{added}" if added else "  - isogloss\n"
        site.write("mkdocs.yml", config.replace("  - isogloss\n", options) + validation)
        built = site.build()  # A strict one ends at the first language in which MkDocs itself has warned.
        assert ": error: " in next(line for line in built.stderr.splitlines() if f"[{code}]" in line)


ENGLISH_FAULTS = {
    "missing-target": "[nowhere](none.md)",
    "fragment": "[there](guide.md#gone)",
    "duplicate-id": "<a id='x'></a> and <a id='x'></a>",
}


def test_faults_of_english_alone_are_warnings_apart_told_once(make_site):
    text = "# Start\n\n[Guide](guide.md)\n\n" + "\n\n".join(ENGLISH_FAULTS.values()) + "\n"
    site = make_site({"index.md": text, "guide.md": "# Guide\n\nText.\n"}, locales=("es-ES", "it-IT"))
    for path in (site.root / "locales").rglob("*.po"):
        site.translate(path.relative_to(site.root).as_posix(), {}, rest=False)
    status, told = site.isogloss("check")
    before, line, after = told.partition("\nIn the English pages alone, whatever the language")
    assert (status, before.splitlines()) == (0, [before.strip()])
    assert before.endswith("in each of 2 locales: nothing found\n")
    for code in ENGLISH_FAULTS:
        assert after.count(f" [{code}]") == 1
    assert after.count(" warning: ") == 3
    assert "\n3 warnings\n" in after
    # With something wrong in a translation, that comes first; an error that the site asks for is one like any other.
    site.translate("locales/it-IT/docs/index.po", {"[Guide](guide.md)": "[Guida](index.md)"}, rest=False)
    set_checks(site, "fragment: error")
    status, told = site.isogloss("check")
    first, line, after = told.partition("\nIn the English pages alone")
    assert status == 1
    assert line
    assert "[link]" in first
    assert "[fragment]" in first
    assert [code for code in ENGLISH_FAULTS if f"[{code}]" in after] == ["missing-target", "duplicate-id"]


def test_an_old_address_that_is_dead_in_english_fails_no_strict_build(make_site):
    site = make_site({"index.md": "# Start\n\nText.\n"}, locales=("es-ES", "it-IT"))
    maps = "  - redirects:\n      redirect_maps:\n        old.md: index.md#gone\n  - i18n:\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - i18n:\n", maps))
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("[redirect]") == 1
    assert "warning: an old address leads to index.html#gone, and the page has no such anchor" in built.stderr
