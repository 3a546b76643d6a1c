"""A hit in the words round it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Direction, Span, first_strong
from tests.text.test_line import TEXTS
from tui.text.context import in_context
from tui.text.line import one_row


def shown(text: str, hit: str, left: int = 40, right: int = 40) -> tuple[str, str, str]:
    start = text.index(hit)
    way = first_strong(text) or Direction.RTL
    parts = in_context(text, Span(start, start + len(hit)), left, right, way)
    return parts.left.visual, parts.piece.visual, parts.right.visual


def visual(text: str) -> str:
    return one_row(text, Direction.RTL).visual


def test_what_comes_before_is_at_the_right() -> None:
    before, hit, after = (visual(word) for word in ("قال", "لافروف", "نعم"))
    assert shown("قال لافروف نعم", "لافروف") == (f"{after} ", hit, f" {before}")


def test_letters_are_joined_across_its_edges() -> None:
    assert shown("بروسيا", "روسيا")[2] == "ﺑ"
    assert "".join(shown("بروسيا", "سي")) == visual("بروسيا")


def test_an_alef_in_a_hit_takes_its_lam_along_on_the_screen() -> None:
    assert shown("لأنشطة", "أنشطة")[2] == ""
    assert len(shown("لأنشطة", "أنشطة")[1]) == 5


def test_it_is_cut_far_from_the_hit() -> None:
    text = "كلمة ثانية ثالثة هنا رابعة خامسة سادسة"
    left, hit, right = shown(text, "هنا", 10, 8)
    assert (left[0], right[-1]) == ("…", "…")
    assert left[1:] + hit + right[:-1] in visual(text)


def test_in_a_latin_text_what_comes_before_is_at_the_left() -> None:
    assert shown("He said yes today", "yes") == ("He said ", "yes", " today")
    assert shown("He said yes today again", "yes", 8, 8) == ("…aid ", "yes", " today …")


def test_latin_words_in_arabic_keep_their_order() -> None:
    assert shown("قال Barack Obama نعم", "نعم")[2].startswith(" Barack Obama ")


def test_a_piece_runs_as_its_paragraph_whatever_it_begins_with() -> None:
    text = "Barack Obama قال نعم"
    parts = in_context(text, Span(17, 20), 40, 40, Direction.RTL)
    assert parts.right.visual == f" {visual('قال')} Barack Obama"


@given(TEXTS, st.data())
def test_the_three_parts_are_the_text_and_fit(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = data.draw(st.integers(0, 30)), data.draw(st.integers(0, 30))
    way = first_strong(text) or Direction.RTL
    parts = in_context(text, Span(start, end), left, right, way)
    assert parts.left.width + parts.piece.width <= left
    assert parts.right.width <= right
    free = in_context(text, Span(start, end), 500, 500, way)
    row = one_row(text, Direction.RTL, harakat=False)
    assert sorted("".join(part.visual for part in free)) == sorted(row.visual)
    assert sum(part.width for part in free) == row.width
