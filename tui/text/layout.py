"""From an article to rows of cells, and back from a cell to code points.

Two steps, so that a new width costs little: a :class:`Script` holds what does not depend on the width (paragraphs, the
cells of the whole text as bytes), a :class:`Layout` wraps it. The height of everything is exact from the start, since
wrapping is one regular expression over one byte for each cell; glyphs and order are worked out only for rows asked for.

Offsets are code points of the article. ``x`` counts cells of a row from its left; a column counts cells of the measure,
so that rows of both directions share a frame: a right-to-left row stands at the right of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import accumulate, islice, pairwise
from operator import add, and_, itemgetter, lt, sub

import msgspec

from annotations.clusters import INVISIBLE, ZWJ, ZWNJ, classes
from annotations.model import Direction, Span
from tui.text import bidi
from tui.text.bidi_data import MIRRORED
from tui.text.row import Row
from tui.text.shaping import shape

LEAST_WIDTH = 8
"""Cells: a row is never wrapped narrower."""
BLOCK = 1 << 16
"""Code points: a longer paragraph is laid out in blocks of about this many, each beginning a row."""

_PREFIX = INVISIBLE | {ZWJ, ZWNJ}


class Digits(StrEnum):
    """How digits are drawn. The text, and the order that follows from it, stay as they are."""

    SOURCE = "source"
    ARABIC = "arabic"
    EUROPEAN = "european"


_DIGITS = {
    Digits.SOURCE: {},
    Digits.ARABIC: str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    Digits.EUROPEAN: str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"),
}


class Block(msgspec.Struct, frozen=True, gc=False):
    """A paragraph, or a part of a very long one: ``opens`` and ``closes`` say whether it has the first and the last."""

    start: int
    end: int
    paragraph: int
    opens: bool = True
    closes: bool = True


def _cuts(kinds: bytes, start: int, end: int, first: int) -> Iterator[int]:
    """Where a paragraph is cut into blocks: after a space if one is near, never inside what joins or combines."""
    while end - start > BLOCK:
        limit = min(start + BLOCK, end)
        space = kinds.rfind(b"s", start + BLOCK // 2, limit)
        if space >= 0:
            start = space + 1
        else:
            calm = re.compile(rb"[xwl](?<=[xwa].)").search(kinds, limit - 1024, limit)
            start = calm.start() if calm else limit
        yield first + start


class Script:
    """What a layout needs of a text whatever its width. ``direction`` is for paragraphs without a strong character, or
    ``forced`` on all, as a sentence of the interface has its own whatever name it begins with (UAX #9 HL1).

    With ``part``, whole paragraphs with their ends, it holds those alone: enough for a first look at a large one."""

    def __init__(
        self,
        text: str,
        direction: Direction = Direction.RTL,
        *,
        forced: bool = False,
        part: Span | None = None,
    ) -> None:
        self.text = text
        self.direction = direction
        self._forced = forced
        first, last = part or (0, len(text))
        kinds = classes(text[first:last])
        if b"N" in kinds:  # a carriage return before it is no part of this end, and has a cell
            kinds = kinds.replace(b"rN", b"xn").replace(b"N", b"n")
        self.starts, self.ends = _paragraphs(kinds, first)
        """Of each block, in code points; a line end belongs to none."""
        self._before = text.count("\n", 0, first) + text.count("\u2029", 0, first)
        self._long: list[Block] | None = None  # unless every block is a paragraph
        if max(map(sub, self.ends, self.starts)) > BLOCK:
            self._long = list(self._cut(kinds, first))
            self.starts = [block.start for block in self._long]
            self.ends = [block.end for block in self._long]
            kinds = b"n".join(kinds[b.start - first : b.end - first] for b in self._long)
            kinds = kinds.replace(b"r", b"x")  # none of these is of a line end
        self.cells = _cells(kinds)
        """Those of all blocks, each with an end."""
        if not self.cells.endswith(b"n"):
            self.cells += b"n"

    def __len__(self) -> int:
        """The number of blocks; there is always one."""
        return len(self.starts)

    def block(self, number: int) -> Block:
        if self._long is not None:
            return self._long[number]
        return Block(self.starts[number], self.ends[number], self._before + number)

    def block_at(self, offset: int) -> int:
        """The index of the block that shows ``offset``."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def base(self, number: int) -> int:
        """The embedding level of a block's paragraph: 0 left to right, 1 right to left (UAX #9 P2, P3)."""
        while not self.block(number).opens:
            number -= 1
        level = None
        if not self._forced:
            level = bidi.base_level(self.text[self.starts[number] : self.ends[number]])
        return int(self.direction is Direction.RTL) if level is None else level

    @cached_property
    def gaps(self) -> bytes:
        """For each block 1 if a blank row follows it: between two paragraphs, unless one is empty, so blank itself."""
        full = bytes(map(lt, self.starts, self.ends))
        followed = bytes(map(and_, full, full[1:] + b"\0"))
        if self._long is None:
            return followed
        return bytes(map(and_, followed, bytes(block.closes for block in self._long)))

    def _cut(self, kinds: bytes, first: int) -> Iterator[Block]:
        for number, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            cuts = [start, *_cuts(kinds, start - first, end - first, first), end]
            for one, other in pairwise(cuts):
                yield Block(one, other, self._before + number, one == start, other == end)


def _paragraphs(kinds: bytes, first: int) -> tuple[list[int], list[int]]:
    """Where the paragraphs of a text begin and end, from its class bytes; ``first`` is the offset of the first byte."""
    lengths = list(map(len, kinds.split(b"n")))
    starts = list(accumulate(map((1).__add__, lengths), initial=first))
    starts.pop()
    ends = list(map(add, starts, lengths))
    if b"rn" in kinds:  # the class of a carriage return alone is the same
        ends = [end - (kinds[end - 1 - first : end + 1 - first] == b"rn") for end in ends]
    if len(starts) > 1 and not lengths[-1]:  # a final line end adds no paragraph
        starts.pop()
        ends.pop()
    return starts, ends


def _cells(kinds: bytes) -> bytes:
    """One byte for each cell of a text, from its class bytes: s a space, wv a wide one, n the end of a paragraph, any
    other byte one that is one cell wide.

    The sums are those of ``shape``; here they are made for ten megabytes at once, so each step is taken only where
    there is something for it to do: ordinary text has neither pictures nor joiners."""
    cells = kinds.replace(b"rn", b"n") if b"r" in kinds else kinds
    if b"f" in cells:
        cells = cells.replace(b"ff", b"w")
    if _LONE_MARK.match(b"n" + cells[:BLOCK]) or _LONE_MARK.search(cells):
        # A mark without a base has a cell of its own.
        cells = _LONE_MARK.sub(rb"\1x", b"n" + cells)[1:]
    if b"z" in cells:  # joined pictures are drawn as the first
        cells = re.sub(rb"([pP])(?:[ehy]*z[pP])+", rb"\1", cells)
    if b"e" in cells or b"h" in cells:
        cells = cells.translate(None, b"eh")
    cells = cells.replace(b"la", b"x")
    if b"y" in cells or b"z" in cells:
        cells = cells.translate(None, b"yz")
    if b"P" in cells or b"w" in cells:
        cells = cells.replace(b"P", b"w").replace(b"w", b"wv")
    return cells


_LONE_MARK = re.compile(rb"(n[hyz]*)e")


@cache
def _mirroring() -> Callable[[str], Iterator[re.Match[str]]]:
    """Finds the characters of a text that have a mirror image."""
    return re.compile(f"[{re.escape(''.join(MIRRORED))}]").finditer


@lru_cache(maxsize=64)
def _row_pattern(width: int) -> re.Pattern[bytes]:
    """A row: as many whole words as fit and the spaces after them, else as much of one word as fits."""
    return re.compile(rb"[^n]{0,%d}(?:ss*n?|n)|[^n]{1,%d}(?!v)" % (width, width))


class Layout:
    """A text wrapped to ``width`` cells. Row ``y`` counts all rows, those between paragraphs included."""

    def __init__(
        self,
        script: Script,
        width: int,
        *,
        harakat: bool = True,
        digits: Digits = Digits.SOURCE,
        gap: int = 1,
        kashida: bool = False,
    ) -> None:
        """``gap``: the rows between two paragraphs. ``kashida``: stretch right-to-left rows to the width."""
        self.script = script
        self.width = max(LEAST_WIDTH, width)
        self.harakat = harakat
        self._digits = _DIGITS[digits]
        self._kashida = kashida
        self._wrap = _row_pattern(self.width).findall
        self._rows_of = lru_cache(maxsize=256)(self._lay_out)
        self._row = lru_cache(maxsize=1024)(self._make_row)
        self._tops = self._measure(gap)

    @property
    def height(self) -> int:
        """Rows in all."""
        return self._tops[-1]

    def _measure(self, gap: int) -> list[int]:
        """The first row of each block, and the number of all rows after the last."""
        endings = bytes(map(itemgetter(-1), self._wrap(self.script.cells)))
        heights = map((1).__add__, map(len, endings.split(b"n")))
        if gap:
            heights = map(add, heights, map(gap.__mul__, self.script.gaps))
        return list(accumulate(islice(heights, len(self.script)), initial=0))

    def row(self, y: int) -> Row | None:
        """Row ``y``, or None for one between paragraphs or outside."""
        if not 0 <= y < self.height:
            return None
        block = bisect_right(self._tops, y) - 1
        number = y - self._tops[block]
        return self._row(block, number) if number < len(self._rows_of(block).firsts) - 1 else None

    def row_of(self, offset: int) -> int:
        """The ``y`` of the row that shows ``offset``."""
        block = self.script.block_at(offset)
        laid = self._rows_of(block)
        starts = [laid.starts[first] for first in laid.firsts[:-1]]
        return self._tops[block] + max(0, bisect_right(starts, offset) - 1)

    def row_at(self, offset: int) -> Row:
        """The row that shows ``offset``."""
        row = self.row(self.row_of(offset))
        assert row is not None
        return row

    def rows(self) -> Iterator[Row | None]:
        """All rows from the first; None for one between paragraphs."""
        return map(self.row, range(self.height))

    # Where the cursor goes.

    def left(self, offset: int) -> int:
        """The offset that the eye sees at the left of this one."""
        return self._beside(offset, -1)

    def right(self, offset: int) -> int:
        """The offset that the eye sees at the right of this one."""
        return self._beside(offset, 1)

    def _beside(self, offset: int, step: int) -> int:
        row = self.row_at(offset)
        stop = row.stop(offset) + step
        if 0 <= stop < len(row.stops):
            return row.stops[stop][1]
        onward = (step < 0) == (row.direction is Direction.RTL)
        y = self.neighbour(self.row_of(offset), 1 if onward else -1)
        beyond = self.row(y) if y is not None else None
        if beyond is None:
            return offset
        return beyond.first if onward else beyond.last

    def neighbour(self, y: int, step: int) -> int | None:
        """The nearest row of text above (``step`` -1) or below (1) row ``y``, or None at the end."""
        y += step
        while 0 <= y < self.height:
            if self.row(y) is not None:
                return y
            y += step
        return None

    def vertical(self, offset: int, rows: int, column: int) -> int:
        """The offset ``rows`` below (above where negative), at ``column`` of the measure; the furthest if too far."""
        y = min(max(0, self.row_of(offset) + rows), self.height - 1)
        row = self.row(y)
        if row is None:  # between paragraphs there is always a row on both sides
            near = self.neighbour(y, 1 if rows > 0 else -1)
            row = None if near is None else self.row(near)
        return offset if row is None else row.at(column)

    # How a block is laid out.

    def _lay_out(self, number: int) -> _Laid:
        block = self.script.block(number)
        text = self.script.text[block.start : block.end]
        base = self.script.base(number)
        bounds, glyphs, widths = shape(text, harakat=self.harakat)
        levels, heads = bidi.levels(text, base), _heads(text, bounds)
        if self._digits:
            glyphs = [glyph.translate(self._digits) for glyph in glyphs]
        for found in _mirroring()(text):  # L4
            place = bisect_right(bounds, found.start()) - 1
            if levels[heads[place]] & 1:
                glyphs[place] = bidi.mirrored(glyphs[place][0]) + glyphs[place][1:]
        # A row ends before a cluster: the one that owns the first cell of the next row.
        edges = accumulate(map(len, self._wrap(_cells(classes(text)) + b"n")))
        if widths.count(1) == len(widths):
            firsts = [0, *(edge for edge in edges if edge < len(widths))]
        else:
            owners = [place for place, width in enumerate(widths) for _ in range(width)]
            firsts = [0, *(owners[edge] for edge in edges if edge < len(owners))]
        return _Laid(
            text=text,
            base=base,
            bounds=bounds,
            heads=heads,
            starts=list(map(block.start.__add__, bounds)),
            glyphs=glyphs,
            widths=widths,
            firsts=[*firsts, len(glyphs)],
            levels=levels,
        )

    def _make_row(self, number: int, index: int) -> Row:
        block, laid = self.script.block(number), self._rows_of(number)
        first, after = laid.firsts[index : index + 2]
        hang = after
        while hang > first and laid.text[laid.bounds[hang - 1]] in " \t":
            hang -= 1
        starts, ends = laid.starts[first:hang], laid.starts[first + 1 : hang + 1]
        glyphs, widths = laid.glyphs[first:hang], laid.widths[first:hang]
        rtl = laid.base == 1
        if self._kashida and rtl and after < len(laid.glyphs):
            from tui.text.kashida import stretched

            heads = bytes([laid.levels[head] for head in laid.heads[first:hang]])
            glyphs, widths = stretched(glyphs, widths, heads, self.width - sum(widths))
        # Where all is of the paragraph's level and has a cell, nothing needs to be reordered by rule.
        levels = laid.levels[laid.bounds[first] : laid.bounds[hang]]
        if 0 in widths or levels.strip(b"\1" if rtl else b"\0"):
            order = _order(laid, first, hang)
            starts, ends = [starts[place] for place in order], [ends[place] for place in order]
            glyphs = [glyphs[place] for place in order]
            if widths.strip(b"\1") or len(glyphs) != len(widths):
                widths = bytes([widths[place] for place in order])
        elif rtl:
            starts.reverse()
            ends.reverse()
            glyphs.reverse()
            widths = widths[::-1]
        tail = None
        if after == len(laid.glyphs) and block.closes:
            tail = block.end
        elif hang < after:
            tail = laid.starts[hang]
        width = sum(widths)
        return Row(
            paragraph=block.paragraph,
            number=index,
            start=laid.starts[first],
            end=laid.starts[after],
            direction=Direction.RTL if rtl else Direction.LTR,
            starts=starts,
            ends=ends,
            glyphs=glyphs,
            widths=widths,
            width=width,
            left=self.width - width if rtl else 0,
            tail=tail,
        )


def _heads(text: str, bounds: list[int]) -> list[int]:
    """The base of each cluster: its first code point, but in the first cluster what is invisible may come before it."""
    heads = bounds[:-1]
    if heads:
        while text[heads[0]] in _PREFIX and heads[0] + 1 < bounds[1]:
            heads[0] += 1
    return heads


def _order(laid: _Laid, first: int, hang: int) -> list[int]:
    """The clusters from ``first`` to ``hang`` that have cells, counted from ``first``, from left to right (L1, L2)."""
    start = laid.bounds[first]
    codes = bidi.row_levels(laid.text, laid.levels, start, laid.bounds[hang], laid.base)
    levels = codes
    if len(codes) != hang - first:  # some cluster has more than one code point
        levels = bytes([codes[head - start] for head in laid.heads[first:hang]])
    widths = laid.widths[first:hang]
    if 0 not in widths:
        return bidi.visual_order(levels)
    shown = [place for place, width in enumerate(widths) if width]
    return [shown[place] for place in bidi.visual_order(bytes(levels[p] for p in shown))]


class _Laid(msgspec.Struct, gc=False):
    """A block laid out: its clusters as ``Shaped`` has them, with glyphs as they are drawn, and where rows begin."""

    text: str
    base: int
    bounds: list[int]
    heads: list[int]
    """The base of each cluster, whose level is the cluster's."""
    starts: list[int]
    """``bounds`` in offsets of the article."""
    glyphs: list[str]
    widths: bytes
    firsts: list[int]
    """The first cluster of each row, and the number of clusters."""
    levels: bytes
    """Of each code point, before L1."""
