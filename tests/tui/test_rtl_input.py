"""The Arabic field: what is typed, where the caret stands, what is seen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from annotations.model import Direction
from tui.widgets.rtl_input import RtlInput
from tui.widgets.styles import look


class FieldApp(App[None]):
    def compose(self) -> ComposeResult:
        yield RtlInput(print)


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    async with FieldApp().run_test(size=(30, 3)) as pilot:
        pilot.app.query_one(RtlInput).focus()
        await pilot.pause()
        yield pilot


def field(pilot: Pilot[None]) -> RtlInput:
    return pilot.app.query_one(RtlInput)


def shown(pilot: Pilot[None]) -> str:
    return field(pilot).render_line(0).text


async def test_typing_is_shaped_and_right_aligned(pilot: Pilot[None]) -> None:
    await pilot.press(*"سلام")
    assert field(pilot).value == "سلام"
    assert shown(pilot).strip() == "ﻡﻼﺳ"
    assert shown(pilot).rstrip() == shown(pilot)


async def test_a_space_at_the_end_has_its_cell(pilot: Pilot[None]) -> None:
    await pilot.press(*"سلام", "space")
    assert len(shown(pilot).strip(" ").strip("\u00a0")) == 3
    before = shown(pilot).index("ﻡ")
    await pilot.press("و")
    assert shown(pilot).index("ﻭ") == before - 2


async def test_keys_that_are_commands_elsewhere_are_typed(pilot: Pilot[None]) -> None:
    await pilot.press("q", "slash", "question_mark", "ض", "Q")
    assert field(pilot).value == "q/?ضQ"


async def test_arrows_go_by_sight_in_mixed_text(pilot: Pilot[None]) -> None:
    field(pilot).edit("قال Ali نعم", Direction.RTL)
    field(pilot).caret = 0
    await pilot.press(*["left"] * 4)
    assert field(pilot).caret == 6  # over the space to the last letter of the Latin word
    await pilot.press("left")
    assert field(pilot).caret == 5
    await pilot.press("right", "right", "right")
    assert field(pilot).caret == 2


async def test_erasing(pilot: Pilot[None]) -> None:
    field(pilot).edit("كَلَّا", Direction.RTL)
    await pilot.press("backspace")
    assert field(pilot).value == "كَلَّ"  # one code point: the alef
    await pilot.press("home", "delete")
    assert field(pilot).value == "لَّ"  # a whole cluster: the kaf with its mark
    await pilot.press("ctrl+u")
    assert field(pilot).value == ""


async def test_a_paste_arrives_whole_on_one_line(pilot: Pilot[None]) -> None:
    field(pilot).insert("سطر\nوسطر\r\nآخر")
    assert field(pilot).value == "سطر وسطر آخر"


async def test_a_text_longer_than_the_field_shows_the_caret(pilot: Pilot[None]) -> None:
    field(pilot).edit("كلمة " * 30, Direction.RTL)
    for key in ("end", "home"):
        await pilot.press(key)
        strip = field(pilot).render_line(0)
        caret = field(pilot).rich_style + look(field(pilot), "cursor")
        assert strip.cell_length == 30
        assert any(segment.style == caret for segment in strip)


async def test_latin_stands_at_the_left(pilot: Pilot[None]) -> None:
    field(pilot).edit("/tmp/file.json", Direction.LTR)
    assert shown(pilot).startswith("/tmp/file.json")
