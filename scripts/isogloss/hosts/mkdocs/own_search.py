"""The search of a site with several languages: an index for each, and pages that ask for the one of their own.

static-i18n puts the pages of all languages into one index, of all entries those that are not the same in the default
language: in an index of its own, a page that is still in English is found as well.
"""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isogloss.hosts.mkdocs.material import SEARCH_PLUGINS, is_material
from isogloss.hosts.mkdocs.sharing import ShareOut, in_turn
from isogloss.reader import search

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.hosts.mkdocs.read_before import ReadBefore
    from isogloss.project import Locale

INDEX = "search/search_index.json"
_OF_MATERIAL = "material.plugins.search.plugin"
_CONFIG = re.compile(r'<script id="?__config\b')
_WORKER = re.compile(r'("search": ?"[^"]*)assets/javascripts/workers/search\.\w+\.min\.js"')
"""Where a page of Material says what searches; who has put another script there has one of their own."""
_RESULTS_FORM = re.compile(r"""(<form\b[^<>]*\baction=["']?)([^"'<>\s]*?)(search\.html)""")
"""Where a page of the theme readthedocs sends a question to."""
RESULTS = "search.html"
"""The page of that theme which shows what is found: it is made of a template, once for all languages."""
_FORM = re.compile(r'<form class="?md-search__form')
_OFFLINE = """var __index=(all=>{let folder=new URL("..",document.currentScript.src).href;\
return all[Object.keys(all).find(tag=>tag&&location.href.startsWith(folder+tag+"/"))??""]})({})"""
"""The indexes of all languages, and which one a page has: the one of the folder that it is in."""
_MANY = 20_000
"""So many entries are worth another process."""
_MAIN = re.compile(r'<script src="?[^"<>]*search/main\.js')


class Searched(NamedTuple):
    """A language that is searched."""

    locale: Locale
    tags: Mapping[str, str]
    """What it calls the tags of its pages."""
    told: Mapping[str, Any] | None
    """What the worker has to know; None if it is the one of the theme."""


def has_search(config: MkDocsConfig) -> bool:
    """Whether the site has a search that is known here."""
    return any(name in config.plugins for name in SEARCH_PLUGINS)


def forgives(config: MkDocsConfig, part: bool, option: object) -> bool:
    """Whether the worker of the reader searches: the *part* is on, and the site does not say itself how words are cut.

    A site that says both, in the *option* ``reader``, gets the worker.
    """
    plugins: list[Any] = [config.plugins[name] for name in SEARCH_PLUGINS if name in config.plugins]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MkDocs has no use for what was given.
        given = {name for plugin in plugins for one in plugin.config.user_configs for name in one}
    wanted = isinstance(option, Mapping) and option.get("search") is True
    return part and bool(plugins) and (wanted or not given & {"separator", "pipeline"})


Known = Callable[[], list[dict[str, Any]]]
"""Reads what search knows of the pages of one language: its entries, in order."""


def is_of_material(config: MkDocsConfig) -> bool:
    """Whether the search of the site is the one of Material alone, which writes entries as they are."""
    plugins: list[Any] = [config.plugins[name] for name in SEARCH_PLUGINS if name in config.plugins]
    return is_material(config) and {type(one).__module__ for one in plugins} == {_OF_MATERIAL}


def split_each(
    site_dir: Path,
    source: Locale,
    root: Searched,
    locales: Sequence[Searched],
    known: Mapping[str, Known],
    share_out: ShareOut = in_turn,
    before: ReadBefore | None = None,
) -> bool:
    """Do what :func:`split` does on a site of Material whose index has the entries of the language *root* alone.

    Those of the others are *known*, by tag, and each is read for itself, as *share_out* says: together, they are as
    large as the site. An index that was made of the same *before* is not made again. False if it would not be the same:
    that depends on what the index of all would leave out.
    """
    path = site_dir / INDEX
    if not path.is_file():
        return True
    originals = _by_location(known[root.locale.tag]())
    if source != root.locale or originals is None or path.with_suffix(".js").is_file():
        return False
    folders = tuple(f"{one.locale.tag}/" for one in locales)
    if any(location.startswith(folders) for location in originals):
        return False
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for location, entry in originals.items():
        alike[entry["title"], entry["text"]].append(location)
    data, stemmers = path.read_bytes(), _stemmers(site_dir)
    of_all = str(root.locale), str(source), sorted(stemmers), hashlib.sha256(data).hexdigest()
    made: dict[str, str] = {}
    """What each index is made of, by its path."""
    there: list[str] = []
    """Those that are what they were."""
    if before is not None:
        for one in (*locales, root):
            name = INDEX if one is root else f"{one.locale.tag}/{INDEX}"
            made[name] = before.made_of((root.locale.tag, one.locale.tag), of_all, str(one.locale), one.tags, one.told)
        there += [name for name, made_of in made.items() if before.write_index(name, site_dir / name, made_of)]
    index = json.loads(data)
    index.pop("index", None)
    index["docs"] = list(originals.values())

    def write(one: Searched) -> bool:
        entries, prefix = known[one.locale.tag](), f"{one.locale.tag}/"
        own = _by_location(entries)
        if own is None or not all(_stays(entry, prefix, originals, alike) for entry in entries):
            return False
        translated = {prefix + location: entry for location, entry in originals.items()}
        _write(site_dir / prefix / INDEX, _index_of(one, index, entries, translated, source, stemmers))
        return True

    missing = [one for one in locales if f"{one.locale.tag}/{INDEX}" not in there]
    many = len(originals) * len(missing) > _MANY
    if not all((share_out if many else in_turn)(write, missing)):
        return False
    if INDEX not in there:
        _write(path, index | {"config": _told(index["config"], root)})
    if before is not None:
        for name, made_of in made.items():
            before.put_index(name, site_dir / name, made_of)
    return True


def _by_location(entries: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]] | None:
    """The entries by location; None if two of them have the same."""
    found = {entry["location"]: entry for entry in entries}
    return found if len(found) == len(entries) else None


def _stays(
    entry: dict[str, Any], prefix: str, originals: Mapping[str, Any], alike: Mapping[tuple[str, str], Sequence[str]]
) -> bool:
    """Whether an *entry* of the language below *prefix* is in its index as it is, even if it is not in that of all.

    What has the title and the text of the English entry of the same page, is made of that one then.
    """
    location = entry["location"]
    if not location.startswith(prefix):
        return False
    same = alike.get((entry["title"], entry["text"]), ())
    original = originals.get(location.removeprefix(prefix))
    if not any(map(location.endswith, same)):
        return True
    return original is not None and _is_alike(original | {"location": location}, entry)


def _stemmers(site_dir: Path) -> set[str]:
    return {file.name.split(".")[1] for file in site_dir.glob("assets/javascripts/lunr/min/lunr.*.min.js")}


def _index_of(
    one: Searched,
    index: dict[str, Any],
    entries: Iterable[dict[str, Any]],
    originals: Mapping[str, Mapping[str, Any]],
    source: Locale,
    stemmers: Collection[str],
    material: bool = True,
) -> dict[str, Any]:
    """The index of a language, of its *entries* and the *originals* of those, by their locations in it."""
    own = [_in_language(entry, one) for entry in entries]
    if one.told is not None and material and one.locale != source:
        own = search.marked(own, originals, one.locale, source)
    language = next((name for name in one.locale.language_files if name in stemmers), "en")
    return index | {"config": _told(index["config"] | {"lang": [language]}, one), "docs": own}


def split(
    site_dir: Path,
    source: Locale,
    root: Searched,
    locales: Sequence[Searched],
    entries: Sequence[Mapping[str, Any]],
    material: bool,
) -> None:
    """Give each language a search index of its own, of the *entries* of all of them: nobody wants results in others.

    *root* is the language at the root of the site, *source* the one in which pages are authored. The index of *root*
    takes the place of the one for all with Material; other themes may have scripts that read that one.

    What a plugin has taken out of the index, or has changed in it (a page behind a password), is not in the index of a
    language either.
    """
    path = site_dir / INDEX
    if not path.is_file() or (not material and root.told is None):
        return
    made = {entry["location"]: entry for entry in entries}
    index = json.loads(path.read_text(encoding="utf-8"), object_hook=lambda found: _kept_once(found, made))
    index.pop("index", None)  # What MkDocs has prepared is of all entries.
    published = {entry["location"]: entry for entry in index["docs"]}
    # Without a server, a page cannot ask for a file: the plugin "offline" has written the index as a script.
    offline = material and path.with_suffix(".js").is_file()
    indexes: dict[str, object] = {}
    stemmers = _stemmers(site_dir)
    for one in locales:
        prefix = f"{one.locale.tag}/"
        own = _entries(prefix, made, published)
        index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith(prefix)]
        there = "" if source == root.locale else f"{source.tag}/"
        originals = {
            prefix + name.removeprefix(there): entry for name, entry in made.items() if name[0 : len(there)] == there
        }
        found = _index_of(one, index, own, originals, source, stemmers, material)
        _write(site_dir / one.locale.tag / INDEX, found)
        indexes |= {one.locale.tag: found} if offline else {}
    own_path = path if material else site_dir / of_root(root.locale.tag)
    indexes[""] = index | {"config": _told(index["config"], root)}
    _write(own_path, indexes[""])
    if offline:
        _write(path.with_suffix(".js"), indexes, _OFFLINE)


def _kept_once(found: dict[str, Any], made: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What was *made*, if it was *found* unchanged in the index: two copies of all texts of a site are large."""
    same = made.get(found.get("location", ""), {})
    return same if _is_alike(found, same) else found


def _is_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two entries are the same, as they are written."""
    return one == other and [*map(type, one.values())] == [*map(type, other.values())] and [*one] == [*other]


def _told(config: Mapping[str, Any], one: Searched) -> Mapping[str, Any]:
    return {**config, "isogloss": one.told} if one.told is not None else config


def _in_language(entry: dict[str, Any], one: Searched) -> dict[str, Any]:
    return entry | {"tags": [one.tags.get(tag, tag) for tag in entry["tags"]]} if "tags" in entry else entry


def _entries(
    prefix: str, made: Mapping[str, Mapping[str, Any]], published: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The entries of pages below *prefix* as they are *published*, of those that were *made* for all pages."""
    for location, entry in made.items():
        if not location.startswith(prefix):
            continue
        english = location.removeprefix(prefix)
        if location in published:
            yield dict(published[location])
        elif english in published and all(made.get(english, {}).get(name) == entry[name] for name in ("title", "text")):
            yield {**published[english], "location": location}


def of_root(tag: str) -> str:
    """The index of the language *tag* at the root of a site, beside the one for all."""
    return f"search/search_index.{tag}.json"


def _write(path: Path, content: object, script: str = "{}") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    begin, _, end = script.partition("{}")
    with path.open("w", encoding="utf-8") as file:  # In parts: one text of all is another copy of a large index.
        file.writelines((begin, json.dumps(content, ensure_ascii=False, separators=(",", ":")), end))


def page(output: str, worker: str, sentence: str) -> str:
    """A page of Material that is searched by the script *worker*, if there is one.

    *sentence* is what stands in the place of the search without scripts.
    """
    if worker and (found := _first(_WORKER, '"search":', output)):
        output = f'{output[: found.start()]}{found[1]}{worker}"{output[found.end() :]}'
    if sentence and (found := _first(_FORM, "<form", output)):
        output = output[: found.start()] + sentence + output[found.start() :]
    return output


def _first(pattern: re.Pattern[str], beginning: str, output: str) -> re.Match[str] | None:
    """The first place that the *pattern* finds, which has this *beginning*: on a long page, it is found sooner."""
    place = output.find(beginning)
    return pattern.search(output, place) if place >= 0 else None


def has_results(config: MkDocsConfig) -> bool:
    """Whether the theme shows what is found on a page of its own."""
    return config.theme.name == "readthedocs" and has_search(config)


def asking(output: str, folder: str) -> str:
    """A page that sends questions to the page of results below *folder*, which is empty for the root of the site."""
    return _RESULTS_FORM.sub(rf"\g<1>\g<2>{folder}\g<3>", output) if folder else output


def results_in(output: str, folder: str) -> str:
    """The page of results, made for the root of the site, as it is below *folder*."""
    output = asking(output, folder).replace('href="#', f'href="{folder}{RESULTS}#')
    base = f'<base href="{"../" * folder.count("/")}">'
    return re.sub(r"<head\b[^<>]*>", lambda found: found[0] + base, output, count=1)


def theme_script(config: MkDocsConfig) -> re.Pattern[str]:
    """Before which script of the theme the one of the reader comes.

    Material has one base address for the index, the list of versions and the sitemap: to change it for one of them
    would lose the others. So the script changes what is asked for.
    """
    return _CONFIG if is_material(config) else _MAIN


def index_of(locale: Locale, at_root: bool, config: MkDocsConfig) -> str:
    """Where the index of *locale* is on the site, which may be *at_root*."""
    return f"{locale.tag}/{INDEX}" if not at_root else INDEX if is_material(config) else of_root(locale.tag)


def languages(
    locales: Iterable[Locale], tags: Mapping[str, Mapping[str, str]], told: Mapping[str, Any]
) -> list[Searched]:
    """*locales* with what is known of each, by its tag."""
    return [Searched(locale, tags.get(locale.tag, {}), told.get(locale.tag)) for locale in locales]
