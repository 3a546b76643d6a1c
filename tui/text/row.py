"""One screen line: its cells from left to right, and the code points that each shows."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import msgspec

from annotations.model import Direction, Span


class Cluster(NamedTuple):
    """Code points ``start`` to ``end`` as they are drawn: ``glyph`` takes ``width`` cells (1 or 2)."""

    start: int
    end: int
    glyph: str
    width: int


class Row(
    msgspec.Struct, eq=False, dict=True
):  # not frozen, which would cost more; nothing changes it
    """One screen line of a paragraph."""

    paragraph: int
    number: int
    """Within the paragraph, from 0."""
    start: int
    end: int
    """With the spaces that hang over the end of the row, which have no cell."""
    direction: Direction
    starts: list[int]
    """The first code point of each cluster. This, ``ends``, ``glyphs`` and ``widths`` go from left to right."""
    ends: list[int]
    glyphs: list[str]
    widths: bytes
    width: int
    """Cells in all."""
    left: int
    """The column of its first cell."""
    tail: int | None
    """The offset shown in the cell after its last one in reading order: hanging spaces or the paragraph's end."""

    @cached_property
    def clusters(self) -> list[Cluster]:
        """In the order of the screen, from left to right."""
        parts = zip(self.starts, self.ends, self.glyphs, self.widths, strict=True)
        return list(map(Cluster._make, parts))

    @property
    def visual(self) -> str:
        """What is written to the terminal, from the first cell to the last."""
        return "".join(self.glyphs)

    @property
    def cells(self) -> list[Span]:
        """The code points that each cell shows, from left to right; a wide cluster has two cells."""
        return [Span(c.start, c.end) for c in self.clusters for _ in range(c.width)]

    @cached_property
    def stops(self) -> list[tuple[int, int]]:
        """Where a cursor can stand: (column, offset), from left to right."""
        stops = list(zip(accumulate(self.widths, initial=self.left), self.starts, strict=False))
        if self.tail is not None:
            if self.direction is Direction.RTL:
                stops.insert(0, (self.left - 1, self.tail))
            else:
                stops.append((self.left + self.width, self.tail))
        return stops

    @property
    def first(self) -> int:
        """The offset at the edge where reading begins."""
        return self._edge(self.direction is Direction.LTR)

    @property
    def last(self) -> int:
        """The offset at the edge where reading ends."""
        return self._edge(self.direction is Direction.RTL)

    def _edge(self, leftmost: bool) -> int:
        return self.stops[0 if leftmost else -1][1] if self.stops else self.start

    def stop(self, offset: int) -> int:
        """The index in ``stops`` of the cell that shows ``offset``."""
        shift = int(self.tail is not None and self.direction is Direction.RTL)
        for place, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            if start <= offset < end:
                return place + shift
        if self.tail is None:
            return 0 if self.direction is Direction.LTR else len(self.starts) - 1
        return 0 if shift else len(self.starts)

    def beyond(self, offset: int) -> bool:
        """Whether an ``offset`` of the row is shown in the cell after it: what hangs, and the paragraph's end."""
        return self.tail is not None and offset >= max(self.ends, default=self.start)

    def column(self, offset: int) -> int:
        """The column of the cell that shows ``offset``, or of the one after the row for what has no cell."""
        return self.stops[self.stop(offset)][0] if self.stops else self.left

    def at(self, column: int) -> int:
        """The offset shown at ``column``, or at the nearest cell of the row."""
        places = [stop[0] for stop in self.stops]
        return self.stops[max(0, bisect_right(places, column) - 1)][1] if places else self.start
