"""Precision and recall of the checks on words, by code and by language, on the corpus of tests/cases/corpus.

The corpus is written by hand after what was met in catalogs of other sites; tests/test_word_corpus.py holds every case.
How the checks do on whole catalogs of other sites is measured by beside.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import word_corpus


def main() -> int:
    results = list(word_corpus.scores())
    by_code, by_language = word_corpus.tally(results)
    for title, scores in (("code", by_code), ("language", by_language)):
        print(f"{title:<18} wrong right")
        for name, score in sorted(scores.items()):
            print(f"  {name:<16} {score}")
    missed = [case for case, found in results if case.verdict == "missed" and case.code not in found]
    print(f"{len(results)} cases; {len(missed)} known misses:", *missed, sep="\n  ")
    unknown = sum(score.missed + score.false for score in by_code.values())
    return int(unknown > 0)


if __name__ == "__main__":
    sys.exit(main())
