"""The table that the tests in emulators end with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.terminal.emulators import display


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A virtual display for all emulators, one after another."""
    if shutil.which("Xvfb") is None:
        pytest.skip("not run: Xvfb is not installed")
    with display() as name:
        yield name


RESULTS = pytest.StashKey[list[object]]()


@pytest.fixture
def results(request: pytest.FixtureRequest) -> list[object]:
    """What is printed as a table at the end of the run."""
    return request.config.stash.setdefault(RESULTS, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    found = config.stash.get(RESULTS, [])
    if found:
        from tests.terminal.trial import Result, table

        terminalreporter.write_line("")
        terminalreporter.write_line(
            table([result for result in found if isinstance(result, Result)])
        )
