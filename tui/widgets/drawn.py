"""Widgets that make their rows whole, and each anew only when it has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.styles import look


class Drawn(Widget):
    """A widget without borders and padding. Textual's own way from a row to these costs more than the rows, in each
    frame also of a widget in which nothing has changed."""

    ALLOW_SELECT = False

    def __init__(self, *given: Any, **more: Any) -> None:
        self._looks: dict[str, Style] = {}
        self._rows: dict[int, Strip] = {}  # by row of the screen
        self._drawn_for = Size(0, 0)
        super().__init__(*given, **more)

    def draw_row(self, y: int) -> Strip:
        """Row ``y`` of the widget, as wide as it is."""
        raise NotImplementedError

    def draw_rows(self, rows: Sequence[int]) -> Iterable[Strip]:
        """These rows; for one that can share work between them."""
        return map(self.draw_row, rows)

    def render_line(self, y: int) -> Strip:
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.size != self._drawn_for:
            self._rows.clear()
            self._drawn_for = self.size
        if missing := [y for y in crop.line_range if y not in self._rows]:
            filters, background = self.get_line_filters(), self.background_colors[1]
            for y, row in zip(missing, self.draw_rows(missing), strict=True):
                strip = row
                for each in filters:
                    strip = strip.apply_filter(each, background)
                self._rows[y] = strip
        strips = [self._rows[y] for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        for region in regions:
            for y in region.line_range:
                self._rows.pop(y, None)
        if repaint and not regions:
            self._rows.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def look(self, name: str) -> Style:
        """A look, or that of the widget itself under an empty name."""
        if name not in self._looks:
            self._looks[name] = look(self, name) if name else self.rich_style
        return self._looks[name]

    def notify_style_update(self) -> None:
        self._looks.clear()
        self._rows.clear()
        super().notify_style_update()
