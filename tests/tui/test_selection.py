"""What is selected between the cursor and where that was begun, without the app."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Span
from tui.widgets.selection import Selection

offsets = st.integers(0, 1_000)


def test_nothing_is_selected_at_first() -> None:
    selection = Selection()
    assert (selection.span(5), selection.begun, selection.goes_on, selection.last) == (
        None, None, False, None,
    )  # fmt: skip


@given(offsets, offsets)
def test_it_reaches_from_where_it_was_begun_to_the_cursor_either_way(one: int, other: int) -> None:
    selection = Selection()
    selection.begin(one)
    expected = Span(min(one, other), max(one, other)) if one != other else None
    assert selection.span(other) == expected
    assert not selection.goes_on


@given(offsets, offsets)
def test_one_that_is_begun_stays_where_it_was_begun(one: int, other: int) -> None:
    selection = Selection()
    selection.begin(one)
    selection.begin(other)
    assert selection.begun == one


def test_one_that_goes_on_is_told_from_one_that_the_next_motion_ends() -> None:
    selection = Selection()
    selection.begin(3)
    selection.go_on(8)
    assert (selection.begun, selection.goes_on) == (8, True)
    selection.drop(9)
    assert (selection.begun, selection.goes_on) == (None, False)


@given(offsets, offsets)
def test_what_was_dropped_last_is_known_also_after_an_empty_one(one: int, other: int) -> None:
    selection = Selection()
    selection.go_on(one)
    selection.drop(one)
    assert selection.last is None
    selection.go_on(one)
    selection.drop(one + 1)
    selection.go_on(other)
    selection.drop(other)
    assert selection.last == (one, one + 1)
