"""Law 5 in a real Chromium: a site whose translations are attacks, held to its English pages node by node."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from attacks import FORMS, PAYLOADS
from chromium import Browser, Handler, serving
from conftest import Site
from isogloss import checks
from isogloss.segments import Kind, Message
from rendering import EVERYTHING

WORDS = (
    r"\b(Title|Alert|Why|Done|Item|Below|chip|Choose|One|sure|Tab|note|terminal|Read|picture|Head|Other|Cell|only|Term"
    r"|Meaning|GPU|Graphics|More|Inner|go|look|this)\b"
)
"""A word of each message of the page with everything: with a number it makes a message of its own."""
PLAIN = tuple(kind.value for kind in Kind if kind.plain)
PAGES = [f"p{number:02}" for number in range(13)]
COPIES = 10

CONFIG = """\
site_name: Test site
site_url: https://example.org/
site_description: About everything
copyright: Nobody
theme:
  name: material
  custom_dir: overrides
  font: false
markdown_extensions:
  - abbr
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: true
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.quotes:
      callouts: true
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist
plugins:
  - i18n:
      docs_structure: suffix
      languages:
        - locale: en
          name: English
          default: true
        - locale: es
          name: Español
  - isogloss
nav:
  - Start: index.md
"""
TEMPLATE = """\
{{% extends "base.html" %}}
{{% block content %}}
{{% if page.file.src_uri == "index.md" %}}{strings}{{% endif %}}
{{{{ super() }}}}
{{% endblock %}}
"""


def everything(number: int) -> str:
    """A text with every kind of message, none of which is in the text of another number."""
    return re.sub(WORDS, rf"\g<1>{number}", EVERYTHING).replace("[^1]", f"[^{number}]")


def plain_attacks() -> Iterator[str]:
    """Attacks for messages without markup: first those that pass the checks, which the reader gets."""
    passed = {name for name, payload in PAYLOADS.items() if not checks.text_findings(Message("x", Kind.TITLE), payload)}
    names = sorted(PAYLOADS, key=lambda name: name not in passed)
    return itertools.cycle([PAYLOADS[name] for name in names])


def attack(root: Path) -> Counter[str]:
    """Put an attack into every translation; returns in how many forms each is in messages with markup."""
    forms = itertools.cycle([(name, form) for form in FORMS for name in PAYLOADS])
    plain = plain_attacks()
    placed = set()
    for path in sorted((root / "locales").rglob("*.po")):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for entry in catalog:
            if path.parent.name == "docs" and not entry.comment.startswith(PLAIN):
                name, form = next(forms)
                placed.add((name, form))
                entry.msgstr = form.replace("{msgid}", entry.msgid).replace("{payload}", PAYLOADS[name])
            else:
                entry.msgstr = next(plain)
            entry.flags = []
        catalog.save()
    return Counter(name for name, _ in placed)


class Watched(Handler):
    """Serves each page with a script before all others, and lets it ask no other host for anything."""

    extensions_map = Handler.extensions_map | {"": "text/html"}

    def end_headers(self):
        if self.watched:
            own = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
            self.send_header("Content-Security-Policy", f"{own}; base-uri 'self'; form-action 'self'")
        super().end_headers()

    @property
    def watched(self) -> bool:
        return self.path.endswith("/")

    def do_GET(self):  # noqa: N802 - as http.server calls it
        if not self.watched:
            super().do_GET()
            return
        page = Path(self.translate_path(self.path)) / "index.html"
        # Scripts in files run when the page has been parsed: what it is made of does not depend on how far they are.
        body = (
            page.read_bytes()
            .replace(b"<script src=", b"<script defer src=")
            .replace(b"<!doctype html>", b"<!doctype html><script>" + WATCH.encode() + b"</script>", 1)
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


WATCH = """
window.seen = [];
for (const name of ["alert", "confirm", "prompt", "print", "open", "eval", "x"])
  window[name] = () => seen.push(`${name}() was called`);
addEventListener("error", event => {
  if (event.message) seen.push(`script error: ${event.message}`);
}, true);
addEventListener("securitypolicyviolation", event => seen.push(`asked for ${event.blockedURI}`), true);
addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") window.parsed = parent.nodes(document);
}, true);
document.currentScript.remove();
"""

HARNESS = r"""
<!doctype html>
<meta charset="utf-8">
<script>
const PAGES = [PAGES];
const EVENTS = ["mouseover", "mouseenter", "mousemove", "mousedown", "pointerover", "focus", "focusin", "blur", "error",
  "load", "toggle", "start", "input", "change", "animationstart", "transitionend", "scroll", "copy", "paste"];
const TEXTS = ["alt", "title", "aria-label", "placeholder", "content"];
const wait = time => new Promise(done => setTimeout(done, time));

// Where a page lies and the texts of the theme differ from language to language.
const ADDRESSES = ["href", "src", "action", "formaction", "data"];
const place = text => text.replaceAll(location.origin, "").replaceAll("/es/", "/");
function attributes(node) {
  return [...node.attributes].filter(({name}) => !["lang", "dir"].includes(name)).map(({name, value}) => {
    if (TEXTS.includes(name)) return name;
    return `${name}=${ADDRESSES.includes(name) && typeof node[name] === "string" ? place(node[name]) : value}`;
  }).sort();
}

function content(node) {
  if (node.type === "application/json") return Object.keys(JSON.parse(node.textContent)).join();
  if (!["script", "style"].includes(node.localName)) return "";
  return node.textContent.replace(/new URL\("[^"]*",location\)/, "");
}

const describe = node => node.nodeType === Node.COMMENT_NODE ? `comment ${node.data}`
  : [node.localName, ...attributes(node), content(node)].join(" ").trim();

// What marks a passage as English, and explained abbreviations, follow the words of the language, as emphasis does.
const WORDS = ["span", "abbr title"], EMPHASIS = ["em", "strong"];

function nodes(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT), found = [];
  const depths = new Map([[page, 0]]);
  while (walker.nextNode()) {
    const node = walker.currentNode, text = describe(node), depth = depths.get(node.parentNode);
    const counts = ![...WORDS, ...EMPHASIS].includes(text);
    depths.set(node, depth + (counts ? 1 : 0));
    if (!WORDS.includes(text)) found.push(counts ? `${depth} ${text}` : text);
  }
  return found;
}

async function open(address) {
  const frame = document.createElement("iframe"), page = {address, seen: []};
  frame.style = "width: 1200px; height: 900px";
  frame.sandbox = "allow-scripts allow-same-origin allow-forms";
  const loaded = new Promise(done => frame.onload = done);
  frame.src = address;
  document.body.append(frame);
  await Promise.race([loaded, wait(10000)]);
  try {
    const view = frame.contentWindow;
    page.nodes = view.parsed;
    view.addEventListener("click", event => {
      if (event.target.closest("a, area")?.protocol !== "javascript:") event.preventDefault();
    }, true);
    for (const node of frame.contentDocument.querySelectorAll("*")) {
      for (const {name, value} of node.attributes)
        if (/^\s*(javascript|vbscript|data):/i.test(value)) page.seen.push(`${name}=${value}`);
      for (const name of EVENTS) node.dispatchEvent(new view.Event(name));
      if (node.protocol === "javascript:") node.click();
    }
    await wait(0);
    page.seen.push(...view.seen);
    if (view.location.pathname !== address) page.seen.push(`went to ${view.location}`);
  } catch (error) {
    page.seen.push(`lost: ${error}`);
  }
  frame.remove();
  return page;
}

addEventListener("load", async () => {
  const results = [];
  const todo = [...PAGES];
  await Promise.all([1, 2, 3].map(async () => {
    while (todo.length) results.push(await open(todo.shift()));
  }));
  fetch("/told", {method: "POST", body: JSON.stringify(results)});
});
</script>
<body>
"""


class Attacked(NamedTuple):
    """The built site."""

    root: Path
    placed: Counter[str]
    log: str


def build(root: Path) -> Attacked:
    site = Site(root)
    site.write("docs/index.md", "# Start\n")
    for number, name in enumerate(PAGES):
        texts = "\n\n".join(everything(100 * number + copy) for copy in range(1, COPIES + 1))
        site.write(f"docs/{name}.md", f"---\ntitle: Page {name}\ndescription: About {name}\n---\n\n{texts}")
    site.write("mkdocs.yml", CONFIG + "".join(f"  - Guide {name}: {name}.md\n" for name in PAGES))
    strings = (f"<p title=\"{{{{ _('String {n}') }}}}\">{{{{ _('String {n}') }}}}</p>\n" for n in range(len(PAYLOADS)))
    site.write("overrides/main.html", TEMPLATE.format(strings="".join(strings)))
    updated = site.run("isogloss", "update")
    assert updated.returncode == 0, updated.stderr
    placed = attack(site.root)
    built = site.build()
    assert built.returncode == 0, built.stderr
    return Attacked(site.root / "site", placed, built.stderr)


def visit(browser: Browser, paths: list[str], profile: Path) -> dict[str, dict]:
    """What each of the pages is made of, and what happened on it."""
    return {
        page["address"]: page
        for page in browser.open(HARNESS.replace("[PAGES]", json.dumps(paths)), profile, timeout=120)
    }


def more(page: dict, other: dict) -> Counter[str]:
    """The nodes that *page* has more than *other*."""
    return Counter(page["nodes"]) - Counter(other["nodes"])


def structure(page: dict) -> list[str]:
    """The nodes of *page* in order, each with its depth, without emphasis."""
    return [node for node in page["nodes"] if node not in ("em", "strong")]


CONTROLS = {
    "<script>alert(1)</script>": "alert() was called",
    "<img src=x onerror=alert(1)>": "alert() was called",
    "<svg onload=prompt(1)></svg>": "prompt() was called",
    "<b onmouseover=confirm(1)>x</b>": "confirm() was called",
    "<details open ontoggle=alert(1)>x</details>": "alert() was called",
    '<a href="javascript:alert(1)">x</a>': "alert() was called",
    '<a href=" JavaScript:void(0)">x</a>': "href= JavaScript:void(0)",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>': "alert() was called",
    '<form action="javascript:alert(1)"></form>': "action=javascript:alert(1)",
    '<img src="https://evil.test/x.png">': "asked for https://evil.test/x.png",
    '<script src="//evil.test/x.js"></script>': "asked for http://evil.test/x.js",
    "<style>b { background: url(//evil.test/y.png) }</style><b>x</b>": "asked for http://evil.test/y.png",
    '<base href="//evil.test/">': "asked for http://evil.test",
    "<b onclick=boom( ></b><script>boom()</script>": "script error: Uncaught ReferenceError: boom is not defined",
    "<i></i>": "",
    "<!-- a comment -->": "",
    '<p style="color: red">x</p>': "",
    "<template><i></i></template>": "",
    "<abbr title=x onclick=alert(1)>x</abbr>": "",
    "<em class=x>x</em>": "",
    "</div>": "",
}


def test_no_attack_runs_or_adds_a_node(tmp_path):
    attacked = build(tmp_path / "attacks")
    assert attacked.placed == dict.fromkeys(PAYLOADS, len(FORMS))
    published = re.search(r"es: \d+ % of ([\d,]+) passages translated; ([\d,]+) passages", attacked.log)
    total, refused = (int(number.replace(",", "")) for number in published.groups())
    # Nothing would be shown if all were refused. Many attacks are harmless as text, and readers get them.
    assert total - refused > 800

    names = ["", *(f"{name}/" for name in PAGES)]
    addresses = [f"/{locale}{name}" for name in names for locale in ("", "es/")]
    with serving(attacked.root, Watched) as browser:
        pages = visit(browser, addresses + publish_raw(attacked.root), tmp_path / "profile")
    for name in names:
        english, spanish = pages[f"/{name}"], pages[f"/es/{name}"]
        assert english["seen"] == spanish["seen"] == [], name
        assert not more(spanish, english), name
        # Whether a translation emphasizes a word is its own affair.
        assert structure(spanish) == structure(english), name
        assert len(english["nodes"]) > 500, name
    for number, (control, seen) in enumerate(CONTROLS.items()):
        page = pages[f"/control/{number}/"]
        assert structure(page) != structure(pages["/p00/"]), control
        assert not seen or any(text.startswith(seen) for text in page["seen"]), (control, page["seen"])


def publish_raw(root: Path) -> list[str]:
    """Make a page of each control, to see that the harness sees it; returns their addresses."""
    page = (root / "es/p00/index.html").read_text(encoding="utf-8")
    assert page.count("</article>") == 1
    for number, control in enumerate(CONTROLS):
        target = root / f"control/{number}/index.html"
        target.parent.mkdir(parents=True)
        target.write_text(page.replace("</article>", f"{control}</article>"), encoding="utf-8")
    return [f"/control/{number}/" for number in range(len(CONTROLS))]
