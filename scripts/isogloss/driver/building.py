"""``isogloss build``: the site that ``mkdocs build`` makes, with its languages built in parallel."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isogloss.catalogs.status import last_changes, may_be_outdated
from isogloss.driver import cache, pagewise, workers
from isogloss.driver.ahead import ahead
from isogloss.driver.beside import beside
from isogloss.driver.cache import LOOKED_FOR, Cache, Key, folder_for
from isogloss.driver.inputs import Files, catalogs_of, inputs, joined, of_catalogs, of_pages
from isogloss.driver.languages import layers
from isogloss.driver.layer import SITE, Layer, files, lay_over, left_alone, part_of
from isogloss.driver.shares import among
from isogloss.driver.slots import Slots
from isogloss.hosts.mkdocs import apart, configuration, whole_site
from isogloss.hosts.mkdocs.at_fault import failure_of_others
from isogloss.hosts.mkdocs.read_before import ReadBefore
from isogloss.hosts.mkdocs.said import heard
from isogloss.hosts.mkdocs.sharing import nobody, when_asked
from isogloss.hosts.mkdocs.some_pages import NotAloneError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.hosts.mkdocs.sharing import Ahead, Beside
    from isogloss.project import Locale, Project

_log = logging.getLogger("mkdocs.isogloss")


class Wish(NamedTuple):
    """What is to be built, and how."""

    config_file: Path
    strict: bool = False
    """Whether it is strict even if *config_file* does not say so."""
    site_dir: str | None = None
    """None: as *config_file* says."""
    locales: Sequence[str] = ()
    """The languages of a shard; none for the whole site."""
    jobs: int = 1
    """How many processes may work at a time."""
    cache: bool = True
    """Whether what was built before may be used again."""
    preview: bool = False
    """Whether nothing of it is published: no anchor is put on record, and nobody looks at the finished site."""
    pages: bool = True
    """Whether pages that changed may be built alone."""


class BuildAbortedError(Exception):
    """The build has failed; what is wrong was told, or is the text of this."""


def build(wish: Wish) -> None:
    """Build the site, or a part of it. Raises :class:`BuildAbortedError`."""

    def build_site(config: MkDocsConfig) -> None:
        if wish.preview:
            apart.publish_nothing(config)
        reason = apart.why_in_order(config)
        if not reason and not workers.POSSIBLE:
            reason = "this system has no processes that begin where another one is"
        if reason and wish.locales:
            raise BuildAbortedError(f"isogloss: no part of the site can be built alone: {reason}")
        if reason:
            _log.info(f"isogloss: one language after the other: {reason}")
            with _others(config, wish.jobs) as others:
                apart.build_in_order(config, *others)
            return
        with _finishing(config):
            (_build_shard if wish.locales else _build_whole)(config, wish)

    try:
        _run(wish, build_site)
        return
    except NotAloneError:
        wish = wish._replace(pages=False)
    _run(wish, build_site, again=True)  # What plugins have prepared was for pages that are built alone.


@contextmanager
def _finishing(config: MkDocsConfig) -> Iterator[None]:
    """What MkDocs does around a build: it counts warnings, and says how long it took."""
    begin = time.monotonic()
    with apart.warnings_counted(config) as fail:
        yield
        fail()
    _log.info(f"Documentation built in {time.monotonic() - begin:.2f} seconds")


@contextmanager
def _others(config: MkDocsConfig, jobs: int) -> Iterator[tuple[Ahead, Beside]]:
    """What does things ahead of time, and beside this process, in so many processes with it."""
    if jobs < 2:
        yield when_asked, nobody
        return
    with (
        closing(Slots(jobs - 1)) as slots,
        folder_for(config) as folder,
        ahead(jobs - 1, folder) as begin,
        beside(slots, folder) as share,
    ):
        yield begin, share


def _run(wish: Wish, build_site: Callable[[MkDocsConfig], None], *, again: bool = False) -> None:
    """Run *build_site* as a build of MkDocs, as :func:`apart.run` does. Raises :class:`BuildAbortedError`."""
    try:
        apart.run(wish.config_file, build_site, strict=wish.strict, site_dir=wish.site_dir, again=again)
    except SystemExit as end:
        raise BuildAbortedError(str(end)) from None
    except Exception as error:
        if isinstance(error, (BuildAbortedError, NotAloneError)) or not (said := failure_of_others(error)):
            raise
        raise BuildAbortedError(said) from error


def _build_whole(config: MkDocsConfig, wish: Wish) -> None:
    kept = cache.opened(config, apart.why_not_kept(config)) if wish.cache else Cache(None)
    try:
        _build_what_is_new(config, wish, kept)
    finally:
        kept.end()


def _build_what_is_new(config: MkDocsConfig, wish: Wish, kept: Cache) -> None:
    project = configuration.load(config)
    catalogs = catalogs_of(config, project, kept.hashed) if kept.keeps else {}
    parts = _parts(config, project, catalogs, kept) if kept.keeps else {}
    parts |= {"preview": "yes"} if wish.preview and parts else {}
    key = joined(parts)
    site_dir = Path(config.site_dir)
    own = project.relative(site_dir)
    # What is found in the finished site is told with its folder.
    if (whole := kept.find(key)) is not None and not whole.names_another(own):
        _clear(config, kept.files(key))
        if kept.restore(key, site_dir):
            _log.info("isogloss: nothing has changed since an earlier build")
            whole.told(site_dir)
            return
    keys = dict.fromkeys(apart.languages(config), Key("", "", {}))
    if kept.keeps:
        keys = _keys(config, project, parts, catalogs, kept)
    known = {tag: layer for tag, found in keys.items() if (layer := kept.find(found.whole)) is not None}
    site = joined({name: parts[name] for name in ("mkdocs.yml", "the packages") if name in parts})
    changed = pagewise.changes(config, kept, keys, known) if wish.pages else {}
    if changed or len(known) == len(keys):
        apart.prepare(config)
    if changed:
        made = pagewise.built(config, wish.jobs, kept, keys, changed)
        known = {tag: known.get(tag) or made[tag] for tag in keys}
        for tag in made:
            pages = ", ".join(changed[tag].pages)
            _log.info(f"isogloss: {tag}: {pages}: built again; other pages are what they were")
    made_of = {tag: found.whole for tag, found in keys.items()}
    before = ReadBefore(kept.recall(site), kept.hashed, kept.content, made_of) if kept.keeps else None
    with folder_for(config) as folder, heard() as said:
        handed_on = _lay_all(config, wish.jobs, kept, keys, known, folder)
        whole_site.finish(config, handed_on, _later(folder, kept, keys), among(wish.jobs), before)
    if before is not None and before.is_new:
        kept.remember(site, before.as_text())
    if not kept.keeps:
        return
    looked_for = sorted({path for found in handed_on.values() for path in found[LOOKED_FOR]})
    lines = tuple(line.anywhere(site_dir) for line in said if line.logger != _log.name)
    kept.keep(key, Layer("", lines, {LOOKED_FOR: looked_for, SITE: own}), site_dir, files(site_dir))


def _parts(config: MkDocsConfig, project: Project, catalogs: Mapping[str, Files], kept: Cache) -> dict[str, str]:
    """The hash of each part of all that the site is made of; "history" if dates are told, "dates" if pages do."""
    found = inputs(config, project, catalogs, kept.hashed)
    parts = {**found, "strict": str(config.strict), "day": apart.what_the_clock_says()}
    with _known(kept, f"outdated {project.config_file} {found['the packages']}") as known:
        outdated = may_be_outdated(project, known, kept.hashed)
    if apart.tells_dates(config, outdated):
        parts["history"] = str(sorted(last_changes(project).items()))
    if apart.pages_tell_dates(config, outdated):
        parts["dates"] = parts["history"]
    return parts


def _seen(project: Project, locale: Locale, kept: Cache, packages: str) -> str:
    """The hash of what other languages show of *locale*."""
    with _known(kept, f"begun {project.config_file} {locale.tag} {packages}") as known:
        return joined(apart.seen_by_others(project, locale, known, kept.hashed))


@contextmanager
def _known(kept: Cache, name: str) -> Iterator[dict[str, bool]]:
    """What is known under *name* from earlier builds, and will be of this one."""
    before = kept.recall(name)
    known: dict[str, bool] = {}
    with suppress(ValueError):
        known |= json.loads(before) if before else {}
    yield known
    if (now := json.dumps(known, sort_keys=True)) != before:
        kept.remember(name, now)


def _keys(
    config: MkDocsConfig, project: Project, parts: Mapping[str, str], files: Mapping[str, Files], kept: Cache
) -> dict[str, Key]:
    """The key of each language: the hash of all that it is made of, which is little of the other languages.

    *files* are the catalogs of each.
    """
    catalogs = {of_catalogs(locale.tag): locale for locale in project.locales}
    if not apart.shows_progress_of_others(config):
        seen = {name: _seen(project, locale, kept, parts["the packages"]) for name, locale in catalogs.items()}
    else:
        seen = {name: parts[name] for name in catalogs}
    parts = {name: found for name, found in parts.items() if name != "history"}  # Pages have "dates".
    found = {}
    for tag in apart.languages(config):
        of_others = {name: one for name, one in seen.items() if catalogs[name].tag != tag}
        own = {**parts, **of_others, "tag": tag}
        pages, others = of_pages(files.get(tag, {}))
        rest = joined({**own, of_catalogs(tag): others})
        found[tag] = Key(joined(own), rest, pages)
    return found


def _lay_all(
    config: MkDocsConfig, jobs: int, kept: Cache, keys: Mapping[str, Key], known: Mapping[str, Layer], folder: Path
) -> dict[str, Mapping[str, Any]]:
    """Lay one language over the other; what each hands on, of which :func:`_later` reads the rest from the *folder*.

    Those that are *known* are not built again.
    """
    first = next(iter(keys))
    site_dir = Path(config.site_dir)
    if known:
        _log.info(f"isogloss: {', '.join(known)}: not built again, nothing has changed there")
    missing = [tag for tag in keys if tag not in known]
    handed_on: dict[str, Mapping[str, Any]] = {}
    # Each language has the files of the whole site, too: that of the last one stays.
    last = {name: tag for tag, key in keys.items() if tag in known for name in kept.files(key.whole)}
    if first in known:
        _clear(config, last)
    folders = {} if first in known else {first: site_dir}
    with closing(layers(config, missing, jobs, folders, folder)) as built:
        for tag, key in keys.items():
            layer = known.get(tag) or next(built)
            handed_on[tag] = apart.for_the_end(layer.handed_on)
            if tag in known or tag != first:
                layer.told(site_dir)
            _raise_failure(layer)
            if layer.later:
                _path(folder, tag).write_text(layer.later, encoding="utf-8", errors="replace")
            if tag in known:
                if not kept.restore(key.whole, site_dir, {name for name, one in last.items() if one != tag}):
                    raise BuildAbortedError("isogloss: the cache was changed meanwhile: build again")
                continue
            own = site_dir if tag == first else folder / tag
            if kept.keeps:
                kept.keep(key.whole, layer, own, files(own), key)
            if tag != first:
                lay_over(own, site_dir)
    return handed_on


def _path(folder: Path, tag: str) -> Path:
    return folder / f"{tag}.later"


def _later(folder: Path, kept: Cache, keys: Mapping[str, Key]) -> whole_site.Later:
    """Reads what is asked for later from the *folder*, or of what was *kept*: all of it at a time would be large."""

    def read(tag: str, name: str) -> str:
        path = _path(folder, tag)
        later = path.read_text(encoding="utf-8") if path.is_file() else kept.later(keys[tag].whole)
        if found := part_of(later, name):
            return found
        raise BuildAbortedError("isogloss: the cache was changed meanwhile: build again")

    return read


def _clear(config: MkDocsConfig, names: Collection[str]) -> None:
    """Empty the folder of the site, but for files with these *names*, which are going to be there."""
    if not left_alone(Path(config.site_dir), frozenset(names)):
        apart.clear(config)


def _build_shard(config: MkDocsConfig, wish: Wish) -> None:
    from isogloss.driver import shards  # A build of the whole site does without.

    known = apart.languages(config)
    if unknown := [tag for tag in wish.locales if tag not in known]:
        raise BuildAbortedError(f"isogloss: the site has no language '{unknown[0]}': it has {', '.join(known)}")
    site_dir = Path(config.site_dir)
    found = shards.Shard(site_dir, shards.inputs_of(config))
    apart.clear(config)
    folders = {tag: site_dir / tag for tag in wish.locales}
    with folder_for(config) as elsewhere:
        for layer in layers(config, wish.locales, wish.jobs, folders, elsewhere):
            if layer.locale != known[0]:
                layer.told(site_dir / layer.locale)
            _raise_failure(layer)
            found.layers[layer.locale] = layer
    shards.write(found)


def merge(wish: Wish, folders: Sequence[Path]) -> None:
    """Join the shards in *folders* to the site. Raises :class:`BuildAbortedError`."""
    from isogloss.driver import shards  # as above

    def join(config: MkDocsConfig) -> None:
        site_dir, tags = Path(config.site_dir), apart.languages(config)
        with _finishing(config):
            try:
                shards.apart_from(site_dir, folders)
                found = shards.of_one_site([shards.read(folder) for folder in folders], tags, shards.inputs_of(config))
            except shards.ShardsRefusedError as error:
                raise BuildAbortedError(f"isogloss: {error}") from None
            apart.prepare(config)
            apart.clear(config)
            for shard, tag in zip(found, tags, strict=True):
                shard.layers[tag].told(site_dir)
                shards.copy(shard, tag, site_dir)
            known = {tag: shard.layers[tag] for shard, tag in zip(found, tags, strict=True)}
            handed_on = {tag: layer.handed_on for tag, layer in known.items()}
            whole_site.finish(config, handed_on, lambda tag, name: part_of(known[tag].later, name), among(wish.jobs))

    _run(wish, join)


def _raise_failure(layer: Layer) -> None:
    if layer.failure:
        raise BuildAbortedError(layer.failure)
