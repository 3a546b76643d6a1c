"""The disk fails, or the process is killed, at each call of a save: what is refused is not made, the rest is whole."""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from annotations import HashiyaError
from annotations.margin import Margin
from tests.faults.conftest import content, do, opened
from tests.faults.disk import Disk, Killed


def prepared(disk: Disk, steps: int) -> Margin:
    """A project with so many steps behind it, on a disk that works."""
    shutil.rmtree(disk.root)
    disk.root.mkdir()
    disk.calls, disk.fail_at, disk.kill_at, disk.dead = 0, -1, -1, False
    margin = opened(disk.root)
    for step in range(steps):
        do(margin, step)
    if steps > 3:
        margin.checkpoint()
        do(margin, steps)
    return margin


@pytest.mark.parametrize("steps", [0, 1, 7])
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_an_error_at_any_call(disk: Disk, steps: int, error: int) -> None:
    step = 6 * (steps + 1)
    margin = prepared(disk, steps)
    start = disk.calls
    do(margin, step)
    calls = disk.calls - start
    assert calls >= 3
    for place in range(calls):
        margin = prepared(disk, steps)
        before, shown = content(margin), margin.annotations
        disk.fail_at, disk.error = disk.calls + place, error
        with suppress(HashiyaError):
            do(margin, step)
        if margin.annotations is shown:
            assert content(opened(disk.root)) == before
        else:  # as where a temporary file could not be deleted
            assert content(opened(disk.root)) == content(margin) != before
        do(margin, step + 6)
        assert content(opened(disk.root)) == content(margin)
        assert len(content(margin)) >= len(before) + 1


def test_a_refused_save_is_told_with_its_reason(disk: Disk) -> None:
    margin = prepared(disk, 2)
    for place in range(3):
        disk.fail_at, disk.error = disk.calls + place, errno.ENOSPC
        with pytest.raises(HashiyaError, match="the disk is full"):
            do(margin, 12)
    do(margin, 12)


def test_a_kill_at_any_call(disk: Disk) -> None:
    margin = prepared(disk, 5)
    start = disk.calls
    do(margin, 12)
    margin.checkpoint()
    for place in range(disk.calls - start):
        margin = prepared(disk, 5)
        before = content(margin)
        disk.kill_at = disk.calls + place
        acknowledged = before
        with suppress(Killed):
            do(margin, 12)
            acknowledged = content(margin)
            margin.checkpoint()
        assert disk.dead
        disk.kill_at, disk.dead = -1, False
        again = opened(disk.root)
        assert again.readonly is None
        assert content(again).items() >= acknowledged.items()
        assert len(content(again)) <= len(before) + 1
        do(again, 18)
        assert content(opened(disk.root)) == content(again)
        assert content(again).items() >= acknowledged.items()


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC])
def test_an_error_at_any_call_of_a_checkpoint_loses_nothing(disk: Disk, error: int) -> None:
    margin = prepared(disk, 5)
    start = disk.calls
    margin.checkpoint()
    for place in range(disk.calls - start):
        margin = prepared(disk, 5)
        disk.fail_at, disk.error = disk.calls + place, error
        with suppress(HashiyaError):
            margin.checkpoint()
        assert content(opened(disk.root)) == content(margin)
        margin.checkpoint()
        do(margin, 12)
        assert content(opened(disk.root)) == content(margin)


def left_behind(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".hashiya-*.tmp")]


def test_an_error_leaves_no_temporary_file(disk: Disk) -> None:
    margin = prepared(disk, 5)
    for place in range(1, 4):
        disk.fail_at, disk.error = disk.calls + place, errno.ENOSPC
        with pytest.raises(HashiyaError):
            margin.checkpoint()
        assert left_behind(disk.root) == []
