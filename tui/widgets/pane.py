"""What the panes have in common: rows drawn one by one, and a scroll bar in their last column."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.styles import look


class Pane(ScrollView, can_focus=True):
    """A pane of rows of which only those on the screen are made.

    The scroll bar is drawn with the rows: Textual's own is a widget, drawn as a whole for each row that comes or goes.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Pane { overflow: hidden hidden; background: $background; color: $foreground; }
    """

    def __init__(self) -> None:
        self._looks: dict[str, Style] = {}
        super().__init__()
        self._grip: int | None = None  # where the thumb is held, in rows from its top

    @property
    def allow_vertical_scroll(self) -> bool:
        return True

    @property
    def room(self) -> int:
        """Cells across, without the scroll bar and the border; 0 while the pane has no place on the screen."""
        return max(0, self.size.width - 1)

    def draw(self, y: int) -> Strip:
        """Row ``y`` of the screen, of ``room`` cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        row = self.draw(y)
        thumb = self.look("thumb") if y in self.thumb else self.look("")
        return Strip([*row, Segment(" ", thumb)], row.cell_length + 1)

    def look(self, name: str) -> Style:
        """A look, or that of the pane itself under an empty name."""
        if name not in self._looks:
            self._looks[name] = look(self, name) if name else self.rich_style
        return self._looks[name]

    def notify_style_update(self) -> None:
        self._looks.clear()
        super().notify_style_update()

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
        return bool(self.thumb) and event.x - self.content_region.x + self.region.x >= self.room

    def _drag(self, y: int) -> None:
        way = self.size.height - len(self.thumb)
        if way > 0 and self._grip is not None:
            beyond = self.virtual_size.height - self.size.height
            self.scroll_to(y=round((y - self._grip) * beyond / way), animate=False, force=True)
