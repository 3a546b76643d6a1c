"""The help screen: every key, made from the keymap, to be searched by words or by a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations.messages import tr
from annotations.model import Direction
from tui.keyboards import Keyboard
from tui.keymap import Keymap
from tui.screens.searching import Group, SearchScreen, all_keys, narrowed
from tui.text.line import line
from tui.text.row import Row
from tui.text.said import mirrored, paragraph, said
from tui.widgets.pane import Pane

WIDE, WITH_IDS = 80, 110
"""Columns from which the keys have more room, and from which the ids stand beside what the commands do."""
_IDS = 22
"""Cells of the column of ids."""
_MOST = 72
"""Cells of what a command does, so that its id is not far from it on a wide screen."""


class Entry(NamedTuple):
    """A row: the heading of a group, or the keys of a command, what it does and its id, or more of these."""

    heading: str = ""
    keys: str = ""
    what: Row | None = None
    id: str = ""


class Keys(Pane):
    """The table of keys, grouped."""

    def __init__(self, keymap: Keymap, keyboard: Keyboard, here: Sequence[str] = ()) -> None:
        """``here`` are the headings of the groups that come first."""
        super().__init__()
        places = {heading: place for place, heading in enumerate(here)}
        self._groups = sorted(keymap.groups, key=lambda group: places.get(group[0], len(places)))
        self._keyboard = keyboard
        self._query = ""
        self.rows: list[Entry] = []

    def on_resize(self) -> None:
        self.narrow(self._query)

    def narrow(self, query: str) -> None:
        """Show the keys of the commands that have the words."""
        self._query = query
        groups = narrowed(self._groups, query, self._keyboard)
        self.rows = list(_rows(groups, self._keyboard, self.room))
        self.empty = "" if groups else tr("Nothing has these words. Type fewer letters, or Esc.")
        self.set_extent(len(self.rows))
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def draw(self, y: int, width: int) -> Strip | None:
        if y >= len(self.rows):
            return self.say_empty(y, width)
        row, base = self.rows[y], self.look("")
        keys, what = _columns(width)
        if row.heading:
            words = said(row.heading, width - 2)
            parts = [(" ", base), _column(words, width - 2, base + self.look("key"))]
        else:
            names = [(row.keys, keys, "keys"), (row.id, _IDS, "dim")]
            (first, last) = (
                _column(line(text, room, Direction.LTR, forced=True), room, base + self.look(name))
                for text, room, name in names
            )
            told = _column(row.what, what, base) if row.what else (" " * what, base)
            parts = [("  ", base), first, told, *[last] * (width >= WITH_IDS)]
        blank = width - sum(len(text) for text, _ in parts)
        segments = [Segment(*part) for part in [*parts, (" " * max(0, blank), base)]]
        return Strip(segments[::-1] if mirrored() else segments, width)


def _column(row: Row, room: int, style: Style) -> tuple[str, Style]:
    """A row in a column of ``room`` cells, at the side where reading begins."""
    blank = " " * (room - row.width)
    return (blank + row.visual if mirrored() else row.visual + blank), style


def _columns(width: int) -> tuple[int, int]:
    """The cells of the column of keys, and of that of what they do."""
    keys = 17 if width < WIDE else 24
    ids = _IDS if width >= WITH_IDS else 0
    return keys, min(_MOST, max(12, width - keys - 3 - ids))


def _rows(groups: Sequence[Group], keyboard: Keyboard, width: int) -> Iterator[Entry]:
    """What is long goes on in the next row."""
    keys, what = _columns(width)
    for number, (heading, commands) in enumerate(groups):
        if number:
            yield Entry()
        yield Entry(tr(heading))
        for command in commands:
            left = _filled(all_keys(command, keyboard), keys - 1)
            told = paragraph(tr(command.what), what - 1)
            for n, (names, row) in enumerate(zip_longest(left, told)):
                yield Entry("", names or "", row, "" if n or width < WITH_IDS else command.id)


def _filled(words: Sequence[str], width: int) -> list[str]:
    """The words on as few rows as they fit on, counted as they are drawn."""
    rows = [""]
    for word in words:
        longer = f"{rows[-1]} {word}".strip()
        if line(longer, 1 << 10, Direction.LTR, forced=True).width <= width or not rows[-1]:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


class HelpScreen(SearchScreen[None]):
    """All keys, those of the place where they are asked for first; Esc or Enter closes it."""

    def __init__(self, keymap: Keymap, keyboard: Keyboard, here: Sequence[str] = ()) -> None:
        """``here`` are the headings of the groups that come first."""
        self.keys = Keys(keymap, keyboard, here)
        super().__init__(
            tr("find a key: by words, or by the key itself"), self.keys, tr("Esc closes · ↑ ↓ scroll")
        )  # fmt: skip

    def narrow(self, query: str) -> None:
        self.keys.narrow(query)

    def action_step(self, step: int) -> None:
        self.keys.scroll_relative(y=step, animate=False, force=True)

    def action_page(self, step: int) -> None:
        self.action_step(step * max(1, self.keys.size.height - 1))

    def answer(self, value: str | None) -> None:
        self.dismiss()
