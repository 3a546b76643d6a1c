"""The Arabic field of one line: what is typed, where the caret stands, what is seen, what it tells."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.theme import Theme

from annotations.clusters import clusters
from annotations.model import Direction
from tui.text.editing import MOST_IN_LINE
from tui.themes import ThemeName, theme
from tui.widgets.field import Field
from tui.widgets.rtl_input import RtlInput
from tui.widgets.styles import look


class FieldApp(App[None]):
    """One field, and what it told."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str | None] = []
        self.told: list[object] = []

    @property
    def current_theme(self) -> Theme:
        return theme(ThemeName.DARK)

    def compose(self) -> ComposeResult:
        yield RtlInput(self.answers.append)

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        self.told.append(("changed", event.value))

    @on(Field.Copied)
    def _copied(self, event: Field.Copied) -> None:
        self.told.append(("copied", event.text))
        self.copy_to_clipboard(event.text)

    @on(Field.Said)
    def _said(self, event: Field.Said) -> None:
        self.told.append(("said", event.text))


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    async with FieldApp().run_test(size=(30, 3)) as pilot:
        pilot.app.query_one(RtlInput).focus()
        await pilot.pause()
        yield pilot


def field(pilot: Pilot[None]) -> RtlInput:
    return pilot.app.query_one(RtlInput)


def told(pilot: Pilot[None], kind: str) -> list[str]:
    app = pilot.app
    assert isinstance(app, FieldApp)
    return [text for what, text in app.told if what == kind]  # type: ignore[misc]


def shown(pilot: Pilot[None]) -> str:
    return field(pilot).render_line(0).text


def cells_with(widget: Field, strip: Strip, name: str) -> list[int]:
    """The cells of a strip that have the colours of a look."""
    wanted, found, x = look(widget, name), [], 0
    for segment in strip:
        style = segment.style
        assert style is not None
        if (style.bgcolor, style.underline or None) == (
            wanted.bgcolor or widget.rich_style.bgcolor,
            wanted.underline,
        ):
            found += range(x, x + segment.cell_length)
        x += segment.cell_length
    return found


class TestTyping:
    async def test_it_is_shaped_and_right_aligned(self, pilot: Pilot[None]) -> None:
        await pilot.press(*"سلام")
        assert field(pilot).value == "سلام"
        assert shown(pilot).strip() == "ﻡﻼﺳ"
        assert shown(pilot).rstrip() == shown(pilot)

    async def test_a_space_at_the_end_has_its_cell(self, pilot: Pilot[None]) -> None:
        await pilot.press(*"سلام", "space")
        assert len(shown(pilot).strip()) == 3
        before = shown(pilot).index("ﻡ")
        await pilot.press("و")
        assert shown(pilot).index("ﻭ") == before - 2

    async def test_keys_that_are_commands_elsewhere_are_typed(self, pilot: Pilot[None]) -> None:
        await pilot.press("q", "slash", "question_mark", "ض", "Q")
        assert field(pilot).value == "q/?ضQ"

    async def test_several_characters_in_one_event_and_those_that_only_shape(
        self, pilot: Pilot[None]
    ) -> None:
        for key, character in (
            ("x", "مرحبا"),
            ("zero_width_non_joiner", "\u200c"),
            ("arabic_fatha", "\u064e"),
            ("shift+space", " "),
            ("ﻻ", "\ufefb"),  # one key, one character in some terminals
            ("grinning_face", "😀"),
        ):
            field(pilot).take(events.Key(key, character))
        assert field(pilot).value == "مرحبا\u200c\u064e لا😀"

    async def test_a_character_with_control_or_alt_is_no_text(self, pilot: Pilot[None]) -> None:
        for key, character in (("alt+x", "x"), ("alt+ش", "ش"), ("ctrl+o", "\x0f"), ("f9", None)):
            assert not field(pilot).take(events.Key(key, character))
        assert field(pilot).value == ""

    async def test_latin_stands_at_the_left(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("/tmp/file.json", Direction.LTR)
        assert shown(pilot).startswith("/tmp/file.json")

    async def test_enter_answers_and_escape_gives_up(self, pilot: Pilot[None]) -> None:
        await pilot.press("ن", "enter", "tab", "escape")
        assert pilot.app.answers == ["ن", None]  # type: ignore[attr-defined]


class TestTheCaret:
    async def test_arrows_go_by_sight_in_mixed_text(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال Ali نعم", Direction.RTL)
        await pilot.press("home", *["left"] * 4)
        assert field(pilot).caret == 6  # over the space to the last letter of the Latin word
        await pilot.press("left")
        assert field(pilot).caret == 5
        await pilot.press("right", "right", "right")
        assert field(pilot).caret == 2

    async def test_words_in_reading_order_towards_the_arrow(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال Barack Obama نعم", Direction.RTL)
        await pilot.press("home", "ctrl+left")
        assert field(pilot).caret == 4
        await pilot.press("ctrl+left")
        assert field(pilot).caret == 11
        await pilot.press("ctrl+right")
        assert field(pilot).caret == 4

    async def test_where_the_direction_changes_both_places_are_shown(
        self, pilot: Pilot[None]
    ) -> None:
        field(pilot).edit("قال Ali", Direction.RTL)
        # The caret at the left end, where Arabic would go on; a line under the i, where Latin would.
        strip = field(pilot).render_line(0)
        assert strip.text.endswith(" Ali ﻝﺎﻗ")
        assert cells_with(field(pilot), strip, "cursor") == [22]
        assert cells_with(field(pilot), strip, "beside") == [25]
        await pilot.press("right")
        assert cells_with(field(pilot), field(pilot).render_line(0), "beside") == [26]

    async def test_without_the_keyboard_there_is_none(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال Ali", Direction.RTL)
        pilot.app.set_focus(None)
        await pilot.pause()
        strip = field(pilot).render_line(0)
        assert not cells_with(field(pilot), strip, "cursor")
        assert not cells_with(field(pilot), strip, "beside")

    @pytest.mark.parametrize(
        "text", ["كلمة " * 30, "word " * 30, "漢字 كلمة Ali " * 12, "م😀" * 40, ""]
    )
    async def test_it_is_in_sight_wherever_it_goes(self, pilot: Pilot[None], text: str) -> None:
        field(pilot).edit(text, Direction.RTL)
        for key in ("end", "home", *["left"] * 70, "ctrl+left", *["right"] * 90, "end", "right"):
            field(pilot).take(events.Key(key, None))
            strip = field(pilot).render_line(0)
            assert strip.cell_length == 30
            assert cells_with(field(pilot), strip, "cursor")

    async def test_a_long_text_stands_still_while_the_caret_moves_in_sight(
        self, pilot: Pilot[None]
    ) -> None:
        field(pilot).edit("كلمة " * 30, Direction.RTL)
        before = shown(pilot)
        await pilot.press(*["right"] * 20)
        assert shown(pilot) == before
        await pilot.press(*["right"] * 20)
        assert shown(pilot) != before
        before = shown(pilot)
        await pilot.press(*["left"] * 7)
        assert shown(pilot) == before


async def test_the_caret_is_drawn_in_the_cell_that_the_layout_gives(pilot: Pilot[None]) -> None:
    pieces = [
        *"ابلام",
        "لا",
        "كَلَّا",
        "\u200c",
        "Ali",
        "18",
        "50%",
        "(",
        " ",
        "😀",
        "שלום",
        "e\u0301",
    ]
    widget = field(pilot)

    @settings(max_examples=150)
    @given(st.lists(st.sampled_from(pieces), max_size=6).map("".join), st.data())
    def drawn(text: str, data: st.DataObject) -> None:
        widget.edit(text, Direction.RTL)
        place = data.draw(st.sampled_from(clusters(text)))
        widget.editor.put(place)
        row = widget.row
        strip = widget.render_line(0)
        assert strip.text.replace("\u2003", " ").strip() == row.visual.strip()
        first = strip.cell_length - row.width if row.direction is Direction.RTL else 0
        cell = row.cells[row.column(place) - row.left]
        found = cells_with(widget, strip, "cursor")
        assert found[0] == first + row.column(place) - row.left
        assert len(found) == row.cells.count(cell)

    drawn()


class TestErasing:
    async def test_units(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال كَلَّا", Direction.RTL)
        await pilot.press("backspace")
        assert field(pilot).value == "قال كَلَّ"  # one code point: the alef
        await pilot.press("home", "delete")
        assert field(pilot).value == "ال كَلَّ"
        await pilot.press("end", "ctrl+w")
        assert field(pilot).value == "ال "
        await pilot.press("ctrl+u")
        assert field(pilot).value == ""
        await pilot.press("ctrl+z")
        assert field(pilot).value == "ال "
        await pilot.press("home", "ctrl+k")
        assert field(pilot).value == ""

    async def test_undo_and_redo(self, pilot: Pilot[None]) -> None:
        await pilot.press(*"قال", "space", *"لي", "ctrl+z")
        assert field(pilot).value == "قال "
        await pilot.press("f5", "ctrl+z")
        assert field(pilot).value == ""
        assert "nothing to undo" in told(pilot, "said")[0]
        await pilot.press("ctrl+y", "f6")
        assert field(pilot).value == "قال لي"


class TestSelecting:
    async def test_with_shift_it_is_shown_and_written_over(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال Ali", Direction.RTL)
        await pilot.press("home", *["shift+left"] * 3)
        assert field(pilot).editor.selected == "قال"
        strip = field(pilot).render_line(0)
        assert cells_with(field(pilot), strip, "selection") == [27, 28, 29]
        await pilot.press("م")
        assert field(pilot).value == "م Ali"

    async def test_copy_cut_and_put_back(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال Ali", Direction.RTL)
        await pilot.press("ctrl+c")
        assert "Nothing is selected" in told(pilot, "said")[0]
        await pilot.press("ctrl+a", "ctrl+c", "ctrl+x")
        assert told(pilot, "copied") == ["قال Ali"] * 2
        assert field(pilot).value == ""
        await pilot.press("ctrl+v", "ctrl+v")
        assert field(pilot).value == "قال Aliقال Ali"

    async def test_by_the_mouse(self, pilot: Pilot[None]) -> None:
        field(pilot).edit("قال Ali نعم", Direction.RTL)

        def at(offset: int) -> tuple[int, int]:
            row = field(pilot).row
            return 30 - row.width + row.column(offset) - row.left, 0

        await pilot.click(RtlInput, offset=at(5))
        assert field(pilot).caret == 5
        await pilot.click(RtlInput, offset=(2, 0))
        assert field(pilot).caret == 11
        await pilot.mouse_down(RtlInput, offset=at(8))
        await pilot.hover(RtlInput, offset=at(10))
        await pilot.mouse_up(RtlInput, offset=at(10))
        assert field(pilot).editor.selected == "نع"
        await pilot.click(RtlInput, offset=at(5), times=2)
        assert field(pilot).editor.selected == "Ali"
        await pilot.click(RtlInput, offset=at(5), times=3)
        assert field(pilot).editor.selected == "قال Ali نعم"


class TestPasting:
    async def test_lines_arrive_whole_on_one(self, pilot: Pilot[None]) -> None:
        pilot.app.post_message(events.Paste("سطر\nوسطر\r\n\x1b[31mآخر\x1b[0m\x07"))
        await pilot.pause()
        assert field(pilot).value == "سطر وسطر آخر"

    async def test_a_megabyte_is_cut_which_is_said(self, pilot: Pilot[None]) -> None:
        pilot.app.post_message(events.Paste("كلمة\n" * 200_000))
        await pilot.pause()
        assert len(field(pilot).value) == MOST_IN_LINE
        assert "5,000 characters" in told(pilot, "said")[0]
        assert "994,999" in told(pilot, "said")[0]
        await pilot.press("home", "delete")
        assert field(pilot).value.startswith("لمة كلمة")


class TestTelling:
    async def test_each_change_once_and_no_motion(self, pilot: Pilot[None]) -> None:
        await pilot.press("ن", "ع", "left", "home", "shift+end", "backspace", "ctrl+z", "ctrl+y")
        await pilot.press("delete")  # nothing there
        assert told(pilot, "changed") == ["ن", "نع", "", "نع", ""]


class TestThePlaceholder:
    @pytest.mark.parametrize(
        ("text", "seen"), [("ابحث", "ﺚﺤﺑﺍ".rjust(30)), ("find text", "find text".ljust(30))]
    )
    async def test_it_stands_in_its_own_direction_until_something_is_typed(
        self, pilot: Pilot[None], text: str, seen: str
    ) -> None:
        field(pilot).placeholder = text
        assert shown(pilot) == seen
        assert cells_with(field(pilot), field(pilot).render_line(0), "cursor") == [29]
        await pilot.press("م")
        assert shown(pilot).strip() == "ﻡ"
