"""``python -m isogloss``, and the command ``isogloss``."""

import sys


def main() -> int:
    """Run one command; returns its exit status."""
    try:
        from isogloss.cli import main as run  # It takes a while, in which Ctrl-C is answered as it is later.
    except KeyboardInterrupt:
        sys.stderr.write("\nisogloss: interrupted\n")
        return 130
    return run()


if __name__ == "__main__":
    sys.exit(main())
