"""What Textual's driver for POSIX leaves to be done: signals that end a program, answers that come late, a line that is
gone, and a stop that it was not asked for."""

from __future__ import annotations

import os
import select
import signal
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.answers import Sieve
from tui.terminal.probe import ENDING

if TYPE_CHECKING:
    from tui.terminal.driver import Wiring


def posix_driver(plain: type[LinuxDriver], wiring: Wiring) -> type[LinuxDriver]:
    """``plain`` with what it leaves to be done."""

    class PosixDriver(plain):  # type: ignore[misc, valid-type]
        @property
        def _writes(self) -> bool:
            """Whether what is written goes anywhere: not while suspended, nor when the terminal is gone."""
            return self._writer_thread is not None and self._writer_thread.is_alive()

        def start_application_mode(self) -> None:
            wiring.release()
            for number in ENDING:
                if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                    self._loop.add_signal_handler(number, wiring.ended, number)
            super().start_application_mode()

        def stop_application_mode(self) -> None:
            # Textual may have turned it on, and does not turn it off.
            self.write("\x1b[?1016l")
            super().stop_application_mode()

        def resume_application_mode(self) -> None:
            unasked = self._writes  # it was stopped from outside
            if unasked:
                self.suspend_application_mode()
            super().resume_application_mode()
            if unasked:  # else Textual says so
                self.send_message(self.SignalResume())

        def write(self, data: str) -> None:
            if self._writes:
                super().write(data)

        def close(self) -> None:
            if self._writes:
                super().close()  # which writes what waits
            for number in ENDING:
                self._loop.remove_signal_handler(number)

        def run_input_thread(self) -> None:
            """Textual's own, with what was typed before it, and without the answers that come late."""
            parser, sieve = XTermParser(self._debug), Sieve(waiting=wiring.waiting)
            decode = getincrementaldecoder("utf-8")("replace").decode
            heard, wiring.typed = wiring.typed, b""
            while not (self.exit_event.is_set() or wiring.ready.wait(0.05)):
                pass
            while not self.exit_event.is_set():
                if typed := decode(sieve.feed(heard)):
                    for event in parser.feed(typed):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
                heard = b""
                patience = 0.05 if sieve.waiting else 0.1
                if select.select([self.fileno], [], [], patience)[0]:
                    try:
                        heard = os.read(self.fileno, 4096)
                    except OSError:
                        heard = b""
                    if not heard:  # the line is gone
                        self._loop.call_soon_threadsafe(wiring.ended, signal.SIGHUP)
                        return
            wiring.waiting = sieve.waiting

    return PosixDriver
