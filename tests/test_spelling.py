"""``accept --yes`` takes only what is spelling or punctuation; whatever may be a fact is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isogloss.catalogs.spelling import is_spelling, words_in

KNOWN = words_in(["Install the drives and the drivers, then restart the computer; it uploads through another thread."])

SPELLING = [
    ("You will recieve the driver.", "You will receive the driver."),
    ("The error occured twice", "The error occurred twice"),
    ("Set the enviroment variable", "Set the environment variable"),
    ("Use seperated folders", "Use separated folders"),
    ("We organise it in `a` folders", "We organize it in `a` folders"),
    ("After that restart Windows", "After that, restart Windows"),
    ("Restart Windows", "Restart Windows."),
    ('the "new" driver - or the old one', "the “new” driver – or the old one"),
    ("a real time clock", "a  real time clock"),
    ("a hour later", "an hour later"),
    ("version 580 or later", "version 580, or later"),
    ("See the [guide](guide.md) for that", "See the [guide](guide.md), for that."),
]
FACTS = [
    ("version 580 or later", "version 590 or later"),
    ("version 1.5", "version 15"),
    ("from 3 - 5", "from 3 5"),
    ("at -5 degrees", "at 5 degrees"),
    ("with 5 %", "with 5"),
    ("less < more", "less > more"),
    ("Run `setup` first", "Run `set-up` first"),
    ("Run `recieve-all` first", "Run `receive-all` first"),
    ("See [guide](recieved.md)", "See [guide](received.md)"),
    ("See https://example.org/recieve", "See https://example.org/receive"),
    ("open recieve.example.org", "open receive.example.org"),
    ("Hold ++recieve++", "Hold ++receive++"),
    ('<b title="recieve">x</b>', '<b title="receive">x</b>'),
    ("The **driver** works", "The driver works"),
    ("The newest driver", "The latest driver"),
    ("The driver works", "The new driver works"),
    ("It is supported", "It is unsupported"),
    ("It is supported", "It is not supported"),
    ("You can do it", "You cannot do it"),
    ("You can do it", "You can't do it"),
    ("No, restart Windows", "No restart Windows"),
    ("Do not. Restart it", "Do not Restart it"),
    ("typical cards", "atypical cards"),
    ("a million rows", "a billion rows"),
    ("synchronous calls", "asynchronous calls"),
    ("one device", "one devices"),
    ("internal cards", "external cards"),
    ("The file is uploaded", "The file is unloaded"),
    ("the drives of the computer", "the drivers of the computer"),
    ("Install windows first", "Install Windows first"),
    ("with Pytroch installed", "with Pytorch installed"),
    ("Read it though the thread", "Read it through the thread"),
    ("Restart it", "Restart it?"),
    ("first this, then that", "first that, then this"),
    ("The driver", "The driver of the card"),
    ("", "Anything"),
]


@pytest.mark.parametrize(("before", "after"), SPELLING)
def test_spelling_and_punctuation(before, after):
    assert is_spelling(before, after, KNOWN)


@pytest.mark.parametrize(("before", "after"), FACTS)
def test_facts(before, after):
    assert not is_spelling(before, after, KNOWN)
    assert not is_spelling(after, before, KNOWN)


def test_a_word_that_the_site_uses_elsewhere_was_no_slip():
    assert is_spelling("the informal contentment of it", "the informal contentmant of it", ())
    assert not is_spelling("the informal contentment of it", "the informal contentmant of it", {"contentment"})


WORDS = st.lists(st.sampled_from(["card", "driver", "580", "`--fast`", "[a](b.md)", "Windows", "not", "1.5", "<b>"]))


@given(WORDS, st.sampled_from(["590", "`--slow`", "[a](c.md)", "Linux", "never", "<i>", "another"]), st.randoms())
def test_no_fact_can_be_added_or_exchanged(words, fact, random):
    place = random.randrange(len(words) + 1)
    before, added = " ".join(words), " ".join([*words[:place], fact, *words[place:]])
    assert is_spelling(before, before, ())
    assert not is_spelling(before, added, ())
    assert not is_spelling(added, before, ())
    if place < len(words) and words[place] != fact:
        assert not is_spelling(before, " ".join([*words[:place], fact, *words[place + 1 :]]), ())
