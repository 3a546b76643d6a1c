"""An app under a pilot, for the tests of the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotations.model import Annotation
from annotations.project import Project
from tui.app import HashiyaApp
from tui.config import Config
from tui.screens.reading import ReadingScreen
from tui.terminal.driver import Wiring
from tui.widgets.chrome import Notice
from tui.widgets.reader import Reader

Room = Callable[..., AbstractAsyncContextManager["Desk"]]


class Desk:
    """An app under a pilot, and what a test asks of it."""

    def __init__(self, app: HashiyaApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> ReadingScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ReadingScreen)
        return screen

    @property
    def reader(self) -> Reader:
        return self.screen.reader

    @property
    def text(self) -> str:
        return self.reader.article.text

    @property
    def annotations(self) -> list[Annotation]:
        return self.screen.listed.items

    @property
    def said(self) -> str:
        return self.screen.query(Notice).first()._text

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they did is on the disk."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        self.app.saver.flush(5)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if c == " " else c for c in text))

    async def go_to(self, found: str) -> int:
        """Put the cursor on the first occurrence of a piece of the text."""
        offset = self.text.index(found)
        self.reader.go(offset)
        await self.pilot.pause()
        return offset

    def row_text(self, y: int) -> str:
        return self.reader.render_line(y).text


@pytest.fixture
def room(folder: Path, tmp_path: Path) -> Room:
    """Opens the reading room on the folder of the seed, again and again if asked, with one state folder."""

    @asynccontextmanager
    async def opened(
        path: Path = folder,
        size: tuple[int, int] = (120, 36),
        annotator: str = "Tester",
        config: Config | None = None,
        problems: Sequence[str] = (),
    ) -> AsyncIterator[Desk]:
        project = Project.open(path, annotator, "machine")
        app = HashiyaApp(
            project, config or Config(), Wiring(), tmp_path / "state", problems=problems
        )
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Desk(app, pilot)

    return opened
