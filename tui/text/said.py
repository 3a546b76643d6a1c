"""What the interface itself says: laid out in the direction of its language, which the whole screen follows."""

from __future__ import annotations

from annotations import messages
from annotations.model import Direction
from tui.text.layout import Layout, Script
from tui.text.line import bare, line
from tui.text.row import Row

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
    marked = f"\u200e{text}"
    return messages.isolated(marked) if mirrored() else marked


def said(text: str, width: int) -> Row:
    """A sentence or a word of the interface in at most ``width`` cells, cut as `line` does it."""
    return line(text, width, direction(), forced=True)


def paragraph(text: str, width: int) -> list[Row | None]:
    """Sentences wrapped to rows of ``width`` cells; None for a row with nothing in it."""
    layout = Layout(Script(text, direction(), forced=True), width, gap=0, harakat=False)
    rows = [layout.row(y) for y in range(layout.height)]
    return [row and bare(row, text, layout.width) for row in rows] if mirrored() else rows
