"""Rows, cells and the way between them: what is drawn, and what a cell or an offset leads to."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.model import Article, Direction, Span, paragraphs
from tui.text.bidi import mirrored
from tui.text.layout import Digits, Layout, Script
from tui.text.row import Row
from tui.text.shaping import shape

RTL, LTR = Direction.RTL, Direction.LTR


def rows(text: str, width: int = 60, direction: Direction = RTL, **look: object) -> list[Row]:
    layout = Layout(Script(text, direction), width, gap=0, **look)  # type: ignore[arg-type]
    return [row for row in layout.rows() if row is not None]


def plain(row: Row) -> str:
    """What a row shows, from left to right, in letters instead of forms."""
    return unicodedata.normalize("NFKC", row.visual)


class TestCases:
    """Rows as they would stand on paper."""

    def test_a_date_keeps_its_digits_and_lam_alef_is_one_cell(self) -> None:
        text = "في 18 أكتوبر/تشرين الأول،"
        (row,) = rows(text)
        assert "18" in row.visual
        lam_alef = text.index("لأ")
        assert row.cells.count(Span(lam_alef, lam_alef + 2)) == 1
        assert row.width == len(text) - 1

    def test_a_percentage_at_the_start_of_a_row_belongs_to_the_arabic(self) -> None:
        second = rows("ارتفعت الأسعار 50% في عام 2023", 14)[1]
        assert second.visual.endswith("%50")

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("سعر $100 فقط", "100$"),
            ("المدة 20-30", "30-20"),
            ("يوم 18/10/2023 ظهرا", "18/10/2023"),
            ("الساعة 12:30 ظهرا", "12:30"),
        ],
    )
    def test_numbers(self, text: str, shown: str) -> None:
        assert shown in rows(text)[0].visual

    def test_parentheses_still_enclose_the_word(self) -> None:
        text = "لافروف (يسار) وزير"
        (row,) = rows(text)
        shown = row.visual
        assert shown.index("(") < shown.index(")")
        assert row.cells[shown.index("(")] == (text.index(")"), text.index(")") + 1)

    def test_a_latin_block_is_whole(self) -> None:
        assert "Barack Obama (2009)" in rows("قال Barack Obama (2009) اليوم")[0].visual

    def test_marks_follow_their_base(self) -> None:
        (row,) = rows("كَلَّا")
        assert row.visual == "\ufefc\u064e\u0651\ufedb\u064e"
        assert row.width == 2

    def test_zwnj_parts_letters_without_a_cell(self) -> None:
        (row,) = rows("می‌خواهم")
        assert row.width == 7
        assert "\ufbfd" in row.visual  # the final form of farsi yeh, before the break
        assert "\u200c" not in row.visual

    def test_allah_is_four_glyphs(self) -> None:
        assert rows("الله")[0].width == 4

    def test_a_parenthesis_in_arabic_within_latin(self) -> None:
        (row,) = rows("He said مرحبا (اليوم) ok.", direction=LTR)
        assert row.direction is LTR
        assert plain(row) == "He said (مويلا) ابحرم ok."

    def test_a_bracket_is_mirrored_with_its_marks(self) -> None:
        assert rows("ا (\u0301ب")[0].visual == "\ufe8f)\u0301 \ufe8d"

    def test_a_control_before_the_first_letter_does_not_move_it(self) -> None:
        (row,) = rows("\u200fabc def")
        assert (row.direction, row.visual) == (RTL, "abc def")

    def test_an_emoji_is_one_cluster_of_two_cells(self) -> None:
        text = "مرحبا 😀 بكم"
        (row,) = rows(text)
        assert row.cells.count(Span(6, 7)) == 2
        assert row.width == len(text) + 1


class TestWrapping:
    def test_rows_end_at_words_and_spaces_hang(self) -> None:
        text = "كلمة ثانية ثالثة"
        first, second = rows(text, 11)
        assert (text[first.start : first.end], text[second.start : second.end]) == (
            "كلمة ثانية ",
            "ثالثة",
        )
        assert first.width == 10
        assert first.tail == 10

    def test_a_word_longer_than_the_row_is_parted_between_clusters(self) -> None:
        parted = rows("ا" * 20, 8)
        assert [row.width for row in parted] == [8, 8, 4]
        assert [row.tail for row in parted] == [None, None, 20]

    def test_several_spaces_hang_together(self) -> None:
        first, second = rows("كلمة   ثانية", 8)
        assert (first.width, first.tail, second.start) == (4, 4, 7)

    def test_a_tab_at_the_end_of_a_row_hangs_as_a_space_does(self) -> None:
        first, second = rows("كلمة\tثانية", 8)
        assert (first.width, first.tail, second.start) == (4, 4, 5)

    def test_what_is_after_the_last_cell_is_beyond_the_row(self) -> None:
        (row,) = rows("اب")
        assert [row.beyond(offset) for offset in (0, 1, 2)] == [False, False, True]

    def test_a_wide_character_is_never_parted(self) -> None:
        assert [row.width for row in rows("漢" * 9, 9)] == [8, 8, 2]

    def test_right_to_left_rows_stand_at_the_right(self) -> None:
        (arabic,), (latin,) = rows("مرحبا", 20), rows("hello", 20)
        assert (arabic.left, latin.left) == (15, 0)

    def test_a_paragraph_without_letters_takes_the_direction_of_the_article(self) -> None:
        assert rows("123 – 456", direction=RTL)[0].direction is RTL
        assert rows("123 – 456", direction=LTR)[0].direction is LTR

    def test_one_blank_row_between_paragraphs_and_none_beside_empty_ones(self) -> None:
        layout = Layout(Script("أ\nب\n\nت\n"), 20)
        shown = [row.paragraph if row else None for row in layout.rows()]
        assert shown == [0, None, 1, 2, 3]

    def test_an_empty_text_has_one_row_for_the_cursor(self) -> None:
        (row,) = rows("")
        assert (row.cells, row.tail) == ([], 0)


class TestDigits:
    def test_digits_are_replaced_after_ordering(self) -> None:
        text = "من 20-30 يوما"
        european = rows(text)[0]
        arabic = rows(text, digits=Digits.ARABIC)[0]
        assert "30-20" in european.visual
        assert "٣٠-٢٠" in arabic.visual
        assert arabic.cells == european.cells

    @pytest.mark.parametrize("digits", ["٢٠٢٣", "۲۰۲۳", "2023"])
    def test_digits_of_all_kinds_are_drawn_as_the_ones_asked_for(self, digits: str) -> None:
        assert rows(f"عام {digits}", digits=Digits.EUROPEAN)[0].visual.startswith("2023")

    def test_harakat_change_what_is_drawn_and_no_offset(self) -> None:
        with_marks, without = rows("كَلَّا ذَهَبَ"), rows("كَلَّا ذَهَبَ", harakat=False)
        assert [row.cells for row in with_marks] == [row.cells for row in without]
        assert without[0].visual != with_marks[0].visual


class TestTheCursor:
    TEXT = "قال Barack Obama اليوم في بيان"

    def layout(self, width: int = 60) -> Layout:
        return Layout(Script(self.TEXT), width)

    def test_left_goes_onward_in_arabic_and_backward_in_latin(self) -> None:
        layout = self.layout()
        assert layout.left(0) == 1
        inside = self.TEXT.index("rack")
        assert layout.left(inside) == inside - 1

    def test_going_left_visits_every_cell_once_and_right_comes_back(self) -> None:
        layout = self.layout(10)
        visited = [0]
        while (offset := layout.left(visited[-1])) != visited[-1]:
            visited.append(offset)
        assert sorted(visited) == list(range(len(self.TEXT) + 1))
        back = [visited[-1]]
        while (offset := layout.right(back[-1])) != back[-1]:
            back.append(offset)
        assert back == visited[::-1]

    def test_up_and_down_keep_the_column(self) -> None:
        layout = Layout(Script("ابتثجحخد\nاب\nابتثجحخد"), 20, gap=0)
        column = layout.row_at(6).column(6)
        down = layout.vertical(6, 1, column)
        assert down == 11  # the end of the short row
        assert layout.vertical(down, 1, column) == 12 + 6

    def test_blank_rows_are_passed_over(self) -> None:
        layout = Layout(Script("أ\nب"), 20)
        assert layout.vertical(0, 1, 19) == 2
        assert layout.vertical(2, -1, 19) == 0

    @pytest.mark.parametrize("gap", [0, 1, 2])
    def test_up_and_down_go_over_as_many_rows_between_paragraphs_as_there_are(
        self, gap: int
    ) -> None:
        layout = Layout(Script("أ\nب"), 20, gap=gap)
        assert layout.height == 2 + gap
        assert layout.vertical(0, 1, 19) == 2
        assert layout.vertical(2, -1, 19) == 0

    def test_the_cell_at_a_column_and_the_column_of_an_offset_agree(self) -> None:
        layout = self.layout(12)
        for offset in range(len(self.TEXT)):
            row = layout.row_at(offset)
            assert row.at(row.column(offset)) == offset


LETTERS = (
    "ابتلمهوي لالأ\u064e\u0651\u200c\u200d\u200f\u200e\u2067\u2069\u202e"
    + "یکگ اب"
    + 'שלום abcXYZ 019٠٩۴().,«»"%-/\t\r\n\u2029😀漢🇸🇦👩‍👩‍👧\u00a0\ud800\x00\x1b'
)
TEXTS = st.text(st.sampled_from(LETTERS) | st.characters(), max_size=120)
WIDTHS = st.integers(8, 200)


@given(TEXTS, WIDTHS)
@example("\u200f\u064eا", 8)
@example("🇸🇦🇸🇦🇸", 9)
@example("\r\n\r\r\n", 8)
def test_the_height_of_the_fast_table_is_that_of_the_rows(text: str, width: int) -> None:
    layout = Layout(Script(text), width)
    tops = list(pairwise(layout._tops))
    for number, (top, following) in enumerate(tops):
        made = len(layout._rows_of(number).firsts) - 1
        assert following - top in (made, made + 1)
        assert layout.row(top + made - 1) is not None
        if following - top > made:
            assert layout.row(top + made) is None


@given(TEXTS)
@example("\u064eب")
@example("🇸🇦🇸👩\u200d👩 لا\r\n\u200f\u064e漢")
def test_the_fast_table_has_the_cells_of_the_glyphs(text: str) -> None:
    script = Script(text)
    counted = [len(cells) for cells in script.cells.split(b"n")][: len(script)]
    blocks = map(script.block, range(len(script)))
    assert counted == [sum(shape(text[block.start : block.end]).widths) for block in blocks]


@given(TEXTS, WIDTHS)
@example("أ\r\nب\r\u2029ت\r", 8)
def test_rows_partition_each_paragraph_and_fit(text: str, width: int) -> None:
    by_paragraph: dict[int, list[Row]] = {}
    for row in rows(text, width):
        assert row.width == len(row.cells) <= max(8, width)
        by_paragraph.setdefault(row.paragraph, []).append(row)
    spans = list(paragraphs(text)) or [Span(0, 0)]
    assert len(by_paragraph) == len(spans)
    for number, span in enumerate(spans):
        lines = by_paragraph[number]
        assert (lines[0].start, lines[-1].end) == span
        assert all(a.end == b.start for a, b in pairwise(lines))


@given(TEXTS, WIDTHS)
def test_a_cell_leads_to_its_cluster_and_back(text: str, width: int) -> None:
    layout = Layout(Script(text), width)
    for row in layout.rows():
        if row is None:
            continue
        for stop, offset in row.stops:
            assert row.at(stop) == offset
            assert row.column(offset) == stop
        for x, cell in enumerate(row.cells):
            assert row.at(row.left + x) == cell.start


@given(TEXTS, WIDTHS, st.data())
def test_the_cells_of_a_span_are_those_of_every_cluster_it_touches(
    text: str, width: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    def touched(cells: Iterable[Span]) -> list[Span]:
        return [cell for cell in cells if cell.start < end and cell.end > start]

    expected = []
    for paragraph in paragraphs(text):
        bounds, _, widths = shape(text[paragraph.start : paragraph.end])
        for (one, other), cells in zip(pairwise(bounds), widths, strict=True):
            expected += [Span(paragraph.start + one, paragraph.start + other)] * cells
    laid = rows(text, width)
    shown = [cell for row in laid for cell in touched(row.cells)]
    # What hangs over the end of a row has no cell; it is white space and nothing else.
    hanging = [
        cell
        for row in laid
        for cell in expected
        if max(row.ends, default=row.start) <= cell.start < row.end
    ]
    assert all(text[cell.start] in " \t" for cell in hanging if cell.end - cell.start == 1)
    assert Counter(shown) == Counter(touched(expected)) - Counter(hanging)


@given(TEXTS | st.text(st.sampled_from("كلاأ\u064e\u0651\u0654\u0670\u06d6 12٣۴")), WIDTHS)
@example("لَا\u0654 ١2۳", 8)
def test_harakat_and_digits_change_no_place(text: str, width: int) -> None:
    as_it_is = rows(text, width)
    for digits in Digits:
        for other, row in zip(
            rows(text, width, harakat=False, digits=digits), as_it_is, strict=True
        ):
            assert (other.starts, other.ends, other.widths) == (row.starts, row.ends, row.widths)
            assert (other.stops, other.start, other.end) == (row.stops, row.start, row.end)


@given(TEXTS, WIDTHS)
def test_every_offset_has_a_row_that_shows_it(text: str, width: int) -> None:
    layout = Layout(Script(text), width)
    for offset in range(len(text) + 1):
        row = layout.row_at(offset)
        assert row.start <= offset or row.number == 0
        assert isinstance(row.column(offset), int)
        assert 0 <= layout.left(offset) <= len(text)
        assert 0 <= layout.right(offset) <= len(text)


@given(TEXTS)
def test_nothing_dangerous_is_emitted(text: str) -> None:
    for row in rows(text):
        assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in row.visual)
        assert not set(row.visual) & set(
            "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )
        row.visual.encode()


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_the_rows_of_a_part_are_those_of_the_whole(texts: list[str], data: st.DataObject) -> None:
    text = "\n".join(texts)
    spans = list(paragraphs(text)) or [Span(0, 0)]
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    ends = [*(span.start for span in spans[1:]), len(text)]
    part = Span(spans[first].start, ends[last])
    some = Layout(Script(text, part=part), 20, gap=0)
    expected = [row for row in rows(text, 20) if first <= row.paragraph <= last]
    shown = [row for row in some.rows() if row is not None]
    assert [row.cells for row in shown] == [row.cells for row in expected]
    assert [row.visual for row in shown] == [row.visual for row in expected]
    assert [row.paragraph for row in shown] == [row.paragraph for row in expected]


def test_the_seed_is_right_aligned_throughout(seed: Article) -> None:
    layout = Layout(Script(seed.text, seed.direction), 40)
    assert seed.direction is RTL
    for row in layout.rows():
        assert row is None or row.left + row.width == 40


def test_the_seed_at_64_cells_is_as_written_out(seed: Article) -> None:
    """Each row of the file: its first column, what is drawn from left to right, what it shows in reading order."""
    expected = (Path(__file__).parents[1] / "data" / "seed-64.txt").read_text("utf-8").splitlines()
    layout = Layout(Script(seed.text, seed.direction), 64)
    assert layout.height == len(expected)
    for row, written in zip(layout.rows(), expected, strict=True):
        if row is None:
            assert written == ""
            continue
        left, drawn, text = written.split("|")
        assert (row.left, row.visual) == (int(left), drawn)
        assert seed.text[row.start : row.end] == text
        # Cell by cell: the glyph is a form of the very letters that the map says, brackets seen in a mirror.
        for cluster in row.clusters:
            letters = seed.text[cluster.start : cluster.end]
            seen = unicodedata.normalize("NFKD", cluster.glyph)
            assert unicodedata.normalize("NFKD", letters) in (seen, mirrored(seen[0]) + seen[1:])
