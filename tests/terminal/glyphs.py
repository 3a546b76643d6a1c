"""Which glyph a cell of a picture shows: the one whose bitmap, taken in the same emulator, is nearest."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops

from tests.terminal import stage
from tests.terminal.emulators import Window

_LEFT = ((255, 0, 255), (255, 255, 0))
_RIGHT = (0, 255, 255)
Colour = tuple[int, int, int]
_FAINT = 45
"""The sum of three channels below which a pixel is taken for the ground: the haze of a neighbour."""


@dataclass(frozen=True)
class Cell:
    """A cell as it should be: a character with its marks, and what of its style changes its shape or its ground."""

    glyph: str
    bold: bool = False
    italic: bool = False
    ground: str = ""
    """The colour behind it, by any name: cells of one name have one colour."""

    @property
    def sgr(self) -> str:
        """It, as a terminal is told to show it."""
        on = [code for code, there in ((1, self.bold), (3, self.italic)) if there]
        return f"\x1b[{';'.join(map(str, on))}m{self.glyph}" if on else self.glyph


def _mask(picture: Image.Image, colour: Colour) -> Image.Image:
    """White where the picture has that colour."""
    flat = Image.new("RGB", picture.size, colour)
    red, green, blue = ImageChops.difference(picture, flat).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda v: 255 * (v == 0))


@dataclass(frozen=True)
class Grid:
    """Where the cells are, in pixels."""

    left: int
    top: int
    width: int
    height: int
    columns: int
    rows: int

    def pixels(self, picture: Image.Image) -> list[list[bytes]]:
        """The pixels of each cell, row by row: three bytes each."""
        data, stride = picture.tobytes(), picture.width * 3
        cells = []
        for row in range(self.rows):
            top = (self.top + row * self.height) * stride
            starts = [top + line * stride for line in range(self.height)]
            cells.append([
                b"".join(data[(at := start + (self.left + column * self.width) * 3) : at + self.width * 3]
                         for start in starts)
                for column in range(self.columns)
            ])  # fmt: skip
        return cells


def grid(picture: Image.Image, number: int, columns: int, rows: int) -> Grid | None:
    """The cells by the two coloured corners of a page; None while they are not to be seen."""
    first, last = _mask(picture, _LEFT[number % 2]).getbbox(), _mask(picture, _RIGHT).getbbox()
    if first is None or last is None:
        return None
    width, height = first[2] - first[0], first[3] - first[1]
    fits = (last[0] - first[0], last[1] - first[1]) == (width * (columns - 1), height * (rows - 1))
    return Grid(first[0], first[1], width, height, columns, rows) if fits else None


def ground(pixels: bytes, width: int) -> Colour:
    """The colour behind a glyph: the most frequent at the edge of the cell."""
    points = [pixels[at : at + 3] for at in range(0, len(pixels), 3)]
    edge = points[:width] + points[-width:] + points[::width] + points[width - 1 :: width]
    red, green, blue = Counter(edge).most_common(1)[0][0]
    return red, green, blue


@lru_cache(maxsize=1 << 16)
def shape(pixels: bytes, width: int) -> tuple[int, int]:
    """The shape of a glyph, whatever its colours, two bits a pixel, for a third and two thirds of its ink; 0 is blank.
    And which of these bits tell: not those where an underline is."""
    behind = ground(pixels, width)
    ink = [
        sum(abs(pixels[at + part] - behind[part]) for part in range(3))
        for at in range(0, len(pixels), 3)
    ]
    ink = [value if value >= _FAINT else 0 for value in ink]
    most, height = max(ink), len(ink) // width
    inked = [[x for x in range(width) if ink[y * width + x] * 3 > most] for y in range(height)]
    lined = {y for y in range(height * 3 // 4 + 1, height) if len(inked[y]) >= width - 1}
    # What is only at the edge of a cell is a part of a neighbour that reaches into it; so is a line at its left.
    if not any(x for row in inked for x in row):
        return 0, -1
    inner = range(3, height - 3)
    edge = all(
        x < 2 or x >= width - 2 or y not in inner
        for y in range(height)
        for x in inked[y]
        if y not in lined
    )
    if edge and sum(len(row) for y, row in enumerate(inked) if y not in lined) <= 12:
        return 0, -1
    bits = mask = 0
    for at, value in enumerate(ink):
        tells = at // width not in lined
        bits = bits << 2 | (tells and value * 3 > most) << 1 | (tells and value * 3 > most * 2)
        mask = mask << 2 | 3 * tells
    return bits, mask


class Glyphs:
    """The bitmaps of glyphs in an emulator."""

    def __init__(self, window: Window, cells: Iterable[Cell], first: str) -> None:
        """Shows each glyph alone on a row; ``first`` is written before. Raises AssertionError when two look the same
        that should not: then the terminal has shaped them itself."""
        wanted = sorted({cell.sgr: cell for cell in cells if cell.glyph != " "}.items())
        columns, rows = window.ask("size")
        self.shapes: dict[int, set[str]] = {}
        self.grid: Grid | None = None
        alone = rows - 2
        for number, start in enumerate(range(0, len(wanted), alone)):
            page = wanted[start : start + alone]
            window.ask("page", number, first, [sgr for sgr, _ in page], columns)
            picture = window.still(lambda shot, n=number: grid(shot, n, columns, rows) is not None)
            self.grid = grid(picture, number, columns, rows)
            assert self.grid is not None
            for y, (row, (_, cell)) in enumerate(
                zip(self.grid.pixels(picture)[1:], page, strict=False), 1
            ):
                pixels = row[stage.column(y) - 1]
                self.shapes.setdefault(shape(pixels, self.grid.width)[0], set()).add(cell.glyph)
        for same in self.shapes.values():
            assert len(same) == 1 or not any(map(_joins, same)), f"look the same: {same}"
        assert self.grid is not None

    def read(self, picture: Image.Image) -> list[list[set[str]]]:
        """The glyphs that each cell may show; a space for a blank one."""
        assert self.grid is not None
        width = self.grid.width
        return [
            [self._nearest(*shape(cell, width)) for cell in row]
            for row in self.grid.pixels(picture)
        ]

    def grounds(self, picture: Image.Image) -> list[list[Colour]]:
        """The colour behind each cell."""
        assert self.grid is not None
        return [
            [ground(cell, self.grid.width) for cell in row] for row in self.grid.pixels(picture)
        ]

    def _nearest(self, seen: int, mask: int) -> set[str]:
        if not seen:
            return {" "} | self.shapes.get(0, set())
        if seen in self.shapes:
            return self.shapes[seen]
        return self.shapes[min(self.shapes, key=lambda known: ((known ^ seen) & mask).bit_count())]


def _joins(glyph: str) -> bool:
    return unicodedata.bidirectional(glyph[0]) in ("R", "AL")


def differences(
    expected: Sequence[Sequence[Cell]], seen: Sequence[Sequence[set[str]]]
) -> list[tuple[int, int, str, str]]:
    """(row, column, what should be there, what is) for each cell that is not as it should be."""
    return [
        (y, x, cell.glyph, "|".join(sorted(seen[y][x])))
        for y, row in enumerate(expected)
        for x, cell in enumerate(row)
        if cell.glyph not in seen[y][x]
    ]


def torn(
    expected: Sequence[Sequence[Cell]], grounds: Sequence[Sequence[Colour]]
) -> list[tuple[int, int]]:
    """(row, column) of letters that have one colour behind them with the next letter where they should not, or two."""
    return [
        (y, x)
        for y, row in enumerate(expected)
        for x, (cell, after) in enumerate(pairwise(row))
        if _joins(cell.glyph)
        and _joins(after.glyph)
        and (cell.ground == after.ground) != (grounds[y][x] == grounds[y][x + 1])
    ]
