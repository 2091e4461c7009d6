"""Commands that tests run inside their own process do, say and leave behind what they would in one of their own."""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings

import pytest
from conftest import Site
from mkdocs.config.base import Config
from running import run_both, run_here

HOOK = """\
import logging, os, signal, subprocess, sys, warnings
from mkdocs.config.base import Config

def on_config(config):
    print("printed")
    subprocess.run([sys.executable, "-c", "print('printed by a child')"], check=True)
    print("hook:", os.environ.get("LEFT"), warnings.filters[0][0], "left" in sys.path, file=sys.stderr)
    os.environ["LEFT"] = "1"
    os.environ.pop("HOME", None)
    os.chdir(config.docs_dir)
    sys.path.append("left")
    sys.argv.append("left")
    warnings.simplefilter("error")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    logging.getLogger("mkdocs").disabled = True
    logging.root.addHandler(logging.NullHandler())
    for name, option in type(config)._schema:
        if isinstance(option.default, list):
            option.default.append("left")
    dict(type(config)._schema)["plugins"].plugin_cache["left"] = None
    return config
"""
COMMANDS = {
    "help": (("isogloss", "check", "--help"), 0),
    "no such command": (("isogloss", "chekc"), 2),
    "no such language": (("isogloss", "check", "--locale", "fr"), 1),
    "status": (("isogloss", "status", "--format", "json"), 0),
    "check": (("isogloss", "check", "--format", "sarif"), 1),
    "update": (("isogloss", "update"), 0),
    "build": (("mkdocs", "build"), 0),
    "strict build": (("mkdocs", "build", "--strict"), 1),
    "no configuration": (("mkdocs", "build", "--config-file", "none.yml"), 2),
}


@pytest.fixture
def site(make_site) -> Site:
    """One translation is refused, one text is new."""
    site = make_site({"index.md": "# Start\n\nOpen [this](other.md).\n", "other.md": "# Other\n"})
    site.translate("locales/es-ES/docs/index.po", {"Open [this](other.md).": "Abra [esto](index.md)."})
    site.write("docs/other.md", "# Other\n\nNew.\n")
    return site


def test_commands_do_and_say_the_same_in_both_ways(site):
    for name, (command, status) in COMMANDS.items():
        assert run_both(site.root, *command).returncode == status, name


def state() -> dict[str, object]:
    """What commands share with the process that they run in."""
    loggers = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    return {
        "folder": os.getcwd(),  # noqa: PTH109
        "environment": dict(os.environ),
        "sys.path": list(sys.path),
        "arguments": list(sys.argv),
        "streams": (sys.stdout, sys.stderr, sys.__stdout__),
        "main": sys.modules["__main__"],
        "loggers": {
            one.name: (one.level, one.propagate, one.disabled, one.handlers[:], one.filters[:])
            for one in (logging.root, *loggers)
        },
        "signals": {number: signal.getsignal(number) for number in signal.valid_signals()},
        "warnings": (list(warnings.filters), list(sys.warnoptions)),
        "modules of sites": sorted(name for name in sys.modules if "hook_of_the_site" in name),
        "options": {
            (config.__qualname__, name): repr(getattr(option, "default", None))
            for config in Config.__subclasses__()
            for name, option in getattr(config, "_schema", ())
        },
        "plugins": [
            dict(option.plugin_cache)
            for config in Config.__subclasses__()
            for _, option in getattr(config, "_schema", ())
            if hasattr(option, "plugin_cache")
        ],
    }


def test_nothing_is_left_of_a_command(site, monkeypatch, tmp_path):
    run_here(site.root, "mkdocs", "build")  # What is imported stays imported.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "warnoptions", ["once"])
    site.write("hook_of_the_site.py", HOOK)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook_of_the_site.py]\n")
    before = state()
    done = run_here(site.root, "mkdocs", "build")
    after = state()
    assert {"printed", "printed by a child"} == set(done.stdout.splitlines())
    assert "hook: None ignore False" in done.stderr
    assert before["plugins"], "MkDocs keeps plugins elsewhere now"
    assert {part for part in before if before[part] != after[part]} == set()
