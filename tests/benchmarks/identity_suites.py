"""What others test Markdown with, as pages: ``python tests/benchmarks/identity_suites.py CHECKOUT…``.

Each CHECKOUT is the folder of a copy of commonmark-spec, Python-Markdown, pymdown-extensions, or another project whose
tests call Python-Markdown; they are no part of this one. Their tests run with the packages that are installed: what is
converted there is an input, with the extensions that they ask for. The examples of a ``spec.txt`` are inputs without
extensions and with those of a usual site. Each input has to be the same page three times: as Python-Markdown makes it,
in English with Isogloss, and translated by its own texts. White space at a soft break in English is counted apart.

Exit status 1 if an input is not the same, or if Isogloss fails on it.
"""

from __future__ import annotations

import copy
import os
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import markdown
import pytest
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure

USUAL = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.highlight", "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tabbed", "pymdownx.details"),
]
_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
_SPACE = re.compile(r"\s+")
_FAILS = "no page without Isogloss"
_BLANKS = "English differs in white space at a soft break"


Input = tuple[str, dict[str, Any]]
"""A text, and the options of the parser."""


@dataclass(slots=True)
class Inputs:
    """Takes down what tests convert: a plugin of pytest."""

    found: dict[str, Input] = field(default_factory=dict)
    """Each input once, by all of it."""
    tests: int = 0

    def add(self, source: str, options: dict[str, Any]) -> None:
        """Take down an input."""
        self.found.setdefault(repr((source, options)), (source, options))

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Count the tests."""
        self.tests += 1


def examples(spec: str) -> Inputs:
    """The examples of a specification, alone and with the extensions of a usual site."""
    found = Inputs()
    for example in _EXAMPLE.findall(spec):
        found.tests += 1
        for extensions in ([], USUAL):
            found.add(example.replace("→", "\t"), {"extensions": extensions})
    return found


def converted() -> Inputs:
    """What the tests in the folder of this process convert."""
    found = Inputs()
    plain, convert = markdown.Markdown.__init__, markdown.Markdown.convert
    options_of: WeakKeyDictionary[markdown.Markdown, dict[str, Any]] = WeakKeyDictionary()

    def remember(md: markdown.Markdown, **options: Any) -> None:
        options_of[md] = _copied(options)
        plain(md, **options)

    def take_down(md: markdown.Markdown, source: str) -> str:
        if isinstance(source, str):
            found.add(source, options_of[md])
        return convert(md, source)

    with pytest.MonkeyPatch.context() as here, redirect_stdout(StringIO()):
        here.setattr(markdown.Markdown, "__init__", remember)
        here.setattr(markdown.Markdown, "convert", take_down)
        # Without the settings of the suite, such as its coverage.
        options = [
            "-q",
            "-p",
            "no:cacheprovider",
            "-c",
            os.devnull,
            "--rootdir",
            ".",
            "--continue-on-collection-errors",
        ]
        pytest.main([*options, "tests"], [found])
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]  # The next suite has modules of the same names.
    return found


def _copied(options: dict[str, Any]) -> dict[str, Any]:
    """*options* for a parser of its own: some extensions remember what they have seen."""
    try:
        return copy.deepcopy(options)
    except TypeError:
        return dict(options)


def page(source: str, options: dict[str, Any], rendering: Rendering | None = None) -> str:
    """What *source* becomes, as *rendering* says, or without Isogloss; of a text that is no page, why."""
    own = _copied(options)
    if rendering is not None:
        own["extensions"] = [*own.get("extensions", ()), IsoglossExtension(lambda _: rendering)]
    try:
        return markdown.Markdown(**own).convert(source)
    except Exception as error:
        if rendering is None:
            return _FAILS
        return "".join(traceback.format_exception(error)[-3:])


def differences(source: str, options: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is not the same: what it is called, and the page with and without Isogloss."""
    alone = page(source, options)
    if alone == _FAILS:
        yield _FAILS, "", ""
        return
    english = page(source, options, Rendering(original := SourceStructure()))
    if english != alone:
        blanks = _SPACE.sub(" ", english) == _SPACE.sub(" ", alone)
        yield _BLANKS if blanks else "English differs", english, alone
    for known, name in ((original, "translated by itself"), (SourceStructure(), "the same, English not known")):
        localized = Rendering(
            known, lookup=lambda message: message.msgid, verify=lambda *_: False, unfinished={"lang": "x-marked"}
        )
        if (found := page(source, options, localized)) != english:
            yield f"{name} differs", found, english


def measure(name: str, inputs: Inputs) -> int:
    """Tell what is not the same in *inputs*; the number of these."""
    counts: Counter[str] = Counter()
    for source, options in inputs.found.values():
        found = list(differences(source, options))
        counts.update(kind for kind, _, _ in found)
        counts["different"] += any(kind not in (_FAILS, _BLANKS) for kind, _, _ in found)
        for kind, one, other in found:
            if kind not in (_FAILS, _BLANKS):
                names = [str(extension) for extension in options.get("extensions", ())]
                print(
                    f"--- {kind}; extensions: {', '.join(names)}\n{source}\n--- with Isogloss\n{one}\n--- else\n{other}"
                )
    same = len(inputs.found) - counts["different"]
    print(f"{name}: {inputs.tests:,} tests, {len(inputs.found):,} inputs, {same:,} the same")
    print("".join(f"    {number:,} {kind}\n" for kind, number in counts.items() if number), end="", flush=True)
    return counts["different"]


def main(checkouts: list[Path]) -> int:
    """Measure the suites in *checkouts*."""
    print(f"Markdown {version('Markdown')}, pymdown-extensions {version('pymdown-extensions')}")
    different = 0
    for checkout in checkouts:
        spec = checkout / "spec.txt"
        if spec.is_file():
            different += measure(checkout.name, examples(spec.read_text("utf-8")))
            continue
        with tempfile.TemporaryDirectory() as folder:
            # What is installed is tested, and not what is in the copy.
            sources = {path.parent.name for path in checkout.glob("*/__init__.py")} - {"tests"}
            shutil.copytree(checkout, here := Path(folder, "copy"), ignore=shutil.ignore_patterns(".git", *sources))
            with pytest.MonkeyPatch.context() as there:
                there.chdir(here)
                different += measure(checkout.name, converted())
    return bool(different)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main([Path(path).resolve() for path in sys.argv[1:]]))
