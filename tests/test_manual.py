"""Every code that the program can emit has a manual page. The codes are read from the program itself, as its parser
reads it: whatever stands first in a ``Diagnostic(…)``, followed to where it comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import isogloss
import pytest
from isogloss import checks
from isogloss.diagnostics import Severity

PACKAGE = Path(isogloss.__file__).parent
CODE_OF_A_CHECK = "the code of a check"
"""Stands for ``finding.code``: the names of the functions say the codes."""


class UnreadableError(Exception):
    """A code of which the test cannot tell what it is."""


class Module:
    def __init__(self, name: str, source: str, beside: list[Module]) -> None:
        self.name, self.tree, self.beside = name, ast.parse(source), beside
        self.around: dict[ast.AST, list[ast.FunctionDef]] = {}
        self._place(self.tree, [])

    def _place(self, node: ast.AST, around: list[ast.FunctionDef]) -> None:
        for child in ast.iter_child_nodes(node):
            self.around[child] = around
            self._place(child, [child, *around] if isinstance(child, ast.FunctionDef) else around)

    def calls(self, name: str) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                yield node

    def values(self, node: ast.expr) -> set[str]:
        """The texts that an expression can be."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.JoinedStr(values=parts):
                found = [self.values(part.value if isinstance(part, ast.FormattedValue) else part) for part in parts]
                return {"".join(texts) for texts in product(*found)}
            case ast.IfExp(body=body, orelse=other):
                return self.values(body) | self.values(other)
            case ast.Attribute(attr="code"):
                return {CODE_OF_A_CHECK}
            case ast.Name(id=name):
                return self._named(node, name)
        raise UnreadableError(f"{self.name}:{node.lineno}: {ast.unparse(node)}")

    def _named(self, node: ast.AST, name: str) -> set[str]:
        for function in self.around[node]:
            assigned = [
                each.value
                for each in ast.walk(function)
                if isinstance(each, ast.Assign) and [ast.unparse(target) for target in each.targets] == [name]
            ]
            if assigned:
                return set().union(*map(self.values, assigned))
            parameters = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            if name in parameters:
                return self._given(function, name, [each for each in parameters if each != "self"].index(name))
        raise UnreadableError(f"{self.name}:{node.lineno}: {name}")

    def _given(self, function: ast.FunctionDef, name: str, position: int) -> set[str]:
        private = function.name.startswith("_") or self.around[function]
        found: set[str] = set()
        for module in [self] if private else self.beside:
            for call in module.calls(function.name):
                named = [keyword.value for keyword in call.keywords if keyword.arg == name]
                found |= module.values(named[0] if named else call.args[position])
        if not found:
            raise UnreadableError(f"{self.name}:{function.lineno}: nothing calls {function.name}")
        return found

    def emitted(self) -> Iterator[tuple[str, Severity | None]]:
        """Each code with its weight, where that is written beside it."""
        for call in self.calls("Diagnostic"):
            named = {keyword.arg: keyword.value for keyword in call.keywords}
            weight = named.get("severity", call.args[5] if len(call.args) > 5 else None)
            severity = Severity.ERROR if weight is None else None
            if isinstance(weight, ast.Attribute) and ast.unparse(weight.value) == "Severity":
                severity = Severity[weight.attr]
            for code in self.values(named.get("code") or call.args[0]):
                yield code, severity
        for call in self.calls("_Unreadable"):
            # The reader of catalogs carries a code, ``syntax`` unless it says another, to where a finding is made.
            yield from ((code, Severity.ERROR) for code in (self.values(call.args[3]) if call.args[3:] else {"syntax"}))


def modules(sources: dict[str, str]) -> list[Module]:
    found: list[Module] = []
    found += [Module(name, source, found) for name, source in sources.items()]
    return found


@pytest.fixture(scope="module")
def package():
    """The modules of the program."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return modules({path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in paths})


@pytest.fixture(scope="module")
def emitted(package):
    return [found for module in package for found in module.emitted()]


def test_the_codes_with_a_manual_page_are_those_that_can_be_emitted(package, emitted):
    of_checks = {
        node.name.removeprefix("check_").replace("_", "-")
        for module in package
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")
    }
    codes = {code for code, _ in emitted if code != CODE_OF_A_CHECK} | of_checks
    assert len(codes) > 70
    assert sorted(codes - set(checks.manual())) == [], "no manual page tells what this means"
    assert sorted(set(checks.manual()) - codes) == [], "this is never emitted"


def test_the_rule_of_a_code_says_how_much_its_findings_weigh(emitted):
    weights: dict[str, set[Severity | None]] = {}
    for code, severity in emitted:
        weights.setdefault(code, set()).add(severity)
    certain = {code: found for code, found in weights.items() if None not in found and len(found) == 1}
    assert len(certain) > 30
    assert {code for code, found in certain.items() if checks.rules()[code].severity not in found} == set()


SAMPLES = {
    "first": """
def outer(path):
    def fault(code, message):
        return Diagnostic(code, message, path)
    name = "third"
    raise fault("first" if path else "second", "…") or Diagnostic(f"a-{name}", "…", path, severity=Severity.WARNING)
def shared(message, code):
    return Diagnostic(code, message)
""",
    "other": """
def placed(finding):
    yield Diagnostic(finding.code, finding.message)
    yield shared("…", code="fourth")
""",
}


def test_codes_are_followed_to_where_they_come_from():
    error, warning = Severity.ERROR, Severity.WARNING
    assert {found for module in modules(SAMPLES) for found in module.emitted()} == {
        ("first", error),
        ("second", error),
        ("a-third", warning),
        ("fourth", error),
        (CODE_OF_A_CHECK, error),
    }
    (module,) = modules({"odd": "Diagnostic(table['code'])"})
    with pytest.raises(UnreadableError, match=r"odd:1: table\['code'\]"):
        list(module.emitted())
