"""What ``isogloss build`` makes, held to what ``mkdocs build`` has made."""

from __future__ import annotations

import re
from pathlib import Path

from running import Done, files, run_fresh, told

_OWN = re.compile(
    r"INFO +-  isogloss: (?:nothing is kept|nothing has changed|.*: (?:not built again|built again;)).*\n"
)
"""What ``mkdocs build`` does not say."""
_WHY = re.compile(r"INFO +-  isogloss: one language after the other: (.*)\n")


def differing(wanted: dict[str, bytes], got: dict[str, bytes]) -> list[str]:
    """The paths of files that are not the same."""
    return [path for path in sorted(wanted.keys() | got.keys()) if wanted.get(path) != got.get(path)]


def differences_of_parallel(root: Path, in_order: Done, *options: str, strict: bool = True) -> tuple[list[str], str]:
    """What differs if the site that was built *in_order*, in ``root/site``, is built in parallel: files, and words.

    And why it was built in order all the same, if it was.
    """
    wanted = files(root / "site")
    options = ("--strict", *options) if strict else options
    done = run_fresh(root, "isogloss", "build", "--jobs", "3", *options)
    different = differing(wanted, files(root / "site"))
    why = _WHY.search(done.stderr)
    if said(done) != said(in_order):
        different.append(done.stderr)
    return different, why[1] if why else ""


def said(done: Done) -> tuple[int, str, list[str]]:
    """The exit status of a build, what was printed, and what is said of the site, whichever way it was built."""
    status, printed, errors = told(done)
    return status, printed, _told(_WHY.sub("", _OWN.sub("", errors)))


def _told(errors: str) -> list[str]:
    """What is said of the site. What plugins set up is said once in a process, in which there was another build."""
    return [line for line in errors.splitlines() if not line.startswith("INFO    -  mkdocs_static_i18n: ")]
