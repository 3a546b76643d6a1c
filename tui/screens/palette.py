"""Every command by name: some letters of what it does, then Enter."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotations.messages import tr
from annotations.model import Direction
from tui.keyboards import Keyboard
from tui.keymap import ELSEWHERE, Command, Keymap
from tui.screens.searching import SearchScreen, narrowed
from tui.text.said import mirrored
from tui.widgets.row_list import Part, RowList, word

WIDEST = 100
"""Cells of a row, so that the keys are not far from what they do on a wide screen."""


class Commands(RowList):
    """What each command does, and its keys."""

    def __init__(self, keymap: Keymap, keyboard: Keyboard) -> None:
        super().__init__(edge=0)
        self.empty = tr("No command has these words. Type fewer letters, or Esc.")
        self._groups = [
            (heading, [each for each in commands if not each.id.startswith("extend-")])
            for heading, commands in keymap.groups
            if heading not in ELSEWHERE
        ]
        self._keyboard = keyboard
        self.narrow("")

    led = True  # by the keys of the field over it

    @property
    def count(self) -> int:
        return len(self.found)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        heading, command = self.found[index]
        keys = " ".join(command.shown)
        return [
            # First, since the last is cut.
            Part(keys, "key", right=not mirrored(), direction=Direction.LTR),
            word(tr(command.what)),
        ], [word(tr(heading), "dim")]

    def _strip(self, parts: Sequence[Part], width: int, base: Style) -> Strip:
        strip = super()._strip(parts, min(width, WIDEST), base)
        blank = Strip([Segment(" " * max(0, width - strip.cell_length), base)])
        return Strip.join([blank, strip] if mirrored() else [strip, blank])

    def narrow(self, query: str) -> None:
        """List those of a query."""
        self.found = [
            (heading, command)
            for heading, commands in narrowed(self._groups, query, self._keyboard)
            for command in commands
        ]
        self.renew(0)


class PaletteScreen(SearchScreen[Command]):
    """Gives the command that was chosen, or none."""

    def __init__(self, keymap: Keymap, keyboard: Keyboard) -> None:
        self.commands = Commands(keymap, keyboard)
        super().__init__(tr("what is to be done?"), self.commands, tr("Enter does it · ↑ ↓ · Esc"))

    def narrow(self, query: str) -> None:
        self.commands.narrow(query)

    def action_step(self, step: int) -> None:
        self.commands.action_cursor(step)

    def action_page(self, step: int) -> None:
        self.commands.action_page(step)

    def on_row_list_chosen(self, event: Commands.Chosen) -> None:
        event.stop()
        self.answer("")

    def answer(self, value: str | None) -> None:
        found = self.commands.found
        self.dismiss(found[self.commands.index][1] if value is not None and found else None)
