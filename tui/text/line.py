"""One line of text for lists, titles, fields and messages: shaped, ordered, cut with an ellipsis where it must be."""

from __future__ import annotations

from functools import lru_cache

from annotations.model import Direction
from tui.text.layout import Layout, Script
from tui.text.row import Row

ENDLESS = 1 << 30
"""Cells: a row of this width is never wrapped."""
ELLIPSIS = "…"


def one_row(text: str, direction: Direction, *, harakat: bool = True, forced: bool = False) -> Row:
    """``text`` on a row without end. Line ends become spaces. Columns of the row count from its left."""
    flat = text.replace("\r\n", "  ").translate(FLAT)
    row = Layout(Script(flat, direction, forced=forced), ENDLESS, harakat=harakat).row(0)
    assert row is not None
    return row


FLAT = str.maketrans("\n\r\t\u2029\u2028\x85", "      ")
"""For `str.translate`: the line ends and tabs of a text as spaces, one for each."""


@lru_cache(maxsize=4096)
def line(
    text: str,
    width: int,
    direction: Direction = Direction.RTL,
    *,
    keep_end: bool = False,
    forced: bool = False,
) -> Row:
    """``text`` in at most ``width`` cells, without harakat. What does not fit is cut at its logical end, at the left
    of a right-to-left line, and an ellipsis stands there; of a path (``keep_end``) the beginning is cut. Offsets are
    those of the text as it is shown."""
    if width < 1:
        return one_row("", direction)
    most = width * 8 + 64  # code points: marks take no cells, but so many no one has written
    part = text[-most:] if keep_end else text[:most]
    row = one_row(part, direction, harakat=False, forced=forced)
    if row.width <= width and len(part) == len(text):
        return row
    room, cut = width - 1, len(part) if keep_end else 0
    for cluster in sorted(row.clusters, reverse=keep_end):
        if cluster.width > room:
            break
        room -= cluster.width
        cut = cluster.start if keep_end else cluster.end
    shown = ELLIPSIS + part[cut:] if keep_end else part[:cut].rstrip() + ELLIPSIS
    # The ellipsis must stand at the edge where the line goes on, so the cut text keeps the direction of the whole.
    return one_row(shown, row.direction, harakat=False, forced=True)
