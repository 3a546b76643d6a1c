"""Work beside the screen: what it gives or raises comes back, and nobody waits for it on leaving."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from tui.aside import aside


def test_what_it_gives_or_raises_comes_back() -> None:
    assert asyncio.run(aside(divmod, 7, 2)) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(aside(divmod, 7, 0))


def test_the_end_does_not_wait_for_it() -> None:
    go_on, begun, finished = Event(), Event(), Event()

    def work() -> None:
        begun.set()
        go_on.wait(10)
        finished.set()

    async def leave() -> None:
        going = asyncio.create_task(aside(work))
        while not begun.is_set():
            await asyncio.sleep(0)
        going.cancel()

    asyncio.run(leave())
    assert not finished.is_set()
    go_on.set()
    assert finished.wait(10)


def test_what_is_given_up_does_not_keep_other_work_waiting() -> None:
    go_on, finished = Event(), Event()

    def work() -> None:
        go_on.wait(10)
        finished.set()

    async def many() -> int:
        given_up = [asyncio.create_task(aside(work)) for _ in range(40)]
        await asyncio.sleep(0)
        for each in given_up:
            each.cancel()
        return await asyncio.to_thread(int, "7")

    assert asyncio.run(many()) == 7
    assert not finished.is_set()
    go_on.set()
