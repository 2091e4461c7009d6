"""What the package knows of languages is what the catalogs of this site teach."""

from __future__ import annotations

import learning
import pytest
from isogloss.checks import Corpus, background

MOST = {"there": 0.1, "back": 0.1, "new there": 0.1, "new back": 0.1, "translated": 0.25, "ratio": 0.03}
"""What a quarter of the texts may change; a tenth of this is usual."""


def test_each_language_of_the_site_has_a_file():
    assert {path.stem for path in background.FOLDER.iterdir()} == set(learning.languages())


@pytest.mark.parametrize("language", learning.languages())
def test_what_is_known_of_a_language_is_what_its_catalogs_teach(language):
    found = learning.differences(learning.corpus(language))
    assert {name: share for name, share in found.items() if share > MOST[name]} == {}, "run make background"


def test_other_catalogs_teach_something_else():
    other = learning.differences(Corpus(learning.corpus("pt").finished, (), "es"))
    assert other["there"] > MOST["there"]
    assert other["back"] > MOST["back"]
