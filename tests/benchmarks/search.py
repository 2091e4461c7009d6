"""Measures the search of this site in each language: how often the right page comes first, what it loads, how fast.

``python tests/benchmarks/search.py`` builds the site and asks, in Chromium, what readers ask (``cases/search``):
Material's own worker, and the one of the reader. ``--times 20`` has the index many times over, as on a larger site.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "support")]

import asking  # noqa: E402
from chromium import serving  # noqa: E402
from conftest import ROOT, Site  # noqa: E402
from driving import driving  # noqa: E402

_TIME = """(async () => {{
    const config = JSON.parse(document.getElementById("__config").textContent);
    const worker = new Worker(new URL({worker} || config.search, location));
    const index = await (await fetch({index})).json(), docs = [];
    for (let number = 0; number < {times}; number++)
        docs.push(...index.docs.map(doc => ({{...doc, location: `${{number}}/${{doc.location}}`}})));
    const ask = message => new Promise(done => {{
        worker.onmessage = event => done(event.data);
        worker.postMessage(message);
    }});
    const start = performance.now();
    await ask({{type: 0, data: {{...index, docs, options: {{suggest: false}}}}}});
    const ready = performance.now();
    for (const query of {queries}) await ask({{type: 2, data: query}});
    const end = performance.now();
    worker.terminate();
    return [ready - start, (end - ready) / {queries}.length, docs.length];
}})()"""


def main() -> None:
    """Print a row for each language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1, help="how many times the index is there, to measure time")
    parser.add_argument("--site", type=Path, help="the site, if it is built already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or Path(folder, "site")
        if options.site is None:
            status, said = Site(ROOT).isogloss("build", "--strict", "--site-dir", str(site))
            assert status == 0, said
        with serving(site) as served, driving(Path(folder, "chromium")) as driver, driver.tab() as tab:
            print("language  MRR: theme  reader   index, bytes (gzip)   of the theme's   ms to begin, per question")
            for path in sorted(asking.CASES.glob("*.yml")):
                measure(path.stem, site, served.origin, tab, options.times)


def measure(locale: str, site: Path, origin: str, tab, times: int) -> None:
    (stock,) = (f"/{path.relative_to(site)}" for path in site.glob("assets/javascripts/workers/search.*.js"))
    asked = asking.questions(locale)
    queries = [question.query for question in asked]
    rank, time = {}, {}
    for worker in (stock, ""):
        results = asking.found(tab, origin, locale, queries, worker)
        rank[worker] = asking.mean_reciprocal_rank(asking.ranks(asked, results, locale))
        values = {
            "worker": json.dumps(worker),
            "index": json.dumps(f"{origin}/{asking.folder(locale)}search/search_index.json"),
            "queries": json.dumps(queries),
            "times": times,
        }
        time[worker] = tab.run(_TIME.format_map(values))
    data = (site / asking.folder(locale) / "search/search_index.json").read_bytes()
    index = json.loads(data)
    del index["config"]["isogloss"]
    theme = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    print(
        f"{locale:8}{rank[stock]:11.3f}{rank['']:8.3f}{len(data):12,} ({len(gzip.compress(data)):,})"
        f"{len(data) / len(theme):16.3f}"
        f"    {time[stock][0]:.0f}, {time[stock][1]:.1f} → {time[''][0]:.0f}, {time[''][1]:.1f}"
        f" ({time[''][2]:,} entries)"
    )


if __name__ == "__main__":
    main()
