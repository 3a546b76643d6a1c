"""How documents are written: the same bytes whichever library writes them, and nothing that JSON cannot say."""

from __future__ import annotations

import datetime
import json
import math
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.documents import to_json

TEXTS = st.text(st.characters())  # lone surrogates, too
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SIMPLE = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner).map(tuple) | st.lists(inner) | st.dictionaries(SIMPLE, inner),
    max_leaves=8,
)


class Word(StrEnum):
    YES = "نعم"


@settings(max_examples=60)
@given(VALUES)
def test_they_are_what_the_standard_library_writes(value: object) -> None:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert to_json(value) == written.encode(errors="backslashreplace")


def test_a_name_is_written_as_its_words() -> None:
    assert to_json({"label": Word.YES}) == '{"label":"نعم"}'.encode()


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, {1, 2}, b"x", datetime.date(2026, 1, 1), {(1, 2): 3}, object()],
    ids=["nan", "infinity", "set", "bytes", "date", "key", "object"],
)
def test_what_json_cannot_say_is_refused(value: object) -> None:
    for place in (value, [value], {"x": {"y": value}}):
        with pytest.raises((TypeError, ValueError)):
            to_json(place)


def test_what_holds_itself_is_refused() -> None:
    round_and_round: list[object] = []
    round_and_round.append(round_and_round)
    with pytest.raises(ValueError, match="Circular"):
        to_json(round_and_round)
