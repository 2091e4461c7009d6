"""Findings for programs: each form is read by something that reads that form."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
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


def test_sarif(site):
    log = json.loads(check(site, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules)) >= 15
    (result,) = run["results"]
    assert rules[result["ruleIndex"]] == result["ruleId"] == "bidi-control"
    assert result["level"] == "error"
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == PATH
    assert location["physicalLocation"]["region"]["startLine"] > 1
    assert TEXT in result["message"]["text"]


def test_junit(site):
    xml = JUnitXml.fromstring(check(site, "junit").encode())
    assert (xml.tests, xml.failures) == (1, 1)
    (suite,) = xml
    assert suite.name == PATH
    (case,) = suite
    assert case.name.startswith("bidi-control in line ")
    assert TEXT in case.result[0].text


def test_github(site):
    (line,) = check(site, "github").splitlines()
    command = re.fullmatch(r"::error file=([^,]+),line=(\d+),title=([^:,]+)::(.*)", line)
    assert command
    assert command.group(1) == PATH
    assert command.group(3) == "bidi-control"
    assert "100 %25" in command.group(4)
    assert "%0A" in command.group(4)


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_nothing_found(make_site, form):
    site = make_site({"index.md": "# Start\n"})
    text = check(site, form, status=0)
    if form == "sarif":
        assert json.loads(text)["runs"][0]["results"] == []
    elif form == "junit":
        assert ElementTree.fromstring(text).get("failures") == "0"
    else:
        assert text == ""


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
    assert "nowhere.md: error: there is no such page" in unknown.stderr
