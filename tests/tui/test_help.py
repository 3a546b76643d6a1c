"""The list of keys: everything is in it, aligned at every width, and found by words or by a key."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.conftest import Desk, Room
from tests.tui.test_rtl_input import FieldApp
from tui.keyboards import Keyboard
from tui.keymap import GROUPS, IN_FIELDS, Command
from tui.screens.help import WITH_IDS, Entry, HelpScreen, _columns, _rows
from tui.screens.searching import narrowed
from tui.text.line import line
from tui.text.said import said
from tui.widgets.chrome import Hints
from tui.widgets.rtl_area import RtlArea

ALL = [*GROUPS]
ARABIC = Keyboard.ARABIC_101


def ids(query: str) -> list[str]:
    return [command.id for _, commands in narrowed(ALL, query, ARABIC) for command in commands]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("gq", "go-quote"), ("g q", "go-quote"), ("^←", "move-word-left"), ("ctrl+left", "move-word-left"),
        ("ض", "tag-quote"), ("لض", "go-quote"), ("?", "help"), ("Esc", "escape"), ("Q", "quit"), ("q", "tag-quote"),
        ("next sent", "move-sentence"), ("SENTENCE next", "move-sentence"), ("tag-quote", "tag-quote"),
        ("editor", "field-outside"), ("judging accept", "accept"),
    ],
)  # fmt: skip
def test_a_command_is_found_by_its_key_or_by_words(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert ids(" ") == ids("") == [each.id for _, group in ALL for each in group]
    assert ids("nonsense") == []


@pytest.mark.parametrize("width", [40, 79, 80, 109, 110, 120, 200])
def test_every_row_fits_its_columns(width: int) -> None:
    rows = list(_rows(ALL, ARABIC, width))
    keys, what = _columns(width)
    assert keys + what + 2 + 22 * (width >= WITH_IDS) <= width
    for row in rows:
        assert line(row.keys, 1000, forced=True).width < keys
        assert row.what is None or row.what.width < what
    shown = " ".join(row.what.visual for row in rows if row.what)
    for heading, commands in ALL:
        assert Entry(heading) in rows
        for command in commands:
            assert all(said(word, 99).visual in shown for word in command.what.split())
            assert all(any(key in row.keys.split() for row in rows) for key in command.shown)


def test_ids_that_the_settings_take_are_shown_where_there_is_room() -> None:
    wide, narrow = ({row.id for row in _rows(ALL, ARABIC, width)} for width in (120, 80))
    assert wide == {each.id for _, group in GROUPS for each in group} | {""}
    assert narrow == {""}


async def test_it_narrows_while_one_types_scrolls_and_closes(room: Room) -> None:
    def shown() -> str:
        assert isinstance(desk.app.screen, HelpScreen)
        keys = desk.app.screen.keys
        return "\n".join(keys.render_line(y).text for y in range(keys.size.height))

    async with room(size=(80, 24)) as desk:
        await desk.press("?")
        assert "Moving in the text" in shown()
        assert "\n  i ﻩ " in shown()
        await desk.press("pagedown", "down")
        assert "Moving in the text" not in shown()
        await desk.type("dispute")
        assert shown().startswith(" Judging it")
        assert "md ﻱﺓ" in shown()
        await desk.type("zzz")
        assert "Nothing has these words." in shown()
        await desk.press("escape")
        assert desk.app.screen is desk.screen


async def test_the_keys_of_where_it_is_asked_for_come_first(room: Room) -> None:
    async def first(desk: Desk) -> str:
        await desk.press("?")
        assert isinstance(desk.app.screen, HelpScreen)
        heading = desk.app.screen.keys.rows[0].heading
        await desk.press("escape")
        return heading

    async with room() as desk:
        assert await first(desk) == "Moving in the text"
        await desk.press("shift+tab")
        assert await first(desk) == "The list of articles"
        await desk.press("tab", "e", "enter")
        assert await first(desk) == "The annotation under the cursor, or chosen in the list"
        await desk.press("escape", "*")
        assert await first(desk) == "A list of hits"
        assert len(desk.app.screen.query_one(Hints).commands) <= 8
        await desk.press("escape")
        assert desk.app.screen is desk.screen


async def test_every_key_that_is_listed_for_fields_does_something_there() -> None:
    app = FieldApp()
    async with app.run_test():
        area = RtlArea(lambda _: None)
        await app.mount(area)
        for command in IN_FIELDS:
            for key in command.keys.split(","):
                assert area.take(events.Key(key, None)), key


async def test_the_line_of_hints_has_eight_commands_at_most(room: Room) -> None:
    def hinted(desk: Desk) -> list[Command]:
        hints = desk.screen.query_one(Hints)
        return [command for _, _, command in hints._fitting(hints.size.width)]

    async with room(size=(200, 24)) as desk:
        assert len(hinted(desk)) <= 8
        assert hinted(desk)[-1].id == "help"
    async with room(size=(40, 12)) as desk:
        assert hinted(desk)[-1].id == "help"
