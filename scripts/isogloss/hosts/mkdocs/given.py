"""Texts that the options of one language in the plugin i18n give: no catalog is asked for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.texts import paths_of, walk_to
from isogloss.project import Locale
from isogloss.segments import Kind, Message

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Given = Callable[[Message], "str | None"]
"""What is published for a message, if the options of the language give it."""


def given_texts(config: MkDocsConfig, locale: Locale) -> Given:
    """What *locale* has in place of messages: ``admonition_translations``, ``nav``, ``site_name``, and so on."""
    options = StaticI18n.of(config).options(locale.tag)
    titles = {str(name).lower(): str(text) for name, text in (options.get("admonition_translations") or {}).items()}
    navigation: Mapping[str, str] = options.get("nav_translations") or {}

    def given(message: Message) -> str | None:
        if message.kind in (Kind.ALERT_TITLE, Kind.SUMMARY) and titles:
            # The plugin has put them into the page already; titles of other kinds of alerts are the same words.
            return message.msgid if message.msgid in titles.values() else titles.get(message.msgid.lower())
        if message.kind is Kind.NAVIGATION:
            # Those have been put in already when titles are looked up.
            done = options.get("nav") or message.msgid in navigation.values()
            return navigation.get(message.msgid, message.msgid if done else None)
        if message.kind is Kind.SITE and any(_gives(options, path) for path in paths_of(message.note)):
            return message.msgid
        return None

    return given


def _gives(options: Mapping[str, Any], path: str) -> bool:
    first, *rest = path.split(".")
    if first == "extra":  # A part of it takes the place of all that stands there otherwise.
        rest = rest[:1]
    return any(found is not None for _, found in walk_to(options, (first, *rest)))
