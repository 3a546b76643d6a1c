"""From screen to screen of the app, each where a user comes to it by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

from annotations.model import Direction
from tests.screens.corpus import AGREEMENT, BROKEN, DATED, EMPTY
from tests.tui.conftest import Desk
from tests.tui.test_mouse import click
from tui.screens.concordance import ConcordanceScreen
from tui.screens.details import DetailsScreen
from tui.screens.review import QueueScreen
from tui.widgets.queue import Queue
from tui.widgets.sheet import Sheet

MENUS = {"r": "change", "m": "mark", "g": "go", "f": "find", "z": "show"}
_STEPS = 500
"""Of waiting for something that another thread does; a hundredth of a second each."""


async def walk(desk: Desk) -> AsyncIterator[str]:
    """The name of each screen, while it is the one that is shown and nothing more is to come on it."""
    await known(desk)
    for part in (_text, _linked, _panes, _fields, _sheets, _lists, _waiting, _empty, _narrow):
        async for name in part(desk):
            await settle(desk)
            yield name
            await _back(desk)


async def known(desk: Desk) -> None:
    """Wait for what the list of articles has to show."""
    articles = desk.screen.articles
    await _until(desk, lambda: {*articles.listing.facts} == {*articles.paths})


async def settle(desk: Desk) -> None:
    """Wait for what was begun."""
    await desk.app.workers.wait_for_complete()
    desk.app.saver.flush(5)
    await desk.pilot.pause()


async def _until(desk: Desk, done: Callable[[], bool]) -> None:
    for _ in range(_STEPS):
        await settle(desk)
        if done():
            return
        await desk.pilot.pause(0.01)
    raise AssertionError("what was waited for has not come")


async def _back(desk: Desk) -> None:
    """To the text, with nothing open over it and nothing chosen."""
    while len(desk.app.screen_stack) > 1:
        await desk.press("escape")
    await desk.press("escape", "escape")
    desk.screen.say("")
    if desk.screen.has_article:
        desk.screen.set_focus(desk.reader)
    await desk.pilot.pause()


async def _text(desk: Desk) -> AsyncIterator[str]:
    yield "text-opened"
    await desk.go_to("لبنان")
    yield "text-nested"
    await desk.go_to("لا عودة")
    yield "text-disputed"
    await desk.go_to("وكل ما عدا")
    yield "text-in-parts"
    await desk.go_to("الأمم المتحدة")
    yield "text-of-a-colleague"
    await desk.go_to("ويرى مراقبون")
    yield "text-waiting"
    await desk.go_to("بلاده")
    await desk.press("v", "i", "i")
    yield "text-selecting"
    await desk.press("1", "2")
    yield "text-count"
    for key, name in MENUS.items():
        await desk.press(key)
        yield f"menu-{name}"
    await desk.press("g", "x")
    yield "notice"
    await desk.press("9", "9", "g", "n")
    yield "warning"
    await desk.press("z", "r")
    yield "text-alone"
    await desk.press("z", "p")
    yield "text-pane-alone"
    await desk.press("z", "p")
    await desk.press("z", "o")
    yield "text-only-mine"
    await desk.press("z", "o")
    await click(desk, desk.text.index("لبنان"), button=3)
    yield "choices"
    await click(desk, desk.text.index("بلاده"), button=3)
    yield "choices-of-a-colleague"
    await click(desk, desk.text.index("بيروت"), button=3)
    yield "choices-of-a-word"


async def _linked(desk: Desk) -> AsyncIterator[str]:
    await desk.go_to("يعطله")
    yield "text-linked"
    await desk.press("r")
    yield "menu-change-of-a-quote"
    await desk.press("apostrophe")
    yield "say-quote"
    await desk.press("apostrophe", "?")
    yield "say-guidelines"
    await desk.press("apostrophe", "o")
    yield "say-link"
    await desk.go_to("لبنان")
    await desk.press("apostrophe")
    yield "say-entity"
    await desk.press("apostrophe", "t")
    yield "say-type"
    await desk.press("apostrophe", "t", "?")
    yield "say-type-guidelines"
    await desk.go_to("بلاده")
    await desk.press("v", "i", "apostrophe")
    yield "say-words"


async def _panes(desk: Desk) -> AsyncIterator[str]:
    await desk.press("tab", "home")
    yield "annotations"
    await desk.press("tab", "end", "up")
    yield "annotations-further"
    await desk.press("tab", "tab", "home")
    yield "articles"
    await desk.press("tab", "tab", "z", "p")
    yield "articles-alone"
    await desk.press("z", "p")
    await desk.press("tab", "tab")
    desk.screen.articles.put(desk.screen.articles.paths.index(BROKEN))
    desk.screen.show_status()
    yield "articles-unreadable"
    await desk.press("tab", "tab", "s", "a")
    yield "articles-untouched"
    await desk.press("tab", "tab", "a", "a", "a", "s", "s", "s", "s", "/", *"zzz")
    yield "articles-none-found"
    await desk.press("tab", "tab", "escape")
    await _back(desk)


async def _fields(desk: Desk) -> AsyncIterator[str]:
    await desk.go_to("24 نوفمبر")
    await desk.press("/")
    yield "find"
    await desk.press("/")
    await desk.type("الوزير")
    yield "find-hits"
    await desk.press("/", "ctrl+a")
    await desk.type("لاشيء")
    await desk.press("enter")
    yield "find-nothing"
    await desk.go_to("يعطله")
    await desk.press("t")
    yield "note"
    await desk.press("x")
    assert desk.screen.field is not None
    # As it would be at somebody's home, whatever folder the test has.
    desk.screen.field.edit("/home/leila/articles/agreement.hashiya.json", Direction.LTR)
    yield "export"
    await desk.press("x")
    desk.screen.field.edit("agreement.json", Direction.LTR)
    await desk.press("enter")
    yield "exported"
    Path("agreement.json").unlink()


async def _sheets(desk: Desk) -> AsyncIterator[str]:
    await desk.press(":")
    yield "palette"
    await desk.press(":")
    await desk.type("zzz")
    yield "palette-nothing"
    await desk.press("?")
    yield "help"
    await desk.press("?")
    await desk.type("esc")
    yield "help-of-a-key"
    for words, name in (("يعطله", "quote"), ("لا عودة", "disputed"), ("ويرى", "waiting")):
        await desk.go_to(words)
        await desk.press("enter")
        await _until(desk, lambda: _history_is_read(desk))
        yield f"details-{name}"
    for words, name in (("الأمم المتحدة", "of-a-colleague"), ("لا عودة", "comments")):
        await desk.go_to(words)
        await desk.press("enter")
        await _until(desk, lambda: _history_is_read(desk))
        await desk.press("end")
        yield f"details-{name}"
    await desk.go_to("يعطله")
    await desk.press("enter", "r")
    await _until(desk, lambda: _history_is_read(desk))
    yield "details-menu"


def _history_is_read(desk: Desk) -> bool:
    assert isinstance(desk.app.screen, DetailsScreen)
    entries = desk.app.screen.query_one(Sheet).entries
    return any(each.key.startswith("deed") for each in entries)


async def _lists(desk: Desk) -> AsyncIterator[str]:
    await desk.go_to("24 نوفمبر")
    await desk.press("f", "f", "ctrl+a")
    await desk.type("الوزير")
    await desk.press("enter")
    await _until(desk, lambda: _list_is_full(desk))
    yield "hits-of-the-project"
    await desk.press("f", "h", "ctrl+a")
    await desk.type("الوزير")
    await desk.press("enter", "space")
    await _until(desk, lambda: _list_is_full(desk))
    yield "hits-of-the-article"
    await desk.press("f", "f", "ctrl+a")
    await desk.type("لاشيء")
    await desk.press("enter")
    await _until(desk, lambda: _list_is_full(desk))
    yield "hits-none"
    await desk.go_to("لبنان")
    await desk.press("*", "a")
    yield "hits-of-a-name"


def _list_is_full(desk: Desk) -> bool:
    assert isinstance(desk.app.screen, ConcordanceScreen)
    return desk.app.screen.listing.over


async def _waiting(desk: Desk) -> AsyncIterator[str]:
    await _open_queue(desk)
    yield "waiting"
    await _open_queue(desk)
    await desk.press("l", "w")
    yield "waiting-narrowed"
    await _open_queue(desk)
    await desk.press("/", *"zzz", "enter")
    yield "waiting-none-like-that"
    await _open_queue(desk)
    await desk.press("m")
    yield "waiting-menu"
    await _open_queue(desk)
    await desk.press("t")
    await desk.type("من قال هذا")
    yield "waiting-comment"
    await desk.press("ctrl+g")
    await _open_queue(desk)
    await desk.press("x")
    yield "waiting-judged"
    desk.screen.open(DATED)
    await _open_queue(desk)
    await desk.press("p")
    yield "waiting-nothing"
    await _open_queue(desk)
    await desk.press("p")
    await _back(desk)
    desk.screen.open(AGREEMENT)


async def _open_queue(desk: Desk) -> None:
    await desk.press("m", "m")
    screen = desk.app.screen
    assert isinstance(screen, QueueScreen)
    await _until(desk, lambda: not screen.query_one(Queue).waiting.missing)


async def _empty(desk: Desk) -> AsyncIterator[str]:
    desk.screen.open(DATED)
    await desk.press("tab")
    yield "annotations-none"
    desk.screen.open(EMPTY)
    yield "text-empty"
    await desk.press("tab")
    yield "annotations-of-nothing"
    desk.screen.open(BROKEN)
    yield "unreadable"
    desk.screen.open(AGREEMENT)


async def _narrow(desk: Desk) -> AsyncIterator[str]:
    await desk.pilot.resize_terminal(34, 9)
    yield "too-small"
