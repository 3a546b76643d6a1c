"""Rows stretched by kashida: only where letters join, and nothing else about them is another."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.model import Direction, Span
from tui.text.kashida import MOST, TATWEEL, kashidas, parts
from tui.text.layout import Layout, Script
from tui.text.row import Row
from tui.text.shaping import shape

SENTENCE = "وصل وزير الخارجية الروسي سيرغي لافروف إلى بيونغ يانغ في زيارة تستغرق يومين "


def both(text: str, width: int, direction: Direction = Direction.RTL) -> list[tuple[Row, Row]]:
    """Each row as it is, and as it is where rows are to be stretched."""
    script = Script(text, direction)
    ragged, stretched = (Layout(script, width, gap=0, kashida=each) for each in (False, True))
    assert stretched.height == ragged.height
    rows = zip(ragged.rows(), stretched.rows(), strict=True)
    return [(one, other) for one, other in rows if one and other]


def added(row: Row, other: Row) -> list[int]:
    """By how many cells each cluster of the second row is longer, in logical order."""
    pairs = zip(sorted(row.clusters), sorted(other.clusters), strict=True)
    return [longer.width - cluster.width for cluster, longer in pairs]


def longer(text: str, spare: int) -> str:
    """The letters of a row, in logical order, that is to be longer by ``spare`` cells."""
    glyphs = shape(text).glyphs
    more = kashidas(glyphs, b"\1" * len(glyphs), spare)
    letters = (unicodedata.normalize("NFKC", glyph) for glyph in glyphs)
    return "".join(letter + TATWEEL * more.get(place, 0) for place, letter in enumerate(letters))


words = st.lists(
    st.text("ابتسصهدليوكطعرمنق", min_size=1, max_size=9)
    | st.sampled_from(["لأن", "الله", "كَلَّا", "ـــ", "هـ", "Obama", "18/10", "(يسار)", "می‌خواهم"])
    | st.sampled_from(["漢字", "😀", "\u200f"])
    | st.text("ساب \u064e\u0651\u200d\u200c\u200f\u202d\u202cab1", max_size=8),
    max_size=40,
).map(" ".join)  # fmt: skip


class TestWhatStays:
    @given(words, st.integers(8, 70), st.sampled_from(Direction))
    @example(SENTENCE * 3, 40, Direction.RTL)
    def test_a_row_without_its_kashida_is_the_row_that_is_not_stretched(
        self, text: str, width: int, direction: Direction
    ) -> None:
        for row, other in both(text, width, direction):
            for glyph, longer_glyph in zip(row.glyphs, other.glyphs, strict=True):
                assert longer_glyph.endswith(glyph)
                assert not longer_glyph.removesuffix(glyph).strip(TATWEEL)
            assert (other.starts, other.ends) == (row.starts, row.ends)
            assert (other.start, other.end, other.tail) == (row.start, row.end, row.tail)

    @given(words, st.integers(8, 70))
    @example(SENTENCE * 3, 40)
    def test_every_cell_is_of_a_cluster_and_comes_back_to_it(self, text: str, width: int) -> None:
        for row, other in both(text, width):
            assert len(other.cells) == other.width == sum(other.widths)
            assert len("".join(other.glyphs)) - len("".join(row.glyphs)) == other.width - row.width
            assert set(other.cells) == set(row.cells)
            for x, cell in enumerate(other.cells):
                assert other.at(other.left + x) == cell.start

    @given(words, st.integers(8, 70))
    @example(SENTENCE * 3, 40)
    def test_a_row_is_stretched_to_the_measure_or_not_at_all(self, text: str, width: int) -> None:
        for row, other in both(text, width):
            assert other.width in (row.width, max(width, row.width))
            assert other.width <= width

    @given(words, st.integers(8, 70))
    @example(SENTENCE * 3, 40)
    def test_a_word_gets_one_kashida_at_most_and_no_absurd_one(self, text: str, width: int) -> None:
        for row, other in both(text, width):
            clusters = sorted(row.clusters)
            blanks = [cluster.glyph[:1] == " " for cluster in clusters]
            word: list[int] = []
            for blank, more in [*zip(blanks, added(row, other), strict=True), (True, 0)]:
                if blank:
                    assert sum(cells > 0 for cells in word) <= 1
                    assert max(word, default=0) <= MOST
                    word = []
                else:
                    word.append(more)


class TestWhereItStands:
    @pytest.mark.parametrize(
        ("word", "stretched"),
        [
            ("هـدف", "هــدف"),  # where the author has stretched it
            ("مسجد", "مسـجد"),  # after seen and sad, before anything else
            ("فصل", "فصـل"),
            ("مكتبة", "مكتبـة"),  # before a final teh marbuta, heh or dal
            ("كتبه", "كتبـه"),
            ("كتاب", "كتـاب"),  # before a final alef, tah, lam or kaf
            ("عمل", "عمـل"),
            ("كبير", "كبـير"),  # before a tooth that leads to reh or yeh
            ("جميع", "جميـع"),  # before a final waw, ain, qaf or feh
            ("حكم", "حكـم"),  # before any other final letter
        ],
    )
    def test_in_a_word(self, word: str, stretched: str) -> None:
        assert longer(word, 1) == stretched

    @pytest.mark.parametrize(
        "word", ["دار", "في", "ورد", "Obama", "2023", "لا", "الله", "والله", "שלום"]
    )
    def test_never_where_letters_do_not_join_nor_in_what_is_not_stretched(self, word: str) -> None:
        assert longer(word, 1) == word

    def test_never_between_lam_and_alef(self) -> None:
        text = "سلام كلام"
        width = 8
        (row, other), *_ = both(f"{text} {'ر' * 8}", width)
        assert row.width == 7
        lam_alef = Span(1, 3)
        assert other.cells.count(lam_alef) == 1

    def test_the_better_places_first_and_evenly(self) -> None:
        assert longer("مسجد كتاب فصل عمل", 2) == "مسـجد كتاب فصـل عمل"
        assert longer("كتاب كتاب كتاب كتاب كتاب كتاب", 2) == "كتاب كتـاب كتاب كتاب كتـاب كتاب"

    def test_what_would_be_absurd_stays_ragged(self) -> None:
        assert longer("مسجد", MOST) == "مس" + "ـ" * MOST + "جد"
        assert longer("مسجد", MOST + 1) == "مسجد"

    def test_the_last_row_of_a_paragraph_is_not_stretched(self) -> None:
        rows = both(SENTENCE * 2, 30)
        *stretched, (last, as_it_is) = rows
        assert as_it_is.visual == last.visual
        assert all(other.width == 30 for _, other in stretched)

    def test_a_left_to_right_paragraph_is_not_stretched(self) -> None:
        text = "Obama " + SENTENCE * 2
        assert all(row.visual == other.visual for row, other in both(text, 30))

    def test_nor_what_is_forced_to_run_from_left_to_right(self) -> None:
        text = f"اليوم \u202d{SENTENCE.strip()}\u202c"
        for row, other in both(text, 30):
            for cluster, more in zip(sorted(row.clusters), added(row, other), strict=True):
                assert not more or cluster.start < text.index("\u202d")


class TestParts:
    def test_a_cluster_is_its_kashida_and_then_its_letter(self) -> None:
        assert parts("ـــﺴ\u064e", 4) == ["ـ", "ـ", "ـ", "ﺴ\u064e"]

    @pytest.mark.parametrize(("glyph", "width"), [("ﺴ", 1), ("漢", 2), ("ـ", 1), ("ـ\u064e", 1)])
    def test_any_other_is_whole(self, glyph: str, width: int) -> None:
        assert parts(glyph, width) == [glyph]

    @given(words)
    def test_they_are_the_cells_of_a_row(self, text: str) -> None:
        for _, row in both(text, 24):
            assume(b"\2" not in row.widths)
            shown = [part for c in row.clusters for part in parts(c.glyph, c.width)]
            assert len(shown) == row.width
            assert "".join(shown) == row.visual
