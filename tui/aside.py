"""Work beside the screen that nobody waits for when the program ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[..., T], *given: object) -> T:
    """What ``work`` gives, in a thread of its own, or the exception that it raises, which is no StopIteration.

    Unlike one of asyncio's own, the thread holds up neither the end of the program nor other work while it goes on
    with what is not wanted any more. So it may only read."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if future.cancelled():
            return
        if error is None:
            future.set_result(result)  # type: ignore[arg-type]
        else:
            future.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = work(*given)
        except Exception as raised:  # noqa: BLE001 — it is raised where it is waited for
            error = raised
        with suppress(RuntimeError):  # the program has ended
            loop.call_soon_threadsafe(settle, result, error)

    Thread(target=run, name="hashiya-aside", daemon=True).start()
    return await future
