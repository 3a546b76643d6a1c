"""What a terminal must be told, or sent, so that cells which are already in visual order stay in it.

Half of all terminals reorder Arabic by themselves. Some have a switch for that (modes ``explicit``, ``konsole``,
``mlterm``); where there is none, what is written is changed on its way out (``marks``, ``words``).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


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


def leave(mode: Mode, *, explicit: bool = False) -> str:
    """What to write after the last row. ``explicit``: the terminal was in ECMA-48's explicit mode before, and stays so.

    Konsole and mlterm cannot be asked; they get back what they do unless their settings say otherwise."""
    return "" if explicit and mode in (Mode.PLAIN, Mode.EXPLICIT) else _LEAVE.get(mode, "")


# Hebrew and Arabic with their presentation forms, and the marks that may follow a letter in its cell.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
)
# Expressions that most terminals never need: ``re`` compiles each when it is first used.
_RTL_CELL = f"[{_RTL}][{_MARKS}]*"
_TOKEN = (
    r"(?s)(?P<style>\x1b\[[0-9;:]*m)"
    r"|(?P<escape>\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]*[0-~])|[\x00-\x1f\x7f]|[ \u2500-\u259f]+)"
    rf"|(?P<cell>[^\x00-\x20\x7f\u2500-\u259f][{_MARKS}]*)"
)


def encode(text: str, mode: Mode) -> str:
    """What is written for ``text``, a stream of cells and escape sequences. The sequences stay whole."""
    if mode is Mode.MARKS:
        return re.sub(_RTL_CELL, lambda cell: cell[0] + "\u200e", text)
    if mode is Mode.WORDS and re.search(_RTL_CELL, text):
        return _turn_words(text)
    return text


def _turn_words(text: str) -> str:
    """Write the glyphs of each run without a blank backwards if one is right-to-left; styles stay in their place.

    The terminal turns the glyphs round and not the colours. It turns what one font draws: a run ends where another
    font begins, bold or italic, and at lines and blocks, which it draws without one."""
    from tui.text.bidi import mirrored

    out: list[str] = []
    run: list[tuple[str, str]] = []  # the style and the text of each cell
    style = written = ""

    def turn_to(wanted: str) -> None:
        nonlocal written
        if wanted != written:
            out.append(("\x1b[0m" if written else "") + wanted)
            written = wanted

    def flush() -> None:
        turned = any(re.match(_RTL_CELL, cell) for _, cell in run)
        cells = [mirrored(cell[0]) + cell[1:] for _, cell in reversed(run)] if turned else None
        for place, (cell_style, cell) in enumerate(run):
            turn_to(cell_style)
            out.append(cells[place] if cells else cell)
        run.clear()
        turn_to(style)

    for token in re.finditer(_TOKEN, text):
        if token["style"]:
            style = "" if token["style"] in ("\x1b[0m", "\x1b[m") else style + token["style"]
        elif token["cell"]:
            if run and _font(run[-1][0]) != _font(style):
                flush()
            run.append((style, token["cell"]))
        else:
            flush()
            out.append(token["escape"])
    flush()
    return "".join(out)


_COLOUR = r"[345]8[;:](?:2(?:[;:]\d*){3}|5[;:]\d*)"


@lru_cache(maxsize=1024)
def _font(style: str) -> frozenset[str]:
    """Whether a style, one SGR sequence after another, is bold (1) or italic (3)."""
    font: set[str] = set()
    for parameter in re.split(r"[;m\[\x1b]+", re.sub(_COLOUR, "", style)):
        if parameter in ("1", "3"):
            font.add(parameter)
        elif parameter in ("0", "22", "23"):
            font -= {"0": {"1", "3"}, "22": {"1"}, "23": {"3"}}[parameter]
    return frozenset(font)


_CUT = r"\x1b(?:\[[0-?]*[ -/]*|[ -/]+|[\]PX^_][^\x07\x1b]*\x1b?)?\Z"  # an escape sequence that has not ended


class Encoder:
    """Encodes a stream that comes in pieces. An escape sequence that two pieces share waits for its end."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self._held = ""

    def feed(self, piece: str) -> str:
        """What is written for the next piece of the stream."""
        if self.mode not in (Mode.MARKS, Mode.WORDS):
            return piece
        text, self._held = self._held + piece, ""
        if cut := re.search(_CUT, text):
            text, self._held = text[: cut.start()], cut[0]
        return encode(text, self.mode)
