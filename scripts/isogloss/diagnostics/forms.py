"""Problems for programs: JSON lines, SARIF 2.1.0, JUnit and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as etree

from isogloss.diagnostics import Diagnostic, Location, Severity

Rules = Mapping[str, str]
"""The manual page of each code: a sentence, then more."""

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_json_lines(problems: Iterable[Diagnostic], _rules: Rules, _version: str) -> str:
    """One JSON object for each problem and line."""
    return "".join(json.dumps(_fields(problem), ensure_ascii=False) + "\n" for problem in problems)


def _fields(problem: Diagnostic) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "path": problem.location.path,
        "line": problem.location.line or None,
        "origin": _place(problem.origin),
        "texts": dict(problem.texts),
        "hint": problem.hint or None,
        "fingerprint": problem.fingerprint,
    }


def _place(location: Location | None) -> dict[str, Any] | None:
    return {"path": location.path, "line": location.line or None} if location is not None else None


def as_sarif(problems: Iterable[Diagnostic], rules: Rules, version: str) -> str:
    """A SARIF 2.1.0 log, as code scanning services read it (OASIS, Static Analysis Results Interchange Format)."""
    problems = list(problems)
    codes = sorted({problem.code for problem in problems} | set(rules))
    driver = {
        "name": "isogloss",
        "version": version,
        "informationUri": "https://github.com/isogloss/isogloss",
        "rules": [_sarif_rule(code, rules.get(code, "")) for code in codes],
    }
    results = [_sarif_result(problem, codes) for problem in problems]
    log = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(code: str, manual: str) -> dict[str, Any]:
    first, _, _ = manual.partition("\n")
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": first or code}}
    if manual:
        rule["help"] = {"text": manual}
    return rule


def _sarif_result(problem: Diagnostic, codes: list[str]) -> dict[str, Any]:
    texts = [f"{label}: {text}" for label, text in problem.texts]
    message = "\n".join([problem.message, *texts, *([problem.hint] if problem.hint else [])])
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity.value,
        "message": {"text": message},
        "locations": [_sarif_location(problem.location)],
        "partialFingerprints": {"isogloss/v1": problem.fingerprint},
    }
    if problem.origin is not None:
        result["relatedLocations"] = [_sarif_location(problem.origin) | {"message": {"text": "the original"}}]
    return result


def _sarif_location(location: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": location.path, "uriBaseId": "%SRCROOT%"}}
    if location.line:
        physical["region"] = {"startLine": location.line}
    return {"physicalLocation": physical}


def as_junit(problems: Iterable[Diagnostic], _rules: Rules, _version: str) -> str:
    """JUnit's XML, as CI servers read it: a test suite for each file, a failed test case for each problem."""
    by_file: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        by_file.setdefault(problem.location.path, []).append(problem)
    count = sum(map(len, by_file.values()))
    suites = etree.Element("testsuites", name="isogloss", tests=str(max(count, 1)), failures=str(count))
    for path, found in by_file.items():
        suite = etree.SubElement(suites, "testsuite", name=path, tests=str(len(found)), failures=str(len(found)))
        for problem in found:
            name = f"{problem.code} in line {problem.location.line}" if problem.location.line else problem.code
            case = etree.SubElement(suite, "testcase", classname=path, name=name, file=path)
            if problem.location.line:
                case.set("line", str(problem.location.line))
            failure = etree.SubElement(case, "failure", type=problem.severity.value, message=_xml(problem.message))
            failure.text = _xml(str(problem))
    if not by_file:
        suite = etree.SubElement(suites, "testsuite", name="isogloss", tests="1", failures="0")
        etree.SubElement(suite, "testcase", classname="isogloss", name="translations keep the structure")
    etree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(suites, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """*text* without the characters that XML 1.0 does not allow."""
    return "".join(char if char in "\n\t" or char >= " " else f"U+{ord(char):04X}" for char in text)


def as_github(problems: Iterable[Diagnostic], _rules: Rules, _version: str) -> str:
    """Workflow commands of GitHub Actions, which show each problem beside its line."""
    return "".join(_github(problem) for problem in problems)


def _github(problem: Diagnostic) -> str:
    body = "\n".join([problem.message, *(text for _, text in problem.texts), *([problem.hint] if problem.hint else [])])
    properties = {"file": problem.location.path, "line": str(problem.location.line or 1), "title": problem.code}
    listed = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{'error' if problem.severity is Severity.ERROR else 'warning'} {listed}::{_escaped(body)}\n"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


FORMS: Mapping[str, Callable[[Iterable[Diagnostic], Rules, str], str]] = {
    "json": as_json_lines,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
