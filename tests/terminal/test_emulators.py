"""Arabic in terminal emulators, by their pictures: order, joining, brackets, digits, two panes in a row, a highlight.

`make test-terminals` runs them all, each that is installed; .ci/run some.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.emulators import EMULATORS, Emulator, display
from tests.terminal.trial import Result, StartError, trial
from tui.terminal import Mode

pytestmark = pytest.mark.emulator
MUST_START = ("xterm", "xfce4-terminal", "konsole", "tmux in xfce4-terminal")


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    needed = Emulator("", "true", lambda _, command: command).missing
    if needed:
        pytest.skip(f"not run: {needed} is not installed")
    with display() as name:
        yield name


def there(name: str) -> Emulator:
    emulator = EMULATORS[name]
    if emulator.missing:
        pytest.skip(f"not run: {emulator.missing} is not installed")
    return emulator


@pytest.mark.parametrize("name", EMULATORS)
def test_the_reading_room_is_right_cell_by_cell(
    name: str, screen: str, tmp_path: Path, results: list[Result]
) -> None:
    emulator = there(name)
    try:
        result = trial(emulator, screen, tmp_path)
    except StartError as error:
        if name in MUST_START:
            raise
        pytest.skip(f"not run: {error}")
    results.append(result)
    assert result.cells > 1500
    assert not result.wrong
    assert not result.torn


def test_this_would_find_out_if_the_switch_were_not_thrown(screen: str, tmp_path: Path) -> None:
    """The mode of another terminal: nothing that VTE understands is sent, and it reorders what is in order."""
    result = trial(there("xfce4-terminal"), screen, tmp_path, forced=Mode.KONSOLE)
    assert len(result.wrong) > 500
