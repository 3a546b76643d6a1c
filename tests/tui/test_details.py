"""The sheet of an annotation: read, edited and gone on from without leaving it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from annotations import files
from annotations.anchoring import describe
from annotations.history import Change
from annotations.margin import Margin
from annotations.model import Link, Review, Span, new_id, now
from annotations.project import Project
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui.screens.choices import ChoicesScreen
from tui.screens.details import DetailsScreen
from tui.widgets.sheet import Sheet

NAME, SAID = Span(0, 3), Span(82, 94)


def margin_of(folder: Path, annotator: str = "Tester") -> Margin:
    project = Project.open(folder, annotator, "another machine")
    return project.margin(project.read(SEED.name))


def sheet(desk: Desk) -> Sheet:
    return desk.app.screen.query_one(Sheet)


def values(desk: Desk) -> dict[str, str | None]:
    return {entry.key: entry.value for entry in sheet(desk).entries}


def screen(desk: Desk) -> DetailsScreen:
    assert isinstance(desk.app.screen, DetailsScreen)
    return desk.app.screen


def said(desk: Desk) -> str:
    return screen(desk)._notice._text


def comments(desk: Desk) -> list[str]:
    """Who said what, as the sheet has it."""
    return [
        f"{entry.name}: {str(entry.value).partition(chr(10))[2]}"
        for entry in sheet(desk).entries
        if entry.key.startswith("comment ")
    ]


async def choose(desk: Desk, key: str) -> None:
    """Put the cursor on an entry, and press Enter."""
    sheet(desk).put(key)
    assert sheet(desk).chosen is not None
    assert sheet(desk).chosen.key == key
    await desk.press("enter")


async def look(desk: Desk) -> None:
    """Let the room look round for what others wrote."""
    desk.app.saver.flush(5)
    desk.screen._look_round()
    desk.app.saver.flush(5)
    desk.screen._look_round()
    await desk.pilot.pause()


async def test_one_of_ones_own_is_edited_row_by_row(room: Room) -> None:
    async with room(size=(100, 60)) as desk:
        await desk.press("e", "enter")
        assert values(desk)["label"] == "entity"
        assert values(desk)["note"] == "none"
        await choose(desk, "note")
        await desk.press(*"ab", "enter", *"cd", "escape")
        assert values(desk)["note"] == "ab\ncd"
        await choose(desk, "label")
        assert isinstance(desk.app.screen, ChoicesScreen)
        await desk.press("down", "down", "enter")
        assert values(desk)["label"] == "claim"
        assert values(desk)["attribute checkable"] == "! still to be said"
        assert values(desk)["attribute normalised"] == "none"
        await choose(desk, "attribute normalised")
        await desk.press(*"ana", "enter")
        assert values(desk)["attribute normalised"] == "ana"
        await choose(desk, "attribute normalised")
        await desk.press("x", "enter")
        assert values(desk)["attribute normalised"] == "anax"
        await desk.press("delete")
        assert values(desk)["attribute normalised"] == "none"
        await desk.press("u")
        assert values(desk)["attribute normalised"] == "anax"
        await choose(desk, "add")
        await desk.press("c", "y")
        assert values(desk)["attribute checkable"] == "yes"
        await desk.press("r", "q", "m", "a")
        assert values(desk)["label"] == "quote"
        assert "attribute normalised" not in values(desk)  # of a quote it cannot be said
        assert values(desk)["review"] == "accepted"
        assert screen(desk)._status.left.startswith("saved")
        await desk.press("escape")
        (made,) = desk.annotations
        assert (made.label, made.note, made.attributes) == ("quote", "ab\ncd", {})
        assert desk.app.screen is desk.screen
        assert desk.reader.current == made


async def test_going_on_along_the_article_and_along_links(room: Room, folder: Path) -> None:
    margin = margin_of(folder)
    name, quote = margin.add(NAME, "entity"), margin.add(SAID, "quote")
    link = Link(new_id(), "source", quote.id, name.id, "Tester", now(), now())
    margin._do_all("link", [Change(None, link)])
    async with room() as desk:
        await desk.press("enter")
        assert screen(desk).annotation.id == name.id
        assert values(desk)[f"link {link.id}"] == f"{quote.exact}\nquote"
        await desk.press("n")
        assert screen(desk).annotation.id == quote.id
        await desk.press("n")
        assert screen(desk).annotation.id == name.id
        await choose(desk, f"link {link.id}")
        assert screen(desk).annotation.id == quote.id
        await desk.pilot.pause(0.3)
        assert values(desk)["deed 2"] == f"Tester · linked it\nlink Source: {describe(name)}"
        assert str(values(desk)["deed 1"]).startswith("Tester · tagged it\nwords: ")
        await desk.press("escape")
        assert desk.reader.cursor == SAID.start


async def test_what_a_colleague_made_is_commented_on_and_not_changed(
    room: Room, folder: Path
) -> None:
    margin_of(folder, "Omar").add(NAME, "entity")
    async with room() as desk:
        await desk.press("enter")
        await choose(desk, "label")
        assert "was made by Omar" in said(desk)
        await choose(desk, "note")
        assert "was made by Omar" in said(desk)
        await choose(desk, "place")
        assert "was made by Omar" in said(desk)
        await choose(desk, "comment")
        await desk.press(*"why", "escape")
        assert comments(desk) == ["Tester: why"]
        assert values(desk)["comment"] == "another comment"
        await desk.press("m", "o")
        assert screen(desk).annotation.annotator == "Tester"
        assert values(desk)["annotator"] == "Tester (you)"


async def test_comments_are_a_thread_to_be_answered_and_ones_own_are_changed(
    room: Room, folder: Path
) -> None:
    margin = margin_of(folder, "Omar")
    made = margin.add(NAME, "entity")
    margin.comment(made.id, "who?")
    (theirs,) = margin.decisions_on(made.id)
    async with room() as desk:
        await desk.press("enter", "t", *"b", "escape")
        await choose(desk, f"comment {theirs.id}")
        await desk.press(*"a", "escape")
        assert comments(desk) == ["Omar: who?", "↳Tester: a", "Tester: b"]
        assert sheet(desk).chosen
        (_, own, _) = (each.key for each in sheet(desk).entries if each.key.startswith("comment "))
        await choose(desk, own)
        await desk.press(*"c", "escape")
        assert comments(desk)[1] == "↳Tester: ac"
        await desk.press("d")
        assert comments(desk) == ["Omar: who?", "Tester: b"]
        await desk.press("u")
        assert comments(desk)[1] == "↳Tester: ac"
        await desk.press("home")
        sheet(desk).put(f"comment {theirs.id}")
        await desk.press("d")
        assert "is Omar's" in said(desk)


async def test_what_another_window_does_to_it_is_followed_and_said(
    room: Room, folder: Path
) -> None:
    made = margin_of(folder).add(NAME, "entity")
    async with room() as desk:
        await desk.press("enter")
        margin_of(folder).set_note(made.id, "from elsewhere")
        margin_of(folder, "Omar").decide(made.id, Review.REJECTED)
        await look(desk)
        assert values(desk)["note"] == "from elsewhere"
        assert values(desk)["review"] == "rejected"
        assert "changed in another window" in said(desk)
        margin_of(folder).delete(made.id)
        await look(desk)
        assert "was deleted meanwhile" in said(desk)
        assert screen(desk)._head.left.startswith("deleted")
        for keys in (["t"], ["r", "c"], ["m", "a"], ["plus"]):
            await desk.press(*keys)
            assert "It is deleted" in said(desk)
        await choose(desk, "comment")
        assert "It is deleted" in said(desk)
        await desk.press("escape")
        assert desk.annotations == []


async def test_ends_are_handed_to_the_text_and_what_fails_is_said(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "")

    async with room() as desk:
        await desk.press("e", "enter")
        monkeypatch.setattr(files, "sync", full)
        await desk.press("r", "c")
        assert "the disk is full" in said(desk)
        assert screen(desk)._status.left.startswith("NOT SAVED")
        monkeypatch.undo()
        await desk.press("end")
        assert screen(desk)._status.left.startswith("saved")
        await choose(desk, "place")
        assert desk.app.screen is desk.screen
        assert "Select its words" in desk.said
        await desk.press("i", "i", "enter")
        assert desk.app.screen is desk.screen
        (made,) = desk.annotations
        assert made.end > NAME.end
        await desk.press("tab", "i")
        assert screen(desk).annotation == made
