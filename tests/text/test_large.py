"""Large texts: paragraphs cut into blocks, and what it costs to lay out a long text, or the part on the screen."""

from __future__ import annotations

import pytest

from annotations.clusters import clusters
from annotations.model import Article, Direction, Span
from tests.text.counting import lines_run
from tui.text.layout import Layout, Script

RTL, LTR = Direction.RTL, Direction.LTR


def test_a_very_long_paragraph_is_laid_out_in_blocks() -> None:
    text = "كلمة أخرى " * 20_000
    script = Script(text)
    assert len(script) > 1
    layout = Layout(script, 64)
    last = layout.row_at(len(text) - 2)
    assert last.direction is RTL
    assert last.paragraph == 0
    assert layout.height == sum(1 for row in layout.rows() if row)


@pytest.mark.parametrize("text", ["ا" + "لا" * 34_000, "漢ا" * 34_000, "abc " * 17_000])
def test_a_very_long_paragraph_is_cut_between_clusters(text: str) -> None:
    script = Script(text)
    layout = Layout(script, 64)
    assert len(script) > 1
    assert set(script.starts) <= set(clusters(text))
    assert layout.height == sum(1 for row in layout.rows() if row)
    # Where it is cut no row ends in the paragraph's end: no offset has two places.
    stops = [offset for row in layout.rows() if row for _, offset in row.stops]
    assert len(stops) == len(set(stops))


def test_line_ends_alone_in_a_very_long_paragraph_are_cells_of_their_own() -> None:
    layout = Layout(Script("\r" * 70_000), 15)  # the first block is a cell longer than whole rows
    assert layout.height == 4_370 + 298
    assert layout.height == sum(len(layout._rows_of(number).firsts) - 1 for number in (0, 1))


def test_the_direction_of_a_very_long_paragraph_is_that_of_its_beginning() -> None:
    text = "In short: " + "كلمة أخرى " * 20_000
    layout = Layout(Script(text), 64)
    assert layout.row_at(len(text) - 2).direction is LTR


def test_paragraphs_before_a_part_are_counted_whatever_ends_them() -> None:
    text = "أ\u2029ب\nت"
    assert Script(text, part=Span(4, 5)).block(0).paragraph == 2


def laid_out(text: str, rows: int | None = None) -> None:
    """All rows of a text, or so many from its middle, with their places."""
    layout = Layout(Script(text), 40, kashida=True)
    first = 0 if rows is None else layout.height // 2
    for y in range(first, layout.height if rows is None else first + rows):
        if row := layout.row(y):
            row.at(row.column(row.start))


@pytest.mark.parametrize(
    "hard",
    [
        "\u2067(ا\u2069", "(ا", "ا(\u0301", "ل\u064e\u0651", "\u064e", "\u200f", "ابت", "字", "👩\u200d", "🇸", " ",
        "\t ا", "\u202eab", "\r", "\n", "ا\n", "\u2029", "كـ 50% ",
    ],
)  # fmt: skip
def test_no_text_makes_the_work_grow_faster_than_its_length(hard: str) -> None:
    """Counted in lines of Python run, for a text and one four times as long (the rest is linear C)."""
    laid_out(hard * 2000)  # what is remembered of characters and words, out of the count
    short, long = (lines_run(lambda count=count: laid_out(hard * count)) for count in (400, 1600))
    assert long <= 4 * short + 800


def test_what_is_on_the_screen_costs_the_same_however_long_the_text_is(seed: Article) -> None:
    for times in (8, 32):
        laid_out(seed.text * times, 40)
    short, long = (
        lines_run(lambda times=times: laid_out(seed.text * times, 40)) for times in (8, 32)
    )
    assert abs(long - short) < 100
