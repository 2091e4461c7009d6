"""``python -m isogloss.driver.aside``: what a preview runs to build the whole site, of which nothing is published."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from isogloss.driver.building import BuildAbortedError, Wish, build


def main(config_file: str, site_dir: str, jobs: str) -> int:
    """Build the site of *config_file* in *site_dir*; the exit status."""
    signal.signal(signal.SIGTERM, _end)
    try:
        build(Wish(Path(config_file), site_dir=site_dir, jobs=int(jobs), preview=True))
    except BuildAbortedError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


def _end(*_: object) -> None:
    """End, and leave nothing behind."""
    raise SystemExit("the preview has ended")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
