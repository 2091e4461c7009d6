"""Problems for programs: JSON lines, JUnit and GitHub annotations; SARIF is in a module of its own."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from io import TextIOWrapper
from typing import Any
from xml.etree import ElementTree as etree

from isogloss.diagnostics import Diagnostic, Location, Severity, fingerprints
from isogloss.diagnostics.sarif import Rules, as_sarif

# Line ends for some readers of lines, though not for JSON.
_LINE_ENDS = {number: f"\\u{number:04x}" for number in (0x85, 0x2028, 0x2029)}


def as_json_lines(problems: Iterable[Diagnostic], _rules: Rules, _version: str) -> str:
    """One JSON object for each problem and line."""
    problems = list(problems)
    rows = zip(problems, fingerprints(problems), strict=True)
    return "".join(json.dumps(_fields(*row), ensure_ascii=False).translate(_LINE_ENDS) + "\n" for row in rows)


def _fields(problem: Diagnostic, fingerprint: str) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "path": problem.location.path,
        "line": problem.location.line or None,
        "origin": _place(problem.origin),
        "texts": dict(problem.texts),
        "hint": problem.hint or None,
        "fingerprint": fingerprint,
    }


def _place(location: Location | None) -> dict[str, Any] | None:
    return {"path": location.path, "line": location.line or None} if location is not None else None


def as_junit(problems: Iterable[Diagnostic], _rules: Rules, _version: str) -> str:
    """JUnit's XML, as CI servers read it: a test suite for each file, a failed test case for each problem."""
    by_file: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        by_file.setdefault(problem.location.path, []).append(problem)
    count = sum(map(len, by_file.values()))
    suites = etree.Element("testsuites", name="isogloss", tests=str(max(count, 1)), failures=str(count))
    for path, found in by_file.items():
        path = _xml(path)
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


# What XML 1.0 does not allow, and the carriage return, which its readers turn into a line end.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    """*text* without the characters that XML 1.0 does not allow."""
    return _NOT_XML.sub(lambda found: f"U+{ord(found.group()):04X}", text)


def as_github(problems: Iterable[Diagnostic], _rules: Rules, _version: str) -> str:
    """Workflow commands of GitHub Actions, which show each problem beside its line."""
    return "".join(_github(problem) for problem in problems)


def _github(problem: Diagnostic) -> str:
    texts = (f"{label}: {text}" for label, text in problem.texts)
    body = "\n".join(filter(None, (problem.message, *texts, problem.hint)))
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


def write(form: str, problems: Iterable[Diagnostic], rules: Rules, version: str) -> None:
    """Print *problems* in one of the :data:`FORMS`: in UTF-8, whatever the encoding of the terminal is."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(FORMS[form](problems, rules, version))
