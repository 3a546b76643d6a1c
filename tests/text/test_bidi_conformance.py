"""Unicode's own suites for UAX #9: every case, in every base direction.

Both give the levels after L1 of a paragraph that is one row (``x`` for what X9 removes, which has none), and its order.
"""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from tui.text.bidi import base_level, levels, row_levels, visual_order

DATA = Path(__file__).parent.parent / "data"
# A character of each class, none of them a paired bracket.
CHARACTERS = {
    "L": "a", "R": "א", "AL": "ا", "EN": "1", "AN": "٠", "ES": "+", "ET": "$", "CS": ",",
    "NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!",
    "LRE": "\u202a", "RLE": "\u202b", "LRO": "\u202d", "RLO": "\u202e", "PDF": "\u202c",
    "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


def lines_of(name: str) -> Iterator[str]:
    with lzma.open(DATA / name, "rt", encoding="utf-8") as suite:
        for line in suite:
            if not line.startswith("#") and (content := line.strip()):
                yield content


def shown(text: str, base: int) -> bytes:
    """The levels of a text that is one row."""
    return row_levels(text, levels(text, base), 0, len(text), base)


@lru_cache(maxsize=1 << 14)
def agrees(found: bytes, expected: str, order: str) -> bool:
    """Whether levels and the order that follows from them are those of the suite."""
    wanted = expected.split()
    same = all(level in ("x", str(own)) for level, own in zip(wanted, found, strict=True))
    seen = [str(index) for index in visual_order(found) if wanted[index] != "x"]
    return same and seen == order.split()


@pytest.mark.parametrize(
    ("step", "count"), [(12, 64_168), pytest.param(1, 770_241, marks=pytest.mark.long)]
)
def test_sequences_of_classes_have_the_levels_and_the_order_of_the_suite(
    step: int, count: int, record_property: Callable[[str, object], None]
) -> None:
    """All of them, or every twelfth."""
    cases, failures = 0, []
    expected = order = ""
    for number, line in enumerate(lines_of("BidiTest.txt.xz")):
        if line.startswith("@"):
            name, _, values = line.partition(":")
            if name == "@Levels":
                expected = values
            else:
                order = values
            continue
        if number % step:
            continue
        classes, _, bits = line.partition(";")
        text = "".join([CHARACTERS[name] for name in classes.split()])
        asked = int(bits, 16)
        bases = [base for base, bit in ((0, 2), (1, 4)) if asked & bit]
        cases += len(bases)
        if asked & 1:
            cases += 1
            auto = base_level(text) or 0
            if auto not in bases:
                bases.append(auto)
        failures += [
            (line, base) for base in bases if not agrees(shown(text, base), expected, order)
        ]
    told = f"BidiTest.txt: {cases - len(failures):,} of {cases:,} cases as they should be"
    record_property("conformance", told if step == 1 else f"every {step}th line of {told}")
    assert failures == []
    assert cases == count


def test_paragraphs_of_characters_have_the_levels_and_the_order_of_the_suite(
    record_property: Callable[[str, object], None],
) -> None:
    cases, failures = 0, []
    for line in lines_of("BidiCharacterTest.txt.xz"):
        codes, direction, own, expected, order = line.split(";")
        text = "".join([chr(int(code, 16)) for code in codes.split()])
        base = (base_level(text) or 0) if direction == "2" else int(direction)
        cases += 1
        if base != int(own) or not agrees(shown(text, base), expected, order):
            failures.append(line)
    told = f"BidiCharacterTest.txt: {cases - len(failures):,} of {cases:,} cases as they should be"
    record_property("conformance", told)
    assert failures == []
    assert cases == 91_707
