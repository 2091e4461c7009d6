"""The corpus of one locale: what is published of it, and nothing that was refused."""

from __future__ import annotations

import json

TEXT = "Install [version 580](a.md) of the driver."


def test_a_refused_translation_is_no_evidence_and_its_words_are_not_looked_at(make_site):
    site = make_site({"index.md": f"# Start\n\n{TEXT}\n", "a.md": "# A\n", "b.md": "# B\n"})
    # Another number is a warning by itself; in a text that is refused, it is one mistake too many to tell.
    for target, codes in (("a.md", ["number"]), ("b.md", ["link"])):
        site.translate("locales/es-ES/docs/index.po", {TEXT: f"Instale la [versión 508]({target}) del controlador."})
        rows = site.run("isogloss", "check", "--format", "json").stdout.splitlines()
        assert [json.loads(row)["code"] for row in rows if TEXT in row] == codes
