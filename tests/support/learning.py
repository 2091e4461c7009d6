"""What is known of each language (isogloss.checks.background), learned from the catalogs of this repository.

    make background

The catalogs change every day, and what they teach hardly does: the files are learned anew when tests/site says that
they differ (:func:`differences`), as they do when the words of a text are cut in another way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from isogloss.checks import Corpus, Finished, background
from isogloss.checks.lexicon import Learned, Lexicon
from isogloss.checks.traits import all_words
from isogloss.segments import Kind, Message

LOCALES = Path(__file__).parents[2] / "locales"
SOURCE = "en"
LEAST = 16
"""Texts with a word, below which nothing is said of it: it may be a word of this site, and the files stay small."""
OFTEN = 5
"""The same, of an English word that translations do not keep."""
KEPT = 0.15
"""The share of translations with an English word, above which they keep it."""
NEVER_LAST = 25
"""Texts with a word, none of which ends with it, if it is one that leads on."""
SURE = 0.98
"""The highest share of equal endings: our translators are stricter than others."""
JOINS = ("ar",)
"""Languages that make one sentence of two, though our translator does not: of 3 texts that were said to lack one, none
did."""
SIGNS = ("", ".", ":", "?", "!")
_KINDS = sorted(Kind, key=lambda kind: -len(kind.value))


def read(folder: Path) -> Iterator[Finished]:
    """The finished translations of a locale."""
    for path in sorted(folder.rglob("*.po")):
        for entry in polib.pofile(str(path)) if path.name != "glossary.po" else ():
            if entry.translated():
                kind = next((one for one in _KINDS if entry.comment.startswith(one.value)), Kind.PARAGRAPH)
                yield Finished(Message(entry.msgid, kind), entry.msgstr, path.relative_to(folder).as_posix())


def languages() -> dict[str, Path]:
    """The folder of the catalogs of each language."""
    folders = (path for path in sorted(LOCALES.iterdir()) if path.is_dir() and path.name != SOURCE)
    return {path.name.partition("-")[0]: path for path in folders}


def corpus(language: str) -> Corpus:
    return Corpus(read(languages()[language]), (), language)


def learned(corpus: Corpus, least: int = LEAST) -> dict[str, Any]:
    """What *corpus* shows of its language, of words that are in *least* texts or more."""
    assert corpus.background is None, "too few translations to learn from"
    there, back = corpus._lexicons
    usual, spread = corpus._ratios
    times, kept, native = corpus.english._words
    endings = corpus.endings
    anywhere, last = endings._places
    english = {word for one in corpus.finished for word in all_words(one.message.msgid)}
    kinds = {"p": Kind.PARAGRAPH, "-": Kind.LIST_ITEM}
    return {
        "number": there.number,
        "usual_ratio": round(usual, 3),
        "spread": {str(most): round(value, 3) for most, value in spread.items()},
        "equal_endings": round(min(SURE, endings.equal), 3),
        "kept_endings": {
            f"{letter}{sign}": round(min(1.0, endings.keeps(Message(f"x{sign}", kind))), 3)
            for letter, kind in kinds.items()
            for sign in SIGNS
        },
        "kept_sentences": 0.0 if corpus.language in JOINS else round(min(1.0, endings.keeps_sentences), 3),
        "never_last": " ".join(sorted(word for word in anywhere if anywhere[word] >= NEVER_LAST and not last[word])),
        "translated": " ".join(
            f"{word} {found}" for word, found in sorted(times.items()) if found >= OFTEN and kept[word] <= KEPT * found
        ),
        "alike": " ".join(sorted(native & english)),
        "there": list(_rows(there, least)),
        "back": list(_rows(back, least)),
    }


def _rows(lexicon: Lexicon, least: int) -> Iterator[str]:
    """Each word, in how many texts it was, how often a partner met it, the share by chance in hundredths, partners.

    Names, whose only partner is the name itself, are those of this site.
    """
    for word, partners in sorted(lexicon.partners.items()):
        if lexicon.counts[word] >= least and partners != {word[:5]}:
            chance = round(100 * lexicon.by_chance[word])
            yield f"{word} {lexicon.counts[word]} {lexicon.met[word]} {chance} {' '.join(sorted(partners))}"


def differences(corpus: Corpus) -> dict[str, float]:
    """How far the file of a language is from what *corpus* shows: shares of words that are not as they were."""
    old, new, frequent = (
        background.loaded(found) for found in (_stored(corpus.language), learned(corpus, 1), learned(corpus, 2 * LEAST))
    )
    return {
        "there": _other(old.there, new.there),
        "back": _other(old.back, new.back),
        "new there": _other(frequent.there, old.there),
        "new back": _other(frequent.back, old.back),
        "translated": len(old.translated.keys() - new.translated.keys()) / len(old.translated),
        "ratio": abs(old.usual_ratio - new.usual_ratio),
    }


def _other(one: Learned, other: Learned) -> float:
    """The share of the words of *one* of which the *other* knows nothing, or no common partner."""
    known = other.words
    lost = [word for word, usual in one.words.items() if word not in known or not usual.partners & known[word].partners]
    return len(lost) / len(one.words)


def _stored(language: str) -> dict[str, Any]:
    return json.loads((background.FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def main() -> None:
    for language in languages():
        text = json.dumps(learned(corpus(language)), ensure_ascii=False, indent=0)
        (background.FOLDER / f"{language}.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
