"""A field of one line for Arabic: shaped and ordered by the same engine as the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from annotations.clusters import clusters
from annotations.model import Direction
from tui.text.line import one_row
from tui.text.row import Row
from tui.widgets.styles import look

_END = "\u00a0"
"""Stands after the text, so that the caret has a cell there and the spaces before it keep theirs."""


class RtlInput(Widget, can_focus=True):
    """A text, a caret between its clusters. The caret's arrows go by sight; typing is never taken for a command."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RtlInput { height: 1; width: 1fr; background: $surface; color: $foreground; }
    """

    def __init__(self, answer: Callable[[str | None], None], id: str | None = None) -> None:
        """``answer`` is called with the text at enter, with None at escape: at once, so that the next key finds the
        keyboard where it belongs."""
        super().__init__(id=id)
        self._answer = answer
        self.direction = Direction.RTL
        self.value = ""
        self.caret = 0

    def edit(self, value: str, direction: Direction) -> None:
        """Begin with ``value`` and the caret at its end. ``direction`` is that of a text without letters."""
        self.direction = direction
        self._set(value, len(value))

    def _set(self, value: str, caret: int) -> None:
        self.value, self.caret = value, caret
        self.refresh()

    @property
    def row(self) -> Row:
        """The whole text as a row, with a last cluster for the caret after it."""
        return one_row(self.value + _END, self.direction)

    def render_line(self, y: int) -> Strip:
        width, row = self.size.width, self.row
        base, caret = self.rich_style, self.rich_style + look(self, "cursor")
        rtl = row.direction is Direction.RTL
        cells = [
            (c.glyph, c.width, self.has_focus and c.start <= self.caret < c.end)
            for c in row.clusters
        ]
        # A text too long for the field shows the part with the caret.
        total, at = row.width, row.column(self.caret) - row.left
        if total <= width:
            left = width - total if rtl else 0
            drop = 0
        else:
            left = 0
            end = total - width
            drop = min(max(0, at - width // 2), end)
        segments, x = [Segment(" " * left, base)], 0
        for glyph, cell_width, is_caret in cells:
            if drop <= x and x + cell_width <= drop + width:
                segments.append(Segment(glyph, caret if is_caret else base))
            x += cell_width
        return Strip(segments).adjust_cell_length(width, base)

    # Editing.

    def insert(self, text: str) -> None:
        """Put text at the caret; line ends and tabs in it become spaces, what else is no character is left out."""
        flat = " ".join(text.expandtabs(1).splitlines()) if len(text) > 1 else text
        text = "".join(c for c in flat if c >= " " and not "\x7f" <= c <= "\x9f")
        self._set(
            self.value[: self.caret] + text + self.value[self.caret :], self.caret + len(text)
        )

    def take(self, event: events.Key) -> bool:
        """Do what a key asks for; False for one that means nothing here. What is typed is never a command."""
        match event.key:
            case "left":
                self._move(-1)
            case "right":
                self._move(1)
            case "home":
                self._set(self.value, 0)
            case "end":
                self._set(self.value, len(self.value))
            case "backspace":
                self._erase(-1)
            case "delete":
                self._erase(1)
            case "ctrl+u":
                self._set("", 0)
            case "enter":
                self._answer(self.value)
            case "escape":
                self._answer(None)
            case "tab" | "shift+tab":
                pass  # the field is left with enter or escape
            case _ if event.is_printable and event.character:
                self.insert(event.character)
            case _:
                return False
        return True

    def on_key(self, event: events.Key) -> None:
        if self.take(event):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.insert(event.text)

    def on_click(self, event: events.Click) -> None:
        row = self.row
        shift = self.size.width - row.width if row.direction is Direction.RTL else 0
        self._set(self.value, min(row.at(row.left + event.x - max(0, shift)), len(self.value)))

    def _move(self, step: int) -> None:
        """To the cluster that the eye sees at the left (-1) or right (1)."""
        row = self.row
        place = row.stop(self.caret) + step
        if 0 <= place < len(row.stops) and row.stops[place][1] <= len(self.value):
            self._set(self.value, row.stops[place][1])

    def _erase(self, side: int) -> None:
        """Take away the code point before the caret, or the cluster after it."""
        if side < 0 and self.caret:
            self._set(self.value[: self.caret - 1] + self.value[self.caret :], self.caret - 1)
        elif side > 0 and self.caret < len(self.value):
            bounds = clusters(self.value)
            end = bounds[bisect_right(bounds, self.caret)]
            self._set(self.value[: self.caret] + self.value[end:], self.caret)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
