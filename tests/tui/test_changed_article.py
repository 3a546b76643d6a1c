"""An article that changes while it is open or between two openings, and several annotators in one article."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from annotations.model import Anchor, Review
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui.widgets.prompt import Prompt

NAME = SEED.name


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / NAME
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


async def look(desk: Desk) -> None:
    """As the clock does each half second, until the other thread has answered."""
    for _ in range(2):
        desk.screen._look_round()
        desk.app.saver.flush(5)
        await desk.pilot.pause()


async def test_a_paragraph_put_before_carries_every_tag_and_the_cursor_along(
    room: Room, folder: Path
) -> None:
    async with room() as desk:
        await desk.go_to("لافروف")
        await desk.press("e")
        (tag,) = desk.annotations
        rewrite(folder, "وصل وزير", "خبر عاجل\nوصل وزير")
        await look(desk)
        assert desk.text.startswith("خبر عاجل\n")
        (moved,) = desk.annotations
        assert moved.start == tag.start + len("خبر عاجل\n")
        assert moved.anchor is Anchor.ANCHORED
        assert desk.reader.cursor == moved.start
        assert "every annotation stands" in desk.said
        await desk.press("u")
        assert desk.annotations == []


async def test_what_is_not_certain_waits_and_is_accepted_placed_or_dropped(
    room: Room, folder: Path
) -> None:
    async with room() as desk:
        await desk.go_to("دعمها")
        await desk.press("q")
        await desk.go_to("سيرغي")
        await desk.press("v", "i", "i", "e")
    rewrite(folder, "دعمها الثابت", "دعمها القوي")
    rewrite(folder, "سيرغي لافروف إلى", "إلى")
    async with room() as desk:
        assert "waits for review" in desk.said
        quote, entity = sorted(desk.annotations, key=lambda each: each.label != "quote")
        assert (quote.anchor, entity.anchor) == (Anchor.REVIEW, Anchor.ORPHAN)
        assert desk.text[quote.start : quote.end] == "دعمها القوي"
        rows = [desk.screen.listed.render_line(y).text for y in range(4)]
        (changed,) = (row for row in rows if "changed, now:" in row)
        letters = unicodedata.normalize("NFKC", changed)[::-1]
        assert "القوي" in letters
        assert "دعمها" not in letters
        assert any("lost its place" in row for row in rows)
        desk.reader.go(quote.start)
        await desk.pilot.pause()
        await desk.press("m", "a")
        accepted = next(each for each in desk.annotations if each.id == quote.id)
        assert (accepted.anchor, accepted.exact) == (Anchor.ANCHORED, "دعمها القوي")
        # What has lost its place is chosen in the list, and put on other words by hand.
        desk.reader.go_to(entity)
        await desk.press("r", "r")
        await desk.go_to("كوريا")
        await desk.press("v", "i", "enter")
        assert (
            next(each for each in desk.annotations if each.id == entity.id).anchor is Anchor.ORPHAN
        )
        desk.reader.go_to(entity)
        await desk.press("r", "r", "escape", "escape")
        desk.reader.go_to(entity)
        await desk.press("r", "r", "i", "i", "enter")
        placed = next(each for each in desk.annotations if each.id == entity.id)
        assert placed.anchor is Anchor.ANCHORED
        assert desk.text[placed.start : placed.end] == placed.exact
        await desk.press("u")
        assert (
            next(each for each in desk.annotations if each.id == entity.id).anchor is Anchor.ORPHAN
        )


async def test_an_article_that_goes_is_said_and_one_that_comes_back_as_well(
    room: Room, folder: Path
) -> None:
    async with room() as desk:
        await desk.press("e")
        path = folder / NAME
        held = path.read_bytes()
        path.unlink()
        await look(desk)
        assert "is gone" in desk.said
        assert len(desk.annotations) == 1
        path.write_bytes(held)
        await look(desk)
        assert desk.said == "The article is there again."


async def test_a_renamed_article_keeps_what_was_written_beside_it(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.press("e")
    (folder / NAME).rename(folder / "renamed.txt")
    async with room() as desk:
        await look(desk)
        assert [each.label for each in desk.annotations] == ["entity"]
        assert "it was renamed" in desk.said


async def test_a_colleagues_annotation_is_told_apart_judged_and_copied(room: Room) -> None:
    async with room(annotator="ليلى") as desk:
        await desk.press("e")
    async with room() as desk:
        (theirs,) = desk.annotations
        assert desk.row_text(0).split()[0] == "E"
        await desk.press("m", "a")
        assert [each.review for each in desk.annotations] == [Review.ACCEPTED]
        await desk.press("m", "r")
        assert [each.review for each in desk.annotations] == [Review.REJECTED]
        assert desk.row_text(0).split()[0] != "E"
        desk.reader.go_to(theirs)
        await desk.press("m", "n", "t")
        assert desk.screen.query_one(Prompt).display
        await desk.type("لا")
        await desk.press("escape")
        assert [each.note for each in desk.screen.margin.decisions_on(theirs.id)] == ["لا"]
        await desk.press("m", "o")
        assert [each.annotator for each in desk.annotations] == ["ليلى", "Tester"]
        assert desk.screen.listed.chosen == desk.reader.current == desk.annotations[1]
        await desk.press("z", "o")
        assert [each.annotator for each in desk.annotations] == ["Tester"]
        assert "only mine" in desk.screen.titles.render_line(0).text
        await desk.press("z", "o", "u", "u")
        assert [each.annotator for each in desk.annotations] == ["ليلى"]
        assert desk.screen.margin.decisions_on(theirs.id) == []


async def test_other_ends_for_an_annotation(room: Room) -> None:
    async with room() as desk:
        await desk.press("e", "r", "r", "i", "i", "i", "enter")
        (tag,) = desk.annotations
        assert tag.exact == "وصل وزير الخارجية"
        await desk.press("u")
        assert [each.exact for each in desk.annotations] == ["وصل"]
        await desk.press("r", "r", "i", "escape", "enter")
        assert [each.exact for each in desk.annotations] == ["وصل"]
