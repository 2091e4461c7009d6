"""Two branches touch one catalog: what can be merged is merged, and what cannot is shown where it is."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from conftest import CONFIG, ROOT, Site
from isogloss import catalog
from isogloss.catalogs.merge import merged
from isogloss.project import Locale

SPANISH = Locale("es-ES", "Español")
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: isogloss\\n"
"Language: es_ES\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
ONE = '#. paragraph\n#: docs/index.md\nmsgid "One"\nmsgstr "Uno"\n'
TWO = '#. paragraph\n#: docs/index.md\nmsgid "Two"\nmsgstr "Dos"\n'
THREE = '#. paragraph\n#: docs/index.md\nmsgid "Three"\nmsgstr ""\n'
GONE = '#~ msgid "Gone"\n#~ msgstr "Ido"\n'
BASE = "\n".join([HEADER, ONE, TWO, THREE, GONE])

TWO_FUZZY = '#. paragraph\n#: docs/index.md\n#, fuzzy\n#| msgid "Two"\nmsgid "Two!"\nmsgstr "Dos"\n'
TWO_OBSOLETE = '#~ msgid "Two"\n#~ msgstr "Dos"\n'
TWO_CHANGED = "\n".join([HEADER, ONE, TWO_FUZZY, THREE, GONE])
NEW = '#. list item\n#: docs/index.md\nmsgid "New"\nmsgstr "Nuevo"\n'
OTHER = '#. list item\n#: docs/index.md\nmsgid "Other"\nmsgstr ""\n'


def conflict(before: str, ours: str, theirs: str, after: str = "") -> str:
    return f"{before}<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n{after}"


# What each branch made of BASE, and what the merge has to be.
KINDS = {
    "different messages translated": (
        BASE.replace('"Uno"', '"Uno."'),
        BASE.replace('msgid "Three"\nmsgstr ""', 'msgid "Three"\nmsgstr "Tres"'),
        BASE.replace('"Uno"', '"Uno."').replace('msgid "Three"\nmsgstr ""', 'msgid "Three"\nmsgstr "Tres"'),
    ),
    "one message translated in the same way": (
        BASE.replace('"Dos"', '"2"'),
        BASE.replace('"Dos"', '"2"'),
        BASE.replace('"Dos"', '"2"'),
    ),
    "one message translated differently": (
        BASE.replace('"Dos"', '"Dos A"'),
        BASE.replace('"Dos"', '"Dos B"'),
        BASE.replace(TWO, conflict(TWO.partition("msgstr")[0], 'msgstr "Dos A"\n', 'msgstr "Dos B"\n')),
    ),
    "English changed here, its translation there": (
        TWO_CHANGED,
        BASE.replace('"Dos"', '"Dos mejor"'),
        TWO_CHANGED.replace('"Dos"', '"Dos mejor"'),
    ),
    "English changed in both, translated there": (
        TWO_CHANGED,
        TWO_CHANGED.replace('#, fuzzy\n#| msgid "Two"\nmsgid "Two!"\nmsgstr "Dos"', 'msgid "Two!"\nmsgstr "¡Dos!"'),
        TWO_CHANGED.replace('#, fuzzy\n#| msgid "Two"\nmsgid "Two!"\nmsgstr "Dos"', 'msgid "Two!"\nmsgstr "¡Dos!"'),
    ),
    "English changed in both, translated differently": (
        TWO_CHANGED.replace('#, fuzzy\n#| msgid "Two"\nmsgid "Two!"\nmsgstr "Dos"', 'msgid "Two!"\nmsgstr "¡2!"'),
        TWO_CHANGED.replace('#, fuzzy\n#| msgid "Two"\nmsgid "Two!"\nmsgstr "Dos"', 'msgid "Two!"\nmsgstr "¡Dos!"'),
        TWO_CHANGED.replace(
            TWO_FUZZY,
            conflict('#. paragraph\n#: docs/index.md\nmsgid "Two!"\n', 'msgstr "¡2!"\n', 'msgstr "¡Dos!"\n'),
        ),
    ),
    "messages added at one place": (
        BASE.replace(TWO, f"{TWO}\n{NEW}"),
        BASE.replace(TWO, f"{TWO}\n{OTHER}"),
        BASE.replace(TWO, f"{TWO}\n{NEW}\n{OTHER}"),
    ),
    "one message added to both, translated there": (
        BASE.replace(TWO, NEW.replace("Nuevo", "") + f"\n{TWO}"),
        BASE.replace(TWO, f"{NEW}\n{TWO}"),
        BASE.replace(TWO, f"{NEW}\n{TWO}"),
    ),
    "obsolete here, translated there": (
        BASE.replace(f"{THREE}\n", "").replace(f"{TWO}\n", "") + f"\n{TWO_OBSOLETE}",
        BASE.replace('"Dos"', '"Dos mejor"'),
        BASE.replace(f"{THREE}\n", "").replace(f"{TWO}\n", "") + "\n" + TWO_OBSOLETE.replace("Dos", "Dos mejor"),
    ),
    "reordered here, translated there": (
        "\n".join([HEADER, TWO, THREE, ONE, GONE]),
        BASE.replace('"Dos"', '"2"'),
        "\n".join([HEADER, TWO.replace("Dos", "2"), THREE, ONE, GONE]),
    ),
    "comments of two translators": (
        BASE.replace(ONE, f"# Ana was here.\n{ONE}"),
        BASE.replace(ONE, f"# Bea was here.\n{ONE}").replace('"Uno"', '"1"'),
        BASE.replace(ONE, f"# Ana was here.\n# Bea was here.\n{ONE}").replace('"Uno"', '"1"'),
    ),
    "fuzzy here, better there": (
        BASE.replace('msgid "One"', 'msgid "One"').replace(ONE, ONE.replace("msgid", "#, fuzzy\nmsgid", 1)),
        BASE.replace('"Uno"', '"Uno."'),
        BASE.replace(
            ONE,
            conflict(
                "#. paragraph\n#: docs/index.md\n",
                '#, fuzzy\nmsgid "One"\nmsgstr "Uno"\n',
                'msgid "One"\nmsgstr "Uno."\n',
            ),
        ),
    ),
    "accepted here, wrapped there": (
        BASE.replace('"Uno"', '"Uno."'),
        BASE.replace('msgstr "Dos"', 'msgstr ""\n"Do"\n"s"'),
        BASE.replace('"Uno"', '"Uno."'),
    ),
    "obsolete messages at one end": (
        BASE + '\n#~ msgid "A"\n#~ msgstr "a"\n',
        BASE + '\n#~ msgid "B"\n#~ msgstr "b"\n',
        BASE + '\n#~ msgid "A"\n#~ msgstr "a"\n\n#~ msgid "B"\n#~ msgstr "b"\n',
    ),
    "pruned here": (
        BASE.replace(f"\n{GONE}", ""),
        BASE.replace('"Uno"', '"1"'),
        BASE.replace(f"\n{GONE}", "").replace('"Uno"', '"1"'),
    ),
    "signed by both": (
        BASE.replace('(n != 1);\\n"\n', '(n != 1);\\n"\n"Last-Translator: Ana\\n"\n'),
        BASE.replace('(n != 1);\\n"\n', '(n != 1);\\n"\n"Last-Translator: Bea\\n"\n"X-Translation-Type: HT\\n"\n'),
        BASE.replace('(n != 1);\\n"\n', '(n != 1);\\n"\n"Last-Translator: Ana\\n"\n"X-Translation-Type: HT\\n"\n'),
    ),
    "another kind of translation": (
        BASE.replace('(n != 1);\\n"\n', '(n != 1);\\n"\n"X-Translation-Type: MT\\n"\n'),
        BASE.replace('(n != 1);\\n"\n', '(n != 1);\\n"\n"X-Translation-Type: HT\\n"\n'),
        BASE.replace(
            '(n != 1);\\n"\n',
            '(n != 1);\\n"\n' + conflict("", '"X-Translation-Type: MT\\n"\n', '"X-Translation-Type: HT\\n"\n'),
        ),
    ),
}


GIT_KINDS = ("different messages translated", "one message translated differently", "reordered here, translated there")


def git(folder: Path, *arguments: str, status: int = 0) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def commit(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A change")


def branches(folder: Path, versions: dict[str, tuple[str, str, str]], **more: str) -> None:
    """A repository in which HEAD and the branch ``theirs`` have changed the same files."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, {name: texts[0] for name, texts in versions.items()} | more)
    git(folder, "checkout", "--quiet", "-b", "theirs")
    commit(folder, {name: texts[2] for name, texts in versions.items()})
    git(folder, "checkout", "--quiet", "main")
    commit(folder, {name: texts[1] for name, texts in versions.items()})


@pytest.mark.parametrize("kind", KINDS)
def test_the_driver_merges_or_conflicts_truthfully(tmp_path, kind):
    ours, theirs, expected = KINDS[kind]
    for name, text in {"base": BASE, "ours": ours, "theirs": theirs}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = "locales/es-ES/docs/index.po"
    done = Site(tmp_path).run("isogloss", "merge-driver", "base", "ours", "theirs", path)
    text = (tmp_path / "ours").read_text(encoding="utf-8")
    assert text == expected
    assert (done.returncode, done.stderr) == (int("<<<<<<<" in expected), "")
    if "<<<<<<<" not in expected:
        found = catalog.parse(text.encode(), Path(path), path)
        assert catalog.canonical(found, SPANISH) == text


def test_git_calls_the_driver_and_believes_it(tmp_path):
    """A merge that comes out, and one that does not, in one ``git merge`` with the real command."""
    names = {kind: f"locales/es-ES/docs/{number}.po" for number, kind in enumerate(GIT_KINDS)}
    attributes = {".gitattributes": "locales/**/*.po merge=isogloss\n"}
    branches(tmp_path, {path: (BASE, *KINDS[kind][:2]) for kind, path in names.items()}, **attributes)
    git(tmp_path, "config", "merge.isogloss.driver", f'"{sys.executable}" -m isogloss merge-driver %O %A %B %P')
    git(tmp_path, "merge", "--quiet", "theirs", status=1)
    for kind, path in names.items():
        assert (tmp_path / path).read_text(encoding="utf-8") == KINDS[kind][2]
    conflicts = [path for kind, path in names.items() if "<<<<<<<" in KINDS[kind][2]]
    assert git(tmp_path, "diff", "--name-only", "--diff-filter=U").split() == conflicts
    assert 0 < len(conflicts) < len(names)


def test_a_catalog_renamed_here_gets_what_was_translated_there(tmp_path):
    old, new = "locales/es-ES/docs/old.po", "locales/es-ES/docs/new.po"
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path, {old: BASE, ".gitattributes": "*.po merge=isogloss\n"})
    git(tmp_path, "config", "merge.isogloss.driver", f'"{sys.executable}" -m isogloss merge-driver %O %A %B %P')
    git(tmp_path, "checkout", "--quiet", "-b", "theirs")
    commit(tmp_path, {old: BASE.replace('"Dos"', '"2"')})
    git(tmp_path, "checkout", "--quiet", "main")
    (tmp_path / old).unlink()
    commit(tmp_path, {new: BASE.replace("docs/index.md", "docs/new.md")})
    git(tmp_path, "merge", "--quiet", "--no-edit", "theirs")
    assert not (tmp_path / old).exists()
    expected = BASE.replace("docs/index.md", "docs/new.md").replace('"Dos"', '"2"')
    assert (tmp_path / new).read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_way_round_has_the_same_messages(kind):
    ours, theirs, expected = KINDS[kind]
    found = merged(BASE.encode(), theirs.encode(), ours.encode(), "x.po")
    assert found.conflicts == expected.count("<<<<<<<")
    if kind not in ("comments of two translators", "signed by both"):
        blocks = [set(text.replace("ours", "").replace("theirs", "").split("\n")) for text in (found.text, expected)]
        assert blocks[0] == blocks[1]


def test_merging_a_catalog_with_itself_changes_nothing():
    for ours, _, _ in KINDS.values():
        assert merged(BASE.encode(), ours.encode(), BASE.encode(), "x.po").text == canonical(ours)
        assert merged(BASE.encode(), BASE.encode(), ours.encode(), "x.po").text == canonical(ours)
        assert merged(b"", ours.encode(), ours.encode(), "x.po").text == canonical(ours)


def canonical(text: str) -> str:
    return catalog.canonical(catalog.parse(text.encode(), Path("x.po"), "x.po"), SPANISH)


def test_a_version_that_is_no_po_is_merged_line_by_line(tmp_path):
    files = {"base": BASE, "ours": BASE + "no PO\n", "theirs": BASE.replace('"Uno"', '"1"')}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert Site(tmp_path).run("isogloss", "merge-driver", "base", "ours", "theirs", "x.po").returncode == 0
    assert (tmp_path / "ours").read_text(encoding="utf-8") == files["theirs"] + "no PO\n"


LONG_OLD = (
    "Install the newest driver for your graphics card, then restart Windows and check whether the card is listed."
)
LONG_NEW = LONG_OLD.replace("Install the newest", "Remove the oldest")
SPANISH_OLD = "Instale el controlador más reciente de su tarjeta, reinicie Windows y compruebe si la tarjeta aparece."
SPANISH_NEW = SPANISH_OLD.replace("si la tarjeta aparece", "que la tarjeta se muestra en la lista")


def wrapped(msgid: str, msgstr: str, flags: str = "") -> str:
    """A catalog as tools write it that wrap: git then sees many lines, and merges them one by one."""
    texts = []
    for keyword, text in (("msgid", msgid), ("msgstr", msgstr)):
        lines = textwrap.wrap(text, 40, drop_whitespace=False)
        texts.append(f'{keyword} ""\n' + "".join(f'"{line}"\n' for line in lines))
    return f"{HEADER}\n#: docs/index.md\n{flags}{''.join(texts)}"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    languages = "        - locale: es-ES\n          name: Español"
    site.write("mkdocs.yml", CONFIG.format(languages=languages, structure="suffix", options="", theme="mkdocs"))
    site.write("docs/index.md", f"{LONG_NEW}\n")
    return site


CATALOG = "locales/es-ES/docs/index.po"


def test_check_finds_a_pair_that_nobody_wrote_together(site):
    """Plain git merges the new msgid of one branch and the new msgstr of the other without a conflict."""
    versions = (wrapped(LONG_OLD, SPANISH_OLD), wrapped(LONG_NEW, SPANISH_OLD), wrapped(LONG_OLD, SPANISH_NEW))
    branches(site.root, {CATALOG: versions})
    git(site.root, "merge", "--quiet", "--no-edit", "theirs")
    assert site.read(CATALOG) == wrapped(LONG_NEW, SPANISH_NEW), "git has mixed both"
    result = site.run("isogloss", "check")
    assert result.returncode == 1
    line = site.line(CATALOG, '"Instale') - 1
    assert f"{CATALOG}:{line}: error: the original comes from one branch" in result.stdout
    assert "[unpaired]" in result.stdout
    assert SPANISH_OLD in result.stdout
    # A later change of the translation settles it.
    site.write(CATALOG, wrapped(LONG_NEW, "Quite el controlador más antiguo y reinicie."))
    assert "[unpaired]" not in site.run("isogloss", "check").stdout


def test_check_finds_what_was_put_together_by_hand(site):
    versions = (wrapped(LONG_OLD, SPANISH_OLD), wrapped(LONG_NEW, "Otro texto."), wrapped(LONG_OLD, SPANISH_NEW))
    branches(site.root, {CATALOG: versions})
    git(site.root, "merge", "--quiet", "--no-edit", "theirs", status=1)
    site.write(CATALOG, wrapped(LONG_NEW, SPANISH_NEW))
    result = site.run("isogloss", "check")
    assert "[unpaired]" in result.stdout
    site.write(CATALOG, wrapped(LONG_NEW, SPANISH_NEW, "#, fuzzy\n"))
    assert "[unpaired]" not in site.run("isogloss", "check").stdout


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        # Each side finished a message of its own, or both did the same.
        ((LONG_OLD, ""), (LONG_OLD, SPANISH_OLD), (LONG_OLD, SPANISH_OLD), (LONG_OLD, SPANISH_OLD)),
        # The translator looked at the merge and wrote a new text.
        ((LONG_OLD, ""), (LONG_OLD, SPANISH_OLD), (LONG_OLD, SPANISH_NEW), (LONG_OLD, "Otro texto.")),
        # One side accepted what the other side had as fuzzy.
        ((LONG_OLD, SPANISH_OLD), (LONG_NEW, SPANISH_OLD), (LONG_OLD, SPANISH_OLD), (LONG_NEW, SPANISH_OLD)),
    ],
)
def test_what_somebody_wrote_is_no_mixture(site, base, ours, theirs, result):
    versions = tuple(
        wrapped(*texts) + f'\nmsgid "{number}"\nmsgstr "x"\n' for number, texts in enumerate((base, ours, theirs))
    )
    branches(site.root, {CATALOG: versions})
    subprocess.run(["git", "merge", "--quiet", "theirs"], cwd=site.root, capture_output=True, check=False)
    site.write(CATALOG, wrapped(*result))
    assert "[unpaired]" not in site.run("isogloss", "check").stdout


def test_the_command_has_help_with_an_example():
    result = Site(ROOT).run("isogloss", "merge-driver", "--help")
    assert result.returncode == 0
    assert "example: isogloss merge-driver base.po" in " ".join(result.stdout.split())
