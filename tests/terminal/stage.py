"""Runs inside a terminal emulator and does what a test asks: shows glyphs, asks the terminal, runs programs in it.

    python stage.py FOLDER

Questions come as ``FOLDER/N.ask``, answers go to ``FOLDER/N.answer``, both JSON, N from 0.
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

MODES = ("8", "?7", "?25", "?1000", "?1003", "?1004", "?1006", "?1016", "?1049", "?2004")
"""What a full-screen program switches: mode 8, line wrap, cursor, mouse, focus, the other screen, bracketed paste."""
_LAST = re.compile(rb"\x1b\[\?[\d;]*c\Z")
_COLOURS = (201, 226)
"""Of the corner at the left, page by page in turns: magenta and yellow; the one at the right is cyan."""


def column(row: int) -> int:
    """Where the glyph of a row stands, both from 1: not below another one, which may reach into its cell."""
    return 1 + 4 * (row % 3)


class Stage:
    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def ask(self, question: str) -> str:
        """What the terminal answers, which must end as the primary attributes do."""
        line = termios.tcgetattr(0)
        quiet = [*line[:6], list(line[6])]
        quiet[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        try:
            os.write(1, question.encode())
            heard = b""
            while not _LAST.search(heard) and select.select([0], [], [], 3)[0]:
                heard += os.read(0, 4096)
        finally:
            termios.tcsetattr(0, termios.TCSANOW, line)
        return heard.decode()

    def page(self, number: int, first: str, rows: list[str], columns: int) -> str:
        """Show each glyph alone on its row, with two corners coloured."""
        corner = f"\x1b[1;1H\x1b[48;5;{_COLOURS[number % 2]}m \x1b[0m"
        parts = ["\x1b[0m\x1b[2J\x1b[?25l" + first + corner]
        parts += [f"\x1b[{y + 1};{column(y)}H{glyph}\x1b[0m" for y, glyph in enumerate(rows, 1)]
        height = os.get_terminal_size(1).lines
        parts.append(f"\x1b[{height};{columns}H\x1b[48;5;51m \x1b[0m")
        os.write(1, "".join(parts).encode())
        return self.ask("\x1b[c")

    def write(self, text: str) -> None:
        os.write(1, text.encode())

    def environ(self) -> dict[str, str]:
        return dict(os.environ)

    def size(self) -> list[int]:
        return list(os.get_terminal_size(1))

    def state(self) -> dict[str, Any]:
        """The modes as the terminal says, and the line as the system says."""
        said = self.ask("".join(f"\x1b[{mode}$p" for mode in MODES) + "\x1b[c")
        line: list[Any] = termios.tcgetattr(0)
        characters = [c.decode("latin-1") if isinstance(c, bytes) else c for c in line[6]]
        return {"modes": said, "line": [*line[:6], characters]}

    def start(self, argv: list[str], environ: dict[str, str]) -> None:
        """Run a program in the foreground, as a shell does."""
        os.write(1, b"\x1b[0m\x1b[2J\x1b[H\x1b[?25h")
        self._child = subprocess.Popen(argv, process_group=0, env=os.environ | environ)
        os.tcsetpgrp(0, self._child.pid)

    def signal(self, name: str) -> None:
        assert self._child is not None
        os.kill(self._child.pid, getattr(signal, name))

    def wait(self) -> int | str:
        """Wait until the program ends or stops, and take the terminal back."""
        assert self._child is not None
        _, status = os.waitpid(self._child.pid, os.WUNTRACED)
        os.tcsetpgrp(0, os.getpgrp())
        return "stopped" if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)

    def resume(self) -> None:
        """Bring the program back to the foreground."""
        assert self._child is not None
        os.tcsetpgrp(0, self._child.pid)
        os.kill(self._child.pid, signal.SIGCONT)


def main(folder: Path) -> None:
    stage = Stage()
    number = 0
    while True:
        question = folder / f"{number}.ask"
        while not question.exists():
            time.sleep(0.01)
        name, arguments = json.loads(question.read_text(encoding="utf-8"))
        answer = None if name == "end" else getattr(stage, name)(*arguments)
        writing = folder / f"{number}.writing"
        writing.write_text(json.dumps(answer), encoding="utf-8")
        writing.rename(folder / f"{number}.answer")
        if name == "end":
            return
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
