"""The list of articles: what an entry shows, its orders and filters, and that it follows the files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from annotations import gathering
from annotations.facts import Facts
from annotations.gathering import News
from annotations.listing import Order, State
from annotations.model import Span
from annotations.project import Project
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui.session import Reached
from tui.text.line import line
from tui.widgets.articles import _when

WORKED = "2025-11-26T10:00:00.000Z"


def rows(desk: Desk) -> list[str]:
    """The rows of the list, without its edge and scroll bar."""
    pane = desk.screen.articles
    return [pane.render_line(y).text[: pane.room].strip() for y in range(pane.size.height)]


def titles(desk: Desk) -> list[str]:
    """The first row of each entry."""
    return [row for row in rows(desk)[::2] if row]


def told(desk: Desk) -> str:
    """The title of the pane, and what is below it."""
    pane = desk.screen.articles
    lines = (desk.screen.titles.render_line(y).text[: pane.size.width] for y in (0, 1))
    return " | ".join(each.strip("▕ ") for each in lines)


async def until(desk: Desk, holds: Callable[[], bool]) -> None:
    """Wait for what the gatherer's thread brings."""
    for _ in range(2000):
        await desk.pilot.pause()
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(rows(desk))


async def all_known(desk: Desk) -> None:
    await until(desk, lambda: not desk.screen.articles.listing.missing)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LOOK", 0.01)
    monkeypatch.setattr(gathering, "SELDOM", 1)


@pytest.fixture
def several(folder: Path) -> Path:
    """Three more articles, with annotations beside two."""
    (folder / SEED.name).unlink()
    texts = {"1": "ثالث بالعنوان\nنص", "2": "أول بالعنوان\nنص", "3": "ثان بالعنوان\nنص"}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    for annotator, path, labels in (
        ("Tester", "2.txt", ["quote", "entity", "entity"]),
        ("Omar", "3.txt", ["claim"]),
    ):
        project = Project.open(folder, annotator, "machine")
        margin = project.margin(project.read(path))
        for place, label in enumerate(labels):
            margin.add(Span(place, place + 1), label)
    return folder


def shown(text: str) -> str:
    return line(text, 60).visual


@pytest.mark.usefixtures("several")
async def test_an_entry_shows_what_was_done_or_else_the_path(room: Room) -> None:
    async with room() as desk:
        await all_known(desk)
        lines = rows(desk)
        assert lines[0] == shown("ثالث بالعنوان")
        assert lines[1] == "1.txt"
        assert lines[3].startswith("q1 e2 ")
        assert lines[5].startswith("+1 ")
        assert all(re.search(r" \d\d[:-]\d\d$", lines[row]) for row in (3, 5))
    async with room(size=(70, 30)) as desk:
        await all_known(desk)
        await desk.press("tab", "tab")
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d q1 ", rows(desk)[3])
        assert rows(desk)[3].endswith("2.txt")


@pytest.mark.usefixtures("several")
async def test_orders_go_round_and_the_cursor_stays_on_its_article(room: Room) -> None:
    async with room() as desk:
        await all_known(desk)
        await desk.press("tab", "tab", "end")
        articles = desk.screen.articles
        assert articles.chosen == "3.txt"
        found = {}
        for order in [*list(Order)[1:], Order.NAME]:
            await desk.press("s")
            assert articles.listing.order is order
            assert articles.chosen == "3.txt"
            found[order] = [path[0] for path in articles.listing.shown]
        assert {order: "".join(paths) for order, paths in found.items()} == {
            Order.NAME: "123",
            Order.TITLE: "213",
            Order.WORKED: "321",
            Order.READ: "123",
            Order.COUNT: "231",
        }
        assert told(desk).split() == ["3", "articles", "by", "name", "|"]


@pytest.mark.usefixtures("several")
async def test_words_narrow_the_list_down_while_they_are_written(room: Room) -> None:
    async with room() as desk:
        await all_known(desk)
        await desk.press("tab", "tab", "/")
        await desk.type("اول")
        assert titles(desk) == [shown("أول بالعنوان")]
        assert told(desk).startswith("1 of 3")
        assert shown("اول") in told(desk)
        await desk.press("enter", "enter")
        assert desk.reader.article.path == "2.txt"
        assert desk.reader.has_focus
        assert len(titles(desk)) == 1
        await desk.press("tab", "tab", "/")
        await desk.type("س")
        assert "No article is like this" in " ".join(rows(desk))
        await desk.press("escape")
        assert desk.screen.articles.has_focus
        assert len(titles(desk)) == 3
        await desk.press("/")
        await desk.type("3")
        await desk.press("enter", "escape")
        assert len(titles(desk)) == 3


@pytest.mark.usefixtures("several")
async def test_in_a_narrow_terminal_the_list_stays_while_words_are_asked_for(room: Room) -> None:
    async with room(size=(40, 24)) as desk:
        await desk.press("tab", "tab", "/")
        assert desk.screen.articles.display
        assert told(desk).startswith("3 articles")
        await desk.press("escape")
        assert desk.screen.articles.has_focus


@pytest.mark.usefixtures("several")
async def test_states_go_round(room: Room) -> None:
    async with room() as desk:
        await all_known(desk)
        await desk.press("tab", "tab", "a")
        listing = desk.screen.articles.listing
        assert (listing.state, listing.shown) == (State.UNTOUCHED, ["1.txt", "3.txt"])
        assert told(desk).endswith("| untouched")
        await desk.press("a")
        assert (listing.state, listing.shown) == (State.BEGUN, ["2.txt"])
        await desk.press("a")
        assert (listing.state, listing.shown) == (State.READ, [])
        await desk.press("a")
        assert len(listing.shown) == 3


@pytest.mark.usefixtures("several")
async def test_a_click_on_the_title_sorts_and_filters(room: Room) -> None:
    async with room() as desk:
        await desk.pilot.click(desk.screen.titles, offset=(20, 0))
        assert desk.screen.articles.listing.order is Order.TITLE
        await desk.pilot.click(desk.screen.titles, offset=(2, 0))
        assert desk.screen.prompt.display


async def test_what_is_read_counts_as_far_as_nothing_was_left_out(room: Room, folder: Path) -> None:
    text = "فقرة من كلمات\n" * 60
    (folder / "0.txt").write_text(text, "utf-8")
    async with room() as desk:
        assert desk.reader.article.path == "0.txt"
        session = desk.screen.session
        assert session.percent("0.txt") == 0
        await desk.press("pagedown")
        once = session.percent("0.txt")
        assert 0 < once < 60
        await desk.press("ctrl+end")
        assert session.percent("0.txt") == once
        desk.reader.scroll_to(y=70, animate=False, force=True)
        assert session.percent("0.txt") == once
        for y in range(10, 60, 10):
            desk.reader.scroll_to(y=y, animate=False, force=True)
        await desk.pilot.pause()
        assert once < session.percent("0.txt") < 60
        desk.reader.go(text.index("\n", len(text) // 2))
        for _ in range(3):
            await desk.press("pagedown")
        assert session.percent("0.txt") == 100
        assert "100%" in rows(desk)[1]
        (folder / "0.txt").write_text(text + text, "utf-8")
        await until(desk, lambda: desk.text == text + text)
        assert session.percent("0.txt") == 50
    async with room() as desk:
        assert desk.screen.session.reached["0.txt"] == Reached(len(text), 2 * len(text))


@pytest.mark.usefixtures("quick")
async def test_files_that_come_and_go_are_followed_and_the_open_one_stays_on_the_screen(
    room: Room, folder: Path
) -> None:
    (folder / "b.txt").write_text("ثان", "utf-8")
    async with room() as desk:
        articles = desk.screen.articles
        await desk.press("tab", "tab", "end")
        (folder / "a.txt").write_text("أول", "utf-8")
        await until(desk, lambda: articles.count == 3)
        assert articles.chosen == "b.txt"
        await until(desk, lambda: shown("أول") in titles(desk))
        (folder / SEED.name).unlink()
        await until(desk, lambda: articles.paths == ["a.txt", "b.txt"])
        assert desk.reader.article.path == SEED.name
        await until(desk, lambda: SEED.name in desk.said)
        (folder / "a.txt").unlink()
        (folder / "b.txt").unlink()
        await until(desk, lambda: not articles.count)
        assert "put some there" in " ".join(rows(desk))
        await desk.press("enter", "s", "a", "escape")
        assert desk.reader.article.path == SEED.name


@pytest.mark.usefixtures("quick")
async def test_what_is_tagged_shows_in_the_list(room: Room) -> None:
    async with room() as desk:
        await desk.press("i", "e")
        await until(desk, lambda: "e1" in rows(desk)[1])


async def test_what_cannot_be_read_is_marked_and_why_is_said(room: Room, folder: Path) -> None:
    (folder / "z.txt").write_bytes(bytes(range(256)) * 8)
    async with room() as desk:
        await all_known(desk)
        await desk.press("tab", "tab", "end")
        assert rows(desk)[2].split() == ["!", "z.txt"]
        assert rows(desk)[3] == "cannot be read"
        assert "not a text" in desk.screen.status.right


@pytest.mark.long
async def test_every_entry_fills_its_row_and_no_more_and_gives_no_orders(room: Room) -> None:
    many = {"quote": 12, "entity": 140, "claim": 3, "other": 1}
    entries = {
        "0.txt": Facts("عنوان " * 40, own=many),
        "1" * 200 + ".txt": Facts("x" * 300, own=many, others={"quote": 1234567}),
        "2\x1b[31m\n.txt": Facts("\x1b[31m", others={"quote": 3}, worked=WORKED),
        "3\u202e.txt": Facts("", unreadable="why"),
        "4\udce9.txt": Facts("4", damaged="why", worked=WORKED),
    }
    async with room(size=(200, 30)) as desk:
        pane = desk.screen.articles
        desk.screen.stop_gathering()
        pane.listing.percent = lambda path: len(path) % 101
        pane.learn(News([*entries], entries))
        pane.focus()
        for width in (200, 120, 80, 70, 40):
            await desk.pilot.resize_terminal(width, 30)
            lines = [pane.render_line(y) for y in range(pane.size.height)]
            assert {each.cell_length for each in lines} == {pane.size.width}
            written = "".join(each.text for each in lines)
            assert not set(written) & set("\x1b\n\u202e\udce9")
            assert "+3" in written
            assert ("156" if width in (120, 80) else "q12") in written


def test_a_moment_is_as_short_as_it_can_be() -> None:
    then = datetime(2026, 11, 26, 14, 5).astimezone()
    moment = then.astimezone(UTC).isoformat()
    assert _when(moment) == "2026-11-26 14:05"
    assert _when(moment, then.date()) == "14:05"
    assert _when(moment, date(2026, 11, 27)) == "11-26"
    assert _when(moment, date(2027, 1, 1)) == "2026"
    assert [_when(none) for none in ("", "yesterday")] == ["", ""]
