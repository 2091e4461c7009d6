"""The search indexes of languages, written one after the other, are those that come of the index of all of them."""

from __future__ import annotations

import copy
import json
import random
from functools import partial
from itertools import product
from types import SimpleNamespace

import pytest
from isogloss.driver.contents import of_file
from isogloss.driver.shares import _in_shares
from isogloss.hosts.mkdocs import own_search
from isogloss.hosts.mkdocs.read_before import ReadBefore
from isogloss.hosts.mkdocs.search_duplicates import without_duplicates
from isogloss.project import Locale
from running import files

ENGLISH = Locale("en", "English")
LOCALES = [Locale("es-ES", "Español"), Locale("fr", "Français")]
CONFIG = {"lang": ["en"], "separator": " "}


def entry(location: str, title: str, text: str, **more) -> dict:
    return {"location": location, "title": title, "text": text, **more}


def searched(told: dict | None) -> list[own_search.Searched]:
    return [own_search.Searched(one, {"new": f"new in {one.tag}"}, told) for one in (ENGLISH, *LOCALES)]


def of_all(folder, entries: dict[str, list[dict]], told: dict | None) -> dict[str, bytes]:
    every = [one for found in copy.deepcopy(entries).values() for one in found]
    _write(folder, list(without_duplicates(every, list(entries))))
    root, *others = searched(told)
    own_search.split(folder, ENGLISH, root, others, every, material=True)
    return files(folder)


def of_each(
    folder, entries: dict[str, list[dict]], told: dict | None, asked: list[str] | None = None, **more
) -> dict[str, bytes] | None:
    def ask(tag: str) -> list[dict]:
        if asked is not None:
            asked.append(tag)
        return copy.deepcopy(entries[tag])

    _write(folder, entries["en"])
    root, *others = searched(told)
    known = {tag: partial(ask, tag) for tag in entries}
    return files(folder) if own_search.split_each(folder, ENGLISH, root, others, known, **more) else None


def _write(folder, entries: list[dict]) -> None:
    path = folder / own_search.INDEX
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"config": CONFIG, "docs": entries}), encoding="utf-8")


def a_site(rng: random.Random) -> dict[str, list[dict]]:
    """Entries of few words, of which many are alike, or nearly."""
    pages = rng.sample(["", "a/", "b/", "b/a/", "es-ES/", "x/b/"], k=rng.randint(1, 4))
    locations = [page + section for page in pages for section in rng.sample(["", "#a", "#b"], k=rng.randint(1, 3))]

    def one(location: str) -> dict:
        more = rng.choice([{}, {}, {"tags": ["new"]}, {"boost": rng.choice([1, 1.0, True])}])
        return entry(location, rng.choice("AB"), rng.choice(["<p>x</p>", "<p>y</p>", ""]), **more)

    english = [one(location) for location in locations]
    found = {"en": english}
    for locale in LOCALES:
        own = [dict(original) if rng.random() < 0.8 else one(original["location"]) for original in english]
        found[locale.tag] = [original | {"location": f"{locale.tag}/{original['location']}"} for original in own]
        if rng.random() < 0.2:
            found[locale.tag].append(rng.choice(found[locale.tag]))
    return found


def test_an_index_is_made_again_if_anything_has_changed_that_it_is_made_of(tmp_path):
    kept: dict[str, bytes] = {}
    text, last, again, rng = "", None, 0, random.Random(7)
    entries, told = a_site(rng), None
    for number in range(120):
        change = rng.choice(["nothing", "nothing", "fr", "en", "site", "told", "lost"])
        if change in entries:
            entries[change] = [{**one, "text": rng.choice(["<p>x</p>", f"<p>{number}</p>"])} for one in entries[change]]
        elif change == "site":
            entries = a_site(rng)
        elif change == "told":
            told = rng.choice([None, {"language": "x"}, {"language": "y"}])
        elif change == "lost":
            kept.clear()
        made_of = {tag: json.dumps(found) for tag, found in entries.items()}
        before, asked = ReadBefore(text, of_file, kept.get, made_of), []
        found = of_each(tmp_path / f"{number}", entries, told, asked, before=before)
        assert found == of_each(tmp_path / f"{number}-anew", entries, told), change
        if found is None:
            entries = a_site(rng)
            continue
        if (made_of, told) == last and kept:
            assert asked == ["en"]
            again += 1
        kept |= {of_file(tmp_path / f"{number}" / name): data for name, data in found.items()}
        text, last = before.as_text(), (made_of, told)
    assert again > 20


def test_what_is_known_is_asked_for_again_if_it_is_of_something_else(tmp_path):
    index, asked = tmp_path / "index.json", []
    index.write_text("{}", encoding="utf-8")

    def build(text: str, sitemap: str = "x", **languages: str) -> tuple[ReadBefore, list[str]]:
        def ask(what, answer):
            return lambda: (asked.append(what), answer)[1]

        asked.clear()
        known = ReadBefore(text, of_file, languages=languages)
        known.begin(["a site"])
        assert known.sitemap(sitemap, ask("sitemap", "<urlset/>")) == "<urlset/>"
        assert known.searched(index, ask("searched", frozenset({"a/"}))) == {"a/"}
        assert known.listed("fr", ask("listed", "a page")) == ReadBefore("", of_file).listed("fr", lambda: "a page")
        return known, [*asked]

    first, told = build("", en="1", fr="2")
    text = first.as_text()
    assert (told, first.is_new) == (["sitemap", "searched", "listed"], True)
    again, told = build(text, en="1", fr="2")
    assert (told, again.is_new, again.as_text()) == ([], False, text)
    again.put_index("index", index, "all pages")
    assert again.is_new
    same = ReadBefore(again.as_text(), of_file)
    same.put_index("index", index, "all pages")
    assert not same.is_new
    for different in (build(text, "y", en="1", fr="2"), build(text, en="1", fr="3"), build(text, en="1")):
        assert different[0].is_new
        assert len(different[1]) == 1
    unknown, _ = build("", en="1")
    assert build(unknown.as_text(), en="1")[1] == ["listed"]
    index.write_text("[]", encoding="utf-8")
    changed, told = build(text, en="1", fr="2")
    assert (told, changed.is_new) == (["searched"], True)
    assert first.made_of(["en", "de"]) == "", "nobody knows of what German is made"
    assert len({first.made_of(["en"]), first.made_of(["fr"]), first.made_of(["en"], "more"), ""}) == 4
    assert first.sitemap("large", lambda: "x" * 10**6) == "x" * 10**6
    assert len(first.as_text()) < 10**4


@pytest.mark.parametrize("told", [None, {"language": "x"}])
def test_what_is_written_one_by_one_is_what_is_written_at_once(tmp_path, told):
    written = 0
    for number in range(400):
        entries = a_site(random.Random(number))
        at_once = of_all(tmp_path / f"{number}-all", entries, told)
        each = of_each(tmp_path / f"{number}-each", entries, told)
        written += each is not None
        assert each in (None, at_once), entries
    assert written > 100


@pytest.mark.parametrize("more", [{}, {"share_out": lambda do, things: _in_shares(do, things, 2)}])
def test_a_site_as_they_are_is_written_one_by_one(tmp_path, monkeypatch, more):
    """Untranslated pages, translated ones, tags, and pages that one language has alone."""
    monkeypatch.setattr(own_search, "_MANY", 0)
    english = [entry(f"{page}{part}", page, f"<p>{page}{part}</p>", tags=["new"]) for page, part in product("ab", "/#")]
    entries = {"en": english}
    for locale in LOCALES:
        own = [one | {"location": f"{locale.tag}/{one['location']}"} for one in english]
        own[1] = own[1] | {"text": f"<p>{locale.tag}</p>"}
        entries[locale.tag] = [*own, entry(f"{locale.tag}/own/", "own", "own")]
    each = of_each(tmp_path / "each", entries, {}, **more)
    assert each is not None
    assert each == of_all(tmp_path / "all", entries, {})
    assert json.loads(each["fr/search/search_index.json"])["docs"][0]["tags"] == ["new in fr"]


def test_what_was_prepared_for_the_entries_of_all_is_in_no_index(tmp_path):
    entries = {
        tag: [entry(f"{folder}a/", tag, "<p>a</p>")] for tag, folder in (("en", ""), ("es-ES", "es-ES/"), ("fr", "fr/"))
    }
    every = [one for found in entries.values() for one in found]
    for name, write in (("all", own_search.split), ("each", own_search.split_each)):
        path = tmp_path / name / own_search.INDEX
        path.parent.mkdir(parents=True)
        docs = every if name == "all" else entries["en"]
        path.write_text(json.dumps({"config": CONFIG, "docs": docs, "index": {"of": "all"}}), encoding="utf-8")
        root, *others = searched(None)
        known = {tag: lambda found=found: copy.deepcopy(found) for tag, found in entries.items()}
        more = (every, True) if name == "all" else (known,)
        write(tmp_path / name, ENGLISH, root, others, *more)
        for folder in ("", "es-ES/", "fr/"):
            assert json.loads((tmp_path / name / folder / own_search.INDEX).read_text()).keys() == {"config", "docs"}


def test_only_below_the_language_in_which_pages_are_written_is_each_written_by_itself(tmp_path):
    _write(tmp_path, [])
    root, *others = searched(None)
    known = dict.fromkeys(("en", "es-ES", "fr"), list)
    assert own_search.split_each(tmp_path, ENGLISH, root, others, known)
    assert not own_search.split_each(tmp_path, ENGLISH, others[0], [root, others[1]], known)
    assert own_search.split_each(tmp_path / "without-search", ENGLISH, root, others, known)


def test_who_is_not_material_has_the_index_of_all():
    theme, search = SimpleNamespace(name="material"), SimpleNamespace()
    assert not own_search.is_of_material(SimpleNamespace(theme=theme, plugins={"search": search}))
