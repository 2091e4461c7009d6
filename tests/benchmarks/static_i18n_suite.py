"""The tests of mkdocs-static-i18n with Isogloss added: ``python tests/benchmarks/static_i18n_suite.py CHECKOUT``.

CHECKOUT is the folder of a copy of its repository at the version that is installed; its tests are no part of this one.
They run in a copy of that folder, each site that lists the plugin i18n with the plugin isogloss behind it. Some of the
sites have French pages with other anchors or other code than the English ones: what Isogloss says of these pages is
counted and does not end a test; it is printed for tests that build with ``strict``, which it would end. What else is
given is for pytest. Exit status 1 if a test fails.
"""

from __future__ import annotations

import logging
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import base


class Differences(logging.Filter):
    """Takes findings about pages that are written by hand out of the log, and counts them for each test."""

    def __init__(self) -> None:
        super().__init__()
        self.test, self.strict = "", False
        self.found: dict[str, Counter[str]] = {}

    def with_isogloss(self, load_config: Callable[..., Any]) -> Callable[..., Any]:
        """MkDocs' *load_config*, which adds the plugin isogloss wherever the plugin i18n is."""

        def load(config_file: Any = None, **options: Any) -> Any:
            plugins = options.get("plugins")
            self.strict = bool(options.get("strict"))
            if isinstance(plugins, dict) and "i18n" in plugins:
                options["plugins"] = {**plugins, "isogloss": {}}
            return load_config(config_file, **options)

        return load

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Remember which test is running."""
        self.test = item.nodeid

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the log gets *record*."""
        found = re.search(r"isogloss: \S+\.md:\d+: error: .*?\[([a-z-]+)\]$", record.getMessage(), re.M | re.S)
        if found is None:
            return True
        if self.strict:
            self.found.setdefault(self.test, Counter())[found[1]] += 1
        return False


def run(checkout: Path, arguments: list[str]) -> int:
    """The exit status of the tests in *checkout*."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as here:
        copy = Path(folder, "static-i18n")
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".git", "mkdocs_static_i18n", "__pycache__"))
        differences = Differences()
        here.setattr(base, "load_config", differences.with_isogloss(base.load_config))
        here.chdir(copy)
        logging.getLogger("mkdocs.plugins.isogloss").addFilter(differences)
        print(f"mkdocs-static-i18n {version('mkdocs-static-i18n')} as it is installed, with isogloss added", flush=True)
        options = ["-p", "no:cacheprovider", "-c", str(copy / "pyproject.toml"), "-W", "ignore", "tests", *arguments]
        status = pytest.main(options, [differences])
    for test, codes in differences.found.items():
        print(f"{test}: strict, and pages differ: {', '.join(f'{code} {number}' for code, number in codes.items())}")
    return int(status)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(run(Path(sys.argv[1]).resolve(), sys.argv[2:]))
