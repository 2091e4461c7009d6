"""Which old text a new one comes from: found where it is so, and not where it only looks so."""

from __future__ import annotations

import pytest
from isogloss.catalogs.matching import match, with_new_targets

DRIVER = "Install the newest driver for your graphics card, then restart Windows."
KERNEL = "The second command shows the version of the Linux kernel that WSL 2 uses."
VENDOR = "If the list does not name your card, ask its vendor for a newer driver."


def found(new: list[str], old: list[str]) -> dict[str, tuple[str, ...]]:
    return {text: option.old for text, option in match(new, old).items()}


@pytest.mark.parametrize(
    "new",
    [
        DRIVER.replace("newest", "latest"),
        DRIVER.replace("graphics card", "[graphics card](cards.md)"),
        DRIVER.replace("Install the newest", "Install the"),
        f"{DRIVER} Then open a terminal, run the first command, and compare what it shows with the table below.",
        f"Before you begin, read the whole page once. {DRIVER}",
        "Then restart Windows, install the newest driver for your graphics card.",
        DRIVER.removesuffix(", then restart Windows."),
        DRIVER.upper(),
    ],
)
def test_an_edited_text_is_recognised(new):
    assert found([new], [KERNEL, DRIVER, VENDOR]) == {new: (DRIVER,)}


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("[Start](https://example.org/en/latest/a/b/c/index.html)", "[Start](guide.md)"),
        ("**PyTorch**", "PyTorch"),
        ("**Help**", "Help"),
        ("Read the [guide to drivers](https://example.org/a/very/long/path#x).", "Read the [guide to drivers](d.md)."),
        ("Run `python3 -m venv --upgrade-deps` and wait for its end.", "Run `py` and wait for its end."),
    ],
)
def test_the_same_words_in_another_dress_are_recognised(new, old):
    assert found([new], [KERNEL, old, DRIVER]) == {new: (old,)}


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Starting hooks", "Storing books"),
        ("Save", "Safe"),
        ("Step 2", "Step 3"),
        ("GPU", "CPU"),
        (KERNEL, VENDOR),
        ("[Start now](https://example.org/docs)", "[Leave it](https://example.org/dock)"),
        (f"{KERNEL} {VENDOR} Ask the vendor if it is not shown there. Note it down.", "Note it down."),
        ("`Segmentation fault` in WSL 2", "`download.example.org/whl` in WSL 2"),
        (
            "[DirectML](pytorch-directml.md)",
            "Use an old or unusual GPU with [PyTorch with DirectML](pytorch-directml.md).",
        ),
        (f"{KERNEL} See [DirectML for cards](pytorch-directml.md).", "[DirectML for cards](pytorch-directml.md)"),
        (f"{DRIVER} {KERNEL} Now restart the computer.", "Now restart the computer."),
        ("The driver is installed by Windows.", "Windows shows a list of all devices."),
    ],
)
def test_what_only_looks_similar_is_left_alone(new, old):
    assert found([new], [old]) == {}


def test_a_link_with_another_text_is_that_link():
    old = "[Start](https://example.org/en/latest/guide/install.html)"
    new = old.replace("Start", "Next")
    assert found([new], [KERNEL, old, DRIVER]) == {new: (old,)}


def test_each_text_gets_its_own_counterpart():
    old = ["In WSL 2: [Set up CUDA](cuda.md)", "In WSL 2: [Set up ROCm](rocm.md)", "In WSL 2: [Set up XPU](xpu.md)"]
    new = [text.replace("In WSL 2", "Inside WSL 2") for text in old]
    assert found(new, old) == {one: (other,) for one, other in zip(new, old, strict=True)}
    assert found(new[::-1], old) == {one: (other,) for one, other in zip(new, old, strict=True)}


def test_an_old_text_goes_to_the_most_similar_new_one_alone():
    near, nearer = "Install the newest software for your sound card, then restart it.", DRIVER.replace("newest", "new")
    assert found([near, nearer], [DRIVER]) == {nearer: (DRIVER,)}


def test_an_old_text_that_became_two_is_found_in_both():
    new = [DRIVER.replace("newest", word) for word in ("very newest", "most recent")]
    assert found(new, [DRIVER]) == dict.fromkeys(new, (DRIVER,))


def test_both_halves_of_a_split_text_get_it():
    whole = f"{DRIVER} {KERNEL}"
    assert found([DRIVER, KERNEL], [whole]) == {DRIVER: (whole,), KERNEL: (whole,)}


def test_a_text_may_become_a_list():
    whole = f"{DRIVER} {KERNEL} {VENDOR}"
    assert found([DRIVER, KERNEL, VENDOR], [whole]) == dict.fromkeys([DRIVER, KERNEL, VENDOR], (whole,))


def test_joined_texts_are_found_in_their_order():
    whole = f"{VENDOR} {DRIVER}"
    assert found([whole], [DRIVER, KERNEL, VENDOR]) == {whole: (VENDOR, DRIVER)}


def test_joined_texts_may_have_been_edited():
    whole = f"{DRIVER.replace('newest', 'latest')} {KERNEL.replace('Linux kernel', 'kernel')}"
    assert found([whole], [KERNEL, DRIVER, VENDOR]) == {whole: (DRIVER, KERNEL)}


def test_nothing_comes_from_nothing():
    assert match([], [DRIVER]) == {}
    assert match([DRIVER], []) == {}


@pytest.mark.parametrize(
    ("before", "after", "translation", "expected"),
    [
        ("See [a](a.md).", "See [a](b.md).", "Vea [a](a.md).", "Vea [a](b.md)."),
        (
            "[x](a.md#one), [y](c.md)",
            "[x](a.md#two), [y](d.md)",
            "[y](c.md) y [x](a.md#one)",
            "[y](d.md) y [x](a.md#two)",
        ),
        ('![A](a.png "Title")', '![A](b.png "Title")', '![Una](a.png "Título")', '![Una](b.png "Título")'),
        ("See [a](a.md).", "Read [a](b.md).", "Vea [a](a.md).", None),
        ("See [a](a.md).", "See [a](b.md).", "Vea [a](es.md).", None),
        ("See [a](a.md).", "See [a](b.md).", "Vea.", None),
        ("[a](a.md) [b](a.md)", "[a](a.md) [b](b.md)", "[b](a.md) [a](a.md)", None),
        ("[a](a.md) [b](b.md)", "[a](b.md) [b](a.md)", "[b](b.md) [a](a.md)", "[b](a.md) [a](b.md)"),
        ("See [a](a.md).", "See [a](a.md).", "Vea [a](a.md).", None),
        ("See `[a](a.md)`.", "See [a](a.md).", "Vea.", None),
    ],
)
def test_link_targets_change_in_the_translation_too(before, after, translation, expected):
    assert with_new_targets(before, after, translation) == expected
