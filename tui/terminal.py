"""What a terminal must be told, or sent, so that cells which are already in visual order stay in it.

Half of all terminals reorder Arabic by themselves. Some have a switch for that (modes ``explicit``, ``konsole``,
``mlterm``); where there is none, what is written is changed on its way out (``marks``, ``words``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


class Mode(StrEnum):
    AUTO = "auto"
    PLAIN = "plain"
    """Visual order as it is: for terminals that do not reorder, and for pipes."""
    EXPLICIT = "explicit"
    """ECMA-48 bidirectional support mode, explicit: VTE (GNOME and Xfce terminals)."""
    KONSOLE = "konsole"
    MLTERM = "mlterm"
    WORDS = "words"
    """Each run between blanks backwards, for a terminal that turns each such run round (kitty)."""
    MARKS = "marks"
    """LEFT-TO-RIGHT MARK after each right-to-left cell, for tmux in a terminal that reorders."""


_ENTER = {
    Mode.PLAIN: "\x1b[8l",  # ignored where there is nothing to switch
    Mode.EXPLICIT: "\x1b[8l",
    Mode.KONSOLE: "\x1b]50;BidiRenderingEnabled=false\x07",
    Mode.MLTERM: "\x1b]5379;use_ctl=false\x07",
}
_LEAVE = {
    Mode.PLAIN: "\x1b[8h",
    Mode.EXPLICIT: "\x1b[8h",
    Mode.KONSOLE: "\x1b]50;BidiRenderingEnabled=true\x07",
    Mode.MLTERM: "\x1b]5379;use_ctl=true\x07",
}


def enter(mode: Mode) -> str:
    """What to write before the first row."""
    return _ENTER.get(mode, "")


def leave(mode: Mode) -> str:
    """What to write after the last row."""
    return _LEAVE.get(mode, "")


def guess(environ: Mapping[str, str] = os.environ) -> Mode:
    """The mode that the environment suggests. Inside tmux the outer terminal's variables may be stale: marks."""
    term = environ.get("TERM", "")
    if "TMUX" in environ or term.startswith(("screen", "tmux")):
        return Mode.MARKS
    if "KITTY_WINDOW_ID" in environ or term == "xterm-kitty":
        return Mode.WORDS
    if "KONSOLE_VERSION" in environ:
        return Mode.KONSOLE
    if "MLTERM" in environ or term == "mlterm":
        return Mode.MLTERM
    return Mode.EXPLICIT if "VTE_VERSION" in environ else Mode.PLAIN


def resolve(mode: Mode) -> Mode:
    """``mode`` itself, or what stands for ``auto`` here."""
    return guess() if mode is Mode.AUTO else mode


# Hebrew and Arabic with their presentation forms, and the marks that may follow a letter in its cell.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
)
_RTL_CELL = re.compile(f"[{_RTL}][{_MARKS}]*")
_TOKEN = re.compile(
    r"(?P<style>\x1b\[[0-9;:]*m)"
    r"|(?P<escape>\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]*[0-~])|[\x00-\x1f\x7f]|[ ]+)"
    rf"|(?P<cell>[^\x00-\x20\x7f][{_MARKS}]*)",
    re.DOTALL,
)


def encode(text: str, mode: Mode) -> str:
    """What is written for ``text``, a stream of cells and escape sequences. The sequences stay whole."""
    if mode is Mode.MARKS:
        return _RTL_CELL.sub(lambda cell: cell[0] + "\u200e", text)
    if mode is Mode.WORDS and _RTL_CELL.search(text):
        return _turn_words(text)
    return text


def _turn_words(text: str) -> str:
    """Write each run of cells without a blank backwards if it has a right-to-left one, each cell in its own style."""
    from tui.text.bidi import mirrored

    out: list[str] = []
    run: list[tuple[str, str]] = []  # the style and the text of each cell
    style = written = ""

    def flush() -> None:
        nonlocal written
        turned = any(_RTL_CELL.match(cell) for _, cell in run)
        for cell_style, cell in reversed(run) if turned else run:
            if cell_style != written:
                out.append("\x1b[0m" + cell_style if written else cell_style)
                written = cell_style
            out.append(mirrored(cell[0]) + cell[1:] if turned else cell)
        run.clear()
        if style != written:
            out.append("\x1b[0m" + style)
            written = style

    for token in _TOKEN.finditer(text):
        if token["style"]:
            style = "" if token["style"] in ("\x1b[0m", "\x1b[m") else style + token["style"]
        elif token["cell"]:
            run.append((style, token["cell"]))
        else:
            flush()
            out.append(token["escape"])
    flush()
    return "".join(out)


def driver_class(plain: type[Driver], mode: Mode) -> type[Driver]:
    """``plain`` with the mode set while the application has the screen, and with what it writes encoded for it."""

    class BidiDriver(plain):  # type: ignore[misc, valid-type]
        def start_application_mode(self) -> None:
            super().start_application_mode()
            # The screen is cleared once more: VTE keeps the mode row by row.
            super().write(enter(mode) + "\x1b[2J")

        def stop_application_mode(self) -> None:
            super().write(leave(mode))
            super().stop_application_mode()

        def write(self, data: str) -> None:
            super().write(encode(data, mode))

    return BidiDriver
