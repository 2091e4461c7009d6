"""Known attacks, and the forms in which each is put into a translation."""

from __future__ import annotations

import json
from pathlib import Path

LINES = (Path(__file__).parents[1] / "cases/safety/payloads.txt").read_text(encoding="utf-8").splitlines()
PAYLOADS = {name: json.loads(text) for name, text in (line.split("\t", 1) for line in LINES if line[0] != "#")}
FORMS = ("{payload}", "{msgid}{payload}", "{msgid} {payload}", "{payload} {msgid}")
