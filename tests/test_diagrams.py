"""Mermaid diagrams: labels are words of a language, ids, arrows and shapes are not."""

from __future__ import annotations

from html import escape, unescape
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from isogloss import checks
from isogloss.segments import Kind, Message, Rendering, SourceStructure, diagrams
from isogloss.structure.diagrams import without_labels
from pymdownx.superfences import fence_code_format, fence_div_format
from rendering import localized, render

CASES = yaml.safe_load((Path(__file__).parent / "cases/diagrams.yml").read_text(encoding="utf-8"))
CERTAIN = [case for case in CASES if case.get("messages")]
FORMATS = {"pre": fence_code_format, "div": fence_div_format}


def fences(form: str = "pre", name: str = "mermaid") -> dict[str, dict]:
    fence = {"name": "mermaid", "class": name, "format": FORMATS[form]}
    return {"pymdownx.superfences": {"custom_fences": [fence]}}


def page(case: dict) -> str:
    return f"# A page\n\n```mermaid\n{case['english']}```\n"


def messages(source: str, more: dict[str, dict]) -> list[Message]:
    rendering = Rendering(SourceStructure())
    render(source, rendering, more)
    return [message for message in rendering.messages if message.kind is Kind.DIAGRAM]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_labels_are_messages(case):
    found = messages(page(case), fences())
    assert [message.msgid for message in found] == case.get("messages", [])
    assert all(message.comment() == "diagram label in #a-page" for message in found)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: case["name"])
def test_a_diagram_is_published_with_its_labels(case, form):
    original, refused = SourceStructure(), []
    english = render(page(case), Rendering(original), fences(form))
    html = render(page(case), localized(original, case["po"], refused), fences(form))
    if "localized" in case and not case.get("marked"):
        labels = dict(case["po"])
        assert unescape(html).count(case["localized"].rstrip("\n")) == 1
        assert len(labels) == len(case["messages"])
    else:
        mark = '<pre class="mermaid" lang="en">' if form == "pre" else '<div class="mermaid" lang="en">'
        assert html.partition("</h1>")[2].replace(mark, mark.replace(' lang="en"', "")) == english.partition("</h1>")[2]
        assert mark in html
    assert sorted(set(refused)) == sorted(case.get("refused", []))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_translated_by_itself_it_is_the_english_one(case, form):
    source, more = page(case), fences(form)
    original = SourceStructure()
    english = render(source, Rendering(original), more)
    po = {message.msgid: message.msgid for message in messages(source, more)} | {"A page": "A page"}
    assert render(source, localized(original, po, []), more) == english == render(source, None, more)


def test_without_a_fence_of_its_own_a_diagram_is_code():
    assert messages(page(CASES[0]), {}) == []


def test_a_diagram_of_another_class_is_code_until_it_is_named():
    source = '<pre class="chart"><code>graph TD\n  a[One] --&gt; b</code></pre>'
    assert diagrams.read(source, ["mermaid"]) is None
    assert diagrams.read(source, ["mermaid", "chart"]).graph == "graph TD\na[…] --> b"


def test_a_diagram_that_is_not_for_translators_is_code():
    source = '<pre class="mermaid" translate="no"><code>graph TD\n  a[One] --&gt; b</code></pre>'
    assert diagrams.read(source, ["mermaid"]) is None


def test_a_diagram_in_raw_html_keeps_how_its_author_wrote_it():
    source = '<div class="mermaid">\ngraph TD\n  a[One<br>two] --> b["A &amp; B"]\n</div>\n'
    found = diagrams.read(source, ["mermaid"])
    assert found.published(["One<br>two", "A & B"]) == source
    assert found.published(["Uno<br>dos", "A & B"]) == source.replace("One<br>two", "Uno&lt;br&gt;dos")


def test_a_label_on_the_list_of_what_stays_english_is_no_message():
    rendering = Rendering(SourceStructure(), leaves_out=lambda text: text == "One")
    render("```mermaid\ngraph TD\n  a[One] --> b[Two]\n```\n", rendering, fences())
    assert [message.msgid for message in rendering.messages] == ["Two"]


LABELS = st.text(
    st.one_of(st.sampled_from("ab  éñ日ا\"[](){}|<>;:#%&@\\/-=.~`*_\n\t,!?'xo"), st.characters(codec="utf-8")),
    max_size=12,
)
ATTACKS = [
    "end",
    'x"]',
    "x --> z",
    "a\nclick a",
    "%%{init",
    "title x",
    "section",
    "direction LR",
    "wrap: x",
    "x: 5",
    "::icon(x)",
]


@given(st.sampled_from(CERTAIN), st.data())
@example(CERTAIN[0], None)
def test_whatever_the_labels_are_ids_and_arrows_are_the_same(case, data):
    """What the checks let pass, a reader of the diagram finds at the places of the labels, and nowhere else."""
    fence = f'<pre class="mermaid"><code>{escape(case["english"], quote=False)}</code></pre>'
    diagram = diagrams.read(fence, ["mermaid"])
    english = [piece.text for piece in diagram.pieces if piece.translatable]
    texts = [data.draw(st.one_of(LABELS, st.sampled_from(ATTACKS))) for _ in english] if data else english
    found = [Message(text, Kind.DIAGRAM) for text in english]
    refused = [checks.text_findings(message, text) for message, text in zip(found, texts, strict=True)]
    texts = [
        text if not problems else message.msgid for text, problems, message in zip(texts, refused, found, strict=True)
    ]
    assume(diagrams.is_same(diagram, found, texts, None))
    published = diagrams.read(diagram.published(texts), ["mermaid"])
    assert published.graph == diagram.graph
    assert [piece.text for piece in published.pieces][::2] == [piece.text for piece in diagram.pieces][::2]
    assert len(published.code.split("\n")) == len(diagram.code.split("\n"))


@given(st.sampled_from(CERTAIN), LABELS, st.data())
def test_without_the_checks_a_label_that_would_be_code_is_found(case, text, data):
    fence = f'<pre class="mermaid"><code>{escape(case["english"], quote=False)}</code></pre>'
    diagram = diagrams.read(fence, ["mermaid"])
    english = [piece.text for piece in diagram.pieces if piece.translatable]
    number = data.draw(st.integers(0, len(english) - 1))
    texts = [*english[:number], text, *english[number + 1 :]]
    if "\x02" not in text and diagram.graph_with(texts) == diagram.graph:
        again = diagrams.read(diagram.published(texts), ["mermaid"])
        assert again.graph == diagram.graph


ALIKE = [
    ("graph TD\n  A[One] --> B(Two)\n", "graph TD\n  A[Uno] --> B(Dos)\n"),
    ('flowchart LR\n  a["x (y)"] -- yes --> b{{"z"}}', 'flowchart LR\n  a["equis [y]"] -- sí, claro --> b{{"zeta"}}'),
    (
        "sequenceDiagram\n  participant A as Ann\n  A->>B: Hello",
        "sequenceDiagram\n  participant A as Ana\n  A->>B: Hola",
    ),
    ("stateDiagram-v2\n  s1 : waiting\n  s1 --> s2", "stateDiagram-v2\n  s1 : en espera\n  s1 --> s2"),
    ('pie\n  title Pets\n  "Dogs" : 3', 'pie\n  title Mascotas\n  "Perros" : 3'),
    ("graph TD\n  %% a remark\n  A --> B", "graph TD\n  %% una nota\n  A --> B"),
    ("gantt\n  section One\n  A task : 3d", "gantt\n  section Uno\n  Una tarea : 3d"),
]
OTHER = [
    ("graph TD\n  A[One] --> B", "graph TD\n  A[One] --> C"),
    ("graph TD\n  A[One] --> B", "graph TD\n  A[One] -.-> B"),
    ("graph TD\n  A[One] --> B", "graph TD\n  A(One) --> B"),
    ("graph TD\n  A -- yes --> B", "graph TD\n  A <-- yes --> B"),
    ("sequenceDiagram\n  A->>B: Hello", "sequenceDiagram\n  B->>A: Hello"),
    ('pie\n  "Dogs" : 3', 'pie\n  "Dogs" : 4'),
    ("classDiagram\n  A : +int age", "classDiagram\n  A : +int edad"),
    # Of a kind that is not known, all is code.
    ("erDiagram\n  A ||--o{ B : has", "erDiagram\n  A ||--o{ B : tiene"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_labels_are_words(one, other):
    assert without_labels(one) == without_labels(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_all_else_is_code(one, other):
    assert without_labels(one) != without_labels(other)


FENCE = """\
  - pymdownx.superfences:
      custom_fences:
        - {name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format ''}
"""
DIAGRAM = """\
# Start

```mermaid
flowchart LR
  subgraph First part
    a[Install it] -->|then| b{Does it work?}
  end
```
"""


def test_on_a_site_a_diagram_is_checked_and_published_as_a_whole(make_site):
    site = make_site({"index.md": DIAGRAM}, translated=False)
    config = site.read("mkdocs.yml")
    extensions = "" if "markdown_extensions:" in config else "markdown_extensions:\n"
    site.write("mkdocs.yml", config.replace("plugins:", f"{extensions}{FENCE}plugins:", 1))
    site.run("isogloss", "update")
    catalog = site.read("locales/es-ES/docs/index.po")
    assert catalog.count("#. diagram label in ") == 4
    po = {"Start": "Inicio", "First part": "Principio", "Install it": "Instálelo", "then": "después"}
    po["Does it work?"] = "¿Funciona?"
    site.translate("locales/es-ES/docs/index.po", po)
    checked = site.run("isogloss", "check")
    assert checked.returncode == 1
    assert "[diagram]" in checked.stdout
    assert "the diagram would have another graph with this label" in checked.stdout
    assert checked.stdout.count("error") == 1 + checked.stdout.count("1 error")
    built = site.build()
    assert '<pre class="mermaid" lang="en"><code>flowchart LR\n  subgraph First part' in site.read(
        "site/es-ES/index.html"
    )
    assert "[diagram]" in built.stderr
    site.translate("locales/es-ES/docs/index.po", po | {"First part": "Primera parte"})
    assert site.run("isogloss", "check").returncode == 0
    assert site.build("--strict").returncode == 0
    page = site.read("site/es-ES/index.html")
    assert '<pre class="mermaid"><code>flowchart LR\n  subgraph Primera parte\n' in page
    assert "\n    a[Instálelo] --&gt;|después| b{¿Funciona?}\n  end</code></pre>" in page
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - isogloss\n", "  - isogloss:\n      diagrams: []\n"))
    assert "subgraph First part" in (site.build(), site.read("site/es-ES/index.html"))[1]


def test_arrows_of_a_diagram_on_a_page_written_by_hand_are_those_of_the_original(make_site):
    page = "# Start { #start }\n\n```mermaid\nclassDiagram\n  A <|-- B\n  C --> D\n```\n"
    site = make_site({"index.md": page}, translated=False)
    config = site.read("mkdocs.yml")
    site.write("mkdocs.yml", config.replace("plugins:", f"{FENCE}plugins:", 1))
    for path in site.root.glob("locales/**/*.po"):
        path.unlink()
    site.write("docs/index.es-ES.md", page.replace("Start {", "Inicio {"))
    assert "[code-block]" not in site.run("isogloss", "check").stdout
    # What is between "<" and ">" is no tag.
    site.write("docs/index.es-ES.md", page.replace("Start {", "Inicio {").replace("B\n  C", "X\n  Y"))
    assert "[code-block]" in site.run("isogloss", "check").stdout
