"""Problems as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as code scanning services read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from isogloss.diagnostics import Diagnostic, Location, Rule, fingerprints, shortened

Rules = Mapping[str, Rule]
"""What is known of each code."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SOURCE = "https://github.com/isogloss/isogloss"
_MANUAL = f"{_SOURCE}/blob/main/docs/contribute/checks.md"
_LONGEST_DESCRIPTION = 1024
"""What GitHub takes."""

# In a message of SARIF, {0} is a placeholder and [text](target) a link; a finding may quote either.
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


def as_sarif(problems: Iterable[Diagnostic], rules: Rules, version: str) -> str:
    """A SARIF log with one run."""
    problems = list(problems)
    known = {problem.code: Rule("", problem.severity) for problem in problems} | dict(rules)
    codes = sorted(known)
    driver = {
        "name": "isogloss",
        "version": version,
        "informationUri": _SOURCE,
        "rules": [_rule(code, known[code]) for code in codes],
    }
    index = {code: number for number, code in enumerate(codes)}
    found = zip(problems, fingerprints(problems), strict=True)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, index[problem.code], fingerprint) for problem, fingerprint in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, rule: Rule) -> dict[str, Any]:
    described, _, examples = rule.manual.partition("\n\nBad:")
    first, _, _ = described.partition("\n")
    found: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": shortened(first or code, _LONGEST_DESCRIPTION)},
        "fullDescription": {"text": shortened(" ".join(described.split()) or code, _LONGEST_DESCRIPTION)},
        "defaultConfiguration": {"level": rule.severity.value} | ({} if rule.enabled else {"enabled": False}),
        "helpUri": f"{_MANUAL}#{code}",
    }
    if rule.manual:
        examples = f"\n\n```text\nBad:{examples}\n```" if examples else ""
        found["help"] = {"text": rule.manual, "markdown": described + examples + "\n"}
    return found


def _result(problem: Diagnostic, index: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": problem.severity.value,
        "message": {"text": _message("\n".join(filter(None, (problem.message, problem.hint))))},
        "locations": [_location(problem.location)],
        "partialFingerprints": {"isogloss/v1": fingerprint},
    }
    if problem.origin is not None:
        result["relatedLocations"] = [_location(problem.origin) | {"id": 0, "message": {"text": "the original"}}]
    if problem.texts:
        # Their Markdown would be read as markup in the message; here it stays what it is.
        result["properties"] = dict(problem.texts)
    return result


def _message(text: str) -> str:
    return _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\\[", text))


def _location(location: Location) -> dict[str, Any]:
    artifact = {"uri": quote(location.path, safe="/~()!$&'*+,;=@"), "uriBaseId": "%SRCROOT%"}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if location.line:
        physical["region"] = {"startLine": location.line}
    return {"physicalLocation": physical}
