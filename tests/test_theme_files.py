"""The files of a theme are listed once for all locales, and again as soon as one comes or goes."""

from __future__ import annotations

import os

import pytest
from isogloss.hosts.mkdocs import theme_files
from isogloss.hosts.mkdocs.theme_files import ThemeFiles, share_listing
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs.structure.files import get_files

OLD = 10**18
"""Nanoseconds: a time that is long ago."""


@pytest.fixture
def config(tmp_path):
    (tmp_path / "docs").mkdir()
    for path in ("theme/css/a.css", "theme/.icons/b.svg", "theme/main.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A\ntheme: {name: null, custom_dir: theme, static_templates: [404.html]}\n", encoding="utf-8"
    )
    for folder in (tmp_path / "theme", *(tmp_path / "theme").iterdir()):
        os.utime(folder, ns=(OLD, OLD))
    return load_config(str(tmp_path / "mkdocs.yml"))


def listed(config, theme_files: ThemeFiles | None) -> list[str]:
    """The files that a build takes over from the theme."""
    env = Environment(loader=ChoiceLoader([DictLoader({"own.js": ""}), FileSystemLoader(config.theme.dirs)]))
    if theme_files is not None:
        share_listing(env, theme_files)
    files = get_files(config)
    files.add_files_from_theme(env, config)
    return [file.src_uri for file in files]


def count_listings(monkeypatch) -> list[object]:
    found: list[object] = []
    names = theme_files._listed
    monkeypatch.setattr(theme_files, "_listed", lambda folders: found.append(folders) or names(folders))
    return found


def test_a_second_locale_lists_nothing_and_gets_the_same_files(config, monkeypatch):
    expected, shared = listed(config, None), ThemeFiles()
    listings = count_listings(monkeypatch)
    assert listed(config, shared) == expected == ["css/a.css"]
    config.theme.dirs.insert(0, config.theme.dirs[0])
    assert listed(config, shared) == expected
    assert len(listings) == 1


@pytest.mark.parametrize("change", ["come", "go", "folder"])
def test_what_comes_or_goes_is_seen(config, tmp_path, change):
    shared = ThemeFiles()
    listed(config, shared)
    path = tmp_path / "theme/css/a.css"
    if change == "go":
        path.unlink()
    else:
        path = path.with_name("b.css") if change == "come" else path.parent / "more/b.css"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert listed(config, shared) == listed(config, None)


def test_a_folder_that_has_just_changed_may_change_again_at_the_same_time(config, tmp_path, monkeypatch):
    shared = ThemeFiles()
    (tmp_path / "theme/css/b.css").touch()
    listings = count_listings(monkeypatch)
    listed(config, shared)
    listed(config, shared)
    assert len(listings) == 2


def test_others_are_asked_themselves_what_they_list(config):
    env = Environment(loader=ChoiceLoader([DictLoader({"own.js": ""}), FileSystemLoader(config.theme.dirs)]))
    every = env.list_templates()
    share_listing(env, ThemeFiles())
    assert env.list_templates() == every
    assert env.list_templates(filter_func=lambda name: name.endswith("svg")) == [".icons/b.svg"]
    assert env.list_templates(extensions=["css"]) == ["css/a.css"]
