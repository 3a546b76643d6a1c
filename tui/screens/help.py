"""The help screen: every key, made from the keymap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.strip import Strip

from annotations.messages import tr
from annotations.model import Direction
from tui.keyboards import CHARACTERS, Keyboard
from tui.keymap import Keymap
from tui.text.line import line
from tui.text.row import Row
from tui.text.said import mirrored, paragraph, said
from tui.widgets.chrome import Bar
from tui.widgets.pane import Pane

_ZWNJ = "\u200c"
_KEYS = 17
"""Cells of the column of keys."""


class Keys(Pane):
    """The table of keys, grouped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space", "page_down", show=False),
    ]
    DEFAULT_CSS = """
    Keys { height: 1fr; }
    """

    def __init__(self, keymap: Keymap, keyboard: Keyboard) -> None:
        super().__init__()
        self._keymap, self._keyboard = keymap, keyboard
        self._rows: list[tuple[str | None, Row | None]] = []

    def on_resize(self) -> None:
        self._rows = _rows(self._keymap, self._keyboard, self.room)
        self.set_extent(len(self._rows))
        self.refresh()

    def draw(self, y: int, width: int) -> Strip | None:
        if not 0 <= y < len(self._rows) or (words := self._rows[y][1]) is None:
            return None
        base, keys = self.look(""), self._rows[y][0]
        if keys is None:
            what = Segment(words.visual, base + self.look("key"))
            blank = Segment(" " * (width - 1 - words.width), base)
            column = Segment(" ", base)
        else:
            row = line(keys, _KEYS - 1, Direction.LTR, forced=True)
            room = " " * (_KEYS - row.width)
            what = Segment(words.visual, base)
            blank = Segment(" " * (width - 2 - _KEYS - words.width), base)
            aligned = f"{room}{row.visual}  " if mirrored() else f"  {row.visual}{room}"
            column = Segment(aligned, base + self.look("keys"))
        segments = [column, what, blank]
        return Strip(segments[::-1] if mirrored() else segments, width)


def _rows(keymap: Keymap, keyboard: Keyboard, width: int) -> list[tuple[str | None, Row | None]]:
    """(keys, what they do) for each row; (None, heading) for a group; what is long goes on in the next row."""
    rows: list[tuple[str | None, Row | None]] = []
    characters = CHARACTERS[keyboard]
    for heading, commands in keymap.groups:
        rows.append((None, said(tr(heading), width - 2)))
        for command in commands:
            letters = [
                typed for each in command.keys.split(",") if (typed := _typed(each, characters))
            ]
            keys = " ".join([*command.shown, *letters])
            first, *further = paragraph(tr(command.what), max(12, width - _KEYS - 3))
            rows += [(keys, first), *(("", row) for row in further)]
        rows.append((None, None))
    return rows


def _typed(keys: str, characters: Mapping[str, str]) -> str:
    """What keys type in the Arabic layout, each letter by itself; empty where that is no letter."""
    letters = [characters.get(key, "") for key in keys.split(" ")]
    return _ZWNJ.join(letters) if all(letter.isalpha() for letter in letters) else ""


class HelpScreen(ModalScreen[None]):
    """All keys; any of the keys that lead out closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,Q,f10,enter", "dismiss", show=False)
    ]
    DEFAULT_CSS = """
    HelpScreen { background: $background; }
    """

    def __init__(self, keymap: Keymap, keyboard: Keyboard) -> None:
        super().__init__()
        self._keymap, self._keyboard = keymap, keyboard

    def compose(self) -> ComposeResult:
        yield Bar(tr("Keys · in the Arabic layout the same keys, by place"))
        yield Keys(self._keymap, self._keyboard)
        yield Bar(tr("Esc closes · ↑ ↓ scroll"))
