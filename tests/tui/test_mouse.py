"""The mouse: what a click, three clicks, the wheel and the other button do."""

from __future__ import annotations

import pytest
from textual import events

from annotations.model import Review, Span
from tests.tui.conftest import Desk, Room
from tui.screens.choices import Choices, ChoicesScreen
from tui.widgets.reader import Reader


def cell(desk: Desk, offset: int) -> tuple[int, int]:
    """Where an offset stands in the pane of the text."""
    row = desk.reader.text_layout.row_at(offset)
    y = desk.reader.text_layout.row_of(offset) - desk.reader.scroll_offset.y
    return desk.reader.page.left + row.column(offset), y


async def click(desk: Desk, offset: int, *, button: int = 1, times: int = 1) -> None:
    await desk.pilot.click(Reader, offset=cell(desk, offset), button=button, times=times)
    await desk.pilot.pause()


def offered(desk: Desk) -> list[str]:
    """The rows of the list beside the mouse; none where there is no list."""
    if not isinstance(desk.app.screen, ChoicesScreen):
        return []
    choices = desk.app.screen.query_one(Choices)
    return [choices.render_line(y).text.strip() for y in range(choices.size.height)]


async def choose(desk: Desk, words: str) -> None:
    place = next(y for y, row in enumerate(offered(desk)) if words in row)
    await desk.pilot.click(Choices, offset=(3, place))
    await desk.press("escape")  # until it has been done, and no key of the text has


class TestTheOtherButton:
    async def test_on_an_annotation_it_offers_what_can_be_done_with_it(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("i", "2", "e", "A")
            (entity,) = desk.annotations
            await click(desk, entity.start + 2, button=3)
            assert desk.reader.cursor == entity.start + 2
            rows = offered(desk)
            assert [row.split()[0] for row in rows] == [
                "rq", "re", "rc", "rs", "rj", "rr", "t", "gd", "y", "d", "'",
            ]  # fmt: skip
            await choose(desk, "make it a claim")
            assert [(each.label, each.id) for each in desk.annotations] == [("claim", entity.id)]
            await click(desk, entity.start, button=3)
            await choose(desk, "delete")
            assert desk.annotations == []
            assert desk.reader.has_focus

    async def test_on_several_it_offers_the_next_and_is_then_about_that(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "c")
            sentence, word = desk.annotations
            await click(desk, word.start + 1, button=3)
            await choose(desk, "another of those")
            assert desk.reader.current == sentence
            await click(desk, word.start + 1, button=3)
            await choose(desk, "delete")
            assert desk.annotations == [word]

    async def test_elsewhere_it_offers_the_labels(self, room: Room) -> None:
        async with room() as desk:
            await click(desk, desk.text.index("الثابت"), button=3)
            assert [row.split()[0] for row in offered(desk)] == ["q", "e", "c", "'", "y"]
            await choose(desk, "tag a quote")
            assert [each.exact for each in desk.annotations] == ["دعمها الثابت"]

    async def test_in_a_selection_it_is_about_that(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "v", "3", "i", "H")  # the cursor is on the annotation
            await click(desk, 6, button=3)
            assert desk.reader.selection == Span(0, desk.text.index("الروسي"))
            await choose(desk, "tag a claim")
            assert desk.annotations[0].exact == "وصل وزير الخارجية"
            await desk.press("g", "g", "v", "i")
            await click(desk, desk.text.index("الثابت"), button=3)
            assert desk.reader.selection is None

    async def test_on_a_colleagues_it_offers_to_judge(self, room: Room) -> None:
        async with room(annotator="Another") as desk:
            await desk.press("e")
        async with room() as desk:
            await click(desk, 1, button=3)
            assert [row.split()[0] for row in offered(desk)][:3] == ["ma", "mr", "md"]
            await choose(desk, "reject")
            assert [each.review for each in desk.annotations] == [Review.REJECTED]

    async def test_keys_go_through_the_list_and_escape_or_a_click_beside_it_closes(
        self, room: Room
    ) -> None:
        async with room() as desk:
            await desk.press("e")
            await click(desk, 1, button=3)
            await desk.press("j", "ت", "enter")
            assert [each.label for each in desk.annotations] == ["claim"]
            await click(desk, 1, button=3)
            assert offered(desk)
            await desk.press("escape")
            assert not offered(desk)
            await click(desk, 1, button=3)
            await desk.pilot.click(offset=(1, 1))
            await desk.pilot.pause()
            assert not offered(desk)
            assert [each.label for each in desk.annotations] == ["claim"]

    @pytest.mark.parametrize("size", [(40, 10), (120, 36)])
    async def test_the_list_is_on_the_screen_wherever_it_is_asked_for(
        self, room: Room, size: tuple[int, int]
    ) -> None:
        async with room(size=size) as desk:
            await desk.press("v", "g", "]", "c", "g", "]", "o")
            await click(desk, desk.reader.cursor, button=3)
            region = desk.app.screen.query_one(Choices).region
            assert region in desk.app.screen.region
            assert region.height == min(11, size[1])


class TestTheFirstButton:
    async def test_three_clicks_take_the_sentence(self, room: Room) -> None:
        async with room() as desk:
            place = desk.text.index("وسائل إعلام")
            await click(desk, place, times=3)
            assert desk.screen.selected.startswith("وقالت وسائل إعلام")
            assert desk.screen.selected.endswith("الثنائية.")

    async def test_the_other_button_never_selects_a_word(self, room: Room) -> None:
        async with room() as desk:
            await click(desk, 6, button=2, times=2)
            assert desk.reader.selection is None


async def test_the_wheel_scrolls_there_and_back_and_leaves_the_cursor(room: Room) -> None:
    async with room(size=(100, 16)) as desk:
        for turned, lower in ((events.MouseScrollDown, True), (events.MouseScrollUp, False)):
            for _ in range(3):
                await desk.pilot._post_mouse_events([turned], Reader, offset=(5, 5))
            await desk.pilot.pause()
            assert (desk.reader.scroll_offset.y > 2) is lower
            assert desk.reader.cursor == 0
        assert desk.reader.scroll_offset.y == 0
