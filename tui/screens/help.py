"""The help screen: every key, made from the keymap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotations.messages import tr
from annotations.model import Direction
from tui.keyboards import CHARACTERS, Keyboard
from tui.keymap import Keymap
from tui.text.line import line
from tui.widgets.chrome import Bar
from tui.widgets.styles import look

_ZWNJ = "\u200c"
_KEYS = 17
"""Cells of the column of keys."""


class Keys(ScrollView, can_focus=True):
    """The table of keys, grouped."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space", "page_down", show=False),
    ]
    DEFAULT_CSS = """
    Keys {
        background: $background; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden;
        scrollbar-color: $foreground 25%; scrollbar-background: $background;
    }
    """

    def __init__(self, keymap: Keymap, keyboard: Keyboard) -> None:
        super().__init__()
        self._keymap, self._keyboard = keymap, keyboard
        self._rows: list[tuple[str | None, str]] = []

    def on_resize(self) -> None:
        width = self.scrollable_content_region.width
        self._rows = _rows(self._keymap, self._keyboard, width)
        self.virtual_size = Size(width, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, y = self.scrollable_content_region.width, y + self.scroll_offset.y
        if not 0 <= y < len(self._rows):
            return Strip.blank(width, self.rich_style)
        keys, what = self._rows[y]
        base = self.rich_style
        group = base + look(self, "key")
        key = base + look(self, "keys")
        if keys is None:
            segments = [Segment(f" {what}", group)]
        else:
            row = line(keys, _KEYS - 1, Direction.LTR, forced=True)
            column = f"  {row.visual}{' ' * (_KEYS - row.width)}"
            segments = [Segment(column, key), Segment(what, base)]
        return Strip(segments).adjust_cell_length(width, base)


def _rows(keymap: Keymap, keyboard: Keyboard, width: int) -> list[tuple[str | None, str]]:
    """(keys, what they do) for each row; (None, heading) for a group; what is long goes on in the next row."""
    import textwrap

    rows: list[tuple[str | None, str]] = []
    characters = CHARACTERS[keyboard]
    for heading, commands in keymap.groups:
        rows.append((None, tr(heading)))
        for command in commands:
            letters = [
                typed for each in command.keys.split(",") if (typed := _typed(each, characters))
            ]
            keys = " ".join([*command.shown, *letters])
            lines = textwrap.wrap(tr(command.what), max(12, width - _KEYS - 3)) or [""]
            rows.append((keys, lines[0]))
            rows += [("", further) for further in lines[1:]]
        rows.append((None, ""))
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
