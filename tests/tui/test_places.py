"""Places visited: back and forth."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Room
from tui.places import MOST, Place, Places


def at(offset: int, article: str = "a.txt") -> Place:
    return Place(article, offset)


def test_back_and_forth_lead_the_same_way() -> None:
    places = Places()
    places.leave(at(0))
    places.leave(at(500))
    assert places.back(at(1000)) == at(500)
    assert places.back(at(500)) == at(0)
    assert places.back(at(0)) is None
    assert places.forth(at(0)) == at(500)
    assert places.forth(at(500)) == at(1000)
    assert places.forth(at(1000)) is None


def test_a_jump_forgets_what_lay_ahead() -> None:
    places = Places()
    places.leave(at(0))
    assert places.back(at(500)) == at(0)
    places.leave(at(0))
    assert places.forth(at(900)) is None
    assert places.back(at(900)) == at(0)


def test_a_step_aside_is_no_other_place() -> None:
    places = Places()
    places.leave(at(100))
    places.leave(at(110))
    assert places.back(at(120)) is None
    assert places.back(at(120, "b.txt")) is None


def test_the_end_of_a_link_is_another_place_however_near() -> None:
    places = Places()
    places.leave(at(100))
    places.leave(at(110)._replace(exact=True))
    assert places.back(at(120)) == (*at(110)[:2], True)
    assert places.back(at(110)) is None
    assert places.forth(at(110)) == (*at(120)[:2], True)


def test_the_oldest_places_go() -> None:
    places = Places()
    for number in range(3 * MOST):
        places.leave(at(1000 * number))
    seen = 0
    here = at(-1000)
    while (before := places.back(here)) is not None:
        seen, here = seen + 1, before
    assert seen == MOST


async def test_keys_go_back_and_forth_over_jumps_and_articles(room: Room, folder: Path) -> None:
    (folder / "other.txt").write_text("نص آخر", encoding="utf-8")
    async with room() as desk:
        await desk.press("g", "right_square_bracket")
        end = desk.reader.cursor
        assert end == len(desk.text)
        await desk.press("p")
        assert desk.reader.cursor == 0
        await desk.press("g", "p")
        assert desk.reader.cursor == end
        first = desk.reader.article.path
        desk.screen.open("other.txt")
        await desk.press("p")
        assert (desk.reader.article.path, desk.reader.cursor) == (first, end)
        await desk.press("p", "p")
        assert desk.reader.cursor == 0
        assert desk.said == "There is no place before this one."
