"""The rows round the panes: titles, the status, what the program says, and the hints."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotations.model import Direction
from tui.keyboards import CHARACTERS, Keyboard
from tui.keymap import Command
from tui.text.layout import Layout, Script
from tui.text.line import line, one_row
from tui.widgets.pane import LEFT_EDGE, RIGHT_EDGE, Pane
from tui.widgets.styles import look


class Bar(Widget):
    """A row with one text at the left and one at the right; the right one is cut first."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Bar { height: 1; background: $panel; color: $foreground; }
    Bar:nocolor { text-style: reverse; }
    """

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def __init__(self, left: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Bar.left, left)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return Strip([Segment(_both_ends(self.left, self.right, width), self.rich_style)], width)


def _both_ends(left: str, right: str, width: int) -> str:
    """A row of ``width`` cells (2 at least) with one text at the left and one at the right, which is cut first."""
    first = line(left, width - 2, Direction.LTR, forced=True)
    last = line(right, width - 3 - first.width, Direction.RTL)
    gap = max(0, width - 2 - first.width - last.width)
    return f" {first.visual}{' ' * gap}{last.visual} "


class Titles(Widget):
    """The titles of the panes, each over its pane."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Titles { dock: top; height: 2; background: $background; color: $text-muted; text-style: bold; }
    """

    def __init__(self, *panes: Pane) -> None:
        """``panes`` in their order from left to right; those that are not displayed have no title."""
        super().__init__()
        self._panes = panes
        self._titles: dict[Pane, tuple[str, str]] = {}

    def put(self, pane: Pane, *, left: str = "", right: str = "") -> None:
        """Give a pane its title, at its left or at its right end."""
        self._titles[pane] = left, right
        self.refresh()

    def render_line(self, y: int) -> Strip:
        style = self.rich_style
        edge = style + look(self, "edge")
        segments = []
        for pane in self._panes:
            if pane.display and (width := pane.outer_size.width) > 2:
                left, right = self._titles.get(pane, ("", "")) if y == 0 else ("", "")
                text = Segment(_both_ends(left, right, width - abs(pane.edge)), style)
                before = [Segment(LEFT_EDGE, edge)] if pane.edge < 0 else []
                after = [Segment(RIGHT_EDGE, edge)] if pane.edge > 0 else []
                segments += [*before, text, *after]
        return Strip(segments).adjust_cell_length(self.size.width, style)


class Notice(Widget):
    """What the program has to say, in as many rows as it needs, until the next key."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Notice { height: auto; max-height: 50vh; display: none; background: $panel; color: $foreground; padding: 0 1; }
    Notice.-warning { background: $warning-muted; color: $text-warning; }
    Notice:nocolor { text-style: bold; }
    Notice.-warning:nocolor { text-style: bold reverse; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._layout: Layout | None = None
        self._text = ""

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show ``text``; an empty one hides the notice."""
        if not text and not self._text:
            return  # every key says this, and a new layout of the screen is dear
        self._text = text
        self.set_class(warning, "-warning")
        self.display = bool(text)
        self.refresh(layout=True)

    def _laid(self, width: int) -> Layout:
        return Layout(Script(self._text, Direction.LTR, forced=True), width, gap=0, harakat=False)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return self._laid(width).height

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        row = self._laid(width).row(y)
        text = " " * row.left + row.visual if row else ""
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(width, self.rich_style)


class Hints(Widget):
    """The commands that are used most, each to be clicked as well."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Hints { height: 1; background: $background; color: $text-muted; }
    """

    keyboard: reactive[Keyboard | None] = reactive(None)
    """The layout in which the last letter was typed, if that was an Arabic one: its characters are shown as well."""

    def __init__(self, commands: list[Command], id: str | None = None) -> None:
        super().__init__(id=id)
        self._commands = commands

    def _fitting(self) -> list[tuple[int, Command]]:
        """The commands that fit whole, each with the cell where it begins; the last one always, since it is help."""
        *first, last = self._commands
        room, x, fitting = self.size.width - self._width(last), 1, []
        for command in first:
            if x + self._width(command) > room:
                break
            fitting.append((x, command))
            x += self._width(command)
        return [*fitting, (x, last)]

    def _width(self, command: Command) -> int:
        return len(self._keys(command)) + 1 + len(command.hint) + 2

    def _keys(self, command: Command) -> str:
        """Its first key, with what that types in the Arabic layout."""
        key = command.shown[0]
        typed = CHARACTERS[self.keyboard].get(key) if self.keyboard else None
        return f"{key} {one_row(typed, Direction.RTL).visual}" if typed else key

    def render_line(self, y: int) -> Strip:
        style = self.rich_style
        key = style + look(self, "key")
        segments = [Segment(" ", style)]
        for _, command in self._fitting():
            segments += [Segment(self._keys(command), key), Segment(f" {command.hint}  ", style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    async def on_click(self, event: events.Click) -> None:
        for x, command in self._fitting():
            if x <= event.x < x + self._width(command) - 1:
                await self.screen.run_action(command.action)
