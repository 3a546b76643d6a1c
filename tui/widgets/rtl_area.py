"""A field of several lines for Arabic: paragraphs wrapped and ordered by the same engine as the article."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from annotations import HashiyaError
from annotations.model import Direction
from tui.text.row import Row
from tui.widgets.field import Field, motions
from tui.widgets.painter import CURSOR, paint
from tui.widgets.styles import look

_MARGINS = 3
"""Cells at the sides: one each for a caret beside a full row, one for the scroll bar."""


class RtlArea(Field):
    """As many rows as the text has, up to a third of the screen, then it scrolls. Enter begins a line, Escape
    answers, ctrl+g gives up, ctrl+e goes on in the user's own editor."""

    LINES = True
    MOTIONS: ClassVar[dict[str, tuple[str, bool]]] = Field.MOTIONS | motions(
        up="up", down="down", page_up="pageup", page_down="pagedown",
        paragraph="ctrl+down", paragraph_back="ctrl+up",
    )  # fmt: skip
    DEFAULT_CSS = """
    RtlArea { height: auto; width: 1fr; }
    """

    _top = 0
    """The first row shown."""
    _rows = 0
    _following = True
    """Whether the caret is kept in sight: not while the wheel turns."""

    def command(self, key: str) -> bool:
        match key:
            case "enter":
                self.insert("\n", typed=True)
            case "escape" | "ctrl+s":
                self._answer(self.value)
            case "ctrl+g" | "f8":
                self._answer(None)
            case "ctrl+e" | "f4":
                self._write_outside()
            case _:
                return super().command(key)
        return True

    def _write_outside(self) -> None:
        """Go on in the user's own editor, and take the text back from there. Nothing else happens until then."""
        from tui.outside import written

        before = self.value
        try:
            self.editor.rewrite(written(before, self.app.suspend, most=self.editor.most))
        except HashiyaError as error:
            self.post_message(self.Said(str(error)))
        self._edited(before)

    # Drawing.

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self.editor.width = width - _MARGINS
        self._rows = self.editor.layout.height
        return max(1, min(self._rows, viewport.height // 3))

    def follow(self) -> None:
        self._following = True
        if self.size.width:
            self.editor.width = self.size.width - _MARGINS
        self.refresh(layout=self.editor.layout.height != self._rows)

    def render_lines(self, crop: Region) -> list[Strip]:
        self.editor.width = self.size.width - _MARGINS
        layout, height = self.editor.layout, self.size.height
        if self._following:
            y = layout.row_of(self.caret)
            self._top = max(min(self._top, y), y - height + 1)
        self._top = max(0, min(self._top, layout.height - height))
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        layout, palette, width = self.editor.layout, self.palette, self.size.width
        row = layout.row(self._top + y)
        cells = self._cells(row) if row else []
        strip = Strip(cells).adjust_cell_length(width - 1, palette.text)
        thumb = palette.text + look(self, "thumb") if y in self._thumb else palette.text
        return Strip([*strip, Segment(" ", thumb)], width)

    def _cells(self, row: Row) -> list[Segment]:
        palette, editor = self.palette, self.editor
        here = self.has_focus and editor.layout.row_at(self.caret) is row
        cells = paint(
            row,
            palette,
            selection=editor.selection,
            cursor=self.caret if here else None,
            beside=editor.beside if here else None,
        )
        before = [Segment(" " * (row.left + 1), palette.text)]
        # A caret after the row has no cluster to be drawn on, nor has one on a space that hangs.
        if here and row.beyond(self.caret):
            caret = Segment(" ", palette.text + palette.marks[CURSOR])
            if row.direction is Direction.RTL:
                return [Segment(" " * row.left, palette.text), caret, *cells]
            return [*before, *cells, caret]
        return [*before, *cells]

    @property
    def _thumb(self) -> range:
        """The rows of the widget that the thumb of the scroll bar takes."""
        height, rows = self.size.height, self.editor.layout.height
        if rows <= height:
            return range(0)
        length = max(1, round(height * height / rows))
        start = round((height - length) * self._top / (rows - height))
        return range(start, start + length)

    # The mouse.

    def offset_at(self, x: int, y: int) -> int:
        layout = self.editor.layout
        row = layout.row(min(max(0, self._top + y), layout.height - 1))
        return row.at(x - 1) if row else 0

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(-1, event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(1, event)

    def _scroll(self, rows: int, event: events.MouseEvent) -> None:
        self._following = False
        self._top += rows
        self.refresh()
        event.stop()
