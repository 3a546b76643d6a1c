"""What the interface itself says: laid out in the direction of its language, which the whole screen follows."""

from __future__ import annotations

from annotations import messages
from annotations.model import Direction, first_strong
from tui.text.layout import Layout, Script
from tui.text.line import bare, line
from tui.text.row import Row

_LRM, _RLM = "\u200e", "\u200f"
_RIGHT_TO_LEFT = {"ar"}
"""The languages that are written so."""


def direction() -> Direction:
    """The interface's: by its language, whatever the article's."""
    return Direction.RTL if messages.language in _RIGHT_TO_LEFT else Direction.LTR


def mirrored() -> bool:
    """Whether the screen is laid out from right to left."""
    return direction() is Direction.RTL


def from_left(text: str) -> str:
    """``text`` as a part of a row, read from left to right whatever it begins with, as a path is."""
    marked = f"{_LRM}{text}"
    return messages.isolated(marked) if mirrored() else marked


def apart(value: str) -> str:
    """A value in a sentence from left to right, which keeps its own order and leaves that of the sentence alone."""
    if first_strong(value) is not Direction.RTL:
        return value
    return f"{_LRM}{_RLM}{value}{_RLM}{_LRM}"


def running(text: str, direction: Direction) -> str:
    """A piece of a text, with a mark before it where its first letter runs another way than the paragraph that it is
    of. The mark takes no cell."""
    if first_strong(text) in (None, direction):
        return text
    return (_RLM if direction is Direction.RTL else _LRM) + text


def side_by_side(pieces: list[str]) -> str:
    """Pieces with a dash between them, in the interface's direction, each in its own order; one alone is as it is."""
    if len(pieces) < 2:
        return "".join(pieces)
    if mirrored():
        return " — ".join(map(messages.isolated, pieces))
    return _LRM + " — ".join(map(apart, pieces))


def said(text: str, width: int) -> Row:
    """A sentence or a word of the interface in at most ``width`` cells, cut as `line` does it."""
    return line(text, width, direction(), forced=True)


def paragraph(text: str, width: int) -> list[Row | None]:
    """Sentences wrapped to rows of ``width`` cells; None for a row with nothing in it."""
    layout = Layout(Script(text, direction(), forced=True), width, gap=0, harakat=False)
    rows = [layout.row(y) for y in range(layout.height)]
    return [row and bare(row, text, layout.width) for row in rows] if mirrored() else rows
