"""Visible words of templates that are not given to ``_()``, and what to write so that catalogs have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import jinja2

from isogloss.structure import visible

_ENV = jinja2.Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
_VALUE = re.compile("\ue000(\\d+)\ue001")
"""Stands for what an expression gives."""
_STATEMENT = "<!--\ue002-->"
"""Stands for a statement, which no translation can go across; in HTML, it ends a text."""
_ENTRY = re.compile(r'^ +"[\w.]+": "([^"]+)"', re.MULTILINE)
_SENTENCE = re.compile(r"[A-Z][a-z']*(?: [A-Za-z',.!?]+)+")
_TEXTS = ("text", "drawing", "page title")
_NOT_SHOWN = frozenset({"==", "!=", "in", "[", ".", "is", "not"})
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


class TemplateWords(NamedTuple):
    """One text of a template that is the same in every language."""

    text: str
    line: int
    write: str
    """What to write in its place."""


def template_words(source: str) -> Iterator[TemplateWords]:
    """The texts of the template *source* with words in plain letters that go through no translation.

    Raises :class:`jinja2.TemplateSyntaxError` if it is no template.
    """
    page, values = _as_page(source)
    for seen in visible.read(page, whole=False):
        for part in seen.text.split(_STATEMENT):
            text = _VALUE.sub(" ", part)
            if any(map(visible.is_plain, visible.words(text))):
                write = _written(seen._replace(text=part.strip()), values)
                yield TemplateWords(" ".join(text.split()), seen.line, write)


def translated_words(source: str) -> Iterator[str]:
    """The texts of the template *source* that it has translated, and those of a language file of a theme."""
    for _, _, found in _ENV.extract_translations(source):  # type: ignore[attr-defined]
        yield from (text for text in (found if isinstance(found, tuple) else (found,)) if isinstance(text, str))
    yield from _ENTRY.findall(source)


def _written(seen: visible.Seen, values: Sequence[str]) -> str:
    text = _VALUE.split(seen.text)
    if len(text) == 1:
        quote = "'" if '"' in seen.text or seen.place not in _TEXTS else '"'
        found = f"{{{{ _({quote}{seen.text}{quote}) }}}}"
    else:
        names = [_name(values[int(number)], place) for place, number in enumerate(text[1::2])]
        given = ", ".join(f"{name}={values[int(number)]}" for name, number in zip(names, text[1::2], strict=True))
        said = "".join(part if place % 2 == 0 else f"{{{{ {names[place // 2]} }}}}" for place, part in enumerate(text))
        found = f"{{% trans {given} %}}{said}{{% endtrans %}}"
    if seen.place in _TEXTS:
        return found
    return f'{"content" if seen.place.startswith("meta ") else seen.place}="{found}"'


def _name(expression: str, place: int) -> str:
    """What to call the value of *expression* in a translation."""
    path = re.fullmatch(r"[\w.]+", expression)
    return path.group().rpartition(".")[2] if path is not None and not path.group()[-1:].isdigit() else f"value{place}"


def _as_page(source: str) -> tuple[str, list[str]]:
    """*source* as HTML without Jinja: the same texts on the same lines, and values between two signs."""
    out: list[str] = []
    values: list[str] = []
    statement: list[tuple[str, str]] = []
    line, translated = 1, False
    for number, kind, value in _ENV.lex(source):
        if kind == "data" and not translated:
            out.append("\n" * (number - line) + value)
            line = max(line, number) + value.count("\n")
        elif kind in ("block_begin", "variable_begin"):
            statement = []
        elif kind == "block_end":
            said = [token for token in statement if token[0] != "whitespace"]
            name = said[0][1] if said else ""
            translated = name == "trans" or (translated and name != "endtrans")
            out += [text for text in _shown(said) if name == "set" and _SENTENCE.fullmatch(text)]
            out.append(_STATEMENT if not translated else "")
        elif kind == "variable_end":
            said = [token for token in statement if token[0] != "whitespace"]
            texts = list(_shown(said))
            if not translated:
                out.append(" ".join(texts) if texts else f"\ue000{len(values)}\ue001")
                values.append("".join(text for _, text in statement).strip())
        else:
            statement.append((kind, value))
    return "".join(out), values


def _shown(tokens: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The texts that an expression of these *tokens* may give, as it is written."""
    depth = 0
    for place, (kind, value) in enumerate(tokens):
        depth += (value in _OPENING) - (value in _CLOSING) if kind == "operator" else 0
        around = {tokens[other][1] for other in (place - 1, place + 1) if 0 <= other < len(tokens)}
        if kind == "string" and depth == 0 and not around & _NOT_SHOWN:
            yield value[1:-1]
