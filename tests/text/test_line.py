"""One line for lists, titles and messages."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.model import Direction
from tui.text.line import line

TEXTS = st.text(st.sampled_from("ابتلاكَلّ لا abc 12.،(😀漢") | st.characters(), max_size=60)


def test_what_fits_is_whole() -> None:
    assert line("سلام", 10).visual == "ﻡﻼﺳ"


def test_arabic_is_cut_at_the_left() -> None:
    row = line("كلمة ثانية ثالثة", 8)
    assert row.visual.startswith("…")
    assert row.width <= 8


def test_latin_is_cut_at_the_right_and_a_path_at_its_beginning() -> None:
    assert line("a long title", 7, Direction.LTR).visual == "a long…"
    assert line("folder/file.txt", 9, Direction.LTR, keep_end=True).visual == "…file.txt"


def test_a_sentence_of_the_interface_keeps_its_direction_whatever_it_begins_with() -> None:
    assert line("ملف is empty", 20, Direction.LTR, forced=True).visual.endswith(" is empty")
    assert line("; ك", 9, Direction.LTR, forced=True).visual.startswith(";")
    assert line("ملف is very empty", 9, Direction.LTR, forced=True).visual.endswith("…")


def test_there_is_no_space_before_an_ellipsis() -> None:
    assert line("ab cd", 4, Direction.LTR).visual == "ab…"


def test_marks_take_no_room() -> None:
    assert line("بَّ" * 9, 9).visual == line("ب" * 9, 9).visual


def test_marks_beyond_all_measure_are_cut() -> None:
    assert line("ب" + "\u064e" * 200 + "ت", 9).visual == "…ﺏ"


def test_a_cut_line_keeps_the_direction_of_the_whole() -> None:
    assert line("(123) كلمة", 5).direction is Direction.RTL


def test_harakat_are_left_out() -> None:
    assert line("كَلَّا", 10).visual == "ﻼﻛ"


def test_line_ends_become_spaces() -> None:
    assert line("ab\r\ncd\ne\tf\u2028g\x85h", 20, Direction.LTR).visual == "ab  cd e f g h"


@given(TEXTS, st.integers(1, 40), st.booleans())
@example("b漢a", 3, True)
@example("a漢b", 3, False)
def test_it_never_takes_more_cells_than_there_are(text: str, width: int, keep_end: bool) -> None:
    assert line(text, width, keep_end=keep_end).width <= width
