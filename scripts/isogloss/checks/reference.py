"""The published reference of all checks, made from their docstrings: ``python -m isogloss.checks.reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from isogloss import checks
from isogloss.checks.registry import GUARD, Check, Subject, every
from isogloss.diagnostics import Severity

_HEAD = """\
---
title: Checks
description: Every check of translations, pages and the finished site, with what it finds and what is right.
search:
  boost: 0.5
---

# Checks

`isogloss check` and the build find these mistakes. The word in brackets at the end of a finding is its code:
`isogloss check --explain CODE` prints what is written here. An error fails `mkdocs build --strict`; a warning does not.

Some checks compare a translation with the others in its language. On a site with 10 to 149 translated texts in a
language, they use what Isogloss knows of it: of Arabic, French, German, Italian, Japanese, Portuguese and Spanish. In
other languages, they find little until there are 150.

## Severities and exceptions {{ #settings }}

A translation with a warning is published, one with an error is not. A site sets the severity of a check in
`mkdocs.yml`, to `off`, `warning` or `error`:

```yaml
plugins:
  - isogloss:
      checks:
        unreachable-page: off
        number: error
```

What MkDocs itself publishes on an English page without failing is a warning of the build, unless you set its severity:
an id that is there twice, a page without a language, and, unless `validation` in `mkdocs.yml` says `anchors: warn`, a
link to an anchor that is not there. `isogloss check` tells of them as warnings, after all the rest.

Some severities cannot be set. {guards} keep a translation from adding something to the site: an element, an address, an
attribute, code of a template, or more work than a build can bear. If one of these checks were off, whoever may write a
catalog could add it. For the same reason, what you set for the checks of localized pages holds for pages that are
written by hand, and not for pages that are made from a catalog.

Of the findings in files and settings, you can set {settable}. The others say why something cannot be read or done.

A single finding is allowed with a comment, which has to give the reason. If it allows nothing any more, you are told.

| Where | Comment | What it allows |
| --- | --- | --- |
| In a catalog | `# allow CODE: reason` | A warning, for the message below it |
| In a page that is written by hand | `<!-- allow CODE: reason -->` | A finding, up to the end of the next block |
| In an English page | `<!-- allow CODE: reason -->` | The same, also for the finished site |

What is wrong with an English page as a whole is allowed anywhere on it.
"""


def reference() -> str:
    """The page as Markdown."""
    rules = checks.rules()
    guards = _listed(one for one in every().values() if one.fixed == GUARD)
    settable = _listed(one for one in every().values() if one.subject is Subject.FILE and not one.fixed)
    parts = [_HEAD.format(guards=guards, settable=settable)]
    for group, found in groupby(every().values(), key=lambda one: one.subject.group):
        codes = [one.code for one in found]
        parts.append(f"## {group.title} {{ #in-{group.anchor} }}\n")
        warnings = [code for code in codes if rules[code].severity is Severity.WARNING]
        if warnings == codes:
            parts.append("All of these are warnings.\n")
        for code in codes:
            rule = rules[code]
            weight = " This is a warning." if code in warnings and warnings != codes else ""
            parts.append(f"### `{code}` {{ #{code} }}\n")
            parts += [f"{paragraph}\n" for paragraph in _paragraphs(rule.manual, weight)]
    return "\n".join(parts)


def _listed(found: Iterable[Check]) -> str:
    """Links to the manual pages, in a sentence."""
    *links, last = (f"[`{one.code}`](#{one.code})" for one in found)
    return f"{', '.join(links)} and {last}"


def _paragraphs(manual: str, weight: str) -> Iterator[str]:
    """The first sentence, then a table of a bad and a good example, then the rest."""
    for number, paragraph in enumerate(manual.split("\n\n")):
        text = " ".join(line.strip() for line in paragraph.splitlines())
        bad, mark, good = text.partition(" Good: ")
        if bad.startswith("Bad: ") and mark:
            yield f"Bad\n:   {bad.removeprefix('Bad: ')}\n\nGood\n:   {good}"
        else:
            yield f"{text}{weight}" if number == 0 else text


if __name__ == "__main__":
    sys.stdout.write(reference())
