"""``isogloss purge``: only what is no longer on the site, only what is old, and never unsaid."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from test_status import commit

PATH = "locales/es-ES/docs/index.po"
TEXTS = ("Some text that was there for years.", "Some text that went a week ago.", "Some text that stays.")
TODAY = datetime.now(timezone.utc).date()


def page(*texts: str) -> str:
    return "# Start\n\n" + "".join(f"{text}\n\n" for text in texts)


@pytest.fixture
def site(make_site):
    """A site that lost a text long ago, one a week ago, one just now, and a page."""
    site = make_site({"index.md": page(*TEXTS, "Now."), "gone.md": "# Gone\n\nAll of it.\n"})
    # With one page and no repository, MkDocs' theme has a button less, whose name is a message.
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "repo_url: https://example.org/roe/tests\n")
    commit(site, date(2020, 1, 1), ".")
    (site.root / "docs/gone.md").unlink()
    for when, texts in ((date(2021, 1, 1), (*TEXTS[1:], "Now.")), (TODAY - timedelta(days=7), (TEXTS[2], "Now."))):
        site.write("docs/index.md", page(*texts))
        assert site.isogloss("update")[0] == 0
        commit(site, when, ".")
    site.write("docs/index.md", page(TEXTS[2]))
    assert site.isogloss("update")[0] == 0
    return site


def obsolete(site) -> set[str]:
    return {
        entry.msgid for path in (site.root / "locales").rglob("*.po") for entry in site.catalog(path) if entry.obsolete
    }


EVERYTHING = {*TEXTS[:2], "Now.", "Gone", "All of it."}


def test_only_what_is_old_goes_and_all_of_it_is_told(site):
    before = {path: path.read_bytes() for path in (site.root / "locales").rglob("*.po")}
    assert obsolete(site) == EVERYTHING
    line = site.line(PATH, f'#~ msgid "{TEXTS[0]}"')
    status, would = site.isogloss("purge", "--dry-run")
    assert (status, obsolete(site)) == (0, EVERYTHING)
    assert {path: path.read_bytes() for path in before} == before
    assert f"{PATH}:{line}: obsolete since 2021-01-01\n    {TEXTS[0]}\n    {TEXTS[0]}\n" in would
    assert would.endswith("3 obsolete messages would go, 2 kept\n")
    status, said = site.isogloss("purge")
    assert (status, said) == (0, would.replace("would go", "gone"))
    assert obsolete(site) == {TEXTS[1], "Now."}
    assert not (site.root / "locales/es-ES/docs/gone.po").exists(), "nothing is left of it"
    assert TEXTS[2] in site.read(PATH)
    assert site.isogloss("purge", "--days", "7")[1].endswith("1 obsolete message gone, 1 kept\n")
    assert site.isogloss("fmt", "--check")[0] == 0
    assert "nothing changed" in site.isogloss("update")[1]


def test_all_goes_with_0_days_and_without_git_nothing_else_does(site):
    site.run("isogloss", "purge", "--days", "0", "--locale", "es-ES")
    assert obsolete(site) == set()


def test_without_git_nobody_knows_what_is_old(make_site):
    site = make_site({"index.md": page(*TEXTS)})
    site.write("docs/index.md", page(*TEXTS[1:]))
    assert site.isogloss("update")[0] == 0
    assert site.isogloss("purge", "--days", "1")[1] == "0 obsolete messages gone, 1 kept\n"
    assert site.run("isogloss", "purge", "--days", "-1").returncode == 2
    site.write(PATH, site.read(PATH) + "no PO\n")
    status, said = site.isogloss("purge", "--days", "0")
    assert status == 1
    assert "the catalog stays as it is" in said
    assert obsolete_lines(site) == 1


def obsolete_lines(site) -> int:
    return site.read(PATH).count("#~ msgid")
