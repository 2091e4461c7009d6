"""The code of the guides is read by what would run it: a reader cannot mend a command that does not even parse."""

from __future__ import annotations

import ast
import re
import subprocess

from code_blocks import blocks

ONE_LINER = re.compile(r'(?m)\bpython3? -c "([^"]*)"')
PARSED = {"bash", "python"}
NOT_PARSED = {"powershell", "ini", "text"}
"""There is no parser of PowerShell but PowerShell: the grammar of tree-sitter refuses ``--format=csv``."""


def bash_error(code: str) -> str:
    return subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True).stderr


def test_each_block_is_in_a_language_that_is_known():
    assert {block.language for block in blocks()} == PARSED | NOT_PARSED


def test_python_parses():
    programs = [(block, block.code) for block in blocks("python")]
    programs += [(block, line) for block in blocks("bash", "powershell") for line in ONE_LINER.findall(block.code)]
    assert len(programs) > 20
    for block, code in programs:
        try:
            ast.parse(code)
        except SyntaxError as error:
            raise AssertionError(f"{block}: {error}\n{code}") from error


def test_bash_parses():
    for block in blocks("bash"):
        assert bash_error(block.code) == "", block


def test_bash_refuses_what_is_broken():
    assert bash_error("if true; then ls")
