"""A picture of the screen, drawn cell by cell as a terminal does it: every glyph in a cell of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
WIDTH, HEIGHT = 12, 25
"""Pixels of a cell."""
_SIZE = 20  # at which a glyph of this font is as wide as a cell, so that the letters meet
_PLAIN = ("#e0e0e0", "#121212")


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(FONT.with_stem(FONT.stem + "-Bold") if bold else FONT),
        _SIZE,
        layout_engine=ImageFont.Layout.BASIC,
    )


def draw(strips: Iterable[Strip], path: Path) -> None:
    """Write a PNG of the rows."""
    rows = list(strips)
    columns = max(row.cell_length for row in rows)
    image = Image.new("RGB", (columns * WIDTH, len(rows) * HEIGHT), _PLAIN[1])
    pen = ImageDraw.Draw(image)
    for letters in (False, True):  # the letters last, as some reach into the row below
        for y, row in enumerate(rows):
            x = 0
            for segment in (each for each in row if each.text):
                (_letters if letters else _ground)(pen, segment, x, y * HEIGHT)
                x += cell_len(segment.text)
    image.quantize(64).save(path, optimize=True)


def _ground(pen: ImageDraw.ImageDraw, segment: Segment, x: int, top: int) -> None:
    """The background of a segment that begins in the cell ``x``."""
    right = (x + cell_len(segment.text)) * WIDTH - 1
    pen.rectangle((x * WIDTH, top, right, top + HEIGHT - 1), fill=_colours(segment)[1])


def _letters(pen: ImageDraw.ImageDraw, segment: Segment, x: int, top: int) -> None:
    style, front = segment.style or Style(), _colours(segment)[0]
    left, right = x * WIDTH, (x + cell_len(segment.text)) * WIDTH - 1
    for character in segment.text:
        at = x if cell_len(character) else x - 1  # a mark goes onto the letter before
        pen.text((at * WIDTH, top + 2), character, fill=front, font=_font(bool(style.bold)))
        x += cell_len(character)
    for line in range(bool(style.underline) + 2 * bool(style.underline2)):
        level = top + HEIGHT - 2 - 2 * line
        pen.line((left, level, right, level), fill=front)


def _colours(segment: Segment) -> tuple[str, str]:
    """Of the letters, and of what is behind them."""
    style = segment.style or Style()
    front, behind = _hex(style.color, _PLAIN[0]), _hex(style.bgcolor, _PLAIN[1])
    return (behind, front) if style.reverse else (front, behind)


def _hex(colour: Color | None, otherwise: str) -> str:
    return otherwise if colour is None or colour.is_default else colour.get_truecolor().hex
