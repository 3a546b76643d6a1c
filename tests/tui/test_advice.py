"""What a terminal cannot do is said once, with the way out."""

from __future__ import annotations

from pathlib import Path

from annotations.project import Project
from tui.app import HashiyaApp
from tui.config import Config
from tui.session import first_time
from tui.terminal.driver import Wiring
from tui.terminal.kinds import KITTY, QTERMINAL, XTERM, Kind
from tui.widgets.chrome import Notice
from tui.widgets.reader import Reader


async def opened(
    folder: Path, state: Path, kind: Kind, config: Config | None = None
) -> tuple[str, bool]:
    """What is said at first, and whether harakat are shown."""
    project = Project.open(folder, "Tester", "machine")
    app = HashiyaApp(project, config or Config(), Wiring(), state, kind)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        said = app.screen.query(Notice).first()._text
        return said, app.screen.query_one(Reader).harakat


async def test_an_order_that_cannot_be_right(folder: Path, tmp_path: Path) -> None:
    said, harakat = await opened(folder, tmp_path / "state", QTERMINAL)
    assert said == QTERMINAL.advice
    assert harakat
    assert await opened(folder, tmp_path / "state", QTERMINAL) == ("", True)
    assert (await opened(folder, tmp_path / "other", QTERMINAL))[0] == QTERMINAL.advice


async def test_harakat_that_break_are_hidden(folder: Path, tmp_path: Path) -> None:
    said, harakat = await opened(folder, tmp_path / "state", KITTY)
    assert "Harakat are hidden" in said
    assert "kitty" in said
    assert not harakat
    assert await opened(folder, tmp_path / "state", KITTY) == ("", False)


async def test_unless_the_settings_say_something_about_them(folder: Path, tmp_path: Path) -> None:
    assert await opened(folder, tmp_path, KITTY, Config(harakat=True)) == ("", True)
    assert await opened(folder, tmp_path, KITTY, Config(harakat=False)) == ("", False)
    assert await opened(folder, tmp_path, XTERM, Config(harakat=False)) == ("", False)


async def test_where_all_is_right_nothing_is_said(folder: Path, tmp_path: Path) -> None:
    assert await opened(folder, tmp_path, XTERM) == ("", True)


def test_where_nothing_can_be_remembered_it_is_said_again(tmp_path: Path) -> None:
    (tmp_path / "told").write_text("in the way", encoding="ascii")
    assert first_time(tmp_path, "x")
    assert first_time(tmp_path, "x")
