"""The margin beside a row: the letters of what begins in it, and rails along what goes on over several rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style

from annotations.model import Annotation, Span
from tui.widgets.painter import Palette, thread_style

LETTERS = 2
"""Cells where the labels of the annotations that begin in a row stand."""
MANY = "┊"
"""What a rail shows that stands for several, where there are more of them than rails."""
THREAD = "┆"
_SHAPES = {False: "╮│╯", True: "┓┃┛"}
_MIRRORED = str.maketrans("╮╯┓┛", "╭╰┏┗")


def letters(shown: Sequence[tuple[str, Style]], palette: Palette) -> list[Segment]:
    """The first letters of the labels of the annotations that begin in a row, each with its style."""
    fitting = shown[: LETTERS if len(shown) <= LETTERS else LETTERS - 1]
    segments = [Segment(letter, style) for letter, style in fitting]
    if len(fitting) < len(shown):
        segments.append(Segment("+", palette.text + palette.number))
    return [*segments, Segment(" " * (LETTERS - len(segments)), palette.text)]


def rails(
    span: Span,
    annotations: Sequence[Annotation],
    room: int,
    palette: Palette,
    *,
    kind: Callable[[Annotation], str],
    rail: Callable[[Annotation], int],
    current: Annotation | None,
    mirrored: bool,
    thread: Style | None = None,
) -> list[Segment]:
    """``room`` cells at the right of a row, or ``mirrored`` at its left, the outermost rail farthest from the text: one
    for each annotation that goes on beyond ``span``, the code points of the row. ``rail`` gives the number of its rail;
    the current one is always shown, and heavier. The links of the current one lead past a row that has a ``thread``: a
    line in the free cell that is nearest to the text."""
    cells: list[tuple[str, Style] | None] = [None] * room
    for each in annotations:
        begins, ends = each.start >= span.start, each.end <= span.end
        if begins and ends:
            continue
        chosen = current is not None and each.id == current.id
        number = rail(each)
        place = min(number, room - 1)
        if not chosen and (there := cells[place]) is not None and number >= room - 1:
            if there[0] not in _SHAPES[True]:
                cells[place] = MANY, palette.number
            continue
        shape = _SHAPES[chosen][0 if begins else 2 if ends else 1]
        cells[place] = shape, thread_style(palette.ink(kind(each), (0,)))
    if thread is not None and None in cells:
        cells[room - 1 - cells[::-1].index(None)] = THREAD, thread
    if not any(cells):
        return [Segment(" " * room, palette.text)]
    segments = [
        Segment(" ", palette.text) if cell is None else Segment(cell[0], palette.text + cell[1])
        for cell in cells
    ]
    if mirrored:
        return [Segment(text.translate(_MIRRORED), style) for text, style, _ in segments]
    return segments[::-1]
