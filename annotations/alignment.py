"""Which members of one sequence are those of another, and which of them must be.

Of all ways to match as many members as can be matched, in order, the two outermost are found. Ways are paths through
the grid of both sequences, every other one runs between these two, and where they meet it has to pass: what both match
alike, all do. What they match differently may be either, and nothing in the sequences says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isqrt

MOST_CELLS = 1 << 31
"""Of the grid, that are gone through: about a second."""
_FEW = 64
"""Members that are supposed at first to be left unmatched on each side."""

_OFTEN = 16
"""Places of a member of which all are better looked at together."""

Way = list[int | None]
"""For each member of a sequence its place in another one."""


def outermost(one: Sequence[int], other: Sequence[int]) -> tuple[Way, Way] | None:
    """The two outermost ways from ``one`` to ``other``; None for sequences that are too long and too different.

    The first matches as early in ``other`` as can be, the second as late.
    """
    least, spare = min(len(one), len(other)), _FEW
    while True:
        left, right = len(one) - least + spare, len(other) - least + spare
        if min(left + right, len(one)) * len(other) > MOST_CELLS:
            return None
        if (last := _way(one, other, left, right)) is not None:
            break
        spare *= 8
    matched = len(one) - last.count(None)
    way = _way(other, one, len(other) - matched, len(one) - matched)
    assert way is not None
    first: Way = [None] * len(one)
    for place, found in enumerate(way):
        if found is not None:
            first[found] = place
    return first, last


def _way(one: Sequence[int], other: Sequence[int], left: int, right: int) -> Way | None:
    """The way that, read from the ends, leaves members of ``one`` unmatched as soon as it may.

    None if every way leaves more than ``left`` members of ``one``, or ``right`` of ``other``, unmatched: those that do
    not stay in a band along the diagonal, and only that is gone through. The rows of the table of longest common
    subsequences are bits (Hyyrö 2004): that of column i is 0 in row j where the first i + 1 members of ``one`` have one
    more in common with the first j of ``other`` than the first i have. Of a row there is what lies in the band, from
    column j - right - 1 on. Only every so many rows are kept, and those between computed again when the way comes to
    them, so that memory grows with the square root.
    """
    columns: dict[int, list[int]] = {}
    for place, member in enumerate(one):
        columns.setdefault(member, []).append(place)
    often = {
        member: sum(1 << place for place in places)
        for member, places in columns.items()
        if len(places) > _OFTEN
    }
    width = left + right + 1
    full = (1 << width) - 1
    step = isqrt(len(other)) + 1

    def matching(member: int, ahead: int) -> int:
        if (found := often.get(member)) is not None:
            return found >> ahead if ahead >= 0 else found << -ahead
        places = columns.get(member, ())
        return sum(1 << place - ahead for place in places if ahead <= place < ahead + width)

    def rows(row: int, begin: int) -> Iterator[int]:
        for number in range(begin, min(begin + step, len(other))):
            row = row >> 1 | 1 << width - 1
            if common := row & matching(other[number], number - right):
                row = (row + common | row - common) & full
            yield row

    kept, matched, row = [full], 0, full
    for begin in range(0, len(other), step):
        for after in rows(row, begin):
            matched += not row & 1  # what goes out of the band
            row = after
        kept.append(row)
    matched += width - row.bit_count()
    if len(one) - matched > left:
        return None
    way: Way = [None] * len(one)
    at, number = len(one), len(other)
    block, between = -1, [full]
    while at and number:
        if block != (number - 1) // step:
            block = (number - 1) // step
            between = list(rows(kept[block], block * step))
        if between[number - 1 - block * step] >> at - number + right & 1:
            at -= 1
        elif one[at - 1] == other[number - 1]:
            at, number = at - 1, number - 1
            way[at] = number
        else:
            number -= 1
    return way
