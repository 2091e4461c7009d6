"""Runs ``python -m isogloss`` and ``python -m mkdocs`` inside this process, with the outcome of one of its own.

Half of the time of a short command goes into the start of its interpreter. What a process would have for itself is set
up before the command and put back after it: folder, arguments, environment, module path, output, log, warnings,
signals, and the options of MkDocs, in which plugins leave things. ``pytest --commands fresh`` starts an interpreter for
each command all the same; ``pytest --commands both`` does both and compares what they say and what they write.
"""

from __future__ import annotations

import contextlib
import copy
import importlib
import io
import logging
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.base import Config

QUIET = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "NO_COLOR": "1",
    "PYTHONWARNINGS": "ignore",
    "SOURCE_DATE_EPOCH": "1",
    "PYTHONDONTWRITEBYTECODE": "",  # Some hundred processes would compile the program, each for itself.
}
Done = subprocess.CompletedProcess[str]


def run_fresh(root: Path, *command: str) -> Done:
    """Run a module in an interpreter of its own, in the folder *root*."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=QUIET,
        check=False,
    )


def run_here(root: Path, *command: str) -> Done:
    """Run a module in this process, in the folder *root*."""
    with (
        _output() as (stdout, stderr),
        _folder(root),
        _environment(),
        _modules(root),
        _log(),
        _options(),
        _warnings(),
        _signals(),
    ):
        status = _status(*command)
    return subprocess.CompletedProcess([sys.executable, "-m", *command], status, stdout.getvalue(), stderr.getvalue())


def run_both(root: Path, *command: str) -> Done:
    """Run a module in both ways, in the same folder with the same files; both have to do and say the same."""
    with tempfile.TemporaryDirectory() as name:
        before, own = Path(name) / "before", not (root / "pyproject.toml").exists()
        if own:
            shutil.copytree(root, before, symlinks=True)
        fresh, written = run_fresh(root, *command), files(root) if own else {}
        if own:
            shutil.rmtree(root)
            shutil.copytree(before, root, symlinks=True)
        here = run_here(root, *command)
        assert told(here) == told(fresh), command
        assert not own or files(root) == written, command
    return here


def told(done: Done) -> tuple[int, str, str]:
    """What a command says, without the time that it took, and without the lines of the program's code."""
    errors = re.sub(r"built in \d+\.\d+ seconds", "built in some seconds", done.stderr)
    errors = re.sub(r"Traceback .*\n(?: .*\n)*", "Traceback\n", errors)
    return done.returncode, done.stdout, errors


def files(root: Path) -> dict[str, bytes]:
    """What is in the folder *root*, without what git and Python keep there for themselves."""
    found = (path for path in root.rglob("*") if path.is_file() and not {".git", "__pycache__"} & set(path.parts))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def _status(module: str, *arguments: str) -> int:
    """The exit status of ``python -m module arguments``."""
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)  # noqa: T201
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    return 0


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """What is done about signals: processes that are begun later would ignore those that are ignored here."""
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)


@contextlib.contextmanager
def _output() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Catch what this process and its children write, as a shell does: by the numbers of the open files."""
    caught = io.StringIO(), io.StringIO()
    streams = sys.stdout, sys.stderr, sys.__stdout__
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        saved = os.dup(1), os.dup(2)
        for stream in streams[:2]:
            stream.flush()
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        try:
            yield caught
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            sys.stdout, sys.stderr, sys.__stdout__ = streams
            for number, file in enumerate(saved, 1):
                os.dup2(file, number)
                os.close(file)
            for file, text in zip((out, err), caught, strict=True):
                file.seek(0)
                text.write(io.TextIOWrapper(file, encoding="utf-8").read())


@contextlib.contextmanager
def _folder(root: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    _set_environment(QUIET)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(wanted: dict[str, str]) -> None:
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    os.environ.update(wanted)


@contextlib.contextmanager
def _modules(root: Path) -> Iterator[None]:
    """Modules of the site, such as its hooks, are its own; those of packages stay imported."""
    path, arguments, modules = list(sys.path), sys.argv, dict(sys.modules)
    # The repository is a site, too, and has packages in it.
    packages = {Path(entry) for entry in path if root in Path(entry).parents}
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:], sys.argv = path, arguments
        for name, module in list(sys.modules.items()):
            if module is modules.get(name):
                continue
            folders = Path(getattr(module, "__file__", None) or "/").parents
            if root in folders and packages.isdisjoint(folders):
                del sys.modules[name]
                if name in modules:
                    sys.modules[name] = modules[name]


@contextlib.contextmanager
def _log() -> Iterator[None]:
    """A log without pytest's handlers; those that MkDocs adds go with the command."""
    before = {one: (one.handlers[:], one.filters[:], one.level, one.propagate, one.disabled) for one in _loggers()}
    logging.root.handlers = []
    logging.root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger in _loggers():  # Some are new, and have been changed all the same.
            handlers, filters, level, propagate, disabled = before.get(logger, ([], [], logging.NOTSET, True, False))
            logger.handlers, logger.filters = handlers, filters
            logger.propagate, logger.disabled = propagate, disabled
            logger.setLevel(level)


def _loggers() -> list[logging.Logger]:
    made = logging.root.manager.loggerDict.values()
    return [logging.root, *(one for one in made if isinstance(one, logging.Logger))]


@contextlib.contextmanager
def _options() -> Iterator[None]:
    """Give the options of MkDocs and its plugins values of their own.

    A default list is one object for all sites of a process, plugins append to it, and those that know ``on_startup``
    are kept for the next build.
    """
    options = [option for config in _below(Config) for _, option in getattr(config, "_schema", ())]
    before = [(option, dict(vars(option))) for option in options]
    for option, values in before:
        for name, value in values.items():
            if name == "default":
                option.default = copy.deepcopy(value)
            elif name == "plugin_cache":
                option.plugin_cache = {}
            elif isinstance(value, (list, dict, set)):
                setattr(option, name, copy.copy(value))
    try:
        yield
    finally:
        for option, values in before:
            vars(option).clear()
            vars(option).update(values)


def _below(base: type) -> Iterator[type]:
    for below in base.__subclasses__():
        yield below
        yield from _below(below)


@contextlib.contextmanager
def _warnings() -> Iterator[None]:
    """As PYTHONWARNINGS says in :data:`QUIET`; MkDocs looks whether somebody has said anything."""
    said = sys.warnoptions
    sys.warnoptions = ["ignore"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            sys.warnoptions = said
