"""Mermaid diagrams: labels are words of a language, ids, arrows and shapes are not."""

import pytest
from isogloss.structure.diagrams import without_labels

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
]
OTHER = [
    ("graph TD\n  A[One] --> B", "graph TD\n  A[One] --> C"),
    ("graph TD\n  A[One] --> B", "graph TD\n  A[One] -.-> B"),
    ("graph TD\n  A[One] --> B", "graph TD\n  A(One) --> B"),
    ("graph TD\n  A -- yes --> B", "graph TD\n  A <-- yes --> B"),
    ("sequenceDiagram\n  A->>B: Hello", "sequenceDiagram\n  B->>A: Hello"),
    ('pie\n  "Dogs" : 3', 'pie\n  "Dogs" : 4'),
    # Of a kind that is not known, all is code.
    ("classDiagram\n  A : +int age", "classDiagram\n  A : +int edad"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_labels_are_words(one, other):
    assert without_labels(one) == without_labels(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_all_else_is_code(one, other):
    assert without_labels(one) != without_labels(other)
