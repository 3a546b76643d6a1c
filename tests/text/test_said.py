"""The interface's own words, in the direction of its language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import messages
from annotations.messages import beside, isolated, tr
from annotations.model import Direction
from tui.text.line import line
from tui.text.said import apart, direction, from_left, mirrored, paragraph, said, side_by_side

WORDS = st.text(st.sampled_from("abc ابت12/.-\u2066\u2067\u2068\u2069"), max_size=30)


@pytest.fixture
def arabic() -> Iterator[None]:
    messages.use("ar")
    yield
    messages.use("en")


def test_in_english_it_is_a_line_from_left_to_right() -> None:
    assert direction() is Direction.LTR
    assert not mirrored()
    assert said("Saved مقال", 40) is line("Saved مقال", 40, Direction.LTR, forced=True)


def test_pieces_beside_each_other_follow_the_direction_of_the_interface() -> None:
    first, second = (line(word, 9).visual for word in ("لافروف", "بيسكوف"))
    assert said(side_by_side(["لافروف", "بيسكوف"]), 40).visual == f"{first} — {second}"
    assert side_by_side(["لافروف"]) == "لافروف"


def test_an_arabic_value_leaves_the_order_of_an_english_sentence_alone() -> None:
    name = line("لافروف", 9).visual
    assert said(f"5 {apart('لافروف')} 6 {apart('لافروف')}", 40).visual == f"5 {name} 6 {name}"


@pytest.mark.usefixtures("arabic")
class TestInArabic:
    def test_pieces_beside_each_other_begin_at_the_right(self) -> None:
        assert said(side_by_side(["one", "two"]), 40).visual == "two — one"

    def test_the_direction_is_that_of_the_language(self) -> None:
        assert direction() is Direction.RTL
        assert said("Konsole: xterm.", 40).visual == ".Konsole: xterm"

    def test_what_is_read_from_the_left_is_so_also_beside_other_things(self) -> None:
        path = "00/مقال_12.txt"
        alone = line(path, 40, Direction.LTR, forced=True).visual
        assert alone.startswith("00/")
        assert said(f"¶5 · {from_left(path)}", 40).visual == f"{alone} · 5¶"

    def test_a_path_keeps_its_own_order(self) -> None:
        sentence = tr("Written: {path}", path="/a/مقال/b.txt")
        assert said(sentence, 60).visual.startswith("/a/")
        assert said(sentence, 60).visual.split(" ")[0].endswith("/b.txt")

    def test_a_line_of_any_direction_shows_no_isolates(self) -> None:
        row = line(f"1 {isolated('ab')} 2", 20, Direction.LTR)
        assert (row.visual, row.width) == ("1 ab 2", 6)

    def test_what_turns_a_value_round_is_seen(self) -> None:
        assert said(isolated("a \u2067b c\u2069"), 20).visual == "a ⇦b c"
        assert "◂" in said(isolated("\u202ea\u202c"), 20).visual

    def test_pieces_beside_each_other_are_read_from_the_right_whatever_is_said_with_pieces(
        self,
    ) -> None:
        named = tr("«{words}» {label}", words="الأمم", label="كيان")
        entity, words, name = (said(each, 20).visual for each in ("كيان", "«الأمم»", "عمر"))
        assert said(beside([named, "عمر"]), 60).visual == f"{name} · {words} {entity}"
        assert said(beside(["12 / 3", "عمر"]), 60).visual == f"{name} · 12 / 3", "as before"

    def test_what_isolates_has_no_cell(self) -> None:
        row = said(isolated("abc"), 20)
        assert (row.visual, row.width, bytes(row.widths)) == ("abc", 3, b"\1\1\1")

    def test_what_is_cut_is_cut_at_its_end_which_is_at_the_left(self) -> None:
        assert said("one two three", 8).visual == "…one two"

    def test_a_piece_that_is_cut_inside_an_isolate_ends_at_the_left_too(self) -> None:
        assert said(f"اب {isolated('a long name')} تث", 8).visual[0] == "…"

    @given(WORDS, st.integers(0, 30))
    def test_it_never_takes_more_than_its_room(self, text: str, width: int) -> None:
        row = said(text, width)
        assert row.width == sum(row.widths) <= width

    @given(WORDS, st.integers(8, 30))
    def test_rows_stand_at_the_right_of_their_room(self, text: str, width: int) -> None:
        rows = [row for row in paragraph(text, width) if row]
        assert all(row.left + row.width == width for row in rows)

    @given(WORDS)
    def test_a_value_cannot_reach_beyond_itself(self, text: str) -> None:
        inside, depths = isolated(text)[1:-1], [0]
        for character in inside:
            step = (character in "\u2066\u2067\u2068") - (character == "\u2069")
            depths.append(depths[-1] + step)
        assert min(depths) == depths[-1] == 0
