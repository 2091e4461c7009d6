"""The options of the plugin ``isogloss`` in mkdocs.yml."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config

from isogloss.diagnostics import Diagnostic
from isogloss.project import place_of
from isogloss.reader.parts import Parts
from isogloss.segments.diagrams import MERMAID


class IsoglossConfig(Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in mkdocs.yml."""

    enabled = config_options.Type(bool, default=True)
    """Whether the plugin does anything."""
    source_locale = config_options.Optional(config_options.Type(str))
    """The language in which the pages are authored, as the plugin i18n lists it; its default language, if not given."""
    locales_dir = config_options.Type(str, default="locales")
    """The folder of the catalogs, relative to mkdocs.yml."""
    lang = config_options.DictOfItems(config_options.Type(str), default={})
    """What languages tags of the plugin i18n stand for, where it takes no tag of them: ``es: es-419``."""
    texts = config_options.ListOfItems(config_options.Type(str), default=[])
    """Paths of further options with texts that readers see: ``extra.team.*.role``."""
    status = config_options.Type(bool, default=False)
    """Whether the site has a page ``status/`` that tells how far each translation is, and badges below it."""
    reader = config_options.Type((bool, dict), default=True)
    """What readers get around a page: all of it, nothing, or each part by its name, as in ``suggestion: false``."""
    translation_server = config_options.Optional(config_options.Type(str))
    """Where a page is translated, if not in its catalog: an address with ``{locale}``, ``{page}`` and ``{catalog}``."""
    record = config_options.Type(bool, default=False)
    """Whether what is built now is published: its anchors are kept on record. With ``gh-deploy`` it always is."""
    diagrams = config_options.ListOfItems(config_options.Type(str), default=[MERMAID])
    """The classes of fences with Mermaid diagrams, whose labels are messages; an empty list leaves diagrams as code."""
    leave_out_pages = config_options.Optional(config_options.PathSpec())
    """Patterns of pages that are English in every language, as under ``exclude_docs``."""
    leave_out_texts = config_options.ListOfItems(config_options.Type(str), default=[])
    """Patterns of texts that are English in every language; ``*``, ``?`` and ``[…]`` as in names of files."""
    independent = config_options.ListOfItems(config_options.Type(str), default=[])
    """Plugins, hooks and extensions of which the site says what is known of others: see :mod:`known_plugins`."""
    checks = config_options.Type(dict, default={})
    """How much the findings of a check weigh on this site, by code: ``off``, ``warning`` or ``error``."""


def unknown_option(name: str, config_file_path: str | None) -> str:
    """Says that there is no option *name*, where, and which there are."""
    known = ", ".join(sorted(IsoglossConfig()))
    if config_file_path is None:
        return f"unknown option '{name}'; the options are {known}"
    path = Path(config_file_path)
    location = place_of(path, "plugins", "isogloss", "isogloss", name)
    return str(Diagnostic("option-unknown", f"unknown option '{name}'", location, hint=f"the options are {known}"))


def unknown_placeholder(address: str | None, config_file_path: str | None) -> str | None:
    """Says what is wrong with the option ``translation_server``, and where; None if nothing is."""
    unknown = [name for name in re.findall(r"\{(\w*)\}", address or "") if name not in ("locale", "page", "catalog")]
    if not unknown:
        return None
    message = f"'{{{unknown[0]}}}' stands for nothing in an address of a page; {{locale}}, {{page}} and {{catalog}} do"
    return _placed(message, config_file_path, "translation_server")


def unknown_part(option: object, config_file_path: str | None) -> str | None:
    """Says what is wrong with the *option* ``reader``, and where; None if nothing is."""
    try:
        Parts.of(option)
    except ValueError as error:
        return _placed(str(error), config_file_path, "reader")
    return None


def _placed(message: str, config_file_path: str | None, option: str) -> str:
    if config_file_path is None:
        return message
    location = place_of(Path(config_file_path), "plugins", "isogloss", "isogloss", option)
    return str(Diagnostic("option-unknown", message, location))
