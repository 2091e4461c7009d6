"""Counts what catalogs reach of a finished site, without any code of ``isogloss check --coverage``.

``python tests/benchmarks/coverage.py MKDOCS_YML`` needs a copy of a site whose mkdocs.yml lists English, a real
language, and ``en-XA`` with ``build: !ENV [PSEUDO, false]``. All are built. A text in plain
letters on a page of ``en-XA`` that the page in the real language has too, was in no catalog; what a theme translates,
is not on both.
Writes ``locales/`` beside MKDOCS_YML, and over all that is there. Needs lxml and polib.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import lxml.html
import polib
import yaml

CODE = ["code", "kbd", "pre", "samp", "script", "style", "var", "textarea", "iframe", "math", "noscript"]
ATTRIBUTES = ["alt", "title", "aria-label", "placeholder"]
TEXTS = ("//article", "//div[@role='main']")
"""Where themes have the text of a page."""
NAMES = ["Material for MkDocs", "Read the Docs", "BitBucket", "GitHub", "GitLab", "MkDocs", "English", "Accents"]
INNER = re.compile(r"\w[_/@\\=.:>]+\w|\(\)|^:.*:$|^<.*>$")
"""Signs in a token that is no word: an address, a path, a name of a program, an icon."""


def run(folder: Path, *command: str) -> None:
    env = os.environ | {"PSEUDO": "true", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, *(["-P"] if sys.version_info >= (3, 11) else []), "-m", *command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def texts(page: Path) -> dict[bool, list[str]]:
    """The texts of *page*: those of its article (True), and all others."""
    tree = lxml.html.parse(str(page), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()
    for gone in tree.xpath(
        f"//*[self::{' or self::'.join(CODE[2:])}] | //*[@translate='no' or contains(@class, 'arithmatex')]"
    ):
        gone.drop_tree()
    codes = {"".join(one.text_content().split()) for one in tree.xpath("//code | //kbd")}
    for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6"):
        inside = "".join(code.text_content() for code in heading.xpath(".//code"))
        if inside and re.sub(r"\W", "", heading.text_content()) == re.sub(r"\W", "", inside):
            codes.add("".join(heading.text_content().split()).rstrip("¶"))
    for gone in tree.xpath("//code | //kbd"):
        gone.drop_tree()
    article = next((found[0] for path in TEXTS if (found := tree.xpath(path))), None)
    inside = set(article.iter()) if article is not None else set()
    found: dict[bool, list[str]] = {True: [], False: []}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        place = element in inside
        values = [element.text, *(element.get(name) for name in ATTRIBUTES)]
        if element.tag == "meta" and (element.get("name") or element.get("property", "")).endswith(
            ("description", "title")
        ):
            values.append(element.get("content"))
        found[place] += [value for value in values if value and "".join(value.split()) not in codes]
        if element.tail:
            found[element is not article and place].append(element.tail)
    return found


def words(text: str, names: list[str]) -> list[str]:
    for name in names:
        text = text.replace(name, " ")
    tokens = (token for token in text.split() if not INNER.search(token))
    return [word for token in tokens for word in re.findall(r"[^\W\d_]{2,}", token)]


def missed(pseudo: list[str], other: list[str], names: list[str]) -> tuple[int, Counter[str]]:
    """How many words there are in *pseudo*, and which are plain and in the *other* texts, which are English, too."""
    total, left = 0, Counter()
    same, known = Counter(other), {word for text in other for word in words(text, names)}
    for text in pseudo:
        found = words(text, names)
        total += len(found)
        plain = [word for word in found if word.isascii()]
        if not plain or text.strip() == "":
            continue
        if len(plain) == len(found):
            left.update(plain if same[text] > 0 else ())
            same[text] -= 1
        else:
            left.update(word for word in plain if word in known)
    return total, left


def main() -> None:
    config = Path(sys.argv[1]).resolve()
    text = re.sub(r"!(?!ENV)\S+", "", config.read_text(encoding="utf-8")).replace("!ENV", "")
    settings = yaml.safe_load(text)
    plugins = [row for row in settings["plugins"] if isinstance(row, dict)]
    languages = next(row["i18n"]["languages"] for row in plugins if "i18n" in row)
    real = languages[1]["locale"]
    names = [
        *NAMES,
        *(row["name"] for row in languages),
        *filter(None, map(settings.get, ("site_author", "repo_name"))),
    ]
    parent = config.parent / str(settings.get("INHERIT", ""))
    if parent.is_file():
        names += re.findall(
            r"^(?:site_author|repo_name): *(\S.*?) *$", parent.read_text(encoding="utf-8"), re.MULTILINE
        )
    for path in config.parent.rglob(".authors.yml"):
        names += re.findall(r"^ +name: *(\S.*?) *$", path.read_text(encoding="utf-8"), re.MULTILINE)
    run(config.parent, "isogloss", "update", "-f", config.name)
    # What is translated by itself is English, on a page that plugins know to be in the language.
    for path in (config.parent / "locales" / real).rglob("*.po"):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for message in catalog:
            message.msgstr = message.msgid
        catalog.save()
    run(config.parent, "isogloss", "pseudo", "-f", config.name, "--locale", "en-XA")
    total, left = Counter(), {True: Counter(), False: Counter()}
    with tempfile.TemporaryDirectory() as folder:
        run(config.parent, "mkdocs", "build", "-q", "-f", config.name, "-d", folder)
        for page in sorted(Path(folder, "en-XA").rglob("*.html")):
            other = Path(folder, real, page.relative_to(Path(folder, "en-XA")))
            if not other.is_file() or 'http-equiv="refresh"' in page.read_text(encoding="utf-8"):
                continue
            pseudo, english = texts(page), texts(other)
            for inside in (True, False):
                number, same = missed(pseudo[inside], english[inside], names)
                total[inside] += number
                left[inside] += same
    for inside, name in ((True, "in the text"), (False, "around it")):
        number = left[inside].total()
        share = 100 * (1 - number / total[inside])
        print(
            f"{name}: {share:.2f} % of {total[inside]:,} words, {number:,} not: "
            + ", ".join(f"{word} {number}" for word, number in left[inside].most_common(12))
        )


if __name__ == "__main__":
    main()
