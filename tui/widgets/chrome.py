"""The rows round the panes: titles, the status, what the program says, the hints, and the prompt."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotations.model import Direction
from tui.keyboards import CHARACTERS, Keyboard
from tui.keymap import Command
from tui.text.layout import Layout, Script
from tui.text.line import line, one_row
from tui.widgets.field import Field
from tui.widgets.rtl_area import RtlArea
from tui.widgets.rtl_input import RtlInput
from tui.widgets.styles import look


class Bar(Widget):
    """A row with one text at the left and one at the right; the right one is cut first."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Bar { height: 1; background: $panel; color: $foreground; }
    Bar.title { background: $background; color: $text-muted; text-style: bold; height: 2; }
    """

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def __init__(
        self, left: str = "", *, classes: str | None = None, id: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Bar.left, left)

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, style)
        left = line(self.left, width - 2, Direction.LTR, forced=True)
        right = line(self.right, width - 3 - left.width, Direction.RTL)
        gap = max(0, width - 2 - left.width - right.width)
        text = f" {left.visual}{' ' * gap}{right.visual} "
        return Strip([Segment(text, style)], left.width + right.width + gap + 2)


class Notice(Widget):
    """What the program has to say, in as many rows as it needs, until the next key."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Notice { height: auto; max-height: 50vh; display: none; background: $panel; color: $foreground; padding: 0 1; }
    Notice.-warning { background: $warning-muted; color: $text-warning; }
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


_LINES_KEYS = "Esc keeps · ^G drops · ^E editor"
"""The keys of a field of several lines that have to be known."""


class Prompt(Horizontal):
    """A question at the bottom of the screen with a field for the answer, of one line or of several."""

    DEFAULT_CSS = """
    Prompt { height: 1; display: none; background: $surface; }
    Prompt Bar { width: auto; background: $surface; color: $text-accent; }
    Prompt.-lines { layout: vertical; height: auto; }
    Prompt.-lines Bar { background: $panel; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._then: Callable[[str], None] | None = None
        self._keep = False
        self._back: Widget | None = None
        self._line, self._area = RtlInput(self._answer), RtlArea(self._answer)
        self.field: Field = self._line

    def compose(self) -> ComposeResult:
        yield Bar()
        yield self._line
        yield self._area

    def ask(
        self,
        question: str,
        then: Callable[[str], None],
        value: str = "",
        direction: Direction = Direction.RTL,
        *,
        keep: bool = False,
        lines: bool = False,
    ) -> None:
        """Show the field with ``value`` and put the keyboard in it; ``then`` gets the answer, unless it is given up.

        ``keep``: what is written is an answer also when the keyboard goes elsewhere. Afterwards it goes back.
        ``lines``: the answer may have several."""
        self._then, self._keep = then, keep
        self._back = self.screen.focused
        bar = self.query_one(Bar)
        bar.left, bar.right = question, _LINES_KEYS if lines else ""
        beside = line(question, 60, Direction.LTR, forced=True).width + 2
        bar.styles.width = "1fr" if lines else beside
        self.set_class(lines, "-lines")
        self._line.display, self._area.display = not lines, lines
        self.display = True
        self.field = self._area if lines else self._line
        self.field.edit(value, direction)
        self.screen.set_focus(self.field)

    def leave(self) -> None:
        """Close it, if it is open, as when the keyboard goes elsewhere."""
        if self._then is not None:
            self._answer(self.field.value if self._keep else None)

    def on_descendant_blur(self) -> None:
        if self.app.app_focus:  # not when the whole terminal loses the keyboard
            self.leave()

    def _answer(self, value: str | None) -> None:
        then, self._then = self._then, None
        if then is None:
            return
        self.display = False
        if self.screen.focused is self.field:
            self.screen.set_focus(self._back)
        if value is not None:
            then(value)
