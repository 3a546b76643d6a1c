"""How a row of the reader is divided, without the app."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tui.text.layout import LEAST_WIDTH
from tui.widgets.page import FEW_RAILS, NARROW, NUMBERS, RAILS, Page
from tui.widgets.rails import LETTERS

pages = st.builds(
    Page.within,
    st.integers(30, 300),
    st.integers(20, 200),
    rtl=st.booleans(),
    numbers=st.booleans(),
    bare=st.booleans(),
)


@given(st.integers(30, 300), st.integers(20, 200), st.booleans(), st.booleans())
def test_the_measure_and_its_margins_fit_in_the_room(
    room: int, measure: int, rtl: bool, numbers: bool
) -> None:
    page = Page.within(room, measure, rtl=rtl, numbers=numbers, bare=False)
    before, after = page.margins
    assert before <= page.left
    assert page.left + page.measure + after <= room


@given(st.integers(30, 300), st.integers(20, 200), st.booleans(), st.booleans())
def test_the_other_direction_mirrors_the_margins(
    room: int, measure: int, numbers: bool, bare: bool
) -> None:
    rtl, ltr = (
        Page.within(room, measure, rtl=rtl, numbers=numbers, bare=bare) for rtl in (True, False)
    )
    assert rtl.margins == ltr.margins[::-1]
    assert rtl.measure == ltr.measure


@given(st.integers(90, 300), st.booleans())
def test_what_is_left_is_in_equal_parts_at_both_ends(room: int, bare: bool) -> None:
    page = Page.within(room, 60, rtl=True, numbers=False, bare=bare)
    before, after = page.margins
    ends = page.left - before, page.room + bare - page.left - page.measure - after
    assert page.measure == 60
    assert abs(ends[0] - ends[1]) <= 1


def test_there_are_fewer_rails_where_there_is_less_room() -> None:
    wide, narrow = (
        Page.within(room, 20, rtl=True, numbers=True, bare=False) for room in (NARROW, NARROW - 1)
    )
    assert (wide.rails, narrow.rails) == (RAILS, FEW_RAILS)
    assert wide.margins == (2 + LETTERS + RAILS, 1 + NUMBERS)


def test_before_there_is_room_the_measure_is_the_least() -> None:
    assert Page.within(0, 64, rtl=True, numbers=False, bare=False).measure == LEAST_WIDTH


@given(pages)
def test_in_a_strip_everything_stands_in_its_place(page: Page) -> None:
    before, after = page.margins
    marks, number = (before, after) if page.rtl else (after, before)
    strip = page.strip(
        [Segment("m" * (marks - 1))],
        [Segment(" " + "t" * page.measure + " ")],
        [Segment("n" * (number - 1))],
        page.room + 1,
        Style(),
    )
    assert strip.cell_length == len(strip.text) >= page.room + 1
    assert strip.text.find("t") == page.left
    order = "".join(dict.fromkeys(strip.text.replace(" ", "")))
    there = "m" * (marks > 1) + "t" + "n" * (number > 1)
    assert order == (there if page.rtl else there[::-1])


def test_numbers_stand_beside_what_they_count() -> None:
    rtl, ltr = (
        Page.within(80, 40, rtl=rtl, numbers=True, bare=False).number("12") for rtl in (True, False)
    )
    assert (rtl, ltr) == (" 12  ", "  12 ")
