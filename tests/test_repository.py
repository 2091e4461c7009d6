"""What the repository has beside program and site: workflows, forms and hooks name only what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from isogloss.commands import NAMES

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
PROGRAMS = set(NAMES)


def steps(path: Path) -> list[dict]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_only_what_there_is(path):
    commands = "\n".join(step["run"] for step in steps(path) if "run" in step)
    makes = set(re.findall(r"(?m)^(?:sudo )?make ([a-z]+)", commands))
    assert makes <= TARGETS
    assert set(re.findall(r"(?m)^isogloss ([a-z-]+)", commands)) <= PROGRAMS
    paths = re.findall(r"(?<![\w/])tests/[\w/.]+", commands)
    assert [name for name in paths if not (ROOT / name).exists()] == []
    files = re.findall(r"(?m)[\w-]+\.txt", path.read_text(encoding="utf-8"))
    assert [name for name in files if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_the_rights_that_it_needs_and_runs_actions_of_known_content(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job, name
        rights = {right for right, level in job["permissions"].items() if level == "write"}
        assert not rights or path.stem in ("publish", "release"), name
    for line in re.findall(r"(?m)^ +(?:- )?uses: (.*)", path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_one_action_has_one_version_everywhere():
    used = {line for path in WORKFLOWS for line in re.findall(r"uses: (\S+@\S+)", path.read_text(encoding="utf-8"))}
    assert len(used) == len({line.partition("@")[0] for line in used}) > 1


def test_without_make_a_contributor_runs_what_make_check_runs():
    recipe = re.search(r"(?m)^check: .*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    wanted = re.findall(r"\$\(BIN\)/((?:isogloss|mkdocs)(?: [a-z]+| --check| --strict)+)", recipe[1])
    assert len(wanted) >= 3
    windows = (ROOT / ".github/workflows/guides.yml").read_text(encoding="utf-8")
    assert [command for command in wanted if f"- run: {command}\n" not in windows] == []


def test_no_strict_build_is_quiet():
    """With ``--quiet``, MkDocs does not count its own warnings, so that strict passes what strict fails elsewhere."""
    for path in (ROOT / "Makefile", *WORKFLOWS):
        builds = re.findall(r"mkdocs build.*--strict.*", path.read_text(encoding="utf-8"))
        assert [build for build in builds if re.search(r" (?:-q|--quiet)\b", build)] == [], path.name


def test_hooks_for_pre_commit_are_commands():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"isogloss-fmt", "isogloss-update", "isogloss-check"}
    for hook in hooks:
        assert hook["entry"] == hook["id"].replace("-", " ")
        assert hook["entry"].split()[1] in PROGRAMS
        assert re.search(hook["files"], "locales/es-ES/docs/index.po")
        assert bool(re.search(hook["files"], "docs/index.md")) is (hook["id"] != "isogloss-fmt")


def test_links_of_the_readme_work_on_any_page():
    """A package index shows it, too."""
    targets = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not target.startswith("https://")] == []
