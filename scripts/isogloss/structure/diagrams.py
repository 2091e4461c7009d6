"""Mermaid diagrams: what of their code is the same in every language. Ids and arrows are; labels are words."""

from __future__ import annotations

import re

from isogloss.segments.diagrams import without_labels as without_certain_labels

# https://mermaid.js.org/syntax/flowchart.html, sequenceDiagram.html, stateDiagram.html, pie.html
_COMMENT = re.compile(r"(?m)^[ \t]*%%(?!\{).*$")
_WORDED = re.compile(r"(?m)^([ \t]*(?:title|accTitle|accDescr)\b).*$")
_QUOTED = re.compile(r'"[^"\n]*"')
_IN_SHAPE = re.compile(r"(?<=[\[({>/\\|])[^\[\](){}|\n/\\]+(?=[\])}/\\|])")
_ON_EDGE = re.compile(r"(?<=--|==|-\.)[ \t]+[^-=.>|\n]+(?=--|==|\.-)")
_SAID = re.compile(r"(?m)(?<=\S)[ \t]*:[ \t].*$")
_NAMED = re.compile(r"(?m)[ \t]as[ \t].*$|^([ \t]*(?:loop|alt|else|opt|par|and|critical|option|break)\b).*$")
_OF_KIND = {
    **dict.fromkeys(("graph", "flowchart"), (_QUOTED, _IN_SHAPE, _ON_EDGE)),
    **dict.fromkeys(("sequencediagram", "statediagram", "statediagram-v2"), (_QUOTED, _SAID, _NAMED)),
    "pie": (_QUOTED,),
}


def without_labels(code: str) -> str:
    """*code* without what readers read; all of it, if its kind is not known.

    What nobody knows for certain is not translated from catalogs; in a page that is written by hand, it may be.
    """
    code = _COMMENT.sub("", without_certain_labels(code) or code)
    kind = next((word.lower() for line in code.splitlines() for word in line.split()[:1]), "")
    if kind not in _OF_KIND:
        return code
    for pattern in (_WORDED, *_OF_KIND[kind]):
        code = pattern.sub(lambda found: (found[1] or "") if found.re.groups else "", code)
    return "\n".join(" ".join(line.split()) for line in code.splitlines() if line.strip())
