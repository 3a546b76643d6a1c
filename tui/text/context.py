"""A piece of a text with the words round it, for a list in which such pieces stand under each other."""

from __future__ import annotations

from typing import NamedTuple

from annotations.model import Direction, Span
from tui.text.line import ELLIPSIS, one_row
from tui.text.row import Cluster


class Part(NamedTuple):
    """What is written to the terminal, and the cells that it takes."""

    visual: str
    width: int


class Context(NamedTuple):
    """The parts of a row, from left to right."""

    left: Part
    piece: Part
    right: Part


def in_context(text: str, at: Span, left: int, right: int, direction: Direction) -> Context:
    """``text[at.start:at.end]`` with what comes before it in ``right`` cells at most, and what comes after it in those
    of ``left`` that it does not take itself; in a text whose ``direction`` is left to right these two change sides.

    All is shaped and ordered as one, so that what is joined stays joined. What there is no room for is cut far from the
    piece, with an ellipsis there.
    """
    # Marks take no cells, but so many no one has written.
    first, last = max(0, at.start - right * 8 - 64), at.start + left * 8 + 64
    row = one_row(text[first:last], direction, harakat=False, forced=True)
    start, end = at.start - first, at.end - first
    rtl = direction is Direction.RTL
    piece = _part([c for c in row.clusters if c.start < end and c.end > start], left, rtl=rtl)
    left -= piece.width
    before = _part(
        [c for c in row.clusters if c.end <= start], right if rtl else left, rtl=rtl, keep_end=True
    )
    after = _part([c for c in row.clusters if c.start >= end], left if rtl else right, rtl=rtl)
    return Context(after, piece, before) if rtl else Context(before, piece, after)


def _part(shown: list[Cluster], room: int, *, rtl: bool, keep_end: bool = False) -> Part:
    """As much as there is room for, from its beginning or its end (``keep_end``) in the order of the text."""
    width = sum(each.width for each in shown)
    if width <= room:
        return Part("".join(each.glyph for each in shown), width)
    if room < 1:
        return Part("", 0)
    kept, width = set(), 1
    for cluster in sorted(shown, reverse=keep_end):
        if width + cluster.width > room:
            break
        kept.add(cluster)
        width += cluster.width
    visual = "".join(each.glyph for each in shown if each in kept)
    return Part(ELLIPSIS + visual if rtl is not keep_end else visual + ELLIPSIS, width)
