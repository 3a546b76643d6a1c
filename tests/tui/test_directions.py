"""A piece of an article runs in a list as it does in the text, whatever it begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import messages
from annotations.model import Direction, direction_from
from tests.tui.conftest import Desk, Room
from tests.tui.test_review import margin_of, opened
from tests.workflows.test_workflows import seen
from tui.text.line import one_row
from tui.text.said import running

ARTICLE = "names.txt"
WORDS = "Barack Obama قال"
TEXT = f"العنوان\nنقلت وكالة International Reuters عن {WORDS} أمس إن الاتفاق جاهز.\nBarack Obama said قال yesterday.\n"
SHOWN = one_row("قال", Direction.RTL).visual + " Barack Obama"
"""The words as they stand in the first paragraph, from left to right."""


def rows(desk: Desk) -> list[str]:
    return [row for row in seen(desk) if SHOWN in row]


@pytest.mark.parametrize("language", messages.LANGUAGES)
async def test_latin_words_at_the_beginning_turn_no_row_round(
    language: str, room: Room, folder: Path
) -> None:
    (folder / ARTICLE).write_text(TEXT, "utf-8")
    omar = margin_of(folder, "Omar", ARTICLE)
    start = TEXT.index(WORDS)
    quote = omar.add((start, start + len(WORDS)), "quote")
    other = omar.add((TEXT.index("جاهز"), TEXT.index("جاهز") + 4), "entity")
    omar.add_link("source", quote.id, other.id)
    messages.use(language)
    try:
        async with room(folder, size=(160, 30)) as desk:
            desk.screen.open(ARTICLE)
            await desk.go_to(WORDS)
            assert len(rows(desk)) == 2, "in the text, and in the list of annotations"
            await desk.press("f", "h", "ctrl+a")
            await desk.type("قال أمس")
            await desk.press("enter")
            await desk.pilot.pause(0.1)
            assert len(rows(desk)) == 1, "among the hits"
            await desk.press("escape", "escape")
            await desk.go_to(WORDS)
            await desk.press("enter")
            assert SHOWN in seen(desk)[2] + seen(desk)[3], "in the details"
            await desk.press("escape")
            await desk.go_to("جاهز")
            await desk.press("enter")
            assert len(rows(desk)) == 2, "in the details of another, and at the end of its link"
            await desk.press("escape")
            await opened(desk, 2)
            assert rows(desk), "in the queue"
    finally:
        messages.use("en")


def test_a_part_has_the_direction_of_its_paragraph() -> None:
    assert direction_from(TEXT, TEXT.index("نقلت")) is Direction.RTL
    assert direction_from(TEXT, TEXT.index("Barack Obama said")) is Direction.LTR
    assert direction_from("12\nBarack", 0) is Direction.RTL
    assert one_row(running(WORDS, Direction.RTL), Direction.LTR, harakat=False).visual == SHOWN
    assert running("قال", Direction.RTL) == "قال"
