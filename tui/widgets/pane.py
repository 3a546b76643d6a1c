"""What the panes have in common: rows drawn one by one, and a scroll bar."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView


class Pane(ScrollView, can_focus=True):
    """A pane of rows of which only those on the screen are made."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Pane {
        overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 25%; scrollbar-background: $background;
        background: $background; color: $foreground;
    }
    """

    @property
    def room(self) -> int:
        """Cells across, without the scroll bar and the border; 0 while the pane has no place on the screen."""
        return self.scrollable_content_region.width

    def set_extent(self, rows: int) -> None:
        """There are so many rows now, to scroll through."""
        size, bar = Size(self.room, rows), self.show_vertical_scrollbar
        if size == self.virtual_size:
            return
        if bar != (self.styles.overflow_y == "scroll" or rows > self.size.height):
            self.virtual_size = size  # the scroll bar comes or goes
            return
        # Set without its watchers, which would lay out the whole screen anew. The scroll bar is told instead.
        self.set_reactive(Pane.virtual_size, size)
        if bar:
            self.vertical_scrollbar.window_virtual_size = rows
