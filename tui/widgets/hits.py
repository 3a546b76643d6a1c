"""What a search has found, in the text pane: only the rows are drawn again in which that changes something."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.model import Span
from tui.widgets.layers import Spans
from tui.widgets.reader import Reader


def show(reader: Reader, hits: Spans, chosen: Span | None = None) -> None:
    """Show these hits instead of others; if one of them is going to be gone to, that one in sight."""
    if chosen is not None and reader.text_layout.row_of(chosen.start) not in _rows(reader):
        reader.show_hits([], chosen)  # which scrolls, and draws all
        reader.hits = hits
        return
    seen = _seen(reader)
    before = _marks(reader.hits, reader.chosen, seen)
    reader.hits, reader.chosen = hits, chosen
    _draw(reader, before ^ _marks(hits, chosen, seen))


def add(reader: Reader, hits: list[Span]) -> None:
    """Show these as well; none of them lies over those that are shown."""
    reader.hits.add(hits)
    seen = _seen(reader)
    _draw(
        reader, {(each, False) for each in hits if each.start < seen.end and each.end > seen.start}
    )


def _rows(reader: Reader) -> range:
    """Those of the text that are on the screen."""
    top = reader.scroll_offset.y
    return range(top, min(top + reader.size.height, reader.text_layout.height))


def _seen(reader: Reader) -> Span:
    """The code points of these rows."""
    rows = [row for y in _rows(reader) if (row := reader.text_layout.row(y)) is not None]
    return Span(rows[0].start, rows[-1].end) if rows else Span(0, 0)


def _marks(hits: Spans, chosen: Span | None, seen: Span) -> set[tuple[Span, bool]]:
    """What is drawn over the rows: spans, and whether each is the chosen one."""
    found = [hits.spans[place] for place in hits.touching(*seen)]
    return {(each, each == chosen) for each in found}


def _draw(reader: Reader, marks: Iterable[tuple[Span, bool]]) -> None:
    top, row_of = reader.scroll_offset.y, reader.text_layout.row_of
    for span, _ in marks:
        reader.refresh_rows(row_of(span.start) - top, row_of(span.end - 1) - top + 1)
