"""Motions and selections by keys, in texts that are made to hurt: direction changes, row breaks, lam-alef, harakat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from annotations.model import Span
from tests.tui.conftest import Desk, Room
from tui.keymap import MOVING, SELECTING

MIXED = (
    "قال Barack Obama (2009) إن «السلام» بلغ 45% اليوم، كما قَالَ: لَا.\n"
    "The word السلام stands here. And «peace» too.\n"
    "\n"
    "وفي 12:30 قال لأحمد: «لا إلى الآن؛ والآن نعم» ثم عاد. "
    + "وهذا كلام طويل يملأ الصف كله وأكثر من ذلك بكثير. "
    * 4
)
BIDI = "قال Barack (2009) اليوم 45% إن"
LIGATURES = "لا إلى الآن قَالَ لَا نعم"
MOTIONS = [command for command in MOVING if " " not in command.keys.split(",")[0]]

LONG = partial(pytest.param, marks=pytest.mark.long)


@asynccontextmanager
async def reading(room: Room, folder: Path, text: str) -> AsyncIterator[Desk]:
    """The reading room with the cursor at the start of ``text``."""
    (folder / "hurt.txt").write_text(text, encoding="utf-8")
    async with room() as desk:
        desk.screen.open("hurt.txt")
        await desk.pilot.pause()
        yield desk


async def stops(desk: Desk, key: str, start: int) -> list[int]:
    """The offsets where a key leads from ``start``, until it leads no further."""
    desk.reader.go(start)
    found = [start]
    while True:
        await desk.pilot.press(key)
        if desk.reader.cursor == found[-1]:
            return found
        found.append(desk.reader.cursor)


def key_of(name: str) -> str:
    return next(c for c in MOVING if c.id == f"move-{name}").keys.split(",")[0]


class TestByTheEyeAndByReading:
    async def test_arrows_cross_a_direction_change_as_the_eye_does(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, BIDI) as desk:
            seen = await stops(desk, "h", 0)
            latin = list(range(BIDI.index("Barack"), BIDI.index(" اليوم")))
            per_cent = BIDI.index("45%")
            # Over the Latin run from its last letter to its first; over 45% from 5 to 4, the sign at its left.
            assert seen == [
                *range(4), *reversed(latin), *range(latin[-1] + 1, per_cent), per_cent + 1, per_cent,
                *range(per_cent + 2, len(BIDI)), len(BIDI),
            ]  # fmt: skip
            assert await stops(desk, "l", len(BIDI)) == seen[::-1]

    async def test_words_go_in_reading_order_through_a_direction_change(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, BIDI) as desk:
            words = [BIDI.index(word) for word in BIDI.replace("(", "").replace(")", "").split()]
            assert await stops(desk, "i", 0) == [*words, len(BIDI)]
            assert await stops(desk, "o", len(BIDI)) == [len(BIDI), *words[::-1]]

    async def test_a_word_to_the_left_is_onward_only_where_the_row_goes_there(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, MIXED) as desk:
            await desk.press("ctrl+left")
            assert desk.text[desk.reader.cursor :].startswith("Barack")
            place = desk.text.index("stands")
            desk.reader.go(place)
            await desk.press("ctrl+left")
            assert desk.text[desk.reader.cursor :].startswith("السلام stands")
            await desk.press("ctrl+right")
            assert desk.reader.cursor == place

    async def test_lam_alef_is_one_step_and_so_is_a_letter_with_its_marks(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, LIGATURES) as desk:
            seen = await stops(desk, "left", 0)
            inside = {
                *(LIGATURES.index(pair) + 1 for pair in ("لا", "لآ")),
                *(at for at, c in enumerate(LIGATURES) if "\u064b" <= c <= "\u0652"),
                LIGATURES.index("لَا") + 2,
            }
            assert seen == [at for at in range(len(LIGATURES) + 1) if at not in inside]
            assert await stops(desk, "right", len(LIGATURES)) == seen[::-1]

    async def test_a_row_ends_and_the_next_begins(self, room: Room) -> None:
        async with room() as desk:
            rows = [desk.reader.text_layout.row(y) for y in range(3)]
            assert all(row is not None and row.paragraph == 0 for row in rows)
            first, second, _ = [row for row in rows if row is not None]
            await desk.press("end")
            assert desk.reader.cursor == first.last
            await desk.press("left")
            assert desk.reader.cursor == second.start == first.end
            await desk.press("right", "home")
            assert desk.reader.cursor == first.first
            await desk.press("j", "j", "k")
            assert desk.reader.cursor == second.first
            await desk.press("o", "i")
            assert desk.reader.cursor == second.start  # the word over the break, and back


class TestCounts:
    @pytest.mark.parametrize("place", [*map(LONG, ["Barack", "السلام stands", "لا إلى"])])
    async def test_a_count_is_the_key_so_many_times(
        self, room: Room, folder: Path, place: str
    ) -> None:
        async with reading(room, folder, MIXED) as desk:
            start = MIXED.index(place)
            for command in MOTIONS:
                key = command.keys.split(",")[0]
                desk.reader.go(start)
                await desk.pilot.press(key, key, key)
                thrice = desk.reader.cursor
                desk.reader.go(start)
                await desk.pilot.press("3", key)
                assert desk.reader.cursor == thrice, command.id

    async def test_the_motions_of_the_language(self, room: Room, folder: Path) -> None:
        async with reading(room, folder, MIXED) as desk:
            for keys, place in [
                ("A", "كما قَالَ"), ("2A", "لَا."), ("a", "The word"), ("2a", "And «peace»"), ("I", "السلام»"),
                ("2I", "peace»"), ("3I", "لا إلى"), ("3IE", "peace»"), ("3IS", "«لا إلى"), ("2]", "وفي 12:30"),
                ("2][", "The word"), (";2o", "قَالَ: لَا."), ("3as", "And «peace»"),
            ]:  # fmt: skip
                desk.reader.go(0)
                await desk.pilot.press(*keys)
                assert MIXED[desk.reader.cursor :].startswith(place), keys

    @pytest.mark.long
    async def test_a_motion_at_the_end_stays_there_however_often(self, room: Room) -> None:
        async with room() as desk:
            for command in MOTIONS:
                onward = command.id not in BACK
                end = len(desk.text) if onward else 0
                desk.reader.go(end)
                await desk.pilot.press(*"999999", command.keys.split(",")[0])
                assert desk.reader.cursor == end or command.id in WITHIN_A_ROW, command.id


BACK = {
    *("move-right", "move-up", "move-word-back", "move-word-right", "move-sentence-back"),
    *("move-clause-back", "move-quotation-back", "move-paragraph-back", "move-row-start"),
    "move-page-up",
}
WITHIN_A_ROW = {"move-row-end", "move-row-start"}


class TestSelecting:
    @pytest.mark.parametrize("place", [LONG("Barack"), LONG("نعم» ثم")])
    async def test_v_takes_what_a_motion_goes_over_and_nothing_else(
        self, room: Room, folder: Path, place: str
    ) -> None:
        async with reading(room, folder, MIXED) as desk:
            start = MIXED.index(place)
            for command in MOTIONS:
                key = command.keys.split(",")[0]
                desk.reader.go(start)
                await desk.pilot.press("2", key)
                there = desk.reader.cursor
                desk.reader.go(start)
                await desk.pilot.press("v", "2", key)
                over = Span(*sorted((start, there))) if there != start else None
                assert desk.reader.selection == over, command.id
                await desk.pilot.press("escape")
                assert desk.reader.selection is None
                assert desk.reader.cursor == there

    @pytest.mark.long
    async def test_shift_does_what_v_and_the_motion_do(self, room: Room, folder: Path) -> None:
        async with reading(room, folder, MIXED) as desk:
            for place in ("Barack", "السلام stands"):
                start = MIXED.index(place)
                for command in SELECTING:
                    if not command.id.startswith("extend-"):
                        continue
                    name = command.id.removeprefix("extend-")
                    desk.reader.go(start)
                    await desk.pilot.press("v", *key_of(name).split(" "))
                    by_v = desk.reader.selection
                    desk.reader.go(start)
                    await desk.pilot.press(command.keys)
                    assert desk.reader.selection == by_v, command.id

    async def test_half_a_direction_change_is_tagged_as_the_code_points_between(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, BIDI) as desk:
            # From the lam the eye comes to the end of the Latin run: what is read until there is taken.
            await desk.press("2", "h", "v", "3", "h", "e")
            (entity,) = desk.annotations
            assert entity.exact == BIDI[2 : BIDI.index("9")]

    async def test_a_letter_keeps_its_marks_and_lam_is_parted_from_alef(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, LIGATURES) as desk:
            seen = []
            for start in ("لا", "لآ", "قَ", "لَا"):
                await desk.go_to(start)
                await desk.press("v", "h")
                seen.append(desk.screen.selected)
                await desk.press("h")
                seen.append(desk.screen.selected)
                await desk.press("l", "l")
                assert desk.reader.selection is None
                await desk.press("escape")
            assert seen == ["ل", "لا", "ل", "لآ", "قَ", "قَا", "لَ", "لَا"]

    async def test_either_end_stands_between_lam_and_alef(self, room: Room, folder: Path) -> None:
        async with reading(room, folder, "قال لأحمد بلا لأيام") as desk:
            await desk.press("i", "w", "H", "h", "e")
            assert desk.annotations[0].exact == "أحمد"
            await desk.go_to("بلا")
            await desk.press("v", "2", "h", "q")
            await desk.go_to("لأيام")
            await desk.press("v", "i", "H", "3", "h", "l", "l", "c")
            assert [each.exact for each in desk.annotations[1:]] == ["بل", "أيام"]

    async def test_the_other_end_moves_after_a_swap_and_the_last_selection_comes_back(
        self, room: Room, folder: Path
    ) -> None:
        async with reading(room, folder, MIXED) as desk:
            start = await desk.go_to("السلام»")
            await desk.press("v", "2", "i", "H", "h")
            span = desk.reader.selection
            assert span is not None
            assert span.start == start + 1
            assert MIXED[slice(*span)].startswith("لسلام» بلغ")
            await desk.press("H", "o")
            assert desk.reader.selection == (start + 1, MIXED.index("بلغ"))
            await desk.press("escape", "g", "g", "g", "v")
            assert desk.reader.selection == (start + 1, MIXED.index("بلغ"))
            await desk.press("H", "l")  # and it is the end that was left that moves
            assert desk.reader.selection == (start, MIXED.index("بلغ"))
            await desk.press("e", "g", "v", "q")
            assert [(each.label, each.span) for each in desk.annotations] == [
                ("entity", Span(start, MIXED.index(" بلغ"))),
                ("quote", Span(start, MIXED.index(" بلغ"))),
            ]

    async def test_nothing_was_selected_before(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("g", "v")
            assert desk.reader.selection is None
            await desk.press("H")
            assert desk.reader.cursor == 0
