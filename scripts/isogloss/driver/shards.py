"""Shards: a part of the languages, built on one machine, and joined with the others on another.

A shard is a folder with the files of each of its languages, and a manifest that says of what they were made.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.driver.inputs import catalogs_of, inputs
from isogloss.driver.layer import Layer, files, from_text
from isogloss.hosts.mkdocs.configuration import load

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

MANIFEST = "isogloss-shard.json"
_FORM = 2
"""Rises when a manifest of an earlier version cannot be read any more."""


class ShardsRefusedError(Exception):
    """Shards that make no site, in one sentence."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard."""

    folder: Path
    made_of: Mapping[str, str]
    """The hash of each part of the inputs, by name."""
    layers: dict[str, Layer] = field(default_factory=dict)
    """By language."""
    contents: Mapping[str, str] = field(default_factory=dict)
    """The hash of each file, by its path in the shard."""


def inputs_of(config: MkDocsConfig) -> dict[str, str]:
    """The hash of each part of what the site is made of, by name."""
    project = load(config)
    return inputs(config, project, catalogs_of(config, project))


def write(shard: Shard) -> None:
    """Write the manifest of a shard whose files are there."""
    names = [f"{tag}/{name}" for tag in shard.layers for name in files(shard.folder / tag)]
    manifest = {
        "form": _FORM,
        "made_of": shard.made_of,
        "layers": [layer.as_text() for layer in shard.layers.values()],
        "files": {name: _hash(shard.folder / name) for name in names},
    }
    (shard.folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def read(folder: Path) -> Shard:
    """The shard in *folder*. Raises :class:`ShardsRefusedError` if it is none, or not all of one."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ShardsRefusedError(f"{folder} is no shard: it has no {MANIFEST}; isogloss build --locale writes one")
    try:
        manifest: dict[str, Any] = json.loads(path.read_bytes())
        if manifest["form"] != _FORM:
            raise ShardsRefusedError(f"{folder} was made by another version of isogloss: build it with this one")
        layers = [from_text(text) for text in manifest["layers"]]
        shard = Shard(folder, manifest["made_of"], {layer.locale: layer for layer in layers}, manifest["files"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ShardsRefusedError(f"{path} is damaged: build the shard again") from None
    found = {name for name in files(folder) if name != MANIFEST}
    damaged = sorted(found.symmetric_difference(shard.contents))
    damaged = damaged or [name for name, wanted in shard.contents.items() if _hash(folder / name) != wanted]
    if damaged:
        raise ShardsRefusedError(f"{folder} is not as it was built: {damaged[0]} differs; build the shard again")
    return shard


def of_one_site(shards: Sequence[Shard], languages: Sequence[str], made_of: Mapping[str, str]) -> list[Shard]:
    """For each of *languages* the shard that has it.

    Raises :class:`ShardsRefusedError` if one is missing or there twice, or if any was not *made_of* the same as this.
    """
    for shard in shards:
        names = sorted(shard.made_of.keys() | made_of.keys())
        if different := [name for name in names if shard.made_of.get(name) != made_of.get(name)]:
            raise ShardsRefusedError(
                f"{shard.folder} was made of another state of {different[0]} than is here: "
                "build all shards, and merge them, from one commit, with the same versions of packages"
            )
    of: dict[str, Shard] = {}
    for shard in shards:
        for tag in shard.layers:
            if tag in of:
                raise ShardsRefusedError(
                    f"'{tag}' is in two shards, {of[tag].folder} and {shard.folder}: leave one out"
                )
            of[tag] = shard
    if missing := [tag for tag in languages if tag not in of]:
        raise ShardsRefusedError(f"no shard has '{missing[0]}': build it with isogloss build --locale {missing[0]}")
    return [of[tag] for tag in languages]


def apart_from(site_dir: Path, folders: Sequence[Path]) -> None:
    """Raises :class:`ShardsRefusedError` if a shard in *folders* is where the site goes, which is emptied first."""
    site = site_dir.resolve()
    for folder in folders:
        shard = folder.resolve()
        if shard.is_relative_to(site) or site.is_relative_to(shard):
            raise ShardsRefusedError(
                f"{folder} would be lost, for the site goes to {site_dir}: name another folder with --site-dir"
            )


def copy(shard: Shard, tag: str, site_dir: Path) -> None:
    """Copy the files of the language *tag* into the site."""
    for name in files(shard.folder / tag):
        target = site_dir / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shard.folder / tag / name, target)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
