"""A whole job by keyboard, recorded as text, and the same in the Arabic layout of the keyboard."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import SEED
from tests.terminal.test_tmux import HASHIYA, Tmux, tmux
from tui.text.line import line

__all__ = ["tmux"]
pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]
RECORDED = Path(__file__).with_name("session.txt")
COLUMNS, ROWS = 100, 20


class Step(NamedTuple):
    """What is typed, in English and in the Arabic 101 layout, and what the screen says then."""

    what: str
    keys: str
    arabic: str
    said: str


JOB = [
    Step("find a name", "/سيرغي لافروف\n", "ظسيرغي لافروف\n", "1 of 2"),
    Step("tag its two words", "2e", "٢ث", "Annotations  1"),
    Step("into the next quotation", "I", "÷", "3 %"),
    Step("widen the word to the quotation", "ww", "صص", "SELECT 12"),
    Step("tag it", "q", "ض", "Annotations  2"),
    Step("the second paragraph, a clause and five words on", "2gnA5i", "٢لى\u0650٥ه", "13 %"),
    Step("tag a name with its clitic", "2e", "٢ث", "Annotations  3"),
    Step("trim the clitic", "-", "-", "«" + line("كوريا الشمالية", 40).visual + "»"),
    Step("make it a claim", "rc", "قؤ", "claim «"),
    Step("undo", "u", "ع", "Undo: entity"),
    Step("redo", "Y", "إ", "Redo: claim"),
]


def type_step(tmux: Tmux, keys: str) -> None:
    for part in keys.splitlines(keepends=True):
        tmux.type(part.rstrip("\n"))
        if part.endswith("\n"):
            tmux.send("Enter")


def do(tmux: Tmux, folder: Path, *, arabic: bool) -> Iterator[tuple[Step, list[str]]]:
    """The job step by step, with the screen after each; then a note, and the end."""
    tmux.start(COLUMNS, ROWS, f"{HASHIYA} {folder}")
    tmux.wait_for(lambda text: "Tester" in text)
    for step in JOB:
        type_step(tmux, step.arabic if arabic else step.keys)
        tmux.wait_for(lambda text, said=step.said: said in text and "saving" not in text)  # type: ignore[misc]
        time.sleep(0.2)
        yield step, tmux.screen()
    tmux.type("ف" if arabic else "t")
    tmux.wait_for(lambda text: "Note" in text)
    tmux.type("تحقق من هذا")
    tmux.wait_for(lambda text: line("تحقق من هذا", 40).visual in text)
    tmux.send("F10")
    until = time.monotonic() + 10
    while tmux.alive() and time.monotonic() < until:
        time.sleep(0.05)


def exported(folder: Path) -> list[tuple[str, int, int, str, str]]:
    done = subprocess.run([HASHIYA, "export", str(folder)], capture_output=True, check=True)
    (article,) = json.loads(done.stdout)["articles"]
    assert article["text"].encode() == SEED.read_bytes()
    return [
        (a["label"], a["start"], a["end"], a["exact"], a["note"]) for a in article["annotations"]
    ]


def wanted() -> list[tuple[str, int, int, str, str]]:
    text = SEED.read_bytes().decode()
    found = [
        ("entity", "سيرغي لافروف", ""), ("quote", "دعمها الثابت", ""), ("claim", "كوريا الشمالية", "تحقق من هذا"),
    ]  # fmt: skip
    at = [text.index("سيرغي"), text.index("دعمها"), text.index("لكوريا الشمالية") + 1]
    return [
        (label, start, start + len(exact), exact, note)
        for (label, exact, note), start in zip(found, at, strict=True)
    ]


def test_a_job_by_keyboard_looks_as_recorded(tmux: Tmux, folder: Path, tmp_path: Path) -> None:
    recorded = ""
    for step, screen in do(tmux, folder, arabic=False):
        rows = "\n".join(row.rstrip() for row in screen[:ROWS])
        keys = step.keys.replace("\n", "⏎")
        recorded += f"── {step.what}: {keys} {'─' * 40}\n{rows}\n"
    assert exported(folder) == wanted()
    seen = tmp_path / "session.txt"
    seen.write_text(recorded, encoding="utf-8")
    assert recorded == RECORDED.read_text("utf-8"), (
        f"where what has changed is right, copy {seen} to {RECORDED}"
    )


def test_the_same_job_in_the_arabic_layout(tmux: Tmux, folder: Path) -> None:
    screens = [screen for _, screen in do(tmux, folder, arabic=True)]
    assert "q ﺽ quote" in screens[-1][ROWS - 1]  # the keys of that layout are shown
    assert exported(folder) == wanted()
