"""Link targets of a localized page: what they are on the English page."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_TARGET = re.compile(r"""(\]\(\s*<?|\s(?:href|src)\s*=\s*["']?)([^)\s>"']+)""")


@dataclass(frozen=True, slots=True)
class Addresses:
    """How the addresses on a page are written."""

    folder: str
    """The folder of the page below docs/; empty for docs/ itself."""
    tags: tuple[str, ...]
    """The language tags that may stand in an address: as a folder, before the ending of a file, in a URL."""
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The English id of each localized heading, by page."""
    page: str = ""
    """The English page; an address that is an anchor alone leads to it."""

    def place(self, target: str) -> str:
        """What *target* leads to, without its anchor, in a form that is the same in every language."""
        parts = urlsplit(target)
        if parts.scheme not in ("", "http", "https"):
            return target
        path = parts.path
        if not parts.netloc and not path:
            return ""
        if parts.netloc or path.startswith("/"):
            kept = [step for step in path.split("/") if step.lower() not in self._small_tags]
            return f"{parts.netloc.lower()}/{'/'.join(kept).lstrip('/')}?{parts.query}"
        path = posixpath.normpath(posixpath.join(self.folder, path))
        first, _, rest = path.partition("/")
        if rest and first.lower() in self._small_tags:
            path = rest
        stem, ending = posixpath.splitext(path)
        stem, last = posixpath.splitext(stem)
        return path if last[1:].lower() not in self._small_tags else stem + ending

    @property
    def _small_tags(self) -> set[str]:
        return {tag.lower() for tag in self.tags}

    def anchor(self, target: str) -> str:
        """The anchor of *target*, as the English page calls it."""
        fragment = urlsplit(target).fragment
        page = self.place(target) or self.page
        return self.anchors.get(page, {}).get(fragment, fragment)


def english_targets(text: str, wanted: Iterable[str], ours: Addresses, theirs: Addresses) -> str:
    """*text*, a translation, with each address that means one of the *wanted* English targets written as that one."""
    wanted = list(wanted)
    left = Counter(wanted) - Counter(found[1] for found in _TARGET.findall(text))

    def meaning(addresses: Addresses) -> Callable[[str], tuple[str, str]]:
        return lambda target: (addresses.place(target) or addresses.page, addresses.anchor(target))

    english = meaning(ours)

    def rewrite(match: re.Match[str]) -> str:
        target = match.group(2)
        if target in wanted:
            return match.group()
        localized = meaning(theirs)(target)
        for candidate in left.elements():
            if english(candidate) == localized:
                left[candidate] -= 1
                return match.group(1) + candidate
        return match.group()

    return _TARGET.sub(rewrite, text)
