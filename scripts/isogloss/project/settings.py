"""Files that people write: their text, and where mkdocs.yml, or a file that it inherits from, says what."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import yaml

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound

LANGUAGES = ("plugins", "i18n", "i18n", "languages")
"""Where mkdocs.yml lists the languages."""


def read_text(path: Path, name: str) -> str:
    """The text of a file that people write, with LF at the ends of its lines; *name* is how diagnostics call it.

    Raises :class:`ProblemsFound` if it cannot be read or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        hint = "it has to be a file that you may read, or a link to one"
        raise ProblemsFound([Diagnostic("file", message, Location(name), hint=hint)]) from None
    except UnicodeDecodeError as error:
        place = Location(name, error.object.count(b"\n", 0, error.start) + 1)
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise ProblemsFound([Diagnostic("charset", message, place, hint="save the file as UTF-8")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def config_files(config_file: Path) -> Iterator[Path]:
    """*config_file* and the files that it inherits from (``INHERIT``), the nearest first."""
    return (path for path, _ in _config_nodes(config_file))


def _config_nodes(config_file: Path) -> Iterator[tuple[Path, yaml.MappingNode]]:
    seen: set[Path] = set()
    path: Path | None = config_file
    while path is not None and path not in seen:
        seen.add(path)
        try:
            node = composed(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError, yaml.YAMLError):
            return
        if not isinstance(node, yaml.MappingNode):
            return
        yield path, node
        parent = next((value.value for name, value in node.value if name.value == "INHERIT"), None)
        path = Path(os.path.normpath(path.parent / parent)) if isinstance(parent, str) else None


@lru_cache(maxsize=8)
def composed(text: str) -> yaml.Node | None:
    """The nodes of a file; each place that is asked for is looked up in the same, and nobody changes them."""
    return yaml.compose(text, yaml.SafeLoader)


def place_of(config_file: Path, *path: str | int) -> Location:
    """Where the value at *path* (keys and indices) begins; of the file alone if it is nowhere."""
    found = _found(config_file, path)
    return found[0] if found is not None else Location(config_file.name)


def text_of(config_file: Path, *path: str | int) -> str:
    """The text at *path*; empty if there is none, or if it is from the environment (``!ENV``): others have another."""
    if len(path) == 1 and (address := _plain_address(config_file, str(path[0]))):
        return address
    found = _found(config_file, path)
    if found is None or not isinstance(found[1], yaml.ScalarNode) or found[1].tag != "tag:yaml.org,2002:str":
        return ""
    return str(found[1].value)


def _plain_address(config_file: Path, name: str) -> str:
    """The address that *config_file* gives *name* in a line of its own, as most do: YAML takes a while to read."""
    with suppress(OSError, ValueError):
        text = config_file.read_text(encoding="utf-8")
        found = re.search(rf"^{name}: (https?://[\w./~-]+)$", text, re.MULTILINE | re.ASCII)
        if found is not None and text.count(name) == 1:
            return found[1]
    return ""


def _found(config_file: Path, path: Sequence[str | int]) -> tuple[Location, yaml.Node] | None:
    """The value at *path*, with its place.

    MkDocs merges mappings with those of the file that ``INHERIT`` names; what is no mapping takes their place.
    """
    for file, root in _config_nodes(config_file):
        node: yaml.Node = root
        line = 0
        for number, step in enumerate(path):
            found = _below(node, step, path[number - 1] if number else "")
            if found is None:
                break
            line, node = found
        else:
            return Location(Path(os.path.relpath(file, config_file.parent)).as_posix(), line), node
        if not isinstance(node, yaml.MappingNode):
            break
    return None


def _below(node: yaml.Node, step: str | int, before: str | int) -> tuple[int, yaml.Node] | None:
    """The line and the node of *step* in *node*, which was reached by the step *before*."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == step:
                return name.start_mark.line + 1, value
        # A plugin has its options below its name: in a list it is a mapping of its own, in a mapping it is not.
        return (node.start_mark.line + 1, node) if step == before else None
    if isinstance(node, yaml.SequenceNode) and (index := _index(node, step)) is not None:
        return node.value[index].start_mark.line + 1, node.value[index]
    return None


def listed_languages(config_file: Path) -> Iterator[tuple[str, Location]]:
    """The tags that mkdocs.yml lists under ``languages`` of the plugin i18n, read from the file, with their places."""
    number = 0
    while _found(config_file, (*LANGUAGES, number)) is not None:
        found = _found(config_file, (*LANGUAGES, number, "locale"))
        if found is not None and isinstance(found[1], yaml.ScalarNode):
            yield found[1].value, found[0]
        number += 1


def _index(node: yaml.SequenceNode, step: str | int) -> int | None:
    if isinstance(step, int):
        return step if step < len(node.value) else None
    # A plugin or extension is a name, or a mapping from its name to its options.
    for index, item in enumerate(node.value):
        if isinstance(item, yaml.ScalarNode) and item.value == step:
            return index
        if isinstance(item, yaml.MappingNode) and item.value:
            # A language has its tag among its options.
            tags = [value.value for name, value in item.value if name.value == "locale"]
            if item.value[0][0].value == step or step in tags:
                return index
    return None
