"""The state of one preview, as those who answer requests know it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from isogloss.driver.exchange import Response


@dataclass(slots=True)
class Preview:
    """One site under way."""

    config_file: Path
    """mkdocs.yml, absolute."""

    def page_at(self, path: str) -> tuple[str, str] | None:
        """Which page is at the *path* of an address: its path below docs/, and the tag of the language; None if none.

        *path* begins with a slash and is below the path of ``site_url``.
        """
        del path
        return None

    def answer(self, path: str) -> Response | None:
        """What is at the *path* of an address; None if nothing is."""
        del path
        return None
