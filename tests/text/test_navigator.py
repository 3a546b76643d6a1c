"""Where motions lead."""

from __future__ import annotations

import pytest

from tui.text.layout import Layout, Script
from tui.text.navigator import Navigator

TEXT = "ابتثجحخد\nاب\nابتثجحخد"


def navigator() -> Navigator:
    return Navigator(Layout(Script(TEXT), 20, gap=0))


def test_down_and_down_again_come_back_to_the_column_over_a_short_row() -> None:
    moves = navigator()
    short = moves.target("down", 6, 5)
    assert short == 11
    assert moves.target("down", short, 5) == 12 + 6


def test_another_motion_forgets_the_column() -> None:
    moves = navigator()
    short = moves.target("down", 6, 5)
    right = moves.target("right", short, 5)
    assert moves.target("down", right, 5) == 12 + 1


def test_ends() -> None:
    moves = navigator()
    assert [moves.target(where, 10, 5) for where in ("start", "row-start", "row-end", "end")] == [
        0, 9, 11, len(TEXT),
    ]  # fmt: skip
    assert moves.target("paragraph-end", 9, 5) == 11
    assert moves.target("paragraph-end", 11, 5) == len(TEXT)


def test_an_unknown_motion_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        navigator().target("sideways", 0, 5)
