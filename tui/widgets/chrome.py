"""The rows round the panes: titles, the status, what the program says, and the hints."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotations.messages import tr
from annotations.model import Direction
from tui.keyboards import CHARACTERS, Keyboard
from tui.keymap import Command
from tui.text.line import ELLIPSIS, ENDLESS, line, one_row
from tui.text.row import Row
from tui.text.said import mirrored, paragraph, said
from tui.widgets.drawn import Drawn
from tui.widgets.pane import LEFT_EDGE, RIGHT_EDGE, Pane


class Bar(Drawn):
    """A row with one text at the left and one at the right, or the other way round where the interface runs from right
    to left; the second one is cut first."""

    DEFAULT_CSS = """
    Bar { height: 1; background: $panel; color: $foreground; }
    Bar:nocolor { text-style: reverse; }
    """

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    more: reactive[tuple[str, ...]] = reactive(())
    """What follows ``right``, each as long as there is room for it whole."""

    def __init__(self, left: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Bar.left, left)

    def holds(self, text: str) -> bool:
        """Whether ``text`` can be read here whole."""
        return self.display and line(text, ENDLESS, Direction.LTR).width <= self.size.width - 2

    def draw_row(self, y: int) -> Strip:
        width = self.size.width
        right, room = self.right, width - 3 - said(self.left, width - 2).width
        for each in self.more:
            longer = f"{right}  {each}"
            if line(longer, ENDLESS, Direction.RTL).width > room:
                break
            right = longer
        return Strip([Segment(_both_ends(self.left, right, width), self.look(""))], width)


def _both_ends(first: str, second: str, width: int) -> str:
    """A row of ``width`` cells (2 at least) with one text where reading begins and one at the other end, cut first."""
    one = said(first, width - 2)
    room = width - 3 - one.width
    other = said(second, room) if mirrored() else line(second, room, Direction.RTL)
    if other.visual == ELLIPSIS:
        other = said("", 0)  # nothing of it would be seen
    gap = " " * max(0, width - 2 - one.width - other.width)
    left, right = (other, one) if mirrored() else (one, other)
    return f" {left.visual}{gap}{right.visual} "


class Titles(Drawn):
    """The titles of the panes, each over its pane."""

    DEFAULT_CSS = """
    Titles { dock: top; height: 2; background: $background; color: $text-muted; text-style: bold; }
    """

    def __init__(self, *panes: Pane) -> None:
        """``panes`` in the order of reading; those that are not displayed have no title."""
        super().__init__()
        self._panes = panes
        self._titles: dict[Pane, tuple[str, str, str, str]] = {}
        self.actions: dict[Pane, tuple[str, str]] = {}
        """What a click on the first and on the second half of a title does."""

    def put(
        self, pane: Pane, *, left: str = "", right: str = "", text: str = "", below: str = ""
    ) -> None:
        """Give a pane its title: ends as those of a `Bar`, or a text of its own, over the right end of that in
        the pane; and what stands below that."""
        title = left, right, text, below
        if self._titles.get(pane) != title:
            self._titles[pane] = title
            self.refresh()

    def draw_row(self, y: int) -> Strip:
        style = self.look("")
        edge = style + self.look("edge")
        segments = []
        for pane in reversed(self._panes) if mirrored() else self._panes:
            if pane.display and (width := pane.outer_size.width) > 2:
                title = self._title(pane, width - abs(pane.edge), y)
                text = Segment(title.ljust(width - abs(pane.edge)), style)
                before = [Segment(LEFT_EDGE, edge)] if pane.line < 0 else []
                after = [Segment(RIGHT_EDGE, edge)] if pane.line > 0 else []
                segments += [*before, text, *after]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _title(self, pane: Pane, width: int, y: int) -> str:
        first, second, text, below = self._titles.get(pane, ("", "", "", ""))
        if y:
            return _both_ends(below, "", width)
        if not text:
            return _both_ends(first, second, width)
        room = width - pane.beyond
        row = line(text, room - 1)
        return f"{' ' * (room - row.width)}{row.visual}{' ' * pane.beyond}"

    async def on_click(self, event: events.Click) -> None:
        for pane, actions in self.actions.items():
            place = event.x - pane.region.x
            if pane.display and 0 <= place < pane.region.width:
                await self.screen.run_action(
                    actions[(2 * place >= pane.region.width) != mirrored()]
                )


_LEFT = 3
"""Rows that what is said leaves to the rest of the screen at least."""


class Notice(Widget):
    """What the program has to say, in as many rows as it needs, until the next key. Of what needs more rows than there
    are, the first are shown, and the next when it is said again."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Notice { height: auto; display: none; background: $panel; color: $foreground; padding: 0 1; }
    Notice.-warning { background: $warning-muted; color: $text-warning; }
    Notice:nocolor { text-style: bold; }
    Notice.-warning:nocolor { text-style: bold reverse; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = self._before = ""
        self._first = self._fits = 0

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show ``text``; an empty one hides the notice."""
        before, self._before = self._before, self._text
        if not text and not self._text:
            return  # every key says this, and a new layout of the screen is dear
        if text:
            self._first = self._first + self._fits if text == before else 0
        self._text = text
        self.set_class(warning, "-warning")
        self.display = bool(text)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        rows = len(paragraph(self._text, width))
        beside = sum(
            each.outer_size.height
            for each in self.siblings
            if each.display and (each.styles.height is None or not each.styles.height.is_fraction)
        )
        room = max(3, min(viewport.height // 2, viewport.height - beside - _LEFT))
        self._fits = min(rows, room)
        if self._first >= rows:
            self._first = 0
        return min(self._fits, rows - self._first)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        rows = paragraph(self._text, width)[self._first :]
        row = rows[y] if y < len(rows) else None
        text = " " * row.left + row.visual if row else ""
        strip = Strip([Segment(text, self.rich_style)]).adjust_cell_length(width, self.rich_style)
        if y + 1 < self._fits or len(rows) <= self._fits:
            return strip
        more = Strip([Segment(" …", self.rich_style)])
        return Strip.join([more, strip.crop(2)] if mirrored() else [strip.crop(0, width - 2), more])


class Hints(Drawn):
    """The commands that are used most, each to be clicked as well."""

    DEFAULT_CSS = """
    Hints { height: auto; background: $background; color: $text-muted; }
    """

    commands: reactive[list[Command]] = reactive(list)
    keyboard: reactive[Keyboard | None] = reactive(None)
    """The layout in which the last letter was typed, if that was an Arabic one: its characters are shown as well."""

    def __init__(self, commands: list[Command], id: str | None = None, most: int = 1) -> None:
        """``most`` are the rows that it may take where there are too many commands for fewer."""
        super().__init__(id=id)
        self.set_reactive(Hints.commands, commands)
        self._most = most

    def _fitting(self, width: int) -> list[tuple[int, int, Command]]:
        """The commands that fit whole, each with its row and the cell where it begins, counted from where reading
        begins; the last one always, since it is help."""
        *first, last = self.commands
        x, y, fitting = 1, 0, []
        for command in first:
            if y + 1 < self._most and x > 1 and x + self._width(command) > width:
                x, y = 1, y + 1
            if x + self._width(command) > width - self._width(last) * (y + 1 == self._most):
                break
            fitting.append((y, x, command))
            x += self._width(command)
        if x + self._width(last) > width and y + 1 < self._most:
            x, y = 1, y + 1
        return [*fitting, (y, x, last)]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 1 if self._most == 1 else 1 + self._fitting(width)[-1][0]

    def _width(self, command: Command) -> int:
        return len(self._keys(command)) + 1 + self._hint(command).width + 2

    def _hint(self, command: Command) -> Row:
        return said(tr(command.hint), self.size.width)

    def _keys(self, command: Command) -> str:
        """Its first key, with what that types in the Arabic layout."""
        key = command.shown[0]
        typed = CHARACTERS[self.keyboard].get(key) if self.keyboard else None
        return f"{key} {one_row(typed, Direction.RTL).visual}" if typed else key

    def draw_row(self, y: int) -> Strip:
        style = self.look("")
        key = style + self.look("key")
        segments = [Segment(" ", style)]
        for row, _, command in self._fitting(self.size.width):
            if row != y:
                continue
            segments += [
                Segment(self._keys(command), key),
                Segment(" ", style),
                Segment(self._hint(command).visual, style),
                Segment("  ", style),
            ]
        if mirrored():
            strip = Strip([*reversed(segments)])
            blank = Segment(" " * max(0, self.size.width - strip.cell_length), style)
            return Strip([blank, *strip])
        return Strip(segments).adjust_cell_length(self.size.width, style)

    async def on_click(self, event: events.Click) -> None:
        clicked = self.size.width - 1 - event.x if mirrored() else event.x
        for y, x, command in self._fitting(self.size.width):
            if y == event.y and x <= clicked < x + self._width(command) - 1:
                await self.screen.run_action(command.action)
