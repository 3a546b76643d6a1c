"""The first step: the room by a path alone, everything else by the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tui import start
from tui.cli import main

HASHIYA = Path(sys.executable).with_name("hashiya")


def test_every_command_is_known() -> None:
    assert set(start.COMMANDS) == set(main.commands)


@pytest.mark.parametrize(
    ("words", "usual"),
    [([], True), (["."], True), (["مقال.txt"], True), (["check"], False), (["--help"], False), (["a", "b"], False)],
)  # fmt: skip
def test_only_a_path_is_the_usual(words: list[str], usual: bool) -> None:
    assert start._usual(words) is usual


def test_an_environment_that_says_something_wrong_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HASHIYA_BIDI", "plain")
    assert start._usual(["."])
    monkeypatch.setenv("HASHIYA_BIDI", "sideways")
    assert not start._usual(["."])


@pytest.mark.parametrize("arguments", [["nowhere"], ["open", "nowhere"]])
def test_what_is_not_there_is_told_alike(arguments: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [HASHIYA, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("hashiya: ")
    assert "nowhere" in done.stderr
    assert done.stderr.count("\n") == 1
