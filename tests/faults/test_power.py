"""Power cuts: of all that a disk may hold afterwards, everything opens and everything acknowledged is there.

A process that is killed cannot show this, since the system still writes what the process gave it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from annotations.margin import Margin
from tests.faults.conftest import Content, content, do, opened
from tests.faults.disk import Disk, Killed, crashes


def after_a_crash(files: dict[Path, bytes], root: Path, place: Path) -> Margin:
    """What is opened in ``place`` if the project at ``root`` holds those files."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path, data in files.items():
        target = place / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return opened(place)


def look(disk: Disk, place: Path, allowed: Sequence[Sequence[Content]], first: int = 0) -> int:
    """Look at all that power cuts from the event ``first`` on may leave; gives how many states those are.

    After so many acknowledgements, those contents are ``allowed``.
    """
    seen = set()
    events = [*disk.events]
    for moment in range(first, len(events) + 1):
        acknowledged = sum(kind == "acknowledge" for kind, _ in events[:moment])
        for files in crashes(events, moment):
            key = acknowledged, tuple(sorted(files.items()))
            if key in seen:
                continue
            seen.add(key)
            margin = after_a_crash(files, disk.root, place)
            assert margin.readonly is None, (moment, margin.readonly)
            assert content(margin) in allowed[acknowledged], (moment, events[:moment][-6:])
            for text in place.rglob("text-*"):
                assert text.read_text("utf-8") == margin.article.text
            if acknowledged:  # and it goes on from there
                do(margin, 6 * moment + 1)
                assert content(opened(place)) == content(margin)
    return len(seen)


def run(disk: Disk, steps: int, checkpoints: int) -> list[list[Content]]:
    """Do so many steps, with a checkpoint after every few; gives what is allowed after each."""
    margin = opened(disk.root)
    reached: list[Content] = [{}]
    for step in range(steps):
        do(margin, step)
        disk.acknowledge(step)
        reached.append(content(margin))
        if step % checkpoints == checkpoints - 1:
            margin.checkpoint()
    return [reached[place : place + 2] for place in range(len(reached))]


@pytest.mark.parametrize(
    ("steps", "checkpoints"), [(5, 3), pytest.param(40, 4, marks=pytest.mark.long)]
)
def test_nothing_acknowledged_is_lost(
    disk: Disk, tmp_path: Path, steps: int, checkpoints: int
) -> None:
    allowed = run(disk, steps, checkpoints)
    with pytest.MonkeyPatch.context() as real:
        undisturbed(real)
        assert look(disk, tmp_path / "after", allowed) > 8 * steps


def undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """While states are looked at, there is no need to wait for the real disk."""
    monkeypatch.setattr("annotations.files.sync", lambda _: None)
    monkeypatch.setattr("annotations.files.settle", lambda _: None)


@pytest.mark.parametrize("stride", [4, pytest.param(1, marks=pytest.mark.long)])
def test_nothing_is_lost_if_a_process_was_killed_before(
    tmp_path: Path, disk: Disk, stride: int
) -> None:
    """Who was killed may have left names and contents that are not on the disk yet; the next one must see to it."""
    run(disk, 3, 2)
    calls = disk.calls
    for kill_at in range(0, calls, stride):
        shutil.rmtree(disk.root)
        disk.root.mkdir()
        disk.events, disk.calls, disk.kill_at, disk.dead = [], 0, kill_at, False
        with suppress(Killed):
            run(disk, 3, 2)
        disk.kill_at, disk.dead = -1, False
        disk.events = [each for each in disk.events if each[0] != "acknowledge"]
        margin = opened(disk.root)
        do(margin, 12)
        disk.acknowledge(0)
        first = len(disk.events)
        margin.checkpoint()
        with pytest.MonkeyPatch.context() as real:
            undisturbed(real)
            allowed = [[], [content(margin)]]
            assert look(disk, tmp_path / "after", allowed, first)
