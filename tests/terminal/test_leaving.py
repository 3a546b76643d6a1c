"""However the app is left, the terminal is as it was: by what the terminal says of itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.terminal import crash
from tests.terminal.emulators import Window, installed, same, window
from tests.terminal.trial import HASHIYA
from tui.terminal import Mode, enter, leave

pytestmark = pytest.mark.emulator
NAMES = ("xterm", "xfce4-terminal")


@pytest.fixture(scope="module", params=NAMES)
def opened(
    request: pytest.FixtureRequest, screen: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    """One window for all the ways out, one after another."""
    place = tmp_path_factory.mktemp("window") / "place"
    with window(installed(request.param), screen, place, "100x30") as there:
        yield there


def start(opened: Window, folder: Path, **environ: str) -> None:
    """Open the app and wait until it has drawn its last row."""
    opened.ask("start", [str(HASHIYA), str(folder)], environ)
    _, height = (size * 18 for size in opened.ask("size"))
    opened.still(
        lambda picture: len(picture.crop((0, height - 18, 500, height)).getcolors(999) or []) > 8
    )


@pytest.mark.parametrize(
    ("signal", "code", "mode"),
    [
        ("SIGTERM", 128 + 15, "h"),
        ("SIGTERM", 128 + 15, "l"),
        ("SIGHUP", 128 + 1, "h"),
        ("SIGINT", 128 + 2, "h"),
        ("SIGQUIT", 128 + 3, "h"),
        ("SIGUSR1", 128 + 10, "h"),
    ],
)
def test_by_a_signal(opened: Window, folder: Path, signal: str, code: int, mode: str) -> None:
    opened.ask("write", f"\x1b[8{mode}")
    before = opened.ask("state")
    start(opened, folder)
    opened.ask("signal", signal)
    assert opened.ask("wait") == code
    assert opened.ask("state") == before
    opened.ask("write", "\x1b[8h")


def test_by_its_key(opened: Window, folder: Path) -> None:
    before = opened.ask("state")
    opened.ask("start", [str(HASHIYA), str(folder)], {"TEXTUAL_PRESS": "Q"})
    assert opened.ask("wait") == 0
    assert opened.ask("state") == before


def let_happen(opened: Window, folder: Path, *what: str) -> int | str:
    """Open the app, let a mistake show in it or send it the signal, and wait until it ends or stops."""
    environ = {"PYTHONPATH": str(Path(crash.__file__).parents[2])}
    opened.ask("start", [sys.executable, crash.__file__, str(folder), *what], environ)
    ended: int | str = opened.ask("wait")
    return ended


def test_by_a_mistake_in_the_program(opened: Window, folder: Path) -> None:
    before = opened.ask("state")
    assert let_happen(opened, folder) == 1
    assert opened.ask("state") == before


def test_by_a_signal_while_it_is_stopped(opened: Window, folder: Path) -> None:
    """As `kill %1` does, which also wakes it, in the background. It has put everything back before."""
    before = opened.ask("state")
    assert let_happen(opened, folder, "SIGTSTP") == "stopped"
    opened.ask("signal", "SIGTERM")
    opened.ask("signal", "SIGCONT")
    assert opened.ask("wait") == -15
    assert opened.ask("state") == before


def test_after_the_card(opened: Window) -> None:
    before = opened.ask("state")
    opened.ask("start", [str(HASHIYA), "terminal"], {})
    assert opened.ask("wait") == 0
    assert opened.ask("state") == before


def test_for_a_while(opened: Window, folder: Path) -> None:
    """Stopped by Ctrl+Z and brought back, twice: the shell has its terminal, then the app has its own, drawn anew."""
    before = opened.ask("state")
    start(opened, folder)
    drawn = opened.still(lambda _: True)
    for _ in range(2):
        opened.ask("signal", "SIGTSTP")
        assert opened.ask("wait") == "stopped"
        assert opened.ask("state") == before
        opened.ask("resume")
        opened.still(lambda picture: same(picture, drawn))
    opened.ask("signal", "SIGTERM")
    assert opened.ask("wait") == 128 + 15
    assert opened.ask("state") == before


def test_stopped_from_outside(opened: Window, folder: Path) -> None:
    """Without having been asked it cannot put anything back; but it takes the terminal again as it should."""
    before = opened.ask("state")
    start(opened, folder)
    drawn = opened.still(lambda _: True)
    opened.ask("signal", "SIGSTOP")
    assert opened.ask("wait") == "stopped"
    opened.ask("write", "\x1b[2J\x1b[H$ ")
    opened.ask("resume")
    opened.still(lambda picture: same(picture, drawn))
    time.sleep(0.2)
    opened.ask("signal", "SIGTERM")
    assert opened.ask("wait") == 128 + 15
    assert opened.ask("state") == before


_WORDS = (0, 0, 600, 200)


def words(opened: Window) -> Image.Image:
    """A picture of words in logical order, which the terminal may reorder, without its scroll bar."""
    opened.ask("write", "\x1b[?25l\x1b[2J\x1b[3;3Hقال السلام عليكم\x1b[1;1H")
    opened.ask("ask", "\x1b[c")
    return opened.still(lambda _: True).crop(_WORDS)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("xfce4-terminal", Mode.EXPLICIT), ("konsole", Mode.KONSOLE), ("mlterm", Mode.MLTERM)],
)
def test_it_reorders_as_before(
    name: str, mode: Mode, screen: str, tmp_path: Path, folder: Path
) -> None:
    """By its picture, since not every terminal can be asked whether it does."""
    stays = mode in (Mode.KONSOLE, Mode.MLTERM)  # the card, until a key is pressed
    with window(installed(name), screen, tmp_path / "window", "100x30") as opened:
        before, state = words(opened), opened.ask("state")
        opened.ask("write", enter(mode))
        assert not same(words(opened), before)
        opened.ask("write", leave(mode))

        def as_it_was() -> bool:
            return same(words(opened), before) and opened.ask("state") == state

        assert as_it_was()
        assert let_happen(opened, folder) == 1
        assert as_it_was()
        assert let_happen(opened, folder, "SIGTERM") == 128 + 15
        assert as_it_was()
        assert let_happen(opened, folder, "SIGTSTP") == "stopped"
        assert as_it_was()
        opened.ask("resume")
        opened.still(lambda picture: not same(picture.crop(_WORDS), before))
        opened.ask("signal", "SIGTERM")
        assert opened.ask("wait") == 128 + 15
        assert as_it_was()
        opened.ask("start", [str(HASHIYA), "terminal"], {})
        if stays:
            opened.still(lambda picture: not same(picture.crop(_WORDS), before))
            time.sleep(0.5)
            opened.ask("signal", "SIGINT")
        assert opened.ask("wait") == int(stays)
        assert as_it_was()
