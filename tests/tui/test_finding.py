"""Finding while the query is written, and lists of what is found in the whole project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from textual.strip import Strip

from annotations import patterns
from annotations.concordance import Order
from annotations.model import Article, Span
from annotations.project import Project
from annotations.search import Finder, Query
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui.screens import finding, listing
from tui.screens.concordance import ConcordanceScreen
from tui.widgets import hits
from tui.widgets.reader import Reader


def shown(desk: Desk) -> ConcordanceScreen:
    screen = desk.app.screen
    assert isinstance(screen, ConcordanceScreen)
    return screen


async def settled(desk: Desk) -> None:
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause()


def value(desk: Desk) -> str:
    assert desk.screen.field is not None
    return desk.screen.field.value


class TestWhileItIsWritten:
    async def test_hits_are_shown_counted_and_the_first_is_in_sight(self, room: Room) -> None:
        async with room(size=(60, 20)) as desk:
            await desk.press("/")
            await desk.type("تعليق")
            assert len(desk.reader.hits.spans) == 1
            assert "1 found" in desk.screen.status.left
            (hit,) = desk.reader.hits.spans
            y = desk.reader.text_layout.row_of(hit.start) - desk.reader.scroll_offset.y
            assert 0 <= y < desk.reader.size.height
            assert desk.reader.cursor == 0

    async def test_escape_goes_back_and_enter_stays(self, room: Room) -> None:
        async with room(size=(60, 20)) as desk:
            await desk.press("pagedown", "up", "up", "up", "v", "i")
            here = desk.reader.cursor, desk.reader.selection, desk.reader.scroll_offset
            await desk.press("/")
            await desk.type("تعليق")
            assert desk.reader.scroll_offset != here[2]
            await desk.press("escape")
            assert (desk.reader.cursor, desk.reader.selection, desk.reader.scroll_offset) == here
            assert not desk.reader.hits.spans
            await desk.press("/")
            await desk.type("تعليق")
            await desk.press("enter")
            assert desk.text[desk.reader.cursor :].startswith("تعليق")
            await desk.press("p")
            assert desk.reader.cursor == here[0]

    async def test_escape_brings_the_hits_of_before_back(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("/")
            await desk.type("روسيا")
            await desk.press("enter")
            before = desk.reader.hits.spans
            await desk.press("/")
            await desk.type("لافروف")
            assert desk.reader.hits.spans != before
            await desk.press("escape")
            assert desk.reader.hits.spans == before
            await desk.press("n")
            assert desk.text[desk.reader.cursor :].startswith("روسيا")

    async def test_the_last_query_is_there_selected_and_older_ones_above(self, room: Room) -> None:
        async with room() as desk:
            for query in ("روسيا", "كوريا", "روسيا", "لافروف"):
                await desk.press("/")
                await desk.type(query)
                await desk.press("enter")
        async with room() as desk:  # also after a restart
            await desk.press("/")
            assert value(desk) == "لافروف"
            await desk.type("ب")
            assert value(desk) == "ب"
            seen = []
            for key in ("up", "up", "up", "up", "down", "down", "down", "down"):
                await desk.press(key)
                seen.append(value(desk))
            assert seen == ["لافروف", "روسيا", "كوريا", "كوريا", "روسيا", "لافروف", "ب", "ب"]

    async def test_the_last_query_again_goes_on_from_the_cursor(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("/")
            await desk.type("لافروف")
            await desk.press("enter")
            first = desk.reader.cursor
            await desk.press("J", "J", "/", "enter")
            assert desk.reader.cursor > first
            assert desk.text[desk.reader.cursor :].startswith("لافروف")
            assert desk.said.startswith("4 of 9")

    async def test_the_switches_are_shown_and_turned_in_the_field(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("/")
            await desk.type("الى")
            folded = len(desk.reader.hits.spans)
            switches = desk.screen._switches
            assert switches is not None
            assert "^E exact" in switches.render_line(0).text
            await desk.press("ctrl+l")
            assert len(desk.reader.hits.spans) < folded
            await desk.press("ctrl+l", "ctrl+e")
            assert not desk.reader.hits.spans
            await desk.press("escape", "f", "e")
            assert desk.said == "What is folded makes no difference."
            assert not switches.display

    async def test_a_click_turns_a_switch(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("/")
            await desk.type("الى")
            folded = len(desk.reader.hits.spans)
            switches = desk.screen._switches
            assert switches is not None
            at = switches.render_line(0).text.index("alef")
            await desk.pilot.click(switches, offset=(at, 0))
            assert len(desk.reader.hits.spans) < folded
            assert desk.screen.field is not None
            assert desk.screen.field.has_focus

    async def test_a_megabyte_in_the_field_is_cut_and_found_nowhere(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("/")
            assert desk.screen.field is not None
            desk.screen.field.insert("كلمة " * 200_000)
            await desk.press("left")
            assert "A field takes 5,000 characters" in desk.said
            await desk.press("enter")
            assert desk.said.startswith("Not found: كلمة كلمة")
            assert desk.said.endswith("…. / looks for other words, ff in the whole project.")

    async def test_where_nothing_is_found_it_is_said_what_keeps_it_from_being_found(
        self, room: Room
    ) -> None:
        async with room() as desk:
            await desk.press("f", "r", "/")
            await desk.type("xyz")
            await desk.press("enter")
            assert "as a regular expression: fr ends that" in desk.said
            await desk.press("f", "r", "f", "l", "n")
            assert "f has the switches" in desk.said


class TestExpressions:
    async def test_one_that_is_wrong_is_told_in_the_status_and_on_enter(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("/", "ctrl+r")
            await desk.type("(ل")
            await settled(desk)
            assert "wrong at its character 3" in desk.screen.status.left
            assert not desk.said
            await desk.press("enter")
            assert "wrong at its character 3" in desk.said
            await desk.press("i")
            assert "wrong" not in desk.screen.status.left
            await desk.press("/")
            await desk.type(r"لا\w+ف")
            await desk.press("enter")
            await settled(desk)
            assert len(desk.reader.hits.spans) == 9
            assert desk.text[desk.reader.cursor :].startswith("لافروف")

    async def test_one_that_would_never_end_does_not_hold_up_the_reader(
        self, room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(patterns, "PATIENCE", (0.05, 0.1))
        (folder / "0.txt").write_text("ب" * 200 + "ت", encoding="utf-8")
        async with room() as desk:
            desk.screen.open("0.txt")
            await desk.press("/", "ctrl+r")
            assert desk.screen.field is not None
            desk.screen.field.insert("(ب*)*ج|(ب|بب)+$(?<!ت)")
            await desk.pilot.press("ctrl+home")  # which is not kept waiting
            assert desk.screen.field.caret == 0
            await settled(desk)
            assert "takes too long" in desk.screen.status.left
            await desk.press("enter")
            assert "takes too long" in desk.said


class TestInTheProject:
    @pytest.fixture
    def project(self, folder: Path) -> Path:
        (folder / "other.txt").write_text("زار لافروف موسكو. قال لَافْرُوف نعم.", encoding="utf-8")
        (folder / "broken.txt").write_bytes(b"\xff\xfe\xfa\x00")
        return folder

    async def listed(self, desk: Desk, *keys: str, query: str = "لافروف") -> None:
        await desk.press(*keys)
        await desk.type(query)
        await desk.press("enter")
        await settled(desk)

    async def test_it_is_listed_with_its_context_and_opened(
        self, room: Room, project: Path
    ) -> None:
        async with room() as desk:
            desk.screen.open(SEED.name)
            await self.listed(desk, "f", "f")
            head = shown(desk).head.left
            assert head.startswith("11 hits · in 2 articles · 1 unreadable")
            assert "broken.txt is not" in shown(desk).notice._text
            row = shown(desk).hits.render_line(1).text
            assert "ﻑﻭﺮﻓﻻ" in row
            columns = {shown(desk).hits.render_line(y).text.index("ﻑﻭﺮﻓﻻ ") for y in (0, 1)}
            assert len(columns) == 1
            await desk.press("]", "enter")
            assert desk.app.screen is desk.screen
            assert desk.reader.article.path == "other.txt"
            assert desk.text[desk.reader.cursor :].startswith("لَافْرُوف")
            assert len(desk.reader.hits.spans) == 2
            await desk.press("p")
            assert desk.reader.article.path == SEED.name
            await desk.press("f", "a")
            assert shown(desk).hits.index == 10

    async def test_what_is_marked_is_tagged_at_once_and_taken_back_at_once(
        self, room: Room, project: Path
    ) -> None:
        async with room() as desk:
            desk.screen.open("other.txt")
            await desk.go_to("لافروف")
            await desk.press("e")
            await self.listed(desk, "f", "f")
            await desk.press("e")
            assert "Nothing is marked" in shown(desk).notice._text
            await desk.press("a", "space", "e")
            await settled(desk)
            assert desk.said == (
                "9 places tagged as entity; u takes all back. 1 was tagged so already."
            )
            assert len(desk.annotations) == 2
            await desk.press("f", "a")
            assert [line.labels for line in shown(desk).listing.lines][1:] == [{"entity"}] * 10
            await desk.press("escape", "u")
            assert desk.said == "Undo: 9 places in 2 articles."
            assert len(desk.annotations) == 1
            desk.screen.open(SEED.name)
            assert desk.annotations == []
            await desk.press("U")
            assert desk.said == "Redo: 9 places in 2 articles."
        async with room() as desk:
            desk.screen.open("other.txt")
            await desk.press("u")
            assert desk.said == "Undo: 9 places in 2 articles."
            assert len(desk.annotations) == 1
            desk.screen.open(SEED.name)
            assert desk.annotations == []
            desk.screen.open("other.txt")
            await desk.go_to("لافروف")
            await desk.press("enter", "U", "escape")  # from the details as well
            desk.screen.open(SEED.name)
            assert len(desk.annotations) == 8

    async def test_an_article_that_changes_or_goes_before_it_is_tagged_is_left_out_by_name(
        self, room: Room, project: Path
    ) -> None:
        (project / "gone.txt").write_text("لافروف", encoding="utf-8")
        async with room() as desk:
            desk.screen.open(SEED.name)
            await self.listed(desk, "f", "f")
            (project / "gone.txt").unlink()
            (project / "other.txt").write_text("لافروف", encoding="utf-8")
            await desk.press("a", "c")
            await settled(desk)
            assert "9 places tagged as claim" in desk.said
            assert "3 were left out." in desk.said
            assert "gone.txt" in desk.said
            assert "other.txt has changed" in desk.said
            assert len(desk.annotations) == 9

    async def test_one_article_then_the_others_sorted_by_what_follows(
        self, room: Room, project: Path
    ) -> None:
        async with room() as desk:
            desk.screen.open("other.txt")
            await self.listed(desk, "f", "h")
            assert shown(desk).head.left.startswith("2 hits")
            await desk.press("p", "s")
            await settled(desk)
            assert shown(desk).listing.order is Order.FOLLOWING
            assert "sorted by what follows" in shown(desk).head.left
            after = [line.text[line.at.end :].split() for line in shown(desk).listing.lines]
            assert len(after) == 11
            assert [words[0] for words in after][:3] == ["الطريق", "إلى", "إلى"]

    async def test_it_fills_while_it_is_used_and_escape_stops_and_then_leaves(
        self, room: Room, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go_on, read = Event(), Project.read

        def slow(self: Project, path: str) -> Article:
            if path == "other.txt":
                go_on.wait(20)
            return read(self, path)

        monkeypatch.setattr(listing, "SLICE", 0.0)
        async with room() as desk:
            desk.screen.open(SEED.name)
            monkeypatch.setattr(Project, "read", slow)
            await desk.press("f", "f")
            await desk.type("لافروف")
            await desk.press("enter")
            while not shown(desk).hits.count:
                await desk.pilot.pause()
            assert shown(desk).head.left.startswith("9 hits · in 1 article · ")
            assert "of 3 looked through" in shown(desk).head.left
            await desk.press("j", "space", "escape")
            assert shown(desk).hits.index == 2
            assert "stopped after" in shown(desk).head.left
            go_on.set()
            await desk.press("escape")
            assert desk.app.screen is desk.screen

    async def test_where_nothing_was_found_when_it_was_stopped_it_is_said_how_to_go_on(
        self, room: Room, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go_on, read = Event(), Project.read

        def slow(self: Project, path: str) -> Article:
            go_on.wait(20)
            return read(self, path)

        async with room() as desk:
            monkeypatch.setattr(Project, "read", slow)
            await desk.press("f", "f")
            await desk.type("xyz")
            await desk.press("enter", "escape")
            assert shown(desk).hits.empty == (
                "Nothing had been found when it was stopped: p goes on."
            )
            go_on.set()
            await desk.press("p")
            await settled(desk)
            assert shown(desk).hits.empty == "Nothing was found."

    async def test_by_the_mouse_and_in_the_arabic_layout(self, room: Room, project: Path) -> None:
        async with room() as desk:
            desk.screen.open(SEED.name)
            await self.listed(desk, "ب", "ا")  # f and h
            hits = shown(desk).hits
            await desk.pilot.click(hits, offset=(hits.room - 2, 3))
            assert shown(desk).listing.marked == {shown(desk).listing.lines[3]}
            await desk.press("ش")  # a
            assert len(shown(desk).listing.marked) == 9
            await desk.pilot.click(hits, offset=(40, 2))
            assert desk.app.screen is desk.screen
            assert desk.reader.cursor == desk.reader.hits.spans[2].start

    async def test_a_wrong_expression_comes_back_to_be_mended(
        self, room: Room, project: Path
    ) -> None:
        async with room() as desk:
            await desk.press("f", "r", "f", "f")
            question = desk.screen.prompt._bar.left
            await desk.type("(")
            await desk.press("enter")
            assert "wrong at its character 2" in desk.said
            assert value(desk) == "("
            assert desk.screen.prompt._bar.left == question
            await desk.press("backspace")
            await desk.type("موسكو")
            await desk.press("enter")
            await settled(desk)
            assert len(shown(desk).listing.lines) >= 1


@pytest.mark.parametrize("width", [40, 80, 120, 200])
async def test_rows_are_as_wide_as_the_list(room: Room, width: int) -> None:
    async with room(size=(width, 20)) as desk:
        await desk.press("f", "h")
        await desk.type("و")
        await desk.press("enter")
        hits = shown(desk).hits
        for y in range(hits.size.height):
            assert hits.render_line(y).cell_length == hits.size.width


@pytest.mark.long
async def test_in_ten_megabytes_the_newest_query_wins(room: Room, folder: Path) -> None:
    (folder / "0.txt").write_bytes(SEED.read_bytes() * 2700)
    async with room() as desk:
        desk.screen.open("0.txt")
        await desk.press("ctrl+end", "/")
        await desk.type("لافروف")
        await settled(desk)
        assert desk.reader.hits.spans == Finder(desk.text).find(Query("لافروف"))
        await desk.press("ctrl+u")
        await desk.type("ا")
        await desk.press("enter")
        await settled(desk)
        assert "50,000 found, and more" in desk.screen.status.left


async def test_a_letter_draws_the_rows_in_which_it_changes_something(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = list[int](), Reader.draw

    def noted(self: Reader, y: int, width: int) -> Strip | None:
        drawn.append(y)
        return draw(self, y, width)

    async with room() as desk:
        await desk.press("/")
        await desk.type("لافرو")
        monkeypatch.setattr(Reader, "draw", noted)
        await desk.type("ف")
        row_of = desk.reader.text_layout.row_of
        changed = {row_of(at) for hit in desk.reader.hits.spans for at in (hit.start, hit.end - 1)}
        assert drawn
        assert set(drawn) <= changed
        assert len(changed) < desk.reader.size.height
        drawn.clear()
        hits.add(desk.reader, [Span(len(desk.text) - 1, len(desk.text))])  # out of sight
        await desk.pilot.pause()
        assert drawn == []


async def test_what_is_typed_ahead_of_a_long_search_waits_for_its_hit(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, look = Event(), Finder.look

    def slow(self: Finder, *given: Any) -> Iterator[list[Span]]:
        hits = [hit for batch in look(self, *given) for hit in batch]
        until = monotonic() + 0.5  # longer than a key takes
        while monotonic() < until:
            go_on.wait(0.01)
            yield []
        yield hits[:2]
        while not go_on.wait(0.01):
            yield []
        yield hits[2:]

    monkeypatch.setattr(Finder, "look", slow)
    async with room() as desk:
        await desk.pilot.press("/", *"لافروف", "enter", "n", "e")
        await desk.pilot.pause()
        first, second = desk.reader.hits.spans
        assert [each.start for each in desk.annotations] == [second.start]
        await desk.press("N")
        assert desk.said == "1 of 2 so far"
        go_on.set()
        await settled(desk)
        assert desk.said == "1 of 9"
        assert desk.reader.cursor == first.start


async def test_a_hit_that_takes_too_long_is_not_gone_to_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, look = Event(), Finder.look

    def slow(self: Finder, *given: Any) -> Iterator[list[Span]]:
        while not go_on.wait(0.01):
            yield []
        yield from look(self, *given)

    monkeypatch.setattr(Finder, "look", slow)
    monkeypatch.setattr(finding, "PATIENCE", 0.01)
    async with room() as desk:
        await desk.pilot.press("/", *"تعليق", "enter", "e")
        go_on.set()
        await settled(desk)
        assert [each.start for each in desk.annotations] == [0]
        assert len(desk.reader.hits.spans) == 1
        assert desk.reader.cursor == 0
