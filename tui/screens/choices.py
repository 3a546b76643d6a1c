"""What can be done at a place, in a small list beside the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from annotations.messages import tr
from tui.keymap import LISTS, Command, bindings
from tui.text.row import Row
from tui.text.said import mirrored, said
from tui.widgets.styles import look

_KEYS = 4
"""Cells of the column of keys."""
_LISTS = [each for each in LISTS if each.id in ("list-down", "list-up", "list-choose")]


class Choices(Widget, can_focus=True):
    """A command a row, with its keys."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(_LISTS)]
    DEFAULT_CSS = """
    Choices {
        width: auto; height: auto; max-width: 100%; max-height: 100%;
        background: $panel; color: $foreground;
    }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands
        self._index = 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return _KEYS + 3 + max(self._what(command).width for command in self._commands)

    def _what(self, command: Command) -> Row:
        return said(tr(command.what), 120)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._commands)

    def render_line(self, y: int) -> Strip:
        command, style = self._commands[y], self.rich_style
        if y == self._index:
            style += look(self, "chosen")
        key, room = style + look(self, "key"), self.size.width - _KEYS - 3
        what = said(tr(command.what), room)
        blank = Segment(" " * (room - what.width + 1), style)
        if mirrored():
            keys = Segment(f" {command.shown[0]:>{_KEYS}} ", key)
            return Strip([blank, Segment(what.visual, style), keys], self.size.width)
        keys = Segment(f" {command.shown[0]:<{_KEYS}} ", key)
        return Strip([keys, Segment(what.visual, style), blank], self.size.width)

    def action_cursor(self, step: int) -> None:
        self._index = (self._index + step) % len(self._commands)
        self.refresh()

    def action_choose(self) -> None:
        self.screen.dismiss(self._commands[self._index])

    def on_click(self, event: events.Click) -> None:
        self._index = event.y
        self.action_choose()


class ChoicesScreen(ModalScreen[Command | None]):
    """Gives the command that is chosen; Esc, or a click beside the list, gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    DEFAULT_CSS = """
    ChoicesScreen { background: $background 0%; }
    """

    def __init__(self, commands: Sequence[Command], at: Offset) -> None:
        """``at`` is the cell of the screen beside which the list stands."""
        super().__init__()
        self._list, self._at = Choices(commands), at

    def compose(self) -> ComposeResult:
        yield self._list

    def on_resize(self, event: events.Resize) -> None:
        size = event.size
        width = min(self._list.get_content_width(size, size), size.width)
        height = min(self._list.get_content_height(size, size, width), size.height)
        at = self._at.x - width + 1 if mirrored() else self._at.x
        left = max(0, min(at, size.width - width))
        below = self._at.y + 1
        top = below if below + height <= size.height else max(0, self._at.y - height)
        self._list.styles.offset = left, top

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
