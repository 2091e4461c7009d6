"""``python -m isogloss``, and the command ``isogloss``."""

import atexit
import gc
import sys


def main() -> int:
    """Run one command; returns its exit status."""
    gc.disable()  # What is imported stays: to look for garbage in it takes a sixth of the time.
    try:
        try:
            from isogloss.cli import main as run  # It takes a while, in which Ctrl-C is answered as it is later.
        finally:
            gc.enable()
        # The system takes back what is left; Python would look for garbage in all of it first.
        atexit.register(gc.freeze)
        return run()
    except KeyboardInterrupt:
        sys.stderr.write("\nisogloss: interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
