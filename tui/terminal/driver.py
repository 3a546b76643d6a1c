"""Textual's driver, told what the terminal needs: it sets the mode, encodes what is written, puts the mode back."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

import msgspec

from tui.terminal.modes import Encoder, Mode, enter, leave

if TYPE_CHECKING:
    from textual.driver import Driver


def _nothing(*_: object) -> None:
    """Without a terminal there is nothing to do."""


class Wiring(msgspec.Struct):
    """What the driver has to know of the terminal, and whom it tells."""

    mode: Mode = Mode.PLAIN
    explicit: bool = False
    """ECMA-48's explicit mode was set before."""
    waiting: bool = False
    """The terminal was asked and has not answered yet."""
    typed: bytes = b""
    """What the user has typed already."""
    ready: Event = msgspec.field(default_factory=Event)
    """Set by the application when keys find something to act on; they wait for it."""
    release: Callable[[], None] = _nothing
    """Called when the driver takes over the line."""
    ended: Callable[[int], None] = _nothing
    """Called, in the thread of the event loop, with the number of a signal that asks the program to end."""


def driver_class(plain: type[Driver], wiring: Wiring) -> type[Driver]:
    """``plain`` with that wiring."""
    try:
        from textual.drivers.linux_driver import LinuxDriver

        from tui.terminal.posix import posix_driver
    except ImportError:  # not a POSIX system
        base = plain
    else:
        base = posix_driver(plain, wiring) if issubclass(plain, LinuxDriver) else plain
    mode = wiring.mode

    class SwitchingDriver(base):  # type: ignore[misc, valid-type]
        """Sets the mode while the application has the screen."""

        _encoder = Encoder(mode)

        def start_application_mode(self) -> None:
            super().start_application_mode()
            self._encoder = Encoder(mode)
            # The screen is cleared once more: VTE keeps the mode row by row.
            super().write(enter(mode) + "\x1b[2J")

        def stop_application_mode(self) -> None:
            super().write(leave(mode, explicit=wiring.explicit))
            super().stop_application_mode()

        def write(self, data: str) -> None:
            super().write(self._encoder.feed(data))

    return SwitchingDriver
