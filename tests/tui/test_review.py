"""The review of colleagues' work: a queue over all articles, judged by one key each, undone in order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.margin import Margin
from annotations.model import Annotation, Review, Span
from annotations.project import Project
from annotations.threads import thread, verdicts
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui.screens.details import DetailsScreen
from tui.screens.review import QueueScreen
from tui.widgets.queue import Queue
from tui.widgets.row_list import RowList

OTHER = "z/other.txt"
ROWS = 2
"""Of an entry of the queue."""
TEXT = "قال الوزير «نعم» اليوم.\nوقالت الوزيرة «لا» أمس.\n"


def margin_of(folder: Path, annotator: str, path: str = SEED.name) -> Margin:
    project = Project.open(folder, annotator, "another machine")
    return project.margin(project.read(path))


def tag(folder: Path, annotator: str, start: int, path: str = SEED.name) -> Annotation:
    """An entity that has what the codebook requires."""
    margin = margin_of(folder, annotator, path)
    made = margin.add(Span(start, start + 3), "entity")
    required = [each for each in margin.codebook.attributes("entity") if each.required]
    said = {each.name: each.default or each.values[0].name for each in required}
    return margin.set_attributes(made.id, said)


@pytest.fixture
def work(folder: Path) -> dict[str, Annotation]:
    """What two colleagues have tagged in two articles."""
    (folder / "z").mkdir()
    (folder / OTHER).write_text(TEXT, "utf-8")
    made = {
        "a": tag(folder, "Omar", 0),
        "b": tag(folder, "سارة", 10),
        "c": tag(folder, "Omar", 4, OTHER),
    }
    sara = margin_of(folder, "سارة", OTHER)
    sara.decide(made["c"].id, Review.REJECTED)
    sara.comment(made["c"].id, "لماذا؟")
    return made


def queue(desk: Desk) -> QueueScreen:
    assert isinstance(desk.app.screen, QueueScreen)
    return desk.app.screen


def rows(desk: Desk) -> list[str]:
    """The second row of each entry, which tells what it is."""
    listed = queue(desk).query_one(Queue)
    return [listed.render_line(RowList.ROWS * n + 1).text.strip() for n in range(listed.count)]


def signs(desk: Desk) -> str:
    listed = queue(desk).query_one(Queue)
    return "".join(
        listed.render_line(RowList.ROWS * n).text.rstrip()[-1] for n in range(listed.count)
    )


def said(desk: Desk) -> str:
    return queue(desk)._notice._text


async def opened(desk: Desk, count: int) -> None:
    """Open the queue, and wait until so many are found."""
    await desk.press("m", "m")
    for _ in range(200):
        if not queue(desk)._waiting.missing and queue(desk)._waiting.total == count:
            return
        await desk.pilot.pause(0.02)
    raise AssertionError(queue(desk)._waiting.total)


def judged(folder: Path, made: Annotation, path: str = SEED.name) -> Review | None:
    return verdicts(margin_of(folder, "x", path).decisions_on(made.id)).get("Tester")


async def test_colleagues_work_is_judged_over_articles_and_undone_in_order(
    room: Room, folder: Path, work: dict[str, Annotation]
) -> None:
    async with room() as desk:
        await opened(desk, 3)
        assert queue(desk)._head.left.endswith("0 of 3 judged")
        assert rows(desk)[2].startswith("entity not judged Omar")
        assert "1 comment" in rows(desk)[2]
        assert rows(desk)[2].split()[-2:] == [OTHER, "¶1"]
        await desk.press("a", "x", "d")
        assert signs(desk) == "✓✗?"
        assert "done" in rows(desk)[0]
        assert "disputed" in rows(desk)[2]
        assert queue(desk)._head.left.endswith("3 of 3 judged")
        assert judged(folder, work["a"]) is Review.ACCEPTED
        assert judged(folder, work["b"]) is Review.REJECTED
        assert judged(folder, work["c"], OTHER) is Review.DISPUTED
        assert desk.reader.article.path == SEED.name  # nothing was opened for that
        await desk.press("escape")
        await opened(desk, 3)
        assert signs(desk) == "✓✗?"  # what was judged stays to be seen, and to be undone
        await desk.press("u")
        assert judged(folder, work["c"], OTHER) is None
        await desk.press("u")
        assert signs(desk) == "✓··"
        await desk.press("Y")
        assert signs(desk) == "✓✗·"
        await desk.press("R")
        assert [row.split()[0] for row in rows(desk)] == ["entity"]
        await desk.press("a", "R", "n")
        assert signs(desk) == "✓"  # disputed: two verdicts contradict each other
        await desk.press("escape")
        assert desk.app.screen is desk.screen


async def test_comments_copies_details_and_the_way_into_the_text_and_back(
    room: Room, folder: Path, work: dict[str, Annotation]
) -> None:
    mine = tag(folder, "Tester", 30)
    margin_of(folder, "Omar").decide(mine.id, Review.DISPUTED)
    async with room() as desk:
        await opened(desk, 4)
        await desk.press("end", "t", *"ab", "escape")
        told = thread(margin_of(folder, "x", OTHER).decisions_on(work["c"].id))
        assert [(each.comment.annotator, each.comment.note) for each in told] == [
            ("سارة", "لماذا؟"),
            ("Tester", "ab"),
        ]
        assert "2 comments" in rows(desk)[3]
        await desk.press("r", "e")
        assert "was made by Omar" in said(desk)
        await desk.press("r", "r")
        assert "Only Omar can change its ends" in said(desk)
        assert desk.reader.article.path == SEED.name
        await desk.press("enter")
        assert isinstance(desk.app.screen, DetailsScreen)
        await desk.press("m", "r", "escape")
        assert judged(folder, work["c"], OTHER) is Review.REJECTED
        assert signs(desk) == "···✗"
        await desk.press("m", "o")
        desk.screen.say("said by the room")
        assert said(desk) == "said by the room"
        copy = margin_of(folder, "Tester", OTHER).annotations[-1]
        assert copy.annotator == "Tester"
        # One's own, in the text and back.
        queue(desk).query_one(Queue).put(2)
        await desk.press("r", "r")
        assert desk.app.screen is desk.screen
        assert desk.reader.article.path == SEED.name
        await desk.press("i", "enter")
        assert isinstance(desk.app.screen, QueueScreen)
        await desk.pilot.pause()
        assert margin_of(folder, "Tester").annotation(mine.id).end > mine.end  # type: ignore[union-attr]
        await desk.press("v")
        assert desk.app.screen is desk.screen
        assert "p goes back" in desk.said
        assert desk.reader.current is not None
        seen = []
        for _ in range(4):
            await desk.press("p")
            seen.append(desk.reader.article.path)
        assert OTHER in seen


async def test_it_is_narrowed_down_and_says_what_to_do_where_nothing_is_left(
    room: Room, work: dict[str, Annotation]
) -> None:
    async with room() as desk:
        await opened(desk, len(work))
        await desk.press("w")
        assert "who: Omar" in queue(desk)._filters.left
        assert len(rows(desk)) == 2
        await desk.press("p")
        assert len(rows(desk)) == 1
        await desk.press("p", "escape")
        assert len(rows(desk)) == 3
        await desk.press("/", "م", "ا", "ذ", "ا", "enter")
        assert len(rows(desk)) == 1
        assert "1 of 3" in queue(desk)._head.left
        await desk.press("s", "l")
        assert "state: not judged" in queue(desk)._filters.left
        assert "label: entity" in queue(desk)._filters.left
        await desk.press("/", "x", "x", "enter")
        assert rows(desk) == []
        assert "Nothing that waits is like this" in queue(desk).query_one(Queue).render_line(0).text
        await desk.press("a")
        assert "Nothing is chosen" in said(desk)
        await desk.press("escape", "escape")
        assert desk.app.screen is desk.screen


async def test_what_vanishes_while_the_queue_stands_is_told(
    room: Room, folder: Path, work: dict[str, Annotation]
) -> None:
    async with room() as desk:
        await opened(desk, 3)
        queue(desk)._following.stop()  # type: ignore[union-attr] # so that it is not heard of before
        margin_of(folder, "Omar").delete(work["a"].id)
        await desk.press("a")
        await desk.pilot.pause(0.1)
        await desk.press("home", "a")
        assert "no longer there" in said(desk)
        assert "no longer there" in rows(desk)[0]
        assert signs(desk)[0] == "–"


async def test_where_nothing_waits_it_says_what_would(room: Room) -> None:
    async with room() as desk:
        await opened(desk, 0)
        assert (
            "Nothing waits for your judgement" in queue(desk).query_one(Queue).render_line(0).text
        )
        for key in ("a", "t", "v", "enter", "u", "Y", "n", "N", "R", "o", "l"):
            await desk.press(key)
        assert isinstance(desk.app.screen, QueueScreen)


async def test_the_pane_of_annotations_is_narrowed_down_in_the_same_ways(
    room: Room, folder: Path, work: dict[str, Annotation]
) -> None:
    mine = margin_of(folder, "Tester").add(Span(60, 70), "quote")
    async with room() as desk:
        listed, titles = desk.screen.listed, desk.screen.titles
        both = [work["a"].id, work["b"].id]

        def shown() -> list[str]:
            return [each.id for each in listed.shown]

        assert shown() == [*both, mine.id]
        await desk.press("tab", "l")
        assert shown() == both
        assert "Annotations  2 of 3" in titles.render_line(0).text
        assert "entity" in titles.render_line(1).text
        await desk.press("a")
        assert shown() == both[:1]
        await desk.press("escape", "/", *"وصل", "enter")
        assert shown() == both[:1]
        await desk.press("escape")
        listed.put(2)
        await desk.press("s", "s", "s", "s", "s")
        assert shown() == both  # not judged
        await desk.press("home", "m", "a")
        assert shown() == both[1:]
        await desk.press("g", "r")
        assert desk.reader.current is not None
        assert desk.reader.current.id == both[1]
        await desk.press("n", "n")
        assert desk.reader.current.id != both[0]  # which is judged
        await desk.press("/", *"xx", "enter")
        assert "No annotation is like this" in listed.render_line(0).text
        await desk.press("escape")
        assert shown() == [*both, mine.id]


SCREENS = Path(__file__).parent / "review"
"""The queue as it is laid out; written anew where `PICTURES` is set, to be looked at."""


async def test_the_queue_is_laid_out_as_in_its_files(
    room: Room, folder: Path, work: dict[str, Annotation]
) -> None:
    disputed = tag(folder, "Omar", 40)
    for name, review in (("سارة", Review.ACCEPTED), ("Mona", Review.REJECTED)):
        margin_of(folder, name).decide(disputed.id, review)
    moved = tag(folder, "Tester", 12, OTHER)
    margin_of(folder, "سارة", OTHER).comment(moved.id, "أين؟")
    (folder / OTHER).write_text(TEXT.replace("نعم", "ربما"), "utf-8")
    async with room(size=(120, 18)) as desk:
        await opened(desk, 5)
        await desk.press("a", "down")
        for width in (40, 80, 120, 200):
            await desk.pilot.resize_terminal(width, 18)
            await desk.pilot.pause()
            strips = desk.app.screen._compositor.render_strips()
            screen = [strip.text.rstrip() for strip in strips]
            assert all(strip.cell_length <= width for strip in strips)
            file = SCREENS / f"{width}.txt"
            if os.environ.get("PICTURES"):
                file.write_text("\n".join(screen) + "\n", "utf-8")
            assert screen == file.read_text("utf-8").splitlines()
    assert len(work) == 3
