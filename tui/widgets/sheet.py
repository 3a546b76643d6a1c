"""A sheet of named values on the screen, to go through and to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from tui.keymap import LISTS, bindings
from tui.text.form import Entry, Form
from tui.text.layout import Digits
from tui.widgets.pane import Pane


class Sheet(Pane):
    """Entries under a cursor, which passes over headings. What is higher than the screen is scrolled through."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LISTS)]

    class Chosen(Message):
        """An entry has been chosen, by enter or a click on it where it was under the cursor."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, *, harakat: bool = True, digits: Digits = Digits.SOURCE) -> None:
        super().__init__()
        self._harakat, self._digits = harakat, digits
        self._form = Form([], 0)
        self.index = 0

    @property
    def entries(self) -> Sequence[Entry]:
        return self._form.entries

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entries[self.index] if self.index < len(self.entries) else None

    def show(self, entries: Sequence[Entry], *, anew: bool = False) -> None:
        """Have these entries. The cursor stays on its own, wherever that is now, unless the sheet is begun ``anew``."""
        before = self.chosen
        self._lay_out(entries)
        if anew:
            self.index = self._stop(0, 1)
            self.scroll_to(y=0, animate=False, force=True)
        else:
            keys = [entry.key for entry in entries]
            if before is not None:
                self.index = keys.index(before.key) if before.key in keys else self.index
            self.index = self._stop(min(self.index, len(entries) - 1), -1)
            self._keep_in_sight()
        self.refresh()

    def put(self, key: str) -> None:
        """Put the cursor on the entry with that key, if there is one."""
        for index, entry in enumerate(self.entries):
            if entry.key == key:
                self._to(index)

    @property
    def cursor(self) -> Offset:
        """The cell of the pane where the value under the cursor begins."""
        return Offset(self._form.values, self._form.tops[self.index] - self.scroll_offset.y)

    def _lay_out(self, entries: Sequence[Entry]) -> None:
        self._form = Form(entries, self.room, harakat=self._harakat, digits=self._digits)
        self.set_extent(max(1, self._form.height))

    def on_resize(self) -> None:
        self._lay_out(self.entries)
        self._keep_in_sight()
        self.refresh()

    def draw(self, y: int, width: int) -> Strip | None:
        if y >= self._form.height:
            return None
        chosen = self._form.entry_at(y) == self.index
        base = self.look("")
        if chosen:
            base += self.look("chosen" if self.has_focus else "chosen-away")
        segments = [Segment(text, self._style(base, name)) for text, name in self._form.row(y)]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, base: Style, name: str) -> Style:
        return base + self.look(name) if name else base

    # Going through it.

    def _stop(self, index: int, step: int) -> int:
        """The first entry from ``index`` on that is no heading; in the other direction where there is none."""
        for way in (step, -step):
            at = index
            while 0 <= at < len(self.entries):
                if self.entries[at].value is not None:
                    return at
                at += way
        return 0

    def _to(self, index: int) -> None:
        before, self.index = self.index, index
        self._keep_in_sight()
        for each in {before, index}:
            self._refresh_entry(each)

    def _refresh_entry(self, index: int) -> None:
        if index < len(self.entries):
            first, end = self._form.tops[index : index + 2]
            self.refresh_rows(first - self.scroll_offset.y, end - self.scroll_offset.y)

    def _keep_in_sight(self) -> None:
        if not self.entries or not self.size.height:
            return
        top, height = self.scroll_offset.y, self.size.height
        first, end = self._form.tops[self.index : self.index + 2]
        if self.index and self.entries[self.index - 1].value is None:
            first = self._form.tops[self.index - 1]  # its heading
        if end > top + height:
            top = min(first, end - height)
        top = max(0, min(top, first))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def action_cursor(self, step: int) -> None:
        if not self.entries:
            return
        top, height = self.scroll_offset.y, self.size.height
        first, end = self._form.tops[self.index : self.index + 2]
        if step > 0 and end > top + height:  # the rest of it first
            self.scroll_to(y=min(end - height, top + height - 1), animate=False, force=True)
        elif step < 0 and first < top:
            self.scroll_to(y=max(first, top - height + 1), animate=False, force=True)
        else:
            at = self.index + step
            self._to(self._stop(at, step) if 0 <= at < len(self.entries) else self.index)
            if self.index == self._stop(0, 1):
                self.scroll_to(y=0, animate=False, force=True)

    def action_page(self, step: int) -> None:
        if not self.entries:
            return
        height = self.size.height
        y = self._form.tops[self.index] + step * max(1, height - 2)
        index = self._stop(self._form.entry_at(max(0, min(y, self._form.height - 1))), step)
        if index == self.index:
            self.action_cursor(step)
        else:
            self._to(index)

    def action_edge(self, side: int) -> None:
        if not self.entries:
            return
        last = len(self.entries) - 1
        self._to(self._stop(0, 1) if side < 0 else self._stop(last, -1))
        if side < 0:
            self.scroll_to(y=0, animate=False, force=True)

    def action_choose(self) -> None:
        if (entry := self.chosen) is not None:
            self.post_message(self.Chosen(entry))

    def on_click(self, event: events.Click) -> None:
        y = event.y + self.scroll_offset.y
        if event.button != 1 or self.takes(event) or y >= self._form.height:
            return
        index = self._form.entry_at(y)
        if self.entries[index].value is None:
            return
        if index == self.index:
            self.action_choose()
        else:
            self._to(index)

    def on_focus(self) -> None:
        self._refresh_entry(self.index)

    def on_blur(self) -> None:
        self._refresh_entry(self.index)
