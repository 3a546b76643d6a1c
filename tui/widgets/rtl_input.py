"""A field of one line for Arabic: shaped and ordered by the same engine as the article."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from annotations.model import Direction
from tui.text.line import line
from tui.text.row import Row
from tui.widgets.field import Field
from tui.widgets.painter import CURSOR, paint


class RtlInput(Field):
    """One line, as long as it is wide on the screen or longer: then the part with the caret is shown. Enter answers,
    Escape gives up."""

    DEFAULT_CSS = """
    RtlInput { height: 1; width: 1fr; }
    """

    _hidden = 0
    """Cells of a long text that are not shown, on the side where it begins."""

    def command(self, key: str) -> bool:
        match key:
            case "enter":
                self._answer(self.value)
            case "escape":
                self._answer(None)
            case _:
                return super().command(key)
        return True

    @property
    def row(self) -> Row:
        """The whole text as a row, with a last cluster for the caret after it."""
        row = self.editor.layout.row(0)
        assert row is not None
        return row

    def _placed(self) -> tuple[Row, int]:
        """The row, and the cell of the widget where it begins, at the left of it where the row is too long."""
        row, width = self.row, self.size.width
        rtl = row.direction is Direction.RTL
        at = row.column(self.caret) - row.left
        before = row.width - at - 2 if rtl else at  # cells before the caret, which may take two
        self._hidden = max(min(self._hidden, before), before + 2 - width)
        self._hidden = max(0, min(self._hidden, row.width - width))
        return row, width - row.width + self._hidden if rtl else -self._hidden

    def render_line(self, y: int) -> Strip:
        width, editor, palette = self.size.width, self.editor, self.palette
        if not self.value and self.placeholder:
            return self._render_placeholder()
        row, x = self._placed()
        segments = paint(
            row,
            palette,
            selection=editor.selection,
            cursor=self.caret if self.has_focus else None,
            beside=editor.beside if self.has_focus else None,
        )
        if x < 0:
            return Strip(segments).crop(-x, width - x).adjust_cell_length(width, palette.text)
        return Strip([Segment(" " * x, palette.text), *segments]).adjust_cell_length(
            width, palette.text
        )

    def _render_placeholder(self) -> Strip:
        """In its own direction, with the caret where the text will begin."""
        width, palette = self.size.width, self.palette
        row = line(self.placeholder, width, self.row.direction)
        x = width - row.width if row.direction is Direction.RTL else 0
        strip = Strip(
            [Segment(" " * x, palette.text), Segment(row.visual, palette.text + palette.number)]
        ).adjust_cell_length(width, palette.text)
        if not self.has_focus or not width:
            return strip
        at = width - 1 if self.row.direction is Direction.RTL else 0
        caret = Segment(strip.crop(at, at + 1).text, palette.text + palette.marks[CURSOR])
        return Strip([*strip.crop(0, at), caret, *strip.crop(at + 1)], width)

    def offset_at(self, x: int, y: int) -> int:
        row, begins = self._placed()
        return min(row.at(row.left + x - begins), len(self.value))
