"""One line of text for lists, titles, fields and messages: shaped, ordered, cut with an ellipsis where it must be."""

from __future__ import annotations

from functools import lru_cache

from annotations import messages
from annotations.messages import FSI, PDI
from annotations.model import Direction
from tui.text.layout import Layout, Script
from tui.text.row import Row

ENDLESS = 1 << 30
"""Cells: a row of this width is never wrapped."""
ELLIPSIS = "…"
_OPENING = "\u2066\u2067\u2068"
_ISOLATES = frozenset(f"\u2066{FSI}{PDI}")
"""What `messages.isolated` and the translations set a piece apart with. One that turns a text round is always seen."""


def one_row(text: str, direction: Direction, *, harakat: bool = True, forced: bool = False) -> Row:
    """``text`` on a row without end. Line ends become spaces. Columns of the row count from its left."""
    flat = text.translate(FLAT)
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
    those of the text as it is shown.

    What `messages.isolated` has set apart keeps its order, and what sets it apart takes no cell."""
    if width < 1:
        return one_row("", direction)
    if messages.language != "en" and not _ISOLATES.isdisjoint(text):
        return _of_pieces(text, width, direction, forced)
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


def _of_pieces(text: str, width: int, direction: Direction, forced: bool) -> Row:
    """A line with pieces in it that are set apart."""
    flat = text.translate(FLAT)
    row = bare(one_row(flat, direction, harakat=False, forced=forced), flat, width)
    if row.width <= width:
        return row
    room, cut = width - 1, 0
    for cluster in sorted(row.clusters):
        if cluster.width > room:
            break
        room -= cluster.width
        cut = cluster.end
    shown = flat[:cut].rstrip()
    opened = sum(map(shown.count, _OPENING))
    shown += PDI * max(0, opened - shown.count(PDI)) + ELLIPSIS
    return bare(one_row(shown, row.direction, harakat=False, forced=True), shown, width)


def bare(row: Row, text: str, width: int) -> Row:
    """A row of ``text`` without what sets pieces of it apart, which has done what it is for; one that runs from right
    to left stands at the right of ``width`` cells."""
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
        tail=row.tail,
    )
