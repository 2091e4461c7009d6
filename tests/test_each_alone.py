"""What pages have in common is made once for all of them only where all that takes part in a build is known."""

from __future__ import annotations

import logging
import re

import pytest
from isogloss.review.localize import Localizer
from mkdocs.commands.build import build
from mkdocs.config import load_config

PAGES = {"index.md": "# Start\n", **{f"in/{name}.md": f"# Page {name}\n" for name in "abc"}, "z.md": "# Last\n"}
MAIN = "{% extends 'base.html' %}{% block footer %}{{ _('Said everywhere') }}{{ super() }}{% endblock %}"
IDLE = "def on_config(config):\n    return config\n"
RETITLES = "def on_page_context(context, page, config, nav):\n    nav.items[-1].title = f'Seen from {page.url}'\n"
COUNTS = "{% set x = config.extra.update({'copyright': 1}) %}"


@pytest.mark.parametrize(
    ("hook", "main", "alone"),
    [("", MAIN, True), (IDLE, MAIN, False), (RETITLES, MAIN, False), ("", MAIN + COUNTS, False)],
)
def test_texts_of_templates_are_asked_for_once_where_nobody_changes_anything(
    make_site, monkeypatch, caplog, hook, main, alone
):
    site = make_site(PAGES, theme="material", translated=False)
    site.write("own/main.html", main)
    config = site.read("mkdocs.yml").replace("name: material\n", "name: material\n  custom_dir: own\n")
    if hook:
        site.write("hook.py", hook)
        config = re.sub("- isogloss:?.*", "- isogloss: {independent: [hook.py]}", config) + "\nhooks: [hook.py]\n"
    site.write("mkdocs.yml", config)
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/es-ES/overrides.po", {"Said everywhere": "Dicho"})
    asked, string = [], Localizer.string

    def counted(self, message, name):
        asked.append(message.msgid)
        return string(self, message, name)

    monkeypatch.setattr(Localizer, "string", counted)
    caplog.set_level(logging.ERROR, "mkdocs")
    build(load_config(str(site.root / "mkdocs.yml")))
    # At the end, all of them are checked.
    assert (asked.count("Said everywhere") == 2) is alone
    pages = {
        path: (site.root / "site/es-ES" / path / "index.html").read_text() for path in ("", "in/a/", "in/b/", "z/")
    }
    assert all("Dicho" in html for html in pages.values())
    if hook == RETITLES:
        assert all(f"Seen from es-ES/{path}" in html for path, html in pages.items())
