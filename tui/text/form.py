"""A sheet of named values: names in a column where reading begins, each value laid out beside its name in its own
direction. Where the interface is mirrored, that column is at the right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby

import msgspec

from annotations.model import Direction
from tui.text.layout import Digits, Layout, Script
from tui.text.line import bare
from tui.text.row import Row
from tui.text.said import direction, mirrored, said

MEASURE = 96
"""Cells: a sheet is never wider, so that a value is not far from its name."""
_WIDE, _COLUMN, _NARROW = 64, 18, 12
"""Cells of a sheet from which its names have a wide column, and the two widths of that."""

Run = tuple[str, str]
"""Text as it is written to the terminal, and the name of its look."""


class Entry(msgspec.Struct, frozen=True):
    """A value with its name; one without a value is a heading."""

    key: str
    """What it is, for whoever edits it. No two entries of a sheet have the same."""
    name: str
    value: str | None = None
    look: str = ""
    direction: Direction = Direction.RTL
    """Of paragraphs without a letter."""
    forced: bool = False
    """Whether all of it has the interface's direction, as a sentence of the program has."""
    marks: tuple[tuple[int, int, str], ...] = ()
    """Parts of the value that look otherwise: from, to, look. A later one goes over an earlier one."""


class Form:
    """Entries laid out to ``width`` cells. Rows are made when they are asked for."""

    def __init__(
        self,
        entries: Sequence[Entry],
        width: int,
        *,
        harakat: bool = True,
        digits: Digits = Digits.SOURCE,
    ) -> None:
        self.entries = entries
        self.width = width
        self._measure = max(24, min(width - 2, MEASURE))
        self._column = _COLUMN if self._measure >= _WIDE else _NARROW
        self._left = max(0, (width - self._measure) // 2)
        self._layouts = [
            None
            if entry.value is None
            else Layout(
                Script(
                    entry.value,
                    direction() if entry.forced else entry.direction,
                    forced=entry.forced,
                ),
                self._measure - self._column,
                harakat=harakat,
                digits=digits,
                gap=0,
            )
            for entry in entries
        ]
        self.tops = list(accumulate(map(self._height, range(len(entries))), initial=0))
        """The first row of each entry, and the number of all rows after the last."""

    @property
    def values(self) -> int:
        """The column at the left of the values."""
        return self._left + (0 if mirrored() else self._column)

    @property
    def height(self) -> int:
        """Rows in all."""
        return self.tops[-1]

    def entry_at(self, y: int) -> int:
        """The index of the entry that has row ``y``."""
        return max(0, min(bisect_right(self.tops, y), len(self.entries)) - 1)

    def _height(self, index: int) -> int:
        layout = self._layouts[index]
        if layout is None:
            return 1 + (index > 0)  # a blank row before a heading
        return layout.height + self._stands_above(index)

    def _stands_above(self, index: int) -> bool:
        """Whether its name is too long for the column, and so has a row of its own."""
        return self._name(index, self._measure).width > self._column - 2

    def _name(self, index: int, width: int) -> Row:
        return said(self.entries[index].name, width)

    def row(self, y: int) -> list[Run]:
        """What stands in row ``y``, from the left edge on, without what is blank after it."""
        index = self.entry_at(y)
        entry, layout, number = self.entries[index], self._layouts[index], y - self.tops[index]
        margin = " " * self._left
        if layout is None:
            shown = number == (index > 0)
            return [(margin + self._heading(index), "key")] if shown else []
        above = self._stands_above(index)
        if above and number == 0:
            return [(margin + self._heading(index), "dim")]
        row = layout.row(number - above)
        if row and entry.value and mirrored():
            row = bare(row, entry.value, layout.width)
        name = self._name(index, self._column) if number == 0 else None
        cells = self._cells(entry, row) if row else []
        if mirrored():
            left, used = (row.left, row.left + row.width) if row else (0, 0)
            blank = self._measure - used - (name.width if name else 0)
            named = [(" " * blank, entry.look), (name.visual, "dim")] if name else []
            return [(margin, "dim"), (" " * left, entry.look), *cells, *named]
        before = margin + (name.visual if name else "")
        blank = self._column - (name.width if name else 0) + (row.left if row else 0)
        return [(before, "dim"), (" " * blank, entry.look), *cells]

    def _heading(self, index: int) -> str:
        """A name with a row of its own, without what is blank after it."""
        name = self._name(index, self._measure)
        return " " * (self._measure - name.width) * mirrored() + name.visual

    def _cells(self, entry: Entry, row: Row) -> list[Run]:
        marks = [each for each in entry.marks if each[0] < row.end and row.start < each[1]]

        def look(place: int) -> str:
            start, end = row.starts[place], row.ends[place]
            over = [name for first, last, name in marks if first < end and start < last]
            return over[-1] if over else entry.look

        return [
            ("".join(row.glyphs[place] for place in places), name)
            for name, places in groupby(range(len(row.glyphs)), look)
        ]
