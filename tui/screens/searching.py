"""A field over commands: what is typed narrows them, by words or by a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from annotations.messages import tr
from tui.keyboards import CHARACTERS, Keyboard
from tui.keymap import Command
from tui.text.said import direction
from tui.widgets.chrome import Bar
from tui.widgets.field import Field
from tui.widgets.pane import Pane
from tui.widgets.rtl_input import RtlInput

T = TypeVar("T")
Group = tuple[str, Sequence[Command]]
_ZWNJ = "\u200c"


def typed(keys: str, keyboard: Keyboard) -> str:
    """What keys type in an Arabic layout, each letter by itself; empty where one of them is no letter."""
    letters = [CHARACTERS[keyboard].get(key, "") for key in keys.split(" ")]
    return _ZWNJ.join(letters) if all(letter.isalpha() for letter in letters) else ""


def all_keys(command: Command, keyboard: Keyboard) -> list[str]:
    """Its keys for a person to read, then what they type in the Arabic layout."""
    letters = [typed(each, keyboard) for each in command.keys.split(",")]
    return [*command.shown, *filter(None, letters)]


def narrowed(groups: Iterable[Group], query: str, keyboard: Keyboard) -> list[Group]:
    """The commands that have all words of a query, or beginnings of them; before them those whose key it is."""
    words = query.casefold().split()
    pressed = query.strip()
    under, found = list[Command](), list[Group]()
    for heading, commands in groups:
        having = []
        for command in commands:
            said = f"{tr(command.what)} {tr(heading)} {command.id}".casefold()
            keys = [key.replace(_ZWNJ, "") for key in all_keys(command, keyboard)]
            if pressed and pressed in (*keys, *command.keys.split(",")):
                under.append(command)
            elif all(word in said for word in words):
                having.append(command)
        if having:
            found.append((heading, having))
    return [(tr("Under this key"), under), *found] if under else found


class SearchScreen(ModalScreen[T]):
    """The field has the keyboard; the arrows go through what is below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", priority=True),
        Binding("up", "step(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
    ]
    DEFAULT_CSS = """
    SearchScreen { background: $background; }
    SearchScreen RtlInput { margin: 0 1; }
    SearchScreen Pane { height: 1fr; }
    """

    def __init__(self, placeholder: str, below: Pane, hint: str) -> None:
        super().__init__()
        self.field = RtlInput(self.answer, placeholder=placeholder)
        self._below, self._hint = below, hint

    def compose(self) -> ComposeResult:
        yield self.field
        yield self._below
        yield Bar(self._hint)

    def on_mount(self) -> None:
        self.field.edit("", direction())
        self.field.focus()

    def on_field_changed(self, event: Field.Changed) -> None:
        self.narrow(event.value)

    def narrow(self, query: str) -> None:
        """Show what has the words."""
        raise NotImplementedError

    def answer(self, value: str | None) -> None:
        """Close it; ``value`` is None if it was given up."""
        raise NotImplementedError

    def action_step(self, step: int) -> None:
        raise NotImplementedError

    def action_page(self, step: int) -> None:
        raise NotImplementedError
