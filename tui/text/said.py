"""What the interface itself says: laid out in the direction of its language, which the whole screen follows."""

from __future__ import annotations

from functools import lru_cache

from annotations import messages
from annotations.messages import FSI, PDI
from annotations.model import Direction
from tui.text.layout import Layout, Script
from tui.text.line import ELLIPSIS, FLAT, line, one_row
from tui.text.row import Row

_RIGHT_TO_LEFT = {"ar"}
"""The languages that are written so."""
_ISOLATES = frozenset(f"{FSI}{PDI}\u2066\u2067")


def direction() -> Direction:
    """The interface's: by its language, whatever the article's."""
    return Direction.RTL if messages.language in _RIGHT_TO_LEFT else Direction.LTR


def mirrored() -> bool:
    """Whether the screen is laid out from right to left."""
    return direction() is Direction.RTL


def said(text: str, width: int) -> Row:
    """A sentence or a word of the interface in at most ``width`` cells, cut as `line` does it."""
    if not mirrored():
        return line(text, width, Direction.LTR, forced=True)
    return _said(text, width)


@lru_cache(maxsize=1024)
def _said(text: str, width: int) -> Row:
    flat = text.translate(FLAT)
    row = _bare(one_row(flat, Direction.RTL, harakat=False, forced=True), flat, max(0, width))
    if row.width <= width:
        return row
    if width < 1:
        return one_row("", Direction.RTL)
    room, cut = width - 1, 0
    for cluster in sorted(row.clusters):
        if cluster.width > room:
            break
        room -= cluster.width
        cut = cluster.end
    shown = flat[:cut].rstrip()
    open_ = max(0, shown.count(FSI) - shown.count(PDI))
    shown += PDI * open_ + ELLIPSIS
    return _bare(one_row(shown, Direction.RTL, harakat=False, forced=True), shown, width)


def paragraph(text: str, width: int) -> list[Row | None]:
    """Sentences wrapped to rows of ``width`` cells; None for a row with nothing in it."""
    way = direction()
    layout = Layout(Script(text, way, forced=True), width, gap=0, harakat=False)
    rows = [layout.row(y) for y in range(layout.height)]
    return [row and _bare(row, text, layout.width) for row in rows] if mirrored() else rows


def _bare(row: Row, text: str, width: int) -> Row:
    """The row without the isolates in it, at the right of ``width`` cells: they have done what they are for."""
    kept = [place for place, start in enumerate(row.starts) if text[start] not in _ISOLATES]
    widths = bytes(row.widths[place] for place in kept)
    return Row(
        paragraph=row.paragraph,
        number=row.number,
        start=row.start,
        end=row.end,
        direction=row.direction,
        starts=[row.starts[place] for place in kept],
        ends=[row.ends[place] for place in kept],
        glyphs=[row.glyphs[place] for place in kept],
        widths=widths,
        width=sum(widths),
        left=width - sum(widths) if row.direction is Direction.RTL else 0,
        tail=None,
    )
