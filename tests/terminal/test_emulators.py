"""Arabic in terminal emulators, by their pictures: order, joining, brackets, digits, two panes in a row, a highlight.

`make test-terminals` runs them all, each that is installed; .ci/run some.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.emulators import EMULATORS, installed
from tests.terminal.trial import Result, StartError, trial
from tui.terminal import Mode

pytestmark = pytest.mark.emulator
MUST_START = ("xterm", "xfce4-terminal", "konsole", "tmux in xfce4-terminal")


@pytest.mark.parametrize("name", EMULATORS)
def test_the_reading_room_is_right_cell_by_cell(
    name: str, screen: str, tmp_path: Path, results: list[Result]
) -> None:
    emulator = installed(name)
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


@pytest.mark.parametrize("name", ["xfce4-terminal"])
def test_this_would_find_out_if_the_switch_were_not_thrown(
    name: str, screen: str, tmp_path: Path
) -> None:
    """The mode of another terminal: nothing that VTE understands is sent, and it reorders what is in order."""
    result = trial(installed(name), screen, tmp_path, forced=Mode.KONSOLE)
    assert len(result.wrong) > 500


@pytest.mark.parametrize("name", EMULATORS)
def test_where_it_cannot_be_had_it_is_not_run_and_so_not_passed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match=r"not run: .+ is not installed"):
        installed(name)
