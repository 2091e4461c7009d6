"""``python -m isogloss.driver.aside``: what a preview runs to build the whole site, of which nothing is published."""

from __future__ import annotations

import sys
from pathlib import Path

from isogloss.diagnostics.unwritten import file_of, is_of_disk
from isogloss.driver.building import BuildAbortedError, Wish, build
from isogloss.driver.ending import end_when_told


def main(config_file: str, site_dir: str, jobs: str) -> int:
    """Build the site of *config_file* in *site_dir*; the exit status."""
    end_when_told()
    try:
        build(Wish(Path(config_file), site_dir=site_dir, jobs=int(jobs), preview=True))
    except BuildAbortedError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    except OSError as error:
        if not is_of_disk(error):
            raise
        sys.stdout.write(f"{file_of(error)}: {error.strerror}\n".removeprefix(": "))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
