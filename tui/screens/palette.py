"""Every command by name: some letters of what it does, then Enter."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from annotations.messages import mark, tr
from annotations.model import Direction
from tui.keymap import ELSEWHERE, Command, Keymap
from tui.text.said import direction, mirrored
from tui.widgets.chrome import Bar
from tui.widgets.field import Field
from tui.widgets.row_list import Part, RowList, word
from tui.widgets.rtl_input import RtlInput


class Commands(RowList):
    """What each command does, and its keys."""

    empty = mark("No command has these words.")

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(edge=0)
        self._all = [
            (heading, command)
            for heading, commands in keymap.groups
            for command in commands
            if heading not in ELSEWHERE and not command.id.startswith("extend-")
        ]
        self.found = self._all

    @property
    def count(self) -> int:
        return len(self.found)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        heading, command = self.found[index]
        keys = " ".join(command.shown)
        return [
            word(tr(command.what)),
            Part(keys, "key", right=not mirrored(), direction=Direction.LTR),
        ], [word(tr(heading), "dim")]

    def narrow(self, words: str) -> None:
        """List those that have all of the words, or beginnings of them."""
        wanted = words.casefold().split()
        self.found = [
            (heading, command)
            for heading, command in self._all
            if all(
                word in f"{tr(command.what)} {tr(heading)} {command.id}".casefold()
                for word in wanted
            )
        ]
        self.renew(0)


class PaletteScreen(ModalScreen[Command]):
    """Gives the command that was chosen, or none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", priority=True),
        Binding("up", "step(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
    ]
    DEFAULT_CSS = """
    PaletteScreen { background: $background; }
    PaletteScreen RtlInput { margin: 0 1; }
    PaletteScreen Commands { height: 1fr; }
    """

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.field = RtlInput(self._answer, placeholder=tr("what is to be done?"))
        self.commands = Commands(keymap)

    def compose(self) -> ComposeResult:
        yield self.field
        yield self.commands
        yield Bar(tr("Enter does it · ↑ ↓ · Esc"))

    def on_mount(self) -> None:
        self.field.edit("", direction())
        self.field.focus()

    def on_field_changed(self, event: Field.Changed) -> None:
        self.commands.narrow(event.value)

    def action_step(self, step: int) -> None:
        self.commands.action_cursor(step)

    def action_page(self, step: int) -> None:
        self.commands.action_page(step)

    def on_row_list_chosen(self, event: Commands.Chosen) -> None:
        event.stop()
        self._answer("")

    def _answer(self, value: str | None) -> None:
        found = self.commands.found
        chosen = found[self.commands.index][1] if value is not None and found else None
        self.dismiss(chosen)
