"""Which characters steer a text unseen, and what they are called."""

from __future__ import annotations

import pytest

from annotations.model import Span
from tui.text.controls import hidden_in, named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("\u202e", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("\u2067", ["U+2067 RIGHT-TO-LEFT ISOLATE"]),
        ("\u200c", ["U+200C ZERO WIDTH NON-JOINER"]),
        ("\x00\x1b\x7f\x9b", ["U+0000", "U+001B", "U+007F", "U+009B"]),
        ("a\tب\n\u064e ", []),
    ],
)
def test_each_control_is_named(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_those_that_show_nothing_are_found_by_offset() -> None:
    assert hidden_in("a\u200cb\u200f\u202e", 1, 5) == [Span(1, 2), Span(3, 4)]
    assert hidden_in("a\u200cb\u200f\u202e", 2, 3) == []
