"""The questions to the terminal, by a terminal that answers as it is told to: at once, late, or never."""

from __future__ import annotations

import base64
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SEED
from tests.terminal.trial import HASHIYA
from tests.tui.test_probe import KONSOLE, QTERMINAL, VTE, XTERM
from tui.terminal.probe import PATIENCE

pytestmark = pytest.mark.terminal
ASKED = b"\x1b[8$p\x1b[>q\x1b[>c\x1b[c"
SCREEN = b"\x1b[?1049h"
HELP = b"Esc closes"
"""What the title of the help screen begins with, which a ``?`` opens."""


class Line:
    """A program on a line whose other end is the test's."""

    def __init__(self, *command: str | Path, environ: dict[str, str]) -> None:
        self.heard = b""
        self.process, self.end = pty.fork()
        if self.process == 0:
            os.execve(str(command[0]), [str(part) for part in command], environ)

    def hear(self, seconds: float) -> None:
        """Read what is written for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.end], [], [], left)[0]:
                try:
                    self.heard += os.read(self.end, 1 << 16)
                except OSError:  # the program has ended
                    return

    def until(self, what: bytes, seconds: float = 20) -> None:
        """Read until that is written."""
        patience = time.monotonic() + seconds
        while what not in self.heard and time.monotonic() < patience:
            self.hear(0.02)
        assert what in self.heard, self.heard[-2000:]

    def type(self, data: bytes) -> None:
        os.write(self.end, data)

    def ended(self, seconds: float = 10) -> int:
        """The exit code."""
        patience = time.monotonic() + seconds
        while time.monotonic() < patience:
            self.hear(0.02)
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.process = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"has not ended: {self.heard[-500:]!r}")

    def settings(self) -> list[object]:
        return termios.tcgetattr(self.end)

    def close(self) -> None:
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        if self.end >= 0:
            os.close(self.end)


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        "HASHIYA_ANNOTATOR": "Tester",
    }  # fmt: skip


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    opened: list[Line] = []
    yield opened
    for line in opened:
        line.close()


@pytest.mark.parametrize(
    ("answer", "entered", "left"),
    [
        (VTE, b"\x1b[8l", b"\x1b[8h"),
        (
            KONSOLE,
            b"\x1b]50;BidiRenderingEnabled=false\x07",
            b"\x1b]50;BidiRenderingEnabled=true\x07",
        ),
        (XTERM, b"\x1b[8l", b"\x1b[8h"),
    ],
)
def test_what_is_typed_between_the_answers_reaches_the_app(
    lines: list[Line],
    folder: Path,
    environ: dict[str, str],
    answer: bytes,
    entered: bytes,
    left: bytes,
) -> None:
    line = Line(HASHIYA, folder, environ=environ)
    lines.append(line)
    before = line.settings()
    line.until(ASKED)
    middle = answer.rindex(b"\x1b")
    for piece in (b"j", answer[:middle], b"j", answer[middle:], b"Q"):
        line.type(piece)
        time.sleep(0.01)
    assert line.ended() == 0
    places = [line.heard.index(part) for part in (ASKED, SCREEN, entered, left)]
    assert places == sorted(places)
    assert line.heard.count(ASKED) == 1
    assert HELP not in line.heard
    assert line.settings() == before


@pytest.mark.parametrize("pieces", [1, 7])
def test_answers_that_come_late_are_not_typed(
    lines: list[Line], folder: Path, environ: dict[str, str], pieces: int
) -> None:
    line = Line(HASHIYA, folder, environ=environ)
    lines.append(line)
    line.until(b"Tester")
    line.hear(1.5)  # until what is found out about the articles is shown as well
    shown = len(line.heard)
    size = -(-len(XTERM) // pieces)
    for start in range(0, len(XTERM), size):
        line.type(XTERM[start : start + size])
        line.hear(0.01)
    line.hear(0.5)
    assert len(line.heard) == shown, line.heard[shown:]
    line.type(b"?")
    line.until(HELP)
    line.type(b"\x1b")  # held while an answer may begin with it, but not for long
    line.hear(0.6)
    line.type(b"Q")
    assert line.ended() == 0


def test_a_terminal_that_never_answers_waits_for_its_first_frame_not_long(
    lines: list[Line], folder: Path, environ: dict[str, str]
) -> None:
    line = Line(HASHIYA, folder, environ=environ)
    lines.append(line)
    line.until(ASKED)
    line.until(SCREEN, seconds=PATIENCE + 5)  # the rest is for a busy machine
    assert PATIENCE <= 0.5
    line.until(b"Tester")
    line.type(b"\x1b")
    line.hear(0.6)
    line.type(b"Q")
    assert line.ended() == 0


@pytest.mark.parametrize(
    "extra", [{"TERM_PROGRAM": "Apple_Terminal"}, {"HASHIYA_BIDI": "plain"}, {"TERM": "dumb"}]
)
def test_who_is_not_asked(
    lines: list[Line], folder: Path, environ: dict[str, str], extra: dict[str, str]
) -> None:
    line = Line(HASHIYA, folder, environ=environ | extra)
    lines.append(line)
    line.until(b"Tester")
    assert b"$p\x1b[>q" not in line.heard
    line.type(b"Q")
    assert line.ended() == 0


def test_the_flag_goes_before_the_environment_and_that_before_the_settings(
    lines: list[Line], folder: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text('bidi = "mlterm"', encoding="utf-8")
    konsole, mlterm = b"\x1b]50;BidiRenderingEnabled=false\x07", b"\x1b]5379;use_ctl=false\x07"
    variable = {"HASHIYA_BIDI": "konsole"}
    for flag, extra, wanted in [
        ([], {}, mlterm),
        ([], variable, konsole),
        (["--bidi", "explicit"], variable, b"\x1b[8l"),
        (["--bidi", "auto"], variable, ASKED),
    ]:
        line = Line(
            HASHIYA, *flag, folder, environ=environ | {"HASHIYA_CONFIG": str(settings)} | extra
        )
        lines.append(line)
        line.until(b"Tester")
        assert wanted in line.heard
        assert konsole not in line.heard or wanted == konsole
        assert mlterm not in line.heard or wanted == mlterm
        line.type(b"Q")
        assert line.ended() == 0


def test_ended_before_its_first_frame_it_ends_without_a_word(
    lines: list[Line], folder: Path, environ: dict[str, str]
) -> None:
    line = Line(HASHIYA, folder, environ=environ | {"HASHIYA_BIDI": "plain"})
    lines.append(line)
    line.until(SCREEN)
    os.kill(line.process, signal.SIGTERM)
    assert line.ended() == 128 + signal.SIGTERM
    assert b"rror" not in line.heard


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1]
)
def test_ended_while_it_asks_the_line_is_put_back(
    lines: list[Line], folder: Path, environ: dict[str, str], number: int
) -> None:
    line = Line(HASHIYA, folder, environ=environ)
    lines.append(line)
    before = line.settings()
    line.until(ASKED)
    assert line.settings() != before
    os.kill(line.process, number)
    assert line.ended() != 0
    assert SCREEN not in line.heard
    assert line.settings() == before


def test_when_the_terminal_goes_away_the_app_ends(
    lines: list[Line], folder: Path, environ: dict[str, str]
) -> None:
    line = Line(HASHIYA, folder, environ=environ | {"HASHIYA_BIDI": "plain"})
    lines.append(line)
    line.until(b"Tester")
    os.close(line.end)
    patience = time.monotonic() + 10
    while not (ended := os.waitpid(line.process, os.WNOHANG)[0]) and time.monotonic() < patience:
        time.sleep(0.05)
    line.end, line.process = -1, 0 if ended else line.process
    assert ended


def test_what_cannot_be_right_is_said_once(
    lines: list[Line], folder: Path, environ: dict[str, str]
) -> None:
    for told in (True, False):
        line = Line(HASHIYA, folder, environ=environ)
        lines.append(line)
        line.until(ASKED)
        line.type(QTERMINAL)
        line.until(b"Tester")
        line.type(b"Q")
        assert line.ended() == 0
        assert (b"QTerminal" in line.heard) is told


def test_the_command_says_what_was_found(lines: list[Line], environ: dict[str, str]) -> None:
    line = Line(HASHIYA, "terminal", environ=environ)
    lines.append(line)
    before = line.settings()
    line.until(ASKED)
    line.type(VTE)
    assert line.ended() == 0
    said = line.heard.decode()
    assert "VTE: it answers that ECMA-48 mode 8 is set" in said
    assert "ESC[8;1$y ESC[>65;7006;1c ESC[?65;1;9c" in said
    assert re.search(r"Mode +explicit", said)
    card = said[said.index("\x1b[8l") : said.index("\x1b[8h")]
    assert "ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ" in card
    assert line.settings() == before


def test_the_command_waits_for_a_terminal_far_away(
    lines: list[Line], environ: dict[str, str]
) -> None:
    line = Line(HASHIYA, "terminal", environ=environ)
    lines.append(line)
    line.until(ASKED)
    line.hear(3 * PATIENCE)
    line.type(VTE)
    assert line.ended() == 0
    assert b"VTE: it answers" in line.heard


@pytest.mark.parametrize("mode", ["plain", "marks", "words"])
def test_a_copy_reaches_the_terminal_as_it_stands_in_the_article(
    lines: list[Line], folder: Path, environ: dict[str, str], mode: str
) -> None:
    line = Line(HASHIYA, folder, environ=environ | {"HASHIYA_BIDI": mode})
    lines.append(line)
    line.until(b"Tester")
    line.type(b"vJy")
    text = SEED.read_bytes().decode()
    first = text[: text.index("\n") + 1].encode()
    line.until(b"\x1b]52;c;" + base64.b64encode(first) + b"\x07")


def test_for_a_page_in_a_browser_there_is_no_terminal_to_ask(
    folder: Path, environ: dict[str, str]
) -> None:
    page = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "80", "ROWS": "24"}
    process = subprocess.Popen(
        [HASHIYA, folder], env=environ | page, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    heard = b""
    while b"Tester" not in heard and (chunk := os.read(process.stdout.fileno(), 1 << 16)):
        heard += chunk
    process.terminate()
    rest, said = process.communicate(timeout=10)
    assert heard.startswith(b"__GANGLION__")
    assert b"Tester" in heard
    assert ASKED not in heard + rest + said


def test_the_command_where_there_is_no_terminal(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [HASHIYA, "terminal"], env=environ, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )  # fmt: skip
    assert "No terminal was asked" in done.stdout
    assert "\x1b" not in done.stdout
    assert "ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ" in done.stdout
