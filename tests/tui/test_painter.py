"""Painting: which cells get which style, and what the screen shows of annotations that overlap."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style

from annotations.model import Article, Direction, Span, annotate
from tests.tui.conftest import Room
from tui.text.layout import Layout, Script
from tui.widgets.painter import Ink, Palette, paint

BLUE = ColorTriplet(0, 0, 255)
INKS = {
    "quote": lambda depths: Ink(tint=BLUE, share=sum(2.0**-depth for depth in depths) / 4),
    "entity": lambda depths: Ink(Style(bold=True, dim=len(depths) > 1)),
    "claim": lambda depths: Ink(Style(underline=0 in depths, underline2=1 in depths)),
}
PALETTE = Palette(
    text=Style.parse("#ffffff on #000000"),
    ink=lambda kind, depths: INKS[kind](depths),
    marks={
        "hidden": Style(strike=True),
        "hit": Style(italic=True),
        "selection": Style(reverse=True),
        "cursor": Style(blink=True),
        "hint": Style(frame=True),
        "linked": Style(overline=True),
    },
    number=Style(),
)
TEXT = "قال لأنشطة Obama (2009) ذَهَبَ، 50% 😀 ثم كلمات أخرى إلى آخر الفقرة"
ARTICLE = Article("a.txt", TEXT)
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(
    lambda pair: Span(pair[0], min(len(TEXT), pair[0] + pair[1]))
)


def styles(segments: list[Segment]) -> list[Style]:
    """The style of each cell."""
    return [segment.style or Style() for segment in segments for _ in range(segment.cell_length)]


@given(SPANS, st.integers(8, 60))
def test_a_selection_covers_exactly_the_cells_of_the_clusters_it_touches(
    span: Span, width: int
) -> None:
    for row in Layout(Script(TEXT), width).rows():
        assert row is not None
        painted = styles(paint(row, PALETTE, selection=span))
        expected = [cell.start < span.end and cell.end > span.start for cell in row.cells]
        assert [bool(style.reverse) for style in painted] == expected


LABELLED = st.lists(st.tuples(st.sampled_from(["quote", "entity", "claim"]), SPANS), max_size=6)


@given(LABELLED)
def test_labels_add_up_on_every_cell(labelled: list[tuple[str, Span]]) -> None:
    tags = [annotate(ARTICLE, span, label, "A") for label, span in labelled]
    depth = {tag.id: n for n, tag in enumerate(tags)}
    (row,) = (row for row in Layout(Script(TEXT), 200).rows() if row)
    painted = styles(paint(row, PALETTE, annotations=tags, depth=lambda tag: depth[tag.id]))
    for cell, style in zip(row.cells, painted, strict=True):
        over = [tag for tag in tags if tag.start < cell.end and tag.end > cell.start]
        lies = {
            label: [depth[tag.id] for tag in over if tag.label == label]
            for label in ("quote", "entity", "claim")
        }
        assert bool(style.bold) == bool(lies["entity"])
        assert bool(style.dim) == (len(lies["entity"]) > 1)
        assert bool(style.underline) == (0 in lies["claim"])
        assert bool(style.underline2) == (1 in lies["claim"])
        assert style.bgcolor is not None
        blue = style.bgcolor.get_truecolor().blue
        assert abs(blue - 255 * sum(2.0**-each for each in lies["quote"]) / 4) <= 1


def test_the_current_annotation_is_lighter_and_keeps_its_label() -> None:
    tag = annotate(ARTICLE, Span(0, 3), "quote", "A")
    (row,) = (row for row in Layout(Script(TEXT, Direction.RTL), 200).rows() if row)
    plain, current = (
        styles(paint(row, PALETTE, annotations=[tag], current=which))[-1]
        for which in ((), tag.parts)
    )
    untagged = styles(paint(row, PALETTE, current=tag.parts))[-1]
    assert len({plain.bgcolor, current.bgcolor, untagged.bgcolor, PALETTE.text.bgcolor}) == 4


class TestOnTheScreen:
    async def test_the_letter_of_an_annotation_stands_in_the_row_where_it_begins(
        self, room: Room
    ) -> None:
        async with room() as desk:
            await desk.press("J", "c")
            y = desk.reader.text_layout.row_of(desk.reader.cursor)
            letters = [desk.row_text(row)[:3].strip() for row in range(12)]
            assert [row for row, letter in enumerate(letters) if letter == "c"] == [y]

    async def test_nested_annotations_of_one_label_have_two_shades(self, room: Room) -> None:
        async with room() as desk:
            for keys in ("v i i i i q", "[ v i i q"):
                await desk.press(*keys.split())
            desk.reader.go(40)
            row = desk.reader.text_layout.row(0)
            assert row is not None
            left = desk.reader.page.left + row.left
            text = desk.reader.render_line(0).crop(left, left + row.width)
            shades = {str(style.bgcolor) for style in styles(list(text))}
            assert len(shades) == 4  # the text's, the cursor's, one layer, two layers

    async def test_the_cursor_is_seen_at_the_end_of_a_text_with_a_last_line_end(
        self, room: Room, folder: Path
    ) -> None:
        (folder / "0.txt").write_text("نص\n", encoding="utf-8")
        async with room() as desk:
            await desk.press("ctrl+end")
            assert desk.reader.cursor == 3
            cursor = desk.reader._palette.marks["cursor"].bgcolor
            shown = [
                s.text for s in desk.reader.render_line(0) if s.style and s.style.bgcolor == cursor
            ]
            assert shown == [" "]

    async def test_where_a_second_one_begins_the_ends_of_the_first_are_told_and_both_are_marked(
        self, room: Room
    ) -> None:
        async with room() as desk:
            for span in (Span(100, 400), Span(0, 150)):
                desk.reader.select(span)
                await desk.press("q")
            desk.reader.go(60)
            await desk.pilot.pause()
            end = desk.reader._palette.marks["end"].bgcolor

            def told() -> int:
                cells = (s.style for y in range(9) for s in desk.reader.render_line(y))
                return sum(1 for style in cells if style and style.bgcolor == end)

            def marked() -> int:
                return sum("•" in desk.screen.listed.render_line(y).text for y in range(4))

            assert (told(), marked()) == (0, 0)
            desk.reader.go(120)
            await desk.pilot.pause()
            assert desk.reader.current == desk.annotations[0]  # as before, but now one of two
            assert (told(), marked()) == (2, 2)

    async def test_what_is_drawn_anew_in_parts_is_what_is_drawn_as_a_whole(
        self, room: Room
    ) -> None:
        chance = random.Random(3)
        motions = ["left", "right", "down", "up", "i", "o", "a", "s", "J", "K", "home", "end"]
        others = [
            "v",
            "shift+left",
            "shift+down",
            "e",
            "c",
            "q",
            "d",
            "u",
            "U",
            "escape",
            "space",
            "comma",
        ]
        async with room(size=(80, 24)) as desk:
            for _ in range(12):
                await desk.press(*chance.choices(motions * 2 + others, k=6))
                parts = desk.app.screen._compositor.render_strips()
                desk.reader.refresh()
                desk.screen.listed.refresh()
                await desk.pilot.pause()
                assert desk.app.screen._compositor.render_strips() == parts


@given(st.dictionaries(st.integers(0, len(TEXT) - 1), st.sampled_from("fjdk"), max_size=6))
def test_a_letter_stands_in_the_cell_of_its_offset_and_moves_no_other(
    hints: dict[int, str],
) -> None:
    (row,) = (row for row in Layout(Script(TEXT), 200).rows() if row)
    painted = paint(row, PALETTE, letters=hints)
    assert sum(segment.cell_length for segment in painted) == row.width
    over = [any(cell.start <= at < cell.end for at in hints) for cell in row.cells]
    assert [bool(style.frame) for style in styles(painted)] == over
    bare = [each for each in row.clusters if not any(each.start <= at < each.end for at in hints)]
    shown = "".join(segment.text for segment in painted if not (segment.style or Style()).frame)
    assert shown == "".join(each.glyph for each in bare)


def test_the_cells_of_a_row_with_letters_over_it() -> None:
    (row,) = Layout(Script("قال لافروف «لا» 😀"), 40).rows()
    assert row is not None
    painted = paint(row, PALETTE, letters={0: "j", 4: "f", 16: "d"}, linked=[Span(12, 14)])
    ground = "#ffffff on #000000"
    looks = [(each.text, str(each.style).removesuffix(ground).strip()) for each in painted]
    assert looks == [
        ("d ", "frame"),
        (" «", ""),
        ("ﻻ", "overline"),
        ("» ﻑﻭﺮﻓ", ""),
        ("f", "frame"),
        (" ﻝﺎ", ""),
        ("j", "frame"),
    ]
