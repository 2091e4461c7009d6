"""Attacks that a translation may be: known ones, those of a small grammar, and how they are put into a text."""

from __future__ import annotations

import functools
import html
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from attacks import PAYLOADS as KNOWN

COMMAND = "touch OWNED"
"""Leaves a file in the folder of the site if anything runs it."""
SUM = "7919*7907"
EVALUATED = "62615533"
"""What is on a page if a template has worked out the sum."""
SECRET = "secret-of-the-build-machine"
"""What is in a file that no page includes."""

TEMPLATES = (
    "{{ cycler.__init__.__globals__.os.system('COMMAND') }}",
    "{{ lipsum.__globals__['os'].popen('COMMAND').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for c in [].__class__.__base__.__subclasses__() if c.__name__ == 'Popen' %}{{ c('COMMAND', shell=1) }}"
    "{% endfor %}",
    "{% import os %}",
    "{% set x = cycler.__init__.__globals__.os.system('COMMAND') %}",
    "{% if cycler.__init__.__globals__.os.system('COMMAND') %}{% endif %}",
    "{{ joiner.__init__.__globals__.os.system('COMMAND') }}",
    "{{ namespace.__init__.__globals__.os.system('COMMAND') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ SUM }}",
    "{{SUM}}",
    "{{- SUM -}}",
    "{%- print(SUM) -%}",
    "{% print(SUM) %}",
    "{# x #}",
    "{{ config }}",
    "{{ environment }}",
    "{% include 'secret.txt' %}",
    "{% raw %}{{ SUM }}{% endraw %}",
    "{&#123; SUM }}",
    "&#123;&#123; SUM &#125;&#125;",
    "\\{\\{ SUM \\}\\}",
    "{\\{ SUM }}",
    "}} {{ SUM }} {{",
    "%} {% print(SUM) %} {%",
    "${SUM}",
    "<%= SUM %>",
    "#{SUM}",
    "%(x)s{{ SUM }}",
    "{{ macros_info() }}",
    "{{ fix_url('javascript:alert(1)') }}",
)
CORES = (
    "<script>alert(1)</script>",
    "<script src=//evil.test/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<base href=//evil.test/>",
    '<meta http-equiv=refresh content="0;url=//evil.test">',
    "<style>*{background:url(//evil.test)}</style>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<b onmouseover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<i id=stolen class=md-search>x</i>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "![x](//evil.test/x.png)",
    "https://evil.test/",
    "{{ SUM }}",
    "x",
)
FRAMES = (
    "{}",
    '"{}',
    "'{}",
    '">{}<"',
    "'>{}<'",
    '" onmouseover="{}',
    "' onmouseover='{}",
    '" {} "',
    '0;url={}" http-equiv="refresh',
    "</title>{}",
    "</textarea>{}",
    "</script>{}<script>",
    "</style>{}<style>",
    "</template>{}",
    "</code>{}<code>",
    "</kbd>{}<kbd>",
    "</p></div>{}",
    "</noscript>{}",
    "--></script>-->{}",
    "]]>{}",
    "*/{}/*",
    "\n{}\n",
    "\\{}",
    "\\\\{}",
    "\\",
    "`{}`",
    "``{}``",
    "${}$",
    "${}",
    "$$\n{}\n$$",
    "\\({}\\)",
    "\\[{}\\]",
    "$</title>{}$",
    "$\\href{{{}}}{{x}}$",
    "\\href{{{}}}{{x}}",
    "\\class{{{}}}{{x}}",
    "\\style{{{}}}{{x}}",
    "\\cssId{{{}}}{{x}}",
    "\\unicode{{{}}}",
    "\\text{{{}}}",
    "\\require{{html}}\\href{{{}}}{{x}}",
    "$x$ {} $y$",
    '"}}</script>{}',
    '"}},{{"x":"{}',
    "[x]({})",
    '[x](a.md "{}")',
    "[x](a.md '{}')",
    "![{}](chip.svg)",
    '![x](chip.svg "{}")',
    "[{}](a.md)",
    "[{}]: a.md",
    "[x]: {}",
    "*[x]: {}",
    "[^x]: {}",
    "[x]: a.md '{}'",
    "[TOC]{}",
    "*[TOC]*{}",
    "{{: title='{}' }}",
    "{{: data-title='{}' }}",
    "x{{ title='{}' }}",
    "x{{: .glightbox data-description='{}' }}",
    "*x*{{: onclick='{}' }}",
    "{{++{}++}}",
    "{{--{}--}}",
    "{{~~x~>{}~~}}",
    "{{>>{}<<}}",
    "{{=={}==}}",
    "=={}==",
    "^^{}^^",
    "~~{}~~",
    "x^{}^",
    "H~{}~",
    ":{}:",
    ":material-{}:",
    ":smile:{}",
    '--8<-- "{}"',
    "-8<- 'secret.txt'{}",
    "--8<--\nsecret.txt\n--8<--\n{}",
    "++{}++",
    '++"{}"++',
    "`#!html {}`",
    "@{}",
    "https://example.org/{}",
    'https://example.org/"{}',
    "www.example.org/{}",
    "<https://example.org/{}>",
    "mailto:{}",
    "(c){}",
    "--> {} <!--",
    "<!-- {} -->",
    "{} (1)",
    "| {} |",
    "!!! note '{}'",
    "/// html | {}\n///",
    "/// caption\n{}\n///",
    "# {} {{ #stolen }}",
    "%s{}",
    "%(x)s{}",
    "{{}}{}",
)
ENCODINGS = (
    ("upper", lambda text: text.upper()),
    ("entities", html.escape),
    ("twice", lambda text: text.replace("<", "&amp;lt;").replace(">", "&amp;gt;").replace('"', "&amp;quot;")),
    ("decimal", lambda text: "".join(f"&#{ord(char)};" if not char.isalnum() else char for char in text)),
    ("hexadecimal", lambda text: "".join(f"&#x{ord(char):x}" if char in "<>\"'{}:" else char for char in text)),
    ("percent", lambda text: text.replace("<", "%3C").replace(">", "%3E").replace('"', "%22")),
    ("unicode", lambda text: text.replace("<", "\\u003c").replace(">", "\\u003e").replace('"', "\\u0022")),
    ("wide", lambda text: text.replace("<", "＜").replace(">", "＞").replace('"', "＂")),
    ("stars", lambda text: text.replace("<", "*<*").replace("{{", "{*{*")),
    ("lines", lambda text: text.replace(" ", "\n")),
    ("tabs", lambda text: text.replace(" ", "\t").replace("=", "\t=\t")),
    ("backslashes", lambda text: "".join(f"\\{char}" if char in "<>[]{}\"`$" else char for char in text)),
    ("split", lambda text: text.replace("script", "scr\u00adipt").replace("on", "o\u200bn")),
)  # fmt: skip
GENERATED = 700

FORMS = ("{inside}", "{payload}", "{msgid}{payload}", "{msgid} {payload}", "{payload} {msgid}")
"""How an attack is put into a text; *inside* is the text with the attack for the word that marks its place."""
CASES = Path(__file__).parents[1] / "cases/safety/found.txt"


class Attack(NamedTuple):
    """One attack, and how it is put into the text."""

    payload: str
    form: str

    def on(self, msgid: str, mark: str) -> str:
        """The attack as the translation of *msgid*."""
        inside = msgid.replace(mark, self.payload, 1) if mark else f"{msgid}, {self.payload}"
        parts = {"{inside}": inside, "{msgid}": msgid, "{payload}": self.payload}
        text = self.form
        for name in parts:
            if name in self.form:
                text = text.replace(name, "\x00" + name[1:-1] + "\x00")
        return "".join(parts.get("{" + piece + "}", piece) for piece in text.split("\x00"))


def generated() -> Iterator[str]:
    """Attacks of a grammar: a core in a frame, in one more, written in another way; always the same ones."""
    choose = random.Random(8)
    yield from TEMPLATES
    pairs = list(itertools.product(CORES, FRAMES))
    choose.shuffle(pairs)
    for number, (core, frame) in enumerate(pairs):
        text = frame.format(core)
        if number % 3 == 1:
            text = choose.choice(FRAMES).format(text)
        if number % 4 == 2:
            text = choose.choice(ENCODINGS)[1](text)
        yield text


@functools.cache
def payloads() -> tuple[str, ...]:
    """Every attack: the known ones, and those of the grammar."""
    texts = (text.replace("COMMAND", COMMAND).replace("SUM", SUM) for text in itertools.islice(generated(), GENERATED))
    return tuple(dict.fromkeys([*KNOWN.values(), *texts]))


def cases() -> dict[str, list[Attack]]:
    """What has once been found, by place: these come first."""
    found: dict[str, list[Attack]] = {}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            place, form, payload = line.split("\t")
            found.setdefault(place, []).append(Attack(json.loads(payload), form))
    return found


@functools.cache
def attacks_on(place: str) -> tuple[Attack, ...]:
    """The attacks on *place*, in the order in which they are tried: each payload once, in a form of its own."""
    choose = random.Random(place)
    pairs = [Attack(payload, FORMS[number % len(FORMS)]) for number, payload in enumerate(payloads())]
    choose.shuffle(pairs)
    return (*cases().get(place, ()), *pairs)
