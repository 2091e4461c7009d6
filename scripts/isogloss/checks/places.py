"""Checks of one message by the places where its text is published: what may differ there from English.

``segments.contexts`` says where each kind of message goes. Here is one rule for each such place. A place without a rule
takes nothing but the English text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from isogloss.checks.passages import compare
from isogloss.checks.registry import GUARD, Finding, Subject, check
from isogloss.segments import Kind, Message
from isogloss.segments.contexts import (
    CONTEXTS,
    TEMPLATE_MARKS,
    Context,
    acts_as_address,
    assigned,
    attributes_outside,
    diagram_marks,
    is_address,
    markdown_marks,
    math_marks,
    revealed,
    script_marks,
    template_code,
)
from isogloss.segments.diagrams import ICON
from isogloss.segments.html import acts, markup, same_bodies, split_tags, tags, unescaped
from isogloss.segments.text import only_words

Rule = Callable[[str, str], Iterator[Finding]]
"""Gets the English text and the translation, which differ."""

_PLAINLY = "write it without markup; for quotation marks use those of the language, such as « » or “ ”"
_AS_IN_ENGLISH = "keep the English text"


@check(Subject.TEXT, trigger="[{}&]", fixed=GUARD)
def check_template_expression(message: Message, msgstr: str) -> Iterator[Finding]:
    """An expression of a template that differs from the original's: some plugin may run it while the site is built.

    Bad: msgid ``Start``, msgstr ``Inicio {{ config }}``
    Good: msgstr ``Inicio``
    """
    if Context.TEMPLATE not in CONTEXTS.get(message.kind, ()):
        return
    yield from _expressions(message, msgstr, TEMPLATE_MARKS)
    msgid, msgstr = revealed(message.msgid), revealed(msgstr)
    for edge, original, translated in (("{", msgid[-1:], msgstr[-1:]), ("}", msgid[:1], msgstr[:1])):
        if translated == edge != original:
            yield Finding(f"'{edge}' stands where it could become a part of a template", "put it elsewhere")


def template_findings(message: Message, msgstr: str, marks: Sequence[tuple[str, str]]) -> list[Finding]:
    """What ``check_template_expression`` finds with the *marks* that a site has set for its templates."""
    return [replace(found, code="template-expression") for found in _expressions(message, msgstr, marks)]


def _expressions(message: Message, msgstr: str, marks: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    hides = "\\" in msgstr or "&" in msgstr
    for read in (str, revealed) if hides else (str,):
        original, translated = (template_code(read(text), marks) for text in (message.msgid, msgstr))
        if Context.PASSAGE in CONTEXTS.get(message.kind, ()):
            # The beginning of an attribute list, which is compared once the passage is rendered.
            del original["{#"], translated["{#"]
        if original != translated:
            yield from compare("expression", original, translated)
            return


def _may_be_markup(message: Message, msgstr: str) -> bool:
    if message.kind in RENDERED or msgstr == message.msgid:
        return False
    if message.kind is Kind.DIAGRAM:
        return True
    if not only_words(msgstr) or not only_words(message.msgid):
        return True
    return not all(context in RULES for context in CONTEXTS.get(message.kind, (None,)))


@check(Subject.TEXT, trigger=_may_be_markup, fixed=GUARD)
def check_plain_text(message: Message, msgstr: str) -> Iterator[Finding]:
    """Markup in a text that is published as it is (titles, navigation, site strings): it would become part of the page.

    Bad: msgid ``Guides``, msgstr ``<b>Guías</b>``
    Good: msgstr ``Guías``
    """
    if msgstr == message.msgid:
        return
    contexts = CONTEXTS.get(message.kind)
    if contexts is None:
        yield Finding(f"nobody has said where a {message.kind.value} is published", _AS_IN_ENGLISH)
        return
    for context in contexts:
        rule = RULES.get(context)
        if rule is None:
            yield Finding(f"nobody has said what may differ in: {context.value}", _AS_IN_ENGLISH)
        else:
            yield from rule(message.msgid, msgstr)


def _in_passage(_msgid: str, _msgstr: str) -> Iterator[Finding]:
    """Compared once it is rendered, by the checks of passages; HTML by ``check_html``."""
    yield from ()


def _in_content(msgid: str, msgstr: str, matters: Callable[[str], bool] = bool) -> Iterator[Finding]:
    """The same tags and comments, if they matter; of lone signs, none or as many as in English."""
    original, translated = Counter(filter(matters, tags(msgid))), Counter(filter(matters, tags(msgstr)))
    if not translated["<"]:
        del original["<"]
    if original != translated:
        yield from _tags(original, translated)
        return
    yield from compare("code", Counter(same_bodies(split_tags(msgid))), Counter(same_bodies(split_tags(msgstr))))
    for sign in "<>":
        if sign in msgstr and msgstr.count(sign) != msgid.count(sign):
            yield Finding(f"another number of {sign} than in the original", _PLAINLY)


def _tags(original: Counter[str], translated: Counter[str]) -> Iterator[Finding]:
    if added := translated - original:
        yield Finding(f"{' '.join(added)} in a plain text", _PLAINLY)
    else:
        yield from compare("tag", original, translated)


def _in_attribute(msgid: str, msgstr: str) -> Iterator[Finding]:
    """No further attribute beyond the value. Quotation marks, of which English has some, are escaped."""
    for name in sorted(attributes_outside(unescaped(msgstr)) - assigned(msgid)):
        yield Finding(f"'{name}=' after a quotation mark", "it could become an attribute: write it in another way")


def _in_raw_attribute(msgid: str, msgstr: str) -> Iterator[Finding]:
    if '"' in msgstr and '"' not in msgid:
        yield Finding('" in a plain text', _PLAINLY)
    yield from _in_attribute(msgid, msgstr)


def _in_escaped_attribute(msgid: str, msgstr: str) -> Iterator[Finding]:
    """Shown as it is, or as content by a script: the same tags, also behind entities. Placeholders are words."""
    problems = list(_in_content(msgid, msgstr, acts))
    original, translated = Counter(filter(acts, markup(msgid))), Counter(filter(acts, markup(msgstr)))
    yield from problems or _tags(original, translated)


def _in_script(msgid: str, msgstr: str) -> Iterator[Finding]:
    yield from _no_more(script_marks(msgid), script_marks(msgstr))


def _in_markdown(msgid: str, msgstr: str) -> Iterator[Finding]:
    yield from _no_more(markdown_marks(msgid), markdown_marks(msgstr))


def _in_diagram(msgid: str, msgstr: str) -> Iterator[Finding]:
    """No mark and no word that means something in the diagram's code; breaks may be left out, icons may not."""
    original, translated = (Counter(_not_breaks(tags(text))) for text in (msgid, msgstr))
    yield from _tags(original, translated) if original != translated else ()
    yield from compare("icon", Counter(ICON.findall(msgid)), Counter(ICON.findall(msgstr)))
    if "\n" in msgstr:
        yield Finding("a label of a diagram in several lines", "write it in one line")
    for mark in diagram_marks(msgstr) - diagram_marks(msgid):
        yield Finding(f"'{mark}' means something in the code of a diagram", "write it in another way")


def _not_breaks(found: Iterable[str]) -> Iterator[str]:
    return (tag for tag in found if tag.replace(" ", "").lower() not in ("<br>", "<br/>"))


def _in_math(msgid: str, msgstr: str) -> Iterator[Finding]:
    yield from _no_more(math_marks(unescaped(msgid)), math_marks(unescaped(msgstr)))


def _no_more(original: Counter[str], translated: Counter[str]) -> Iterator[Finding]:
    for mark in translated - original:
        yield Finding(f"'{mark}' is not in the original", "write it without")


def _as_address(msgid: str, msgstr: str) -> Iterator[Finding]:
    """An address leads where it leads in English."""
    if is_address(msgid):
        yield Finding("an address that differs from the original's", _AS_IN_ENGLISH)
    elif acts_as_address(unescaped(msgstr)) and not acts_as_address(unescaped(msgid)):
        yield Finding("the text would run as an address", "begin it with another word")


RULES: Mapping[Context, Rule] = {
    Context.PASSAGE: _in_passage,
    Context.CONTENT: _in_content,
    Context.ATTRIBUTE: _in_raw_attribute,
    Context.TITLE: _in_attribute,
    Context.ESCAPED_ATTRIBUTE: _in_escaped_attribute,
    Context.SCRIPT: _in_script,
    Context.MARKDOWN: _in_markdown,
    Context.ADDRESS: _as_address,
    Context.MATH: _in_math,
    Context.DIAGRAM: _in_diagram,
    # By check_template_expression, which knows how the site writes templates.
    Context.TEMPLATE: _in_passage,
}
"""What may differ in each place."""

RENDERED = frozenset(kind for kind, contexts in CONTEXTS.items() if {*contexts} <= {Context.PASSAGE, Context.TEMPLATE})
"""The kinds of message of which the rendered passage tells nearly all."""
