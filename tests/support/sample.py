"""The sample site: small, with catalogs, and as it is for good. Tests of the program run on it.

The site of this repository can change at any time: a page moves, a language comes. Only the tests in ``tests/site`` may
read it, and :func:`guard` holds all others to that.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests/sample"
LOCALES = ("es-ES", "it-IT")
"""The locales of the sample site to translate to."""
OWN = tuple(str(ROOT / name) for name in ("docs", "locales", "overrides", "mkdocs.yml"))
"""What the site of this repository is made of."""
SITE_TESTS = ROOT / "tests/site"

under_way = [ROOT]
"""The file of the test that runs."""


def copy(folder: Path) -> None:
    """Put a copy of the sample site into *folder*."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)


def pages() -> list[str]:
    """The English pages of the sample site, below its docs."""
    docs = SAMPLE / "docs"
    return sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md") if "includes" not in path.parts)


def catalogs(folder: str = "*") -> list[Path]:
    """The catalogs of the sample site, or those in one folder of its locales: ``es-ES``, ``es-ES/docs``."""
    return sorted(SAMPLE.glob(f"locales/{folder}/**/*.po"))


def guard(event: str, arguments: tuple[object, ...]) -> None:
    """Keep tests from this repository's own site: an audit hook, which Python calls before it opens a file."""
    # Without a mode, it is os.open, whose path may be relative to another open folder.
    if event == "open" and arguments[1] is not None and SITE_TESTS not in under_way[0].parents:
        path = "" if isinstance(arguments[0], int) else os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100
        assert not path.startswith(OWN), f"{path}: only tests in tests/site read the site of this repository"
