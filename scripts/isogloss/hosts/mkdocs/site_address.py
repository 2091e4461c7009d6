"""The address of the site, below which its pages are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def site_address(config: MkDocsConfig) -> str:
    """``site_url`` with a slash at its end, as MkDocs writes it; empty, if there is none.

    Mike, and the options of a language, may leave one without: addresses that are joined to it would lose their folder.
    """
    return f"{config.site_url.removesuffix('/')}/" if config.site_url else ""


def with_slash(sitemap: str, config: MkDocsConfig) -> str:
    """*sitemap* with the slash where static-i18n has put an address behind a ``site_url`` without one."""
    if not config.site_url or config.site_url.endswith("/"):
        return sitemap
    return re.sub(rf'(?<="){re.escape(config.site_url)}(?!/)', lambda _: site_address(config), sitemap)
