"""The screen in a language that is written from right to left: the mirror image of the other one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.geometry import Region

from annotations import messages
from annotations.model import Direction
from annotations.waiting_list import WaitingList
from tests.tui.conftest import Desk, Room
from tui.screens.concordance import ConcordanceScreen
from tui.text.form import Entry, Form
from tui.widgets.pane import LEFT_EDGE, RIGHT_EDGE
from tui.widgets.queue import Queue
from tui.widgets.row_list import word
from tui.widgets.switches import Switches

WIDTH = 120


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    messages.use("en")


def regions(desk: Desk) -> list[Region]:
    screen = desk.screen
    return [pane.region for pane in (screen.articles, screen.reader, screen.listed)]


async def test_the_main_screen_is_the_mirror_image_of_the_english_one(room: Room) -> None:
    async with room(size=(WIDTH, 30)) as desk:
        english = regions(desk)
    messages.use("ar")
    async with room(size=(WIDTH, 30)) as desk:
        assert regions(desk) == [
            Region(WIDTH - each.right, each.y, each.width, each.height) for each in english
        ]
        articles, reader, listed = desk.screen.articles, desk.reader, desk.screen.listed
        # The lines towards the text, and the scroll bar at the left of it.
        assert articles.render_line(0).text.startswith(LEFT_EDGE)
        assert listed.render_line(0).text.endswith(RIGHT_EDGE)
        first = next(iter(reader.render_line(reader.thumb.start)))
        assert (first.text, first.style) == (" ", reader.look("thumb"))
        titles = desk.screen.titles.render_line(0).text
        assert titles.split(LEFT_EDGE)[1].endswith("ﻝﺎﻘﻣ ")
        # The mouse hits what it points at.
        offset = await desk.go_to("لافروف")
        row = reader.text_layout.row_at(offset)
        y = reader.text_layout.row_of(offset) - reader.scroll_offset.y
        await desk.press("home")
        x = reader.before + reader.page.left + row.column(offset)
        await desk.pilot.click(reader, offset=(x, y))
        assert reader.cursor == offset
        await desk.pilot.click(reader, offset=(0, reader.size.height - 1))  # the scroll bar
        assert reader.scroll_offset.y > 0
        hints = desk.screen.hints
        await desk.pilot.click(hints, offset=(WIDTH - 2, 0))  # q, the first one
        assert desk.said.startswith("لا تنصيص حول المؤشر")
        # The eye's left is the left: h and l have not changed places.
        before = reader.cursor
        await desk.press("h")
        assert reader.cursor > before


def test_an_empty_queue_says_so_in_the_language_of_the_reader() -> None:
    messages.use("ar")
    assert Queue(WaitingList("Leila", [])).empty.startswith("لا شيء ينتظر حكمك.")
    assert Queue(WaitingList("Leila", ["a.txt"])).empty == "جارٍ تصفّح المقالات …"


async def test_what_stands_at_the_other_side_is_clicked_there(room: Room) -> None:
    messages.use("ar")
    async with room(size=(WIDTH, 30)) as desk:
        await desk.press("slash")
        (switches,) = desk.screen.query(Switches)
        assert switches.render_line(0).text.endswith(" ^O ")
        assert desk.screen.ways.on("harakat")
        await desk.pilot.click(switches, offset=(WIDTH - 3, 0))
        assert not desk.screen.ways.on("harakat")
        await desk.press("escape", "f", "h")
        await desk.type("روسيا")
        await desk.press("enter")
        listed = desk.app.screen
        assert isinstance(listed, ConcordanceScreen)
        first, *_ = listed.listing.lines
        assert listed.hits.render_line(0).text.startswith("  · ")  # after the scroll bar
        await desk.pilot.click(listed.hits, offset=(2, 0))
        assert listed.listing.marked == {first}
        await desk.pilot.click(listed.hits, offset=(WIDTH - 2, 0))  # nothing is marked there
        assert desk.app.screen is desk.screen


def test_a_bar_begins_at_the_right() -> None:
    from tui.widgets.chrome import _both_ends

    assert _both_ends("one", "two", 12) == " one    two "
    messages.use("ar")
    assert _both_ends("one", "two", 12) == " two    one "


def test_a_word_of_the_interface_stands_where_reading_begins() -> None:
    assert (word("¶1").right, word("¶1").direction) == (False, Direction.LTR)
    messages.use("ar")
    assert (word("¶1").right, word("¶1").direction) == (True, Direction.RTL)


def test_the_names_of_a_sheet_stand_at_the_right_of_their_values() -> None:
    entries = [Entry("id", "Id", "abc", direction=Direction.LTR), Entry("next", "Next")]
    english = ["".join(text for text, _ in Form(entries, 40).row(y)) for y in (0, 2)]
    messages.use("ar")
    form = Form(entries, 40)
    arabic = ["".join(text for text, _ in form.row(y)) for y in (0, 2)]
    assert [row.split() for row in english] == [["Id", "abc"], ["Next"]]
    assert [row.split() for row in arabic] == [["abc", "Id"], ["Next"]]
    assert {len(row) for row in arabic} == {39}  # to the right edge of the sheet
    assert arabic[0].index("abc") == form.values
