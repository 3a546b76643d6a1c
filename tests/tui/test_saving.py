"""What the screen says of the disk, and what it does when the disk, or another program, has something to say."""

from __future__ import annotations

import errno
from pathlib import Path
from threading import Event

import pytest
from tinydb import TinyDB

from annotations import files
from annotations.project import Project
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room
from tui import app


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, "")


def status(desk: Desk) -> str:
    return desk.screen.status.left


def stored(folder: Path) -> list[str]:
    """The words tagged, as the store has them."""
    project = Project.open(folder, "Tester", "machine")
    return [each.exact for each in project.margin(project.read(SEED.name)).annotations]


async def test_what_cannot_be_saved_is_kept_and_tried_again(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room() as desk:
        await desk.press("e")
        assert "saved" in status(desk)
        monkeypatch.setattr(files, "sync", full)
        await desk.press("i", "e")
        assert "the disk is full" in desk.said
        assert "NOT SAVED" in status(desk)
        assert len(desk.annotations) == 2
        assert stored(folder) == ["وصل"]
        monkeypatch.undo()
        await desk.press("i", "e")
        assert "NOT SAVED" not in status(desk)
        assert "saved" in status(desk)
        assert stored(folder) == [each.exact for each in desk.annotations]
        assert len(desk.annotations) == 3


async def test_leaving_with_something_unsaved_takes_a_second_word(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room() as desk:
        monkeypatch.setattr(files, "sync", full)
        await desk.press("e", "Q")
        assert desk.app.is_running
        assert "1 change" in desk.said
        assert "Once more" in desk.said
        monkeypatch.undo()
        await desk.press("Q")
    assert stored(folder) == ["وصل"]


async def test_leaving_tells_how_far_a_slow_disk_has_got_and_can_be_given_up(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, sync = Event(), files.sync

    def slow(descriptor: int) -> None:
        go_on.wait(10)
        sync(descriptor)

    monkeypatch.setattr(files, "sync", slow)
    monkeypatch.setattr(app, "AT_ONCE", 0.01)
    async with room() as desk:
        await desk.pilot.press("e", "Q")
        await desk.pilot.pause(0.05)
        assert "1 change is still to be saved" in desk.said
        await desk.pilot.press("i")  # rather read on
        await desk.pilot.pause(0.2)
        assert desk.said == ""
        await desk.pilot.press("Q")
        go_on.set()
        await desk.pilot.pause(0.3)
        assert not desk.app.is_running
    assert stored(folder) == ["وصل"]


async def test_who_asks_again_leaves_without_waiting_for_the_disk(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    monkeypatch.setattr(files, "sync", lambda _: go_on.wait(10) and None)
    monkeypatch.setattr(app, "AT_ONCE", 0.01)
    async with room() as desk:
        await desk.pilot.press("e", "Q", "Q")
        assert not desk.app.is_running
        go_on.set()


async def test_what_was_saved_in_between_is_not_given_up_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room() as desk:
        with monkeypatch.context() as patch:
            patch.setattr(files, "sync", full)
            await desk.press("e", "Q")
            assert "Once more" in desk.said
            await desk.press("i", "e", "Q")  # there is more to lose now
            assert desk.app.is_running
            assert "2 changes" in desk.said
        await desk.press("i")
        assert "saved" in status(desk)
        monkeypatch.setattr(files, "sync", full)
        await desk.press("i", "e", "i", "e", "Q")
        assert desk.app.is_running
        assert "2 changes" in desk.said
        await desk.press("Q")
        assert not desk.app.is_running


async def test_what_waits_of_one_article_is_not_forgotten_over_another(
    room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.txt").write_text("أول وثان", "utf-8")
    async with room() as desk:
        desk.screen.open(SEED.name)
        with monkeypatch.context() as patch:
            patch.setattr(files, "sync", full)
            await desk.press("e")
            desk.screen.open("b.txt")
            desk.screen.follow_saver()
            assert "Saved now" not in desk.said
            assert "NOT SAVED" in status(desk)
        await desk.press("i")
        assert "Saved now" in desk.said
        assert "NOT SAVED" not in status(desk)
    assert stored(folder) == ["وصل"]


async def test_a_project_that_becomes_read_only_does_not_hide_what_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room() as desk:
        with monkeypatch.context() as patch:
            patch.setattr(files, "sync", full)
            await desk.press("e")
            patch.setattr(files, "unwritable", lambda _: "It is read-only.")
            desk.screen._look_round()
            desk.app.saver.flush(5)
            await desk.pilot.pause()
            assert "reading only" not in status(desk)
            assert "NOT SAVED" in status(desk)
            await desk.press("i", "e")
            assert "It is read-only" in desk.said
        await desk.press("i")
        assert "NOT SAVED" not in status(desk)


async def test_a_refused_undo_shows_what_another_window_did(room: Room) -> None:
    async with room() as one, room() as other:
        await one.press("e")
        other.screen._look_round()
        other.app.saver.flush(5)
        await other.pilot.pause()
        await other.press("r", "c")
        one.screen.margin._desk.look()  # type: ignore[union-attr]
        one.app.saver.flush(5)
        await one.screen.action_undo()  # before the screen has heard of it
        assert "has been changed by another" in one.said
        assert [a.label for a in one.annotations] == ["claim"]


async def test_two_windows_see_each_other(room: Room, folder: Path) -> None:
    async with room() as one, room() as other:
        await one.press("e")
        await other.press("i", "e")
        await one.pilot.pause(1.3)
        one.app.saver.flush(5)
        await one.pilot.pause()
        other.app.saver.flush(5)
        await other.pilot.pause(0.1)
        assert [a.exact for a in one.annotations] == [a.exact for a in other.annotations]
        assert len(one.annotations) == 2
        await other.press("u")
        assert len(other.annotations) == 1
    assert len(stored(folder)) == 1


async def test_where_there_are_no_locks_that_is_said_once(room: Room, folder: Path) -> None:
    (folder / ".hashiya").mkdir()
    (folder / ".hashiya" / "lock").write_bytes(b"")
    async with room() as desk:
        assert "lock" not in desk.said
        await desk.press("e")
        assert "one window at a time" in desk.said
        assert "saved" in status(desk)
        await desk.press("i", "e")
        assert desk.said == ""
    assert len(stored(folder)) == 2


async def test_undo_goes_on_after_a_restart(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.press("e", "J", "c")
        assert len(desk.annotations) == 2
    async with room() as desk:
        assert len(desk.annotations) == 2
        await desk.press("u")
        assert [a.label for a in desk.annotations] == ["entity"]
        await desk.press("u")
        assert desk.annotations == []
        await desk.press("u")
        assert "nothing to undo" in desk.said
        await desk.press("U", "U")
        assert len(desk.annotations) == 2
    assert len(stored(folder)) == 2


async def test_the_file_that_tinydb_reads_is_up_to_date_after_leaving(
    room: Room, folder: Path
) -> None:
    async with room() as desk:
        await desk.press("e")
        assert not desk.app.saver.close(5)
    (path,) = folder.glob(".hashiya/articles/*/Tester@*.json")
    (document,) = TinyDB(path).table("annotations").all()
    assert document["exact"] == "وصل"


async def test_a_damaged_file_is_built_anew_on_request(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.press("e")
        desk.app.saver.close(5)
    (path,) = folder.glob(".hashiya/articles/*/Tester@*.json")
    damaged = path.read_bytes()[:-40]
    path.write_bytes(damaged)
    async with room() as desk:
        assert path.name in desk.said
        assert "R builds it anew" in desk.said
        await desk.press("R")
        assert "built anew" in desk.said
        assert [a.exact for a in desk.annotations] == ["وصل"]
        await desk.press("i", "e")
        assert len(desk.annotations) == 2
        await desk.press("R")
        assert "Nothing is damaged" in desk.said
    assert len(stored(folder)) == 2
    assert any(kept.read_bytes() == damaged for kept in path.parent.glob("*.damaged-*"))
