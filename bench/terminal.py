"""A program in a real pseudo-terminal, and the time from what goes in to the last byte of what comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

FRAME = 0.006
"""Seconds without a byte after which a frame is over."""
QUIET = 0.028
"""Seconds without a byte after which nothing more is to come, such as the word that a tag has been saved."""


class Terminal:
    """Runs a command in a pseudo-terminal of ``columns`` × ``rows``."""

    def __init__(
        self, command: Sequence[str | Path], home: Path, columns: int = 120, rows: int = 36
    ) -> None:
        environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color",
            "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8",
            "HASHIYA_BIDI": "plain", "HASHIYA_ANNOTATOR": "Bench",
        }  # fmt: skip
        self.started = time.perf_counter()
        self.process, self._end = pty.fork()
        if self.process == 0:
            os.execve(str(command[0]), [str(part) for part in command], environment)
        self._last_row = b"\x1b[%d;" % rows
        self.resize(columns, rows, tell=False)

    def resize(self, columns: int, rows: int, *, tell: bool = True) -> float:
        """Give the terminal another size; returns the time of the telling."""
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        moment = time.perf_counter()
        if tell:
            os.kill(self.process, signal.SIGWINCH)
        return moment

    def last_byte(self, quiet: float = QUIET, patience: float = 30) -> float:
        """When the last byte came before ``quiet`` seconds without one; waits ``patience`` for the first."""
        last, waits = 0.0, time.perf_counter() + patience
        while True:
            ready, _, _ = select.select([self._end], [], [], quiet)
            if ready:
                os.read(self._end, 1 << 16)
                last = time.perf_counter()
            elif last or time.perf_counter() > waits:
                return last

    def first_frame(self) -> float:
        """Seconds from the start to the last byte of the first full frame: the one that reaches the last row."""
        seen = b""
        while self._last_row not in seen:
            seen += os.read(self._end, 1 << 16)
        first = self.last_byte(quiet=0.004, patience=0.004) or time.perf_counter()
        self.last_byte(
            quiet=0.6, patience=0.6
        )  # what a program does after that is not counted, but not disturbed
        return first - self.started

    def press(self, key: bytes) -> float:
        """Seconds from a key to the last byte of its frame; at least 33 ms pass before the next."""
        moment = time.perf_counter()
        os.write(self._end, key)
        last = self.last_byte(quiet=FRAME, patience=0.3)
        self.last_byte(patience=QUIET)
        time.sleep(max(0.0, moment + 0.033 - time.perf_counter()))
        return max(0.0, last - moment)

    def hold(self, key: bytes, seconds: float) -> float:
        """Seconds that the screen lags behind when a key that repeats 30 times a second is released."""
        released = time.perf_counter() + seconds
        while time.perf_counter() < released:
            os.write(self._end, key)
            pause = time.perf_counter() + 1 / 30
            while (left := pause - time.perf_counter()) > 0:
                if select.select([self._end], [], [], left)[0]:
                    os.read(self._end, 1 << 16)
        return max(0.0, self.last_byte(patience=0.3) - time.perf_counter() + QUIET)

    def resident(self) -> int:
        """The most bytes of memory that the process has had, where the system tells."""
        status = Path(f"/proc/{self.process}/status")
        if not status.exists():
            return 0
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(fields["VmHWM"].split()[0]) * 1024

    def stop(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._end)


HASHIYA = Path(sys.executable).with_name("hashiya")


def starts(
    commands: list[list[str | Path]], home: Path, times: int = 11
) -> list[tuple[float, int]]:
    """Of each command, started in turns, the median time in seconds and the memory that it had in bytes."""
    measured: list[list[float]] = [[] for _ in commands]
    memory = [0] * len(commands)
    for _ in range(times):
        for place, command in enumerate(commands):
            terminal = Terminal(command, home)
            measured[place].append(terminal.first_frame())
            memory[place] = max(memory[place], terminal.resident())
            terminal.stop()
    return list(zip(map(median, measured), memory, strict=True))
