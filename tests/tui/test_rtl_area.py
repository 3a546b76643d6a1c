"""The Arabic field of several lines: rows as the layout wraps them, up and down, its height, the user's editor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from annotations.clusters import clusters
from annotations.model import Direction
from tests.tui.conftest import Desk, Room
from tests.tui.test_rtl_input import FieldApp, cells_with, told
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader
from tui.widgets.rtl_area import RtlArea


class AreaApp(FieldApp):
    def compose(self) -> ComposeResult:
        yield RtlArea(self.answers.append)


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    async with AreaApp().run_test(size=(30, 18)) as pilot:
        pilot.app.query_one(RtlArea).focus()
        await pilot.pause()
        yield pilot


def area(pilot: Pilot[None]) -> RtlArea:
    return pilot.app.query_one(RtlArea)


def rows(widget: RtlArea) -> list[str]:
    return [strip.text for strip in widget.render_lines(widget.size.region)]


def caret_cell(widget: RtlArea) -> list[tuple[int, int]]:
    """Column and row."""
    strips = widget.render_lines(widget.size.region)
    return [(x, y) for y, strip in enumerate(strips) for x in cells_with(widget, strip, "cursor")]


class TestRows:
    async def test_a_space_typed_at_the_end_of_a_line_moves_the_caret(
        self, pilot: Pilot[None]
    ) -> None:
        area(pilot).edit("قال\nAli", Direction.RTL)
        await pilot.press("up", "end")
        cells = []
        for _ in range(3):
            cells += caret_cell(area(pilot))
            await pilot.press("space")
        (x, y), *_ = cells
        assert cells == [(x, y), (x - 1, y), (x - 2, y)]
        assert area(pilot).value == "قال   \nAli"

    async def test_paragraphs_are_wrapped_each_in_its_own_direction(
        self, pilot: Pilot[None]
    ) -> None:
        area(pilot).edit("قال Barack Obama (2009) اليوم إن\nHe said so.", Direction.RTL)
        await pilot.pause()
        first, second, third = rows(area(pilot))
        assert first == "Barack Obama (2009) ﻝﺎﻗ".rjust(28) + "  "
        assert second == "ﻥﺇ ﻡﻮﻴﻟﺍ".rjust(28) + "  "
        assert third == " He said so.".ljust(30)

    async def test_enter_begins_a_line_and_the_caret_is_on_it(self, pilot: Pilot[None]) -> None:
        await pilot.press(*"نعم", "enter")
        assert area(pilot).value == "نعم\n"
        assert area(pilot).size.height == 2
        assert caret_cell(area(pilot)) == [(27, 1)]
        await pilot.press("backspace")
        assert area(pilot).size.height == 1
        assert caret_cell(area(pilot)) == [(24, 0)]

    async def test_it_grows_to_a_third_of_the_screen_and_then_scrolls(
        self, pilot: Pilot[None]
    ) -> None:
        await pilot.press(*["enter"] * 20, *"نعم")
        assert area(pilot).size.height == 6
        assert caret_cell(area(pilot))[0][1] == 5
        await pilot.press("ctrl+home")
        assert caret_cell(area(pilot)) == [(27, 0)]
        area(pilot).post_message(_wheel(area(pilot)))
        await pilot.pause()
        assert caret_cell(area(pilot)) == []  # only looked at
        await pilot.press("down")
        assert caret_cell(area(pilot)) == [(27, 0)]

    async def test_the_caret_has_a_cell_everywhere(self, pilot: Pilot[None]) -> None:
        text = "كَلَّا لا 50% (Ali) 😀\n\n" + "كلمة " * 12 + "\n" + "ب" * 60 + "\nabc   \n" + "d" * 27
        area(pilot).edit(text, Direction.RTL)
        await pilot.pause()
        for place in clusters(text):
            area(pilot).editor.put(place)
            area(pilot).follow()
            wide = text[place : place + 1] == "😀"
            assert len(caret_cell(area(pilot))) == 1 + wide

    async def test_up_and_down_keep_the_column(self, pilot: Pilot[None]) -> None:
        area(pilot).edit("ابتثجحخد\nاب\nابتثجحخد", Direction.RTL)
        await pilot.press("ctrl+home", *["left"] * 6, "down", "down")
        assert area(pilot).caret == 12 + 6
        await pilot.press("up", "up")
        assert area(pilot).caret == 6
        await pilot.press("shift+down")
        assert area(pilot).editor.selected == "خد\nاب"

    async def test_a_click_and_a_drag(self, pilot: Pilot[None]) -> None:
        area(pilot).edit("ابتثجحخد\nاب\nHello", Direction.RTL)
        await pilot.pause()
        await pilot.click(RtlArea, offset=(26, 0))
        assert area(pilot).caret == 1
        await pilot.click(RtlArea, offset=(3, 2))
        assert area(pilot).value[area(pilot).caret :] == "llo"
        await pilot.mouse_down(RtlArea, offset=(27, 0))
        await pilot.hover(RtlArea, offset=(3, 1))
        await pilot.mouse_up(RtlArea, offset=(3, 1))
        assert area(pilot).editor.selected == "ابتثجحخد\nاب"

    async def test_escape_and_control_s_answer_control_g_gives_up(self, pilot: Pilot[None]) -> None:
        await pilot.press("ن", "escape", "ctrl+s", "ctrl+g")
        assert pilot.app.answers == ["ن", "ن", None]  # type: ignore[attr-defined]

    async def test_a_paste_of_lines_is_whole_and_one_step(self, pilot: Pilot[None]) -> None:
        await pilot.press("أ")
        pilot.app.post_message(events.Paste("سطر\r\nوسطر\tآخر\n\x1b"))
        await pilot.pause()
        assert area(pilot).value == "أسطر\nوسطر آخر\n"
        await pilot.press("ctrl+z")
        assert area(pilot).value == "أ"


def _wheel(widget: RtlArea) -> events.MouseScrollDown:
    return events.MouseScrollDown(
        widget, x=1, y=1, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False
    )


class TestTheUsersEditor:
    @pytest.fixture
    def suspends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        @contextmanager
        def suspend(_: App[None]) -> Iterator[None]:
            yield

        monkeypatch.setattr(App, "suspend", suspend)

    @pytest.fixture(autouse=True)
    def files(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "files"))
        (tmp_path / "files").mkdir()
        monkeypatch.delenv("VISUAL", raising=False)
        return tmp_path / "files"

    async def edit(self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, script: str) -> str:
        """What is said when the editor is a shell script with the file as ``$1``."""
        monkeypatch.setenv("EDITOR", f"sh -c '{script}' editor")
        area(pilot).edit("قبل", Direction.RTL)
        await pilot.press("ctrl+e")
        return " ".join(told(pilot, "said"))

    @pytest.mark.usefixtures("suspends")
    async def test_what_it_leaves_is_the_text_and_can_be_undone(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, files: Path
    ) -> None:
        assert not await self.edit(pilot, monkeypatch, 'printf "\\nAli بعد\\n" >> "$1"')
        assert area(pilot).value == "قبل\n\nAli بعد"
        assert told(pilot, "changed") == ["قبل\n\nAli بعد"]
        assert not list(files.iterdir())
        await pilot.press("ctrl+z")
        assert area(pilot).value == "قبل"

    @pytest.mark.usefixtures("suspends")
    async def test_left_as_it_was_nothing_changes(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert not await self.edit(pilot, monkeypatch, "true")
        assert not told(pilot, "changed")

    @pytest.mark.usefixtures("suspends")
    @pytest.mark.parametrize(
        ("script", "why"),
        [
            ('printf new > "$1"; exit 3', "ended with code 3"),
            ('printf new > "$1"; kill -9 $$', "was ended by signal 9"),
            ('printf "\\377new" > "$1"', "not in UTF-8"),
            ('yes new | head -c 60000 > "$1"', "A note takes 50,000 characters"),
        ],
    )
    async def test_one_that_fails_loses_neither_text(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, files: Path, script: str, why: str
    ) -> None:  # fmt: skip
        said = await self.edit(pilot, monkeypatch, script)
        assert why in said
        assert area(pilot).value == "قبل"
        (kept,) = files.glob("*/note.txt")
        assert str(kept) in said
        assert b"new" in kept.read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o600

    @pytest.mark.usefixtures("suspends")
    @pytest.mark.parametrize(
        ("script", "why"), [("exit 1", "ended with code 1"), ('rm "$1"', "does not work")]
    )
    async def test_one_that_fails_before_it_wrote_leaves_no_file(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, files: Path, script: str, why: str
    ) -> None:  # fmt: skip
        said = await self.edit(pilot, monkeypatch, script)
        assert why in said
        assert "The text is as it was" in said
        assert area(pilot).value == "قبل"
        assert not list(files.iterdir())

    @pytest.mark.usefixtures("suspends")
    @pytest.mark.parametrize(
        ("editor", "why"),
        [
            ("no-such-editor -w", "There is no editor no-such-editor"),
            ("vim 'x", "open quotation mark"),
            ("/", "The editor / does not work: Permission denied"),
        ],
    )
    async def test_one_that_cannot_be_started_is_named(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, editor: str, why: str
    ) -> None:
        monkeypatch.setenv("EDITOR", editor)
        area(pilot).edit("قبل", Direction.RTL)
        await pilot.press("f4")
        assert why in told(pilot, "said")[0]
        assert area(pilot).value == "قبل"

    @pytest.mark.usefixtures("suspends")
    async def test_without_any_it_is_said_how_to_choose_one(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("EDITOR", raising=False)
        monkeypatch.setenv("PATH", "")
        await pilot.press("ctrl+e")
        assert "EDITOR=nano" in told(pilot, "said")[0]

    async def test_where_the_screen_cannot_be_left_that_is_said(
        self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "cannot be left" in await self.edit(pilot, monkeypatch, "true")


class TestNotesInTheRoom:
    async def written(self, desk: Desk, *keys: str) -> list[str]:
        await desk.press(*keys)
        return [a.note for a in desk.annotations]

    async def test_a_note_of_two_lines_is_kept_opened_and_undone(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "t", *"نعم", "enter", *"Ali")
            assert await self.written(desk, "escape") == ["نعم\nAli"]
            assert desk.reader.has_focus
            await desk.press("t")
            assert desk.screen.query_one(RtlArea).value == "نعم\nAli"
            assert await self.written(desk, "!", "ctrl+s") == ["نعم\nAli!"]
            assert await self.written(desk, "u") == ["نعم\nAli"]

    async def test_control_g_drops_what_was_written(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "t", *"نعم", "escape", "t")
            assert await self.written(desk, "x", "ctrl+g") == ["نعم"]
            assert desk.reader.has_focus

    async def test_the_next_question_has_one_line_again(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "t", "enter", "enter")
            assert desk.screen.query_one(Prompt).size.height == 4
            await desk.press("escape", "/")
            assert desk.screen.query_one(Prompt).size.height == 1
            await desk.press(*"وزير", "enter")
            assert desk.reader.hits.spans

    async def test_a_copy_of_the_text_is_put_into_a_note(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("i", "e", "y", "t", "ctrl+v", "ctrl+a", "ctrl+x", "ctrl+v", "ctrl+v")
            assert await self.written(desk, "escape") == ["وزيروزير"]

    async def test_a_click_beside_keeps_it(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "t", *"نعم", "enter")
            await desk.pilot.click(Reader, offset=(30, 6))
            assert not desk.screen.query_one(Prompt).display
            assert [a.note for a in desk.annotations] == ["نعم"]

    async def test_what_a_field_says_is_read_on_the_screen(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "t", "ctrl+c")
            assert "Nothing is selected" in desk.said
            desk.app.post_message(events.Paste("كلمة " * 200_000))
            await desk.pilot.pause()
            assert "50,000" in desk.said
            before = len(desk.screen.query_one(RtlArea).value)
            await asyncio.wait_for(desk.press("backspace", "left", "ن"), 10)
            assert len(desk.screen.query_one(RtlArea).value) == before
            await desk.press("escape")
