"""One round of questions to the terminal, before the application takes the screen; what is imported meanwhile is free.

A terminal that is asked later, while Textual reads what is typed, seems to type its answers.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Any, Self

from tui.terminal.answers import QUESTIONS, Answers, parse

PATIENCE = 0.4
"""Seconds after the questions in which the last answer must have come. What comes later is kept out of the keys."""
ENDING = [
    getattr(signal, name)
    for name in (
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGTERM",
        "SIGALRM",
        "SIGUSR1",
        "SIGUSR2",
        "SIGXCPU",
    )
    if hasattr(signal, name)
]
"""The signals that end a program which does nothing about them."""


def may_ask(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a question does no harm: macOS Terminal prints a part of it, a browser's page has nothing to say."""
    return (
        sys.platform != "win32"
        and environ.get("TERM_PROGRAM") != "Apple_Terminal"
        and environ.get("TERM", "dumb") != "dumb"
        and "TEXTUAL_DRIVER" not in environ
        and all(os.isatty(stream) for stream in (0, 2))
    )


class Probe:
    """Asks when it is entered, listens when it is told to, and leaves the line as it was.

    Reads standard input and writes to standard error, as Textual does. Until `release`, nothing typed is echoed."""

    def __init__(
        self,
        *,
        ask: bool = True,
        patience: float = PATIENCE,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        """``ask``: else nothing is asked, and there are no answers. ``patience``: seconds to wait for them."""
        self._ask = ask and may_ask(environ)
        self._patience, self._environ = patience, environ
        self._line: list[Any] | None = None
        self._handlers: dict[int, Any] = {}
        self._asked_at = 0.0
        self._tmux: subprocess.Popen[str] | None = None
        self._answers: Answers | None = None
        self.typed = b""
        """What the user typed while the terminal answered."""

    def __enter__(self) -> Self:
        if self._ask:
            self._take_line()
        if "TMUX" in self._environ and self._ask:
            self._tmux = _ask_tmux()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.answers()
        self.release()

    def _take_line(self) -> None:
        import termios

        try:
            line = termios.tcgetattr(0)
        except termios.error:
            self._ask = False
            return
        self._line = line
        # Told to end, the line must still be put back.
        for number in ENDING:
            if signal.getsignal(number) is signal.SIG_DFL:
                self._handlers[number] = signal.signal(number, self._end)
        quiet = [*line[:6], list(line[6])]
        quiet[0] &= ~termios.ICRNL
        quiet[3] &= ~(termios.ICANON | termios.ECHO)
        quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 1, 0
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        self._asked_at = time.perf_counter()
        os.write(2, QUESTIONS)

    def answers(self) -> Answers:
        """What the terminal has answered; waits for it until the patience since the questions is over."""
        if self._answers is None:
            self._answers = self._listen() if self._line is not None else Answers()
        return self._answers

    def _listen(self) -> Answers:
        import select

        heard = b""
        while True:
            answers, self.typed = parse(heard, milliseconds=self._since())
            left = self._patience - self._since() / 1000
            if answers.complete:
                left = 0  # but what has come with the last answer is read
            if not select.select([0], [], [], max(0, left))[0]:
                # What was typed while the line was still cooked has its Enter turned into a line feed.
                self.typed = self.typed.replace(b"\n", b"\r")
                return answers
            chunk = os.read(0, 4096)
            if not chunk:
                return answers
            heard += chunk

    @property
    def asked(self) -> bool:
        return self._line is not None

    def wait_for_key(self) -> None:
        """Wait until something is typed; it is dropped."""
        os.read(0, 4096)

    def _since(self) -> float:
        """Milliseconds since the questions."""
        return (time.perf_counter() - self._asked_at) * 1000

    @property
    def outer(self) -> str:
        """Name and type of the terminal round tmux; empty outside of it, or where it does not say."""
        process, self._tmux = self._tmux, None
        if process is None:
            return ""
        try:
            said, _ = process.communicate(timeout=self._patience)
        except subprocess.TimeoutExpired:
            process.kill()
            return ""
        return said.strip()

    def release(self) -> None:
        """Put the line back as it was: for the application to take, or for the shell. A second time does nothing."""
        line, self._line = self._line, None
        if line is None:
            return
        import termios

        termios.tcsetattr(0, termios.TCSANOW, line)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _end(self, number: int, _: FrameType | None) -> None:
        """Nothing is begun that would have to be ended; an exception could be lost in whatever is being imported."""
        try:
            self.release()
        finally:  # also when the terminal itself has gone
            os._exit(128 + number)


def _ask_tmux() -> subprocess.Popen[str] | None:
    """The question to tmux which terminal is round it, answered by a process of its own."""
    question = ["tmux", "display-message", "-p", "#{client_termname} #{client_termtype}"]
    try:
        return subprocess.Popen(
            question, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
    except OSError:
        return None
