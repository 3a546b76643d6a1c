"""What the panes have in common: rows drawn one by one, a scroll bar beside them, a line towards the next pane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text.said import mirrored, paragraph
from tui.widgets.drawn import Drawn

LEFT_EDGE, RIGHT_EDGE = "▏", "▕"


class Pane(ScrollView, Drawn, can_focus=True):
    """A pane of rows of which only those on the screen are made.

    Its scroll bar and its edge are drawn with the rows. Textual's own scroll bar is a widget, drawn as a whole for each
    row that comes or goes.
    """

    DEFAULT_CSS = """
    Pane { overflow: hidden hidden; background: $background; color: $foreground; }
    """

    empty = ""
    """What is said where there is nothing, in words that tell what to do."""
    edge: reactive[int] = reactive(0, init=False)
    """Where a line parts it from the next pane: -1 at the left, 1 at the right, 0 nowhere. This is said of an interface
    that runs from left to right; in the other direction the line, and the scroll bar, are on the other side."""

    def __init__(self, edge: int = 0) -> None:
        super().__init__()
        self.set_reactive(Pane.edge, edge)
        self._grip: int | None = None  # where the thumb is held, in rows from its top

    @property
    def allow_vertical_scroll(self) -> bool:
        return True

    @property
    def room(self) -> int:
        """Cells across, without the scroll bar and the edge; 0 while the pane has no place on the screen."""
        return max(0, self.size.width - 1 - abs(self.edge))

    @property
    def line(self) -> int:
        """Where the line is on the screen."""
        return -self.edge if mirrored() else self.edge

    @property
    def before(self) -> int:
        """Cells at the left of the rows, for the line and the scroll bar."""
        return int(self.line < 0) + int(mirrored())

    @property
    def beyond(self) -> int:
        """Cells at the right of its text, which its title leaves free as well."""
        return 1

    def draw(self, y: int, width: int) -> Strip | None:
        """Row ``y`` of all the rows, of ``width`` cells; None for one with nothing in it."""
        raise NotImplementedError

    def say_empty(self, y: int, width: int) -> Strip | None:
        """Row ``y`` of what is said where there is nothing; None for one after it."""
        rows = paragraph(self.empty, width - 2) if self.empty else []
        if not 0 <= y < len(rows):
            return None
        row, base = rows[y], self.look("")
        told = f" {' ' * row.left}{row.visual}" if row else ""
        return Strip([Segment(told, base + self.look("dim"))]).adjust_cell_length(width, base)

    def draw_rows(self, rows: Sequence[int]) -> Iterator[Strip]:
        thumb, bare = self.thumb, [Segment(" ", self.look(""))]
        held = [Segment(" ", self.look("thumb"))]
        edge = self.look("") + self.look("edge")
        left = [Segment(LEFT_EDGE, edge)] if self.line < 0 else []
        right = [Segment(RIGHT_EDGE, edge)] if self.line > 0 else []
        bar_first = mirrored()
        top, room = self.scroll_offset.y, self.room
        blank = Strip.blank(room, self.look(""))
        beside = 1 + abs(self.edge)
        for y in rows:
            row = self.draw(top + y, room) or blank
            bar = held if y in thumb else bare
            middle = [*bar, *row] if bar_first else [*row, *bar]
            yield Strip([*left, *middle, *right], row.cell_length + beside)

    # Scrolling.

    @property
    def thumb(self) -> range:
        """The rows of the screen that the thumb of the scroll bar takes; none if everything is in sight."""
        height, rows = self.size.height, self.virtual_size.height
        if rows <= height:
            return range(0)
        length = max(1, round(height * height / rows))
        start = round((height - length) * self.scroll_offset.y / (rows - height))
        return range(start, start + length)

    def set_extent(self, rows: int) -> None:
        """There are so many rows now, to scroll through."""
        size = Size(self.room, rows)
        if size != self.virtual_size:
            before = set(self.thumb)
            # Set without its watchers, which would lay out the whole screen anew.
            self.set_reactive(Pane.virtual_size, size)
            changed = before.symmetric_difference(self.thumb)
            if changed:
                self.refresh_rows(min(changed), max(changed) + 1)

    def refresh_rows(self, first: int, end: int) -> None:
        """Draw these rows of the screen again, as far as it has them."""
        first, end = max(0, first), min(end, self.size.height)
        if first < end:
            self.refresh_lines(first + self.scroll_offset.y, end - first)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and self.takes(event):
            thumb = self.thumb
            self._grip = event.y - thumb.start if event.y in thumb else len(thumb) // 2
            self.capture_mouse()
            self._drag(event.y)
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._grip is not None:
            self._drag(event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._grip is not None:
            self._grip = None
            self.release_mouse()

    def takes(self, event: events.MouseEvent) -> bool:
        """Whether the scroll bar is meant."""
        bar = self.before - 1 if mirrored() else self.room + self.before
        return bool(self.thumb) and event.x == bar

    def _drag(self, y: int) -> None:
        way = self.size.height - len(self.thumb)
        if way > 0 and self._grip is not None:
            beyond = self.virtual_size.height - self.size.height
            self.scroll_to(y=round((y - self._grip) * beyond / way), animate=False, force=True)
