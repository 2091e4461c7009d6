"""This repository's own site, where ``isogloss check`` and a strict build leave something to ask."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest
import yaml
from conftest import ROOT, Site
from isogloss import checks
from isogloss.checks.reference import reference
from isogloss.segments import Kind, Message
from lxml import html

OTHER_WORDS = {
    *("front matter title", "front matter description", "front matter subtitle"),  # The desk says it without the term.
    "Ways to read this guide",  # It is a decision guide, for which German has another word.
}


def test_catalogs_reach_every_text():
    result = Site(ROOT).run("isogloss", "check", "--coverage")
    assert result.returncode == 0
    assert result.stdout.startswith("catalogs reach every text\n")
    assert result.stdout.count(" words reached, 0 not\n") == 2


def test_readme_and_security_link_to_files_that_are_there():
    link = r"\]\((?:https://github\.com/isogloss/isogloss/blob/main/)?([\w./-]+)(?:#[\w-]+)?\)"
    for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md"):
        targets = re.findall(link, (ROOT / name).read_text(encoding="utf-8"))
        assert [target for target in targets if not (ROOT / target).exists()] == [], name
        assert targets, name


def test_a_contributor_without_make_reads_what_make_check_runs():
    recipe = re.search(r"(?m)^check: .*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    page = (ROOT / "docs/contribute/edit.md").read_text(encoding="utf-8")
    for command in re.findall(r"\$\(BIN\)/((?:isogloss|mkdocs)(?: [a-z]+| --check| --strict)+)", recipe[1]):
        assert re.search(rf"(?m)^ +{command}$", page), command


def test_the_reference_is_up_to_date():
    text = (ROOT / "docs/contribute/checks.md").read_text(encoding="utf-8")
    assert text == reference(), "run: make update"
    for code in checks.manual():
        assert f"### `{code}` {{ #{code} }}\n" in text


def test_a_language_is_added_by_one_entry_and_an_update(tmp_path):
    for name in ("docs", "locales", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    entry = "        - locale: nl-NL\n          name: Nederlands\n"
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("        - locale: es-ES\n", f"{entry}        - locale: es-ES\n")
    # Two languages beside each other show what all of them do.
    others = r"        - locale: (?!en$|es-ES$|nl-NL$)\S+\n(?:          .*\n)+"
    config, left_out = re.subn(f"(?m){others}", "", config)
    assert left_out >= 6
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    site = Site(tmp_path)
    updated = site.run("isogloss", "update")
    assert updated.returncode == 0, updated.stderr
    of_spanish, of_dutch = (
        {path.relative_to(tmp_path / "locales" / tag) for path in tmp_path.glob(f"locales/{tag}/**/*.po")}
        for tag in ("es-ES", "nl-NL")
    )
    assert of_dutch == of_spanish - {Path("glossary.po")}
    start = polib.pofile(str(tmp_path / "locales/nl-NL/docs/index.po"), wrapwidth=0)
    title = start.find("GPU accelerated ML training")
    title.msgstr = "ML trainen met de GPU"
    start.save()
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = html.parse(tmp_path / "site/nl-NL/index.html").getroot()
    assert page.get("lang") == "nl-NL"
    assert page.xpath("//article//h1")[0].text_content().startswith("ML trainen met de GPU")
    (line,) = page.xpath("//article/p[@class='isogloss-line']")
    assert line.xpath("span/a/text()")[0] == "Lezen in het Engels"
    assert {one.get("lang") for one in page.xpath("//article/p") if one is not line} == {"en"}
    spanish = html.parse(tmp_path / "site/es-ES/index.html").getroot()
    assert "Nederlands" in {link.text_content().strip() for link in spanish.xpath("//a[@hreflang='nl-NL']")}


def test_no_conflict_of_a_merge_is_left_anywhere():
    folders = (ROOT / name for name in ("docs", "locales", "overrides", "scripts", "tests", ".github"))
    paths = [*ROOT.glob("*.*"), *(path for folder in folders for path in folder.rglob("*.*"))]
    kinds = {".md", ".py", ".yml", ".po", ".toml", ".txt", ".html", ".css", ".js"}
    texts = {path: path.read_text(encoding="utf-8") for path in paths if path.suffix in kinds and path.is_file()}
    assert len(texts) > 500
    assert [str(path) for path, text in texts.items() if re.search(r"(?m)^(<{7}|>{7}) ", text)] == []


def test_the_shards_are_all_languages_of_the_site():
    jobs = yaml.safe_load((ROOT / ".github/workflows/shards.yml").read_text(encoding="utf-8"))["jobs"]
    listed = re.findall(r"^ +- locale: (\S+)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert jobs["build"]["strategy"]["matrix"]["locale"] == listed


@pytest.mark.parametrize("tag", ["ar", "de-DE", "es-ES", "fr-FR", "it-IT", "ja-JP", "pt-BR"])
def test_what_the_package_says_follows_the_glossary_of_the_site(tag):
    terms = [(one.msgid, one.msgstr, one.tcomment) for one in polib.pofile(str(ROOT / f"locales/{tag}/glossary.po"))]
    glossary = checks.glossary_of(terms, tag[:2])
    strings = polib.pofile(str(ROOT / f"scripts/isogloss/reader/locales/{tag[:2]}.po"))
    said = [one for one in strings if one.msgid not in OTHER_WORDS]
    assert len(said) > 40
    told = {one.msgid: checks.word_findings(Message(one.msgid, Kind.TEMPLATE), one.msgstr, glossary) for one in said}
    assert {msgid: findings for msgid, findings in told.items() if findings} == {}
