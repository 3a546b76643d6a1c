"""A list whose entries are two rows of text each, or one, drawn by the text engine. Only what is on the screen is
asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from annotations.model import Direction
from tui.keymap import LISTS, bindings
from tui.text.line import ELLIPSIS, line
from tui.text.said import direction, mirrored
from tui.widgets.pane import Pane

_KEPT = 1024
"""Rows as they were drawn that are kept at most: those of a few screens."""


class Part(msgspec.Struct, frozen=True):
    """A piece of a row: at its right end if ``right``, in one of the looks."""

    text: str
    style: str = ""
    right: bool = True
    direction: Direction = Direction.RTL
    keep_end: bool = False
    """Cut at its beginning where it is too long, as a path is."""


def word(text: str, style: str = "") -> Part:
    """A piece in the interface's own words, at the side where it begins to be read."""
    return Part(text, style, right=mirrored(), direction=direction())


class RowList(Pane):
    """Entries to go through and to choose from. A subclass says how many there are and what each shows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LISTS)]
    ROWS: ClassVar[int] = 2
    """Of an entry."""

    class Highlighted(Message):
        """The cursor of the list stands on another entry."""

        def __init__(self, source: RowList, index: int) -> None:
            super().__init__()
            self.list, self.index = source, index

        @property
        def control(self) -> RowList:
            return self.list

    class Chosen(Highlighted):
        """An entry has been chosen, by enter or a click."""

    def __init__(self, edge: int) -> None:
        super().__init__(edge)
        self.index = 0
        self._entries: dict[int, tuple[list[Part], list[Part]]] = {}  # while rows are drawn
        self._strips: dict[tuple[tuple[Part, ...], int, Style], Strip] = {}

    @property
    def count(self) -> int:
        """How many entries there are."""
        raise NotImplementedError

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        """The two rows of an entry. In each the parts at the right stand from right to left, the last gets the room
        that is left."""
        raise NotImplementedError

    def renew(self, index: int | None = None, first: int = 0) -> None:
        """The entries from ``first`` on have changed; the cursor goes to ``index``."""
        before, self.index = (
            self.index,
            max(0, min(self.index if index is None else index, self.count - 1)),
        )
        self.set_extent(max(1, self.count * self.ROWS))
        self._keep_in_sight()
        self.refresh_rows(first * self.ROWS - self.scroll_offset.y, self.size.height)
        self._refresh_entries(before, self.index)

    def _refresh_entries(self, *indices: int) -> None:
        """Draw these again."""
        for index in set(indices):
            top = index * self.ROWS - self.scroll_offset.y
            self.refresh_rows(top, top + self.ROWS)

    def on_resize(self) -> None:
        self.set_extent(max(1, self.count * self.ROWS))
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        top, height, y = self.scroll_offset.y, self.size.height, self.index * self.ROWS
        if y < top:
            self.scroll_to(y=y, animate=False, force=True)
        elif y + self.ROWS > top + height:
            self.scroll_to(y=y + self.ROWS - height, animate=False, force=True)

    def draw_rows(self, rows: Sequence[int]) -> Iterator[Strip]:
        self._entries.clear()
        yield from super().draw_rows(rows)

    def draw(self, y: int, width: int) -> Strip | None:
        index, row = divmod(y, self.ROWS)
        if index >= self.count:
            return None if self.count else self.say_empty(y, width)
        if index not in self._entries:
            self._entries[index] = self.entry(index)
        # Most rows that have to be drawn again have been on the screen before, a little higher or lower.
        of = tuple(self._entries[index][row]), width, self._base(index)
        if of not in self._strips:
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            self._strips[of] = self._strip(*of)
        return self._strips[of]

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    @property
    def led(self) -> bool:
        """Whether keys move its cursor."""
        return self.has_focus

    def _base(self, index: int) -> Style:
        if index != self.index:
            return self.look("")
        return self.look("") + self.look("chosen" if self.led else "chosen-away")

    def _strip(self, parts: Sequence[Part], width: int, base: Style) -> Strip:
        """Lay the parts out: one cell of margin at both ends and between them."""
        room = width - 3
        left: list[Segment] = []
        right: list[Segment] = []
        for part in parts:
            row = line(
                part.text, room, part.direction, keep_end=part.keep_end, forced=part.keep_end
            )
            if row.visual != part.text and not row.visual.strip(ELLIPSIS):
                continue  # nothing of it would be seen
            style = base + self.look(part.style) if part.style else base
            if part.right:
                right[:0] = [Segment(" ", base), Segment(row.visual, style)]
            else:
                left += [Segment(row.visual, style), Segment(" ", base)]
            room -= row.width + 1
        blank = Segment(" " * (room + 1), base)
        edge = Segment(" ", base)
        return Strip([edge, *left, blank, *right, edge], max(width, width - 1 - room))

    # Going through it.

    def _to(self, index: int) -> None:
        index = max(0, min(index, self.count - 1))
        if index != self.index:
            self.put(index)
            self.post_message(self.Highlighted(self, index))

    def put(self, index: int) -> None:
        """Put the cursor on an entry."""
        before, self.index = self.index, index
        self._keep_in_sight()
        self._refresh_entries(before, index)

    def action_cursor(self, step: int) -> None:
        self._to(self.index + step)

    def action_page(self, step: int) -> None:
        self._to(self.index + step * max(1, self.size.height // self.ROWS - 1))

    def action_edge(self, side: int) -> None:
        self._to(0 if side < 0 else self.count - 1)

    def action_choose(self) -> None:
        if self.count:
            self.post_message(self.Chosen(self, self.index))

    def on_click(self, event: events.Click) -> None:
        index = (event.y + self.scroll_offset.y) // self.ROWS
        if 0 <= index < self.count and not self.takes(event):
            self._to(index)
            self.action_choose()

    def on_focus(self) -> None:
        self._refresh_entries(self.index)

    def on_blur(self) -> None:
        self._refresh_entries(self.index)
