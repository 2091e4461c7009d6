"""A hook that writes down each event that MkDocs gives to plugins, with what it is about."""

from __future__ import annotations

import json
from pathlib import Path

from mkdocs.plugins import EVENTS

events = []


def _shown(value):
    match type(value).__name__:
        case "MkDocsConfig":
            extensions = [name for name in value.markdown_extensions if isinstance(name, str)]
            options = {name: str(value[name]) for name in ("site_name", "nav", "watch", "extra", "mdx_configs")}
            theme = {name: str(found) for name, found in value.theme.items()}
            return {**options, "extensions": extensions, "theme": theme, "static": sorted(value.theme.static_templates)}
        case "Files" | "I18nFiles":
            docs = (file for file in value if file.src_dir and file.src_dir.endswith("/docs"))
            return [(file.src_uri, str(file.dest_uri), str(file.url), file.inclusion.name) for file in docs]
        case "Navigation":
            return [str(value), value.homepage and value.homepage.url]
        case "Page":
            alternates = sorted((tag, file.url) for tag, file in value.file.alternates.items())
            texts = [value.title, value.markdown, value.content, str(value.toc) if value.content else None]
            return [value.file.src_uri, value.url, value.canonical_url, dict(value.meta or {}), *texts, alternates]
        case "Environment":
            return sorted(value.filters.keys() - {"localdate", "isogloss_address"})
        case "Template":
            return value.name
        case "TemplateContext" | "dict":
            return sorted(value.keys() - {"isogloss"})
    return str(value)


def _recorder(event):
    def record(*arguments, **named):
        if event == "startup":
            events.clear()
        shown = {name: _shown(value) for name, value in named.items() if name != "config" or event == "config"}
        events.append([event, [_shown(value) for value in arguments], shown])
        if event == "shutdown":
            Path("events.json").write_text(json.dumps(events), encoding="utf-8")

    return record


for _event in EVENTS:
    if _event != "page_read_source":
        globals()[f"on_{_event}"] = _recorder(_event)
