"""``isogloss check --fix``: what has one right answer is shown, proven and written, and nothing else."""

from __future__ import annotations

import os
import pty

import pytest
from conftest import QUIET, Site
from hypothesis import example, given
from hypothesis import strategies as st
from isogloss.review.repairs import Repair, repaired, repaired_block

CONFIG = """\
site_name: Fixes
theme: {{name: mkdocs}}
markdown_extensions: [{extensions}]
plugins:
  - i18n:
      docs_structure: {structure}
      languages:
        - {{locale: en, name: English, default: true}}
        - {{locale: es-ES, name: Español}}
"""
ENGLISH = {
    "index.md": """\
# Start

See [the setup](guide.md#setup), [again](guide.md#setup) and [the end][end].

[end]: guide.md#last-words
""",
    "guide.md": """\
# Guide

Back to the [start](index.md), then run `apt install x` with Python 3.10.

## Setup

Set it up, as shown [above](#guide).

## Choose { .wide }

- AMD: [amd](amd.md)
- Intel: [intel](intel.md)

Last words
----------

Bye.
""",
    "amd.md": "# AMD\n\nText.\n",
    "intel.md": "# Intel\n\nText.\n",
}
SPANISH = {
    "index.md": """\
# Inicio { #start }

Vea [la configuración](guide.md#configuracion), [otra vez](guide.md#configuracion) y [el final][end].

[end]: guide.md#ultimas-palabras
""",
    "guide.md": """\
# Guía

Vuelva al [inicio](inicio.md), luego ejecute apt install x
con Python 3,10.

## Configuración

Configúrelo, como se muestra [arriba](#guia).

## Elegir { .wide }

- AMD: [amd](amd.md)
- Intel: [intel](intel.md)

Últimas palabras
----------------

Adiós.
""",
    "amd.md": "# AMD\n\nTexto.\n",
    "intel.md": "# Intel\n\nTexto.\n",
}
FIXED = {
    "index.md": """\
# Inicio { #start }

Vea [la configuración](guide.md#setup), [otra vez](guide.md#setup) y [el final][end].

[end]: guide.md#last-words
""",
    "guide.md": """\
# Guía { #guide }

Vuelva al [inicio](index.md), luego ejecute `apt install x`
con Python 3.10.

## Configuración { #setup }

Configúrelo, como se muestra [arriba](#guide).

## Elegir { #choose .wide }

- AMD: [amd](amd.md)
- Intel: [intel](intel.md)

Últimas palabras { #last-words }
----------------

Adiós.
""",
}


@pytest.fixture(params=["folder", "suffix"])
def site(request, tmp_path) -> Site:
    """A site with pages written by hand."""
    site = Site(tmp_path)
    folder = request.param == "folder"
    site.write("mkdocs.yml", CONFIG.format(structure=request.param, extensions="attr_list"))
    site.spanish = (lambda page: f"docs/es-ES/{page}") if folder else (lambda page: f"docs/{page[:-3]}.es-ES.md")
    for page in ENGLISH:
        site.write(f"docs/en/{page}" if folder else f"docs/{page}", ENGLISH[page])
        site.write(site.spanish(page), SPANISH[page])
    return site


def files(site) -> dict[str, bytes]:
    folders = ("docs", "locales")
    paths = (path for folder in folders for path in (site.root / folder).rglob("*") if path.is_file())
    return {path.relative_to(site.root).as_posix(): path.read_bytes() for path in paths}


def test_pages_by_hand_get_their_anchors_targets_and_marks(site):
    before = files(site)
    status, said = site.isogloss("check", "--fix")
    assert status == 1
    assert files(site) == before
    assert "+## Configuración { #setup }\n" in said
    assert "6 findings in 2 files can be fixed as shown. Nothing was written: --yes writes it.\n" in said
    status, said = site.isogloss("check", "--fix", "--yes")
    assert (status, said.splitlines()[-1]) == (0, "6 findings in 2 files fixed")
    for page, text in FIXED.items():
        assert site.read(site.spanish(page)) == text
    after = files(site)
    assert {path for path in after if after[path] != before[path]} == set(map(site.spanish, FIXED))
    assert site.isogloss("check")[1].endswith("nothing found\n")
    assert "nothing is fixed" in site.isogloss("check", "--fix", "--yes")[1]
    assert files(site) == after


def test_links_in_code_stay_where_an_anchor_changes(site):
    code = "\nWrite `[la configuración](guide.md#configuracion)`.\n\n~~~\n[a](guide.md#configuracion)\n~~~\n"
    english = site.spanish("index.md").replace("es-ES/", "en/").replace(".es-ES", "")
    site.write(english, ENGLISH["index.md"] + code)
    site.write(site.spanish("index.md"), SPANISH["index.md"] + code.replace("Write", "Escriba"))
    site.isogloss("check", "--fix", "--yes")
    assert site.read(site.spanish("index.md")) == FIXED["index.md"] + code.replace("Write", "Escriba")


def test_the_rest_of_a_page_stays_byte_for_byte(site):
    path = site.root / site.spanish("guide.md")
    lines = SPANISH["guide.md"].split("\n")
    mixed = "\ufeff" + "".join(line + ("\r\n" if number % 3 else "\n") for number, line in enumerate(lines))
    path.write_bytes(mixed.encode())
    site.isogloss("check", "--fix", "--yes")
    expected = FIXED["guide.md"].split("\n")
    right = "\ufeff" + "".join(line + ("\r\n" if number % 3 else "\n") for number, line in enumerate(expected))
    assert path.read_bytes().decode() == right


def test_a_language_keeps_its_habit_of_names_before_the_text(site):
    text = SPANISH["guide.md"].replace("## Conf", '## <a name="setup"></a>Conf')
    text = text.replace("## Elegir", '## <a name="choose"></a>Elegir')
    site.write(site.spanish("guide.md"), text)
    site.write(site.spanish("index.md"), SPANISH["index.md"].replace(" { #start }", ""))
    status, said = site.isogloss("check", "--fix", "--yes")
    assert status == 0, said
    found = site.read(site.spanish("guide.md"))
    assert '# <a name="guide"></a>Guía\n' in found
    assert '\n<a name="last-words"></a>Últimas palabras\n---' in found
    assert "[arriba](#guia)" in found
    assert site.isogloss("check")[1].endswith("nothing found\n")


def test_without_attribute_lists_it_is_said_what_is_missing(site):
    for page in ("index.md", "guide.md"):
        for path in (site.spanish(page), site.spanish(page).replace("es-ES", "en").replace(".en", "")):
            site.write(path, site.read(path).replace(" { #start }", "").replace(" { .wide }", ""))
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("attr_list", "def_list"))
    status, said = site.isogloss("check", "--fix", "--yes")
    assert status == 1
    # All but the anchors is written, and nothing else counts as one.
    assert "ejecute `apt install x`\ncon Python 3.10." in site.read(site.spanish("guide.md"))
    missing = "5 anchors cannot be written: list 'attr_list' under 'markdown_extensions' in mkdocs.yml"
    assert missing in said.splitlines()[-1]


def test_what_may_be_right_in_another_way_is_left_alone(site):
    for page in FIXED:
        site.write(site.spanish(page), FIXED[page])
    # The reader's alphabet orders the list, each item with its own link; a link to another page that is there.
    text = (
        FIXED["guide.md"].replace("AMD: [amd](amd.md)", "x").replace("Intel: [intel](intel.md)", "AMD: [amd](amd.md)")
    )
    text = text.replace("- x\n", "- Intel: [intel](intel.md)\n").replace("[inicio](index.md)", "[la otra](amd.md)")
    site.write(site.spanish("guide.md"), text)
    before = files(site)
    status, said = site.isogloss("check", "--fix", "--yes")
    assert (status, files(site)) == (1, before), said


def test_only_what_is_asked_for_is_fixed(site):
    status, said = site.isogloss("check", "--fix", "--yes", "--only", "target")
    assert "1 finding in 1 file fixed; 5 findings left: run isogloss check\n" in said
    assert status == 1
    assert site.read(site.spanish("guide.md")) == SPANISH["guide.md"].replace("(inicio.md)", "(index.md)")
    assert site.isogloss("check", "--fix", "--yes", site.spanish("amd.md"))[1].startswith("nothing is fixed")
    for wrong in (("--fix", "--format", "json"), ("--yes",), ("--fix", "--baseline", "x")):
        assert site.isogloss("check", *wrong)[0] == 2


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_on_a_terminal_somebody_is_asked(tmp_path, answer, written):
    site = Site(tmp_path)
    site.write("mkdocs.yml", CONFIG.format(structure="suffix", extensions="attr_list"))
    for page in ENGLISH:
        site.write(f"docs/{page}", ENGLISH[page])
        site.write(f"docs/{page[:-3]}.es-ES.md", SPANISH[page])
    ours, its = pty.openpty()
    with site.start("isogloss", "check", "--fix", env=QUIET, stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        os.write(ours, answer.encode())
        told = b""
        try:
            while chunk := os.read(ours, 65536):
                told += chunk
        except OSError:
            # Linux: the other end is closed.
            pass
    os.close(ours)
    assert b"Write these changes? [y]es, [n]o: " in told
    assert (site.read("docs/guide.es-ES.md") == FIXED["guide.md"]) is written
    assert (process.returncode == 0) is written


REPAIRS = [
    # code, English, wrong, right
    ("link", "[Set up](a.md)", "[Configurar](b.md)", "[Configurar](a.md)"),
    ("link", "[a](a.md) [b](b.md#c)", "[B](b.md#d) [A](a.md)", "[B](b.md#c) [A](a.md)"),
    ("link", "[a](a.md) [b](b.md)", "[A](c.md) [B](d.md)", None),
    ("link", "[a](a.md)", "A", None),
    ("link", "`[x](y)` [a](a(1).md)", "`[x](y)` [A](a.md)", "`[x](y)` [A](a(1).md)"),
    ("link", "See [us](https://example.org/) and go.", "Vea [aquí]( y vaya).", None),
    ("link", '[a](a.md "A") is', '[A](b.md "A") es', '[A](a.md "A") es'),
    ("link-swap", "[CUDA](a.md) or [ROCm](b.md)", "[CUDA](b.md) o [ROCm](a.md)", "[CUDA](a.md) o [ROCm](b.md)"),
    ("image", "![A chip](chip.svg)", "![Un chip](otro.svg)", "![Un chip](chip.svg)"),
    ("code", "Run `ls -l`, then `ls`.", "Ejecute ls -l, luego `ls`.", "Ejecute `ls -l`, luego `ls`."),
    ("code", "Run `ls -l`.", "Ejecute `ls -l.", "Ejecute `ls -l`."),
    ("code", "Run `ls -l`.", "Ejecute `ls -larga`.", "Ejecute `ls -l`."),
    ("code", "Run `ls` in ls.", "Ejecute ls en ls.", None),
    ("code", "Run `ls`.", "Ejecute ls, sí, ls.", None),
    ("code", "Use `os`.", "Use los osos.", None),
    ("code", "Use `yield` here", "yieldを使う", "`yield`を使う"),
    ("leftover", "**Stop**", "**Alto", "**Alto**"),
    ("leftover", "**Stop now**", "*Alto ya", "**Alto ya**"),
    ("leftover", "*Go*", "Vaya*", "*Vaya*"),
    ("leftover", "_Wait_", "_Espere", "_Espere_"),
    (
        "leftover",
        "Say _stop_ in [_it_](my_a.md)",
        "[_그것_](my_a.md)에서 _정지_라고",
        "[*그것*](my_a.md)에서 *정지*라고",
    ),
    ("leftover", "Say _stop_ and _go_ now", "Diga _alto_ya y vaya", None),
    ("leftover", "Say *so* now", "Dígalo* ya", None),
    ("leftover", "Say **stop** now", "Diga ** alto** ya", "Diga **alto** ya"),
    ("leftover", "Say **stop** now", "Diga** alto **ya", "Diga **alto** ya"),
    ("leftover", "Say **stop** now", "Diga **alto ya", None),
    ("leftover", "Run `ls -l` now", "Ejecute `ls -l ya", "Ejecute `ls -l` ya"),
    ("outer-space", "Install it.", " Instálelo. ", "Instálelo."),
    ("attribute-list", "Next steps", "Pasos siguientes {#pasos}", "Pasos siguientes"),
    ("leftover", "Next steps", "Pasos siguientes {#pasos}", "Pasos siguientes"),
    ("invisible-character", "Windows", "Win\u200bdows", "Windows"),
    ("bidi-control", "Start", "Ini\u202ecio", "Inicio"),
    ("number", "Version 580", "Versión 508", None),
]


@pytest.mark.parametrize(("code", "english", "wrong", "right"), REPAIRS)
def test_a_translation_is_repaired_where_there_is_one_right_answer(code, english, wrong, right):
    assert repaired(code, Repair(english, wrong)) == right


CATALOG = "locales/es-ES/docs/index.po"


def test_catalogs_get_what_the_checks_take(make_site):
    wanted = [(english, wrong, right) for code, english, wrong, right in REPAIRS if right and "y)`" not in english]
    texts = list(dict.fromkeys(english for english, *_ in wanted))
    pages = {f"{name}.md": f"# {name}\n" for name in ("a", "b", "a(1)", "my_a")} | {"chip.svg": "<svg/>"}
    pages["b.md"] += "\n## c\n"
    site = make_site({"index.md": "# Home\n\n" + "\n\n".join(texts) + "\n", **pages}, translated=False)
    wrong = {english: wrong for english, wrong, _ in wanted}
    site.translate(CATALOG, wrong, rest=False)
    assert site.isogloss("check")[0] == 1
    before = files(site)
    status, said = site.isogloss("check", "--fix", "--yes", "-l", "es-ES")
    assert status == 0, said
    catalog = {entry.msgid: entry.msgstr for entry in site.catalog(CATALOG)}
    assert {english: catalog[english] for english in wrong} == {
        english: next(right for one, text, right in wanted if (one, text) == (english, wrong[english]))
        for english in wrong
    }
    after = files(site)
    assert [path for path in after if after[path] != before[path]] == [CATALOG]
    assert "nothing is fixed" in site.isogloss("check", "--fix", "--yes")[1]
    assert files(site) == after


def test_a_fix_that_shows_another_mistake_is_not_offered(make_site):
    pages = {"index.md": "# Home\n\nRun `ls -l` 580 times.\n", "other.md": "# Other\n\nRun `ls -l` now.\n"}
    site = make_site(pages)
    other = "locales/es-ES/docs/other.po"
    site.translate(CATALOG, {"Run `ls -l` 580 times.": "Ejecute ls -l 508 veces."})
    site.translate(other, {"Run `ls -l` now.": "Ejecute ls -l ya."})
    before = site.read(CATALOG)
    status, said = site.isogloss("check", "--fix", "--yes")
    assert status == 1, said
    assert "1 finding in 1 file fixed; " in said
    assert "Ejecute `ls -l` ya." in site.read(other)
    assert site.read(CATALOG) == before


def test_what_is_left_may_be_told_in_other_words(tmp_path):
    # Ids of headings that have no Latin letter are numbered: where one gets its own, the next has another number.
    site = Site(tmp_path)
    extensions = "attr_list, pymdownx.snippets: {base_path: [inc]}"
    site.write("mkdocs.yml", CONFIG.format(structure="suffix", extensions=extensions).replace("es-ES", "ru"))
    site.write(
        "docs/index.md",
        "# Start\n\nOf **cards**, and of **kinds**, of which there are many.\n\n## Cards\n\n## Shared\n",
    )
    page = "# Начало\n\nО том, какие бывают **Карточки**, и о видах, которых есть много.\n\n## Карточки\n\n"
    site.write("docs/index.ru.md", page + '--8<-- "shared.md"\n')
    site.write("inc/shared.md", "## Общее\n")
    _, said = site.isogloss("check", "--fix", "--yes")
    assert "2 findings in 1 file fixed; 1 finding left" in said
    fixed = page.replace("# Начало", "# Начало {#start}", 1).replace("## Карточки", "## Карточки {#cards}")
    assert site.read("docs/index.ru.md") == fixed + '--8<-- "shared.md"\n'


MARKS = st.sampled_from(
    [
        "`ls -l`",
        "`a`",
        "**b**",
        "[t](a.md)",
        "[u](a.md)",
        "[u](b.md#c)",
        "[t](b.md#c)",
        "![v](c.svg)",
        "3.10",
        "{#x}",
        "\u200b",
    ]
)
WORDS = st.sampled_from(["uno", "ls -l", "a", "** b**", "`", "**", "[t](d.md)", "3,10", " ", "テスト", "\n"])
TEXTS = st.lists(st.one_of(MARKS, WORDS), max_size=8).map(" ".join)


@given(TEXTS, TEXTS, st.sampled_from(sorted({code for code, *_ in REPAIRS} | {"target", "content"})))
@example("", "{#x} {#x}", "attribute-list")
@example("**Stop**", "**Alto", "leftover")
@example("[t](a.md) [u](d.md)", "[u](a.md) [t](d.md)", "link-swap")
def test_to_repair_twice_changes_nothing_more(english, text, code):
    for repair in (repaired, lambda *parts: repaired_block(*parts, lambda _: True)):
        once = repair(code, Repair(english, text))
        if once is not None:
            assert repair(code, Repair(english, once)) is None
            assert once.count("\n") <= text.count("\n")
