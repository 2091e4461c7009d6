"""Decision guides on finished pages: their three forms, whatever the list, the theme and the other plugins are."""

from __future__ import annotations

import re
from html import escape

import pytest
from attacks import PAYLOADS
from isogloss.project import Locale
from isogloss.reader import strings
from isogloss.reader.chooser import drawn
from isogloss.reader.forms import guides
from isogloss.structure.decisions import Branch, DecisionGuide
from lxml import html

GUIDE = """\
# Start

## Choose { .decision }

Answer.

- One
    - First: [a](a.md)
    - **Second**, or [b](b.md) if `it` is old
- Two
    - Three
        - Not sure: [a, again](a.md#part)
- [b](b.md)
"""
PAGES = {"index.md": GUIDE, "a.md": "# A\n\n## Part\n", "b.md": "# B\n"}
ENDS = [
    (("One", "First"), "a", "a/"),
    (("One", "Second, or if it is old"), "b", "b/"),
    (("Two", "Three", "Not sure"), "a, again", "a/#part"),
    ((), "b", "b/"),
]
STEPS = ["choose/one", "choose/two", "choose/two/three"]


def a_site(make_site, guide=GUIDE, **options):
    site = make_site(PAGES | {"index.md": guide}, **{"theme": "material"} | options)
    built = site.build()
    assert built.returncode == 0, built.stderr
    return site, built.stderr


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_table_and_the_map_have_every_end_of_the_list(make_site, theme):
    site, told = a_site(make_site, theme=theme)
    assert "decision" not in told
    for folder in ("", "es-ES/"):
        (guide,) = guides(site.read(f"site/{folder}index.html"))
        assert [(end.answers, end.text, end.target) for end in guide.list] == ENDS
        assert guide.list == guide.table == guide.map
        assert [step for _, step in guide.steps] == STEPS
        tree = html.fromstring(site.read(f"site/{folder}index.html"))
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        (lists,) = tree.xpath("//div[@class='decision-guide']/ul")
        assert [one.get("href") for one in lists.xpath(".//a[@class='isogloss-answer']")] == [
            f"#{one}" for one in STEPS
        ]
        heads = [[one.text_content() for one in head.xpath("span")] for head in tree.xpath("//tbody//th")]
        assert heads == [["One"], ["First"], ["Second, or  if it is old"], ["Two"], ["Three", "Not sure"], []]
        said = tree.xpath("//div[@class='decision-guide']//table/caption/text()")
        assert said == ["All answers at a glance" if not folder else "Todas las respuestas de un vistazo"]


def test_the_map_begins_where_lines_begin(make_site):
    site, _ = a_site(make_site, locales=("ar",), theme="mkdocs")
    widths, starts = [], []
    for folder in ("", "ar/"):
        (drawing,) = html.fromstring(site.read(f"site/{folder}index.html")).xpath("//div[@class='isogloss-map']/svg")
        widths.append(int(drawing.get("width")))
        starts.append(int(re.match(r"translate\((\d+) ", drawing.find("g").get("transform"))[1]))
    assert starts == [5, widths[1] - 5]


def plain(page: str) -> str:
    return re.search(r"<ul>\s*<li>(?:<p>)?One.*</ul>", page, re.DOTALL)[0]


def test_without_what_is_added_the_list_is_the_one_that_was_written(make_site):
    site, _ = a_site(make_site)
    on = site.read("site/index.html")
    site.write(
        "mkdocs.yml", site.read("mkdocs.yml").replace("- isogloss", "- isogloss:\n      reader: {decisions: false}")
    )
    assert site.build().returncode == 0
    off = site.read("site/index.html")
    assert "decision-guide" not in off
    tree = html.fromstring(on).xpath("//div[@class='decision-guide']/ul")[0]
    for added in tree.xpath(".//a[@class='isogloss-answer']"):
        added.drop_tag()
    for step in tree.xpath(".//ul"):
        step.attrib.clear()
    expected = html.tostring(html.fromstring(plain(off)))
    assert html.tostring(tree, with_tail=False) == expected


ODD = {
    "numbers": (GUIDE.replace("- One", "1. One").replace("- Two", "2. Two").replace("- [b]", "3. [b]"), ENDS),
    "loose": (GUIDE.replace("\n- Two", "\n\n- Two").replace("\n- [b]", "\n\n- [b]"), ENDS),
    "another list before": (GUIDE.replace("Answer.", "> - Answer: [b](b.md)\n>     - all"), ENDS),
    "names that are taken": (
        GUIDE.replace("- One", "- Table").replace("- Two", "- table!"),
        [(tuple(answer.replace("One", "Table").replace("Two", "table!") for answer in a), t, u) for a, t, u in ENDS],
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_lists_of_other_forms_are_drawn_too(make_site, case):
    guide, ends = ODD[case]
    site, told = a_site(make_site, guide)
    assert "decision-steps" not in told
    (found,) = guides(site.read("site/es-ES/index.html"))
    assert [(end.answers, end.text, end.target) for end in found.list] == ends
    assert found.list == found.table == found.map
    if case == "names that are taken":
        assert [step for _, step in found.steps] == ["choose/table-2", "choose/table-3", "choose/table-3/three"]


BROKEN = {
    "code": ("- Two\n", "- Two\n\n    ```sh\n    run\n    ```\n\n", "Two"),
    "two paragraphs": ("- Two\n", "- Two\n\n    More of it.\n\n", "Two"),
    "a field": ("- Two\n", '- Two <input type="text">\n', "Two"),
    "text below": ("- [b](b.md)", "\n    Never mind.\n\n- [b](b.md)", "Two"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_list_that_cannot_be_drawn_stays_a_list_and_is_told_once(make_site, case):
    old, new, near = BROKEN[case]
    guide = GUIDE.replace(old, new)
    site, told = a_site(make_site, guide, locales=("es-ES", "it-IT"))
    for folder in ("", "es-ES/"):
        page = site.read(f"site/{folder}index.html")
        assert "decision-guide" not in page
        assert plain(page)
    (line,) = (one for one in told.splitlines() if "[decision-" in one)
    assert f"docs/index.md:{site.line('docs/index.md', f'- {near}')}: warning: " in line
    assert "[decision-steps]" in line
    status, said = site.isogloss("check")
    assert status == 0
    assert said.count("[decision-steps]") == 1


def test_a_list_without_an_end_stays_a_list_and_the_check_of_ends_tells(make_site):
    site, told = a_site(make_site, GUIDE.replace("First: [a](a.md)", "First"))
    assert "decision-guide" not in site.read("site/index.html")
    assert told.count("[decision-") == 1
    assert "[decision-dead-end]" in told


def test_a_list_that_a_plugin_has_changed_stays_as_it_is_and_is_told_once(make_site):
    site = make_site(PAGES, theme="material", locales=("es-ES", "it-IT"))
    site.write(
        "hook.py",
        "def on_post_page(output, page, config):\n    return output.replace('<li>Two', '<li>0</li><li>Two')\n",
    )
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    built = site.build()
    assert built.returncode == 0
    assert "<li>0</li><li>Two" in site.read("site/es-ES/index.html")
    assert "decision-guide" not in site.read("site/es-ES/index.html")
    (line,) = (one for one in built.stderr.splitlines() if "[decision-steps]" in one)
    assert f"docs/index.md:{site.line('docs/index.md', '## Choose')}: warning: " in line


def test_a_page_that_is_made_smaller_is_drawn_too():
    branches = (Branch("One", (), (Branch("A", ("a",)), Branch("B", ("b",))), name="one"), Branch("C", ("c",)))
    page = (
        "<h2 class=decision id=x>Choose</h2><p>Answer.<ul><li>One<ul><li>A <a href=a/>a</a><li>B <a href=b/>b</a></ul>"
        "<li>C <a href=c/>c</a></ul><h2>Next</h2>"
    )
    words = strings.words(Locale("en", "English"), strings.translation)
    told = []
    found, failed = drawn(
        page,
        [DecisionGuide("x", branches)],
        words,
        Locale("en", "English"),
        lambda one: told.append(one) or one["list"],
    )
    assert failed == []
    assert found == (
        '<h2 class=decision id=x>Choose</h2><p>Answer.<ul><li><a class="isogloss-answer" id="x/one:" href="#x/one">One'
        '</a><ul id="x/one" tabindex="-1" aria-labelledby="x/one:"><li>A <a href=a/>a</a><li>B <a href=b/>b</a></ul>'
        "<li>C <a href=c/>c</a></ul><h2>Next</h2>"
    )
    assert [[row.end.html for row in group.rows] for group in told[0]["groups"]] == [
        ["<a href=a/>a</a>", "<a href=b/>b</a>"],
        ["<a href=c/>c</a>"],
    ]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_attack_in_the_words_or_marks_of_a_list_adds_an_element_or_an_attribute(payload):
    branches = (Branch("One", (), (Branch("A", ("a",)),), name="one"),)
    text = escape(payload)
    page = (
        f'<h2 id="x">Choose</h2><ul><li><span lang="{text}" dir="{text}">x {text}</span><ul>'
        f'<li lang="{text}" dir="{text}">x {text} <a href="a/?{text}">x {text}</a></li></ul></li></ul>'
    )
    told = []
    words, english = strings.words(Locale("en", "English"), strings.translation), Locale("en", "English")
    found, failed = drawn(page, [DecisionGuide("x", branches)], words, english, lambda one: told.append(one) or "")
    assert (found, failed) == ('<h2 id="x">Choose</h2>', [])
    (one,) = told
    (group,) = one["groups"]
    (row,) = group.rows
    map_ = f"<svg>{one['map'].content}</svg>"
    cells = "".join(f"<p{cell.marks}>{cell.html}</p>" for cell in (group.answer, *row.answers, row.end))
    nodes = html.fromstring(f"<div>{map_}{cells}{one['list']}</div>").xpath(".//node()[not(self::text())]")
    assert {(node.tag, *sorted(node.attrib)) for node in nodes} <= {
        ("svg",),
        ("g", "transform"),
        ("circle", "r"),
        ("path", "d"),
        ("rect", "height", "rx", "width", "x", "y"),
        ("text", "y"),
        ("text", "direction", "lang", "unicode-bidi", "y"),
        ("tspan", "dy", "x"),
        ("tspan", "direction", "lang", "unicode-bidi"),
        ("a", "xlink:href"),
        ("a", "href"),
        ("a", "class", "href", "id"),
        ("p",),
        ("p", "dir", "lang"),
        ("span", "dir", "lang"),
        ("ul",),
        ("ul", "aria-labelledby", "id", "tabindex"),
        ("li",),
        ("li", "dir", "lang"),
    }


def test_a_template_that_leaves_an_end_out_fails_the_build(make_site):
    site = make_site(PAGES, theme="material")
    site.write(
        "mkdocs.yml", site.read("mkdocs.yml").replace("name: material", "name: material\n  custom_dir: overrides")
    )
    site.write(
        "overrides/isogloss/decision.html",
        "<div class=decision-guide><div class=isogloss-forms><a href='#{{ anchor }}'>x</a></div>{{ list }}"
        "<table>{% for group in groups %}{% for row in group.rows[:1] %}<tr><th scope=row>"
        "{% for answer in row.answers %}<span>{{ answer.html }}</span>{% endfor %}<td>{{ row.end.html }}"
        "{% endfor %}{% endfor %}</table><svg>{{ map.content }}</svg></div>",
    )
    built = site.build("--strict")
    assert built.returncode != 0
    assert "the table of #choose does not say what its list says [decision-forms]" in built.stderr


def test_a_page_written_by_hand_has_the_same_steps(make_site):
    site = make_site(PAGES, theme="material")
    spanish = (
        GUIDE.replace("- One", "- Uno")
        .replace("- Two", "- Dos")
        .replace("Three", "Tres")
        .replace(".decision", "#choose .decision")
    )
    site.write("docs/index.es-ES.md", spanish)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    (found,) = guides(site.read("site/es-ES/index.html"))
    assert [step for _, step in found.steps] == STEPS
    assert found.list[0].answers == ("Uno", "First")
