"""What a language that is built apart from the others hands on, and a site that is finished with that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files

from isogloss.hosts.mkdocs import own_search, status_page
from isogloss.hosts.mkdocs.finishing import Finishes

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class HandsOn(Finishes):
    """The plugin of a language that is built in another process, or on another machine, than the rest of the site."""

    def hand_on(self) -> dict[str, Any]:
        """What :meth:`finish` has to know of the language that was built, in a form that JSON can hold."""
        found: dict[str, Any] = {"single": sorted(self.single), "languages": sorted(self.chosen.languages)}
        found["untranslated"] = list(self.reading.untranslated)
        found["explained"] = self.explained.get(self._locale.tag, {})
        if self.status is not None:
            found["status"] = self.status.as_json()
        if self.localizer is not None:
            return found | {"tags": self.tags.get(self.localizer.locale.tag, {})}
        assert self.english_files is not None
        found["single"] += [file.dest_uri for file in self.english_files if status_page.is_status_page(file)]
        found["pages"] = [(file.src_uri, file.dest_uri) for file in self.english_pages]
        return found | {"anchors": self._anchors() if self._is_published else []}

    def as_now(self) -> Callable[[], None]:
        """What lets a language begin with what is known of the site now, without what others have added meanwhile."""
        known = frozenset(self.single), self.chosen, tuple(self.reading.untranslated)

        def begin() -> None:
            single, self.chosen, untranslated = known
            self.rows, self.single, self.reading.untranslated = (), set(single), dict.fromkeys(untranslated)

        return begin

    def take_over(self, handed_on: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what languages that were built apart have handed on for the sitemap; :meth:`finish` takes the rest."""
        for found in handed_on.values():
            self.reading.untranslated |= dict.fromkeys(found["untranslated"])

    def finish(
        self, config: MkDocsConfig, handed_on: Mapping[str, Mapping[str, Any]], searched: Mapping[str, own_search.Known]
    ) -> None:
        """Finish the site whose languages were built apart, as :meth:`_finish_site` does, which built them itself.

        *searched* gives what search knows of the pages of each.
        """
        for tag, found in handed_on.items():
            self.single |= set(found["single"])
            self.explained[tag] = found["explained"]
            self.chosen = replace(self.chosen, languages=self.chosen.languages | set(found["languages"]))
            if "tags" in found:
                self.tags[tag] = found["tags"]
            else:
                folder, urls = config.site_dir, config.use_directory_urls
                self.english_pages = [File(src, None, folder, urls, dest_uri=dest) for src, dest in found["pages"]]
                self.english_files, self.anchors = Files(self.english_pages), found["anchors"]
        if parts := {tag: found["status"] for tag, found in handed_on.items() if "status" in found}:
            self._put_numbers_in(config, parts)
        self.searched = searched
        self._finish_site(config=config)
        self.searched = {}
