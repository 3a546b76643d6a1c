"""Every command by name."""

from __future__ import annotations

from tests.tui.conftest import Desk, Room
from tui.keymap import ELSEWHERE, GROUPS
from tui.screens.palette import PaletteScreen


def palette(desk: Desk) -> PaletteScreen:
    screen = desk.app.screen
    assert isinstance(screen, PaletteScreen)
    return screen


async def test_it_lists_every_command_and_narrows_to_words(room: Room) -> None:
    async with room() as desk:
        await desk.press(":")
        listed = {command.id for _, command in palette(desk).commands.found}
        every = {
            command.id for heading, group in GROUPS for command in group if heading not in ELSEWHERE
        }
        assert every - listed == {each for each in every if each.startswith("extend-")}
        await desk.type("next sent")
        assert [command.id for _, command in palette(desk).commands.found] == ["move-sentence"]
        row = palette(desk).commands.render_line(0).text
        assert "onward to the next sentence" in row
        assert row.rstrip().endswith("a")


async def test_enter_does_it_and_keys_typed_ahead_keep_their_order(room: Room) -> None:
    async with room() as desk:
        await desk.press(*":", *"entity", "down", "up", "enter")
        assert [each.label for each in desk.annotations] == ["entity"]
        await desk.press(":", *"next", "space", *"sent", "enter")
        assert desk.text[desk.reader.cursor :].startswith(
            "وصل وزير الخارجية الروسي سيرغي لافروف إلى بيونغ يانغ في"
        )
        await desk.press(":", *"nonsense", "enter")
        assert desk.app.screen is desk.screen
        await desk.press(":", "escape")
        assert desk.app.screen is desk.screen


async def test_on_a_narrow_screen_the_words_are_cut_and_not_the_keys(room: Room) -> None:
    async with room(size=(40, 20)) as desk:
        await desk.press(":")
        row = palette(desk).commands.render_line(0).text
        assert row.rstrip().endswith("← h")
        assert "…" in row
