"""A file of a language that is made again is the one that static-i18n makes itself, which is asked, of random names."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isogloss.hosts.mkdocs.files_again import FilesAgain
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs_static_i18n import folder, suffix
from mkdocs_static_i18n.reconfigure import ExtendedPlugin

TAGS = ["en", "es-ES", "it"]
NAMES = st.builds(
    lambda parts, tag, end: "/".join(parts) + tag + end,
    st.lists(st.sampled_from(["index", "README", "a", "b.c", "es-ES", "it", "fr"]), min_size=1, max_size=3),
    st.sampled_from(["", "", ".es-ES", ".it", ".fr", ".en"]),
    st.sampled_from([".md", ".md", ".png"]),
)
SITES = [("docs", "site", True), ("docs", "site", False), ("docs", "/elsewhere", True)]


class Plugin(SimpleNamespace):
    reconfigure_files = ExtendedPlugin.reconfigure_files
    reconfigure_files_alternates = ExtendedPlugin.reconfigure_files_alternates


def configured(docs: str, site: str, urls: bool) -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict({"docs_dir": docs, "site_dir": site, "use_directory_urls": urls})
    return config


def shown(file: File) -> dict[str, object]:
    return {name: value if name != "alternates" else list(value) for name, value in vars(file).items()}


@pytest.mark.parametrize("module", [folder, suffix])
def test_it_is_the_same_file_anew(module):
    again = FilesAgain(module.create_i18n_file)

    @given(NAMES, st.sampled_from(TAGS), st.sampled_from(TAGS), st.sampled_from(InclusionLevel))
    def law(name, tag, default, inclusion):
        for site, renamed in [*product(SITES, (False, True))] * 2:
            config, file = configured(*site), File(name, *site, inclusion=inclusion)
            if renamed:
                file.dest_uri = "elsewhere/" + file.dest_uri
            made = again.make(file, tag, default, TAGS, config)
            assert shown(made) == shown(module.create_i18n_file(file, tag, default, TAGS, config))
            assert made.alternates == {tag: made}
            made.alternates["x"] = made.url = made.name = "changed by somebody"

    law()


@pytest.mark.parametrize("structure", ["folder", "suffix"])
@pytest.mark.parametrize("log_level", [None, "DEBUG"])
def test_the_installed_version_is_one_that_is_known(structure, log_level, caplog, monkeypatch):
    module = {"folder": folder, "suffix": suffix}[structure]
    make, made = module.create_i18n_file, []
    monkeypatch.setattr(FilesAgain, "make", lambda _, *given: made.append(given) or make(*given))
    options = SimpleNamespace(docs_structure=structure, fallback_to_default=True)
    plugin = Plugin(
        building=False, build_languages=TAGS, all_languages=TAGS, current_language="en", default_language="en",
        config=options,
    )  # fmt: skip
    StaticI18n(plugin).make_files_once()
    config = configured("/docs", "site", True)
    if log_level:
        caplog.set_level(log_level, "mkdocs.plugins")
    found = plugin.reconfigure_files(Files([File("a.md", "/docs", "site", True)]), config)
    assert [file.url for file in found] == ["a/"]
    assert bool(made) is (log_level is None)
    assert module.create_i18n_file is make
