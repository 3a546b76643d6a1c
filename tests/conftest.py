"""What tests share: the seed article, and a home of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from annotations.model import Article

# Slow machines must not fail a property; what is found once is found again.
settings.register_profile("hashiya", deadline=None, derandomize=True)
settings.load_profile("hashiya")

SEED = Path(__file__).parent.parent / "seeds" / "000_617d08e46eb476a4.txt"


@pytest.fixture
def seed() -> Article:
    """The seed article."""
    return Article(SEED.name, SEED.read_bytes().decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of the seed article, and nothing else."""
    place = tmp_path / "articles"
    place.mkdir()
    shutil.copy(SEED, place)
    return place


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings, so that no test reads or writes those of the person who runs it; nor the clipboard."""
    # Not numbered, which would look through all that there are, for thousands of tests.
    place = Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp(), prefix="home-"))
    for name in list(os.environ):
        if name.startswith(("XDG_", "HASHIYA_", "GIT_")):
            monkeypatch.delenv(name)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "far away")
    monkeypatch.setenv("HASHIYA_LANGUAGE", "en")
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("HASHIYA_ANNOTATOR", "Tester")
    return place


def pytest_xdist_auto_num_workers() -> int:
    """Three for each core: a test of the screen waits for most of its time."""
    return 3 * (os.cpu_count() or 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was counted of the suites that others wrote."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, told in getattr(report, "user_properties", ()):
                if name == "conformance":
                    terminalreporter.write_line(told)
