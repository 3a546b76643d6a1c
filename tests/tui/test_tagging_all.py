"""Every place of a name tagged at once, after a look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.project import Project
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui.screens.concordance import ConcordanceScreen


def preview(desk: Desk) -> ConcordanceScreen:
    screen = desk.app.screen
    assert isinstance(screen, ConcordanceScreen)
    return screen


async def test_all_places_of_a_name_in_two_keys_and_back_in_one(room: Room) -> None:
    async with room() as desk:
        at = await desk.go_to("كوريا الشمالية")
        await desk.press("v", "i", "i", "e")
        assert [each.start for each in desk.annotations] == [at]
        await desk.press("*")
        places = preview(desk).hits.count
        assert places > 5
        assert len(preview(desk).listing.marked) == places - 1  # one is tagged already
        await desk.press("*")
        assert len(desk.annotations) == places
        assert {each.exact for each in desk.annotations} == {"كوريا الشمالية"}
        # The clitics that are written with it stay outside.
        assert any(desk.text[each.start - 1] in "ول" for each in desk.annotations)
        await desk.press("u")
        assert [each.start for each in desk.annotations] == [at]


async def test_what_is_unticked_is_left_out(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("لافروف")
        await desk.press("*")
        hits = preview(desk).hits
        places = hits.count
        await desk.press("j", "space")
        assert len(preview(desk).listing.marked) == places - 1
        await desk.press("*")
        assert len(desk.annotations) == places - 1
        second = hits.listing.lines[1].span
        assert second not in {each.span for each in desk.annotations}


async def test_none_all_and_leaving(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("لافروف")
        await desk.press("*", "a")
        assert preview(desk).listing.marked == set()
        await desk.press("a")
        assert len(preview(desk).listing.marked) == preview(desk).hits.count
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        assert desk.annotations == []


async def test_the_whole_project_and_one_undo(room: Room, folder: Path) -> None:
    (folder / "other.txt").write_text("زار لافروف موسكو. قال لافروف نعم.", encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\xff\xfe\xfa\x00")
    async with room() as desk:
        desk.screen.open(SEED.name)
        await desk.go_to("لافروف")
        await desk.press("*")
        here = preview(desk).hits.count
        await desk.press("p")
        await desk.app.workers.wait_for_complete()
        assert preview(desk).hits.count == here + 2
        assert "broken.txt is not" in preview(desk).notice._text
        await desk.press("*")
        assert len(desk.annotations) == here
        desk.screen.open("other.txt")
        assert [each.exact for each in desk.annotations] == ["لافروف", "لافروف"]
        await desk.press("e", "u")  # something else in between, taken back
        assert len(desk.annotations) == 2
        await desk.press("u")
        assert desk.annotations == []
        desk.screen.open(SEED.name)
        assert desk.annotations == []


async def test_every_row_of_the_places_is_as_wide_as_the_list(room: Room) -> None:
    async with room(size=(40, 20)) as desk:
        await desk.go_to("لافروف")
        await desk.press("*")
        hits = preview(desk).hits
        for y in range(hits.size.height):
            assert hits.render_line(y).cell_length == hits.size.width


async def test_what_is_gone_is_looked_for_once_for_all_articles(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        (folder / f"{number}.txt").write_text("قال لافروف", "utf-8")
    walks: list[int] = []
    unlisted = Project.unlisted

    def counted(self: Project) -> list[str]:
        walks.append(1)
        return unlisted(self)

    async with room() as desk:
        await desk.press("f", "f")
        await desk.type("لافروف")
        await desk.press("enter")
        await desk.app.workers.wait_for_complete()
        await desk.press("a")
        monkeypatch.setattr(Project, "unlisted", counted)
        await desk.press("e")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert "tagged as entity" in desk.said
        assert len(walks) <= 2  # for the one that is open as well
