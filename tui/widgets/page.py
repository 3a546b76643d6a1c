"""How a row of the reader is divided: the measure with a margin at each side, in the middle of the pane."""

from __future__ import annotations

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.text.layout import LEAST_WIDTH
from tui.widgets.rails import LETTERS

RAILS, FEW_RAILS, NARROW = 4, 2, 60
"""Cells of the margin for annotations that go on over several rows; fewer in a pane that is not so wide."""
NUMBERS = 5
"""Cells of the margin where the number of a paragraph stands."""


class Page(msgspec.Struct, frozen=True):
    """Where things stand, in cells. It is made with a layout, since it is asked for in each row that is drawn."""

    room: int
    """Cells across that the text is laid out for; 0 while it has no place on the screen."""
    rtl: bool
    """Whether one reads from right to left: the numbers stand at the right, what the annotations are at the left."""
    rails: int
    """How many rails there is room for."""
    margins: tuple[int, int]
    """At the left and at the right of the measure, the one on each side where a cursor can stand included."""
    measure: int
    left: int
    """The cell where column 0 of the measure stands."""

    @classmethod
    def within(cls, room: int, measure: int, *, rtl: bool, numbers: bool, bare: bool) -> Page:
        """One of ``room`` cells, with rows of ``measure`` cells at most; ``bare`` of all but the ``numbers``, where
        they are wanted. The measure is in the middle: with its margins, or bare."""
        rails = RAILS if room >= NARROW else FEW_RAILS
        marks, number = 0 if bare else 1 + LETTERS + rails, NUMBERS if numbers else 0
        before, after = (1 + marks, 1 + number) if rtl else (1 + number, 1 + marks)
        measure = max(LEAST_WIDTH, min(measure, room - before - after))
        middle = before + max(0, room - measure - before - after) // 2
        if bare:  # also of the scroll bar, whose cell is as empty then
            middle = max(before, (room + 1 - measure) // 2)
        return cls(room, rtl, rails, (before, after), measure, middle)

    def number(self, number: str) -> str:
        """The number of a paragraph in its place in the margin."""
        return f" {number:<{NUMBERS - 1}}" if self.rtl else f"{number:>{NUMBERS - 1}} "

    def strip(
        self,
        marks: list[Segment],
        cells: list[Segment],
        number: list[Segment],
        width: int,
        text: Style,
    ) -> Strip:
        """A row of the screen, of ``width`` cells: the text with its margins, the rest in the style of the text."""
        before, after = (marks, number) if self.rtl else (number, marks)
        start = self.left - self.margins[0]
        used = start + self.measure + sum(self.margins)
        segments = [
            Segment(" " * start, text),
            *before,
            *cells,
            *after,
            Segment(" " * max(0, width - used), text),
        ]
        return Strip(segments, max(width, used))
