"""What a site is made of, as hashes: two builds of the same inputs make the same site."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import isogloss
from isogloss.driver.contents import HashOf, of_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.project import Project

_OF_ONE_BUILD = frozenset({"site_dir", "strict", "config_file_path"})
"""Options that say how, and not what."""


Files = Mapping[str, str]
"""The hash of each file of a folder, by its path below that."""


def catalogs_of(config: MkDocsConfig, project: Project, hashed: HashOf = of_file) -> dict[str, Files]:
    """The catalogs of each locale, by its tag."""
    tags, site_dir = [locale.tag for locale in project.locales], Path(config.site_dir)
    return {tag: of_files(project.locales_dir / tag, site_dir, hashed=hashed) for tag in tags}


def inputs(
    config: MkDocsConfig, project: Project, catalogs: Mapping[str, Files], hashed: HashOf = of_file
) -> dict[str, str]:
    """The hash of each part of the inputs, by its name: the *catalogs* of each locale, and all else."""
    site_dir = Path(config.site_dir)
    of_locales = [project.locales_dir / tag for tag in catalogs]

    def of_folder(folder: Path, *besides: Path) -> str:
        return joined(of_files(folder, site_dir, *besides, hashed=hashed))

    found = {
        "mkdocs.yml": of_options(config),
        "the English pages": of_folder(project.docs_dir),
        "the packages": _versions(hashed),
        "what is in the folder of the catalogs": of_folder(project.locales_dir, *of_locales),
    }
    if project.custom_dir is not None:
        found["the theme's overrides"] = of_folder(project.custom_dir)
    for icons in folders_of_icons(config):
        found[f"the icons in {icons}"] = of_folder(Path(icons))
    if modules := modules_of_hooks(config):
        found["the hooks, and modules beside them"] = joined({str(path): hashed(path) for path in modules})
    return found | {of_catalogs(tag): joined(files) for tag, files in catalogs.items()}


def of_catalogs(tag: str) -> str:
    """The name of the part that is the catalogs of a locale."""
    return f"the catalogs of {tag}"


def folders_of_icons(config: MkDocsConfig) -> list[str]:
    """The folders with icons of the site's own."""
    options = (config.mdx_configs.get("pymdownx.emoji") or {}).get("options") or {}
    return [str(folder) for folder in options.get("custom_icons") or ()]


def modules_of_hooks(config: MkDocsConfig) -> list[Path]:
    """The files of the hooks, and of modules beside them, which they may use."""
    root = Path(config.config_file_path).parent
    hooks = [root / str(name) for name in config.hooks]
    return sorted({*hooks, *(path for hook in hooks for path in hook.parent.glob("*.py"))})


def of_options(config: MkDocsConfig) -> str:
    """The hash of all that mkdocs.yml says, with what it inherits and what it takes from the environment."""
    options: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MkDocs has no use for what was given.
        all_given = config.user_configs
    for given in all_given:
        options |= {name: value for name, value in given.items() if name not in _OF_ONE_BUILD}
    match options.get("theme"):
        case {"custom_dir": str(folder), **others}:
            # MkDocs has put the way to mkdocs.yml before it, which is another one from another folder.
            root = Path(config.config_file_path).parent.resolve()
            options["theme"] = {**others, "custom_dir": os.path.relpath(Path(folder).resolve(), root)}
    return _of(json.dumps(options, sort_keys=True, default=_named).encode())


def _named(value: object) -> object:
    """A function or a class of Python, as mkdocs.yml names it; a path as it is."""
    if isinstance(value, partial):
        return ["partial", value.func, value.args, value.keywords]
    module, name = getattr(value, "__module__", ""), getattr(value, "__qualname__", "")
    return f"{module}.{name}" if name else str(value)


def of_files(folder: Path, *besides: Path, hashed: HashOf = of_file) -> dict[str, str]:
    """The hashes of the contents of all files below *folder*, by their paths there, but for the folders *besides*.

    What Python keeps of modules for itself does not count.
    """
    found = {}
    for here, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(set(folders) - {"__pycache__"} - {one.name for one in besides if one.parent == Path(here)})
        above = os.path.relpath(here, folder)
        for name in sorted(names):
            found[name if above == "." else f"{above}/{name}"] = hashed(f"{here}/{name}")
    return found


def of_pages(catalogs: Files) -> tuple[Files, str]:
    """The hash of the catalog of each page, of the *catalogs* of a language, by its path; that of all others."""
    pages = {name: one for name, one in catalogs.items() if name.startswith("docs/") and name.endswith(".po")}
    return pages, joined({name: one for name, one in catalogs.items() if name not in pages})


def _versions(hashed: HashOf) -> str:
    """The version of Python, this package itself, and all that are installed, by the names of their records."""
    folders = [Path(entry) for entry in sys.path if Path(entry).is_dir()]
    packages = {path.name for folder in folders for kind in ("dist", "egg") for path in folder.glob(f"*.{kind}-info")}
    own = joined(of_files(Path(isogloss.__file__).parent, hashed=hashed))
    return _of("\n".join([sys.version, own, *sorted(packages)]).encode())


def joined(parts: Mapping[str, str]) -> str:
    """One hash of all *parts*."""
    return _of(json.dumps(sorted(parts.items())).encode())


def _of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
