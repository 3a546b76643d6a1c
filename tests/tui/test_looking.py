"""Looking at the text in another way: what is on the screen, what stays as it is, and what is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Region

from tests.tui.conftest import Desk, Room
from tui.widgets.prompt import Prompt


def panes(desk: Desk) -> list[bool]:
    """Whether the articles, the text and the annotations are on the screen."""
    screen = desk.screen
    return [pane.display for pane in (screen.articles, screen.reader, screen.listed)]


def chrome(desk: Desk) -> list[bool]:
    screen = desk.screen
    return [row.display for row in (screen.titles, screen.status, screen.hints)]


def first_row(desk: Desk) -> str:
    """The titles as they stand on the screen."""
    return "".join(segment.text for segment in desk.screen._compositor.render_strips()[0])


def cursor_cells(desk: Desk) -> list[tuple[int, int]]:
    """The cells of the text pane where the cursor is drawn, (column, row)."""
    cursor = desk.reader.look("cursor")
    found = []
    for y in range(desk.reader.size.height):
        x = 0
        for segment in desk.reader.render_line(y):
            if segment.style and segment.style.bgcolor == cursor.bgcolor:
                found += [(x + cell, y) for cell in range(segment.cell_length)]
            x += segment.cell_length
    return found


class TestOnePaneAlone:
    async def test_it_fills_the_screen_and_tab_brings_the_next_one_alone(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("z", "p")
            assert panes(desk) == [False, True, False]
            assert desk.reader.region == Region(0, 2, 120, 31)
            await desk.press("tab")
            assert panes(desk) == [False, False, True]
            assert desk.screen.listed.region.width == 120
            assert first_row(desk).strip() == "Annotations"
            await desk.press("z", "p")
            assert panes(desk) == [True, True, True]
            assert desk.screen.listed.has_focus

    async def test_a_note_on_what_is_chosen_in_a_list_leaves_the_list_in_sight(
        self, room: Room
    ) -> None:
        async with room() as desk:
            await desk.press("e", "z", "p", "tab", "t")
            assert panes(desk) == [False, False, True]


class TestNothingButTheText:
    async def test_all_else_goes_and_place_and_selection_stay(self, room: Room) -> None:
        async with room() as desk:
            await desk.go_to("لافروف")
            await desk.press("v", "i", "z", "r")
            reader = desk.reader
            selection = reader.selection
            assert (panes(desk), chrome(desk)) == ([False, True, False], [False] * 3)
            assert selection is not None
            assert desk.text[selection.start : selection.end] == "لافروف "
            await desk.press("e")  # keys go on working
            assert [a.exact for a in desk.annotations] == ["لافروف"]
            assert reader.region == Region(0, 0, 120, 36)
            assert not reader.thumb
            await desk.press("escape")
            assert (panes(desk), chrome(desk)) == ([True] * 3, [True] * 3)
            assert reader.cursor == selection.start

    async def test_escape_drops_a_selection_first(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("z", "r")
            for keys in (["v", "i"], ["shift+left"]):
                await desk.press(*keys, "escape")
                assert desk.reader.selection is None
                assert chrome(desk) == [False] * 3
            await desk.press("z", "r")
            assert chrome(desk) == [True] * 3

    async def test_what_has_to_be_said_is_said_and_asked(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("z", "r", "e", "m")
            assert "accept" in desk.said  # a menu has no status to be shown in
            await desk.press("escape")
            assert chrome(desk) == [False] * 3
            await desk.press("/")
            assert desk.screen.query_one(Prompt).display
            await desk.press("escape", "tab")
            assert (desk.screen.listed.has_focus, chrome(desk)) == (True, [True] * 3)

    async def test_without_an_article_there_is_no_text_to_be_alone(
        self, room: Room, tmp_path: Path
    ) -> None:
        (tmp_path / "unread").mkdir()
        (tmp_path / "unread" / "a.txt").write_bytes("نص".encode("utf-16"))
        async with room(tmp_path / "unread") as desk:
            await desk.press("z", "r")
            assert chrome(desk) == [True] * 3

    @pytest.mark.parametrize("width", [40, 80, 121, 200])
    async def test_the_measure_is_in_the_middle(self, room: Room, width: int) -> None:
        async with room(size=(width, 24)) as desk:
            await desk.press("z", "r", "ctrl+end", "z", "s")
            reader = desk.reader
            left, measure = reader.page.left, reader.text_layout.width
            assert measure == min(64, width - 3)
            assert abs(left - (width - left - measure)) <= 1
            strips = [reader.render_line(y) for y in range(reader.size.height)]
            assert {strip.cell_length for strip in strips} == {width}


class TestTheMeasure:
    async def test_wider_narrower_and_so_many_cells(self, room: Room) -> None:
        async with room(size=(200, 30)) as desk:
            widths = []
            for keys in ("z=", "==", "-", "z-", "72zw", "3z-", "zw"):
                await desk.press(*keys)
                widths.append(desk.reader.text_layout.width)
            assert widths == [68, 76, 72, 68, 72, 60, 64]
            await desk.press("1", "9", "z", "w")
            assert "20 to 200" in desk.said
            assert desk.reader.measure == 64

    async def test_the_keys_that_repeat_mean_what_they_did_after_another_one(
        self, room: Room
    ) -> None:
        async with room() as desk:
            await desk.press("z", "=", "i", "-")
            assert desk.reader.measure == 68

    async def test_more_than_there_is_room_for_is_kept_and_said(self, room: Room) -> None:
        async with room(size=(60, 24)) as desk:
            await desk.press(*"80zw")
            assert "here is room for 52" in desk.said
            await desk.press("z", "-")
            assert desk.reader.text_layout.width == 48

    async def test_the_place_stays_where_it_was_on_the_screen(self, room: Room) -> None:
        async with room(size=(120, 20)) as desk:
            reader = desk.reader
            offset = desk.text.index("وزير الخارجية الروسي سيرجي")
            reader.go(offset, centre=True)
            row = reader.text_layout.row_of(offset) - reader.scroll_offset.y
            await desk.press(*"30zw")
            assert reader.cursor == offset
            assert reader.text_layout.row_of(offset) - reader.scroll_offset.y == row


class TestSpacingAndKashida:
    async def test_paragraphs_stand_nearer_and_farther(self, room: Room) -> None:
        async with room() as desk:
            rows = [desk.reader.text_layout.height]
            for _ in range(3):
                await desk.press("z", "s")
                rows.append(desk.reader.text_layout.height)
            two, none, one = rows[1:]
            assert one == rows[0]
            assert two - one == one - none > 10

    async def test_a_stretched_letter_is_one_thing_for_cursor_and_mouse(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("z", "k")
            reader = desk.reader
            y, row, longer = next(
                (y, row, each)
                for y, row in enumerate(map(reader.text_layout.row, range(12)))
                for each in sorted(row.clusters if row else ())
                if row and each.width > 1
            )
            assert row.width == reader.text_layout.width
            column = row.column(longer.start)
            for x in range(longer.width):
                await desk.pilot.click(reader, offset=(reader.page.left + column + x, y))
                assert reader.cursor == longer.start
            first = reader.page.left + column
            assert cursor_cells(desk) == [(first + x, y) for x in range(longer.width)]


class TestWhatIsRemembered:
    async def test_the_room_is_found_as_it_was_left(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("z", "z", "z", "d", "z", "n", "z", "c", "z", "s", "z", "k", *"50zw")
            await desk.press("z", "p", "tab")
        async with room() as desk:
            reader = desk.reader
            assert (reader.harakat, reader.digits, reader.numbers, reader.hidden) == (
                False, "arabic", True, True,
            )  # fmt: skip
            assert (reader.spacing, reader.kashida, reader.measure) == (2, True, 50)
            assert desk.screen.listed.has_focus
            assert panes(desk) == [False, False, True]
            await desk.press("tab", "tab", "z", "r", "left")
        async with room() as desk:
            assert desk.reader.has_focus
            assert chrome(desk) == [False] * 3
            assert desk.reader.cursor == 1


async def test_the_cursor_is_seen_on_spaces_at_the_end_of_a_paragraph(
    room: Room, folder: Path
) -> None:
    (folder / "spaces.txt").write_text("كلمة  \nAli  \n", encoding="utf-8")
    async with room() as desk:
        desk.screen.open("spaces.txt")
        await desk.pilot.pause()
        for offset in range(len(desk.text)):
            desk.reader.go(offset)
            assert len(cursor_cells(desk)) == 1


async def test_what_the_saver_tells_while_the_room_goes_away_is_let_go(room: Room) -> None:
    async with room() as desk:
        await desk.press("e")
    desk.app._follow_saver()
