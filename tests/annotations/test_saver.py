"""Saving in the background: what is done shows at once, is on the disk soon, and is never dropped."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations import HashiyaError, files, layers, saver
from annotations.journal import read
from annotations.margin import Margin
from annotations.model import Article, Span
from annotations.project import Project
from annotations.saver import Saver, Saving
from tests.annotations.conftest import files_under
from tests.annotations.test_margin import YES, file_of, history_of

SAVED = Saving(0, None)


class Window:
    """An open article with a saver of its own, as an app has it."""

    def __init__(self, root: Path, annotator: str = "Leila", path: str = "a.txt") -> None:
        self.told = 0
        self.saver = Saver(self.tell)
        project = Project.open(root, annotator, "desk")
        self.margin = project.margin(project.read(path), self.saver)

    def tell(self) -> None:
        self.told += 1

    def look(self) -> None:
        """What an app does each second, and what came of it."""
        self.margin.refresh()
        self.saver.flush(5)
        self.margin.refresh()


@pytest.fixture
def windows(root: Path) -> Iterator[Callable[..., Window]]:
    """Opens windows, and closes them."""
    opened = []

    def open_it(annotator: str = "Leila") -> Window:
        opened.append(Window(root, annotator))
        return opened[-1]

    yield open_it
    for window in opened:
        window.saver.close(5)


@pytest.fixture
def window(windows: Callable[..., Window]) -> Window:
    return windows()


class Disk:
    """A disk that can be stopped and can be full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.turning = threading.Event()
        self.turning.set()
        self.error: int | None = None
        self._sync = files.sync
        monkeypatch.setattr(files, "sync", self.sync)

    def sync(self, descriptor: int) -> None:
        assert self.turning.wait(5)
        if self.error:
            raise OSError(self.error, "")
        self._sync(descriptor)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def until(true: Callable[[], object]) -> None:
    """Wait, a few seconds at most, until something is so."""
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_a_change_shows_at_once_and_is_saved_a_moment_later(
    window: Window, disk: Disk, open_margin: Callable[..., Margin]
) -> None:
    margin = window.margin
    assert margin.saving == SAVED
    disk.turning.clear()
    made = margin.add(YES, "quote")
    changed = margin.set_note(made.id, "ملاحظة")
    assert margin.annotations == [changed]
    assert margin.saving == Saving(2, None)
    disk.turning.set()
    assert window.saver.flush(5) == []
    assert margin.saving == SAVED
    assert window.told
    assert open_margin().annotations == [changed]


def test_changes_are_saved_in_their_order(window: Window, root: Path) -> None:
    margin = window.margin
    for start in range(30):
        margin.add(Span(start, start + 1), "entity")
    margin.undo()
    margin.redo()
    window.saver.flush(5)
    lines = read(history_of(root).read_bytes()).lines
    assert [line.sequence for line in lines] == list(range(1, 33))
    assert [(line.record.does, line.record.of) for line in lines[29:]] == [
        ("tag", None),
        ("undo", 30),
        ("redo", 31),
    ]


def test_the_interface_does_no_file_work(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    margin = window.margin
    here, calls = threading.get_ident(), []
    for name in ("open", "write", "fsync", "fdatasync", "replace", "stat", "scandir", "access"):
        function = getattr(os, name)

        def recorded(
            *given: Any, name: str = name, function: Any = function, **named: Any
        ) -> object:
            if threading.get_ident() == here:
                calls.append((name, given))
            return function(*given, **named)

        monkeypatch.setattr(os, name, recorded)
    made = margin.add(YES, "quote")
    margin.relabel(made.id, "claim")
    margin.undo()
    margin.redo()
    margin.delete(made.id)
    margin.refresh()
    margin.checkpoint()
    assert (margin.saving.failure, margin.readonly, margin.notices) == (None, None, [])
    assert calls == []


class TestWhatCannotBeSaved:
    def test_it_is_kept_and_told_and_saved_when_it_can_be(
        self, window: Window, disk: Disk, open_margin: Callable[..., Margin]
    ) -> None:
        margin = window.margin
        first = margin.add(YES, "quote")
        window.saver.flush(5)
        disk.error = errno.ENOSPC
        second = margin.add(Span(0, 3), "entity")
        until(lambda: margin.saving.failure)
        assert "the disk is full" in str(margin.saving.failure)
        assert margin.readonly is None
        third = margin.add(Span(4, 10), "entity")
        assert margin.annotations == [second, third, first]
        (unsaved,) = window.saver.flush(5)
        assert unsaved.startswith("2 changes of a.txt not saved: ")
        assert "the disk is full" in unsaved
        assert open_margin().annotations == [first]
        disk.error = None
        last = margin.add(Span(4, 10), "claim")
        assert window.saver.flush(5) == []
        assert margin.saving == SAVED
        assert open_margin().annotations == [second, third, last, first]

    def test_it_is_tried_again_by_itself(
        self, window: Window, disk: Disk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saver, "RETRY", 0.02)
        disk.error = errno.EIO
        window.margin.add(YES, "quote")
        until(lambda: window.margin.saving.failure)
        told = window.told
        disk.error = None
        until(lambda: window.margin.saving == SAVED)
        assert window.told > told

    def test_looking_for_what_others_wrote_does_not_put_that_off(
        self, window: Window, disk: Disk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saver, "RETRY", 0.1)
        disk.error = errno.EIO
        window.margin.add(YES, "quote")
        until(lambda: window.margin.saving.failure)
        disk.error = None

        def saved_after_a_look() -> bool:
            window.margin.refresh()
            return window.margin.saving == SAVED

        until(saved_after_a_look)

    def test_who_listens_no_more_does_not_hinder_it(
        self, root: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saver, "RETRY", 0.02)

        def gone() -> None:
            raise RuntimeError("closed")

        project = Project.open(root, "Leila", "desk")
        keeper = Saver(gone)
        margin = project.margin(project.read("a.txt"), keeper)
        disk.error = errno.EIO
        margin.add(YES, "quote")
        until(lambda: margin.saving.failure)
        disk.error = None
        until(lambda: margin.saving == SAVED)
        assert keeper.close(5) == []
        assert file_of(root).exists()

    def test_it_counts_for_all_articles_together(self, root: Path, disk: Disk) -> None:
        (root / "b.txt").write_text("أول وثان", "utf-8")
        project, keeper = Project.open(root, "Leila", "desk"), Saver()
        one, other = (project.margin(project.read(name), keeper) for name in ("a.txt", "b.txt"))
        disk.error = errno.ENOSPC
        one.add(YES, "quote")
        keeper.flush(5)
        disk.turning.clear()
        other.add(Span(0, 3), "entity")
        assert keeper.saving == Saving(2, one.saving.failure)
        assert (other.saving.pending, other.saving.failure) == (1, None)
        disk.error = None
        disk.turning.set()
        assert keeper.close(5) == []
        assert keeper.saving == SAVED

    def test_on_closing_it_is_told(self, window: Window, disk: Disk, root: Path) -> None:
        disk.error = errno.ENOSPC
        window.margin.add(YES, "quote")
        (unsaved,) = window.saver.close(5)
        assert "1 change of a.txt not saved" in unsaved
        disk.error = None
        assert window.saver.flush(5) == []
        assert history_of(root).exists()

    def test_a_disk_that_does_not_answer_does_not_hold_up_the_closing(
        self, window: Window, disk: Disk
    ) -> None:
        disk.turning.clear()
        window.margin.add(YES, "quote")
        (unsaved,) = window.saver.close(0.05)
        assert "the disk is still busy" in unsaved
        disk.turning.set()

    def test_what_nobody_foresaw_does_not_end_the_saving(
        self, window: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(files, "sync", lambda _: 1 / 0)
            window.margin.add(YES, "quote")
            until(lambda: "ZeroDivisionError" in str(window.margin.saving.failure))
        assert window.saver.flush(5) == []

    def test_what_nobody_foresaw_in_reading_does_not_either(
        self, window: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(files, "unwritable", lambda _: 1 / 0)
            window.margin.refresh()
            window.saver.flush(5)
        window.margin.add(YES, "quote")
        assert window.saver.flush(5) == []

    def test_a_read_only_project_is_refused_before_anything_shows(
        self, window: Window, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "access", lambda *_: False)
            window.look()
            with pytest.raises(HashiyaError, match="is read-only"):
                window.margin.add(YES, "quote")
        assert (window.margin.annotations, window.margin.saving) == ([], SAVED)
        assert list(files_under(root)) == ["a.txt"]
        window.look()
        assert window.margin.add(YES, "quote")


class TestTwoWindows:
    def test_each_shows_what_the_other_does(self, windows: Callable[..., Window]) -> None:
        one, two = windows(), windows()
        for start in range(0, 12, 2):
            one.margin.add(Span(start, start + 1), "entity")
            two.margin.add(Span(start + 1, start + 2), "entity")
        one.saver.flush(5)
        two.look()
        one.look()
        assert len(one.margin.annotations) == 12
        assert one.margin.annotations == two.margin.annotations

    def test_it_is_told_when_there_is_something_to_show(
        self, windows: Callable[..., Window]
    ) -> None:
        one, two = windows(), windows("Omar")
        one.margin.add(YES, "quote")
        one.saver.flush(5)
        told = two.told
        two.margin.refresh()
        until(lambda: two.told > told)
        assert two.margin.refresh()
        two.saver.flush(5)
        told = two.told
        two.look()
        assert (two.told, two.margin.refresh()) == (told, False)

    def test_changes_to_one_annotation_at_the_same_moment_are_both_kept(
        self, windows: Callable[..., Window], open_margin: Callable[..., Margin]
    ) -> None:
        one = windows()
        made = one.margin.add(YES, "quote")
        one.saver.flush(5)
        two = windows()
        one.margin.set_note(made.id, "from one")
        one.saver.flush(5)
        two.margin.relabel(made.id, "claim")  # without having seen the note
        two.saver.flush(5)
        for window in (one, two):
            window.look()
        expected = [("claim", "from one", 3)]
        for margin in (one.margin, two.margin, open_margin()):
            assert [(each.label, each.note, each.rev) for each in margin.annotations] == expected

    def test_one_takes_back_only_what_is_as_it_left_it(
        self, windows: Callable[..., Window]
    ) -> None:
        one = windows()
        made = one.margin.add(YES, "quote")
        one.saver.flush(5)
        two = windows()
        two.margin.set_note(made.id, "from two")
        two.saver.flush(5)
        one.look()
        with pytest.raises(HashiyaError, match="has been changed by another"):
            one.margin.undo()


def test_closing_writes_the_checkpoints(window: Window, root: Path) -> None:
    window.margin.add(YES, "quote")
    assert window.saver.close(5) == []
    assert file_of(root).exists()


def test_damage_is_repaired_in_the_thread_that_does_the_saving(window: Window, root: Path) -> None:
    made = window.margin.add(YES, "quote")
    window.saver.close(5)
    file_of(root).write_bytes(b"{")
    window.look()
    with pytest.raises(HashiyaError, match="is damaged"):
        window.margin.add(Span(0, 3), "entity")
    (told,) = window.margin.repair()
    assert "built anew" in told
    assert (window.margin.readonly, window.margin.annotations) == (None, [made])
    window.margin.add(Span(0, 3), "entity")
    assert window.saver.flush(5) == []


def test_a_repair_that_cannot_be_done_says_why(window: Window, root: Path) -> None:
    window.margin.add(YES, "quote")
    window.saver.close(5)
    file_of(root).write_bytes(b"{")
    history_of(root).unlink()
    with pytest.raises(HashiyaError, match="does not go back far enough"):
        window.margin.repair()


def test_of_many_articles_only_those_with_something_unsaved_are_looked_at(
    windows: Callable[..., Window],
) -> None:
    one = windows()
    others = [one.saver.desk(one.margin._layers) for _ in range(3)]
    go_on = threading.Event()
    one.saver.ask(lambda: go_on.wait(10) and None)
    one.margin.add(YES, "quote")
    (waiting,) = one.saver.waiting
    assert waiting not in others
    assert one.saver.saving == Saving(1, None)
    go_on.set()
    assert one.saver.flush(5) == []
    assert one.saver.waiting == []
    assert one.saver.saving == SAVED


def test_many_articles_are_saved_at_the_same_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"{number}.txt" for number in range(5)]
    for path in paths:
        (root / path).write_text(f"نص {path}", "utf-8")
    project, saver_ = Project.open(root, "Leila", "desk"), Saver()
    margins = [project.margin(project.read(path), saver_) for path in paths]
    go_on, together = threading.Event(), threading.Barrier(len(paths))
    keep = layers.keep_text

    def kept(folder: Path, article: Article) -> None:
        together.wait(5)  # for all the others, which an own turn for each would never let come
        keep(folder, article)

    monkeypatch.setattr(layers, "keep_text", kept)
    saver_.ask(lambda: go_on.wait(10) and None)
    for margin in margins:
        margin.add(Span(0, 2), "quote")
    go_on.set()
    assert saver_.close(10) == []
    assert all(
        Margin(each.article, each._layers.folder, "Leila", "desk").annotations for each in margins
    )


def test_leaving_does_not_go_on_with_checkpoints_for_longer_than_a_moment(
    windows: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = windows()
    written = []
    for number in range(3):
        desk = window.saver.desk(window.margin._layers)
        monkeypatch.setattr(desk, "_checkpoint", lambda number=number: written.append(number))
    monkeypatch.setattr(saver, "MOMENT", 0.0)
    assert window.saver.close(5) == []
    assert written == []
    monkeypatch.setattr(saver, "MOMENT", 10.0)
    assert window.saver.close(5) == []
    assert written == [2, 1, 0]
