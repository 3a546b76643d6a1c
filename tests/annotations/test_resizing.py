"""Moving the ends of a span, parting it, joining several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.clusters import clusters
from annotations.model import Span
from annotations.resizing import By, End, join, move_end, split
from annotations.words import word_at

texts = st.text(st.sampled_from("لاأبو\u064e\u0651 .،\n\r\u200f\u200c\ud800🇵🇸ﻻ"), max_size=30)


def walk(text: str, span: Span, end: End, by: By, onward: bool) -> list[int]:
    """The places that an end comes to, pressed until it does not move."""
    places = []
    while (moved := move_end(text, span, end, by, onward)) != span:
        span = moved
        places.append(span.start if end == "start" else span.end)
    return places


class TestMoving:
    def test_by_letter(self) -> None:
        assert walk("كتاب", Span(1, 2), "end", "letter", True) == [3, 4]
        assert walk("كتاب", Span(1, 4), "end", "letter", False) == [3, 2]
        assert walk("كتاب", Span(1, 4), "start", "letter", True) == [2, 3]
        assert walk("كتاب", Span(2, 4), "start", "letter", False) == [1, 0]

    def test_marks_go_with_their_letter(self) -> None:
        assert walk("كَتَّاب", Span(0, 2), "end", "letter", True) == [5, 6, 7]
        assert walk("كَتَّاب", Span(0, 7), "start", "letter", True) == [2, 5, 6]

    @pytest.mark.parametrize("alef", ["ا", "أ", "َا", "َّا"])
    def test_also_between_lam_and_alef(self, alef: str) -> None:
        text = f"ب{'ل' + alef}م"
        inside = len(text) - 2
        assert walk(text, Span(0, 1), "end", "letter", True) == [inside, inside + 1, inside + 2]
        assert walk(text, Span(0, len(text)), "end", "letter", False) == [inside + 1, inside, 1]
        assert walk(text, Span(0, len(text)), "start", "letter", True) == [1, inside, inside + 1]

    def test_by_word_the_end_goes_to_ends_and_the_start_to_beginnings(self) -> None:
        text = "قال، «الوزير» نعم."
        assert walk(text, Span(0, 1), "end", "word", True) == [3, 12, 17]
        assert walk(text, Span(0, 18), "end", "word", False) == [17, 12, 3]
        assert walk(text, Span(0, 18), "start", "word", True) == [6, 14]
        assert walk(text, Span(16, 18), "start", "word", False) == [14, 6, 0]

    def test_a_number_and_controls_at_the_end(self) -> None:
        text = "بلغ\u200f 3.5\u200f ثم"
        assert walk(text, Span(0, 1), "end", "word", True) == [3, 8, 12]
        assert walk(text, Span(0, 4), "end", "word", True) == [8, 12]

    def test_nothing_is_left_where_the_ends_would_meet(self) -> None:
        assert move_end("كتاب", Span(1, 2), "end", "letter", False) == (1, 2)
        assert move_end("كتاب", Span(1, 2), "start", "letter", True) == (1, 2)
        assert move_end("قال نعم", Span(4, 7), "end", "word", False) == (4, 7)
        assert move_end("قال نعم", Span(0, 4), "start", "word", True) == (0, 4)

    def test_at_the_ends_of_the_text(self) -> None:
        assert move_end("قال", Span(0, 3), "end", "letter", True) == (0, 3)
        assert move_end("قال .", Span(0, 3), "end", "word", True) == (0, 3)
        assert move_end(". قال", Span(2, 5), "start", "word", False) == (2, 5)
        assert move_end("", Span(0, 0), "end", "word", True) == (0, 0)

    def test_over_the_end_of_a_paragraph(self) -> None:
        assert walk("ا\r\nب", Span(0, 1), "end", "letter", True) == [3, 4]
        assert walk("ا\r\nب", Span(3, 4), "start", "letter", False) == [1, 0]

    @given(texts)
    def test_letters_are_clusters_and_lam_and_alef_apart(self, text: str) -> None:
        apart = {
            at
            for at in range(1, len(text))
            if text[at] in "اأ" and "ل" in text[:at].rstrip("\u064e\u0651")[-1:]
        }
        stops = sorted({*clusters(text), *apart})
        if text:
            assert walk(text, Span(0, 0), "end", "letter", True) == stops[1:]
            assert walk(text, Span(len(text), len(text)), "start", "letter", False) == stops[-2::-1]

    @given(texts)
    def test_words_are_met_in_both_directions(self, text: str) -> None:
        found = sorted({word for at in range(len(text)) if (word := word_at(text, at))})
        ends = [word.end for word in found]
        assert walk(text, Span(0, 0), "end", "word", True) == ends
        assert walk(text, Span(len(text), len(text)), "start", "word", False) == [
            word.start for word in reversed(found) if word.start < len(text)
        ]

    @given(texts, st.data())
    def test_on_any_text_something_of_the_span_stays(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text)))
        span = Span(start, data.draw(st.integers(start, len(text))))
        end = data.draw(st.sampled_from(["start", "end"]))
        by = data.draw(st.sampled_from(["letter", "word"]))
        moved = move_end(text, span, end, by, data.draw(st.booleans()))
        assert 0 <= moved.start <= moved.end <= len(text)
        assert moved.start < moved.end or moved == span
        kept = "end" if end == "start" else "start"
        assert getattr(moved, kept) == getattr(span, kept)


class TestParting:
    def test_into_two_without_the_space_between(self) -> None:
        text = "قال  الوزير نعم"
        for at in (3, 4, 5):
            assert split(text, Span(0, 15), at) == (Span(0, 3), Span(5, 15))
        assert split(text, Span(0, 15), 7) == (Span(0, 7), Span(7, 15))

    @pytest.mark.parametrize("at", [0, 4, 7, 8, 99, -1])
    def test_not_where_one_of_them_would_be_blank(self, at: int) -> None:
        assert split("قال نعم  ", Span(4, 9), at) is None

    @given(texts, st.data())
    def test_joining_gives_the_whole_again(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text)))
        span = Span(start, data.draw(st.integers(start, len(text))))
        parts = split(text, span, data.draw(st.integers(0, len(text))))
        if parts is not None:
            before, after = parts
            assert span.start == before.start < before.end <= after.start < after.end == span.end
            assert not text[before.end : after.start].strip()
            assert text[before.start : before.end].strip()
            assert join(parts) == join(reversed(parts)) == span


def test_joining_takes_what_lies_between() -> None:
    assert join([Span(9, 12), Span(1, 3), Span(2, 4)]) == (1, 12)
    with pytest.raises(ValueError, match="no spans"):
        join([])
