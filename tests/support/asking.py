"""Asks the search of a built site what readers ask, in a real Chromium, and tells on which rank the right page is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

CASES = Path(__file__).parents[1] / "cases/search"
_ASK = """(async () => {{
    const config = JSON.parse(document.getElementById("__config").textContent);
    const worker = new Worker(new URL({worker} || config.search, location));
    const index = await (await fetch({index})).json();
    const ask = message => new Promise((done, failed) => {{
        worker.onerror = failed;
        worker.onmessage = event => done(event.data);
        worker.postMessage(message);
    }});
    await ask({{type: 0, data: {{...index, options: {{suggest: false}}}}}});
    const found = [];
    for (const query of {queries}) found.push((await ask({{type: 2, data: query}})).data.items);
    worker.terminate();
    return found;
}})()"""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and what should come first."""

    kind: str
    query: str
    pages: tuple[str, ...]
    """Each of them answers it; mostly there is one."""


def questions(locale: str) -> list[Question]:
    """What readers of *locale* ask."""
    kinds = yaml.safe_load((CASES / f"{locale}.yml").read_text(encoding="utf-8"))
    return [
        Question(kind, query, tuple(pages) if isinstance(pages, list) else (pages,))
        for kind, asked in kinds.items()
        for query, pages in asked.items()
    ]


def folder(locale: str) -> str:
    """Where the pages of *locale* are."""
    return "" if locale == "en" else f"{locale}/"


Found = list[list[list[dict[str, Any]]]]
"""For each query the pages, best first, each with its parts."""


def found(tab, origin: str, locale: str, queries: Sequence[str], worker: str = "") -> Found:
    """What the *worker* at an address, or the one of the page, finds for each query: pages, and their parts."""
    tab.go(f"{origin}/{folder(locale)}")
    index = f"{origin}/{folder(locale)}search/search_index.json"
    values = {"worker": worker, "index": index, "queries": list(queries)}
    return tab.run(_ASK.format_map({name: json.dumps(value) for name, value in values.items()}))


def answers(tab, address: str, index: dict[str, Any], queries: Sequence[str]) -> Found:
    """What the worker of the page at *address* finds in an *index* of the test's own: all that it tells."""
    tab.go(address)
    values = {"worker": "", "index": f"data:application/json,{quote(json.dumps(index))}", "queries": list(queries)}
    return tab.run(_ASK.format_map({name: json.dumps(value) for name, value in values.items()}))


def ranks(asked: Sequence[Question], results: Found, locale: str) -> dict[str, int]:
    """By query, the rank of the first page that answers it; 0 if there is none."""
    told = {}
    for question, groups in zip(asked, results, strict=True):
        right = {folder(locale) + ("" if page == "index" else f"{page}/") for page in question.pages}
        pages = [group[0]["location"].partition("#")[0] for group in groups]
        told[question.query] = next((number for number, page in enumerate(pages, 1) if page in right), 0)
    return told


def mean_reciprocal_rank(ranked: Mapping[str, int]) -> float:
    """1 if the right page is always the first one; 0 if it is never found."""
    return sum(1 / rank for rank in ranked.values() if rank) / len(ranked)
