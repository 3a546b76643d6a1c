"""What ``hashiya show`` prints stays right when the terminal reorders again, for the shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.terminal.emulators import Window, installed, same, window
from tests.terminal.rooms import prepare
from tests.terminal.trial import HASHIYA
from tui.terminal import Mode, enter

pytestmark = pytest.mark.emulator


def shown(opened: Window, article: Path, mode: Mode) -> Image.Image:
    """The first rows, stretched, without the cursor, the scroll bar, and the size that Konsole shows for a moment."""
    opened.ask("start", [str(HASHIYA), "show", str(article), "--kashida"], {"HASHIYA_BIDI": mode})
    assert opened.ask("wait") == 0
    opened.ask("ask", "\x1b[?25l\x1b[c")
    return opened.still(lambda _: True).crop((0, 0, 700, 390))


@pytest.mark.parametrize("brackets", [False, True], ids=["seed", "brackets"])
def test_konsole(screen: str, tmp_path: Path, brackets: bool) -> None:
    """As if it did not reorder at all."""
    (article,) = prepare(tmp_path / "room", brackets=brackets).glob("*.txt")
    with window(installed("konsole"), screen, tmp_path / "window", "100x40") as opened:
        printed = shown(opened, article, Mode.AUTO)
        assert not same(printed, shown(opened, article, Mode.PLAIN))
        opened.ask("write", enter(Mode.KONSOLE))
        assert same(printed, shown(opened, article, Mode.PLAIN))
